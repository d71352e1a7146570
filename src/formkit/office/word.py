"""One call of Word and Excel on Windows, through COM in Windows' own PowerShell.

Written to the object models of Word and Excel (`Documents.Open`, `Document.ExportAsFixedFormat`,
`Workbooks.Open`, `Workbook.ExportAsFixedFormat`) as Microsoft describes them. It runs only where
they are installed, so no test of this repository reaches it.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from formkit.office.paper import Kind
from formkit.office.process import Ending, Watch, kill_windows_tree, run
from formkit.office.programs import Word

_SCRIPT = Path(__file__).with_name("word.ps1")  # ASCII: PowerShell 5 takes it for the code page
_SERVER = re.compile(rb"^formkit-process (\d+)\s*$", re.MULTILINE)


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
    Word that hangs at a document is ended too, and no other one.
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
        for number in _SERVER.findall((folder / "said.txt").read_bytes()):
            kill_windows_tree(int(number))
