"""Returned surveys read and scored: workbooks per second, against openpyxl and bare calamine.

Every way runs in a process of its own over the same files, one after the other on one core; the
processor's time of that process and of its children is what is compared.

Run: python benchmarks/surveys.py [workbooks]
"""

from __future__ import annotations

import io
import json
import random
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
from measure import on_one_core, print_table
from python_calamine import CalamineWorkbook

from formkit import catalog
from formkit.ooxml.addresses import address
from formkit.ooxml.cells import cell_of
from formkit.ooxml.package import write
from formkit.pipeline.paper import print_facts
from formkit.pipeline.workspace import Company, Settings, Workspace
from formkit.schemas.satisfaction_survey.bank import load_bank
from formkit.schemas.satisfaction_survey.record import (
    Answer,
    Mark,
    SatisfactionSurvey,
    Section,
)
from formkit.schemas.satisfaction_survey.scoring import score
from formkit.surveys import anchors, workbook
from formkit.surveys.anchors import Style
from formkit.surveys.form_sheet import Sending
from formkit.surveys.reading.desk import Desk
from formkit.surveys.reply import Reply
from formkit.surveys.returned import Returned

try:
    import resource
except ImportError:  # Windows: no memory figures
    resource = None  # type: ignore[assignment]

WORKBOOKS = 10_000
BANK = load_bank("五级")
WORDS = tuple(map(str, BANK.items[-1].choices))
ITEMS = BANK.section(Section.DELIVERED)
TABLE = {"五级": dict(zip(WORDS, map(Decimal, (3, 2, 1, 0, -1)), strict=True))}
FIRST_DAY = date(2026, 9, 1)
FIRST_SERIAL = 46_266  # that day, as Excel counts
NUMBER = "SLJZ-AZB-MYD-2026-0001"
_SHEET, _TEXTS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
_PROPERTIES = "docProps/custom.xml"


def write_returns(folder: Path, count: int) -> None:
    """Write workbooks as they come back: sent out by formkit, filled in as Excel saves it."""
    forms = [_Form(_sent(style)) for style in Style]
    draw = random.Random(7)  # noqa: S311 - the same answers every time
    for number in range(count):
        words = [draw.choice(WORDS) for _ in ITEMS]
        filled = forms[number % len(forms)].filled(number, words)
        (folder / f"{number:06d}.xlsx").write_bytes(filled)


def _sent(style: Style) -> bytes:
    official = catalog.named("satisfaction_survey")
    company = Company(name="示例建筑工程有限公司")
    space = Workspace(None, Settings(company=company))
    facts = print_facts(space, official, space.profile())
    survey = SatisfactionSurvey(
        project_no="P2025-007",
        project={"project_no": "P2025-007", "project_name": "示例花园二期", "phase": "已交工"},
        sent_on=FIRST_DAY,
        surveyed_on=FIRST_DAY,
        method="邮件",
        contractor={"name": company.name},
        surveyor="沈样张(安质部,质量员)",
        respondent_kind="建设单位",
        respondent_unit="示例置业有限公司",
        respondent="张示例",
        bank="五级",
    )
    view = official.view.view_of(survey, replace(facts, number=NUMBER))
    return workbook.make(survey, view, BANK, Sending(style), name="调查表.xlsx")


