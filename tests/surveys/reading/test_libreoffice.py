"""Workbooks that LibreOffice really opened and saved again."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date

import pytest
from returned import BANKS, FIVE, NA, RATING, THREE, In, Paper, Rich, make

from formkit.surveys.reading import workbook

pytestmark = pytest.mark.office
OFFICE = shutil.which("soffice") or shutil.which("libreoffice") or ""


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    papers = {
        "five": Paper(
            {
                ("Ⅲ", 1): {"满意": "√"},
                ("Ⅲ", 2): {"很满意": In("Wingdings", "ü")},
                ("Ⅲ", 3): {"一般": In("Wingdings 2", "R")},
                ("Ⅲ", 4): {RATING: "不满意"},
                ("Ⅲ", 5): {NA: "√"},
                ("Ⅲ", 6): {"满意": "/"},
                ("Ⅲ", 7): {"满意": Rich((("宋体", " "), ("Wingdings", "ü")))},
                ("Ⅲ", 8): {"满意": 1},
                ("Ⅲ", 9): {"满意": "√", RATING: "一般"},
            },
            {
                "overall": "满意",
                "comments": "ABC 公司\n很好 & <谢谢>",
                "name": "李四",
                "filled_on": date(2026, 9, 9),
            },
        ),
        "three": Paper(
            {("Ⅱ", n): {"满意": "√"} for n in range(1, 11)},
            bank=THREE,
            style="勾选",
            asked="Ⅱ",
            date1904=True,
        ),
    }
    for name, paper in papers.items():
        (folder / f"{name}.xlsx").write_bytes(make(paper).data)
    command = [
        OFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
        "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "saved"),
        *(str(folder / f"{name}.xlsx") for name in papers),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return {
        name: workbook.reply((folder / "saved" / f"{name}.xlsx").read_bytes(), name, BANKS)
        for name in papers
    }


def test_answers_survive_libreoffice(saved):
    reply = saved["five"]
    found = [("、".join(one["choices"]), one["na"]) for one in reply.entry["answers"]]
    assert found == [
        *(("满意", False), ("很满意", False), ("一般", False), ("不满意", False), ("", True)),
        *(("", True), ("满意", False), ("满意", False), ("满意", False), ("", False)),
    ]
    assert [one.code for one in reply.findings] == ["FK-SUR-051"]
    assert reply.unsure == ()
    assert reply.claim.bank_digest == FIVE.digest
    assert reply.entry["comments"] == "ABC 公司\n很好 & <谢谢>"
    assert reply.entry["surveyed_on"] == date(2026, 9, 9)


def test_the_second_half_and_the_other_epoch_survive_libreoffice(saved):
    reply = saved["three"]
    assert [one["choices"] for one in reply.entry["answers"]] == [["满意"]] * 10
    assert (reply.findings, reply.unsure) == ((), ())
