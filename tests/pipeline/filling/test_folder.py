"""The output folder of a run that is asked for with each call."""

from __future__ import annotations

from visit_batch import VISITS, workspace, write_ledger

from formkit.kernel.findings import Level
from formkit.pipeline.filling.fill import fill


def notes(report):
    return [(one.code, one.level) for one in report.notes]


def test_unchanged_documents_stay_where_they_are_and_no_empty_folder_is_made(tmp_path):
    ledger = tmp_path / "台账.csv"
    write_ledger(ledger, 2)
    made = workspace(tmp_path)
    first = fill(made, VISITS, [ledger])
    again = fill(made, VISITS, [ledger], output=tmp_path / "新" / "处")
    assert [one.file for one in again.records()] == [one.file for one in first.records()]
    assert notes(again) == [("FK-OUT-013", Level.INFO)]
    assert "2 份未变" in str(again.notes[0])
    assert not (tmp_path / "新").exists()


def test_what_is_made_in_a_new_folder_stays_there_and_needs_no_note(tmp_path):
    ledger = tmp_path / "台账.csv"
    write_ledger(ledger, 2)
    made, folder = workspace(tmp_path), tmp_path / "新" / "处"
    fill(made, VISITS, [ledger], output=folder)
    again = fill(made, VISITS, [ledger], output=folder)
    assert notes(again) == []
    assert len(list(folder.iterdir())) == 2


def test_a_folder_that_was_there_stays_though_it_is_empty(tmp_path):
    ledger = tmp_path / "台账.csv"
    write_ledger(ledger, 1)
    made, folder = workspace(tmp_path), tmp_path / "空"
    fill(made, VISITS, [ledger])
    folder.mkdir()
    fill(made, VISITS, [ledger], output=folder)
    assert folder.is_dir()
