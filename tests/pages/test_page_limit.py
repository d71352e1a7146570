"""Papers over their form's page limit: reckoned cheaply, counted where in doubt, told with a cure."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formkit import catalog
from formkit.intake.raw import RawRecord
from formkit.kernel.findings import Level, Place
from formkit.layout import blocks
from formkit.layout.room import Reckoner
from formkit.pipeline.check import check
from formkit.pipeline.page_limit import Limit
from formkit.pipeline.rare_signs import RareSigns
from formkit.schemas.places import Places

RECORDS = {record.slug: record for record in catalog.records()}
RECKONED = {
    slug: Reckoner(blocks.load(catalog.manifest_data(slug, record.forms), source="表样"))
    for slug, record in RECORDS.items()
}
SENTENCE = "顶层东户卧室外墙内侧有渗水痕迹,雨后明显,墙面涂料起皮,其余部位未见异常。"
OPINIONS = ("opinion_structure", "opinion_appearance", "opinion_defects")


def places(slug: str) -> Places:
    raw = RawRecord({}, {}, Place(file="台账.xlsx", line=3), "1", ())
    return Places(RECORDS[slug].model, raw)


@pytest.fixture(scope="session")
def visit_limit(workspace):
    return Limit(workspace, RECORDS["visit_record"])


def test_the_room_of_every_sample_is_reckoned_to_the_page(sheets, views):
    for name, view in views.items():
        slug = name.rpartition("-")[0]
        assert RECKONED[slug].room(view).pages == sheets[slug].pages(view), name


@pytest.mark.parametrize("signs", [0, 200, 201, 300, 420])
def test_a_text_that_is_set_densely_is_reckoned_so(sheets, views, signs):
    texts = dict.fromkeys(("content", "cause", "measure", "remarks"), (SENTENCE * 12)[:signs])
    view = views["complaint_form-1"] | texts
    assert RECKONED["complaint_form"].room(view).pages == sheets["complaint_form"].pages(view)


texts = st.text(st.sampled_from("的一是在不了有和人这ABCxyz019 -,。(、;"), max_size=400)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(said=st.tuples(texts, texts, texts), rows=st.integers(0, 12))
def test_never_too_little_room_is_reckoned(visit_sheet, visit, said, rows):
    issues = [visit["issues"][0] | {"index": str(n + 1)} for n in range(rows)]
    view = visit | dict(zip(OPINIONS, said, strict=True)) | {"issues": issues}
    assert RECKONED["visit_record"].room(view).pages >= visit_sheet.pages(view)


def test_a_paper_within_its_limit_is_not_told_and_not_set(visit_limit, visit):
    assert list(visit_limit.found(visit, places("visit_record"))) == []


def test_a_long_text_is_named_with_how_much_to_cut_and_the_cut_suffices(
    visit_limit, visit_sheet, visit
):
    long = (SENTENCE * 20)[:500]
    view = visit | {"opinion_defects": long}
    (found,) = visit_limit.found(view, places("visit_record"))
    assert (found.code, found.level) == ("FK-PAG-001", Level.WARNING)
    assert "印出来要 2 页" in found.found
    assert "500 字" in found.found
    assert found.place.path == "opinion_defects"
    cut = int(re.search(r"删去约 (\d+) 字", found.remedy)[1])
    assert 0 < cut < 500
    assert visit_sheet.pages(view | {"opinion_defects": long[:-cut]}) == 1


def test_several_long_texts_are_named_together(visit_limit, visit):
    view = visit | dict.fromkeys((*OPINIONS, "usage_feedback"), SENTENCE * 8)
    (found,) = visit_limit.found(view, places("visit_record"))
    assert found.code == "FK-PAG-003"
    assert found.found.count("字") >= 3


def test_a_list_that_goes_on_is_no_fault(visit_limit, visit):
    view = visit | {"issues": [visit["issues"][0] | {"index": str(n)} for n in range(1, 21)]}
    (found,) = visit_limit.found(view, places("visit_record"))
    assert (found.code, found.level) == ("FK-PAG-002", Level.WARNING)
    assert "20 行" in found.found
    assert "续表" in found.remedy


PHOTO = {"picture": "p", "caption": "照片"}
PHOTOS = [{"index": str(n), "left": PHOTO, "right": PHOTO} for n in range(1, 8)]


def test_photographs_are_an_appendix_that_does_not_count(visit_limit, visit):
    view = visit | {"photo_rows": PHOTOS, "form": visit["form"] | {"logo": "logo"}}
    assert list(visit_limit.found(view, places("visit_record"))) == []


def test_a_long_text_is_told_of_a_paper_with_photographs_and_a_logo_as_without(visit_limit, visit):
    long = visit | {"opinion_defects": (SENTENCE * 20)[:500]}
    (plain,) = visit_limit.found(long, places("visit_record"))
    view = long | {"photo_rows": PHOTOS, "form": visit["form"] | {"logo": "logo"}}
    (found,) = visit_limit.found(view, places("visit_record"))
    assert (found.code, found.found, found.remedy) == (plain.code, plain.found, plain.remedy)
    assert "照片附页不计" in found.required
    assert "照片" not in plain.required


def test_a_company_with_a_word_template_of_its_own_is_not_judged_by_our_sheet(
    tmp_path, workspace, visit
):
    own = tmp_path / "forms"
    (own / "templates").mkdir(parents=True)
    (own / "templates" / "visit_record.docx").write_bytes(b"another")
    record = catalog.load("visit_record", (own, *workspace.forms))
    view = visit | {"opinion_defects": SENTENCE * 20}
    assert list(Limit(workspace, record).found(view, places("visit_record"))) == []


def test_check_tells_of_pages_and_of_signs_without_a_font(workspace):
    record = RECORDS["visit_record"]
    data = {
        "project_no": "P2026-001", "visited_on": "2026-11-18", "visitee_name": "欧阳𠮷",
        "opinion_defects": SENTENCE * 20, "usage_feedback": "\U0003fffd",
    }  # fmt: skip
    report = check(workspace, record, [[data]])
    codes = {found.code for found in report.findings()}
    assert {"FK-PAG-001", "FK-FNT-002"} <= codes


def test_rare_signs_that_some_font_has_are_not_told(workspace):
    data = {"visitee_name": "欧阳𠮷䶮喆", "remarks": "☑ ㎡ ℃ Ⅲ ≤"}
    assert list(RareSigns(workspace).found(data, places("visit_record"))) == []


def test_a_sign_without_a_font_is_told_once_with_its_field_and_what_to_install(workspace):
    data = {"visitee_name": "好", "remarks": "前\U0003fffd后\U0003fffd"}
    (found,) = RareSigns(workspace).found(data, places("visit_record"))
    assert found.level is Level.WARNING
    assert found.place.path == "remarks"
    assert "U+3FFFD" in found.found
    assert "字体" in found.remedy
