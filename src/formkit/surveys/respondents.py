"""Who is asked: a small ledger of respondents, or the parties of a registered project."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

from formkit.intake import reader
from formkit.intake.blank import write_ledger
from formkit.intake.raw import RawRecord
from formkit.intake.shape import Kind, Shape
from formkit.kernel.findings import Finding, Place, blocking
from formkit.kernel.gate import Gate
from formkit.kernel.i18n import N_
from formkit.kernel.text import narrow
from formkit.kernel.values import BadValue
from formkit.schemas.entry import Entry, field
from formkit.schemas.fields import Identifier, OneLine, Phone, Typed, read_line, shown
from formkit.schemas.person import PersonName
from formkit.schemas.places import Places
from formkit.schemas.satisfaction_survey.record import RespondentKind
from formkit.schemas.shape import shape_of
from formkit.schemas.validation import validate

TITLE = "调查对象名单"
_EMAIL = re.compile(r"[^@\s,;、]+@[^@\s,;、]+\.[^@\s,;、.]+")
# Which party of a project a kind of respondent is.
PARTIES = {RespondentKind.OWNER: "owner", RespondentKind.SUPERVISOR: "supervisor"}


def read_email(value: Any) -> str:
    """Return an address of e-mail, half-width; raises BadValue for what is none."""
    found = narrow(read_line(value)).strip()
    if not _EMAIL.fullmatch(found):
        raise BadValue("FK-SUR-021", value=shown(value))
    return found


Email = Annotated[str, Typed(Kind.TEXT, read_email)]


class Respondent(Entry):
    """One who is asked, as a row of the list; without a name the unit is asked."""

    project_no: Identifier | None = field(
        "工程编号", hint="已登记的工程;命令里只写了一个 --project 时可以留空", longest=40
    )
    unit: OneLine | None = field(
        "单位",
        aliases=("调查对象单位", "被调查单位", "单位名称", "顾客单位"),
        required=Gate.ISSUE,
        hint="单位全称",
        longest=100,
        example="示例置业(云岭)有限公司",
    )
    kind: RespondentKind | None = field(
        "类别", aliases=("调查对象类别", "单位类别"), hint="留空为建设单位"
    )
    name: PersonName | None = field(
        "姓名", aliases=("联系人", "调查对象", "被调查人"), longest=60, example="欧阳喆"
    )
    title: OneLine | None = field("职务", longest=60, example="工程部经理")
    phone: Phone | None = field("电话", aliases=("联系电话", "手机"), example="138-0000-0001")
    email: Email | None = field(
        "邮箱", aliases=("电子邮箱", "邮件地址", "email", "e-mail"), longest=120,
        example="kehu@example.com",
    )  # fmt: skip


# Where the survey's fields stand in the list.
_FROM_LIST = {
    "project_no": "project_no",
    "respondent_unit": "unit",
    "respondent_kind": "kind",
    "respondent": "name",
    "respondent.name": "name",
    "respondent.title": "title",
    "respondent.phone": "phone",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One who is to be asked: the survey's fields as plain data with their places.

    record: None where the row is faulty; its findings say why.
    """

    raw: RawRecord
    respondent: Respondent | None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedList:
    """All who stand in a list; a list whose `findings` block asks nobody."""

    name: str
    asked: tuple[Asked, ...] = ()
    findings: tuple[Finding, ...] = ()


_AFTER = N_("填完用 formkit survey issue --respondents 发出;有误的行指明单元格,不发,其余照发。")


def list_shape() -> Shape:
    """Return the shape of the list of respondents."""
    return shape_of(Respondent, "respondents", TITLE)


def write_blank(path: Path) -> None:
    """Write the empty list with its drop-downs and hints; raises OutputError as `write_ledger`."""
    example = {"project_no": "P2026-001", "kind": "建设单位"}
    write_ledger(path, list_shape(), example=example, after=_AFTER)


def read_list(path: Path, projects: Collection[str] = ()) -> AskedList:
    """Return who stands in a list.

    Args:
        path: a workbook, a CSV, YAML or JSON file.
        projects: the projects that were named; where it is one, a row need not name it, and rows
            of other projects are left out.

    Raises:
        InputUnreadable: the file cannot be read as a list.
    """
    intake = reader.read(path, list_shape())
    if blocking(intake.findings):
        return AskedList(path.name, (), intake.findings)
    only = next(iter(projects)) if len(projects) == 1 else ""
    asked = [_of_row(raw, only) for raw in intake.records]
    if projects:
        asked = [one for one in asked if one.raw.data.get("project_no") in (None, *projects)]
    return AskedList(path.name, tuple(asked), intake.findings)


def _of_row(raw: RawRecord, only: str) -> Asked:
    data = {"kind": RespondentKind.OWNER.value, **({"project_no": only} if only else {})}
    raw = replace(raw, data=data | dict(raw.data))
    found, findings = validate(Respondent, raw, gate=Gate.ISSUE)
    told = [*raw.findings, *findings]
    if not raw.data.get("project_no"):
        told.append(Places(Respondent, raw).finding("project_no", "FK-SUR-022"))
    if found is None or blocking(told):
        return Asked(raw, None, tuple(told))
    places = {path: raw.places[own] for path, own in _FROM_LIST.items() if own in raw.places}
    record = RawRecord(_survey(found), places, raw.place, raw.key)
    return Asked(record, found, tuple(told))


def _survey(asked: Respondent) -> dict[str, Any]:
    """Return the survey's own fields that a respondent fills."""
    person = {"name": asked.name, "title": asked.title, "phone": asked.phone}
    data: dict[str, Any] = {
        "project_no": asked.project_no,
        "respondent_unit": asked.unit,
        "respondent_kind": asked.kind.value if asked.kind else RespondentKind.OWNER.value,
    }
    if asked.name:
        data["respondent"] = {part: value for part, value in person.items() if value}
    return data


def of_project(
    project_no: str, project: Mapping[str, Any], kinds: Sequence[RespondentKind]
) -> Iterator[Asked]:
    """Yield the parties of a project that are asked; one that it does not name is told.

    Args:
        project_no: its number.
        project: as the register holds it.
        kinds: of PARTIES.
    """
    for kind in kinds:
        party = project.get(PARTIES[kind]) or {}
        place = Place(label=f"{project_no} {kind}")
        if not party.get("name"):
            missing = Places(Respondent, RawRecord({}, place=place))
            told = missing.finding("unit", "FK-SUR-023", project_no=project_no, kind=kind)
            yield Asked(RawRecord({"project_no": project_no}, place=place), None, (told,))
            continue
        asked = Respondent(
            project_no=project_no,
            unit=party["name"],
            kind=kind,
            name=party.get("contact"),
            title=party.get("contact_title"),
            phone=party.get("phone") if party.get("contact") else None,
        )
        yield Asked(RawRecord(_survey(asked), place=place), asked)
