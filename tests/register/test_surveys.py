"""Surveys that were sent out, as the register keeps them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import text

from formkit.kernel.clock import FixedClock
from formkit.register import (
    WORKBOOK,
    Document,
    DocumentStatus,
    Draft,
    Register,
    SentSurvey,
    Series,
)
from formkit.register.audit import audit

DIGEST = "b" * 64
BANK = {"name": "三级", "title": "题库", "sections": {}}
DRAFT = Draft(
    slug="satisfaction_survey",
    series=Series("MYD", 2026, "SLJZ-AZB-MYD-2026-{serial:04d}"),
    identity="i" * 64,
    project_no="P2026-001",
)


@pytest.fixture
def register(tmp_path):
    found = Register(
        "sqlite:///登记库.db", root=tmp_path, clock=FixedClock(datetime(2026, 11, 25, 9, 30))
    )
    found.create()
    yield found
    found.close()


def document(number: str, **changes) -> Document:
    made = Document(
        number=number,
        revision=1,
        medium="docx",
        slug=DRAFT.slug,
        project_no=DRAFT.project_no,
        identity=DRAFT.identity,
        source="",
        row_key="",
        data={"sent_on": "2026-11-25"},
        print_sha="p" * 64,
        template_sha="t" * 64,
        profile="company",
        gate="issue",
    )
    return replace(made, **changes)


def sent(register: Register, **changes) -> SentSurvey:
    """Draw a number, issue its document and write down that it was sent."""
    with register.writing() as writing:
        number = writing.draw(DRAFT)
        writing.record(document(number), status=DocumentStatus.ISSUED)
        writing.flush()
        one = SentSurvey(number, "P2026-001", DIGEST, "勾选", "2026-11-25", "2026-12-10")
        writing.surveys.send(replace(one, **changes))
    return replace(one, **changes)


def test_a_bank_is_kept_under_its_digest_and_found_again(register):
    assert register.bank(DIGEST) is None
    with register.writing() as writing:
        writing.surveys.remember_bank(DIGEST, "三级", "题库", BANK)
    assert register.bank(DIGEST) == BANK
    assert register.banks() == {DIGEST: BANK}


def test_a_bank_that_is_sent_again_stays_as_it_was(register):
    for data in (BANK, {"name": "别的"}):
        with register.writing() as writing:
            writing.surveys.remember_bank(DIGEST, "三级", "题库", data)
    assert register.bank(DIGEST) == BANK
    assert [line["action"] for line in register.history("三级")] == ["登记题库"]


def test_a_survey_is_sent_once_and_told_once(register):
    one = sent(register)
    with register.writing() as writing:
        writing.surveys.send(one)
    with register.surveys() as surveys:
        assert list(surveys.sent()) == [one]
        assert surveys.number(one.number) == one
        assert surveys.number("别的") is None
    told = [line for line in register.history(one.number) if line["action"] == "发出调查"]
    assert [line["detail"]["due_on"] for line in told] == ["2026-12-10"]


def test_another_day_takes_the_place_of_the_former_one(register):
    one = sent(register)
    with register.writing() as writing:
        writing.surveys.send(replace(one, due_on="2026-12-31"))
    with register.surveys() as surveys:
        assert [found.due_on for found in surveys.sent()] == ["2026-12-31"]


def test_surveys_are_asked_for_by_project_and_void_ones_are_left_out(register):
    first, second = sent(register), sent(register, project_no="P2025-007")
    with register.surveys() as surveys:
        assert list(surveys.sent("P2025-007")) == [second]
        assert [number for number, _no, _data in surveys.issued(DRAFT.slug)] == [
            first.number,
            second.number,
        ]
    with register.writing() as writing:
        writing.void(first.number, "发错了")
    with register.surveys() as surveys:
        assert list(surveys.sent()) == [second]
        assert [number for number, _no, _data in surveys.issued(DRAFT.slug)] == [second.number]


def test_the_newest_revision_of_a_survey_is_told(register):
    one = sent(register)
    with register.writing() as writing:
        newer = document(one.number, revision=2, data={"sent_on": "2026-11-26"})
        writing.record(newer, status=DocumentStatus.ISSUED)
    with register.surveys() as surveys:
        assert [data["sent_on"] for _no, _project, data in surveys.issued(DRAFT.slug)] == [
            "2026-11-26"
        ]


def test_a_workbook_shows_the_revision_and_is_never_taken_for_the_document(register):
    one = sent(register)
    shown = document(one.number, medium=WORKBOOK, file="调查表.xlsx", file_sha="f" * 64)
    with register.writing() as writing:
        writing.show(shown)
    with register.writing() as writing:
        known = writing.known(DRAFT)
    assert known is not None
    assert known.document.medium == "docx"
    assert [line["action"] for line in register.history(one.number)][-1] == "出答卷"


def test_a_register_of_an_earlier_formkit_gets_the_tables_when_they_are_first_asked_for(register):
    with register._engine.begin() as connection:
        connection.execute(text("DROP TABLE surveys_sent"))
        connection.execute(text("DROP TABLE survey_banks"))
    assert register.bank(DIGEST) is None
    with register.surveys() as surveys:
        assert list(surveys.sent()) == []


def test_what_is_sent_in_a_transaction_that_fails_was_not_sent(register):
    def fail():
        with register.writing() as writing:
            writing.surveys.remember_bank(DIGEST, "三级", "题库", BANK)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert register.banks() == {}


def test_the_history_of_surveys_is_chained_like_all_of_it(register):
    sent(register)
    with register.writing() as writing:
        writing.surveys.remember_bank(DIGEST, "三级", "题库", BANK)
    assert [
        one for one in audit(register, root=register.file.parent) if one.code == "FK-REG-014"
    ] == []


def test_sheets_are_found_by_many_numbers_with_what_became_of_them(register):
    with register.writing() as writing:
        first, second, third = (writing.draw(DRAFT) for _ in range(3))
        for number in (first, second):
            writing.record(document(number), status=DocumentStatus.ISSUED)
        writing.record(document(third, slug="warranty"), status=DocumentStatus.ISSUED)
        newer = document(first, revision=2, data={"sent_on": "2026-11-26"})
        writing.record(newer, status=DocumentStatus.ISSUED)
    with register.writing() as writing:
        sent = SentSurvey(first, "P2026-001", DIGEST, "勾选", "2026-11-25", "")
        writing.surveys.send(sent)
        writing.void(second, "发错了对象")
    with register.surveys() as surveys:
        found = surveys.sheets([second, third, first, "没有"], DRAFT.slug)
    assert set(found) == {first, second}
    said = found[first]
    assert (said.document.data, said.void_reason, said.bank_digest) == (newer.data, None, DIGEST)
    assert (found[second].void_reason, found[second].bank_digest) == ("发错了对象", None)
