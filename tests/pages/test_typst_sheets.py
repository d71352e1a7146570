"""PDFs straight from the layout: what is printed, how the file is built, what is refused."""

from __future__ import annotations

import io
import logging
import unicodedata
from contextlib import suppress
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import pdfa

from formkit import catalog
from formkit.kernel.errors import OutputError, TemplateError
from formkit.kernel.text import Unprintable, clean
from formkit.pdf.proof import page_texts
from formkit.pipeline.sheets import sheet_of
from proof import NAUGHTY, cases, every_character

RECORDS = {record.slug: record for record in catalog.records()}
LONG = "顶层东户卧室外墙内侧有渗水痕迹,雨后明显,墙面涂料起皮,其余部位未见异常。" * 7 + "到此为止。"


def said(pdf: bytes) -> str:
    """Return the text of all pages without blanks; PDFium has a sign of its own for a last hyphen."""
    return "".join("".join(page_texts(pdf)).replace("\ufffe", "-").split())


def folded(text: str) -> str:
    """Return the text as PDFium tells it: ligatures in letters."""
    return unicodedata.normalize("NFKC", text)


def test_every_sample_of_every_form_is_an_archival_pdf(sheets, views, properties):
    logging.disable(logging.WARNING)
    for name, view in views.items():
        made = sheets[name.rpartition("-")[0]].render(view, properties=properties)
        report = pdfa.validate_written(io.BytesIO(made), "2b")
        assert report.passed, (name, report.findings)
    logging.disable(logging.NOTSET)


def test_every_blank_is_an_archival_pdf_within_its_page_limit(workspace, blanks):
    for slug, record in RECORDS.items():
        sheet = sheet_of(workspace, record, by_hand=True)
        made = sheet.render(blanks[slug])
        assert pdfa.validate_written(io.BytesIO(made), "2b").passed
        assert len(page_texts(made)) <= record.manifest.page_limit.pages


def test_every_sample_keeps_to_its_page_limit(sheets, views):
    for name, view in views.items():
        slug = name.rpartition("-")[0]
        assert sheets[slug].pages(view) <= RECORDS[slug].manifest.page_limit.pages


def test_the_same_record_gives_the_same_bytes(visit_sheet, visit, properties, workspace):
    made = visit_sheet.render(visit, properties=properties)
    visit_sheet.render(visit | {"remarks": "别的"}, properties=properties)
    again = sheet_of(workspace, RECORDS["visit_record"])
    assert visit_sheet.render(visit, properties=properties) == made
    assert again.render(visit, properties=properties) == made


def test_the_file_says_whose_it_is_when_and_in_which_language(visit_sheet, visit, properties):
    made = visit_sheet.render(visit, properties=properties)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        told = {key: str(value) for key, value in pdf.docinfo.items()}
        assert told["/Title"] == properties.title
        assert told["/Author"] == properties.author
        assert told["/Subject"] == properties.subject
        assert "P2026-001" in told["/Keywords"]
        assert told["/CreationDate"].startswith("D:20261102160000")  # 0:00 of the 3rd in China
        assert pdf.Root.Lang == "zh-CN"
        assert pdf.Root.MarkInfo.Marked
        with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
            assert metadata["dc:identifier"] == properties.identifier
            assert metadata["dc:title"] == properties.title


def test_all_fonts_are_embedded_and_nothing_can_act(visit_sheet, visit):
    with pikepdf.open(io.BytesIO(visit_sheet.render(visit))) as pdf:
        fonts = [
            one for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
        ]  # fmt: skip
        assert fonts
        assert all("/FontFile2" in one or "/FontFile3" in one for one in fonts)
        for key in ("/OpenAction", "/AA", "/AcroForm", "/Names"):
            assert key not in pdf.Root
        assert all("/Annots" not in page for page in pdf.pages)


INJECTED = [
    '#read("/etc/passwd")', "$x^2$", "*粗*", "_斜_", "@引用", "<标签>", "https://example.com/a?b=1",
    "= 标题", "- 项", "+ 项", "/ 词: 义", "`代码`", "\\u{4e00}", "\\", '"', "#import", "[内容]",
    "~", "---", "...", "'单' \"双\"", "{{ form.number }}", "{% for x in y %}", "%", "// 注", "/* 注 */",
    "<</JS", "(1) Tj", "&amp;<b>", "1/2", "-?", "\U00020bb7䶮喆", "☑□√㎡≤±℃", "Ⅲ①②", "a\nb",
]  # fmt: skip


