"""Places for pictures in Word: a grey box whose alternative text says which picture goes there."""

from __future__ import annotations

import base64
import io
from dataclasses import replace
from xml.sax.saxutils import quoteattr

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.ns import qn as name_of

from formkit.layout import wordml
from formkit.layout.vocabulary import Align, Picture
from formkit.layout.wordml import Element, w

EMU_PER_MM = 36_000
GREY = base64.b64decode(  # a PNG of one light grey pixel
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGO4CQAA2wDaZNW9eAAAAABJRU5ErkJggg=="
)
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_UNLINKED = "placeholder"


def inline(picture: Picture, scope: str = "") -> Element:
    """Return the run of a picture that stands in its line; `scope`: what its name hangs on."""
    named = replace(picture, name=f"{scope}.{picture.name}" if scope else picture.name)
    return _run("inline", '<wp:inline distT="0" distB="0" distL="0" distR="0">', "", named)


def floating(picture: Picture, align: Align, above: float) -> Element:
    """Return the run of a picture at one edge of the text that takes no room.

    Args:
        picture: which one.
        align: at the left or the right edge.
        above: how many millimetres its upper edge stands above that of its paragraph; less than 0:
            below.
    """
    begin = (
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" '
        'behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="margin"><wp:align>{align.value}</wp:align></wp:positionH>'
        '<wp:positionV relativeFrom="paragraph">'
        f"<wp:posOffset>{round(-above * EMU_PER_MM)}</wp:posOffset></wp:positionV>"
    )
    behind = '<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
    return _run("anchor", begin, behind, picture)


def _run(kind: str, begin: str, behind: str, picture: Picture) -> Element:
    size = f'cx="{round(picture.width * EMU_PER_MM)}" cy="{round(picture.height * EMU_PER_MM)}"'
    name = quoteattr(picture.name)
    said = quoteattr(f"{{{{ {picture.name} }}}}")
    drawing = parse_xml(
        f"<w:drawing {nsdecls('w', 'wp', 'a', 'pic', 'r')}>{begin}<wp:extent {size}/>{behind}"
        f'<wp:docPr id="1" name={name} descr={said}/><wp:cNvGraphicFramePr>'
        '<a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{_PICTURE}"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="1" name={name}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="{_UNLINKED}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        f"</a:graphic></wp:{kind}></w:drawing>"
    )
    return wordml.element("r", drawing)


def link(document: Document) -> None:
    """Give every place for a picture in the body its grey box, and a number of its own."""
    body = document.element.body
    places = list(body.iter(w("drawing")))
    if not places:
        return
    relation, _ = document.part.get_or_add_image(io.BytesIO(GREY))
    for number, place in enumerate(places, start=1):
        for blip in place.iter(name_of("a:blip")):
            blip.set(name_of("r:embed"), relation)
        for told in place.iter(name_of("wp:docPr"), name_of("pic:cNvPr")):
            told.set("id", str(number))
