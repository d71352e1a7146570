"""Rendering one two-page form: docxtpl as its users call it against the compiled template.

Prints medians of one run on one core; the ratios are what counts. `python benchmarks/render.py`
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from pathlib import Path

from docxtpl import DocxTemplate  # noqa: TID251 - what is compared with
from jinja2 import Environment
from measure import duration, medians, on_one_core, print_table

from formkit import catalog
from formkit.intake import reader
from formkit.kernel.gate import Gate
from formkit.pipeline.demo import demo
from formkit.pipeline.examine import Examiner
from formkit.pipeline.paper import print_facts
from formkit.pipeline.workspace import find
from formkit.render import compile_template
from formkit.render.filters import FILTERS


def main() -> None:
    """Measure and print."""
    on_one_core()
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

    fill = "formkit, in memory, read back"
    users = "docxtpl, read + render + save"
    found = medians({users: as_users_do, fill: lambda: template.render(view)})
    rows = [(name, duration(time), f"{found[users] / time:.1f}") for name, time in found.items()]
    print_table("one two-page form", ("", "one document", "x docxtpl"), rows)


def _start() -> None:
    bare = "import click\n@click.group()\ndef cli(): pass\ncli()"
    ours = [sys.executable, "-m", "formkit", "--help"]
    theirs = [sys.executable, "-c", bare, "--help"]
    found = medians(
        {
            "formkit --help": lambda: subprocess.run(ours, capture_output=True, check=True),
            "bare click": lambda: subprocess.run(theirs, capture_output=True, check=True),
        }
    )
    bare_time = found["bare click"]
    rows = [(name, duration(time), f"{time / bare_time:.2f}") for name, time in found.items()]
    print_table("start of the program", ("", "one start", "x bare"), rows)


if __name__ == "__main__":
    main()
