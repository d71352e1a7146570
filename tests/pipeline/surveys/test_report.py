"""Reports on surveys: what the register holds, counted once, in the period it belongs to."""

from __future__ import annotations

import shutil
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from formkit import catalog
from formkit.kernel.clock import FixedClock
from formkit.kernel.errors import UsageError
from formkit.kernel.resources import samples_folder
from formkit.pipeline.filling import bench
from formkit.pipeline.filling.fill import fill
from formkit.pipeline.printing import pdf
from formkit.pipeline.projects import import_projects
from formkit.pipeline.report import Outcome
from formkit.pipeline.setup import CompanyEntry, init
from formkit.pipeline.surveys.gathering import gather
from formkit.pipeline.surveys.issue import Wish, issue
from formkit.pipeline.surveys.report import ReportWish, survey_report
from formkit.pipeline.workspace import Workspace, find
from formkit.register import ReplyState, ReturnedFile, StoredReply
from formkit.register.tables import documents
from formkit.surveys.period import EVERYTHING, parse_period
from formkit.surveys.statistics import By

NOW = FixedClock(datetime(2026, 11, 25, 9, 30))
TODAY = NOW.today()
GOOD = ["很满意"] * 5 + ["满意"] * 5
FIRST = "SLJZ-AZB-MYD-2026-0001"


def reply(number: str, marks: list[str] = GOOD, **changes: Any) -> StoredReply:
    """Return a reply as the register holds it; `/`: 不适用, empty: left blank."""
    answers = [
        {"section": "Ⅲ", "item_no": at, **({"choices": mark.split("、")} if mark else {})}
        for at, mark in enumerate(marks, start=1)
    ]
    values = {
        "source": "formkit",
        "key": number,
        "survey_no": number,
        "project_no": "P2026-001",
        "bank_digest": "",
        "state": ReplyState.TAKEN,
        "entry": {"answers": answers},
        "content_sha": f"sha-{number}-{marks}",
        "file": "业主.xlsx",
        "file_sha": "f" * 64,
        "place": "业主.xlsx",
        "answered_on": "2026-08-20",
    }
    return StoredReply(**values | changes)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory) -> Path:
    """A workspace with all samples issued and two surveys sent out, one each quarter."""
    folder = tmp_path_factory.mktemp("报告")
    init(folder, CompanyEntry(name="示例建筑工程有限公司", code="SLJZ"))
    workspace = find(folder, clock=NOW)
    import_projects(workspace, samples_folder() / "projects.yaml")
    for day, project in (((2026, 5, 10), "P2026-001"), ((2026, 7, 10), "P2025-007")):
        wish = Wish(projects=(project,), surveyor="沈样张", sent_on=date(*day))
        assert issue(workspace, wish).exit_code == 0
    for slug in ("complaint_form", "visit_record"):
        fill(workspace, catalog.load(slug), [samples_folder() / f"{slug}.yaml"])
    return folder


@pytest.fixture
def workspace(prepared: Path, tmp_path: Path) -> Workspace:
    shutil.copytree(prepared, tmp_path / "售后")
    return find(tmp_path / "售后", clock=NOW)


def take(workspace: Workspace, *found: StoredReply) -> None:
    register = workspace.register()
    with register.writing() as writing:
        for one in found:
            writing.replies.add(one)
    register.close()


def gathered(workspace: Workspace, period: str = "", by: By = By.PROJECT):
    wanted = parse_period(period) if period else EVERYTHING
    return gather(workspace, wanted, by, on=TODAY)


def test_a_survey_counts_in_the_quarter_in_which_it_was_answered(workspace):
    take(workspace, reply(FIRST))
    said = gathered(workspace, "2026Q3")
    assert (said.sent.sent, said.sent.returned) == (1, 0)  # the other one was sent in this quarter
    assert (said.came.valid, said.late, said.unsent) == (1, 1, 0)
    [part] = said.summary.parts
    assert str(said.policy.rounded(part.total.satisfaction)) == "83.33"
    earlier = gathered(workspace, "2026Q2")
    assert (earlier.sent.sent, earlier.sent.returned, earlier.came.replies) == (1, 1, 0)
    assert gathered(workspace, "2026Q4").came.replies == 0


