"""Photographs, logo and code from the ledger to the document, as a clerk sees them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdfium2
import pytest
import xlsxwriter
from docx.shared import Mm
from PIL import Image
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE as IMAGE

from formkit import catalog
from formkit.catalog import Medium, OfficialRecord
from formkit.intake import reader
from formkit.kernel.clock import FixedClock
from formkit.kernel.errors import ProfileError
from formkit.kernel.resources import samples_folder
from formkit.pipeline.blank import printable
from formkit.pipeline.check import check
from formkit.pipeline.filling.fill import fill
from formkit.pipeline.filling.pace import Pace
from formkit.pipeline.numbers import number_story
from formkit.pipeline.printing import pdf
from formkit.pipeline.projects import import_projects
from formkit.pipeline.report import Outcome
from formkit.pipeline.setup import CompanyEntry, init
from formkit.pipeline.templates import check as template_check
from formkit.pipeline.trust import Trusting, trust
from formkit.pipeline.workspace import SETTINGS_FILE, Workspace, find

CLOCK = FixedClock(datetime(2026, 11, 23, 9, 0))
VISIT = catalog.named("visit_record")
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
RED, BLUE = (200, 20, 20), (20, 20, 200)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    init(tmp_path, CompanyEntry("示例建筑工程有限公司", "SLJZ"), clock=CLOCK)
    import_projects(find(tmp_path, clock=CLOCK), samples_folder() / "projects.yaml")
    (tmp_path / "数据" / "照片").mkdir()
    for name, colour, size in (("1.jpg", RED, (400, 300)), ("2.jpg", BLUE, (300, 400))):
        Image.new("RGB", size, colour).save(tmp_path / "数据" / "照片" / name)
    return tmp_path


def settled(folder: Path, **changes: str) -> Workspace:
    """Return the workspace with lines of its settings replaced."""
    path = folder / SETTINGS_FILE
    text = path.read_text(encoding="utf-8")
    for name, value in changes.items():
        lines = [f"{name} = {value}" if line.startswith(f"{name} = ") else line for line in text.splitlines()]  # fmt: skip
        text = "\n".join(lines)
    path.write_text(text, encoding="utf-8")
    return find(folder, clock=CLOCK)


def ledger(folder: Path, *attachments: Mapping[str, Any]) -> Path:
    """Write the sample visit with these attachments beside the photographs."""
    (record, *_) = reader.read(VISIT.sample, VISIT.shape).records
    path = folder / "数据" / "回访.json"
    data = {**record.data, "attachments": list(attachments)}
    path.write_text(json.dumps([data], ensure_ascii=False, default=str), encoding="utf-8")
    return path


def photo(path: str, name: str = "渗水部位", **more: Any) -> dict[str, Any]:
    return {"name": name, "kind": "照片", "path": path, **more}


def made(workspace: Workspace, source: Path, official: OfficialRecord = VISIT) -> bytes:
    report = fill(workspace, official, [source])
    (record,) = report.files[0].records
    assert record.file, [str(one) for one in record.findings]
    return (workspace.folder() / record.file).read_bytes()


def shown(data: bytes) -> list[tuple[str, bytes]]:
    document = docx.Document(io.BytesIO(data))
    found = []
    for one in document.element.body.iter(f"{WP}inline", f"{WP}anchor"):
        (blip,) = one.iter("{*}blip")
        relation = blip.get(docx.oxml.ns.qn("r:embed"))
        found.append(
            (one.find(f"{WP}docPr").get("descr"), document.part.related_parts[relation].blob)
        )
    return found


def colours(pictures: list[tuple[str, bytes]]) -> list[str]:
    found = [Image.open(io.BytesIO(data)).convert("RGB").getpixel((9, 9)) for _, data in pictures]
    return ["红" if one[0] > one[2] else "蓝" for one in found]


def captions(data: bytes) -> list[str]:
    (*_, table) = docx.Document(io.BytesIO(data)).tables
    return [cell.text for row in table.rows for cell in row.cells if cell.text]


def test_photographs_are_printed_on_a_page_of_their_own_with_captions(folder):
    source = ledger(
        folder, photo("照片\\1.jpg"), photo("照片/2.jpg", "屋面"), photo("照片\\1.jpg", "再看")
    )
    data = made(find(folder, clock=CLOCK), source)
    assert colours(shown(data)) == ["红", "蓝", "红"]
    assert captions(data) == ["照片1 渗水部位", "照片2 屋面", "照片3 再看"]
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert len([name for name in package.namelist() if "media" in name]) == 2
    assert "附 照片" in [one.text for one in docx.Document(io.BytesIO(data)).paragraphs]


def test_a_folder_stands_for_all_its_photographs(folder):
    data = made(find(folder, clock=CLOCK), ledger(folder, photo("照片", count=2)))
    assert captions(data) == ["照片1 渗水部位(1/2)", "照片2 渗水部位(2/2)"]


def test_paths_count_from_the_ledger_then_from_the_workspace(folder):
    Image.new("RGB", (9, 9), BLUE).save(folder / "外面.png")
    data = made(find(folder, clock=CLOCK), ledger(folder, photo("外面.png")))
    assert len(shown(data)) == 1


def test_without_photographs_no_page_is_added(folder):
    source = ledger(folder, {"name": "图纸", "kind": "图纸", "path": "不在.dwg"}, {"name": "现场", "kind": "照片"})  # fmt: skip
    data = made(find(folder, clock=CLOCK), source)
    assert shown(data) == []
    assert "附 照片" not in [one.text for one in docx.Document(io.BytesIO(data)).paragraphs]


def test_another_photograph_under_the_same_name_is_another_revision(folder):
    workspace, source = find(folder, clock=CLOCK), ledger(folder, photo("照片/1.jpg"))
    assert [fill(workspace, VISIT, [source]).files[0].records[0].outcome for _ in range(2)] == [Outcome.MADE, Outcome.UNCHANGED]  # fmt: skip
    Image.new("RGB", (9, 9), BLUE).save(folder / "数据" / "照片" / "1.jpg")
    (record,) = fill(workspace, VISIT, [source]).files[0].records
    assert (record.outcome, record.revision) == (Outcome.REVISED, 2)


HEIC = b"\0\0\0\x18ftypheic" + bytes(40)
REFUSED: dict[str, tuple[dict[str, Any], str, Callable[[Path], object] | None]] = {
    "没有文件": (photo("照片/9.jpg"), "FK-PIC-010", None),
    "不是图片": (photo("照片/假.jpg"), "FK-PIC-011", lambda f: (f / "假.jpg").write_bytes(b"x" * 99)),
    "截断": (photo("照片/1.jpg"), "FK-PIC-012", lambda f: (f / "1.jpg").write_bytes((f / "1.jpg").read_bytes()[:300])),
    "苹果照片": (photo("照片/x.heic"), "FK-PIC-014", lambda f: (f / "x.heic").write_bytes(HEIC)),
    "矢量图": (photo("照片/x.svg"), "FK-PIC-015", lambda f: (f / "x.svg").write_text("<svg/>")),
    "网络地址": (photo("https://example.com/1.jpg"), "FK-PIC-016", None),
    "网络共享": (photo("\\\\server\\share\\1.jpg"), "FK-PIC-016", None),
    "张数不符": (photo("照片", count=6), "FK-PIC-017", None),
    "校验值不符": (photo("照片/1.jpg", sha256="0" * 64), "FK-PIC-018", None),
    "空文件夹": (photo("空"), "FK-PIC-010", lambda f: (f.parent / "空").mkdir()),
}  # fmt: skip


@pytest.mark.parametrize(("attachment", "code", "change"), REFUSED.values(), ids=REFUSED)
def test_what_is_wrong_with_a_photograph_is_told_at_the_check(folder, attachment, code, change):
    if change:
        change(folder / "数据" / "照片")
    source = ledger(folder, {"name": "函件", "kind": "函件"}, attachment)
    workspace = find(folder, clock=CLOCK)
    for story in (check, fill):
        (record,) = story(workspace, VISIT, [source]).files[0].records
        (finding,) = [one for one in record.findings if one.code == code]
        assert finding.place.path == "attachments.1.path"
        assert "渗水部位" in finding.found
        assert finding.blocks is (code != "FK-PIC-017")
        assert "第2行" in str(finding.place)
    assert bool(record.file) is (code == "FK-PIC-017")


def test_the_right_checksum_is_taken(folder):
    right = sha256((folder / "数据" / "照片" / "1.jpg").read_bytes()).hexdigest()
    assert shown(made(find(folder, clock=CLOCK), ledger(folder, photo("照片/1.jpg", sha256=right))))


def photo_sheet() -> bytes:
    """Return a company's own Excel form of the survey with a row for every two photographs."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("调查表")
    sheet.set_column(0, 1, 30)
    cells = {
        "A1": "{{ form.number }}",
        "A2": "{%tr for row in photo_rows %}",
        "A4": "{{ row.left.caption }}",
        "B4": "{{ row.right.caption }}",
        "A5": "{%tr endfor %}",
        "A6": "完",
    }
    for address, words in cells.items():
        sheet.write(address, words)
    sheet.set_row(2, 150)
    box = io.BytesIO()
    Image.new("RGB", (190, 190), "grey").save(box, "PNG")
    for address, name in (("A3", "row.left.picture"), ("B3", "row.right.picture")):
        said = {
            "description": f"{{{{ {name} }}}}",
            "object_position": 2,
            "x_offset": 4,
            "y_offset": 4,
        }
        sheet.insert_image(address, "框.png", {"image_data": box, **said})
    book.close()
    return stream.getvalue()


