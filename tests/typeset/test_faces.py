"""Which font prints a sign: chains, the fonts of a workspace, what is told when there is none."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from formkit.kernel.clock import FixedClock
from formkit.kernel.errors import ProfileError
from formkit.pipeline import doctor, sheets
from formkit.pipeline.workspace import SETTINGS_FILE, find
from formkit.typeset import Faces, wanted_of
from formkit.typeset.coverage import signs_of

CLOCK = FixedClock(datetime(2026, 11, 23, 9, 0))


@pytest.fixture(scope="session")
def machine() -> Faces:
    return sheets.typesetter(find(Path("/"))).faces


@pytest.fixture
def workspace(tmp_path):
    (tmp_path / SETTINGS_FILE).write_text(
        '[company]\nname = "示例公司"\ncode = "SL"\n', encoding="utf-8"
    )
    (tmp_path / "forms").mkdir()
    return find(tmp_path, clock=CLOCK)


def test_a_face_is_printed_by_the_first_of_its_fonts_that_is_there(machine):
    first = machine.families("宋体")[0]
    other = Faces(wanted_of({"宋体": ["没有这种字体", first.upper()]}))
    assert other.families("宋体") == [first]


def test_rare_fonts_stand_behind_those_of_every_face(machine):
    for face in machine.wanted.faces:
        assert machine.wanted.chain(face)[-1] == machine.wanted.rare[-1]


def test_names_and_marks_of_the_forms_can_be_printed_here(machine):
    for face in ("宋体", "黑体"):
        assert machine.missing("𠮷䶮喆堃镕赟昇玥犇曌☑□√㎡℃", face) == []


def test_a_missing_sign_is_told_once_and_blanks_are_none(machine):
    assert machine.missing("好\U0003fffd \n\u3000\U0003fffd", "宋体") == ["\U0003fffd"]


def test_a_file_that_is_no_font_has_no_signs(tmp_path):
    path = tmp_path / "坏.ttf"
    path.write_bytes(b"no font")
    assert signs_of(path, 0) == frozenset()


def test_fonts_in_the_workspace_are_found(machine, workspace):
    font = machine.own("宋体")
    folder = workspace.folder() / sheets.FONTS_FOLDER
    folder.mkdir()
    shutil.copy(font.path, folder / font.path.name)
    faces = Faces(wanted_of({"宋体": [font.family]}), [folder], system=False)
    assert faces.families("宋体") == [font.family]
    assert Faces(wanted_of({"宋体": [font.family]}), [], system=False).families("宋体") == []


def test_a_workspace_says_which_font_prints_a_face(machine, workspace):
    other = machine.families("楷体")[0]
    (workspace.folder() / "forms" / "fonts.yaml").write_text(f"宋体: [{other}]\n", encoding="utf-8")
    faces = sheets.typesetter(workspace).faces
    assert faces.families("宋体")[0] == other
    assert faces.families("黑体") == machine.families("黑体")


@pytest.mark.parametrize("text", ["宋体: SimSun", "[1, 2]", "宋体: [1]", "宋体: [", "只有文字"])
def test_a_wrong_list_of_fonts_is_told_with_its_line(workspace, text):
    (workspace.folder() / "forms" / "fonts.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ProfileError) as caught:
        sheets.typesetter(workspace)
    assert caught.value.code == "FK-FNT-003"
    assert "fonts.yaml" in str(caught.value)


def test_a_misspelt_face_in_the_list_of_fonts_is_told_with_the_one_that_is_meant(workspace):
    list_of_fonts = workspace.folder() / "forms" / "fonts.yaml"
    list_of_fonts.write_text("黑体: [SimHei]\n宋体体: [SimSun]\n", encoding="utf-8")
    with pytest.raises(ProfileError) as caught:
        sheets.typesetter(workspace)
    assert caught.value.code == "FK-FNT-004"
    assert "「宋体体」" in str(caught.value)
    assert "是否指「宋体」" in str(caught.value)


def test_doctor_names_a_file_among_the_fonts_that_is_none(machine, workspace):
    font = machine.own("宋体")
    folder = workspace.folder() / sheets.FONTS_FOLDER
    folder.mkdir()
    shutil.copy(font.path, folder / font.path.name)
    (folder / "方正书宋.ttf").write_bytes(b"no font")
    (folder / "OFL.txt").write_text("licence", encoding="utf-8")
    details = [one.detail for one in doctor.examine(workspace.folder()) if one.subject == "字体"]
    assert [one for one in details if "读不出" in one] == ["「字体/方正书宋.ttf」里读不出字体"]


def test_doctor_names_what_prints_a_face_that_is_not_there(workspace):
    told = [one for one in doctor.examine(workspace.folder()) if one.subject == "字体"]
    assert {one.detail[:4] for one in told} & {"没有宋体", "宋体(S"}
    for one in told:
        if one.detail.startswith("没有"):
            assert "代替" in one.detail
            assert "字体" in one.remedy
