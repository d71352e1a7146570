"""Examining one record: project and standard texts filled in, fields and rules checked."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from formkit.catalog import OfficialRecord
from formkit.intake.raw import RawRecord
from formkit.kernel.errors import fault
from formkit.kernel.files import sha256
from formkit.kernel.findings import Finding, Place, Waiver
from formkit.kernel.gate import Gate
from formkit.kernel.noted import Noted
from formkit.kernel.suggest import hint
from formkit.kernel.values import BadValue
from formkit.pipeline.known_projects import KnownProject, KnownProjects, end_convention
from formkit.pipeline.origins import Origins
from formkit.pipeline.pictures import Album
from formkit.pipeline.workspace import Workspace
from formkit.rules import engine
from formkit.rules.profile import Profile
from formkit.schemas.anatomy import part_at
from formkit.schemas.complete import complete
from formkit.schemas.fields import read_identifier
from formkit.schemas.project import contradictions
from formkit.schemas.record import Record
from formkit.schemas.validation import Places, Validated, validated

IDLE_WAIVER = "FK-PRF-073"
MISSING = ("FK-REC-003", "FK-REC-004", "FK-REC-005")
UNKNOWN_PROJECT = "FK-WS-010"
PROJECT = frozenset({"project"})
SAME_NUMBER = "FK-ROW-008"  # told by intake, which sees the cells
_as_json = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True)
class Examined:
    """One record after all checks; `record` is None where its values cannot be read at all."""

    raw: RawRecord
    record: Record | None
    findings: tuple[Finding, ...]
    identity: str = ""  # the hash that says which record it is (`identity_of`)
    keys: tuple[str, ...] = ()  # no two records of a run may share one (`Repeats`)

    @property
    def project_no(self) -> str:
        """The project it belongs to; empty where it names none."""
        return str(getattr(self.record, "project_no", None) or "") if self.record else ""


class Examiner:
    """Examines records of one kind in one workspace at one gate."""

    def __init__(  # noqa: PLR0913 - a worker brings along what was read already
        self,
        workspace: Workspace,
        official: OfficialRecord,
        *,
        gate: Gate,
        waivers: Sequence[Waiver] = (),
        profile: Profile | None = None,
        projects: Mapping[str, dict[str, Any]] | None = None,
    ) -> None:
        self.workspace = workspace
        self.official = official
        self.gate = gate
        self.waivers = waivers
        self.profile: Profile = workspace.profile() if profile is None else profile
        self.projects = workspace.projects() if projects is None else projects
        self.album = Album(workspace.root)
        self._misnamed = official.vocabulary()
        self._company = workspace.settings.company.model_dump()
        self._projects = KnownProjects(
            self.projects, company=self._company, profile=self.profile, gate=gate
        )
        self._bench = engine.Bench(
            official.checks,
            self.profile,
            record_kind=official.slug,
            gate=gate,
            clock=workspace.clock,
            forms=workspace.forms,
        )

    def examine(self, raw: RawRecord, *, folder: Path | None = None) -> Examined:
        """Return the record with all its faults; nothing is written.

        `folder` is where its ledger lies: paths of photographs count from there.
        """
        known, findings = self._project(raw)
        registered = known.registered if known else None
        data = self._completed(raw, registered)
        found, differing = self._validated(raw, data, known)
        record = None if found.refused else found.entry
        doubtful = {finding.place.path for finding in (*findings, *raw.findings)}
        doubtful |= {one.path for one in found.refused}
        findings += [*raw.findings, *found.findings, *differing]
        findings += self._unknown_names(found.entry, raw, doubtful)
        if record is not None and record.attachments:
            findings += self._photographs(record, raw, folder)
        judged = [  # of a record that was refused in part, what could be read: all is told at once
            one
            for one in self._judge(found.entry, raw)
            if not (doubtful and _touches(one.place.path, doubtful))
        ]
        if findings and findings[0].code == UNKNOWN_PROJECT:  # what it would fill in is not missing
            findings = [one for one in findings if not self._from_project(one)]
        findings = [one for one in findings if not _said_better(one, judged)] + _joined(judged)
        if findings:
            origin = Origins(self.official.model, raw.data, data)
            findings = self._waived([origin.told(finding) for finding in findings])
        if record is None:
            return Examined(raw, None, tuple(findings))
        identity = identity_of(record, self.official)
        return Examined(raw, record, tuple(findings), identity, _keys(record, raw, identity))

    def _unknown_names(
        self, entry: Record, raw: RawRecord, doubtful: Container[str]
    ) -> Iterator[Finding]:
        places = Places(self.official.model, raw)
        for doubt in self._misnamed(entry):
            if doubt.path not in doubtful:
                yield places.finding(doubt.path, doubt.code, **doubt.values)

    def _photographs(
        self, record: Record, raw: RawRecord, folder: Path | None
    ) -> Iterator[Finding]:
        places = Places(self.official.model, raw)
        for path, bad, level in self.album.judge(record, folder):
            yield places.finding(path, bad.code, level=level, **bad.values)

    def _completed(self, raw: RawRecord, registered: Mapping[str, Any] | None) -> dict[str, Any]:
        return complete(
            self.official.model,
            raw.data,
            project=registered,
            company=self._company,
            defaults=self.official.manifest.defaults,
        )

    def _validated(
        self, raw: RawRecord, data: dict[str, Any], known: KnownProject | None
    ) -> tuple[Validated[Record], list[Finding]]:
        """Return what can be read of the record, and what it says otherwise than the register.

        A project that the record only names is not read again for each of its records.
        """
        sound: frozenset[str] = frozenset()
        differing: list[Finding] = []
        if known is not None and known.covers(raw.data.get("project")):
            convention = known.convention
            if known.typed is not None:
                data, sound = {**data, "project": known.typed}, PROJECT
        else:
            convention = end_convention(self.profile, data.get("project"))
            differing += contradictions(raw, known.registered if known else None)
        completed = RawRecord(data, raw.places, raw.place, raw.key, raw.findings)
        found = validated(
            self.official.model, completed, gate=self.gate, convention=convention, sound=sound
        )
        return found, differing

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
        if not self.waivers:
            return findings
        # Whether a waiver was of no use is known only after the last record.
        found = engine.waive(findings, self.waivers, self.profile)
        return [finding for finding in found if finding.code != IDLE_WAIVER]

    def _project(self, raw: RawRecord) -> tuple[KnownProject | None, list[Finding]]:
        try:
            wanted = read_identifier(raw.data.get("project_no") or "")
        except BadValue:  # the schema tells
            return None, []
        known = self._projects.get(wanted)
        if known is not None or not wanted:  # without a number the schema asks for it
            return known, []
        if raw.data.get("project") and self.workspace.root is None:
            return None, []
        meant = hint(wanted, self.projects)
        place = self._place(raw, "project_no")
        return None, [fault("FK-WS-010", place, project_no=wanted, hint=meant)]

    def _judge(self, record: Record, raw: RawRecord) -> list[Finding]:
        project = getattr(record, "project", None)
        return self._bench.judge(
            record,
            contract=getattr(project, "contract_terms", None) or {},
            exemption=str(getattr(project, "exemption", "")),
            on=record.law_day(),
            place_of=Places(self.official.model, raw).at,
        )

    def _place(self, raw: RawRecord, path: str) -> Place:
        return raw.places.get(path) or raw.place.inside(path=path, label=self._label(path))

    def _label(self, path: str) -> str:
        return self.official.shape.label_of(path)


class Repeats:
    """Which records of a run say what another one has said before."""

    def __init__(self, official: OfficialRecord) -> None:
        self._seen = Noted()  # key → place; a long ledger has many
        labels = (official.shape.label_of(path) for path in official.manifest.identity)
        self._identity = "、".join(labels)

    def found(self, keys: Sequence[str], place: Place) -> tuple[Finding, ...]:
        """Return the fault where one of the keys was seen before, else take them as seen."""
        for key in keys:
            other = self._seen.get(key)
            if other is not None:
                return (fault("FK-WS-012", place, other=other, identity=self._identity),)
        if keys:
            self._seen.note((key, str(place)) for key in keys)
        return ()


def _keys(record: Record, raw: RawRecord, identity: str) -> tuple[str, ...]:
    """Return what no other record of the run may have: the number typed, else the identity."""
    number = record.record_no
    if not number:
        return (f"={identity}",) if identity else ()
    told = any(finding.code == SAME_NUMBER for finding in raw.findings)
    return () if told else (f"#{number}",)


def _joined(judged: Sequence[Finding]) -> list[Finding]:
    """Return the findings with those that say the same of the same place made one, all cited."""
    joined: dict[tuple[Any, ...], Finding] = {}
    for one in judged:
        key = (one.place, one.level, one.found, one.required)
        first = joined.setdefault(key, one)
        if first is not one:
            cited = dict.fromkeys((*first.citations, *one.citations))
            joined[key] = replace(first, citations=tuple(cited))
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


def identity_of(record: Record, official: OfficialRecord) -> str:
    """Return the hash of the fields that say which record this is (manifest `identity`).

    Empty where one that every issued record has is not given: then the record is like no other.
    """
    values = {path: value_at(record, path) for path in official.manifest.identity}
    for path, value in values.items():
        part = part_at(official.model, path.partition(".")[0])
        if value in (None, "") and part is not None and part.about.asked(record, Gate.ISSUE):
            return ""
    line = _as_json([official.slug, *map(str, values.values())])
    return sha256(line.encode("utf-8"))


def value_at(record: Any, path: str) -> Any:
    """Return the value at a dotted path; None where anything on the way is absent."""
    for part in path.split("."):
        record = getattr(record, part, None)
    return record
