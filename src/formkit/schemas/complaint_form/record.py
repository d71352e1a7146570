"""顾客投诉反馈处理单 (R9 4.1–4.5, R11 2.1–2.2): from the complaint to the customer's last word."""

from __future__ import annotations

from formkit.kernel.gate import Gate
from formkit.schemas.complaint_form.choices import (
    Category,
    Channel,
    CostBearer,
    CustomerOpinion,
    FollowupExemption,
    LiableParty,
    Penalty,
    Remedy,
    ReplyMethod,
    ResponsibilityLevel,
    Severity,
    Validity,
    Verification,
)
from formkit.schemas.defect import DefectCause
from formkit.schemas.entry import Entry
from formkit.schemas.fields import (
    Amount,
    Count,
    Day,
    Identifier,
    LongText,
    Moment,
    OneLine,
    Phone,
    YesNo,
)
from formkit.schemas.person import People, Person, PersonName
from formkit.schemas.project import Project
from formkit.schemas.record import Record, field, has, lacks, many
from formkit.schemas.signature import Signature, signature

_NAMED = lacks("anonymous", True)


class ResponsiblePerson(Entry):
    """One line of 责任人 (R9 4.4)."""

    level: ResponsibilityLevel | None = field("责任级别", aliases=("级别",), required=Gate.ISSUE)
    name: PersonName | None = field(
        "责任人姓名", aliases=("姓名", "责任人"), required=Gate.ISSUE, longest=60
    )
    penalty: Penalty | None = field("处理结果", aliases=("处理",))
    amount: Amount | None = field(
        "处罚金额", aliases=("金额",), required=Gate.ARCHIVE, when=has("penalty", Penalty.FINE)
    )


