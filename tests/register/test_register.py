"""The register: numbers, revisions, voids, history."""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formkit.kernel.clock import FixedClock
from formkit.kernel.errors import OutputError, ProfileError, UsageError
from formkit.kernel.files import sha256
from formkit.register import By, Document, DocumentStatus, Draft, Register, Series
from formkit.register.audit import audit, audited
from formkit.register.history import data_sha
from proof import cases

CLOCK = FixedClock(datetime(2026, 11, 23, 9, 30))
LOOK = r"SLJZ-.+-.+-\d{4}-\d{4,}"
VISITS = Series("HF", 2026, "SLJZ-GCB-HF-2026-{serial:04d}", LOOK)


def opened(folder: Path, **options: Any) -> Register:
    register = Register("sqlite:///登记库.db", root=folder, clock=CLOCK, **options)
    register.create()
    return register


@pytest.fixture
def register(tmp_path: Path):
    made = opened(tmp_path)
    yield made
    made.close()


def draft(identity: str = "甲", **changes: str) -> Draft:
    return Draft("visit_record", VISITS, identity, project_no="P2026-001", **changes)


def document(number: str, revision: int = 1, **changes: object) -> Document:
    values = {
        "medium": "docx",
        "slug": "visit_record",
        "project_no": "P2026-001",
        "identity": "甲",
        "source": "",
        "row_key": "",
        "data": {"visited_on": "2026-11-20"},
        "print_sha": "p",
        "template_sha": "t",
        "profile": "company",
        "gate": "issue",
    } | changes
    return Document(number=number, revision=revision, **values)


def issue(register: Register, wanted: Draft, **changes: object) -> str:
    with register.writing() as writing:
        number = writing.draw(wanted)
        writing.record(
            document(
                number,
                identity=wanted.identity,
                source=wanted.source,
                row_key=wanted.row_key,
                **changes,
            ),
            status=DocumentStatus.ISSUED,
        )
    return number


def test_numbers_of_a_series_follow_each_other_without_a_gap(register):
    numbers = [issue(register, draft(f"第{n}份")) for n in range(1, 4)]
    assert numbers == [f"SLJZ-GCB-HF-2026-000{n}" for n in (1, 2, 3)]


def test_each_type_and_year_counts_for_itself(register):
    issue(register, draft("一"))
    next_year = Draft("visit_record", Series("HF", 2027, "SLJZ-GCB-HF-2027-{serial:04d}"), "二")
    complaints = Draft("complaint_form", Series("TS", 2026, "SLJZ-GCB-TS-2026-{serial:04d}"), "三")
    assert issue(register, next_year) == "SLJZ-GCB-HF-2027-0001"
    assert issue(register, complaints) == "SLJZ-GCB-TS-2026-0001"


def test_a_number_drawn_in_a_transaction_that_fails_is_not_used_up(register):
    with pytest.raises(RuntimeError), register.writing() as writing:
        writing.draw(draft())
        raise RuntimeError("磁盘满")
    assert issue(register, draft()) == "SLJZ-GCB-HF-2026-0001"


def test_the_same_identity_finds_its_newest_revision(register):
    number = issue(register, draft())
    with register.writing() as writing:
        writing.record(document(number, 2), status=DocumentStatus.ISSUED)
        found = writing.known(draft())
    assert (found.number, found.document.revision) == (number, 2)
    assert found.status is DocumentStatus.ISSUED
    assert found.by is By.IDENTITY


def test_a_key_that_an_older_revision_had_is_free_for_another_record(register):
    number = issue(register, draft("旧日期"))
    with register.writing() as writing:
        writing.record(document(number, 2, identity="新日期"), status=DocumentStatus.ISSUED)
        assert writing.known(draft("旧日期")) is None
        assert writing.known(draft("新日期")).number == number


def test_a_typed_number_that_this_record_does_not_have_is_refused(register):
    own = issue(register, draft("甲"))
    other = issue(register, draft("乙"))
    for typed in (other, "没有过的号"):
        with pytest.raises(UsageError) as caught:
            register.judge_number(draft("甲", record_no=typed))
        assert caught.value.code == "FK-REG-025"
    register.judge_number(draft("甲", record_no=own.lower()))


