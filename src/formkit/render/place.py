"""Where a fault of a template stands, said as a clerk would say it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from formkit.kernel.errors import TemplateError, fault
from formkit.kernel.findings import Finding, Level, Place

LONGEST_QUOTE = 40
FOREIGN = "\ufffc"  # stands in a paragraph for what is no text


def quoted(text: str) -> str:
    """Return a paragraph's text for a message: one line, shortened."""
    begin = text[: LONGEST_QUOTE * 10]  # a paragraph may be a book, and be quoted for each fault
    flat = " ".join(begin.replace(FOREIGN, "").split())
    return flat if len(flat) <= LONGEST_QUOTE else flat[: LONGEST_QUOTE - 1] + "…"


@dataclass(frozen=True, slots=True)
class Spot:
    """A paragraph or a cell of a template: the part's name, the position in it, its text."""

    part: str = ""  # 正文, 页眉, 脚注 …; the sheet's name in a workbook
    position: str = ""  # 第3段, 表1第3行第2格; a cell address in a workbook
    text: str = ""
    sheet: bool = False

    def place(self, file: str) -> Place:
        """Return the spot as the place of a finding."""
        shown = f"「{quoted(self.text)}」" if self.text else ""
        if self.sheet:
            return Place(file=file, sheet=self.part, cell=self.position, label=shown)
        return Place(file=file, label=" ".join(s for s in (self.part, self.position) if s) + shown)


@dataclass(slots=True)
class Faults:
    """The faults found so far in one template."""

    file: str
    found: list[Finding] = field(default_factory=list)
    _seen: set[Finding] = field(default_factory=set)

    def add(self, code: str, spot: Spot, *, level: Level = Level.ERROR, **values: Any) -> None:
        """Note a fault at a spot."""
        finding = fault(code, spot.place(self.file), level=level, **values)
        if finding not in self._seen:
            self._seen.add(finding)
            self.found.append(finding)


class TemplateRefused(TemplateError):
    """A template that may not be used; `findings` holds every fault, the first is the message."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = tuple(findings)
        first = next(finding for finding in findings if finding.blocks)
        Exception.__init__(self, str(first))
        self.code = first.code
        self.place = first.place
        self.values = {}
        self._first = first

    def finding(self) -> Finding:
        """Return the first fault."""
        return self._first
