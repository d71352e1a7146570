"""A company's own template: tried out once, then known by its SHA-256 in the register."""

from __future__ import annotations

import re
import shutil
from datetime import datetime

import docx
import pytest

from formkit import catalog
from formkit.kernel.clock import FixedClock
from formkit.kernel.files import sha256
from formkit.kernel.resources import forms_folder
from formkit.ooxml import gate
from formkit.ooxml.sniff import FileKind
from formkit.ooxml.writer import write
from formkit.pipeline import templates
from formkit.pipeline.setup import CompanyEntry, init
from formkit.pipeline.templates import PASSED, is_own, template_faults, usable_template
from formkit.pipeline.trial import LONGEST, longest
from formkit.render import TemplateRefused

OWN = forms_folder() / "templates" / "visit_record.docx"


@pytest.fixture
def workspace(tmp_path):
    clock = FixedClock(datetime(2026, 11, 23, 9, 0))
    return init(tmp_path / "公司", CompanyEntry("华北建设", "HB"), clock=clock)


@pytest.fixture
def official(workspace):
    return catalog.load("visit_record", workspace.forms)


@pytest.fixture
def trials(monkeypatch):
    """Count the trials, which stay real."""
    real, made = templates.trial_faults, []

    def counted(*given, **named):
        made.append(named["name"])
        return real(*given, **named)

    monkeypatch.setattr(templates, "trial_faults", counted)
    return made


def put(workspace, change) -> bytes:
    """Put a changed copy of formkit's template into the workspace and return its bytes."""
    package = gate.inspect(OWN, expect=FileKind.DOCX)
    parts = {name: package.parts.member(name) for name in package.parts}
    parts["word/document.xml"] = change(package.parts["word/document.xml"].decode()).encode()
    data = write(parts)
    (workspace.root / "forms/templates/visit_record.docx").write_bytes(data)
    return data


def noted(workspace):
    register = workspace.register()
    lines = register.history("visit_record.docx")
    register.close()
    return [(line["action"], line["detail"]["sha256"]) for line in lines]


def test_formkits_own_template_needs_no_trial_also_as_a_copy(workspace, official, trials):
    shutil.copy(OWN, workspace.root / "forms/templates/visit_record.docx")
    template = usable_template(workspace, official, "docx")
    assert (template.compiled.sha256, template.notes, trials) == (sha256(OWN.read_bytes()), (), [])
    assert template_faults(workspace, official, OWN, "docx") == []
    assert is_own(official, OWN.read_bytes(), None)
    assert not is_own(official, OWN.read_bytes(), "xlsx")
    assert noted(workspace) == []


def test_a_companys_template_is_tried_once_and_again_when_it_was_changed(
    workspace, official, trials
):
    first = put(workspace, lambda xml: xml.replace("主体意见", "结构意见"))
    for _ in range(2):
        assert usable_template(workspace, official, "docx").compiled.sha256 == sha256(first)
    assert len(trials) == 1
    second = put(workspace, lambda xml: xml.replace("主体意见", "主体结构意见"))
    assert usable_template(workspace, official, "docx").compiled.sha256 == sha256(second)
    assert len(trials) == 2
    assert noted(workspace) == [(PASSED, sha256(first)), (PASSED, sha256(second))]


def test_what_another_version_of_formkit_tried_is_tried_again(
    workspace, official, trials, monkeypatch
):
    put(workspace, lambda xml: xml.replace("主体意见", "结构意见"))
    usable_template(workspace, official, "docx")
    monkeypatch.setattr(templates, "__version__", "0.9")
    usable_template(workspace, official, "docx")
    assert len(trials) == 2


def test_a_template_that_fails_is_not_written_down_and_not_usable(workspace, official):
    put(workspace, lambda xml: xml.replace("{{ form.number }}", "{{ form.nummer }}"))
    with pytest.raises(TemplateRefused) as raised:
        usable_template(workspace, official, "docx")
    assert [found.code for found in raised.value.findings] == ["FK-TPL-050"]
    assert noted(workspace) == []


@pytest.mark.parametrize("slug", catalog.slugs())
def test_what_a_template_leaves_out_is_told_in_the_words_of_the_form(slug, workspace, tmp_path):
    document = docx.Document()
    document.add_paragraph("{{ form.number }}")
    document.save(tmp_path / "空.docx")
    official = catalog.load(slug, workspace.forms)
    (found,) = template_faults(workspace, official, tmp_path / "空.docx", "docx")
    assert found.code == "FK-WS-021"
    assert not re.search(r"[a-z_.\[\]]{2,}", found.found)


def test_the_longest_view_has_long_texts_everywhere_and_keeps_its_rows():
    view = {"a": "x", "rows": [{"index": 1, "b": ""}], "inner": {"c": "□是 □否"}}
    long = {"a": LONGEST, "rows": [{"index": 1, "b": LONGEST}], "inner": {"c": LONGEST}}
    assert longest(view) == long