@pytest.mark.parametrize("text", INJECTED)
def test_what_was_typed_is_printed_as_typed(visit_sheet, visit, text):
    view = visit | {"remarks": text, "opinion_defects": f"前{text}后", "visitee_name": text}
    assert said(visit_sheet.render(view)).count("".join(text.split())) >= 3


# Right to left, and signs that stand on others: PDFium tells them in another order, so a sheet
# that holds a row of them is refused rather than issued unproven.
ANOTHER_ORDER = {"R", "AL", "AN", "NSM", "BN"}


@pytest.mark.proof
def test_every_character_that_some_font_has_is_printed_and_read_back(visit_sheet, visit):
    everything, printed, refused = every_character(visible=True), 0, 0
    step = cases(2_000, 20_000)
    for at in range(0, cases(30_000, len(everything)), step):
        some = [
            one
            for one in everything[at : at + step]
            if unicodedata.bidirectional(one) not in ANOTHER_ORDER
        ]
        missing = visit_sheet.missing_signs(visit | {"remarks": "".join(some)})
        left = "".join(one for one in some if one not in missing)
        for start in range(0, len(left), 500)[:: cases(4, 1)]:
            piece = left[start : start + 500]
            try:
                visit_sheet.render(visit | {"remarks": piece})  # reads it back, sign by sign
                printed += len(piece)
            except OutputError:  # a sign that is shaped into one without a font: told, not issued
                refused += len(piece)
    assert printed > cases(2_000, 40_000)
    assert refused < printed / 5


def test_the_naughty_strings_are_printed_as_typed_or_the_sheet_is_not_made(visit_sheet, visit):
    printed = 0
    for start in range(0, len(NAUGHTY), 8):
        texts = []
        for typed in NAUGHTY[start : start + 8]:
            with suppress(Unprintable):
                texts.append(clean(typed, multiline=True))
        texts = [one for one in texts if not visit_sheet.missing_signs(visit | {"remarks": one})]
        view = visit | {"opinion_defects": "\n".join(texts), "remarks": "".join(texts)}
        try:
            shown = folded(said(visit_sheet.render(view)))
        except OutputError:
            continue
        whole = sum(folded("".join(one.split())) in shown for one in texts)
        assert whole >= len(texts) - 1, texts  # one may lie on both sides of a page's end
        printed += whole
    assert printed > 400


printable = st.text(
    st.sampled_from(
        "的一是在不了有和人这中大为上个国我以要他ABCxyz0189 \n#$*_@<>[]{}()\"'\\`~=+-/%&|^;:,.!?,。、;:「」()□☑√㎡"
    ),
    max_size=40,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=printable)
def test_any_text_is_read_back_whole(visit_sheet, visit, text):
    try:
        text = clean(text, multiline=True)
    except Unprintable:
        return
    made = visit_sheet.render(visit | {"opinion_defects": text, "remarks": text})
    assert said(made).count("".join(text.split())) >= 2


def test_an_attachment_of_which_little_is_known_prints_no_hole(visit_sheet, visit):
    known = [("", ""), ("照片", ""), ("", "3"), ("照片", "3")]
    rows = [{"name": "渗水", "kind_text": kind, "count": count} for kind, count in known]
    shown = said(visit_sheet.render(visit | {"attachments": rows}))
    assert "渗水;渗水(照片);渗水3张;渗水(照片)3张" in shown


def test_a_missing_name_stops_the_sheet_and_is_named(visit_sheet, visit):
    view = {name: value for name, value in visit.items() if name != "opinion_defects"}
    with pytest.raises(TemplateError) as caught:
        visit_sheet.render(view)
    assert caught.value.code == "FK-TPL-060"
    assert "opinion_defects" in str(caught.value)


def test_a_missing_name_in_a_row_stops_the_sheet(visit_sheet, visit):
    row = {name: value for name, value in visit["issues"][0].items() if name != "agreed_action"}
    with pytest.raises(TemplateError) as caught:
        visit_sheet.render(visit | {"issues": [row]})
    assert "agreed_action" in str(caught.value)


