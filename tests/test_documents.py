"""Documents that are made from the program say what the program says."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from formkit.kernel.errors import ExitCode
from formkit.kernel.messages import catalogue

ROOT = Path(__file__).resolve().parent.parent
SOURCES = [
    path for path in (ROOT / "src" / "formkit").rglob("*.py") if "messages" not in path.parts
]


@pytest.mark.parametrize("script", ["generate_docs", "messages"])
def test_generated_files_are_not_stale(script, capsys):
    made = runpy.run_path(str(ROOT / "scripts" / f"{script}.py"))
    assert made["main"](["--check"]) == 0, capsys.readouterr().out


def test_every_exit_code_is_documented():
    text = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    for code in ExitCode:
        assert f"| {int(code)} |" in text


def test_every_code_that_is_used_has_a_sentence_and_every_sentence_is_used():
    used = {
        code
        for path in SOURCES
        for code in re.findall(r"FK-[A-Z]+-\d{3}", path.read_text(encoding="utf-8"))
    }
    assert used == set(catalogue())


def test_every_file_that_the_page_on_reliability_names_is_there():
    page = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\b(?:tests|scripts|benchmarks|docs)/[\w./]+\.(?:py|md)", page))
    assert len(named) > 40
    assert [name for name in sorted(named) if not (ROOT / name).is_file()] == []


def test_every_promise_of_the_page_on_reliability_names_what_proves_it():
    page = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ((?:[TABC]\d\d?[、 ])+.*)\|$", page, re.MULTILINE)
    assert len(rows) > 30
    assert all("tests/" in row or "benchmarks/" in row for row in rows)


def test_links_between_the_documents_lead_somewhere():
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"
