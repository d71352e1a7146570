from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import text

from formkit.kernel.clock import FixedClock
from formkit.register import Register, ReplyState, ReturnedFile, StoredReply
from formkit.register.audit import audit

MOMENT = datetime(2026, 11, 20, 9, 30)
REPLY = StoredReply(
    source="formkit",
    key="SLJZ-AZB-MYD-2026-0001",
    survey_no="SLJZ-AZB-MYD-2026-0001",
    project_no="P2026-001",
    bank_digest="d" * 64,
    state=ReplyState.WAITING,
    entry={"answers": [{"section": "Ⅲ", "item_no": 1, "choices": ["满意", "一般"]}]},
    content_sha="c" * 64,
    file="调查表.xlsx",
    file_sha="f" * 64,
    place="调查表.xlsx",
)


@pytest.fixture
def register(tmp_path):
    found = Register("sqlite:///登记库.db", root=tmp_path, clock=FixedClock(MOMENT))
    found.create()
    yield found
    found.close()


def test_a_reply_is_kept_with_its_moment_and_found_again_by_its_key(register):
    with register.writing() as writing:
        number = writing.replies.add(REPLY)
    with register.replies() as replies:
        (found,) = replies.same(["formkit"], [REPLY.key])[REPLY.key]
    assert found == replace(REPLY, id=number, taken_at="2026-11-20T09:30:00")


def test_a_decision_changes_the_state_and_stands_in_the_history(register):
    with register.writing() as writing:
        number = writing.replies.add(REPLY)
    decided = replace(REPLY, id=number, state=ReplyState.TAKEN, decisions=[{"by": "沈样张"}])
    with register.writing() as writing:
        writing.replies.change(decided, said={"by": "沈样张", "reason": "电话核实"})
    with register.replies() as replies:
        assert [one.state for one in replies.all()] == [ReplyState.TAKEN]
    taken, told = register.history(REPLY.survey_no)
    assert taken["action"] == "收回答卷"
    assert (told["action"], told["detail"]["reason"]) == ("裁定答卷", "电话核实")


def test_replies_can_be_asked_for_by_state_and_project(register):
    other = replace(REPLY, key="2", project_no="P2025-007", state=ReplyState.TAKEN)
    with register.writing() as writing:
        writing.replies.add(REPLY)
        writing.replies.add(other)
    with register.replies() as replies:
        assert [one.key for one in replies.all(states=[ReplyState.TAKEN])] == ["2"]
        assert [one.key for one in replies.all(project="P2026-001")] == [REPLY.key]


def test_the_newer_word_on_the_same_bytes_stands(register):
    with register.writing() as writing:
        writing.replies.put_files([ReturnedFile("a" * 64, "一.xlsx", "待人工确认")])
        writing.replies.put_files([ReturnedFile("a" * 64, name, "已导入") for name in "二三"])
    with register.replies() as replies:
        assert [(file.name, file.outcome) for file in replies.files()] == [("二", "已导入")]
        assert replies.known(["b" * 64]) == {}


def test_many_files_are_asked_for_at_once(register):
    shas = [f"{number:064d}" for number in range(1_201)]
    with register.writing() as writing:
        files = [ReturnedFile(sha, "一.xlsx", "已导入", copy="原件") for sha in shas[:3]]
        writing.replies.put_files(files)
    with register.replies() as replies:
        known = replies.known([*shas, *shas])
    assert {sha: file.copy for sha, file in known.items()} == dict.fromkeys(shas[:3], "原件")


def test_what_is_added_in_a_transaction_that_fails_is_gone(register):
    def fail():
        with register.writing() as writing:
            writing.replies.add(REPLY)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    with register.replies() as replies:
        assert list(replies.all()) == []


def test_a_register_of_an_earlier_formkit_gets_the_tables_when_they_are_first_asked_for(register):
    with register._engine.begin() as connection:
        connection.execute(text("DROP TABLE survey_replies"))
        connection.execute(text("DROP TABLE survey_files"))
    with register.replies() as replies:
        assert list(replies.all()) == []
        assert list(replies.files()) == []


def test_the_history_of_replies_is_chained_like_all_of_it(register):
    with register.writing() as writing:
        writing.replies.add(REPLY)
    assert audit(register, root=register.file.parent) == []
