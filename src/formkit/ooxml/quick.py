"""Worksheets and shared texts as Excel, WPS and LibreOffice write them, read row by row.

Workbooks made from one form have most rows and texts in common: what stands up to a `</row>` or a
`</si>` is read once and remembered. A regular expression takes the place of the parser there; it
must match the whole of it, and what does not match in the least, takes the long way. What stands
around the rows and texts always goes through the parser and the gate's own scan. The facts are the
same either way (tested against each other); what must be refused, is refused by the long way with
its reason.
"""

from __future__ import annotations

import math
import re
from copy import copy
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from typing import NamedTuple, cast

from formkit.kernel.errors import InputUnreadable
from formkit.kernel.findings import Place
from formkit.kernel.remembering import ByText
from formkit.ooxml import scan
from formkit.ooxml.addresses import ROWS, column_number
from formkit.ooxml.cells import (
    MOST_CELLS,
    READING,
    CellsScan,
    Row,
    Runs,
    Stored,
    TextsScan,
    unescaped,
)
from formkit.ooxml.memory import LARGEST
from formkit.ooxml.scan import Scan, Subject
from formkit.ooxml.sheets import Doubt
from formkit.ooxml.written import runs_of

_MOST_DIGITS = 1e15  # Excel keeps fifteen digits of a number
_KEPT_TEXT = 100  # of a doubtful value
_REMEMBERED = 1 << 21  # characters of rows, and of texts

_ROW_LOOK = (
    r"(?: (?:spans|s|customFormat|ht|hidden|customHeight|outlineLevel|collapsed|thickTop|thickBot)"
    r'="[0-9A-Za-z:. ]*"| x14ac:dyDescent="[0-9.]*")*'
)
_ROW = r'<row r="([1-9][0-9]{0,6})"' + _ROW_LOOK
_SIGN = "[^<>&\\x00-\\x1f\\ufffe\\uffff]"
_INLINE = r'<is><t(?: xml:space="preserve")?>[^<>]+</t></is>'
_CELL = (
    r'<c r="[A-Z]{1,2}\1"(?: s="[0-9]{1,5}")?(?:(?: t="(?:s|n|b|str|e)")? ?'
    rf'(?:/>|>(?:<v>{_SIGN}*</v>)?</c>)| t="inlineStr">{_INLINE}</c>)'
)
_ROWS = re.compile(rf"(?:{_ROW} ?(?:/>|>(?:{_CELL})*</row>))*")
_ROW_HEAD = re.compile(r'<row r="([0-9]+)"([^>]*)')
_ADDRESS = re.compile(r'<c r="([A-Z0-9]+)"')
_FILLED = re.compile(
    r'<c r="([A-Z]+)[0-9]+"(?: s="([0-9]+)")?(?: t="([a-zA-Z]+)")? ?>'
    r"<(?:v|is><t[^>]*)>([^<]+)</"
)
_ROOT = re.compile("<worksheet[^<>]*>")
_HIDDEN = re.compile(r' hidden="(?:1|true)"')
_ATTRIBUTE = re.compile(r" ([A-Za-z0-9:]+)=")
_DECLARATION = re.compile(r"<\?xml [^<>]*\?>")
_OTHER_ENCODING = re.compile(r"""encoding=["'](?!utf-8["'])""", re.IGNORECASE)

_TEXT = re.compile(r'<si>(?:<t(?: xml:space="preserve")?>([^<>]*)</t>|<t ?/>)')


class _Piece(NamedTuple):
    """Rows without cells, and at their end the row with cells that is closed by a `</row>`."""

    numbers: tuple[int, ...]
    hidden: tuple[int, ...]
    row: Row
    last_column: int
    highest_string: int
    doubts: tuple[tuple[str, Doubt, str], ...]


def take(data: bytes, subject: Subject) -> Scan | None:
    """Return the finished scan of a worksheet or of the shared texts; None: take the long way."""
    try:
        if b"<sheetData>" in data:
            return _worksheet(data, subject)
        return _texts(data, subject) if b"<sst " in data else None
    except UnicodeDecodeError:
        return None


def _worksheet(data: bytes, subject: Subject) -> Scan | None:
    head, middle, tail = _parted(data, b"<sheetData>", b"</sheetData>")
    if middle is None or ("x14ac:" in middle and "xmlns:x14ac=" not in head):
        return None
    anywhere = replace(subject, place=Place())
    above = _scanned(f"{head}<sheetData/></worksheet>", anywhere)
    root = _ROOT.search(head)
    if above is None or above.merges or root is None:
        return None
    below = _scanned(f"{root[0]}<sheetData/>{tail}", anywhere)
    if below is None:
        return None
    found = CellsScan(subject)
    found.root = above.root
    found.finish()
    found.merges, found.hidden_columns = below.merges, above.hidden_columns
    return found if _fill(found, middle) else None


def _scanned(text: str, subject: Subject) -> CellsScan | None:
    return (
        _around_rows(text, subject)
        if len(text) <= LARGEST
        else _around_rows.__wrapped__(text, subject)
    )


@lru_cache(maxsize=64)
def _around_rows(text: str, subject: Subject) -> CellsScan | None:
    """Return the scan of a worksheet without its rows; None: take the long way.

    Of files made from one form what stands there, validations and areas, is the same in all.
    """
    found = _around(text, subject)
    return found if isinstance(found, CellsScan) and found.middles == 1 else None


