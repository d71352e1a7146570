"""Sending surveys: numbered as all records are, one workbook for each, nothing twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from formkit.kernel.clock import FixedClock
from formkit.kernel.errors import InputUnreadable, ProfileError, UsageError
from formkit.kernel.resources import forms_folder, samples_folder
from formkit.pipeline.projects import import_projects
from formkit.pipeline.report import Outcome
from formkit.pipeline.setup import CompanyEntry, init
from formkit.pipeline.surveys import workbooks as survey_workbooks
from formkit.pipeline.surveys.issue import SurveyIssue, Wish, issue
from formkit.pipeline.workspace import Workspace, find
from formkit.register import ReplyState, StoredReply
from formkit.register.audit import audit
from formkit.schemas.satisfaction_survey.record import RespondentKind
from formkit.surveys.anchors import Style

NOW = datetime(2026, 11, 25, 9, 30)
WISH = Wish(projects=("P2026-001",), surveyor="沈样张(安质部,质量员)", due_on=date(2026, 12, 10))
FIRST = "SLJZ-AZB-MYD-2026-0001"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    init(tmp_path, CompanyEntry(name="示例建筑工程有限公司", code="SLJZ", phone="010-55501234"))
    made = find(tmp_path, clock=FixedClock(NOW))
    import_projects(made, samples_folder() / "projects.yaml")
    return made


def later(workspace: Workspace, days: int) -> Workspace:
    return replace(workspace, clock=FixedClock(NOW + timedelta(days=days)))


def files(workspace: Workspace) -> dict[str, bytes]:
    folder = workspace.folder() / "输出"
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def outcomes(made: SurveyIssue) -> list[tuple[str, str]]:
    return [(one.number, one.outcome.value) for one in made.workbooks]


def meta(path: Path) -> dict[str, str]:
    return dict(openpyxl.load_workbook(path)["_meta"].iter_rows(values_only=True))


def test_one_number_one_print_one_workbook_and_a_list_for_whoever_sends_them(workspace):
    made = issue(workspace, WISH)
    assert made.exit_code == 0, [str(one) for one in made.report.findings()]
    assert sorted(files(workspace)) == [
        f"{FIRST}_调查表_示例置业(云岭)有限公司.xlsx",
        f"{FIRST}_顾客及相关方满意度调查表_云岭市示例花园小区二期3#住宅楼工程.docx",
        "发送清单.xlsx",
    ]
    said = meta(workspace.folder() / made.workbooks[0].file)
    assert said["survey_no"] == FIRST
    assert said["sent_on"] == "2026-11-25"


def test_what_is_only_sent_counts_as_asked_on_the_day_it_is_sent(workspace):
    issue(workspace, replace(WISH, sent_on=date(2026, 11, 20)))
    register = workspace.register()
    data = register.documents(FIRST)[0].data
    register.close()
    assert (data["surveyed_on"], data["sent_on"]) == ("2026-11-20", "2026-11-20")


def test_workbook_bank_and_day_stand_in_the_register(workspace):
    issue(workspace, WISH)
    register = workspace.register()
    media = [(one.medium, one.revision) for one in register.documents(FIRST)]
    with register.surveys() as surveys:
        [sent] = surveys.sent()
    bank = register.bank(sent.bank_digest)
    faults = audit(register, root=workspace.folder())
    register.close()
    assert media == [("docx", 1), ("答卷", 1)]
    assert (sent.number, sent.style, sent.due_on) == (FIRST, "勾选", "2026-12-10")
    assert bank["name"] == "五级"
    assert faults == []


def test_without_a_day_the_profile_says_until_when(workspace):
    made = issue(workspace, replace(WISH, due_on=None, sent_on=date(2026, 11, 20)))
    assert made.workbooks[0].parcel.due_on == "2026-12-05"  # 回收期限 15


def test_the_same_again_makes_nothing(workspace):
    issue(workspace, WISH)
    before = files(workspace)
    again = issue(workspace, WISH)
    assert outcomes(again) == [(FIRST, "未变")]
    assert again.report.counts()[Outcome.UNCHANGED] == 1
    assert files(workspace) == before


def test_what_is_missing_is_made_again_with_the_same_bytes(workspace):
    issue(workspace, WISH)
    before = files(workspace)
    for path in (workspace.folder() / "输出").iterdir():
        path.unlink()
    assert outcomes(issue(workspace, WISH)) == [(FIRST, "补出")]
    assert files(workspace) == before


def test_a_run_that_was_killed_before_it_registered_the_workbooks_is_gone_on_with(
    workspace, monkeypatch
):
    def killed(*_said):
        raise KeyboardInterrupt

    monkeypatch.setattr(survey_workbooks, "_account_for", killed)
    with pytest.raises(KeyboardInterrupt):
        issue(workspace, WISH)
    monkeypatch.undo()
    left = files(workspace)
    assert len(left) == 2  # the print and the workbook that nobody knows of yet
    made = issue(workspace, WISH)
    assert outcomes(made) == [(FIRST, "未变")]
    assert files(workspace).items() >= left.items()
    register = workspace.register()
    assert [one.medium for one in register.documents(FIRST)] == ["docx", "答卷"]
    register.close()


def test_a_workbook_that_somebody_filled_in_is_never_replaced(workspace):
    first = issue(workspace, WISH)
    path = workspace.folder() / first.workbooks[0].file
    book = openpyxl.load_workbook(path)
    book["调查表"]["C40"] = "√"
    book.save(path)
    filled = path.read_bytes()
    made = issue(workspace, WISH)
    assert path.read_bytes() == filled
    assert made.workbooks[0].file.endswith("(2).xlsx")
    assert [one.code for one in made.workbooks[0].findings] == ["FK-OUT-010"]
    assert outcomes(issue(workspace, WISH)) == [(FIRST, "未变")]


def test_another_style_or_day_takes_the_place_of_the_untouched_workbook(workspace):
    first = issue(workspace, WISH)
    path = workspace.folder() / first.workbooks[0].file
    made = issue(workspace, replace(WISH, style=Style.BOTH, due_on=date(2026, 12, 20)))
    assert made.workbooks[0].file == first.workbooks[0].file
    assert meta(path)["style"] == "两式"
    assert "2026年12月20日" in openpyxl.load_workbook(path)["调查表"]["A4"].value


def test_another_bank_is_the_next_revision_of_the_same_number(workspace):
    issue(workspace, WISH)
    made = issue(workspace, replace(WISH, bank="三级"))
    [record] = made.report.records()
    assert (record.number, record.revision, record.outcome) == (FIRST, 2, Outcome.REVISED)
    assert "第2版" in made.workbooks[0].file
    assert meta(workspace.folder() / made.workbooks[0].file)["bank"] == "三级"


def test_the_next_day_goes_on_with_a_survey_that_is_waited_for(workspace):
    issue(workspace, WISH)
    made = issue(later(workspace, 1), WISH)
    assert outcomes(made) == [(FIRST, "未变")]
    assert [note.code for note in made.report.notes] == ["FK-SUR-030"]


def test_a_day_that_is_typed_or_an_answer_or_a_passed_day_begins_another_survey(workspace):
    issue(workspace, WISH)
    typed = issue(later(workspace, 1), replace(WISH, sent_on=date(2026, 11, 26)))
    assert typed.workbooks[0].number.endswith("0002")
    passed = issue(later(workspace, 30), replace(WISH, due_on=None))
    assert passed.workbooks[0].number.endswith("0003")


def test_a_survey_that_was_answered_is_not_waited_for(workspace):
    issue(workspace, WISH)
    register = workspace.register()
    with register.writing() as writing:
        reply = StoredReply(
            "formkit", FIRST, FIRST, "P2026-001", "", ReplyState.TAKEN, {}, "", "", "", ""
        )
        writing.replies.add(reply)
    register.close()
    assert issue(later(workspace, 1), WISH).workbooks[0].number.endswith("0002")


def test_a_list_sends_one_to_each_and_leaves_faulty_rows_out(workspace, tmp_path):
    path = tmp_path / "名单.csv"
    path.write_text(
        "序号,工程编号,单位,类别,姓名,邮箱\n"
        "1,P2026-001,示例置业(云岭)有限公司,建设单位,欧阳喆,ou@example.com\n"
        "2,P2026-001,样例工程监理有限公司,监理单位,,不是邮箱\n"
        "3,P9999-999,海拓样例公司,建设单位,,\n"
        "4,P2025-007,海拓样例智能装备股份有限公司,使用单位,阿卜杜拉·示例,\n",
        encoding="utf-8",
    )
    made = issue(workspace, replace(WISH, projects=(), respondents=path))
    kinds = [record.outcome for record in made.report.records()]
    assert kinds == [Outcome.MADE, Outcome.FAULTY, Outcome.FAULTY, Outcome.MADE]
    told = [record.findings[0] for record in list(made.report.records())[1:3]]
    assert [one.code for one in told] == ["FK-SUR-021", "FK-WS-010"]
    assert [one.place.line for one in told] == [3, 4]
    assert [number[-4:] for number, _ in outcomes(made)] == ["0001", "0002"]
    assert made.exit_code == 4


def test_the_same_respondent_twice_is_told(workspace, tmp_path):
    path = tmp_path / "名单.csv"
    row = "P2026-001,示例置业(云岭)有限公司,欧阳喆\n"
    path.write_text(f"工程编号,单位,姓名\n{row}{row}", encoding="utf-8")
    made = issue(workspace, replace(WISH, projects=(), respondents=path))
    assert len(made.workbooks) == 1
    assert "FK-WS-012" in [one.code for one in made.report.findings()]


def test_the_dispatch_list_names_whom_until_when_and_what_to_write(workspace, tmp_path):
    path = tmp_path / "名单.csv"
    path.write_text(
        "工程编号,单位,姓名,职务,电话,邮箱\n"
        "P2026-001,示例置业(云岭)有限公司,欧阳喆,工程部经理,138-0000-0001,ou@example.com\n",
        encoding="utf-8",
    )
    made = issue(workspace, replace(WISH, projects=(), respondents=path))
    book = openpyxl.load_workbook(workspace.folder() / made.dispatch)
    head, row = book["发送清单"].iter_rows(values_only=True)
    said = dict(zip(head, row, strict=True))
    assert said["编号"] == FIRST
    assert (said["姓名"], said["电话"], said["截止日期"]) == (
        "欧阳喆", "138-0000-0001", "2026-12-10",
    )  # fmt: skip
    assert (workspace.folder() / "输出" / said["调查工作簿"]).is_file()
    head, row = book["邮件"].iter_rows(values_only=True)
    mail = dict(zip(head, row, strict=True))
    assert mail["收件人"] == "ou@example.com"
    assert "欧阳喆工程部经理:您好" in mail["正文"]
    assert "2026年12月10日前" in mail["正文"]


def test_a_dispatch_list_of_other_surveys_stays_and_the_new_one_stands_beside_it(workspace):
    first = issue(workspace, WISH)
    before = (workspace.folder() / first.dispatch).read_bytes()
    other = issue(workspace, replace(WISH, projects=("P2025-007",)))
    assert other.dispatch == "输出/发送清单(2).xlsx"
    assert (workspace.folder() / first.dispatch).read_bytes() == before
    assert issue(workspace, replace(WISH, projects=("P2025-007",))).dispatch == other.dispatch


def test_a_bank_of_ones_own_is_taken_into_the_workspace(workspace, tmp_path):
    own = tmp_path / "别处" / "本公司题库.yaml"
    own.parent.mkdir()
    text = (forms_folder() / "surveys" / "levels-3.yaml").read_text(encoding="utf-8")
    text = text.replace("name: 三级", "name: 本公司", 1)
    own.write_text(text, encoding="utf-8")
    made = issue(workspace, replace(WISH, bank=str(own)))
    assert made.exit_code == 0, [str(one) for one in made.report.findings()]
    assert "FK-SUR-029" in [note.code for note in made.report.notes]
    kept = workspace.folder() / "forms" / "surveys" / "本公司题库.yaml"
    assert kept.read_bytes() == own.read_bytes()
    assert meta(workspace.folder() / made.workbooks[0].file)["bank"] == "本公司"
    assert outcomes(issue(workspace, replace(WISH, bank="本公司"))) == [(FIRST, "未变")]
    assert outcomes(issue(workspace, replace(WISH, bank=str(own)))) == [(FIRST, "未变")]
    own.write_text(text.replace("工程质量", "质量"), encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        issue(workspace, replace(WISH, bank=str(own)))
    assert caught.value.code == "FK-SUR-028"


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (replace(WISH, projects=()), "FK-SUR-024"),
        (replace(WISH, surveyor=""), "FK-SUR-025"),
        (replace(WISH, sent_on=date(2026, 12, 20)), "FK-SUR-026"),
        (replace(WISH, kinds=(RespondentKind.PROPERTY,)), "FK-SUR-027"),
        (replace(WISH, projects=("P2026-002",)), "FK-WS-010"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is_made(workspace, wish, code):
    with pytest.raises(UsageError) as caught:
        issue(workspace, wish)
    assert caught.value.code == code
    assert not (workspace.folder() / "输出").exists() or files(workspace) == {}


def test_a_bank_that_nobody_knows_is_told(workspace):
    with pytest.raises(ProfileError):
        issue(workspace, replace(WISH, bank="四级"))
    with pytest.raises(InputUnreadable):
        issue(workspace, replace(WISH, bank="没有.yaml"))


def test_a_voided_survey_gets_no_workbook(workspace):
    first = issue(workspace, WISH)
    register = workspace.register()
    with register.writing() as writing:
        writing.void(FIRST, "发错单位")
    register.close()
    for path in (workspace.folder() / "输出").iterdir():
        path.unlink()
    made = issue(workspace, replace(WISH, sent_on=date(2026, 11, 25)))
    assert made.workbooks == ()
    assert made.dispatch == ""
    assert not (workspace.folder() / first.workbooks[0].file).exists()
