"""Pictures on sheets set by Typst: logo and code beside the title, photographs on a page."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest
import segno
from pikepdf import pdfa
from PIL import Image
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE as IMAGE
from ruamel.yaml import YAML

from formkit.kernel.errors import TemplateError
from formkit.kernel.picture import Picture
from formkit.layout import blocks, typst
from formkit.pdf.proof import page_texts
from formkit.pipeline.sheets import typesetter
from formkit.pipeline.workspace import Settings, Workspace
from formkit.render.page import compile_sheet

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


def png(width: int, height: int, colour: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(made, "PNG")
    return made.getvalue()


def code() -> bytes:
    made = io.BytesIO()
    segno.make("SLJZ-1").save(made, kind="png", scale=4)
    return made.getvalue()


PICTURES = {
    "logo": Picture(png(400, 100, "navy"), "png", 400, 100, "单位标志"),
    "code": Picture(code(), "png", 100, 100, "二维码"),
    "p1": Picture(png(300, 200, "green"), "png", 300, 200, "渗水部位"),
    "p2": Picture(png(200, 300, "red"), "png", 200, 300, "修复后"),
}
ROWS = [
    {
        "left": {"picture": "p1", "caption": "照片1 渗水部位"},
        "right": {"picture": "p2", "caption": "照片2 修复后"},
    },
    {
        "left": {"picture": "p1", "caption": "照片3"},
        "right": {"picture": "", "caption": ""},
    },
]
VIEW = {
    "form": {"title": "样表", "number": "1", "unit": "甲", "logo": "logo", "qr": "code"}
    | dict.fromkeys(("form_no", "form_version", "revision_mark", "copy_mark"), ""),
    "name": "示例工程",
    "photo_rows": ROWS,
}


def sheet(text: str):
    made = typst.emit(blocks.load(YAML().load(text), source="样表.yaml"))
    setter = typesetter(Workspace(None, Settings()))
    return compile_sheet(made.source, made.reading, setter, name="样表", pictures=made.pictures)


def shown(pdf: bytes) -> int:
    """Return how many different pictures the file shows."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return sum(
            isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
            for one in opened.objects
        )


def test_logo_code_and_photographs_are_printed_with_their_captions():
    made = sheet(SHEET).render(VIEW, pictures=PICTURES)
    first, second = page_texts(made)
    assert "照片2 修复后" in second
    assert "照片3" in second
    assert "照片" not in first
    assert shown(made) == 4
    assert pdfa.validate_written(io.BytesIO(made), "2b").passed


def test_a_cover_has_logo_and_code():
    assert shown(sheet(COVER).render(VIEW, pictures=PICTURES)) == 2


def test_the_code_of_a_cover_stands_under_the_number():
    with pypdfium2.PdfDocument(sheet(COVER).render(VIEW, pictures=PICTURES)) as opened:
        page = opened[0]
        text = page.get_textpage()
        number = text.get_rect(text.count_rects(text.get_text_bounded().index("编"), 1) - 1)
        rightmost = max((one.get_bounds() for one in page.get_objects([IMAGE])), key=lambda b: b[2])
    assert rightmost[3] <= number[1] + 1  # its upper edge, from below, against the text's lower one


def test_without_pictures_nothing_is_left_of_their_places():
    view = VIEW | {"form": VIEW["form"] | {"logo": "", "qr": ""}, "photo_rows": []}
    made = sheet(SHEET).render(view)
    assert shown(made) == 0


def test_pictures_take_no_room_beside_the_title():
    made = sheet(SHEET)
    empty = VIEW | {"form": VIEW["form"] | {"logo": "", "qr": ""}, "photo_rows": []}
    with_pictures = made.png(VIEW | {"photo_rows": []}, ppi=50, pictures=PICTURES)[0]
    without = made.png(empty, ppi=50)[0]
    below = [
        Image.open(io.BytesIO(one)).convert("L").crop((0, 70, 410, 580))
        for one in (with_pictures, without)
    ]
    assert below[0].tobytes() == below[1].tobytes()


def test_a_key_without_a_picture_is_refused():
    with pytest.raises(TemplateError) as caught:
        sheet(SHEET).render(VIEW, pictures={})
    assert caught.value.code == "FK-PIC-002"


def test_what_a_picture_shows_is_said_to_those_who_cannot_see_it():
    made = sheet(SHEET).render(VIEW, pictures=PICTURES)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        said = {
            str(one["/Alt"])
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and "/Alt" in one
        }
    assert {"单位标志", "二维码", "渗水部位"} <= said
