"""Bringing a PDF into formkit's own form: the same bytes for the same pages, PDF/A-2b on request.

Office programs write the time of the conversion, random ids and what only they read. All of that
goes; what stands in the properties is what stands in the document's own.
"""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pikepdf
from pikepdf import Name, Pdf, pdfa

from formkit.kernel.clock import CHINA
from formkit.kernel.errors import OutputError
from formkit.kernel.findings import Place

FLAVOUR = "2b"
CREATOR, TYPESETTER = "formkit", "Typst "  # by which our own PDFs are known again
# What LibreOffice 7 writes and ISO 19005-2 does not know, and its random id; they serve no reader.
_TRAILER = ("/DocChecksum", "/ID")
_CATALOGUE = ("/OpenAction", "/Metadata")
_MOST_REASONS = 3

# fontTools, with which the validator reads fonts, remarks on their dates.
logging.getLogger("fontTools").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True)
class Particulars:
    """What stands in a PDF's properties; an empty text is left out.

    `created` is a moment in China (without a zone: taken as such); None leaves the time out, so
    that the same input gives the same bytes.
    """

    title: str = ""
    author: str = ""
    subject: str = ""
    keywords: str = ""
    identifier: str = ""
    created: datetime | None = None


NO_PARTICULARS = Particulars()


class NotArchival(OutputError):
    """A PDF that does not keep to PDF/A-2b, with the validator's reasons."""


def finished(source: bytes | Path, particulars: Particulars, *, name: str, archival: bool) -> bytes:
    """Return the PDF in formkit's form.

    Args:
        source: a PDF as an office program wrote it; from a file it is read in half the time.
        particulars: its properties.
        name: what stands for it in messages.
        archival: as PDF/A-2b, validated after it was written (pikepdf.pdfa).

    Raises:
        OutputError: FK-PDF-001, it cannot be read.
        NotArchival: FK-PDF-004, it is no PDF/A-2b and cannot be made one by changing what is around
            the pages; nothing claims then that it is.
        OSError: the file cannot be opened.
    """
    try:
        with _opened(source) as pdf:
            _strip(pdf)
            _describe(pdf, particulars)
            if archival:
                return _archival(pdf, particulars, name)
            return _written(pdf)
    except pikepdf.PdfError as error:
        raise OutputError("FK-PDF-001", place=Place(file=name)) from error


def judge(data: bytes, *, name: str) -> None:
    """See that a PDF, as it stands, keeps to PDF/A-2b.

    Raises:
        OutputError: FK-PDF-001, it cannot be read.
        NotArchival: FK-PDF-004, with the validator's reasons.
    """
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            report = pdfa.check(pdf, FLAVOUR)
    except pikepdf.PdfError as error:
        raise OutputError("FK-PDF-001", place=Place(file=name)) from error
    if not report.passed:
        raise _not_archival(report, name)


def made_here(path: Path) -> bool:
    """Return whether the PDF is one that formkit made, by either road, and nobody changed since.

    Programs that change a PDF write when they did it; ours says that it never was changed.
    """
    try:
        with pikepdf.open(path) as pdf:
            creator = str(pdf.docinfo.get("/Creator", ""))
            made, changed = (str(pdf.docinfo.get(key, "")) for key in ("/CreationDate", "/ModDate"))
    except (OSError, pikepdf.PdfError):
        return False
    return creator.startswith((CREATOR, TYPESETTER)) and changed in {"", made}


def _opened(source: bytes | Path) -> Pdf:
    if isinstance(source, bytes):
        return pikepdf.open(io.BytesIO(source))
    # No mapped memory: on Windows a mapped file cannot be removed, elsewhere a cut one is fatal.
    return pikepdf.open(source, access_mode=pikepdf.AccessMode.stream)


def _strip(pdf: Pdf) -> None:
    for key in _TRAILER:
        if key in pdf.trailer:
            del pdf.trailer[key]
    for key in _CATALOGUE:
        if key in pdf.Root:
            del pdf.Root[key]
    for page in pdf.pages:
        if "/Tabs" in page and not isinstance(page.obj.Tabs, Name):  # a string in LibreOffice 7
            page.obj.Tabs = Name("/" + str(page.obj.Tabs).lstrip("/"))


def _describe(pdf: Pdf, particulars: Particulars) -> None:
    producer = str(pdf.docinfo.get("/Producer", ""))
    said = {
        "/Title": particulars.title,
        "/Author": particulars.author,
        "/Subject": particulars.subject,
        "/Keywords": particulars.keywords,
        "/Creator": CREATOR,
        "/Producer": producer,
        "/CreationDate": _stamp(particulars.created),
    }
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    for key, text in said.items():
        if text:
            pdf.docinfo[key] = text


def _stamp(moment: datetime | None) -> str:
    """Return the moment in PDF's own notation, e.g. `D:20261101000000+08'00'`; empty for None."""
    if moment is None:
        return ""
    local = moment.replace(tzinfo=CHINA) if moment.tzinfo is None else moment.astimezone(CHINA)
    return local.strftime("D:%Y%m%d%H%M%S+08'00'")


def _archival(pdf: Pdf, particulars: Particulars, name: str) -> bytes:
    pdfa.prepare(pdf, FLAVOUR)
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        if "xmp:MetadataDate" in metadata:  # the time of this very call
            del metadata["xmp:MetadataDate"]
        if particulars.identifier:
            metadata["dc:identifier"] = particulars.identifier
    written = io.BytesIO()
    try:
        pdfa.save(pdf, written, FLAVOUR, repair=False, deterministic_id=True)
    except pdfa.PdfaError as error:
        raise _not_archival(error.report, name) from error
    return written.getvalue()


def _not_archival(report: pdfa.Report, name: str) -> NotArchival:
    reasons = dict.fromkeys(found.message for found in report.findings)
    told = ";".join(list(reasons)[:_MOST_REASONS])
    return NotArchival("FK-PDF-004", place=Place(file=name), reasons=told)


def _written(pdf: Pdf) -> bytes:
    written = io.BytesIO()
    pdf.save(
        written,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    return written.getvalue()
