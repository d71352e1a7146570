"""Filling in: what the register and the company know is taken over, what was typed stays."""

from __future__ import annotations

from formkit.schemas.complete import complete, was_filled_in
from formkit.schemas.project import Project
from formkit.schemas.satisfaction_survey.record import SatisfactionSurvey as Survey
from formkit.schemas.visit_record.record import VisitRecord
from formkit.schemas.warranty_certificate.record import WarrantyCertificate as Certificate

COMPANY = {
    "name": "示例建筑工程有限公司",
    "code": "SLJZ",
    "address": "样板路88号",
    "phone": "010-55501234",
    "contact": "钱示范",
    "fax": "",
}
PROJECT = {
    "project_no": "P2026-001",
    "project_name": "示例花园",
    "owner": {"name": "示例置业", "contact": "欧阳喆", "phone": "138-0000-0001"},
    "warranty_terms": [{"scope": "装修", "amount": 2, "unit": "年"}],
}


def test_a_visit_takes_project_and_customer_from_the_register():
    data = complete(VisitRecord, {"project_no": "P2026-001"}, project=PROJECT, company=COMPANY)
    assert data["project"]["project_name"] == "示例花园"
    assert data["project"]["contractor"]["name"] == "示例建筑工程有限公司"
    assert (data["visitee_unit"], data["visitee_name"]) == ("示例置业", "欧阳喆")
    assert data["issuing_unit"] == "示例建筑工程有限公司"


def test_what_was_typed_is_never_overwritten():
    typed = {
        "project_no": "P2026-001",
        "visitee_name": "别人",
        "project": {"project_name": "打错的名称", "owner": {"phone": "138-0000-0009"}},
    }
    data = complete(VisitRecord, typed, project=PROJECT, company=COMPANY)
    assert data["visitee_name"] == "别人"
    assert data["project"]["project_name"] == "打错的名称"
    assert data["project"]["owner"] == {
        "name": "示例置业",
        "contact": "欧阳喆",
        "phone": "138-0000-0009",
    }
    assert "owner" in typed["project"]
    assert "name" not in typed["project"]["owner"]


def test_the_certificate_takes_the_terms_and_the_company():
    data = complete(Certificate, {}, project=PROJECT, company=COMPANY)
    assert data["warranty_terms"] == PROJECT["warranty_terms"]
    assert data["warrantor"] == {
        "name": "示例建筑工程有限公司",
        "address": "样板路88号",
        "phone": "010-55501234",
        "contact": "钱示范",
    }


def test_a_company_given_in_part_is_completed_and_another_unit_is_left_alone():
    part = complete(Certificate, {"warrantor": {"phone": "010-55505678"}}, company=COMPANY)
    assert part["warrantor"]["name"] == "示例建筑工程有限公司"
    assert part["warrantor"]["phone"] == "010-55505678"
    other = complete(Certificate, {"warrantor": {"name": "分公司"}}, company=COMPANY)
    assert other["warrantor"] == {"name": "分公司"}
    bare = complete(Certificate, {"warrantor": "示例建筑工程有限公司"}, company=COMPANY)
    assert bare["warrantor"]["address"] == "样板路88号"
    assert complete(Survey, {"contractor": "别家公司"}, company=COMPANY)["contractor"] == "别家公司"


def test_an_owner_known_by_its_bare_name_has_no_contact():
    data = complete(VisitRecord, {}, project={"owner": "示例置业"}, company=COMPANY)
    assert data["visitee_unit"] == "示例置业"
    assert "visitee_name" not in data
    typed = {"project": {"owner": "另一单位"}}
    assert complete(VisitRecord, typed, project=PROJECT)["project"]["owner"] == "另一单位"
    same = {"project": {"owner": "示例置业"}}
    assert complete(VisitRecord, same, project=PROJECT)["project"]["owner"]["contact"] == "欧阳喆"


def test_the_project_number_goes_both_ways():
    assert complete(VisitRecord, {"project": {"project_no": "P1"}})["project_no"] == "P1"
    assert (
        complete(VisitRecord, {"project_no": "P1", "project": {"a": 1}})["project"]["project_no"]
        == "P1"
    )


def test_standard_texts_fill_blanks_only():
    defaults = {"warranty_notes": ["标准说明"], "remarks": "标准"}
    data = complete(Certificate, {"remarks": "自己写的", "warranty_notes": " "}, defaults=defaults)
    assert data["warranty_notes"] == ["标准说明"]
    assert data["remarks"] == "自己写的"


def test_a_project_of_its_own_takes_the_company_as_contractor():
    assert complete(Project, {}, company=COMPANY)["contractor"]["name"] == "示例建筑工程有限公司"


def test_a_certificate_without_a_project_has_no_days_to_compute():
    bare = Certificate.model_validate({"warranty_terms": [{"amount": 2, "unit": "年"}]})
    assert bare.with_ends(convention="对应日").warranty_terms[0].end_on is None


def test_what_was_filled_in_can_be_told():
    typed = {"project_no": "P2026-001", "warrantor": {"phone": "010-55505678"}}
    data = complete(Certificate, typed, project=PROJECT, company=COMPANY)

    def filled(path):
        return was_filled_in(typed, data, path)

    assert all(map(filled, ("warranty_terms", "warrantor.name", "project.owner.name")))
    assert filled("issuing_unit")
    assert filled("warranty_terms.0.amount")
    assert not any(map(filled, ("warrantor.phone", "project_no", "warrantor", "remarks")))
