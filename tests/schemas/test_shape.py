"""A record as a ledger sees it, and the anatomy behind it."""

from __future__ import annotations

from collections import Counter
from importlib import import_module

import pytest

from formkit.catalog import slugs
from formkit.intake.shape import Kind
from formkit.kernel.gate import Gate
from formkit.schemas.anatomy import part_at, parts
from formkit.schemas.entry import Entry, field
from formkit.schemas.project import Project
from formkit.schemas.shape import labels_of, shape_of

MODELS = [Project, *(import_module(f"formkit.schemas.{slug}").RECORD for slug in slugs())]


def entries(model, seen=None):
    seen = set() if seen is None else seen
    if model not in seen:
        seen.add(model)
        for part in parts(model):
            if part.model is not None:
                entries(part.model, seen)
    return seen


@pytest.mark.parametrize("model", MODELS)
def test_no_two_columns_have_the_same_header(model):
    shape = shape_of(model, "x", "x")
    headers = Counter(column.header for column in shape.columns())
    assert [header for header, count in headers.items() if count > 1] == []
    for table in shape.child_tables():
        labels = [child.label for child in table.children if child.in_ledger]
        assert len(labels) == len(set(labels))


@pytest.mark.parametrize("model", MODELS)
def test_every_field_has_a_label_a_kind_and_an_about_that_names_real_fields(model):
    for entry in entries(model):
        for part in parts(entry):
            assert part.label != part.name
            names = {one.name for one in parts(part.model)} if part.model else set()
            assert set(part.about.needs) <= names
            assert set(part.about.columns or ()) <= names
            for condition in part.about.when:
                assert part_at(entry, condition.path) is not None
        for chain in entry.in_order:
            for path in chain:
                assert part_at(entry, path).kind in (Kind.DATE, Kind.DATETIME)


@pytest.mark.parametrize("model", MODELS)
def test_all_fields_may_be_absent(model):
    for entry in entries(model):
        assert entry() == entry.model_validate({})


def test_the_ledger_of_a_visit_has_its_columns_in_printed_order():
    shape = shape_of(
        import_module("formkit.schemas.visit_record").RECORD, "visit_record", "工程回访记录"
    )
    headers = [column.header for column in shape.columns()]
    assert headers[:5] == ["编号", "工程编号", "工程名称", "回访日期", "回访类别"]
    assert headers[-3:] == ["审核已签字", "审核已盖章", "备注"]
    assert "审核签字角色" in headers
    assert "顾客认可签字日期" in headers
    assert [table.label for table in shape.child_tables()] == ["质量问题部位", "附件"]
    assert shape.number == "record_no"


def test_what_others_fill_in_is_not_marked_as_required():
    fields = {one.name: one for one in shape_of(MODELS[0], "project", "台账").fields}
    assert fields["project_no"].required is Gate.ISSUE
    assert fields["contractor"].required is None
    assert fields["structure_type"].required is None
    assert fields["structure_type"].hint == "工程类别为「房屋建筑」时必填"
    assert fields["design_life_years"].hint.endswith(
        "保修条款含「地基基础和主体结构」、「基础设施」时必填"
    )
    owner = {one.name: one for one in fields["owner"].children}
    assert owner["name"].required is Gate.ISSUE
    assert not owner["bank"].in_ledger
    assert not fields["contract_terms"].in_ledger


def test_a_path_is_named_as_on_paper():
    labels = labels_of(import_module("formkit.schemas.warranty_certificate").RECORD)
    assert labels.label_of("warrantor.phone") == "保修单位电话"
    assert labels.label_of("repair_entries.1.problem") == "保修情况记录 第2行 问题"


def test_a_part_is_found_by_its_path():
    assert part_at(Project, "owner.phone").label == "电话"
    assert part_at(Project, "warranty_terms.0.unit").choices[:2] == ("年", "月")
    assert part_at(Project, "owner.phone.x") is None
    assert part_at(Project, "nothing") is None


def test_a_plain_condition_is_told_in_words():
    class Form(Entry):
        done: bool | None = field("完成")
        note: str | None = field("说明", required=Gate.ISSUE, hint="简述")

    assert labels_of(Form).fields[1].hint == "简述"
    assert not about_plain(Form).asked(Form(), Gate.DRAFT)


def about_plain(form):
    return parts(form)[1].about


def test_a_field_declared_without_label_goes_by_its_name():
    class Bare(Entry):
        note: str | None = None

    assert parts(Bare)[0].label == "note"
    assert "x-gate" in Project.model_json_schema()["properties"]["project_no"]
    assert Project.model_json_schema()["properties"]["location"]["x-aliases"] == [
        "工程地址",
        "地点",
    ]
    described = Project.model_json_schema()["properties"]["retention"]
    assert described["x-gate"] is None
