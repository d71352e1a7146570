"""What was answered to each item: the marks in its boxes, the word in its list, what is unclear.

One mark in one box is an answer; everything else that is not blank is asked of a person, with the
cell's address, never guessed (RELIABILITY T18).
"""

from __future__ import annotations

from typing import Any

from formkit.kernel.errors import fault
from formkit.kernel.findings import Finding, Level
from formkit.kernel.text import shown
from formkit.ooxml.addresses import address
from formkit.surveys import signs
from formkit.surveys.reading.answered import Answered, key_of
from formkit.surveys.reading.asked import Bank, Item
from formkit.surveys.reading.controls import KINDS
from formkit.surveys.reading.grid import Grid, Merged
from formkit.surveys.reading.labels import edited, marked, other_item
from formkit.surveys.reading.location import Located, Spot
from formkit.surveys.reading.seen import Doubt, Line, Seen
from formkit.surveys.signs import NOT_APPLICABLE, Reading, Sign

DOUBTS = {
    Doubt.ERROR: "FK-SUR-054",
    Doubt.UNCACHED: "FK-SUR-055",
    Doubt.DIFFERENT: "FK-SUR-056",
}
_LABELS = 2  # an item's number and text


_KNOWN: dict[tuple[Line, Spot, Merged, str, str], Answered] = {}
_MOST_KNOWN = 4_096


