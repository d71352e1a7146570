"""A question bank: the items of Ⅱ栏 and Ⅲ栏 with their scales; told apart by its digest."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from hashlib import sha256
from typing import Any

from formkit.schemas.satisfaction_survey.record import Section

MOST_ITEMS = 998  # the highest number that an item may have
OVERALL = "总体评价"
SLASHES = SLASH_NA, SLASH_WRONG = ("不适用", "报错")  # what a `/` in a box means (C.8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a sheet asks: its scale is declared, never guessed; `counts`: it enters the score.

    scale: the name under which the rules give the points (survey_score.<scale>.<option>).
    choices: the options that the sheet offers, in printed order; the scale may know more.
    """

    text: str
    scale: str
    choices: tuple[str, ...]
    weight: Decimal = Decimal(1)
    counts: bool = True

    @property
    def column(self) -> str:
        """The section that it stands in; `—` of 总体评价, which every sheet is asked."""
        return "—"

    @property
    def number(self) -> str:
        """Its number as reports print it; 总评 of 总体评价."""
        return "总评"

    @property
    def label(self) -> str:
        """What reports call it: Ⅲ9 服务态度, 总体评价."""
        return self.text

    @property
    def order(self) -> tuple[bool, str, int]:
        """What sorts questions: by section and number, 总体评价 last."""
        return True, "", 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Question):
    """One item of Ⅱ栏 or Ⅲ栏."""

    section: Section
    item_no: int

    @property
    def column(self) -> str:
        """The section that it stands in."""
        return self.section.value

    @property
    def number(self) -> str:
        """Its number within the section."""
        return str(self.item_no)

    @property
    def label(self) -> str:
        """What reports call it: Ⅲ9 服务态度."""
        return f"{self.column}{self.number} {self.text}"

    @property
    def order(self) -> tuple[bool, str, int]:
        """What sorts questions: by section and number."""
        return False, self.column, self.item_no


@dataclass(frozen=True, slots=True)
class Bank:
    """A question bank; `slash` says what a `/` in a box means (C.8: 不适用 or 报错)."""

    name: str
    title: str
    items: tuple[Item, ...]
    slash: str = SLASH_NA
    overall: Question | None = None  # 总体评价; counts only where the bank says so

    def section(self, section: Section) -> tuple[Item, ...]:
        """Return the items of Ⅱ栏 or Ⅲ栏 in printed order."""
        return tuple(item for item in self.items if item.section is section)

    def item(self, section: Section | None, item_no: int | None) -> Item | None:
        """Return that item; None where the bank has none of that number."""
        return next(
            (one for one in self.items if one.section is section and one.item_no == item_no), None
        )

    @property
    def scales(self) -> dict[str, tuple[str, ...]]:
        """The scales in use, each with the options offered in printed order."""
        items: tuple[Question, ...] = self.items
        if self.overall:
            items = (*items, self.overall)
        return {item.scale: item.choices for item in items}

    @property
    def digest(self) -> str:
        """The SHA-256 of what the bank asks and how it counts; the title and file do not matter."""
        return _digest(self)

    def as_data(self) -> dict[str, Any]:
        """Return the bank as plain data, as its file would hold it; `bank_of` reads it again."""
        sections: dict[str, list[dict[str, Any]]] = {}
        for item in self.items:
            sections.setdefault(item.section.value, []).append(
                {
                    "item_no": item.item_no,
                    "text": item.text,
                    "scale": item.scale,
                    "weight": f"{item.weight.normalize():f}",
                    "counts": item.counts,
                }
            )
        data: dict[str, Any] = {
            "name": self.name,
            "title": self.title,
            "slash": self.slash,
            "scales": {scale: list(choices) for scale, choices in self.scales.items()},
            "sections": sections,
        }
        if self.overall:
            data["overall"] = {"scale": self.overall.scale, "counts": self.overall.counts}
        return data


# What is printed of a sheet whose bank nobody knows: the answers that were typed, nothing else.
NO_BANK = Bank(name="", title="", items=())


@cache
def _digest(bank: Bank) -> str:
    content = {name: value for name, value in bank.as_data().items() if name != "title"}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode("utf-8")).hexdigest()
