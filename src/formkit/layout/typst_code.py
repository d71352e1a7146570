"""Typst code: literals, texts with fields, styled words. A value of the record is always data."""

from __future__ import annotations

from collections.abc import Sequence

from formkit.layout.styles import BODY, Style
from formkit.layout.vocabulary import Blank, Field, Inline, Text

RECORD = "view"
NOTHING = "[]"
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def literal(text: str) -> str:
    """Return a text as a string literal."""
    return f'"{text.translate(_ESCAPES)}"'


def named(name: str, scope: str = RECORD) -> str:
    """Return what reads a dotted name of a dictionary; one that is missing stops the sheet."""
    return scope + "".join(f".at({literal(part)})" for part in name.split("."))


def words(content: Inline, room: float, scope: str = RECORD) -> str:
    """Return a text with fields as an expression.

    Args:
        content: the text.
        room: the width of its lines, in millimetres.
        scope: the variable that the fields hang on.
    """
    return " + ".join(_part(part, room, scope) for part in content) or NOTHING


def _part(part: Text | Field | Blank, room: float, scope: str) -> str:
    if isinstance(part, Text):
        return literal(part.text)
    if isinstance(part, Blank):
        return literal("_" * part.length)
    value = named(part.name, scope)
    if part.options:
        return f"options({value})"
    if part.before or part.after:
        around = f"{literal(part.before)}, {literal(part.after)}"
        return f"with-value({value}, {around}, {room:g})"
    return f"line({value}, {part.blank}, {room:g})" if part.blank else f"value({value}, {room:g})"


def plain(content: Inline) -> str:
    """Return a text with fields as a string, to be counted."""
    parts = (
        literal(part.text) if isinstance(part, Text) else named(part.name)
        for part in content
        if not isinstance(part, Blank)
    )
    return " + ".join(parts) or literal("")


def repeated(each: str, content: Inline, room: float) -> str:
    """Return a text that is printed once per entry of a list, the entries set apart by 「;」."""
    return f"{named(each)}.map(item => {words(content, room, 'item')}).join({literal(';')})"


def styled(style: Style, code: str) -> str:
    """Return an expression set in a style; the body's is the one of the sheet."""
    if style.bold:
        code = f"strong({code})"
    if (style.face, style.size, style.line) == (BODY.face, BODY.size, BODY.line):
        return code
    return f"style({literal(style.face)}, {style.size:g}, {style.line:g}, {code})"


def listed(items: Sequence[str]) -> str:
    """Return an array; also of a single item."""
    return f"({', '.join(items)}{',' if len(items) == 1 else ''})"


def millimetres(lengths: Sequence[float]) -> str:
    """Return an array of lengths."""
    return listed([f"{length:g}mm" for length in lengths])
