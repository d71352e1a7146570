"""Documents of the register and files as PDF: registered beside them, bound in order, never lost."""

from __future__ import annotations

import re
import shutil
from datetime import datetime
from pathlib import Path

import pikepdf
import pytest

from formkit import catalog
from formkit.kernel.clock import FixedClock
from formkit.kernel.errors import ExitCode, OutputError, UsageError
from formkit.ooxml import gate
from formkit.ooxml.package import write
from formkit.pdf.proof import page_texts
from formkit.pipeline.demo import demo
from formkit.pipeline.filling.fill import fill
from formkit.pipeline.printing.pdf import make, numbers_of, wish
from formkit.pipeline.report import Outcome
from formkit.pipeline.workspace import find
from formkit.register import audit

CLOCK = FixedClock(datetime(2026, 11, 23, 9, 0))
VISITS = [f"SLJZ-GCB-HF-2026-000{n}" for n in (1, 2, 3)]
PHOTOGRAPHED = "SLJZ-GCB-HF-2026-0004"
CERTIFICATE = "SLJZ-GCB-BXZ-2026-0001"


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    demo(folder, clock=CLOCK)
    return folder


@pytest.fixture
def workspace(made, tmp_path):
    """Return a workspace of its own with the documents of the demo."""
    folder = tmp_path / "工作区"
    shutil.copytree(made, folder)
    return find(folder, clock=CLOCK)


def lines_of(workspace, names, **options):
    return make(workspace, names, wish(**options)).lines


def pdf_of(workspace, line):
    return workspace.folder() / line.file


def codes(line):
    return [found.code for found in line.findings]


def findings_of_audit(workspace):
    register = workspace.register()
    try:
        return [found.code for found in audit.audit(register, root=workspace.folder())]
    finally:
        register.close()


def test_a_paper_of_formkits_own_template_is_set_straight_from_its_layout(workspace):
    lines = lines_of(workspace, VISITS)
    assert [(line.label, line.engine, line.outcome) for line in lines] == [
        (number, "Typst", Outcome.MADE) for number in VISITS
    ]
    for number, line in zip(VISITS, lines, strict=True):
        pdf = pdf_of(workspace, line)
        assert pdf.with_suffix(".docx").is_file()
        assert number in "".join(page_texts(pdf.read_bytes())[0].split())


def test_a_paper_set_from_its_layout_keeps_to_the_archival_standard(workspace):
    lines = lines_of(workspace, [CERTIFICATE, VISITS[0]], archival=True)
    assert [(line.engine, line.outcome, codes(line)) for line in lines] == [
        ("Typst", Outcome.MADE, []),
        ("Typst", Outcome.MADE, []),
    ]


def test_the_pdf_is_registered_as_the_same_revision_in_another_medium(workspace):
    (line,) = lines_of(workspace, VISITS[:1])
    register = workspace.register()
    documents = {one.medium: one for one in register.documents(VISITS[0])}
    register.close()
    assert set(documents) == {"docx", "pdf"}
    assert documents["pdf"].file == line.file
    assert documents["pdf"].data == documents["docx"].data
    assert findings_of_audit(workspace) == []
    pdf_of(workspace, line).write_bytes(b"%PDF")
    assert findings_of_audit(workspace) == ["FK-REG-013"]


def test_the_same_again_writes_nothing_and_tells_the_history_nothing(workspace):
    lines_of(workspace, VISITS[:1])
    register = workspace.register()
    before = len(register.history())
    assert [line.outcome for line in lines_of(workspace, VISITS[:1])] == [Outcome.UNCHANGED]
    assert len(register.history()) == before
    register.close()


def test_filling_again_after_the_pdf_was_made_changes_nothing(workspace):
    lines_of(workspace, VISITS)
    official = catalog.named("visit_record", workspace.forms)
    report = fill(workspace, official, [official.sample])
    assert set(report.counts()) == {Outcome.UNCHANGED}
    assert numbers_of(report) == VISITS
    assert all(record.file.endswith(".docx") for record in report.records())


