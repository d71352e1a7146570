"""Worksheets and shared texts as Excel, WPS and LibreOffice write them, read in one sweep.

A regular expression takes the place of the parser for the long monotonous middle of a part (rows
of cells, texts): ten times as fast as handing out every element. It must match the middle whole;
what does not match in the least, takes the long way. What stands around the middle, always goes
through the parser and the gate's own scan. The facts are the same either way (tested against each
other); what must be refused, is refused by the long way with its reason.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from functools import lru_cache

from formkit.kernel.errors import InputUnreadable
from formkit.kernel.findings import Place
from formkit.ooxml import scan
from formkit.ooxml.addresses import ROWS, column_number
from formkit.ooxml.cells import (
    MOST_CELLS,
    READING,
    CellsScan,
    Corners,
    Runs,
    Stored,
    TextsScan,
    unescaped,
)
from formkit.ooxml.memory import LARGEST
from formkit.ooxml.scan import Scan, Subject
from formkit.ooxml.sheets import Doubt

_MOST_DIGITS = 1e15  # Excel keeps fifteen digits of a number
_new = tuple.__new__  # half the time of the named tuple's own
_KEPT_TEXT = 100  # of a doubtful value

_ROW_LOOK = (
    r"(?: (?:spans|s|customFormat|ht|hidden|customHeight|outlineLevel|collapsed|thickTop|thickBot)"
    r'="[0-9A-Za-z:. ]*"| x14ac:dyDescent="[0-9.]*")*'
)
_ROW = r'<row r="([1-9][0-9]{0,6})"' + _ROW_LOOK
_SIGN = "[^<>&\\x00-\\x1f\\ufffe\\uffff]"
_INLINE = rf'<is><t(?: xml:space="preserve")?>(?:{_SIGN}|&)+</t></is>'
_CELL = (
    r'<c r="[A-Z]{1,2}\1"(?: s="[0-9]{1,5}")?(?:(?: t="(?:s|n|b|str|e)")? ?'
    rf'(?:/>|>(?:<v>{_SIGN}*</v>)?</c>)| t="inlineStr">{_INLINE}</c>)'
)
_ROWS = re.compile(rf"(?:{_ROW} ?(?:/>|>(?:{_CELL})*</row>))*")
_ROW_HEAD = re.compile(r'<row r="([0-9]+)"([^>]*)')
_ADDRESS = re.compile(r'<c r="([A-Z0-9]+)"')
_FILLED = re.compile(
    r'<c r="([A-Z]+)([0-9]+)"(?: s="([0-9]+)")?(?: t="([a-zA-Z]+)")? ?>'
    r"<(?:v|is><t[^>]*)>([^<]+)</"
)
_ROOT = re.compile("<worksheet[^<>]*>")
_HIDDEN = re.compile(r' hidden="(?:1|true)"')
_ATTRIBUTE = re.compile(r" ([A-Za-z0-9:]+)=")
_DECLARATION = re.compile(r"<\?xml [^<>]*\?>")
_OTHER_ENCODING = re.compile(r"""encoding=["'](?!utf-8["'])""", re.IGNORECASE)
_UNREADABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|\r")

_TEXTS = re.compile(r'(?:<si><t(?: xml:space="preserve")?>[^<>]*</t></si>|<si><t ?/></si>)*')
_TEXT = re.compile(r"<t(?: xml:space=\"preserve\")?>([^<]*)</t>|<t ?/>")
_REFERENCE = re.compile("&(?!(?:amp|lt|gt|quot|apos);)")


def take(data: bytes, subject: Subject) -> Scan | None:
    """Return the finished scan of a worksheet or of the shared texts; None: take the long way."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if "<sheetData>" in text:
        return _worksheet(text, subject)
    return _texts(text, subject) if "<sst " in text else None


def _worksheet(text: str, subject: Subject) -> Scan | None:
    head, middle, tail = _parted(text, "<sheetData>", "</sheetData>")
    if middle is None or _ROWS.fullmatch(middle) is None:
        return None
    if "&" in middle and _REFERENCE.search(middle):
        return None
    if "x14ac:" in middle and "xmlns:x14ac=" not in head:
        return None
    root = _ROOT.search(head)
    around = _around(f"{head}<sheetData/></worksheet>", subject)
    if root is None or not isinstance(around, CellsScan) or around.middles != 1:
        return None
    below = _below if len(tail) <= LARGEST else _below.__wrapped__
    merges = below(root[0], tail, replace(subject, place=Place()))
    if merges is None or around.merges:
        return None
    around.merges = list(merges)
    return around if _fill(around, middle) else None


@lru_cache(maxsize=64)
def _below(root: str, tail: str, subject: Subject) -> tuple[Corners, ...] | None:
    """Return the merged areas that stand below the rows; None: take the long way.

    Of files made from one form what stands there, validations and areas, is the same in all.
    """
    found = _around(f"{root}<sheetData/>{tail}", subject)
    if not isinstance(found, CellsScan) or found.middles != 1:
        return None
    return tuple(found.merges)


def _texts(text: str, subject: Subject) -> Scan | None:
    begin = text.find(">", text.find("<sst ")) + 1
    head, middle, tail = _parted(text, text[text.find("<sst ") : begin], "</sst>")
    if middle is None or _TEXTS.fullmatch(middle) is None:
        return None
    if _UNREADABLE.search(middle) or ("&" in middle and _REFERENCE.search(middle)):
        return None
    opening = text[text.find("<sst ") : begin]
    around = _around(f"{head}{opening}</sst>{tail}", subject, finished=False)
    if not isinstance(around, TextsScan) or around.count:
        return None
    around.texts = [_runs(written) for written in _TEXT.findall(middle)]
    around.count = len(around.texts)
    around.finish()
    return around


def _parted(text: str, begin: str, end: str) -> tuple[str, str | None, str]:
    """Return what stands before, between and after two tags, where that can be told for sure."""
    first, last = text.find(begin), text.rfind(end)
    head, tail = text[:first], text[last + len(end) :]
    told = _DECLARATION.sub("", head, count=1)
    unsure = "<!" in told or "<?" in told or "<!" in tail or "<?" in tail
    if first < 0 or last < first + len(begin) or unsure or _OTHER_ENCODING.search(head[:200]):
        return head, None, tail
    return head, text[first + len(begin) : last], tail


def _around(text: str, subject: Subject, *, finished: bool = True) -> Scan | None:
    """Return the gate's scan of a part without its middle; None where it refuses it."""
    try:
        return scan.run((text.encode(),), subject, READING, finish=finished)
    except InputUnreadable:
        return None  # the long way finds it too, and says where


def _fill(sheet: CellsScan, middle: str) -> bool:
    """Give the scan the facts of its cells; False where the long way must judge them."""
    rows = _ROW_HEAD.findall(middle)
    numbers = [int(number) for number, _ in rows]
    addresses = _ADDRESS.findall(middle)
    if len(set(numbers)) < len(numbers) or len(set(addresses)) < len(addresses):
        return False
    if numbers and max(numbers) > ROWS:
        return False
    for number, (_, look) in zip(numbers, rows, strict=True):
        well_formed, hidden = _row_look(look)
        if not well_formed:
            return False
        if hidden:
            sheet.hidden_rows.add(number)
    return _keep(sheet, _FILLED.findall(middle))


def _keep(sheet: CellsScan, found: list[tuple[str, str, str, str, str]]) -> bool:
    """Give the scan its filled cells: column, row, style, kind and value as they are written."""
    if len(found) > MOST_CELLS:
        return False
    cells = sheet.cells
    highest = last_row = last_column = -1
    for letters, digits, style, kind, value in found:
        row, column = int(digits), column_number(letters)
        if kind == "s":
            if not (value.isascii() and value.isdigit()):
                return False
            highest = max(highest, int(value))
        elif kind == "inlineStr":
            cells[row, column] = Stored(kind, "", int(style or 0), runs=_runs(value))
        elif not _plausible(sheet, letters + digits, kind, value):
            return False
        elif kind == "str":
            value = unescaped(value)  # noqa: PLW2901 - once for a thousand cells
        if kind != "inlineStr":
            cells[row, column] = _new(Stored, (kind or "n", value, int(style or 0), False, ()))
        last_row = max(last_row, row)
        last_column = max(last_column, column)
    if last_row * last_column > sheet.subject.limits.box_cells:
        return False
    sheet.highest_string, sheet.filled = highest, len(found)
    sheet.last_row, sheet.last_column = max(last_row, 0), max(last_column, 0)
    return True


@lru_cache(maxsize=1_024)
def _row_look(look: str) -> tuple[bool, bool]:
    """Return whether a row's attributes differ from each other, and whether it is hidden."""
    names = _ATTRIBUTE.findall(look)
    return len(set(names)) == len(names), _HIDDEN.search(look) is not None


def _plausible(sheet: CellsScan, address: str, kind: str, value: str) -> bool:
    """Note a doubtful value; return False where the long way must say what is wrong with it."""
    if kind == "e":
        sheet.doubts.append((address, Doubt.ERROR, value[:_KEPT_TEXT]))
    elif kind in {"", "n"}:
        number = _number(value)
        if number is None:
            return False
        if abs(number) >= _MOST_DIGITS:
            sheet.doubts.append((address, Doubt.LONG_NUMBER, value[:_KEPT_TEXT]))
    return True


def _number(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) and "_" not in value else None


def _runs(written: str) -> Runs:
    if "&" in written:
        for name, sign in (("lt", "<"), ("gt", ">"), ("quot", '"'), ("apos", "'"), ("amp", "&")):
            written = written.replace(f"&{name};", sign)
    return ((unescaped(written), None),) if written else ()
