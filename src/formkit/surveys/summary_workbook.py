"""The workbook of a report (D.4): figures by live formulas over 明细, charts, lists, the rules."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import NoReturn

import xlsxwriter
from xlsxwriter.workbook import Workbook

from formkit.kernel.dates import format_date
from formkit.kernel.errors import FormkitError, OutputError
from formkit.kernel.findings import Place
from formkit.ooxml import names, text, xml
from formkit.ooxml.gate import inspect, inspect_bytes
from formkit.ooxml.limits import LEDGER
from formkit.ooxml.package import write
from formkit.ooxml.sniff import FileKind
from formkit.surveys.reported import Reported
from formkit.surveys.statistics import By
from formkit.surveys.summary_book import by_group, by_item, charts, detail, lists, overview
from formkit.surveys.summary_book.by_group import GroupSheet
from formkit.surveys.summary_book.by_item import ItemSheet
from formkit.surveys.summary_book.charts import ChartSheet
from formkit.surveys.summary_book.detail import Detail
from formkit.surveys.summary_book.detail_rows import lines_of, mixed_lines
from formkit.surveys.summary_book.overview import Overview
from formkit.surveys.summary_book.page import Formats, Page, Put

TITLE = "顾客满意度调查汇总表"
_CLOSE = 1e-9
_PROPERTIES, _CREATED = "docProps/core.xml", "{http://purl.org/dc/terms/}created"


def make(reported: Reported, *, name: str) -> bytes:
    """Return the workbook of a report; read back, the same report gives the same bytes.

    Args:
        reported: the report.
        name: the file's name, for messages.

    Raises:
        OutputError: what is read back is not what was to be written.
    """
    stream = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties(
            {
                "title": f"{TITLE} {reported.period.name}",
                "author": reported.company,
                "created": datetime.combine(reported.made_on, time()),
            }
        )
        pages = _Summary(book, reported).write()
    with zipfile.ZipFile(stream) as made:
        data = write({part: made.read(part) for part in made.namelist()})
    _prove(data, pages, name)
    return data


def made_on(path: Path) -> date | None:
    """Return the day of the report that a file holds; None where there is no such file."""
    try:
        package = inspect(path, expect=FileKind.XLSX, limits=LEDGER)
        created = xml.parse(package.parts[_PROPERTIES]).findtext(_CREATED, "")
        return date.fromisoformat(created[:10])
    except (FormkitError, OSError, KeyError, ValueError):
        return None


class _Summary:
    """The sheets of one workbook, made in printed order and filled so that references are known."""

    def __init__(self, book: Workbook, reported: Reported) -> None:
        self._book, self._said = book, reported
        self._formats = Formats(book, reported.policy.decimals)
        self._pages: list[Page] = []

    def write(self) -> list[Page]:
        said, policy = self._said, self._said.policy
        lines = lines_of(said.summary)
        mixed = mixed_lines(said.summary, policy)
        by = by_group.NAMES.get(said.by, by_group.NAMES[By.PROJECT])
        front = Overview(self._page(overview.NAME, overview.WIDTHS), said)
        named = charts.names_of([part.label for part in said.summary.parts])
        drawn = [
            ChartSheet(self._book, self._page(name, charts.WIDTHS), policy.decimals)
            for name in named
        ]
        items = ItemSheet(self._page(by_item.NAME, by_item.WIDTHS), said.table, policy)
        grouped = self._page(by, by_group.WIDTHS)
        quarters = self._page(by_group.QUARTERS, by_group.WIDTHS)
        rows = Detail(self._page(detail.NAME, detail.widths_of(lines)), lines, policy)
        parts = rows
        if mixed:
            parts = Detail(self._page(detail.MIXED_NAME, detail.widths_of(mixed)), mixed, policy)
        self._titled(front.page, TITLE)
        front.returns(rows)
        for one in drawn:
            self._titled(one.page, f"{TITLE}:{one.page.name}")
        self._titled(items.page, f"{TITLE}:按题")
        groups = GroupSheet(self._titled(grouped, f"{TITLE}:{by}"), said, rows)
        groups.returns(said.by)
        times = GroupSheet(self._titled(quarters, f"{TITLE}:按季度"), said, rows)
        times.returns(By.QUARTER)
        for part, chart in zip(said.summary.parts, drawn, strict=False):
            of = parts if part.mixed else rows
            block = items.block(part, of)
            first = front.scale(part, of, items, block)
            groups.figures(said.by, part, of)
            groups.figures(By.SECTION, part, of)
            trend = times.figures(By.QUARTER, part, of)
            if said.period.whole or said.period.key.isdigit():
                times.figures(By.YEAR, part, of)
            chart.items(items, block)
            chart.marks(front.page, part.label, first, len(part.total.marks))
            chart.quarters(times, trend)
        front.foot()
        if not said.summary.parts:
            for page in (drawn[0].page, items.page):
                page.band("统计期内没有有效答卷")
        header = f"{said.company} {said.period.name}".strip()
        for page, heads, across in (
            (front.page, 2, False), (items.page, 1, True),
            (groups.page, 1, True), (times.page, 1, True),
        ):  # fmt: skip
            page.finish(heads=(0, heads), header=header, landscape=across)
        for one in drawn:
            one.finish(header)
        rows.write(f"{TITLE}:明细", *self._sides, header)
        if mixed:
            parts.write(f"{TITLE}:混用卷明细(按量表拆开)", *self._sides, header)
        self._lists(header)
        return self._pages

    def _lists(self, header: str) -> None:
        for name, columns, fill in (
            (lists.NOTICES, lists.NOTICE_COLUMNS, lists.notices),
            (lists.LOW, lists.LOW_COLUMNS, lists.low),
            (lists.COMPLAINTS, lists.COMPLAINT_COLUMNS, lists.complaints),
            (lists.RULES, lists.RULE_COLUMNS, lists.rules),
        ):
            page = self._page(name, [mm for _label, mm in columns])
            self._titled(page, f"{TITLE}:{name}")
            fill(page, self._said)
            page.finish(heads=(0, 2), header=header, landscape=True)
            page.sheet.freeze_panes(3, 0)

    @property
    def _sides(self) -> tuple[str, str]:
        """What stands on the left and on the right under each title."""
        said = self._said
        left = f"单位:{said.company}  统计期:{said.period.name}"
        return left, f"制表日期:{format_date(said.made_on)}"

    def _titled(self, page: Page, title: str) -> Page:
        page.title(title, *self._sides)
        return page

    def _page(self, name: str, widths: Sequence[float]) -> Page:
        page = Page(self._book.add_worksheet(name), self._formats, widths)
        self._pages.append(page)
        return page


def _prove(data: bytes, pages: Sequence[Page], name: str) -> None:
    """Raise OutputError FK-SUR-141 where a cell is not read back as it was written."""
    try:
        package = inspect_bytes(data, name=name, expect=FileKind.XLSX, limits=LEDGER)
    except FormkitError as error:
        raise _differs(name, error.finding().found) from error
    parts = {sheet.name: sheet.part for sheet in package.sheets}
    shared = package.related(package.main, names.REL_SHARED_STRINGS)[0]
    strings = text.shared_strings(package.parts[shared])
    for page in pages:
        found = text.cells(package.parts[parts[page.name]], strings)
        for at in sorted(found.keys() | page.put.keys()):
            if not _same(found.get(at, ""), page.put.get(at)):
                _refuse(name, f"{page.name}!{at}")


def _same(found: str, put: Put | None) -> bool:
    if put is None:
        return False
    if isinstance(put.value, str):
        return found == put.value
    try:
        number = float(found)
    except ValueError:
        return False
    if hasattr(put.value, "toordinal"):
        return number > 0
    return abs(number - float(put.value or 0)) < _CLOSE


def _refuse(name: str, where: str) -> NoReturn:
    raise _differs(name, where)


def _differs(name: str, where: str) -> OutputError:
    return OutputError("FK-SUR-141", place=Place(file=name), name=name, where=where)
