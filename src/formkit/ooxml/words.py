"""The scan of Word parts: fields that act, tables that claim too many columns."""

from __future__ import annotations

import re
from collections.abc import Callable

from formkit.ooxml import names, passive
from formkit.ooxml.scan import Scan, ScanClass, Subject, qualified

# Fields that fetch from another file or program, start something, ask the reader, or merge letters.
_ACTING = """
    DDE DDEAUTO INCLUDETEXT INCLUDEPICTURE INCLUDE IMPORT LINK DATABASE RD
    MACROBUTTON ADDIN CONTROL HTMLCONTROL HTMLACTIVEX EMBED PRINT ASK FILLIN
    MERGEFIELD MERGEREC MERGESEQ NEXT NEXTIF SKIPIF ADDRESSBLOCK GREETINGLINE
"""
ACTING_FIELDS = frozenset(_ACTING.split())
_LINK = "HYPERLINK"
_COMPUTED = "\N{HORIZONTAL ELLIPSIS}"  # stands in an instruction for what a nested field gives
_FIRST_WORD = re.compile(rf"[\s\"]*([A-Za-z]*{_COMPUTED}?)")
_KEPT = 2_000  # characters of an instruction; a link that is longer is refused


def _name(local: str) -> str:
    return qualified(names.WORD, local)


_INSTRUCTIONS = {_name("instrText"), _name("delInstrText")}
_KIND, _INSTRUCTION, _VALUE = _name("fldCharType"), _name("instr"), _name("val")


class WordScan(Scan):
    """A part of a Word document. Field instructions may be cut into pieces and nested."""

    watches_text = True

    def __init__(self, subject: Subject) -> None:
        super().__init__(subject)
        self._fields: list[str] = []  # instructions of the fields open here
        self._separated: list[bool] = []  # whether their results have begun
        self._reading = False
        self._begin: dict[str, Callable[[list[str]], None]] = {
            _name("fldChar"): self._turn,
            _name("fldSimple"): self._see_simple_field,
            _name("gridSpan"): self._judge_span,
            _name("gridBefore"): self._judge_span,
            _name("gridAfter"): self._judge_span,
        }
        if not subject.limits.outward:
            self._begin[_name("altChunk")] = self._refuse_chunk
            self._begin[_name("mailMerge")] = self._refuse_merge

    def start(self, name: str, attributes: list[str]) -> None:
        """See a field mark, a field, or a span."""
        super().start(name, attributes)
        if name in self._begin:
            self._begin[name](attributes)
        elif name in _INSTRUCTIONS:
            self._reading = True

    def end(self, name: str) -> None:
        """See an instruction end."""
        self._depth -= 1
        if name in _INSTRUCTIONS:
            self._reading = False

    def text(self, piece: str) -> None:
        """Collect a field's instruction."""
        if self._reading and self._fields:
            self._fields[-1] = (self._fields[-1] + piece).lstrip()[:_KEPT]

    def finish(self) -> None:
        """Judge fields that were never closed."""
        for instruction in self._fields:
            self._judge(instruction)

    def _turn(self, attributes: list[str]) -> None:
        kind = _attribute(attributes, _KIND)
        if kind == "begin":
            if self._fields and not self._separated[-1]:
                self._fields[-1] += _COMPUTED
            self._fields.append("")
            self._separated.append(False)
        elif self._fields:
            self._judge(self._fields[-1])
            self._separated[-1] = True
            if kind == "end":
                self._fields.pop()
                self._separated.pop()

    def _see_simple_field(self, attributes: list[str]) -> None:
        self._judge(_attribute(attributes, _INSTRUCTION))

    def _judge(self, instruction: str) -> None:
        found = _FIRST_WORD.match(instruction)
        word = found[1].upper() if found else ""
        acts = word in ACTING_FIELDS or word.endswith(_COMPUTED)
        if acts and not self.subject.limits.outward:
            self.refuse("FK-IN-033", field=word)
        if word == _LINK and self.subject.limits.passive:
            target = passive.field_target(instruction)
            if target or len(instruction) >= _KEPT:
                self.judge_target(target)

    def _judge_span(self, attributes: list[str]) -> None:
        span = _attribute(attributes, _VALUE).strip()
        limit = self.subject.limits.table_columns
        if not (span.isascii() and span.isdigit()) or len(span) > len(str(limit)):
            self.refuse("FK-IN-039", limit=limit)
        if int(span) > limit:
            self.refuse("FK-IN-039", limit=limit)

    def _refuse_chunk(self, attributes: list[str]) -> None:  # noqa: ARG002 - as its siblings
        """Refuse a foreign file that Word would convert when it opens the document."""
        self.refuse("FK-IN-030", target="altChunk")

    def _refuse_merge(self, attributes: list[str]) -> None:  # noqa: ARG002 - as its siblings
        """Refuse a query that Word runs when it opens the document."""
        self.refuse("FK-IN-100", kind=passive.label("mailMerge"))


def _attribute(attributes: list[str], name: str) -> str:
    for position in range(0, len(attributes), 2):
        if attributes[position] == name:
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
