"""Surveys that come back: every file one outcome, nothing twice, nothing guessed."""

from __future__ import annotations

import os
import random
import shutil
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import text
from survey_office import FIRST, GOOD, SECOND, Office, codes, export, mapped, outcomes, ticked

from formkit.kernel.clock import FixedClock
from formkit.kernel.errors import ExitCode, InputUnreadable, UsageError
from formkit.kernel.findings import Level
from formkit.pipeline.surveys.decisions import Decision, answers_of, fields_of
from formkit.pipeline.surveys.mapping import columns, draft
from formkit.pipeline.surveys.outcomes import Outcome
from formkit.pipeline.surveys.resolve import resolve
from formkit.pipeline.surveys.returned_files import moved
from formkit.pipeline.surveys.returns import ImportWish, import_surveys
from formkit.pipeline.surveys.standing import standing, waiting
from formkit.pipeline.workspace import find
from formkit.register import ReplyState
from formkit.register.audit import audit
from formkit.surveys.reply import Source
from proof import cases


def test_a_workbook_that_was_sent_out_comes_back_scored_and_its_original_is_kept(office):
    path = office.back("业主.xlsx")
    report = office.take()
    (line,) = report.files
    assert (line.outcome, report.exit_code) == (Outcome.IMPORTED, ExitCode.OK)
    (reply,) = line.replies
    assert (reply.number, reply.project_no, reply.valid) == (FIRST, "P2026-001", True)
    assert reply.satisfaction == "76.67%"  # (4×3 + 5×2 + 1) of 30
    (stored,) = office.stored()
    assert stored.state is ReplyState.TAKEN
    (copy,) = (office.workspace.folder() / "调查回收" / "原件").iterdir()
    assert copy.read_bytes() == path.read_bytes()


def test_taking_the_same_folder_again_changes_nothing(office):
    office.back("业主.xlsx")
    office.back("海拓.xlsx", number=SECOND)
    office.take()
    before = office.stored()
    again = office.take()
    assert set(outcomes(again).values()) == {Outcome.DUPLICATE}
    assert office.stored() == before
    assert again.exit_code is ExitCode.OK


def test_the_same_answers_in_another_file_are_a_duplicate(office):
    office.back("一.xlsx")
    path = office.back("二.xlsx")
    book = openpyxl.load_workbook(path)
    book.properties.title = "另存"
    book.save(path)
    assert outcomes(office.take()) == {
        "一.xlsx": Outcome.IMPORTED,
        "二.xlsx": Outcome.DUPLICATE,
    }
    assert len(list((office.workspace.folder() / "调查回收" / "原件").iterdir())) == 1


def test_other_answers_to_the_same_sheet_are_a_conflict_and_overwrite_nothing(office):
    office.back("一.xlsx")
    office.take()
    path = office.back("二.xlsx", "c" + GOOD[1:])
    (line,) = office.take(path).files
    assert line.outcome is Outcome.WAITING
    assert codes(line) == ["FK-SUR-120"]
    assert "Ⅲ1 很满意→一般" in line.replies[0].findings[0].found
    first, second = office.stored()
    assert (first.state, second.state) == (ReplyState.TAKEN, ReplyState.WAITING)
    assert [one.code for one in standing(office.workspace, 2).findings] == ["FK-SUR-120"]
    office.take(path)
    assert office.stored() == [first, second]


def test_a_sheet_answered_twice_otherwise_in_one_run_waits_in_any_order(office):
    """Which of the two counts nobody knows: neither is taken, and both files are named."""
    office.back("一.xlsx")
    office.back("二.xlsx", "c" + GOOD[1:])
    foreseen = office.take(dry_run=True)
    report = office.take()
    assert report.counts() == {Outcome.WAITING: 2}
    for line, name, other in zip(report.files, ("一", "二"), ("二", "一"), strict=True):
        assert codes(line) == ["FK-SUR-139"]
        told = line.replies[0].findings[0]
        assert told.found.startswith(f"「{name}.xlsx」和「{other}.xlsx」")
        assert "--take" in told.remedy
    assert "Ⅲ1 很满意→一般" in report.files[0].replies[0].findings[0].found
    assert [(one.outcome, codes(one)) for one in foreseen.files] == [
        (one.outcome, codes(one)) for one in report.files
    ]
    before = office.stored()
    assert {one.state for one in before} == {ReplyState.WAITING}
    assert [one.findings[0].code for one in waiting(office.workspace)] == ["FK-SUR-139"] * 2
    assert outcomes(office.take()) == outcomes(report)
    assert outcomes(office.take(office.mail / "一.xlsx")) == {"一.xlsx": Outcome.WAITING}
    assert office.stored() == before


