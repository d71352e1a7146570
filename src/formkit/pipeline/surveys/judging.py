"""Judging an answered survey: which sheet it answers, what the rules say, what it scores."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from itertools import islice
from typing import Any

from formkit import catalog
from formkit.intake.raw import RawRecord
from formkit.kernel.dates import format_date
from formkit.kernel.errors import fault
from formkit.kernel.files import sha256
from formkit.kernel.findings import Finding, Level, blocking
from formkit.kernel.gate import Gate
from formkit.kernel.i18n import N_, _
from formkit.kernel.suggest import hint
from formkit.pipeline.surveys.prints import Prints
from formkit.pipeline.surveys.scores import Scorer
from formkit.pipeline.surveys.sent_numbers import near
from formkit.pipeline.workspace import Workspace
from formkit.register import Document, Register, SentSheet
from formkit.rules import engine
from formkit.schemas.complete import complete
from formkit.schemas.satisfaction_survey.bank import Bank
from formkit.schemas.satisfaction_survey.record import SatisfactionSurvey
from formkit.schemas.satisfaction_survey.scoring import Score, Why
from formkit.schemas.validation import Places, validated
from formkit.surveys.reply import Reply

SLUG = "satisfaction_survey"
_AT_ONCE = 100  # replies
_TIME_ZONES = timedelta(days=1)  # a service elsewhere may have tomorrow already
_WEIGHS = frozenset(  # what the score, or where it counts, hangs on
    ("answers", "overall", "surveyed_on", "respondent_sign", "bank", "project_no", "record_no")
)
_KEPT = N_("已照原样记下,不影响计分;要改正的,向填表人问清后再用。")
_FILLED_IN_BY_US = ("project_no", "record_no", "project")


@dataclass(frozen=True, slots=True)
class Judged:
    """An answered survey after all checks.

    data: the record's fields, those of the sheet that was sent out with the answers on them.
    record: what could be read of it. score: None where nobody can tell which items apply.
    """

    reply: Reply
    survey_no: str
    project_no: str
    bank_digest: str
    data: Mapping[str, Any]
    record: SatisfactionSurvey
    score: Score | None
    findings: tuple[Finding, ...]
    bank: Bank | None = None
    shown_score: str = ""

    @property
    def waits(self) -> bool:
        """Whether a person must decide something of it."""
        return blocking(self.findings)

    @property
    def content_sha(self) -> str:
        """The SHA-256 of what was answered, whatever file it stood in."""
        return content_sha(self.reply.entry)


def _eased(finding: Finding, reply: Reply) -> Finding:
    """Return a fault of a field; of one that a stranger wrote and no score hangs on, a warning.

    A telephone number that is none, a comment too long: the text stays in the register as typed.
    """
    name = finding.place.path.partition(".")[0]
    if name in _WEIGHS or name not in reply.entry or finding.level is not Level.ERROR:
        return finding
    return replace(finding, level=Level.WARNING, remedy=_(_KEPT))


def content_sha(entry: Mapping[str, Any]) -> str:
    """Return the SHA-256 of an entry's plain data."""
    return sha256(json.dumps(plain(entry), ensure_ascii=False, sort_keys=True).encode("utf-8"))


