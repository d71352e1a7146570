"""The number of a survey is one, however the answer comes back."""

from __future__ import annotations

import itertools

import pytest
from survey_office import FIRST, GOOD, ITEMS, WORDS, Office, codes, outcomes, ticked

from formkit.pipeline.surveys.outcomes import Outcome
from formkit.pipeline.surveys.overview import Standing, survey_list
from formkit.register import ReplyState

MAP = """\
source: generic
bank: 五级
fixed: {发放日期: 2026-09-01, 调查人: 沈样张}
columns:
  - {column: 日期, field: 调查日期}
  - {column: 编号, field: 编号}
"""
SAME = [WORDS[mark] for mark in GOOD]
OTHER = [WORDS["c"], *SAME[1:]]
BLANK = [""] * 10


@pytest.fixture
def plan(office: Office):
    path = office.mail.parent / "编号.yaml"
    path.write_text(MAP, encoding="utf-8")
    return path


def table(office: Office, name: str, *answers: list[str], number: str = FIRST):
    """Put a table with a column 编号 into the mail, one row for each list of answers."""
    rows = [["编号", "日期", *ITEMS]]
    rows += [[number, f"2026-10-{day:02}", *said] for day, said in enumerate(answers, 1)]
    path = office.mail / name
    path.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8-sig")
    return path


def states(office: Office) -> list[ReplyState]:
    return [one.state for one in office.stored()]


def standings(office: Office) -> list[Standing]:
    return [one.standing for one in survey_list(office.workspace).lines if one.number == FIRST]


@pytest.mark.parametrize("first", ["工作簿", "导出"])
def test_the_same_answers_in_a_workbook_and_in_a_row_of_an_export_are_one_reply(
    office, plan, first
):
    files = [office.back("业主.xlsx"), table(office, "座谈.csv", SAME)]
    for path in files if first == "工作簿" else reversed(files):
        office.take(path, mapping=plan)
    assert states(office) == [ReplyState.TAKEN]
    assert standings(office) == [Standing.VALID]


@pytest.mark.parametrize("first", ["工作簿", "导出"])
def test_other_answers_in_a_row_of_an_export_contradict_the_workbook(office, plan, first):
    files = [office.back("业主.xlsx"), table(office, "座谈.csv", OTHER)]
    for path in files if first == "工作簿" else reversed(files):
        (line,) = office.take(path, mapping=plan).files
    assert (line.outcome, codes(line)) == (Outcome.WAITING, ["FK-SUR-120"])
    assert states(office) == [ReplyState.TAKEN, ReplyState.WAITING]


def test_two_rows_of_one_number_that_answer_otherwise_are_asked(office, plan):
    (line,) = office.take(table(office, "座谈.csv", SAME, SAME, OTHER), mapping=plan).files
    found = [reply.outcome for reply in line.replies]
    assert found == [Outcome.WAITING] * 3
    assert {code for code in codes(line) if code.startswith("FK-SUR-1")} == {"FK-SUR-139"}


def test_a_word_print_and_a_row_of_an_export_with_the_same_answers_are_one_reply(office, plan):
    (sent,) = (office.workspace.folder() / "输出").glob(f"{FIRST}_顾客*.docx")
    (office.mail / "打印件.docx").write_bytes(ticked(sent.read_bytes()))
    plan.write_text(MAP + "  - {column: 总体评价, field: 总体评价}\n", encoding="utf-8")
    path = table(office, "座谈.csv", [*["满意"] * 10, "满意"])
    path.write_text(path.read_text("utf-8-sig").replace("投诉处理", "投诉处理,总体评价"), "utf-8")
    office.take(mapping=plan)
    assert states(office) == [ReplyState.TAKEN]


@pytest.mark.parametrize("order", list(itertools.permutations(["一.xlsx", "二.csv", "三.csv"])))
def test_within_one_run_the_order_of_sources_decides_nothing(office, plan, order):
    made = [
        office.back(order[0]),
        table(office, order[1].replace("xlsx", "csv"), SAME),
        table(office, "四.csv", OTHER),
    ]
    report = office.take(*made, mapping=plan)
    assert set(outcomes(report).values()) == {Outcome.WAITING}
    assert {"FK-SUR-139"} <= set(itertools.chain.from_iterable(map(codes, report.files)))
    assert set(states(office)) == {ReplyState.WAITING}


