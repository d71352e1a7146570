from __future__ import annotations

import io
from datetime import date, datetime

import openpyxl
import pytest
from returned import BANKS, FIVE, NA, RATING, THREE, Formula, In, Made, Paper, Rich, Styled, make

from formkit.kernel.errors import InputUnreadable
from formkit.kernel.findings import Level
from formkit.surveys import anchors
from formkit.surveys.reading import answers, heads, location, seen, workbook

ALL = {("Ⅲ", n): {"满意": "√"} for n in range(1, 11)}


def read(paper_or_made):
    made = paper_or_made if isinstance(paper_or_made, Made) else make(paper_or_made)
    return workbook.reply(made.data, "回函.xlsx", BANKS)


def with_marks(marks, **others):
    return Paper(marks=ALL | {("Ⅲ", 4): marks}, **others)


def answer(reply, number, section="Ⅲ"):
    found = [
        (tuple(one["choices"]), one["na"])
        for one in reply.entry["answers"]
        if (one["section"], one["item_no"]) == (section, number)
    ]
    assert len(found) == 1
    return found[0]


def told(reply, level=None):
    return [f.code for f in reply.findings if level in (None, f.level)]


def errors(reply):
    return told(reply, Level.ERROR)


def at(made, number, word, section="Ⅲ"):
    return made.where[section, number, word]


# What a clean sheet gives


@pytest.mark.parametrize("style", ["勾选", "下拉", "两式"])
@pytest.mark.parametrize("bank", [FIVE, THREE])
def test_a_clean_sheet_is_read_without_a_word(style, bank):
    words = bank.items[-1].choices
    column = {"勾选": lambda word: {word: "√"}, "下拉": lambda word: {RATING: word}}
    fill = column.get(style, column["勾选"])
    truth = {number: words[number % len(words)] for number in range(1, 11)}
    reply = read(Paper({("Ⅲ", n): fill(w) for n, w in truth.items()}, bank=bank, style=style))
    assert (reply.findings, reply.unsure) == ((), ())
    assert {n: answer(reply, n) for n in truth} == {n: ((w,), False) for n, w in truth.items()}
    assert reply.entry["bank"] == bank.name
    assert reply.key == reply.claim.survey_no == "SLJZ-AZB-MYD-2026-0007"
    assert reply.claim.bank_digest == bank.digest
    assert reply.claim.form_version == "1"
    assert reply.claim.project_no == "P2026-001"


def test_blank_items_are_there_with_their_place():
    made = make(Paper(ALL | {("Ⅲ", 3): {}}))
    reply = read(made)
    assert answer(reply, 3) == ((), False)
    assert reply.places["answers.2.choices"].cell == at(made, 3, "很满意")
    assert reply.places["answers.3.choices"].cell == at(made, 4, "满意")
    assert (
        str(reply.places["answers.3.choices"])
        == f"回函.xlsx〔调查表〕!{at(made, 4, '满意')} Ⅲ栏第4题"
    )
    assert reply.places["answers.3.choices"].path == "answers.3.choices"


def test_a_sheet_nobody_filled_in_has_all_items_blank():
    reply = read(Paper())
    assert [answer(reply, n) for n in range(1, 11)] == [((), False)] * 10
    assert told(reply) == []


def test_what_stands_below_the_items_becomes_the_record_s_fields():
    below = {
        "overall": "非常满意",
        "best_aspect": " 配合 ",
        "worst_aspect": "资料",
        "comments": "第一行\r\n第二行",
        "name": "李四",
        "title": "项目\n经理",
        "phone": "13800001111",
        "filled_on": date(2026, 9, 9),
    }
    made = make(Paper(ALL, below))
    reply = read(made)
    assert told(reply) == []
    entry = {key: value for key, value in reply.entry.items() if key not in {"answers", "bank"}}
    assert entry == {
        "overall": "很满意",
        "best_aspect": " 配合",
        "worst_aspect": "资料",
        "comments": "第一行\n第二行",
        "respondent": {"name": "李四", "title": "项目 经理", "phone": "13800001111"},
        "surveyed_on": date(2026, 9, 9),
    }
    assert reply.places["overall"].cell == made.fields["overall"]
    assert reply.places["respondent.phone"].cell == made.fields["phone"]


