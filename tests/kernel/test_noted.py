from __future__ import annotations

from formkit.kernel.noted import AT_ONCE, Noted


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
    noted.note((f"SLJZ-A-{n}", "第1行") for n in range(AT_ONCE - 1))
    noted.note([("SLJZ-1", "第1行")])
    noted._base.execute("PRAGMA max_page_count = 1")
    many = [(f"SLJZ-{n}", "第" * 200) for n in range(2, 2 * AT_ONCE)]
    noted.note(many)
    last = f"SLJZ-{2 * AT_ONCE}"
    noted.note([("SLJZ-2", "别处"), (last, "最后一行")])
    assert noted.get("SLJZ-1") == "第1行"
    assert [noted.get(key) for key, _note in many] == [note for _key, note in many]
    assert noted.get(last) == "最后一行"


def test_many_are_kept_in_the_database_and_the_first_still_stand():
    noted = Noted()
    noted.note((f"SLJZ-{n}", f"第{n}行") for n in range(AT_ONCE + 1))
    noted.note([("SLJZ-7", "别处"), (f"SLJZ-{AT_ONCE}", "别处")])
    assert len(noted._newest) == 2
    for n in (0, 7, AT_ONCE):
        assert noted.get(f"SLJZ-{n}") == f"第{n}行"
