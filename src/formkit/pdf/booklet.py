"""Many PDFs bound into one for the printer: copies, marks, blank pages, bookmarks.

Documents are joined in parts on the disk, the parts at the end. What pages show goes from file to
file; of each document only the small objects (pages, widths of letters) are held at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pikepdf
from pikepdf import Dictionary, Name, OutlineItem, Pdf

from formkit.kernel.errors import OutputError
from formkit.kernel.findings import Place
from formkit.pdf.finish import CREATOR

_PART = 100  # documents joined in memory at a time
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


@dataclass(frozen=True, slots=True)
class _Bookmark:
    title: str
    page: int  # counted from 0
    copies: tuple[str, ...]
    every: int  # pages from copy to copy


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
    folder: Path,
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
        folder: an empty folder for the parts; it must be on a disk with room for all of them.
        title: what the PDF is called.
        cover_title: the bookmark of the cover.

    Raises:
        OutputError: FK-PDF-001, one of the files is no PDF.
    """
    parts = [_front(cover, folder / "cover.pdf", duplex=duplex)]
    left = iter(leaves)
    while some := list(islice(left, _PART)):
        parts.append(_joined(some, folder / f"{len(parts)}.pdf", stamps, duplex=duplex))
    bookmarks = [_Bookmark(cover_title, 0, ("",), 0), *_bookmarks(leaves, cover, duplex=duplex)]
    return _bound(parts, target, bookmarks, title)


def _front(cover: Path, target: Path, *, duplex: bool) -> Path:
    with _opened(cover) as pdf:
        if duplex and len(pdf.pages) % 2:
            _add_blank(pdf)
        pdf.save(target)
    return target


def _bookmarks(leaves: Sequence[Leaf], cover: Path, *, duplex: bool) -> Iterator[_Bookmark]:
    with _opened(cover) as pdf:
        length = len(pdf.pages)
    for leaf, start in zip(leaves, starts(leaves, cover=length, duplex=duplex), strict=True):
        yield _Bookmark(leaf.title, start - 1, leaf.marks, padded(leaf.pages, duplex=duplex))


def _joined(
    leaves: Sequence[Leaf], target: Path, stamps: Mapping[str, Path], *, duplex: bool
) -> Path:
    """Join some documents with all their copies into one part and return it."""
    with ExitStack() as opened, pikepdf.new() as part:
        wanted = dict.fromkeys(mark for leaf in leaves for mark in leaf.marks if mark)
        inks = {mark: _Ink.made(part, stamps[mark], n) for n, mark in enumerate(wanted)}
        to_mark: list[tuple[int, str]] = []
        for leaf in leaves:
            source = opened.enter_context(_opened(leaf.file))
            for mark in leaf.marks:
                to_mark += [(len(part.pages) + n, mark) for n in range(leaf.pages) if mark]
                part.pages.extend(source.pages)
                if duplex and leaf.pages % 2:
                    _add_blank(part)
        for number, mark in to_mark:  # only now: a page of a copy begins as the one before it is
            inks[mark].stamp(part.pages[number])
        for page in part.pages:  # the structure that they point to is not carried along
            if "/StructParents" in page:
                del page.obj["/StructParents"]
        part.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target


@dataclass(frozen=True, slots=True)
class _Ink:
    """A stamp inside one part, shared by all its pages: its form, its name, its size."""

    form: pikepdf.Object
    before: pikepdf.Stream  # keeps what a page leaves behind away from the stamp
    name: str
    width: float
    height: float

    @classmethod
    def made(cls, part: Pdf, file: Path, number: int) -> _Ink:
        with _opened(file) as stamp:
            page = stamp.pages[0]
            left, bottom, right, top = _box(page)
            form = part.copy_foreign(stamp.make_indirect(page.as_form_xobject()))
            before = part.make_stream(b"q\n")
            return cls(form, before, f"/FormkitMark{number}", right - left, top - bottom)

    def stamp(self, page: pikepdf.Page) -> None:
        """Lay it at the top right of the page; a page that is turned stays as it is."""
        if int(page.obj.get("/Rotate", 0)) % 360:
            return
        left, bottom, right, top = _box(page)
        x = max(left, right - _MARK_RIGHT - self.width)
        y = max(bottom, top - _MARK_TOP - self.height)
        resources = Dictionary(
            dict(page.resources.items())
        )  # the page's own: copies share the one they had
        resources.XObject = Dictionary(dict(page.resources.get("/XObject", {}).items()))
        resources.XObject[self.name] = self.form
        page.obj.Resources = resources
        page.contents_add(self.before, prepend=True)
        page.contents_add(f"\nQ q 1 0 0 1 {x:.2f} {y:.2f} cm {self.name} Do Q\n".encode())


def _box(page: pikepdf.Page) -> tuple[float, float, float, float]:
    left, bottom, right, top = (float(str(edge)) for edge in page.mediabox)
    return left, bottom, right, top


def _add_blank(pdf: Pdf) -> None:
    left, bottom, right, top = _box(pdf.pages[-1])
    pdf.add_blank_page(page_size=(right - left, top - bottom))


def _bound(parts: Sequence[Path], target: Path, bookmarks: Sequence[_Bookmark], title: str) -> int:
    joined = parts[0].with_name("joined.pdf")
    _run_together(parts, joined)
    with _opened(joined) as whole:
        with whole.open_outline() as outline:
            outline.root.extend(_outline(mark) for mark in bookmarks)
        whole.Root.PageMode = Name.UseOutlines
        whole.docinfo["/Title"] = title
        whole.docinfo["/Creator"] = CREATOR
        del whole.trailer["/ID"]  # a new one comes of what is in it now
        whole.save(
            target,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
        return len(whole.pages)


def _run_together(parts: Sequence[Path], target: Path) -> None:
    """Join the parts as qpdf's own command does: page contents go from file to file, unread."""
    job = pikepdf.Job(
        {
            "empty": "",
            "pages": [{"file": str(part)} for part in parts],
            "outputFile": str(target),
            "objectStreams": "generate",
            "deterministicId": "",
            "keepFilesOpen": "n",
        }
    )
    job.run()


def _outline(mark: _Bookmark) -> OutlineItem:
    item = OutlineItem(mark.title, mark.page)
    if len(mark.copies) > 1:
        item.is_closed = True
        item.children.extend(
            OutlineItem(copy, mark.page + number * mark.every)
            for number, copy in enumerate(mark.copies)
        )
    return item


def _opened(path: Path) -> Pdf:
    try:
        return pikepdf.open(path)
    except pikepdf.PdfError as error:
        raise OutputError("FK-PDF-001", place=Place(file=path.name)) from error