def test_fields_are_found_by_their_labels_where_the_names_are_lost():
    below = {"overall": "一般", "name": "李四", "comments": "好"}
    reply = read(Paper(ALL, below, fields_named=False))
    assert reply.entry["respondent"] == {"name": "李四"}  # not 张示例 of Ⅰ栏
    assert (reply.entry["overall"], reply.entry["comments"]) == ("一般", "好")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026年9月9日", date(2026, 9, 9)),
        ("2026.9.9", date(2026, 9, 9)),
        ("20260909", date(2026, 9, 9)),
        (20260909, date(2026, 9, 9)),
        (46274, date(2026, 9, 9)),
        (datetime(2026, 9, 9, 10, 30), date(2026, 9, 9)),
        ("2026/9/9 10:30", date(2026, 9, 9)),
        ("2026年9月9日上午9时30分", date(2026, 9, 9)),
    ],
)
def test_a_day_is_read_in_the_spellings_of_clerks(written, day):
    assert read(Paper(ALL, {"filled_on": written})).entry["surveyed_on"] == day


@pytest.mark.parametrize("date1904", [False, True])
def test_a_day_counts_from_the_workbook_s_own_epoch(date1904):
    reply = read(Paper(ALL, {"filled_on": date(2026, 9, 9)}, date1904=date1904))
    assert (reply.entry["surveyed_on"], told(reply)) == (date(2026, 9, 9), [])


@pytest.mark.parametrize("written", ["9月", "2026年13月1日", "昨天", 3])
def test_a_day_that_cannot_be_read_is_asked(written):
    reply = read(Paper(ALL, {"filled_on": written}))
    assert "surveyed_on" not in reply.entry
    assert len(errors(reply)) == 1


def test_a_number_that_is_no_likely_day_is_told_as_it_stands_in_the_cell():
    (found,) = read(Paper(ALL, {"filled_on": 1462})).findings
    assert "「1462」" in found.found


def test_characters_that_cannot_be_printed_are_spelt_out_and_told():
    reply = read(Paper(ALL, {"comments": "好\u202e坏", "name": "李\u200b四"}))
    assert reply.entry["comments"] == "好\\u202e坏"
    assert told(reply, Level.WARNING) == ["FK-SUR-067", "FK-SUR-067"]
    assert errors(reply) == []


def test_overall_must_be_a_word_of_the_scale():
    reply = read(Paper(ALL, {"overall": "较满意"}))
    assert (errors(reply), "overall" in reply.entry) == (["FK-SUR-066"], False)


@pytest.mark.parametrize("said", ["不适用", "/", "无"])
def test_overall_may_say_that_it_does_not_apply(said):
    reply = read(Paper(ALL, {"overall": said}))
    assert (errors(reply), reply.entry["overall"]) == ([], "不适用")


# Marks


@pytest.mark.parametrize(
    "mark", ["✓", "✔", "☑", "■", "●", "Ｖ", "v", "Y", 1, "1", "是", "√ ", "对"]
)
def test_ticks_in_every_spelling(mark):
    reply = read(with_marks({"一般": mark}))
    assert (answer(reply, 4), told(reply)) == ((("一般",), False), [])


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ({"一般": In("Wingdings", "ü")}, (("一般",), False)),
        ({"一般": In("Wingdings 2", "P")}, (("一般",), False)),
        ({"一般": In("Webdings", "a")}, (("一般",), False)),
        ({"一般": Rich((("宋体", " "), ("Wingdings", "ü")))}, (("一般",), False)),
        ({"一般": "一般"}, (("一般",), False)),
        ({"很满意": "非常满意"}, (("很满意",), False)),
        ({RATING: "一般"}, (("一般",), False)),
        ({RATING: "一般", "一般": "√"}, (("一般",), False)),
        ({RATING: NA}, ((), True)),
        ({NA: "√"}, ((), True)),
        ({NA: "√", RATING: NA}, ((), True)),
        ({NA: "/"}, ((), True)),
        ({"满意": "/"}, ((), True)),
        ({"很满意": "/", "满意": "/", "一般": "/", "不满意": "/", "很不满意": "/"}, ((), True)),
        ({"满意": "—"}, ((), True)),
        ({"满意": "□", "一般": "☑", "不满意": "□"}, (("一般",), False)),
        ({"满意": " "}, ((), False)),
    ],
)
def test_answers_that_are_certain(marks, expected):
    reply = read(with_marks(marks))
    assert (answer(reply, 4), errors(reply)) == (expected, [])


