"""What the gate lets through, every reader reads in the same way (T11)."""

from __future__ import annotations

import io
import random
import zipfile
from dataclasses import replace

import openpyxl
import pytest
import python_calamine

from formkit.kernel.errors import InputUnreadable
from formkit.ooxml import gate, text
from formkit.ooxml.sniff import FileKind
from proof import cases

SHEET = b"xl/worksheets/sheet1.xml"

# Each fact of an entry, and of what stands around the zip, may be bent.
FACTS = {
    "method": [0, 8, 9, 12],
    "flags": [0, 1, 8, 0x800],
    "local_flags": [0, 1, 8, 0x800],
    "local_method": [0, 8],
    "local_name": [SHEET, SHEET.upper(), b"xl/worksheets/sheet2.xml"],
    "local_extra": [b"", b"\x55\x54\1\0\1", b"\1\0\0\0", b"xx"],
    "extra": [b"", b"\x55\x54\1\0\1", b"\1\0\0\0"],
    "before": [b"", b"PK\3\4", b"\0\0"],
    "after": [b"", b"PK\7\x08" + b"\0" * 12, b"junk"],
    "size": [None, 0, 10],
    "crc": [None, 0],
    "offset": [None, 0, 30],
}
ENDS = {
    "prefix": [b"MZ", b"PK\3\4"],
    "suffix": [b"\0", b"\n", b"PK\5\6"],
    "comment": ["台账".encode(), b"PK\5\6" + b"\0" * 18],
    "shift": [True],
    "before_directory": [b"\0\0"],
    "before_end": [b"gap"],
}
TWINS = [
    SHEET, SHEET.upper(), SHEET.replace(b"/", b"\\"), b"/" + SHEET, b"xl/worksheets/./sheet1.xml",
    b"xl/worksheets/sheet1.xml ", b"docProps/x.xml", b"xl\\media\\x.bin",
]  # fmt: skip


def ordinary(forge) -> dict[str, bytes]:
    """Return a workbook whose parts are declared, as openpyxl wants it."""
    kind = forge.XLSX_MAIN.replace("sheet.main", "{}")
    types = forge.content_types(
        xl__workbook=forge.XLSX_MAIN,
        xl__worksheets__sheet1=kind.format("worksheet"),
        xl__sharedStrings=kind.format("sharedStrings"),
    )
    return forge.workbook({"[Content_Types].xml": types})


def read_by_all(data: bytes) -> list[list[list[object]]]:
    """Return the cells as openpyxl twice, calamine, and the gate's own reader see them."""
    seen: list[list[list[object]]] = []
    for read_only in (False, True):
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=read_only)
        rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
        seen.append(rows)
        book.close()
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    seen.append([[_plain(cell) for cell in row] for row in sheet.to_python()])
    package = gate.inspect_bytes(data, name="x", expect=FileKind.XLSX)
    strings = text.shared_strings(package.parts["xl/sharedStrings.xml"])
    cells = text.cells(package.parts[SHEET.decode()], strings)
    seen.append([[_plain(cells.get(f"{column}{row}", "1")) for column in "AB"] for row in (1, 2)])
    return seen


def _plain(cell: object) -> object:
    return int(cell) if isinstance(cell, float) or cell == "1" else cell


def bent(forge, draw: random.Random) -> bytes:
    """Return the workbook with up to two facts of its entries bent, an end, or a twin."""
    names = draw.sample(sorted(FACTS), draw.choice([0, 1, 1, 2]))
    facts = {name: draw.choice(FACTS[name]) for name in names}
    ends = draw.sample(sorted(ENDS), draw.choice([0, 0, 0, 1]))
    sheet = draw.random() < 0.5
    listed = [
        replace(entry, **facts) if (entry.name == SHEET) is sheet else entry
        for entry in forge.entries_of(ordinary(forge))
    ]
    if draw.random() < 0.3:
        other = forge.sheet('<row r="1"><c r="A1"><v>9</v></c></row>')
        listed.insert(draw.randrange(len(listed)), forge.Entry(draw.choice(TWINS), other))
    return forge.zipped(listed, **{name: draw.choice(ENDS[name]) for name in ends})


@pytest.mark.proof
def test_what_passes_is_read_alike_by_every_program(forge):
    passed = 0
    for seed in range(count := cases(600, 50_000)):
        data = bent(forge, random.Random(seed))
        try:
            package = gate.inspect_bytes(data, name="台账.xlsx", expect=FileKind.XLSX)
        except InputUnreadable:
            continue
        passed += 1
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            for name in opened.namelist():
                assert opened.read(name) == package.parts[name.replace("\\", "/")], seed
        first, *others = read_by_all(data)
        assert first == [["序号", "工程名称"], [1, "幸福里小区"]], seed
        assert others == [first] * 3, seed
    assert count / 5 < passed < count * 4 / 5
