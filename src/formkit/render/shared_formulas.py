"""Formulas that Excel keeps once for several cells, written out: their rows may part company."""

from __future__ import annotations

from collections.abc import Iterable

from openpyxl.formula.translate import Translator

from formkit.ooxml.names import s
from formkit.ooxml.xml import Element


def unshare(cells: Iterable[tuple[str, Element]]) -> None:
    """Give every cell the formula it shares with another.

    Args:
        cells: the cells of a sheet with their addresses, in the order of the file: the first cell
            of those that share a formula has its text.
    """
    masters: dict[str, tuple[str, str]] = {}
    for where, cell in cells:
        formula = cell.find(s("f"))
        if formula is None or formula.get("t") != "shared":
            continue
        if formula.text:
            masters[formula.get("si", "")] = (formula.text, where)
        source, origin = masters.get(formula.get("si", ""), ("", where))
        moved = str(Translator(f"={source}", origin).translate_formula(where))
        formula.attrib.clear()
        formula.text = moved.removeprefix("=")
