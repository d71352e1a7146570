"""Exports of questionnaire services, and other tables with one answered survey per row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from formkit.kernel.errors import InputUnreadable
from formkit.kernel.findings import Place
from formkit.schemas.satisfaction_survey.bank import Bank
from formkit.surveys.exports import grammar, table
from formkit.surveys.exports.grammar import Download
from formkit.surveys.exports.mapping import Plan
from formkit.surveys.exports.matching import matched
from formkit.surveys.exports.rows import Rows, download_of
from formkit.surveys.reply import Reply, Source

_TITLES = (*grammar.WJX, *grammar.TENCENT)


def detect(data: bytes, name: str) -> Source | None:
    """Return whose export these bytes are; None where it is none that we know.

    Raises:
        InputUnreadable: the file is damaged or hostile, or an export without a reply.
    """
    try:
        return grammar.source_of(table.read(data, name, _TITLES).titles)
    except InputUnreadable as error:
        if error.code == "FK-SUR-080":  # no table at all
            return None
        raise


def is_table(data: bytes, name: str) -> bool:
    """Return whether these bytes are a table of more than one column, not a note or a letter.

    Raises:
        InputUnreadable: the file is damaged or hostile.
    """
    try:
        return len(table.read(data, name, _TITLES).titles) > 1
    except InputUnreadable as error:
        if error.code == "FK-SUR-080":  # a line or two
            return False
        raise


def read(
    data: bytes,
    name: str,
    plan: Plan | None,
    banks: Mapping[str, Bank],
    source: Source | None = None,
) -> list[Reply]:
    """Return the answered surveys of an export, one for each row.

    Args:
        data: the file's bytes.
        name: what messages call it.
        plan: the mapping file; None where none was named.
        banks: all question banks, by digest.
        source: whose export it is; None: told from the titles.

    Raises:
        InputUnreadable: the file cannot be read, no column answers an item, or it needs a mapping
            file and has none.
        ProfileError: the mapping file does not fit the export.
    """
    own = [rule.column for rule in plan.columns if not rule.pattern] if plan else []
    found = table.read(data, name, (*_TITLES, *own))
    wanted = source or (plan.source if plan else None) or grammar.source_of(found.titles)
    place = Place(file=name)
    if wanted is None or (wanted is Source.GENERIC and plan is None):
        raise InputUnreadable("FK-SUR-084", place=place, name=name)
    columns = grammar.columns(found, wanted)
    match = matched(found, columns, plan or Plan(), banks)
    if not match.items:
        raise InputUnreadable("FK-SUR-083", place=place, name=name)
    download = (plan.download if plan else None) or download_of(found, match)
    if download is not Download.TEXT and plan is None:
        raise InputUnreadable("FK-SUR-082", place=place, name=name, download=download.value)
    return list(_replies(Rows(found, wanted, download, plan or Plan(), match)))


def _replies(rows: Rows) -> Iterator[Reply]:
    rows.refuse_missing_values()
    for number, cells in rows.table.replies():
        yield rows.reply(number, cells)


__all__ = ["detect", "is_table", "read"]
