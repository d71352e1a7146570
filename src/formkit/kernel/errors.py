"""Errors of the environment: each class owns its exit code, each message ends with the remedy."""

from __future__ import annotations

from enum import IntEnum
from typing import Any, ClassVar

from formkit.kernel.findings import Finding, Level, Place
from formkit.kernel.messages import message


class ExitCode(IntEnum):
    """The exit codes of the command line; public and never renumbered."""

    OK = 0
    BUG = 1
    USAGE = 2
    INPUT_UNREADABLE = 3
    RECORD_INVALID = 4
    RULE_BROKEN = 5
    TEMPLATE = 6
    OUTPUT = 7
    MISSING_PROGRAM = 8
    PROFILE = 9


class FormkitError(Exception):
    """A broken environment: the work cannot go on. `code` names a sentence of the catalogue.

    Args:
        code: a code of `formkit.kernel.messages`, e.g. `FK-IN-003`.
        place: where the fault stands; may be empty.
        **values: what the sentence's `{blanks}` are filled with.
    """

    exit_code: ClassVar[ExitCode] = ExitCode.BUG

    def __init__(self, code: str, *, place: Place | None = None, **values: Any) -> None:
        self.code = code
        self.place = place or Place()
        self.values = values
        super().__init__(str(self.finding()))

    def finding(self) -> Finding:
        """Return the same fault as a finding, for reports that collect."""
        return fault(self.code, self.place, **self.values)

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how to make the same error again in another process, whatever its class holds."""
        return _again, (type(self), str(self), self.__dict__)


def _again(kind: type[FormkitError], text: str, state: dict[str, Any]) -> FormkitError:
    """Return the error as it was; its sentence is not made a second time."""
    error = kind.__new__(kind, text)
    error.__dict__.update(state)
    return error


class UsageError(FormkitError):
    """A command or a call was asked for something that does not exist or does not go together."""

    exit_code = ExitCode.USAGE


class InputUnreadable(FormkitError):
    """A file that was given cannot be read as what it should be."""

    exit_code = ExitCode.INPUT_UNREADABLE


class TemplateError(FormkitError):
    """A template is missing, damaged, or says what formkit does not allow."""

    exit_code = ExitCode.TEMPLATE


class OutputError(FormkitError):
    """A file, folder or register cannot be written."""

    exit_code = ExitCode.OUTPUT


class MissingProgram(FormkitError):
    """A program that the command needs is not installed."""

    exit_code = ExitCode.MISSING_PROGRAM


class ProfileError(FormkitError):
    """The profile, the workspace settings or a form definition is wrong or contradicts itself."""

    exit_code = ExitCode.PROFILE


def fault(code: str, place: Place, *, level: Level = Level.ERROR, **values: Any) -> Finding:
    """Return the finding that the catalogue's sentence `code` makes with these values."""
    said = message(code)
    return Finding(
        code=code,
        level=level,
        place=place,
        found=said.found(values),
        required=said.required(values),
        remedy=said.remedy(values),
    )
