"""The cache of PDFs: bounded, keyed by all that decides the bytes, never believed unread."""

from __future__ import annotations

import os
from dataclasses import replace

from formkit.office.cache import Cache
from formkit.office.fonts import signature

KEY = ("sha", "docx", "False", "LibreOffice", "7.4")


def test_what_was_put_in_comes_out_under_the_same_key_only(tmp_path):
    cache = Cache(tmp_path, "fonts")
    cache.put(KEY, b"%PDF")
    assert cache.get(KEY) == b"%PDF"
    assert cache.get((*KEY[:-1], "7.5")) is None
    assert replace(cache, surroundings="other fonts").get(KEY) is None


def test_a_damaged_file_is_not_used_and_goes(tmp_path):
    cache = Cache(tmp_path)
    cache.put(KEY, b"%PDF")
    (kept,) = tmp_path.glob("*/*.pdf")
    kept.write_bytes(b"%PDX")
    assert cache.get(KEY) is None
    assert not kept.exists()


def test_the_longest_unused_go_first_when_the_folder_grows_too_large(tmp_path):
    cache = Cache(tmp_path, most_bytes=100)
    for number in range(5):
        cache.put((str(number),), bytes([number]) * 30)
        (kept,) = (path for path in tmp_path.glob("*/*") if path.read_bytes()[0] == number)
        os.utime(kept, (number, number))
    assert cache.get(("0",)) is not None  # used just now
    cache.clear()
    assert [number for number in range(5) if cache.get((str(number),))] == [0, 4]


def test_a_folder_that_cannot_be_written_costs_only_the_cache(tmp_path):
    (tmp_path / "file").write_text("in the way")
    cache = Cache(tmp_path / "file" / "pdf")
    cache.put(KEY, b"%PDF")
    cache.clear()
    assert cache.get(KEY) is None


def test_fonts_are_told_by_a_hash_that_stays():
    assert signature() == signature()
    assert len(signature()) == 64
