"""The booklet: copies with their marks, sheets that begin in front, bookmarks that lead there."""

from __future__ import annotations

import subprocess
import sys

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
    """Return a cover of one page and stamps of two keepers."""
    stamps = {mark: written(tmp_path / f"{mark}.pdf", [mark], size=(60, 12)) for mark in "XY"}
    return {"cover": written(tmp_path / "cover.pdf", ["LIST"]), "stamps": stamps}


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


PEAK = """
import resource, sys
from pathlib import Path
from formkit.pdf.booklet import Leaf, bind
count, file, target = int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
bind([Leaf("A", file, 2)] * count, target, cover=file, stamps={}, duplex=False, title="", cover_title="")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="peaks are told in kilobytes on Linux alone")
def test_memory_does_not_grow_with_the_documents(tmp_path):
    file = written(tmp_path / "a.pdf", ["a" * 5_000, "b"])
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:  # what libraries hold in memory
        pdf.pages[0].obj.Widths = pikepdf.Array(range(2_000))
        pdf.save(file)
    peaks = []
    for count in (50, 250):
        command = [sys.executable, "-c", PEAK, str(count), str(file), str(tmp_path / "job.pdf")]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        peaks.append(int(said))
    assert peaks[1] - peaks[0] < 200 * 10  # kilobytes: held until the end, each took 200


def test_a_text_that_looks_like_a_reference_stays_a_text(tmp_path, parts):
    pdf = pikepdf.open(written(tmp_path / "b.pdf", ["b1"]))
    note = "1 0 R) (2 0 R <33 0 R>"
    pdf.pages[0].obj.Note = pikepdf.Dictionary(
        {"/T": note, "/1 0 R": pikepdf.Array([1, 0, pikepdf.Name("/R")])}
    )
    pdf.save(tmp_path / "c.pdf")
    bound(tmp_path, parts, [Leaf("A", tmp_path / "c.pdf", 1, ("X",))])
    with pikepdf.open(tmp_path / "job.pdf") as job:
        assert job.pages[1].obj.Note["/T"] == note
        assert job.pages[1].obj.Note["/1 0 R"] == [1, 0, pikepdf.Name("/R")]


def test_a_document_that_forbids_changes_is_bound_in_the_clear(tmp_path, parts):
    plain = written(tmp_path / "a.pdf", ["a1"])
    with pikepdf.open(plain) as pdf:
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="x", user=""))
    assert bound(tmp_path, parts, [Leaf("A", tmp_path / "locked.pdf", 1, ("Y",))])[1] == "a1 Y"


def test_the_booklet_is_a_sound_file(tmp_path, parts):
    leaves = [
        Leaf(f"{n}", written(tmp_path / f"{n}.pdf", [f"{n}"] * (n + 1)), n + 1, ("X", "Y")[:n])
        for n in range(1, 3)
    ]
    bound(tmp_path, parts, leaves, duplex=True)
    with pikepdf.open(tmp_path / "job.pdf") as job:
        assert job.check_pdf_syntax() == []
        assert str(job.docinfo.Title) == "T"


@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(1, 4)), max_size=20),
    st.integers(1, 5),
)
def test_with_blank_pages_everything_begins_on_an_odd_page(documents, cover):
    leaves = [Leaf("", None, pages, ("",) * copies) for pages, copies in documents]
    assert all(page % 2 for page in starts(leaves, cover=cover, duplex=True))
