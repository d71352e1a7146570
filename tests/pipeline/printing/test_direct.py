"""Papers set straight from their layout, judged as PDF/A where that is asked for."""

from __future__ import annotations

import io

import pikepdf

from formkit.kernel.errors import ExitCode
from formkit.pipeline.printing.direct import Straight, judged


def test_a_pdf_that_is_no_pdf_a_is_told_and_does_not_say_that_it_is():
    made = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        with pdf.open_metadata() as metadata:
            metadata["pdfaid:part"] = "2"
        pdf.save(made, encryption=False)
    found = judged(Straight(made.getvalue(), follows=True), "SL-TS-2026-0001")
    assert found.follows
    assert found.doubt is not None
    assert (found.doubt.finding.code, found.doubt.exit_code) == ("FK-PDF-004", ExitCode.OUTPUT)
    with pikepdf.open(io.BytesIO(found.pdf)) as pdf:
        assert "/Metadata" not in pdf.Root
        assert str(pdf.docinfo.Title) == "SL-TS-2026-0001"
