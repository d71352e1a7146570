"""The standard forms: what a view offers to tick or to complete stands on paper as the view has it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from formkit import catalog
from formkit.intake import reader
from formkit.intake.raw import RawRecord
from formkit.intake.shape import Kind
from formkit.kernel.clock import FixedClock
from formkit.kernel.findings import Level
from formkit.kernel.gate import Gate
from formkit.layout import blocks
from formkit.layout.vocabulary import Field, Grid, Inline, Layout, Row, RowsTable
from formkit.pipeline.demo import demo
from formkit.pipeline.examine import Examiner
from formkit.pipeline.workspace import find
from formkit.schemas.anatomy import parts
from formkit.schemas.view import PrintFacts, blank_rows

CLOCK = FixedClock(datetime(2026, 11, 23, 9, 0))
RECORDS = {record.slug: record for record in catalog.records()}
each_record = pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS)


def layout_of(record: catalog.OfficialRecord) -> Layout:
    data = catalog.manifest_data(record.slug, record.forms)
    return blocks.load(data, source=f"{record.slug}.yaml")


def tables(layout: Layout) -> Iterator[RowsTable]:
    yield from (block for block in layout.blocks if isinstance(block, RowsTable))


def fields(content: Inline) -> Iterator[Field]:
    yield from (part for part in content if isinstance(part, Field))


def value_of(view: object, path: str) -> object:
    for name in path.split("."):
        view = view.get(name) if isinstance(view, dict) else None
    return view


@each_record
def test_a_group_of_options_is_printed_as_one(record):
    view = record.view.blank_view(record.model, PrintFacts())
    for block in layout_of(record).blocks:
        if not isinstance(block, Grid):
            continue
        cells = [cell for row in block.rows if isinstance(row, Row) for cell in row.cells]
        for cell in cells:
            for part in fields(cell.content) if not cell.each else ():
                assert part.options is ("□" in str(value_of(view, part.name))), part.name


@each_record
def test_a_blank_row_offers_what_the_view_offers(record):
    seen = 0
    for table in tables(layout_of(record)):
        if not table.at_least + table.spare:
            continue
        (row,) = blank_rows(record.model, table.each, PrintFacts(), 1)
        for column in table.columns:
            offered = [str(row.get(part.name, "")) for part in fields(column.content)]
            for text in offered:
                if not text.isdigit():  # 序号 is written by hand
                    assert "".join(text.split()) in "".join(column.blank.split()), column.head
                    seen += 1
    assert seen or record.slug == "satisfaction_survey"


@each_record
def test_the_page_limit_speaks_of_lists_and_texts_of_the_record(record):
    kinds = {part.name: part.kind for part in parts(record.model)}
    assert record.manifest.page_limit is not None
    for name in record.manifest.page_limit.when:
        assert kinds[name] in (Kind.ROWS, Kind.TEXT, Kind.LONG_TEXT), name


def test_a_certificate_with_the_standard_texts_alone_can_be_issued(tmp_path):
    demo(tmp_path, clock=CLOCK)
    record = RECORDS["warranty_certificate"]
    examiner = Examiner(find(tmp_path, clock=CLOCK), record, gate=Gate.ISSUE)
    for raw in reader.read(record.sample, record.shape).records:
        data = {name: one for name, one in raw.data.items() if name not in record.manifest.defaults}
        found = examiner.examine(RawRecord(data, raw.places, raw.place, raw.key)).findings
        assert [one for one in found if one.level is Level.ERROR] == []
