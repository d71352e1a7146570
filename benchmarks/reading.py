"""Reading and checking ledgers: rows per second and memory, against bare calamine and openpyxl.

Every way runs in a process of its own, one after the other on one core; the processor's time of
that process and of its children is what is compared. Run: python benchmarks/reading.py [rows …]
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from measure import on_one_core, print_table
from python_calamine import CalamineWorkbook

from formkit import catalog
from formkit.intake import reader
from formkit.intake.shape import Column, Kind
from formkit.kernel.clock import FixedClock
from formkit.kernel.findings import blocking
from formkit.kernel.gate import Gate
from formkit.kernel.resources import samples_folder
from formkit.pipeline.examine import Examiner
from formkit.pipeline.projects import import_projects
from formkit.pipeline.setup import CompanyEntry, init
from formkit.pipeline.sources import given_elsewhere

try:
    import resource
except ImportError:  # Windows: no memory figures
    resource = None  # type: ignore[assignment]

SIZES = (10_000, 100_000)
COLUMNS = 30
RECORD = catalog.load("visit_record")
CLOCK = FixedClock(datetime.fromisoformat("2026-11-23 09:00"))
PERSON = "张示例(工程部,工程师,一级建造师)"
PROJECT = "云岭市示例花园小区二期3#住宅楼工程"
FIRST_DAY = datetime.fromisoformat("2026-10-01")
COMPANY = {"name": "示例建筑工程有限公司", "code": "SLJZ", "phone": "010-55501234"}


def write_ledger(path: Path, rows: int) -> None:
    """Write a ledger of visits as a company of this size has it: five texts of its own per row."""
    columns = [column for column in RECORD.shape.columns() if _filled(column)]
    columns.sort(key=lambda column: column.field.required is None)
    columns = columns[: COLUMNS - 1]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(RECORD.title)
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["序号", *(column.header for column in columns)])
        for row in range(1, rows + 1):
            sheet.write_number(row, 0, row)
            for at, column in enumerate(columns, start=1):
                value = _value(column, row)
                if isinstance(value, datetime):
                    sheet.write_datetime(row, at, value, day)
                else:
                    sheet.write_string(row, at, value)


def _filled(column: Column) -> bool:
    """Return whether a clerk fills the column before the paper is handed out."""
    by_hand = ("customer_confirm", "visitor_sign", "reviewed_by")
    return column.path != "record_no" and not column.path.startswith(by_hand)


def _value(column: Column, row: int) -> str | datetime:
    field, path = column.field, column.path
    known: dict[str, str | datetime] = {
        "project_no": "P2026-001",
        "project.project_name": PROJECT,
        "usage_feedback": f"第{row}户:铝合金模板成型的墙面平整,使用效果良好。",
        "visitee_phone": f"138-0000-{row % 10_000:04d}",
        "notice_on": FIRST_DAY - timedelta(days=40),
        "prepared_on": FIRST_DAY + timedelta(days=row % 30 + 1),
    }
    words = {Kind.PERSON: PERSON, Kind.PEOPLE: PERSON, Kind.BOOLEAN: "是"}
    if field.kind is Kind.LONG_TEXT and path.startswith("opinion"):
        words[Kind.LONG_TEXT] = f"第{row}户:{field.label}良好,窗边略有渗水,已约定整改。"
    if field.kind is Kind.DATE:
        return known.get(path, FIRST_DAY + timedelta(days=row % 30))
    plain = field.choices[0] if field.choices else f"{field.label}{row % 300}"
    return known.get(path, words.get(field.kind, plain))


def bare_calamine(path: Path, _folder: Path) -> int:
    """Go through the rows, as whoever only wants values does."""
    sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
    return sum(1 for _row in sheet.iter_rows()) - 1


def openpyxl_read_only(path: Path, _folder: Path) -> int:
    """Go through the rows in openpyxl's streaming mode."""
    sheet = openpyxl.load_workbook(path, read_only=True, data_only=True).worksheets[0]
    return sum(1 for _row in sheet.iter_rows(values_only=True)) - 1


