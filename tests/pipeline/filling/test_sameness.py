"""Whether a record is the one that was issued before."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from formkit.pipeline.differences import changes
from formkit.pipeline.filling.sameness import alike

VISIT = {
    "project_no": "P2026-001",
    "project": {"project_name": "示例工程"},
    "visited_on": "2026-11-01",
    "visit_type": "定期回访",
    "visitee_name": "欧阳喆",
    "issues": [{"location": "屋面", "description": "渗水"}],
}


def test_a_corrected_record_is_the_same_and_a_new_one_is_not():
    assert alike(VISIT, VISIT | {"visited_on": "2026-11-02"})
    assert not alike(
        VISIT,
        {
            "visited_on": "2027-05-01",
            "visit_type": "技术性回访",
            "visitee_name": "买买提",
            "issues": [],
        },
    )


def test_the_project_that_both_belong_to_says_nothing():
    only_project = {"project_no": "P2026-001", "project": {"project_name": "示例工程"}}
    assert not alike(VISIT, only_project)


data = st.dictionaries(
    st.sampled_from("abcd"), st.one_of(st.text(max_size=3), st.lists(st.integers(), max_size=2))
)


@given(data, data)
def test_likeness_has_no_direction_and_every_record_is_like_itself(one, other):
    assert alike(one, other) is alike(other, one)
    assert alike(one, one)


@given(data, data)
def test_no_change_is_told_exactly_where_there_is_none(one, other):
    assert (list(changes(one, other)) == []) is (one == other)
