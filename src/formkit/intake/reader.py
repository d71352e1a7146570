"""Reading a data file: what it is, is decided by its content, never by its name."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from formkit.intake import (
    decoding,
    delimited,
    documents,
    header,
    json_tree,
    ledger,
    workbook,
    yaml_tree,
)
from formkit.intake.decoding import Text
from formkit.intake.raw import Intake, RawRecord
from formkit.intake.roll import twins
from formkit.intake.shape import Shape
from formkit.kernel.errors import InputUnreadable, fault
from formkit.kernel.files import sha256
from formkit.kernel.findings import Finding, Place
from formkit.kernel.gate import Gate
from formkit.ooxml import sniff, source
from formkit.ooxml.gate import inspect_bytes
from formkit.ooxml.limits import LEDGER
from formkit.ooxml.sniff import FileKind

HEAD = 16  # bytes that tell an Office file from all others
TABLE_SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".tab"})
YAML_SUFFIXES = frozenset({".yaml", ".yml"})
_JSON_START = re.compile(r"\s*\[?\s*\{\s*\"")  # `{a: 1}` and `[甲, 乙]` are YAML
_YAML_START = re.compile(r"(---|- |-$|[^\s,;\t#][^,;\t]*:(\s|$))")


def read(
    path: Path, shape: Shape, *, gate: Gate = Gate.ISSUE, given: Collection[str] = ()
) -> Intake:
    """Return all records of a file, each value with its place, and the faults of the file.

    Args:
        path: a workbook (.xlsx, .xlsm, .xltx), a CSV, YAML or JSON file.
        shape: what the records look like.
        gate: columns that are required up to this gate must exist in a ledger.
        given: field names that the workspace or the register fills; their columns may be missing.

    Raises:
        InputUnreadable: the file cannot be read as what it is, or holds something else.
    """
    demand = ledger.Demand(gate, frozenset(given))
    if sniff.is_container(source.load(path, limits=LEDGER, most=HEAD)):
        sha, found, findings, sheet = workbook.records(path, shape, demand)
        return Intake(path, sha, found, tuple(findings), sheet)
    data = source.load(path, limits=LEDGER)
    if not is_text(data, path):  # nothing that is read: the gate says what it is
        inspect_bytes(data, name=path.name, expect=FileKind.XLSX, limits=LEDGER)
    found, findings = _text(data, path, shape, demand)
    return Intake(path, sha256(data), found, tuple(findings))


def is_text(data: bytes, path: Path) -> bool:
    """Return whether the bytes are a data file of text; a stray control character makes no other.

    The name decides only between a text file with a fault and bytes of unknown kind.
    """
    kind = sniff.kind_of(data)
    named = path.suffix.lower() in TABLE_SUFFIXES | YAML_SUFFIXES | {".json"}
    return kind is FileKind.TEXT or (kind is FileKind.BINARY and named)


def is_table(text: Text, path: Path) -> bool:
    """Return whether a text file is a table (CSV) and not YAML or JSON."""
    suffix = path.suffix.lower()
    if suffix in YAML_SUFFIXES or is_json(text):
        return False
    if suffix in TABLE_SUFFIXES:
        return True
    first = next((line for line in text.lines() if line.strip()[:1] not in ("", "#")), "")
    return suffix != ".json" and not _YAML_START.match(first.rstrip("\r\n"))


def is_json(text: Text) -> bool:
    """Return whether a text is JSON, perhaps with a fault: it begins as YAML rarely does."""
    start = next(line.lstrip()[0] for line in text.lines() if line.strip())
    if start not in ("{", "["):
        return False
    whole = str(text)
    try:
        json.loads(whole)
    except RecursionError:
        return True
    except ValueError:
        return bool(_JSON_START.match(whole))
    return True


def _text(
    data: bytes, path: Path, shape: Shape, demand: ledger.Demand
) -> tuple[Sequence[RawRecord], list[Finding]]:
    text = decoding.decode(data, path)
    if is_table(text, path):
        return _table(text, path, shape, demand)
    if path.suffix.lower() == ".json" or is_json(text):
        trees = [json_tree.parse(str(text), path.name)]
    else:
        trees = yaml_tree.parse(str(text), path.name)
    found = documents.records(trees, shape, path.name)
    if found:
        return _with_twins(found, shape), []
    return (), [fault("FK-IN-072", Place(file=path.name))]


def _table(
    text: Text, path: Path, shape: Shape, demand: ledger.Demand
) -> tuple[Sequence[RawRecord], list[Finding]]:
    grid, found = delimited.read(text.lines, path, ledger.wanted_main(shape))
    if found is None:
        raise InputUnreadable(
            "FK-IN-050",
            place=Place(file=path.name),
            title=shape.title,
            seen=header.seen(grid),
            expected=ledger.expected(shape.columns()),
        )
    return ledger.records(shape, grid, found, (), demand)


def _with_twins(found: Sequence[RawRecord], shape: Shape) -> tuple[RawRecord, ...]:
    """Return the records; one that repeats an earlier one's 序号 or 编号 carries the fault."""
    number = shape.number
    called = ((record.key, str(record.data.get(number) or "")) for record in found)
    doubled = twins(
        called,
        lambda position: found[position].place,
        lambda position: found[position].places.get(number, found[position].place),
    )
    return tuple(
        replace(record, findings=(*record.findings, doubled[index])) if index in doubled else record
        for index, record in enumerate(found)
    )
