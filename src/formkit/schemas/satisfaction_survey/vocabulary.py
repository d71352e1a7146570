"""What a survey may name that a company defines itself: its question banks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from formkit.schemas.entry import Doubt
from formkit.schemas.satisfaction_survey.bank import folders_of, load_banks, unknown
from formkit.schemas.satisfaction_survey.record import SatisfactionSurvey


def vocabulary(forms: Sequence[Path]) -> Callable[[SatisfactionSurvey], Iterator[Doubt]]:
    """Return what tells of a survey whose question bank nobody knows.

    Raises:
        ProfileError: a question bank in these folders of forms is wrong.
    """
    banks = load_banks(folders_of(tuple(forms)))

    def misnamed(survey: SatisfactionSurvey) -> Iterator[Doubt]:
        if survey.bank and survey.bank not in banks:
            yield Doubt("bank", "FK-SUR-001", unknown(survey.bank, banks))

    return misnamed
