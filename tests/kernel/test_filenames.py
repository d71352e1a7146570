from __future__ import annotations

import ntpath
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pathvalidate import is_valid_filename

from formkit.kernel.filenames import MAX_UTF8_BYTES, MAX_UTF16_UNITS, name_after, safe_name
from formkit.kernel.values import BadValue
from proof import cases

NUMBER = "SLJZ-GCB-HF-2026-0007"
any_text = st.text(st.characters(exclude_categories=[]), max_size=25)
# Few characters that are near each other: collisions would be found here first.
tricky = st.text(st.sampled_from("aAＡb1¹１_-~～./\\·. ß①é\u0301\u200bCONM＿"), max_size=7)


def key(name: str) -> str:
    """What the most forgiving file system compares."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return unicodedata.normalize("NFKC", folded)


def assert_windows_takes(name: str) -> None:
    stem = name.partition(".")[0].rstrip(" ").upper()
    devices = {"CON", "PRN", "AUX", "NUL", "CLOCK$", "CONIN$", "CONOUT$"}
    devices |= {f"{port}{digit}" for port in ("COM", "LPT") for digit in "0123456789¹²³"}
    assert stem not in devices
    assert not set(name) & set('<>:"/\\|?*')
    assert all(unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp", "Cn") for c in name)
    assert not name.startswith(("~", "-", ".", " "))
    assert not name.endswith((".", " "))
    assert ntpath.basename(name) == name
    assert unicodedata.is_normalized("NFC", name)
    assert len(name.encode("utf-16-le")) // 2 <= MAX_UTF16_UNITS
    assert len(name.encode()) <= MAX_UTF8_BYTES
    assert is_valid_filename(name, platform="universal")


def test_a_plain_number_and_title_stay_as_they_are():
    assert safe_name(NUMBER, "云岭市示例花园小区二期3#住宅楼工程", suffix=".docx") == (
        f"{NUMBER}_云岭市示例花园小区二期3#住宅楼工程.docx"
    )
    assert safe_name("沪建〔2024〕1号", suffix=".xlsx") == "沪建〔2024〕1号.xlsx"


@pytest.mark.parametrize(
    ("first", "begins"),
    [
        ("沪建〔2024〕1号/2", "沪建〔2024〕1号-2~"),
        ("A_B", "A-B~"),
        ("sljz-1", "sljz-1~"),
        ("(2024)1", "(2024)1."),
        ("(2024)1".translate({40: "\uff08", 41: "\uff09"}), "(2024)1~"),
        ("CON", "CON~"),
        ("con .x", "con -x~"),
        ("COM¹", "COM1~"),
        ("CONIN$", "CONIN$~"),
        ("..", "未编号~"),
        ("", "未编号~"),
        ("未编号", "未编号."),
        ("~$X", "$X~"),
        ("-RF", "RF~"),
        ("A\u202eB", "A-B~"),
        ("A\ud800", "A~"),
    ],
)
def test_a_number_that_had_to_be_changed_carries_a_hash(first, begins):
    name = safe_name(first, suffix=".docx")
    assert name.startswith(begins)
    assert_windows_takes(name)


def test_numbers_that_differ_only_in_case_or_width_are_two_files():
    names = {key(safe_name(first, suffix=".docx")) for first in ("A-1", "a-1", "Ａ-1", "A-１")}
    assert len(names) == 4


def test_blank_and_unprintable_parts_are_left_out():
    assert safe_name(NUMBER, "", " .. ", "A\r\nB", suffix=".docx") == f"{NUMBER}_A B.docx"


@pytest.mark.parametrize("title", ["名" * 200, "𠮷" * 200, "a" * 500, "a. " * 100])
def test_a_long_title_is_cut_but_number_and_suffix_are_whole(title):
    name = safe_name(NUMBER, title, suffix="_第2版.docx")
    assert name.startswith(f"{NUMBER}_{title[0]}")
    assert name.endswith("_第2版.docx")
    assert_windows_takes(name)


def test_a_number_that_fits_no_file_name_is_refused():
    with pytest.raises(BadValue) as caught:
        safe_name("名" * 70, suffix=".docx")
    assert caught.value.code == "FK-VAL-060"


@pytest.mark.parametrize("suffix", ["", "docx", ".docx/", "\\x.docx", "..", ". docx"])
def test_a_suffix_that_is_none_is_a_fault_of_the_program(suffix):
    with pytest.raises(ValueError, match=re.escape(repr(suffix))):
        safe_name(NUMBER, suffix=suffix)


def test_a_name_needs_a_part():
    with pytest.raises(ValueError, match="no part"):
        safe_name(suffix=".docx")


@pytest.mark.parametrize("stem", ["a", "Notice 2", "通知", "通知_第2版"])
def test_a_name_after_another_file_begins_with_its_stem(stem):
    assert name_after(stem, suffix="_第1页.png") == f"{stem}_第1页.png"


@pytest.mark.proof
@given(any_text | st.just("长" * 300))
@settings(max_examples=cases(200, 50_000), deadline=None)
def test_any_stem_gives_a_name_that_every_system_takes(stem):
    name = name_after(stem, suffix="_第1页.png")
    assert_windows_takes(name)
    assert name.endswith("_第1页.png")


@pytest.mark.proof
@given(any_text, st.lists(any_text, max_size=3))
@settings(max_examples=cases(300, 100_000), deadline=None)
def test_any_text_gives_a_name_that_every_system_takes(first, others):
    name = safe_name(first, *others, suffix=".docx")
    assert_windows_takes(name)
    assert name.endswith(".docx")
    assert safe_name(first, *others, suffix=".docx") == name


@pytest.mark.proof
@given(tricky, st.lists(tricky, max_size=2), tricky, st.lists(tricky, max_size=2))
@settings(max_examples=cases(500, 100_000), deadline=None)
def test_two_numbers_never_make_one_file(one, with_one, other, with_other):
    if one != other:
        name = safe_name(one, *with_one, suffix=".docx")
        assert key(name) != key(safe_name(other, *with_other, suffix=".docx"))
