"""Every character that the border lets in reaches the paper, in Word and in Excel (T20)."""

from __future__ import annotations

import io

import openpyxl
import pytest
from docx import Document

from formkit.render import compile_template
from proof import every_character

_AT_ONCE = 16_000  # of them fit into a cell, whatever they are


@pytest.fixture(scope="module")
def view() -> dict[str, str]:
    everything = every_character()
    assert len(everything) > 1_000_000
    starts = range(0, len(everything), _AT_ONCE)
    return {f"v{at}": everything[at : at + _AT_ONCE] for at in starts}


def test_in_word(word, view):
    made = compile_template(word(*(f"{{{{ {name} }}}}" for name in view))).render(view)
    assert [one.text for one in Document(io.BytesIO(made)).paragraphs] == list(view.values())


def test_in_excel(book, view):
    cells = {f"A{row}": f"{{{{ {name} }}}}" for row, name in enumerate(view, start=1)}
    made = compile_template(book(cells)).render(view)
    sheet = openpyxl.load_workbook(io.BytesIO(made)).worksheets[0]
    assert [row[0] for row in sheet.iter_rows(values_only=True)] == list(view.values())
