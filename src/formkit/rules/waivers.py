"""Waivers: a person lets a rule of the company pass; the law is nobody's to waive."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from formkit.kernel.errors import UsageError, fault
from formkit.kernel.findings import Finding, Level, Place, Waiver
from formkit.kernel.i18n import N_, _
from formkit.rules.profile import Profile
from formkit.rules.reading import hint

_REASON = N_("理由")
_PERSON = N_("决定人")


def waive(
    findings: Iterable[Finding], waivers: Sequence[Waiver], profile: Profile
) -> list[Finding]:
    """Return the findings with the waivers on those that they name.

    A waiver of a rule that found nothing is reported as a note.

    Raises:
        UsageError: a waiver names the law or no rule at all, or lacks its reason or person.
    """
    by_rule: dict[str, Waiver] = {}
    for waiver in waivers:
        _refuse_unfit(waiver, profile)
        by_rule[waiver.rule] = waiver
    waived: list[Finding] = []
    fired: set[str] = set()
    for finding in findings:
        fired.add(finding.code)
        found = by_rule.get(finding.code)
        waived.append(replace(finding, waiver=found) if found else finding)
    idle = [rule for rule in by_rule if rule not in fired]
    notes = [fault("FK-PRF-073", Place(), level=Level.INFO, rule=rule) for rule in idle]
    return waived + notes


def _refuse_unfit(waiver: Waiver, profile: Profile) -> None:
    rules = profile.library.rules()
    rule = rules.get(waiver.rule)
    if rule is None:
        raise UsageError("FK-PRF-071", rule=waiver.rule, hint=hint(waiver.rule, rules))
    if profile.text_of(rule).binds_all:
        raise UsageError("FK-PRF-070", rule=rule.id, law=rule.citation)
    for text, name in ((waiver.reason, _REASON), (waiver.by, _PERSON)):
        if not text.strip():
            raise UsageError("FK-PRF-072", rule=rule.id, missing=_(name))