def test_a_row_whose_number_is_known_only_later_is_the_row_it_was(office, plan):
    project, number = "project_no: P2026-001\n", "  - {column: 编号, field: 编号}\n"
    plan.write_text(project + MAP.replace(number, ""), encoding="utf-8")
    office.take(table(office, "座谈.csv", SAME), mapping=plan)
    plan.write_text(project + MAP, encoding="utf-8")
    (line,) = office.take(table(office, "座谈(2).csv", SAME, OTHER), mapping=plan).files
    assert [reply.outcome for reply in line.replies] == [Outcome.DUPLICATE, Outcome.WAITING]


@pytest.mark.parametrize("typed", [f" {FIRST} ", "SLJZ-AZB-MYD-2026-0001"])
def test_a_number_is_read_in_full_width_and_with_blanks(office, plan, typed):
    office.take(office.back("业主.xlsx"))
    (line,) = office.take(table(office, "座谈.csv", SAME, number=typed), mapping=plan).files
    assert line.outcome is Outcome.DUPLICATE


# A blank row of a number


def test_a_blank_row_gives_way_to_the_real_sheet(office, plan):
    (line,) = office.take(table(office, "座谈.csv", BLANK), mapping=plan).files
    assert (line.outcome, standings(office)) == (Outcome.IMPORTED, [Standing.INVALID])
    (line,) = office.take(office.back("业主.xlsx")).files
    assert (line.outcome, codes(line)) == (Outcome.IMPORTED, ["FK-SUR-161"])
    assert states(office) == [ReplyState.REPLACED, ReplyState.TAKEN]
    assert office.stored()[0].decisions[-1]["replaced_by"] == 2
    assert standings(office) == [Standing.VALID]


def test_a_blank_row_beside_the_real_sheet_is_not_kept(office, plan):
    office.take(office.back("业主.xlsx"))
    (line,) = office.take(table(office, "座谈.csv", BLANK), mapping=plan).files
    assert (line.outcome, codes(line)) == (Outcome.DUPLICATE, ["FK-SUR-160"])
    assert standings(office) == [Standing.VALID]


def test_a_blank_row_in_the_same_run_is_not_kept(office, plan):
    office.back("业主.xlsx")
    table(office, "座谈.csv", BLANK, BLANK)
    foreseen = outcomes(office.take(mapping=plan, dry_run=True))
    done = outcomes(office.take(mapping=plan))
    assert done == foreseen == {"业主.xlsx": Outcome.IMPORTED, "座谈.csv": Outcome.DUPLICATE}
    assert states(office) == [ReplyState.TAKEN]


def test_a_blank_workbook_no_longer_waits_when_the_filled_one_comes(office):
    office.take(office.back("空.xlsx", ""))
    office.take(office.back("业主.xlsx"))
    assert states(office) == [ReplyState.REPLACED, ReplyState.TAKEN]
    assert outcomes(office.take(office.mail / "空.xlsx")) == {"空.xlsx": Outcome.DUPLICATE}


def test_a_blank_row_gives_way_to_a_sheet_that_waits(office, plan):
    office.take(table(office, "座谈.csv", BLANK), mapping=plan)
    office.take(office.back("业主.xlsx", also="c"))
    assert states(office) == [ReplyState.REPLACED, ReplyState.WAITING]
    assert standings(office) == [Standing.WAITING]


def test_what_was_written_on_a_sheet_without_answers_is_not_lost(office, plan):
    plan.write_text(MAP + "  - {column: 意见, field: 意见和建议}\n", encoding="utf-8")
    office.take(office.back("业主.xlsx"))
    path = table(office, "座谈.csv", [*BLANK, "请派人来看屋面"])
    path.write_text(path.read_text("utf-8-sig").replace("投诉处理", "投诉处理,意见"), "utf-8")
    (line,) = office.take(path, mapping=plan).files
    assert (line.outcome, codes(line)[-1]) == (Outcome.WAITING, "FK-SUR-120")
