"""What the register can tell: numbers with their newest document, gaps, one number's story."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from formkit.imaging.code import check_code
from formkit.kernel.errors import UsageError
from formkit.register import SHOWING, Document, Register
from formkit.register.document import MANUAL

GAP = "断号"


def number_rows(register: Register) -> list[dict[str, Any]]:
    """Return one row per number in order, with its newest revision; gaps have rows of their own."""
    newest = {  # without what the records say: a long register would not fit into memory
        document.number: replace(document, data={}, findings=[])
        for document in register.each_document()
        if document.medium not in SHOWING
    }
    rows: list[dict[str, Any]] = []
    last: tuple[str, int, int] | None = None
    for number in register.numbers():
        series, year, serial = number["series"], number["year"], number["serial"]
        before = last[2] if last and last[:2] == (series, year) else 0
        if series != MANUAL:
            rows += [_row(f"{series}-{year}-{n}", GAP, None) for n in range(before + 1, serial)]
        last = (series, year, serial)
        rows.append(_row(number["number"], number["status"], newest.get(number["number"])))
    return rows


def _row(number: str, status: str, document: Document | None) -> dict[str, Any]:
    return {
        "number": number,
        "status": status,
        "revision": document.revision if document else 0,
        "slug": document.slug if document else "",
        "project_no": document.project_no if document else "",
        "file": document.file if document else "",
    }


def number_story(register: Register, number: str) -> dict[str, Any]:
    """Return everything the register holds on one number.

    Raises:
        UsageError: the number is unknown.
    """
    found = next(iter(register.numbers(number)), None) if number else None
    if found is None:
        raise UsageError("FK-REG-009", number=number)
    documents = register.documents(number)
    return {
        "number": number,
        "status": found["status"],
        "void_reason": found["void_reason"],
        "documents": [
            {name: getattr(d, name) for name in Document.__dataclass_fields__}
            | {"check_code": check_code(d.print_sha)}
            for d in documents
        ],
        "history": register.history(number),
    }
