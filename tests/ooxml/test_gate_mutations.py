"""Whatever happens to a file on the way: it passes or it is refused with a code, never anything else."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formkit.kernel.errors import InputUnreadable
from formkit.kernel.messages import catalogue
from formkit.ooxml import gate, sniff, text
from formkit.ooxml.sniff import FileKind
from proof import cases

MANY = settings(
    max_examples=cases(250, 200_000),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
pytestmark = pytest.mark.proof
POSITIONS = st.floats(0, 1, exclude_max=True)
CHANGES = st.lists(st.tuples(POSITIONS, st.binary(min_size=1, max_size=4)), min_size=1, max_size=4)
FRAGMENTS = st.sampled_from(
    [b"<", b">", b"&", b'"', b"<v>", b"</v>", b'r="', b"XFD1048576", b"-1", b"<!DOCTYPE x>", b"\0",
     b'<mergeCell ref="A1:ZZ9"/>', b'<c r="A1"/>', b"</row>", b"\xff\xfe", b"]]>", b"<?x?>"]
)  # fmt: skip


def outcome(data: bytes, expect: FileKind) -> str:
    try:
        package = gate.inspect_bytes(data, name="文件", expect=expect)
        for name in package.parts:
            assert isinstance(package.parts[name], bytes)
        for sheet in package.sheets:
            text.cells(package.parts[sheet.part])
        if expect is FileKind.DOCX:
            text.paragraphs(package.parts[package.main])
    except InputUnreadable as error:
        return catalogue()[error.code].code
    return "passed"


def overwritten(data: bytes, changes) -> bytes:
    for position, piece in changes:
        at = int(position * len(data))
        data = data[:at] + piece + data[at + len(piece) :]
    return data


@MANY
@given(changes=CHANGES, word=st.booleans())
def test_bytes_changed_in_the_file(forge, changes, word):
    data = forge.zipped(forge.document() if word else forge.workbook())
    outcome(overwritten(data, changes), FileKind.DOCX if word else FileKind.XLSX)


@MANY
@given(position=POSITIONS, length=st.integers(0, 300))
def test_bytes_lost_from_the_middle(forge, position, length):
    data = forge.zipped(forge.workbook())
    at = int(position * len(data))
    outcome(data[:at] + data[at + length :], FileKind.XLSX)


@MANY
@given(data=st.data(), position=POSITIONS, piece=FRAGMENTS | st.binary(max_size=6))
def test_bytes_put_into_a_part(forge, data, position, piece):
    parts = forge.workbook()
    name = data.draw(st.sampled_from(sorted(parts)))
    at = int(position * len(parts[name]))
    parts[name] = parts[name][:at] + piece + parts[name][at:]
    outcome(forge.zipped(parts), FileKind.XLSX)


@MANY
@given(data=st.data())
def test_parts_that_change_places(forge, data):
    parts = forge.workbook()
    names = data.draw(st.permutations(sorted(parts)))
    outcome(
        forge.zipped(dict(zip(parts, (parts[name] for name in names), strict=True))), FileKind.XLSX
    )


@MANY
@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"PK\3\4", b"PK\5\6", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]),
)
def test_any_bytes_are_of_some_kind(rubbish, start):
    assert isinstance(sniff.kind_of(start + rubbish), FileKind)


@MANY
@given(changes=CHANGES)
def test_a_broken_compound_file_is_still_of_some_kind(forge, changes):
    assert isinstance(sniff.kind_of(overwritten(forge.compound("Workbook"), changes)), FileKind)


@pytest.mark.parametrize("word", [False, True])
def test_the_unchanged_file_passes(forge, word):
    data = forge.zipped(forge.document() if word else forge.workbook())
    assert outcome(data, FileKind.DOCX if word else FileKind.XLSX) == "passed"
