"""The structural gate in front of every Office file that is read.

No Office library is involved. Order: what the bytes are → the zip's structure → one streaming pass
over every part (sizes counted while inflating, no DTD, geometry, relationships, macros) → what the
parts say together.
"""

from __future__ import annotations

from pathlib import Path

from formkit.kernel.errors import InputUnreadable
from formkit.kernel.findings import Place
from formkit.ooxml import directory, names, sniff, source
from formkit.ooxml.directory import Entry
from formkit.ooxml.inspection import Inspection
from formkit.ooxml.limits import LEDGER, SURVEY, TEMPLATE, Limits
from formkit.ooxml.memory import Look
from formkit.ooxml.package import Package
from formkit.ooxml.sniff import FileKind

_OLD = {FileKind.XLS, FileKind.DOC, FileKind.OLE}
_OTHER_FORMAT = {FileKind.XLTX, FileKind.XLSB, FileKind.DOTX, FileKind.ODS, FileKind.ODT}
_DISGUISES = {FileKind.PDF, FileKind.HTML, FileKind.RTF, FileKind.XML, FileKind.IMAGE}
_OWNER_FILES = ("~$", ".~")  # what Office and LibreOffice leave beside an open file


def inspect(path: Path, *, expect: FileKind, limits: Limits = LEDGER) -> Package:
    """Return the file as a package that every library reads in the same way.

    Args:
        path: the file as the clerk named it.
        expect: `FileKind.XLSX` or `FileKind.DOCX`.
        limits: `LEDGER`, `SURVEY` or `TEMPLATE`.

    Raises:
        InputUnreadable: the file is missing, of another kind, damaged, too large or hostile; the
            code (FK-IN-001…049, 100…) says which, the message how to go on.
    """
    data = source.load(path, limits=limits)
    return inspect_bytes(data, name=path.name, expect=expect, limits=limits)


def inspect_bytes(  # noqa: PLR0913 - what it is, and how it is looked at
    data: bytes,
    *,
    name: str,
    expect: FileKind,
    limits: Limits = LEDGER,
    look: Look | None = None,
    listed: list[Entry] | None = None,
) -> Package:
    """Return these bytes as a package; `name` stands for the file in messages. See `inspect`.

    `look`: what a reader wants to know besides, so that one pass judges and reads. `listed`: their
    directory, where `directory.entries` has judged it under the same limits already.
    """
    place = Place(file=name)
    if len(data) > limits.file_bytes:
        raise source.too_large(len(data), place, limits)
    if sniff.is_zip(data):
        listed = listed or directory.entries(data, place, limits)
        _refuse_other_kinds(sniff.kind_of_listed(data, listed), data, place, expect)
    else:
        _refuse_other_kinds(sniff.kind_of(data), data, place, expect)
        listed = directory.entries(data, place, limits)
    return Inspection(data, listed, place, expect, limits, look=look).package()


def _refuse_other_kinds(found: FileKind, data: bytes, place: Place, expect: FileKind) -> None:
    if found in {expect, FileKind.ZIP}:
        return
    if found is FileKind.EMPTY:
        code = "FK-IN-004"
    elif place.file.startswith(_OWNER_FILES):
        code = "FK-IN-041"
    elif found in {FileKind.TEXT, FileKind.BINARY} and names.CONTENT_TYPES_PART.encode() in data:
        code = "FK-IN-018"  # a package with something in front of it
    else:
        code = _code_for(found)
    raise InputUnreadable(
        code,
        place=place,
        part=found.label,
        actual=found.label,
        expected=expect.label,
        suffix=Path(place.file).suffix or "—",
    )


def _code_for(found: FileKind) -> str:
    if found is FileKind.ENCRYPTED:
        return "FK-IN-007"
    if found in {FileKind.XLSM, FileKind.DOCM}:
        return "FK-IN-008"
    if found in _OLD:
        return "FK-IN-006"
    if found in _DISGUISES:
        return "FK-IN-009"
    if found in _OTHER_FORMAT:
        return "FK-IN-010"
    return "FK-IN-011" if found is FileKind.ARCHIVE else "FK-IN-005"


__all__ = ["LEDGER", "SURVEY", "TEMPLATE", "FileKind", "Limits", "inspect", "inspect_bytes"]