def test_a_lost_pdf_is_made_again_byte_for_byte(workspace):
    (line,) = lines_of(workspace, VISITS[:1])
    pdf = pdf_of(workspace, line)
    before = pdf.read_bytes()
    pdf.unlink()
    assert findings_of_audit(workspace) == ["FK-REG-012"]
    lines_of(workspace, VISITS[:1])
    assert pdf.read_bytes() == before
    assert findings_of_audit(workspace) == []


def test_a_pdf_that_somebody_changed_is_kept_and_the_new_one_stands_beside_it(workspace):
    (line,) = lines_of(workspace, VISITS[:1])
    pdf = pdf_of(workspace, line)
    with pikepdf.open(pdf, allow_overwriting_input=True) as signed:
        signed.docinfo["/ModDate"] = "D:20270101000000Z"
        signed.save(pdf)
    kept = pdf.read_bytes()
    for _again in range(2):
        (line,) = lines_of(workspace, VISITS[:1])
        assert pdf_of(workspace, line).name == f"{pdf.stem}(2).pdf"
        assert pdf.read_bytes() == kept
    assert len(list(pdf.parent.glob(f"{pdf.stem}*.pdf"))) == 2


def test_a_copy_in_another_folder_is_not_registered(workspace, tmp_path):
    (line,) = lines_of(workspace, VISITS[:1], output=tmp_path / "给业主")
    assert Path(line.file).parent == tmp_path / "给业主"
    register = workspace.register()
    assert {one.medium for one in register.documents(VISITS[0])} == {"docx"}
    register.close()


def test_a_pattern_means_all_numbers_like_it_without_the_voided_ones(workspace):
    register = workspace.register()
    with register.writing() as writing:
        writing.void(VISITS[1], "填错")
    register.close()
    lines = lines_of(workspace, ["SLJZ-GCB-HF-*"])
    assert [line.label for line in lines] == [VISITS[0], VISITS[2], PHOTOGRAPHED]


@pytest.mark.parametrize(
    ("name", "code", "exit_code"),
    [
        ("SLJZ-GCB-HF-2026-0099", "FK-REG-009", ExitCode.USAGE),
        ("XX-*", "FK-PDF-022", ExitCode.USAGE),
        ("没有.docx", "FK-IN-001", ExitCode.INPUT_UNREADABLE),
        (str(Path(__file__).parent), "FK-PDF-025", ExitCode.USAGE),
    ],
)
def test_what_is_not_there_is_told_and_the_others_are_made(workspace, name, code, exit_code):
    report = make(workspace, [name, VISITS[0]], wish())
    assert [codes(line) for line in report.lines] == [[code], []]
    assert report.lines[1].outcome is Outcome.MADE
    assert report.exit_code is exit_code


def test_what_is_named_twice_is_made_once(workspace):
    lines = lines_of(workspace, [VISITS[2], "SLJZ-GCB-HF-*", VISITS[2], "没有", "没有"])
    assert [line.label for line in lines] == [
        VISITS[2],
        VISITS[0],
        VISITS[1],
        PHOTOGRAPHED,
        "没有",
    ]


def test_a_voided_number_gets_no_pdf(workspace):
    register = workspace.register()
    with register.writing() as writing:
        writing.void(VISITS[0], "填错")
    register.close()
    (line,) = lines_of(workspace, VISITS[:1])
    assert codes(line) == ["FK-PDF-020"]


def test_without_a_workspace_a_number_means_nothing(tmp_path):
    (line,) = lines_of(find(tmp_path), VISITS[:1])
    assert codes(line) == ["FK-WS-001"]


def test_a_pdf_that_is_named_is_taken_as_it_is(workspace, tmp_path):
    (line,) = lines_of(workspace, VISITS[:1])
    pdf = tmp_path / "附件.pdf"
    shutil.copy(pdf_of(workspace, line), pdf)
    (named,) = lines_of(find(tmp_path), [pdf])
    assert (named.outcome, named.pages, named.engine) == (Outcome.UNCHANGED, 1, "")


