"""A year's ledger: rows of a workbook become registered documents, against the loop users write.

`python benchmarks/batch.py [ROWS…]` prints one table in one run: formkit with everything on
(checks, gapless numbers, register, durable files, read back) against openpyxl and docxtpl alone,
on one core, and the peak memory of all processes. The limit says what the machine allows: rows by
calamine, the least work that renders, files as they are written, an insert for each and a commit
for every five hundred; no check, nothing read back, nothing waits for the disk but the commits.

`--jobs N` asks formkit for N worker processes, `--cluster N` starts a Dask cluster of N workers
here and uses it, `--steps` tells instead where the time goes. Where other programs share the core,
the processor's time is the one to compare; it is told where all the work is done in this process
and its children.

It works in the folder for temporary files. ext4 without a journal takes ten times as long to make a
file where many were removed within five minutes: set TMPDIR to a place where nothing was.
"""

from __future__ import annotations

import argparse
import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import psutil
import xlsxwriter
from distributed import Client
from docxtpl import DocxTemplate  # noqa: TID251 - what is compared with
from limit import environment, limit
from measure import duration, on_one_core, print_table
from python_calamine import CalamineWorkbook
from ruamel.yaml import YAML

from formkit import catalog
from formkit.intake import reader
from formkit.kernel.gate import Gate
from formkit.kernel.resources import samples_folder
from formkit.pipeline.examine import Examiner
from formkit.pipeline.filling.fill import fill
from formkit.pipeline.filling.steps import Moment, Step
from formkit.pipeline.paper import print_facts
from formkit.pipeline.projects import import_projects
from formkit.pipeline.setup import CompanyEntry, init
from formkit.pipeline.workspace import find

SLUG = "complaint_form"
ROWS = (1_000, 10_000)
LOOP_ROWS = 100  # the loop's cost per document is constant: so many are measured
LIMIT_ROWS = 2_000
LIMIT_COMMIT = 500
FIRST = datetime(2026, 1, 1, 8, 0)  # noqa: DTZ001 - moments are China's, as the program has them
MOST_HOURS = 4_000  # the complaints come within so many hours: before the dates of the sample
LOOK_SECONDS = 0.2


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("rows", nargs="*", type=int, default=list(ROWS))
    options.add_argument("--jobs", type=int, default=1)
    options.add_argument(
        "--cluster", type=int, default=0, help="a Dask cluster of so many workers on this machine"
    )
    options.add_argument("--steps", action="store_true", help="where the time goes, in one process")
    given = options.parse_args()
    if given.jobs == 1 and not given.cluster:
        on_one_core()
    with tempfile.TemporaryDirectory(prefix="formkit-bench-") as name:
        folder = Path(name)
        if given.steps:
            steps(folder / "steps", given.rows[0])
            return
        loop, work = users_loop(folder, LOOP_ROWS)
        label = "openpyxl + docxtpl, a loop"
        head = (label, f"{LOOP_ROWS:,}", duration(loop), "1.0", duration(work), "1.0", "")
        lines = [head]
        clock, busy = least(folder, LIMIT_ROWS)
        past, used = (
            (duration(clock), f"{loop / clock:.1f}"),
            (duration(busy), f"{work / busy:.1f}"),
        )
        lines.append(("the limit: calamine, Jinja, SQLite", f"{LIMIT_ROWS:,}", *past, *used, ""))
        with cluster(folder, given.cluster) as words:
            how = words or ["--jobs", str(given.jobs)]
            made = [(rows, *formkit(folder / str(rows), rows, how)) for rows in given.rows]
        many = f"--cluster, {given.cluster} workers" if given.cluster else f"--jobs {given.jobs}"
        for rows, seconds, busy, memory in made:
            each = seconds / rows
            past = (duration(each), f"{loop / each:.1f}")
            alone = given.jobs == 1 and not given.cluster
            used = (duration(busy / rows), f"{work * rows / busy:.1f}") if alone else ("", "")
            lines.append((f"formkit fill {many}", f"{rows:,}", *past, *used, f"{memory:.0f} MB"))
        print_table(
            "Rows of an .xlsx ledger to two-page Word documents, per document",
            ("", "rows", "clock", "× the loop", "processor", "× the loop", "peak memory"),
            lines,
        )


