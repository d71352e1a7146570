"""The returned samples against the ledger that says what must come of each."""

from __future__ import annotations

import random
import shutil
import sys
import time
from pathlib import Path

import pytest

from formkit.cli.main import run
from formkit.pipeline.surveys.decisions import Decision, answers_of, fields_of
from formkit.pipeline.surveys.outcomes import Outcome
from formkit.pipeline.surveys.resolve import resolve
from formkit.pipeline.surveys.returns import ImportWish, import_surveys
from formkit.pipeline.surveys.standing import waiting
from formkit.pipeline.workspace import find
from formkit.register import ReplyState
from formkit.register.audit import audit

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "scripts"))

import make_survey_samples  # noqa: E402
from survey_samples import ledger, posted  # noqa: E402

RUNS = ledger.runs()
MAIN = RUNS[0]


MOST_SECONDS, MOST_MB = 20, 400  # of the processor; resident, the readers included


@pytest.fixture(scope="module")
def sent(tmp_path_factory):
    """The workspace from which everything was sent out, and what was sent."""
    workspace = posted.prepared(tmp_path_factory.mktemp("发出") / "售后")
    return workspace.folder(), posted.post(workspace)


@pytest.fixture
def office(sent, tmp_path):
    folder = tmp_path / "售后"
    shutil.copytree(sent[0], folder)
    return find(folder, clock=posted.CLOCK)


def take(workspace, *paths, **wish):
    return import_surveys(workspace, paths, ImportWish(**wish))


def told(line):
    findings = [*line.findings, *(found for one in line.replies for found in one.findings)]
    return tuple(sorted({found.code for found in findings}))


def scores(line):
    taken = (one for one in line.replies if one.outcome is Outcome.IMPORTED)
    shown = (f"{one.satisfaction} {'' if one.valid else '无效卷'}" for one in taken)
    return tuple(one.strip() for one in shown)


def rows(line, expected):
    found = tuple(one.outcome.value for one in line.replies)
    return found if expected.rows else tuple(one for one in found if one != line.outcome.value)


def replies_of(workspace):
    """What the register holds, whatever order it came in."""
    register = workspace.register()
    with register.replies() as replies:
        found = [(one.survey_no or one.key, one.state, one.content_sha) for one in replies.all()]
    register.close()
    return sorted(found)


@pytest.mark.parametrize("run", RUNS, ids=lambda one: one.folder.name)
def test_every_file_ends_as_the_ledger_says_and_again_nothing_changes(office, run):
    report = take(office, run.folder, mapping=run.mapping)
    lines = {line.name: line for line in report.files}
    assert lines.keys() == {one.name for one in run.expected}
    for one in run.expected:
        line = lines[one.name]
        found = (line.outcome.value, told(line), rows(line, one), scores(line))
        assert found == (one.outcome, one.codes, one.rows, one.score), one.name
    assert sum(report.counts().values()) == len(run.expected)
    assert set(report.counts()) <= set(Outcome)
    before = replies_of(office)
    again = take(office, run.folder, mapping=run.mapping)
    for line in again.files:
        former = lines[line.name].outcome
        assert line.outcome is (Outcome.DUPLICATE if former is Outcome.IMPORTED else former)
    assert replies_of(office) == before


def test_every_sample_stands_in_the_ledger_and_no_other():
    listed = {(run.folder / one.name) for run in RUNS for one in run.expected}
    lying = {path for folder in ("收回", "导出") for path in (posted.FOLDER / folder).rglob("*.*")}
    assert listed == lying
    assert sum(path.stat().st_size for path in lying) < 1_400_000


def test_there_are_twenty_faults_and_five_good_ones_of_each_source():
    names = [(run.folder.name, one) for run in RUNS for one in run.expected]
    good = [(folder, one.name) for folder, one in names if one.wrong.startswith("没有毛病")]
    assert sum(name.startswith("好_") for _, name in good) >= 5
    assert sum(name.startswith("Word_") for _, name in good) >= 5
    for source in ("问卷星", "腾讯", "其他"):
        assert sum(folder.startswith(source) for folder, _ in good) >= 5
    assert len(names) - len(good) >= 30


@pytest.mark.parametrize("seed", range(2))
def test_in_any_order_the_same_replies_are_held(office, sent, tmp_path, seed):
    files = sorted(MAIN.folder.iterdir())
    random.Random(seed).shuffle(files)
    take(office, *files)
    other = tmp_path / "按名称"
    shutil.copytree(sent[0], other)
    ordered = find(other, clock=posted.CLOCK)
    take(ordered, MAIN.folder)
    assert replies_of(office) == replies_of(ordered)