def test_the_print_job_has_all_copies_in_order_behind_a_list(workspace, tmp_path):
    target = tmp_path / "打印.pdf"
    report = make(workspace, [CERTIFICATE, "没有", VISITS[0]], wish(print_job=target, duplex=True))
    pages = ["".join(text.split()) for text in page_texts(target.read_bytes())]
    certificate = report.lines[0].pages
    assert report.job.pages == len(pages) == 2 + 2 * certificate + 2
    assert (report.job.documents, report.job.copies, report.job.missing) == (2, 3, 1)
    assert "打印清单" in pages[0]
    assert "缺" in pages[0]
    assert "一式二份第1份建设单位留存" in pages[2]
    assert "一式二份第2份施工单位留存" in pages[2 + certificate]
    assert VISITS[0] in pages[2 + 2 * certificate]
    with pikepdf.open(target) as pdf, pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles[0] == "打印清单"
    assert titles[1].startswith(CERTIFICATE)
    assert titles[2].startswith(VISITS[0])


def test_the_list_says_where_each_document_begins(workspace, tmp_path):
    target = tmp_path / "打印.pdf"
    make(workspace, [CERTIFICATE, *VISITS], wish(print_job=target))
    listed, *pages = ("".join(text.split()) for text in page_texts(target.read_bytes()))
    for number in VISITS:
        start = next(n for n, page in enumerate(pages, start=2) if number in page)
        told = listed.partition(number)[2].partition("SLJZ-")[0].partition("第1页")[0]
        assert re.search(rf"11{start}\d?$", told)  # copies, pages, start; the next row's index


def test_a_long_list_goes_on_and_the_starts_follow_it(workspace, tmp_path):
    target = tmp_path / "打印.pdf"
    (line,) = lines_of(workspace, VISITS[:1])
    files = [tmp_path / f"{n}.pdf" for n in range(90)]
    for file in files:
        shutil.copy(pdf_of(workspace, line), file)
    report = make(workspace, files, wish(print_job=target))
    pages = ["".join(text.split()) for text in page_texts(target.read_bytes())]
    cover = sum("打印清单" in page for page in pages)
    assert cover > 1
    assert len(pages) == cover + 90
    assert "打印清单(续表)" in pages[1].replace("(", "(").replace(")", ")")
    assert report.job.documents == 90


def test_another_file_at_the_place_of_the_print_job_is_not_replaced(workspace, tmp_path):
    target = tmp_path / "打印.pdf"
    target.write_bytes(b"somebody else's")
    with pytest.raises(OutputError) as caught:
        make(workspace, VISITS, wish(print_job=target))
    assert caught.value.code == "FK-OUT-008"
    assert not list(workspace.folder().rglob("*.pdf"))


def test_the_same_print_job_again_replaces_itself_with_the_same_bytes(workspace, tmp_path):
    target = tmp_path / "打印.pdf"
    make(workspace, [CERTIFICATE], wish(print_job=target))
    before = target.read_bytes()
    make(workspace, [CERTIFICATE], wish(print_job=target))
    assert target.read_bytes() == before


def test_a_print_job_with_nothing_in_it_leaves_the_former_one_alone(workspace, tmp_path):
    target = tmp_path / "打印.pdf"
    make(workspace, [CERTIFICATE], wish(print_job=target))
    before = target.read_bytes()
    for names in ([], ["没有"]):
        job = make(workspace, names, wish(print_job=target)).job
        assert (job.file, job.documents, job.pages, job.missing) == ("", 0, 0, len(names))
        assert target.read_bytes() == before
    make(workspace, [], wish(print_job=tmp_path / "新.pdf"))
    assert not (tmp_path / "新.pdf").exists()


