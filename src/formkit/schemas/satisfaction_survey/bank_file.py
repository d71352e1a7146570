"""Reading a question bank: a file, or plain data; every fault with its line, all at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from formkit.kernel.text import shown
from formkit.rules.reading import Faults, hint, read
from formkit.rules.reading import Section as Part
from formkit.schemas.satisfaction_survey.bank_data import (
    MOST_ITEMS,
    OVERALL,
    SLASHES,
    Bank,
    Item,
    Question,
)
from formkit.schemas.satisfaction_survey.record import Mark, Section

_MARKS = tuple(mark.value for mark in Mark)
_LONGEST_NAME = 40  # as the record's field 题库版本
_FEWEST_CHOICES = 2

_Scales = Mapping[str, tuple[str, ...]]


def read_bank(path: Path) -> Bank:
    """Return the bank that a file holds.

    Raises:
        ProfileError: the file is missing, is not YAML, or says something wrong: all faults at
            once, each with its line.
    """
    faults = Faults()
    part = read(path, faults)
    faults.raise_if_any()
    return _bank(part, faults) if part else Bank("", "", ())


def bank_of(data: Mapping[str, Any]) -> Bank:
    """Return the bank that plain data holds (`Bank.as_data`).

    Raises:
        ProfileError: the data is no bank.
    """
    faults = Faults()
    return _bank(Part(data, "", "", faults), faults)


def _bank(part: Part, faults: Faults) -> Bank:
    name = _name(part)
    title, _source = part.text("title"), part.text("source", required=False)
    slash = part.choice("slash", SLASHES, required=False) or SLASHES[0]
    scales = dict(_scales(part))
    items = tuple(_items(part, scales))
    overall = _overall(part, scales)
    part.close()
    if not items and "sections" in part and not faults.findings:
        part.wrong("FK-SUR-005", "sections")
    faults.raise_if_any()
    return Bank(name, title, items, slash, overall)


def _name(part: Part) -> str:
    name = part.text("name")
    if len(name) > _LONGEST_NAME or len(name.splitlines()) > 1:
        part.wrong("FK-SUR-006", "name", value=shown(name), longest=_LONGEST_NAME)
    return name


def _scales(part: Part) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the scales with their options; of one that is wrong (noted) what can be used."""
    part.require("scales")
    outer = part.section("scales")
    for name in outer.names() if outer else ():
        choices = outer.texts(name) if outer else ()
        if outer and (len(set(choices)) < max(len(choices), _FEWEST_CHOICES)):
            outer.wrong("FK-SUR-004", name, scale=name, fewest=_FEWEST_CHOICES)
        for choice in choices:
            if outer and choice not in _MARKS:
                known = "、".join(_MARKS)
                values = {"value": shown(choice), "choices": known, "hint": hint(choice, _MARKS)}
                outer.wrong("FK-PRF-013", name, **values)
        yield name, choices


def _items(part: Part, scales: _Scales) -> Iterator[Item]:
    part.require("sections")
    outer = part.section("sections")
    columns = {one.value: one for one in Section} | Section.synonyms()
    for name in outer.names() if outer else ():
        entries = outer.raw(name) if outer else None
        if outer and name not in columns:
            known = "、".join(one.value for one in Section)
            outer.wrong("FK-PRF-010", name, known=known, hint="")
        elif outer and not isinstance(entries, list):
            outer.wrong("FK-PRF-012", name, value=shown(entries), wanted="题目的清单")
        elif outer:
            yield from _column(outer, columns[name], name, scales)


def _column(outer: Part, section: Section, name: str, scales: _Scales) -> Iterator[Item]:
    seen: set[int] = set()
    for index, entry in enumerate(outer.raw(name), start=1):
        if not isinstance(entry, Mapping):
            wanted = "{item_no: 题号, text: 题目, scale: 量表}"
            outer.wrong("FK-PRF-012", name, value=shown(entry), wanted=wanted)
            continue
        part = Part(entry, outer.file, f"{outer.path}.{name}.{index}", outer.faults)
        number = _number(part)
        if number in seen:
            part.wrong("FK-SUR-003", "item_no", section=section.value, item_no=number)
        seen.add(number)
        scale = _scale(part, scales)
        yield Item(
            section=section,
            item_no=number,
            text=" ".join(part.text("text").split()),
            scale=scale,
            choices=scales.get(scale, ()),
            weight=_weight(part),
            counts=part.flag("counts", default=True),
        )
        part.close()


def _overall(part: Part, scales: _Scales) -> Question | None:
    inner = part.section("overall")
    if inner is None:
        return None
    scale, counts = _scale(inner, scales), inner.flag("counts", default=False)
    inner.close()
    return Question(text=OVERALL, scale=scale, choices=scales.get(scale, ()), counts=counts)


def _scale(part: Part, scales: _Scales) -> str:
    return part.choice("scale", tuple(scales)) if scales else part.text("scale")


def _number(part: Part) -> int:
    value = part.require("item_no")
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MOST_ITEMS:
        return int(value)
    if value is not None:
        part.wrong("FK-PRF-012", "item_no", value=shown(value), wanted=f"1 到 {MOST_ITEMS} 的整数")
    return 0


def _weight(part: Part) -> Decimal:
    """Return the weight, 1 where none is given; a text is a number too, as `as_data` writes it."""
    value = part.raw("weight")
    if value is None:
        return Decimal(1)
    if isinstance(value, int | float | str) and not isinstance(value, bool):
        try:
            weight = Decimal(str(value))
        except ArithmeticError:
            weight = Decimal(0)
        if weight.is_finite() and weight > 0:
            return weight
    part.wrong("FK-PRF-012", "weight", value=shown(value), wanted="大于 0 的数")
    return Decimal(1)
