"""Project: entered once, in the register; every record takes its project data from there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Self

from pydantic import field_validator

from formkit.intake.raw import RawRecord
from formkit.kernel.findings import Finding
from formkit.kernel.gate import Gate
from formkit.schemas.entry import Doubt, Entry, field, has, lacks, many, told
from formkit.schemas.fields import (
    Amount,
    Choice,
    Count,
    Day,
    Identifier,
    LongText,
    OneLine,
    Percent,
    Quantity,
    YesNo,
    shown,
)
from formkit.schemas.party import Party
from formkit.schemas.person import Person
from formkit.schemas.validation import Places, read
from formkit.schemas.warranty_term import (
    Scope,
    Season,
    TermUnit,
    WarrantyTerm,
    differing_ends,
    ended,
)


class ProjectType(Choice):
    """What is built."""

    BUILDING = "房屋建筑"
    MUNICIPAL = "市政基础设施"
    DECORATION = "装饰装修"
    INSTALLATION = "设备安装"
    EMERGENCY_REPAIR = "维修抢险"
    OTHER = "其他"


class StructureType(Choice):
    """What carries the building."""

    MASONRY = "砖混"
    FRAME = "框架"
    SHEAR_WALL = "剪力墙"
    FRAME_SHEAR_WALL = "框架-剪力墙"
    TUBE = "筒体"
    STEEL = "钢结构"
    OTHER = "其他"


class Phase(Choice):
    """How far the project is; decides between Ⅱ栏 and Ⅲ栏 of the survey."""

    BUILDING = "在建"
    DELIVERED = "已交工"
    SUSPENDED = "停工"


class TeamStatus(Choice):
    """Whether the project team is still on site; decides who repairs (R6 四)."""

    ON_SITE = "未撤场"
    WITHDRAWN = "已撤场"


class NewTechKind(Choice):
    """The four kinds of 四新."""

    MATERIAL = "新材料"
    TECHNOLOGY = "新技术"
    PROCESS = "新工艺"
    EQUIPMENT = "新设备"


# 条例 第八十条: to these it does not apply.
EXEMPT_WORKS = ("抢险救灾", "临时性房屋", "临时房屋", "农民自建低层住宅")
# A share of a retention is some per cent; below this a fraction was typed for a percentage.
_SMALLEST_RATE = Decimal("0.1")


class NewTech(Entry):
    """One application of 四新; asks for a technical visit."""

    name: OneLine | None = field("四新名称", aliases=("名称",), required=Gate.ISSUE, longest=60)
    kind: NewTechKind | None = field("四新类别", aliases=("类别",), required=Gate.ISSUE)


class RetentionForm(Choice):
    """In what the retention is given."""

    CASH = "现金"
    GUARANTEE = "保函"
    INSURANCE = "保证保险"
    OTHER_SECURITY = "其他担保"


class Retention(Entry):
    """质量保证金 (建质〔2017〕138 号)."""

    in_order = (("applied_on", "verified_on", "returned_on"),)

    rate: Percent | None = field("比例", hint="百分数,3 即 3%", least=0, most=100)
    amount: Amount | None = field("金额")
    form: RetentionForm | None = field("形式")
    performance_bond: YesNo | None = field("已缴履约保证金")
    applied_on: Day | None = field("申请返还日期")
    verified_on: Day | None = field("核实日期")
    returned_on: Day | None = field("返还日期")

    def doubts(self, *, convention: str) -> Iterator[Doubt]:
        """Yield the doubt of a rate that reads like a fraction: 0.05 for 5 %."""
        del convention
        if self.rate is not None and 0 < self.rate < _SMALLEST_RATE:
            meant = f"{(self.rate * 100).normalize():f}"
            yield Doubt("rate", "FK-REC-035", {"value": f"{self.rate:f}", "meant": meant})


_PARTY_COLUMNS = ("name", "contact", "contact_title", "phone")


class Project(Entry):
    """工程. Asked at issue: what stands in the 竣工工程 ledger."""

    shared = True

    in_order = (
        ("contract_signed_on", "completed_on"),
        ("start_on", "completed_on", "accepted_on", "delivered_on"),
    )
    ruled_by = ("accepted_on",)

    project_no: Identifier | None = field("工程编号", required=Gate.ISSUE, longest=40)
    project_name: OneLine | None = field("工程名称", required=Gate.ISSUE, longest=120)
    location: OneLine | None = field(
        "工程地点", aliases=("工程地址", "地点"), required=Gate.ISSUE, longest=200
    )
    project_type: ProjectType | None = field("工程类别", required=Gate.ISSUE)
    structure_type: StructureType | None = field(
        "结构类型",
        aliases=("结构形式",),
        required=Gate.ISSUE,
        when=has("project_type", ProjectType.BUILDING),
    )
    floors_above: Count | None = field("地上层数", aliases=("层数",), least=0, most=300)
    floors_below: Count | None = field("地下层数", least=0, most=20)
    floor_area: Quantity | None = field("建筑面积(㎡)", aliases=("建筑面积", "面积"), least="0.01")
    owner: Party | None = field(
        "建设单位",
        prefix="建设单位",
        aliases=("业主", "业主单位", "顾客"),
        required=Gate.ISSUE,
        needs=("name",),
        columns=_PARTY_COLUMNS,
    )
    contractor: Party | None = field(
        "施工单位",
        prefix="施工单位",
        required=Gate.ISSUE,
        needs=("name",),
        columns=("name",),
        source="company",
    )
    supervisor: Party | None = field("监理单位", prefix="监理单位", columns=("name",))
    designer: Party | None = field("设计单位", prefix="设计单位", columns=("name",))
    surveyor: Party | None = field("勘察单位", prefix="勘察单位", columns=("name",))
    contract_no: Identifier | None = field("施工合同编号", aliases=("合同编号",), longest=60)
    contract_signed_on: Day | None = field("合同签订日期", aliases=("签订日期",))
    contract_price: Amount | None = field("合同价", aliases=("合同价(元)", "合同金额"))
    settlement_price: Amount | None = field("结算价", aliases=("结算价(元)", "结算金额"))
    start_on: Day | None = field("开工日期", required=Gate.ISSUE)
    completed_on: Day | None = field(
        "竣工日期", required=Gate.ISSUE, when=has("phase", Phase.DELIVERED)
    )
    accepted_on: Day | None = field(
        "竣工验收合格日期",
        aliases=("竣工验收日期", "验收合格日期", "验收日期"),
        required=Gate.ISSUE,
        when=has("phase", Phase.DELIVERED),
    )
    delivered_on: Day | None = field("交付日期", aliases=("移交日期", "交付(移交)日期"))
    phase: Phase | None = field("工程状态", aliases=("状态",), required=Gate.ISSUE)
    design_life_years: Count | None = field(
        "设计合理使用年限",
        aliases=("合理使用年限", "设计使用年限"),
        hint="年数,按设计文件填写,通常 50、70 或 100",
        required=Gate.ISSUE,
        when=has("warranty_terms.scope", Scope.STRUCTURE, Scope.INFRASTRUCTURE),
        least=1,
        most=200,
    )
    warranty_terms: tuple[WarrantyTerm, ...] = many(
        "保修条款", required=Gate.ISSUE, when=lacks("project_type", ProjectType.EMERGENCY_REPAIR)
    )
    dlp_months: Count | None = field("缺陷责任期(月)", aliases=("缺陷责任期",), least=1, most=600)
    retention: Retention | None = field("质量保证金", prefix="质量保证金")
    project_manager: Person | None = field("项目经理", required=Gate.ISSUE)
    team_status: TeamStatus | None = field("项目部状态", required=Gate.ISSUE)
    new_tech: tuple[NewTech, ...] = many("四新应用")
    heating_season: Season | None = field("采暖期", prefix="采暖期")
    cooling_season: Season | None = field("供冷期", prefix="供冷期")
    contract_terms: dict[str, object] = field(
        "合同特约", default={}, in_ledger=False, hint="参数名: 值,如 dispatch_hours: 72"
    )
    statutory_exempt: YesNo | None = field(
        "不适用《建设工程质量管理条例》",
        aliases=("不适用条例",),
        hint="限抢险救灾、临时房屋、农民自建住宅",
    )
    statutory_exempt_reason: LongText | None = field(
        "不适用理由", required=Gate.ISSUE, when=has("statutory_exempt", True), longest=300
    )

    @field_validator("contract_terms", mode="before")
    @classmethod
    def _plain_names(cls, value: object) -> object:
        """Take the names of the terms as text."""
        return (
            {str(name): term for name, term in value.items()} if isinstance(value, dict) else value
        )

    @property
    def exemption(self) -> str:
        """The reason for which 条例 does not apply; empty where 第八十条 has it not."""
        reason = self.statutory_exempt_reason or ""
        known = self.project_type is ProjectType.EMERGENCY_REPAIR or any(
            works in reason for works in EXEMPT_WORKS
        )
        return reason if self.statutory_exempt and known else ""

    def seasons(self) -> dict[str, Season]:
        """Return the known seasons by the unit that counts them."""
        named = {
            TermUnit.HEATING_SEASON.value: self.heating_season,
            TermUnit.COOLING_SEASON.value: self.cooling_season,
        }
        return {unit: season for unit, season in named.items() if season is not None}

    def with_ends(self, *, convention: str) -> Self:
        """Return the project with first and last day of each warranty term (policy C15)."""
        terms = ended(self.warranty_terms, self.accepted_on, self.seasons(), convention=convention)
        known = all(new is old for new, old in zip(terms, self.warranty_terms, strict=True))
        return self if known else self.changed(warranty_terms=terms)

    def doubts(self, *, convention: str) -> Iterator[Doubt]:
        """Yield typed ends of terms that do not fit their length, and a reason the law has not."""
        yield from differing_ends(
            self.warranty_terms, self.accepted_on, self.seasons(), convention=convention
        )
        if self.statutory_exempt and self.statutory_exempt_reason and not self.exemption:
            values = {"reason": shown(self.statutory_exempt_reason)}
            yield Doubt("statutory_exempt_reason", "FK-REC-036", values)


def contradictions(raw: RawRecord, registered: Mapping[str, Any] | None) -> Iterator[Finding]:
    """Yield what a record says of its project otherwise than the register does.

    Only typed values are compared; what the register does not know contradicts nothing.
    """
    typed = raw.data.get("project")
    if not registered or not isinstance(typed, Mapping):
        return
    places = Places(Project, raw, "project.")
    known = dict(told(read(Project, registered)[0]))
    for path, value in told(read(Project, typed)[0]):
        if path in known and known[path] != value:
            yield places.finding(
                path, "FK-REC-019", typed=shown(value), registered=shown(known[path])
            )