class _Form:
    """A workbook as sent, to be filled in again and again."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as sent:
            self._parts = {name: sent.read(name) for name in sent.namelist()}
        self._book = openpyxl.load_workbook(io.BytesIO(data))
        row, _ = _place(self._book, anchors.head_name(Section.DELIVERED, 1))
        line = self._book[anchors.SHEET][row]
        self._columns = {cell.value: cell.column for cell in line if cell.value}

    def filled(self, number: int, words: Sequence[str]) -> bytes:
        """Return it with all items answered, and who filled it in."""
        said: dict[str, str | int] = {}
        for item, word in zip(ITEMS, words, strict=True):
            row, _ = _place(self._book, anchors.item_name(Section.DELIVERED, item.item_no))
            ticked = word in self._columns
            column = self._columns[word if ticked else anchors.RATING]
            said[address(row, column)] = "√" if ticked else word
        fields = {
            "overall": words[0],
            "comments": f"第{number}户:{words[1]},窗边略有渗水,已约定整改。",
            "name": f"张{number}",
            "phone": f"1380000{number % 10_000:04d}",
            "filled_on": FIRST_SERIAL + number % 60,
        }
        for field, value in fields.items():
            said[address(*_place(self._book, anchors.field_name(field)))] = value
        return self._saved(f"SLJZ-AZB-MYD-2026-{number:06d}", said)

    def _saved(self, survey_no: str, said: dict[str, str | int]) -> bytes:
        sheet, texts = self._parts[_SHEET].decode(), self._parts[_TEXTS].decode()
        known = re.findall("<si><t[^>]*>([^<]*)</t></si>", texts)
        for cell, value in said.items():
            stored = f"><v>{value}</v></c>"
            if isinstance(value, str):
                if value not in known:
                    known.append(value)
                    texts = texts.replace("</sst>", f"<si><t>{value}</t></si></sst>")
                stored = f' t="s"><v>{known.index(value)}</v></c>'
            sheet = re.sub(rf'(<c r="{cell}"[^>]*)/>', rf"\1{stored}", sheet)
        changed = {_SHEET: sheet.encode(), _TEXTS: texts.replace(NUMBER, survey_no).encode()}
        own = self._parts[_PROPERTIES].replace(NUMBER.encode(), survey_no.encode())
        return write(self._parts | changed | {_PROPERTIES: own})


def _place(book: openpyxl.Workbook, name: str) -> tuple[int, int]:
    found = cell_of(book.defined_names[name].attr_text)
    if found is None:
        raise SystemExit(name)
    return found[1], found[2]


def bare_calamine(files: list[Path]) -> Iterator[Decimal | None]:
    """Read all sheets of each workbook, and nothing else: the least that reading can cost."""
    for path in files:
        with CalamineWorkbook.from_path(path) as book:
            for name in book.sheet_names:
                book.get_sheet_by_name(name).to_python()
        yield None


def openpyxl_scores(files: list[Path]) -> Iterator[Decimal | None]:
    """Load each workbook, find the items by their names, add the points up: trusting, no checks."""
    for path in files:
        book = openpyxl.load_workbook(path, data_only=True)
        sheet = book[anchors.SHEET]
        row, _ = _place(book, anchors.head_name(Section.DELIVERED, 1))
        columns = {cell.value: cell.column for cell in sheet[row]}
        points = []
        for item in ITEMS:
            row, _ = _place(book, anchors.item_name(Section.DELIVERED, item.item_no))
            ticked = [w for w in WORDS if w in columns and sheet.cell(row, columns[w]).value == "√"]
            rated = ticked or [sheet.cell(row, columns[anchors.RATING]).value]
            points.append(TABLE["五级"][str(rated[0])])
        yield sum(points, Decimal(0)) / (3 * len(points)) * 100


def formkit_reads(files: list[Path]) -> Iterator[Decimal | None]:
    """Gate, two readers, worker process, findings, fields: everything but the score."""
    for reply in _replies(files):
        if reply.findings or reply.unsure:
            raise SystemExit(str(reply.findings or reply.unsure))
        yield None


def formkit_scores(files: list[Path]) -> Iterator[Decimal | None]:
    """Read, then score by the engine."""
    for reply in _replies(files):
        answers = tuple(
            Answer.model_construct(
                section=Section(one["section"]),
                item_no=one["item_no"],
                choices=tuple(map(Mark, one["choices"])),
                na=one["na"],
            )
            for one in reply.entry["answers"]
        )
        survey = SatisfactionSurvey.model_construct(answers=answers, project=None, overall=None)
        found = score(survey, BANK, TABLE)
        yield found.satisfaction if found else None


def _replies(files: list[Path]) -> Iterator[Reply]:
    with Desk() as desk:
        returned = (Returned(path, path.name) for path in files)
        for outcome in desk.read(returned, {BANK.digest: BANK}):
            if not isinstance(outcome, list):
                raise outcome
            yield from outcome


WAYS: dict[str, Callable[[list[Path]], Iterator[Decimal | None]]] = {
    "calamine alone, no score": bare_calamine,
    "openpyxl, load, find, score": openpyxl_scores,
    "formkit reads": formkit_reads,
    "formkit reads and scores": formkit_scores,
}
SCORED = ("openpyxl, load, find, score", "formkit reads and scores")


def measure_here(way: str, folder: Path) -> dict[str, float | str]:
    """Go one way in this process and return what it took, and the sum of the scores."""
    files = sorted(folder.glob("*.xlsx"))
    begun, before = time.perf_counter(), _taken()
    total = Decimal(0)
    for satisfaction in WAYS[way](files):
        total += satisfaction or 0
    clock, after = time.perf_counter() - begun, _taken()
    took = after["own"] + after["children"] - before["own"] - before["children"]
    memory = {name: after[name] for name in ("own_mb", "children_mb")}
    return {"took": took, "clock": clock, "scores": f"{total:.4f}", **memory}


def _taken() -> dict[str, float]:
    """Return the seconds of the processor and the peak memory so far, of this and its children."""
    if resource is None:
        return {"own": time.process_time(), "children": 0.0, "own_mb": 0.0, "children_mb": 0.0}
    found: dict[str, float] = {}
    for name, which in (("own", resource.RUSAGE_SELF), ("children", resource.RUSAGE_CHILDREN)):
        used = resource.getrusage(which)
        found[name] = used.ru_utime + used.ru_stime
        found[f"{name}_mb"] = used.ru_maxrss / 1024
    return found


def main(count: int = WORKBOOKS) -> None:
    """Measure all ways and print the table."""
    on_one_core()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run([sys.executable, __file__, "--write", name, str(count)], check=True)
        size = sum(path.stat().st_size for path in folder.iterdir()) / count / 1000
        found = {way: _elsewhere(way, folder) for way in WAYS}
    least, usual = (float(found[way]["took"]) for way in tuple(WAYS)[:2])
    scores = {str(one["scores"]) for way, one in found.items() if way in SCORED}
    if len(scores) != 1:
        raise SystemExit(f"the scores differ: {scores}")
    print_table(
        f"{count:,} returned workbooks, {size:.0f} KB each; processor's time of one core",
        ("", "per file", "files/s", "x calamine", "faster than openpyxl", "memory", "worker's"),
        [_line(way, one, count, least, usual) for way, one in found.items()],
    )


def _elsewhere(way: str, folder: Path) -> dict[str, float | str]:
    command = [sys.executable, __file__, "--here", way, str(folder)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float | str] = json.loads(done.stdout)
    return found


def _line(
    way: str, one: dict[str, float | str], count: int, least: float, usual: float
) -> list[str]:
    took = float(one["took"])
    apart = f"{float(one['children_mb']):.0f} MB" if way.startswith("formkit") else ""
    return [
        way,
        f"{took / count * 1000:.2f} ms",
        f"{count / took:,.0f}",
        f"{took / least:.1f}",
        f"{usual / took:.1f}",
        f"{float(one['own_mb']):.0f} MB",
        apart,
    ]


if __name__ == "__main__":
    if "--write" in sys.argv:  # apart, so that its memory is not counted
        write_returns(Path(sys.argv[2]), int(sys.argv[3]))
    elif "--here" in sys.argv:
        print(json.dumps(measure_here(sys.argv[2], Path(sys.argv[3]))))
    else:
        main(*map(int, sys.argv[1:2]))
