"""The printed page, as LibreOffice lays it out: page limits, continued sheets, repeated heads.

The faces are those of `tests/fonts.conf`, nearest to the ones of Windows.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from formkit import catalog
from formkit.imaging.code import code
from formkit.intake import reader
from formkit.kernel.clock import FixedClock
from formkit.kernel.gate import Gate
from formkit.kernel.picture import Picture
from formkit.kernel.resources import samples_folder
from formkit.pipeline.blank import printable
from formkit.pipeline.demo import demo
from formkit.pipeline.examine import Examiner
from formkit.pipeline.paper import print_facts
from formkit.pipeline.sheets import sheet_of
from formkit.pipeline.workspace import Workspace, find
from formkit.render import compile_template
from formkit.schemas.view import Shot, photo_rows

pytestmark = [pytest.mark.office, pytest.mark.slow]

CLOCK = FixedClock(datetime(2026, 11, 23, 9, 0))
RECORDS = {record.slug: record for record in catalog.records()}
SENTENCE = "顶层东户卧室外墙内侧有渗水痕迹,雨后明显,墙面涂料起皮,其余部位未见异常。"
LONG = (SENTENCE * 12)[:300]


@pytest.fixture(scope="session")
def workspace(tmp_path_factory) -> Workspace:
    folder = tmp_path_factory.mktemp("demo")
    demo(folder, clock=CLOCK)
    return find(folder, clock=CLOCK)


@pytest.fixture(scope="session")
def views(workspace):
    """Return the views of all samples: those that everybody sees in the demo."""
    found = {}
    for slug, record in RECORDS.items():
        examiner = Examiner(workspace, record, gate=Gate.ISSUE)
        facts = print_facts(workspace, record, workspace.profile(), number="SLJZ-GCB-XX-2026-0001")
        for number, raw in enumerate(reader.read(record.sample, record.shape).records, start=1):
            found[f"{slug}-{number}"] = record.view.view_of(examiner.examine(raw).record, facts)
    return found


@pytest.fixture(scope="session")
def pages(tmp_path_factory, views):
    """Return the text of every page of every document, by its name; converted in one go."""
    folder: Path = tmp_path_factory.mktemp("pages")
    for name, view in views.items():
        record = RECORDS[name.rpartition("-")[0]]
        for medium in record.manifest.media:
            made = compile_template(record.template(medium)).render(view)
            (folder / f"{name}-{medium}.{medium}").write_bytes(made)
    for slug, record in RECORDS.items():
        bare = Workspace(None, find(samples_folder()).settings)
        (folder / f"{slug}-blank.docx").write_bytes(printable(bare, record))
    made_up = {
        "visit_record": visits(views["visit_record-1"]),
        "complaint_form": {"complaint-long": complaint(views["complaint_form-1"])},
        "warranty_certificate": {"warranty-repairs": repairs(views["warranty_certificate-1"])},
    }
    for slug, found in made_up.items():
        template = compile_template(RECORDS[slug].template("docx"))
        for name, view in found.items():
            (folder / f"{name}.docx").write_bytes(template.render(view))
    for name, view in pictured(views).items():
        template = compile_template(RECORDS[name.partition("-")[0]].template("docx"))
        document = template.render(view, pictures=PICTURES)
        (folder / f"{name}.docx").write_bytes(document)
    convert(folder)
    return {pdf.stem: text_of(pdf) for pdf in folder.glob("*.pdf")}


def visits(view):
    """Return a visit with 3 issues, one with 20, one with the longest texts."""
    issue = view["issues"][0]
    opinions = {name: LONG for name in view if name.startswith("opinion_")}
    return {
        f"visit-{count}": view | {"issues": [issue | {"index": str(n + 1)} for n in range(count)]}
        for count in (3, 8, 20)
    } | {"visit-long": view | opinions | {"usage_feedback": LONG, "action_plan": LONG}}


def complaint(view):
    """Return a complaint with as many rows and as long texts as its page limit names.

    The project's name has 47 signs, the address 80: the longest that are met.
    """
    when = dict(RECORDS["complaint_form"].manifest.page_limit.when)
    rows = view["responsible_persons"][:1] * when.pop("responsible_persons")
    longest = {
        "responsible_persons": rows,
        "project": view["project"] | {"project_name": LONG[:47]},
        "complainant_address": LONG[:80],
    }
    return view | longest | {name: LONG[:most] for name, most in when.items()}


def repairs(view):
    """Return a certificate with more repairs than one page holds."""
    row = dict.fromkeys(["location", "problem", "cause", "measure"], SENTENCE) | {
        "date": "2026年10月12日", "finished_on": "2026年11月12日", "result_text": "合格",
        "ref_no": "SLJZ-GCB-WXD-2026-0010",
    }  # fmt: skip
    return view | {"repair_entries": [row | {"index": str(n)} for n in range(1, 13)]}


PICTURES = {
    "code": code("SLJZ-GCB-XX-2026-0001", 1, "0" * 64),
    **{
        f"photo{n}": Picture(stream.getvalue(), "jpeg", *size)
        for n, size in enumerate([(400, 300), (300, 400)])
        if Image.new("RGB", size, "grey").save(stream := BytesIO(), "JPEG") is None
    },
}


def pictured(views):
    """Return every form with a code, and the longest ones with photographs on pages behind them."""
    with_code = {
        f"{slug}-code": views[f"{slug}-1"] | {"form": views[f"{slug}-1"]["form"] | {"qr": "code"}}
        for slug in ("visit_record", "complaint_form", "warranty_certificate")
    }
    photos = photo_rows([Shot(f"photo{n % 2}", f"照片{n + 1} {SENTENCE}") for n in range(7)])
    longest = complaint(views["complaint_form-1"])
    return with_code | {
        "visit_record-photos": with_code["visit_record-code"] | {"photo_rows": photos},
        "complaint_form-photos": longest
        | {"form": longest["form"] | {"qr": "code"}, "photo_rows": photos},
    }


def convert(folder: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    fonts = Path(__file__).resolve().parent.parent / "fonts.conf"
    subprocess.run(
        [
            str(office), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
            "--convert-to", "pdf", "--outdir", str(folder),
            *(str(path) for path in sorted(folder.iterdir()) if path.suffix in (".docx", ".xlsx")),
        ],
        env=os.environ | {"FONTCONFIG_FILE": str(fonts)},
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip


def text_of(pdf: Path) -> list[str]:
    """Return the text of each page, without blanks."""
    said = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, encoding="utf-8"
    )
    return ["".join(page.split()) for page in said.stdout.split("\f")[:-1]]


def test_every_sample_keeps_to_its_page_limit(pages, views):
    too_long = {}
    for name in views:
        limit = RECORDS[name.rpartition("-")[0]].manifest.page_limit
        counts = [len(found) for stem, found in pages.items() if stem.startswith(f"{name}-")]
        assert counts
        if limit and max(counts) > limit.pages:
            too_long[name] = counts
    assert too_long == {}


def test_a_code_takes_no_room_from_a_form(pages):
    for slug in ("visit_record", "complaint_form", "warranty_certificate"):
        assert pages[f"{slug}-code"] == pages[f"{slug}-1-docx"]


def test_seven_photographs_take_two_pages_behind_the_form(pages):
    for slug, own in (("visit_record", 1), ("complaint_form", 2)):
        first, second = pages[f"{slug}-photos"][own:]
        captions = [n for n in range(1, 8) if f"照片{n}顶层东户" in first]
        assert captions == [1, 2, 3, 4, 5, 6], slug
        assert "附照片" in first
        assert "照片7顶层东户" in second


def test_set_straight_from_the_layout_a_record_has_as_many_pages(pages, views, workspace):
    sheets = {slug: sheet_of(workspace, record) for slug, record in RECORDS.items()}
    made_up = {
        **{name: ("visit_record", view) for name, view in visits(views["visit_record-1"]).items()},
        "complaint-long": ("complaint_form", complaint(views["complaint_form-1"])),
        "warranty-repairs": ("warranty_certificate", repairs(views["warranty_certificate-1"])),
    }
    samples = {f"{name}-docx": (name.rpartition("-")[0], view) for name, view in views.items()}
    for name, (slug, view) in {**samples, **made_up}.items():
        assert sheets[slug].pages(view) == len(pages[name]), name


def test_the_blank_keeps_to_the_page_limit(pages):
    for slug, record in RECORDS.items():
        assert len(pages[f"{slug}-blank"]) <= record.manifest.page_limit.pages


def test_no_page_is_empty(pages):
    for name, found in pages.items():
        for page in found:
            body = page.replace("第", "").replace("页", "").replace("共", "")
            assert len(body) > 40, name


def test_a_visit_with_as_many_issues_as_the_limit_names_is_one_page(pages):
    limit = RECORDS["visit_record"].manifest.page_limit
    assert limit.when == {"issues": 3}
    assert len(pages["visit-3"]) == limit.pages == 1


def test_a_complaint_with_texts_as_long_as_the_limit_names_keeps_to_it(pages):
    limit = RECORDS["complaint_form"].manifest.page_limit
    assert min(limit.when[name] for name in ("content", "cause", "measure")) >= 300
    assert len(pages["complaint-long"]) <= limit.pages == 2


def test_a_complaint_with_the_longest_texts_is_printed_to_its_last_sign(pages):
    whole = "".join(pages["complaint-long"])
    for sign in set(LONG):
        assert whole.count(sign) >= 8 * LONG.count(sign)


def test_no_page_ends_with_the_title_of_a_section(pages):
    for name in ("complaint-long", "complaint_form-1-docx", "complaint_form-blank"):
        for page in pages[name]:
            body = page.rpartition("第")[0].rpartition("第")[0]
            assert not body.endswith(("登记", "与判定", "与验证", "与纠正")), name


def test_a_repeated_head_has_a_row_under_it(pages):
    for page in pages["visit-8"][1:]:
        assert "返修商定" not in page or "地下车库" in page


def test_a_continued_list_of_repairs_repeats_its_title_and_keeps_dates_and_numbers_whole(pages):
    lists = [page for page in pages["warranty-repairs"] if "维修单号" in page]
    assert len(lists) > 1
    for page in lists:
        assert "七、保修情况记录" in page
    for whole in ("2026年10月12日", "2026年11月12日", "SLJZ-GCB-WXD-2026-0010"):
        assert "".join(lists).count(whole) == 12


def test_a_long_list_goes_on_under_its_head_on_a_continued_sheet(pages):
    first, *others = pages["visit-20"]
    assert "(续表)" not in first
    assert others
    for page in others:
        assert page.startswith("工程回访记录(续表)")
        assert "编号:SLJZ-GCB-XX-2026-0001" in page
    assert "返修商定" in others[0]


def test_the_longest_texts_are_printed_to_their_last_sign(pages):
    whole = "".join(pages["visit-long"])
    for sign in set(LONG):
        assert whole.count(sign) >= 7 * LONG.count(sign)


def test_pages_are_counted(pages):
    for name, found in pages.items():
        for number, page in enumerate(found, start=1):
            if name.startswith("warranty") and number == 1:
                continue  # the cover
            assert f"第{number}页共{len(found)}页" in page, name


def test_the_survey_begins_its_third_part_on_a_new_page(pages):
    for name in ("satisfaction_survey-1-docx", "satisfaction_survey-1-xlsx"):
        first, second = pages[name]
        assert "Ⅱ栏" in first
        assert "Ⅲ栏" in second
        assert "(续表)" in second


def test_the_certificate_leaves_eight_rows_to_write_in(pages):
    assert "保修情况记录" in pages["warranty_certificate-blank"][-1]