def test_on_different_days_in_any_order_only_the_survey_answered_twice_may_differ(
    office, sent, tmp_path
):
    files = sorted(MAIN.folder.iterdir())
    random.Random(7).shuffle(files)
    for at in range(0, len(files), 7):
        take(office, *files[at : at + 7])
    other = tmp_path / "一次"
    shutil.copytree(sent[0], other)
    ordered = find(other, clock=posted.CLOCK)
    take(ordered, MAIN.folder)
    twice = sent[1]["答了两次_先.xlsx"].number
    mine, theirs = replies_of(office), replies_of(ordered)
    assert [one for one in mine if one[0] != twice] == [one for one in theirs if one[0] != twice]
    found = {(state, sha) for number, state, sha in mine if number == twice}
    assert {state for state, _ in found} == {ReplyState.TAKEN, ReplyState.WAITING}
    assert {state for number, state, _ in theirs if number == twice} == {ReplyState.WAITING}
    assert {sha for _, sha in found} == {sha for number, _, sha in theirs if number == twice}


def test_all_that_waits_can_be_seen_and_the_register_is_sound(office):
    report = take(office, MAIN.folder)
    asked = sum(one.outcome is Outcome.WAITING for one in report.replies())
    assert len(waiting(office)) == asked
    register = office.register()
    assert audit(register, root=office.folder()) == []
    register.close()


DECIDED = {  # what a clerk does who follows the remedies, and how the reply stands then
    "Word_两个勾.docx": (["Ⅲ3=很满意"], ""),
    "Word_勾在两项之间.docx": (["Ⅲ3=满意"], ""),
    "Word_勾在框前.docx": (["Ⅲ3=满意"], ""),
    "Word_勾在行末.docx": (["Ⅲ3=不适用"], ""),
    "Word_发放前签.docx": (["填表日期=2026-9-20"], ""),
    "Word_日期不存在.docx": (["填表日期=2026-9-30"], ""),
    "Word_还没到的日期.docx": (["填表日期=2026-9-19"], ""),
    "Word_划掉的勾.docx": (["Ⅲ4=空"], ""),
    "Word_总体评价划掉.docx": (["总体评价=空"], ""),
    "Word_题目后打勾.docx": (["Ⅲ3=满意"], ""),
    "Word_表下打勾.docx": ([], "take"),
    "Word_换了单位.docx": ([], "take"),
    "表下打勾.xlsx": ([], "take"),
    "换了工程.xlsx": ([], "drop"),
    "白字的勾.xlsx": (["Ⅲ4=满意"], ""),
    "格式不显示的勾.xlsx": (["Ⅲ4=空"], ""),
    "调查表被隐藏.xlsx": ([], "take"),
    "Word_打圈.docx": (["Ⅲ3=很满意"], ""),
    "Word_删了一行.docx": (["Ⅲ7=空"], ""),
    "两个勾.xlsx": (["Ⅲ2=很满意"], ""),
    "两处编号不一致.xlsx": ([], "number"),
    "两栏都填.xlsx": ([], "take"),
    "全空.xlsx": ([], "take"),
    "公式没有结果.xlsx": (["Ⅲ1=很满意"], ""),
    "删了一题.xlsx": (["Ⅲ8=空"], ""),
    "别的工程.xlsx": ([], "take"),
    "别的版次.xlsx": ([f"Ⅲ{item}=满意" for item in range(1, 11)], "take"),
    "勾和下拉不一致.xlsx": (["Ⅲ4=满意"], ""),
    "勾在格外.xlsx": (["Ⅲ3=很满意"], ""),
    "合并了选项格.xlsx": (["Ⅲ2=很满意"], ""),
    "填错栏.xlsx": ([], "drop"),
    "多了一张答过的表.xlsx": ([], "take"),
    "已作废的编号.xlsx": ([], "drop"),
    "总体评价写成别的词.xlsx": (["总体评价=满意"], ""),
    "打圈打叉.xlsx": (["Ⅲ1=很满意", "Ⅲ2=空"], ""),
    "日期不存在.xlsx": (["填表日期=2026-9-30"], ""),
    "格内写字.xlsx": (["Ⅲ6=满意"], ""),
    "标识全部丢失.xlsx": ([], "take"),
    "答了两次_先.xlsx": ([], "drop"),
    "答了两次_后.xlsx": ([], "take"),
    "编号没有登记.xlsx": ([], "number"),
    "错误值.xlsx": (["Ⅲ1=满意"], ""),
    "画的复选框.xlsx": (["Ⅲ4=满意"], ""),
    "画的选项按钮.xlsx": (["Ⅲ1=很满意"], ""),
    "勾划掉一半.xlsx": (["Ⅲ5=空"], ""),
    "批注里答题.xlsx": (["Ⅲ7=满意"], ""),
    "隐藏表丢失.xlsx": ([], "take"),
    "题库不认识.xlsx": ([], "drop"),
}


