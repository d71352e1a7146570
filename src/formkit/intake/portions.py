"""A long sheet in portions: calamine keeps every cell of the sheet that it reads in memory.

A portion is the workbook with only some consecutive rows of one sheet, cut where the gate saw them
begin, so that each is well-formed and every row is read as it would be from the whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path
from typing import IO
from zipfile import ZipFile

from formkit.ooxml.cuts import Cut
from formkit.ooxml.package import Package, Sheet

PORTION_CELLS = 500_000  # some 50 MB in calamine
_COPIED = 1 << 20  # bytes at a time
_KEPT = (".xml", ".rels")  # pictures say nothing to a reader of cells


@dataclass(frozen=True, slots=True)
class Portion:
    """Some rows of a sheet: from `first` up to `end`, counted from 0; None: to its last one."""

    first: int
    end: int | None
    book: Path


def portions(checked: Package, sheet: Sheet, whole: Path) -> Iterator[Portion]:
    """Yield the portions of a sheet; of one that is not long, the whole workbook.

    Args:
        checked: the workbook that passed the gate.
        sheet: which of its sheets.
        whole: the same workbook as a file; the portions stand beside it, one at a time.

    Raises:
        OSError: the disk is full.
    """
    cuts = _cuts(sheet)
    if len(cuts) <= 2:  # noqa: PLR2004 - begin and end
        yield Portion(0, None, whole)
        return
    unpacked, book = whole.with_name("sheet.xml"), whole.with_name("portion.xlsx")
    with unpacked.open("w+b") as stream:
        stream.writelines(checked.parts.pieces(sheet.part))
        length = stream.tell()
        head, tail = (0, cuts[0][1]), (cuts[-1][1], length)
        for (first, begin), (end, stop) in pairwise(cuts):
            with ZipFile(book, "w") as written:
                _write_others(checked, written)
                with written.open(sheet.part, "w", force_zip64=True) as part:
                    for piece in chain.from_iterable(
                        _pieces(stream, *span) for span in (head, (begin, stop), tail)
                    ):
                        part.write(piece)
            yield Portion(first, None if stop == cuts[-1][1] else end, book)
    unpacked.unlink()
    book.unlink()


def _cuts(sheet: Sheet) -> list[Cut]:
    """Return where a sheet is cut into portions; nothing where it may not be cut."""
    cuts = list(sheet.cuts)
    if not cuts:
        return []
    portion = max(PORTION_CELLS // max(sheet.last_column, 1), 1)
    chosen = [(0, cuts[0][1])]  # with the empty rows above
    for cut in cuts[1:-1]:
        if cut[0] - chosen[-1][0] >= portion:
            chosen.append(cut)
    return [*chosen, cuts[-1]]


def _write_others(checked: Package, written: ZipFile) -> None:
    """Write what calamine looks at besides the cells: the workbook, styles, shared texts."""
    cells = {one.part for one in checked.sheets}
    for name in checked.parts:
        if name not in cells and name.casefold().endswith(_KEPT):
            written.writestr(name, checked.parts[name])


def _pieces(stream: IO[bytes], begin: int, end: int) -> Iterator[bytes]:
    stream.seek(begin)
    left = end - begin
    while left > 0:
        piece = stream.read(min(left, _COPIED))
        left -= len(piece)
        yield piece
