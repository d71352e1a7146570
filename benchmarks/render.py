"""Rendering one two-page form: docxtpl as its users call it against the compiled template.

Prints medians of one run on one core; the ratios are what counts. `python benchmarks/render.py`
"""

from __future__ import annotations

import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from docxtpl import DocxTemplate  # noqa: TID251 - what is compared with
from jinja2 import Environment

from formkit import catalog
from formkit.intake import reader
from formkit.kernel.gate import Gate
from formkit.pipeline.demo import demo
from formkit.pipeline.examine import Examiner
from formkit.pipeline.paper import print_facts
from formkit.pipeline.workspace import find
from formkit.render import compile_template
from formkit.render.filters import FILTERS

ROUNDS = 30


def main() -> None:
    """Measure and print."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {0})
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        demo(folder)
        _render(folder)
    _start()


def _render(folder: Path) -> None:
    workspace = find(folder)
    official = catalog.named("complaint_form")
    examiner = Examiner(workspace, official, gate=Gate.ISSUE)
    raw = reader.read(official.sample, official.shape).records[0]
    record = examiner.examine(raw).record
    facts = print_facts(workspace, official, workspace.profile(), number="SLJZ-GCB-TS-2026-0001")
    view = official.view.view_of(record, facts)
    path = official.template("docx")
    template = compile_template(path)

    def as_users_do() -> None:
        document = DocxTemplate(path)
        environment = Environment(autoescape=True)
        environment.filters |= FILTERS
        document.render(view, environment)
        document.save(io.BytesIO())

    slow = _median(as_users_do)
    fast = _median(lambda: template.render(view))
    print(f"docxtpl, read + render + save      {slow * 1000:8.2f} ms")
    print(f"formkit, in memory, read back      {fast * 1000:8.2f} ms   {slow / fast:6.1f} x")


def _start() -> None:
    bare = "import click\n@click.group()\ndef cli(): pass\ncli()"
    ours = [sys.executable, "-m", "formkit", "--help"]
    theirs = [sys.executable, "-c", bare, "--help"]
    slow = _median(lambda: subprocess.run(ours, capture_output=True, check=True))
    fast = _median(lambda: subprocess.run(theirs, capture_output=True, check=True))
    told = f"{slow * 1000:8.2f} ms   {slow / fast:6.2f} x bare click"
    print(f"formkit --help                     {told}")


def _median(work: Callable[[], object]) -> float:
    work()
    times = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


if __name__ == "__main__":
    main()
