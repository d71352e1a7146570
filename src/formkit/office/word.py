"""One call of Word and Excel on Windows, through COM in Windows' own PowerShell.

Written to the object models of Word and Excel (`Documents.Open`, `Document.ExportAsFixedFormat`,
`Workbooks.Open`, `Workbook.ExportAsFixedFormat`) as Microsoft describes them. It runs only where
they are installed, so no test of this repository reaches it.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from formkit.kernel import leash
from formkit.office.paper import Kind
from formkit.office.process import Ending, Watch, run
from formkit.office.programs import Word

_SCRIPT = Path(__file__).with_name("word.ps1")  # ASCII: PowerShell 5 takes it for the code page
# A UTF-8 console may put a byte order mark in front of the first line.
_SERVER = re.compile(rb"formkit-process (\d+)\b")
_IMAGES: Mapping[Kind, str] = {"docx": "WINWORD.EXE", "xlsx": "EXCEL.EXE"}


def convert(  # noqa: PLR0913 - one call, all of it
    program: Word,
    files: Sequence[Path],
    *,
    kind: Kind,
    archival: bool,
    folder: Path,
    progress: Callable[[], int],
    watch: Watch,
) -> Ending:
    """Convert the files in this order; `1.docx` becomes `1.pdf` beside it.

    Word's server is no child of the process that calls it: the script tells its number, so that a
    Word that hangs at a document is ended too, and no other one. One that did its work has ended by
    itself before the script does.
    """
    listed = folder / "files.json"
    wanted = {"kind": kind, "archival": archival, "files": [str(file) for file in files]}
    listed.write_text(json.dumps(wanted), encoding="ascii")  # \u escapes: no code page matters
    command = [
        str(program.powershell),
        "-NoProfile",
        "-NonInteractive",
        "-ExecutionPolicy",
        "Bypass",
        "-File",
        str(_SCRIPT),
        str(listed),
    ]
    try:
        return run(
            command,
            folder=folder,
            environment=os.environ,
            progress=progress,
            watch=watch,
        )
    finally:
        for number in servers((folder / "said.txt").read_bytes()):
            leash.end_windows_tree(number, image=_IMAGES[kind])


def servers(said: bytes) -> list[int]:
    """Return the numbers of the servers that the script told of."""
    return [int(number) for number in _SERVER.findall(said)]
