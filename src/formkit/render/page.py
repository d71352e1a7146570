"""A sheet, compiled once: each document is then one PDF/A straight from the layout."""

from __future__ import annotations

import base64
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from formkit.kernel.clock import CHINA
from formkit.kernel.errors import OutputError, TemplateError
from formkit.kernel.files import sha256
from formkit.kernel.findings import Place
from formkit.kernel.picture import Picture
from formkit.pdf.proof import page_texts
from formkit.pdf.tidied import tidied
from formkit.render.compiled import NO_PICTURES
from formkit.render.page_text import Expected, PageText, Reading
from formkit.render.picture_place import Pictures
from formkit.render.properties import Properties
from formkit.render.sandbox import require_plain
from formkit.typeset import NotSet, Typesetter
from formkit.typeset.compiler import MAIN

COUNTING = 1  # pixels per inch: the pages are not to be seen
UNDATED = datetime(2000, 1, 1)  # noqa: DTZ001 - in China; PDF/A wants a date, a blank has none
# Files, not `sys.inputs`: what was laid out before is kept only while those stay the same.
_MAIN = """\
#import "{module}": described, printed
#described(json("properties.json"))
#printed(json("view.json"), json("pictures.json"))
"""


class CompiledSheet:
    """A sheet ready to be printed any number of times; it keeps no data.

    Made by `compile_sheet`.
    """

    kind = "pdf"

    def __init__(
        self,
        source: str,
        reading: Reading,
        typesetter: Typesetter,
        *,
        name: str,
        pictures: Collection[str] = (),
    ) -> None:
        self.name = name
        self.pictures = frozenset(pictures)
        self.sha256 = sha256(source.encode())
        self._main = _MAIN.format(module=typesetter.module(source)).encode()
        self._text = PageText(reading, name)
        self._typesetter = typesetter

    def render(
        self,
        view: Mapping[str, Any],
        *,
        properties: Properties | None = None,
        pictures: Pictures = NO_PICTURES,
    ) -> bytes:
        """Return the document as PDF/A-2b; the same input gives the same bytes.

        The text of its pages is read again and compared with the data before it is returned.

        Args:
            view: dicts, lists and texts, nothing else.
            properties: what stands in the file's properties; without a time it is dated 2000.
            pictures: the pictures by the keys that the view has for them.

        Raises:
            TemplateError: FK-TPL-060…063, a name without value, a value that is no text.
            TemplateError: FK-PIC-002, a key for which there is no picture.
            OutputError: FK-PDF-030 the sheet cannot be set, 031 the pages do not hold what they
                should, FK-FNT-001 no font has a sign.
        """
        given = properties or Properties(title=self.name)
        place = Place(file=self.name)
        require_plain(view, place)
        require_plain(given.texts(), place)
        expected = self._text.expected(view)
        try:
            made = self._typesetter.pdf(
                self._files(view, given, pictures), given.created or UNDATED
            )
        except NotSet as error:
            raise self._refused(error, expected) from error
        made = tidied(made, identifier=given.identifier)
        expected.compare(page_texts(made, name=self.name))
        return made

    def pages(self, view: Mapping[str, Any], *, pictures: Pictures = NO_PICTURES) -> int:
        """Return how many pages the document has; raises as `render` does."""
        return len(self.png(view, ppi=COUNTING, pictures=pictures))

    def png(
        self, view: Mapping[str, Any], *, ppi: float = 110, pictures: Pictures = NO_PICTURES
    ) -> list[bytes]:
        """Return the pages as PNG pictures; raises as `render` does.

        Args:
            view: dicts, lists and texts, nothing else.
            ppi: pixels per inch.
            pictures: the pictures by the keys that the view has for them.
        """
        require_plain(view, Place(file=self.name))
        expected = self._text.expected(view)
        try:
            files = self._files(view, Properties(title=self.name), pictures)
            return self._typesetter.pictures(files, ppi)
        except NotSet as error:
            raise self._refused(error, expected) from error

    def missing_signs(self, view: Mapping[str, Any]) -> list[str]:
        """Return the printed signs that no font of this machine has."""
        return self._missing(self._text.expected(view))

    def _missing(self, expected: Expected) -> list[str]:
        faces = self._typesetter.faces
        printed = sorted(expected.signs)
        found = [faces.missing(printed, face) for face in faces.wanted.faces]
        return sorted(set().union(*found))

    def _files(
        self, view: Mapping[str, Any], properties: Properties, pictures: Pictures
    ) -> dict[str, bytes]:
        moment = (properties.created or UNDATED).replace(tzinfo=CHINA).astimezone(UTC)
        about = {
            **properties.texts(),
            "keywords": properties.keywords.split(";") if properties.keywords else [],
            "date": list(moment.timetuple())[:6],
        }
        return {
            MAIN: self._main,
            "view.json": _as_json(view),
            "properties.json": _as_json(about),
            **self._shown(view, pictures),
        }

    def _shown(self, view: Mapping[str, Any], pictures: Pictures) -> dict[str, bytes]:
        """Return the files of the pictures that the view asks for, and their list."""
        listed, files = {}, {}
        for name in sorted(self.pictures):
            for key in _values(view, name.replace("[]", ".[]").split(".")):
                if key not in pictures:
                    raise TemplateError(
                        "FK-PIC-002", place=Place(file=self.name), tag=name, value=key
                    )
                picture = pictures[key]
                file = f"{picture.sha256}.svg"
                listed[key] = [file, picture.said]
                files[file] = _drawing(picture)
        return {"pictures.json": _as_json(listed), **files}

    def _refused(self, error: NotSet, expected: Expected) -> OutputError:
        place = Place(file=self.name)
        missing = self._missing(expected)
        if missing:
            said = " ".join(f"{sign}(U+{ord(sign):04X})" for sign in missing)
            return OutputError("FK-FNT-001", place=place, signs=said)
        return OutputError("FK-PDF-030", place=place, reason=error.reason)


def _drawing(picture: Picture) -> bytes:
    """Return a drawing that holds the picture as it is: Typst is given texts only."""
    data = base64.b64encode(picture.data).decode()
    size = f'width="{picture.width}" height="{picture.height}"'
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'{size}><image {size} xlink:href="data:image/{picture.kind};base64,{data}"/></svg>'
    ).encode()


def _values(value: Any, path: Sequence[str]) -> Iterator[str]:
    """Yield the texts at a dotted path that are not empty; `[]` goes over the rows of a list."""
    if not path:
        if value:
            yield value
    elif path[0] == "[]":
        for row in value:
            yield from _values(row, path[1:])
    else:
        yield from _values(value[path[0]], path[1:])


def _as_json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()


def compile_sheet(
    source: str,
    reading: Reading,
    typesetter: Typesetter,
    *,
    name: str,
    pictures: Collection[str] = (),
) -> CompiledSheet:
    """Return a sheet, compiled.

    Args:
        source: the Typst source (`layout.typst.emit`).
        reading: the texts of the sheet, by which its pages are proved.
        typesetter: sets the pages.
        name: what messages call the sheet.
        pictures: the names of the view that say which picture is printed.

    Raises:
        TemplateError: FK-TPL-009, the reading cannot be compiled.
    """
    return CompiledSheet(source, reading, typesetter, name=name, pictures=pictures)
