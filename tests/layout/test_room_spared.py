"""What the blank sheet has room for: where a record is found to keep within it, it has its pages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formkit import catalog
from formkit.intake import reader
from formkit.layout import blocks
from formkit.layout.room import Reckoner
from formkit.layout.room_height import height_of
from formkit.layout.room_spared import Spared
from formkit.schemas.validation import read
from formkit.schemas.view import PrintFacts, blank_view, view_of

RECORDS = {one.slug: one for one in catalog.records() if "docx" in one.manifest.media}
RECKONERS = {
    slug: Reckoner(blocks.load(catalog.manifest_data(slug, one.forms), source=slug))
    for slug, one in RECORDS.items()
}
BLANKS = {slug: blank_view(one.model, PrintFacts()) for slug, one in RECORDS.items()}
SPARED = {slug: Spared(one.parts, BLANKS[slug]) for slug, one in RECKONERS.items()}
SAID = st.text("一二三,。□☑ab1 -\n", max_size=400) | st.text("一二三ab1 ", max_size=60)


def drawn(view, data, rows):
    """Return a view with some of its texts changed and its lists made of some rows."""
    changed = dict(view)
    for name, value in view.items():
        if isinstance(value, str) and data.draw(st.integers(0, 3), label=name) == 0:
            changed[name] = data.draw(SAID, label=name)
        elif isinstance(value, list) and value and name != "photo_rows":
            changed[name] = [drawn(value[0], data, 0) for _row in range(rows)]
    return changed


def with_rows(slug):
    """Return the blank view of a record with one blank row in each of its lists."""
    lists = [name for name, value in BLANKS[slug].items() if isinstance(value, list)]
    tables = [name for name in lists if name != "photo_rows"]
    return blank_view(RECORDS[slug].model, PrintFacts(), dict.fromkeys(tables, 1))


def heights(slug, view):
    """Return how high the lines of a sheet are that stand in no list."""
    lines = (line for part in RECKONERS[slug].parts for line in part.lines if not line.each)
    return [height_of(line, view) for line in lines]


@pytest.mark.parametrize("slug", sorted(RECORDS))
def test_the_blank_sheet_has_room_for_itself(slug):
    assert SPARED[slug].holds(BLANKS[slug])


@settings(max_examples=100, deadline=None)
@given(data=st.data(), slug=st.sampled_from(sorted(RECORDS)), rows=st.integers(0, 4))
def test_what_keeps_within_the_blank_sheet_has_its_pages(data, slug, rows):
    view = drawn(with_rows(slug), data, rows)
    if SPARED[slug].holds(view):
        assert RECKONERS[slug].room(view).pages == RECKONERS[slug].room(BLANKS[slug]).pages
        assert heights(slug, view) == heights(slug, BLANKS[slug])


def test_short_texts_keep_within_the_blank_sheet_and_a_long_one_does_not():
    spared, view = SPARED["complaint_form"], BLANKS["complaint_form"]
    assert spared.holds(view | {"content": "漏水" * 30})
    assert spared.holds(view | {"content": "漏\n水"})
    assert not spared.holds(view | {"content": "漏水" * 500})


def test_a_sample_keeps_within_its_blank_sheet():
    record = RECORDS["complaint_form"]
    raw = next(iter(reader.read(record.sample, record.shape).records))
    made, _refused = read(record.model, raw.data)
    view = view_of(made.changed(responsible_persons=()), PrintFacts())
    assert SPARED["complaint_form"].holds(view)
