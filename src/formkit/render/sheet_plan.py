"""A worksheet for one way through its tags: what never changes on that way, and where texts go."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from formkit.kernel.findings import Place
from formkit.ooxml import text as ooxml_text
from formkit.render.drawing import Frame
from formkit.render.place import Spot
from formkit.render.produced import differs, require_bytes
from formkit.render.shape import slots_in
from formkit.render.sheet_rows import CellText, RowPlan

_CELL = re.compile(
    r'<c r="(?P<at>[A-Z]+\d+)"(?P<start>[^<>]*?)'
    r'(?:/>| t="inlineStr"><is><t xml:space="preserve">(?P<text>[^<>]*)</t></is></c>)'
)
_SIGN = re.compile(r"&(amp|lt|gt);|&")
_SIGNS = {"amp": "&", "lt": "<", "gt": ">"}


class Composed:
    """The text of a cell: static pieces and values.

    Args:
        text: the text with a slot for each value.
    """

    def __init__(self, text: str) -> None:
        self._pieces = slots_in(text)
        self._alone = self._pieces[1] if self._pieces[::2] == ["", ""] else None

    def with_values(self, values: Sequence[str]) -> str:
        """Return the text; `values` are those of the whole sheet."""
        if self._alone is not None:
            return values[int(self._alone)]
        return "".join(
            values[int(piece)] if index % 2 else piece for index, piece in enumerate(self._pieces)
        )


@dataclass(frozen=True, slots=True)
class WrittenSheet:
    """A sheet of one document: its texts row by row, what was written for them, and all of it."""

    texts: list[list[str]]
    pieces: list[str]
    data: bytes


class SheetPlan:
    """The pieces of a sheet around the texts of its tagged cells.

    Args:
        head: what stands before the rows.
        rows: the rows in their order, each with the texts of its tagged cells, values as slots.
        tail: what stands behind them.
        title: the sheet's name.
        file: the template's name, for messages.
    """

    def __init__(
        self,
        head: str,
        rows: Sequence[tuple[RowPlan, Sequence[str]]],
        tail: str,
        *,
        title: str,
        file: str,
    ) -> None:
        self._title = title
        self._file = file
        self._rows: list[tuple[RowPlan, list[Composed]]] = []
        self._still = [head]
        for row, texts in rows:
            first, *others = row.still
            self._still[-1] += first
            self._still += others
            if texts:
                self._rows.append((row, [Composed(text) for text in texts]))
        self._still[-1] += tail

    def write(self, values: Sequence[str]) -> WrittenSheet:
        """Return the sheet with these values.

        Raises:
            TemplateError: FK-TPL-066 a text too long for a cell.
        """
        found: list[list[str]] = []
        pieces: list[str] = []
        for row, composed in self._rows:
            texts = [one.with_values(values) for one in composed]
            found.append(texts)
            pieces += row.changing(texts, self._file)
        frame = [""] * (2 * len(pieces) + 1)
        frame[::2] = self._still
        frame[1::2] = pieces
        return WrittenSheet(found, pieces, "".join(frame).encode())

    def check(self, written: WrittenSheet, found: bytes) -> None:
        """Compare what stands in the written file with the plan and the texts.

        Raises:
            TemplateError: FK-TPL-065 with the first cell that differs.
        """
        pairs = zip(self._still, (*written.pieces, ""), strict=True)
        expected = "".join([part for pair in pairs for part in pair])
        require_bytes(found, expected.encode(), Place(file=self._file, sheet=self._title))
        pieces = iter(written.pieces)
        for (row, _), texts in zip(self._rows, written.texts, strict=True):
            start = next(pieces)
            if not row.may_start(start):
                raise differs(self._place(f"{row.number}"), row.still[0], start)
            for cell, text in zip(row.tagged, texts, strict=True):
                piece = next(pieces)
                address = f"{cell.column}{row.number}"
                if (shown := read(piece, address, cell)) != text:
                    raise differs(self._place(address), text, piece if shown is None else shown)

    def _place(self, address: str) -> Place:
        return Spot(self._title, address, sheet=True).place(self._file)


def read(piece: str, address: str, cell: CellText) -> str | None:
    """Return the text that a reader of the file finds in a cell.

    None: it is not that cell, or holds anything but a text.
    """
    found = _CELL.fullmatch(piece)
    if found is None or found["at"] != address or found["start"] not in cell.starts:
        return None
    shown = found["text"] or ""
    if "&" in shown:
        if any(sign[0] == "&" for sign in _SIGN.finditer(shown)):
            return None
        shown = _SIGN.sub(lambda sign: _SIGNS[sign[1]], shown)
    return ooxml_text.unescaped(shown) if "_x" in shown else shown


@dataclass(frozen=True, slots=True)
class BookShape:
    """A workbook for one way through the tags of all its sheets."""

    sheets: Mapping[str, SheetPlan]
    others: Mapping[str, bytes]  # parts that only follow where rows went
    frames: Mapping[str, Frame]  # drawings with places for pictures