def test_a_row_of_the_same_ledger_and_project_is_the_same_record_though_its_key_fields_changed(
    register,
):
    number = issue(register, draft("旧日期", source="回访台账.xlsx", row_key="3"))
    with register.writing() as writing:
        found = writing.known(draft("新日期", source="回访台账.xlsx", row_key="3"))
        other_ledger = writing.known(draft("新日期", source="明年.xlsx", row_key="3"))
        other_project = writing.known(
            Draft("visit_record", VISITS, "新日期", "P2025-007", "回访台账.xlsx", "3")
        )
    assert found.number == number
    assert other_ledger is None
    assert other_project is None


def test_a_typed_number_is_taken_as_it_is_and_found_again(register):
    typed = draft("纸上旧号", record_no="回访-98-17")
    assert issue(register, typed) == "回访-98-17"
    with register.writing() as writing:
        assert writing.known(typed).number == "回访-98-17"
    assert issue(register, draft("系统号")) == "SLJZ-GCB-HF-2026-0001"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("SLJZ-GCB-HF-2026-0099", "FK-REG-008"),  # looks drawn, was not
        ("SLJZ-GCB-HF-2027-0001", "FK-REG-008"),  # looks like one of next year's
        ("手-1", "FK-REG-006"),  # belongs to a complaint
    ],
)
def test_a_typed_number_that_cannot_be_right_is_refused(register, typed, code):
    issue(
        register, Draft("complaint_form", Series("TS", 2026, "T-{serial}"), "诉", record_no="手-1")
    )
    with pytest.raises(UsageError) as caught, register.writing() as writing:
        writing.draw(draft("乙", record_no=typed))
    assert caught.value.code == code


def test_a_voided_number_stays_and_is_never_drawn_again(register):
    number = issue(register, draft())
    with register.writing() as writing:
        writing.void(number, "顾客信息填错")
    assert issue(register, draft("乙")) == "SLJZ-GCB-HF-2026-0002"
    first = register.numbers()[0]
    assert (first["status"], first["void_reason"]) == ("作废", "顾客信息填错")
    with pytest.raises(UsageError) as caught, register.writing() as writing:
        writing.void(number, "再作废")
    assert caught.value.code == "FK-REG-010"
    with pytest.raises(UsageError) as caught, register.writing() as writing:
        writing.draw(draft("丙", record_no=number))
    assert caught.value.code == "FK-REG-007"


def test_an_unknown_number_cannot_be_voided(register):
    with pytest.raises(UsageError) as caught, register.writing() as writing:
        writing.void("没有的号", "试试")
    assert caught.value.code == "FK-REG-009"


def test_a_revision_may_stand_in_word_and_in_excel(register):
    number = issue(register, draft())
    with register.writing() as writing:
        word = document(number)
        assert writing.in_medium(word, "xlsx") is None
        writing.record(document(number, medium="xlsx"), status=DocumentStatus.ISSUED)
        assert writing.in_medium(word, "xlsx").medium == "xlsx"


def test_facts_added_later_change_the_data_and_not_the_revision(register):
    number = issue(register, draft())
    with register.writing() as writing:
        writing.refresh(
            document(number, data={"customer_confirm": {"signed": True}}, gate="archive"),
            status=DocumentStatus.SIGNED,
        )
    [found] = register.documents(number)
    assert found.data == {"customer_confirm": {"signed": True}}
    assert register.numbers()[0]["status"] == "已签认"
    assert [line["action"] for line in register.history(number)] == ["签发", "补录"]


def test_a_project_put_again_returns_what_it_was(register):
    with register.writing() as writing:
        assert writing.put_project("P2026-001", {"project_name": "示例一期"}) is None
        assert writing.put_project("P2026-001", {"project_name": "示例二期"}) == {
            "project_name": "示例一期"
        }
        assert writing.put_project("P2026-001", {"project_name": "示例二期"}) == {
            "project_name": "示例二期"
        }
    assert register.project("P2026-001") == {"project_name": "示例二期"}
    assert register.project("P0000-000") is None
    assert list(register.projects()) == ["P2026-001"]
    assert [line["action"] for line in register.history()] == ["登记工程", "更新工程"]


# --- audit -------------------------------------------------------------------------------------


def codes(register: Register, root: Path) -> list[str]:
    return [finding.code for finding in audit(register, root=root)]