class Reader:
    """Reads the answers of one sheet; `findings` collects what is told of them (`key_of`)."""

    def __init__(self, grid: Grid, bank: Bank, *, asked: str = "") -> None:
        self._grid, self._bank, self._asked = grid, bank, asked
        self.findings: list[Finding] = []

    def answers(self, located: Located) -> list[Answered]:
        """Return the answers of all items that were found."""
        found = [self._remembered(spot) for spot in located.spots]
        self._stray(located)
        return found

    def _remembered(self, spot: Spot) -> Answered:
        """Return the answer to an item; one that nothing is to be told of is read once.

        It hangs on the row alone, where no area reaches beyond the row and nothing is hidden; of an
        item without an answer the looks count too.
        """
        grid = self._grid
        over = grid.has_struck_texts or bool(grid.drawings.controls)
        alone = spot.row in grid.tall_rows or grid.hides or over
        line = None if alone else grid.lines.get(spot.row)
        if line is None:
            return self._answer(spot)
        key = line, spot, grid.merged, self._asked, self._bank.slash
        if known := _KNOWN.get(key):
            return known
        told = len(self.findings)
        answered = self._answer(spot)
        says = answered.choices or answered.na or not self._wants(spot)
        if says and len(self.findings) == told:
            if len(_KNOWN) >= _MOST_KNOWN:
                _KNOWN.clear()
            _KNOWN[key] = answered
        return answered

    def _answer(self, spot: Spot) -> Answered:
        answered = Answered(spot)
        if spot.head is None:
            if self._wants(spot):
                self._tell("FK-SUR-068", answered, spot.row, 1)
            return answered
        self._labels(spot, answered)
        self._complete(spot, answered)
        self._controls(spot, answered)
        line = self._grid.row(spot.row)
        if spot.row not in self._grid.tall_rows and len(line) <= _LABELS:
            labels = (spot.head.number, spot.head.text)
            if all(column in labels for column, _ in line):
                self._marked(spot, answered)
                return answered  # nothing but its number and text
        ticked, struck, na = self._boxes(spot, answered)
        rated = self._rating(spot, answered)
        self._combine(answered, ticked, struck=struck, na=na, rated=rated)
        self._beside(spot, answered)
        self._marked(spot, answered)
        return answered

    def _labels(self, spot: Spot, answered: Answered) -> None:
        """Tell of an item's text that is not the bank's; ask where it is another item's."""
        changed = edited(self._grid, spot)
        other = other_item(self._grid, spot, self._bank) if changed else None
        if other and self._wants(spot):
            column = spot.head.text if spot.head else 1
            said: dict[str, Any] = {"other": other.item_no, "value": other.text}
            self._tell("FK-SUR-079", answered, spot.row, column, **said)
        elif changed:
            self.findings.append(changed)

    def _controls(self, spot: Spot, answered: Answered) -> None:
        """Ask of the check boxes and buttons that somebody drew over the row and ticked."""
        for one in self._grid.drawings.controls:
            if one.row == spot.row and one.ticked:
                said: dict[str, Any] = {"kind": KINDS[one.kind], "caption": quoted(one.caption)}
                self._tell("FK-SUR-146", answered, one.row, one.column, **said)
                answered.cells.append((one.row, one.column))

    def _marked(self, spot: Spot, answered: Answered) -> None:
        """Ask of an item without an answer that has a mark before its number or behind its text."""
        if answered.choices or answered.na or answered.asked:
            return
        for column in marked(self._grid, spot):
            value = shown(self._grid.at(spot.row, column).text)
            where = self._where(spot)
            self._tell("FK-SUR-053", answered, spot.row, column, where=where, value=value)
            answered.cells.append((spot.row, column))
        if not answered.cells and self._wants(spot):
            self._stands_out(spot, answered)

    def _stands_out(self, spot: Spot, answered: Answered) -> None:
        """Ask of an item without an answer whose boxes differ in looks, or that is drawn upon."""
        head, looks, drawings = spot.head, self._grid.looks, self._grid.drawings
        assert head is not None  # noqa: S101 - only called where there is one
        words = {column: word for word, column in head.options.items() if column}
        if apart := looks.apart(spot.row, list(words)):
            value = "、".join(words[column] for column in apart)
            self._tell("FK-SUR-107", answered, spot.row, apart[0], value=value)
        elif drawings.is_drawn(spot.row):
            self._tell("FK-SUR-108", answered, spot.row, head.number or 1)
        elif boxes := [one for one in drawings.controls if one.row == spot.row]:
            said: dict[str, Any] = {"kind": KINDS[boxes[0].kind], "count": len(boxes)}
            self._tell("FK-SUR-148", answered, spot.row, boxes[0].column, **said)
        elif columns := [column for row, column in drawings.remarks if row == spot.row]:
            remark = shown(drawings.remarks[spot.row, columns[0]])
            self._tell("FK-SUR-151", answered, spot.row, columns[0], value=remark)

    def _complete(self, spot: Spot, answered: Answered) -> None:
        """Tell of options that have no column, unless all are in the drop-down list."""
        head = spot.head
        assert head is not None  # noqa: S101 - only called where there is one
        lost = [word for word in spot.item.choices if word not in head.options]
        if not self._wants(spot):
            return
        if lost and (len(lost) < len(spot.item.choices) or not head.rating):
            column = head.number or 1
            self._tell("FK-SUR-069", answered, head.row, column, choices="、".join(lost))

    def _boxes(self, spot: Spot, answered: Answered) -> tuple[list[str], bool, bool]:
        """Return the options ticked, whether a box was struck out, whether 不适用 was marked."""
        head = spot.head
        assert head is not None  # noqa: S101
        ticked: list[str] = []
        struck = na = False
        busy = {column for column, _ in self._grid.row(spot.row)}
        tall = spot.row in self._grid.tall_rows
        boxes = [(word, head.options.get(word, 0)) for word in spot.item.choices]
        for word, column in (*boxes, (NOT_APPLICABLE, head.not_applicable)):
            seen = self._look(spot, answered, column) if tall or column in busy else None
            if seen is None:
                continue
            reading = signs.read(seen.text, spot.item.choices, slash=self._bank.slash)
            if self._asks_faint(spot, answered, column, seen, reading):
                continue
            if reading.sign is Sign.NOT_APPLICABLE:
                struck, na = struck or word != NOT_APPLICABLE, True
            elif reading.sign is Sign.TICK and word == NOT_APPLICABLE:
                na = True
            elif reading.sign is Sign.TICK or (reading.word == word and word):
                ticked.append(word)
            elif reading.sign is not Sign.BLANK:
                self._unclear(spot, answered, column, seen)
        return ticked, struck, na

    def _asks_faint(
        self, spot: Spot, answered: Answered, column: int, seen: Seen, reading: Reading
    ) -> bool:
        """Ask of what is struck out, in whole or in part, or cannot be seen; return whether."""
        if reading.sign is Sign.BLANK:
            return False
        struck = self._grid.is_struck(spot.row, column)
        if not struck and not self._grid.is_unseen(spot.row, column):
            return False
        said: dict[str, Any] = {"value": shown(seen.text)}
        self._tell("FK-SUR-124" if struck else "FK-SUR-153", answered, spot.row, column, **said)
        return True

    def _rating(self, spot: Spot, answered: Answered) -> str:
        """Return the word in the drop-down list; "" where there is none."""
        column = spot.head.rating if spot.head else 0
        seen = self._look(spot, answered, column)
        if seen is None:
            return ""
        reading = signs.read(seen.text, spot.item.choices, slash=self._bank.slash)
        if self._asks_faint(spot, answered, column, seen, reading):
            return ""
        if reading.sign is Sign.NOT_APPLICABLE:
            return NOT_APPLICABLE
        if reading.sign in {Sign.TICK, Sign.ASK}:
            self._unclear(spot, answered, column, seen)
        return reading.word

    def _look(self, spot: Spot, answered: Answered, column: int) -> Seen | None:
        """Return an answer cell that is filled and can be trusted; doubts are told."""
        if not column:
            return None
        row, grid = spot.row, self._grid
        area = grid.area(row, column)
        if area != (row, column, row, column):
            self._judge_merged(spot, answered, column, area)
            return None
        seen = grid.at(row, column)
        if seen.doubt is None and not seen.text:
            return None
        if seen.doubt is not None:
            self._doubtful(spot, answered, column, seen)
            return None
        answered.cells.append((row, column))
        if grid.is_hidden(row, column):
            self._note("FK-SUR-063", Level.WARNING, spot, column, value=shown(seen.text))
        if seen.formula:
            self._note("FK-SUR-061", Level.INFO, spot, column, value=shown(seen.text))
        return seen

    def _judge_merged(
        self, spot: Spot, answered: Answered, column: int, area: tuple[int, int, int, int]
    ) -> None:
        top, left, bottom, right = area
        filled = any(
            not self._grid.at(row, at).blank
            for row in range(top, bottom + 1)
            for at in range(left, right + 1)
        )
        if filled:
            told = f"{address(top, left)}:{address(bottom, right)}"
            where = self._where(spot)
            self._tell("FK-SUR-057", answered, spot.row, column, where=where, area=told)
            answered.cells.append((spot.row, column))

    def _combine(
        self, answered: Answered, ticked: list[str], *, struck: bool, na: bool, rated: str
    ) -> None:
        """Make one answer of the boxes and the list, or ask."""
        at = answered.cells[0] if answered.cells else (answered.spot.row, 1)
        answered.choices, answered.na = ticked, na
        if ticked and struck:
            self._tell("FK-SUR-076", answered, *at, where=self._where(answered.spot))
        elif len(ticked) + na > 1:
            words = [*ticked, *([NOT_APPLICABLE] if na else [])]
            values: dict[str, Any] = {"count": len(words), "choices": "、".join(words)}
            self._tell("FK-SUR-050", answered, *at, **values)
        marked = "、".join(ticked) or (NOT_APPLICABLE if na else "")
        if rated and marked and rated != marked:
            self._tell("FK-SUR-051", answered, *answered.cells[-1], ticked=marked, chosen=rated)
        elif rated == NOT_APPLICABLE:
            answered.na = True
        elif rated and not marked:
            answered.choices = [rated]

    def _beside(self, spot: Spot, answered: Answered) -> None:
        """Tell of what stands in the item's row outside all columns that mean something."""
        head = spot.head
        assert head is not None  # noqa: S101
        boxes = {head.options.get(word, 0) for word in spot.item.choices}
        known = boxes | {head.number, head.text, head.rating, head.not_applicable}
        for column, seen in self._grid.row(spot.row):
            if column in known or self._grid.area(spot.row, column)[1] in known:
                continue
            self._outside(answered, spot.row, column, seen)

    def _outside(self, answered: Answered, row: int, column: int, seen: Seen) -> None:
        item = answered.spot.item
        answerless = not (answered.choices or answered.na or answered.asked)
        where = self._where(answered.spot)
        if answerless or _looks_like_mark(seen, item, self._bank):
            value = shown(seen.text or seen.other)
            self._tell("FK-SUR-053", answered, row, column, where=where, value=value)
            answered.cells.append((row, column))
        else:
            self._note("FK-SUR-070", Level.WARNING, answered.spot, column, value=shown(seen.text))

    def _stray(self, located: Located) -> None:
        """Tell of marks in rows between the items that belong to none."""
        for head, row in located.between:
            for column, seen in self._grid.row(row):
                boxed = column in {*head.options.values(), head.rating, head.not_applicable}
                if boxed and self._grid.area(row, column) == (row, column, row, column):
                    where = address(row, column)
                    value = shown(seen.text or seen.other)
                    place = self._grid.place(row, column)
                    self.findings.append(fault("FK-SUR-053", place, where=where, value=value))

    def _wants(self, spot: Spot) -> bool:
        """Whether the item belongs to the half that was to be filled in, as far as is known."""
        return self._asked in {"", spot.item.section}

    def _where(self, spot: Spot) -> str:
        item = spot.item
        return f"{item.section}栏第{item.item_no}题"

    def _unclear(self, spot: Spot, answered: Answered, column: int, seen: Seen) -> None:
        values = {"where": self._where(spot), "value": shown(seen.text)}
        self._tell("FK-SUR-052", answered, spot.row, column, **values)

    def _doubtful(self, spot: Spot, answered: Answered, column: int, seen: Seen) -> None:
        answered.cells.append((spot.row, column))
        code = DOUBTS[seen.doubt] if seen.doubt else ""
        values = {"value": shown(seen.text), "other": shown(seen.other)}
        self._tell(code, answered, spot.row, column, where=self._where(spot), **values)

    def _tell(self, code: str, answered: Answered, row: int, column: int, **values: Any) -> None:
        """Ask a person."""
        answered.asked = True
        item = answered.spot.item
        values = {"section": item.section, "item": item.item_no, **values}
        place = self._grid.place(row, column).inside(path=key_of(item), label="")
        self.findings.append(fault(code, place, **values))

    def _note(self, code: str, level: Level, spot: Spot, column: int, **values: Any) -> None:
        place = self._grid.place(spot.row, column).inside(path=key_of(spot.item), label="")
        values = {"where": self._where(spot), **values}
        self.findings.append(fault(code, place, level=level, **values))


def quoted(caption: str) -> str:
    """Return what is written on a control as a sentence tells it; "" of one without a word."""
    return f"「{shown(caption)}」" if caption else ""


def _looks_like_mark(seen: Seen, item: Item, bank: Bank) -> bool:
    if seen.doubt is not None:
        return True
    reading = signs.read(seen.text, item.choices, slash=bank.slash)
    return reading.sign is not Sign.ASK or len(seen.text.strip()) == 1
