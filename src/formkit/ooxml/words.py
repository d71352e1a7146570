"""The scan of Word parts: fields that fetch something, tables that claim too many columns."""

from __future__ import annotations

from formkit.kernel.findings import Place
from formkit.ooxml import names
from formkit.ooxml.limits import Limits
from formkit.ooxml.scan import Scan, ScanClass, qualified

# Fields whose result comes from another file or program (RELIABILITY T05).
FETCHING_FIELDS = frozenset(
    {
        "DDE",
        "DDEAUTO",
        "INCLUDETEXT",
        "INCLUDEPICTURE",
        "INCLUDE",
        "IMPORT",
        "LINK",
        "DATABASE",
        "RD",
    }
)
_COMPUTED = "\N{HORIZONTAL ELLIPSIS}"  # stands in an instruction for what a nested field gives


def _name(local: str) -> str:
    return qualified(names.WORD, local)


_INSTRUCTIONS = {_name("instrText"), _name("delInstrText")}
_SPANS = {_name("gridSpan"), _name("gridBefore"), _name("gridAfter")}


class WordScan(Scan):
    """A part of a Word document. Field instructions may be cut into pieces and nested."""

    watches_text = True

    def __init__(self, part: str, place: Place, limits: Limits) -> None:
        super().__init__(part, place, limits)
        self._fields: list[str] = []  # instructions of the fields open here
        self._in_instruction = False

    def start(self, name: str, attributes: list[str]) -> None:
        """See a field mark, a field, or a span."""
        self.deepen()
        if name == _name("fldChar"):
            self._turn(_value(attributes, "fldCharType"))
        elif name in _INSTRUCTIONS:
            self._in_instruction = True
        elif name == _name("fldSimple"):
            self._judge(_value(attributes, "instr"))
        elif name in _SPANS:
            span = _value(attributes, "val").strip()
            if not span.isdecimal() or int(span[:9]) > self.limits.table_columns:
                self.refuse("FK-IN-039", limit=self.limits.table_columns)

    def end(self, name: str) -> None:
        """See an instruction end."""
        self.depth -= 1
        if name in _INSTRUCTIONS:
            self._in_instruction = False

    def text(self, piece: str) -> None:
        """Collect a field's instruction."""
        if self._in_instruction and self._fields:
            self._fields[-1] += piece

    def finish(self) -> None:
        """Judge fields that were never closed."""
        for instruction in self._fields:
            self._judge(instruction)

    def _turn(self, kind: str) -> None:
        if kind == "begin":
            if self._fields:
                self._fields[-1] += _COMPUTED
            self._fields.append("")
        elif kind in {"separate", "end"} and self._fields:
            self._judge(self._fields[-1])
            if kind == "end":
                self._fields.pop()

    def _judge(self, instruction: str) -> None:
        words = instruction.split(maxsplit=1)
        word = words[0].upper() if words else ""
        if word in FETCHING_FIELDS or _COMPUTED in word:
            self.refuse("FK-IN-033", field=word)


def _value(attributes: list[str], local: str) -> str:
    wanted = _name(local)
    for position in range(0, len(attributes), 2):
        if attributes[position] == wanted:
            return attributes[position + 1]
    return ""


SCANS: dict[str, ScanClass] = {
    _name(root): WordScan
    for root in (
        "document",
        "hdr",
        "ftr",
        "footnotes",
        "endnotes",
        "comments",
        "glossaryDocument",
        "styles",
        "settings",
        "numbering",
    )
}
