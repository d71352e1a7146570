"""The blank to fill in by hand: what is in print on it, and what may be asked to be."""

from __future__ import annotations

import io
import zipfile

import pytest
from lxml import etree

from formkit import catalog
from formkit.cli.options import values_given
from formkit.kernel.errors import UsageError
from formkit.kernel.resources import samples_folder
from formkit.pipeline.blank import blank, printable
from formkit.pipeline.workspace import Workspace, find
from formkit.schemas.warranty_term import Scope

WORKSPACE = Workspace(None, find(samples_folder()).settings)
SURVEY = catalog.named("满意度调查表")
CERTIFICATE = catalog.named("保修证书")


def part(document: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return "".join(etree.fromstring(package.read(name)).itertext())


def page(document: bytes) -> str:
    return part(document, "word/document.xml")


def test_the_blank_survey_has_five_levels_unless_three_are_asked_for():
    assert "很满意" in page(printable(WORKSPACE, SURVEY))
    for name in ("bank", "题库版本", "题库"):
        three = page(printable(WORKSPACE, SURVEY, {name: "三级"}))
        assert "很满意" not in three
        assert three.count("□满意 □一般 □不满意") == 21


def test_a_blank_may_carry_a_project_and_a_person():
    given = {"工程名称": "云岭示例园一期", "project.project_manager": "孙样例", "调查方式": "上门"}
    said = page(printable(WORKSPACE, SURVEY, given))
    assert "云岭示例园一期" in said
    assert "孙样例" in said
    assert "☑上门" in said


@pytest.mark.parametrize(
    ("given", "code", "expected"),
    [
        ({"bank": "四级"}, "FK-SUR-001", "三级、五级"),
        ({"题库版": "三级"}, "FK-REC-002", "题库版本"),
        ({"天气": "晴"}, "FK-REC-001", "天气"),
        ({"project": "云岭"}, "FK-REC-011", "云岭"),
        ({"answers.0.score": "3"}, "FK-REC-012", "score"),
        ({"调查日期": "2026-02-30"}, "FK-VAL-", "2026-02-30"),
    ],
)
def test_a_value_that_a_blank_cannot_carry_is_told(given, code, expected):
    with pytest.raises(UsageError) as refused:
        printable(WORKSPACE, SURVEY, given)
    assert refused.value.code.startswith(code)
    assert expected in str(refused.value)


def test_values_are_for_the_printed_blank_only(tmp_path):
    for suffix in ("xlsx", "yaml"):
        with pytest.raises(UsageError, match=r"--set"):
            blank(WORKSPACE, SURVEY, tmp_path / f"空表.{suffix}", given={"bank": "三级"})
    assert list(tmp_path.iterdir()) == []
    made = blank(WORKSPACE, SURVEY, tmp_path / "空表.docx", given={"bank": "三级"})
    assert "很满意" not in page(made.read_bytes())


@pytest.mark.parametrize("text", ["题库版本", "=三级", "题库版本="])
def test_a_value_is_typed_with_its_field(text):
    with pytest.raises(UsageError, match="字段=值"):
        values_given((text,))


def test_a_field_is_given_once():
    assert values_given(("备注=a=b", "bank = 三级")) == {"备注": "a=b", "bank": "三级"}
    with pytest.raises(UsageError, match="--set bank=五级"):
        values_given(("bank=三级", "bank=五级"))


def test_the_blank_certificate_has_every_scope_in_print():
    said = page(printable(WORKSPACE, CERTIFICATE))
    for scope in Scope:
        assert scope.value in said


def test_the_blank_says_where_it_is_archived():
    made = part(printable(WORKSPACE, CERTIFICATE), "docProps/core.xml")
    assert "记录种类:建筑安装工程保修证书;保管期限:永久;归档去向:用户档案" in made
    assert "工程编号" not in made


def test_a_company_whose_settings_are_wrong_still_gets_its_blank():
    settings = WORKSPACE.settings
    company = settings.company.model_copy(update={"phone": "一二三"})
    wrong = Workspace(None, settings.model_copy(update={"company": company}))
    assert CERTIFICATE.title in page(printable(wrong, CERTIFICATE)).replace(" ", "")
