"""Places for pictures: beside the title, on the cover, on a page of photographs."""

from __future__ import annotations

import io

import docx
import openpyxl
import pytest
from ruamel.yaml import YAML

from formkit.kernel.errors import ProfileError
from formkit.layout import blocks, excel, names, word
from formkit.layout.vocabulary import Cover, Photos, Picture, Title
from formkit.render import compile_template

SHEET = """
title: 样表
layout:
  running_head: true
  blocks:
    - title:
        text: "{form.title}"
        right: "编号:{form.number}"
        logo: {picture: form.logo, width: 40, height: 12}
        code: {picture: form.qr, width: 16, height: 16}
    - grid: {columns: [80, 80], rows: [[{label: 名称, text: "{name}"}]]}
    - photos: {each: photo_rows, title: 附 照片, height: 60}
"""
COVER = """
title: 样表
layout:
  running_head: true
  blocks:
    - cover:
        title: "{form.title}"
        right: "编号:{form.number}"
        lines: [{label: 名称, text: "{name}"}]
        logo: {picture: form.logo, width: 50, height: 20}
        code: {picture: form.qr, width: 16, height: 16}
"""
_EMU = 36_000
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def emitted(text):
    manifest = YAML().load(text)
    layout = blocks.load(manifest, source="样表.yaml")
    return layout, docx.Document(io.BytesIO(word.emit(layout, manifest)))


def places(document):
    return {
        one.find(f"{_WP}docPr").get("descr"): one
        for drawing in document.element.body.iter("{*}drawing")
        for one in drawing
    }


def test_a_title_holds_a_logo_and_a_code():
    title = emitted(SHEET)[0].blocks[0]
    assert isinstance(title, Title)
    assert title.logo == Picture("form.logo", 40, 12)
    assert title.code == Picture("form.qr", 16, 16)


def test_a_cover_holds_a_logo_and_a_code():
    cover = emitted(COVER)[0].blocks[0]
    assert isinstance(cover, Cover)
    assert (cover.logo, cover.code) == (Picture("form.logo", 50, 20), Picture("form.qr", 16, 16))


def test_photographs_name_their_list():
    layout = emitted(SHEET)[0]
    photos = layout.blocks[-1]
    assert isinstance(photos, Photos)
    assert photos.height == 60
    assert {"form.logo", "form.qr", "photo_rows[].left.picture", "photo_rows[].right.caption"} <= (
        names.names(layout)
    )


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ("{picture: form.qr, width: 16}", "FK-LAY-003"),
        ("{picture: form.qr, width: 16, height: 0}", "FK-LAY-001"),
        ("{picture: '{form.qr}', width: 16, height: 16}", "FK-LAY-001"),
        ("{picture: form.qr, width: 16, height: 16, dpi: 300}", "FK-LAY-002"),
    ],
)
def test_a_picture_is_read_strictly(wrong, code):
    text = SHEET.replace("{picture: form.qr, width: 16, height: 16}", wrong)
    with pytest.raises(ProfileError) as refused:
        blocks.load(YAML().load(text), source="样表.yaml")
    assert refused.value.code == code


def test_every_place_says_which_picture_and_how_large():
    found = places(emitted(SHEET)[1])
    assert list(found) == [
        "{{ form.logo }}", "{{ form.qr }}", "{{ row.left.picture }}", "{{ row.right.picture }}",
    ]  # fmt: skip
    extent = found["{{ form.qr }}"].find(f"{_WP}extent")
    assert (int(extent.get("cx")), int(extent.get("cy"))) == (16 * _EMU, 16 * _EMU)
    photo = found["{{ row.left.picture }}"].find(f"{_WP}extent")
    assert (int(photo.get("cx")), int(photo.get("cy"))) == (76 * _EMU, 60 * _EMU)


def test_pictures_beside_title_and_cover_take_no_room():
    for text in (SHEET, COVER):
        for said, one in places(emitted(text)[1]).items():
            floats = one.find(f"{_WP}wrapNone") is not None
            assert floats is not said.startswith("{{ row")


