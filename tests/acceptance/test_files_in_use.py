"""A file that another program holds open: at every place where a command writes (T19).

The document stands under another name beside it, or the command says what is in the way and the
same command does it once the other program lets go. Nothing half done is left.
"""

from __future__ import annotations

import errno
import re
from pathlib import Path

import pytest

from formkit.kernel import files

LEDGER = "回访台账.xlsx"
SURVEYOR = "沈样张(安质部,质量员)"
BESIDE = re.compile(r"\(\d+\)$")


@pytest.fixture
def ready(office, visit):
    """A workspace with one sound and one faulty visit, the first of them issued."""
    office.types(LEDGER, [visit(1)])
    assert office.runs("fill", "visit_record", LEDGER).code == 0
    office.types(LEDGER, [visit(1), visit(2, 回访日期="2026.11.31")])
    return office


@pytest.fixture
def held(monkeypatch):
    """Return a function that holds every final name in a folder as Windows does; None lets go."""
    real, where = Path.replace, {}

    def replace(self: Path, target: Path) -> Path:
        name, folder = Path(target), where.get("folder")
        inside = folder is not None and folder in name.absolute().parents
        final = not name.name.startswith(files.TEMPORARY) and not BESIDE.search(name.stem)
        if inside and final and ".formkit-" not in str(name.parent):
            where["met"] = where.get("met", 0) + 1
            error = OSError(where["errno"], "in the way")  # Python makes the right class of it
            error.winerror = where["winerror"]
            raise error
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(files, "RETRY_AFTER_SECONDS", (0.0, 0.0, 0.0))

    def hold(folder: Path | None, *, winerror: int = 32, number: int = errno.EACCES) -> int:
        met = where.pop("met", 0)
        where.update(folder=folder, errno=number, winerror=winerror)
        return met

    return hold


# Every command that writes something for the clerk, and what it writes.
SITES = {
    "documents": ("fill", "visit_record", "新.xlsx"),
    "documents and their PDFs": ("fill", "visit_record", "新.xlsx", "--pdf"),
    "a PDF": ("pdf", "SLJZ-GCB-HF-2026-0001"),
    "a print job": ("pdf", "SLJZ-GCB-HF-2026-0001", "--print-job", "打印.pdf"),
    "an annotated ledger": ("check", "visit_record", LEDGER, "--annotate", "批注.xlsx"),
    "an empty ledger": ("blank", "visit_record", "-o", "空.xlsx"),
    "an empty YAML file": ("blank", "visit_record", "-o", "空.yaml"),
    "an empty form": ("blank", "visit_record", "-o", "空.docx"),
    "an empty form as PDF": ("blank", "visit_record", "-o", "空.pdf"),
    "templates": ("template", "build", "visit_record"),
    "an empty list of respondents": ("survey", "respondents", "-o", "名单.xlsx"),
    "surveys and the list of them": (
        "survey", "issue", "--project", "P2026-001", "--surveyor", SURVEYOR, "-o", "发出",
    ),
    "pages to look at": ("preview", "SLJZ-GCB-HF-2026-0001", "-o", "预览"),
    "a copy of the register": ("register", "backup", "备份.db"),
    "a workspace": ("init", "新工作区", "--company", "示例建筑工程有限公司", "--code", "SLJZ"),
}  # fmt: skip


def kept(folder: Path) -> dict[str, bytes]:
    """Return every file that a clerk sees, by its path; the register is the program's own."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith("登记库")
    }


@pytest.mark.parametrize(
    ("site", "winerror"),
    [*((site, 32) for site in SITES), ("documents", 5), ("documents", 33), ("a print job", 5)],
)
def test_what_is_held_open_is_written_beside_or_told(ready, visit, held, site, winerror):
    if "新.xlsx" in SITES[site]:
        (ready.folder / "新.xlsx").write_bytes((ready.folder / LEDGER).read_bytes())
        ready.types("新.xlsx", [visit(5), visit(6)])
    before = kept(ready.folder)
    held(ready.folder, winerror=winerror)
    said = ready.runs(*SITES[site])
    met = held(None)
    after = kept(ready.folder)
    assert met, "this command writes nothing any more: take it off the list"
    assert said.code in (0, 4, 7), said
    assert "Traceback" not in said.out + said.err
    assert "FK-BUG" not in said.out + said.err
    assert {name: after.get(name) for name in before} == before
    assert not [name for name in after if files.TEMPORARY in name]
    if said.code == 7:
        assert re.search(r"FK-(OUT|PDF)-\d{3}", said.out + said.err)
        again = ready.runs(*SITES[site])
        assert again.code in (0, 4), again
        assert kept(ready.folder).keys() > before.keys()
    else:
        new = [name for name in after if name not in before]
        assert new
        assert all(BESIDE.search(Path(name).stem) for name in new), new


@pytest.mark.parametrize(
    ("site", "number", "code"),
    [
        *((site, errno.ENOSPC, "FK-OUT-003") for site in SITES if site != "documents"),
        ("a print job", errno.EIO, "FK-OUT-005"),
    ],
)
def test_a_disk_that_fails_is_told_at_every_place(ready, visit, held, *, site, number, code):
    if "新.xlsx" in SITES[site]:
        (ready.folder / "新.xlsx").write_bytes((ready.folder / LEDGER).read_bytes())
        ready.types("新.xlsx", [visit(5)])
    before = kept(ready.folder)
    held(ready.folder, winerror=0, number=number)
    said = ready.runs(*SITES[site])
    assert held(None)
    assert said.code == 7, said
    assert code in said.out + said.err
    after = kept(ready.folder)
    left = {name for name in after if name not in before}
    assert not any(files.TEMPORARY in name for name in left)
    assert {name: after[name] for name in before} == before
    assert ready.runs(*SITES[site]).code in (0, 4)
