"""Exports of 问卷星 and 腾讯问卷, as their users download them; all data fictional."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from formkit.kernel.errors import InputUnreadable, ProfileError
from formkit.kernel.findings import Level
from formkit.ooxml import text as stored
from formkit.schemas.satisfaction_survey.bank import load_banks
from formkit.schemas.satisfaction_survey.record import Section
from formkit.surveys import exports
from formkit.surveys.exports import mapping
from formkit.surveys.exports.grammar import Download
from formkit.surveys.exports.suggest import suggest
from formkit.surveys.reply import Source

FIVE = load_banks()["五级"]
BANKS = {bank.digest: bank for bank in load_banks().values()}
ITEMS = [item.text for item in FIVE.section(Section.DELIVERED)]
WJX = ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP"]
SENT = ["1", "2026/9/3 12:00:00", "528秒", "手机提交", "直接访问", "192.0.2.1"]
GOOD = ["很满意"] * 6 + ["满意"] * 4


def as_csv(*rows, encoding="utf-8-sig"):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def wjx(*answers, titles=(), more=(), encoding="utf-8-sig"):
    named = titles or [f"{number}、{text}" for number, text in enumerate(ITEMS, start=1)]
    rows = [[str(at), *SENT[1:], *row] for at, row in enumerate(answers, start=1)]
    return as_csv([*WJX, *named, *more, "总分"], *([*row, "27"] for row in rows), encoding=encoding)


def plan(tmp_path, text):
    path = tmp_path / "映射.yaml"
    path.write_text(text, encoding="utf-8")
    return mapping.load(path)


def choices(reply):
    return [
        "不适用" if one.get("na") else "、".join(one.get("choices", ())) or "空"
        for one in reply.entry["answers"]
    ]


def codes(reply):
    return [finding.code for finding in reply.findings]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_text_download_of_wjx_is_read_without_a_mapping_file(encoding):
    (reply,) = exports.read(wjx(GOOD, encoding=encoding), "问卷星.csv", None, BANKS)
    assert choices(reply) == GOOD
    assert reply.source is Source.WJX
    assert reply.entry["bank"] == "五级"
    assert reply.entry["method"] == "问卷星"
    assert reply.entry["surveyed_on"] == "2026-09-03"
    assert reply.findings == reply.unsure == ()


def test_what_tells_who_sent_it_from_where_is_dropped_unless_asked_for(tmp_path):
    (reply,) = exports.read(wjx(GOOD), "问卷星.csv", None, BANKS)
    assert "192.0.2.1" not in str(reply)
    kept = plan(tmp_path, "keep: [来自IP]\n")
    (reply,) = exports.read(wjx(GOOD), "问卷星.csv", kept, BANKS)
    assert reply.entry["remarks"] == "来自IP:192.0.2.1"


def test_blank_and_skipped_items_are_told_apart():
    answers = ["(空)", "(跳过)", "", *GOOD[3:]]
    (reply,) = exports.read(wjx(answers), "问卷星.csv", None, BANKS)
    assert choices(reply)[:3] == ["空", "不适用", "空"]


def test_two_options_of_one_item_are_asked_of_a_person():
    (reply,) = exports.read(wjx(["满意┋一般", *GOOD[1:]]), "问卷星.csv", None, BANKS)
    assert codes(reply) == ["FK-SUR-086"]
    assert choices(reply)[0] == "空"
    assert reply.findings[0].place.line == 2


def test_a_word_that_the_scale_does_not_have_is_asked_and_one_that_is_certain_is_not():
    (reply,) = exports.read(wjx(["较满意", "非常满意", *GOOD[2:]]), "问卷星.csv", None, BANKS)
    assert codes(reply) == ["FK-SUR-085"]
    assert choices(reply)[:2] == ["空", "很满意"]


def test_text_written_beside_an_option_goes_to_the_comments():
    answers = ["满意〖外墙有色差〗", *GOOD[1:]]
    (reply,) = exports.read(wjx(answers), "问卷星.csv", None, BANKS)
    assert choices(reply)[0] == "满意"
    assert reply.entry["comments"] == "主体结构质量:外墙有色差"
    assert [finding.level for finding in reply.findings] == [Level.INFO]


def test_three_level_answers_are_known_by_their_words():
    answers = ["满意"] * 8 + ["一般", "不满意"]
    (reply,) = exports.read(wjx(answers), "问卷星.csv", None, BANKS)
    assert reply.entry["bank"] == "三级"


def test_an_index_download_without_a_mapping_file_is_refused():
    data = wjx(["1"] * 10)
    with pytest.raises(InputUnreadable) as refused:
        exports.read(data, "问卷星.csv", None, BANKS)
    assert refused.value.code == "FK-SUR-082"


def test_an_index_is_read_by_the_mapping_file_alone(tmp_path):
    reverse = plan(
        tmp_path,
        "download: 序号\nbank: 五级\nproject_no: P2026-001\n"
        "values:\n  五级: {5: 很满意, 4: 满意, 3: 一般, 2: 不满意, 1: 很不满意}\n",
    )
    answers = ["5", "4", "3", "2", "1", "-2", "-3", "7", "5", "5"]
    (reply,) = exports.read(wjx(answers), "问卷星.csv", reverse, BANKS)
    assert choices(reply)[:7] == ["很满意", "满意", "一般", "不满意", "很不满意", "空", "不适用"]
    assert codes(reply) == ["FK-SUR-085"]  # 7 is no option
    assert reply.claim.project_no == "P2026-001"


def test_a_mapping_file_that_leaves_the_numbers_open_is_refused(tmp_path):
    with pytest.raises(ProfileError) as refused:
        exports.read(wjx(["1"] * 10), "问卷星.csv", plan(tmp_path, "bank: 五级\n"), BANKS)
    assert refused.value.code == "FK-SUR-099"


def test_a_score_download_is_not_taken_for_points(tmp_path):
    given = plan(tmp_path, "download: 分数\nbank: 五级\nvalues:\n  五级: {5: 很满意, 4: 满意}\n")
    (reply,) = exports.read(wjx(["5"] * 6 + ["4"] * 4), "问卷星.csv", given, BANKS)
    assert choices(reply) == GOOD


def test_rows_of_a_matrix_are_items():
    titles = [f"第1题({text})" for text in ITEMS]
    (reply,) = exports.read(wjx(GOOD, titles=titles), "问卷星.csv", None, BANKS)
    assert choices(reply) == GOOD
    titles = [f"1、({text})" for text in ITEMS]
    (reply,) = exports.read(wjx(GOOD, titles=titles), "问卷星.csv", None, BANKS)
    assert choices(reply) == GOOD


def test_polite_questions_are_known_and_reworded_ones_want_confirmation():
    titles = [f"{n}、您对本工程的{text}满意度" for n, text in enumerate(ITEMS, start=1)]
    titles[1] = "2、工程的观感质量情况"
    (reply,) = exports.read(wjx(GOOD, titles=titles), "问卷星.csv", None, BANKS)
    assert choices(reply)[0] == "很满意"
    (lost,) = reply.unsure
    assert lost.code == "FK-SUR-106"
    assert "「2、工程的观感质量情况」" in lost.found


def test_questions_about_the_respondent_go_to_their_fields():
    more = ["11、您的单位", "12、您的姓名", "13、联系电话", "14、意见和建议", "15、工程编号"]
    answers = [*GOOD, "示例置业", "欧阳喆", "138-0000-0001", "没有", "P2026-001"]
    (reply,) = exports.read(wjx(answers, more=more), "问卷星.csv", None, BANKS)
    assert reply.entry["respondent_unit"] == "示例置业"
    assert reply.entry["respondent"] == {"name": "欧阳喆", "phone": "138-0000-0001"}
    assert reply.claim.project_no == "P2026-001"


TENCENT = ["编号", "开始答题时间", "结束答题时间", "答题时长", "地理位置省", "用户标识", "昵称"]
FILLED = ["7", "2026-09-04 08:00:00", "2026-09-04 08:03:10", "190", "示例省", "u-1", "小样"]


def test_a_download_of_tencent_is_read_from_a_workbook():
    titles = [f"{n}.{text}" for n, text in enumerate(ITEMS, start=1)]
    data = as_xlsx([*TENCENT, *titles], [*FILLED, *GOOD])
    (reply,) = exports.read(data, "腾讯问卷.xlsx", None, BANKS)
    assert choices(reply) == GOOD
    assert (reply.source, reply.entry["method"]) == (Source.TENCENT, "腾讯问卷")
    assert reply.entry["surveyed_on"] == "2026-09-04"
    assert "小样" not in str(reply)
    assert reply.places["answers.0.choices"].cell == "H2"


def test_options_with_a_column_each_are_one_item():
    marks = ["很满意", "满意", "一般", "不满意", "很不满意"]
    titles = [f"1.{ITEMS[0]}:{mark}" for mark in marks]
    one = as_csv([*TENCENT, *titles], [*FILLED, "", "满意", "", "", ""])
    (reply,) = exports.read(one, "腾讯问卷.csv", None, BANKS)
    assert choices(reply) == ["满意"]
    two = as_csv([*TENCENT, *titles], [*FILLED, "很满意", "满意", "", "", ""])
    (reply,) = exports.read(two, "腾讯问卷.csv", None, BANKS)
    assert codes(reply) == ["FK-SUR-086"]


def test_an_error_value_is_asked_of_a_person():
    book = openpyxl.Workbook()
    book.active.append([*TENCENT, *(f"{n}.{text}" for n, text in enumerate(ITEMS, start=1))])
    book.active.append([*FILLED, "#N/A", *GOOD[1:]])
    book.active["H2"].data_type = "e"
    data = io.BytesIO()
    book.save(data)
    (reply,) = exports.read(data.getvalue(), "腾讯问卷.xlsx", None, BANKS)
    assert codes(reply) == ["FK-SUR-088"]


def test_a_cell_that_two_readers_read_otherwise_is_asked_of_a_person(monkeypatch):
    titles = [f"{n}.{text}" for n, text in enumerate(ITEMS, start=1)]
    data = as_xlsx([*TENCENT, *titles], [*FILLED, *GOOD])
    honest = stored.cells

    def other(part, strings=()):
        return honest(part, strings) | {"H2": "满意"}

    monkeypatch.setattr(stored, "cells", other)
    (reply,) = exports.read(data, "腾讯问卷.xlsx", None, BANKS)
    assert codes(reply) == ["FK-SUR-104"]
    assert reply.findings[0].place.cell == "H2"


def test_any_other_table_is_read_by_a_mapping_file(tmp_path):
    given = plan(
        tmp_path,
        "source: generic\nbank: 三级\nproject_no: P2026-001\nfixed: {调查方式: 电话}\ncolumns:\n"
        "  - {column: 质量, item: Ⅲ1}\n  - {pattern: '^观感', item: Ⅲ2}\n"
        "  - {column: 单位, field: 调查对象单位}\nvalues:\n  三级: {好: 满意, 中: 一般}\n",
    )
    data = as_csv(["单位", "质量", "观感(目测)"], ["示例置业", "好", "中"], ["海拓", "好", "差"])
    first, second = exports.read(data, "回收.csv", given, BANKS)
    assert choices(first) == ["满意", "一般"]
    assert first.entry["method"] == "电话"
    assert codes(second) == ["FK-SUR-085"]
    assert first.key != second.key
    with pytest.raises(InputUnreadable) as refused:
        exports.read(data, "回收.csv", None, BANKS)
    assert refused.value.code == "FK-SUR-084"


def test_the_same_row_has_the_same_key_and_another_download_of_it_too(tmp_path):
    given = plan(
        tmp_path,
        "bank: 五级\nproject_no: P2026-001\nvalues:\n  五级: {1: 很满意, 2: 满意}\n",
    )
    (text,) = exports.read(wjx(GOOD), "文本.csv", given, BANKS)
    (index,) = exports.read(wjx(["1"] * 6 + ["2"] * 4), "序号.csv", given, BANKS)
    assert text.key == index.key
    assert choices(text) == choices(index)


def test_a_table_without_titles_or_replies_is_refused():
    for data, code in ((b",,\n", "FK-SUR-080"), (as_csv([*WJX, "1、题"]), "FK-SUR-081")):
        with pytest.raises(InputUnreadable) as refused:
            exports.read(data, "空.csv", None, BANKS)
        assert refused.value.code == code


def test_whose_export_it_is_is_told_from_the_titles():
    assert exports.detect(wjx(GOOD), "x.csv") is Source.WJX
    assert exports.detect(as_csv(TENCENT, FILLED), "x.csv") is Source.TENCENT
    assert exports.detect(as_csv(["单位", "质量"], ["甲", "好"]), "x.csv") is None


MAPPING_FAULTS = {
    "source: 问卷猩\n": "FK-SUR-095",
    "columns:\n  - {column: 甲}\n": "FK-SUR-096",
    "columns:\n  - 甲\n": "FK-SUR-096",
    "columns:\n  - {pattern: '(', item: Ⅲ1}\n": "FK-SUR-097",
    "columns:\n  - {column: 甲, item: Ⅳ1}\n": "FK-SUR-095",
    "columns:\n  - {column: 甲, field: 单味}\n": "FK-SUR-095",
    "columns: 甲\n": "FK-PRF-012",
    "fixed: {调察人: 沈样张}\n": "FK-SUR-095",
    "values: {五级: 很满意}\n": "FK-PRF-012",
    "values:\n  五级: {1: 最满意}\n": "FK-SUR-095",
    "projekt: P1\n": "FK-PRF-010",
}


@pytest.mark.parametrize("text", MAPPING_FAULTS)
def test_a_wrong_mapping_file_is_told_with_its_line(tmp_path, text):
    with pytest.raises(ProfileError) as refused:
        plan(tmp_path, text)
    found = refused.value.finding()
    assert found.code == MAPPING_FAULTS[text]
    assert found.place.line


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("bank: 七级\n", "FK-SUR-001"),
        ("columns:\n  - {column: 1、主体结构, item: Ⅲ1}\n", "FK-SUR-098"),
    ],
)
def test_a_mapping_file_that_does_not_fit_the_export_is_refused(tmp_path, text, code):
    with pytest.raises(ProfileError) as refused:
        exports.read(wjx(GOOD), "问卷星.csv", plan(tmp_path, text), BANKS)
    assert refused.value.code == code


def test_the_draft_of_a_mapping_file_reads_the_export_when_its_questions_are_answered(tmp_path):
    data = wjx(["1"] * 6 + ["2"] * 4, more=["11、您的单位", "12、抽奖号"])
    draft = suggest(data, "问卷星.csv", BANKS)
    assert 'column: "11、您的单位", field: 调查对象单位' in draft
    assert "没有用到的列:'12、抽奖号'" in draft
    answered = draft.replace('"1":', '"1": 很满意').replace('"2":', '"2": 满意')
    answered = answered.replace("project_no: ", "project_no: P2026-001 ")
    answered = answered.replace("发放日期: ", "发放日期: 2026-09-01 ")
    (tmp_path / "映射.yaml").write_text(answered, encoding="utf-8")
    given = mapping.load(Path(tmp_path / "映射.yaml"))
    assert given.download is Download.INDEX
    (reply,) = exports.read(data, "问卷星.csv", given, BANKS)
    assert choices(reply) == GOOD
