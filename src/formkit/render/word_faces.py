"""The face of a run's Chinese signs, where the run leaves it to its style.

Word looks at the run, its character style, the style of its paragraph, each with those it rests
on, and last at the defaults of the document (ISO 29500-1, 17.7.2). Fonts of table styles and of
the theme are not followed: the faces that `word_text` asks for stand in neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from formkit.ooxml import xml
from formkit.ooxml.names import REL_STYLES, w
from formkit.ooxml.package import Package
from formkit.ooxml.xml import Element
from formkit.render.word_scan import Placed

_PROPERTIES, _FONTS = w("rPr"), w("rFonts")
_FACE, _THEME = w("eastAsia"), w("eastAsiaTheme")


class Faces:
    """Says which face a run's Chinese signs have.

    Args:
        styles: the root of `word/styles.xml`; None: the document has none.
    """

    def __init__(self, styles: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self._default: Element | None = None  # the style of paragraphs that name none
        self._last: Element | None = None
        if styles is None:
            return
        for style in styles.iterfind(w("style")):
            self._styles[style.get(w("styleId"), "")] = style
            if style.get(w("type")) == "paragraph" and style.get(w("default")) in ("1", "true"):
                self._default = style
        self._last = styles.find(f"{w('docDefaults')}/{w('rPrDefault')}")

    def faced(self, placed: Iterable[Placed]) -> list[Placed]:
        """Return the tags with the faces of their runs."""
        return [replace(one, face=self.of(one.run)) for one in placed]

    def of(self, run: Element) -> str:
        """Return the face of the run's Chinese signs; empty where it is one of the theme."""
        for holder in self._holders(run):
            fonts = holder.find(f"{_PROPERTIES}/{_FONTS}")
            if fonts is not None and fonts.get(_THEME):
                return ""
            if fonts is not None and (face := fonts.get(_FACE)):
                return str(face)
        return ""

    def _holders(self, run: Element) -> Iterator[Element]:
        """Yield what may say the face, the nearest first."""
        yield run
        yield from self._line(self._named(run, "rPr", "rStyle"))
        paragraph = next(run.iterancestors(w("p")), None)
        named = None if paragraph is None else self._named(paragraph, "pPr", "pStyle")
        yield from self._line(self._default if named is None else named)
        if self._last is not None:
            yield self._last

    def _named(self, holder: Element, properties: str, name: str) -> Element | None:
        found = holder.find(f"{w(properties)}/{w(name)}")
        return None if found is None else self._styles.get(found.get(w("val"), ""))

    def _line(self, style: Element | None) -> Iterator[Element]:
        """Yield a style and those it rests on; a circle ends where it closes."""
        met: list[Element] = []
        while style is not None and style not in met:
            yield style
            met.append(style)
            below = style.find(w("basedOn"))
            style = None if below is None else self._styles.get(below.get(w("val"), ""))


def faces_of(package: Package) -> Faces:
    """Return the faces of a Word file's runs."""
    for part in package.related(package.main, REL_STYLES):
        return Faces(xml.parse(package.parts[part], part=part))
    return Faces(None)
