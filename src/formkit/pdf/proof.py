"""The proof of a PDF that some program made: it opens, has pages, and says what it should.

The exit status of an office program proves nothing (soffice ends with 0 whatever happened), so
every PDF is opened and read.
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2

from formkit.kernel.errors import OutputError
from formkit.kernel.findings import Place

_PDFIUM = threading.Lock()  # PDFium itself is not made for threads


def prove(data: bytes, *, name: str, expected: str = "") -> int:
    """Return the number of pages of a PDF that can be read.

    Args:
        data: the file.
        name: what stands for it in messages.
        expected: a text that must be found on a page (the record's number); blanks and width do
            not count. Empty: any text will do, also none.

    Raises:
        OutputError: FK-PDF-001 it cannot be read, 002 it has no page, 003 the text is missing.
    """
    with opened(data, name) as document:
        count = len(document)
        if count == 0:
            raise OutputError("FK-PDF-002", place=Place(file=name))
        wanted = _plain(expected)
        if wanted and not any(wanted in _plain(_text(page)) for page in document):
            raise OutputError("FK-PDF-003", place=Place(file=name), text=expected)
    return count


def page_texts(data: bytes, *, name: str = "") -> list[str]:
    """Return the text of each page as PDFium reads it.

    Raises:
        OutputError: FK-PDF-001, it cannot be read.
    """
    with opened(data, name) as document:
        return [_text(page) for page in document]


@contextmanager
def opened(data: bytes, name: str) -> Iterator[pypdfium2.PdfDocument]:
    """Open a PDF for the time of a `with`; nobody else reads one meanwhile.

    Raises:
        OutputError: FK-PDF-001, it cannot be read.
    """
    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise OutputError("FK-PDF-001", place=Place(file=name)) from error
        try:
            yield document
        finally:
            document.close()


def _text(page: pypdfium2.PdfPage) -> str:
    found = page.get_textpage()
    try:
        text: str = found.get_text_range()
    finally:
        found.close()
    return text


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
