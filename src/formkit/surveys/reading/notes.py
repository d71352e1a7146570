"""What else a returned workbook holds and nobody reads: told, so that nothing is missed (T14)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from formkit.kernel.errors import fault
from formkit.kernel.findings import Finding, Level, Place
from formkit.kernel.text import shown
from formkit.ooxml.addresses import address
from formkit.surveys import anchors, signs
from formkit.surveys.reading.answers import quoted
from formkit.surveys.reading.asked import Bank
from formkit.surveys.reading.controls import KINDS
from formkit.surveys.reading.grid import Book, Grid
from formkit.surveys.reading.heads import answer_sheets, heads_of
from formkit.surveys.signs import Sign

_MOST_SHOWN = 5  # cells that a sentence names
_MOST_TOLD = 20  # findings of one kind


def notes(
    book: Book,
    grid: Grid,
    bank: Bank,
    read: Collection[tuple[int, int]],
    items: Collection[int],
) -> list[Finding]:
    """Return what is told of the rest of the workbook.

    Args:
        book: the workbook.
        grid: the sheet that was read.
        bank: its questions.
        read: the cells that were read and told of already.
        items: the rows of the items that were found.
    """
    return [
        *_other_sheets(book, grid, bank),
        *list(_hidden(grid, read))[:_MOST_TOLD],
        *list(_covered(grid, read))[:_MOST_TOLD],
        *list(_controls(book, grid, items))[:_MOST_TOLD],
        *list(_remarks(grid, {*items, *(row for row, _ in read)}))[:_MOST_TOLD],
        *_drawn(book, grid),
    ]


def _other_sheets(book: Book, grid: Grid, bank: Bank) -> Iterator[Finding]:
    if grid.sheet.hidden:
        name = grid.sheet.name
        yield fault("FK-SUR-157", Place(file=book.name, sheet=name), sheet=name)
    answered = {
        other.sheet.name
        for other in answer_sheets(book)
        if other.sheet.name != grid.sheet.name and _has_marks(book, other, bank)
    }
    for sheet in book.package.sheets:
        known = sheet.hidden and sheet.name in {anchors.META_SHEET, anchors.ITEMS_SHEET}
        if sheet.name == grid.sheet.name or known or not sheet.filled:
            continue
        place = Place(file=book.name, sheet=sheet.name)
        if sheet.name in answered:
            yield fault("FK-SUR-072", place, sheet=sheet.name)
        else:
            kind = "隐藏" if sheet.hidden else "另外的"
            values: dict[str, Any] = {"kind": kind, "sheet": sheet.name, "count": sheet.filled}
            yield fault("FK-SUR-062", place, level=Level.INFO, **values)


def _has_marks(book: Book, grid: Grid, bank: Bank) -> bool:
    for head in heads_of(book, grid, bank):
        boxes = {*head.options.values(), head.rating} - {0}
        words = tuple(head.options) or bank.items[0].choices
        for row, column, seen in grid.filled:
            if row > head.row and column in boxes:
                sign = signs.read(seen.text, words).sign
                if sign in {Sign.TICK, Sign.WORD}:
                    return True
    return False


def _hidden(grid: Grid, read: Collection[tuple[int, int]]) -> Iterator[Finding]:
    if not (grid.scan.hidden_rows or grid.scan.hidden_columns):
        return
    told = {row for row, _ in read}  # an item's own row: its answer was told with its place
    for row, column, seen in grid.filled:
        if grid.is_hidden(row, column) and row not in told:
            values = {"where": f"{address(row, column)} ", "value": shown(seen.text)}
            yield fault("FK-SUR-063", grid.place(row, column), level=Level.INFO, **values)


def _covered(grid: Grid, read: Collection[tuple[int, int]]) -> Iterator[Finding]:
    for row, column, seen in grid.beneath():
        if (row, column) not in read and not seen.blank:
            top, left, bottom, right = grid.area(row, column)
            area = f"{address(top, left)}:{address(bottom, right)}"
            values = {"area": area, "value": shown(seen.text or seen.other)}
            yield fault("FK-SUR-064", grid.place(row, column), level=Level.WARNING, **values)


def _drawn(book: Book, grid: Grid) -> Iterator[Finding]:
    if count := len(grid.drawings.shapes):
        place = Place(file=book.name, sheet=grid.sheet.name)
        yield fault("FK-SUR-109", place, level=Level.WARNING, count=count)


def _controls(book: Book, grid: Grid, items: Collection[int]) -> Iterator[Finding]:
    """Yield what is ticked beside the items, and that nobody can say whether anything is."""
    if grid.drawings.is_unreadable:
        yield fault("FK-SUR-149", Place(file=book.name, sheet=grid.sheet.name))
    for one in grid.drawings.controls:
        if one.ticked and one.row not in items:
            said: dict[str, Any] = {"cell": address(one.row, one.column)}
            said |= {"kind": KINDS[one.kind], "caption": quoted(one.caption)}
            yield fault("FK-SUR-147", grid.place(one.row, one.column), **said)


def _remarks(grid: Grid, answered: Collection[int]) -> Iterator[Finding]:
    """Yield what comments and shapes say; by answers word by word, elsewhere how many there are."""
    elsewhere = []
    written = [(at, "批注", text) for at, text in grid.drawings.remarks.items()]
    written += [((one.first, one.left), "图形", one.text) for one in grid.drawings.shapes]
    for (row, column), kind, text in written:
        if row in answered and text:
            said: dict[str, Any] = {"cell": address(row, column), "kind": kind}
            place = grid.place(row, column)
            yield fault("FK-SUR-150", place, level=Level.WARNING, value=shown(text), **said)
        elif kind == "批注":
            elsewhere.append((row, column))
    if elsewhere:
        cells = "、".join(address(*at) for at in elsewhere[:_MOST_SHOWN])
        values: dict[str, Any] = {"count": len(elsewhere), "cells": cells}
        yield fault("FK-SUR-065", grid.place(*elsewhere[0]), level=Level.INFO, **values)
