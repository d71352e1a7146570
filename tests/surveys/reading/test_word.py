"""Word prints that came back: made by formkit, ticked as people tick them."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO

import pytest

from formkit import catalog
from formkit.kernel.errors import InputUnreadable
from formkit.kernel.findings import Level
from formkit.render import Properties, compile_template
from formkit.schemas.satisfaction_survey.bank import load_banks
from formkit.schemas.satisfaction_survey.record import SatisfactionSurvey
from formkit.schemas.view import PrintFacts
from formkit.surveys.reading import word
from formkit.surveys.reply import Source

BANKS = {bank.digest: bank for bank in load_banks().values()}
NUMBER = "SLJZ-AZB-MYD-2026-0001"
LINE = "□很满意 □满意 □一般 □不满意 □很不满意 □不适用"


@pytest.fixture(scope="module")
def printed():
    official = catalog.load("satisfaction_survey")
    facts = PrintFacts(title=official.manifest.title, number=NUMBER, unit="示例建筑工程有限公司")
    survey = SatisfactionSurvey.model_validate(
        {"project_no": "P2026-001", "project": {"phase": "已交工"}, "respondent_unit": "示例置业"}
    )
    template = compile_template(official.template("docx"))
    return template.render(
        official.view.view_of(survey, facts), properties=Properties(identifier=NUMBER)
    )


def ticked(printed, *, item="Ⅲ1", line="", whole=lambda xml: xml):
    """Return the document with one line of options changed, as a hand in Word would."""
    old = zipfile.ZipFile(BytesIO(printed))
    found = BytesIO()
    with zipfile.ZipFile(found, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "word/document.xml":
                xml = data.decode()
                if line:
                    parts = xml.split(LINE)
                    at = int(item[1:]) + (10 if item[0] == "Ⅲ" else 0)
                    xml = LINE.join(parts[:at]) + line + LINE.join(parts[at:])
                data = whole(xml).encode()
            new.writestr(entry, data)
    return found.getvalue()


def read(data):
    (reply,) = word.replies(data, "调查表.docx", BANKS)
    return reply


def answer(reply, number=1):
    return next(one for one in reply.entry["answers"] if one["item_no"] == number)


def test_a_print_that_nobody_ticked_has_no_answers(printed):
    reply = read(printed)
    assert reply.source is Source.WORD
    assert (reply.claim.survey_no, reply.claim.project_no) == (NUMBER, "P2026-001")
    assert reply.entry["answers"] == []
    assert reply.findings == ()


def test_a_ticked_box_is_read_and_the_other_items_of_the_half_are_blank(printed):
    reply = read(ticked(printed, line=LINE.replace("□满意", "☑满意")))
    assert len(reply.entry["answers"]) == 10
    assert answer(reply) == {"section": "Ⅲ", "item_no": 1, "choices": ["满意"]}
    assert answer(reply, 2) == {"section": "Ⅲ", "item_no": 2}
    assert reply.places["answers.0.choices"].label == "Ⅲ栏第1题"


@pytest.mark.parametrize(
    ("font", "sign", "chosen"),
    [
        ("Wingdings 2", "F052", ["很满意"]),
        ("Wingdings", "F0FE", ["很满意"]),
        ("Wingdings", "F0A8", None),
    ],
)
def test_a_tick_inserted_as_a_symbol_counts_by_its_font(printed, font, sign, chosen):
    symbol = f'</w:t><w:sym w:font="{font}" w:char="{sign}"/><w:t xml:space="preserve">'
    line = LINE.replace("□很满意", symbol + "很满意").replace("□一般", "□一般")
    reply = read(ticked(printed, line=line))
    found = answer(reply).get("choices") if reply.entry["answers"] else None
    assert found == chosen


@pytest.mark.parametrize(("state", "chosen"), [("1", ["满意"]), ("0", None)])
def test_a_content_control_says_by_its_state_whether_it_is_ticked(printed, state, chosen):
    box = (
        '</w:t></w:r><w:sdt><w:sdtPr><w14:checkbox xmlns:w14="http://schemas.microsoft.com/office/'
        f'word/2010/wordml"><w14:checked w14:val="{state}"/></w14:checkbox></w:sdtPr><w:sdtContent>'
        '<w:r><w:t>☒</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t xml:space="preserve">'
    )
    reply = read(ticked(printed, line=LINE.replace("□满意", box + "满意")))
    found = answer(reply).get("choices") if reply.entry["answers"] else None
    assert found == chosen


def test_two_marks_and_strange_signs_are_asked_of_a_person(printed):
    two = read(ticked(printed, line=LINE.replace("□满意", "☑满意").replace("□一般", "☑一般")))
    assert [finding.code for finding in two.findings] == ["FK-SUR-086"]
    assert "choices" not in answer(two)
    strange = read(ticked(printed, line=LINE.replace("□满意", "○满意")))
    assert [finding.code for finding in strange.findings] == ["FK-SUR-101"]


def test_deleted_text_of_tracked_changes_does_not_count(printed):
    change = (
        '</w:t></w:r><w:del w:id="1" w:author="甲"><w:r><w:delText>☑</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="甲"><w:r><w:t>□</w:t></w:r></w:ins><w:r><w:t xml:space="preserve">'
    )
    reply = read(ticked(printed, line=LINE.replace("□满意", change + "满意")))
    assert reply.entry["answers"] == []


def test_an_item_whose_words_were_changed_is_told(printed):
    data = ticked(
        printed,
        line=LINE.replace("□满意", "☑满意"),
        whole=lambda xml: xml.replace("主体结构质量", "主体结构的质量"),
    )
    (finding,) = read(data).findings
    assert (finding.code, finding.level) == ("FK-SUR-093", Level.WARNING)


def test_a_number_that_differs_from_the_hidden_one_is_asked(printed):
    data = ticked(printed, whole=lambda xml: xml.replace(NUMBER, "SLJZ-AZB-MYD-2026-0009"))
    assert [finding.code for finding in read(data).findings] == ["FK-SUR-094"]


def test_another_word_file_is_refused(printed):
    data = ticked(printed, whole=lambda xml: xml.replace("满意", "合格"))
    with pytest.raises(InputUnreadable) as refused:
        read(data)
    assert refused.value.code == "FK-SUR-091"


def test_changes_that_are_tracked_are_read_as_accepted_and_told(printed):
    who = 'w:id="{}" w:author="业主" w:date="2026-09-19T10:00:00Z"'
    line = (
        "□很满意 </w:t></w:r>"
        f"<w:del {who.format(901)}><w:r><w:delText>□满意</w:delText></w:r></w:del>"
        f"<w:ins {who.format(902)}><w:r><w:t>☑满意</w:t></w:r></w:ins>"
        '<w:r><w:t xml:space="preserve"> □一般 □不满意 □很不满意 □不适用'
    )
    reply = read(ticked(printed, line=line))
    assert answer(reply)["choices"] == ["满意"]
    assert [one.code for one in reply.findings] == ["FK-SUR-105"]


BLANK_DAY = "    年  月  日"


def signed(printed, text):
    """Return the reply with this written where the day of signing is left blank."""

    def whole(xml):
        head, tail = xml.split("签字盖章", 1)
        assert BLANK_DAY in tail
        return f"{head}签字盖章{tail.replace(BLANK_DAY, text, 1)}"

    return read(ticked(printed, line=LINE.replace("□满意", "☑满意"), whole=whole))


@pytest.mark.parametrize(
    "text",
    ["2026年9月20日", " 2026 年 9 月 20 日", "2026.9.20", "王样例  2026/9/20", "二〇二六年九月二十日",
     "20260920", "２０２６－９－２０"],
)  # fmt: skip
def test_the_day_of_signing_is_the_day_it_was_filled_in(printed, text):
    reply = signed(printed, text)
    assert reply.entry["surveyed_on"] == date(2026, 9, 20)
    assert reply.places["surveyed_on"].label == "填表日期"


@pytest.mark.parametrize("text", [BLANK_DAY, "", "年 月 日", "王样例", "010-55501234"])
def test_without_a_day_of_signing_there_is_none(printed, text):
    reply = signed(printed, text)
    assert "surveyed_on" not in reply.entry
    assert "FK-SUR-078" not in {one.code for one in reply.findings}


@pytest.mark.parametrize(
    "text",
    ["2026年2月30日", "年9月20日", "26年9月20日", "9月20日", "2026年9月", "9.20",
     "2026年9月20日 2026年10月20日"],
)  # fmt: skip
def test_a_day_of_signing_that_nobody_can_read_is_asked(printed, text):
    reply = signed(printed, text)
    (found,) = [one for one in reply.findings if one.code == "FK-SUR-078"]
    assert (found.level, found.place.path) == (Level.ERROR, "surveyed_on")
    assert "surveyed_on" not in reply.entry


FIRST = LINE.replace("□很满意", "☑很满意")


def both(first, second=FIRST):
    """Return what makes the lines of items Ⅲ1 and Ⅲ2 these."""

    def whole(xml):
        pieces = xml.split(LINE)
        lines = [LINE] * (len(pieces) - 1)
        lines[10], lines[11] = first, second
        return "".join(a + b for a, b in zip(pieces, [*lines, ""], strict=True))

    return whole


def test_a_line_of_which_only_the_chosen_word_was_left_is_asked_and_not_blank(printed):
    reply = read(ticked(printed, whole=both("很满意")))
    (found,) = reply.findings
    assert (found.code, found.place.label) == ("FK-SUR-101", "Ⅲ栏第1题")
    assert "很满意" in found.found


def test_points_written_behind_a_line_without_a_tick_are_asked(printed):
    def written(xml):
        xml = both(LINE)(xml)
        head, tail = xml.split("主体结构质量", 1)
        cell = tail.index("</w:tc>", tail.index(LINE)) + len("</w:tc>")
        inside = tail.index("</w:p>", cell)
        return f"{head}主体结构质量{tail[:inside]}<w:r><w:t>3</w:t></w:r>{tail[inside:]}"

    assert [one.code for one in read(ticked(printed, whole=written)).findings] == ["FK-SUR-101"]


@pytest.mark.parametrize(("second", "told"), [(FIRST, []), (LINE, ["FK-SUR-101"])])
def test_a_row_that_stands_twice_is_asked_unless_both_say_the_same(printed, second, told):
    def doubled(xml):
        xml = both(FIRST)(xml)
        at = xml.index("主体结构质量")
        start = max(xml.rindex(tag, 0, at) for tag in ("<w:tr>", "<w:tr ") if tag in xml[:at])
        end = xml.index("</w:tr>", at) + len("</w:tr>")
        row = xml[start:end]
        return xml[:end] + row.replace(FIRST, second) + xml[end:]

    assert [one.code for one in read(ticked(printed, whole=doubled)).findings] == told


def test_texts_that_changed_places_are_asked(printed):
    def swapped(xml):
        xml = both(FIRST)(xml).replace("主体结构质量", "\0")
        return xml.replace("观感质量", "主体结构质量").replace("\0", "观感质量")

    codes = [one.code for one in read(ticked(printed, whole=swapped)).findings]
    assert codes == ["FK-SUR-079", "FK-SUR-079"]


def test_an_overall_answer_of_which_only_the_word_was_left_is_asked(printed):
    def left(xml):
        head, tail = both(FIRST)(xml).rsplit("□很满意", 1)
        end = tail.index("</w:t>")
        return f"{head}很满意{tail[end:]}"

    reply = read(ticked(printed, whole=left))
    assert [one.code for one in reply.findings] == ["FK-SUR-102"]


OVERALL = "□很满意 □满意 □一般 □不满意 □很不满意"


@pytest.mark.parametrize(
    ("said", "read_as", "asked"),
    [
        (f"{OVERALL} ☑不适用", "不适用", []),
        ("不适用", "不适用", []),
        ("/", "不适用", []),
        (f"{OVERALL} 不适用", "", ["FK-SUR-102"]),
        (f"{OVERALL.replace('□满意', '☑满意')} ☑不适用", "", ["FK-SUR-102"]),
        (OVERALL, "", []),
    ],
)
def test_an_overall_answer_may_say_that_it_does_not_apply(printed, said, read_as, asked):
    def written(xml):
        head, tail = both(FIRST)(xml).rsplit(OVERALL, 1)
        return f"{head}{said}{tail}"

    reply = read(ticked(printed, whole=written))
    assert [one.code for one in reply.findings] == asked
    assert reply.entry.get("overall", "") == read_as


def styled(looks, words="满意", line=LINE):
    """Return the line with some of its words in a run of its own looks."""
    before, after = line.split(f" □{words} ", 1)
    return (
        f"{before} </w:t></w:r><w:r><w:rPr>{looks}</w:rPr><w:t>□{words}</w:t></w:r>"
        f'<w:r><w:t xml:space="preserve"> {after}'
    )


@pytest.mark.parametrize(
    "looks",
    [
        "<w:b/>",
        '<w:u w:val="single"/>',
        '<w:highlight w:val="yellow"/>',
        "<w:strike/>",
        '<w:color w:val="FF0000"/>',
        '<w:shd w:val="clear" w:fill="FFFF00"/>',
    ],
)
def test_emphasis_instead_of_a_tick_is_asked_and_never_blank(printed, looks):
    reply = read(ticked(printed, line=styled(looks)))
    assert len(reply.entry["answers"]) == 10
    assert "choices" not in answer(reply)
    [found] = [one for one in reply.findings if one.level is Level.ERROR]
    assert (found.code, found.place.path) == ("FK-SUR-107", "answers.0.choices")
    assert "满意" in found.found


def test_a_run_that_looks_like_the_rest_or_a_ticked_line_asks_nothing(printed):
    plain = read(ticked(printed, line=styled('<w:b w:val="0"/><w:color w:val="auto"/>')))
    assert plain.findings == ()
    chosen = read(ticked(printed, line=styled("<w:b/>", line=FIRST)))
    assert (answer(chosen)["choices"], chosen.findings) == (["很满意"], ())


DRAWN = "</w:t></w:r><w:r><w:pict/></w:r><w:r><w:t>"


def test_what_is_drawn_at_an_item_without_a_tick_is_asked_and_elsewhere_told(printed):
    reply = read(ticked(printed, line=LINE + DRAWN))
    assert [one.code for one in reply.findings] == ["FK-SUR-109", "FK-SUR-108"]
    chosen = read(ticked(printed, line=FIRST + DRAWN))
    assert [(one.code, one.level) for one in chosen.findings] == [("FK-SUR-109", Level.WARNING)]
    assert answer(chosen)["choices"] == ["很满意"]


STRUCK, WHITE = "<w:strike/>", '<w:color w:val="FFFFFF"/>'


def looking(text, looks):
    """Return what closes a run and opens it again around a text of other looks."""
    return (
        f'</w:t></w:r><w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
        '<w:r><w:t xml:space="preserve">'
    )


@pytest.mark.parametrize(("looks", "code"), [(STRUCK, "FK-SUR-124"), (WHITE, "FK-SUR-153")])
@pytest.mark.parametrize("part", ["☑", "☑满意", "满意"])
def test_a_tick_or_its_word_struck_out_or_white_is_asked(printed, looks, code, part):
    line = LINE.replace("□满意", "☑满意".replace(part, looking(part, looks)))
    reply = read(ticked(printed, line=line))
    assert [one.code for one in reply.findings] == [code]
    assert "choices" not in answer(reply)


def test_another_option_struck_out_leaves_the_tick_as_it_is(printed):
    line = LINE.replace("□满意", "☑满意").replace("□一般 ", looking("□一般 ", STRUCK))
    reply = read(ticked(printed, line=line))
    assert (answer(reply)["choices"], reply.findings) == (["满意"], ())


def test_white_on_a_dark_ground_is_seen(printed):
    looks = WHITE + '<w:shd w:val="clear" w:fill="1F3864"/>'
    reply = read(ticked(printed, line=LINE.replace("□满意", looking("☑", looks) + "满意")))
    assert (answer(reply)["choices"], reply.findings) == (["满意"], ())


@pytest.mark.parametrize(("looks", "code"), [(STRUCK, "FK-SUR-145"), (WHITE, "FK-SUR-154")])
def test_an_overall_answer_struck_out_or_white_is_asked(printed, looks, code):
    def whole(xml):
        head, tail = xml.split(">总体评价<", 1)
        return f"{head}>总体评价<{tail.replace('□满意', looking('☑', looks) + '满意', 1)}"

    reply = read(ticked(printed, line=FIRST, whole=whole))
    (found,) = reply.findings
    assert (found.code, found.place.path) == (code, "overall")
    assert "overall" not in reply.entry


def test_a_day_of_signing_struck_out_is_asked(printed):
    reply = signed(printed, looking("2026年9月20日", STRUCK))
    (found,) = reply.findings
    assert (found.code, found.place.path) == ("FK-SUR-145", "surveyed_on")
    assert "surveyed_on" not in reply.entry


@pytest.mark.parametrize("more", ["√", "满意", " ☑很满意"])
def test_a_mark_behind_the_question_of_an_item_without_an_answer_is_asked(printed, more):
    def whole(xml):
        return xml.replace("观感质量<", f"观感质量{more}<")

    reply = read(ticked(printed, line=FIRST, whole=whole))
    assert [one.code for one in reply.findings] == ["FK-SUR-093", "FK-SUR-053"]
    assert "choices" not in answer(reply, 2)


@pytest.mark.parametrize(
    ("points", "code", "level"),
    [("√", "FK-SUR-053", Level.ERROR), ("1", "FK-SUR-070", Level.WARNING),
     ("很好", "FK-SUR-070", Level.WARNING)],
)  # fmt: skip
def test_what_stands_behind_a_ticked_line_is_told(printed, points, code, level):
    def whole(xml):
        head, tail = xml.split("主体结构质量", 1)
        cell = tail.index("</w:tc>", tail.index("☑很满意")) + len("</w:tc>")
        inside = tail.index("</w:p>", cell)
        return f"{head}主体结构质量{tail[:inside]}<w:r><w:t>{points}</w:t></w:r>{tail[inside:]}"

    (found,) = read(ticked(printed, line=FIRST, whole=whole)).findings
    assert (found.code, found.level) == (code, level)


def test_a_tick_of_a_symbol_font_struck_out_is_asked(printed):
    symbol = looking("", STRUCK).replace(
        '<w:t xml:space="preserve"></w:t>', '<w:sym w:font="Wingdings 2" w:char="F052"/>'
    )
    reply = read(ticked(printed, line=LINE.replace("□满意", symbol + "满意")))
    assert [one.code for one in reply.findings] == ["FK-SUR-124"]
