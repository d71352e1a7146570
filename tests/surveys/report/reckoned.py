"""Workbooks reckoned anew by LibreOffice, which is given none of the stored results."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import openpyxl


def opened(data: bytes, *, values: bool = True) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def recalculated(workbooks: Mapping[str, bytes], folder: Path) -> dict[str, openpyxl.Workbook]:
    """Return the workbooks with what LibreOffice makes of their formulas, all in one call."""
    sources, target = [], folder / "算过"
    for name, data in workbooks.items():
        sources.append(folder / f"{name}.xlsx")
        sources[-1].write_bytes(_without_results(data))
    office = shutil.which("soffice") or shutil.which("libreoffice")
    profile = folder / "profile"
    subprocess.run(
        [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
         "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", target, *sources],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return {
        name: openpyxl.load_workbook(target / f"{name}.xlsx", data_only=True) for name in workbooks
    }


def compare(name: str, data: bytes, reckoned: openpyxl.Workbook) -> Iterator[str]:
    """Yield each formula after LibreOffice gave it the value that is stored."""
    formulas, stored = opened(data, values=False), opened(data)
    for sheet in formulas:
        for cell in (one for row in sheet.iter_rows() for one in row if one.data_type == "f"):
            wanted = stored[sheet.title][cell.coordinate].value
            found = reckoned[sheet.title][cell.coordinate].value
            where = (name, sheet.title, cell.coordinate, cell.value, found, wanted)
            assert same(found, wanted), where
            yield cell.value


def same(found: object, wanted: object) -> bool:
    if isinstance(found, (int, float)) and isinstance(wanted, (int, float)):
        return abs(found - wanted) < 1e-9
    return (found or "") == (wanted or "")


def _without_results(data: bytes) -> bytes:
    """Return the workbook without any stored result: whoever opens it has to reckon."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(stream, "w") as bare:
        for part in made.namelist():
            content = made.read(part)
            if part.startswith("xl/worksheets/"):
                content = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", content)
            bare.writestr(part, content)
    return stream.getvalue()
