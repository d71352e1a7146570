"""Rendering one two-page form: what others need, what formkit needs, what no program can undercut.

Prints one table of one run on one core; the ratios are what counts. `python benchmarks/render.py`
Without node, or the packages of benchmarks/node, two rows are missing and the table says so.
"""

from __future__ import annotations

import io
import itertools
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import foreign
import openpyxl
from docxtpl import DocxTemplate  # noqa: TID251 - what is compared with
from limit import environment, limit
from measure import ROUNDS, Times, duration, medians, on_one_core, print_table, times

from formkit import catalog
from formkit.intake import reader
from formkit.kernel.files import write_durably
from formkit.kernel.gate import Gate
from formkit.ooxml import text
from formkit.ooxml.writer import QUICK, THOROUGH
from formkit.pipeline.demo import demo
from formkit.pipeline.examine import Examiner
from formkit.pipeline.paper import print_facts
from formkit.pipeline.workspace import find
from formkit.render import compile_template

_FORM, _SHEET = "complaint_form", "satisfaction_survey"
_RECORDS = 24  # different ones, in turn
_USERS, _REUSED = "docxtpl, as its users call it", "docxtpl, template object reused"
_MEMORY, _DISK = "formkit, in memory, read back", "formkit, to disk, made durable"
_TRUSTED = "formkit, trusted template, in memory"
_LIMIT = "the limit, packed like formkit"
_NODE = Path(__file__).parent / "node" / "render.cjs"
Contexts = list[dict[str, Any]]


def main() -> None:
    """Measure and print."""
    on_one_core()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        demo(folder)
        source, contexts = _form(folder, _FORM, "docx")
        _render(source, contexts, folder)
        _sheet(*_form(folder, _SHEET, "xlsx"))
    _start()


def _form(folder: Path, slug: str, kind: str) -> tuple[bytes, Contexts]:
    """Return the template and different data for it: the sample records under other numbers."""
    workspace = find(folder)
    official = catalog.named(slug)
    examiner = Examiner(workspace, official, gate=Gate.ISSUE)
    records = [
        examiner.examine(raw).record for raw in reader.read(official.sample, official.shape).records
    ]
    contexts: Contexts = []
    for count, record in zip(range(_RECORDS), itertools.cycle(records), strict=False):
        number = f"SLJZ-GCB-TS-2026-{count + 1:04}"
        facts = print_facts(workspace, official, workspace.profile(), number=number)
        contexts.append(official.view.view_of(record, facts))
    return official.template(kind).read_bytes(), contexts


def _render(source: bytes, contexts: Contexts, folder: Path) -> None:
    template = compile_template(source, name=f"{_FORM}.docx")
    trusted = compile_template(source, jinja_env=environment(), trusted=True)
    reused = DocxTemplate(io.BytesIO(source))
    out = folder / "one.docx"
    works = {
        _USERS: lambda one: _docxtpl(DocxTemplate(io.BytesIO(source)), one),
        _REUSED: lambda one: _docxtpl(reused, one),
        _MEMORY: template.render,
        _DISK: lambda one: write_durably(out, template.render(one)),
        _TRUSTED: trusted.render,
        _LIMIT: limit(source, QUICK),
        "the limit, packed as zlib does by itself": limit(source, THOROUGH),
    }
    _require_same(works[_USERS], template.render, contexts[0])
    found = times({name: _in_turn(work, contexts) for name, work in works.items()})
    found |= _by_node(source, contexts, folder)
    users, least = found[_USERS], found[_LIMIT]
    rows = [
        (
            name,
            duration(one.work),
            duration(one.clock),
            f"{users.work / one.work:.1f}",
            f"{one.work / least.work:.2f}",
        )
        for name, one in found.items()
    ]
    heads = ("", "processor", "clock", "x faster than docxtpl", "x the limit")
    print_table(f"one document of {_FORM}.docx ({len(contexts)} records in turn)", heads, rows)


def _sheet(source: bytes, contexts: Contexts) -> None:
    """Measure an Excel form; openpyxl only opens and saves it, which every filling needs."""
    template = compile_template(source, name=f"{_SHEET}.xlsx")
    bare = "openpyxl, opened and saved, nothing filled"
    works = {
        bare: lambda _: openpyxl.load_workbook(io.BytesIO(source)).save(io.BytesIO()),
        _MEMORY: template.render,
    }
    found = times({name: _in_turn(work, contexts) for name, work in works.items()})
    rows = [
        (name, duration(one.work), duration(one.clock), f"{found[bare].work / one.work:.1f}")
        for name, one in found.items()
    ]
    heads = ("", "processor", "clock", "x faster than openpyxl")
    print_table(f"one document of {_SHEET}.xlsx ({len(contexts)} records in turn)", heads, rows)


def _in_turn(work: Callable[[dict[str, Any]], object], contexts: Contexts) -> Callable[[], object]:
    waiting = itertools.cycle(contexts)
    return lambda: work(next(waiting))


def _docxtpl(document: DocxTemplate, context: Mapping[str, Any]) -> bytes:
    document.render(dict(context), environment())
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _require_same(
    one: Callable[..., bytes], other: Callable[..., bytes], context: dict[str, Any]
) -> None:
    """Stop where two programs make different documents: their times would mean nothing."""
    if _read(one(context)) != _read(other(context)):
        raise SystemExit("the documents differ")


def _read(document: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        found = text.paragraphs(package.read("word/document.xml"))
    return list(filter(None, ("".join(one.split()) for one in found)))


def _by_node(source: bytes, contexts: Contexts, folder: Path) -> dict[str, Times]:
    """Return the times of the programs that run in node; says why there are none."""
    node = shutil.which("node")
    if node is None:
        print("docxtemplater, easy-template-x: node is not installed")
        return {}
    job = folder / "job.json"
    template = folder / "foreign.docx"
    template.write_bytes(foreign.template(source))
    told = {
        "template": str(template),
        "contexts": [foreign.data(source, one) for one in contexts],
        "rounds": ROUNDS,
        "folder": str(folder),
    }
    job.write_text(json.dumps(told), encoding="utf-8")
    done = subprocess.run([node, _NODE, job], capture_output=True, text=True, check=False)
    if "MODULE_NOT_FOUND" in done.stderr:
        print(
            "docxtemplater, easy-template-x: not installed (npm install --prefix benchmarks/node)"
        )
        return {}
    if done.returncode:
        raise SystemExit(done.stderr)
    wanted = _read(compile_template(source).render(contexts[0]))
    for name in ("docxtemplater", "easy-template-x"):
        if _read((folder / f"{name}.docx").read_bytes()) != wanted:
            raise SystemExit(f"{name} makes another document")
    return {name: Times(**found) for name, found in json.loads(done.stdout).items()}


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
