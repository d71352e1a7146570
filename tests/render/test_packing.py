"""A small part that did not change is packed and unpacked once; nothing else is taken for granted."""

from __future__ import annotations

import pytest

from formkit.ooxml.package import stored, write
from formkit.ooxml.reopened import Damaged, Reopened
from formkit.render.packing import Packing

FOOT, HEAD = b"<w:ftr>" + b"a" * 900, b"<w:hdr>" + b"b" * 900


def packed(packing: Packing, part: bytes) -> Reopened:
    return Reopened(write({"a.xml": packing.pack("a.xml", part)}))


def test_what_comes_out_is_what_went_in_every_time():
    packing = Packing()
    for part in (FOOT, FOOT, HEAD, HEAD, FOOT):
        assert packing.unpack(packed(packing, part), "a.xml", part) == part


def test_an_unchanged_part_gives_the_very_same_packed_bytes():
    packing = Packing()
    first = packing.pack("a.xml", FOOT)
    packing.unpack(packed(packing, FOOT), "a.xml", FOOT)
    again = packing.pack("a.xml", bytes(FOOT))
    assert again == first
    assert again is packing.pack("a.xml", FOOT)
    assert packing.pack("a.xml", HEAD) != first


def test_a_file_that_holds_something_else_is_found_on_the_first_and_on_a_later_document():
    packing = Packing()
    other = Reopened(write({"a.xml": HEAD}))
    assert packing.unpack(other, "a.xml", FOOT) == HEAD  # for the caller to refuse
    packing.unpack(packed(packing, FOOT), "a.xml", FOOT)
    with pytest.raises(Damaged):
        packing.unpack(other, "a.xml", FOOT)


def test_ready_parts_are_joined_as_they_are_and_read():
    packing = Packing()
    picture = stored(b"\x89PNG" * 10)
    assert packing.pack("a.png", picture) is picture
    for _ in range(2):
        opened = Reopened(write({"a.png": picture}))
        assert packing.unpack(opened, "a.png", picture) == picture.unpacked()
    with pytest.raises(Damaged):
        packing.unpack(Reopened(write({"a.png": stored(b"other")})), "a.png", picture)
