"""A PDF that grows page by page in its file: of what is written only the places are kept.

A library that writes a PDF holds all its objects until the end, a tenth of a megabyte for each
two-page document. A print job has thousands of them, so their objects, as qpdf states them, go to
the file at once under new numbers; the table of their places and the bookmarks follow at the end.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO

import pikepdf
from pikepdf import Dictionary, Pdf, Stream, String

_CATALOGUE, _PAGES, _INFO = 1, 2, 3
_FREE = 0  # the place of a number that no object has
_ID_BYTES = 16
# In what qpdf states, references stand outside strings; parentheses in strings are escaped.
_REFERENCE = re.compile(rb"\((?:[^()\\]|\\.)*\)|<[0-9a-fA-F]+>|\b(\d+) 0 R\b", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A bookmark: its text, the page it leads to, counted from 0, what stands below it."""

    title: str
    page: int
    below: tuple[Bookmark, ...] = ()


class GrowingPdf:
    """Writes a PDF into an open file; the same pages give the same bytes.

    Args:
        file: an empty file, open for writing in binary mode.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._hash = sha256()
        self._at = 0
        self._places = array("Q", [_FREE] * (_INFO + 1))
        self._groups = array("Q")  # nodes of the tree of pages
        self._pages = array("Q")
        self._put(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    @property
    def pages(self) -> int:
        """The number of pages written."""
        return len(self._pages)

    def add_pages(self, pdf: Pdf, known: Mapping[int, int]) -> None:
        """Write all pages of a PDF with what belongs to them.

        Args:
            pdf: the pages; not encrypted, made by `pikepdf.new`.
            known: objects of it that are in the file already: their number here by that there.
        """
        if not pdf.pages:
            return
        tree = pdf.Root.Pages
        tree.Parent = pdf.make_indirect(Dictionary())  # one number more, for the tree of the file
        known = {**known, tree.Parent.objgen[0]: _PAGES, pdf.Root.objgen[0]: _CATALOGUE}
        base = self._write(pdf.objects, known)
        self._groups.append(base + tree.objgen[0])
        self._pages.extend(base + page.obj.objgen[0] for page in pdf.pages)

    def add_object(self, pdf: Pdf, wanted: pikepdf.Object) -> int:
        """Write an object of a PDF with all others that it has, and return its number here."""
        base = self._write(pdf.objects, {pdf.Root.objgen[0]: _CATALOGUE})
        return base + wanted.objgen[0]

    def finish(self, bookmarks: Sequence[Bookmark], *, title: str, creator: str) -> None:
        """Write what stands at the end: bookmarks, the tree of pages, the table of places."""
        first = self._outline(bookmarks)
        said = Dictionary(Title=String(title), Creator=String(creator))
        self._object(_INFO, said.unparse())
        kids = b" ".join(b"%d 0 R" % number for number in self._groups)
        self._object(
            _PAGES, b"<< /Type /Pages /Count %d /Kids [ %b ] >>" % (len(self._pages), kids)
        )
        outlines = b"/Outlines %d 0 R /PageMode /UseOutlines " % first if first else b""
        self._object(_CATALOGUE, b"<< /Type /Catalog /Pages %d 0 R %b>>" % (_PAGES, outlines))
        self._table()

    def _write(self, objects: Iterable[pikepdf.Object], known: Mapping[int, int]) -> int:
        """Write the objects that are not known, and return what is added to their numbers."""
        base = len(self._places) - 1

        def renumbered(found: re.Match[bytes]) -> bytes:
            if found[1] is None:  # a string
                return found[0]
            number = int(found[1])
            return b"%d 0 R" % known.get(number, base + number)

        for one in objects:
            number = one.objgen[0]
            self._reserve(base + number)
            if number in known:
                continue
            if isinstance(one, Stream):
                data = one.read_raw_bytes()
                about = Dictionary(dict(one.stream_dict.items()))
                about.Length = len(data)
                said = _REFERENCE.sub(renumbered, about.unparse())
                self._object(base + number, b"%b\nstream\n%b\nendstream" % (said, data))
            else:
                said = _REFERENCE.sub(renumbered, one.unparse(resolved=True))
                self._object(base + number, said)
        return base

    def _outline(self, bookmarks: Sequence[Bookmark]) -> int:
        """Write the bookmarks and return the number of their root; 0 without any."""
        if not bookmarks:
            return 0
        root = self._next()
        first, last = self._level(bookmarks, root)
        said = b"<< /Type /Outlines /First %d 0 R /Last %d 0 R /Count %d >>"
        self._object(root, said % (first, last, len(bookmarks)))
        return root

    def _level(self, bookmarks: Sequence[Bookmark], parent: int) -> tuple[int, int]:
        """Write bookmarks that stand side by side, closed; return the first and last number."""
        numbers = [self._next() for _ in bookmarks]
        for at, (one, number) in enumerate(zip(bookmarks, numbers, strict=True)):
            said = b"/Title %b /Parent %d 0 R" % (String(one.title).unparse(), parent)
            said += b" /Dest [ %d 0 R /Fit ]" % self._pages[one.page]
            if at:
                said += b" /Prev %d 0 R" % numbers[at - 1]
            if at + 1 < len(numbers):
                said += b" /Next %d 0 R" % numbers[at + 1]
            if one.below:
                below = (*self._level(one.below, number), len(one.below))
                said += b" /First %d 0 R /Last %d 0 R /Count -%d" % below
            self._object(number, b"<< %b >>" % said)
        return numbers[0], numbers[-1]

    def _table(self) -> None:
        start = self._at
        self._put(b"xref\n0 %d\n0000000000 65535 f \n" % len(self._places))
        for place in self._places[1:]:
            free = place == _FREE
            self._put(b"%010d %05d %b \n" % (place, 65535 if free else 0, b"f" if free else b"n"))
        name = self._hash.hexdigest()[: 2 * _ID_BYTES].encode()
        self._put(
            b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /ID [ <%b> <%b> ] >>\n"
            b"startxref\n%d\n%%%%EOF\n" % (len(self._places), _CATALOGUE, _INFO, name, name, start)
        )

    def _next(self) -> int:
        self._reserve(len(self._places))
        return len(self._places) - 1

    def _reserve(self, number: int) -> None:
        missing = number + 1 - len(self._places)
        if missing > 0:
            self._places.extend([_FREE] * missing)

    def _object(self, number: int, said: bytes) -> None:
        self._places[number] = self._at
        self._put(b"%d 0 obj\n%b\nendobj\n" % (number, said))

    def _put(self, data: bytes) -> None:
        self._file.write(data)
        self._hash.update(data)
        self._at += len(data)
