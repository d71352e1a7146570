from __future__ import annotations

from datetime import UTC, date, datetime

from formkit.kernel import i18n, resources
from formkit.kernel.clock import FixedClock, SystemClock
from formkit.kernel.gate import Gate


def test_the_machine_clock_is_read_as_china_time_to_the_second():
    before = datetime.now(UTC).replace(tzinfo=None)  # noqa: TID251 - compared with the clock itself
    moment = SystemClock().now()
    assert moment.tzinfo is None
    assert moment.microsecond == 0
    ahead = (moment - before).total_seconds() / 3600
    assert 7.9 < ahead < 8.1
    assert abs((SystemClock().today() - moment.date()).days) <= 1


def test_a_fixed_clock_stands_still():
    clock = FixedClock(datetime(2026, 11, 23, 9, 0))
    assert clock.now() == clock.now()
    assert clock.today() == date(2026, 11, 23)


def test_a_later_gate_asks_all_that_the_earlier_ones_ask():
    assert [gate.label for gate in Gate] == ["草稿", "签发", "归档"]
    assert Gate.ARCHIVE.reaches(Gate.ISSUE)
    assert Gate.ISSUE.reaches(Gate.ISSUE)
    assert not Gate.DRAFT.reaches(Gate.ISSUE)


def test_sentences_are_chinese_without_a_translation(monkeypatch):
    assert i18n._("改短") == "改短"
    assert i18n.N_("改短") == "改短"
    monkeypatch.setenv("FORMKIT_LANG", "xx")
    assert i18n._("改短") == "改短"


def test_the_forms_and_samples_lie_beside_the_source():
    assert resources.forms_folder().name == "forms"
    assert resources.samples_folder().is_dir()


def test_in_an_installed_package_they_lie_inside_it(monkeypatch, tmp_path):
    (tmp_path / "formkit" / "_forms").mkdir(parents=True)
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "formkit")
    assert resources.forms_folder() == tmp_path / "formkit" / "_forms"
