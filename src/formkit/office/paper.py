"""A document on its way to PDF: its bytes behind the structural gate, its properties, its proof."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from formkit.kernel.clock import CHINA
from formkit.ooxml import gate, sniff, source, xml
from formkit.ooxml.gate import TEMPLATE, FileKind
from formkit.ooxml.names import CORE, DUBLIN_CORE, REL_CORE
from formkit.ooxml.package import Package
from formkit.pdf.finish import NO_PARTICULARS, Particulars

Kind = Literal["docx", "xlsx"]
_TERMS = "http://purl.org/dc/terms/"
_FIELDS = {
    "title": f"{{{DUBLIN_CORE}}}title",
    "author": f"{{{DUBLIN_CORE}}}creator",
    "subject": f"{{{DUBLIN_CORE}}}subject",
    "keywords": f"{{{CORE}}}keywords",
    "identifier": f"{{{DUBLIN_CORE}}}identifier",
}


@dataclass(frozen=True, slots=True)
class Paper:
    """One document: what an office program is given, and what its PDF must say.

    `expected` is a text that must stand in the PDF (the record's number); empty: none is asked.
    """

    name: str
    kind: Kind
    sha256: str
    data: bytes = field(repr=False)
    particulars: Particulars = NO_PARTICULARS
    expected: str = ""


def paper_of(path: Path, *, expected: str = "") -> Paper:
    """Return the Word or Excel file as a paper; what it is, its content tells, not its name.

    The gate's strictest measure holds (`TEMPLATE`): nothing that acts by itself and no reference
    that an office program would follow, so that a document cannot bring in what lies outside it.

    Raises:
        InputUnreadable: the file is missing, of another kind, damaged or hostile (FK-IN-…).
    """
    data = source.load(path, limits=TEMPLATE)
    kind = FileKind.XLSX if sniff.kind_of(data) is FileKind.XLSX else FileKind.DOCX
    package = gate.inspect_bytes(data, name=path.name, expect=kind, limits=TEMPLATE)
    return Paper(
        name=path.name,
        kind="xlsx" if kind is FileKind.XLSX else "docx",
        sha256=package.sha256,
        data=package.data,
        particulars=_particulars(package),
        expected=expected,
    )


def _particulars(package: Package) -> Particulars:
    """Return the properties that the document itself states; all empty where it has none."""
    found = package.related("", REL_CORE)
    if not found:
        return NO_PARTICULARS
    core = xml.parse(package.parts[found[0]])
    texts = {name: (core.findtext(tag) or "").strip() for name, tag in _FIELDS.items()}
    return Particulars(**texts, created=_moment(core.findtext(f"{{{_TERMS}}}created")))


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return moment if moment.tzinfo is None else moment.astimezone(CHINA)
