"""Attacks on the zip around an Office file."""

from __future__ import annotations

import struct
import time
import tracemalloc
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest

from formkit.kernel.errors import InputUnreadable
from formkit.ooxml import gate
from formkit.ooxml.gate import LEDGER, TEMPLATE, Limits
from formkit.ooxml.sniff import FileKind

SHEET = b"xl/worksheets/sheet1.xml"
EMF = b"\1\0\0\0" + b"\0" * 36 + b" EMF"


def refusal(data: bytes, limits: Limits = LEDGER) -> InputUnreadable:
    begun = time.process_time()
    with pytest.raises(InputUnreadable) as caught:
        gate.inspect_bytes(data, name="台账.xlsx", expect=FileKind.XLSX, limits=limits)
    assert time.process_time() - begun < 0.5
    assert "{" not in str(caught.value)
    return caught.value


def changed(forge, name: bytes = SHEET, **lies) -> bytes:
    """The ordinary workbook with lies about one entry."""
    listed = [
        replace(entry, **lies) if entry.name == name else entry
        for entry in forge.entries_of(forge.workbook())
    ]
    return forge.zipped(listed)


def with_entry(forge, name: bytes, data: bytes = b"<x/>", **facts) -> bytes:
    listed = forge.entries_of(forge.workbook())
    return forge.zipped([*listed, forge.Entry(name, data, **facts)])


def ordinary(forge) -> bytes:
    return forge.zipped(forge.workbook())


def zip64(value: int) -> bytes:
    return struct.pack("<HHQ", 1, 8, value)


def renaming(name: bytes) -> bytes:
    return struct.pack("<HHBL", 0x7075, 5 + len(name), 1, 0) + name


def overlapping(forge) -> bytes:
    listed = forge.entries_of(forge.workbook())
    twin = replace(listed[0], name=b"xl/worksheets/sheet2.xml", written=False, offset=0)
    return forge.zipped([*listed, twin])


def nested(forge) -> bytes:
    """An entry whose packed bytes, stored, hold the local header of the next."""
    inner = forge.zipped([forge.Entry(b"b.xml", b"<x/>", method=0)])
    length = 30 + len(b"b.xml") + 4
    outer = forge.Entry(b"a.bin", inner[:length], method=0)
    hidden = forge.Entry(b"b.xml", b"<x/>", method=0, written=False, offset=30 + len(b"a.bin"))
    return forge.zipped([outer, hidden])


def reaching(forge) -> bytes:
    """A last entry that claims the first bytes of the directory as its own."""
    listed = forge.entries_of(forge.workbook())
    last = replace(listed[-1], method=0, packed=b"<x", data=b"<x/>PK", packed_size=6)
    return forge.zipped([*listed[:-1], last])


def crowd(forge) -> bytes:
    return forge.zipped([forge.Entry(f"{n}.xml".encode(), b"<x/>", method=0) for n in range(2_001)])