@pytest.mark.parametrize(
    ("marks", "code", "cell"),
    [
        ({"满意": "√", "一般": "√"}, "FK-SUR-050", "满意"),
        ({"满意": "√", NA: "√"}, "FK-SUR-050", "满意"),
        ({"满意": "√", RATING: "一般"}, "FK-SUR-051", RATING),
        ({NA: "√", RATING: "一般"}, "FK-SUR-051", RATING),
        ({"满意": "√", RATING: NA}, "FK-SUR-051", RATING),
        ({"满意": "√", "一般": "/"}, "FK-SUR-076", "满意"),
        ({"满意": "○"}, "FK-SUR-052", "满意"),
        ({"满意": "×"}, "FK-SUR-052", "满意"),
        ({"满意": "✗"}, "FK-SUR-052", "满意"),
        ({"满意": "?"}, "FK-SUR-052", "满意"),
        ({"满意": 0}, "FK-SUR-052", "满意"),
        ({"满意": 3}, "FK-SUR-052", "满意"),
        ({"满意": True}, "FK-SUR-052", "满意"),
        ({"满意": "√ 还行"}, "FK-SUR-052", "满意"),
        ({"满意": "一般"}, "FK-SUR-052", "满意"),
        ({"满意": "√", "一般": "?"}, "FK-SUR-052", "一般"),
        ({"满意": In("Wingdings", "V")}, "FK-SUR-052", "满意"),
        ({"满意": "ü"}, "FK-SUR-052", "满意"),
        ({RATING: "较满意"}, "FK-SUR-052", RATING),
        ({RATING: "√"}, "FK-SUR-052", RATING),
        ({"K": "√"}, "FK-SUR-053", None),
        ({"满意": "√", "K": "√"}, "FK-SUR-053", None),
        ({"K": "满意"}, "FK-SUR-053", None),
        ({"K": "没有意见"}, "FK-SUR-053", None),  # the item has no answer: it may be one
        ({"满意": Formula("=1/0", "#DIV/0!")}, "FK-SUR-054", "满意"),
        ({"满意": "√", "K": Formula("=NA()", "#N/A")}, "FK-SUR-053", None),
    ],
)
def test_what_is_not_certain_is_asked_with_its_cell(marks, code, cell):
    made = make(with_marks(marks))
    reply = read(made)
    assert errors(reply) == [code]
    finding = next(one for one in reply.findings if one.code == code)
    row = at(made, 4, "满意").lstrip("ABCDEFGHIJK")
    assert finding.place.cell == (at(made, 4, cell) if cell else f"K{row}")
    assert finding.place.sheet == "调查表"
    assert "第4题" in finding.found


def test_a_stroke_is_asked_where_the_bank_says_so():
    from dataclasses import replace  # noqa: PLC0415

    strict = replace(FIVE, slash="报错")
    made = make(with_marks({"满意": "/"}))
    reply = workbook.reply(made.data, "a.xlsx", {FIVE.digest: strict})
    assert errors(reply) == ["FK-SUR-052"]


def test_two_marks_keep_both_so_that_a_person_sees_them():
    assert answer(read(with_marks({"满意": "√", "一般": "√"})), 4) == (("满意", "一般"), False)


def test_a_remark_beside_an_answer_is_a_warning():
    reply = read(with_marks({"满意": "√", "K": "噪音大"}))
    assert (answer(reply, 4), told(reply)) == ((("满意",), False), ["FK-SUR-070"])
    assert reply.findings[0].level is Level.WARNING


def test_a_formula_counts_by_its_stored_result_and_is_told():
    reply = read(with_marks({"满意": Formula('="√"', "√")}))
    assert (answer(reply, 4), told(reply)) == ((("满意",), False), ["FK-SUR-061"])