def test_pdfs_of_files_of_one_name_do_not_replace_each_other(workspace, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cache"))
    papers = [pdf_of(workspace, line).read_bytes() for line in lines_of(workspace, VISITS)]
    files = [tmp_path / name / "通知.pdf" for name in ("甲", "乙")]
    for file, paper in zip(files, papers, strict=False):
        file.parent.mkdir()
        file.write_bytes(paper)
    output = tmp_path / "出"
    for file, wanted in zip(files, ("通知.pdf", "通知(2).pdf"), strict=True):
        (line,) = lines_of(workspace, [file], output=output)
        assert Path(line.file) == output / wanted
    assert codes(line) == ["FK-OUT-010"]
    assert (output / "通知.pdf").read_bytes() == papers[0]
    files[0].write_bytes(papers[2])  # each goes on replacing its own
    files[1].write_bytes(papers[2] + b"%")
    assert [line.outcome for line in lines_of(workspace, files[:1], output=output)] == ["新出"]
    assert Path(lines_of(workspace, files[1:], output=output)[0].file).name == "通知(2).pdf"
    assert {path.name for path in output.iterdir()} == {"通知.pdf", "通知(2).pdf"}


def test_both_sides_need_something_to_be_bound():
    with pytest.raises(UsageError):
        wish(duplex=True)


def test_a_file_is_not_set_from_a_layout(workspace, tmp_path):
    file = tmp_path / "a.docx"
    file.write_bytes(b"")
    (line,) = lines_of(workspace, [file], engine="typst")
    assert codes(line) == ["FK-PDF-023"]


@pytest.mark.office
@pytest.mark.slow
def test_a_paper_of_the_companys_own_template_goes_through_an_office_program(workspace):
    document = workspace.folder() / "forms" / "templates" / "visit_record.docx"
    document.parent.mkdir(parents=True, exist_ok=True)
    document.write_bytes(_another(catalog.load("visit_record").template("docx")))
    official = catalog.named("visit_record", workspace.forms)
    report = fill(workspace, official, [official.sample])
    assert set(report.counts()) == {Outcome.REVISED}
    lines = lines_of(workspace, VISITS, archival=True)
    assert [line.engine for line in lines] == ["LibreOffice"] * 3
    assert [codes(line) for line in lines] == [[]] * 3
    assert findings_of_audit(workspace) == []
    kept = list((workspace.folder() / ".formkit" / "cache" / "pdf").glob("*/*.pdf"))
    assert len(kept) == 3
    (forced,) = lines_of(workspace, VISITS[:1], engine="typst")
    assert codes(forced) == ["FK-PDF-024"]


@pytest.mark.office
@pytest.mark.slow
def test_files_go_through_an_office_program_and_a_bad_one_costs_nobody_else(tmp_path):
    good = catalog.load("satisfaction_survey").template("xlsx")
    files = [tmp_path / name for name in ("一.xlsx", "坏.docx", "二.xlsx")]
    for file in files:
        shutil.copy(good, file)
    files[1].write_bytes(b"PK\x03\x04 broken")
    report = make(find(tmp_path), files, wish(output=tmp_path / "PDF"))
    assert [line.outcome for line in report.lines] == [Outcome.MADE, Outcome.FAILED, Outcome.MADE]
    assert report.exit_code is ExitCode.INPUT_UNREADABLE
    assert {path.name for path in (tmp_path / "PDF").iterdir()} == {"一.pdf", "二.pdf"}


@pytest.mark.office
@pytest.mark.slow
def test_an_issued_paper_that_was_changed_is_not_shown_as_the_issued_one(workspace):
    register = workspace.register()
    paper = workspace.folder() / register.documents(VISITS[0])[0].file
    register.close()
    paper.write_bytes(paper.read_bytes() + b" ")
    (line,) = lines_of(workspace, VISITS[:1], engine="office")
    assert codes(line) == ["FK-PDF-021"]


def test_where_no_office_program_is_the_direct_road_is_still_open(workspace, monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("formkit.office.programs._PLACES", ())
    straight, converted = (
        lines_of(workspace, VISITS[:1], engine=engine)[0] for engine in ("auto", "office")
    )
    assert straight.outcome is Outcome.MADE
    assert codes(converted) == ["FK-PDF-010"]
    assert converted.exit_code is ExitCode.MISSING_PROGRAM


def _another(template: Path) -> bytes:
    """Return the template with another name in its properties: as if saved by the company."""
    package = gate.inspect(template, expect=gate.FileKind.DOCX, limits=gate.TEMPLATE)
    parts = dict(package.parts)
    name = next(part for part in parts if part.endswith("styles.xml"))
    parts[name] = parts[name].replace(b"</w:styles>", b"<!-- ours --></w:styles>")
    return write(parts)
