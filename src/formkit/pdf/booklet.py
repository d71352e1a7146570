"""Many PDFs bound into one for the printer: copies, marks, blank pages, bookmarks.

One document after the other is opened and goes to the file; memory does not grow with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Dictionary, Pdf

from formkit.kernel.errors import OutputError
from formkit.kernel.findings import Place
from formkit.pdf.finish import CREATOR
from formkit.pdf.growing import Bookmark, GrowingPdf

_MARK = "/FormkitMark"
_MARK_TOP, _MARK_RIGHT = 20.0, 40.0  # points from the edges of the page


@dataclass(frozen=True, slots=True)
class Leaf:
    """One document to be bound: its bookmark, its file, the mark of each copy.

    An empty mark leaves the pages of that copy as they are.
    """

    title: str
    file: Path
    pages: int
    marks: tuple[str, ...] = ("",)

    def sheets(self, *, duplex: bool) -> int:
        """Return how many pages all its copies take, blank ones among them."""
        return len(self.marks) * padded(self.pages, duplex=duplex)


def padded(pages: int, *, duplex: bool) -> int:
    """Return the number of pages up to the next sheet: even where both sides are printed."""
    return pages + pages % 2 if duplex else pages


def starts(leaves: Iterable[Leaf], *, cover: int, duplex: bool) -> Iterator[int]:
    """Yield the page on which each document begins, counted from 1, behind a cover of so many."""
    page = 1 + padded(cover, duplex=duplex)
    for leaf in leaves:
        yield page
        page += leaf.sheets(duplex=duplex)


def bind(  # noqa: PLR0913 - one booklet, all of it
    leaves: Sequence[Leaf],
    target: Path,
    *,
    cover: Path,
    stamps: Mapping[str, Path],
    duplex: bool,
    title: str,
    cover_title: str,
) -> int:
    """Write the booklet and return how many pages it has.

    Args:
        leaves: the documents in order.
        target: the file to write; it is replaced.
        cover: a PDF that stands in front.
        stamps: for every mark a PDF of one small page, laid at the top right of each page.
        duplex: blank pages let every document and copy begin on the front of a sheet.
        title: what the PDF is called.
        cover_title: the bookmark of the cover.

    Raises:
        OutputError: FK-PDF-001, one of the files is no PDF.
    """
    with target.open("wb") as file:
        made = GrowingPdf(file)
        front = Leaf(cover_title, cover, _length(cover))
        inks = {mark: _Ink.made(made, stamp) for mark, stamp in stamps.items()}
        bookmarks = []
        for leaf in (front, *leaves):
            bookmarks.append(_bookmark(leaf, made.pages, duplex=duplex))
            _add(made, leaf, inks, duplex=duplex)
        made.finish(bookmarks, title=title, creator=CREATOR)
    return made.pages


def _length(file: Path) -> int:
    with _opened(file) as pdf:
        return len(pdf.pages)


def _bookmark(leaf: Leaf, page: int, *, duplex: bool) -> Bookmark:
    every = padded(leaf.pages, duplex=duplex)
    copies = [Bookmark(mark, page + n * every) for n, mark in enumerate(leaf.marks)]
    return Bookmark(leaf.title, page, tuple(copies) if len(copies) > 1 else ())


def _add(made: GrowingPdf, leaf: Leaf, inks: Mapping[str, _Ink], *, duplex: bool) -> None:
    """Write a document with all its copies."""
    with _opened(leaf.file) as source, pikepdf.new() as part:
        to_mark: list[tuple[int, str]] = []
        for mark in leaf.marks:
            to_mark += [(len(part.pages) + n, mark) for n in range(leaf.pages) if mark]
            part.pages.extend(source.pages)
            if duplex and leaf.pages % 2:
                _add_blank(part)
        stand_ins = {mark: part.make_indirect(Dictionary()) for mark in leaf.marks if mark}
        for number, mark in to_mark:  # only now: a page of a copy begins as the one before it is
            inks[mark].stamp(part.pages[number], stand_ins[mark])
        for page in part.pages:  # the structure that they point to is not carried along
            if "/StructParents" in page:
                del page.obj["/StructParents"]
        made.add_pages(part, {one.objgen[0]: inks[mark].form for mark, one in stand_ins.items()})


@dataclass(frozen=True, slots=True)
class _Ink:
    """A stamp in the file, shared by all its pages: the number of its form, its size."""

    form: int
    width: float
    height: float

    @classmethod
    def made(cls, made: GrowingPdf, file: Path) -> _Ink:
        with _opened(file) as stamp, pikepdf.new() as part:
            page = stamp.pages[0]
            left, bottom, right, top = _box(page)
            form = part.copy_foreign(stamp.make_indirect(page.as_form_xobject()))
            return cls(made.add_object(part, form), right - left, top - bottom)

    def stamp(self, page: pikepdf.Page, stand_in: pikepdf.Object) -> None:
        """Lay it at the top right of the page; a page that is turned stays as it is.

        `stand_in`: the object that stands for the form in the document of the page.
        """
        if int(page.obj.get("/Rotate", 0)) % 360:
            return
        left, bottom, right, top = _box(page)
        x = max(left, right - _MARK_RIGHT - self.width)
        y = max(bottom, top - _MARK_TOP - self.height)
        resources = Dictionary(
            dict(page.resources.items())
        )  # the page's own: copies share the one they had
        resources.XObject = Dictionary(dict(page.resources.get("/XObject", {}).items()))
        resources.XObject[_MARK] = stand_in
        page.obj.Resources = resources
        page.contents_add(b"q\n", prepend=True)  # keeps what a page leaves behind from the stamp
        page.contents_add(f"\nQ q 1 0 0 1 {x:.2f} {y:.2f} cm {_MARK} Do Q\n".encode())


def _box(page: pikepdf.Page) -> tuple[float, float, float, float]:
    left, bottom, right, top = (float(str(edge)) for edge in page.mediabox)
    return left, bottom, right, top


def _add_blank(pdf: Pdf) -> None:
    left, bottom, right, top = _box(pdf.pages[-1])
    pdf.add_blank_page(page_size=(right - left, top - bottom))


def _opened(path: Path) -> Pdf:
    try:
        return pikepdf.open(path)
    except pikepdf.PdfError as error:
        raise OutputError("FK-PDF-001", place=Place(file=path.name)) from error
