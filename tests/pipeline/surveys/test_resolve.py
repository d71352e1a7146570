"""What a person decides can be decided anew, and nothing that was decided is lost."""

from __future__ import annotations

from datetime import date

import openpyxl
import pytest
from survey_office import FIRST, GOOD, SECOND, Office, codes, export, mapped

from formkit.kernel.errors import UsageError
from formkit.pipeline.surveys.decisions import Decision, answers_of, fields_of
from formkit.pipeline.surveys.gathering import gather
from formkit.pipeline.surveys.outcomes import Outcome
from formkit.pipeline.surveys.overview import Standing, survey_list
from formkit.pipeline.surveys.report import ReportWish, survey_report
from formkit.pipeline.surveys.resolve import resolve
from formkit.pipeline.surveys.standing import standing, waiting
from formkit.register import ReplyState
from formkit.register.audit import audit

TAKEN, WAITING, DROPPED = ReplyState.TAKEN, ReplyState.WAITING, ReplyState.DROPPED


def decide(office: Office, reply: int, /, *answers: str, **said):
    decision = Decision("沈样张", "看原件", answers_of(answers), **fields_of(answers), **said)
    return resolve(office.workspace, reply, decision)


def states(office: Office) -> list[ReplyState]:
    return [one.state for one in office.stored()]


def void(office: Office, number: str = FIRST) -> list[int]:
    register = office.workspace.register()
    with register.writing() as writing:
        found = writing.void(number, "发错了单位")
    register.close()
    return found


def refused(office: Office, reply: int, /, *answers: str, **said) -> UsageError:
    before = office.stored()
    with pytest.raises(UsageError) as error:
        decide(office, reply, *answers, **said)
    assert office.stored() == before
    return error.value


# Decided anew


def test_a_reply_that_was_dropped_by_mistake_is_taken_after_all(office):
    office.take(office.back("业主.xlsx", also="c"))
    decide(office, 1, drop=True)
    found = decide(office, 1, "Ⅲ1=满意", take=True)
    assert (found.stored.state, found.satisfaction) == (TAKEN, "73.33%")
    first, second = found.stored.decisions
    assert (first["drop"], second["take"]) == (True, True)
    assert second["was"] == {"Ⅲ1": "很满意、一般", "state": "不采用"}


def test_a_dropped_reply_stays_dropped_until_it_is_taken(office):
    office.take(office.back("业主.xlsx"))
    decide(office, 1, drop=True)
    assert decide(office, 1, "Ⅲ1=一般").stored.state is DROPPED
    assert decide(office, 1, take=True).satisfaction == "70.00%"


def test_an_answer_of_a_reply_that_counts_is_corrected_and_what_was_read_is_kept(office):
    office.take(office.back("业主.xlsx"))
    found = decide(office, 1, "Ⅲ1=一般", "总体评价=满意", "填表日期=2026-11-25")
    assert (found.stored.state, found.satisfaction) == (TAKEN, "70.00%")
    assert found.stored.answered_on == "2026-11-25"
    again = decide(office, 1, "Ⅲ1=很满意")
    assert again.satisfaction == "76.67%"
    assert [one["was"]["Ⅲ1"] for one in again.stored.decisions] == ["很满意", "一般"]
    register = office.workspace.register()
    with register.replies():
        history = [one for one in register.history() if one["action"] == "裁定答卷"]
    register.close()
    assert [one["detail"]["answers"] for one in history] == [{"Ⅲ1": "一般"}, {"Ⅲ1": "很满意"}]


def test_a_replaced_reply_is_taken_back_and_the_other_one_is_replaced(office):
    office.take(office.back("一.xlsx"))
    office.take(office.back("二.xlsx", "c" + GOOD[1:]))
    decide(office, 2, take=True)
    decide(office, 1, take=True)
    assert states(office) == [TAKEN, ReplyState.REPLACED]
    assert codes_of(office, 1) == []


def codes_of(office: Office, number: int) -> list[str]:
    return [one.code for one in standing(office.workspace, number).findings]


