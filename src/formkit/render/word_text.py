"""A value as WordprocessingML: escaped, breaks kept, rare characters in a font that has them."""

from __future__ import annotations

import copy
import re
from itertools import groupby
from xml.sax.saxutils import escape

from lxml import etree

from formkit.ooxml.names import WORD, w
from formkit.ooxml.xml import Element
from formkit.render.markup import bare

RARE_FONT = "SimSun-ExtB"  # 宋体-ExtB, the face of Windows for CJK extensions B and later
# Word's fonts with the suffix hold GB 2312 alone; the faces of the same hand without it hold GBK.
_WIDER = {"仿宋_GB2312": "仿宋", "楷体_GB2312": "楷体"}
_FONTS = ("ascii", "hAnsi", "eastAsia", "cs")
_SPACE = '<w:t xml:space="preserve">'

# Planes 2 and 3 hold only ideographs; a variation selector stays with its character. Other
# characters beyond the BMP (emoji, letters) are left to the font fallback of the program.
_BEYOND = re.compile("(?:[\U00020000-\U0003ffff][\ufe00-\ufe0f\U000e0100-\U000e01ef]*)+")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")


def marked_up(text: str) -> str:
    """Return an escaped text with its breaks and tabs as elements, as inside a `w:t`."""
    if "\n" in text:
        text = text.replace("\n", f"</w:t><w:br/>{_SPACE}")
    if "\t" in text:
        text = text.replace("\t", f"</w:t><w:tab/>{_SPACE}")
    return text


class RunText:
    """How values are written into one run of the template; made once, used for every document.

    Args:
        run: the run.
        face: the face of its Chinese signs, by itself or by its style.
    """

    def __init__(self, run: Element, face: str = "") -> None:
        properties = run.find(w("rPr"))
        self._plain = _xml(properties)
        self._rare = _xml(_with_font(properties, RARE_FONT))
        wider = _WIDER.get(face)
        self._wider = _xml(_with_font(properties, wider)) if wider else ""

    @property
    def chooses_fonts(self) -> bool:
        """Whether even ordinary characters may need a run of their own."""
        return bool(self._wider)

    @property
    def properties(self) -> frozenset[str]:
        """The run properties that may stand in a text, as XML; all show what the run shows."""
        return frozenset((self._plain, self._rare, self._wider))

    def write(self, text: str) -> str:
        """Return the text as what may stand inside the run's `w:t`."""
        xml = escape(text)
        if not text.isascii():
            if self._wider:
                xml = _HAN.sub(self._outside_gb2312, xml)
            xml = _BEYOND.sub(lambda found: self._own_run(found[0], self._rare), xml)
        return marked_up(xml)

    def _own_run(self, text: str, properties: str) -> str:
        end, begin = "</w:t></w:r>", f"<w:r>{self._plain}{_SPACE}"
        return f"{end}<w:r>{properties}{_SPACE}{text}{end}{begin}"

    def _outside_gb2312(self, found: re.Match[str]) -> str:
        pieces = [(known, "".join(signs)) for known, signs in groupby(found[0], key=_in_gb2312)]
        return "".join(
            piece if known else self._own_run(piece, self._wider) for known, piece in pieces
        )


def _in_gb2312(sign: str) -> bool:
    try:
        sign.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _with_font(properties: Element | None, font: str) -> Element:
    copied = (
        etree.Element(w("rPr"), nsmap={"w": WORD})
        if properties is None
        else copy.deepcopy(properties)
    )
    fonts = copied.find(w("rFonts"))
    if fonts is None:
        fonts = etree.Element(w("rFonts"))
        style = copied.find(w("rStyle"))
        copied.insert(0 if style is None else 1, fonts)  # the schema's order: style, fonts, others
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in _FONTS:
        fonts.set(w(name), font)
    fonts.set(w("hint"), "eastAsia")
    return copied


def _xml(properties: Element | None) -> str:
    """Return the run properties without namespace declarations (the part's root has them all)."""
    return "" if properties is None else bare(properties)