TRICKS = {
    # damaged
    "cut after a quarter": ("FK-IN-012", lambda f: ordinary(f)[: len(ordinary(f)) // 4]),
    "cut in the middle": ("FK-IN-012", lambda f: ordinary(f)[: len(ordinary(f)) // 2]),
    "cut before the last byte": ("FK-IN-012", lambda f: ordinary(f)[:-1]),
    "a comment longer than the file": (
        "FK-IN-012",
        lambda f: ordinary(f)[:-2] + b"\x09\x00",
    ),
    "two disks": ("FK-IN-012", lambda f: f.zipped(f.workbook(), end={"disk": 1})),
    "counts that differ": ("FK-IN-012", lambda f: f.zipped(f.workbook(), end={"here": 2})),
    "too few counted": (
        "FK-IN-012",
        lambda f: f.zipped(f.workbook(), end={"here": 2, "count": 2}),
    ),
    "too many counted": (
        "FK-IN-012",
        lambda f: f.zipped(f.workbook(), end={"here": 9, "count": 9}),
    ),
    "a directory beyond the end": (
        "FK-IN-012",
        lambda f: f.zipped(f.workbook(), end={"offset": 10**6}),
    ),
    "an entry beyond the end": ("FK-IN-012", lambda f: changed(f, offset=10**6)),
    "an entry that is none": ("FK-IN-012", lambda f: changed(f, offset=3)),
    "a zip64 promise without its field": ("FK-IN-012", lambda f: changed(f, size=0xFFFFFFFF)),
    "a zip64 record that is not there": (
        "FK-IN-012",
        lambda f: f.zipped(f.workbook(), before_end=struct.pack("<4sLQL", b"PK\6\7", 0, 5, 1)),
    ),
    "a wrong checksum": ("FK-IN-038", lambda f: changed(f, crc=1)),
    "packed bytes that are rubbish": ("FK-IN-038", lambda f: changed(f, packed=b"\xff" * 40)),
    "packed bytes that stop early": (
        "FK-IN-038",
        lambda f: changed(f, packed=f.pack(f.sheet())[:-4]),
    ),
    "bytes behind the packed ones": (
        "FK-IN-038",
        lambda f: changed(f, packed=f.pack(f.workbook()[SHEET.decode()]) + b"more"),
    ),
    "more bytes than promised": ("FK-IN-038", lambda f: changed(f, size=20)),
    "fewer bytes than promised": ("FK-IN-038", lambda f: changed(f, size=9_000)),
    # two names for one part
    "the same name twice": ("FK-IN-013", lambda f: with_entry(f, SHEET)),
    "the same name in capitals": ("FK-IN-013", lambda f: with_entry(f, SHEET.upper())),
    "the same name with backslashes": (
        "FK-IN-013",
        lambda f: with_entry(f, SHEET.replace(b"/", b"\\")),
    ),
    "an absolute name": ("FK-IN-037", lambda f: with_entry(f, b"/" + SHEET)),
    # overlaps
    "two names over the same bytes": ("FK-IN-015", overlapping),
    "a quoted entry inside another": ("FK-IN-014", nested),
    "an entry that reaches into the directory": ("FK-IN-014", reaching),
    # local header and directory disagree
    "another name in the local header": (
        "FK-IN-015",
        lambda f: changed(f, local_name=b"xl/worksheets/sheet2.xml"),
    ),
    "another size in the local header": ("FK-IN-015", lambda f: changed(f, local_size=7)),
    "another method in the local header": ("FK-IN-015", lambda f: changed(f, local_method=0)),
    "another checksum in the local header": ("FK-IN-015", lambda f: changed(f, local_crc=7)),
    "other flags in the local header": ("FK-IN-015", lambda f: changed(f, local_flags=0x0800)),
    "an encryption flag in the local header": ("FK-IN-015", lambda f: changed(f, local_flags=1)),
    "a stored part with two sizes": ("FK-IN-015", lambda f: changed(f, method=0, size=5)),
    "a second name in an extra field": (
        "FK-IN-012",
        lambda f: changed(f, extra=renaming(b"xl/other.xml")),
    ),
    "a second name in the local extra field": (
        "FK-IN-012",
        lambda f: changed(f, local_extra=renaming(b"xl/other.xml")),
    ),
    # encrypted entries, strange methods
    "an encrypted entry": ("FK-IN-016", lambda f: changed(f, flags=0x0001)),
    "a strongly encrypted entry": ("FK-IN-016", lambda f: changed(f, flags=0x0041)),
    "an encrypted directory": ("FK-IN-016", lambda f: changed(f, flags=0x2000)),
    "deflate64": ("FK-IN-017", lambda f: changed(f, method=9)),
    "bzip2": ("FK-IN-017", lambda f: changed(f, method=12)),
    "lzma": ("FK-IN-017", lambda f: changed(f, method=14)),
    "AES": ("FK-IN-017", lambda f: changed(f, method=99)),
    # foreign data
    "a program in front": ("FK-IN-018", lambda f: f.zipped(f.workbook(), prefix=b"MZ\x90\x00" * 9)),
    "a script in front, offsets mended": (
        "FK-IN-018",
        lambda f: f.zipped(f.workbook(), prefix=b"#!/bin/sh\n", shift=True),
    ),
    "another zip in front": (
        "FK-IN-018",
        lambda f: f.zipped(f.workbook(), prefix=f.zipped({"a": b"1"}), shift=True),
    ),
    "another zip in front, offsets untouched": (
        "FK-IN-018",
        lambda f: f.zipped(f.workbook(), prefix=f.zipped({"a": b"1"})),
    ),
    "something behind": ("FK-IN-018", lambda f: ordinary(f) + b"evil"),
    "a second end in the comment": (
        "FK-IN-018",
        lambda f: f.zipped(f.workbook(), comment=f.zipped({"a": b"1"})),
    ),
    "an entry that the directory hides": (
        "FK-IN-018",
        lambda f: f.zipped(
            f.workbook(), before_directory=f.zipped({"xl/hidden.xml": b"<x/>"})[:60]
        ),
    ),
    "bytes between directory and end": (
        "FK-IN-018",
        lambda f: f.zipped(f.workbook(), before_end=b"gap"),
    ),
    # names that lead elsewhere
    "a path upwards": ("FK-IN-037", lambda f: with_entry(f, b"../../evil.xml")),
    "a path upwards in the middle": ("FK-IN-037", lambda f: with_entry(f, b"xl/../../evil.xml")),
    "a drive": ("FK-IN-037", lambda f: with_entry(f, b"C:/evil.xml")),
    "a NUL in the name": ("FK-IN-037", lambda f: with_entry(f, b"xl/a\0.xml")),
    "a line break in the name": ("FK-IN-037", lambda f: with_entry(f, b"xl/a\n.xml")),
    "no name": ("FK-IN-037", lambda f: with_entry(f, b"")),
    # sizes
    "2,001 entries": ("FK-IN-020", crowd),
    "a bomb that says what it is": (
        "FK-IN-022",
        lambda f: changed(f, packed=f.deflate_bomb(300), size=300_000_000),
    ),
    "a bomb that is no XML": (
        "FK-IN-022",
        lambda f: with_entry(f, b"xl/media/x.bin", b"\0" * 300_000_000),
    ),
    "a bomb that is called a picture": (
        "FK-IN-022",
        lambda f: with_entry(f, b"xl/media/x.png", b"\0" * 3_000_000),
    ),
    "a bomb that lies about its size": (
        "FK-IN-038",
        lambda f: changed(f, packed=f.deflate_bomb(1_000), size=9_000),
    ),
    "a bomb among the pictures": (
        "FK-IN-021",
        lambda f: with_entry(
            f, b"xl/media/a.emf", packed=f.deflate_bomb(1_001), size=1_001_000_000
        ),
    ),
    "forty middling bombs": (
        "FK-IN-021",
        lambda f: f.zipped(
            [
                f.Entry(f"a{n}.emf".encode(), b"", packed=f.deflate_bomb(30), size=30_000_000)
                for n in range(40)
            ]
        ),
    ),
    "a zip64 bomb": (
        "FK-IN-021",
        lambda f: changed(
            f,
            packed=f.deflate_bomb(1),
            size=0xFFFFFFFF,
            extra=zip64(1 << 40),
            local_extra=zip64(1 << 40) + b"",
            local_size=None,
            packed_size=None,
        ),
    ),
}


@pytest.fixture(scope="module")
def built(forge) -> dict[str, bytes]:
    return {case: build(forge) for case, (_, build) in TRICKS.items()}


@pytest.mark.parametrize("case", TRICKS)
def test_a_zip_that_programs_read_differently_is_refused(case, built):
    assert refusal(built[case]).code == TRICKS[case][0]


def test_refusing_all_of_them_takes_little_memory(built):
    tracemalloc.start()
    try:
        for data in built.values():
            refusal(data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 50_000_000


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(forge, tmp_path):
    small = replace(TEMPLATE, file_bytes=1_000)
    path = tmp_path / "台账.xlsx"
    path.write_bytes(ordinary(forge))
    with pytest.raises(InputUnreadable, match="MB") as caught:
        gate.inspect(path, expect=FileKind.XLSX, limits=small)
    assert caught.value.code == "FK-IN-019"
    assert refusal(ordinary(forge), small).code == "FK-IN-019"


def test_one_part_of_a_template_may_not_be_as_large_as_a_ledger(forge):
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n * 7919}</v></c></row>' for n in range(1, 9_000))
    data = forge.zipped(forge.workbook({SHEET.decode(): forge.sheet(rows)}))
    assert refusal(data, replace(TEMPLATE, part_bytes=100_000)).code == "FK-IN-021"
    assert (
        gate.inspect_bytes(data, name="台账.xlsx", expect=FileKind.XLSX).sheets[0].filled == 8_999
    )


HARMLESS = {
    "folders": lambda f: with_entry(f, b"xl/media/", b"", method=0),
    "names with backslashes": lambda f: f.zipped(
        [replace(e, name=e.name.replace(b"/", b"\\")) for e in f.entries_of(f.workbook())]
    ),
    "stored parts": lambda f: f.zipped([replace(e, method=0) for e in f.entries_of(f.workbook())]),
    "sizes behind the data": lambda f: f.zipped(
        [
            replace(e, flags=8, local_size=0, local_crc=0, after=b"PK\7\x08" + b"\0" * 12)
            for e in f.entries_of(f.workbook())
        ]
    ),
    "a UTF-8 name": lambda f: with_entry(f, "xl/media/图1.xml".encode(), flags=0x0800),
    "a name of Chinese Windows": lambda f: with_entry(f, "xl/media/图.bin".encode("gbk"), b"abc"),
    "a comment": lambda f: f.zipped(f.workbook(), comment="台账".encode()),
    "blanks that a mail program appended": lambda f: ordinary(f) + b"\r\n\0\0",
    "an extra field of another program": lambda f: changed(
        f,
        extra=struct.pack("<HH", 0x5455, 1) + b"\1",
        local_extra=struct.pack("<HHB", 0x5455, 1, 1),
    ),
    "the same name in an extra field": lambda f: changed(f, extra=renaming(SHEET)),
    "an empty part of another kind": lambda f: with_entry(f, b"xl/empty.bin", b"", method=0),
    "a picture that packs well": lambda f: with_entry(
        f, b"xl/media/a.emf", EMF + b"\0" * 3_000_000
    ),
}


@pytest.mark.parametrize("case", HARMLESS)
def test_an_odd_but_clear_zip_passes(case, forge):
    data = HARMLESS[case](forge)
    package = gate.inspect_bytes(data, name="台账.xlsx", expect=FileKind.XLSX)
    assert package.parts["xl/workbook.xml"] == forge.workbook()["xl/workbook.xml"]
    assert package.parts.member("XL/Workbook.xml").unpacked() == package.parts["xl/workbook.xml"]


def test_sizes_in_zip64_fields_are_understood(forge):
    listed = forge.entries_of(forge.workbook())
    sheet = next(entry for entry in listed if entry.name == SHEET)
    packed = forge.pack(sheet.data)
    both = struct.pack("<HHQQ", 1, 16, len(sheet.data), len(packed))
    wide = replace(sheet, size=0xFFFFFFFF, packed_size=0xFFFFFFFF, extra=both, local_extra=both)
    data = forge.zipped([wide if entry is sheet else entry for entry in listed])
    package = gate.inspect_bytes(data, name="台账.xlsx", expect=FileKind.XLSX)
    assert package.parts[SHEET.decode()] == sheet.data


def test_a_zip64_end_record_is_understood(forge):
    data = ordinary(forge)
    end = len(data) - 22
    count, size, offset = struct.unpack_from("<H2L", data, end + 10)
    record = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, offset)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, end, 1)
    wide = data[:end] + record + locator + data[end:]
    package = gate.inspect_bytes(wide, name="台账.xlsx", expect=FileKind.XLSX)
    assert set(package.parts) == set(forge.workbook())
    assert zipfile.ZipFile(BytesIO(wide)).testzip() is None


@pytest.mark.parametrize("step", range(60))
def test_a_file_cut_anywhere_is_refused_or_whole(step, forge):
    data = ordinary(forge)
    assert refusal(data[: len(data) * step // 60]).code in {"FK-IN-004", "FK-IN-005", "FK-IN-012"}


def test_a_part_that_ends_early_may_not_carry_a_load_behind(forge):
    sheet = forge.workbook()[SHEET.decode()]
    packed = forge.pack(sheet).ljust(1 << 16, b"\0")
    for load in (b"", b"load" * 50_000):
        assert refusal(changed(forge, packed=packed + load)).code == "FK-IN-038"


def test_an_entry_that_packs_well_comes_out_whole(forge):
    picture = EMF + b" " * 5_000_000
    data = with_entry(forge, b"xl/media/a.emf", picture)
    package = gate.inspect_bytes(data, name="台账.xlsx", expect=FileKind.XLSX)
    assert package.parts["xl/media/a.emf"] == picture
