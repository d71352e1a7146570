"""A PDF in formkit's form: the same bytes, its own properties, PDF/A only where it was proved."""

from __future__ import annotations

import io
from datetime import datetime

import pikepdf
import pytest
from pikepdf import pdfa

from formkit.kernel.errors import OutputError
from formkit.pdf.finish import NotArchival, Particulars, finished, judge
from formkit.pdf.proof import prove

SAID = Particulars("保修证书 HF-1", "示例公司", "3#楼", "甲:乙;丙:丁", "HF-1", datetime(2026, 9, 1))


def blank(*, pages: int = 1, font: bool = False, stamp: str = "D:20260101000000Z") -> bytes:
    """Return a PDF like one of an office program: with an id, a time, an action at opening."""
    pdf = pikepdf.new()
    for _ in range(pages):
        page = pdf.add_blank_page(page_size=(595, 842))
        page.obj.Tabs = pikepdf.String("S")
        if font:  # Helvetica, not embedded
            helvetica = pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type1,
                BaseFont=pikepdf.Name.Helvetica,
            )
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=helvetica))
            page.Contents = pdf.make_stream(b"BT /F1 12 Tf 72 720 Td (HF-1) Tj ET")
    pdf.docinfo["/CreationDate"] = stamp
    pdf.Root.OpenAction = pikepdf.Array([pdf.pages[0].obj if pages else None, pikepdf.Name.Fit])
    pdf.trailer["/DocChecksum"] = pikepdf.Name("/ABC")
    written = io.BytesIO()
    pdf.save(written)
    return written.getvalue()


def test_two_conversions_of_the_same_document_give_the_same_bytes():
    made = {
        finished(blank(stamp=stamp), SAID, name="a", archival=archival)
        for stamp in ("D:20260101000000Z", "D:20270202020202Z")
        for archival in (True,)
    }
    assert len(made) == 1


def test_an_archival_pdf_passes_the_validator_and_states_what_it_is():
    data = finished(blank(), SAID, name="a", archival=True)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pdfa.check(pdf, "2b").passed
        metadata = pdf.open_metadata()
        assert metadata["pdfaid:part"] == "2"
        assert metadata["dc:title"] == SAID.title
        assert metadata["dc:identifier"] == SAID.identifier
        assert "xmp:MetadataDate" not in metadata
        assert str(pdf.docinfo["/Keywords"]) == SAID.keywords
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20260901000000+08")


def test_a_pdf_is_judged_as_it_stands():
    judge(finished(blank(), SAID, name="a", archival=True), name="a")
    with pytest.raises(NotArchival):
        judge(finished(blank(), SAID, name="a", archival=False), name="a")


def test_a_pdf_that_does_not_keep_to_the_standard_is_told_and_never_called_archival():
    with pytest.raises(NotArchival) as caught:
        finished(blank(font=True), SAID, name="单.docx", archival=True)
    assert caught.value.code == "FK-PDF-004"
    plain = finished(blank(font=True), SAID, name="单.docx", archival=False)
    assert b"pdfaid" not in plain
    assert prove(plain, name="单.docx", expected="HF-1") == 1


@pytest.mark.parametrize("archival", [False, True])
def test_a_file_gives_the_same_bytes_as_what_is_in_it(tmp_path, archival):
    file = tmp_path / "a.pdf"
    file.write_bytes(blank())
    made = finished(file, SAID, name="a", archival=archival)
    file.write_bytes(b"")  # nobody holds it any more
    assert made == finished(blank(), SAID, name="a", archival=archival)
    with pytest.raises(OutputError) as caught:
        finished(file, SAID, name="a", archival=archival)
    assert caught.value.code == "FK-PDF-001"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"PK\x03\x04", blank()[:200]])
def test_what_is_no_pdf_is_told(data):
    for attempt in (
        lambda: finished(data, SAID, name="a", archival=False),
        lambda: prove(data, name="a"),
    ):
        with pytest.raises(OutputError) as caught:
            attempt()
        assert caught.value.code == "FK-PDF-001"


def test_a_pdf_without_pages_is_told():
    with pytest.raises(OutputError) as caught:
        prove(blank(pages=0), name="a")
    assert caught.value.code in {"FK-PDF-001", "FK-PDF-002"}


def test_the_number_is_found_whatever_its_width_and_blanks():
    data = finished(blank(font=True), SAID, name="a", archival=False)
    assert prove(data, name="a", expected="H F-1") == 1
    with pytest.raises(OutputError) as caught:
        prove(data, name="a", expected="HF-2")
    assert caught.value.code == "FK-PDF-003"