def _texts(data: bytes, subject: Subject) -> Scan | None:
    begin = data.find(b"<sst ")
    opening = data[begin : data.find(b">", begin) + 1]
    head, middle, tail = _parted(data, opening, b"</sst>")
    if middle is None:
        return None
    around = _around_texts(f"{head}{opening.decode()}</sst>{tail}", replace(subject, place=Place()))
    if around is None or around.count:
        return None
    *items, behind = middle.split("</si>")
    texts = [_TEXTS[item] for item in items]
    if behind or None in texts:
        return None
    found = copy(around)
    found.subject, found.refuse = subject, subject.refuse
    found.texts, found.count = cast("list[Runs]", texts), len(texts)
    found.finish()
    return found


@lru_cache(maxsize=64)
def _around_texts(text: str, subject: Subject) -> TextsScan | None:
    """Return the scan of the shared texts without them; None: take the long way."""
    found = _around(text, subject, finished=False)
    return found if isinstance(found, TextsScan) else None


def _parted(data: bytes, begin: bytes, end: bytes) -> tuple[str, str | None, str]:
    """Return what stands before, between and after two tags, where that can be told for sure."""
    first, last = data.find(begin), data.rfind(end)
    head, tail = data[:first].decode(), data[last + len(end) :].decode()
    told = _DECLARATION.sub("", head, count=1)
    unsure = "<!" in told or "<?" in told or "<!" in tail or "<?" in tail
    if first < 0 or last < first + len(begin) or unsure or _OTHER_ENCODING.search(head[:200]):
        return head, None, tail
    return head, data[first + len(begin) : last].decode(), tail


def _around(text: str, subject: Subject, *, finished: bool = True) -> Scan | None:
    """Return the gate's scan of a part without its middle; None where it refuses it."""
    try:
        return scan.run((text.encode(),), subject, READING, finish=finished)
    except InputUnreadable:
        return None  # the long way finds it too, and says where


def _fill(sheet: CellsScan, middle: str) -> bool:
    """Give the scan the facts of its rows; False where the long way must judge them."""
    *closed, behind = middle.split("</row>")
    pieces = [_CLOSED[text] for text in closed]
    if behind:
        pieces.append(_piece(behind))
    if None in pieces:
        return False
    known = cast("list[_Piece]", pieces)
    numbers = list(chain.from_iterable(piece.numbers for piece in known))
    filled = [piece for piece in known if piece.row.cells]
    sheet.rows = {piece.numbers[-1]: piece.row for piece in filled}
    sheet.filled = sum(len(row.cells) for row in sheet.rows.values())
    sheet.last_row = max(sheet.rows, default=0)
    sheet.last_column = max((piece.last_column for piece in filled), default=0)
    sheet.highest_string = max((piece.highest_string for piece in filled), default=-1)
    sheet.hidden_rows.update(chain.from_iterable(piece.hidden for piece in known))
    sheet.doubts += chain.from_iterable(piece.doubts for piece in filled)
    too_far = sheet.last_row * sheet.last_column > sheet.subject.limits.box_cells
    return len(set(numbers)) == len(numbers) and sheet.filled <= MOST_CELLS and not too_far


def _piece(text: str) -> _Piece | None:
    """Return what stands up to and with a `</row>`; None: take the long way."""
    if _ROWS.fullmatch(text) is None:
        return None
    heads = _ROW_HEAD.findall(text)
    addresses = _ADDRESS.findall(text)
    numbers = tuple(int(number) for number, _ in heads)
    if len(set(addresses)) < len(addresses) or (numbers and max(numbers) > ROWS):
        return None
    looks = [_row_look(look) for _, look in heads]
    if not all(well_formed for well_formed, _ in looks):
        return None
    hidden = tuple(
        number for number, (_, is_hidden) in zip(numbers, looks, strict=True) if is_hidden
    )
    cells: dict[int, Stored] = {}
    doubts: list[tuple[str, Doubt, str]] = []
    for letters, style, kind, value in _FILLED.findall(text):
        cell = _cell(kind or "n", value, int(style or 0))
        if cell is None:
            return None
        cells[column_number(letters)] = cell
        if doubt := _doubt(cell):
            doubts.append((f"{letters}{numbers[-1]}", doubt, value[:_KEPT_TEXT]))
    row = Row(cells)
    return _Piece(
        numbers, hidden, row, max(cells, default=0), max(row.shared, default=-1), tuple(doubts)
    )


def _cell(kind: str, value: str, style: int) -> Stored | None:
    """Return a filled cell; None where the long way must say what is wrong with it."""
    if kind == "inlineStr":
        runs = runs_of(value)
        return None if runs is None else Stored(kind, "", style, runs=runs)
    if kind == "s" and not (value.isascii() and value.isdigit()):
        return None
    if kind == "n" and _number(value) is None:
        return None
    return Stored(kind, unescaped(value) if kind == "str" else value, style)


def _doubt(cell: Stored) -> Doubt | None:
    if cell.kind == "e":
        return Doubt.ERROR
    is_long = cell.kind == "n" and abs(float(cell.value)) >= _MOST_DIGITS
    return Doubt.LONG_NUMBER if is_long else None


def _row_look(look: str) -> tuple[bool, bool]:
    """Return whether a row's attributes differ from each other, and whether it is hidden."""
    names = _ATTRIBUTE.findall(look)
    return len(set(names)) == len(names), _HIDDEN.search(look) is not None


def _number(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) and "_" not in value else None


def _text(item: str) -> Runs | None:
    """Return a shared text, its `</si>` left out; None: take the long way."""
    found = _TEXT.fullmatch(item)
    return None if found is None else runs_of(found[1] or "")


_CLOSED = ByText(lambda text: _piece(f"{text}</row>"), _REMEMBERED)
_TEXTS = ByText(_text, _REMEMBERED)