def test_what_changes_nothing_is_refused(office):
    office.take(office.back("业主.xlsx"))
    assert refused(office, 1, take=True).code == "FK-SUR-133"
    decide(office, 1, drop=True)
    assert refused(office, 1, drop=True).code == "FK-SUR-133"


def test_a_corrected_answer_gives_the_next_edition_of_a_report(office, tmp_path):
    office.take(office.back("业主.xlsx"))
    wish = ReportWish(tmp_path / "汇总.xlsx", document=tmp_path / "报告.docx", preparer="沈样张")
    first = survey_report(office.workspace, wish)
    decide(office, 1, "Ⅲ1=一般")
    second = survey_report(office.workspace, wish)
    editions = [
        [(one.number, one.revision) for one in made.issued.records()] for made in (first, second)
    ]
    ((number, _),) = editions[0]
    assert editions == [[(number, 1)], [(number, 2)]]
    shown = [str(made.reported.summary.parts[0].total.satisfaction) for made in (first, second)]
    assert [one[:5] for one in shown] == ["76.66", "70"]
    assert second.workbook.file.name == "汇总(2).xlsx"


def test_the_register_can_be_audited_after_corrections(office):
    office.take(office.back("业主.xlsx"))
    decide(office, 1, drop=True)
    decide(office, 1, "Ⅲ1=一般", take=True)
    void(office)
    register = office.workspace.register()
    assert audit(register, root=office.workspace.folder()) == []
    register.close()


# Which sheet it answers


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("SLJZ-AZB-MYD-2026-0O02", SECOND),
        ("sljz-azb-myd-2026-0002", SECOND),
        ("SLJZ-AZB-MYD-2026-9999", ""),
    ],
)
def test_a_number_that_nobody_was_sent_is_refused_and_a_near_one_is_named(office, typed, meant):
    office.take(office.back("业主.xlsx", also="c"))
    error = refused(office, 1, number=typed, take=True)
    assert error.code == "FK-SUR-163"
    assert (f"是否指「{meant}」" in error.finding().remedy) is bool(meant)


def test_a_number_is_typed_in_full_width_and_with_blanks(office):
    office.take(unnumbered(office))
    assert decide(office, 1, number=f" {SECOND} ").stored.survey_no == SECOND


def unnumbered(office: Office, marks: str = GOOD):
    path = office.back("无号.xlsx", marks)
    book = openpyxl.load_workbook(path)
    for row in book["_meta"].iter_rows():
        if row[0].value == "survey_no":
            row[1].value = SECOND
    book.save(path)
    return path


@pytest.mark.parametrize(("marks", "code"), [("c" * 10, "FK-SUR-120"), (GOOD, "FK-SUR-162")])
def test_a_number_with_a_reply_that_counts_is_asked_and_says_why(office, marks, code):
    office.take(office.back("业主.xlsx", number=SECOND))
    office.take(office.back("甲.xlsx", marks, also="e"))
    found = decide(office, 2, *["Ⅲ1=" + ("一般" if marks[0] == "c" else "很满意")], number=SECOND)
    assert found.waits
    assert codes_of(office, 2) == [code]
    assert [one.stored.id for one in waiting(office.workspace)] == [2]
    decide(office, 2, take=True)
    assert states(office) == [ReplyState.REPLACED, TAKEN]
    assert codes_of(office, 2) == []


def test_a_number_that_was_free_again_is_no_contradiction_any_more(office):
    office.take(office.back("一.xlsx"))
    office.take(office.back("二.xlsx", "c" + GOOD[1:]))
    decide(office, 1, drop=True)
    assert decide(office, 2, "Ⅲ1=一般").stored.state is TAKEN


def test_a_reply_that_counts_is_moved_to_the_number_it_answers(office):
    office.take(office.back("业主.xlsx"))
    found = decide(office, 1, number=SECOND)
    assert (found.stored.state, found.stored.project_no) == (TAKEN, "P2025-007")
    assert found.stored.decisions[-1]["was"] == {"number": FIRST}
    (line,) = office.take(office.back("真的.xlsx", "c" * 10)).files
    assert line.outcome is Outcome.IMPORTED


