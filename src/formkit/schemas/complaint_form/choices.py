"""The choices printed on the 顾客投诉反馈处理单."""

from __future__ import annotations

from formkit.schemas.fields import Choice


class Channel(Choice):
    """How the complaint came."""

    IN_PERSON = "当面"
    PHONE = "电话"
    LETTER = "书面(信函)"
    MAIL = "邮件"
    ONLINE = "网络"
    SOCIAL_MEDIA = "社交媒体"
    MEDIA = "媒体"
    REFERRED = "社会机构转办"
    OTHER = "其他"

    @classmethod
    def synonyms(cls) -> dict[str, Channel]:
        """Return the halves of 书面(信函)."""
        return {"书面": cls.LETTER, "信函": cls.LETTER}


class Category(Choice):
    """What the complaint is about (R4 二, R8 四.2)."""

    QUALITY = "工程质量"
    ATTITUDE = "服务态度"
    PRICE = "价格纠纷"
    SCHEDULE = "工期进度"
    VARIATION = "工程变更"
    SUPPLY = "材料供应"
    SITE = "现场管理"
    OTHER = "其他"


class Validity(Choice):
    """What the complaint is taken for."""

    VALID = "有效投诉"
    ASSISTANCE = "协助处理"
    GROUP = "群诉"
    INVALID = "无效投诉"
    SUGGESTION = "意见建议"


class Severity(Choice):
    """How grave the matter is; 质量事故 must be reported (条例 第五十二条)."""

    ORDINARY = "一般"
    SERIOUS = "较大"
    ACCIDENT = "质量事故"


class LiableParty(Choice):
    """Who is liable."""

    CONTRACTOR = "施工单位"
    CUSTOMER = "顾客"
    THIRD_PARTY = "第三方"
    FORCE_MAJEURE = "不可抗力"
    SUBCONTRACTOR = "分包单位"
    DESIGNER = "设计单位"
    UNDECIDED = "待定"

    @classmethod
    def synonyms(cls) -> dict[str, LiableParty]:
        """Return the words of R9, which speaks of a factory."""
        return {
            "厂方": cls.CONTRACTOR,
            "施工方": cls.CONTRACTOR,
            "厂方(施工方)": cls.CONTRACTOR,
            "分包": cls.SUBCONTRACTOR,
            "设计": cls.DESIGNER,
        }


class Remedy(Choice):
    """What is done about it (R9 4.3, R10 2(3))."""

    REPAIR = "修补"
    REPLACE = "更换"
    EXPLAIN = "解释配合"
    COMPENSATE = "赔偿"
    REFUSE = "不予处理"
    OTHER = "其他"


class ReplyMethod(Choice):
    """How the customer is told."""

    IN_PERSON = "当面"
    PHONE = "电话"
    LETTER = "函件"
    MAIL = "邮件"
    ONLINE = "网络"
    OTHER = "其他"


class CostBearer(Choice):
    """Who pays."""

    CONTRACTOR = "施工单位"
    CUSTOMER = "顾客"
    SUBCONTRACTOR = "分包单位"
    DESIGNER = "设计单位"
    SUPPLIER = "材料供应方"
    THIRD_PARTY = "第三方"
    NONE = "不发生"
    UNDECIDED = "待定"

    @classmethod
    def synonyms(cls) -> dict[str, CostBearer]:
        """Return the words of R9, which speaks of a factory."""
        return {"厂方": cls.CONTRACTOR, "施工方": cls.CONTRACTOR}


class Verification(Choice):
    """Whether what was done holds."""

    PASSED = "合格"
    FAILED = "不合格"


class CustomerOpinion(Choice):
    """What the customer says in the end."""

    SATISFIED = "满意"
    DISSATISFIED = "不满意"


class FollowupExemption(Choice):
    """Why no follow-up visit is made (R3 1 ①②③)."""

    SETTLED_ON_SITE = "现场即时处理并得到满意确认"
    ANONYMOUS = "匿名投诉"
    UNREACHABLE = "无法确定联络方式的网络投诉"
    SENSITIVE = "不便回访的敏感投诉"


class ResponsibilityLevel(Choice):
    """How far a person is responsible (R9 4.4)."""

    DIRECT = "直接责任"
    MAIN = "主要责任"
    SECONDARY = "次要责任"

    @classmethod
    def synonyms(cls) -> dict[str, ResponsibilityLevel]:
        """Return the short words of the paper."""
        return {"直接": cls.DIRECT, "主要": cls.MAIN, "次要": cls.SECONDARY}


class Penalty(Choice):
    """What follows for a responsible person (R9 4.4)."""

    EDUCATION = "教育"
    WARNING = "警告"
    FINE = "经济处罚"
