"""What `doctor` says of one thing that it looked at or tried."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from formkit.kernel.errors import ExitCode, FormkitError
from formkit.kernel.files import explained


class Verdict(StrEnum):
    """What was found: fine, worth knowing, or in the way."""

    OK = "正常"
    NOTE = "提示"
    FAULT = "故障"


@dataclass(frozen=True)
class Result:
    """One thing looked at."""

    subject: str
    verdict: Verdict
    detail: str
    remedy: str = ""
    exit_code: ExitCode = ExitCode.OK

    @classmethod
    def failed(cls, subject: str, error: FormkitError) -> Result:
        """Return the result that an error is."""
        found = error.finding()
        detail = " ".join(part for part in (found.code, str(found.place), found.found) if part)
        return cls(subject, Verdict.FAULT, detail, found.remedy, error.exit_code)

    def as_dict(self) -> dict[str, Any]:
        """Return the result as plain data."""
        return asdict(self) | {"verdict": self.verdict.value, "exit_code": int(self.exit_code)}


def told(subject: str, look: Callable[[], Iterator[Result]]) -> Iterator[Result]:
    """Yield what a look finds; a fault of the system that it meets is told as one."""
    try:
        yield from look()
    except FormkitError as error:
        yield Result.failed(subject, error)
    except OSError as error:
        yield Result.failed(subject, explained(error, Path.cwd() / "_"))