def steps(folder: Path, rows: int) -> None:
    """Print where the processor's time of a run in one process goes, step by step."""
    workspace_of(folder)
    ledger = folder / "投诉台账.xlsx"
    write_ledger(ledger, rows)
    workspace, official = find(folder), catalog.load(SLUG)
    fill(workspace, official, [[]])  # what is read and compiled once
    spent: dict[str, list[float]] = {step: [0.0, 0.0] for step in Step}
    last = [time.process_time(), time.perf_counter()]

    def watch(moment: Moment) -> None:
        now = [time.process_time(), time.perf_counter()]
        for number in (0, 1):
            spent[moment.step][number] += now[number] - last[number]
        last[:] = now

    fill(workspace, official, [ledger], watch=watch)
    whole = sum(busy for busy, _past in spent.values())
    print_table(
        f"{rows:,} rows in one process: up to each step, per document",
        ("up to", "processor", "share", "clock"),
        [
            (step, duration(busy / rows), f"{busy / whole:.0%}", duration(past / rows))
            for step, (busy, past) in spent.items()
        ],
    )


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[list[str]]:
    """Start a scheduler and workers; yield the words that lead `formkit fill` to them."""
    if not workers:
        yield []
        return
    note = folder / "scheduler.json"
    base = [sys.executable, "-m"]
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    scheduler = [*base, "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
    worker = [*base, "distributed.cli.dask_worker", "--nthreads", "1", "--no-dashboard"]
    named = ["--scheduler-file", str(note)]
    started = [subprocess.Popen([*scheduler, "--no-dashboard", *named], **quiet)]
    try:
        while not note.exists():
            time.sleep(LOOK_SECONDS)
        started += [subprocess.Popen([*worker, *named], **quiet) for _worker in range(workers)]
        with Client(scheduler_file=str(note), set_as_default=False) as client:
            client.wait_for_workers(workers)
            address = client.scheduler.address
        yield ["--cluster", address]
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


def formkit(folder: Path, rows: int, how: Sequence[str]) -> tuple[float, float, float]:
    """Return what `formkit fill` takes as a command: seconds by clock and processor, peak MB."""
    workspace_of(folder)
    ledger = folder / "投诉台账.xlsx"
    write_ledger(ledger, rows)
    command = [sys.executable, "-m", "formkit", "fill", SLUG, ledger.name, "--json", *how]
    start, before = time.perf_counter(), _processor()
    with (folder / "report.json").open("wb") as report:
        process = subprocess.Popen(command, cwd=folder, stdout=report)
        peak = peak_of(process)
    seconds, busy = time.perf_counter() - start, _processor() - before
    made = len(list((folder / "输出").glob("*.docx")))
    if process.returncode or made != rows:
        sys.exit(f"formkit ended with {process.returncode} after {made} of {rows} documents")
    return seconds, busy, peak


def _processor() -> float:
    """Return the seconds of the processor that the children took which have ended, and theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def peak_of(process: subprocess.Popen[bytes]) -> float:
    """Wait for a process; return the most memory that it and its children held, in MB.

    On Linux a page that several processes share is divided among them (proportional set size);
    elsewhere it counts for each (resident set size).
    """
    peak = 0
    root = psutil.Process(process.pid)
    while process.poll() is None:
        held = 0
        try:
            for one in (root, *root.children(recursive=True)):
                held += _held(one)
        except psutil.Error:
            pass
        peak = max(peak, held)
        time.sleep(LOOK_SECONDS)
    return peak / 1024 / 1024


def _held(process: psutil.Process) -> int:
    """Return the bytes of memory that a process holds."""
    if sys.platform == "linux":
        return int(process.memory_full_info().pss)
    return int(process.memory_info().rss)


def users_loop(folder: Path, rows: int) -> tuple[float, float]:
    """Return the seconds per document of a loop over openpyxl's rows with docxtpl.

    By the clock, and of the processor.
    """
    home = folder / "loop"
    path, view = sample_of(home)
    ledger = home / "投诉台账.xlsx"
    write_ledger(ledger, rows)
    start, before = time.perf_counter(), time.process_time()
    sheet = openpyxl.load_workbook(ledger, read_only=True).worksheets[0]
    lines = sheet.iter_rows(values_only=True)
    heads = next(lines)
    for number, line in enumerate(lines, start=1):
        document = DocxTemplate(path)
        document.render(filled(view, heads, line), environment())
        document.save(home / f"TS-2026-{number:05d}.docx")
    return (time.perf_counter() - start) / rows, (time.process_time() - before) / rows


def least(folder: Path, rows: int) -> tuple[float, float]:
    """Return the seconds per document of the least work: by the clock, and of the processor."""
    home = folder / "limit"
    path, view = sample_of(home)
    ledger = home / "投诉台账.xlsx"
    write_ledger(ledger, rows)
    rendered = limit(path.read_bytes())
    base = sqlite3.connect(home / "least.db")
    base.execute("CREATE TABLE documents (number TEXT PRIMARY KEY, file TEXT, data TEXT)")
    start, before = time.perf_counter(), time.process_time()
    lines = CalamineWorkbook.from_path(ledger).get_sheet_by_index(0).iter_rows()
    heads = next(lines)
    for count, line in enumerate(lines, start=1):
        number = f"TS-2026-{count:05d}"
        file = home / f"{number}.docx"
        file.write_bytes(rendered(filled(view, heads, line)))
        data = json.dumps(line, ensure_ascii=False)
        base.execute("INSERT INTO documents VALUES (?, ?, ?)", (number, file.name, data))
        if count % LIMIT_COMMIT == 0:
            base.commit()
    base.commit()
    return (time.perf_counter() - start) / rows, (time.process_time() - before) / rows


def sample_of(home: Path) -> tuple[Path, dict[str, Any]]:
    """Make a workspace and return formkit's template with the view of the sample record."""
    workspace_of(home)
    official = catalog.load(SLUG)
    workspace = find(home)
    examiner = Examiner(workspace, official, gate=Gate.DRAFT)
    raw = next(iter(reader.read(official.sample, official.shape).records))
    facts = print_facts(workspace, official, examiner.profile, number="TS-2026-0001")
    view = official.view.view_of(examiner.examine(raw).record, facts)
    return official.template("docx"), view


def filled(view: dict[str, Any], heads: Sequence[Any], line: Sequence[Any]) -> dict[str, Any]:
    """Return the view with what a row says otherwise."""
    row = dict(zip(heads, line, strict=False))
    return {**view, "content": row["投诉内容"], "room": row["室号"]}


def workspace_of(folder: Path) -> None:
    """Make a workspace with the fictional sample projects."""
    folder.mkdir()
    init(folder, CompanyEntry(name="示例建筑工程有限公司", code="SLJZ"))
    import_projects(find(folder), samples_folder() / "projects.yaml")


def write_ledger(path: Path, rows: int) -> None:
    """Write a ledger with so many fictional complaints."""
    official = catalog.load(SLUG)
    sample = YAML(typ="safe").load(official.sample.read_text(encoding="utf-8"))["records"][0]
    columns = [
        (column.header, text)
        for column in official.shape.columns()
        if (text := typed(value_at(sample, column.path)))
    ]
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet(official.title)
    sheet.write_row(0, 0, ["序号", *(head for head, _text in columns)])
    moments = {"投诉时间": 0, "登记时间": 15, "通知技术质检科时间": 270}
    for number in range(1, rows + 1):
        received = FIRST + timedelta(hours=number * MOST_HOURS / rows)
        values = [
            f"{received + timedelta(minutes=moments[head]):%Y-%m-%d %H:%M}"
            if head in moments
            else f"{text}(第{number}号)"
            if head == "投诉内容"
            else text
            for head, text in columns
        ]
        sheet.write_row(number, 0, [number, *values])
    book.close()


def value_at(record: Any, path: str) -> Any:
    """Return the value at a dotted path; None where anything on the way is absent."""
    for part in path.split("."):
        record = record.get(part) if isinstance(record, dict) else None
    return record


def typed(value: Any) -> str:
    """Return a value as a clerk types it; empty for nothing and for rows of another sheet."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(map(str, value)) if all(isinstance(one, str) for one in value) else ""
    return "" if value is None or isinstance(value, dict) else str(value)


if __name__ == "__main__":
    main()
