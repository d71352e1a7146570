"""A returned workbook of ours as a Reply: which survey it is, what was answered, what is doubtful.

Pure: bytes in, reply out; it runs in a worker process (`desk`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from formkit.kernel.errors import InputUnreadable, fault
from formkit.kernel.findings import Finding, Level, Place
from formkit.kernel.text import shown
from formkit.ooxml import gate, quick
from formkit.ooxml.addresses import address
from formkit.ooxml.cells import READING
from formkit.ooxml.directory import Entry
from formkit.ooxml.limits import SURVEY
from formkit.ooxml.memory import Look, Memory
from formkit.ooxml.sniff import FileKind
from formkit.surveys import anchors
from formkit.surveys.reading import fields, heads, location, notes, outside
from formkit.surveys.reading.answered import Answered, halves, key_of
from formkit.surveys.reading.answers import Reader
from formkit.surveys.reading.asked import Bank
from formkit.surveys.reading.grid import Book, Grid
from formkit.surveys.reading.identity import Identity, identify, short
from formkit.surveys.reading.places import Places
from formkit.surveys.reading.seen import plain
from formkit.surveys.reply import NUMBER, Claim, Reply, Source

_LOOK = Look(READING, quick.take, Memory())
_RECOGNISED = 0.6  # of a bank's items must stand on a sheet that says nothing of itself
_SECTIONS = {"在建": "Ⅱ", "停工": "Ⅱ", "已交工": "Ⅲ"}


def reply(
    data: bytes, name: str, banks: Mapping[str, Bank], listed: list[Entry] | None = None
) -> Reply:
    """Return what a returned workbook says.

    `entry` holds `answers` (all items of the half that was asked, the blank ones too, and those of
    the other half that somebody filled in) and the fields of `fields.read`; `bank` where known.
    Without a version or a bank that is known nothing is read: the findings say so.

    Args:
        data: the file's bytes.
        name: the file, for places.
        banks: the question banks that are registered, by digest.
        listed: the directory of the file, where it has been read already.

    Raises:
        InputUnreadable: the gate refuses the file, calamine cannot read it, it is another form, or
            nothing in it says that it is a survey (FK-SUR-040).
    """
    package = gate.inspect_bytes(
        data, name=name, expect=FileKind.XLSX, limits=SURVEY, look=_LOOK, listed=listed
    )
    book = Book(package)
    identity = identify(book)
    grid = heads.form_sheet(book)
    key = identity.claim.survey_no or f"sha256:{package.sha256}"
    found, bank, told, unsure = _bank(book, grid, identity, banks)
    told = (*told, *_other_number(book, grid, identity))
    if grid is None or bank is None or not identity.is_ours:
        place = Place(file=name)
        findings = (*identity.findings, *told)
        return Reply(Source.FORMKIT, place, key, found, {}, {}, findings, identity.unsure)
    return _Read(book, grid, bank, identity, banks).reply(found, key, told, unsure)


def _bank(
    book: Book, grid: Grid | None, identity: Identity, banks: Mapping[str, Bank]
) -> tuple[Claim, Bank | None, tuple[Finding, ...], tuple[Finding, ...]]:
    """Return the claim, the bank it was made from, what is told, what is unsure."""
    claim = identity.claim
    place = Place(file=book.name)
    if claim.bank_digest:
        bank = banks.get(claim.bank_digest)
        told = fault("FK-SUR-045", place, digest=short(claim.bank_digest))
        return claim, bank, () if bank or not identity.is_ours else (told,), ()
    alike = list(_recognised(book, grid, banks)) if grid else []
    if not alike:
        raise InputUnreadable("FK-SUR-040", place=place)
    if len(alike) > 1:
        names = "、".join(dict.fromkeys(banks[digest].name for digest, _ in alike))
        return claim, None, (fault("FK-SUR-077", place, banks=names),), ()
    digest, count = alike[0]
    bank = banks[digest]
    values: dict[str, Any] = {"bank": bank.name, "count": count, "total": len(bank.items)}
    unsure = fault("FK-SUR-047", place, level=Level.WARNING, **values)
    number = claim.survey_no or _printed_number(grid) if grid else ""
    found = Claim(number, claim.form_version, digest, claim.project_no)
    return found, bank, (), (unsure,)


def _recognised(book: Book, grid: Grid, banks: Mapping[str, Bank]) -> Iterator[tuple[str, int]]:
    """Yield the banks whose items and options the sheet shows, with the number of items."""
    says = grid.says
    for digest, bank in banks.items():
        count = sum(plain(item.text) in says for item in bank.items)
        if not count or count < _RECOGNISED * len(bank.items):
            continue
        found = heads.heads_of(book, grid, bank)
        offered = {word for head in found for word in head.options}
        asked = {word for item in bank.items for word in item.choices}
        unknown = any(_shows_more(grid, head.row, asked) for head in found)
        if not unknown and (not offered or offered == asked):
            yield digest, count


def _shows_more(grid: Grid, row: int, asked: set[str]) -> bool:
    """Whether a header row offers options that the bank has not: it is another bank's."""
    return any("满意" in text and text not in asked and len(text) <= _LONGEST_OPTION
               for _, seen in grid.row(row) if (text := plain(seen.text)))  # fmt: skip


