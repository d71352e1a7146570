"""Office documents to PDF through LibreOffice or Word: a pool of processes that may die.

`pool.convert` is the trade; nothing here knows records or the register.
"""

from __future__ import annotations

from formkit.office.call import Made, Options
from formkit.office.paper import Paper, paper_of
from formkit.office.pool import convert
from formkit.office.programs import LibreOffice, Word, office_program

__all__ = [
    "LibreOffice",
    "Made",
    "Options",
    "Paper",
    "Word",
    "convert",
    "office_program",
    "paper_of",
]
