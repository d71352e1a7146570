"""Persons, parties and signatures as clerks write them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formkit.schemas.entry import Entry, many
from formkit.schemas.party import Party
from formkit.schemas.person import People, Person
from formkit.schemas.project import Project
from formkit.schemas.signature import Role, Signature
from formkit.schemas.validation import read


class Team(Entry):
    members: People = many("人员")


class Holder(Entry):
    sign: Signature | None = None


def members(typed):
    team, refused = read(Team, {"members": typed})
    assert not refused, refused
    return [str(one) for one in team.members]


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("欧阳喆", {"name": "欧阳喆"}),
        ("欧阳喆(工程部)", {"name": "欧阳喆", "dept": "工程部"}),
        ("欧阳喆(经理)", {"name": "欧阳喆", "title": "经理"}),
        ("欧阳喆（工程部，经理）", {"name": "欧阳喆", "dept": "工程部", "title": "经理"}),
        (
            "𠮷堃(工程部,经理,一级建造师)",
            {"name": "𠮷堃", "dept": "工程部", "title": "经理", "qualification": "一级建造师"},
        ),
        ("买买提・样例江()", {"name": "买买提·样例江"}),
    ],
)
def test_a_person_stands_in_one_cell(cell, parts):
    assert Person.model_validate(cell).dump() == parts


@pytest.mark.parametrize("cell", ["张三(工程部", "张三(部,职,资,多)", "(工程部)", "张三)(", True])
def test_a_cell_that_is_nobody_is_refused(cell):
    _, [refused] = read(Project, {"project_manager": cell})
    assert refused.path == "project_manager"
    assert refused.code.startswith("FK-REC-01")


def test_a_person_prints_as_it_was_written():
    assert str(Person(name="欧阳喆", dept="工程部", title="经理")) == "欧阳喆(工程部,经理)"
    assert str(Person(name="欧阳喆")) == "欧阳喆"
    assert str(Person(dept="工程部")) == "(工程部)"


def test_people_are_separated_outside_brackets():
    assert members("张三(工程部、质检部)、李四；王五") == ["张三(工程部,质检部)", "李四", "王五"]
    assert members(["张三(工程部,经理)", {"name": "李四"}]) == ["张三(工程部,经理)", "李四"]
    assert members([]) == []


def test_a_yaml_list_that_cut_a_person_at_the_comma_is_mended():
    assert members(["张三(工程部", "经理)", "李四"]) == ["张三(工程部,经理)", "李四"]


def test_one_number_is_not_people():
    _, [refused] = read(Team, {"members": 5})
    assert refused.code == "FK-REC-012"


NAMES = st.text(st.sampled_from("张王李赵𠮷䶮喆·示例"), min_size=1, max_size=8)
WORDS = st.text(st.sampled_from("工程质检维修建造师"), min_size=1, max_size=6)


@given(st.lists(st.tuples(NAMES, WORDS, WORDS, WORDS), min_size=1, max_size=4))
@settings(max_examples=60)
def test_people_survive_being_printed_and_read(people):
    cell = "、".join(f"{n}({d},{t},{q})" for n, d, t, q in people)
    assert "、".join(members(cell)) == cell


def test_a_party_is_its_bare_name_or_its_parts():
    assert Party.model_validate("示例置业有限公司").name == "示例置业有限公司"
    assert (
        Party.model_validate({"name": "示例置业有限公司", "phone": 13800000001}).phone
        == "13800000001"
    )
    assert Party.model_validate(Party(name="甲")) == Party(name="甲")
    assert Party.model_validate(None) == Party()


def test_a_signature_is_done_when_signed_or_sealed():
    assert Signature(signed=True).done
    assert Signature(sealed="是").done
    assert not Signature(signer="欧阳喆", signed=False).done
    assert Signature(role="业主").role is Role.OWNER


def test_a_name_is_no_signature():
    _, [refused] = read(Holder, {"sign": "欧阳喆"})
    assert refused.code == "FK-REC-011"