_LONGEST_OPTION = 5


def _other_number(book: Book, grid: Grid | None, identity: Identity) -> Iterator[Finding]:
    """Yield that another number is printed than the file carries: a sheet pasted over another."""
    printed = _printed_number(grid) if grid else ""
    hidden = identity.claim.survey_no
    if printed and hidden and printed != plain(hidden):
        values: dict[str, Any] = {"printed": shown(printed), "hidden": shown(hidden)}
        values["where"] = identity.numbered_in
        yield fault("FK-SUR-094", Place(file=book.name, path=NUMBER), **values)


def _printed_number(grid: Grid) -> str:
    """Return the number printed in the head of the sheet (`编号:…`); "" where it is gone."""
    mark = anchors.PRINTED_NUMBER
    return next((text[len(mark) :] for text in grid.labels if text.startswith(mark)), "")


def _at(finding: Finding, paths: Mapping[str, str]) -> Finding:
    """Return a finding of an item with its path in the entry; of one that is not kept, without."""
    if not finding.place.path:
        return finding
    place = finding.place.inside(path=paths.get(finding.place.path, ""), label="")
    return replace(finding, place=place)


class _Read:
    """The reading of one sheet whose bank is known."""

    def __init__(
        self, book: Book, grid: Grid, bank: Bank, identity: Identity, banks: Mapping[str, Bank]
    ) -> None:
        self._book, self._grid, self._bank = book, grid, bank
        self._identity, self._banks = identity, banks

    def reply(
        self, claim: Claim, key: str, told: tuple[Finding, ...], unsure: tuple[Finding, ...]
    ) -> Reply:
        """Return the reply: answers, fields, what is told of them and of the rest."""
        asked = self._asked
        located = location.locate(self._book, self._grid, self._bank, asked=asked)
        reader = Reader(self._grid, self._bank, asked=asked)
        answers = reader.answers(located)
        below = fields.read(self._book, self._grid, self._bank)
        filled = dict(halves(answers))
        kept = self._kept(answers, filled)
        entry = {"bank": self._bank.name, "answers": [one.entry for one in kept], **below.entry}
        places = {path: address(*at) for path, at in below.cells.items()}
        paths = {key_of(one.spot.item): f"answers.{i}.choices" for i, one in enumerate(kept)}
        items = {spot.row for spot in located.spots}
        read = {at for one in answers for at in one.cells} | set(below.cells.values())
        findings = (
            *self._identity.findings,
            *told,
            *located.findings,
            *(_at(one, paths) for one in reader.findings),
            *self._halves(filled),
            *below.findings,
            *notes.notes(self._book, self._grid, self._bank, read, items),
        )

        def mentioned() -> set[str]:
            return {one.place.cell for one in findings} | {address(*at) for at in read}

        meta = self._identity.meta
        outer = outside.outside(self._grid, self._bank, located, mentioned, meta)
        return Reply(
            source=Source.FORMKIT,
            place=Place(file=self._book.name, sheet=self._grid.sheet.name),
            key=claim.survey_no or key,
            claim=claim,
            entry=entry,
            places=Places(
                self._book.name, self._grid.sheet.name, tuple(one.places for one in kept), places
            ),
            findings=(*findings, *outer),
            unsure=(*self._identity.unsure, *unsure, *located.unsure),
        )

    @property
    def _asked(self) -> str:
        """Ⅱ or Ⅲ, as the workbook was sent; "" where it does not say."""
        meta = self._identity.meta
        return meta.get("section", "") or _SECTIONS.get(meta.get("phase", ""), "")

    def _kept(
        self, answers: list[Answered], filled: Mapping[str, list[Answered]]
    ) -> list[Answered]:
        wanted = {self._asked} - {""} or set(filled) or {"Ⅲ"}
        return [
            one
            for one in answers
            if one.spot.item.section in wanted or (one.spot.item.section in filled and one.filled)
        ]

    def _halves(self, found: Mapping[str, list[Answered]]) -> Iterator[Finding]:
        cells = {section: filled[0].places.answer for section, filled in found.items()}
        if len(found) > 1:
            first, second = cells.values()
            place = Place(self._book.name, self._grid.sheet.name, first)
            yield fault("FK-SUR-058", place, first=first, second=second)
        for section, filled in found.items():
            if len(found) == 1 and self._asked and section != self._asked:
                values: dict[str, Any] = {"cell": cells[section], "count": len(filled)}
                place = Place(self._book.name, self._grid.sheet.name, cells[section])
                yield fault("FK-SUR-059", place, asked=self._asked, answered=section, **values)
