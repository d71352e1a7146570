"""The print job: all documents of a run as one PDF, with a list of them in front."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from formkit.kernel.errors import OutputError
from formkit.kernel.files import TEMPORARY, explained, replace_file
from formkit.kernel.findings import Place
from formkit.kernel.i18n import _
from formkit.kernel.temporary import Temporary
from formkit.pdf.booklet import Leaf, bind, starts
from formkit.pdf.finish import made_here
from formkit.pdf.proof import prove
from formkit.pipeline.printing.print_list import list_pdf, stamp_pdf
from formkit.pipeline.printing.printables import Printable, Refused
from formkit.pipeline.printing.report import JobLine
from formkit.pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class _Entry:
    """One line of the list; without a file it is missing from the job."""

    label: str
    title: str = ""
    project: str = ""
    file: Path | None = None
    pages: int = 0
    marks: tuple[str, ...] = ("",)


@dataclass
class PrintJob:
    """Gathers what is to be printed and binds it at the end.

    Args:
        workspace: whose company and list form are used.
        target: the PDF to write; one that formkit made is replaced, no other.
        duplex: every copy begins on the front of a sheet.

    Raises:
        OutputError: FK-OUT-008, another file stands at the target.
    """

    workspace: Workspace
    target: Path
    duplex: bool
    entries: list[_Entry] = field(default_factory=list)
    _temporary: Temporary = field(init=False)

    def __post_init__(self) -> None:
        if self.target.exists() and not made_here(self.target):
            name = self.target.name
            raise OutputError("FK-OUT-008", place=Place(file=name), name=name)
        self._temporary = Temporary("print")

    def close(self) -> None:
        """Remove what was only needed for binding."""
        self._temporary.remove()

    def add(self, one: Printable | Refused, file: Path | None, pages: int) -> None:
        """Take a document in; without a file it is listed as missing."""
        if isinstance(one, Refused):
            self.entries.append(_Entry(one.label))
            return
        label = one.number or one.source.name
        title = one.title if one.document else ""
        self.entries.append(_Entry(label, title, one.project, file, pages, one.marks))

    def bind(self) -> JobLine:
        """Write the print job and return what is in it; with nothing in it, nothing is written.

        Raises:
            OutputError: it cannot be written.
        """
        leaves = [
            Leaf(" ".join(filter(None, (e.label, e.project))), e.file, e.pages, e.marks)
            for e in self.entries
            if e.file
        ]
        if not leaves:  # what stands there from before is worth more than a list of nothing
            return JobLine("", 0, 0, 0, len(self.entries))
        cover = self._cover(leaves)
        marks = {mark for leaf in leaves for mark in leaf.marks if mark}
        stamps = {
            mark: self._kept(stamp_pdf(self.workspace, mark), f"mark{n}")
            for n, mark in enumerate(marks)
        }
        unfinished = self.target.with_name(f"{TEMPORARY}{self.target.stem}.tmp")
        title = _("打印件")
        try:
            pages = bind(
                leaves,
                unfinished,
                cover=cover,
                stamps=stamps,
                duplex=self.duplex,
                title=title,
                cover_title=_("打印清单"),
            )
            replace_file(unfinished, self.target)
        except PermissionError as error:
            name = self.target.name
            raise OutputError("FK-OUT-004", place=Place(file=name), name=name) from error
        except OSError as error:
            raise explained(error, self.target) from error
        finally:
            with suppress(OSError):
                unfinished.unlink()
        copies = sum(len(leaf.marks) for leaf in leaves)
        missing = len(self.entries) - len(leaves)
        return JobLine(str(self.target), len(leaves), copies, pages, missing)

    def _cover(self, leaves: list[Leaf]) -> Path:
        """Return the list; how long it is decides where everything begins, so it is made twice."""
        length = 1
        while True:
            data = list_pdf(self.workspace, self._view(leaves, length))
            pages = prove(data, name=_("打印清单"))
            if pages == length:
                return self._kept(data, "list")
            length = pages

    def _view(self, leaves: list[Leaf], cover: int) -> dict[str, Any]:
        first = starts(leaves, cover=cover, duplex=self.duplex)
        rows = [
            self._row(entry, first) | {"index": str(n)} for n, entry in enumerate(self.entries, 1)
        ]
        sheets = sum(leaf.sheets(duplex=self.duplex) for leaf in leaves)
        missing = len(self.entries) - len(leaves)
        notes = [_("双面打印:每份从一张纸的正面起,单页的背面留空。")] if self.duplex else []
        if missing:
            notes.append(
                _("有 {n} 个文件没有做成 PDF,不在本打印件内(起始页写「缺」)。").format(n=missing)
            )
        return {
            "documents": str(len(leaves)),
            "copies": str(sum(len(leaf.marks) for leaf in leaves)),
            "pages": str(sheets),
            "rows": rows,
            "note": "".join(notes),
        }

    def _row(self, entry: _Entry, first: Iterator[int]) -> dict[str, str]:
        there = entry.file is not None
        return {
            "number": entry.label,
            "title": entry.title,
            "project": entry.project,
            "copies": str(len(entry.marks)) if there else "",
            "pages": str(entry.pages) if there else "",
            "start": str(next(first)) if there else _("缺"),
        }

    def _kept(self, data: bytes, name: str) -> Path:
        path = self._temporary.path / f"{name}.pdf"
        path.write_bytes(data)
        return path
