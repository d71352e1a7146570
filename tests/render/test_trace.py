"""The function made of a part's tags does what Jinja, the reference, does with them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formkit.kernel.errors import TemplateError
from formkit.render import program, syntax
from formkit.render.place import Spot
from formkit.render.program import Program
from formkit.render.sandbox import plain
from formkit.render.trace import Trace, Untraceable

TEXTS = [
    "{{ a }}",
    "{{ a.b.c }}{{ a['b']['c'] }}",
    "{{ rows[0].x }}",
    "{{ rows[0] }}",
    "{{ a[0] }}",
    "{{ rows.x }}",
    "{{ 7 }}{{ '引号\"与\\\\反斜' }}",
    "{{ a|line(4) }}{{ a|default('无') }}{{ a|upper }}{{ a|trim|lower }}{{ rows|length }}",
    "{{ a|fit(20) }}",
    "{{ names|join }}{{ names|join('/') }}{{ rows|join('、', 'x') }}",
    "{% for r in rows %}{{ r.x }}{{ loop.index }}{% if not loop.last %}{{ a }}{% endif %}{% endfor %}{{ a }}",
    "{% for r in rows %}{% for s in r.inner %}{{ s.y }}{{ loop.index }}{{ r.x }}{% endfor %}{{ loop.index }}{% endfor %}",
    "{% for a in rows %}{{ a.x }}{% endfor %}{{ a }}",
    "{% if a %}{{ a }}{% elif rows %}{{ rows|length }}{% else %}{{ 'x' }}{% endif %}",
    "{% if a == 'x' or rows|length > 1 and not a %}{{ a }}{% endif %}",
    "{% if 1 < rows|length <= 2 %}{{ a }}{% else %}{{ 2 }}{% endif %}",
    "{% if 'x' in a %}{{ 1 }}{% endif %}{% if a not in names %}{{ 2 }}{% endif %}{% if a != 'y' %}{{ 3 }}{% endif %}",
    "{% if a is defined %}{{ 1 }}{% endif %}{% if a.b is not defined %}{{ 2 }}{% endif %}",
    "{% for r in rows %}{% if loop.index is odd %}{{ r.x }}{% elif loop.first %}{{ 9 }}{% endif %}{% endfor %}",
    "{{ a or names|join }}{{ a and a }}",
    "{% if n >= 3 %}{{ n }}{% endif %}{% if n is even %}{{ n }}{% endif %}",
]
LEAF = st.one_of(st.sampled_from(["", "x", "y", "□是 ☑否", "<&>", "Ä\n"]), st.integers(-3, 4))
ROW = st.one_of(
    LEAF,
    st.fixed_dictionaries(
        {}, optional={"x": LEAF, "inner": st.lists(st.fixed_dictionaries({"y": LEAF}), max_size=2)}
    ),
)
DATA = st.fixed_dictionaries(
    {},
    optional={
        "a": st.one_of(
            LEAF, LEAF, st.fixed_dictionaries({"b": st.fixed_dictionaries({"c": LEAF})})
        ),
        "rows": st.one_of(st.lists(ROW, max_size=3), LEAF),
        "names": st.one_of(st.lists(LEAF, max_size=3), LEAF),
        "n": LEAF,
    },
)


def tags_of(text: str) -> list[syntax.Tag]:
    tags, slips = syntax.read(text)
    assert not slips
    return tags


def both(text: str) -> tuple[Trace, Program]:
    tags = tags_of(text)
    source = "".join(program.written(tag, number) for number, tag in enumerate(tags))
    spots = [(tag, Spot()) for tag in tags]
    return Trace(source), Program(source, plain, spots, "模板")


def jinja_values(reference: Program, data: dict[str, object]) -> list[tuple[int, str]] | None:
    found: list[tuple[int, str]] = []

    def write(value: object, number: int) -> str:
        found.append((number, plain(value)))
        return ""

    try:
        reference.run(data, write)
    except TemplateError:
        return None
    return found


@pytest.mark.parametrize("text", TEXTS)
@settings(max_examples=120, deadline=None)
@given(data=DATA)
def test_values_and_numbers_are_those_of_jinja_or_it_gives_up(text, data):
    trace, reference = both(text)
    expected = jinja_values(reference, data)
    followed = trace.follow(data)
    if followed is None:
        return
    assert expected is not None
    assert followed[1] == [value for _, value in expected]
    assert trace.numbers(data) == [number for number, _ in expected]


@pytest.mark.parametrize("text", TEXTS)
def test_it_gives_up_on_no_data_that_jinja_can_print(text):
    trace, reference = both(text)
    row = {"x": "甲", "inner": [{"y": "子"}, {"y": 2}]}
    found = 0
    for a in ("x", "", {"b": {"c": "值"}}):
        data = {"a": a, "rows": [row, row], "names": ["x", "z"], "n": 4}
        expected = jinja_values(reference, data)
        assert (trace.follow(data) is None) == (expected is None)
        found += expected is not None
    assert found or text in ("{{ rows[0] }}", "{{ a[0] }}", "{{ rows.x }}")


def test_data_that_goes_another_way_has_another_way():
    trace, _ = both(
        "{% for r in rows %}{% if r.x %}{{ r.x }}{% endif %}{% endfor %}{% if a %}{{ a }}{% endif %}"
    )
    ways = {
        trace.follow({"rows": [{"x": x} for x in xs], "a": a})[0]
        for xs in ("", ("", ""), ("1", ""), ("", "1"), ("1", "1"))
        for a in ("", "1")
    }
    assert len(ways) == 10


def test_the_same_way_has_the_same_tags():
    trace, _ = both("{% if a %}{{ a }}{% else %}{{ b }}{% endif %}")
    one, other = {"a": "1", "b": ""}, {"a": "2", "b": "3"}
    assert trace.follow(one)[0] == trace.follow(other)[0]
    assert trace.numbers(one) == trace.numbers(other)


@pytest.mark.parametrize("source", ["{{ a + 1 }}", "{{ a() }}", "{% set a = 1 %}", "{% if a %}"])
def test_what_is_no_tag_of_the_language_is_not_translated(source):
    with pytest.raises(Untraceable):
        Trace(source)
