"""What lies over the cells: controls that somebody drew and ticked, shapes, comments."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from returned import BANKS, Paper, make, packed, unpacked

from formkit.kernel.findings import Level
from formkit.surveys.reading import workbook
from formkit.surveys.reading.controls import Corners, middle

sys.path.append(str(Path(__file__).resolve().parents[3] / "scripts"))

from survey_samples.overlay import Control, Note, laid_over, threaded

ALL = {("Ⅲ", n): {"满意": "√"} for n in range(1, 11)}
BLANK = ALL | {("Ⅲ", 4): {}}


def read(data: bytes):
    return workbook.reply(data, "回函.xlsx", BANKS)


def over(marks, controls=(), notes=(), **paper):
    """Return what is read of a sheet with controls over item 4; cells are named by their words."""
    made = make(Paper(marks=marks, **paper))
    cell = {word: made.where["Ⅲ", 4, word] for word in ("很满意", "满意", "一般", "题号")}
    return read(laid_over(made.data, controls(cell) if controls else (), notes and notes(cell)))


def errors(reply):
    return [one.code for one in reply.findings if one.level is Level.ERROR]


def warnings(reply):
    return [one.code for one in reply.findings if one.level is Level.WARNING]


def answer(reply, number=4):
    [found] = [one for one in reply.entry["answers"] if one["item_no"] == number]
    return found["choices"]


@pytest.mark.parametrize("kind", ["CheckBox", "Radio", "Drop"])
@pytest.mark.parametrize("ways", ["vml", "properties", "vml properties drawing"])
@pytest.mark.parametrize("link", ["", "$L$3"])
def test_a_drawn_control_that_is_ticked_is_asked_and_never_blank(kind, ways, link):
    """However the program wrote it, with a linked cell or without one."""

    def drawn(cell):
        one = Control(cell["满意"], kind, ticked=True, caption="满意", link=link, ways=ways)
        return [one, Control(cell["一般"], kind, caption="一般", ways=ways)]

    reply = over(BLANK, drawn)
    assert (errors(reply), answer(reply), warnings(reply)) == (["FK-SUR-146"], [], [])
    [found] = [one for one in reply.findings if one.code == "FK-SUR-146"]
    assert found.place.path == "answers.3.choices"
    assert found.place.cell == make(Paper(marks=BLANK)).where["Ⅲ", 4, "满意"]
    assert ("「满意」" in found.found) is ("vml" in ways)
    assert answer(reply, 5) == ["满意"]


def test_a_ticked_control_beside_a_tick_is_asked_too():
    reply = over(ALL, lambda cell: [Control(cell["一般"], ticked=True)])
    assert (errors(reply), answer(reply)) == (["FK-SUR-146"], ["满意"])


def test_controls_of_which_none_is_ticked_are_no_blank_answer_and_matter_no_more():
    controls = lambda cell: [Control(cell["满意"]), Control(cell["一般"])]  # noqa: E731
    reply = over(BLANK, controls)
    assert (errors(reply), warnings(reply)) == (["FK-SUR-148"], [])
    assert "复选框等控件 2 个" in reply.findings[0].found
    beside = over(ALL, controls)
    assert (beside.findings, answer(beside)) == ((), ["满意"])


@pytest.mark.parametrize("kind", ["Button", "Label", "GBox"])
def test_buttons_labels_and_frames_answer_nothing(kind):
    for marks in (ALL, BLANK):
        reply = over(marks, lambda cell: [Control(cell["满意"], kind, caption="满意")])
        assert (reply.findings, answer(reply)) == ((), answer(reply))


def test_one_that_either_writing_says_is_ticked_is_asked():
    """Programs that know one of the two only change that one."""
    made = make(Paper(marks=BLANK))
    data = laid_over(made.data, [Control(made.where["Ⅲ", 4, "满意"], ticked=True)])
    for part, ticked in (
        ("xl/ctrlProps/ctrlProp1025.xml", b' checked="Checked"'),
        ("xl/drawings/vmlDrawing9.vml", b"<x:Checked>1</x:Checked>"),
    ):
        parts = unpacked(data)
        assert ticked in parts[part]
        parts[part] = parts[part].replace(ticked, b"")
        assert errors(read(packed(parts))) == ["FK-SUR-146"]


def test_controls_without_numbers_are_joined_by_their_order():
    """As LibreOffice 7.4 writes them: one name for all, ticked in the properties alone."""
    made = make(Paper(marks=BLANK))
    cells = [made.where["Ⅲ", 4, word] for word in ("很满意", "满意", "一般")]
    drawn = [Control(cell, ticked=cell == cells[1], caption=cell) for cell in cells]
    parts = unpacked(laid_over(made.data, [Control(cells[0], "Button"), *drawn]))
    vml, sheet = "xl/drawings/vmlDrawing9.vml", "xl/worksheets/sheet1.xml"
    text = parts[vml].replace(b"<x:Checked>1</x:Checked>", b"")
    parts[vml] = re.sub(b'id="_x0000_s[0-9]+"', b'id="shape_0"', text)
    parts[sheet] = re.sub(b"<xdr:row>[0-9]+</xdr:row>", b"<xdr:row>0</xdr:row>", parts[sheet])
    reply = read(packed(parts))
    assert errors(reply) == ["FK-SUR-146"]
    assert reply.findings[0].place.cell == cells[1]


def test_an_option_button_of_which_only_the_shape_was_kept_is_asked():
    """LibreOffice 7.4 forgets whether it was ticked, and where it stood."""
    made = make(Paper(marks=ALL))
    where = made.where["Ⅲ", 4, "满意"]
    for ways, codes in (("drawing", ["FK-SUR-149"]), ("vml drawing", [])):
        data = laid_over(made.data, [Control(where, "Radio", ways=ways)])
        assert [one.code for one in read(data).findings] == codes
    parts = unpacked(laid_over(made.data, [Control(where, "Radio", ways="drawing")]))
    drawing = parts["xl/drawings/drawing9.xml"]
    kept = re.sub(b"(<xdr:(row|col|rowOff)>)[0-9]+", rb"\g<1>0", drawing)
    kept = re.sub(b"<a:extLst>.*</a:extLst>", b"", kept)
    assert errors(read(packed(parts | {"xl/drawings/drawing9.xml": kept}))) == ["FK-SUR-149"]


def test_controls_that_cannot_be_read_are_asked_of_the_whole_sheet():
    made = make(Paper(marks=ALL))
    where = made.where["Ⅲ", 4, "满意"]
    for old, new in ((b"</v:shape>", b"<br></v:shape>"), (b"<x:Anchor>", b"<x:Anchor>?")):
        parts = unpacked(laid_over(made.data, [Control(where, ticked=True, ways="vml")]))
        vml = "xl/drawings/vmlDrawing9.vml"
        parts[vml] = parts[vml].replace(old, new)
        assert errors(read(packed(parts))) == ["FK-SUR-149"]


def test_a_ticked_control_that_stands_by_no_item_is_asked_with_its_cell():
    made = make(Paper(marks=ALL))
    reply = read(laid_over(made.data, [Control(made.fields["overall"], ticked=True)]))
    assert errors(reply) == ["FK-SUR-147"]
    [found] = reply.findings
    assert (found.place.cell, found.place.path) == (made.fields["overall"], "")
    elsewhere = read(laid_over(made.data, [Control(made.fields["overall"])]))
    assert elsewhere.findings == ()


def test_a_control_belongs_to_the_row_in_which_its_middle_lies():
    reply = over(BLANK, lambda cell: [Control(cell["满意"], ticked=True, above=4, rows=1, below=3)])
    assert [one.place.path for one in reply.findings] == ["answers.3.choices"]
    reply = over(ALL, lambda cell: [Control(cell["满意"], ticked=True, above=16, rows=1, below=16)])
    assert [one.place.path for one in reply.findings] == ["answers.4.choices"]
    assert middle(Corners(3, 10, 4, 12, 0, 0), {3: 40.0}) == 3
    assert middle(Corners(3, 0, 900_000, 0, 0, 0), {}) == 450_001


def test_a_text_box_by_an_answer_is_told_word_by_word():
    reply = over(ALL, notes=lambda cell: [Note(cell["满意"], "其实一般")])
    assert (errors(reply), warnings(reply)) == ([], ["FK-SUR-150", "FK-SUR-109"])
    found = reply.findings[0]
    assert ("其实一般" in found.found, found.place.cell) == (True, found.found.split()[0])
    unanswered = over(BLANK, notes=lambda cell: [Note(cell["满意"], "满意")])
    assert errors(unanswered) == ["FK-SUR-108"]
    assert "FK-SUR-150" in warnings(unanswered)


@pytest.mark.parametrize("thread", [False, True])
def test_a_comment_by_an_answer_is_told_word_by_word_and_without_an_answer_asked(thread):
    for marks in (ALL, BLANK):
        made = make(Paper(marks=marks))
        where = made.where["Ⅲ", 4, "满意"]
        if thread:
            data = threaded(made.data, where, "其实一般")
        else:
            data = make(Paper(marks=marks, comments={where: "其实一般"})).data
        reply = read(data)
        assert errors(reply) == (["FK-SUR-151"] if marks is BLANK else [])
        assert warnings(reply) == ["FK-SUR-150"]
        told = [one for one in reply.findings if "其实一般" in one.found]
        assert {one.place.cell for one in told} == {where}
        assert len(told) == len(reply.findings)


def test_a_comment_elsewhere_is_counted():
    reply = read(make(Paper(marks=ALL, comments={"L2": "已转财务"})).data)
    assert [one.code for one in reply.findings] == ["FK-SUR-065"]