def uncached(made, cell):
    """Take the stored result of a formula away, as openpyxl and programs without a calculator do."""
    import io  # noqa: PLC0415
    import re  # noqa: PLC0415
    import zipfile  # noqa: PLC0415

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made.data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith("sheet1.xml"):
                part, count = re.subn(
                    rf'(<c r="{cell}"[^>]*?)( t="str")?>(<f>.*?</f>)<v>.*?</v>'.encode(),
                    rb"\1>\3",
                    part,
                )
                assert count == 1
            new.writestr(name, part)
    return Made(out.getvalue(), made.where, made.fields)


def test_a_formula_that_was_never_worked_out_is_asked():
    made = make(with_marks({"满意": Formula('="√"', "√")}))
    reply = read(uncached(made, at(made, 4, "满意")))
    assert errors(reply) == ["FK-SUR-055"]
    assert answer(reply, 4) == ((), False)


def test_readers_that_do_not_agree_are_told(monkeypatch):
    from formkit.surveys.reading import grid  # noqa: PLC0415

    def lies(book, name):
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        return [["√" if value == 1.5 else value for value in row] for row in rows]

    monkeypatch.setattr(grid, "_rows", lies)
    made = make(with_marks({"满意": 1.5}))
    reply = read(made)
    assert errors(reply) == ["FK-SUR-056"]
    assert "「1.5」和「√」" in reply.findings[0].found


def test_a_mark_that_only_the_second_reader_sees_is_told(monkeypatch):
    from formkit.surveys.reading import grid  # noqa: PLC0415

    made = make(with_marks({"满意": "√"}))
    cell = at(made, 4, "一般")
    row, column = int(cell[1:]), ord(cell[0]) - 64

    def sees_more(book, name):
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        rows[row - 1][column - 1] = "√"
        return rows

    monkeypatch.setattr(grid, "_rows", sees_more)
    reply = read(made)
    assert errors(reply) == ["FK-SUR-056"]
    assert reply.findings[0].place.cell == cell


# Merged, hidden, covered


def span(made, number, first, last):
    return f"{at(made, number, first)}:{at(made, number, last)}"


def test_a_mark_over_merged_boxes_is_asked():
    first = make(with_marks({}))
    area = span(first, 4, "满意", "一般")
    reply = read(with_marks({}, merges=[(area, "√")]))
    assert set(errors(reply)) == {"FK-SUR-057"}
    assert area in reply.findings[0].found


def test_a_mark_merged_over_two_items_is_asked():
    first = make(Paper(ALL))
    area = f"{at(first, 4, '满意')}:{at(first, 5, '满意')}"
    reply = read(Paper(ALL | {("Ⅲ", 4): {}, ("Ⅲ", 5): {}}, merges=[(area, "√")]))
    assert set(errors(reply)) == {"FK-SUR-057"}


def test_boxes_merged_and_blank_are_blank():
    first = make(with_marks({}))
    reply = read(with_marks({}, merges=[(span(first, 4, "满意", "一般"), "")]))
    assert (answer(reply, 4), told(reply)) == (((), False), [])


def test_values_under_a_merge_are_told():
    reply = read(Paper(ALL, extra={"D1": "盖住的"}))  # A1:J1 is merged
    assert told(reply) == ["FK-SUR-064"]
    assert "A1:J1" in reply.findings[0].found


def test_a_hidden_answer_counts_and_is_told():
    made = make(Paper(ALL))
    row = int(at(made, 4, "满意").lstrip("ABCDEFGHIJ"))
    reply = read(Paper(ALL, hidden_rows=[row]))
    assert answer(reply, 4) == (("满意",), False)
    assert told(reply, Level.WARNING) == ["FK-SUR-063"]
    reply = read(Paper(ALL, hidden_columns=["D"]))
    assert told(reply, Level.WARNING) == ["FK-SUR-063"] * 10


def _forget():
    for cached in (seen._agreed, location._sure, heads._head):
        cached.cache_clear()
    answers._KNOWN.clear()