def test_an_excel_form_of_ones_own_prints_the_photographs_row_by_row(folder):
    (folder / "forms" / "templates" / "satisfaction_survey.xlsx").write_bytes(photo_sheet())
    workspace = find(folder, clock=CLOCK)
    survey = catalog.load("satisfaction_survey", workspace.forms)
    (raw, *_) = reader.read(survey.sample, survey.shape).records
    attachments = [photo("照片/1.jpg"), photo("照片/2.jpg", "修复后"), photo("照片/1.jpg", "远景")]
    source = folder / "数据" / "调查.json"
    data = {**raw.data, "attachments": attachments}
    source.write_text(json.dumps([data], ensure_ascii=False, default=str), encoding="utf-8")
    (record,) = fill(workspace, survey, [source], medium="xlsx").files[0].records
    assert record.outcome is Outcome.MADE, [str(one) for one in record.findings]
    page = openpyxl.load_workbook(folder / record.file).active
    found = {
        (one.anchor._from.row, one.anchor._from.col): ("", one._data()) for one in page._images
    }
    assert sorted(found) == [(1, 0), (1, 1), (3, 0)]
    assert colours([found[at] for at in sorted(found)]) == ["红", "蓝", "红"]
    assert [page[cell].value for cell in ("A3", "B3", "A5", "B5", "A6")] == [
        "照片1 渗水部位", "照片2 修复后", "照片3 远景", None, "完",
    ]  # fmt: skip


