"""The process that reads a workbook: what stops it is told, and nothing of it stays behind."""

from __future__ import annotations

import gc
import pickle
import tempfile
from pathlib import Path

import pytest

from formkit.intake import appearance, reader, workbook
from formkit.intake import book as reading
from formkit.kernel.errors import InputUnreadable
from formkit.kernel.messages import message

HEADERS = ("序号", "工程编号", "回访日期", "回访方式", "建设单位名称")
LONG = " ".join(f"{{0}}{number * 7919}" for number in range(3_000))
ROW = (1, "SL-2026-003", "2026-09-01", "上门", "示例置业有限公司")


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """A folder for temporary files in which nothing else stands."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def read_here(path, rows):
    """Read in this process, as the child does it."""
    return reading.read(path, rows)


def test_a_panic_of_the_reading_library_is_reported(book, tmp_path, monkeypatch):
    class PanicException(BaseException):
        """What pyo3 raises: no Exception."""

    class Broken:
        @staticmethod
        def from_path(path):
            raise PanicException(path)

    path = book({"表": [HEADERS, ROW]})
    monkeypatch.setattr(reading, "CalamineWorkbook", Broken)
    with pytest.raises(InputUnreadable) as caught:
        read_here(path, tmp_path / "rows")
    assert caught.value.code == "FK-IN-063"
    assert "「表」" in str(caught.value)


def test_ctrl_c_while_reading_is_no_damaged_workbook(book, tmp_path, monkeypatch):
    class Interrupted:
        @staticmethod
        def from_path(path):
            raise KeyboardInterrupt(path)

    path = book({"表": [HEADERS, ROW]})
    monkeypatch.setattr(reading, "CalamineWorkbook", Interrupted)
    with pytest.raises(KeyboardInterrupt):
        read_here(path, tmp_path / "rows")


def test_a_full_disk_is_told_as_such(book, tmp_path):
    full = Path("/dev/full")
    if not full.exists():
        full = tmp_path / "no folder" / "rows"
    path = book({"表": [HEADERS, *([ROW] * 300)]})
    here = tmp_path / "spool"
    here.mkdir()
    (here / "rows").symlink_to(full)
    with pytest.raises(InputUnreadable) as caught:
        read_here(path, here / "rows")
    assert caught.value.code == "FK-IN-078"


@pytest.mark.parametrize("memory_mb", [24, 32, 40, 48])  # wherever it comes to its end
def test_a_file_that_takes_too_much_memory_is_told(book, shape, monkeypatch, memory_mb):
    path = book({"表": [HEADERS, *((n, LONG.format(n)) for n in range(900))]})
    monkeypatch.setattr(workbook, "MEMORY_MB", memory_mb)
    with pytest.raises(InputUnreadable) as caught:
        reader.read(path, shape)
    assert (caught.value.code, caught.value.place.file) == ("FK-IN-075", path.name)
    assert f"{memory_mb} MB" in str(caught.value)


def test_a_file_that_takes_too_long_is_told(book, shape, monkeypatch):
    path = book({"表": [HEADERS, ROW]})
    monkeypatch.setattr(workbook, "PATIENCE", 0)
    with pytest.raises(InputUnreadable) as caught:
        reader.read(path, shape)
    assert (caught.value.code, caught.value.place.file) == ("FK-IN-076", path.name)
    assert caught.value.finding().remedy


def test_a_file_that_cannot_be_read_leaves_nothing_behind(text_file, shape, temporary):
    with pytest.raises(InputUnreadable):
        reader.read(text_file("台账.xlsx", "PK\x03\x04 no workbook"), shape)
    assert list(temporary.iterdir()) == []


def test_a_reader_that_dies_is_told_with_what_to_do():
    told = message("FK-IN-077").found({"detail": "SIGABRT"})
    assert "SIGABRT" in told


def test_the_rows_go_with_the_last_record(book, shape, temporary):
    intake = reader.read(book({"表": [HEADERS, ROW]}), shape)
    (record,) = intake.records
    del intake
    gc.collect()
    assert list(temporary.iterdir()) == []
    assert record.places["visited_on"].cell == "C2"


def test_records_are_read_as_often_as_they_are_asked_for(book, shape):
    rows = [(n, *ROW[1:]) for n in range(1, 701)]
    records = reader.read(book({"表": [HEADERS, *rows]}), shape).records
    assert len(records) == 700
    assert [r.key for r in records] == [r.key for r in records] == [str(n) for n in range(1, 701)]
    assert [r.key for r in records[254:258]] == ["255", "256", "257", "258"]
    assert records[699].place == records[-1].place
    assert records[0] == next(iter(records))
    with pytest.raises(IndexError):
        records[700]


def test_a_record_travels_to_another_process_without_its_ledger(book, shape):
    rows = [(n, *ROW[1:]) for n in range(1, 1_001)]
    child = [("序号", "部位"), (7, "外窗")]
    record = reader.read(book({"表": [HEADERS, *rows], "质量问题部位": child}), shape).records[6]
    packed = pickle.dumps(record)
    assert len(packed) < 4_000
    again = pickle.loads(packed)
    assert again == record
    assert str(again.places["issues.0.location"]) == (
        "回访台账.xlsx〔质量问题部位〕!B2 质量问题部位 第1行 部位"
    )


def test_child_rows_in_any_order_find_their_records(book, shape):
    rows = [(n, *ROW[1:]) for n in range(1, 601)]
    children = [(1 + n * 7 % 600, f"部位{n}") for n in range(1_200)]
    records = reader.read(
        book({"表": [HEADERS, *rows], "质量问题部位": [("序号", "部位"), *children]}), shape
    ).records
    for key, record in enumerate(records, start=1):
        told = [issue["location"] for issue in record.data["issues"]]
        assert told == [location for owner, location in children if owner == key]


def test_a_word_is_found_across_the_seam_of_two_pieces():
    assert appearance._holds([b"<row hid", b"den='1'>"], b"hidden")
    assert appearance._holds([b"<row h", b"i", b"dden='1'>"], b"hidden")
    assert not appearance._holds([b"<row hid", b"", b"ing='1'>"], b"hidden")
