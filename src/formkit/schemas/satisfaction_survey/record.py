"""顾客及相关方满意度调查表 (R7): Ⅰ栏 by the contractor, Ⅱ栏 or Ⅲ栏 by the customer."""

from __future__ import annotations

from typing import Annotated

from formkit.intake.shape import Kind
from formkit.kernel.gate import Gate
from formkit.schemas.entry import Entry
from formkit.schemas.fields import (
    Choice,
    Count,
    Day,
    LongText,
    OneLine,
    Percent,
    Quantity,
    Typed,
    YesNo,
    read_list,
)
from formkit.schemas.party import Party
from formkit.schemas.person import Person
from formkit.schemas.project import Project
from formkit.schemas.record import Record, field, lacks, many
from formkit.schemas.signature import Signature, signature


class SurveyMethod(Choice):
    """How the survey is carried out."""

    IN_PERSON = "上门"
    LETTER = "函件"
    MAIL = "邮件"
    WJX = "问卷星"
    TENCENT = "腾讯问卷"
    PHONE = "电话"
    OTHER = "其他"


DEFAULT_BANK = "五级"  # the question bank (forms/surveys/) of a sheet that names none
# Asked over a wire, nobody can sign on paper.
UNSIGNED = (SurveyMethod.MAIL, SurveyMethod.PHONE, SurveyMethod.WJX, SurveyMethod.TENCENT)


class RespondentKind(Choice):
    """Who is asked."""

    OWNER = "建设单位"
    SUPERVISOR = "监理单位"
    USER = "使用单位"
    PROPERTY = "物业"
    AUTHORITY = "政府主管"
    OTHER = "其他相关方"


class Section(Choice):
    """Ⅱ栏 is for projects under construction, Ⅲ栏 for those handed over (R7 注②③)."""

    BUILDING = "Ⅱ"
    DELIVERED = "Ⅲ"

    @classmethod
    def synonyms(cls) -> dict[str, Section]:
        """Return the ways in which clerks type a Roman numeral."""
        building = dict.fromkeys(("II", "Ⅱ栏", "II栏", "2", "二"), cls.BUILDING)
        return building | dict.fromkeys(("III", "Ⅲ栏", "III栏", "3", "三"), cls.DELIVERED)


class Mark(Choice):
    """What a customer may tick."""

    VERY_SATISFIED = "很满意"
    SATISFIED = "满意"
    FAIR = "一般"
    DISSATISFIED = "不满意"
    VERY_DISSATISFIED = "很不满意"

    @classmethod
    def synonyms(cls) -> dict[str, Mark]:
        """Return the one other word that is certain; 较满意 and the like are refused."""
        return {"非常满意": cls.VERY_SATISFIED}


class OverallMark(Choice):
    """What 总体评价 may say: a mark, or that it does not apply."""

    VERY_SATISFIED = Mark.VERY_SATISFIED.value
    SATISFIED = Mark.SATISFIED.value
    FAIR = Mark.FAIR.value
    DISSATISFIED = Mark.DISSATISFIED.value
    VERY_DISSATISFIED = Mark.VERY_DISSATISFIED.value
    NOT_APPLICABLE = "不适用"

    @classmethod
    def synonyms(cls) -> dict[str, OverallMark]:
        """Return the other words for a mark, as of an item."""
        return {word: cls(mark.value) for word, mark in Mark.synonyms().items()}

    @property
    def mark(self) -> Mark | None:
        """The mark; None where it does not apply."""
        return None if self is OverallMark.NOT_APPLICABLE else Mark(self.value)


Marks = Annotated[tuple[Mark, ...], Typed(Kind.CHOICES, read_list)]


class Answer(Entry):
    """One item as answered; no choice and not `na` means left blank."""

    section: Section | None = field("栏", required=Gate.ISSUE)
    item_no: Count | None = field("题号", required=Gate.ISSUE, least=1, most=999)
    text: OneLine | None = field("题目", hint="留空即按题库", longest=200, on_form=())
    choices: Marks = many("选项", aliases=("评价", "选择"))
    na: YesNo | None = field("不适用")
    score: Quantity | None = field("得分", hint="手工算出的得分,用于核对", on_form=())


class SatisfactionSurvey(Record):
    """顾客及相关方满意度调查表."""

    ruled_by = ("surveyed_on",)
    in_order = (("sent_on", "surveyed_on"), ("sent_on", "respondent_sign.signed_on"))

    # 调查人 and 发放日期 say who filled Ⅰ栏 in and when; the common pair stays optional.
    prepared_by: Person | None = field("填表人")
    prepared_on: Day | None = field("填表日期")
    project: Project | None = field(
        "工程",
        columns=("project_name",),
        on_form=(
            "project_name",
            "location",
            "contract_no",
            "start_on",
            "completed_on",
            "project_manager",
            "phase",
        ),
        hint="Ⅰ栏;按工程编号从工程台账带出",
    )
    surveyed_on: Day | None = field("调查日期", required=Gate.ISSUE)
    method: SurveyMethod | None = field("调查方式", required=Gate.ISSUE)
    contractor: Party | None = field(
        "施工单位",
        prefix="施工单位",
        required=Gate.ISSUE,
        needs=("name",),
        columns=("name",),
        on_form=("name",),
        source="company",
    )
    sent_on: Day | None = field("发放日期", required=Gate.ISSUE)
    surveyor: Person | None = field("调查人", required=Gate.ISSUE)
    respondent_kind: RespondentKind | None = field("调查对象类别", required=Gate.ISSUE)
    respondent_unit: OneLine | None = field(
        "调查对象单位", aliases=("被调查单位",), required=Gate.ISSUE, longest=100
    )
    respondent: Person | None = field(
        "调查对象",
        aliases=("被调查人",),
        hint="姓名(部门,职务)",
        on_form=("name", "title", "phone"),
    )
    bank: OneLine | None = field(
        "题库版本",
        default=DEFAULT_BANK,
        aliases=("题库",),
        hint="题库的名称:三级、五级,或本公司的题库;留空为五级",
        longest=40,
        on_form=(),
    )
    answers: tuple[Answer, ...] = many("题项答案", by_hand=True, required=Gate.ARCHIVE, on_form=())
    overall: OverallMark | None = field("总体评价", by_hand=True)
    best_aspect: LongText | None = field("最满意的方面", by_hand=True, longest=500)
    worst_aspect: LongText | None = field("最不满意的方面", by_hand=True, longest=500)
    comments: LongText | None = field("意见和建议", by_hand=True, longest=1000)
    respondent_sign: Signature | None = signature(
        "填表人签字",
        prefix="调查对象",
        required=Gate.ARCHIVE,
        when=lacks("method", *UNSIGNED),
    )
    actual_score: Quantity | None = field(
        "实际得分", by_hand=True, hint="手工算出的,用于核对;留空由系统计算"
    )
    full_score: Quantity | None = field(
        "满分", by_hand=True, hint="手工算出的,用于核对;留空由系统计算"
    )
    satisfaction: Percent | None = field(
        "满意度", by_hand=True, aliases=("满意度(%)",), hint="百分数,83.33 即 83.33%;留空由系统计算"
    )
