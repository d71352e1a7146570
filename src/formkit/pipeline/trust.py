"""Trust in a company's own Word template: given by a person for one file, kept in the history.

A trusted template may say everything that docxtpl can, which makes it a program. So trust holds for
the very bytes that were trusted, by their SHA-256; a changed file has to be trusted anew.
"""

from __future__ import annotations

from dataclasses import dataclass

from formkit import __version__, catalog
from formkit.catalog import OfficialRecord
from formkit.kernel.errors import UsageError, fault
from formkit.kernel.files import sha256
from formkit.kernel.findings import Finding, Level, Place, blocking
from formkit.kernel.text import clean
from formkit.kernel.values import BadValue
from formkit.pipeline.paper import view_names
from formkit.pipeline.trial import NUMBER, is_own, trial_views
from formkit.pipeline.workspace import Workspace
from formkit.register import Register
from formkit.render import read_source
from formkit.render.trial import try_trusted

TRUSTED = "模板受信任"  # the history's words for it
REVOKED = "模板不再受信任"
FOREIGN = (  # what says that a template speaks more than formkit's own language
    *(f"FK-TPL-{number:03}" for number in (24, 25, *range(30, 40))),
)


@dataclass(frozen=True, slots=True)
class Trust:
    """Who trusted a template, when and why."""

    by: str
    on: str  # the day
    reason: str

    def note(self, name: str) -> Finding:
        """Return what a report says of every document that such a template makes."""
        said = {"by": self.by, "on": self.on, "reason": self.reason}
        return fault("FK-TPL-101", Place(file=name), level=Level.INFO, **said)


def hinted(found: list[Finding], *, name: str, medium: str | None) -> list[Finding]:
    """Return the faults of a template, with a word on trust where it speaks docxtpl's language."""
    if medium == "docx" and any(one.code in FOREIGN for one in found):
        return [*found, fault("FK-TPL-105", Place(file=name), level=Level.INFO)]
    return found


@dataclass(frozen=True, slots=True)
class Trusting:
    """What came of the command: the template, its SHA-256, its faults, whether it is trusted."""

    name: str
    sha: str
    findings: tuple[Finding, ...]
    trusted: bool


def trust_in(register: Register, name: str, sha: str) -> Trust | None:
    """Return the trust in this very file; None where there is none, or it was revoked."""
    lines = [
        line
        for line in register.history(name)
        if line["action"] in (TRUSTED, REVOKED) and line["detail"].get("sha256") == sha
    ]
    if not lines or lines[-1]["action"] == REVOKED:
        return None
    detail = lines[-1]["detail"]
    return Trust(detail["by"], lines[-1]["at"][:10], detail["reason"])


def trusted_by(workspace: Workspace, name: str, data: bytes) -> Trust | None:
    """Return the trust of the workspace's register in a template, by its file name and bytes."""
    if workspace.root is None:
        return None
    register = workspace.register()
    try:
        return trust_in(register, name, sha256(data))
    finally:
        register.close()


def trusted_faults(
    workspace: Workspace, official: OfficialRecord, data: bytes, *, name: str
) -> list[Finding]:
    """Return what is wrong with a template by the trusted way, found by filling it on trial."""
    views = trial_views(workspace, official)
    return try_trusted(data, view_names(official), views, must=NUMBER, name=name)


def trust(workspace: Workspace, name: str, *, by: str, reason: str) -> Trusting:
    """Trust the Word template in use for a record, unless it cannot be used even so.

    Args:
        workspace: whose template and register.
        name: slug or title of the record.
        by: who trusts it.
        reason: why.

    Raises:
        UsageError: FK-TPL-102 it is formkit's own, 103 `by` or `reason` is empty.
        TemplateError: the file is missing or too large.
    """
    said = {"by": _said("姓名", by), "reason": _said("理由", reason)}
    official, file, data = _in_use(workspace, name)
    if is_own(official, data, "docx"):
        raise UsageError("FK-TPL-102", name=file)
    found = trusted_faults(workspace, official, data, name=file)
    trusting = Trusting(file, sha256(data), tuple(found), trusted=not blocking(found))
    if trusting.trusted:
        _note(workspace, TRUSTED, trusting, {**said, "formkit": __version__})
    return trusting


def revoke(workspace: Workspace, name: str, *, by: str, reason: str) -> Trusting:
    """Trust the Word template in use for a record no more.

    Raises:
        UsageError: FK-TPL-103 `by` or `reason` is empty, 104 it was not trusted.
        TemplateError: the file is missing or too large.
    """
    said = {"by": _said("姓名", by), "reason": _said("理由", reason)}
    _official, file, data = _in_use(workspace, name)
    if trusted_by(workspace, file, data) is None:
        raise UsageError("FK-TPL-104", name=file)
    trusting = Trusting(file, sha256(data), (), trusted=False)
    _note(workspace, REVOKED, trusting, said)
    return trusting


def _in_use(workspace: Workspace, name: str) -> tuple[OfficialRecord, str, bytes]:
    workspace.folder()  # there is no trust without a register
    official = catalog.named(name, workspace.forms)
    path = official.template("docx")
    return official, path.name, read_source(path)


def _note(workspace: Workspace, action: str, trusting: Trusting, said: dict[str, str]) -> None:
    register = workspace.register()
    try:
        with register.writing() as writing:
            writing.note(action, trusting.name, {"sha256": trusting.sha, **said})
    finally:
        register.close()


def _said(what: str, text: str) -> str:
    """Return who or why, cleaned."""
    try:
        cleaned = clean(text, multiline=False).strip()
    except BadValue as bad:
        raise UsageError(bad.code, **bad.values) from bad
    if not cleaned:
        raise UsageError("FK-TPL-103", what=what)
    return cleaned
