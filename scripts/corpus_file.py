"""What formkit makes of one strange file, in each of the ways a file can reach it."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from formkit import catalog
from formkit.intake import reader
from formkit.kernel.errors import FormkitError
from formkit.ooxml import gate, sniff
from formkit.ooxml.sniff import FileKind
from formkit.ooxml.writer import write
from formkit.pipeline.paper import view_names
from formkit.render import check_template, compile_template
from formkit.surveys import returned
from formkit.surveys.returned import Asked, Returned

RECORD = "visit_record"
PASSED, READ, NOT_TRIED = "通过", "读出", "—"
BUG, CHANGED = "BUG", "BUG 别的部件变了"
_WORD = {FileKind.DOCX, FileKind.DOC, FileKind.DOCM, FileKind.DOTX, FileKind.ODT, FileKind.RTF}
_FILLED = "填一格"
_LAST_ROW = 1_048_576


@dataclass
class Outcome:
    """What became of a file: way → outcome (`通过`, `读出`, a code, `BUG …`), and the seconds."""

    path: Path
    kind: str = ""
    ways: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def bugs(self) -> list[str]:
        """The ways in which something happened that must never happen."""
        return [f"{way}: {said}" for way, said in self.ways.items() if said.startswith(BUG)]


def examine(path: Path, banks: Asked) -> Outcome:
    """Return what formkit makes of a file; no exception is let out, for each is an outcome."""
    begun = time.process_time()
    data = path.read_bytes()
    kind = sniff.kind_of(data)
    expect = FileKind.DOCX if kind in _WORD else FileKind.XLSX
    ways: Mapping[str, Callable[[], str]] = {
        "结构检查": lambda: _gate(data, path, expect),
        "台账": lambda: _ledger(path),
        "答卷": lambda: _survey(path, banks),
        "模板": lambda: _template(data, path),
        _FILLED: lambda: _fill(data, path) if kind is FileKind.XLSX else NOT_TRIED,
    }
    said = Outcome(path, kind.label, {way: _outcome(does) for way, does in ways.items()})
    said.seconds = time.process_time() - begun
    return said


def _outcome(does: Callable[[], str]) -> str:
    try:
        return does()
    except FormkitError as error:
        return error.code
    except MemoryError:
        raise  # the process ends, and whoever watches it knows
    except BaseException as error:  # noqa: BLE001 - a panic of a library is what is looked for
        return f"{BUG} {type(error).__name__}: {str(error)[:80]}"


def _gate(data: bytes, path: Path, expect: FileKind) -> str:
    gate.inspect_bytes(data, name=path.name, expect=expect)
    return PASSED


def _ledger(path: Path) -> str:
    found = reader.read(path, catalog.load(RECORD).shape)
    faults = [one.code for one in found.findings if one.blocks]
    faults += [one.code for raw in found.records for one in raw.findings if one.blocks]
    return faults[0] if faults else READ


def _survey(path: Path, banks: Asked) -> str:
    replies = returned.read(Returned(path, path.name), banks)
    faults = [one.code for reply in replies for one in reply.findings if one.blocks]
    return faults[0] if faults else READ


def _template(data: bytes, path: Path) -> str:
    official = catalog.load(RECORD)
    faults = check_template(data, view_names(official), name=path.name)
    blocking = [one.code for one in faults if one.blocks]
    return blocking[0] if blocking else PASSED


def _fill(data: bytes, path: Path) -> str:
    """Fill one cell of the first sheet; every part that formkit does not own stays as it is."""
    package = gate.inspect_bytes(data, name=path.name, expect=FileKind.XLSX, limits=gate.TEMPLATE)
    sheet = package.sheets[0]
    parts = {name: package.parts[name] for name in package.parts}
    tagged = _with_tag(parts[sheet.part], sheet.last_row)
    if tagged is None:
        return NOT_TRIED
    made = compile_template(write(parts | {sheet.part: tagged}), name=path.name)
    document = made.render({"fk": "填好的值"})
    with zipfile.ZipFile(io.BytesIO(document)) as opened:
        printed = {name: opened.read(name) for name in opened.namelist()}
    owned = {sheet.part, "xl/styles.xml", "xl/workbook.xml", "docProps/core.xml"}
    owned |= {"[Content_Types].xml", "_rels/.rels", "docProps/custom.xml"}
    lost = parts.keys() - printed.keys() - {name for name in parts if "calcChain" in name}
    changed = {name for name in parts.keys() & printed.keys() if parts[name] != printed[name]}
    wrong = sorted(lost | (changed - owned))
    if wrong:
        return f"{CHANGED}: {wrong[0]}"
    return PASSED if "填好的值".encode() in printed[sheet.part] else f"{BUG} 没有填上"


def _with_tag(sheet: bytes, last: int) -> bytes | None:
    """Return the sheet with a tag in a cell below all others; None where it is unusual."""
    rows = [int(number) for number in re.findall(rb'<row [^>]*?\br="(\d+)"', sheet)]
    row = max([last, *rows]) + 1
    cell = f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{{{{ fk }}}}</t></is></c></row>'
    inside = cell.encode()
    if b"<sheetData/>" in sheet:
        return sheet.replace(b"<sheetData/>", b"<sheetData>" + inside + b"</sheetData>", 1)
    if row > _LAST_ROW or b"</sheetData>" not in sheet:
        return None
    return sheet.replace(b"</sheetData>", inside + b"</sheetData>", 1)
