"""Where each value of a reply stands, in one sheet: small to send from a worker process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from formkit.kernel.findings import Place

_PARTS = ("item_no", "choices", "na")


class AnswerPlace(NamedTuple):
    """Where one answer stands: the cells of its number and of the answer; what to call it."""

    number: str
    answer: str
    label: str


@dataclass(frozen=True)
class Places(Mapping[str, Place]):
    """Places by the value's path; the Place is made when it is asked for."""

    file: str
    sheet: str
    answers: tuple[AnswerPlace, ...]  # `answers.0.choices` is the first one's
    fields: dict[str, str]  # address by path

    def __getitem__(self, path: str) -> Place:
        if path in self.fields:
            return Place(self.file, self.sheet, self.fields[path], None, path)
        name, _, rest = path.partition(".")
        index, _, part = rest.partition(".")
        known = name == "answers" and index.isdecimal() and int(index) < len(self.answers)
        if not known or part not in _PARTS:
            raise KeyError(path)
        number, answer, label = self.answers[int(index)]
        cell = number if part == "item_no" else answer
        return Place(self.file, self.sheet, cell, None, path, label)

    def __iter__(self) -> Iterator[str]:
        yield from self.fields
        for index in range(len(self.answers)):
            yield from (f"answers.{index}.{part}" for part in _PARTS)

    def __len__(self) -> int:
        return len(self.fields) + len(_PARTS) * len(self.answers)
