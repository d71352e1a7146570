"""Pictures in Excel templates: the alternative text of a box says which one goes there."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
import xlsxwriter
from PIL import Image

from formkit.kernel.errors import TemplateError
from formkit.kernel.picture import Picture
from formkit.ooxml import gate
from formkit.ooxml.limits import TEMPLATE
from formkit.ooxml.sniff import FileKind
from formkit.ooxml.writer import write
from formkit.render import check_template, compile_template
from formkit.render.anchor import Box

PIXEL = 9_525
Put = Mapping[str, Any]


def image(kind: str, size: tuple[int, int], colour: str) -> Picture:
    stream = io.BytesIO()
    Image.new("RGB", size, colour).save(stream, kind.upper())
    return Picture(stream.getvalue(), kind, *size, said=f"{colour} & 图")


RED, BLUE, WIDE = image("png", (40, 40), "red"), image("jpeg", (30, 60), "blue"), image("png", (90, 30), "green")  # fmt: skip
BOX = image("png", (60, 60), "grey").data
MOVES, SIZES, STAYS = 2, 1, 3  # how XlsxWriter says it
LOOP = {"A1": "照片", "A2": "{%tr for row in rows %}", "A3": "{{ row.name }}", "A4": "{%tr endfor %}", "A5": "完"}  # fmt: skip
HIGH = {3: 90}


def make(
    cells: Put,
    *places: tuple[str, str, Put],
    heights: Mapping[int, float] = {},
) -> bytes:
    """Return a workbook with boxes of 60 by 60 pixels, each at its cell with its own words."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("调查表")
    for address, value in cells.items():
        sheet.write(address, value)
    for row, height in heights.items():
        sheet.set_row(row - 1, height)
    for address, words, how in places:
        given = {"image_data": io.BytesIO(BOX), "description": words, "object_position": MOVES}
        sheet.insert_image(address, "box.png", given | how)
    book.close()
    return stream.getvalue()


def box(address: str, words: str, **how: Any) -> tuple[str, str, Put]:
    return address, words, how


def shown(document: bytes) -> list[tuple[int, int, bytes, int, int]]:
    """Return what openpyxl finds: row, column, bytes, width and height in pixels."""
    sheet = openpyxl.load_workbook(io.BytesIO(document)).worksheets[0]
    found = []
    for one in sheet._images:
        begin, size = one.anchor._from, one.anchor.ext
        found.append((begin.row + 1, begin.col + 1, one._data(), round(size.width / PIXEL), round(size.height / PIXEL)))  # fmt: skip
    return found


def parts(document: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return {name: package.read(name) for name in package.namelist()}


def changed(document: bytes, part: str, change: Callable[[str], str]) -> bytes:
    made = parts(document)
    before = made[part].decode()
    made[part] = change(before).encode()
    assert made[part].decode() != before
    return write(made)


def filled(template: bytes, context: dict[str, Any], **pictures: Picture) -> bytes:
    return compile_template(template).render(context, pictures=pictures)


def codes(template: bytes, *known: str) -> list[str]:
    return [found.code for found in check_template(template, known)]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("{{ form.qr }}", "form.qr"),
        ("{qr}", "form.qr"),
        ("{二维码}", "form.qr"),
        (" { 标志 } ", "form.logo"),
        ("{{ form.logo }}", "form.logo"),
        ("{row.photo}", "row.photo"),
    ],
)
def test_the_alternative_text_names_the_picture(words: str, name: str) -> None:
    assert compile_template(make({}, box("B2", words))).pictures == {name}


def test_any_other_alternative_text_leaves_the_picture_alone() -> None:
    template = make({"A1": "{{ a }}"}, box("B2", "公司大门"))
    document = filled(template, {"a": "1"})
    before, after = parts(template), parts(document)
    kept = [name for name in before if "drawing" in name or "media" in name]
    assert kept
    assert [name for name in kept if before[name] != after[name]] == []


def test_the_picture_takes_the_place_of_the_box() -> None:
    document = filled(make({}, box("B2", "{{ photo }}")), {"photo": "k"}, k=RED)
    assert shown(document) == [(2, 2, RED.data, 60, 60)]
    drawing = parts(document)["xl/drawings/drawing1.xml"].decode()
    assert 'descr="red &amp; 图"' in drawing


