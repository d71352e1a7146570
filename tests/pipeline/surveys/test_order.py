"""What is taken does not hang on what the files are called, nor on where a handful ends."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formkit.kernel.clock import FixedClock
from formkit.kernel.resources import samples_folder
from formkit.pipeline.projects import import_projects
from formkit.pipeline.setup import CompanyEntry, init
from formkit.pipeline.surveys import returns
from formkit.pipeline.surveys.issue import Wish, issue
from formkit.pipeline.surveys.outcomes import Outcome
from formkit.pipeline.surveys.returns import ImportWish, import_surveys
from formkit.pipeline.workspace import find
from proof import cases

NOW = FixedClock(datetime(2026, 11, 25, 9, 30))
NUMBER = "SLJZ-AZB-MYD-2026-{:04d}"
SATISFIED, FAIR = "满意", "一般"
ANSWERS = {  # what each file answers, of which sheet; the last one marks an item twice
    "甲": (1, SATISFIED, ""),
    "甲另存": (1, SATISFIED, "另存"),
    "甲少了隐藏表": (1, SATISFIED, "隐藏表"),
    "甲改了": (1, FAIR, ""),
    "甲改了另存": (1, FAIR, "另存"),
    "甲两个勾": (1, SATISFIED, "两个勾"),
    "乙": (2, SATISFIED, ""),
}


@pytest.fixture(scope="module")
def sent_out(tmp_path_factory) -> Path:
    """A workspace with two surveys sent out, and beside it a file of every kind of answer."""
    folder = tmp_path_factory.mktemp("先后")
    root = folder / "售后"
    init(root, CompanyEntry(name="示例建筑工程有限公司", code="SLJZ"))
    workspace = find(root, clock=NOW)
    import_projects(workspace, samples_folder() / "projects.yaml")
    made = issue(workspace, Wish(projects=("P2026-001", "P2025-007"), surveyor="沈样张"))
    assert made.exit_code == 0
    (folder / "答卷").mkdir()
    for name, said in ANSWERS.items():
        _filled(root, folder / "答卷" / f"{name}.xlsx", *said)
    return folder


def _filled(root: Path, target: Path, number: int, word: str, how: str) -> None:
    (sent,) = (root / "输出").glob(f"{NUMBER.format(number)}_调查表_*.xlsx")
    book = openpyxl.load_workbook(sent)
    sheet = book["调查表"]
    rows = [
        int(book.defined_names[f"_fk_item_3_{item}"].attr_text.rpartition("$")[2])
        for item in range(1, 11)
    ]
    head = int(book.defined_names["_fk_head_3_1"].attr_text.rpartition("$")[2])
    columns = {cell.value: cell.column for cell in sheet[head]}
    for row in rows:
        sheet.cell(row, columns[word]).value = "√"
    if how == "两个勾":
        sheet.cell(rows[0], columns[FAIR]).value = "√"
    elif how == "隐藏表":
        del book["_meta"]
    elif how:
        book.properties.title = how
    book.save(target)


def _take(sent_out: Path, names: list[str], at_once: int, *, dry: bool = False):
    """Import the files, called by their places; return the outcomes by kind, and what is held."""
    with tempfile.TemporaryDirectory() as made, pytest.MonkeyPatch.context() as patch:
        patch.setattr(returns, "FILES_AT_ONCE", at_once)
        root, mail = Path(made) / "售后", Path(made) / "邮件"
        shutil.copytree(sent_out / "售后", root)
        mail.mkdir()
        for place, name in enumerate(names):
            shutil.copy(sent_out / "答卷" / f"{name}.xlsx", mail / f"{place}.xlsx")
        workspace = find(root, clock=NOW)
        report = import_surveys(workspace, [mail], ImportWish(dry_run=dry))
        register = workspace.register()
        with register.replies() as replies:
            held = sorted((one.key, one.state, one.content_sha) for one in replies.all())
        register.close()
        assert sum(report.counts().values()) == len(names)
        lines = [
            (names[int(Path(line.name).stem)], line.outcome, _codes(line)) for line in report.files
        ]
        return lines, held


def _codes(line) -> tuple[str, ...]:
    return tuple(sorted(found.code for reply in line.replies for found in reply.findings))


def _alike(lines) -> Counter:
    """Return the lines with twins as one kind: of two files that say the same, one is taken."""
    return Counter((_answer(name), outcome) for name, outcome, _codes in lines)


def _answer(name: str) -> tuple[int, str, bool]:
    number, word, how = ANSWERS[name]
    return number, word, how == "两个勾"


@given(
    files=st.lists(st.sampled_from(sorted(ANSWERS)), min_size=2, max_size=6),
    at_once=st.sampled_from([1, 2, 100]),
    data=st.data(),
)
@settings(max_examples=cases(8, 500), deadline=None)
@pytest.mark.proof
def test_the_order_of_files_decides_nothing(sent_out, files, at_once, data):
    ordered, held = _take(sent_out, sorted(files), 100)
    mixed = data.draw(st.permutations(files))
    lines, found = _take(sent_out, mixed, at_once)
    assert (_alike(lines), found) == (_alike(ordered), held)
    foreseen, nothing = _take(sent_out, mixed, at_once, dry=True)
    assert (foreseen, nothing) == (lines, [])
    first = {_answer(name) for name in files if ANSWERS[name][0] == 1}
    taken = [name for name, outcome, _ in lines if outcome is Outcome.IMPORTED]
    if len(first) > 1:
        assert set(taken) <= {"乙"}
    assert taken.count("乙") == ("乙" in files)
