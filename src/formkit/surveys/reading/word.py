"""A Word print of the survey that came back as a file: ticked boxes, content controls, texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import Any

from formkit.kernel.errors import InputUnreadable, fault
from formkit.kernel.findings import Finding, Level, Place
from formkit.kernel.text import clean, narrow, shown
from formkit.kernel.values import BadValue
from formkit.ooxml import gate, names, text, xml
from formkit.ooxml.limits import SURVEY
from formkit.ooxml.names import w
from formkit.ooxml.package import Package
from formkit.ooxml.sniff import FileKind
from formkit.schemas.satisfaction_survey.bank import Bank, Item
from formkit.schemas.satisfaction_survey.record import Mark, Section
from formkit.surveys import signs
from formkit.surveys.reading import emphasis, option_line, signing
from formkit.surveys.reading.emphasis import Look
from formkit.surveys.reply import NUMBER, Claim, Reply, Source
from formkit.surveys.signs import NOT_APPLICABLE

_NUMBER = re.compile(r"编号[::]\s*(\S+)")
_PROJECT = "工程编号"
_CAPTIONS = {"Ⅱ栏": Section.BUILDING, "Ⅲ栏": Section.DELIVERED}
_TEXTS = {"最满意的方面": "best_aspect", "最不满意的方面": "worst_aspect", "意见和建议": "comments"}
_OVERALL = "总体评价"
_SIGNED, _SIGNED_UNTIL = signing.LABEL, "以下由施工单位统计"
_FEWEST_CELLS = 3  # of a row with an item
_CHECKED, _UNCHECKED = "☑", "□"
_CHECKBOX = f"{{{names.WORD_2010}}}checkbox"
_STATE = f"{{{names.WORD_2010}}}checked"
_VALUE = f"{{{names.WORD_2010}}}val"
_CHANGES = (w("ins"), w("del"), w("moveFrom"), w("moveTo"))
_ON = frozenset({"1", "true", "on"})

Rows = list[list[str]]


@dataclass
class _Sheet:
    """What the tables of the document give, bit by bit.

    By half and number: items (words and line of options), looks, lines (of every such row), beside
    (what stands behind the options, where we write the points).
    """

    number: str = ""
    project_no: str = ""
    items: dict[tuple[Section, int], tuple[str, str]] = field(default_factory=dict)
    looks: dict[tuple[Section, int], Look] = field(default_factory=dict)
    lines: dict[tuple[Section, int], list[str]] = field(default_factory=dict)
    beside: dict[tuple[Section, int], str] = field(default_factory=dict)
    overall: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    signed: str = ""


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
    _show_checkboxes(root)
    sheet = _sheet(_rows(root), [emphasis.look(list(_cells(row))) for row in root.iter(w("tr"))])
    bank = _bank(sheet, banks)
    if bank is None:
        raise InputUnreadable("FK-SUR-091", place=place)
    told = [*_tracked(root, place), *_drawn(root, place)]
    return [_Reader(package, place, sheet, bank, told).reply()]


def _tracked(root: xml.Element, place: Place) -> Iterator[Finding]:
    """Yield that changes are tracked in the tables: they are read as if they were accepted."""
    count = sum(1 for table in root.iter(w("tbl")) for _ in table.iter(*_CHANGES))
    if count:
        yield fault("FK-SUR-105", place, level=Level.WARNING, count=count)


def _drawn(root: xml.Element, place: Place) -> Iterator[Finding]:
    """Yield that something is drawn or pasted on the sheet: our print has nothing of the kind."""
    if count := emphasis.drawings(root):
        yield fault("FK-SUR-109", place, level=Level.WARNING, count=count)


def _show_checkboxes(root: xml.Element) -> None:
    """Let every check box of Word say by a sign of ours whether it is checked."""
    for control in root.iter(w("sdt")):
        box = control.find(f"{w('sdtPr')}/{_CHECKBOX}")
        content = control.find(w("sdtContent"))
        if box is None or content is None:
            continue
        state = box.find(_STATE)
        checked = state is not None and state.get(_VALUE, "1") in _ON
        shown_by = list(content.iter(w("t"), w("sym")))
        for index, one in enumerate(shown_by):
            one.tag = w("t")
            one.text = (_CHECKED if checked else _UNCHECKED) if index == 0 else ""


def _rows(root: xml.Element) -> Rows:
    return [
        ["\n".join(text.paragraphs(cell)).strip() for cell in _cells(row)]
        for row in root.iter(w("tr"))
    ]


def _cells(row: xml.Element) -> Iterator[xml.Element]:
    """Yield the cells of a row, also those inside a content control."""
    for child in row:
        if child.tag == w("tc"):
            yield child
        elif child.tag == w("sdt"):
            content = child.find(w("sdtContent"))
            if content is not None:
                yield from content.findall(w("tc"))


def _sheet(rows: Rows, looks: Sequence[Look]) -> _Sheet:
    sheet = _Sheet()
    section: Section | None = None
    signing_place = False
    for cells, look in zip(rows, looks, strict=True):
        line = "".join(cells)
        caption = next((s for words, s in _CAPTIONS.items() if line.startswith(words)), None)
        section = caption or section
        signing_place = (signing_place or _SIGNED in narrow(line)) and _SIGNED_UNTIL not in line
        if signing_place:
            sheet.signed += f"{line}\n"
        match = _NUMBER.search(line)
        if match and not sheet.number and "表号" not in match.string[: match.start()]:
            sheet.number = match[1]
        if section and len(cells) >= _FEWEST_CELLS and cells[0].isdecimal():
            key = (section, int(cells[0]))
            sheet.items.setdefault(key, (cells[1], cells[2]))
            sheet.looks.setdefault(key, look)
            sheet.lines.setdefault(key, []).append(cells[2])
            sheet.beside[key] = "".join(cells[_FEWEST_CELLS:])
        for label, value in pairwise(cells):
            if label == _PROJECT:
                sheet.project_no = sheet.project_no or value
            elif label == _OVERALL:
                sheet.overall = value
            elif label in _TEXTS and value:
                sheet.texts[_TEXTS[label]] = value
    return sheet


def _bank(sheet: _Sheet, banks: Mapping[str, Bank]) -> Bank | None:
    """Return the bank whose items and options the paper shows; None where none is there."""
    ranked = sorted(banks.values(), key=lambda bank: _likeness(sheet, bank), reverse=True)
    return ranked[0] if ranked and _likeness(sheet, ranked[0])[0] else None


def _likeness(sheet: _Sheet, bank: Bank) -> tuple[int, int]:
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
    sheet: _Sheet
    bank: Bank
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
        words, _line = self.sheet.items[item.section, item.item_no]
        other = next((one for one in self.bank.section(item.section) if one.text == words), item)
        if other.item_no != item.item_no and words != item.text:
            told: dict[str, Any] = {**said, "other": other.item_no, "value": shown(words)}
            self.findings.append(fault("FK-SUR-079", place, **told))
        elif words != item.text:
            values = {"found": shown(words), "text": item.text}
            self.findings.append(fault("FK-SUR-093", place, level=Level.WARNING, **values, **said))
        look = self._look(item)
        if ticked.unclear:
            value = "、".join(f"{option}「{sign}」" for option, sign in ticked.unclear.items())
            self.findings.append(fault("FK-SUR-101", place, value=shown(value), **said))
        elif len(ticked.ticked) > 1:
            value = "、".join(ticked.ticked)
            self.findings.append(fault("FK-SUR-086", place, value=value, **said))
        elif ticked.ticked == (NOT_APPLICABLE,):
            answer["na"] = True
        elif ticked.ticked:
            answer["choices"] = list(ticked.ticked)
        elif look.emphasised:
            value = "、".join(look.emphasised)
            self.findings.append(fault("FK-SUR-107", place, value=shown(value), **said))
        elif look.drawn:
            self.findings.append(fault("FK-SUR-108", place, **said))
        return answer

    def _overall(self) -> str:
        choices: Sequence[str] = (
            self.bank.overall.choices if self.bank.overall else [mark.value for mark in Mark]
        )
        if _does_not_apply(self.sheet.overall, choices, self.bank.slash):
            return NOT_APPLICABLE
        ticked = option_line.read(self.sheet.overall, choices)
        place = self.places["overall"] = self.place.inside(path="overall", label=_OVERALL)
        left = self.sheet.overall if ticked.missing and not ticked.ticked else ""
        if ticked.unclear or left or len(ticked.ticked) > 1:
            value = left or "、".join((*ticked.ticked, *ticked.unclear))
            self.findings.append(fault("FK-SUR-102", place, value=shown(value)))
            return ""
        return ticked.ticked[0] if ticked.ticked else ""

    def _day(self) -> date | None:
        """Return the day written where it is signed; one that cannot be read is asked."""
        signed = signing.read(self.sheet.signed)
        place = self.places["surveyed_on"] = self.place.inside(path="surveyed_on", label="填表日期")
        if signed.doubt:
            self.findings.append(fault("FK-SUR-078", place, reason=signed.doubt))
        return signed.day

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
    if signs.read(line, (), slash=slash).sign is signs.Sign.NOT_APPLICABLE:
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
