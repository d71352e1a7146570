"""A company's own template in docxtpl's full language: trusted by a person, for that very file."""

from __future__ import annotations

import io
import shutil
from datetime import datetime
from pathlib import Path

import docx
import pytest

from formkit import catalog
from formkit.catalog import OfficialRecord
from formkit.kernel.clock import FixedClock
from formkit.kernel.errors import ExitCode, UsageError
from formkit.kernel.files import sha256
from formkit.kernel.resources import forms_folder, samples_folder
from formkit.pipeline.filling.fill import fill
from formkit.pipeline.filling.pace import Pace
from formkit.pipeline.printing import pdf
from formkit.pipeline.projects import import_projects
from formkit.pipeline.report import Outcome
from formkit.pipeline.setup import CompanyEntry, init
from formkit.pipeline.templates import check, usable_template
from formkit.pipeline.trust import REVOKED, TRUSTED, revoke, trust
from formkit.pipeline.workspace import Workspace
from formkit.register import audit
from formkit.render import TemplateRefused, TrustedTemplate

SAMPLE = catalog.named("visit_record").sample
WHO = {"by": "张三", "reason": "沿用旧系统的模板"}
LINES = (  # nothing of the second line belongs to formkit's own language
    "编号 {{ form.number }} 工程 {{ project.project_name }}",
    "{% set lines = [visited_on, project_no] %}{{ lines|join('/') }} {{ '甲' * 3 }}{{ nobody }}",
    "{% macro said(x) %}【{{ x }}】{% endmacro %}{{ said(project.location) }}",
)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = init(
        tmp_path / "公司",
        CompanyEntry("示例建筑工程有限公司", "SLJZ"),
        clock=FixedClock(datetime(2026, 11, 23, 9, 0)),
    )
    import_projects(made, samples_folder() / "projects.yaml")
    return made


