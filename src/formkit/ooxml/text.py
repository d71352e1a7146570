"""What a reader sees in a part: the paragraphs of Word, the cells of a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from formkit.ooxml import names, xml
from formkit.ooxml.addresses import address, area
from formkit.ooxml.names import s, w
from formkit.ooxml.xml import Element

# Results that the printing program computes anew; a stored one says nothing.
_COMPUTED_FIELDS = {"PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF"}

# Tick boxes that Word keeps as characters of a symbol font (Unicode's Wingdings mapping).
_SYMBOLS = {
    ("wingdings", 0x6F): "□",
    ("wingdings", 0xA8): "□",
    ("wingdings", 0xFC): "✓",
    ("wingdings", 0xFD): "☒",
    ("wingdings", 0xFE): "☑",
    ("wingdings 2", 0x50): "✓",
    ("wingdings 2", 0x52): "☑",
    ("wingdings 2", 0x53): "☒",
    ("wingdings 2", 0xA3): "□",
}
_SYMBOL_PAGE = 0xF000  # symbol fonts live at F000–F0FF

_MARKS = {
    w("tab"): "\t",
    w("ptab"): "\t",
    w("br"): "\n",
    w("cr"): "\n",
    w("noBreakHyphen"): "-",
}
_UNSEEN = {
    w("del"),
    w("moveFrom"),
    w("rt"),  # the reading above a character
    w("pPr"),
    w("rPr"),
    w("sdtPr"),
    w("tblPr"),
    w("trPr"),
    w("tcPr"),
    w("sectPr"),
    w("delText"),
    w("instrText"),
    w("delInstrText"),
}
_ALTERNATIVES = f"{{{names.COMPATIBILITY}}}AlternateContent"
_CHOICE = f"{{{names.COMPATIBILITY}}}Choice"
_TEXTS = {w("t"), f"{{{names.MATH}}}t"}
_OFF = {"0", "false", "off"}
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def paragraphs(part: bytes | Element) -> list[str]:
    r"""Return the text of a Word part, paragraph by paragraph, in document order.

    Tables, text boxes and content controls are walked too (a paragraph inside a text box follows
    the one that carries the box); of alternatives only the first is taken. A line break is "\n",
    a tab "\t". Field instructions, page numbers, deleted and hidden text are left out; an empty
    paragraph is "".

    Raises:
        InputUnreadable: the part is not well-formed.
    """
    root = xml.parse(part) if isinstance(part, bytes) else part
    return _Reader().read(root)


class _Reader:
    """One walk over one part; complex fields may begin in one paragraph and end in another."""

    def __init__(self) -> None:
        self._found: list[list[str]] = []
        self._open: list[list[str]] = []
        self._fields: list[_Field] = []

    def read(self, root: Element) -> list[str]:
        self._walk(root)
        return ["".join(pieces) for pieces in self._found]

    def _walk(self, element: Element) -> None:
        for child in _seen_children(element):
            if child.tag == w("p"):
                pieces: list[str] = []
                self._found.append(pieces)
                self._open.append(pieces)
                self._walk(child)
                self._open.pop()
            elif child.tag == w("fldSimple"):
                self._fields.append(_Field(child.get(w("instr"), ""), in_result=True))
                self._walk(child)
                self._fields.pop()
            elif child.tag == w("fldChar"):
                self._turn(child.get(w("fldCharType"), ""))
            elif child.tag == w("instrText"):
                if self._fields:
                    self._fields[-1].instruction += child.text or ""
            elif child.tag == w("r") and _hidden(child):
                self._walk_fields_only(child)
            else:
                self._say(_printed(child))
                self._walk(child)

    def _walk_fields_only(self, run: Element) -> None:
        """Keep count of field marks in a hidden run."""
        for mark in run.iter(w("fldChar")):
            self._turn(mark.get(w("fldCharType"), ""))

    def _turn(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif self._fields and kind == "separate":
            self._fields[-1].in_result = True
        elif self._fields and kind == "end":
            self._fields.pop()

    def _say(self, piece: str) -> None:
        if piece and self._open and all(field.shown for field in self._fields):
            self._open[-1].append(piece)


class _Field:
    """A field that is open at this point of the walk."""

    def __init__(self, instruction: str = "", *, in_result: bool = False) -> None:
        self.instruction = instruction
        self.in_result = in_result

    @property
    def shown(self) -> bool:
        """Whether what stands here is the field's result and says something."""
        word = self.instruction.split(maxsplit=1)[:1]
        return self.in_result and not (word and word[0].upper() in _COMPUTED_FIELDS)


def _seen_children(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag == _ALTERNATIVES:
            chosen = child.find(_CHOICE)
            if chosen is None:
                chosen = child[0] if len(child) else None
            if chosen is not None:
                yield from _seen_children(chosen)
        elif child.tag == w("instrText") or (
            isinstance(child.tag, str) and child.tag not in _UNSEEN
        ):
            yield child


def _hidden(run: Element) -> bool:
    vanish = run.find(f"{w('rPr')}/{w('vanish')}")
    return vanish is not None and vanish.get(w("val"), "1") not in _OFF


def _printed(element: Element) -> str:
    if element.tag in _TEXTS:
        return element.text or ""
    if element.tag == w("sym"):
        return _symbol(element.get(w("font"), ""), element.get(w("char"), ""))
    return _MARKS.get(str(element.tag), "")


def _symbol(font: str, code: str) -> str:
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    known = _SYMBOLS.get((font.lower(), number & 0xFF if number >= _SYMBOL_PAGE else number))
    return known or chr(min(number, 0xFFFD))


def shared_strings(part: bytes) -> list[str]:
    """Return the shared texts of a workbook in their order; phonetic readings are left out."""
    return [_rich_text(item) for item in xml.parse(part).iterfind(s("si"))]


def cells(part: bytes, strings: Sequence[str] = ()) -> dict[str, str]:
    """Return the content of every non-empty cell of a sheet by its address.

    Numbers, dates (serials) and error values come as they are stored, truth values as `TRUE` and
    `FALSE`; formulas by their cached result, left out where there is none.

    Raises:
        InputUnreadable: the part is not well-formed.
    """
    found: dict[str, str] = {}
    row_number = 0
    for row in xml.parse(part).iterfind(f"{s('sheetData')}/{s('row')}"):
        row_number = int(row.get("r", row_number + 1))
        column = 0
        for cell in row.iterfind(s("c")):
            reference = cell.get("r")
            column = area(reference)[1] if reference else column + 1
            content = _content(cell, strings)
            if content:
                found[address(row_number, column)] = content
    return found


def _content(cell: Element, strings: Sequence[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.find(s("is"))
        return "" if inline is None else _rich_text(inline)
    value = cell.findtext(s("v"), "")
    if kind == "s":
        index = int(value) if value.strip().isdecimal() else len(strings)
        return strings[index] if index < len(strings) else ""
    if kind == "b" and value:
        return "TRUE" if value == "1" else "FALSE"
    return unescaped(value) if kind == "str" else value


def _rich_text(item: Element) -> str:
    pieces = [item.findtext(s("t"), "")]
    pieces += [run.findtext(s("t"), "") for run in item.iterfind(s("r"))]
    return unescaped("".join(pieces))


def unescaped(text: str) -> str:
    """Return the text with `_x000D_` read as the character it stands for (ECMA-376 ST_Xstring)."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
