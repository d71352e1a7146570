"""What words of a command mean before the command sees them."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from formkit.cli.options import files_meant, names_meant

CONTEXT, FILES = click.Context(click.Command("check")), click.Argument(["files"])


@pytest.fixture
def folder(tmp_path) -> Path:
    for name in (
        "一月.xlsx",
        "二月.xlsx",
        "~$一月.xlsx",
        "台账1.xlsx",
        "台账[1].xlsx",
        "SLJZ-1.docx",
    ):
        (tmp_path / name).touch()
    return tmp_path


def meant(*paths: Path) -> list[str]:
    return [path.name for path in files_meant(CONTEXT, FILES, paths)]


def test_a_pattern_stands_for_the_files_that_it_matches_but_not_for_what_excel_keeps(folder):
    assert meant(folder / "?月.xlsx") == ["一月.xlsx", "二月.xlsx"]


def test_a_name_with_brackets_is_that_file_and_no_other(folder):
    assert meant(folder / "台账[1].xlsx") == ["台账[1].xlsx"]
    assert meant(folder / "台账[*.xlsx") == ["台账[1].xlsx"]


def test_a_pattern_that_nothing_matches_stays_to_be_told(folder):
    assert meant(folder / "*.csv") == ["*.csv"]


def test_a_pattern_of_numbers_is_not_one_of_files(folder, monkeypatch):
    monkeypatch.chdir(folder)
    assert names_meant(CONTEXT, FILES, ["SLJZ-*"]) == ("SLJZ-*",)
    assert names_meant(CONTEXT, FILES, ["SLJZ-*.docx"]) == ("SLJZ-1.docx",)
