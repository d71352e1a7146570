"""`formkit pdf` and `fill --pdf` as a clerk runs them."""

from __future__ import annotations

from formkit.kernel.resources import samples_folder

NUMBER = "SLJZ-GCB-HF-2026-0001"


def test_filling_with_pdf_makes_both_and_the_audit_is_content(office):
    said = office.runs("fill", "工程回访记录", samples_folder() / "visit_record.yaml", "--pdf")
    assert said.code == 0, said.out + said.err
    assert "新出 3 份;共 3 页" in said.out
    assert len(list((office.folder / "输出").glob("*.pdf"))) == 3
    assert "没有问题" in office.runs("register", "audit").out


def test_a_print_job_of_numbers_says_what_is_in_it(office):
    office.runs("fill", "工程回访记录", samples_folder() / "visit_record.yaml")
    said = office.runs("pdf", "SLJZ-GCB-HF-2026-*", "没有", "--print-job", "打印.pdf", "--duplex")
    assert said.code == 2
    assert "FK-REG-009" in said.out
    assert "打印件 打印.pdf:3 个文件,3 份,连清单共 8 页" in said.out
    assert "1 个文件没有装入" in said.out
    assert (office.folder / "打印.pdf").is_file()


def test_the_same_as_data(office):
    office.runs("fill", "工程回访记录", samples_folder() / "visit_record.yaml")
    data = office.runs("pdf", NUMBER, "--json").data
    assert data["exit_code"] == 0
    assert data["documents"][0] | {"file": ""} == {
        "document": NUMBER,
        "outcome": "新出",
        "pages": 1,
        "file": "",
        "engine": "Typst",
        "findings": [],
    }
    filled = office.runs(
        "fill", "工程回访记录", samples_folder() / "visit_record.yaml", "--pdf", "--json"
    ).data
    assert filled["counts"] == {"未变": 3}
    assert filled["pdf"]["counts"] == {"未变": 1, "新出": 2}


def test_both_sides_without_a_print_job_is_a_slip(office):
    said = office.runs("pdf", NUMBER, "--duplex")
    assert said.code == 2
    assert "--print-job" in said.err
