"""A Word print of the survey that came back as a file: ticked boxes, content controls, texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from formkit.kernel.dates import format_date
from formkit.kernel.errors import InputUnreadable, fault
from formkit.kernel.findings import Finding, Level, Place
from formkit.kernel.text import clean, shown
from formkit.kernel.values import BadValue
from formkit.ooxml import gate, names, xml
from formkit.ooxml.limits import SURVEY
from formkit.ooxml.names import w
from formkit.ooxml.package import Package
from formkit.ooxml.sniff import FileKind
from formkit.schemas.satisfaction_survey.bank import Bank, Item
from formkit.schemas.satisfaction_survey.record import Mark, Section
from formkit.surveys import signs
from formkit.surveys.reading import emphasis, option_line, paper, signing
from formkit.surveys.reading.emphasis import Faint, Look
from formkit.surveys.reading.paper import OVERALL, Paper
from formkit.surveys.reply import NUMBER, Claim, Reply, Source
from formkit.surveys.signs import NOT_APPLICABLE, Sign

_CHANGES = (w("ins"), w("del"), w("moveFrom"), w("moveTo"))
_FAINT = {Faint.STRUCK: "FK-SUR-124", Faint.WHITE: "FK-SUR-153"}
_FIELD_FAINT = {Faint.STRUCK: "FK-SUR-145", Faint.WHITE: "FK-SUR-154"}


def replies(data: bytes, name: str, banks: Mapping[str, Bank]) -> list[Reply]:
    """Return the one answered survey of a Word file that formkit printed.

    Args:
        data: the file's bytes.
        name: what messages call it.
        banks: the question banks that may have been printed, by digest.

    Raises:
        InputUnreadable: the file is damaged or hostile, or no survey of ours.
    """
    package = gate.inspect_bytes(data, name=name, expect=FileKind.DOCX, limits=SURVEY)
    place = Place(file=name)
    root = xml.parse(package.parts[package.main], place=place, part=package.main)
    sheet = paper.read(package, root)
    bank = _bank(sheet, banks)
    if bank is None:
        raise InputUnreadable("FK-SUR-091", place=place)
    told = [*_tracked(root, place), *_drawn(root, place)]
    plainer = {faint: paper.without(root, faint) for faint in Faint}
    return [_Reader(package, place, sheet, bank, plainer, told).reply()]


def _tracked(root: xml.Element, place: Place) -> Iterator[Finding]:
    """Yield that changes are tracked in the tables: they are read as if they were accepted."""
    count = sum(1 for table in root.iter(w("tbl")) for _ in table.iter(*_CHANGES))
    if count:
        yield fault("FK-SUR-105", place, level=Level.WARNING, count=count)


def _drawn(root: xml.Element, place: Place) -> Iterator[Finding]:
    """Yield that something is drawn or pasted on the sheet: our print has nothing of the kind."""
    if count := emphasis.drawings(root):
        yield fault("FK-SUR-109", place, level=Level.WARNING, count=count)


def _bank(sheet: Paper, banks: Mapping[str, Bank]) -> Bank | None:
    """Return the bank whose items and options the paper shows; None where none is there."""
    ranked = sorted(banks.values(), key=lambda bank: _likeness(sheet, bank), reverse=True)
    return ranked[0] if ranked and _likeness(sheet, ranked[0])[0] else None


def _likeness(sheet: Paper, bank: Bank) -> tuple[int, int]:
    """How many items have the bank's options on them, and how many its words as well."""
    options = words = 0
    for item in bank.items:
        said, line = sheet.items.get((item.section, item.item_no), ("", ""))
        fits = bool(line) and not option_line.read(line, item.choices).missing
        fits = fits and not _others(line, item)
        options += fits
        words += fits and said == item.text
    return (options, words)


def _others(line: str, item: Item) -> bool:
    """Return whether the line offers an option that the item does not have."""
    spare = line
    for choice in sorted(item.choices, key=len, reverse=True):
        spare = spare.replace(choice, "", 1)
    return any(mark.value in spare for mark in Mark if mark.value not in item.choices)