def test_sheets_read_before_change_nothing_of_the_next_one():
    two_rows = f"{at(make(Paper(ALL)), 4, '满意')}:{at(make(Paper(ALL)), 5, '满意')}"
    papers = [
        Paper(ALL),
        Paper(ALL, hidden_columns=["D"]),
        Paper(ALL | {("Ⅲ", 4): {}}),
        Paper(ALL | {("Ⅲ", 4): {"满意": "√", "一般": "√"}}),
        Paper(ALL | {("Ⅲ", 4): {}, ("Ⅲ", 5): {}}, merges=[(two_rows, "√")]),
        Paper(ALL | {("Ⅱ", 2): {"满意": "√"}}),
        Paper(ALL, comments={"D20": "其实不满意"}),
    ]
    alone = []
    for paper in papers:
        _forget()
        reply = read(paper)
        alone.append((reply.entry, reply.findings, dict(reply.places)))
    for paper, expected in [*zip(papers, alone, strict=True)] * 2:
        reply = read(paper)
        assert (reply.entry, reply.findings, dict(reply.places)) == expected


def test_other_sheets_comments_and_hidden_things_are_listed():
    reply = read(
        Paper(
            ALL,
            sheets={"说明": {"A1": "请看"}, "藏": {"B2": "x", "B3": "y"}},
            hidden_sheets=["藏"],
            comments={"D20": "其实不满意"},
        )
    )
    assert errors(reply) == []
    assert sorted(told(reply, Level.INFO)) == ["FK-SUR-062", "FK-SUR-062", "FK-SUR-065"]
    sentences = " ".join(one.found for one in reply.findings)
    assert "隐藏工作表「藏」有 2 个值" in sentences
    assert "D20" in sentences


def test_a_second_sheet_that_was_answered_too_is_asked():
    head = {"A1": "题号", "B1": "调查项目", "C1": "满意", "D1": "一般", "C2": "√"}
    assert errors(read(Paper(ALL, sheets={"调查表 (2)": head}))) == ["FK-SUR-072"]
    blank = {key: value for key, value in head.items() if key != "C2"}
    assert errors(read(Paper(ALL, sheets={"调查表 (2)": blank}))) == []


# The two halves


def test_both_halves_filled_in_are_asked():
    made = make(Paper(ALL | {("Ⅱ", 2): {"满意": "√"}}))
    reply = read(made)
    assert errors(reply) == ["FK-SUR-058"]
    assert answer(reply, 2, "Ⅱ") == (("满意",), False)
    assert at(made, 2, "满意", "Ⅱ") in reply.findings[0].found


def test_the_wrong_half_is_asked():
    reply = read(Paper({("Ⅱ", n): {"满意": "√"} for n in range(1, 11)}))
    assert errors(reply) == ["FK-SUR-059"]
    assert answer(reply, 2, "Ⅱ") == (("满意",), False)
    assert answer(reply, 2, "Ⅲ") == ((), False)


def test_the_half_that_was_asked_may_be_the_second():
    reply = read(Paper({("Ⅱ", n): {"满意": "√"} for n in range(1, 11)}, asked="Ⅱ"))
    assert told(reply) == []
    assert {one["section"] for one in reply.entry["answers"]} == {"Ⅱ"}


def test_the_other_half_struck_out_is_no_answer():
    struck = {("Ⅱ", n): {"满意": "/"} for n in range(1, 11)}
    reply = read(Paper(ALL | struck))
    assert told(reply) == []
    assert {one["section"] for one in reply.entry["answers"]} == {"Ⅲ"}


# Where the items are


def test_rows_inserted_columns_moved_and_a_sheet_renamed_change_nothing():
    columns = [RATING, "很不满意", "不满意", "一般", "满意", "很满意", "题号", "调查项目", NA]
    reply = read(
        Paper(
            ALL | {("Ⅲ", 4): {"一般": "√"}},
            columns=columns,
            blank_rows=[3, 3, 7],
            sheet="张总's 表",
        )
    )
    assert (told(reply), reply.unsure) == ([], ())
    assert answer(reply, 4) == (("一般",), False)
    assert answer(reply, 9) == (("满意",), False)
    assert reply.place.sheet == "张总's 表"


@pytest.mark.parametrize("style", ["勾选", "下拉", "两式"])
def test_items_are_found_by_number_where_the_names_are_lost(style):
    marks = {("Ⅲ", n): {RATING: "满意"} if style == "下拉" else {"满意": "√"} for n in range(1, 11)}
    reply = read(Paper(marks, names=False, style=style, blank_rows=[5]))
    assert (told(reply), reply.unsure) == ([], ())
    assert [answer(reply, n) for n in range(1, 11)] == [(("满意",), False)] * 10