def test_the_picture_is_fitted_into_the_box_and_stands_in_its_middle() -> None:
    template = make({}, box("B2", "{{ photo }}"))
    for picture, size in ((BLUE, (30, 60)), (WIDE, (60, 20))):
        document = filled(template, {"photo": "k"}, k=picture)
        ((_, _, data, *found),) = shown(document)
        assert (data, tuple(found)) == (picture.data, size)
    sheet = openpyxl.load_workbook(io.BytesIO(document)).worksheets[0]
    begin = sheet._images[0].anchor._from
    assert (begin.row, begin.rowOff) == (2, 0)  # 20 pixels below the top: the next row


def test_a_box_without_a_size_of_its_own_is_as_large_as_the_cells_it_covers() -> None:
    template = make({}, box("B2", "{{ photo }}", object_position=SIZES), heights={2: 30, 3: 15})
    bare = changed(
        template,
        "xl/drawings/drawing1.xml",
        lambda xml: xml.split("<a:xfrm>")[0] + xml.split("</a:xfrm>")[1],
    )
    ((_, _, _, width, height),) = shown(filled(bare, {"photo": "k"}, k=RED))
    assert (width, height) == (60, 60)


def test_only_the_drawing_and_what_leads_to_the_picture_change() -> None:
    template = make({"A1": "{{ a }}"}, box("B2", "{{ photo }}"))
    before = parts(template)
    after = parts(filled(template, {"a": "1", "photo": "k"}, k=BLUE))
    touched = {name for name in before if before[name] != after.get(name)}
    assert touched == {
        "[Content_Types].xml", "docProps/core.xml", "xl/worksheets/sheet1.xml",
        "xl/drawings/drawing1.xml", "xl/drawings/_rels/drawing1.xml.rels", "xl/media/image1.png",
        "xl/styles.xml",  # has the twins of cell formats for texts
    }  # fmt: skip
    assert set(after) - set(before) == {f"xl/media/formkit-{BLUE.sha256[:16]}.jpeg"}
    assert b'Extension="jpeg" ContentType="image/jpeg"' in after["[Content_Types].xml"]


def test_an_empty_key_leaves_nothing() -> None:
    template = make({}, box("B2", "{{ photo }}"), box("D2", "公司大门"))
    document = filled(template, {"photo": ""})
    sheet = openpyxl.load_workbook(io.BytesIO(document)).worksheets[0]
    assert [one.anchor._from.col for one in sheet._images] == [3]
    assert b"formkit" not in parts(document)["xl/drawings/_rels/drawing1.xml.rels"]


def test_the_same_input_gives_the_same_bytes_and_passes_the_gate() -> None:
    template = make({"A1": "{{ a }}"}, box("B2", "{{ photo }}"))
    first, second = (filled(template, {"a": "1", "photo": "k"}, k=RED) for _ in range(2))
    assert first == second
    opened = gate.inspect_bytes(first, name="表.xlsx", expect=FileKind.XLSX, limits=TEMPLATE)
    assert opened.sheets


def test_the_same_picture_in_two_places_is_in_the_file_once() -> None:
    template = make({}, box("B2", "{{ a }}"), box("D2", "{{ b }}"))
    document = filled(template, {"a": "k", "b": "k"}, k=RED)
    assert len(shown(document)) == 2
    assert len([name for name in parts(document) if "media" in name]) == 1


def test_each_row_of_a_loop_has_its_own_picture() -> None:
    template = make(LOOP, box("B3", "{{ row.photo }}"), box("D1", "{qr}"), box("D5", "{标志}"), heights=HIGH)  # fmt: skip
    compiled = compile_template(template)
    form = {"qr": "q", "logo": "l"}
    pictures = {"q": WIDE, "l": RED, "r": RED, "b": BLUE}
    for keys in (["r", "b", "", "r"], ["b", "b", "r", ""], []):
        rows = [{"name": f"照片{at}", "photo": key} for at, key in enumerate(keys, 1)]
        found = shown(compiled.render({"rows": rows, "form": form}, pictures=pictures))
        own = [(row, data) for row, column, data, *_ in found if column in (2, 3)]
        expected = [(at, pictures[key].data) for at, key in enumerate(keys, 2) if key]
        assert own == expected
        others = sorted((row, data) for row, column, data, *_ in found if column >= 4)
        assert others == sorted([(2, WIDE.data), (2 + len(keys), RED.data)])