def test_a_person_says_which_of_two_answers_counts(office):
    office.back("一.xlsx")
    office.back("二.xlsx", "c" + GOOD[1:])
    office.take()
    undecided = Decision("沈样张", "只定了一题", answers_of(["Ⅲ1=满意"]))
    assert resolve(office.workspace, 1, undecided).waits
    assert not resolve(office.workspace, 2, Decision("沈样张", "以这份为准", take=True)).waits
    assert not resolve(office.workspace, 1, Decision("沈样张", "作罢", drop=True)).waits
    assert [one.state for one in office.stored()] == [ReplyState.DROPPED, ReplyState.TAKEN]
    assert set(outcomes(office.take()).values()) == {Outcome.DUPLICATE}


def test_an_answer_that_belongs_to_another_number_contradicts_nobody_there(office):
    office.back("一.xlsx")
    office.back("二.xlsx", "c" + GOOD[1:])
    office.take()
    moved_there = resolve(office.workspace, 2, Decision("沈样张", "填错表", number=SECOND))
    assert moved_there.stored.state is ReplyState.TAKEN


def test_a_sheet_sent_again_after_it_was_asked_about_is_taken(office):
    """The remedy says to ask for it anew; what waited before does not hold it up."""
    office.back("一.xlsx", also="c")
    office.take()
    office.back("二.xlsx", "b" + GOOD[1:])
    report = office.take()
    assert outcomes(report) == {"一.xlsx": Outcome.WAITING, "二.xlsx": Outcome.IMPORTED}
    assert codes(report.files[0])[-1] == "FK-SUR-120"


def test_a_person_decides_a_conflict_for_the_later_one(office):
    office.back("一.xlsx")
    office.take()
    office.take(office.back("二.xlsx", "c" + GOOD[1:]))
    found = resolve(office.workspace, 2, Decision("沈样张", "电话核实,以后来的为准", take=True))
    assert found.stored.state is ReplyState.TAKEN
    assert [one.state for one in office.stored()] == [ReplyState.REPLACED, ReplyState.TAKEN]
    assert waiting(office.workspace) == []


def test_two_marks_wait_for_a_person_who_names_one(office):
    (line,) = office.take(office.back("业主.xlsx", also="c")).files
    assert line.outcome is Outcome.WAITING
    number = line.replies[0].id
    assert [one.stored.id for one in waiting(office.workspace)] == [number]
    found = resolve(
        office.workspace, number, Decision("沈样张", "电话核实", answers_of(["Ⅲ1=满意"]))
    )
    assert found.stored.state is ReplyState.TAKEN
    assert found.answers()[0] == ("Ⅲ1 主体结构质量", "满意")
    assert found.satisfaction == "73.33%"
    (decision,) = standing(office.workspace, number).stored.decisions
    assert (decision["by"], decision["answers"]) == ("沈样张", {"Ⅲ1": "满意"})


def test_a_decision_stays_when_the_same_file_comes_again(office):
    path = office.back("业主.xlsx", also="c")
    number = office.take(path).files[0].replies[0].id
    resolve(office.workspace, number, Decision("沈样张", "电话核实", answers_of(["Ⅲ1=满意"])))
    before = office.stored()
    assert outcomes(office.take(path)) == {"业主.xlsx": Outcome.DUPLICATE}
    assert office.stored() == before