def put(workspace: Workspace, *lines: str) -> bytes:
    """Put a template with these paragraphs into the workspace."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    (workspace.folder() / "forms/templates/visit_record.docx").write_bytes(stream.getvalue())
    return stream.getvalue()


def visit(workspace: Workspace) -> OfficialRecord:
    return catalog.load("visit_record", workspace.forms)


def history(workspace: Workspace) -> list[tuple[str, str, str]]:
    register = workspace.register()
    try:
        lines = register.history("visit_record.docx")
        assert audit.audit(register, root=workspace.folder()) == []
    finally:
        register.close()
    return [(one["action"], one["detail"]["sha256"], one["detail"]["by"]) for one in lines]


def codes(found) -> list[str]:
    return [one.code for one in found]


def papers(workspace: Workspace, report) -> list[str]:
    paths = [workspace.folder() / one.file for one in report.files[0].records]
    return ["\n".join(one.text for one in docx.Document(path).paragraphs) for path in paths]


def test_without_trust_such_a_template_is_refused_with_a_word_on_trust(workspace):
    put(workspace, *LINES)
    with pytest.raises(TemplateRefused) as refused:
        fill(workspace, visit(workspace), [SAMPLE])
    assert "FK-TPL-105" in codes(refused.value.findings)
    assert codes(check(workspace, "visit_record", None))[-1] == "FK-TPL-105"


def test_a_template_with_another_fault_gets_no_word_on_trust(workspace):
    put(workspace, "{{ form.nummer }}")
    with pytest.raises(TemplateRefused) as refused:
        fill(workspace, visit(workspace), [SAMPLE])
    assert codes(refused.value.findings) == ["FK-TPL-050"]


def test_a_trusted_template_makes_documents_and_the_report_says_what_was_compared(workspace):
    data = put(workspace, *LINES)
    found = trust(workspace, "工程回访记录", **WHO)
    assert (found.trusted, found.sha) == (True, sha256(data))
    assert "FK-TPL-050" in codes(found.findings)  # nobody
    assert history(workspace) == [(TRUSTED, sha256(data), "张三")]
    report = fill(workspace, visit(workspace), [SAMPLE])
    assert [one.outcome for one in report.files[0].records] == [Outcome.MADE] * 3
    (note,) = [one for one in report.notes if one.code == "FK-TPL-101"]
    assert "张三 于 2026-11-23 信任" in note.found
    first = papers(workspace, report)[0]
    assert "编号 SLJZ-GCB-HF-2026-0001 工程 云岭市示例花园小区二期3#住宅楼工程" in first
    assert "甲甲甲" in first
    assert "【示例省" in first


def test_worker_processes_fill_it_by_the_same_way(workspace):
    put(workspace, *LINES)
    trust(workspace, "visit_record", **WHO)
    report = fill(workspace, visit(workspace), [SAMPLE], pace=Pace(jobs=2))
    assert [one.outcome for one in report.files[0].records] == [Outcome.MADE] * 3


def test_the_same_input_again_makes_nothing(workspace):
    put(workspace, *LINES)
    trust(workspace, "visit_record", **WHO)
    fill(workspace, visit(workspace), [SAMPLE])
    again = fill(workspace, visit(workspace), [SAMPLE])
    assert {one.outcome for one in again.files[0].records} == {Outcome.UNCHANGED}


def test_a_changed_file_is_not_trusted_and_the_first_one_still_is(workspace):
    first = put(workspace, *LINES)
    trust(workspace, "visit_record", **WHO)
    put(workspace, *LINES, "又一行")
    with pytest.raises(TemplateRefused):
        usable_template(workspace, visit(workspace), "docx")
    path = workspace.folder() / "forms/templates/visit_record.docx"
    path.write_bytes(first)
    assert isinstance(usable_template(workspace, visit(workspace), "docx").compiled, TrustedTemplate)  # fmt: skip


def test_revoked_trust_holds_no_more_and_can_be_given_again(workspace):
    data = put(workspace, *LINES)
    trust(workspace, "visit_record", **WHO)
    revoke(workspace, "visit_record", by="李四", reason="改用标准模板")
    with pytest.raises(TemplateRefused):
        usable_template(workspace, visit(workspace), "docx")
    with pytest.raises(UsageError) as refused:
        revoke(workspace, "visit_record", **WHO)
    assert refused.value.code == "FK-TPL-104"
    trust(workspace, "visit_record", **WHO)
    assert usable_template(workspace, visit(workspace), "docx").trusted
    assert [one[0] for one in history(workspace)] == [TRUSTED, REVOKED, TRUSTED]
    assert {one[1] for one in history(workspace)} == {sha256(data)}


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (("没有编号 {{ project.project_name }}",), "FK-WS-020"),
        ((*LINES, "{{ 1 // 0 }}"), "FK-TPL-093"),
        ((*LINES, "{{ a"), "FK-TPL-092"),
        ((*LINES, "{% set x %}{{ project_no }}!{{ visited_on }}{% endset %}"), "FK-TPL-100"),
    ],
    ids=["no number", "an error in it", "no Jinja", "a value that is swallowed"],
)
def test_a_template_that_cannot_be_used_even_so_is_not_trusted(workspace, lines, code):
    put(workspace, *lines)
    if code == "FK-TPL-100":  # the macro and the first lines print the same values
        put(workspace, "{{ form.number }}", lines[-1])
    found = trust(workspace, "visit_record", **WHO)
    assert not found.trusted
    assert code in codes(found.findings)
    assert history(workspace) == []


def test_formkits_own_template_needs_no_trust(workspace):
    shutil.copy(
        forms_folder() / "templates" / "visit_record.docx", workspace.folder() / "forms/templates"
    )
    with pytest.raises(UsageError) as refused:
        trust(workspace, "visit_record", **WHO)
    assert refused.value.code == "FK-TPL-102"


@pytest.mark.parametrize("missing", ["by", "reason"])
def test_who_and_why_must_be_said(workspace, missing):
    put(workspace, *LINES)
    with pytest.raises(UsageError) as refused:
        trust(workspace, "visit_record", **{**WHO, missing: "  "})
    assert refused.value.code == "FK-TPL-103"
    assert refused.value.exit_code is ExitCode.USAGE


def test_the_check_of_the_template_in_use_tries_it_by_the_trusted_way(workspace):
    put(workspace, *LINES)
    assert any(one.blocks for one in check(workspace, "visit_record", None))
    trust(workspace, "visit_record", **WHO)
    found = check(workspace, "visit_record", None)
    assert not any(one.blocks for one in found)
    assert "FK-TPL-101" in codes(found)


def test_a_value_lost_on_one_paper_costs_that_paper_only(workspace):
    swallowed = "{% set x %}{{ visited_on }}{% endset %}"
    second = "form.number.endswith('0002') and project_no == 'P2025-007'"  # not so on trial
    put(workspace, "{{ form.number }}", f"{{% if {second} %}}{swallowed}{{% endif %}}")
    assert trust(workspace, "visit_record", **WHO).trusted
    records = fill(workspace, visit(workspace), [SAMPLE]).files[0].records
    assert [one.outcome for one in records] == [Outcome.MADE, Outcome.FAILED, Outcome.MADE]
    assert records[2].number == "SLJZ-GCB-HF-2026-0002"
    assert "FK-TPL-100" in codes(records[1].findings)


@pytest.mark.office
@pytest.mark.slow
def test_its_pdf_is_made_by_an_office_program(workspace):
    put(workspace, *LINES)
    trust(workspace, "visit_record", **WHO)
    fill(workspace, visit(workspace), [SAMPLE])
    (line,) = pdf.make(workspace, ["SLJZ-GCB-HF-2026-0001"], pdf.wish()).lines
    assert line.outcome is Outcome.MADE
    assert line.engine != "Typst"