def test_items_are_found_by_text_where_numbers_and_names_are_lost_and_must_be_confirmed():
    numbers = {(section, n): "" for section in ("Ⅱ", "Ⅲ") for n in range(1, 11)}
    texts = {("Ⅲ", 4): "防水和安装质量"}
    reply = read(Paper(ALL, names=False, numbers=numbers, texts=texts))
    assert {one.code for one in reply.unsure} == {"FK-SUR-048"}
    assert answer(reply, 4) == (("满意",), False)
    assert "FK-SUR-049" not in told(reply)


def test_a_text_that_was_edited_is_a_warning_and_the_number_counts():
    reply = read(Paper(ALL, texts={("Ⅲ", 4): "防水、安装(重要)"}))
    assert (errors(reply), told(reply)) == ([], ["FK-SUR-060"])
    assert answer(reply, 4) == (("满意",), False)


def test_a_row_that_was_sorted_away_from_its_name_is_found_by_its_number():
    texts = {("Ⅲ", 3): FIVE.items[13].text, ("Ⅲ", 4): FIVE.items[12].text}
    numbers = {("Ⅲ", 3): 4, ("Ⅲ", 4): 3}
    marks = ALL | {("Ⅲ", 3): {"一般": "√"}, ("Ⅲ", 4): {"不满意": "√"}}
    reply = read(Paper(marks, texts=texts, numbers=numbers))
    assert (told(reply), reply.unsure) == ([], ())
    assert answer(reply, 4) == (("一般",), False)  # it stands where 3 stood
    assert answer(reply, 3) == (("不满意",), False)


def test_a_deleted_item_is_asked():
    reply = read(Paper(ALL, deleted=[("Ⅲ", 6)]))
    assert errors(reply) == ["FK-SUR-049"]
    assert "使用功能" not in reply.findings[0].found
    assert "保修的及时性" in reply.findings[0].found


def test_an_item_of_the_other_half_that_was_deleted_does_not_matter():
    reply = read(Paper(ALL, deleted=[("Ⅱ", n) for n in range(1, 11)]))
    assert errors(reply) == []


def test_an_item_copied_is_asked():
    reply = read(Paper(ALL, numbers={("Ⅲ", 5): 4}, texts={("Ⅲ", 5): FIVE.items[13].text}))
    assert "FK-SUR-071" in errors(reply)


def test_marks_in_a_row_of_no_item_are_asked():
    made = make(Paper(ALL, blank_rows=[5]))
    row = int(at(made, 5, "满意").lstrip("ABCDEFGHIJ")) - 1
    reply = read(Paper(ALL, blank_rows=[5], extra={f"D{row}": "√"}))
    assert errors(reply) == ["FK-SUR-053"]
    assert reply.findings[0].place.cell == f"D{row}"


def test_a_header_that_was_written_over_is_asked():
    made = make(Paper(ALL))
    row = int(at(made, 1, "满意").lstrip("ABCDEFGHIJ")) - 1
    reply = read(Paper(ALL, extra={f"D{row}": "√"}))
    assert set(errors(reply)) == {"FK-SUR-069", "FK-SUR-053"}
    assert "缺「满意」" in reply.findings[0].found


def test_a_header_that_is_gone_is_asked():
    made = make(Paper(ALL, names=False))
    rows = [int(at(made, 1, "满意", half).lstrip("ABCDEFGHIJ")) - 1 for half in ("Ⅱ", "Ⅲ")]
    blank = {f"{column}{row}": "" for row in rows for column in "ABCDEFGHI"}
    reply = read(Paper(ALL, extra=blank))
    assert set(errors(reply)) <= {"FK-SUR-068", "FK-SUR-049"}
    assert errors(reply)
    assert all(answer(reply, one["item_no"]) == ((), False) for one in reply.entry["answers"])


# Which survey it is


def test_a_lost_hidden_sheet_must_be_confirmed():
    reply = read(Paper(ALL, meta=None))
    assert [one.code for one in reply.unsure] == ["FK-SUR-046"]
    assert (reply.key, errors(reply)) == ("SLJZ-AZB-MYD-2026-0007", [])
    assert answer(reply, 4) == (("满意",), False)