def _records(path: Path) -> Iterator[Any]:
    intake = reader.read(path, RECORD.shape, given=given_elsewhere(RECORD))
    if any(finding.blocks for finding in intake.findings):
        raise SystemExit(str(intake.findings[0]))
    yield from intake.records


def formkit_reads(path: Path, _folder: Path) -> int:
    """Judge the file, read it in a process of its own, make records with the place of each cell."""
    return sum(1 for _record in _records(path))


def formkit_checks(path: Path, folder: Path) -> int:
    """Read, then examine every record: fields, rules, the project from the register."""
    workspace = init(folder / "workspace", CompanyEntry(**COMPANY), clock=CLOCK)
    import_projects(workspace, samples_folder() / "projects.yaml")
    examiner = Examiner(workspace, RECORD, gate=Gate.ISSUE)
    return sum(not blocking(examiner.examine(record).findings) for record in _records(path))


WAYS: dict[str, Callable[[Path, Path], int]] = {
    "calamine alone": bare_calamine,
    "openpyxl read_only": openpyxl_read_only,
    "formkit reads": formkit_reads,
    "formkit reads and checks": formkit_checks,
}


def measure_here(way: str, path: Path) -> dict[str, float]:
    """Go one way in this process and return what it took."""
    with tempfile.TemporaryDirectory() as folder:
        begun, before = time.perf_counter(), _taken()
        rows = WAYS[way](path, Path(folder))
        clock, after = time.perf_counter() - begun, _taken()
    took = {name: after[name] - before[name] for name in ("own", "children")}
    memory = {name: after[name] for name in ("own_mb", "children_mb")}
    return {"rows": rows, "clock": clock, **took, **memory}


def _taken() -> dict[str, float]:
    """Return the seconds of the processor and the peak memory so far, of this and its children."""
    if resource is None:
        return {"own": time.process_time(), "children": 0.0, "own_mb": 0.0, "children_mb": 0.0}
    found: dict[str, float] = {}
    whose = (("own", resource.RUSAGE_SELF), ("children", resource.RUSAGE_CHILDREN))
    for name, which in whose:
        used = resource.getrusage(which)
        found[name] = used.ru_utime + used.ru_stime
        found[f"{name}_mb"] = used.ru_maxrss / 1024
    return found


def main(sizes: tuple[int, ...] = SIZES) -> None:
    """Measure all ways for each size and print the tables."""
    on_one_core()
    with tempfile.TemporaryDirectory() as folder:
        for rows in sizes:
            path = Path(folder) / f"{rows}.xlsx"
            subprocess.run([sys.executable, __file__, "--write", str(path), str(rows)], check=True)
            found = {way: _elsewhere(way, path) for way in WAYS}
            bare = found["calamine alone"]
            print_table(
                f"{rows:,} rows x {COLUMNS} columns, {path.stat().st_size / 1e6:.1f} MB",
                (
                    "",
                    "processor",
                    "ms per row",
                    "rows/s",
                    "x calamine",
                    "memory",
                    "reader's memory",
                ),
                [_line(way, one, bare, rows) for way, one in found.items()],
            )


def _elsewhere(way: str, path: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--here", way, str(path)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _line(way: str, one: dict[str, float], bare: dict[str, float], rows: int) -> list[str]:
    if one["rows"] != rows:
        raise SystemExit(f"{way}: {one['rows']:.0f} of {rows} rows")
    took, least = one["own"] + one["children"], bare["own"] + bare["children"]
    apart = f"{one['children_mb']:.0f} MB" if one["children_mb"] and one["children"] else ""
    return [
        way,
        f"{took:.2f} s",
        f"{took / rows * 1000:.3f}",
        f"{rows / took:,.0f}",
        f"{took / least:.1f}",
        f"{one['own_mb']:.0f} MB",
        apart,
    ]


if __name__ == "__main__":
    if "--write" in sys.argv:  # apart, so that its memory is not counted
        write_ledger(Path(sys.argv[2]), int(sys.argv[3]))
    elif "--here" in sys.argv:
        print(json.dumps(measure_here(sys.argv[2], Path(sys.argv[3]))))
    else:
        main(tuple(map(int, sys.argv[1:])) or SIZES)
