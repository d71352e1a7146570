"""A finding: a fault as data, with its place, its clause and its remedy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from sys import intern
from typing import Any


class Level(StrEnum):
    """How serious a finding is: an error blocks the gate, a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def label(self) -> str:
        """The Chinese name of the level."""
        return {"error": "错误", "warning": "警告", "info": "提示"}[self.value]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: in a file (cell or line) and in a record (path and label).

    Every part may be absent: a fault of a whole file has no cell, a fault found in data that came
    through Python has no file.
    """

    file: str = ""
    sheet: str = ""  # given only where it is not the workbook's main sheet
    cell: str = ""  # "F7"
    line: int | None = None  # 1-based, for text files
    path: str = ""  # "issues.1.due_on", English names, rows counted from 0
    label: str = ""  # "质量问题部位 第2行 期限"

    def inside(self, *, path: str, label: str) -> Place:
        """Return this place pointed at another field."""
        return replace(self, path=path, label=label)

    def __str__(self) -> str:
        """Return e.g. `投诉台账.xlsx!F7 通知技术质检科时间`; empty where nothing is known."""
        where = self.file
        if self.sheet:
            where += f"〔{self.sheet}〕"
        if self.cell:
            where += f"!{self.cell}"
        if self.line is not None:
            where += f" 第{self.line}行" if where else f"第{self.line}行"
        return " ".join(part for part in (where, self.label) if part)


@dataclass(frozen=True, slots=True)
class Citation:
    """A clause that a finding rests on: title of the text, clause number, short quotation."""

    title: str  # "顾客投诉处理办法"
    clause: str  # "4.1"
    quote: str = ""  # "在24小时内通知技术质检科"

    def __str__(self) -> str:
        """Return e.g. `《顾客投诉处理办法》4.1「在24小时内通知技术质检科」`."""
        return f"《{self.title}》{self.clause}" + (f"「{self.quote}」" if self.quote else "")


@dataclass(frozen=True, slots=True)
class Waiver:
    """A person's decision to let one rule pass, kept in the report and in the history."""

    rule: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of a record or a file, complete enough for a clerk to go on without asking."""

    code: str  # rule id ("R9-01") or message code ("FK-IN-003")
    level: Level
    place: Place
    found: str
    required: str = ""
    remedy: str = ""
    citations: tuple[Citation, ...] = field(default=())
    waiver: Waiver | None = None

    @property
    def blocks(self) -> bool:
        """Whether the record may not pass the gate: an error that nobody waived."""
        return self.level is Level.ERROR and self.waiver is None

    def __str__(self) -> str:
        """Return one Chinese sentence: place, fault, requirement, clause, remedy."""
        place = str(self.place)
        text = f"{self.code} {self.level.label} " + (f"{place}:" if place else "") + self.found
        if self.required:
            text += self.required if text.endswith(("?", "。")) else f",{self.required}"
        if self.citations:
            text += " —" + "、".join(str(citation) for citation in self.citations)
        if self.remedy:
            text = f"{text.rstrip('。')}。处理:{self.remedy.rstrip('。')}。"
        if self.waiver:
            text += f"(已由{self.waiver.by}豁免:{self.waiver.reason})"
        return text

    def as_dict(self) -> dict[str, Any]:
        """Return the finding as plain data for `--json`."""
        place = {
            name: value
            for name in ("file", "sheet", "cell", "line", "path", "label")
            if (value := getattr(self.place, name)) not in ("", None)
        }
        data: dict[str, Any] = {
            "code": self.code,
            "level": self.level.value,
            "place": place,
            "found": self.found,
            "required": self.required,
            "remedy": self.remedy,
            "citations": [
                {"title": c.title, "clause": c.clause, "quote": c.quote} for c in self.citations
            ],
        }
        if self.waiver:
            data["waiver"] = {"reason": self.waiver.reason, "by": self.waiver.by}
        return data

    @classmethod
    def of_dict(cls, data: Mapping[str, Any]) -> Finding:
        """Return the finding that `as_dict` made this plain data of."""
        waiver = data.get("waiver")
        return cls(
            code=data["code"],
            level=Level(data["level"]),
            place=Place(**data["place"]),
            found=data["found"],
            required=data["required"],
            remedy=data["remedy"],
            citations=tuple(Citation(**one) for one in data["citations"]),
            waiver=Waiver(data["code"], waiver["reason"], waiver["by"]) if waiver else None,
        )


def blocking(findings: Iterable[Finding]) -> bool:
    """Return whether any finding blocks the gate."""
    return any(finding.blocks for finding in findings)


def shared(finding: Finding) -> Finding:
    """Return the finding with its texts held once for all that say the same.

    For reports of very many records: findings that came from another process share nothing.
    """
    place = finding.place
    held = Place(
        intern(place.file),
        intern(place.sheet),
        place.cell,
        place.line,
        intern(place.path),
        intern(place.label),
    )
    return replace(
        finding,
        code=intern(finding.code),
        place=held,
        found=intern(finding.found),
        required=intern(finding.required),
        remedy=intern(finding.remedy),
        citations=_held(finding.citations),
    )


@lru_cache(maxsize=1024)
def _held(citations: tuple[Citation, ...]) -> tuple[Citation, ...]:
    return citations