def with_file(register: Register, root: Path) -> str:
    (root / "甲.docx").write_bytes("正文".encode())
    return issue(register, draft(), file="甲.docx", file_sha=sha256("正文".encode()))


def test_an_audit_of_an_untouched_register_finds_nothing(register, tmp_path):
    with_file(register, tmp_path)
    assert codes(register, tmp_path) == []


def test_an_audit_finds_a_lost_and_a_changed_file(register, tmp_path):
    with_file(register, tmp_path)
    (tmp_path / "甲.docx").write_bytes("改过".encode())
    assert codes(register, tmp_path) == ["FK-REG-013"]
    (tmp_path / "甲.docx").unlink()
    assert codes(register, tmp_path) == ["FK-REG-012"]


def test_an_audit_looks_for_no_file_of_another_workspace(tmp_path):
    for workspace in ("", "甲处", "乙处"):
        register = opened(tmp_path, workspace=workspace)
        try:
            with register.writing() as writing:
                number = writing.draw(draft(workspace))
                made = document(number, file=f"{workspace}/不在.docx", identity=workspace)
                writing.record(made, status=DocumentStatus.ISSUED)
            done = audited(register, root=tmp_path)
        finally:
            register.close()
    # the last one: its own, and the one of a register that did not say where yet
    assert [found.code for found in done.findings] == ["FK-REG-012"] * 2
    assert (done.documents, done.elsewhere) == (2, {"甲处": 1})


@pytest.mark.parametrize(
    ("tampering", "code"),
    [
        ("UPDATE numbers SET serial = 5", "FK-REG-011"),
        ("UPDATE history SET at = '2020-01-01T00:00:00' WHERE id = 1", "FK-REG-014"),
        ("DELETE FROM history WHERE id = 1", "FK-REG-021"),
        ("UPDATE documents SET data = '{}'", "FK-REG-021"),
        ("UPDATE numbers SET status = '作废'", "FK-REG-022"),
        (
            "INSERT INTO numbers VALUES ('HF', 2026, 2, 'SLJZ-GCB-HF-2026-0002', '已签发', '')",
            "FK-REG-015",
        ),
    ],
)
def test_an_audit_finds_what_was_done_behind_its_back(register, tmp_path, tampering, code):
    with_file(register, tmp_path)
    with sqlite3.connect(tmp_path / "登记库.db") as connection:
        connection.execute(tampering)
    connection.close()
    assert set(codes(register, tmp_path)) == {code}


# --- when things go wrong ----------------------------------------------------------------------


def test_a_register_held_by_another_program_is_a_sentence(register, tmp_path):
    impatient = opened(tmp_path, busy_seconds=0.1)
    try:
        with register.writing(), pytest.raises(OutputError) as caught, impatient.writing():
            pass
    finally:
        impatient.close()
    assert caught.value.code == "FK-REG-001"
    assert "正被另一个程序占用" in str(caught.value)


def test_a_file_that_is_no_register_is_a_sentence(tmp_path):
    (tmp_path / "登记库.db").write_bytes("这不是数据库,只是一段文字".encode() * 50)
    broken = Register("sqlite:///登记库.db", root=tmp_path, clock=CLOCK)
    with pytest.raises(OutputError) as caught:
        broken.create()
    broken.close()
    assert caught.value.code == "FK-REG-003"


def test_a_register_without_tables_says_so(tmp_path):
    empty = Register("sqlite:///登记库.db", root=tmp_path, clock=CLOCK)
    with pytest.raises(OutputError) as caught:
        empty.projects()
    empty.close()
    assert caught.value.code == "FK-REG-023"
    assert not (tmp_path / "登记库.db").exists()


def test_a_database_without_our_tables_and_one_of_another_version_say_so(register, tmp_path):
    (tmp_path / "别处").mkdir()
    sqlite3.connect(tmp_path / "别处" / "登记库.db").execute(
        "CREATE TABLE x (y)"
    ).connection.close()
    foreign = Register("sqlite:///登记库.db", root=tmp_path / "别处", clock=CLOCK)
    with pytest.raises(OutputError) as caught:
        foreign.projects()
    foreign.close()
    assert caught.value.code == "FK-REG-005"
    with sqlite3.connect(tmp_path / "登记库.db") as connection:
        connection.execute("UPDATE meta SET value = '0'")
    connection.close()
    with pytest.raises(OutputError) as caught:
        register.projects()
    assert caught.value.code == "FK-REG-024"


