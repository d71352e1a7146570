"""What the folder of a workspace does when it is tried: for `doctor --full`.

Files are written and held open, locks are looked at from another process, all with the code of the
work itself.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from shutil import rmtree

from formkit.kernel import confined
from formkit.kernel.clock import SystemClock
from formkit.kernel.errors import ExitCode, OutputError
from formkit.kernel.files import write_durably
from formkit.kernel.i18n import _
from formkit.kernel.run_folder import RunFolder, dead_runs, open_run
from formkit.pipeline.diagnosis import Result, Verdict, told
from formkit.pipeline.tried_out import ROOMY
from formkit.pipeline.workspace import Workspace
from formkit.register import Register

FILES = 20
LONG_PATH = 300  # characters; Windows' own limit is 260
_HELD, _FREE = "held", "free"


def tried(workspace: Workspace) -> Iterator[Result]:
    """Try what happens in a workspace; nothing of it is left there."""
    root = workspace.folder()
    for subject, look in (
        (_("试写"), _writing),
        (_("长路径"), _long_path),
        (_("登记库的锁"), _lock),
    ):
        yield from told(subject, partial(_in_a_run, root, look))


def _in_a_run(root: Path, look: Callable[[RunFolder, Path], Iterator[Result]]) -> Iterator[Result]:
    run = open_run(root)
    try:
        yield from look(run, root)
    finally:
        run.remove()


def _writing(run: RunFolder, root: Path) -> Iterator[Result]:
    """Try files: written, replaced, replaced while somebody reads them; and the run's own lock."""
    path, begun = run.path / "试写.txt", time.monotonic()
    for number in range(FILES):
        write_durably(path, str(number).encode())
    each = (time.monotonic() - begun) / FILES
    with path.open("rb"):
        beside = write_durably(path, b"new", aside=True)
    said = _("每个文件 {n} 毫秒;").format(n=round(each * 1000)) + (
        _("打开着的文件可以替换") if beside == path else _("打开着的文件不能替换,另存在旁边")
    )
    yield Result(_("试写"), Verdict.OK, said)
    if confined.run(alive, str(root), run.path.name, limits=ROOMY):
        yield Result(_("文件锁"), Verdict.OK, _("别的进程看得到"))
    else:
        remedy = _("不要在两台电脑或两个窗口里同时出件;把工作区放到本机硬盘上。")
        detail = _("别的进程看不到")
        yield Result(_("文件锁"), Verdict.FAULT, detail, remedy, ExitCode.OUTPUT)


def alive(root: str, name: str) -> bool:
    """Return whether a run's folder is seen as that of a living run, from another process."""
    for run in dead_runs(Path(root)):
        run.leave()
        if run.path.name == name:
            return False
    return (Path(root) / name).is_dir()


def _long_path(run: RunFolder, _root: Path) -> Iterator[Result]:
    folder = top = run.path / ("长" * 50)
    try:
        while len(str(folder)) < LONG_PATH:
            folder.mkdir()
            folder /= "长" * 50
        folder.mkdir()
        write_durably(folder / "试写.txt", b"")
    except (OSError, OutputError):
        remedy = _(
            "文件名最长 120 字,工作区请放在较短的路径下(如 D:\\售后),"
            "或请信息人员打开 Windows 的长路径(LongPathsEnabled)。"
        )
        yield Result(_("长路径"), Verdict.NOTE, _("路径不能超过 260 个字符"), remedy)
    else:
        yield Result(_("长路径"), Verdict.OK, _("路径可以超过 260 个字符"))
    finally:
        rmtree(top, ignore_errors=True)


def _lock(run: RunFolder, _root: Path) -> Iterator[Result]:
    """Try whether another process is kept out while a register is written to."""
    scratch = Register("sqlite:///试.db", root=run.path, clock=SystemClock())
    try:
        scratch.create()
        with scratch.writing():
            state = confined.run(other_writer, str(run.path / "试.db"), limits=ROOMY)
        after = confined.run(other_writer, str(run.path / "试.db"), limits=ROOMY)
    finally:
        scratch.close()
    if (state, after) == (_HELD, _FREE):
        yield Result(_("登记库的锁"), Verdict.OK, _("写的时候别的进程进不来,写完就放开"))
    else:
        remedy = _("登记库不能放在这个盘上:把工作区移到本机硬盘,或改用 PostgreSQL。")
        yield Result(_("登记库的锁"), Verdict.FAULT, f"{state} / {after}", remedy, ExitCode.OUTPUT)


def other_writer(file: str) -> str:
    """Return whether a database can be written to now, from another process."""
    with closing(sqlite3.connect(file, timeout=0.2, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
        except sqlite3.OperationalError:
            return _HELD
        return _FREE