class ComplaintForm(Record):
    """顾客投诉反馈处理单."""

    ruled_by = ("received_at",)
    in_order = (
        ("received_at", "registered_at"),
        ("received_at", "notified_at"),
        ("received_at", "measure_decided_at", "done_at", "verified_on"),
        ("received_at", "replied_at"),
        ("measure_decided_at", "replied_at"),
        ("received_at", "authority_reported_at"),
        ("received_at", "reply_wanted_by"),
        ("received_at", "reported_to_manager_on"),
        ("received_at", "customer_sign.signed_on"),
    )

    # 登记人、登记时间 say who filled the sheet in and when; the common pair stays optional.
    prepared_by: Person | None = field("填表人")
    prepared_on: Day | None = field("填表日期")
    project: Project | None = field(
        "工程",
        columns=("project_name",),
        on_form=("project_name",),
        hint="按工程编号从工程台账带出",
    )
    received_at: Moment | None = field(
        "投诉时间",
        aliases=("接到时间", "接到投诉时间", "投诉时间(接到)"),
        required=Gate.ISSUE,
        hint="精确到分,如 2026-07-15 9:30",
    )
    registered_at: Moment | None = field("登记时间", required=Gate.ISSUE, hint="精确到分")
    registered_by: Person | None = field("登记人", aliases=("记录人",), required=Gate.ISSUE)
    channel: Channel | None = field("投诉渠道", aliases=("投诉方式",), required=Gate.ISSUE)
    complainant_name: PersonName | None = field(
        "投诉人", aliases=("顾客名称",), required=Gate.ISSUE, when=_NAMED, private=True, longest=60
    )
    complainant_unit: OneLine | None = field("投诉人单位", private=True, longest=100)
    complainant_address: OneLine | None = field("投诉人地址", private=True, longest=200)
    complainant_phone: Phone | None = field(
        "投诉人电话",
        aliases=("联系电话",),
        required=Gate.ISSUE,
        when=(_NAMED, lacks("followup_exempt_reason", FollowupExemption.UNREACHABLE)),
        private=True,
    )
    anonymous: YesNo | None = field("是否匿名", aliases=("匿名",), required=Gate.ISSUE)
    confidential: YesNo | None = field(
        "要求保密", aliases=("保密", "客户保密"), required=Gate.ISSUE
    )
    building: OneLine | None = field("幢号", longest=40)
    room: OneLine | None = field("室号", longest=40)
    location: OneLine | None = field("部位", longest=100)
    category: Category | None = field("投诉类别", required=Gate.ISSUE)
    validity: Validity | None = field("投诉性质", required=Gate.ISSUE)
    severity: Severity | None = field("严重程度", required=Gate.ISSUE)
    repeat_no: Count | None = field("第几次投诉", aliases=("投诉次数",), least=1, most=999)
    content: LongText | None = field(
        "投诉内容",
        aliases=("投诉内容及具体表现",),
        required=Gate.ISSUE,
        shortest=10,
        longest=2000,
    )
    demand: LongText | None = field("顾客要求", longest=500)
    reply_wanted_by: Day | None = field("要求答复时间", aliases=("要求答复日期",))
    notified_at: Moment | None = field(
        "通知技术质检科时间", aliases=("通知时间",), required=Gate.ISSUE, hint="精确到分"
    )
    on_site: YesNo | None = field("是否需现场处理", aliases=("现场处理",), required=Gate.ISSUE)
    service_report_no: Identifier | None = field(
        "外出服务报告编号", required=Gate.ARCHIVE, when=has("on_site", True), longest=60
    )
    handling_team: People = many("处理小组")
    verified_facts: LongText | None = field("核实情况", required=Gate.ARCHIVE, longest=1000)
    substantiated: YesNo | None = field("是否属实", required=Gate.ARCHIVE)
    cause: LongText | None = field("原因分析", required=Gate.ARCHIVE, longest=1000)
    cause_category: DefectCause | None = field("原因类别", required=Gate.ARCHIVE)
    liable_party: LiableParty | None = field("责任判定", aliases=("责任方",), required=Gate.ARCHIVE)
    safety_affected: YesNo | None = field("是否影响安全使用", required=Gate.ARCHIVE)
    usable: YesNo | None = field("能否满足使用", required=Gate.ARCHIVE)
    remedy: Remedy | None = field("处理方式", required=Gate.ARCHIVE)
    measure: LongText | None = field("处理措施", required=Gate.ARCHIVE, longest=1000)
    measure_decided_at: Moment | None = field(
        "措施明确时间", aliases=("处理措施明确时间",), required=Gate.ARCHIVE, hint="精确到分"
    )
    replied_at: Moment | None = field(
        "向顾客报告时间", aliases=("答复时间",), required=Gate.ARCHIVE, hint="精确到分"
    )
    reply_method: ReplyMethod | None = field(
        "报告方式", aliases=("答复方式",), required=Gate.ARCHIVE
    )
    authority_reported_at: Moment | None = field("报建设主管部门时间", hint="质量事故填写,精确到分")
    owner_dept: OneLine | None = field("责任部门", required=Gate.ARCHIVE, longest=60)
    owner: Person | None = field("负责人", aliases=("责任部门负责人",), required=Gate.ARCHIVE)
    cost_bearer: CostBearer | None = field("费用承担", required=Gate.ARCHIVE)
    amount: Amount | None = field(
        "费用金额(元)",
        aliases=("费用金额", "金额"),
        required=Gate.ARCHIVE,
        when=lacks("cost_bearer", CostBearer.NONE),
    )
    implementation: LongText | None = field("实施记录", required=Gate.ARCHIVE, longest=1000)
    done_at: Moment | None = field("完成时间", required=Gate.ARCHIVE, hint="精确到分")
    verification: Verification | None = field("验证结果", required=Gate.ARCHIVE)
    verified_by: Person | None = field("验证人", required=Gate.ARCHIVE)
    verified_on: Day | None = field("验证日期", required=Gate.ARCHIVE)
    followup: Identifier | None = field(
        "回访记录编号",
        aliases=("回访情况",),
        required=Gate.ARCHIVE,
        when=lacks("followup_exempt_reason"),
        longest=60,
    )
    followup_exempt_reason: FollowupExemption | None = field("免回访理由")
    followup_exempt_by: Person | None = field(
        "免回访批准人",
        required=Gate.ARCHIVE,
        when=has("followup_exempt_reason", "不便回访的敏感投诉"),
    )
    customer_opinion: CustomerOpinion | None = field(
        "顾客意见", by_hand=True, required=Gate.ARCHIVE, when=_NAMED
    )
    customer_sign: Signature | None = signature(
        "顾客签字", prefix="顾客", required=Gate.ARCHIVE, when=_NAMED
    )
    reopened_as: Identifier | None = field(
        "重新处理单号",
        aliases=("新处理单编号",),
        required=Gate.ARCHIVE,
        when=has("customer_opinion", CustomerOpinion.DISSATISFIED),
        longest=60,
    )
    corrective_action: LongText | None = field("纠正措施", longest=1000)
    responsible_persons: tuple[ResponsiblePerson, ...] = many("责任人")
    # Asked by R9-08: only that regulation wants the manager to be told.
    reported_to_manager_on: Day | None = field("上报经理日期", by_hand=True, aliases=("上报经理",))