def test_a_void_needs_a_reason(register):
    number = issue(register, draft())
    with pytest.raises(UsageError) as caught, register.writing() as writing:
        writing.void(number, "  ")
    assert caught.value.code == "FK-REG-020"


def test_a_series_never_takes_a_number_typed_by_hand_before(register):
    issue(register, draft("手", record_no="甲-0001"))
    plain = Draft("visit_record", Series("X", 2026, "甲-{serial:04d}"), "系统")
    with pytest.raises(UsageError) as caught, register.writing() as writing:
        writing.draw(plain)
    assert caught.value.code == "FK-REG-019"


def test_records_without_their_key_fields_are_never_the_same(register):
    issue(register, draft(""))
    with register.writing() as writing:
        assert writing.known(draft("")) is None


@pytest.mark.parametrize("url", ["登记库.db", "oracle9://x", "mysql://a@b/c", "sqlite-:", ""])
def test_an_address_that_names_no_database_is_a_sentence(tmp_path, url):
    with pytest.raises(ProfileError) as caught:
        Register(url, root=tmp_path, clock=CLOCK)
    assert caught.value.code == "FK-REG-002"


# --- many at once ------------------------------------------------------------------------------


def test_eight_writers_draw_gapless_and_unique_numbers(register, tmp_path):
    program = Path(__file__).with_name("draw_numbers.py")
    workers = [
        subprocess.Popen([sys.executable, program, tmp_path, str(worker), "10"])
        for worker in range(8)
    ]
    assert [worker.wait(timeout=120) for worker in workers] == [0] * 8
    assert [row["serial"] for row in register.numbers()] == list(range(1, 81))


@pytest.mark.proof
def test_eight_writers_that_are_killed_again_and_again_leave_no_gap(register, tmp_path):
    program = Path(__file__).with_name("draw_numbers.py")
    writers, each, kills = 8, cases(25, 12_500), cases(24, 100)
    chance = random.Random(7)

    def start(writer: int) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, program, tmp_path, str(writer), str(each)])

    running = [start(writer) for writer in range(writers)]
    killed = 0
    for _ in range(kills):
        time.sleep(chance.uniform(0.05, 0.25))  # starting takes longer: some die with the lock
        writer = chance.randrange(writers)
        running[writer].kill()
        killed += running[writer].wait(timeout=60) != 0
        running[writer] = start(writer)
    # Among so many that never pause, one may wait its 30 seconds in vain: it is told so, no number
    # is used up, and the same command does the rest.
    while starved := [n for n, one in enumerate(running) if one.wait(timeout=3_600) != 0]:
        for writer in starved:
            running[writer] = start(writer)
    assert killed > 0
    serials = [row["serial"] for row in register.numbers()]
    assert serials == list(range(1, writers * each + 1))
    assert len({one.identity for one in register.documents()}) == writers * each
    assert [one.code for one in audit(register, root=tmp_path) if one.code != "FK-REG-012"] == []
    with sqlite3.connect(tmp_path / "登记库.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(["draw", "fail", "void"]), max_size=12))
def test_whatever_happens_in_between_the_serials_have_no_gap(tmp_path_factory, events):
    folder = tmp_path_factory.mktemp("register")
    register = opened(folder)
    drawn: list[str] = []
    for position, event in enumerate(events):
        if event == "draw":
            drawn.append(issue(register, draft(str(position))))
        elif event == "fail":
            with pytest.raises(ZeroDivisionError), register.writing() as writing:
                writing.draw(draft(str(position)))
                raise ZeroDivisionError
        elif drawn:
            with register.writing() as writing:
                writing.void(drawn.pop(0), "试")
    serials = [row["serial"] for row in register.numbers()]
    register.close()
    assert serials == list(range(1, len(serials) + 1))


def test_the_history_is_readable_data(register):
    issue(register, draft(), file="甲.docx", file_sha="ab")
    [line] = register.history()
    assert json.loads(json.dumps(line["detail"])) == {
        "revision": 1,
        "medium": "docx",
        "file": "甲.docx",
        "sha256": "ab",
        "data_sha256": data_sha({"visited_on": "2026-11-20"}),
    }
    assert line["at"] == "2026-11-23T09:30:00"
