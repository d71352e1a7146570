"""The short way of a sheet finds what the long way finds, or leaves the sheet to it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formkit.kernel.errors import InputUnreadable
from formkit.kernel.findings import Place
from formkit.ooxml import gate, quick, scan
from formkit.ooxml.cells import READING
from formkit.ooxml.limits import SURVEY
from formkit.ooxml.memory import LARGEST, MOST_PARTS, Look, Memory
from formkit.ooxml.scan import Subject
from formkit.ooxml.sniff import FileKind

SUBJECT = Subject("xl/worksheets/sheet1.xml", Place(file="a.xlsx"), SURVEY, "xlsx")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}"><cols><col min="2" max="3" hidden="1"/></cols>'
TAIL = '<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells></worksheet>'


def sheet(rows, head=HEAD, tail=TAIL):
    return f"{head}<sheetData>{rows}</sheetData>{tail}".encode()


def cells_of(found):
    return [
        (row, column, cell)
        for row, kept in found.rows.items()
        for column, cell in kept.cells.items()
    ]


def facts(found):
    return (
        cells_of(found), found.merges, found.hidden_rows, found.hidden_columns, found.filled, found.last_row,
        found.last_column, found.highest_string, found.doubts,
    )  # fmt: skip


def long_way(data):
    return scan.run((data,), SUBJECT, READING)


GOOD = [
    '<row r="1"><c r="A1" t="s"><v>3</v></c><c r="B1"/></row>',
    '<row r="1" spans="1:9" ht="15.5" customHeight="1"><c r="A1" s="12" t="s"><v>3</v></c></row>',
    '<row r="2" customFormat="false" ht="15" hidden="true" customHeight="false" outlineLevel="0" collapsed="false"><c r="C2" s="1"><v>1.5</v></c></row>',
    '<row r="7" hidden="1"/><row r="9"><c r="AB9" t="n"><v>-1E+3</v></c></row>',
    '<row r="1"><c r="A1" s="1" /><c r="B1" s="1" t="str"><v>好_x000D_</v></c></row>',
    '<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="e"><v>#N/A</v></c></row>',
    '<row r="1"><c r="A1"><v>410105199001011234</v></c></row>',
    '<row r="5"><c r="C5"/></row><row r="3"><c r="A3"><v></v></c></row>',
    '<row r="1"><c r="A1" t="inlineStr"><is><t>&#22909;\n&#60;</t></is></c></row>',
    '<row r="1"><c r="A1" s="2" t="inlineStr"><is><t>√</t></is></c><c r="B1" t="inlineStr"><is><t xml:space="preserve"> a &amp; b_x000D_</t></is></c></row>',
    "",
]
LEFT = {
    "a formula": '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>',
    "an inline text in runs": '<row r="1"><c r="A1" t="inlineStr"><is><r><t>x</t></r></is></c></row>',
    "an empty inline text": '<row r="1"><c r="A1" t="inlineStr"><is><t></t></is></c></row>',
    "an inline text of another kind": '<row r="1"><c r="A1" t="s"><is><t>x</t></is></c></row>',
    "a bare ampersand": '<row r="1"><c r="A1" t="inlineStr"><is><t>a & b</t></is></c></row>',
    "a row without a number": '<row><c r="A1"><v>2</v></c></row>',
    "a cell without an address": '<row r="1"><c><v>2</v></c></row>',
    "a cell of another row": '<row r="1"><c r="A2"><v>2</v></c></row>',
    "a cell twice": '<row r="1"><c r="A1"><v>2</v></c><c r="A1"/></row>',
    "a row twice": '<row r="1"/><row r="1"><c r="A1"><v>2</v></c></row>',
    "a row too far": '<row r="1048577"><c r="A1048577"><v>2</v></c></row>',
    "a column too far": '<row r="1"><c r="XFE1"><v>2</v></c></row>',
    "an attribute twice": '<row r="1" ht="1" ht="2"/>',
    "an unknown attribute": '<row r="1" xmlns="urn:x"><c r="A1"><v>2</v></c></row>',
    "an undeclared prefix": '<row r="1" x14ac:dyDescent="0.25"/>',
    "a comment": '<!-- x --><row r="1"/>',
    "a reference": '<row r="1"><c r="A1" t="str"><v>&lt;</v></c></row>',
    "a control character": '<row r="1"><c r="A1" t="str"><v>\x01</v></c></row>',
    "no number": '<row r="1"><c r="A1"><v>zwei</v></c></row>',
    "no index": '<row r="1"><c r="A1" t="s"><v>x</v></c></row>',
    "infinity": '<row r="1"><c r="A1"><v>1e999</v></c></row>',
    "an underscore": '<row r="1"><c r="A1"><v>1_000</v></c></row>',
    "a row inside a row": '<row r="1"><row r="2"/></row>',
    "not closed": '<row r="1"><c r="A1">',
    "a second middle": '<row r="1"/></sheetData><sheetData><row r="1"/>',
    "blanks between": '<row r="1"/>\n<row r="2"/>',
}  # fmt: skip


@pytest.mark.parametrize("rows", GOOD)
def test_what_it_takes_is_what_the_long_way_finds(rows):
    data = sheet(rows)
    taken = quick.take(data, SUBJECT)
    assert taken is not None
    assert facts(taken) == facts(long_way(data))


@pytest.mark.parametrize("rows", LEFT.values(), ids=LEFT)
def test_everything_unusual_is_left_to_the_long_way(rows):
    assert quick.take(sheet(rows), SUBJECT) is None


@pytest.mark.parametrize(
    ("head", "tail"),
    [
        (HEAD.replace(MAIN, "urn:other"), TAIL),
        (HEAD.replace("UTF-8", "GB18030"), TAIL),
        (f"{HEAD}<!-- <sheetData> -->", TAIL),
        (HEAD, f"<!-- --> {TAIL}"),
        (HEAD + "<sheetData/>", TAIL),
        (f"{HEAD}<x><y>", f"</y></x>{TAIL}"),
        ("<!DOCTYPE x>" + HEAD, TAIL),
        (HEAD, TAIL.replace("A1:B2", "A1:XFD1048576")),
        (HEAD, TAIL.replace("</worksheet>", "")),
    ],
)
def test_what_stands_around_goes_through_the_gate(head, tail):
    assert quick.take(sheet(GOOD[0], head, tail), SUBJECT) is None


def test_other_encodings_are_left():
    assert quick.take(sheet(GOOD[0]).decode().encode("utf-16"), SUBJECT) is None
    assert (
        quick.take(
            sheet('<row r="1"><c r="A1" t="str"><v>好</v></c></row>').decode().encode("gbk"),
            SUBJECT,
        )
        is None
    )


def texts(*items, opening=f'<sst xmlns="{MAIN}" count="9" uniqueCount="3">'):
    return f'<?xml version="1.0" encoding="UTF-8"?>{opening}{"".join(items)}</sst>'.encode()


def test_shared_texts_are_taken_with_their_signs():
    data = texts(
        "<si><t>好</t></si>",
        '<si><t xml:space="preserve"> a &amp;lt; &lt;b&gt; &quot;c&quot; &apos; </t></si>',
        "<si><t/></si>",
        "<si><t>x_x000D_\ny</t></si>",
        "<si><t>&#22909;&#38;lt;&#60;&#10;&amp;#65;&#128512;</t></si>",
    )
    taken = quick.take(data, SUBJECT)
    assert taken is not None
    assert taken.texts == long_way(data).texts
    assert taken.count == 5
    assert taken.texts[4] == (("好&lt;<\n&#65;\U0001f600", None),)
    assert taken.texts[1] == ((' a &lt; <b> "c" \' ', None),)


@pytest.mark.parametrize(
    "item",
    [
        "<si><r><t>x</t></r></si>",
        "<si><t>x</t><rPh/></si>",
        "<si><t>&#0;</t></si>",
        "<si><t>&#13;</t></si>",
        "<si><t>&#55296;</t></si>",
        "<si><t>&#65534;</t></si>",
        "<si><t>&#1114112;</t></si>",
        "<si><t>&#x41;</t></si>",
        "<si><t>&#;</t></si>",
        "<si><t>&unknown;</t></si>",
        "<si><t>a & b</t></si>",
        "<si><t>a]]>b</t></si>",
        "<si><t>a\rb</t></si>",
        "<si></si>",
        "<t>x</t>",
    ],
)
def test_unusual_texts_are_left(item):
    assert quick.take(texts(item), SUBJECT) is None


def test_a_lie_about_the_number_of_texts_is_left_to_be_refused():
    opening = f'<sst xmlns="{MAIN}" uniqueCount="4294967295">'
    with pytest.raises(InputUnreadable) as raised:
        quick.take(texts("<si><t>x</t></si>", opening=opening), SUBJECT)
    assert raised.value.code == "FK-IN-028"


pieces = st.lists(
    st.sampled_from(
        [
            *GOOD, *LEFT.values(), "<row ", 'r="1"', 'r="2"', ">", "/>", "</row>", '<c r="A1"', '<c r="B2"', "<v>",
            "</v>", "</c>", "1", ' t="s"', ' s="3"', "&", "<!--", "]]>", "\t", "好", "<sheetData>", "</sheetData>",
        ]
    ),
    max_size=8,
)  # fmt: skip


@given(pieces)
def test_whatever_it_takes_the_long_way_takes_too_and_finds_the_same(parts):
    data = sheet("".join(parts))
    taken = quick.take(data, SUBJECT)
    if taken is not None:
        assert facts(taken) == facts(long_way(data))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12))
def test_any_text_reads_alike_both_ways(text):
    written = re.sub(
        "[&<>]", lambda found: f"&{ {'&': 'amp', '<': 'lt', '>': 'gt'}[found[0]] };", text
    )
    data = texts(f"<si><t>{written}</t></si>")
    taken = quick.take(data, SUBJECT)
    if taken is not None:
        assert taken.texts == long_way(data).texts


def test_a_part_seen_before_is_not_judged_again_and_another_is(workbook_bytes):
    memory = Memory()
    look = Look(READING, quick.take, memory)
    first = gate.inspect_bytes(
        workbook_bytes, name="a", expect=FileKind.XLSX, limits=SURVEY, look=look
    )
    again = gate.inspect_bytes(
        workbook_bytes, name="b", expect=FileKind.XLSX, limits=SURVEY, look=look
    )
    assert all(again.scans[part] is first.scans[part] for part in first.scans)
    assert (again.name, again.sheets) == ("b", first.sheets)
    plain = gate.inspect_bytes(workbook_bytes, name="a", expect=FileKind.XLSX, limits=SURVEY)
    assert all(sheet.cuts == () for sheet in first.sheets)
    uncut = tuple(replace(sheet, cuts=()) for sheet in plain.sheets)
    assert (uncut, plain.relations, plain.content_types) == (
        first.sheets,
        first.relations,
        first.content_types,
    )


def test_a_part_whose_bytes_do_not_keep_their_promise_is_refused_however_often(workbook_bytes):
    look = Look(READING, quick.take, Memory())
    gate.inspect_bytes(workbook_bytes, name="a", expect=FileKind.XLSX, limits=SURVEY, look=look)
    at = workbook_bytes.index(b"xl/workbook.xml") + len("xl/workbook.xml") + 40
    broken = workbook_bytes[:at] + bytes([workbook_bytes[at] ^ 1]) + workbook_bytes[at + 1 :]
    for _ in range(2):
        with pytest.raises(InputUnreadable):
            gate.inspect_bytes(broken, name="a", expect=FileKind.XLSX, limits=SURVEY, look=look)


def test_a_memory_forgets_what_was_not_used_for_long():
    from formkit.ooxml.directory import Entry  # noqa: PLC0415

    memory = Memory()
    found = scan.Scan(SUBJECT)
    keys = [Entry("a", 0, n, 1, 1, 0).alone(b"%d" % n) for n in range(MOST_PARTS + 1)]
    for key in keys[:-1]:
        memory.keep(key, found)
    assert memory.recall(keys[0]) is found
    large = Entry("large", 8, 1, 1, LARGEST + 1, 0).alone(b"x")
    memory.keep(large, found)
    assert memory.recall(large) is None
    memory.keep(keys[-1], found)
    assert memory.recall(keys[1]) is None
    assert memory.recall(keys[0]) is found


@pytest.fixture(scope="module")
def workbook_bytes():
    import io  # noqa: PLC0415

    import xlsxwriter  # noqa: PLC0415

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        page = book.add_worksheet("调查表")
        page.write_row(0, 0, ["题号", "调查项目", 1.5])
        page.merge_range("A3:C3", "x")
        book.add_worksheet("_meta").write(0, 0, "form")
    return stream.getvalue()
