"""Tags where nobody fills them: text boxes, comments, charts, descriptions, fields, properties."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import unescape

from formkit.ooxml.names import w
from formkit.ooxml.xml import Element
from formkit.render.place import Faults, Spot

_LOOKS = re.compile(r"[{｛]\s*[{｛%％]")
# What is shown of a tag: in a text, and in the value of an attribute, which ends at a quote.
_IN_TEXT = re.compile(r"[{｛]\s*[{｛%％][^{｛}｝<>]{0,60}[%％]?[}｝]{0,2}")
_IN_MARKUP = re.compile(r"[{｛]\s*[{｛%％][^{｛}｝<>\"]{0,60}[%％]?[}｝]{0,2}")
_MARKUP = re.compile(r"<[^>]*>")
_KINDS = (
    ("comments", "批注"),
    ("docProps/", "文档属性"),
    ("chart", "图表"),
    ("diagrams/", "图形"),
    ("drawing", "图形"),
    ("glossary/", "自动图文集"),
    ("customXml/", "附带数据"),
    ("settings", "设置"),
    ("workbook", "工作簿(工作表名、名称)"),
    ("table", "表格对象"),
)


def looks(text: str) -> bool:
    """Return whether a text holds the beginning of a tag."""
    return bool(_LOOKS.search(text))


def stray_tags(root: Element) -> Iterator[tuple[str, str]]:
    """Yield (where, text) for tags of a Word part that stand outside its paragraphs."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        for name, value in element.attrib.items():
            if _LOOKS.search(value):
                yield ("图片说明" if name in ("descr", "title") else "设置", value)
        if element.tag == w("txbxContent"):
            text = "".join(node.text or "" for node in element.iter(w("t")))
            if _LOOKS.search(text):
                yield "文本框", text
        elif element.tag != w("t") and element.text and _LOOKS.search(element.text):
            yield ("域" if element.tag == w("instrText") else "公式或图形"), element.text


def judge_static(parts: Mapping[str, bytes], faults: Faults) -> None:
    """Note every tag in parts that are not filled at all.

    Args:
        parts: the static parts by name; those that are no XML are passed over.
        faults: takes FK-TPL-051.
    """
    for name, data in parts.items():
        if not name.endswith((".xml", ".rels", ".vml")):
            continue
        marked = data.decode("utf-8", errors="replace")
        for text, tag in ((_MARKUP.sub("", marked), _IN_TEXT), (marked, _IN_MARKUP)):
            if found := tag.search(text):
                shown = unescape(found[0], {"&quot;": '"', "&apos;": "'"})
                faults.add("FK-TPL-051", Spot(kind_of(name), "", shown), text=shown)
                break


def kind_of(part: str) -> str:
    """Return the Chinese name of the kind of a part; its own name where there is none."""
    return next((label for fragment, label in _KINDS if fragment in part), part)
