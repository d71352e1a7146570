"""Which day a survey counts as sent, and until when it is wanted back.

Without a day given, a survey of the same respondent that is still waited for is the same survey:
the command given again tomorrow goes on with it and asks nobody twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from formkit.kernel.dates import format_date
from formkit.kernel.errors import fault
from formkit.kernel.findings import Finding, Level, Place
from formkit.pipeline.workspace import Workspace
from formkit.surveys.anchors import FORM

_Who = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Open:
    number: str
    sent_on: date
    due_on: date | None


@dataclass
class Rounds:
    """The days of one run.

    Args:
        workspace: whose register is asked.
        days: days from sending until a survey is wanted back; None: no day is named.
        given_sent_on: the day that was typed; None: today, or that of an open survey.
        given_due_on: the day that was typed; None: as `days` say, or as it was.
    """

    workspace: Workspace
    days: int | None
    given_sent_on: date | None = None
    given_due_on: date | None = None
    notes: list[Finding] = field(default_factory=list)

    def sent_on(self, data: Mapping[str, Any], today: date) -> date:
        """Return the day on which the survey of these fields is sent."""
        if self.given_sent_on:
            return self.given_sent_on
        found = self._open.get(_who(data))
        if found is None or (found.due_on and found.due_on < today):
            return today
        if found.sent_on != today:
            said = {"number": found.number, "sent_on": format_date(found.sent_on)}
            place = Place(label=" ".join(_who(data)).strip())
            self.notes.append(fault("FK-SUR-030", place, level=Level.INFO, **said))
        return found.sent_on

    def due_on(self, number: str, sent_on: date | None) -> date | None:
        """Return until when the survey of that number is wanted back; None: no day is named."""
        if self.given_due_on:
            return self.given_due_on
        if known := self._due.get(number):
            return known
        return sent_on + timedelta(days=self.days) if sent_on and self.days else None

    @cached_property
    def _due(self) -> dict[str, date]:
        register = self.workspace.register()
        try:
            with register.surveys() as surveys:
                return {
                    one.number: date.fromisoformat(one.due_on)
                    for one in surveys.sent()
                    if one.due_on
                }
        finally:
            register.close()

    @cached_property
    def _open(self) -> dict[_Who, _Open]:
        """The surveys that nobody has answered, the newest of each respondent."""
        register = self.workspace.register()
        try:
            with register.replies() as replies:
                answered = {one.survey_no for one in replies.all()}
            with register.surveys() as surveys:
                issued = list(surveys.issued(FORM))
        finally:
            register.close()
        found = {}
        for number, _project, data in issued:
            if number not in answered and not data.get("answers") and data.get("sent_on"):
                sent_on = date.fromisoformat(data["sent_on"])
                found[_who(data)] = _Open(number, sent_on, self.due_on(number, sent_on))
        return found


def _who(data: Mapping[str, Any]) -> _Who:
    person = data.get("respondent")
    name = person.get("name") if isinstance(person, Mapping) else person
    return str(data.get("project_no") or ""), str(data.get("respondent_unit") or ""), name or ""