PHOTOGRAPHED = samples_folder() / "photos" / "visit_record.yaml"


def test_the_sample_with_photographs_is_sound_and_prints_them_all(folder):
    (record,) = fill(find(folder, clock=CLOCK), VISIT, [PHOTOGRAPHED]).files[0].records
    assert record.outcome is Outcome.MADE
    assert [str(one) for one in record.findings] == []
    data = (folder / record.file).read_bytes()
    pictures = [Image.open(io.BytesIO(one)) for _, one in shown(data)]
    assert [one.width > one.height for one in pictures] == [True, True, True, False]  # turned
    assert len([name for name in captions(data) if name.startswith("照片")]) == 4


def test_every_photograph_of_the_sample_is_used_and_small():
    files = {path.name: path.stat().st_size for path in PHOTOGRAPHED.parent.glob("*.jpg")}
    said = PHOTOGRAPHED.read_text(encoding="utf-8")
    assert [name for name in files if f"path: {name}" not in said] == []
    assert sum(files.values()) < 250_000


# -- code and logo -------------------------------------------------------------------------------


def test_a_form_has_a_code_only_where_the_workspace_wants_it(folder):
    source = ledger(folder, {"name": "现场", "kind": "照片"})
    plain = made(find(folder, clock=CLOCK), source)
    assert shown(plain) == []
    workspace = settled(folder, qr="true")
    assert fill(workspace, VISIT, [source]).files[0].records[0].outcome is Outcome.UNCHANGED
    for path in (folder / "输出").iterdir():
        path.unlink()
    data = made(workspace, source)
    ((said, picture),) = shown(data)
    assert said == "二维码:编号 SLJZ-GCB-HF-2026-0001 第1版"
    assert Image.open(io.BytesIO(picture)).mode == "1"


