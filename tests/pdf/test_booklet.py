"""The booklet: copies with their marks, sheets that begin in front, bookmarks that lead there."""

from __future__ import annotations

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formkit.pdf.booklet import Leaf, bind, starts
from formkit.pdf.proof import page_texts

HELVETICA = pikepdf.Dictionary(
    Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
)


def written(path, texts, *, size=(595, 842)):
    """Write a PDF with a page for each text."""
    pdf = pikepdf.new()
    for text in texts:
        page = pdf.add_blank_page(page_size=size)
        page.obj.StructParents = 0
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=HELVETICA))
        page.obj.Contents = pdf.make_stream(f"BT /F1 9 Tf 2 2 Td ({text}) Tj ET".encode())
    pdf.save(path)
    return path


@pytest.fixture
def parts(tmp_path):
    """Return a cover of one page, stamps of two keepers and an empty folder."""
    folder = tmp_path / "parts"
    folder.mkdir()
    stamps = {mark: written(tmp_path / f"{mark}.pdf", [mark], size=(60, 12)) for mark in "XY"}
    return {"cover": written(tmp_path / "cover.pdf", ["LIST"]), "stamps": stamps, "folder": folder}


def bound(tmp_path, parts, leaves, *, duplex=False):
    target = tmp_path / "job.pdf"
    count = bind(leaves, target, **parts, duplex=duplex, title="T", cover_title="清单")
    texts = [" ".join(text.split()) for text in page_texts(target.read_bytes())]
    assert len(texts) == count
    return texts


def test_copies_follow_each_other_and_carry_the_mark_of_their_keeper(tmp_path, parts):
    leaves = [
        Leaf("A-1", written(tmp_path / "a.pdf", ["a1", "a2"]), 2, ("X", "Y")),
        Leaf("B-1", written(tmp_path / "b.pdf", ["b1"]), 1),
    ]
    assert bound(tmp_path, parts, leaves) == ["LIST", "a1 X", "a2 X", "a1 Y", "a2 Y", "b1"]


def test_printed_on_both_sides_every_copy_begins_on_the_front_of_a_sheet(tmp_path, parts):
    leaves = [
        Leaf("A-1", written(tmp_path / "a.pdf", ["a1"]), 1, ("X", "Y")),
        Leaf("B-1", written(tmp_path / "b.pdf", ["b1", "b2"]), 2),
    ]
    texts = bound(tmp_path, parts, leaves, duplex=True)
    assert texts == ["LIST", "", "a1 X", "", "a1 Y", "", "b1", "b2"]
    assert list(starts(leaves, cover=1, duplex=True)) == [3, 7]


def test_bookmarks_lead_to_each_document_and_copy(tmp_path, parts):
    leaves = [
        Leaf("A-1 一号楼", written(tmp_path / "a.pdf", ["a1", "a2"]), 2, ("X", "Y")),
        Leaf("B-1 二号楼", written(tmp_path / "b.pdf", ["b1"]), 1),
    ]
    bound(tmp_path, parts, leaves)
    with pikepdf.open(tmp_path / "job.pdf") as pdf, pdf.open_outline() as outline:
        found = [
            (i.title, _page(pdf, i), [_page(pdf, c) for c in i.children]) for i in outline.root
        ]
    assert found == [("清单", 0, []), ("A-1 一号楼", 1, [1, 3]), ("B-1 二号楼", 5, [])]


def _page(pdf, item):
    return next(n for n, page in enumerate(pdf.pages) if page.obj == item.destination[0])


def test_more_documents_than_fit_into_a_part_keep_their_order(tmp_path, parts, monkeypatch):
    monkeypatch.setattr("formkit.pdf.booklet._PART", 3)
    leaves = [
        Leaf(f"{n}", written(tmp_path / f"d{n}.pdf", [f"d{n}"]), 1, ("X",)) for n in range(10)
    ]
    assert bound(tmp_path, parts, leaves) == ["LIST", *(f"d{n} X" for n in range(10))]


def test_a_copy_costs_no_second_set_of_page_contents(tmp_path, parts):
    big = written(tmp_path / "a.pdf", ["a" * 50_000])
    one = [Leaf("A", big, 1, ("X",))]
    many = [Leaf("A", big, 1, ("X",) * 50)]
    sizes = []
    for leaves in (one, many):
        bound(tmp_path, parts, leaves)
        sizes.append((tmp_path / "job.pdf").stat().st_size)
    assert sizes[1] - sizes[0] < 50 * 1_500


def test_the_same_documents_give_the_same_booklet(tmp_path, parts):
    leaves = [Leaf("A", written(tmp_path / "a.pdf", ["a1"]), 1, ("X", "Y"))]
    made = []
    for _ in range(2):
        bound(tmp_path, parts, leaves)
        made.append((tmp_path / "job.pdf").read_bytes())
    assert made[0] == made[1]


@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(1, 4)), max_size=20),
    st.integers(1, 5),
)
def test_with_blank_pages_everything_begins_on_an_odd_page(documents, cover):
    leaves = [Leaf("", None, pages, ("",) * copies) for pages, copies in documents]
    assert all(page % 2 for page in starts(leaves, cover=cover, duplex=True))
