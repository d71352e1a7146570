"""One call of LibreOffice over many files, with a profile of its own."""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from formkit.office.paper import Kind
from formkit.office.process import Ending, Watch, run
from formkit.office.profile import make_profile
from formkit.office.programs import LibreOffice

# The content decides how a file is read: LibreOffice would open HTML named .docx as HTML.
_READ_AS = {"docx": "MS Word 2007 XML", "xlsx": "Calc MS Excel 2007 XML"}
_WRITE_AS = {"docx": "writer_pdf_Export", "xlsx": "calc_pdf_Export"}
_SECONDS = 10


def convert(  # noqa: PLR0913 - one call, all of it
    program: LibreOffice,
    files: Sequence[Path],
    *,
    kind: Kind,
    archival: bool,
    folder: Path,
    progress: Callable[[], int],
    watch: Watch,
    fonts: Path | None = None,
) -> Ending:
    """Convert the files in this order in one process; `1.docx` becomes `1.pdf` beside it.

    Args:
        program: the LibreOffice to call.
        files: all of one kind, all in one folder.
        kind: what they are.
        archival: ask for what PDF/A-2b wants.
        folder: an empty folder for profile and output; nothing else may use it.
        progress: how far it has come; asked again and again while it runs.
        watch: how long it may take.
        fonts: a fontconfig file to read instead of the machine's; None: the machine's.
    """
    profile = make_profile(folder / "profile")
    target = files[0].parent
    command = [
        *_without_network(),
        str(program.path),
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--invisible",
        "--norestore",
        "--nologo",
        "--nodefault",
        "--nolockcheck",
        f"--infilter={_READ_AS[kind]}",
        "--convert-to",
        f"pdf:{_WRITE_AS[kind]}:{_options(archival=archival)}",
        "--outdir",
        str(target),
        *map(str, files),
    ]
    return run(
        command,
        folder=folder,
        environment=environment(fonts),
        progress=progress,
        watch=watch,
    )


def _options(*, archival: bool) -> str:
    """Return the export options as LibreOffice takes them since 7.4.

    Comments would become annotations and fields would become forms, which the paper has not;
    the tags tell a reading program the order of the text.
    """
    wanted: dict[str, Any] = {"ExportNotes": False, "ExportFormFields": False, "UseTaggedPDF": True}
    if archival:
        wanted["SelectPdfVersion"] = 2  # PDF/A-2b
    return json.dumps({name: _typed(value) for name, value in wanted.items()})


def _typed(value: Any) -> dict[str, str]:
    if isinstance(value, bool):
        return {"type": "boolean", "value": str(value).lower()}
    return {"type": "long", "value": str(value)}


def environment(fonts: Path | None, system: str = sys.platform) -> Mapping[str, str]:
    """Return the environment of LibreOffice on a system, by its `sys.platform`."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.lower().endswith("_proxy") and name not in {"DISPLAY", "PYTHONPATH"}
    }
    if system != "win32":  # there it has but one way to draw
        kept |= {"SAL_USE_VCLPLUGIN": "svp"}  # no window system is asked for
    return kept | ({"FONTCONFIG_FILE": str(fonts)} if fonts else {})


@functools.cache
def _without_network() -> tuple[str, ...]:
    """Return what cuts a process off from every network (Linux); nothing where it is not allowed.

    It stands behind the gate and the profile, which let nothing be fetched in the first place.
    """
    program = shutil.which("unshare") if sys.platform == "linux" else None
    if program is None:
        return ()
    for flags in ("-n", "-rn"):  # as root; as anybody, where the kernel lets them
        try:
            tried = subprocess.run(  # noqa: S603 - a fixed program with fixed arguments
                [program, flags, "true"], capture_output=True, timeout=_SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            return ()
        if tried.returncode == 0:
            return (program, flags)
    return ()