def test_a_row_that_is_left_out_takes_its_picture_with_it() -> None:
    cells = {"A1": "{%tr if a %}", "A2": "{{ a }}", "A3": "{%tr endif %}", "A4": "完"}
    template = compile_template(make(cells, box("B2", "{{ photo }}"), heights={2: 60}))
    assert shown(template.render({"a": "", "photo": "k"}, pictures={"k": RED})) == []
    assert [one[0] for one in shown(template.render({"a": "1", "photo": "k"}, pictures={"k": RED}))] == [1]  # fmt: skip


def test_a_box_over_the_row_of_a_tag_is_refused_with_its_row() -> None:
    template = make(LOOP, box("B3", "{{ row.photo }}"))  # 60 pixels on a row of 20
    (found,) = check_template(template, ["rows", "rows[].name", "rows[].photo"])
    assert found.code == "FK-PIC-004"
    assert (found.place.sheet, found.place.cell) == ("调查表", "B3")
    assert "第 4 行" in found.found


def test_a_box_beside_a_list_may_reach_over_the_rows_of_tags() -> None:
    template = make(LOOP, box("D1", "{{ photo }}"))
    assert codes(template, "rows", "rows[].name", "photo") == []


def test_a_box_on_the_row_of_a_tag_is_refused() -> None:
    template = make(LOOP, box("D2", "{{ photo }}"))
    assert codes(template, "rows", "rows[].name", "photo") == ["FK-PIC-004"]


def test_a_box_in_a_loop_that_does_not_move_is_refused() -> None:
    template = make(LOOP, box("B3", "{{ row.photo }}", object_position=STAYS), heights=HIGH)
    assert "FK-PIC-005" in codes(template, "rows", "rows[].name", "rows[].photo")


def test_a_box_that_does_not_move_stands_where_it_stood() -> None:
    template = make(LOOP, box("E5", "{{ photo }}", object_position=STAYS), heights=HIGH)
    rows = [{"name": "1"}, {"name": "2"}]
    assert [one[0] for one in shown(filled(template, {"rows": rows, "photo": "k"}, k=RED))] == [5]


def test_a_box_on_no_cell_keeps_its_place_on_the_sheet() -> None:
    template = make({}, box("B2", "{{ photo }}"))
    absolute = changed(
        template,
        "xl/drawings/drawing1.xml",
        lambda xml: (
            "<xdr:absoluteAnchor>".join(_cut(xml, "<xdr:twoCellAnchor", "<xdr:pic>"))
            .replace("<xdr:absoluteAnchor>", '<xdr:absoluteAnchor><xdr:pos x="1000" y="3000"/><xdr:ext cx="600" cy="600"/><xdr:pic>')
            .replace("</xdr:twoCellAnchor>", "</xdr:absoluteAnchor>")
        ),
    )  # fmt: skip
    document = filled(absolute, {"photo": "k"}, k=WIDE)
    drawing = parts(document)["xl/drawings/drawing1.xml"].decode()
    assert '<xdr:pos x="1000" y="3200"/><xdr:ext cx="600" cy="200"/>' in drawing


def _cut(xml: str, begin: str, end: str) -> tuple[str, str]:
    """Return what stands before and behind a piece of XML."""
    before, _, rest = xml.partition(begin)
    return before, rest.partition(end)[2]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda xml: xml.replace("<xdr:pic>", "<xdr:grpSp><xdr:pic>").replace("</xdr:pic>", "</xdr:pic></xdr:grpSp>"),
        lambda xml: xml.replace("<xdr:pic>", "<xdr:sp>").replace("</xdr:pic>", "</xdr:sp>"),
    ],
    ids=["group", "shape"],
)  # fmt: skip
def test_a_place_that_is_no_plain_picture_is_refused(wrap: Callable[[str], str]) -> None:
    template = changed(make({}, box("B2", "{{ photo }}")), "xl/drawings/drawing1.xml", wrap)
    assert codes(template, "photo") == ["FK-PIC-001"]