@pytest.mark.parametrize("style", ["勾选", "两式"])
def test_a_sheet_that_says_nothing_of_itself_is_read_by_its_questions_and_must_be_confirmed(style):
    reply = read(Paper(ALL, meta=None, properties=None, template=None, names=False, style=style))
    assert [one.code for one in reply.unsure] == ["FK-SUR-047"]
    assert reply.claim.survey_no == "SLJZ-AZB-MYD-2026-0007"  # as printed
    assert reply.claim.bank_digest == FIVE.digest
    assert answer(reply, 4) == (("满意",), False)


def test_a_sheet_that_several_banks_may_have_made_is_asked():
    reply = read(Paper(ALL, meta=None, properties=None, template=None, names=False, style="下拉"))
    assert errors(reply) == ["FK-SUR-077"]
    assert reply.entry == {}


def test_a_workbook_that_is_no_survey_is_refused():
    from io import BytesIO  # noqa: PLC0415

    import xlsxwriter  # noqa: PLC0415

    stream = BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        book.add_worksheet().write(0, 0, "工资表")
    with pytest.raises(InputUnreadable) as raised:
        workbook.reply(stream.getvalue(), "a.xlsx", BANKS)
    assert raised.value.code == "FK-SUR-040"


def test_another_form_is_refused():
    with pytest.raises(InputUnreadable) as raised:
        read(Paper(ALL, meta={"form": "complaint_form"}))
    assert raised.value.code == "FK-SUR-042"


@pytest.mark.parametrize("version", ["0", "2", "x"])
def test_a_version_that_is_not_known_is_asked_and_nothing_is_read(version):
    changes = {"form_version": version}
    mark = anchors.template_mark(FIVE.digest).replace("|1|", f"|{version}|")
    reply = read(Paper(ALL, meta=changes, properties=changes, template=mark))
    assert errors(reply) == ["FK-SUR-043"]
    assert (reply.entry, reply.key) == ({}, "SLJZ-AZB-MYD-2026-0007")


def test_a_bank_that_is_not_registered_is_asked_and_nothing_is_read():
    made = make(Paper(ALL))
    reply = workbook.reply(made.data, "a.xlsx", {THREE.digest: THREE})
    assert (errors(reply), reply.entry) == (["FK-SUR-045"], {})
    assert reply.claim.bank_digest == FIVE.digest


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"properties": {"survey_no": "SLJZ-AZB-MYD-2026-0099"}}, "编号"),
        ({"properties": {"bank_digest": THREE.digest}}, "题库"),
        (
            {"meta": {"bank_digest": THREE.digest}, "properties": {"bank_digest": THREE.digest}},
            "版次和题库",
        ),
        ({"properties": {"form_version": "2"}}, "版次"),
    ],
)
def test_particulars_that_contradict_each_other_are_asked(changes, what):
    reply = read(Paper(ALL, **changes))
    assert any(one.code == "FK-SUR-044" and what in one.found for one in reply.findings)


def test_a_file_without_a_number_has_its_content_for_a_key():
    reply = read(Paper(ALL, survey_no=""))
    assert reply.key.startswith("sha256:")


# Where people write although they should not


@pytest.mark.parametrize("text", ["主体结构质量 满意", "主体结构质量√", "√主体结构质量"])
def test_an_answer_written_into_the_question_is_asked_and_not_taken_as_blank(text):
    marks = {key: value for key, value in ALL.items() if key != ("Ⅲ", 1)}
    made = make(Paper(marks=marks, texts={("Ⅲ", 1): text}))
    reply = read(made)
    assert errors(reply) == ["FK-SUR-053"]
    assert reply.findings[-1].place.cell == at(made, 1, anchors.ITEM)


def test_a_tick_before_the_number_is_asked():
    marks = {key: value for key, value in ALL.items() if key != ("Ⅲ", 1)}
    assert errors(read(Paper(marks=marks, numbers={("Ⅲ", 1): "√1"}))) == ["FK-SUR-053"]


def test_a_question_that_was_only_worded_otherwise_is_warned_of_and_its_answer_counts():
    reply = read(Paper(marks=ALL, texts={("Ⅲ", 1): "主体结构质量是否满意"}))
    assert (errors(reply), answer(reply, 1)) == ([], (("满意",), False))


