"""What a reader should find on the pages of a document, compared with what stands there."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from formkit.kernel.errors import OutputError, TemplateError
from formkit.kernel.findings import Place
from formkit.render import program, syntax
from formkit.render.place import Spot, quoted
from formkit.render.program import Program
from formkit.render.sandbox import printable

_HYPHENS = str.maketrans("\x02\ufffe", "--")  # what PDFium gives for one at the end of a line


class Reading(Protocol):
    """The texts of a sheet with tags, in reading order."""

    @property
    def body(self) -> str:
        """All blocks."""
        ...

    @property
    def head(self) -> str:
        """What stands at the top of every page but the first."""
        ...

    @property
    def foot(self) -> tuple[str, str]:
        """What stands before and after 「第 X 页 共 Y 页」."""
        ...

    @property
    def repeated(self) -> tuple[str, ...]:
        """What may stand again where a page begins: the heads of lists."""
        ...

    @property
    def cover(self) -> bool:
        """Whether the first page is a cover, without a foot."""
        ...


class PageText:
    """The texts of a sheet, compiled: data in, expected pages out.

    Args:
        reading: the texts.
        name: what messages call the sheet.

    Raises:
        TemplateError: FK-TPL-009, a text cannot be compiled.
    """

    def __init__(self, reading: Reading, name: str) -> None:
        self._name = name
        self._cover = reading.cover
        self._body = self._program(reading.body)
        self._head = self._program(reading.head)
        self._foot = tuple(self._program(text) for text in reading.foot)
        self._repeated = tuple(self._program(text) for text in reading.repeated)

    def _program(self, text: str) -> Program:
        tags, slips = syntax.read(text)
        source, at = [], 0
        for number, tag in enumerate(tags):
            source += [program.static(text[at : tag.start]), program.written(tag, number)]
            at = tag.end
        source.append(program.static(text[at:]))
        spots = [(tag, Spot()) for tag in tags]
        if slips:
            raise TemplateError("FK-TPL-009", place=Place(file=self._name), part=slips[0].text)
        try:
            return Program("".join(source), lambda value, _: printable(value), spots, self._name)
        except ValueError as error:
            raise TemplateError("FK-TPL-009", place=Place(file=self._name), part="") from error

    def expected(self, view: Mapping[str, Any]) -> Expected:
        """Return the texts for this data.

        Raises:
            TemplateError: FK-TPL-060 a name without value, 061 a value that is no text.
        """
        before, after = (_plain(one.run(view)) for one in self._foot)
        return Expected(
            name=self._name,
            body=_plain(self._body.run(view)),
            head=_plain(self._head.run(view)),
            foot=(before, after),
            repeated=tuple(_plain(one.run(view)) for one in self._repeated),
            cover=self._cover,
        )


@dataclass(frozen=True, slots=True)
class Expected:
    """The texts of one document, without blanks."""

    name: str
    body: str
    head: str
    foot: tuple[str, str]
    repeated: tuple[str, ...]
    cover: bool

    @property
    def signs(self) -> set[str]:
        """All signs that are printed."""
        return set(self.body) | set(self.head) | set("".join(self.foot)) | set("第页共0123456789")

    def compare(self, pages: Sequence[str]) -> None:
        """Compare the texts of the pages with what should stand there, sign by sign.

        Raises:
            OutputError: FK-PDF-031 with the page and the first difference.
        """
        rest = self.body
        for number, page in enumerate(pages, start=1):
            found = self._body_of(_plain(page), number, len(pages))
            again = next((one for one in self.repeated if found.startswith(one)), "")
            if not rest.startswith(found) and rest.startswith(found[len(again) :]):
                found = found[len(again) :]
            if not rest.startswith(found):
                self._differ(number, rest, found)
            rest = rest[len(found) :]
        if rest:
            self._differ(len(pages), rest, "")

    def _body_of(self, page: str, number: int, count: int) -> str:
        head = self.head if number > 1 else ""
        foot = f"{self.foot[0]}第{number}页共{count}页{self.foot[1]}"
        if self.cover and number == 1:
            foot = ""
        if not (page.startswith(head) and page.endswith(foot)):
            self._differ(number, f"{head}…{foot}", page)
        return page[len(head) : len(page) - len(foot)]

    def _differ(self, number: int, wanted: str, got: str) -> None:
        at = next(
            (at for at, (one, other) in enumerate(zip(wanted, got, strict=False)) if one != other),
            min(len(wanted), len(got)),
        )
        start = max(at - 5, 0)
        raise OutputError(
            "FK-PDF-031",
            place=Place(file=self.name),
            page=number,
            expected=quoted(wanted[start : at + 30]),
            actual=quoted(got[start : at + 30]),
        )


def _plain(text: str) -> str:
    """Return a text without blanks, its signs in the shape that both sides can be brought to."""
    return "".join(unicodedata.normalize("NFKC", text.translate(_HYPHENS)).split())
