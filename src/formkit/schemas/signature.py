"""Signature: the fact that the paper was signed or sealed, recorded afterwards; never an image."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from formkit.schemas.entry import Doubt, Entry, field
from formkit.schemas.fields import Choice, Day, LongText, YesNo
from formkit.schemas.person import PersonName


class Role(Choice):
    """In what capacity somebody signs (domain list of the company's records)."""

    OWNER = "建设单位代表"
    CONTRACTOR = "施工单位代表"
    SUPERVISOR = "监理单位代表"
    DESIGNER = "设计单位代表"
    PROJECT_MANAGER = "项目经理"
    FORMER_PROJECT_MANAGER = "原项目经理"
    REPAIR_LEADER = "维修组长"
    VISITOR = "回访人"
    SERVICE_DIRECTOR = "客服主任"
    OFFICER_IN_CHARGE = "责任主管"
    ENGINEERING = "工程部"
    QUALITY = "技术质量部"
    SAFETY_QUALITY = "安质部"
    TECHNOLOGY = "技术部"
    BUSINESS = "经营部"
    FINANCE = "财务部"
    ARCHIVE = "资料室"
    DEPUTY_MANAGER = "分管经理"
    GENERAL_MANAGER = "总经理"
    REGISTRAR = "登记人"
    AUTHOR = "编制"
    REVIEWER = "审核"
    APPROVER = "批准"

    @classmethod
    def synonyms(cls) -> dict[str, Role]:
        """Return the other names of the two parties."""
        owner = dict.fromkeys(("顾客", "业主", "甲方", "建设单位"), cls.OWNER)
        return {**owner, "乙方": cls.CONTRACTOR, "施工单位": cls.CONTRACTOR}


class SealType(Choice):
    """Which seal was put on."""

    COMPANY = "公章"
    CONTRACT = "合同专用章"
    PROJECT = "项目章"
    DEPARTMENT = "部门章"


class Signature(Entry):
    """What happened in a signature block. Printing leaves the block open for the hand."""

    role: Role | None = field("签字角色")
    signer: PersonName | None = field("签字人", longest=60)
    signed_on: Day | None = field("签字日期")
    signed: YesNo | None = field("已签字", aliases=("已签", "签字"))
    sealed: YesNo | None = field("已盖章", aliases=("盖章",))
    seal_type: SealType | None = field("章种")
    opinion: LongText | None = field("意见", longest=500)

    @property
    def done(self) -> bool:
        """Whether the paper carries a signature or a seal."""
        return bool(self.signed or self.sealed)

    def doubts(self, *, convention: str) -> Iterator[Doubt]:
        """Yield the doubt of a signature that has a day but was never said to be given."""
        del convention
        if self.signed_on and not self.done:
            yield Doubt("signed", "FK-REC-025", {})


def signature(
    label: str, *, prefix: str, opinion: bool = False, role: bool = False, **about: Any
) -> Any:
    """Return the field of a signature block.

    `opinion`: the block has a line for an opinion. `role`: a ledger asks in what capacity somebody
    signs; elsewhere the block itself says it.
    """
    asked = (("role", role), ("opinion", opinion))
    own = {name: (name,) if wanted else () for name, wanted in asked}
    columns = (*own["role"], "signer", "signed_on", "signed", "sealed", *own["opinion"])
    on_form = ("opinion",) if opinion else ()
    return field(label, prefix=prefix, columns=columns, on_form=on_form, **about)