def test_the_register_tells_the_check_code_that_the_form_carries(folder, monkeypatch):
    said: list[tuple[Any, ...]] = []
    from formkit.pipeline.filling import printout  # noqa: PLC0415

    real = printout.code
    monkeypatch.setattr(printout, "code", lambda *given: said.append(given) or real(*given))
    workspace = settled(folder, qr="true")
    made(workspace, ledger(folder, {"name": "现场", "kind": "照片"}))
    ((number, revision, fingerprint),) = said
    register = workspace.register()
    try:
        (document,) = number_story(register, number)["documents"]
    finally:
        register.close()
    assert (document["revision"], document["print_sha"]) == (revision, fingerprint)
    assert document["check_code"] == fingerprint[:12]


WARRANTY = catalog.named("warranty_certificate")


def test_a_logo_stands_on_the_cover_of_the_certificate_and_its_blank(folder):
    Image.new("RGBA", (300, 100), (*RED, 128)).save(folder / "标志.png")
    workspace = settled(folder, logo='"标志.png"')
    report = fill(workspace, WARRANTY, [WARRANTY.sample])
    (record, *_) = report.files[0].records
    for data in ((folder / record.file).read_bytes(), printable(workspace, WARRANTY)):
        ((said, picture),) = shown(data)
        assert said == "单位标志"
        assert Image.open(io.BytesIO(picture)).size == (300, 100)


SURVEY = catalog.named("satisfaction_survey")


def surveyed(workspace: Workspace, medium: Medium) -> bytes:
    report = fill(workspace, SURVEY, [SURVEY.sample], medium=medium)
    return (workspace.folder() / report.files[0].records[0].file).read_bytes()


def shown_on(data: bytes, medium: Medium) -> list[bytes]:
    if medium == "docx":
        return [picture for _, picture in shown(data)]
    page = openpyxl.load_workbook(io.BytesIO(data)).active
    return [one._data() for one in page._images]


@pytest.mark.parametrize("medium", ["docx", "xlsx"])
def test_the_survey_carries_logo_and_code_in_word_and_excel(folder, medium):
    assert shown_on(surveyed(find(folder, clock=CLOCK), medium), medium) == []
    Image.new("RGBA", (300, 100), (*RED, 128)).save(folder / "标志.png")
    workspace = settled(folder, logo='"标志.png"', qr="true")
    logo, code = shown_on(surveyed(workspace, medium), medium)
    assert Image.open(io.BytesIO(logo)).size == (300, 100)
    assert Image.open(io.BytesIO(code)).mode == "1"


def test_the_survey_set_straight_carries_logo_and_code(folder):
    Image.new("RGBA", (300, 100), (*RED, 128)).save(folder / "标志.png")
    workspace = settled(folder, logo='"标志.png"', qr="true")
    surveyed(workspace, "xlsx")
    (line,) = pdf.make(workspace, ["SLJZ-AZB-MYD-2026-0001"], pdf.wish()).lines
    page = pypdfium2.PdfDocument(workspace.folder() / line.file)[0]
    assert len(list(page.get_objects(filter=[IMAGE], max_depth=9))) == 2


