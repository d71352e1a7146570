"""What is kept from run to run for one user of this machine; made again where it is gone."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def folder(name: str) -> Path | None:
    """Return the folder of that name in the user's cache; None where it cannot be made.

    It lies where the system has such things: `%LOCALAPPDATA%`, else `$XDG_CACHE_HOME` or
    `~/.cache`.
    """
    try:
        path = _home() / "formkit" / name
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except (OSError, RuntimeError):  # RuntimeError: a user without a home
        return None
    return path if os.access(path, os.W_OK) else None


def _home() -> Path:
    given = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", "")
    return Path(given) if Path(given).is_absolute() else Path.home() / ".cache"
