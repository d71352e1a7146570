"""The strictest wins, whatever the order of the files; nothing goes below the law."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from formkit.kernel.findings import Citation, Place
from formkit.rules.combining import Conflict, Offer, Source, combine
from formkit.rules.parameter import Direction, Parameter, Vocabulary
from formkit.rules.resolution import Resolution

NUMBERS = st.one_of(
    st.integers(min_value=-5, max_value=400),
    st.decimals(min_value=0, max_value=400, places=2),
)
WORDS = st.lists(
    st.sampled_from(["上门", "电话", "函件", "邮件", "网上"]), min_size=1, unique=True
).map(tuple)
NUMERIC = st.sampled_from([Direction.AT_LEAST, Direction.AT_MOST])
SOURCES = st.sampled_from([Source.LAW, Source.REGULATION])


def parameter(direction):
    return Parameter("limit", "时限", "天", direction)


def offer(amount, source=Source.REGULATION, text="R1"):
    return Offer(amount, Citation(f"制度{text}", "一", "引文"), source, text, Place())


def offers(amounts):
    rows = st.lists(st.tuples(amounts, SOURCES), min_size=1, max_size=6)
    return rows.map(lambda r: [offer(a, s, f"R{i}") for i, (a, s) in enumerate(r)])


@settings(max_examples=60, deadline=None)
@given(NUMERIC, offers(NUMBERS), st.randoms())
def test_the_strictest_number_wins_whatever_the_order_of_files(direction, given_offers, random):
    shuffled = random.sample(given_offers, len(given_offers))
    found = combine(parameter(direction), given_offers)
    assert found == combine(parameter(direction), shuffled)
    strictest = max if direction is Direction.AT_LEAST else min
    assert found.amount == strictest(o.amount for o in given_offers)


@settings(max_examples=60, deadline=None)
@given(NUMERIC, offers(NUMBERS))
def test_every_number_that_lost_is_kept_with_its_clause(direction, given_offers):
    found = combine(parameter(direction), given_offers)
    said = {*found.citations, *(lost.citation for lost in found.overruled)}
    assert said == {o.citation for o in given_offers}


@settings(max_examples=60, deadline=None)
@given(NUMERIC, offers(NUMBERS), NUMBERS)
def test_no_number_in_force_is_below_the_law(direction, given_offers, term):
    limit = parameter(direction)
    laws = [o for o in given_offers if o.source is Source.LAW]
    values = Resolution(Vocabulary({"limit": limit}), {"limit": given_offers}, {}, {"limit": term})
    for law in laws:
        assert not limit.laxer(values.value("limit").amount, law.amount)
    refused = any(limit.laxer(term, law.amount) for law in laws)
    assert [f.code for f in values.faults] == (["FK-PRF-060"] if refused else [])


@settings(max_examples=60, deadline=None)
@given(offers(WORDS), st.randoms())
def test_what_must_be_included_is_the_union(given_offers, random):
    found = combine(parameter(Direction.INCLUDES), given_offers)
    assert set(found.amount) == {word for o in given_offers for word in o.amount}
    assert found == combine(
        parameter(Direction.INCLUDES), random.sample(given_offers, len(given_offers))
    )


@settings(max_examples=100, deadline=None)
@given(offers(WORDS), st.randoms())
def test_what_is_allowed_is_the_intersection_or_a_conflict(given_offers, random):
    limit = parameter(Direction.ONE_OF)
    common = set.intersection(*(set(o.amount) for o in given_offers))
    shuffled = random.sample(given_offers, len(given_offers))
    if common:
        found = combine(limit, given_offers)
        assert set(found.amount) == common
        assert found == combine(limit, shuffled)
        return
    pairs = []
    for order in (given_offers, shuffled):
        try:
            combine(limit, order)
        except Conflict as conflict:
            pairs.append((conflict.one, conflict.two))
    assert len(pairs) == 2
    assert pairs[0] == pairs[1]


def test_of_two_equal_values_the_law_is_cited_first_and_r2_before_r11():
    found = combine(
        parameter(Direction.AT_MOST),
        [offer(3, text="R11"), offer(3, text="R2"), offer(3, Source.LAW, "L1")],
    )
    assert [c.title for c in found.citations] == ["制度L1", "制度R2", "制度R11"]
    assert (found.source, str(found)) == (Source.LAW, "3 天")


def test_a_value_put_together_from_several_lists_says_so():
    union = combine(parameter(Direction.INCLUDES), [offer(("甲",)), offer(("乙",), text="R2")])
    assert (str(union), union.joint) == ("甲、乙", True)
    narrowed = combine(
        parameter(Direction.ONE_OF), [offer(("甲", "乙")), offer(("乙", "丙"), text="R2")]
    )
    assert (narrowed.amount, narrowed.joint) == (("乙",), True)
    assert [lost.why.label for lost in narrowed.overruled] == ["只保留各文本共同的选项"] * 2
