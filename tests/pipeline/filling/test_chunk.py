"""What goes wrong with one record costs no other one: the numbers follow each other without it."""

from __future__ import annotations

import pytest
from visit_batch import LEDGER, OUTPUT, VISITS, hidden, visitee, workspace, write_ledger

from formkit.kernel.errors import TemplateError, UsageError
from formkit.pipeline.filling import chunk, issue
from formkit.pipeline.filling.fill import fill
from formkit.pipeline.filling.items import Failure, Printed
from formkit.pipeline.filling.pace import Pace
from formkit.pipeline.filling.printout import print_out
from formkit.register.audit import audit

ROWS = 9
BAD = {4, 5}


@pytest.fixture
def office(tmp_path):
    here = workspace(tmp_path)
    write_ledger(tmp_path / LEDGER, ROWS)
    return here


def run(here):
    report = fill(here, VISITS, [here.root / LEDGER], pace=Pace(chunk=6))
    return [(one.outcome.value, one.number[-4:]) for one in report.records()], report


def expected(outcome: str) -> list[tuple[str, str]]:
    told, serial = [], 0
    for row in range(1, ROWS + 1):
        if row in BAD:
            told.append((outcome, ""))
        else:
            serial += 1
            told.append(("新出", f"{serial:04d}"))
    return told


def assert_sound(here) -> None:
    register = here.register()
    try:
        assert audit(register, root=here.root) == []
        assert len(register.numbers()) == ROWS - len(BAD)
    finally:
        register.close()
    assert len(list((here.root / OUTPUT).glob("*.docx"))) == ROWS - len(BAD)
    assert hidden(here.root) == []


def bad(record) -> bool:
    return record.visitee_name in {visitee(row) for row in BAD}


def test_a_paper_that_the_template_does_not_print_whole_is_left_out(office, monkeypatch):
    def printing(bench, order):
        if bad(order.record):
            return Printed(failure=Failure.of(TemplateError("FK-TPL-001", name="x")))
        return print_out(bench, order)

    monkeypatch.setattr(chunk, "print_out", printing)
    told, report = run(office)
    assert told == expected("未写成")
    assert report.exit_code == TemplateError.exit_code
    assert_sound(office)


@pytest.mark.parametrize(("error", "outcome"), [(RuntimeError, "未写成"), (UsageError, "有误")])
def test_an_error_while_a_paper_is_decided_uses_up_no_number(office, monkeypatch, error, outcome):
    real = issue.Issuer.decide

    def decide(self, writing, paper, place):
        refused = bad(paper.sealed.record)
        if refused and error is UsageError:
            raise UsageError("FK-REG-007", number="旧-1")
        decision = real(self, writing, paper, place)
        if refused:
            raise RuntimeError("after its number was drawn")
        return decision

    monkeypatch.setattr(issue.Issuer, "decide", decide)
    told, _report = run(office)
    assert told == expected(outcome)
    assert_sound(office)


def test_an_error_that_nobody_foresaw_costs_only_the_record_that_it_comes_from(office, monkeypatch):
    real = issue.Issuer.settle

    def settle(self, writing, decision, written):
        if decision.document.data["visitee_name"] in {visitee(row) for row in BAD}:
            raise ZeroDivisionError
        return real(self, writing, decision, written)

    monkeypatch.setattr(issue.Issuer, "settle", settle)
    told, report = run(office)
    assert told == expected("未写成")
    assert {found.code for found in report.findings() if found.blocks} == {"FK-BUG-001"}
    assert_sound(office)


def test_where_nothing_can_be_printed_nothing_is_numbered(office, monkeypatch):
    failed = Printed(failure=Failure.of(TemplateError("FK-TPL-001", name="x")))
    monkeypatch.setattr(chunk, "print_out", lambda _bench, _order: failed)
    told, _report = run(office)
    assert told == [("未写成", "")] * ROWS
    register = office.register()
    assert register.numbers() == []
    register.close()
    assert list((office.root / OUTPUT).iterdir()) == []


def test_a_row_typed_twice_under_one_number_of_its_ledger_is_told_not_revised(office):
    """Two rows of one 序号 that say nearly the same: the second is no revision of the first."""
    write_ledger(office.root / LEDGER, 2)
    text = (office.root / LEDGER).read_text("utf-8-sig").splitlines()
    text[2] = text[2].replace("2,", "1,", 1)
    (office.root / LEDGER).write_text("\n".join(text), "utf-8-sig")
    _told, report = run(office)
    assert all(one.revision < 2 for one in report.records())
    assert report.exit_code != 0
