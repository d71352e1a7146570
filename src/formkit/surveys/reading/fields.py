"""What stands below the items: 总体评价, remarks, who filled the sheet in and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from formkit.kernel import dates, text
from formkit.kernel.errors import fault
from formkit.kernel.findings import Finding, Level, Place
from formkit.kernel.text import Unprintable, escape_console, shown
from formkit.kernel.values import BadValue
from formkit.surveys import anchors, signs
from formkit.surveys.reading.answers import DOUBTS
from formkit.surveys.reading.asked import Bank
from formkit.surveys.reading.grid import Book, Grid
from formkit.surveys.reading.seen import Seen
from formkit.surveys.signs import Sign

_REMARKS = ("best_aspect", "worst_aspect", "comments")
_DECIDES = {"overall": "overall", "filled_on": "surveyed_on"}
"""What figures hang on, as the form and as the record call it."""
_WITH_TIME = "FK-VAL-018"  # a day with a time of day
_PERSON = ("name", "title", "phone")


@dataclass
class Fields:
    """The fields that were filled in, by the record's names, and where each stands."""

    entry: dict[str, Any] = field(default_factory=dict)
    cells: dict[str, tuple[int, int]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def read(book: Book, grid: Grid, bank: Bank) -> Fields:
    """Return the fields of a returned sheet.

    `overall`, `best_aspect`, `worst_aspect`, `comments`; `respondent` with name, title and phone;
    `surveyed_on`, the day on which it was filled in. Nobody signs a workbook: no signature is made.
    """
    found = Fields()
    person: dict[str, str] = {}
    for name, label, at in _filled(book, grid):
        seen, place = grid.at(*at), grid.place(*at)
        said: dict[str, Any] = {"where": f"「{label}」", "value": shown(seen.text)}
        if seen.doubt is not None:
            said["other"] = shown(seen.other)
            found.findings.append(fault(DOUBTS[seen.doubt], place, **said))
        elif code := _faint(grid, name, at):
            place = place.inside(path=_DECIDES[name], label="")
            found.findings.append(fault(code, place, **said))
        elif name == "overall":
            _overall(found, at, seen, place, bank)
        elif name == "filled_on":
            _day(found, at, seen, place, date1904=book.package.date1904)
        elif name in _REMARKS:
            found.entry[name] = _cleaned(found, seen.text, place, label, multiline=True)
            found.cells[name] = at
        elif name in _PERSON:
            person[name] = _cleaned(found, seen.text, place, label, multiline=False)
            found.cells[f"respondent.{name}"] = at
    if person:
        found.entry["respondent"] = person
    return found


def _filled(book: Book, grid: Grid) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """Yield name, label and cell of the fields in which something stands."""
    labels = _labels(grid)
    for name, label in anchors.FIELDS.items():
        at = _cell(book, grid, name, labels.get(label))
        if at is not None and not grid.at(*at).blank:
            yield name, label, at


def _faint(grid: Grid, name: str, at: tuple[int, int]) -> str:
    """Return what is told of a field that is struck out, or cannot be seen; "": nothing."""
    if name not in _DECIDES:
        return ""
    return "FK-SUR-145" if grid.is_struck(*at) else "FK-SUR-154" if grid.is_unseen(*at) else ""


def _labels(grid: Grid) -> dict[str, tuple[int, int]]:
    """Return where the labels stand; the last of a name counts, Ⅰ栏 comes first."""
    found = {}
    for label in anchors.FIELDS.values():
        if cells := (*grid.labels.get(label, ()), *grid.labels.get(f"{label}:", ())):
            found[label] = max(cells)
    return found


def _cell(
    book: Book, grid: Grid, name: str, label: tuple[int, int] | None
) -> tuple[int, int] | None:
    """Return the answer cell: where its name points, else to the right of its label.

    A name that points to another row than its label's was left behind when rows were inserted.
    """
    pointed = book.names.pointed.get(anchors.field_name(name))
    here = pointed is not None and pointed[0] == grid.sheet.name
    if pointed and here and (label is None or pointed[1] == label[0]):
        return pointed[1], pointed[2]
    if label is None:
        return None
    row, column = label
    return row, grid.area(row, column)[3] + 1


def _overall(found: Fields, at: tuple[int, int], seen: Seen, place: Place, bank: Bank) -> None:
    choices = bank.overall.choices if bank.overall else bank.items[0].choices
    reading = signs.read(seen.text, choices, slash=bank.slash)
    if reading.sign is Sign.WORD:
        found.entry["overall"] = reading.word
        found.cells["overall"] = at
    elif reading.sign is Sign.NOT_APPLICABLE:
        found.entry["overall"] = signs.NOT_APPLICABLE
        found.cells["overall"] = at
    else:
        where = f"「{anchors.FIELDS['overall']}」"
        values: dict[str, Any] = {"value": shown(seen.text), "choices": "、".join(choices)}
        place = place.inside(path="overall", label="")
        found.findings.append(fault("FK-SUR-066", place, where=where, **values))


def _day(found: Fields, at: tuple[int, int], seen: Seen, place: Place, *, date1904: bool) -> None:
    try:
        if isinstance(seen.value, float) and not _written_out(seen.text):
            moment: date = dates.from_serial(Decimal(seen.text), epoch_1904=date1904)
        else:
            moment = _written(seen.text)
    except BadValue as error:
        reason = error.finding(place).found
        place = place.inside(path="surveyed_on", label="")
        found.findings.append(fault("FK-SUR-078", place, reason=reason))
        return
    found.entry["surveyed_on"] = moment.date() if isinstance(moment, datetime) else moment
    found.cells["surveyed_on"] = at


def _written(text: str) -> date:
    """Return the day that somebody wrote, with the time of day or without."""
    try:
        return dates.parse_date(text)
    except BadValue as error:
        if error.code != _WITH_TIME:
            raise
    return dates.parse_datetime(text)


def _written_out(number: str) -> bool:
    """Whether a number is a day written without marks (20260901), not one that Excel counts."""
    return len(number) == len("20260901") and number.startswith(("19", "20", "21"))


def _cleaned(found: Fields, value: str, place: Place, label: str, *, multiline: bool) -> str:
    """Return a text as it will be printed; what cannot be printed is spelt out, and told."""
    one_line = value if multiline else " ".join(value.split())
    try:
        return text.clean(one_line, multiline=multiline)
    except Unprintable:
        spelt = "\n".join(escape_console(line) for line in one_line.splitlines())
        where = f"「{label}」"
        values: dict[str, Any] = {"where": where, "value": shown(spelt)}
        found.findings.append(fault("FK-SUR-067", place, level=Level.WARNING, **values))
        return spelt
