"""What was answered to one item, as it goes into the entry of a reply."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from formkit.ooxml.addresses import address
from formkit.surveys.reading.asked import Item
from formkit.surveys.reading.location import Spot
from formkit.surveys.reading.places import AnswerPlace


@dataclass
class Answered:
    """One item as answered. `cells` are those that say something; `asked`: a person must decide.

    Not changed any more when it has been read: one object may stand for many sheets.
    """

    spot: Spot
    choices: list[str] = field(default_factory=list)
    na: bool = False
    asked: bool = False
    cells: list[tuple[int, int]] = field(default_factory=list)

    @property
    def filled(self) -> bool:
        """Whether somebody wrote into the boxes more than that the item does not apply."""
        return bool(self.choices) or self.asked

    @cached_property
    def places(self) -> AnswerPlace:
        """Where the number and the answer stand; of a blank item its first box."""
        row, head = self.spot.row, self.spot.head
        boxes = sorted(head.options.values()) if head else []
        box = boxes[0] if boxes else (head.rating if head else 0) or 1
        label = f"{self.spot.item.section}栏第{self.spot.item.item_no}题"
        at = self.cells[0] if self.cells else (row, box)
        return AnswerPlace(address(row, 1), address(*at), label)

    @cached_property
    def entry(self) -> dict[str, Any]:
        """The answer as the record's fields take it."""
        item = self.spot.item
        return {
            "section": str(item.section),
            "item_no": item.item_no,
            "text": item.text,
            "choices": list(self.choices),
            "na": self.na,
        }


def key_of(item: Item) -> str:
    """Return what a finding's path calls an item until its place in the entry is known: `Ⅲ3`."""
    return f"{item.section}{item.item_no}"


def halves(answers: list[Answered]) -> Iterator[tuple[str, list[Answered]]]:
    """Yield each half with the items that somebody filled in there."""
    for section in ("Ⅱ", "Ⅲ"):
        found = [one for one in answers if one.spot.item.section == section and one.filled]
        if found:
            yield section, found
