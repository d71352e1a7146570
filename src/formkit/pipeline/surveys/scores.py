"""What an answered survey scores in a workspace: its question bank, the points, the policy."""

from __future__ import annotations

from formkit.pipeline.workspace import Workspace
from formkit.register import Register
from formkit.rules.profile import Profile
from formkit.schemas.satisfaction_survey.bank import (
    Bank,
    bank_of,
    find_bank,
    folders_of,
    load_banks,
)
from formkit.schemas.satisfaction_survey.points import FAMILY, fits, table_of
from formkit.schemas.satisfaction_survey.record import SatisfactionSurvey
from formkit.schemas.satisfaction_survey.scoring import Score, score


class Scorer:
    """Scores the surveys of one workspace; the list and the report ask the same one.

    `banks`: all question banks by digest, those that were sent out and those that could be.
    """

    def __init__(self, workspace: Workspace, register: Register, profile: Profile) -> None:
        self._folders = folders_of(workspace.forms)
        self._policy = profile.scoring
        self._points = table_of(profile.resolution().family(FAMILY))
        banks = [bank_of(data) for data in register.banks().values()]
        banks += load_banks(self._folders).values()
        self.banks = {bank.digest: bank for bank in banks}

    def bank(self, digest: str, name: str) -> Bank | None:
        """Return the bank of that digest, of an empty one that of the name; None: nobody knows."""
        return self.banks.get(digest) if digest else find_bank(name, self._folders)

    def score(self, survey: SatisfactionSurvey, bank: Bank | None) -> Score | None:
        """Return the score; None without a bank, or where its marks have no points in force."""
        if bank is None or not fits(bank, self._points):
            return None
        return score(survey, bank, self._points, self._policy)
