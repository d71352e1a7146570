"""The fonts that print charts: with none of them there are no charts, never boxes."""

from __future__ import annotations

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._g_l_y_f import Glyph

from formkit.pipeline.charts import fonts_among
from formkit.typeset import Faces, wanted_of

LISTED = {"宋体": ["SimSun"], "生僻字": ["SimSun", "Large"]}


def font(folder, family, signs):
    """Write a font with these signs, all of one empty shape."""
    folder.mkdir(exist_ok=True)
    made = FontBuilder(1_000, isTTF=True)
    made.setupGlyphOrder([".notdef", "one"])
    made.setupCharacterMap({ord(sign): "one" for sign in signs})
    made.setupGlyf({name: Glyph() for name in (".notdef", "one")})
    made.setupHorizontalMetrics({".notdef": (500, 0), "one": (500, 0)})
    made.setupHorizontalHeader(ascent=800, descent=-200)
    said = {"familyName": family, "fullName": family, "psName": family.replace(" ", "")}
    made.setupNameTable(said | {"styleName": "Regular"})
    made.setupOS2()
    made.setupPost()
    made.save(folder / f"{family}.ttf")


def printing(folder):
    faces = Faces(wanted_of(LISTED), [folder], system=False)
    return [path.name for path, _index in fonts_among(faces)]


def test_an_empty_folder_of_fonts_prints_no_chart(tmp_path):
    assert printing(tmp_path) == []


@pytest.mark.parametrize("family", ["SimSun", "DejaVu Sans"])
def test_fonts_without_chinese_signs_print_no_chart_whatever_they_are_called(tmp_path, family):
    font(tmp_path, family, "ABC0123%")
    assert printing(tmp_path) == []


def test_a_font_with_the_signs_prints_charts_and_one_cut_down_needs_another(tmp_path):
    whole = "各题满意度评价分布按季ABC"
    font(tmp_path, "SimSun", whole)
    assert printing(tmp_path) == ["SimSun.ttf"]
    cut = tmp_path / "删减"
    font(cut, "SimSun", whole[:4])
    assert printing(cut) == []
    font(cut, "Large", whole)
    assert printing(cut) == ["SimSun.ttf", "Large.ttf"]
