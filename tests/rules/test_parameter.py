"""Values of the vocabulary: what a parameter accepts and how it is printed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from formkit.rules.parameter import Direction, Parameter, Unsuitable, Vocabulary


def of(direction, unit="天"):
    return Parameter("limit", "时限", unit, Direction(direction))


@pytest.mark.parametrize(
    ("direction", "raw", "amount"),
    [
        ("at_most", 24, 24),
        ("at_most", 24.0, 24),
        ("at_least", 0.1, Decimal("0.1")),
        ("exact", -1, -1),
        ("exact", "合理使用年限", "合理使用年限"),
        ("includes", ["范围", "期限", "范围"], ("范围", "期限")),
        ("one_of", ("上门",), ("上门",)),
    ],
)
def test_a_value_is_kept_without_binary_fractions_and_repetitions(direction, raw, amount):
    kept = of(direction).accept(raw)
    assert kept == amount
    assert type(kept) is type(amount)


@pytest.mark.parametrize(
    ("direction", "raw"),
    [
        ("at_most", "24"),
        ("at_most", True),
        ("at_most", float("nan")),
        ("at_least", [24]),
        ("exact", ""),
        ("exact", False),
        ("includes", "范围"),
        ("includes", []),
        ("one_of", [1]),
    ],
)
def test_a_value_of_another_kind_is_refused(direction, raw):
    with pytest.raises(Unsuitable):
        of(direction).accept(raw)


@pytest.mark.parametrize(
    ("unit", "amount", "shown"),
    [
        ("小时", 24, "24 小时"),
        ("%", 3, "3%"),
        ("%", Decimal("2.50"), "2.50%"),
        ("", "合理使用年限", "合理使用年限"),
        ("", ("甲", "乙"), "甲、乙"),
        ("天", Decimal("1E+1"), "10 天"),
    ],
)
def test_a_value_is_printed_with_its_unit(unit, amount, shown):
    assert of("exact", unit).show(amount) == shown


def test_more_is_stricter_for_at_least_and_less_for_at_most():
    assert of("at_least").laxer(19, 20)
    assert not of("at_least").laxer(20, 20)
    assert of("at_most").laxer(25, 24)
    assert not of("at_most").laxer(Decimal("23.5"), 24)


def test_a_family_stands_for_all_its_parameters():
    names = ["warranty_minimum.装修", "warranty_minimum.其他", "warranty_minimum_x"]
    vocabulary = Vocabulary({name: of("at_least") for name in names})
    assert vocabulary.family("warranty_minimum") == tuple(names[:2])
    assert vocabulary.family("warranty_minimum_x") == ("warranty_minimum_x",)
    assert vocabulary.family("warranty") == ()


@pytest.mark.parametrize(("raw", "fine"), [(0.5, True), (12, True), (0, False), (-3, False)])
def test_a_number_below_its_bound_is_refused(raw, fine):
    hours = Parameter("limit", "时限", "小时", Direction.AT_MOST, least=Decimal("0.5"))
    assert hours.wanted == "不小于 0.5 的数"
    if fine:
        assert hours.accept(raw) == Decimal(str(raw))
    else:
        with pytest.raises(Unsuitable):
            hours.accept(raw)