def test_the_period_before_stands_beside_it_and_the_trend_goes_back(workspace):
    old = reply("", ["一般"] * 10, source="wjx", key="1", answered_on="2026-05-02",
                entry={"project_no": "P2026-001", "answers": reply("", ["一般"] * 10).entry["answers"]})  # fmt: skip
    take(workspace, old, reply(FIRST))
    said = gathered(workspace, "2026Q3")
    [part] = said.summary.parts
    assert said.earlier(part).total.sheets == 1
    [trend] = said.history.parts
    assert [row.key for row in trend.by[By.QUARTER]] == ["2026Q2", "2026Q3"]
    assert gathered(workspace).unsent == 1


def test_what_waits_for_a_person_is_told_and_not_counted(workspace):
    take(workspace, reply(FIRST, ["满意、一般", *GOOD[1:]], state=ReplyState.WAITING))
    said = gathered(workspace)
    assert (said.came.pending, said.came.valid) == (1, 0)
    assert said.summary.parts == ()
    assert {one.kind for one in said.notices} == {"待人工确认"}
    assert said.sent.returned == 1


def test_a_blank_sheet_is_invalid_and_the_reason_is_told(workspace):
    take(workspace, reply(FIRST, [""] * 10))
    said = gathered(workspace)
    assert (said.came.invalid, said.summary.parts) == (1, ())
    [notice] = [one for one in said.notices if one.kind == "无效"]
    assert (notice.survey_no, notice.place) == (FIRST, "业主.xlsx")
    assert "没有一道计分题作答" in notice.what


def test_what_is_not_used_is_told_with_the_persons_word(workspace):
    said = [{"by": "沈样张", "reason": "业主另交了一份", "drop": True}]
    take(workspace, reply(FIRST, state=ReplyState.DROPPED, decisions=said))
    register = workspace.register()
    with register.writing() as writing:
        bad = ReturnedFile("a" * 64, "坏的.xlsx", "已拒收", [{"found": "带有宏"}])
        writing.replies.put_files([bad])
    register.close()
    found = gathered(workspace)
    assert [(one.kind, one.what) for one in found.notices] == [
        ("不采用", "沈样张:业主另交了一份"),
        ("已拒收", "带有宏"),
    ]
    assert found.came.replies == 0


def test_replaced_and_dropped_replies_enter_no_group(workspace):
    second = FIRST.replace("0001", "0002")
    take(
        workspace,
        reply(FIRST, ["不满意"] * 10, state=ReplyState.REPLACED),
        reply(FIRST, key="later"),
        reply(second, ["很不满意"] * 10, project_no="P2025-007", state=ReplyState.DROPPED),
    )
    for by in (By.PROJECT, By.UNIT, By.KIND):
        found = gathered(workspace, by=by)
        [part] = found.summary.parts
        [row] = part.by[by]
        assert (found.came.replies, row.figures.sheets) == (1, 1)
        assert str(found.policy.rounded(row.figures.satisfaction)) == "83.33"  # 25 of 30


def test_a_survey_that_a_clerk_typed_in_counts_until_a_reply_takes_its_place(workspace):
    fill(workspace, catalog.load("satisfaction_survey"),
         [samples_folder() / "satisfaction_survey.yaml"])  # fmt: skip
    said = gathered(workspace)
    assert [part.label for part in said.summary.parts] == ["三级", "五级"]
    assert said.came.valid == 2
    number = said.summary.sheets[-1].survey_no
    take(workspace, reply(number, ["满意"] * 10))
    again = gathered(workspace)
    assert again.came.valid == 2
    assert [one.reply_id for one in again.summary.sheets if one.survey_no == number] == ["1"]


def test_only_complaints_that_proved_true_enter_the_analysis(workspace):
    said = gathered(workspace)
    assert [one.number for one in said.complaints] == ["SLJZ-GCB-TS-2026-0001"]
    assert said.complaints[0].closed
    assert gathered(workspace, "2026Q2").complaints == ()
    assert len(said.issues) == 3
    assert said.complained(By.PROJECT) == {"P2026-001": 1}


def test_of_a_complaint_in_confidence_only_the_number_is_given(workspace):
    register = workspace.register()
    with register.writing() as writing:
        connection = writing._connection
        row = connection.execute(
            documents.select().where(documents.c.number == "SLJZ-GCB-TS-2026-0001")
        ).one()
        connection.execute(
            documents.update().where(documents.c.id == row.id)
            .values(data={**row.data, "confidential": True})
        )  # fmt: skip
    register.close()
    [one] = gathered(workspace).complaints
    assert (one.content, one.location, one.cause, one.measure) == ("(投诉人要求保密)", "", "", "")


