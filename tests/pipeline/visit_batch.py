"""A batch of visits: its workspace, its ledger, and what must be true of it after any crash."""

from __future__ import annotations

import csv
import sqlite3
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path

from formkit import catalog
from formkit.kernel.clock import FixedClock
from formkit.kernel.files import sha256
from formkit.kernel.resources import samples_folder
from formkit.pipeline.projects import import_projects
from formkit.pipeline.setup import CompanyEntry, init
from formkit.pipeline.workspace import Workspace, find
from formkit.register.audit import audit

CLOCK = FixedClock(datetime(2026, 11, 23, 9, 0))
LEDGER = "回访.csv"
OUTPUT = "输出"
VISITS = catalog.named("visit_record")
LATEST = date(2026, 11, 20)
DAYS = 150  # after the project was handed over


def workspace(folder: Path) -> Workspace:
    """Return the workspace, made where it is missing, with its projects."""
    if (folder / "formkit.toml").is_file():
        return find(folder, clock=CLOCK)
    made = init(folder, CompanyEntry(name="示例建筑工程有限公司", code="SLJZ"), clock=CLOCK)
    import_projects(made, samples_folder() / "projects.yaml")
    return made


def write_ledger(path: Path, rows: int, *, tag: str = "", changed: frozenset[int] = frozenset()):
    """Write a ledger of visits in order; `changed` rows say something new."""
    lines = [_visit(row, tag, changed=row in changed) for row in range(1, rows + 1)]
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)


def _visit(row: int, tag: str, *, changed: bool) -> dict[str, str]:
    day = LATEST - timedelta(days=row % DAYS)
    said = "补充:地下室有一处渗水。" if changed else "使用正常,<门窗> & 防水良好。"
    return {
        "序号": str(row),
        "工程编号": "P2026-001",
        "回访日期": str(day),
        "回访类别": "定期回访",
        "回访方式": "上门",
        "被回访单位": "示例置业(云岭)有限公司",
        "被回访人": visitee(row, tag),
        "被回访人职务": "工程部经理",
        "被回访人电话": "138-0000-0001",
        "回访人员": "钱示范(工程部,部长,一级建造师)、孙样例(质检部,质检员,质量员)",
        "通知函送达日期": str(day - timedelta(days=60)),
        "使用情况和意见": f"铝合金模板成型的墙面平整。{said}",
        "填表人": "周模拟(维修组,组长)",
        "填表日期": str(day),
    }


def visitee(row: int, tag: str = "") -> str:
    """Return who is visited in that row: this is how a document is known again."""
    return f"样例{tag}{row}号"


def hidden(folder: Path) -> list[str]:
    """Return the names of unfinished files and folders."""
    return sorted(path.name for path in (folder / OUTPUT).iterdir() if path.name.startswith("."))


def faults_after_a_crash(folder: Path) -> list[str]:
    """Return what is wrong right after a crash: half files, gaps, registered papers without file."""
    visible = sorted((folder / OUTPUT).glob("[!.]*"))
    faults = [f"half a file is visible: {path.name}" for path in visible if not _is_whole(path)]
    with sqlite3.connect(folder / "登记库.db") as connection:
        [[integrity]] = connection.execute("PRAGMA integrity_check")
        serials = [row[0] for row in connection.execute("SELECT serial FROM numbers ORDER BY 1")]
        files = list(connection.execute("SELECT number, file, file_sha FROM documents"))
    connection.close()
    if integrity != "ok":
        faults.append(f"integrity_check: {integrity}")
    if serials != list(range(1, len(serials) + 1)):
        faults.append(f"numbers are not gapless: {serials}")
    for number, file, sha in files:
        path = folder / file
        if not path.is_file() or sha256(path.read_bytes()) != sha:
            faults.append(f"{number} is registered without its file")
    return faults


def _is_whole(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as package:
            return package.testzip() is None and "word/document.xml" in package.namelist()
    except (zipfile.BadZipFile, OSError):
        return False


def faults_at_the_end(folder: Path, rows: int, *, tag: str = "") -> list[str]:
    """Return what is wrong with a finished batch of so many rows, each made once."""
    faults = faults_after_a_crash(folder)
    faults += [f"left over: {name}" for name in hidden(folder)]
    visible = sorted(path.name for path in (folder / OUTPUT).glob("[!.]*"))
    register = find(folder, clock=CLOCK).register()
    try:
        faults += [str(found) for found in audit(register, root=folder)]
        documents = register.documents()
        lines = len([line for line in register.history() if line["action"] == "签发"])
    finally:
        register.close()
    by_serial = sorted(documents, key=lambda one: one.number)
    names = [one.data["visitee_name"] for one in by_serial]
    if names != [visitee(row, tag) for row in range(1, rows + 1)]:
        faults.append(f"numbers do not follow the ledger: {names}")
    if visible != sorted(Path(one.file).name for one in documents):
        faults.append("visible files are not the registered ones")
    if len(visible) != rows:
        faults.append(f"{len(visible)} files for {rows} rows")
    if lines != rows:
        faults.append(f"the history tells of {lines} issues")
    return faults
