"""A small record of the trade, and ledgers written as a clerk sees them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from formkit.intake.shape import Field, Kind, Shape
from formkit.kernel.gate import Gate

ISSUE, ARCHIVE = Gate.ISSUE, Gate.ARCHIVE

PERSON = (
    Field("name", "姓名", Kind.TEXT),
    Field("dept", "部门", Kind.TEXT),
    Field("title", "职务", Kind.TEXT),
)

VISIT = Shape(
    slug="visit",
    title="工程回访记录",
    fields=(
        Field("record_no", "编号", Kind.IDENTIFIER, hint="留空时由系统编号"),
        Field(
            "project_no", "工程编号", Kind.IDENTIFIER, required=ISSUE, example="SL-2026-003",
            hint="与竣工工程台账一致",
        ),
        Field(
            "visited_on", "回访日期", Kind.DATE, required=ISSUE, aliases=("回访时间",),
            example="2026-09-01", hint="如 2026-09-01",
        ),
        Field(
            "visit_method", "回访方式", Kind.CHOICE, required=ISSUE,
            choices=("上门", "电话", "函件"), example="上门",
        ),
        Field("notified_at", "通知时间", Kind.DATETIME, example="2026-08-28 9:30"),
        Field("visitee_phone", "受访人电话", Kind.IDENTIFIER, example="138-0000-1234"),
        Field("visitors", "回访人员", Kind.PEOPLE, children=PERSON, example="张三(工程部,工程师)"),
        Field("floors", "层数", Kind.INTEGER, example="18"),
        Field("floor_area", "建筑面积(㎡)", Kind.DECIMAL, example="12500.5"),
        Field("cost", "费用(元)", Kind.MONEY, example="1200.00"),
        Field("reply_wanted", "是否需要答复", Kind.BOOLEAN, example="是"),
        Field("opinion", "使用单位意见", Kind.LONG_TEXT, example="运行正常"),
        Field("tags", "问题类别", Kind.CHOICES, choices=("渗漏", "裂缝", "其他"), example="渗漏"),
        Field("notes", "补充说明", Kind.TEXTS),
        Field(
            "owner", "建设单位", Kind.OBJECT, prefix="建设单位",
            children=(
                Field("name", "名称", Kind.TEXT, required=ISSUE, example="示例置业有限公司"),
                Field("phone", "电话", Kind.IDENTIFIER, example="010-55501234"),
            ),
        ),
        Field(
            "issues", "质量问题部位", Kind.ROWS, aliases=("问题清单",),
            children=(
                Field("location", "部位", Kind.TEXT, required=ISSUE, example="3号楼屋面"),
                Field("description", "问题描述", Kind.LONG_TEXT, example="女儿墙根部渗水"),
                Field("due_on", "期限", Kind.DATE, example="2026-09-15"),
                Field("in_scope", "是否保修范围", Kind.BOOLEAN, example="是"),
            ),
        ),
        Field("contract_terms", "合同特约", Kind.OBJECT, in_ledger=False),
        Field("archived_on", "归档日期", Kind.DATE, required=ARCHIVE),
    ),
)  # fmt: skip

HEADERS = ("序号", "工程编号", "回访日期", "回访方式", "建设单位名称")

Book = Callable[..., Path]


@pytest.fixture
def shape() -> Shape:
    return VISIT


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Write a workbook: sheet name → rows."""

    def write(
        sheets: dict[str, Sequence[Sequence[Any]]],
        *,
        name: str = "回访台账.xlsx",
        change: Callable[[openpyxl.Workbook], None] | None = None,
    ) -> Path:
        workbook = openpyxl.Workbook()
        workbook.remove(workbook.active)
        for title, rows in sheets.items():
            sheet = workbook.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
        if change:
            change(workbook)
        path = tmp_path / name
        workbook.save(path)
        return path

    return write


@pytest.fixture
def text_file(tmp_path: Path) -> Callable[..., Path]:
    """Write a text file."""

    def write(name: str, text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write