def test_a_sheet_without_a_day_is_left_out_of_a_period_and_told(workspace):
    take(workspace, reply(FIRST, answered_on=""))
    assert gathered(workspace).came.valid == 1
    said = gathered(workspace, "2026Q3")
    assert (said.came.replies, said.undated) == (0, 1)


def test_the_same_report_again_writes_nothing_even_on_another_day(workspace, tmp_path):
    take(workspace, reply(FIRST))
    wish = ReportWish(tmp_path / "汇总.xlsx")
    first = survey_report(workspace, wish)
    data = wish.workbook.read_bytes()
    again = survey_report(workspace, wish)
    outcomes = (first.workbook.outcome, again.workbook.outcome)
    assert outcomes == (Outcome.MADE, Outcome.UNCHANGED)
    later = replace(workspace, clock=FixedClock(datetime(2026, 12, 1, 8, 0)))
    assert survey_report(later, wish).workbook.outcome is Outcome.UNCHANGED
    assert wish.workbook.read_bytes() == data
    assert [path.name for path in tmp_path.glob("*.xlsx")] == ["汇总.xlsx"]


def test_a_report_that_somebody_wrote_into_is_never_replaced(workspace, tmp_path):
    wish = ReportWish(tmp_path / "汇总.xlsx")
    survey_report(workspace, wish)
    book = openpyxl.load_workbook(wish.workbook)
    book["低分与问题建议"]["A9"] = "已立项"
    book.save(wish.workbook)
    marked = wish.workbook.read_bytes()
    made = survey_report(workspace, wish)
    assert made.workbook.file.name == "汇总(2).xlsx"
    assert [note.code for note in made.notes] == ["FK-SUR-143"]
    assert wish.workbook.read_bytes() == marked
    assert survey_report(workspace, wish).workbook.outcome is Outcome.UNCHANGED


def test_a_file_of_another_kind_is_refused_before_anything_is_made(workspace, tmp_path):
    with pytest.raises(UsageError) as told:
        survey_report(workspace, ReportWish(tmp_path / "汇总.csv"))
    assert told.value.code == "FK-SUR-142"


def test_the_figures_as_data_are_those_that_are_shown(workspace, tmp_path):
    take(workspace, reply(FIRST))
    made = survey_report(workspace, ReportWish(tmp_path / "汇总.xlsx", by=By.KIND)).as_dict()
    assert made["by"] == "调查对象类别"
    assert made["scales"] == [
        {"scale": "五级", "sheets": 1, "by_sheets": "83.33", "by_points": "83.33",
         "satisfied_rate": "100.00"}
    ]  # fmt: skip


# -- the official record -------------------------------------------------------------------------


def documented(tmp_path: Path, **more: Any) -> ReportWish:
    return ReportWish(
        tmp_path / "汇总.xlsx",
        period=parse_period("2026Q3"),
        document=tmp_path / "报告.docx",
        **more,
    )


def record_of(workspace: Workspace) -> dict[str, Any]:
    register = workspace.register()
    documents = [one for one in register.documents() if one.slug == "survey_report"]
    register.close()
    return {"revisions": len(documents), "number": documents[-1].number, **documents[-1].data}


def test_the_word_report_is_an_official_record_with_a_number(workspace, tmp_path):
    take(workspace, reply(FIRST))
    made = survey_report(workspace, documented(tmp_path))
    [one] = made.issued.records()
    assert (one.outcome, one.number) == (Outcome.MADE, "SLJZ-AZB-MYDFX-2026-0001")
    registered = workspace.folder() / one.file
    assert made.document.file.read_bytes() == registered.read_bytes()
    said = record_of(workspace)
    assert (said["valid"], said["complaint_count"], said["grouped_by"]) == (1, 1, "工程")
    assert [row["satisfaction"] for row in said["scale_results"]] == ["83.33"]
    assert made.exit_code == 0


def test_the_same_report_again_keeps_number_bytes_and_day(workspace, tmp_path):
    take(workspace, reply(FIRST))
    wish = documented(tmp_path)
    survey_report(workspace, wish)
    files = {path.name: path.read_bytes() for path in tmp_path.glob("*.*x")}
    later = replace(workspace, clock=FixedClock(datetime(2026, 12, 1, 8, 0)))
    made = survey_report(later, wish)
    assert [one.outcome for one in made.issued.records()] == [Outcome.UNCHANGED]
    assert (made.document.outcome, made.workbook.outcome) == (Outcome.UNCHANGED,) * 2
    assert {path.name: path.read_bytes() for path in tmp_path.glob("*.*x")} == files
    assert record_of(workspace)["prepared_on"] == "2026-11-25"


