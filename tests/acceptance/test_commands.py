"""The other commands: what they list, explain and look after; each also as data."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import click
import pytest
from docx import Document
from PIL import Image

import formkit
from formkit.cli.main import cli, speak_chinese
from formkit.kernel.clock import SystemClock
from formkit.kernel.errors import OutputError
from formkit.kernel.findings import Waiver
from formkit.kernel.resources import forms_folder, samples_folder
from formkit.pipeline import doctor
from formkit.pipeline.diagnosis import Verdict
from formkit.pipeline.workspace import find


def commands(group: click.Group, words: tuple[str, ...] = ()):
    context = click.Context(group, info_name="formkit")
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*words, name))
        else:
            yield (*words, name)


@pytest.mark.parametrize("words", list(commands(cli)), ids=" ".join)
def test_every_command_has_chinese_help_with_an_example(clerk, words):
    said = clerk.runs(*words, "--help")
    assert said.code == 0
    assert "示例:" in said.out
    assert f"formkit {' '.join(words)}" in said.out
    assert "Usage" not in said.out
    assert "Show this message" not in said.out


def test_the_program_says_its_version_and_its_commands_in_chinese(clerk):
    assert formkit.__version__ in clerk.runs("--version").out
    said = clerk.runs("--help").out
    assert "命令:" in said
    assert "校验、编号、登记" in clerk.runs("fill", "--help").out


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("chek",), "没有命令"),
        (("check",), "缺少参数"),
        (("fill", "--bogus"), "没有选项"),
        (("check", "visit_record", "x", "--gate", "later"), "later"),
    ],
)
def test_a_mistyped_command_is_answered_in_chinese(clerk, words, expected):
    said = clerk.runs(*words)
    assert said.code == 2
    assert expected in said.err
    assert "Error" not in said.err


def test_forms_lists_the_four_records(clerk):
    said = clerk.runs("forms").out
    for title in (
        "建筑安装工程保修证书",
        "工程回访记录",
        "顾客投诉反馈处理单",
        "顾客及相关方满意度调查表",
    ):
        assert title in said
    listed = {record["slug"]: record for record in clerk.runs("forms", "--json").data}
    assert listed["satisfaction_survey"]["media"] == ["docx", "xlsx"]
    assert listed["warranty_certificate"]["type_code"] == "BXZ"


def test_form_tells_fields_rules_template_and_sample(office):
    said = office.runs("form", "顾客投诉反馈处理单").out
    for word in (
        "通知技术质检科时间",
        "notified_at",
        "R9-01",
        "《顾客投诉处理办法》4.1",
        "complaint_form.docx",
    ):
        assert word in said
    told = office.runs("form", "complaint_form", "--json").data
    fields = {field["path"]: field for field in told["fields"]}
    assert fields["channel"]["kind"] == "单选"
    assert fields["responsible_persons[].level"]["required"] == "签发"
    assert {"R9-01", "R9-05", "LAW-8"} <= {rule["id"] for rule in told["rules"]}


def test_rules_lists_all_and_explains_one_with_samples(office):
    listed = {rule["id"]: rule for rule in office.runs("rules", "--json").data}
    assert len(listed) >= 100
    assert listed["R9-01"]["state"] == "active"
    assert listed["R2-10"]["state"] == "pending"
    assert listed["R6-04"]["state"] == "not_chosen"
    assert "待启用" in office.runs("rules").out
    assert "《修缮合同》收录后启用" in office.runs("rules", "R11-14").out
    part = office.runs("rules", "R9-02").out
    assert "顾客投诉反馈处理单" in part
    assert "《顾客信息登记表》收录后也用于其中" in part
    said = office.runs("rules", "R9-01").out
    for word in (
        "《顾客投诉处理办法》4.1",
        "在24小时内通知技术质检科",
        "24 小时",
        "正例",
        "反例",
        "处理:",
    ):
        assert word in said
    assert "{" not in said
    told = office.runs("rules", "r9-01", "--json").data
    assert "notified_at" in told["bad"]
    assert told["record_titles"] == ["顾客投诉反馈处理单"]
    floor = office.runs("rules", "LAW-2").out
    assert "屋面防水最低保修期 5 年" in floor


def test_a_stricter_company_value_overrules_the_regulation_and_is_told(office):
    own = office.folder / "forms" / "profiles" / "company.yaml"
    own.write_text(
        "id: company\ntitle: 本公司\nextends: base\ntexts: [R9]\n"
        "params: {complaint_notify_hours: 12}\n",
        encoding="utf-8",
    )
    said = office.runs("rules", "R9-01").out
    assert "12 小时" in said
    assert "已取代" in said
    assert "24 小时" in said


def test_project_list_and_show(office):
    assert "P2019-112" in office.runs("project", "list").out
    assert [p["project_no"] for p in office.runs("project", "list", "--json").data] == [
        "P2019-112",
        "P2025-007",
        "P2026-001",
    ]
    said = office.runs("project", "show", "P2019-112").out
    assert "𠮷堃" in said
    assert "买买提·样例江" in said
    assert office.runs("project", "show", "P2026-001", "--json").data["floors_above"] == 26


def test_an_empty_workspace_says_what_to_do_first(clerk):
    clerk.runs("init", "新", "--company", "示例建筑工程有限公司", "--code", "SLJZ")
    for words in (("project", "list"), ("register", "list")):
        said = _in(clerk.folder / "新", *words)
        assert said.returncode == 0
        assert "formkit" in said.stdout


def test_a_changed_project_is_an_update_that_tells_what_changed(office):
    text = (samples_folder() / "projects.yaml").read_text(encoding="utf-8")
    (office.folder / "工程.yaml").write_text(
        text.replace("欧阳喆", "欧阳样例").replace("dlp_months: 24", "dlp_months: 12", 1),
        encoding="utf-8",
    )
    said = office.runs("project", "import", "工程.yaml")
    assert said.code == 0
    assert "已更新  P2026-001" in said.out
    assert "建设单位联系人:欧阳喆 → 欧阳样例" in said.out
    assert "缺陷责任期(月):24 → 12" in said.out
    assert "未变 2 个" in said.out
    again = office.runs("project", "import", "工程.yaml", "--json").data
    assert {project["change"] for project in again["projects"]} == {"未变"}


def test_a_project_that_breaks_the_law_is_left_out_and_the_others_are_taken(office):
    (office.folder / "工程.yaml").write_text(
        (samples_folder() / "projects.yaml")
        .read_text(encoding="utf-8")
        .replace("dlp_months: 24", "dlp_months: 36", 1),
        encoding="utf-8",
    )
    said = office.runs("project", "import", "工程.yaml")
    assert said.code == 4
    assert "有误  P2026-001" in said.out
    assert "LAW-11" in said.out
    assert office.runs("project", "show", "P2026-001", "--json").data["dlp_months"] == 24


def test_the_same_project_twice_in_one_ledger_is_told(office):
    text = (samples_folder() / "projects.yaml").read_text(encoding="utf-8")
    (office.folder / "工程.yaml").write_text(
        text.replace("P2025-007", "P2026-001"), encoding="utf-8"
    )
    said = office.runs("project", "import", "工程.yaml")
    assert said.code == 4


def test_a_project_file_with_unknown_fields_is_not_taken(office):
    (office.folder / "工程.yaml").write_text("- {projekt_no: X}\n", encoding="utf-8")
    said = office.runs("project", "import", "工程.yaml")
    assert said.code == 3
    assert "project_no(工程编号)" in said.err


def test_register_show_tells_revisions_and_history(office, visit):
    office.types("回访台账.xlsx", [visit(1)])
    office.runs("fill", "visit_record", "回访台账.xlsx")
    office.changes("回访台账.xlsx", 1, "使用情况和意见", "补充一句:铝合金模板墙面平整。")
    office.runs("fill", "visit_record", "回访台账.xlsx")
    said = office.runs("register", "show", "SLJZ-GCB-HF-2026-0001").out
    assert "第2版" in said
    assert "签发" in said
    assert "改版" in said
    listed = office.runs("register", "list").out
    assert "已签发" in listed
    voided = office.runs(
        "register", "void", "SLJZ-GCB-HF-2026-0001", "--reason", "试", "--json"
    ).data
    assert voided["status"] == "作废"
    assert office.runs("register", "audit", "--json").data["findings"] == []


def test_template_build_writes_the_templates_of_the_layouts(office):
    said = office.runs("template", "build", "visit_record")
    assert said.code == 0
    built = office.folder / "forms" / "templates" / "visit_record.docx"
    assert built.read_bytes() == (forms_folder() / "templates" / "visit_record.docx").read_bytes()
    assert office.runs("template", "build", "-o", "模板").code == 0
    shipped = {path.name for path in (forms_folder() / "templates").iterdir()}
    assert {path.name for path in (office.folder / "模板").iterdir()} == shipped
    assert "没有问题" in office.runs("template", "check", "满意度调查表").out
    assert office.runs("template", "check", "visit_record", "--json").data == []
    assert office.runs("template", "check", "visit_record", "没有.docx").code == 6
    said = office.runs("template", "check", "visit_record", "--tags")
    assert "正文 表2第1行第2格" in said.out
    assert "project.project_name" in said.out
    told = office.runs("template", "check", "visit_record", "--tags", "--json").data
    assert told["findings"] == []
    assert ("visited_on", "回访日期") in {(one["name"], one["label"]) for one in told["tags"]}


def test_a_trusted_template_is_checked_by_what_docxtpl_knows(office):
    document = Document()
    document.add_paragraph("{{ project.address[:3] }} {{ 名称 }}")
    document.save(str(office.folder / "自己的.docx"))
    said = office.runs("template", "check", "visit_record", "自己的.docx", "--trusted")
    assert said.code == 0
    assert "FK-TPL-050" in said.out
    assert "FK-TPL-098" in said.out
    assert office.runs("template", "check", "visit_record", "自己的.docx").code == 6
    document.add_paragraph("{% if x %}")
    document.save(str(office.folder / "自己的.docx"))
    said = office.runs("template", "check", "visit_record", "自己的.docx", "--trusted", "--json")
    assert said.code == 6
    assert [one["code"] for one in said.data] == ["FK-TPL-092"]
    assert office.runs("template", "check", "visit_record", "--trusted").code == 2


def test_a_trusted_template_is_used_until_trust_is_revoked(office):
    document = Document()
    document.add_paragraph("{{ form.number }} {{ '甲' * 3 }}")
    document.save(str(office.folder / "forms" / "templates" / "visit_record.docx"))
    sample = samples_folder() / "visit_record.yaml"
    who = ("--by", "张三", "--reason", "沿用旧模板")
    assert office.runs("fill", "visit_record", sample).code == 6
    assert office.runs("template", "trust", "visit_record", "--by", "张三").code == 2
    said = office.runs("template", "trust", "工程回访记录", *who)
    assert said.code == 0
    assert "已信任 visit_record.docx" in said.out
    said = office.runs("fill", "visit_record", sample)
    assert said.code == 0
    assert "张三" in said.out
    assert "FK-TPL-101" in said.out
    told = office.runs("template", "trust", "visit_record", *who, "--revoke", "--json").data
    assert (told["name"], told["trusted"]) == ("visit_record.docx", False)
    assert office.runs("fill", "visit_record", sample, "--only", "1").code == 6
    document.add_paragraph("{% if x %}")
    document.save(str(office.folder / "forms" / "templates" / "visit_record.docx"))
    assert office.runs("template", "trust", "visit_record", *who).code == 6


def test_doctor_finds_a_sound_workspace_sound(office):
    said = office.runs("doctor")
    assert said.code == 0, said.out
    for subject in ("Python", "软件包", "转 PDF", "工作区", "制度配置", "模板", "登记库"):
        assert subject in said.out
    verdicts = {result["subject"]: result for result in office.runs("doctor", "--json").data}
    assert verdicts["登记库"]["verdict"] == "正常"


@pytest.mark.office
def test_doctor_tries_out_what_can_only_be_seen_so_and_leaves_nothing(office):
    before = sorted(office.folder.rglob("*"))
    said = office.runs("doctor", "--full", "--json")
    assert said.code == 0, said.out
    verdicts = {result["subject"]: result["verdict"] for result in said.data}
    for subject in ("子进程", "内存限额", "处理器限额", "时间限额", "工作进程", "登记库的锁"):
        assert verdicts[subject] == "正常"
    assert verdicts["LibreOffice docx"] == verdicts["LibreOffice xlsx"] == "正常"
    assert sorted(office.folder.rglob("*")) == before


@pytest.mark.parametrize(
    ("break_it", "code", "word"),
    [
        (
            lambda folder: (folder / "formkit.toml").write_text("[", encoding="utf-8"),
            9,
            "formkit.toml",
        ),
        (lambda folder: (folder / "登记库.db").write_bytes(b"x" * 5000), 7, "登记库"),
        (
            lambda folder: (folder / "forms/templates/visit_record.docx").write_bytes(b"PK"),
            6,
            "visit_record.docx",
        ),
        (
            lambda folder: (folder / "forms/profiles/company.yaml").write_text(
                "id: [", encoding="utf-8"
            ),
            9,
            "company.yaml",
        ),
        (
            lambda folder: (folder / "formkit.toml").write_text(
                "[company]\nname = ''", encoding="utf-8"
            ),
            9,
            "公司名称",
        ),
    ],
)
def test_doctor_names_what_is_broken_and_the_remedy(office, break_it, code, word):
    break_it(office.folder)
    said = office.runs("doctor")
    assert said.code == code, said.out
    assert word in said.out
    assert "故障" in said.out
    assert "处理:" in said.out


@pytest.mark.skipif(os.name == "nt", reason="a folder of Windows is made read-only otherwise")
@pytest.mark.parametrize("part", [".", "输出"])
def test_doctor_sees_that_nothing_can_be_written(office, part):
    with tempfile.TemporaryDirectory() as home:  # where another user comes too
        Path(home).chmod(0o755)
        folder = Path(shutil.copytree(office.folder, Path(home) / "工作区"))
        workspace = find(folder)
        assert [one.verdict for one in doctor.workspace_itself(workspace)] == [Verdict.OK]
        (folder / part).chmod(0o555)
        me = os.geteuid()
        if me == 0:
            os.seteuid(65534)  # root may do all
        try:
            with pytest.raises(OutputError) as told:
                list(doctor.workspace_itself(workspace))
        finally:
            os.seteuid(me)
            (folder / part).chmod(0o755)
    assert told.value.code == "FK-OUT-002"


def test_doctor_looks_at_the_companys_logo(office):
    settings = office.folder / "formkit.toml"
    text = settings.read_text(encoding="utf-8")
    assert "单位标志" not in office.runs("doctor").out  # none asked for
    settings.write_text(text.replace('logo = ""', 'logo = "标志.png"'), encoding="utf-8")
    missing = office.runs("doctor")
    assert missing.code == 9
    assert "FK-PIC-020" in missing.out
    assert "标志.png" in missing.out
    assert "处理:" in missing.out
    Image.new("RGB", (300, 120), "navy").save(office.folder / "标志.png")
    found = office.runs("doctor")
    assert found.code == 0, found.out
    assert "正常  单位标志  标志.png" in found.out


def test_doctor_outside_a_workspace_and_with_missing_programs(clerk, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.setattr(doctor, "_installed", lambda name: name != "click")
    results = {result.subject: result for result in doctor.examine(clerk.folder)}
    assert results["软件包"].exit_code == 8
    assert "click" in results["软件包"].detail
    assert results["转 PDF"].verdict is doctor.Verdict.NOTE
    assert "formkit init" in results["工作区"].remedy
    assert doctor.exit_code(list(results.values())) == 8


def test_the_same_through_python(office):
    sample = samples_folder() / "visit_record.yaml"
    report = formkit.check("工程回访记录", sample, workspace=office.folder)
    assert report.exit_code == 0
    filled = formkit.fill("visit_record", str(sample), workspace=office.folder, output="另处")
    assert [record.outcome.value for record in filled.records()] == ["新出"] * 3
    data = {"project_no": "P2026-001", "visited_on": "2026-11-31"}
    faulty = formkit.check("visit_record", data, workspace=office.folder, clock=SystemClock())
    assert "FK-VAL-011" in {finding.code for finding in faulty.findings()}
    assert formkit.check("visit_record", [data, data], workspace=office.folder).exit_code == 4
    idle = formkit.check(
        "visit_record", sample, workspace=office.folder, waivers=[Waiver("R11-07", "试", "冯样板")]
    )
    assert [note.code for note in idle.notes] == ["FK-PRF-073"]
    with pytest.raises(AttributeError):
        formkit.nothing  # noqa: B018 - the access is what is tested


@pytest.mark.usefixtures("clerk")
def test_without_a_workspace_a_record_that_brings_its_project_can_be_checked():
    projects = (samples_folder() / "projects.yaml").read_text(encoding="utf-8")
    assert "P2026-001" in projects
    record = {
        "project": {"project_no": "X-1", "project_name": "示例工程", "accepted_on": "2026-05-20"},
        "visited_on": "2026-11-01",
        "visit_type": "定期回访",
    }
    report = formkit.check("visit_record", record)
    assert all(finding.code != "FK-WS-010" for finding in report.findings())


def test_a_bug_leaves_a_note_for_the_maintainers_and_no_traceback(clerk, monkeypatch):
    def explode(*_args: object, **_options: object) -> None:
        raise RuntimeError("没有料到")

    monkeypatch.setattr("formkit.catalog.records", explode)
    said = clerk.runs("forms")
    assert said.code == 1
    assert "FK-BUG-001" in said.err
    assert "Traceback" not in said.err
    note = Path(said.err.split("「")[1].split("」")[0])
    assert "没有料到" in note.read_text(encoding="utf-8")
    note.unlink()


def _in(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "formkit", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_program_runs_as_a_process_and_its_exit_code_is_the_reports(office, visit):
    office.types("回访台账.xlsx", [visit(1, 回访类别="没有的")])
    said = _in(office.folder, "check", "visit_record", "回访台账.xlsx", "--json")
    assert said.returncode == 4
    data = json.loads(said.stdout)
    assert data["exit_code"] == 4
    assert data["counts"] == {"有误": 1}


def test_a_console_that_cannot_show_chinese_gets_signs_and_no_traceback(office):
    said = subprocess.run(
        [sys.executable, "-m", "formkit", "project", "show", "P2019-112"],
        cwd=office.folder,
        capture_output=True,
        check=False,
        env={"PATH": "", "PYTHONIOENCODING": "ascii", "HOME": str(office.folder)},
    )
    assert said.returncode == 0, said.stderr
    assert b"P2019-112" in said.stdout


def test_help_is_asked_in_another_language_and_falls_back_to_chinese(clerk, monkeypatch):
    monkeypatch.setenv("FORMKIT_LANG", "fr")
    speak_chinese()
    assert "建立工作区" in clerk.runs("--help").out


def test_an_error_is_data_too_where_data_were_asked(office):
    said = office.runs("project", "show", "P2026-002", "--json")
    assert said.code == 2
    assert said.data["exit_code"] == 2
    assert [error["code"] for error in said.data["errors"]] == ["FK-WS-010"]
    assert "P2026-002" in said.err
    said = office.runs("check", "visit_record", "没有.xlsx", "--json")
    assert said.data["files"][0]["findings"][0]["code"] == "FK-IN-001"


def test_what_is_made_is_data_too(clerk):
    made = clerk.runs("init", "新", "--company", '甲"公司\\', "--code", "A", "--json").data
    assert Path(made["workspace"]).name == "新"
    refused = clerk.runs("init", "坏", "--company", "甲\r\n公司", "--code", "A")
    assert refused.code == 9
    assert "company.name" in refused.err
    assert not (clerk.folder / "坏" / "formkit.toml").exists()
    assert clerk.runs("template", "build", "-o", "模板", "--json").data


def test_only_some_rows_of_a_ledger_are_checked_and_filled(office, visit):
    office.types("回访台账.xlsx", [visit(1), visit(2), visit(3) | {"回访日期": "下周"}])
    said = office.runs("check", "visit_record", "回访台账.xlsx", "--only", "1-2", "--json")
    assert (said.code, said.data["counts"]) == (0, {"通过": 2})
    said = office.runs("fill", "visit_record", "回访台账.xlsx", "--only", "2", "--json")
    assert (said.code, said.data["counts"]) == (0, {"新出": 1})
    said = office.runs("fill", "visit_record", "回访台账.xlsx", "--only", "2、1", "--json")
    assert said.data["counts"] == {"新出": 1, "未变": 1}
    said = office.runs("fill", "visit_record", "回访台账.xlsx", "--only", "2,12")
    assert said.code == 2
    assert "FK-WS-023" in said.out
    assert "12" in said.out
    assert "未变 1 份" in said.out
    report = formkit.check("visit_record", office.folder / "回访台账.xlsx", only=["3"], workspace=office.folder)  # fmt: skip
    assert report.exit_code == 4
