"""Twelve bombs in a process of their own: refused at once, and its memory hardly grows (T10)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from formkit.kernel.messages import catalogue

SHEET = "xl/worksheets/sheet1.xml"
PROGRAM = """
import json, resource, sys, time
from pathlib import Path
from formkit.kernel.errors import InputUnreadable
from formkit.ooxml import gate
from formkit.ooxml.sniff import FileKind
gate.inspect_bytes(Path(sys.argv[1]).read_bytes(), name="x", expect=FileKind.XLSX)  # warm
told = {}
for path in sorted(Path(sys.argv[2]).iterdir()):
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    expect = FileKind(path.suffix[1:])
    try:
        gate.inspect(path, expect=expect)
        code = ""
    except InputUnreadable as error:
        code = error.code
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    told[path.stem] = [code, grown / 1024, time.process_time() - begun]
print(json.dumps(told))
"""


def rows(forge, inner: str, times: int, *, head: str = "", tail: str = "") -> dict[str, object]:
    """The workbook whose sheet holds `inner` so many times, packed without ever being whole."""
    import zlib  # noqa: PLC0415

    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = (inner * (1_000_000 // len(inner))).encode()
    size, packed = 0, b""
    for piece in (
        forge.sheet().partition(b"<sheetData>")[0] + b"<sheetData>" + head.encode(),
        *([block] * (times * len(inner) // len(block))),
        tail.encode() + b"</sheetData></worksheet>",
    ):
        packed += packer.compress(piece)
        size += len(piece)
    packed += packer.flush()
    listed = [
        forge.replace(entry, packed=packed, size=size, crc=0)
        if entry.name == SHEET.encode()
        else entry
        for entry in forge.entries_of(forge.workbook())
    ]
    return forge.zipped(listed)


def beside(forge, name: str, data: bytes) -> bytes:
    return forge.zipped(forge.workbook({name: data}))


def packed_as(forge, name: str, megabytes: int, said: int) -> bytes:
    entry = forge.Entry(
        name.encode(), b"", packed=forge.deflate_bomb(megabytes), size=said * 1_000_000
    )
    listed = [one for one in forge.entries_of(forge.workbook()) if one.name != name.encode()]
    return forge.zipped([*listed, entry])


BOMBS = {
    "a sheet of a gigabyte.xlsx": lambda f: packed_as(f, SHEET, 1_000, 1_000),
    "a sheet that lies about its size.xlsx": lambda f: packed_as(f, SHEET, 1_000, 1),
    "texts of a gigabyte.xlsx": lambda f: packed_as(f, "xl/sharedStrings.xml", 1_000, 1_000),
    "a part nobody asks for.xlsx": lambda f: packed_as(f, "xl/media/x.bin", 1_000, 1_000),
    "forty middling ones.xlsx": lambda f: f.zipped(
        [
            f.Entry(f"xl/a{n}.emf".encode(), b"", packed=f.deflate_bomb(30), size=30_000_000)
            for n in range(40)
        ]
    ),
    "twenty million rows.xlsx": lambda f: rows(f, "<row/>", 20_000_000),
    "empty cells without end.xlsx": lambda f: rows(
        f, "<c/>", 30_000_000, head="<row>", tail="</row>"
    ),
    "a tower of elements.xlsx": lambda f: rows(f, "<row>", 10_000_000),
    "one attribute of a hundred megabytes.xlsx": lambda f: rows(
        f, "x" * 1_000, 100_000, head='<row spans="', tail='"/>'
    ),
    "billion laughs.xlsx": lambda f: beside(
        f,
        "docProps/core.xml",
        b"<!DOCTYPE x [<!ENTITY a0 'ha'>"
        + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
        + b"]><x>&a11;</x>",
    ),
    "2,001 entries.xlsx": lambda f: f.zipped(
        [f.Entry(f"{n}.xml".encode(), b"<x/>", method=0) for n in range(2_001)]
    ),
    "a document of a gigabyte.docx": lambda f: f.zipped(
        [
            entry
            if entry.name != b"word/document.xml"
            else f.replace(entry, packed=f.deflate_bomb(1_000), size=1_000_000_000)
            for entry in f.entries_of(f.document())
        ]
    ),
}


@pytest.mark.skipif(sys.platform == "win32", reason="getrusage is POSIX")
def test_a_bomb_is_refused_in_half_a_second_and_fifty_megabytes(forge, tmp_path):
    assert len(BOMBS) == 12
    folder, small = tmp_path / "弹", tmp_path / "x.xlsx"
    folder.mkdir()
    small.write_bytes(forge.zipped(forge.workbook()))
    for name, build in BOMBS.items():
        (folder / name).write_bytes(build(forge))
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, small, folder], check=True, capture_output=True, timeout=60
    )
    told = json.loads(run.stdout)
    assert set(told) == {Path(name).stem for name in BOMBS}
    for name, (code, megabytes, seconds) in told.items():
        assert code in catalogue(), name
        assert megabytes <= 50, (name, megabytes)
        assert seconds <= 0.5, (name, seconds)
