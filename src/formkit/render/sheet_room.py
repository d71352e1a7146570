"""The room that the cells of a sheet have: widths of columns, merges, faces and wrapping.

Attributes are read as a program reads them: one that is no number counts as absent.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from formkit.ooxml import addresses
from formkit.ooxml.names import s
from formkit.ooxml.xml import Element
from formkit.render.sheet_scan import Row
from formkit.render.wrapping import Room

_ON = ("1", "true")
_PIXEL = 0.75  # points
_EMU = 12_700  # of a point
_SIDES = 5  # pixels of a cell that no text stands on (ECMA-376, 18.3.1.13)
_SIZE = 11.0  # points, where no style says so
_DEFAULT_SIGNS = 8  # digits in a column of no width of its own
_DEFAULT_HEIGHT = 15.0
_NORMAL = 0  # the built-in style of cells without one


class Faces:
    """What the workbook's styles say of the size of text and of wrapping.

    Args:
        styles: the root of `xl/styles.xml`; None: the workbook has none.
    """

    def __init__(self, styles: Element | None) -> None:
        self._sizes: list[float] = []
        self._formats: list[tuple[float, bool]] = []
        self.digit = _digit(_SIZE)
        if styles is None:
            return
        for font in styles.iterfind(f"{s('fonts')}/{s('font')}"):
            size = font.find(s("sz"))
            self._sizes.append(_SIZE if size is None else _number(size.attrib, "val", _SIZE))
        self._formats = [
            (self._size(one), _wraps(one)) for one in styles.iterfind(f"{s('cellXfs')}/{s('xf')}")
        ]
        grounds = styles.findall(f"{s('cellStyleXfs')}/{s('xf')}")
        self.digit = _digit(self._size(grounds[_normal(styles)])) if grounds else self.digit

    def _size(self, one: Element) -> float:
        at = _index(one.attrib, "fontId")
        return self._sizes[at] if at < len(self._sizes) else _SIZE

    def of(self, cell: Element) -> tuple[float, bool]:
        """Return the size of a cell's text in points and whether the text wraps."""
        at = _index(cell.attrib, "s")
        return self._formats[at] if at < len(self._formats) else (_SIZE, False)


class SheetRoom:
    """The measures of one sheet.

    Args:
        root: the sheet, with its cells.
        rows: its rows.
        faces: the styles of the workbook.
    """

    def __init__(self, root: Element, rows: Sequence[Row], faces: Faces) -> None:
        self._faces = faces
        form = root.find(s("sheetFormatPr"))
        told: Mapping[str, str] = {} if form is None else form.attrib
        digits = _number(told, "baseColWidth", _DEFAULT_SIGNS)
        self._width = _number(told, "defaultColWidth", digits + _SIDES / faces.digit)
        self._height = _number(told, "defaultRowHeight", _DEFAULT_HEIGHT)
        self.fixed = told.get("customHeight") in _ON  # rows without a height are not fitted either
        self._columns = [
            (_index(one.attrib, "min"), _index(one.attrib, "max"), self._own_width(one))
            for one in root.iterfind(f"{s('cols')}/{s('col')}")
        ]
        merges = (addresses.area(one.get("ref", "A1")) for one in root.iter(s("mergeCell")))
        self._merges = {(top, left): (bottom, right) for top, left, bottom, right in merges}
        self._heights = {row.number: self.height_of(row) for row in rows}

    def height_of(self, row: Row) -> float:
        """Return the height in points that the template gives a row."""
        return _number(row.element.attrib, "ht", self._height)

    def of(self, cell: Element, row: int, column: int) -> Room | None:
        """Return the room of a cell; None where its text does not wrap."""
        size, wraps = self._faces.of(cell)
        if not wraps:
            return None
        bottom, right = self._merges.get((row, column), (row, column))
        wide = sum(self._column(one) for one in range(column, right + 1)) * self._faces.digit
        signs = int((wide - _SIDES) * _PIXEL / (size / 2))
        merged = (bottom, right) != (row, column)
        return Room(max(1, signs), size, merged, self._between(row + 1, bottom))

    def across(self, column: int) -> int:
        """Return the width of a column in EMU."""
        return round(self._column(column) * self._faces.digit * _PIXEL * _EMU)

    def down(self, row: int) -> int:
        """Return the height of a row in EMU, as the template gives it."""
        return round(self._heights.get(row, self._height) * _EMU)

    def _between(self, first: int, last: int) -> float:
        known = [high for number, high in self._heights.items() if first <= number <= last]
        return sum(known) + (last - first + 1 - len(known)) * self._height

    def _column(self, number: int) -> float:
        found = (wide for first, last, wide in self._columns if first <= number <= last)
        return next(found, self._width)

    def _own_width(self, column: Element) -> float:
        if column.get("hidden") in _ON:
            return 0
        return _number(column.attrib, "width", self._width)


def _digit(size: float) -> int:
    """Return the pixels of a digit, in which widths of columns count: half an em, as in 宋体."""
    return max(1, round(size / _PIXEL / 2))


def _wraps(one: Element) -> bool:
    """Return whether text in this format wraps; turned text is not measured."""
    alignment = one.find(s("alignment"))
    if alignment is None or alignment.get("textRotation", "0") != "0":
        return False
    return alignment.get("wrapText") in _ON


def _normal(styles: Element) -> int:
    """Return which of the style formats is that of the style 常规."""
    count = len(styles.findall(f"{s('cellStyleXfs')}/{s('xf')}"))
    for one in styles.iterfind(f"{s('cellStyles')}/{s('cellStyle')}"):
        if _index(one.attrib, "builtinId", -1) == _NORMAL:
            return min(_index(one.attrib, "xfId"), count - 1)
    return 0


def _number(attributes: Mapping[str, str], name: str, otherwise: float) -> float:
    try:
        value = float(attributes.get(name, ""))
    except ValueError:
        return otherwise
    return value if math.isfinite(value) and value >= 0 else otherwise


def _index(attributes: Mapping[str, str], name: str, otherwise: int = 0) -> int:
    return int(_number(attributes, name, otherwise))
