"""Which fonts the machine has: they decide how a document breaks, so the cache asks for them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from formkit.kernel.files import sha256

_SECONDS = 20


def signature(fonts: Path | None = None) -> str:
    """Return a hash of the fonts that an office program sees; of nothing where none can be told.

    Args:
        fonts: a fontconfig file that replaces the machine's; None: the machine's.
    """
    if sys.platform == "win32":
        return sha256("\n".join(_windows_fonts()).encode())
    program = shutil.which("fc-list")
    if program is None:
        return sha256(b"")
    environment = dict(os.environ) | ({"FONTCONFIG_FILE": str(fonts)} if fonts else {})
    try:
        listed = subprocess.run(  # noqa: S603 - a fixed program with fixed arguments
            [program, ":", "file", "family", "fontversion"],
            env=environment,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return sha256(b"")
    rules = fonts.read_bytes() if fonts else b""
    return sha256(b"\n".join([*sorted(listed.splitlines()), rules]))


def _windows_fonts() -> list[str]:
    own = Path(os.environ.get("LOCALAPPDATA", "")) / "Microsoft" / "Windows" / "Fonts"
    shared = Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "Fonts"
    return sorted(
        f"{path.name} {path.stat().st_size}"
        for folder in (shared, own)
        if folder.is_dir()
        for path in folder.iterdir()
        if path.is_file()
    )
