"""A clerk at work: types into ledgers, runs commands, reads what they say."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from formkit import catalog
from formkit.cli.main import run, speak_chinese
from formkit.kernel.resources import samples_folder
from formkit.pipeline.blank import blank
from formkit.pipeline.projects import import_projects
from formkit.pipeline.setup import CompanyEntry, init


@dataclass(frozen=True)
class Said:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


class Clerk:
    """Runs formkit in a folder as a clerk does."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def runs(self, *words: object) -> Said:
        self._capsys.readouterr()
        code = run([str(word) for word in words])
        said = self._capsys.readouterr()
        return Said(code, said.out, said.err)

    def types(
        self, ledger: str, rows: Iterable[Mapping[str, Any]], *, sheet: str | None = None
    ) -> None:
        """Type rows under the headers of a ledger made by `formkit blank`, below the example row."""
        path = self.folder / ledger
        book = openpyxl.load_workbook(path)
        page = book[sheet] if sheet else book.worksheets[0]
        head = next(row for row in page.iter_rows() if row[0].value == "序号")
        columns = {str(cell.value).rstrip("*※"): cell.column for cell in head if cell.value}
        first = head[0].row + 2
        for offset, row in enumerate(rows):
            for header, value in row.items():
                page.cell(first + offset, columns[header]).value = value
        book.save(path)

    def changes(self, ledger: str, row: int, header: str, value: Any) -> str:
        """Change one cell of the n-th typed row and return its address."""
        path = self.folder / ledger
        book = openpyxl.load_workbook(path)
        page = book.worksheets[0]
        head = next(line for line in page.iter_rows() if line[0].value == "序号")
        [column] = [cell.column for cell in head if str(cell.value).rstrip("*※") == header]
        cell = page.cell(head[0].row + 1 + row, column)
        cell.value = value
        book.save(path)
        return cell.coordinate

    def made(self) -> dict[str, bytes]:
        """Return every document in the output folder."""
        return {path.name: path.read_bytes() for path in sorted((self.folder / "输出").iterdir())}


@pytest.fixture
def clerk(tmp_path, monkeypatch, capsys) -> Clerk:
    """A clerk in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORMKIT_LANG", raising=False)
    speak_chinese()
    return Clerk(tmp_path, capsys)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory) -> Path:
    """A workspace with the three sample projects and an empty visit ledger, to be copied."""
    folder = tmp_path_factory.mktemp("工作区")
    workspace = init(folder, CompanyEntry(name="示例建筑工程有限公司", code="SLJZ"))
    imported = import_projects(workspace, samples_folder() / "projects.yaml")
    assert not imported.faulty, imported
    blank(workspace, catalog.named("visit_record"), folder / "回访台账.xlsx")
    return folder


@pytest.fixture
def office(clerk, prepared) -> Clerk:
    """A clerk in a workspace with the three sample projects and an empty visit ledger."""
    shutil.copytree(prepared, clerk.folder, dirs_exist_ok=True)
    return clerk


@pytest.fixture
def visit():
    """Rows of the visit ledger that are in order."""
    return _visit


def _visit(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "序号": number,
        "工程编号": "P2026-001",
        "回访日期": f"2026.11.{number}",
        "回访类别": "定期回访",
        "回访方式": "上门",
        "被回访单位": "示例置业(云岭)有限公司",
        "被回访人": "欧阳喆",
        "被回访人职务": "工程部经理",
        "被回访人电话": "138-0000-0001",
        "回访人员": "钱示范(工程部,部长,一级建造师)、孙样例(质检部,质检员,质量员)",
        "通知函送达日期": "2026/9/1",
        "使用情况和意见": f"第 {number} 次回访:使用正常,<门窗> & 防水良好。",
        "填表人": "周模拟(维修组,组长)",
        "填表日期": f"2026年11月{number}日",
    } | changes