def test_a_key_without_a_picture_is_told_with_its_cell() -> None:
    template = compile_template(make({}, box("B2", "{{ photo }}")))
    with pytest.raises(TemplateError) as told:
        template.render({"photo": "k"})
    assert told.value.code == "FK-PIC-002"
    assert told.value.finding().place.cell == "B2"


def test_an_unknown_name_is_told_with_the_nearest() -> None:
    (found,) = check_template(make({}, box("B2", "{{ form.qrr }}")), ["form.qr"])
    assert found.code == "FK-TPL-050"
    assert "form.qr" in found.remedy


@pytest.mark.parametrize("words", ["{{ a( }}", "{{ “a” }}", "{{ a.b() }}"])
def test_more_than_a_name_is_refused(words: str) -> None:
    assert codes(make({}, box("B2", words)), "a")


def test_a_missing_name_is_told_with_its_cell() -> None:
    with pytest.raises(TemplateError) as told:
        compile_template(make({"A1": "{{ a }}"}, box("B2", "{{ photo }}"))).render({"a": "1"})
    assert (told.value.code, told.value.finding().place.cell) == ("FK-TPL-060", "B2")


def test_a_picture_that_is_not_the_right_one_is_found_when_read_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    template = compile_template(make({}, box("B2", "{{ a }}"), box("D2", "{{ b }}")))
    written = Box.written
    monkeypatch.setattr(Box, "written", lambda self, _picture, *at: written(self, RED, *at))
    with pytest.raises(TemplateError) as told:
        template.render({"a": "r", "b": "w"}, pictures={"r": RED, "w": WIDE})
    assert told.value.code == "FK-PIC-003"


def test_charts_and_places_in_one_drawing_both_follow_the_rows() -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("调查表")
    for address, value in LOOP.items():
        sheet.write(address, value)
    sheet.write_number("C3", 2)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=调查表!$C$3:$C$3"})
    sheet.insert_chart("F8", chart)
    given = {"image_data": io.BytesIO(BOX), "description": "{{ photo }}", "object_position": MOVES}
    sheet.insert_image("B6", "box.png", given)
    book.close()
    rows = [{"name": "1"}, {"name": "2"}, {"name": "3"}]
    document = filled(stream.getvalue(), {"rows": rows, "photo": "k"}, k=RED)
    made = openpyxl.load_workbook(io.BytesIO(document)).worksheets[0]
    assert [one.anchor._from.row + 1 for one in made._images] == [6]
    assert [one.anchor._from.row + 1 for one in made._charts] == [8]


@pytest.mark.office
@pytest.mark.slow
def test_libreoffice_shows_the_pictures_of_the_rows(tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    template = make(LOOP, box("B3", "{{ row.photo }}"), heights=HIGH)
    rows = [
        {"name": "红", "photo": "r"},
        {"name": "蓝", "photo": "b"},
        {"name": "绿", "photo": "w"},
    ]
    path = tmp_path / "照片.xlsx"
    path.write_bytes(filled(template, {"rows": rows}, r=RED, b=BLUE, w=WIDE))
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        [office, f"-env:UserInstallation={profile}", "--headless", "--norestore",
         "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert sorted(_colours(tmp_path / "照片.pdf")) == ["blue", "green", "red"]


def _colours(path: Path) -> set[str]:
    """Return which of the three colours fill a part of the first page."""
    page = pypdfium2.PdfDocument(path)[0].render(scale=1).to_pil().convert("RGB")
    named = {"red": (255, 0, 0), "green": (0, 128, 0), "blue": (0, 0, 255)}
    seen = {colour: count for count, colour in page.getcolors(1 << 20)}
    near = {
        name: sum(
            count
            for colour, count in seen.items()
            if all(abs(one - other) < 12 for one, other in zip(colour, rgb, strict=True))
        )
        for name, rgb in named.items()
    }
    return {name for name, count in near.items() if count > 200}
