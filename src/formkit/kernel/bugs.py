"""What is kept of a bug: the details in a file for the maintainers, a sentence for the clerk."""

from __future__ import annotations

import os
import tempfile
import traceback
from pathlib import Path

from formkit.kernel.errors import fault
from formkit.kernel.findings import Finding, Place
from formkit.kernel.text import mask_private


def bug_found(error: BaseException, place: Place) -> Finding:
    """Return the finding for an error that nobody foresaw; its details are kept in a file."""
    return fault("FK-BUG-001", place, kind=type(error).__name__, note=_keep_details(error))


def _keep_details(error: BaseException) -> str:
    """Return the name of the file with the details; where none can be written, say so.

    It may travel to maintainers by mail: telephone and identity numbers are hidden in it.
    """
    try:
        handle, name = tempfile.mkstemp(prefix="formkit-bug-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as stream:
            stream.writelines(map(mask_private, traceback.format_exception(error)))
    except OSError:
        return "(无法写入)"
    return str(Path(name))
