"""建筑安装工程保修证书 (R11 1.1, 1.3): handed over at acceptance, continued with every repair."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Self

from formkit.kernel.gate import Gate
from formkit.schemas.entry import Doubt, Entry
from formkit.schemas.fields import Choice, Day, Identifier, LongText, OneLine, Texts, YesNo
from formkit.schemas.party import Party
from formkit.schemas.person import Person
from formkit.schemas.project import Project
from formkit.schemas.record import Record, field, has, many
from formkit.schemas.signature import Signature, signature
from formkit.schemas.warranty_term import (
    Scope,
    Season,
    WarrantyTerm,
    differing_ends,
    ended,
)


class RepairResult(Choice):
    """Whether a repair passed its acceptance."""

    PASSED = "合格"
    FAILED = "不合格"


class RepairEntry(Entry):
    """One line of 保修情况记录 (R11 1.3: 在保修书上作出保修记录)."""

    in_order = (("date", "finished_on"),)

    date: Day | None = field("日期", aliases=("保修日期",), required=Gate.ISSUE)
    location: OneLine | None = field("部位", required=Gate.ISSUE, longest=100)
    problem: LongText | None = field(
        "问题", aliases=("问题描述",), required=Gate.ISSUE, longest=300
    )
    cause: LongText | None = field("原因", longest=300)
    measure: LongText | None = field("处理", aliases=("处理措施",), longest=300)
    finished_on: Day | None = field("完成日期", required=Gate.ARCHIVE)
    result: RepairResult | None = field("验收结论", aliases=("验收",), required=Gate.ARCHIVE)
    customer_signed: YesNo | None = field("顾客已签字", aliases=("顾客签字",), on_form=())
    contractor_signed: YesNo | None = field("施工单位已签字", aliases=("施工单位签字",), on_form=())
    ref_no: Identifier | None = field("维修单号", aliases=("关联维修单号",), longest=60)


class CertifiedTerm(WarrantyTerm):
    """One line of the printed table; in the project's ledger the content may still be open."""

    content: LongText | None = field("保修内容", required=Gate.ISSUE, longest=300)


class WarrantyCertificate(Record):
    """建筑安装工程保修证书."""

    ruled_by = ("project.accepted_on", "issued_on")

    # A certificate is signed for by its issuer; the sheet has no clerk's line of its own.
    prepared_by: Person | None = field("填表人")
    prepared_on: Day | None = field("填表日期")
    project: Project | None = field(
        "工程",
        columns=("project_name",),
        on_form=(
            "project_name",
            "location",
            "structure_type",
            "floors_above",
            "floors_below",
            "floor_area",
            "start_on",
            "completed_on",
            "accepted_on",
            "design_life_years",
            "owner.name",
            "contractor.name",
            "supervisor.name",
            "designer.name",
        ),
        hint="工程概况;按工程编号从工程台账带出",
    )
    building_use_requirements: Texts = many("房屋使用管理要求", required=Gate.ISSUE)
    equipment_use_requirements: Texts = many(
        "设备使用管理要求",
        required=Gate.ISSUE,
        when=has("warranty_terms.scope", Scope.HEATING_COOLING, Scope.INSTALLATION),
    )
    warranty_terms: tuple[CertifiedTerm, ...] = many(
        "保修范围和期限",
        required=Gate.ISSUE,
        source="project.warranty_terms",
        on_form=("scope", "content", "term", "start_on", "end_on"),
    )
    warranty_notes: Texts = many("保修说明", required=Gate.ISSUE)
    repair_entries: tuple[RepairEntry, ...] = many("保修情况记录", by_hand=True)
    warrantor: Party | None = field(
        "保修单位",
        prefix="保修单位",
        required=Gate.ISSUE,
        needs=("name", "address", "phone", "contact"),
        columns=("name", "address", "phone", "contact"),
        on_form=("name", "address", "phone", "contact"),
        source="company",
    )
    issued_on: Day | None = field("签发日期", required=Gate.ISSUE)
    contractor_sign: Signature | None = signature(
        "施工单位签章", prefix="施工单位", required=Gate.ARCHIVE, needs=("sealed",)
    )
    customer_receipt: Signature | None = signature(
        "顾客签收", prefix="顾客签收", required=Gate.ARCHIVE
    )

    def with_ends(self, *, convention: str) -> Self:
        """Return the certificate with first and last day of each of its own terms."""
        whole = super().with_ends(convention=convention)
        accepted, seasons = whole.acceptance()
        terms = ended(whole.warranty_terms, accepted, seasons, convention=convention)
        return whole.changed(warranty_terms=terms)

    def doubts(self, *, convention: str) -> Iterator[Doubt]:
        """Yield typed ends of terms that do not fit their length."""
        return differing_ends(self.warranty_terms, *self.acceptance(), convention=convention)

    def acceptance(self) -> tuple[date | None, dict[str, Season]]:
        """Return the day the warranty runs from and the place's seasons."""
        if self.project is None:
            return None, {}
        return self.project.accepted_on, self.project.seasons()
