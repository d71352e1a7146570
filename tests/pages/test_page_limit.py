"""Papers over their form's page limit: reckoned cheaply, counted where in doubt, told with a cure."""

from __future__ import annotations

import re
from bisect import bisect
from itertools import compress

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


def test_a_long_text_is_named_with_how_much_to_cut(visit_limit, visit):
    view = visit | {"opinion_defects": (SENTENCE * 20)[:500]}
    (found,) = visit_limit.found(view, places("visit_record"))
    assert (found.code, found.level) == ("FK-PAG-001", Level.WARNING)
    assert "印出来要 2 页" in found.found
    assert "500 字" in found.found
    assert found.place.path == "opinion_defects"
    cut, kept = advised(found)
    assert list(cut) == ["施工缺陷及返修意见"]
    assert 0 < cut["施工缺陷及返修意见"] == 500 - kept


def advised(found):
    """Return what a finding says: the signs to cut from each field, and those that it keeps."""
    cut = re.findall(r"「([^」]+)」(\d+) 字", found.remedy)
    return {label: int(signs) for label, signs in cut}, int(
        re.search(r"余 (\d+) 字", found.remedy)[1]
    )


def after(view, slug, found, *, from_the_end):
    """Return the view as it is when somebody does what a finding says."""
    cut, _kept = advised(found)
    paths = {RECORDS[slug].shape.label_of(name): name for name in view if name != "form"}
    done = {}
    for label, signs in cut.items():
        said = view[paths[label]]
        done[paths[label]] = said[:-signs] if from_the_end else said[signs:]
    return view | done


LONG = {
    "visit_record": [*OPINIONS, "usage_feedback", "action_plan", "remarks"],
    "complaint_form": ["content", "demand", "verified_facts", "cause", "measure", "remarks"],
    "satisfaction_survey": ["best_aspect", "worst_aspect", "comments", "remarks"],
    "survey_report": ["overview", "cause_analysis", "measures", "conclusion", "remarks"],
}
WORDS = st.sampled_from(
    ["渗水", "墙面", ",", "。", "((", "《", "C30", "100 mm", "W", "1", "\n", "——"]
)
LENGTHS = st.sampled_from([60, 199, 201, 350, 800, 1500, 2000])


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    slug=st.sampled_from(sorted(LONG)),
    which=st.lists(st.booleans(), min_size=6, max_size=6),
    piece=st.sampled_from(["字", SENTENCE, "C30 渗水 100 mm,"]),
)
def test_the_longest_texts_that_are_reckoned_to_keep_the_limit_keep_it(
    sheets, views, slug, which, piece
):
    names = list(compress(LONG[slug], which)) or LONG[slug]
    limit = RECORDS[slug].manifest.page_limit.pages

    def of(signs: int) -> dict[str, object]:
        return views[f"{slug}-1"] | dict.fromkeys(names, (piece * 6000)[:signs])

    signs = bisect(range(1, 6000), limit, key=lambda n: RECKONED[slug].room(of(n)).pages)
    assert sheets[slug].pages(of(signs)) <= limit


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data(), slug=st.sampled_from(sorted(LONG)))
def test_who_cuts_what_is_advised_is_within_the_limit(workspace, sheets, views, data, slug):
    texts = {}
    for name in data.draw(st.lists(st.sampled_from(LONG[slug]), unique=True, min_size=1)):
        words = (
            data.draw(st.lists(WORDS, min_size=1, max_size=12)) if data.draw(st.booleans()) else []
        )
        piece = "".join(words) or SENTENCE
        texts[name] = (piece * 2000)[: data.draw(LENGTHS)].strip()
    view = views[f"{slug}-1"] | texts
    limit = Limit(workspace, RECORDS[slug])
    for found in limit.found(view, places(slug)):
        if found.code not in {"FK-PAG-001", "FK-PAG-003"}:
            continue
        for from_the_end in (True, False):
            done = after(view, slug, found, from_the_end=from_the_end)
            assert sheets[slug].pages(done) <= RECORDS[slug].manifest.page_limit.pages


@pytest.mark.parametrize("signs", [(2000, 1500), (2000, 2000, 2000), (3000,), (1616, 1500)])
def test_of_several_long_texts_as_much_is_cut_as_must_be(workspace, sheets, views, signs):
    texts = dict(zip(("content", "verified_facts", "cause"), signs, strict=False))
    view = views["complaint_form-1"] | {
        name: (SENTENCE * 100)[:count] for name, count in texts.items()
    }
    (found,) = Limit(workspace, RECORDS["complaint_form"]).found(view, places("complaint_form"))
    assert found.code == ("FK-PAG-003" if len(signs) > 1 else "FK-PAG-001")
    cut, kept = advised(found)
    assert list(cut.values()) == [count - kept for count in signs]
    sheet = sheets["complaint_form"]
    assert sheet.pages(after(view, "complaint_form", found, from_the_end=True)) == 2
    assert sheet.pages(view | {name: view[name][: kept + 100] for name in texts}) > 2


def test_a_text_in_a_row_is_named_with_its_row(visit_limit, visit_sheet, visit):
    issue = visit["issues"][0]
    view = visit | {"issues": [issue, issue | {"description": SENTENCE * 15}]}
    (found,) = visit_limit.found(view, places("visit_record"))
    assert (found.code, found.place.path) == ("FK-PAG-001", "issues.1.description")
    ((label, signs),) = advised(found)[0].items()
    assert "第2行" in label
    shorter = issue | {"description": (SENTENCE * 15)[:-signs]}
    assert visit_sheet.pages(visit | {"issues": [issue, shorter]}) == 1


def test_where_no_cut_helps_no_number_is_told(visit_limit, visit):
    project = visit["project"] | {"project_name": SENTENCE * 40}
    view = visit | {"project": project, "issues": []}
    (found,) = visit_limit.found(view, places("visit_record"))
    assert found.code == "FK-PAG-005"
    assert "续表" in found.remedy


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