def test_a_waiting_file_that_comes_again_waits_still_and_is_not_kept_twice(office):
    path = office.back("业主.xlsx", also="c")
    office.take(path)
    before = office.stored()
    assert outcomes(office.take(path)) == {"业主.xlsx": Outcome.WAITING}
    assert office.stored() == before


def test_a_dropped_reply_counts_no_more(office):
    number = office.take(office.back("业主.xlsx")).files[0].replies[0].id
    found = resolve(office.workspace, number, Decision("沈样张", "对方撤回", drop=True))
    assert found.stored.state is ReplyState.DROPPED


@pytest.mark.parametrize(
    ("decision", "code"),
    [
        (lambda: Decision("", "理由", take=True), "FK-SUR-134"),
        (lambda: Decision("甲", " ", take=True), "FK-SUR-134"),
        (lambda: Decision("甲", "理由"), "FK-SUR-135"),
        (lambda: Decision("甲", "理由", take=True, drop=True), "FK-SUR-135"),
        (lambda: answers_of(["第三题满意"]), "FK-SUR-131"),
    ],
)
def test_a_decision_without_its_particulars_is_refused(decision, code):
    with pytest.raises(UsageError) as refused:
        decision()
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("answer", "code"),
    [("Ⅲ99=满意", "FK-SUR-136"), ("Ⅲ1=较满意", "FK-SUR-132")],
)
def test_a_decision_that_does_not_fit_the_sheet_is_refused(office, answer, code):
    number = office.take(office.back("业主.xlsx", also="c")).files[0].replies[0].id
    with pytest.raises(UsageError) as refused:
        resolve(office.workspace, number, Decision("甲", "理由", answers_of([answer])))
    assert refused.value.code == code


def test_what_does_not_wait_or_does_not_exist_cannot_be_decided(office):
    number = office.take(office.back("业主.xlsx")).files[0].replies[0].id
    for which, code in ((number, "FK-SUR-133"), (99, "FK-SUR-130")):
        with pytest.raises(UsageError) as refused:
            resolve(office.workspace, which, Decision("甲", "理由", take=True))
        assert refused.value.code == code


@pytest.mark.parametrize("typed", ["Ⅲ3=满意", "III3=满意", "3栏3题=满意", "Ⅲ栏3=满意"])
def test_a_decision_is_read_in_the_ways_clerks_type_it(typed):
    assert answers_of([typed]) == {("Ⅲ", 3): "满意"}


def test_a_dry_run_tells_the_same_and_writes_nothing(office):
    office.back("一.xlsx")
    office.back("二.xlsx")
    before = sorted(path for path in office.workspace.folder().rglob("*"))
    report = office.take(dry_run=True)
    assert outcomes(report) == {"一.xlsx": Outcome.IMPORTED, "二.xlsx": Outcome.DUPLICATE}
    assert office.stored() == []
    assert sorted(path for path in office.workspace.folder().rglob("*")) == before


