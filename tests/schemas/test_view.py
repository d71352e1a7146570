"""What is printed of a record: strings, rows, option groups, blanks to write in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module

import pytest
from ruamel.yaml import YAML

from formkit import catalog
from formkit.intake.shape import Kind
from formkit.kernel.resources import samples_folder
from formkit.render import compile_template
from formkit.schemas.anatomy import parts
from formkit.schemas.complaint_form.record import ComplaintForm
from formkit.schemas.entry import without_nothing
from formkit.schemas.project import Project
from formkit.schemas.view import (
    PrintFacts,
    Shot,
    blank_view,
    copy_mark,
    fingerprint,
    numbered,
    printed_paths,
    unprinted,
    view_of,
    without,
)
from formkit.schemas.visit_record.record import VisitRecord
from formkit.schemas.warranty_certificate.record import WarrantyCertificate as Certificate
from formkit.schemas.warranty_certificate.view import blank_view as blank_certificate
from formkit.schemas.warranty_certificate.view import view_of as certificate_view
from formkit.schemas.warranty_term import Scope

FACTS = PrintFacts(
    title="工程回访记录",
    number="SLJZ-GCB-HF-2026-0007",
    unit="示例建筑工程有限公司",
    keepers=("建设单位留存", "施工单位留存"),
)


def strings(value):
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
    else:
        yield value


def sample(slug, row=0):
    data = YAML(typ="safe").load((samples_folder() / f"{slug}.yaml").read_text("utf-8"))
    return import_module(f"formkit.schemas.{slug}").RECORD.model_validate(data["records"][row])


def test_a_visit_is_printed_as_the_paper_shows_it():
    view = view_of(sample("visit_record"), FACTS)
    assert view["visited_on"] == "2026年11月18日"
    assert view["visit_method"] == "☑上门 □电话 □函件 □邮件 □座谈会 □网上 □问卷"
    assert view["visit_method_text"] == "上门"
    assert view["visitors"].startswith("钱示范(工程部,部长,一级建造师)、孙样例(")
    assert view["visitors_rows"][1]["dept"] == "质检部"
    assert view["issues"][1]["index"] == "2"
    assert view["issues"][0]["in_scope"] == "☑是 □否"
    assert view["issues"][0]["owner"] == "周模拟(维修组,组长)"
    assert view["reported_to_parts"]["title"] == "分管经理"
    assert view["customer_confirm"] == {"opinion": "情况属实,同意以上安排。"}
    assert view["attachments"][0]["count"] == "6"


def test_signing_facts_are_never_printed():
    said = " ".join(strings(view_of(sample("visit_record"), FACTS)["customer_confirm"]))
    assert "欧阳喆" not in said
    assert "11月18日" not in said


def test_what_is_absent_is_a_blank_and_never_none():
    view = view_of(VisitRecord(), FACTS)
    assert view["visited_on"] == "    年  月  日"
    assert view["visitee_name"] == ""
    assert view["visit_type_text"] == ""
    assert "☑" not in view["visit_type"]
    assert view["project"]["owner"]["name"] == ""
    assert view["issues"] == []


@pytest.mark.parametrize("slug", catalog.slugs())
def test_a_view_holds_nothing_but_strings_and_never_the_word_none(slug):
    official = catalog.load(slug)
    for record in (sample(slug), sample(slug, 1), official.model()):
        for said in strings(official.view.view_of(record, FACTS)):
            assert isinstance(said, str)
            assert "None" not in said


@pytest.mark.parametrize("slug", catalog.slugs())
def test_a_blank_form_has_the_same_names_as_a_filled_one(slug):
    official = catalog.load(slug)
    tables = {
        name: 2
        for name, value in official.view.view_of(sample(slug), FACTS).items()
        if isinstance(value, list) and value and not name.startswith("section_")
    }
    blank = official.view.blank_view(official.model, FACTS, rows=tables)
    filled = official.view.view_of(sample(slug), FACTS)
    assert blank.keys() == filled.keys()
    for name in tables:
        assert len(blank[name]) == 2
        assert blank[name][0].keys() == filled[name][0].keys()
        assert blank[name][1]["index"] == "2"


@pytest.mark.parametrize("slug", catalog.slugs())
def test_equal_records_have_equal_fingerprints_and_a_changed_word_another(slug):
    official = catalog.load(slug)
    first, again = (official.view.view_of(sample(slug), FACTS) for _ in range(2))
    assert fingerprint(first) == fingerprint(again)
    changed = sample(slug).changed(remarks="改了一个字")
    assert fingerprint(official.view.view_of(changed, FACTS)) != fingerprint(first)


@pytest.mark.parametrize("slug", catalog.slugs())
def test_a_record_under_its_number_differs_in_its_head_alone(slug):
    official = catalog.load(slug)
    record = sample(slug).changed(record_no="旧-1")
    shots = (Shot("a", "屋面"), Shot("b", "外墙"), Shot("c", "地下室"))
    before = replace(FACTS, number="", logo="logo", photos=shots[:1])
    after = replace(before, revision=2, number="SLJZ-GCB-HF-2026-0008", photos=shots)
    view = official.view.view_of(record.changed(record_no=None), before)
    kept = json.dumps(view)
    assert numbered(view, record, after) == official.view.view_of(record, after)
    assert json.dumps(view) == kept


@pytest.mark.parametrize("slug", ["complaint_form", "visit_record"])
def test_a_view_without_some_fields_is_that_of_a_record_without_them(slug):
    official = catalog.load(slug)
    record = sample(slug)
    blanks = {part.name: () if part.kind is Kind.ROWS else None for part in parts(official.model)}
    for names in ([name for name in blanks if record.model_dump()[name]], list(blanks)[8::3]):
        bare = record.changed(**{name: blanks[name] for name in names})
        view = without(view_of(record, FACTS), type(record), names, FACTS)
        assert view | {"form": 0} == view_of(bare, FACTS) | {"form": 0}


PROJECT = Project.model_validate(
    {"project_no": "P2026-001", "project_name": "示例花园", "owner": {"name": "示例置业"}}
)


@pytest.mark.parametrize("slug", catalog.slugs())
def test_what_records_share_is_printed_and_dumped_as_if_each_had_its_own(slug):
    official = catalog.load(slug)
    record = sample(slug).changed(project=PROJECT)
    alone = sample(slug).changed(project=PROJECT.model_copy(deep=True))
    view, own = (official.view.view_of(one, FACTS) for one in (record, alone))
    assert view == own
    assert view["project"] is official.view.view_of(record, FACTS)["project"]
    line = json.dumps(view, ensure_ascii=False, sort_keys=True)
    assert fingerprint(view) == hashlib.sha256(line.encode()).hexdigest()
    dumped = record.dump()
    assert list(dumped) == [name for name in type(record).model_fields if name in dumped]
    whole = without_nothing(record.model_dump(mode="json", exclude_none=True))
    assert json.dumps(dumped) == json.dumps(whole)


@pytest.mark.parametrize("slug", catalog.slugs())
def test_every_value_that_is_typed_stands_in_the_view(slug):
    official = catalog.load(slug)
    view = official.view.view_of(sample(slug), FACTS)

    def reach(value, path):
        name, _, rest = path.partition(".")
        inner = value[name.removesuffix("[]")]
        inner = inner[0] if name.endswith("[]") and inner else inner
        return reach(inner, rest) if rest and inner else inner

    for path in printed_paths(official.model):
        reach(view, path)


def test_a_confidential_complainant_is_masked_in_print():
    form = sample("complaint_form", 2)
    view = view_of(form, FACTS)
    assert view["complainant_name"] == view["complainant_unit"] == "(保密)"
    assert view["complainant_phone"] == "138****0013"
    assert view["confidential_text"] == "是"
    plain = view_of(form, PrintFacts(mask=False))
    assert plain["complainant_name"] == "买尔旦·示例"
    assert view_of(sample("complaint_form"), FACTS)["complainant_name"] == "欧阳喆"


def test_a_number_that_cannot_be_masked_is_left_out():
    form = ComplaintForm(confidential=True, complainant_phone="12345")
    assert view_of(form, FACTS)["complainant_phone"] == "(保密)"
    assert view_of(ComplaintForm(confidential=True), FACTS)["complainant_phone"] == ""


def test_money_is_printed_with_its_capitals():
    view = view_of(sample("complaint_form"), FACTS)
    assert (view["amount"], view["amount_capital"]) == ("860.00", "人民币捌佰陆拾元整")
    assert view_of(ComplaintForm(), FACTS)["amount_capital"] == ""
    assert view["received_at"] == "2026年7月15日9时30分"


def test_a_ticked_form_puts_the_tick_in_place_of_the_box():
    view = view_of(sample("visit_record"), PrintFacts(marks="tick"))
    assert view["issues"][0]["in_scope"] == "√是 □否"


def test_the_head_of_the_form():
    form = view_of(sample("visit_record"), FACTS)["form"]
    assert form["number"] == "SLJZ-GCB-HF-2026-0007"
    assert form["unit"] == "示例建筑工程有限公司"
    assert form["revision_mark"] == ""
    assert form["copy_mark"] == "一式二份 □建设单位留存 □施工单位留存"
    own = VisitRecord(
        record_no="HF-1", issuing_unit="示例分公司", form_no="表1", form_version="A/0"
    )
    typed = view_of(own, PrintFacts(revision=2))["form"]
    assert (typed["number"], typed["unit"], typed["form_no"]) == ("HF-1", "示例分公司", "表1")
    assert (typed["revision_mark"], typed["form_version"]) == ("第2版", "A/0")


@pytest.mark.parametrize(
    ("keepers", "copy", "mark"),
    [
        ((), None, ""),
        (("施工单位留存",), None, "施工单位留存"),
        (("建设单位留存", "施工单位留存"), 2, "一式二份 第2份 施工单位留存"),
        (tuple("甲乙丙"), 1, "一式三份 第1份 甲"),
        (tuple("甲乙丙丁戊己庚辛壬癸子"), 11, "一式11份 第11份 子"),
    ],
)
def test_the_mark_of_the_copies(keepers, copy, mark):
    assert copy_mark(keepers, copy) == mark


@pytest.mark.parametrize(
    ("keepers", "copies", "mark"),
    [
        (FACTS.keepers, 3, "一式三份 □建设单位留存 □施工单位留存 □______留存"),
        (FACTS.keepers, 12, "一式12份 □建设单位留存 □施工单位留存 □______留存"),
        (FACTS.keepers, 2, "一式二份 □建设单位留存 □施工单位留存"),
        (FACTS.keepers, 1, "一式二份 □建设单位留存 □施工单位留存"),
        (("施工单位留存",), 2, "一式二份 □施工单位留存 □______留存"),
        ((), 2, "一式二份 □______留存"),
    ],
)
def test_a_record_may_ask_for_more_copies_than_the_form_has_keepers(keepers, copies, mark):
    facts = PrintFacts(keepers=keepers)
    assert view_of(VisitRecord(copies=copies), facts)["form"]["copy_mark"] == mark


def test_a_copy_without_a_keeper_leaves_its_keeper_blank():
    assert copy_mark(FACTS.keepers, 3, copies=3) == "一式三份 第3份 ______留存"


def test_warranty_terms_are_printed_in_the_words_of_the_paper():
    terms = [
        {"scope": "屋面防水", "amount": 5, "unit": "年", "end_on": "2031-05-20"},
        {"scope": "供热供冷", "amount": 2, "unit": "采暖期"},
        {"scope": "装修", "amount": 18, "unit": "月"},
        {"scope": "地基基础和主体结构", "amount": 50, "unit": "合理使用年限"},
        {"scope": "其他"},
    ]
    rows = certificate_view(Certificate.model_validate({"warranty_terms": terms}), FACTS)[
        "warranty_terms"
    ]
    assert [row["term"] for row in rows] == [
        "5年",
        "2个采暖期",
        "18个月",
        "设计文件规定的合理使用年限(50年)",
        "",
    ]
    assert rows[0]["end_on"] == "2031年5月20日"
    assert rows[1]["end_on"] == "    年  月  日"
    assert rows[0]["scope_text"] == "屋面防水"


def test_a_blank_certificate_has_lines_to_write_in():
    view = blank_certificate(
        Certificate, FACTS, rows={"repair_entries": 3, "warranty_notes": 2, "warranty_terms": 1}
    )
    assert [row["index"] for row in view["repair_entries"]] == ["1", "2", "3"]
    assert view["repair_entries"][0]["date"] == "    年  月  日"
    assert view["warranty_notes"][1] == {"index": "2", "text": ""}
    assert view["warranty_terms"][0]["term"] == ""
    assert blank_view(VisitRecord, FACTS)["issues"] == []


def test_a_blank_certificate_has_the_scopes_in_print_and_their_terms_open():
    rows = blank_certificate(Certificate, FACTS)["warranty_terms"]
    assert [row["scope_text"] for row in rows] == [scope.value for scope in Scope]
    assert {row["term"] for row in rows} == {row["content"] for row in rows} == {""}
    assert {row["end_on"] for row in rows} == {"    年  月  日"}
    terms = [{"scope": "装修", "amount": 2, "unit": "年"}]
    agreed = blank_certificate(
        Certificate, FACTS, given=Certificate.model_validate({"warranty_terms": terms})
    )
    assert [(row["scope_text"], row["term"]) for row in agreed["warranty_terms"]] == [
        ("装修", "2年")
    ]


def test_a_blank_carries_what_is_given():
    given = VisitRecord(visitee_unit="示例置业(云岭)有限公司")
    view = blank_view(VisitRecord, FACTS, rows={"issues": 2}, given=given)
    assert view["visitee_unit"] == "示例置业(云岭)有限公司"
    assert len(view["issues"]) == 2


@pytest.mark.parametrize("slug", catalog.slugs())
def test_the_template_prints_all_that_is_typed(slug):
    official = catalog.load(slug)
    names = compile_template(official.template("docx")).names
    assert unprinted(official.model, names) == ()


def test_a_value_that_a_template_leaves_out_is_told():
    missing = unprinted(
        VisitRecord, {"visited_on", "visit_type_text", "visitors_rows[].name", "issues[].location"}
    )
    assert "issues[].due_on" in missing
    assert "remarks" in missing
    assert not {"visited_on", "visit_type", "visitors", "issues[].location"} & set(missing)
    assert "customer_confirm.opinion" in missing
    assert not any(path.startswith("visitor_sign") for path in missing)