@pytest.mark.parametrize(
    ("name", "why"), [("没有.png", "找不到文件"), ("formkit.toml", "不是图片")]
)
def test_a_logo_that_cannot_be_used_stops_the_run_and_says_why(folder, name, why):
    workspace = settled(folder, logo=f'"{name}"')
    with pytest.raises(ProfileError) as refused:
        fill(workspace, WARRANTY, [WARRANTY.sample])
    assert refused.value.code == "FK-PIC-020"
    assert why in str(refused.value)


# -- a company's own trusted template ------------------------------------------------------------


def box(paragraph: Any, words: str, wide: int, high: int) -> None:
    """Put a grey box with this alternative text into a paragraph, as Word would."""
    stream = io.BytesIO()
    Image.new("RGB", (wide, high), "grey").save(stream, "PNG")
    size = {"width": Mm(wide), "height": Mm(high)}
    drawn = paragraph.add_run().add_picture(io.BytesIO(stream.getvalue()), **size)
    drawn._inline.docPr.set("descr", words)


def own_template(*lines: str, photos: bool = True) -> bytes:
    """Return a template that only docxtpl understands, with boxes for all pictures."""
    document = docx.Document()
    box(document.sections[0].header.paragraphs[0], "{标志}", 40, 15)
    box(document.add_paragraph("编号 {{ form.number }}{{ ' ' * 2 }}"), "{二维码}", 16, 16)
    for line in ("工程 {% set x = project.project_name %}{{ x }}", *lines):
        document.add_paragraph(line)
    if photos:
        table = document.add_table(4, 2, style="Table Grid")
        table.cell(0, 0).text = "{%tr for row in photo_rows %}"
        for column, side in enumerate(("left", "right")):
            box(table.cell(1, column).paragraphs[0], f"{{{{ row.{side}.picture }}}}", 60, 45)
            table.cell(2, column).text = f"{{{{ row.{side}.caption }}}}"
        table.cell(3, 0).text = "{%tr endfor %}"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def trusted(folder: Path, template: bytes) -> Trusting:
    """Put a template into the workspace and trust it."""
    (folder / "forms/templates/visit_record.docx").write_bytes(template)
    return trust(find(folder, clock=CLOCK), "visit_record", by="张三", reason="沿用旧系统的模板")


def visit(workspace: Workspace) -> OfficialRecord:
    """Return the record with the template of the workspace."""
    return catalog.load("visit_record", workspace.forms)


def given(folder: Path) -> Path:
    """Return the ledger with three photographs, of a workspace with logo and code."""
    Image.new("RGBA", (300, 100), (*RED, 128)).save(folder / "标志.png")
    settled(folder, logo='"标志.png"', qr="true")
    return ledger(folder, photo("照片/1.jpg"), photo("照片/2.jpg", "屋面"), photo("照片/1.jpg", "再看"))  # fmt: skip


def test_a_trusted_template_prints_logo_code_and_photographs(folder):
    source = given(folder)
    assert trusted(folder, own_template()).trusted
    workspace = find(folder, clock=CLOCK)
    data = made(workspace, source, visit(workspace))
    (code, *photographs) = shown(data)
    assert code[0] == "二维码:编号 SLJZ-GCB-HF-2026-0001 第1版"
    assert colours(photographs) == ["红", "蓝", "红"]
    assert captions(data) == ["照片1 渗水部位", "照片2 屋面", "照片3 再看"]
    header = docx.Document(io.BytesIO(data)).sections[0].header
    (logo,) = header.part.related_parts.values()
    assert Image.open(io.BytesIO(logo.blob)).size == (300, 100)
    assert [one.blob for one in header.part.package.image_parts].count(logo.blob) == 1