def test_files_that_are_done_with_are_moved_and_the_others_stay(office):
    office.back("好.xlsx")
    office.back("待定.xlsx", also="c", number=SECOND)
    (office.mail / "坏.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    done = office.workspace.folder() / "已处理"
    report = office.take(move_done=done)
    assert sorted(path.name for path in done.iterdir()) == ["好.xlsx"]
    assert sorted(path.name for path in office.mail.iterdir()) == ["坏.xlsx", "待定.xlsx"]
    assert report.counts() == {Outcome.IMPORTED: 1, Outcome.WAITING: 1, Outcome.REFUSED: 1}
    office.back("好.xlsx")
    office.take(move_done=done)
    assert sorted(path.name for path in done.iterdir()) == ["好(2).xlsx", "好.xlsx"]


def test_a_bad_file_never_stops_the_folder_and_the_totals_add_up(office):
    office.back("好.xlsx")
    (office.mail / "空.xlsx").write_bytes(b"")
    (office.mail / "坏.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    (office.mail / "扫描.pdf").write_bytes(b"%PDF-1.4\n")
    (office.mail / "照片.jpg").write_bytes(b"\xff\xd8\xff\xe0" + b"x" * 100)
    (office.mail / "~$好.xlsx").write_bytes(b"x")
    (office.mail / ".DS_Store").write_bytes(b"x")
    (office.mail / "下载.xlsx.part").write_bytes(b"x")
    report = office.take()
    assert report.counts() == {Outcome.IMPORTED: 1, Outcome.REFUSED: 4}
    assert (sum(report.counts().values()), report.passed_over) == (5, 3)
    assert report.exit_code is ExitCode.INPUT_UNREADABLE
    assert all(line.findings for line in report.files if line.outcome is Outcome.REFUSED)


def test_a_void_number_and_one_that_was_never_sent_are_asked(office):
    path = office.back("业主.xlsx")
    register = office.workspace.register()
    with register.writing() as writing:
        writing.void(FIRST, "发错了单位")
    register.close()
    assert "FK-SUR-111" in codes(office.take(path).files[0])
    book = openpyxl.load_workbook(path)
    for row in book["_meta"].iter_rows():
        if row[0].value == "survey_no":
            row[1].value = "SLJZ-AZB-MYD-2026-0999"
    other = office.mail / "别处.xlsx"
    book.save(other)
    found = codes(office.take(other).files[0])
    assert found
    assert office.stored()[-1].state is ReplyState.WAITING


def test_a_word_print_comes_back_under_its_number(office):
    (sent,) = (office.workspace.folder() / "输出").glob(f"{FIRST}_顾客*.docx")
    path = office.mail / "打印件.docx"
    path.write_bytes(ticked(sent.read_bytes()))
    (line,) = office.take(path).files
    assert line.outcome is Outcome.IMPORTED, codes(line)
    assert line.replies[0].number == FIRST
    assert office.stored()[0].source == Source.WORD.value


def test_every_row_of_an_export_is_a_reply_of_its_own(office):
    good, bad = ["满意"] * 10, ["较满意", *["满意"] * 9]
    path = export(office, "问卷星.csv", good, bad)
    (line,) = office.take(path, mapping=mapped(office)).files
    assert [reply.outcome for reply in line.replies] == [Outcome.IMPORTED, Outcome.WAITING]
    assert line.outcome is Outcome.WAITING
    assert line.replies[0].satisfaction == "66.67%"
    later = export(office, "问卷星.csv", good, bad, ["很满意"] * 10)
    (line,) = office.take(later, mapping=mapped(office)).files
    assert [reply.outcome for reply in line.replies] == [
        Outcome.DUPLICATE,
        Outcome.WAITING,
        Outcome.IMPORTED,
    ]
    assert len(office.stored()) == 3


@pytest.mark.proof
def test_a_mailbox_taken_ten_times_in_any_order_gives_each_reply_once(office):
    """C5: as many replies as mails, however often they come and in whichever order."""
    mails = [
        export(office, f"邮件{number}.csv", ["满意"] * 10, unit=f"示例{number}号业主")
        for number in range(cases(12, 1_000))
    ]
    shuffle, plan = random.Random(1), mapped(office)
    for _ in range(10):
        shuffle.shuffle(mails)
        again = shuffle.sample(mails, len(mails) // 4)
        office.take(*mails, *again, mapping=plan)
        assert len(office.stored()) == len(mails)


def test_an_export_of_no_known_project_waits_and_says_why(office):
    path = export(office, "问卷星.csv", ["满意"] * 10)
    assert codes(office.take(path).files[0]) == ["FK-SUR-117"]
    unknown = mapped(office, "project_no: P2026-01\n")
    found = office.take(path, mapping=unknown).files[0]
    assert codes(found) == ["FK-SUR-116"]
    assert "P2026-001" in found.replies[0].findings[0].found


def test_the_order_of_files_and_how_often_they_come_change_nothing(office):
    for number in (FIRST, SECOND):
        office.back(f"{number}.xlsx", number=number)
    files = sorted(office.mail.iterdir())
    office.take(*files, *reversed(files))
    first = office.stored()
    for turn in range(3):
        office.take(*(files if turn % 2 else reversed(files)))
    assert office.stored() == first
    assert len(first) == 2


def test_the_register_can_be_audited_after_all_that(office):
    office.take(office.back("业主.xlsx", also="c"))
    resolve(office.workspace, 1, Decision("沈样张", "电话核实", answers_of(["Ⅲ1=空"])))
    register = office.workspace.register()
    assert audit(register, root=office.workspace.folder()) == []
    register.close()


def test_the_audit_finds_a_touched_original_and_a_touched_answer(office):
    office.back("一.xlsx")
    office.back("二.xlsx", number=SECOND)
    office.take()
    one, two = sorted((office.workspace.folder() / "调查回收" / "原件").iterdir())
    one.write_bytes(b"x")
    two.unlink()
    register = office.workspace.register()
    with register._engine.begin() as connection:
        connection.execute(text("UPDATE survey_replies SET entry = '{}' WHERE id = 1"))
    found = [finding.code for finding in audit(register, root=office.workspace.folder())]
    register.close()
    assert sorted(found) == ["FK-REG-040", "FK-REG-041", "FK-REG-042"]


def test_a_folder_without_files_is_told(office):
    with pytest.raises(UsageError) as refused:
        office.take(office.mail)
    assert refused.value.code == "FK-SUR-127"


def test_the_overall_answer_and_the_day_are_decided_like_an_item(office):
    path = office.back("业主.xlsx")
    book = openpyxl.load_workbook(path)
    for name, value in (("overall", "较满意"), ("filled_on", "2026.11.31")):
        where = book.defined_names[f"_fk_field_{name}"].attr_text.split("!")[1]
        book["调查表"][where.replace("$", "")].value = value
    book.save(path)
    (line,) = office.take(path).files
    assert (line.outcome, codes(line)) == (Outcome.WAITING, ["FK-SUR-066", "FK-SUR-078"])
    said = ["总体评价=满意", "填表日期=2026-11-25"]
    decided = Decision("沈样张", "电话核实", answers_of(said), **fields_of(said))
    found = resolve(office.workspace, 1, decided)
    assert found.stored.state is ReplyState.TAKEN
    assert found.stored.answered_on == "2026-11-25"
    assert found.judged.record.overall == "满意"
    assert found.stored.decisions[-1]["filled_on"] == "2026-11-25"


def test_of_the_overall_answer_it_may_be_decided_that_it_does_not_apply(office):
    path = office.back("业主.xlsx")
    book = openpyxl.load_workbook(path)
    where = book.defined_names["_fk_field_overall"].attr_text.split("!")[1]
    book["调查表"][where.replace("$", "")].value = "较满意"
    book.save(path)
    office.take(path)
    decided = Decision("沈样张", "电话核实", **fields_of(["总体评价=不适用"]))
    found = resolve(office.workspace, 1, decided)
    assert found.stored.state is ReplyState.TAKEN
    assert found.judged.record.overall == "不适用"


@pytest.mark.parametrize("said", ["总体评价=较满意", "填表日期=2026.9.31"])
def test_an_overall_answer_or_a_day_that_is_none_is_refused(office, said):
    number = office.take(office.back("业主.xlsx", also="c")).files[0].replies[0].id
    with pytest.raises(UsageError):
        resolve(office.workspace, number, Decision("甲", "理由", **fields_of([said])))


def test_a_sheet_on_which_nothing_is_answered_is_asked_and_never_scored(office):
    (line,) = office.take(office.back("业主.xlsx", "")).files
    assert (line.outcome, codes(line)) == (Outcome.WAITING, ["FK-SUR-118"])
    assert line.replies[0].satisfaction == ""
    found = resolve(office.workspace, 1, Decision("沈样张", "电话核实,就是不答", take=True))
    assert (found.stored.state, found.satisfaction) == (ReplyState.TAKEN, "")


def test_a_mapping_file_that_was_put_right_leaves_nothing_behind_of_the_first_reading(office):
    path = export(office, "问卷星.csv", ["较满意", *["满意"] * 9])
    office.take(path)  # no project
    office.take(path, mapping=mapped(office))  # a word that is no option
    values = "project_no: P2026-001\nvalues: {五级: {较满意: 满意}}\n"
    (line,) = office.take(path, mapping=mapped(office, values)).files
    assert line.outcome is Outcome.IMPORTED
    states = [one.state for one in office.stored()]
    assert states == [ReplyState.REPLACED, ReplyState.REPLACED, ReplyState.TAKEN]
    assert waiting(office.workspace) == []


def test_a_row_that_counts_already_is_not_counted_under_another_key(office):
    path = export(office, "问卷星.csv", ["满意"] * 10, ["较满意", *["满意"] * 9])
    office.take(path, mapping=mapped(office))
    renamed = mapped(office, "project_no: P2026-001\nactivity: 九月\n")
    (line,) = office.take(path, mapping=renamed).files
    assert line.replies[0].outcome is Outcome.DUPLICATE
    assert [one.state for one in office.stored()].count(ReplyState.TAKEN) == 1


@pytest.mark.parametrize(
    ("marks", "outcome"), [("b" * 10, Outcome.DUPLICATE), (GOOD, Outcome.WAITING)]
)
def test_a_sheet_that_comes_back_as_a_workbook_and_in_word_counts_once(office, marks, outcome):
    returned = office.back("业主.xlsx", marks)
    book = openpyxl.load_workbook(returned)
    where = book.defined_names["_fk_field_overall"].attr_text.split("!")[1]
    book["调查表"][where.replace("$", "")].value = "满意"
    book.save(returned)
    office.take(returned)
    (sent,) = (office.workspace.folder() / "输出").glob(f"{FIRST}_顾客*.docx")
    path = office.mail / "打印件.docx"
    path.write_bytes(ticked(sent.read_bytes()))
    assert outcomes(office.take(path)) == {"打印件.docx": outcome}
    assert [one.state for one in office.stored()].count(ReplyState.TAKEN) == 1


def test_a_file_that_names_two_numbers_is_never_the_reply_of_another(office):
    path = office.back("一.xlsx")
    book = openpyxl.load_workbook(office.back("二.xlsx", number=SECOND))
    for row in book["_meta"].iter_rows():
        if row[0].value == "survey_no":
            row[1].value = FIRST
    book.save(office.mail / "二.xlsx")
    for files in ((path, office.mail / "二.xlsx"), (office.mail / "二.xlsx", path)):
        for file in files:
            office.take(file)
        states = {one.file: one.state for one in office.stored()}
        assert states == {"一.xlsx": ReplyState.TAKEN, "二.xlsx": ReplyState.WAITING}


def test_a_copy_left_half_written_is_made_whole_and_the_file_is_taken(office, sent_out):
    path = office.back("业主.xlsx")
    office.take()
    (copy,) = (office.workspace.folder() / "调查回收" / "原件").iterdir()
    shutil.copy(sent_out / "登记库.db", office.workspace.folder())  # as after a full disk
    copy.write_bytes(path.read_bytes()[:4_000])
    assert outcomes(office.take()) == {"业主.xlsx": Outcome.IMPORTED}
    assert copy.read_bytes() == path.read_bytes()


@pytest.mark.skipif(sys.platform != "linux", reason="only there a name may be no text")
def test_a_name_that_is_no_text_is_spelt_out_and_stops_nothing(office):
    path = office.back("业主.xlsx")
    path.rename(Path(os.fsdecode(os.fsencode(office.mail) + b"/\xb5\xf7.xlsx")))
    office.back("海拓.xlsx", number=SECOND)
    report = office.take(move_done=office.workspace.folder() / "已处理")
    assert outcomes(report) == {
        r"\udcb5\udcf7.xlsx": Outcome.IMPORTED,
        "海拓.xlsx": Outcome.IMPORTED,
    }
    assert list(office.mail.iterdir()) == []


def test_a_file_that_waits_is_not_written_down_a_second_time(office):
    office.back("待定.xlsx", also="c")
    for name in ("坏.xlsx", "同样坏.xlsx"):
        (office.mail / name).write_bytes(b"PK\x03\x04 not a workbook")
    office.take()
    before = office.files()
    later = FixedClock(datetime(2026, 11, 26, 9, 30))
    Office(find(office.workspace.folder(), clock=later), office.mail).take()
    assert office.files() == before


def test_a_folder_of_done_files_inside_the_mail_is_left_as_it_is(office):
    office.back("好.xlsx")
    done = office.mail / "已处理"
    office.take(move_done=done)
    assert outcomes(office.take(move_done=done)) == {"好.xlsx": Outcome.DUPLICATE}
    assert [path.name for path in done.iterdir()] == ["好.xlsx"]


def test_a_file_that_changed_after_it_was_read_is_not_moved_away(office, tmp_path):
    path = office.back("好.xlsx")
    where, (told,) = moved(path, tmp_path / "已处理", "0" * 64)
    assert (where, told.code, path.exists()) == ("", "FK-SUR-128", True)


def test_a_dry_run_calls_a_reply_without_a_number_by_no_number(office):
    office.back("一.xlsx")
    office.back("二.xlsx")
    told = [f.found for f in office.take(dry_run=True).files[1].replies[0].findings]
    assert told == ["同样的答卷已在本次导入中收下(试运行,没有编号,已收)"]


def test_a_day_that_is_yet_to_come_is_asked_for_it_would_count_in_no_quarter(office):
    path = office.back("业主.xlsx")
    book = openpyxl.load_workbook(path)
    where = book.defined_names["_fk_field_filled_on"].attr_text.split("!")[1]
    book["调查表"][where.replace("$", "")].value = "2062-11-20"
    book.save(path)
    (line,) = office.take(path).files
    assert (line.outcome, codes(line)) == (Outcome.WAITING, ["FK-SUR-078"])
    said = ["填表日期=2026-11-25"]
    decided = Decision("沈样张", "电话核实", answers_of(said), **fields_of(said))
    assert resolve(office.workspace, 1, decided).stored.state is ReplyState.TAKEN


def test_no_item_of_a_bank_that_nobody_knows_is_decided(office):
    path = office.back("业主.xlsx")
    book = openpyxl.load_workbook(path)
    for row in book["_meta"].iter_rows():
        if row[0].value == "bank_digest":
            row[1].value = "0" * 64
    book.save(path)
    assert office.take(path).files[0].outcome is Outcome.WAITING
    for said in (["Ⅲ3=空"], ["Ⅲ3=满意"], ["总体评价=空"]):
        with pytest.raises(UsageError) as refused:
            decided = Decision("沈样张", "电话核实", answers_of(said), **fields_of(said))
            resolve(office.workspace, 1, decided)
        assert refused.value.code == "FK-SUR-138"
    assert office.stored()[0].decisions == []


def test_a_strangers_fault_in_a_field_holds_no_score_and_stays_as_typed(office):
    path = office.back("业主.xlsx")
    book = openpyxl.load_workbook(path)
    for name, value in (("phone", "请打座机"), ("comments", "很好。" * 1000)):
        where = book.defined_names[f"_fk_field_{name}"].attr_text.split("!")[1]
        book["调查表"][where.replace("$", "")].value = value
    book.save(path)
    (line,) = office.take(path).files
    assert (line.outcome, line.replies[0].satisfaction) == (Outcome.IMPORTED, "76.67%")
    told = {one.code: one for one in line.replies[0].findings}
    assert {"FK-VAL-044", "FK-REC-021"} <= told.keys()
    assert {one.level for one in told.values()} == {Level.WARNING}
    assert "已照原样记下" in told["FK-VAL-044"].remedy
    kept = office.stored()[0].entry
    assert (kept["respondent"]["phone"], len(kept["comments"])) == ("请打座机", 3000)


def test_a_link_among_the_mail_is_refused_and_what_it_leads_to_is_not_read(office, tmp_path):
    real = office.back("业主.xlsx").rename(tmp_path / "别处.xlsx")
    link = office.mail / "链接.xlsx"
    try:
        link.symlink_to(real)
    except OSError:
        pytest.skip("this computer lets nobody make links")
    for named in (office.mail, link):
        (line,) = office.take(named).files
        assert (line.outcome, [one.code for one in line.findings]) == (
            Outcome.REFUSED,
            ["FK-IN-102"],
        )
    assert office.stored() == []


def test_a_clock_that_stands_before_the_register_is_told_and_decides_no_day(office):
    path = office.back("业主.xlsx")
    book = openpyxl.load_workbook(path)
    where = book.defined_names["_fk_field_filled_on"].attr_text.split("!")[1]
    book["调查表"][where.replace("$", "")].value = "2026-11-24"
    book.save(path)
    early = replace(office.workspace, clock=FixedClock(datetime(2020, 1, 1, 8)))
    report = import_surveys(early, (path,), ImportWish(dry_run=True))
    assert [one.code for one in report.findings] == ["FK-REG-037"]
    assert "2020" in report.findings[0].found
    assert "FK-SUR-078" not in codes(report.files[0])
    assert office.take(path).findings == ()


def test_a_reply_without_a_day_counts_in_no_period_and_never_on_the_day_of_sending(office):
    office.back("一.xlsx", filled_on=None)
    (line,) = office.take().files
    assert (line.outcome, codes(line)) == (Outcome.IMPORTED, ["FK-SUR-152"])
    (held,) = office.stored()
    assert held.answered_on == ""
    assert standing(office.workspace, held.id).judged.record.surveyed_on is None


def test_an_empty_folder_is_refused_alone(office):
    office.back("好.xlsx")
    empty = office.mail.parent / "空"
    empty.mkdir()
    report = office.take(office.mail, empty, office.mail.parent / "没有的")
    assert report.counts() == {Outcome.IMPORTED: 1, Outcome.REFUSED: 2}
    refused = {line.name: line.findings[0].code for line in report.files if line.findings}
    assert refused["空"] == "FK-SUR-127"
    assert report.exit_code is ExitCode.INPUT_UNREADABLE


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("打包.rar", b"Rar!\x1a\x07\x00" + b"x" * 100, "FK-SUR-164"),
        ("网页.html", b"<!DOCTYPE html><html><body>x</body></html>", "FK-SUR-165"),
        ("文档.rtf", b"{\\rtf1\\ansi x}", "FK-SUR-165"),
        ("来信.eml", b"From: a@b.cn\r\nSubject: x\r\n\r\nhello, all\r\n", "FK-SUR-166"),
        ("来信.txt", b"From: a@b.cn\nSubject: x\nMIME-Version: 1.0\n\nhi, all\n", "FK-SUR-166"),
        ("另存.txt", "□很满意, □满意, □一般\n编号:1, 2, 3\n".encode(), "FK-SUR-126"),
        ("照片.jpg", b"\xff\xd8\xff\xe0" + b"x" * 100, "FK-SUR-126"),
    ],
)
def test_each_kind_of_file_that_is_not_read_has_its_own_remedy(office, name, data, code):
    (office.mail / name).write_bytes(data)
    (line,) = office.take().files
    assert (line.outcome, line.findings[0].code) == (Outcome.REFUSED, code)


def test_no_mapping_file_is_drafted_for_a_sheet_that_was_sent_out(office):
    path = office.back("业主.xlsx")
    for story in (
        lambda: columns(office.workspace, path),
        lambda: draft(office.workspace, path, None),
    ):
        with pytest.raises(InputUnreadable) as refused:
            story()
        assert refused.value.code == "FK-SUR-167"


def test_a_draft_without_an_item_says_so(office):
    path = office.mail / "名单.csv"
    path.write_text("甲,乙\n1,2\n", encoding="utf-8")
    assert "没有一列与题库的题目对得上" in draft(office.workspace, path, None)


def test_a_row_of_an_export_is_told_with_the_name_of_who_answered(office):
    plan = mapped(
        office, "project_no: P2026-001\ncolumns:\n  - {column: 11、单位名称, field: 姓名}\n"
    )
    path = export(office, "问卷星.csv", ["满意"] * 10, unit="钱示范")
    (line,) = office.take(path, mapping=plan, dry_run=True).files
    assert (line.replies[0].name, line.replies[0].satisfaction) == ("钱示范", "66.67%")
