"""PDF: how long a two-page form takes by each road, in one run.

`python benchmarks/pdf.py [DOCUMENTS]` needs LibreOffice. The works take turns; medians and ratios
are told. formkit's works print with the fonts that a run prints with and prove what they make.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from measure import Work, duration, medians, print_table

from formkit import catalog
from formkit.catalog import OfficialRecord
from formkit.intake import reader
from formkit.kernel.gate import Gate
from formkit.office import Options, convert, paper_of
from formkit.office.fonts import stand_ins
from formkit.office.programs import find_libreoffice
from formkit.pdf.proof import prove
from formkit.pipeline.examine import Examiner
from formkit.pipeline.paper import print_facts
from formkit.pipeline.printing.roads import chains
from formkit.pipeline.sheets import sheet_of, typesetter
from formkit.pipeline.workspace import find
from formkit.render import compile_template
from formkit.render.page import CompiledSheet

SLUG = "complaint_form"
DOCUMENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 24
PAGES = 2
ROUNDS = 3


def main() -> None:
    """Measure and print."""
    program = find_libreoffice()
    if program is None:
        print("LibreOffice is not installed: nothing to compare with")
        return
    with tempfile.TemporaryDirectory(prefix="formkit-bench-") as name:
        folder = Path(name)
        official, view = sample(folder)
        sheet = sheet_of(find(folder), official)
        files = documents(folder, official, view)
        papers = [paper_of(file) for file in files]
        # No record is set twice: what was laid out once would be found again.
        views = iter([varied(view, n) for n in range(DOCUMENTS * (ROUNDS + 2))])
        fonts = folder / "fonts.conf"
        fonts.write_text(stand_ins(chains(typesetter(find(folder)).faces)), encoding="utf-8")
        works = {
            "soffice, one call per file": lambda: one_by_one(program.path, files[:1], folder),
            "soffice, one call, all files": lambda: one_by_one(program.path, files, folder),
            "formkit, one process": lambda: pooled(papers, 1),
            "formkit, two processes": lambda: pooled(papers, 2),
            "formkit, one process, PDF/A-2b": lambda: pooled(papers, 1, archival=True),
            "formkit, two processes, PDF/A-2b": lambda: pooled(papers, 2, archival=True),
            "formkit, straight from the layout": lambda: straight(sheet, islice(views, DOCUMENTS)),
        }
        counts = dict.fromkeys(works, DOCUMENTS) | {"soffice, one call per file": 1}

        def pooled(papers: Sequence[object], jobs: int, *, archival: bool = False) -> None:
            options = Options(jobs=jobs, archival=archival, fonts=fonts)
            made = list(convert(papers, program, options))
            assert all(one.pages == PAGES for one in made)  # noqa: S101 - a benchmark of nothing is none

        spent: dict[str, list[float]] = {name: [] for name in works}
        found = medians(
            {name: metered(work, spent[name]) for name, work in works.items()}, rounds=ROUNDS
        )
    each = {work: seconds / counts[work] for work, seconds in found.items()}
    busy = {work: statistics.median(times) / counts[work] for work, times in spent.items()}
    slowest, together = (each[work] for work in list(works)[:2])
    print_table(
        f"A two-page form as PDF, {DOCUMENTS} documents, per document ({program.version})",
        ("", "time", "× one call per file", "× one call, all files", "processor"),
        [
            (
                work,
                duration(time),
                f"{slowest / time:.1f}",
                f"{together / time:.2f}",
                duration(busy[work]),
            )
            for work, time in each.items()
        ],
    )


def metered(work: Work, spent: list[float]) -> Work:
    """Return the work, noting what the processor does for it, child processes included."""

    def run() -> None:
        before = sum(os.times()[:4])
        work()
        spent.append(sum(os.times()[:4]) - before)

    return run


def sample(folder: Path) -> tuple[OfficialRecord, dict[str, Any]]:
    """Return the form and what is printed of its first sample."""
    official = catalog.load(SLUG)
    workspace = find(folder)
    examiner = Examiner(workspace, official, gate=Gate.DRAFT)
    record = examiner.examine(
        next(iter(reader.read(official.sample, official.shape).records))
    ).record
    facts = print_facts(workspace, official, examiner.profile, number="TS-2026-0000")
    return official, official.view.view_of(record, facts)


def documents(folder: Path, official: OfficialRecord, view: dict[str, Any]) -> list[Path]:
    """Write the documents, each with another number, and return them."""
    template = compile_template(official.template("docx"))
    files = []
    for number in range(1, DOCUMENTS + 1):
        form = view["form"] | {"number": f"TS-2026-{number:04d}"}
        file = folder / f"{number}.docx"
        file.write_bytes(template.render(view | {"form": form}))
        files.append(file)
    return files


def straight(sheet: CompiledSheet, views: Iterator[dict[str, Any]]) -> None:
    """Set as many records; each is read back and compared, sign by sign."""
    made = b""
    for view in views:
        made = sheet.render(view)
    assert prove(made, name="") == PAGES  # noqa: S101 - a benchmark of nothing is none


def varied(value: Any, number: int) -> Any:
    """Return the data with other digits in every text, of the same length."""
    if isinstance(value, dict):
        return {name: varied(inner, number) for name, inner in value.items()}
    if isinstance(value, list):
        return [varied(inner, number) for inner in value]
    digits = "0123456789"
    turned = str.maketrans(digits, "".join(digits[(n * 7 + number) % 10] for n in range(10)))
    said: str = value.translate(turned)
    return said.replace("。", f"({number:05d})。")


def one_by_one(program: Path, files: Sequence[Path], folder: Path) -> None:
    """Call LibreOffice as its users do; the profile stays, as theirs does."""
    target = folder / "pdf"
    subprocess.run(
        [str(program), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", "pdf", "--outdir", str(target), *map(str, files)],
        check=True, capture_output=True,
    )  # fmt: skip
    shutil.rmtree(target)


if __name__ == "__main__":
    main()
