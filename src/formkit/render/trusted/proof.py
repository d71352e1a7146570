"""What a trusted template printed must stand in the document: docxtpl can lose a text silently."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from typing import Any

from lxml import etree
from markupsafe import Markup

from formkit.kernel.errors import TemplateError
from formkit.kernel.findings import Place
from formkit.ooxml import xml
from formkit.render.place import quoted
from formkit.render.trusted.pictures import MARKED

_BLANK = re.compile(r"[\s\x00-\x1f]+")


class Printed:
    """The values that a run prints, as texts, each once."""

    def __init__(self) -> None:
        self._texts: dict[str, None] = {}

    def forget(self) -> None:
        """Begin a new document."""
        self._texts = {}

    def note(self, value: Any) -> Any:
        """Keep what is printed, if it is a text or a number; return it."""
        if isinstance(value, Markup):
            self._texts[value.striptags()] = None
        elif type(value) is str or isinstance(value, int | float):
            self._texts[str(value)] = None
        return value

    def require(self, document: bytes, parts: Iterable[str], place: Place) -> None:
        """Refuse a document in which a printed text is nowhere to be found.

        Blanks and line ends do not count: docxtpl turns them into elements of Word.

        Args:
            document: the document as it will be written.
            parts: the names of its parts that depend on the data.
            place: the template.

        Raises:
            TemplateError: FK-TPL-100 with the first text that is missing.
        """
        seen = "\n".join(map(_shown, read(document, parts).values()))
        for text in self._texts:
            for piece in MARKED.split(text)[::2]:  # a macro's text may hold pictures
                if _BLANK.sub("", piece) not in seen:
                    raise TemplateError("FK-TPL-100", place=place, value=quoted(piece))


def read(document: bytes, parts: Iterable[str]) -> dict[str, bytes]:
    """Return these parts of a written document, as far as it has them."""
    with zipfile.ZipFile(io.BytesIO(document)) as opened:
        known = set(opened.namelist())
        return {part: opened.read(part) for part in parts if part in known}


def _shown(part: bytes) -> str:
    """Return all texts of a part, then those of its attributes, without blanks."""
    root = xml.parse(part)
    told = (value for one in root.iter(etree.Element) for value in one.attrib.values())
    return _BLANK.sub("", "".join(root.itertext())) + "\n" + _BLANK.sub("", "\n".join(told))
