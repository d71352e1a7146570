"""The scans of what holds a package together: content types and relationships (OPC, ECMA-376-2)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from formkit.ooxml import names, passive
from formkit.ooxml.scan import Scan, ScanClass, Subject, as_dict, qualified

_MACRO_RELATIONS = {
    "vbaProject",
    "vbaProjectSignature",
    "wordVbaData",
    "xlMacrosheet",
    "xlIntlMacrosheet",
}


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to."""

    type: str
    target: str  # a part's name, or an address outside where `external`
    external: bool = False

    @property
    def short_type(self) -> str:
        """The last segment of the type, the same in the transitional and the strict class."""
        return self.type.rpartition("/")[2]


class TypesScan(Scan):
    """`[Content_Types].xml`: the content type of every part."""

    def __init__(self, subject: Subject) -> None:
        super().__init__(subject)
        self._defaults: dict[str, str] = {}
        self._overrides: dict[str, str] = {}

    def start(self, name: str, attributes: list[str]) -> None:
        """Keep a default or an override."""
        self.deepen()
        given = as_dict(attributes)
        content_type = given.get("ContentType", "")
        if name == _DEFAULT:
            self._defaults[given.get("Extension", "").casefold()] = content_type
        elif name == _OVERRIDE:
            self._overrides[given.get("PartName", "").lstrip("/").casefold()] = content_type

    def of(self, part: str) -> str:
        """Return the content type of a part; empty where none is declared."""
        folded = part.casefold()
        return self._overrides.get(folded) or self._defaults.get(folded.rpartition(".")[2], "")


class RelationsScan(Scan):
    """A `.rels` part: what the owning part refers to. Only hyperlinks may lead outside."""

    def __init__(self, subject: Subject) -> None:
        super().__init__(subject)
        self.by_id: dict[str, Relation] = {}

    def start(self, name: str, attributes: list[str]) -> None:
        """Keep a relationship; refuse a forbidden one."""
        self.deepen()
        if name != _RELATIONSHIP:
            return
        given = as_dict(attributes)
        written = given.get("Target", "")
        external = given.get("TargetMode", "").strip().lower() == "external"
        target = written if external else resolve(self.subject.part, written)
        relation = Relation(given.get("Type", ""), target, external)
        if relation.short_type in _MACRO_RELATIONS:
            self.refuse("FK-IN-008")
        if external and not self.subject.limits.outward:
            self._judge_outside(relation)
        if self.subject.limits.passive:
            self._judge_reference(relation, written)
        self.by_id[given.get("Id", "")] = relation

    def _judge_reference(self, relation: Relation, written: str) -> None:
        """Refuse in a template what may act, and what leads out without saying so."""
        if relation.short_type not in passive.RELATIONS:
            self.refuse("FK-IN-100", kind=passive.label(relation.short_type))
        if relation.external:
            self.judge_target(written)
        elif passive.is_address(written):
            self.refuse("FK-IN-030", target=written)

    def _judge_outside(self, relation: Relation) -> None:
        if relation.short_type == "hyperlink":
            return
        if relation.short_type == "attachedTemplate":
            self.refuse("FK-IN-031", target=relation.target)
        if relation.short_type == "oleObject":
            self.refuse("FK-IN-032")
        self.refuse("FK-IN-030", target=relation.target)


@lru_cache(maxsize=1_024)
def relations_part(part: str) -> str:
    """Return the name of the `.rels` part that belongs to a part; "" stands for the package."""
    folder, slash, name = part.rpartition("/")
    return f"{folder}{slash}_rels/{name}.rels"


def resolve(relations: str, target: str) -> str:
    """Return the part that a target in this `.rels` part means, e.g. `xl/worksheets/sheet1.xml`."""
    target = target.replace("\\", "/").partition("#")[0]
    segments = [] if target.startswith("/") else relations.split("/")[:-2]
    for segment in target.split("/"):
        if segment == "..":
            segments = segments[:-1]
        elif segment not in {"", "."}:
            segments.append(segment)
    return "/".join(segments)


_DEFAULT = qualified(names.CONTENT_TYPES, "Default")
_OVERRIDE = qualified(names.CONTENT_TYPES, "Override")
_RELATIONSHIP = qualified(names.RELATIONSHIPS, "Relationship")

SCANS: dict[str, ScanClass] = {
    qualified(names.CONTENT_TYPES, "Types"): TypesScan,
    qualified(names.RELATIONSHIPS, "Relationships"): RelationsScan,
}
