"""The story of `register backup`: where the copy of the register is put."""

from __future__ import annotations

from pathlib import Path

from formkit.kernel.files import make_folder
from formkit.kernel.i18n import _
from formkit.pipeline.workspace import Workspace
from formkit.register import Register
from formkit.register.backup import Backup, back_up


def backup(workspace: Workspace, register: Register, target: Path | None) -> Backup:
    """Copy the register; without a target, into the workspace, named by day and time.

    Raises:
        UsageError: a server keeps the register.
        OutputError: the copy cannot be written, or something stands at its place.
    """
    if target is None:
        folder = make_folder(workspace.folder() / _("备份"), inside=workspace.folder())
        moment = workspace.clock.now()
        target = folder / f"{_('登记库')}-{moment:%Y%m%d-%H%M%S}.db"
    return back_up(register, target, clock=workspace.clock)
