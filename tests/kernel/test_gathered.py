"""Many findings of one kind are read as one."""

from __future__ import annotations

from formkit.kernel.findings import Finding, Level, Place
from formkit.kernel.gathered import gathered


def finding(cell, code="FK-SUR-052", remedy="问填表人", level=Level.ERROR, label=""):
    place = Place("回函.xlsx", "调查表", cell, None, f"answers.{cell}", label)
    return Finding(code, level, place, f"第{cell or label}题看不准", "应打勾", remedy)


def test_many_of_a_kind_are_one_with_the_first_in_full_all_places_and_one_remedy():
    cells = [f"C{row}" for row in range(31, 91)]
    (one,) = gathered(finding(cell, remedy=f"定 {cell}") for cell in cells)
    assert str(one) == (
        "FK-SUR-052 错误 回函.xlsx〔调查表〕:C31 第C31题看不准;C32 第C32题看不准;C33 第C33题看不准"
        "……共 60 处:C31、C32、C33、C34、C35、C36、C37、C38……,应打勾。处理:定 C31。"
    )


def test_a_few_are_joined_only_where_one_remedy_holds_for_all():
    alike = [finding("C31"), finding("C32")]
    (one,) = gathered(alike)
    assert one.found == "C31 第C31题看不准;C32 第C32题看不准"
    different = [finding("C31", remedy="定 Ⅲ1"), finding("C32", remedy="定 Ⅲ2")]
    assert gathered(different) == different


def test_one_of_a_kind_stays_as_it_is_and_the_order_is_that_of_the_first():
    other = finding("B2", code="FK-SUR-060", level=Level.WARNING)
    found = gathered([finding("C31"), other, finding("C32")])
    assert [one.code for one in found] == ["FK-SUR-052", "FK-SUR-060"]
    assert found[1] is other


def test_places_without_a_cell_are_named_by_their_labels():
    (one,) = gathered(finding("", label=f"Ⅲ栏第{n}题") for n in range(1, 6))
    assert "共 5 处:Ⅲ栏第1题、Ⅲ栏第2题" in one.found


def test_where_all_stand_in_one_place_it_is_not_named_again_and_again():
    (one,) = gathered([finding("C30")] * 10)
    assert one.found.endswith("……共 10 处")
