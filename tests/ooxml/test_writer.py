from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formkit.ooxml import gate, package, writer
from formkit.ooxml.sniff import FileKind

NAMES = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)


def test_content_types_come_first_and_the_rest_is_sorted():
    written = package.write({"xl/b.xml": b"b", "[Content_Types].xml": b"t", "_rels/.rels": b"r"})
    assert zipfile.ZipFile(io.BytesIO(written)).namelist() == [
        "[Content_Types].xml",
        "_rels/.rels",
        "xl/b.xml",
    ]


def test_the_order_in_which_parts_are_given_does_not_matter():
    parts = {"a.xml": b"<a/>" * 50, "图/b.xml": b"<b/>"}
    assert package.write(parts) == package.write(dict(reversed(parts.items())))


def test_no_clock_and_no_machine_stand_in_the_file():
    archive = zipfile.ZipFile(io.BytesIO(package.write({"a.xml": b"<a/>"})))
    entry = archive.infolist()[0]
    assert entry.date_time == (1980, 1, 1, 0, 0, 0)
    assert (entry.create_system, entry.external_attr, entry.extra, entry.comment) == (
        0,
        0,
        b"",
        b"",
    )


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(NAMES, st.binary(max_size=2_000), max_size=8))
def test_every_zip_program_reads_back_what_was_written(parts):
    archive = zipfile.ZipFile(io.BytesIO(package.write(parts)))
    assert archive.testzip() is None
    assert {name: archive.read(name) for name in archive.namelist()} == parts


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(NAMES, st.binary(max_size=2_000), max_size=8))
def test_ready_members_give_the_same_bytes_as_their_content(parts):
    ready = {name: package.deflate(data) for name, data in parts.items()}
    assert package.write(ready) == package.write(parts)


def test_a_part_that_would_not_shrink_is_stored():
    member = package.deflate(b"abc")
    assert member.method == writer.STORED
    assert member.unpacked() == b"abc"
    assert package.deflate(b"a" * 100).unpacked() == b"a" * 100


def test_parts_of_a_workbook_can_be_joined_into_another_as_they_are():
    workbook = openpyxl.Workbook()
    workbook.active["B2"] = "幸福里小区"
    file = io.BytesIO()
    workbook.save(file)
    source = gate.inspect_bytes(file.getvalue(), name="台账.xlsx", expect=FileKind.XLSX)
    joined = package.write({name: source.parts.member(name) for name in source.parts})
    again = gate.inspect_bytes(joined, name="台账.xlsx", expect=FileKind.XLSX)
    assert dict(again.parts) == dict(source.parts)
    assert openpyxl.load_workbook(io.BytesIO(joined)).active["B2"].value == "幸福里小区"


def test_what_zip_cannot_hold_without_zip64_is_a_fault_of_the_program():
    huge = package.Member(b"", 0, 5_000_000_000)
    with pytest.raises(ValueError, match="zip64"):
        package.write({"a": huge})
    with pytest.raises(ValueError, match="too many parts"):
        package.write({f"{n}": package.Member(b"", 0, 0) for n in range(65_536)})