@pytest.mark.parametrize("value", [None, 1.5, True, b"x"])
def test_what_is_no_text_stops_the_sheet(visit_sheet, visit, value):
    with pytest.raises(TemplateError):
        visit_sheet.render(visit | {"remarks": value})


def test_a_long_list_goes_on_under_its_head_on_a_continued_sheet(visit_sheet, visit):
    issues = [visit["issues"][0] | {"index": str(number + 1)} for number in range(20)]
    first, *others = page_texts(visit_sheet.render(visit | {"issues": issues}))
    assert "(续表)" not in first
    assert others
    for page in others:
        assert page.startswith("工程回访记录(续表)")
        assert "编号:SLJZ-GCB-XX-2026-0001" in page
    assert "返修商定" in others[0]
    assert f"共 {len(others) + 1} 页" in first


def test_the_longest_texts_run_on_and_are_printed_to_their_last_sign(visit_sheet, visit):
    long = {name: LONG for name in visit if name.startswith("opinion_")}
    made = visit_sheet.render(visit | long | {"action_plan": LONG})
    assert len(page_texts(made)) > 1
    assert said(made).count(LONG) == 6


def test_a_cell_longer_than_a_page_goes_on(visit_sheet, visit):
    made = visit_sheet.render(visit | {"remarks": LONG * 30, "opinion_defects": LONG * 20})
    assert len(page_texts(made)) >= 3


def test_a_number_that_no_cell_holds_is_broken_inside_it(visit_sheet, visit):
    number = "SLJZ-GCB-" + "0123456789" * 12
    made = visit_sheet.render(visit | {"plan_no": number})
    with pypdfium2.PdfDocument(made) as document:
        page = document[0]
        text = page.get_textpage()
        right = max(text.get_charbox(at)[2] for at in range(text.count_chars()))
        assert right <= page.get_width() - 20 / 25.4 * 72 + 1
    assert number in said(made)


def test_a_unit_of_many_signs_leaves_head_and_foot_on_the_paper(visit_sheet, visit):
    form = visit["form"] | {
        "unit": "示例建筑工程有限公司第一分公司" * 10, "form_no": "QR-07-03-甲" * 8,
    }  # fmt: skip
    issues = [visit["issues"][0] | {"index": str(number + 1)} for number in range(20)]
    made = visit_sheet.render(visit | {"form": form, "issues": issues})
    with pypdfium2.PdfDocument(made) as document:
        for page in document:
            text = page.get_textpage()
            boxes = [text.get_charbox(at) for at in range(text.count_chars())]
            assert min(box[1] for box in boxes if box[3] > box[1]) > 10
            assert max(box[3] for box in boxes) < page.get_height() - 10


def test_pages_can_be_looked_at(visit_sheet, visit):
    (page,) = visit_sheet.png(visit, ppi=50)
    assert page.startswith(b"\x89PNG")
    assert visit_sheet.pages(visit) == 1


def test_a_sign_that_no_font_has_is_told_with_its_code_point(visit_sheet, visit):
    view = visit | {"remarks": "\U0003fffd"}
    assert visit_sheet.missing_signs(view) == ["\U0003fffd"]
    with pytest.raises(OutputError) as caught:
        visit_sheet.render(view)
    assert caught.value.code == "FK-FNT-001"
    assert "U+3FFFD" in str(caught.value)


def test_pages_that_say_something_else_are_not_given_out(visit_sheet, visit):
    expected = visit_sheet._text.expected(visit)
    pages = page_texts(visit_sheet.render(visit))
    expected.compare(pages)
    for other in (
        [pages[0].replace("云岭市", "云峰市")],
        [pages[0].replace("地下车库", "", 1)],
        [pages[0], pages[0]],
        [],
        [pages[0].replace("共 1 页", "共 2 页")],
    ):
        with pytest.raises(OutputError) as caught:
            expected.compare(other)
        assert caught.value.code == "FK-PDF-031"


def test_properties_are_data_too(visit_sheet, visit, properties):
    odd = replace(properties, title='#panic("x") *', author="*a*_b_", identifier="A&B<1>")
    with pikepdf.open(io.BytesIO(visit_sheet.render(visit, properties=odd))) as pdf:
        assert str(pdf.docinfo["/Title"]) == odd.title
