"""One chunk of records: numbered, printed, brought out and registered in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from formkit.kernel.bugs import bug_found
from formkit.kernel.errors import ExitCode, FormkitError, UsageError
from formkit.kernel.findings import Place
from formkit.pipeline.filling.crew import Crew
from formkit.pipeline.filling.issue import Decision, Issuer
from formkit.pipeline.filling.items import Failure, Order, Paper
from formkit.pipeline.filling.press import Press, Written
from formkit.pipeline.filling.printout import print_out
from formkit.pipeline.filling.steps import Step
from formkit.register import Register, Writing

# What stands in the way of one record stands in the way of all: locked, damaged, missing, full.
STOPPING = frozenset(
    {
        "FK-REG-001",
        "FK-REG-003",
        "FK-REG-004",
        "FK-REG-005",
        "FK-REG-023",
        "FK-REG-024",
        "FK-REG-031",
        "FK-REG-032",
        "FK-REG-033",
        "FK-OUT-001",
        "FK-OUT-002",
        "FK-OUT-003",
        "FK-OUT-005",
        "FK-RUN-001",
        "FK-RUN-012",
        "FK-RUN-014",
        "FK-RUN-015",
    }
)

Papers = Mapping[int, tuple[Paper, Place]]
Outcomes = dict[int, Decision | Failure]


class StoppedError(Exception):
    """Something stands in the way of every record; nothing of the chunk was made."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(str(failure.finding))
        self.failure = failure


@dataclass(frozen=True)
class Chunks:
    """Issues chunk after chunk of one run."""

    register: Register
    issuer: Issuer
    press: Press
    crew: Crew
    at: Callable[[Step], None]

    def issue(self, papers: Papers) -> Outcomes:
        """Make the documents of these papers, or find them made already; all of them or none.

        A paper that cannot be made is told and left out: the numbers of the others follow each
        other as if it were not there.

        Raises:
            StoppedError: nothing can be made at all.
        """
        try:
            outcomes = self._in_one_transaction(papers)
        except FormkitError as error:
            self._undo()
            raise StoppedError(Failure.of(error)) from error
        except BaseException:  # Ctrl-C too: no paper without its entry in the register
            self._undo()
            raise
        self.issuer.keep()
        self.press.keep()
        self.at(Step.KEPT)
        return outcomes

    def _in_one_transaction(self, papers: Papers) -> Outcomes:
        failures: dict[int, Failure] = {}
        with self.register.writing() as writing:
            self.at(Step.BEGUN)
            while True:
                writing.foresee([paper.draft for at, (paper, _place) in papers.items()])
                left = {at: one for at, one in papers.items() if at not in failures}
                decisions, bugs = self._decided(writing, left, failures)
                self.at(Step.NUMBERED)
                written, failed = ({}, {}) if bugs else self._made(writing, decisions, left)
                if not (bugs or failed):
                    break
                failures |= bugs | failed
                self._once_more(writing, failed)
            outcomes: Outcomes = {
                at: self.issuer.settle(writing, decision, written.get(at))
                for at, decision in decisions.items()
            }
            writing.flush()
            self.at(Step.REGISTERED)
        self.at(Step.COMMITTED)
        return outcomes | failures

    def _decided(
        self, writing: Writing, papers: Papers, failures: dict[int, Failure]
    ) -> tuple[dict[int, Decision], dict[int, Failure]]:
        """Return the decisions and the bugs; what a clerk can mend is added to the failures."""
        decisions: dict[int, Decision] = {}
        bugs: dict[int, Failure] = {}
        for at, (paper, place) in papers.items():
            try:
                decisions[at] = self.issuer.decide(writing, paper, place)
            except UsageError as error:  # nothing was drawn for it
                failures[at] = Failure.of(error)
            except FormkitError:
                raise
            except Exception as error:  # noqa: BLE001 - a bug in one record must not cost the others
                bugs[at] = Failure(bug_found(error, place), ExitCode.BUG)
        return decisions, bugs

    def _made(
        self, writing: Writing, decisions: Mapping[int, Decision], papers: Papers
    ) -> tuple[dict[int, Written], dict[int, Failure]]:
        """Print what is to be printed and bring it out, all of it or nothing."""
        wanted = {at: decision for at, decision in decisions.items() if decision.prints}
        if not wanted:
            return {}, {}
        orders = [
            Order(
                papers[at][0].sealed,
                decision.document.number,
                decision.document.revision,
                decision.document.project_no,
                papers[at][0].draft.source,
                decision.document.print_sha,
                self.press.room(at),
            )
            for at, decision in wanted.items()
        ]
        printed = dict(zip(wanted, self.crew.start(print_out, orders)(), strict=True))
        self.at(Step.PRINTED)
        failed = {at: one.failure for at, one in printed.items() if one.failure}
        return ({}, failed) if failed else self.press.bring_out(printed, writing)

    def _once_more(self, writing: Writing, failed: Mapping[int, Failure]) -> None:
        """Put everything back to where the chunk began, to go on without the failed ones."""
        for failure in failed.values():
            if failure.finding.code in STOPPING:
                raise StoppedError(failure)
        self.press.withdraw()
        self.issuer.start_again()
        writing.start_again()

    def _undo(self) -> None:
        self.issuer.start_again()
        try:
            self.press.take_back(self.register)
        except FormkitError:  # the register cannot be asked now: a later run does it
            return