def test_a_row_of_an_export_to_which_a_person_gave_a_number_is_that_sheet(office):
    plan = mapped(office)
    office.take(export(office, "问卷星.csv", ["满意"] * 10), mapping=plan)
    decide(office, 1, number=FIRST)
    (line,) = office.take(office.back("业主.xlsx")).files
    assert codes(line) == ["FK-SUR-120"]


# Voided after it came


def test_a_reply_whose_number_is_voided_counts_no_more_until_a_person_says_so(office):
    office.take(office.back("业主.xlsx"))
    assert void(office) == [1]
    assert states(office) == [WAITING]
    assert codes_of(office, 1) == ["FK-SUR-111"]
    (line,) = [one for one in survey_list(office.workspace).lines if one.number == FIRST]
    assert line.standing is Standing.WAITING
    reported = gather(office.workspace, on=date(2026, 11, 25))
    assert (reported.came.valid, reported.came.pending, reported.summary.parts) == (0, 1, ())
    assert [one.kind for one in reported.notices] == ["待人工确认"]
    assert decide(office, 1, take=True).stored.state is TAKEN
    assert decide(office, 1, "Ⅲ1=一般").stored.state is TAKEN  # that was accepted already


def test_a_voided_reply_that_comes_again_waits_as_one_that_comes_later(office):
    office.take(office.back("业主.xlsx"))
    void(office)
    path = office.back("另存.xlsx")
    book = openpyxl.load_workbook(path)
    book.properties.title = "另存"
    book.save(path)
    (line,) = office.take(path).files
    assert (line.outcome, len(office.stored())) == (Outcome.WAITING, 1)


def test_what_was_not_counted_is_left_alone_when_its_number_is_voided(office):
    office.take(office.back("业主.xlsx", also="c"))
    decide(office, 1, drop=True)
    assert void(office) == []
    assert states(office) == [DROPPED]


def test_a_reply_is_shown_with_everything_that_stands_on_it(office):
    path = office.back("业主.xlsx", also="c")
    book = openpyxl.load_workbook(path)
    said = {"overall": "满意", "filled_on": "2026-11-25", "comments": "请派人来看屋面。" * 9}
    for name, value in said.items():
        where = book.defined_names[f"_fk_field_{name}"].attr_text.split("!")[1]
        book["调查表"][where.replace("$", "")].value = value
    book.save(path)
    office.take(path)
    shown = dict(standing(office.workspace, 1).fields())
    assert shown["总体评价"] == "满意"
    assert shown["填表日期"] == "2026年11月25日"
    assert shown["意见和建议"] == said["comments"]
    assert standing(office.workspace, 1).as_dict()["answered_on"] == "2026-11-25"


def test_a_reply_without_a_day_or_an_overall_answer_says_so(office):
    office.take(office.back("业主.xlsx", filled_on=None))
    shown = dict(standing(office.workspace, 1).fields())
    assert (shown["总体评价"], shown["填表日期"]) == ("空", "没有写")


def test_a_reply_of_no_known_sheet_and_project_is_not_taken(office):
    office.take(export(office, "问卷星.csv", ["满意"] * 10))
    assert refused(office, 1, take=True).code == "FK-SUR-168"
    assert decide(office, 1, number=FIRST, take=True).stored.project_no == "P2026-001"


def test_a_number_that_was_typed_wrong_is_told_with_the_one_that_was_meant(office):
    plan = mapped(office, "columns:\n  - {column: 11、单位名称, field: 编号}\n")
    path = export(office, "问卷星.csv", ["满意"] * 10, unit=SECOND.lower())
    (line,) = office.take(path, mapping=plan).files
    told = {one.code: one for one in line.replies[0].findings}
    assert f"是否指「{SECOND}」" in told["FK-SUR-110"].remedy
