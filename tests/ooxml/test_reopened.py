"""What was written is opened again; nothing that differs from the plan passes."""

from __future__ import annotations

import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formkit.ooxml import writer
from formkit.ooxml.reopened import Damaged, Reopened

NAMES = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)
PARTS = st.dictionaries(NAMES, st.binary(max_size=2_000), max_size=8)
TWO = {"a.xml": b"<a/>" * 30, "b.xml": b"<b/>" * 30}


def read_all(package: bytes) -> dict[str, bytes]:
    opened = Reopened(package)
    opened.require_names(set(TWO))
    return {name: opened.read(name) for name in TWO}


@settings(max_examples=40, deadline=None)
@given(PARTS)
def test_every_part_comes_out_as_it_went_in(parts):
    opened = Reopened(writer.write(parts))
    opened.require_names(set(parts))
    assert {name: opened.read(name) for name in parts} == parts
    for name, data in parts.items():
        opened.require(name, writer.deflate(data))
        assert opened.member(name) == writer.deflate(data)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(writer.write(TWO)) - 1), st.integers(1, 255))
def test_no_changed_byte_goes_unnoticed_unless_every_program_reads_the_same(at, change):
    package = bytearray(writer.write(TWO))
    package[at] ^= change
    try:
        found = read_all(bytes(package))
    except Damaged:
        return
    assert found == TWO


@pytest.mark.parametrize("length", [0, 10, 21, 40, 200])
def test_a_file_that_ends_too_early_is_damaged(length):
    with pytest.raises(Damaged):
        read_all(writer.write(TWO)[:length])


def test_bytes_that_no_entry_names_are_damage():
    package = writer.write(TWO)
    for at in (0, len(package) // 2, len(package)):
        with pytest.raises(Damaged):
            read_all(package[:at] + b"PK" + package[at:])


def test_a_missing_and_an_additional_part_are_named():
    opened = Reopened(writer.write(TWO))
    for names, named in (({"a.xml"}, "b.xml"), ({*TWO, "c.xml"}, "c.xml")):
        with pytest.raises(Damaged) as damaged:
            opened.require_names(names)
        assert damaged.value.part == named


def test_a_member_of_the_same_length_with_other_content_is_damage():
    opened = Reopened(writer.write(TWO))
    other = writer.deflate(b"<c/>" * 30)
    with pytest.raises(Damaged) as damaged:
        opened.require("b.xml", other)
    assert damaged.value.part == "b.xml"


@pytest.mark.parametrize(
    "member",
    [
        writer.Member(zlib.compress(b"abc" * 9, wbits=-15), zlib.crc32(b"abc" * 9) ^ 1, 27),
        writer.Member(zlib.compress(b"abc" * 9, wbits=-15), zlib.crc32(b"abc" * 9), 26),
        writer.Member(zlib.compress(b"abc" * 9, wbits=-15) + b"!", zlib.crc32(b"abc" * 9), 27),
        writer.Member(b"\xff\xff", zlib.crc32(b"abc" * 9), 27),
        writer.Member(b"abc" * 9, zlib.crc32(b"abc" * 9), 27, method=12),
    ],
)
def test_content_that_does_not_come_out_as_promised_is_damage(member):
    package = writer.write({"a.xml": member})
    with pytest.raises(Damaged):
        Reopened(package).read("a.xml")


def test_the_package_of_another_program_is_not_what_formkit_wrote(tmp_path):
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.xml", "a")
        archive.comment = b"!"
    with pytest.raises(Damaged):
        Reopened(path.read_bytes())
