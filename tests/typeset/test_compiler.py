"""Typst as it is used here: modules that are read once, fonts without bitmaps, nothing else."""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.DefaultTable import DefaultTable

from formkit.kernel import user_cache
from formkit.pdf.proof import page_texts
from formkit.typeset import Faces, NotSet, Typesetter, wanted_of
from formkit.typeset.compiler import MAIN
from formkit.typeset.slimmed import slimmed

DAY = datetime(2026, 11, 25, 9, 0)
SIGN = "工"


def font(path: Path, *, licence: str = "", bitmaps: bool = True) -> Path:
    """Write a font with one square sign, with something in the place of bitmaps."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for point in ((0, 900), (900, 900), (900, 0)):
        pen.lineTo(point)
    pen.closePath()
    made = FontBuilder(1000, isTTF=True)
    made.setupGlyphOrder([".notdef", "square"])
    made.setupCharacterMap({ord(SIGN): "square"})
    made.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "square": pen.glyph()})
    made.setupHorizontalMetrics({".notdef": (1000, 0), "square": (1000, 0)})
    made.setupHorizontalHeader(ascent=900, descent=-100)
    names = {"familyName": "Probe", "styleName": "Regular", "psName": "Probe"}
    made.setupNameTable(names | ({"licenseDescription": licence} if licence else {}))
    made.setupOS2()
    made.setupPost()
    if bitmaps:
        for tag in ("EBLC", "EBDT"):
            made.font[tag] = DefaultTable(tag)
            made.font[tag].data = b"\x00\x02\x00\x00\x00\x00\x00\x00"  # no strike at all
    made.save(path)
    return path


def faces(folder: Path) -> Faces:
    return Faces(wanted_of({"宋体": ["Probe"]}), [folder], system=False)


@pytest.fixture(autouse=True)
def _nothing_is_kept(monkeypatch):
    monkeypatch.setattr(user_cache, "folder", lambda _name: None)


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "fonts"
    made.mkdir()
    return made


@pytest.fixture
def copies(tmp_path):
    made = tmp_path / "copies"
    made.mkdir()
    return made


def source(path: str) -> bytes:
    return f'#import "{path}": said\n#said("{SIGN}")'.encode()


MODULE = '#let faces = json("faces.json")\n#let said(it) = text(font: faces.at("宋体"), it)\n'


def test_a_module_is_imported_by_its_path_and_knows_the_fonts(folder):
    font(folder / "probe.ttf")
    setter = Typesetter(faces(folder))
    made = setter.pdf({MAIN: source(setter.module(MODULE))}, DAY)
    assert page_texts(made) == [SIGN]
    assert setter.pdf({MAIN: source(setter.module(MODULE))}, DAY) == made


def test_another_module_has_another_path(folder):
    setter = Typesetter(faces(folder))
    assert setter.module(MODULE) == setter.module(MODULE)
    assert setter.module(MODULE) != setter.module(MODULE + "\n")


def test_a_source_reaches_no_file_of_the_machine(folder, tmp_path):
    (tmp_path / "secret.txt").write_text("x", encoding="utf-8")
    setter = Typesetter(faces(folder))
    for path in ("/etc/hostname", "../secret.txt", "../fonts/probe.ttf"):
        with pytest.raises(NotSet):
            setter.pdf({MAIN: f'#read("{path}", encoding: none).len()'.encode()}, DAY)


def test_what_was_kept_goes_with_the_typesetter(folder):
    setter = Typesetter(faces(folder))
    setter.module(MODULE)
    kept = setter._folder
    assert kept.is_dir()
    del setter
    assert not kept.exists()


def test_a_free_font_is_set_without_its_bitmaps_and_prints_the_same(folder, copies):
    font(folder / "probe.ttf", licence="Arphic Public License")
    found = faces(folder)
    assert slimmed(found.fonts("宋体"), copies) == {"Probe": "formkit Probe"}
    (copy,) = copies.iterdir()
    with TTFont(copy) as slim:
        assert not {"EBLC", "EBDT"} & set(slim.keys())
        assert "bitmaps taken out" in slim["name"].getDebugName(10)
        assert slim["name"].getDebugName(6) == "Probe"
    assert copy.stat().st_mtime_ns == _again(found, copies).stat().st_mtime_ns


def test_a_page_looks_the_same_with_and_without_the_copy(folder, tmp_path):
    font(folder / "probe.ttf", licence="SIL Open Font License")
    other = tmp_path / "other"
    other.mkdir()
    font(other / "probe.ttf")
    slim, plain = Typesetter(faces(folder)), Typesetter(faces(other))
    assert (slim.families("宋体"), plain.families("宋体")) == (["formkit Probe"], ["Probe"])
    shown = [one.pictures({MAIN: source(one.module(MODULE))}, ppi=72) for one in (slim, plain)]
    assert shown[0] == shown[1]


def _again(found: Faces, copies: Path) -> Path:
    slimmed(found.fonts("宋体"), copies)
    (copy,) = copies.iterdir()
    return copy


def test_a_font_that_changes_is_slimmed_anew_and_the_old_copy_goes(folder, copies):
    path = font(folder / "probe.ttf", licence="SIL Open Font License")
    found = faces(folder)
    before = _again(found, copies)
    os.utime(path, (1, 1))
    assert _again(found, copies) != before


@pytest.mark.parametrize(
    ("licence", "bitmaps"),
    [("© Somebody. All rights reserved.", True), ("", True), ("SIL Open Font License", False)],
)
def test_a_font_that_may_not_be_changed_or_has_no_bitmaps_is_used_as_it_is(
    folder, copies, licence, bitmaps
):
    font(folder / "probe.ttf", licence=licence, bitmaps=bitmaps)
    assert slimmed(faces(folder).fonts("宋体"), copies) == {}
    assert list(copies.iterdir()) == []


def test_a_font_that_cannot_be_copied_is_used_as_it_is(folder, copies):
    font(folder / "probe.ttf", licence="SIL Open Font License")
    found = faces(folder)
    assert found.fonts("宋体")
    copies.rmdir()
    assert slimmed(found.fonts("宋体"), copies) == {}
    shutil.rmtree(folder)
    copies.mkdir()
    assert slimmed(found.fonts("宋体"), copies) == {}
