from __future__ import annotations

from formkit.kernel.noted import Noted


def test_what_was_noted_first_stands():
    noted = Noted()
    assert noted.get("SLJZ-1") is None
    noted.note([("SLJZ-1", "第1行"), ("SLJZ-2", "第2行")])
    noted.note([("SLJZ-2", "第3行"), ("SLJZ-3", "第3行")])
    assert [noted.get(f"SLJZ-{n}") for n in (1, 2, 3, 4)] == ["第1行", "第2行", "第3行", None]


def test_two_do_not_see_each_other():
    one, other = Noted(), Noted()
    one.note([("SLJZ-1", "第1行")])
    assert other.get("SLJZ-1") is None


def test_a_full_disk_loses_nothing():
    noted = Noted()
    noted.note([("SLJZ-1", "第1行")])
    noted._base.execute("PRAGMA max_page_count = 1")
    many = [(f"SLJZ-{n}", "第" * 200) for n in range(2, 400)]
    noted.note(many)
    noted.note([("SLJZ-2", "别处"), ("SLJZ-400", "第400行")])
    assert noted.get("SLJZ-1") == "第1行"
    assert [noted.get(key) for key, _note in many] == [note for _key, note in many]
    assert noted.get("SLJZ-400") == "第400行"