def test_changed_figures_are_the_next_revision_and_what_was_written_stays(workspace, tmp_path):
    take(workspace, reply(FIRST, ["不满意", *GOOD[1:]]))
    wish = documented(
        tmp_path, measures="外窗维修一律做淋水试验。", preparer="沈样张(安质部,质量员)"
    )
    survey_report(workspace, wish)
    other = reply("", source="wjx", key="1",
                  entry={"project_no": "P2026-001", "answers": reply("").entry["answers"]})  # fmt: skip
    take(workspace, other)
    made = survey_report(workspace, documented(tmp_path))
    [one] = made.issued.records()
    assert (one.outcome, one.revision, one.number) == (
        Outcome.REVISED,
        2,
        "SLJZ-AZB-MYDFX-2026-0001",
    )
    said = record_of(workspace)
    assert said["measures"] == "外窗维修一律做淋水试验。"
    assert said["prepared_by"]["name"] == "沈样张"
    assert made.document.file.name == "报告.docx"  # it was a copy of the first revision


def test_another_grouping_is_another_report(workspace, tmp_path):
    survey_report(workspace, documented(tmp_path))
    made = survey_report(workspace, documented(tmp_path, by=By.UNIT))
    assert [one.number for one in made.issued.records()] == ["SLJZ-AZB-MYDFX-2026-0002"]
    assert made.document.file.name == "报告(2).docx"


def test_a_report_that_somebody_edited_is_left_alone(workspace, tmp_path):
    wish = documented(tmp_path)
    survey_report(workspace, wish)
    wish.document.write_bytes(b"edited")
    assert survey_report(workspace, wish).document.file.name == "报告(2).docx"
    assert wish.document.read_bytes() == b"edited"


def test_the_charts_of_the_report_are_drawn_from_its_figures(workspace, tmp_path):
    take(workspace, reply(FIRST))
    made = survey_report(workspace, documented(tmp_path))
    with zipfile.ZipFile(made.document.file) as package:
        pictures = [name for name in package.namelist() if name.endswith(".png")]
        text = package.read("word/document.xml").decode()
    assert len(pictures) == 3
    for caption in (
        "图1 各题满意度(五级量表)",
        "图2 评价分布(五级量表,题次)",
        "图3 满意度按季度(五级量表)",
    ):
        assert caption in text


def test_both_roads_print_the_report(workspace, tmp_path):
    take(workspace, reply(FIRST))
    survey_report(workspace, documented(tmp_path))
    [line] = pdf.make(workspace, ["SLJZ-AZB-MYDFX-2026-0001"], pdf.wish(archival=True)).lines
    assert (line.outcome, line.engine, line.findings) == (Outcome.MADE, "Typst", ())


def test_of_a_report_without_any_answer_nothing_is_divided(workspace, tmp_path):
    made = survey_report(workspace, replace(documented(tmp_path), period=parse_period("2020")))
    assert made.exit_code == 0
    said = record_of(workspace)
    assert (said["sent"], said["returned"], said.get("return_rate")) == (0, 0, None)
    assert said["overview"] == "统计期内没有有效答卷。"


def test_without_a_chinese_font_the_report_goes_out_without_charts_and_says_so(
    workspace, tmp_path, monkeypatch
):
    take(workspace, reply(FIRST))
    monkeypatch.setattr(bench, "fonts_of", lambda _workspace: ())
    made = survey_report(workspace, documented(tmp_path))
    assert [one.code for record in made.issued.records() for one in record.findings] == [
        "FK-SUR-144"
    ]
    with zipfile.ZipFile(made.document.file) as package:
        assert not [name for name in package.namelist() if name.endswith(".png")]
    monkeypatch.undo()
    [again] = survey_report(workspace, documented(tmp_path)).issued.records()
    assert (again.outcome, again.revision) == (Outcome.REVISED, 2)


def test_a_clock_that_stands_before_the_register_is_told_with_the_report(workspace, tmp_path):
    wish = ReportWish(tmp_path / "汇总.xlsx")
    assert survey_report(workspace, wish).notes == ()
    late = replace(workspace, clock=FixedClock(datetime(2020, 1, 1, 8)))
    made = survey_report(late, ReportWish(tmp_path / "晚.xlsx"))
    assert [note.code for note in made.notes] == ["FK-REG-037"]
    assert [note["code"] for note in made.as_dict()["notes"]] == ["FK-REG-037"]