def test_a_trusted_template_without_pictures_to_print_has_no_boxes_left(folder):
    assert trusted(folder, own_template()).trusted
    workspace = find(folder, clock=CLOCK)
    data = made(workspace, ledger(folder, {"name": "函件", "kind": "函件"}), visit(workspace))
    assert shown(data) == []
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert [name for name in package.namelist() if "media" in name] == []
    assert printable(workspace, visit(workspace))


def test_the_pictures_of_a_trusted_template_are_the_same_again_and_from_workers(folder):
    source = given(folder)
    trusted(folder, own_template())
    workspace = find(folder, clock=CLOCK)
    first = made(workspace, source, visit(workspace))
    assert (
        fill(workspace, visit(workspace), [source]).files[0].records[0].outcome is Outcome.UNCHANGED
    )
    (file,) = (folder / "输出").glob("*.docx")
    file.unlink()
    (record,) = fill(workspace, visit(workspace), [source], pace=Pace(jobs=2)).files[0].records
    assert (folder / record.file).read_bytes() == first


def test_trust_and_check_say_which_pictures_a_template_prints(folder):
    for found in (trusted(folder, own_template()).findings, template_check(find(folder, clock=CLOCK), "visit_record", None)):  # fmt: skip
        (told,) = [one for one in found if one.code == "FK-PIC-006"]
        assert "标志、二维码、photo_rows[].left.picture、photo_rows[].right.picture" in told.found
    (told,) = [one for one in trusted(folder, own_template(photos=False)).findings if one.code == "FK-PIC-006"]  # fmt: skip
    assert "photo_rows" not in told.found


def test_the_check_says_the_pictures_of_a_companys_strict_template_too(folder):
    template = (folder.parent / "自己的.docx").resolve()
    template.write_bytes(own_without_docxtpl())
    found = template_check(find(folder, clock=CLOCK), "visit_record", template)
    (told,) = [one for one in found if one.code == "FK-PIC-006"]
    assert "图片:二维码。" in str(told) or "图片:二维码" in told.found
    assert not any(one.code == "FK-PIC-006" for one in template_check(find(folder, clock=CLOCK), "visit_record", None))  # fmt: skip


def own_without_docxtpl() -> bytes:
    document = docx.Document()
    box(document.add_paragraph("{{ form.number }}"), "{二维码}", 16, 16)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_a_trusted_template_that_names_an_unknown_picture_is_not_trusted(folder):
    document = docx.Document(io.BytesIO(own_template()))
    box(document.add_paragraph(), "{{ form.seal.picture }}", 20, 20)
    stream = io.BytesIO()
    document.save(stream)
    found = trusted(folder, stream.getvalue())
    assert not found.trusted
    (told,) = [one for one in found.findings if one.blocks]
    assert (told.code, "form.seal" in told.found) == ("FK-TPL-050", True)


def test_a_name_in_an_alternative_text_that_is_no_pictures_is_told(folder):
    document = docx.Document(io.BytesIO(own_template()))
    box(document.add_paragraph(), "{{ form.seal }}", 20, 20)
    stream = io.BytesIO()
    document.save(stream)
    found = trusted(folder, stream.getvalue())
    assert found.trusted
    assert "form.seal" in " ".join(one.found for one in found.findings if one.code == "FK-PIC-008")


def test_a_logo_written_as_a_text_is_told_when_the_template_is_trusted(folder):
    found = trusted(folder, own_template("{{ form.logo }}"))
    assert found.trusted
    assert "FK-PIC-007" in [one.code for one in found.findings]


@pytest.mark.office
@pytest.mark.slow
def test_the_pdf_of_a_trusted_template_shows_its_pictures(folder):
    source = given(folder)
    trusted(folder, own_template())
    workspace = find(folder, clock=CLOCK)
    made(workspace, source, visit(workspace))
    (line,) = pdf.make(workspace, ["SLJZ-GCB-HF-2026-0001"], pdf.wish()).lines
    assert line.outcome is Outcome.MADE
    pages = pypdfium2.PdfDocument(folder / line.file)
    assert sum(len(list(page.get_objects(filter=[IMAGE], max_depth=9))) for page in pages) == 5