def test_a_clerk_who_follows_the_remedies_settles_all_that_waits(office, sent):
    asked = {
        line.name: line.replies[0].id
        for line in take(office, MAIN.folder).files
        if line.outcome is Outcome.WAITING
    }
    assert asked.keys() == DECIDED.keys()
    for name, (said, how) in DECIDED.items():
        number = sent[1][name].number if how == "number" else ""
        decision = Decision(
            "沈样张",
            "电话核实",
            answers_of(said),
            **fields_of(said),
            number=number,
            take=how == "take",
            drop=how == "drop",
        )
        found = resolve(office, asked[name], decision).stored
        wanted = ReplyState.DROPPED if how == "drop" else ReplyState.TAKEN
        assert (found.state, name) == (wanted, name)
    assert waiting(office) == []
    states = {line[0]: line[1] for line in replies_of(office)}
    assert states[sent[1]["好_五级勾选.xlsx"].number] is ReplyState.TAKEN
    again = take(office, MAIN.folder).counts()
    assert again == {Outcome.DUPLICATE: 86, Outcome.REFUSED: 12}


def test_what_waits_only_for_a_look_is_taken_with_confirm(office):
    names = ("隐藏表丢失.xlsx", "标识全部丢失.xlsx")
    report = take(office, *(MAIN.folder / name for name in names), confirm=True)
    assert report.counts() == {Outcome.IMPORTED: 2}
    assert [one.satisfaction for one in report.replies()] == ["76.67%", "76.67%"]
    assert waiting(office) == []


@pytest.mark.skipif(sys.platform == "win32", reason="what child processes used is not told there")
def test_a_clerk_sees_no_traceback_and_it_costs_little(office, monkeypatch, capsys):
    monkeypatch.chdir(office.folder())
    largest = _children().ru_maxrss  # of an earlier test's child, an office program perhaps
    before = time.process_time() + _children().ru_utime + _children().ru_stime
    assert run(["survey", "import", str(MAIN.folder)]) == 3
    spent = time.process_time() + _children().ru_utime + _children().ru_stime - before
    said = capsys.readouterr()
    assert "Traceback" not in said.out + said.err
    assert "FK-BUG" not in said.out + said.err
    assert f"合计 {len(MAIN.expected)} 个文件" in said.out
    for one in MAIN.expected:
        assert one.name in said.out
    assert spent < MOST_SECONDS
    assert _children().ru_maxrss / 1024 < MOST_MB or _children().ru_maxrss == largest


def _children():
    import resource  # noqa: PLC0415 - Windows has none

    return resource.getrusage(resource.RUSAGE_CHILDREN)


def test_every_error_names_its_file_and_what_to_do(office):
    report = take(office, MAIN.folder)
    for line in report.files:
        for found in (*line.findings, *(each for one in line.replies for each in one.findings)):
            assert found.place.file == line.name, found
            assert found.remedy, found


def test_the_samples_are_made_again_to_the_same_byte(sent):
    for name, data in make_survey_samples.made(sent[1]).items():
        assert (posted.FOLDER / name).read_bytes() == data, name


def test_the_list_of_the_samples_is_that_of_the_ledger():
    assert ledger.README.read_text(encoding="utf-8") == ledger.readme()
    for one in posted.ROUNDS:
        assert len((posted.LISTS / one.list).read_text(encoding="utf-8").splitlines()) == 1 + len(
            one.files.split()
        )


def test_what_holds_of_every_row_of_an_export_is_printed_once(office, monkeypatch, capsys):
    monkeypatch.chdir(office.folder())
    path = posted.FOLDER / "导出" / "问卷星_文本" / "有毛病_题目改了.csv"
    mapping = posted.MAPPINGS / "问卷星_文本.yaml"
    assert run(["survey", "import", str(path), "--map", str(mapping)]) == 4
    said = capsys.readouterr().out
    assert said.count("FK-SUR-106") == said.count("FK-SUR-123") == 1
    assert "待人工确认 2 份" in said