def test_every_place_has_a_number_of_its_own_and_a_box_to_see():
    document = emitted(SHEET)[1]
    numbers = [one.get("id") for one in document.element.body.iter(f"{_WP}docPr")]
    assert numbers == ["1", "2", "3", "4"]
    linked = {one.get(docx.oxml.ns.qn("r:embed")) for one in document.element.body.iter("{*}blip")}
    assert len(linked) == 1
    assert document.part.related_parts[linked.pop()].content_type == "image/png"


def test_a_sheet_without_pictures_holds_no_box():
    text = SHEET.replace("        logo:", "#").replace("        code:", "#").replace("    - photos:", "#")  # fmt: skip
    document = emitted(text)[1]
    assert not places(document)
    assert not [part for part in document.part.package.iter_parts() if "media" in part.partname]


def test_photographs_begin_a_page_only_where_there_are_some(every_style):
    said = [one.text for one in emitted(SHEET)[1].paragraphs]
    assert said.index("{%p if photo_rows %}") < said.index("附 照片") < said.index("{%p endif %}")
    title = next(one for one in emitted(SHEET)[1].paragraphs if one.text == "附 照片")
    assert every_style.has(title._p, "pPr/pageBreakBefore")


def excel_of(text):
    manifest = YAML().load(text)
    return excel.emit(blocks.load(manifest, source="样表.yaml"), manifest)


EXCEL_SHEET = SHEET.replace("    - photos:", "#")


def test_in_excel_logo_and_code_stand_on_the_title_at_both_ends():
    made = excel_of(EXCEL_SHEET)
    assert compile_template(made).pictures == {"form.logo", "form.qr"}
    page = openpyxl.load_workbook(io.BytesIO(made)).active
    logo, code = (one.anchor for one in page._images)
    assert (logo._from.col, logo._from.colOff, logo._from.row, code._from.row) == (0, 0, 0, 0)
    assert (logo.ext.width, logo.ext.height) == (40 * _EMU, 12 * _EMU)
    assert (code.ext.width, code.ext.height) == (16 * _EMU, 16 * _EMU)
    room = page.row_dimensions[1].height * 12_700
    for one in (logo, code):
        assert 0 <= one._from.rowOff <= room - one.ext.height
    left = 160 * _EMU - code.ext.width  # two columns of 80 mm
    assert code._from.col * 80 * _EMU + code._from.colOff == left


def test_in_excel_the_title_reaches_up_into_the_margin_and_takes_no_room():
    bare = EXCEL_SHEET.replace("        logo:", "#").replace("        code:", "#")
    with_, without = (openpyxl.load_workbook(io.BytesIO(excel_of(one))).active for one in (EXCEL_SHEET, bare))  # fmt: skip
    taller = with_.row_dimensions[1].height - without.row_dimensions[1].height
    higher = (without.page_margins.top - with_.page_margins.top) * 72
    assert taller > 0
    assert taller == pytest.approx(higher, abs=0.2)


def test_the_same_excel_sheet_with_pictures_gives_the_same_bytes():
    assert excel_of(EXCEL_SHEET) == excel_of(EXCEL_SHEET)


def test_excel_refuses_a_page_of_photographs():
    with pytest.raises(ProfileError) as refused:
        excel_of(SHEET)
    assert refused.value.code == "FK-LAY-008"
    assert "photos" in str(refused.value)


CHARTS = SHEET.replace("height: 60}", "height: 60, abreast: 1}").replace("photo_rows", "chart_rows")


def test_pictures_may_stand_one_in_a_row():
    layout, document = emitted(CHARTS)[:2]
    assert layout.blocks[-1].places == ("",)
    assert {"chart_rows[].picture", "chart_rows[].caption"} <= names.names(layout)
    assert len(document.tables[-1].columns) == 1


def test_three_pictures_abreast_are_refused():
    with pytest.raises(ProfileError) as refused:
        emitted(CHARTS.replace("abreast: 1", "abreast: 3"))
    assert refused.value.code == "FK-LAY-001"
