"""Where surveys stand: sent, returned, valid, invalid, waiting, overdue."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from formkit import catalog
from formkit.kernel.clock import FixedClock
from formkit.kernel.errors import UsageError
from formkit.kernel.gate import Gate
from formkit.kernel.resources import samples_folder
from formkit.pipeline.filling.fill import fill
from formkit.pipeline.projects import import_projects
from formkit.pipeline.setup import CompanyEntry, init
from formkit.pipeline.surveys.gathering import gather
from formkit.pipeline.surveys.issue import Wish, issue
from formkit.pipeline.surveys.overview import Standing, survey_list
from formkit.pipeline.workspace import Workspace, find
from formkit.register import ReplyState, StoredReply

ALL = [{"section": "Ⅲ", "item_no": number, "choices": ["满意"]} for number in range(1, 11)]
NUMBER = "SLJZ-AZB-MYD-2026-{:04d}"


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    """Five surveys of one project and one of another, sent on 25 November, due on 10 December."""
    init(tmp_path, CompanyEntry(name="示例建筑工程有限公司", code="SLJZ"))
    made = find(tmp_path, clock=FixedClock(datetime(2026, 11, 25, 9)))
    import_projects(made, samples_folder() / "projects.yaml")
    path = tmp_path / "名单.csv"
    rows = [f"P2026-001,示例第{number}业主单位" for number in range(1, 6)]
    path.write_text("\n".join(["工程编号,单位", *rows, "P2025-007,海拓样例公司"]), encoding="utf-8")
    wish = Wish(respondents=path, surveyor="沈样张", due_on=date(2026, 12, 10))
    assert issue(made, wish).exit_code == 0
    return made


def taken(workspace: Workspace, number: str, **changes) -> None:
    """Put a reply into the register, as taking it back does."""
    reply = StoredReply(
        "formkit", number, number, "P2026-001", "", ReplyState.TAKEN, {"answers": ALL},
        "", "", "", "",
    )  # fmt: skip
    register = workspace.register()
    with register.surveys() as surveys:
        sent = surveys.number(number)
    digest = sent.bank_digest if sent else ""
    with register.writing() as writing:
        writing.replies.add(replace(reply, bank_digest=digest, **changes))
    register.close()


def standings(workspace: Workspace) -> list[str]:
    return [line.standing.value for line in survey_list(workspace).lines]


def at(workspace: Workspace, *day: int) -> Workspace:
    return replace(workspace, clock=FixedClock(datetime(*day, 9)))


def test_what_is_sent_is_waited_for_until_its_day_has_passed(workspace):
    assert standings(at(workspace, 2026, 12, 10)) == ["等待"] * 6
    assert standings(at(workspace, 2026, 12, 11)) == ["逾期"] * 6


def test_replies_are_valid_invalid_or_wait_for_a_person(workspace):
    taken(workspace, NUMBER.format(1))
    taken(workspace, NUMBER.format(2), entry={"answers": ALL[:7]})  # 最少答题 80%
    taken(workspace, NUMBER.format(3), state=ReplyState.WAITING)
    taken(workspace, NUMBER.format(4), state=ReplyState.DROPPED)
    found = survey_list(at(workspace, 2026, 12, 11))
    assert [line.standing for line in found.lines] == [
        Standing.VALID,
        Standing.INVALID,
        Standing.WAITING,
        Standing.OVERDUE,
        Standing.OVERDUE,
        Standing.OVERDUE,
    ]
    other, own = found.projects
    assert (own.project_no, own.sent, own.returned) == ("P2026-001", 5, 3)
    assert (own.valid, own.invalid, own.waiting, own.overdue) == (1, 1, 1, 2)
    assert (other.project_no, other.sent, other.overdue) == ("P2025-007", 1, 1)
    assert (found.total.sent, found.total.returned, found.total.overdue) == (6, 3, 3)


def test_a_sheet_without_any_answer_is_invalid(workspace):
    taken(workspace, NUMBER.format(1), entry={"answers": []})
    assert standings(workspace)[0] == "无效"


def test_a_reply_that_answers_no_sheet_of_ours_counts_as_returned_and_not_as_sent(workspace):
    entry = {"answers": ALL, "bank": "五级", "respondent_unit": "网上答卷人"}
    taken(workspace, "", source="wjx", key="1", survey_no="", entry=entry)
    [count] = [one for one in survey_list(workspace).projects if one.project_no == "P2026-001"]
    assert (count.sent, count.returned, count.valid) == (5, 1, 1)


def test_a_voided_survey_is_not_counted(workspace):
    register = workspace.register()
    with register.writing() as writing:
        writing.void(NUMBER.format(6), "发错")
    register.close()
    found = survey_list(workspace)
    assert [one.project_no for one in found.projects] == ["P2026-001"]


def test_a_clock_that_stands_before_the_register_is_told(workspace):
    assert survey_list(workspace).findings == ()
    late = survey_list(at(workspace, 2020, 1, 1))
    assert [one.code for one in late.findings] == ["FK-REG-037"]
    assert [one["code"] for one in late.as_dict()["findings"]] == ["FK-REG-037"]


def test_one_project_is_listed_alone(workspace):
    found = survey_list(workspace, "P2025-007")
    assert [line.unit for line in found.lines] == ["海拓样例公司"]
    assert found.total.sent == 1
    with pytest.raises(UsageError):
        survey_list(workspace, "P2025-07")


def test_a_project_without_surveys_is_told_with_nothing(workspace):
    found = survey_list(workspace, "P2019-112")
    assert found.lines == ()
    assert found.total.sent == 0


def test_surveys_that_were_filled_in_on_paper_are_counted_too(workspace):
    official = catalog.named("satisfaction_survey", workspace.forms)
    made = fill(workspace, official, [official.sample], gate=Gate.ISSUE)
    assert made.exit_code == 0, [str(one) for one in made.findings()]
    more = standings(workspace)[6:]
    assert more == ["有效", "有效", "等待"]


def test_the_list_and_the_report_count_the_same_replies(workspace):
    first, second = NUMBER.format(1), NUMBER.format(2)
    taken(workspace, first)
    taken(workspace, first, key="again", state=ReplyState.WAITING)  # says otherwise
    taken(workspace, second, entry={"answers": ALL[:7]})
    taken(workspace, "SLJZ-AZB-MYD-2026-0999", state=ReplyState.WAITING)  # nobody's number
    taken(workspace, "", source="wjx", key="1", entry={"answers": ALL, "bank": "五级"})
    found = survey_list(workspace)
    counted = gather(workspace, on=date(2026, 12, 1)).came
    total = found.total
    assert (total.returned, total.valid, total.invalid, total.waiting) == (5, 2, 1, 2)
    assert (counted.replies, counted.valid, counted.invalid, counted.pending) == (5, 2, 1, 2)
    assert total.sent == 6
    assert [one.standing.value for one in found.lines if one.number == first] == ["有效", "待定"]