def test_texts_that_were_sorted_without_their_numbers_are_asked():
    texts = {("Ⅲ", 1): "观感质量", ("Ⅲ", 2): "主体结构质量"}
    assert errors(read(Paper(marks=ALL, texts=texts))) == ["FK-SUR-079"] * 2


def test_names_that_were_left_behind_when_rows_were_inserted_are_not_believed():
    """Twelve rows above Ⅱ: the names of Ⅲ point to the items of Ⅱ, with the same numbers."""
    book = openpyxl.load_workbook(io.BytesIO(make(Paper(marks=ALL, style="勾选")).data))
    sheet = book[anchors.SHEET]
    merged = [str(area) for area in sheet.merged_cells.ranges]
    for area in merged:
        sheet.unmerge_cells(area)
    heads = [cell.row for cell in sheet["A"] if cell.value == anchors.ITEM_NO]
    sheet.insert_rows(3, heads[1] - heads[0])  # openpyxl moves no names
    stream = io.BytesIO()
    book.save(stream)
    reply = workbook.reply(stream.getvalue(), "回函.xlsx", BANKS)
    assert (errors(reply), reply.unsure) == ([], ())
    assert [answer(reply, n) for n in range(1, 11)] == [(("满意",), False)] * 10


def test_the_fields_below_are_found_by_their_labels_where_their_names_were_left_behind():
    below = {"overall": "满意", "name": "李四", "filled_on": "2026-11-20"}
    book = openpyxl.load_workbook(io.BytesIO(make(Paper(marks=ALL, below=below)).data))
    sheet = book[anchors.SHEET]
    for area in [str(area) for area in sheet.merged_cells.ranges]:
        sheet.unmerge_cells(area)
    sheet.insert_rows(3)
    stream = io.BytesIO()
    book.save(stream)
    entry = workbook.reply(stream.getvalue(), "回函.xlsx", BANKS).entry
    assert (entry["overall"], entry["respondent"]) == ("满意", {"name": "李四"})
    assert entry["surveyed_on"] == date(2026, 11, 20)


def test_a_sheet_pasted_over_another_says_two_numbers_and_is_asked():
    reply = read(Paper(marks=ALL, extra={"C2": "编号:SLJZ-AZB-MYD-2026-0008"}))
    assert errors(reply) == ["FK-SUR-094"]


@pytest.mark.parametrize(
    "looks", [("bg_color", "#FFFF00"), ("bold", True), ("font_strikeout", True)]
)
def test_a_coloured_box_instead_of_a_tick_is_asked_and_never_blank(looks):
    reply = read(with_marks({"满意": Styled((looks,))}))
    assert errors(reply) == ["FK-SUR-107"]
    assert answer(reply, 4) == ((), False)
    [found] = [one for one in reply.findings if one.code == "FK-SUR-107"]
    assert ("「满意」" in found.found, found.place.path) == (True, "answers.3.choices")


def test_a_row_of_one_colour_and_a_coloured_tick_ask_nothing():
    fill = (("bg_color", "#DDEEFF"),)
    words = [*(str(word) for word in FIVE.items[-1].choices), NA]
    assert errors(read(with_marks({word: Styled(fill) for word in words}))) == []
    chosen = read(with_marks({"满意": Styled(fill, "√")}))
    assert (errors(chosen), answer(chosen, 4)) == ([], (("满意",), False))


def test_a_tick_that_is_struck_out_is_asked():
    struck = Styled((("font_strikeout", True),), "√")
    reply = read(with_marks({"满意": struck}))
    assert (errors(reply), answer(reply, 4)) == (["FK-SUR-124"], ((), False))


def test_what_is_drawn_over_an_item_without_a_tick_is_asked_and_elsewhere_told():
    made = make(Paper(ALL))
    cell = at(made, 4, "满意")
    drawn = read(with_marks({}, shapes=[cell]))
    assert "FK-SUR-108" in errors(drawn)
    assert "FK-SUR-109" in told(drawn, Level.WARNING)
    beside = read(Paper(ALL, shapes=[cell]))
    assert (errors(beside), told(beside, Level.WARNING)) == ([], ["FK-SUR-109"])
