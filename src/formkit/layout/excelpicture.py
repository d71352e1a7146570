"""Places for pictures in Excel: a grey box whose alternative text says which picture goes there."""

from __future__ import annotations

import io
from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D

from formkit.layout.geometry import CommonGrid
from formkit.layout.vocabulary import Picture
from formkit.layout.wordpicture import EMU_PER_MM, GREY

DRAWING_PART = "xl/drawings/drawing1.xml"


def placed(picture: Picture, grid: CommonGrid, left: float, row: int, top: float) -> Image:
    """Return the box of a picture.

    Args:
        picture: which one.
        grid: the columns of the sheet.
        left: how many millimetres its left edge stands from that of the sheet.
        row: the row on which it begins, from 1.
        top: how many millimetres its upper edge stands below that of the row.
    """
    made = Image(io.BytesIO(GREY))
    column = max(at for at, line in enumerate(grid.lines[:-1]) if line <= left * 10)
    right = left - grid.lines[column] / 10
    made.anchor = OneCellAnchor(
        _from=AnchorMarker(column, _emu(right), row - 1, _emu(top)),
        ext=XDRPositiveSize2D(_emu(picture.width), _emu(picture.height)),
    )
    return made


def described(drawing: bytes, pictures: Sequence[Picture]) -> bytes:
    """Return a drawing as openpyxl writes it with the alternative texts of its boxes."""
    written = drawing.decode()
    for number, picture in enumerate(pictures, start=1):
        said = quoteattr(f"{{{{ {picture.name} }}}}")
        named = f'name="Image {number}" descr="Picture"'
        written = written.replace(named, f"name={quoteattr(picture.name)} descr={said}", 1)
    return written.encode()


def _emu(millimetres: float) -> int:
    return round(millimetres * EMU_PER_MM)
