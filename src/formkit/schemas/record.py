"""Record: what every official record has in common."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from formkit.kernel.gate import Gate
from formkit.schemas.attachment import Attachment
from formkit.schemas.chart import Chart
from formkit.schemas.entry import About, Condition, Entry, field, has, lacks, many
from formkit.schemas.fields import Count, Day, Identifier, LongText, OneLine
from formkit.schemas.person import Person
from formkit.schemas.project import Project
from formkit.schemas.signature import Signature, signature

PROJECT_ON_FORM = ("project_name", "location", "owner.name", "accepted_on")


class Record(Entry):
    """An official record: `head` first in ledgers, then its own fields, then the common rest."""

    head: ClassVar[tuple[str, ...]] = ("record_no", "project_no", "project")

    record_no: Identifier | None = field(
        "编号", aliases=("记录编号",), hint="留空由系统取号", longest=60, on_form=()
    )
    project_no: Identifier | None = field("工程编号", required=Gate.ISSUE, longest=40)
    # Not asked for: it comes from the register, and a number that is not there is told once.
    project: Project | None = field(
        "工程",
        columns=("project_name",),
        on_form=PROJECT_ON_FORM,
        hint="按工程编号从工程台账带出,不必填写;填写的须与台账一致",
    )
    form_no: Identifier | None = field("表号", in_ledger=False, on_form=(), longest=40)
    form_version: OneLine | None = field("版次", in_ledger=False, on_form=(), longest=40)
    issuing_unit: OneLine | None = field(
        "单位",
        aliases=("填报单位",),
        in_ledger=False,
        required=Gate.ISSUE,
        source="company.name",
        on_form=(),
        longest=100,
    )
    issuing_dept: OneLine | None = field(
        "填报部门", aliases=("部门",), in_ledger=False, on_form=(), longest=100
    )
    prepared_by: Person | None = field("填表人", required=Gate.ISSUE)
    prepared_on: Day | None = field("填表日期", required=Gate.ISSUE)
    reviewed_by: Signature | None = signature("审核", prefix="审核", in_ledger=False)
    approved_by: Signature | None = signature("批准", prefix="批准", in_ledger=False)
    copies: Count | None = field("份数", in_ledger=False, least=1, most=99, on_form=())
    attachments: tuple[Attachment, ...] = many("附件", on_form=("name", "kind", "count"))
    remarks: LongText | None = field("备注", longest=500)

    def with_ends(self, *, convention: str) -> Self:
        """Return the record with computed warranty days wherever it holds warranty terms."""
        if self.project is None:
            return self
        project = self.project.with_ends(convention=convention)
        return self if project is self.project else self.changed(project=project)

    def charts(self) -> tuple[Chart, ...]:
        """Return the charts that are printed with the record, in order; most records have none."""
        return ()


def dump(record: Entry) -> dict[str, Any]:
    """Return a record as plain data; reading it again gives an equal record."""
    return record.dump()


__all__ = ["About", "Condition", "Record", "dump", "field", "has", "lacks", "many"]
