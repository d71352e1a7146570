"""What records say of a defect in common: where it comes from."""

from __future__ import annotations

from formkit.schemas.fields import Choice


class DefectCause(Choice):
    """Where a defect comes from."""

    CONSTRUCTION = "施工"
    DESIGN = "设计"
    SURVEY = "勘察"
    MATERIAL_BY_CONTRACTOR = "材料(乙供)"
    MATERIAL_BY_OWNER = "材料(甲供)"
    MISUSE = "使用不当"
    THIRD_PARTY = "第三方"
    FORCE_MAJEURE = "不可抗力"
    AGEING = "自然老化"
    UNKNOWN = "待查"