@dataclass
class _Reader:
    """Makes the reply of what stands in the document."""

    package: Package
    place: Place
    sheet: Paper
    bank: Bank
    plainer: Mapping[Faint, Paper | None]  # without what is struck out, or cannot be seen
    findings: list[Finding] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)

    def reply(self) -> Reply:
        """Return the reply."""
        number = self._survey_no()
        entry: dict[str, Any] = {"answers": self._answers()}
        overall = self._overall()
        if overall:
            entry["overall"] = overall
        for name, value in self.sheet.texts.items():
            entry[name] = self._clean(name, value)
        if day := self._day():
            entry["surveyed_on"] = day
        return Reply(
            source=Source.WORD,
            place=self.place,
            key=number or self.package.sha256,
            claim=Claim(number, "", self.bank.digest, self.sheet.project_no),
            entry=entry,
            places=self.places,
            findings=tuple(self.findings),
            written=tuple(self.sheet.written),
        )

    def _survey_no(self) -> str:
        """Return the number of the sheet: what it shows, else what the file's properties say."""
        hidden = _identifier(self.package)
        printed = self.sheet.number
        if printed and hidden and printed != hidden:
            said: dict[str, Any] = {"printed": shown(printed), "hidden": shown(hidden)}
            place = self.place.inside(path=NUMBER, label="")
            self.findings.append(fault("FK-SUR-094", place, where="文件属性", **said))
        return printed or hidden

    def _answers(self) -> list[dict[str, Any]]:
        """Return the answers of each half on which anything is ticked; all items of such a half."""
        found = []
        for section in Section:
            half = [(item, self._ticked(item)) for item in self.bank.section(section)]
            if any(one and self._says(item, one) for item, one in half):
                found += half
        return [self._answer(index, item, one) for index, (item, one) in enumerate(found)]

    def _says(self, item: Item, one: option_line.Ticked) -> bool:
        return bool(one.ticked or one.unclear or self._look(item).says)

    def _look(self, item: Item) -> Look:
        return self.sheet.looks.get((item.section, item.item_no), Look())

    def _ticked(self, item: Item) -> option_line.Ticked | None:
        """Return what is ticked; what says something without a tick is unclear, never blank."""
        key = (item.section, item.item_no)
        _words, line = self.sheet.items.get(key, ("", ""))
        if not line:
            return None
        ticked = option_line.read(line, option_line.options_of(item.choices))
        lines = dict.fromkeys(self.sheet.lines[key])
        if len(lines) > 1:  # the row stands twice, and not alike
            return replace(ticked, unclear={"": ";".join(lines)})
        if ticked.ticked or ticked.unclear:
            return ticked
        said = line if ticked.missing else self.sheet.beside[key]  # only the word was left
        return replace(ticked, unclear={"": said}) if said else ticked

    def _answer(self, index: int, item: Item, ticked: option_line.Ticked | None) -> dict[str, Any]:
        path = f"answers.{index}.choices"
        label = f"{item.section.value}栏第{item.item_no}题"
        place = self.places[path] = self.place.inside(path=path, label=label)
        answer: dict[str, Any] = {"section": item.section.value, "item_no": item.item_no}
        said: dict[str, Any] = {"section": item.section.value, "item": item.item_no}
        if ticked is None:
            self.findings.append(fault("FK-SUR-092", place, **said))
            return answer
        self._worded(item, place)
        look = self._look(item)
        if ticked.unclear:
            value = "、".join(f"{option}「{sign}」" for option, sign in ticked.unclear.items())
            self.findings.append(fault("FK-SUR-101", place, value=shown(value), **said))
        elif len(ticked.ticked) > 1:
            value = "、".join(ticked.ticked)
            self.findings.append(fault("FK-SUR-086", place, value=value, **said))
        elif faint := self._faint(item, ticked):
            value = "、".join(ticked.ticked) or self.sheet.items[item.section, item.item_no][1]
            self.findings.append(fault(_FAINT[faint], place, value=shown(value), **said))
        elif ticked.ticked == (NOT_APPLICABLE,):
            answer["na"] = True
        elif ticked.ticked:
            answer["choices"] = list(ticked.ticked)
        elif look.emphasised:
            value = "、".join(look.emphasised)
            self.findings.append(fault("FK-SUR-107", place, value=shown(value), **said))
        elif look.drawn:
            self.findings.append(fault("FK-SUR-108", place, **said))
        self._beside(item, place)
        return answer

    def _worded(self, item: Item, place: Place) -> None:
        """Tell of a question that is not the bank's; ask where it is another item's."""
        said: dict[str, Any] = {"section": item.section.value, "item": item.item_no}
        words, _line = self.sheet.items[item.section, item.item_no]
        other = next((one for one in self.bank.section(item.section) if one.text == words), item)
        if other.item_no != item.item_no and words != item.text:
            told: dict[str, Any] = {**said, "other": other.item_no, "value": shown(words)}
            self.findings.append(fault("FK-SUR-079", place, **told))
        elif words != item.text:
            values = {"found": shown(words), "text": item.text}
            self.findings.append(fault("FK-SUR-093", place, level=Level.WARNING, **values, **said))

    def _faint(self, item: Item, ticked: option_line.Ticked) -> Faint | None:
        """Return how the answer is written where it hardly counts; None: it stands there plainly.

        It hangs on what is struck out, or white, if without that the line says otherwise.
        """
        options = option_line.options_of(item.choices)
        for faint, plainer in self.plainer.items():
            if plainer is None:
                continue
            _words, line = plainer.items.get((item.section, item.item_no), ("", ""))
            if option_line.read(line, options).ticked != ticked.ticked or not line:
                return faint
        return None

    def _beside(self, item: Item, place: Place) -> None:
        """Tell of marks behind the question, and of what stands where we write the points."""
        key = (item.section, item.item_no)
        words, line = self.sheet.items[key]
        answerless = not option_line.read(line, option_line.options_of(item.choices)).ticked
        more = words.replace(item.text, "", 1) if words != item.text else ""
        said: dict[str, Any] = {"where": place.label}
        if answerless and item.text in words and signs.answers(more, item.choices):
            self.findings.append(fault("FK-SUR-053", place, value=shown(words), **said))
        points = "" if answerless else self.sheet.beside[key]  # without an answer asked already
        if signs.answers(points, item.choices):
            self.findings.append(fault("FK-SUR-053", place, value=shown(points), **said))
        elif points:
            value = shown(points)
            self.findings.append(
                fault("FK-SUR-070", place, level=Level.WARNING, value=value, **said)
            )

    def _overall(self) -> str:
        choices: Sequence[str] = (
            self.bank.overall.choices if self.bank.overall else [mark.value for mark in Mark]
        )
        slash = self.bank.slash
        none = _does_not_apply(self.sheet.overall, choices, slash)
        ticked = option_line.read("" if none else self.sheet.overall, choices)
        place = self.places["overall"] = self.place.inside(path="overall", label=OVERALL)
        left = self.sheet.overall if ticked.missing and not (ticked.ticked or none) else ""
        if ticked.unclear or left or len(ticked.ticked) > 1:
            value = left or "、".join((*ticked.ticked, *ticked.unclear))
            self.findings.append(fault("FK-SUR-102", place, value=shown(value)))
            return ""
        said = NOT_APPLICABLE if none else "".join(ticked.ticked)
        for faint, plainer in self.plainer.items():
            line = plainer.overall if plainer else self.sheet.overall
            same = option_line.read(line, choices).ticked == ticked.ticked
            if not (_does_not_apply(line, choices, slash) if none else same):
                self._field_faint(faint, place, said)
                return ""
        return said

    def _day(self) -> date | None:
        """Return the day written where it is signed; one that cannot be read is asked."""
        signed = signing.read(self.sheet.signed)
        place = self.places["surveyed_on"] = self.place.inside(path="surveyed_on", label="填表日期")
        if signed.doubt:
            self.findings.append(fault("FK-SUR-078", place, reason=signed.doubt))
        if signed.beside:
            self.sheet.written.append((paper.SIGNED, signed.beside))
        for faint, plainer in self.plainer.items():
            if signed.day and plainer and signing.read(plainer.signed).day != signed.day:
                self._field_faint(faint, place, format_date(signed.day))
                return None
        return signed.day

    def _field_faint(self, faint: Faint, place: Place, value: str) -> None:
        said: dict[str, Any] = {"where": f"「{place.label}」", "value": shown(value)}
        self.findings.append(fault(_FIELD_FAINT[faint], place, **said))

    def _clean(self, name: str, value: str) -> str:
        """Return a text as it may go on; signs that hide are left out, and that is told."""
        try:
            return clean(value, multiline=True)
        except BadValue:
            place = self.place.inside(path=name, label="")
            self.findings.append(fault("FK-SUR-103", place, level=Level.WARNING))
            return "".join(one for one in value if one.isprintable() or one == "\n")


def _does_not_apply(line: str, choices: Sequence[str], slash: str) -> bool:
    """Whether 总体评价 says 不适用, which its line does not offer: alone, or with a tick."""
    if signs.read(line, (), slash=slash).sign is Sign.NOT_APPLICABLE:
        return True
    ticked = option_line.read(line, option_line.options_of(choices))
    return ticked.ticked == (NOT_APPLICABLE,) and not ticked.unclear


def _identifier(package: Package) -> str:
    """Return the identifier of the file's properties; empty where it has none."""
    part = next(iter(package.related("", names.REL_CORE)), "")
    if not part:
        return ""
    found = xml.parse(package.parts[part]).find(f"{{{names.DUBLIN_CORE}}}identifier")
    return (found.text or "").strip() if found is not None else ""
