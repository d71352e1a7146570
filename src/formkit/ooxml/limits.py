"""How much an Office file may hold before formkit refuses to open it."""

from __future__ import annotations

from dataclasses import dataclass, replace

_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """The measures of one kind of file; bytes, numbers of entries, numbers of cells."""

    file_bytes: int
    unpacked_bytes: int
    part_bytes: int  # one XML part
    entries: int = 2_000
    ratio: int = 200  # unpacked to packed, of one part that is no picture …
    ratio_from: int = 1 * _MB  # … and larger than this
    depth: int = 250  # libxml2 itself stops at 256
    box_cells: int = 20_000_000  # A1 to the last cell that holds something, in one sheet
    # Merged and linked areas of a sheet together: openpyxl makes every cell of them, at 10 µs and
    # 390 bytes each (measured with 3.1.5).
    merged_cells: int = 500_000
    far_cells: int = 200_000_000  # A1 to the first cell of a validation or print area
    doubtful_cells: int = 200_000
    declared_slack: int = 1_000  # uniqueCount may be 4 × the real count plus this
    table_columns: int = 1_000  # Word itself allows 63
    passive: bool = False  # nothing that acts by itself, see `passive.py`
    outward: bool = False  # may link, embed and fetch: its maker is trusted with what it holds


LEDGER = Limits(file_bytes=100 * _MB, unpacked_bytes=1_000 * _MB, part_bytes=1_000 * _MB)
SURVEY = Limits(file_bytes=20 * _MB, unpacked_bytes=200 * _MB, part_bytes=200 * _MB)
TEMPLATE = Limits(file_bytes=20 * _MB, unpacked_bytes=100 * _MB, part_bytes=20 * _MB, passive=True)
TRUSTED = replace(TEMPLATE, passive=False, outward=True)
