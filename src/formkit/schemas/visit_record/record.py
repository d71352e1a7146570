"""工程回访记录 (R2 三.3.3, R6 五, R7 5, R11 1.4.2): what the customer said and what was agreed."""

from __future__ import annotations

from formkit.kernel.gate import Gate
from formkit.schemas.defect import DefectCause
from formkit.schemas.entry import Entry
from formkit.schemas.fields import Choice, Day, Identifier, LongText, OneLine, Phone, YesNo
from formkit.schemas.person import People, Person, PersonName
from formkit.schemas.record import Record, field, has, lacks, many
from formkit.schemas.signature import Signature, signature


class VisitType(Choice):
    """Why the visit is made."""

    REGULAR = "定期回访"
    SEASONAL = "季节性回访"
    TECHNICAL = "技术性回访"
    BEFORE_END = "保修期结束前回访"
    ON_REQUEST = "应业主要求回访"
    AFTER_COMPLAINT = "投诉后回访"
    INTERVIEW = "专访"


class VisitMethod(Choice):
    """How the visit is made."""

    IN_PERSON = "上门"
    PHONE = "电话"
    LETTER = "函件"
    MAIL = "邮件"
    MEETING = "座谈会"
    ONLINE = "网上"
    QUESTIONNAIRE = "问卷"


class OverallRating(Choice):
    """The owner's rating as a whole."""

    VERY_SATISFIED = "很满意"
    SATISFIED = "满意"
    FAIR = "一般"
    DISSATISFIED = "不满意"
    VERY_DISSATISFIED = "很不满意"

    @classmethod
    def synonyms(cls) -> dict[str, OverallRating]:
        """Return the one other word that is certain."""
        return {"非常满意": cls.VERY_SATISFIED}


class ArchivePlace(Choice):
    """Where the record is filed (R11 4.3)."""

    USER_FILE = "用户档案"
    ENGINEERING = "工程部"
    ARCHIVE = "资料室"


class ResponsibleParty(Choice):
    """Who puts things right (R6 四)."""

    PROJECT_TEAM = "项目管理团队"
    REPAIR_GROUP = "维修组"


class VisitIssue(Entry):
    """One problem found during the visit."""

    location: OneLine | None = field(
        "部位", aliases=("问题部位",), required=Gate.ISSUE, longest=100
    )
    description: LongText | None = field(
        "问题描述", aliases=("问题",), required=Gate.ISSUE, longest=500
    )
    prelim_cause: DefectCause | None = field("初步原因", aliases=("原因",))
    in_scope: YesNo | None = field("是否保修范围", aliases=("保修范围内",))
    agreed_action: LongText | None = field("返修商定", aliases=("商定措施",), longest=300)
    due_on: Day | None = field("期限", aliases=("完成期限",))
    owner: Person | None = field("负责人", aliases=("责任人",))
    issue_no: Identifier | None = field("问题编号", longest=60)
    repair_no: Identifier | None = field("维修单号", longest=60)


class VisitRecord(Record):
    """工程回访记录 (also 工程质量回访记录表, 回访记录表)."""

    ruled_by = ("visited_on",)
    in_order = (
        ("project.accepted_on", "visited_on"),
        ("notice_on", "visited_on", "reported_on"),
        ("visited_on", "prepared_on"),
        ("visited_on", "customer_confirm.signed_on"),
        ("visited_on", "visitor_sign.signed_on"),
    )

    visited_on: Day | None = field(
        "回访日期", aliases=("回访时间",), required=Gate.ISSUE, hint="如 2026-09-01"
    )
    visit_type: VisitType | None = field("回访类别", required=Gate.ISSUE)
    visit_method: VisitMethod | None = field("回访方式", required=Gate.ISSUE)
    visitee_unit: OneLine | None = field(
        "被回访单位",
        required=Gate.ISSUE,
        source="project.owner.name",
        longest=100,
    )
    visitee_name: PersonName | None = field(
        "被回访人",
        aliases=("受访人",),
        required=Gate.ISSUE,
        source="project.owner.contact",
        longest=60,
    )
    visitee_title: OneLine | None = field(
        "被回访人职务", source="project.owner.contact_title", longest=60
    )
    visitee_phone: Phone | None = field(
        "被回访人电话", aliases=("联系电话",), required=Gate.ISSUE, source="project.owner.phone"
    )
    visitors: People = many(
        "回访人员",
        aliases=("工作组", "回访人"),
        required=Gate.ISSUE,
        hint="姓名(部门,职务,资格),多人用、隔开",
    )
    plan_no: Identifier | None = field("计划编号", aliases=("回访计划编号",), longest=60)
    notice_no: Identifier | None = field("通知函编号", longest=60)
    notice_on: Day | None = field("通知函送达日期", aliases=("通知日期",))
    opinion_structure: LongText | None = field("主体意见", longest=500)
    opinion_appearance: LongText | None = field("观感意见", longest=500)
    opinion_function: LongText | None = field("使用功能意见", longest=500)
    opinion_defects: LongText | None = field("施工缺陷及返修意见", longest=500)
    opinion_warranty: LongText | None = field("保修期间意见和要求", longest=500)
    usage_feedback: LongText | None = field("使用情况和意见", longest=500)
    issues: tuple[VisitIssue, ...] = many("质量问题部位", aliases=("质量问题",))
    overall_rating: OverallRating | None = field("业主总体评价", aliases=("总体评价",))
    action_plan: LongText | None = field(
        "处理意见",
        aliases=("整改安排", "处理意见/整改安排"),
        required=Gate.ISSUE,
        when=has("issues"),
        longest=800,
    )
    responsible_party: ResponsibleParty | None = field("整改责任方")
    former_pm: Person | None = field("原项目经理")
    retention_discussion: LongText | None = field(
        "质保金协商情况", hint="保修期结束前回访填写", longest=500
    )
    customer_confirm: Signature | None = signature(
        "顾客认可",
        prefix="顾客认可",
        required=Gate.ARCHIVE,
        when=lacks("visit_method", VisitMethod.PHONE),
        opinion=True,
    )
    visitor_sign: Signature | None = signature("回访人签字", prefix="回访人", required=Gate.ARCHIVE)
    # Asked by R2-05 and R7-05: only those regulations want a manager to be told.
    reported_to: Person | None = field("报送主管领导", by_hand=True)
    reported_on: Day | None = field("报送日期", by_hand=True)
    archive_to: ArchivePlace | None = field("存档去向", by_hand=True, required=Gate.ARCHIVE)
    # R11-17 asks for the review of a record with repairs, so its ledger has columns for it.
    reviewed_by: Signature | None = signature("审核", prefix="审核", role=True)
