"""The workspace: found upward, settings read strictly, numbers built from the pattern."""

from __future__ import annotations

import os
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formkit.kernel.errors import FormkitError, ProfileError, UsageError
from formkit.pipeline.setup import init
from formkit.pipeline.workspace import (
    Settings,
    find,
    number_look,
    number_pattern,
    read_settings,
)


def settings(pattern: str, code: str = "SLJZ") -> Settings:
    return Settings.model_validate({"company": {"code": code}, "numbering": {"pattern": pattern}})


def test_a_workspace_is_found_from_any_folder_inside_it(tmp_path):
    (tmp_path / "formkit.toml").write_text('[company]\nname = "示例"\n', encoding="utf-8-sig")
    inside = tmp_path / "数据" / "一月"
    inside.mkdir(parents=True)
    assert find(inside).root == tmp_path
    assert find(inside).settings.company.name == "示例"


def test_without_a_workspace_there_is_no_folder_and_no_project(tmp_path):
    nowhere = find(tmp_path)
    assert nowhere.root is None
    assert nowhere.projects() == {}
    with pytest.raises(UsageError) as caught:
        nowhere.folder()
    assert caught.value.code == "FK-WS-001"


def test_a_number_is_the_pattern_with_everything_but_the_serial_filled_in():
    pattern = number_pattern(Settings(), department="GCB", type_code="HF", year=2026)
    assert pattern.format(serial=7) == "-GCB-HF-2026-0007"
    odd = settings("{company}〔{year}〕{type}{serial}号", code="示{建}")
    filled = number_pattern(odd, department="", type_code="TS", year=2026)
    assert filled.format(serial=12) == "示{建}〔2026〕TS12号"


@pytest.mark.parametrize(
    "pattern",
    [
        "{company}-{year}-{serial:04d}",  # without the type two kinds would share a number
        "SLJZ-JT-2026-{serial:04d}",
        "{type}-{year}",
        "{type}-{year}-{serial}-{serial}",
        "{type}-{year}-{serial:04d",
        "{type}-{year}-{nothing}-{serial}",
        "{type.__class__}-{year}-{serial}",
    ],
)
def test_a_pattern_that_could_give_two_records_one_number_is_refused(pattern):
    with pytest.raises(ProfileError) as caught:
        read_settings(f"[numbering]\npattern = '{pattern}'\n")
    assert caught.value.code == "FK-WS-007"


@given(
    department=st.sampled_from(["GCB", "安质部", "A-B"]),
    type_code=st.sampled_from(["HF", "TS", "BXZ"]),
    year=st.integers(1980, 2100),
    serial=st.integers(1, 99_999),
)
def test_every_number_that_is_drawn_looks_like_one(department, type_code, year, serial):
    ours = settings("{company}-{department}-{type}-{year}-{serial:04d}")
    drawn = number_pattern(ours, department=department, type_code=type_code, year=year)
    assert re.fullmatch(number_look(ours), drawn.format(serial=serial))
    assert not re.fullmatch(number_look(ours), "回访-98-17")


@pytest.mark.parametrize(
    ("inside", "url", "code"),
    [
        ("", "postgresql+psycopg://clerk@127.0.0.1:9/register", "FK-REG-031"),
        ("", "mysql://clerk@127.0.0.1/register", "FK-REG-002"),
        ("/".join(["长" * 60] * 3), "", "FK-REG-038"),
    ],
)
def test_a_workspace_that_cannot_be_made_leaves_nothing(tmp_path, inside, url, code):
    if inside and os.name == "nt":
        url = "postgresql+psycopg://clerk@127.0.0.1:9/register"  # no path of Windows is so long
        code = "FK-REG-031"
    with pytest.raises(FormkitError) as caught:
        init(tmp_path / inside / "新" / "工作区", register_url=url)
    assert caught.value.code == code
    assert list(tmp_path.iterdir()) == []


def test_what_was_there_before_a_workspace_could_not_be_made_stays(tmp_path):
    (tmp_path / "数据").mkdir()
    (tmp_path / "数据" / "我的.xlsx").write_text("x", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(FormkitError):
        init(tmp_path, register_url="postgresql+psycopg://clerk@127.0.0.1:9/register")
    assert sorted(tmp_path.rglob("*")) == before
    init(tmp_path)
    assert (tmp_path / "formkit.toml").is_file()
