"""What a person decides of a returned survey, and how it is typed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from formkit.kernel.dates import parse_date
from formkit.kernel.errors import UsageError
from formkit.kernel.findings import Place
from formkit.kernel.text import narrow
from formkit.kernel.values import BadValue
from formkit.register import ReplyState

BLANK, NOT_APPLICABLE = "空", "不适用"
_ANSWER = re.compile(r"(Ⅱ|Ⅲ|II|III|2|3)栏?(\d{1,3})题?\s*[=＝]\s*(\S+)")
_FIELD = re.compile(r"(总体评价|填表日期)\s*[=＝]\s*(.+)")
_SECTIONS = {"II": "Ⅱ", "2": "Ⅱ", "III": "Ⅲ", "3": "Ⅲ"}


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided of one reply, and why.

    answers: option by section and item ("空" and "不适用" are options). overall: the overall answer
    ("空" too); filled_on: the day it was filled in; None: nothing was decided of it. number: the
    sheet that it answers. take: it counts as it stands; an earlier reply to the same sheet is
    replaced. drop: it is not used.
    """

    by: str
    reason: str
    answers: Mapping[tuple[str, int], str] = field(default_factory=dict)
    overall: str | None = None
    filled_on: date | None = None
    number: str = ""
    take: bool = False
    drop: bool = False

    def __post_init__(self) -> None:
        missing = [
            name for name, said in (("谁定的", self.by), ("理由", self.reason)) if not said.strip()
        ]
        if missing:
            raise UsageError("FK-SUR-134", missing="、".join(missing))
        fields = self.overall is not None or self.filled_on is not None
        decided = bool(self.answers or fields or self.number or self.take or self.drop)
        if not decided or (self.take and self.drop):
            raise UsageError("FK-SUR-135", id="ID")

    def repeats(self, state: ReplyState) -> bool:
        """Whether nothing is decided but what a reply in that state is already."""
        amends = self.answers or self.overall is not None or self.filled_on or self.number
        same = (self.take and state is ReplyState.TAKEN) or (
            self.drop and state is ReplyState.DROPPED
        )
        return same and not amends

    def as_dict(self) -> dict[str, Any]:
        """Return what the register keeps of it."""
        said: dict[str, Any] = {"by": self.by, "reason": self.reason}
        if self.answers:
            said["answers"] = {f"{s}{n}": choice for (s, n), choice in self.answers.items()}
        if self.overall is not None:
            said["overall"] = self.overall
        if self.filled_on:
            said["filled_on"] = self.filled_on.isoformat()
        if self.number:
            said["number"] = self.number
        said |= {name: True for name in ("take", "drop") if getattr(self, name)}
        return said


def fields_of(texts: Sequence[str]) -> dict[str, Any]:
    """Return what decisions like `总体评价=满意` and `填表日期=2026-9-30` say, as of a Decision.

    Raises:
        UsageError: the day is none.
    """
    found: dict[str, Any] = {}
    for text in texts:
        match = _FIELD.fullmatch(text.strip())
        if match and match[1] == "总体评价":
            found["overall"] = match[2].strip()
        elif match:
            try:
                found["filled_on"] = parse_date(match[2])
            except BadValue as bad:
                raise UsageError(bad.code, place=Place(label=match[1]), **bad.values) from bad
    return found


def answers_of(texts: Sequence[str]) -> dict[tuple[str, int], str]:
    """Return the options that decisions like `Ⅲ3=满意` name, by section and item.

    What `fields_of` reads is passed over.

    Raises:
        UsageError: FK-SUR-131, one of them is written otherwise.
    """
    found = {}
    for text in texts:
        if _FIELD.fullmatch(text.strip()):
            continue
        match = _ANSWER.fullmatch(narrow(text).strip().replace("Ⅱ", "II").replace("Ⅲ", "III"))
        if match is None:
            raise UsageError("FK-SUR-131", value=text)
        section, item, choice = match.groups()
        found[_SECTIONS.get(section, section), int(item)] = choice
    return found
