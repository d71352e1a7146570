"""Formulas that Excel keeps once for several cells, written out: their rows may part company."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from openpyxl.formula.translate import Translator

from formkit.ooxml.names import s
from formkit.ooxml.xml import Element

Cells = Iterable[tuple[str, Element]]  # with their addresses, in the order of the file


def written_out(cells: Cells) -> Iterator[tuple[str, Element, str]]:
    """Yield the address, the element and the text (without `=`) of every formula.

    Args:
        cells: the first of the cells that share a formula has its text.
    """
    masters: dict[str, tuple[str, str]] = {}
    for where, cell in cells:
        formula = cell.find(s("f"))
        if formula is None:
            continue
        if formula.get("t") != "shared":
            yield where, formula, formula.text or ""
            continue
        if formula.text:
            masters[formula.get("si", "")] = (formula.text, where)
        source, origin = masters.get(formula.get("si", ""), ("", where))
        moved = str(Translator(f"={source}", origin).translate_formula(where))
        yield where, formula, moved.removeprefix("=")


def unshare(cells: Cells) -> None:
    """Give every cell the formula it shares with another."""
    for _, formula, text in written_out(cells):
        if formula.get("t") == "shared":
            formula.attrib.clear()
            formula.text = text