def plain(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry as JSON holds it: dates and amounts as text."""
    data: dict[str, Any] = json.loads(json.dumps(entry, ensure_ascii=False, default=str))
    return data


def answered_on(judged: Judged) -> str:
    """Return the day on which it was answered, else surveyed; empty where nobody says."""
    record = judged.record
    sign = record.respondent_sign
    day = (sign.signed_on if sign else None) or record.surveyed_on
    return day.isoformat() if day else ""


class Judge:
    """Judges answered surveys of one workspace."""

    def __init__(self, workspace: Workspace, register: Register) -> None:
        self._workspace = workspace
        self._register = register
        newest = register.newest()  # a clock that lags behind it is told of as the register's doubt
        today = workspace.clock.today()
        self._today = max(today, newest.date()) if newest else today
        self._official = catalog.load(SLUG, workspace.forms)
        self._profile = workspace.profile()
        self._projects = workspace.projects()
        self._company = workspace.settings.company.model_dump()
        self._foreseen: dict[str, SentSheet | None] = {}
        self._scorer = Scorer(workspace, register, self._profile)
        self._banks = self._scorer.banks
        self._prints = Prints(workspace, register, self._official, self._profile)
        self._bench = engine.Bench(
            self._official.checks,
            self._profile,
            record_kind=SLUG,
            gate=Gate.ARCHIVE,  # the rules about marks and scores are asked there
            clock=workspace.clock,
            forms=workspace.forms,
        )

    @property
    def banks(self) -> dict[str, Bank]:
        """All question banks by digest: those that were sent out, and those that could be."""
        return self._banks

    def each(self, replies: Iterable[Reply]) -> Iterator[Judged]:
        """Yield the replies judged, in order; what the register holds is asked for many at once."""
        rest = iter(replies)
        while some := list(islice(rest, _AT_ONCE)):
            numbers = [one.claim.survey_no for one in some]
            with self._register.surveys() as surveys:
                found = surveys.sheets(numbers, SLUG)
            self._foreseen = {number: found.get(number) for number in numbers}
            try:
                yield from map(self.judge, some)
            finally:
                self._foreseen = {}

    @cached_property
    def _numbers(self) -> list[str]:
        with self._register.surveys() as surveys:
            return surveys.numbers(SLUG)

    def _sheet(self, number: str) -> SentSheet | None:
        with self._register.surveys() as surveys:
            return surveys.sheets([number], SLUG).get(number)

    def judge(self, reply: Reply, *, number: str = "") -> Judged:
        """Return the reply with all that is found of it.

        Args:
            reply: what was read.
            number: the sheet that it answers, where a person said so; else what it claims.
        """
        survey_no = number or reply.claim.survey_no
        reply = self._prints.compared(reply, survey_no)
        sent, findings = self._sent(reply, survey_no)
        data, project_no, more = self._data(reply, sent)
        findings += more
        bank = self._bank(reply, data)
        if bank is None and not reply.findings:
            findings.append(fault("FK-SUR-113", reply.place, bank=str(data.get("bank") or "")))
        raw = RawRecord(data, reply.places, reply.place)
        # What the paper still lacks for filing is asked when it is filed, not when it is counted.
        read = validated(SatisfactionSurvey, raw, gate=Gate.DRAFT)
        record = read.entry
        findings += [*reply.findings, *(_eased(one, reply) for one in read.findings)]
        findings += self._too_early(reply, record)
        told = {one.place.path for one in findings if one.place.path}
        if bank is not None:
            places = Places(SatisfactionSurvey, raw)
            judged = self._bench.judge(record, place_of=places.at, on=record.law_day())
            findings += [one for one in judged if one.place.path not in told]
        scored = self._scorer.score(record, bank)
        digest = bank.digest if bank else reply.claim.bank_digest
        empty = scored is not None and Why.EMPTY in scored.why
        if sent is not None and reply.entry and "surveyed_on" not in data and not empty:
            findings += self._undated(reply)
        if empty and not blocking(findings):
            if reply.source.sent_by_us:  # somebody can be asked
                findings.append(fault("FK-SUR-118", reply.place))
            else:
                findings.append(fault("FK-SUR-119", reply.place, level=Level.WARNING))
        found = tuple(dict.fromkeys(findings))
        told_score = self.shown(scored)
        return Judged(
            reply, survey_no, project_no, digest, data, record, scored, found, bank, told_score
        )

    def _too_early(self, reply: Reply, record: SatisfactionSurvey) -> list[Finding]:
        """Return that the day it says is yet to come: it would count in no quarter so far."""
        day = record.surveyed_on if reply.entry.get("surveyed_on") else None
        if day is None or day <= self._today + _TIME_ZONES:
            return []
        place = reply.places.get("surveyed_on", reply.place).inside(path="surveyed_on", label="")
        return [fault("FK-SUR-078", place, reason=_("{day}还没有到").format(day=format_date(day)))]

    def _undated(self, reply: Reply) -> list[Finding]:
        """Return that nobody says when it was filled in; what cannot be read is told already."""
        if any(one.place.path == "surveyed_on" for one in reply.findings):
            return []
        return [fault("FK-SUR-152", reply.place, level=Level.WARNING)]

    def shown(self, scored: Score | None) -> str:
        """Return the satisfaction as it is shown ("83.33%"); empty where nobody can tell."""
        rate = scored.satisfaction if scored else None
        return "" if rate is None else f"{self._profile.scoring.rounded(rate):f}%"

    def _sent(self, reply: Reply, number: str) -> tuple[Document | None, list[Finding]]:
        """Return the sheet as it was sent out, and what speaks against it."""
        if not number:
            needs = reply.source.sent_by_us
            return None, [fault("FK-SUR-115", reply.place)] if needs else []
        sheet = self._foreseen[number] if number in self._foreseen else self._sheet(number)
        if sheet is None:
            meant = near(number, self._numbers)
            return None, [fault("FK-SUR-110", reply.place, number=number, hint=meant)]
        sent = sheet.document
        findings = []
        if sheet.void_reason is not None:
            values: dict[str, Any] = {"number": number, "reason": sheet.void_reason}
            findings.append(fault("FK-SUR-111", reply.place, **values))
        claimed = reply.claim.project_no
        if claimed and claimed != sent.project_no:
            values = {"found": claimed, "expected": sent.project_no, "number": number}
            findings.append(fault("FK-SUR-112", reply.place, **values))
        digest, own = reply.claim.bank_digest, sheet.bank_digest
        if own is not None and digest in self._banks and digest != own:
            bank = self._banks[own].name if own in self._banks else ""
            findings.append(fault("FK-SUR-114", reply.place, number=number, bank=bank))
        return sent, findings

    def _data(
        self, reply: Reply, sent: Document | None
    ) -> tuple[dict[str, Any], str, list[Finding]]:
        """Return the record's fields, its project, and what is wrong with the project."""
        if sent is not None:
            answered = {k: v for k, v in reply.entry.items() if k not in _FILLED_IN_BY_US}
            # The project stands as it was when the sheet was sent: it says which half applies.
            # 调查日期 was that of sending: only who answered says when.
            kept = {k: v for k, v in sent.data.items() if k != "surveyed_on"}
            return {**kept, **answered}, sent.project_no, []
        wanted = str(reply.entry.get("project_no") or "").strip() or self._named(reply)
        registered = self._projects.get(wanted)
        data = complete(
            SatisfactionSurvey,
            {**{k: v for k, v in reply.entry.items() if k != "project"}, "project_no": wanted},
            project=registered,
            company=self._company,
            defaults=self._official.manifest.defaults,
        )
        if registered is not None or reply.source.sent_by_us:
            return data, wanted, []
        place = reply.places.get("project_no", reply.place)
        if not wanted:
            return data, wanted, [fault("FK-SUR-117", place)]
        meant = hint(wanted, self._projects)
        return data, wanted, [fault("FK-SUR-116", place, project_no=wanted, hint=meant)]

    def _named(self, reply: Reply) -> str:
        """Return the number of the project whose name a reply gives; empty where it is nobody's."""
        name = str((reply.entry.get("project") or {}).get("project_name") or "").strip()
        named = [no for no, data in self._projects.items() if name and data["project_name"] == name]
        return named[0] if len(named) == 1 else ""

    def _bank(self, reply: Reply, data: Mapping[str, Any]) -> Bank | None:
        """Return the bank that was answered: the registered one, for an export the named one."""
        digest = reply.claim.bank_digest
        return self._scorer.bank(digest, str(data.get("bank") or ""))
