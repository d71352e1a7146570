"""An Office file that passed the gate, and the writer of Office files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from formkit.ooxml.container import Parts
from formkit.ooxml.cuts import Cut
from formkit.ooxml.relations import Relation
from formkit.ooxml.scan import Scan
from formkit.ooxml.sheets import Doubt, SuspiciousCell
from formkit.ooxml.sniff import FileKind
from formkit.ooxml.writer import Member, deflate, stored, write


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet: its name, its part, how much it holds, where its part may be cut."""

    name: str
    part: str
    state: str  # "visible", "hidden", "veryHidden"
    filled: int  # non-empty cells
    last_row: int  # of the non-empty cells; 0 where there are none
    last_column: int
    cuts: tuple[Cut, ...] = field(default=(), repr=False)

    @property
    def hidden(self) -> bool:
        """Whether the clerk does not see the sheet."""
        return self.state != "visible"


@dataclass(frozen=True, slots=True)
class Package:
    """An Office file with one unambiguous reading. Only `gate.inspect` makes one."""

    kind: FileKind
    name: str  # the file's name, for places
    sha256: str  # of the file's bytes
    data: bytes = field(repr=False)  # the file's bytes: hand these to libraries, not the path
    parts: Parts = field(repr=False)
    main: str = ""  # name of the main part
    content_types: dict[str, str] = field(default_factory=dict, repr=False)  # by part
    relations: dict[str, dict[str, Relation]] = field(default_factory=dict, repr=False)
    date1904: bool = False
    sheets: tuple[Sheet, ...] = ()
    suspicious_cells: tuple[SuspiciousCell, ...] = ()
    scans: Mapping[str, Scan] = field(default_factory=dict, repr=False)  # of the XML parts

    @property
    def hidden_sheets(self) -> tuple[Sheet, ...]:
        """The sheets that the clerk does not see."""
        return tuple(sheet for sheet in self.sheets if sheet.hidden)

    def related(self, part: str, relation_type: str) -> list[str]:
        """Return the parts that `part` refers to by this type, in the order of the file."""
        return [
            self.parts.canonical(relation.target)
            for relation in self.relations.get(part, {}).values()
            if relation.type == relation_type and relation.target in self.parts
        ]


__all__ = [
    "Doubt",
    "Member",
    "Package",
    "Parts",
    "Relation",
    "Sheet",
    "SuspiciousCell",
    "deflate",
    "stored",
    "write",
]
