"""Examining one record: project and standard texts filled in, fields and rules checked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from formkit.catalog import OfficialRecord
from formkit.intake.raw import RawRecord
from formkit.kernel.errors import fault
from formkit.kernel.files import sha256
from formkit.kernel.findings import Finding, Place, Waiver
from formkit.kernel.gate import Gate
from formkit.kernel.suggest import hint
from formkit.pipeline.origins import Origins
from formkit.pipeline.workspace import Workspace
from formkit.rules import engine
from formkit.rules.profile import Profile
from formkit.schemas.anatomy import part_at
from formkit.schemas.complete import complete, filled_in
from formkit.schemas.project import contradictions
from formkit.schemas.record import Record
from formkit.schemas.validation import Places, read, validate

IDLE_WAIVER = "FK-PRF-073"
MISSING = ("FK-REC-003", "FK-REC-004", "FK-REC-005")
UNKNOWN_PROJECT = "FK-WS-010"
SAME_NUMBER = "FK-ROW-008"  # told by intake, which sees the cells


@dataclass(frozen=True)
class Examined:
    """One record after all checks; `record` is None where its values cannot be read at all."""

    raw: RawRecord
    record: Record | None
    findings: tuple[Finding, ...]

    @property
    def project_no(self) -> str:
        """The project it belongs to; empty where it names none."""
        return str(getattr(self.record, "project_no", None) or "") if self.record else ""


class Examiner:
    """Examines records of one kind in one workspace at one gate."""

    def __init__(
        self,
        workspace: Workspace,
        official: OfficialRecord,
        *,
        gate: Gate,
        waivers: Sequence[Waiver] = (),
    ) -> None:
        self.workspace = workspace
        self.official = official
        self.gate = gate
        self.waivers = waivers
        self.profile: Profile = workspace.profile()
        self._projects = workspace.projects()
        self._seen: dict[str, Place] = {}

    def examine(self, raw: RawRecord) -> Examined:
        """Return the record with all its faults; nothing is written."""
        registered, findings = self._project(raw)
        data = complete(
            self.official.model,
            raw.data,
            project=registered,
            company=self.workspace.settings.company.model_dump(),
            defaults=self.official.manifest.defaults,
        )
        completed = RawRecord(data, raw.places, raw.place, raw.key, raw.findings)
        convention = end_convention(self.profile, data.get("project"))
        record, faults = validate(
            self.official.model, completed, gate=self.gate, convention=convention
        )
        doubtful = {finding.place.path for finding in (*findings, *raw.findings)}
        findings += [*raw.findings, *faults, *contradictions(raw, registered)]
        readable = record
        if readable is None:  # the rules judge what could be read, so that all is told at once
            partial, refused = read(self.official.model, data)
            readable = partial.with_ends(convention=convention)
            doubtful |= {one.path for one in refused}
        else:
            findings += self._repeated(readable, raw)
        judged = [
            found
            for found in self._judge(readable, raw)
            if not _touches(found.place.path, doubtful)
        ]
        if findings and findings[0].code == UNKNOWN_PROJECT:  # what it would fill in is not missing
            findings = [one for one in findings if not self._from_project(one)]
        findings = [one for one in findings if not _said_better(one, judged)] + _joined(judged)
        origin = Origins(self.official.model, filled_in(raw.data, data))
        findings = [origin.told(finding) for finding in findings]
        return Examined(raw, record, tuple(self._waived(findings)))

    def _from_project(self, finding: Finding) -> bool:
        """Return whether something is told missing that the project's ledger would fill in."""
        part = part_at(self.official.model, finding.place.path.partition(".")[0])
        source = part.about.source if part else ""
        taken = part is not None and (part.name == "project" or source.startswith("project"))
        return finding.code in MISSING and taken

    def idle_waivers(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return a note for each waiver whose rule none of the run's findings comes from."""
        found = engine.waive(findings, self.waivers, self.profile)
        return [finding for finding in found if finding.code == IDLE_WAIVER]

    def _waived(self, findings: list[Finding]) -> list[Finding]:
        # Whether a waiver was of no use is known only after the last record.
        found = engine.waive(findings, self.waivers, self.profile)
        return [finding for finding in found if finding.code != IDLE_WAIVER]

    def _project(self, raw: RawRecord) -> tuple[Mapping[str, Any] | None, list[Finding]]:
        wanted = str(raw.data.get("project_no") or "").strip()
        place = self._place(raw, "project_no")
        if not wanted:
            return None, []  # the schema asks for it
        if wanted in self._projects:
            return self._projects[wanted], []
        if raw.data.get("project") and self.workspace.root is None:
            return None, []
        meant = hint(wanted, self._projects)
        return None, [fault("FK-WS-010", place, project_no=wanted, hint=meant)]

    def _judge(self, record: Record, raw: RawRecord) -> Iterator[Finding]:
        project = getattr(record, "project", None)
        contract = getattr(project, "contract_terms", None) or {}
        return iter(
            engine.judge(
                record,
                self.official.checks,
                self.profile,
                record_kind=self.official.slug,
                gate=self.gate,
                clock=self.workspace.clock,
                contract=contract,
                exemption=str(getattr(project, "exemption", "")),
                on=record.law_day(),
                forms=self.workspace.forms,
                place_of=Places(self.official.model, raw).at,
            )
        )

    def _repeated(self, record: Record, raw: RawRecord) -> Iterator[Finding]:
        identity = identity_of(record, self.official)
        typed = bool(getattr(record, "record_no", None))
        keys = [f"={identity}"] if identity and not typed else []
        told = any(finding.code == SAME_NUMBER for finding in raw.findings)
        if (number := getattr(record, "record_no", None)) and not told:
            keys.append(f"#{number}")
        for key in keys:
            if key in self._seen:
                other = self._seen[key]
                labels = "、".join(self._label(path) for path in self.official.manifest.identity)
                yield fault("FK-WS-012", raw.place, other=str(other), identity=labels)
                return
        self._seen |= dict.fromkeys(keys, raw.place)

    def _place(self, raw: RawRecord, path: str) -> Place:
        return raw.places.get(path) or raw.place.inside(path=path, label=self._label(path))

    def _label(self, path: str) -> str:
        return self.official.shape.label_of(path)


def _joined(judged: Sequence[Finding]) -> list[Finding]:
    """Return the findings with those that say the same of the same place made one, all cited."""
    joined: dict[tuple[Any, ...], Finding] = {}
    for one in judged:
        key = (one.place, one.level, one.found, one.required)
        first = joined.get(key)
        cited = (*first.citations, *one.citations) if first else one.citations
        joined[key] = replace(first or one, citations=tuple(dict.fromkeys(cited)))
    return list(joined.values())


def _touches(path: str, doubtful: Iterable[str]) -> bool:
    """Return whether a field is, holds, or stands inside one whose value could not be read."""
    return any(
        f"{path}.".startswith(f"{other}.") or f"{other}.".startswith(f"{path}.")
        for other in doubtful
        if other and path
    )


def _said_better(finding: Finding, judged: Iterable[Finding]) -> bool:
    """Return whether a rule says, with its clause, that the very same thing is missing."""
    path = finding.place.path
    return finding.code in MISSING and any(
        rule.level is finding.level and f"{rule.place.path}.".startswith(f"{path}.")
        for rule in judged
    )


def end_convention(profile: Profile, project: Any) -> str:
    """Return how warranty ends are written: the project's contract may choose, else the profile."""
    terms = project.get("contract_terms") if isinstance(project, Mapping) else None
    contract = terms if isinstance(terms, Mapping) else {}
    return profile.resolution(contract).policy("end_convention")


def identity_of(record: Record, official: OfficialRecord) -> str:
    """Return the hash of the fields that say which record this is (manifest `identity`).

    Empty where one that every issued record has is not given: then the record is like no other.
    """
    values = {path: value_at(record, path) for path in official.manifest.identity}
    for path, value in values.items():
        part = part_at(official.model, path.partition(".")[0])
        if value in (None, "") and part is not None and part.about.asked(record, Gate.ISSUE):
            return ""
    line = json.dumps([official.slug, *map(str, values.values())], ensure_ascii=False)
    return sha256(line.encode("utf-8"))


def value_at(record: Any, path: str) -> Any:
    """Return the value at a dotted path; None where anything on the way is absent."""
    for part in path.split("."):
        record = getattr(record, part, None)
    return record
