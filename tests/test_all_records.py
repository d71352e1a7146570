"""What is asked of every official record alike; a new record is found and asked by itself."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from lxml import etree

from formkit import catalog
from formkit.intake import reader
from formkit.kernel.clock import FixedClock
from formkit.kernel.findings import Level
from formkit.kernel.gate import Gate
from formkit.kernel.resources import forms_folder, samples_folder
from formkit.pipeline.blank import printable
from formkit.pipeline.demo import demo
from formkit.pipeline.examine import Examiner
from formkit.pipeline.paper import print_facts, view_names
from formkit.pipeline.templates import emit
from formkit.pipeline.workspace import Workspace, find
from formkit.render import check_template, compile_template
from formkit.schemas.anatomy import parts
from formkit.schemas.view import printed_paths

CLOCK = FixedClock(datetime(2026, 11, 23, 9, 0))
RECORDS = catalog.records()
TEMPLATES = [(record, medium) for record in RECORDS for medium in record.manifest.media]
each_record = pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.slug)
each_template = pytest.mark.parametrize(
    ("record", "medium"), TEMPLATES, ids=[f"{r.slug}.{m}" for r, m in TEMPLATES]
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory) -> Workspace:
    folder = tmp_path_factory.mktemp("demo")
    demo(folder, clock=CLOCK)
    return find(folder, clock=CLOCK)


def examined(workspace: Workspace, record: catalog.OfficialRecord, gate: Gate = Gate.ISSUE):
    examiner = Examiner(workspace, record, gate=gate)
    return [examiner.examine(raw) for raw in reader.read(record.sample, record.shape).records]


def plain(names: frozenset[str]) -> set[str]:
    return {name.replace("[]", "") for name in names}


def text_of(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return "\n".join(
            "".join(etree.fromstring(package.read(name)).itertext())
            for name in package.namelist()
            if re.match(r"(word|xl/worksheets)/.*\.xml$", name)
        )


@each_template
def test_the_template_uses_only_names_that_the_view_has(record, medium):
    used = compile_template(record.template(medium)).names
    assert used <= view_names(record)


@each_template
def test_every_printed_field_stands_on_the_form(record, medium):
    used = plain(compile_template(record.template(medium)).names)
    missing = {
        path
        for path in plain(frozenset(printed_paths(record.model)))
        if not {path, f"{path}_text"} & used
    }
    assert missing == set()


@each_template
def test_the_template_is_what_the_layout_makes(record, medium):
    assert record.template(medium).read_bytes() == emit(record, medium)


@each_template
def test_the_template_passes_its_own_check(record, medium):
    path = record.template(medium)
    assert check_template(path, view_names(record), name=path.name) == []


@each_record
def test_every_field_has_a_chinese_label(record):
    for part in parts(record.model):
        assert re.search(r"[\u4e00-\u9fff]", part.label), part.name


@each_record
def test_every_sample_passes_at_issue_without_a_fault(record, workspace):
    for one in examined(workspace, record):
        assert [f for f in one.findings if f.level is Level.ERROR] == []


@each_record
def test_one_sample_is_complete_enough_for_the_archive(record, workspace):
    passed = [
        one
        for one in examined(workspace, record, Gate.ARCHIVE)
        if not any(f.level is Level.ERROR for f in one.findings)
    ]
    assert passed


@each_template
def test_everything_printed_can_be_read_back_and_twice_is_the_same_bytes(record, medium, workspace):
    template = compile_template(record.template(medium))
    profile = workspace.profile()
    for one in examined(workspace, record):
        facts = print_facts(workspace, record, profile, number="SLJZ-试-0001", revision=2)
        view = record.view.view_of(one.record, facts)
        made = template.render(view)
        assert made == template.render(view)
        text = text_of(made)
        assert "{{" not in text
        assert "{%" not in text
        assert "None" not in text
        squeezed = squeeze(text)
        for path in printed_paths(record.model):
            for value in values_of(view, path, template.names):
                assert squeeze(value) in squeezed, path


@each_template
def test_an_attachment_of_which_little_is_known_prints_no_hole(record, medium, workspace):
    template = compile_template(record.template(medium))
    facts = print_facts(workspace, record, workspace.profile(), number="SLJZ-试-0001")
    view = record.view.view_of(examined(workspace, record)[0].record, facts)
    known = [("", ""), ("照片", ""), ("", "3"), ("照片", "3")]
    view["attachments"] = [
        {"name": "渗水部位", "kind_text": kind, "count": count, "index": "1", "kind": ""}
        for kind, count in known
    ]
    shown = "渗水部位;渗水部位(照片);渗水部位3张;渗水部位(照片)3张"
    assert shown in squeeze(text_of(template.render(view)))


def squeeze(text: str) -> str:
    """Return the text without blanks and line breaks: where a line breaks is the sheet's affair."""
    return re.sub(r"\s", "", text)


def values_of(view: object, path: str, used: frozenset[str]) -> list[str]:
    """Return what stands under a path of the view, in every row of a table."""
    name = path if path in used else f"{path}_text"
    found = [view]
    for step in name.split("."):
        rows = step.endswith("[]")
        inner = [one.get(step.removesuffix("[]")) for one in found if isinstance(one, dict)]
        found = [row for one in inner for row in one or ()] if rows else inner
    return [one for one in found if isinstance(one, str) and one.strip()]


@each_record
def test_the_printable_blank_holds_no_tag_and_no_value(record):
    text = text_of(printable(Workspace(None, find(samples_folder()).settings), record))
    assert record.title in re.sub(r"\s", "", text)
    assert "{{" not in text
    assert "None" not in text
    assert "☑" not in text


@each_record
def test_the_manifest_names_real_fields_and_a_real_department(record):
    manifest = record.manifest
    for path in (manifest.numbering.date, *manifest.identity):
        assert "." in path or path in record.model.model_fields, path
    assert set(manifest.defaults) <= set(record.model.model_fields)
    assert manifest.copies
    assert manifest.type_code.isupper()


def test_type_codes_titles_and_aliases_are_unique():
    codes = [record.manifest.type_code for record in RECORDS]
    names = [n for r in RECORDS for n in (r.slug, r.title, *r.manifest.aliases)]
    assert len(set(codes)) == len(codes)
    assert len(set(names)) == len(names)


def test_every_manifest_belongs_to_a_record():
    manifests = {path.stem for path in forms_folder().glob("*.yaml")}
    of_the_house = {"fonts", "print_list"}  # the faces that stand in, the list before a print job
    assert manifests - of_the_house == {record.slug for record in RECORDS}


def test_every_template_belongs_to_a_record():
    files = {path.name for path in (forms_folder() / "templates").iterdir()}
    assert files == {f"{record.slug}.{medium}" for record, medium in TEMPLATES}


@each_record
def test_every_record_is_found_by_slug_title_and_alias(record):
    for name in (record.slug, record.title, *record.manifest.aliases, f"《{record.title}》"):
        assert catalog.named(name).slug == record.slug


def test_the_records_are_the_folders_of_the_schemas():
    folder = Path(catalog.schemas.__path__[0])
    assert set(catalog.slugs()) == {path.parent.name for path in folder.glob("*/record.py")}


@each_record
def test_a_record_knows_no_other_record(record):
    others = {other.slug for other in RECORDS} - {record.slug}
    folder = Path(catalog.schemas.__path__[0]) / record.slug
    for path in folder.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not [slug for slug in others if f"formkit.schemas.{slug}" in text], path.name
