"""WarrantyTerm: one line of the warranty table, and the day on which it ends."""

from __future__ import annotations

from datetime import date

from formkit.kernel import dates
from formkit.kernel.gate import Gate
from formkit.schemas.entry import Entry, field
from formkit.schemas.fields import Choice, Count, Day, LongText, OneLine


class Scope(Choice):
    """What a warranty term covers (条例 第四十条)."""

    STRUCTURE = "地基基础和主体结构"
    INFRASTRUCTURE = "基础设施"
    WATERPROOF_ROOF = "屋面防水"
    WATERPROOF_ROOMS = "有防水要求的卫生间房间外墙防渗漏"
    HEATING_COOLING = "供热供冷"
    INSTALLATION = "电气管线给排水设备安装"
    DECORATION = "装修"
    OTHER = "其他"

    @classmethod
    def synonyms(cls) -> dict[str, Scope]:
        """Return the punctuated wordings of the law and of model texts."""
        return {
            "屋面防水工程": cls.WATERPROOF_ROOF,
            "有防水要求的卫生间、房间和外墙面的防渗漏": cls.WATERPROOF_ROOMS,
            "有防水要求的卫生间、房间、外墙防渗漏": cls.WATERPROOF_ROOMS,
            "供热与供冷系统": cls.HEATING_COOLING,
            "电气管线、给排水管道、设备安装": cls.INSTALLATION,
            "电气管线、给排水、设备安装": cls.INSTALLATION,
            "装修工程": cls.DECORATION,
        }


class TermUnit(Choice):
    """In what a warranty term is counted."""

    YEAR = "年"
    MONTH = "月"
    HEATING_SEASON = "采暖期"
    COOLING_SEASON = "供冷期"
    DESIGN_LIFE = "合理使用年限"


class TermBasis(Choice):
    """What a warranty term rests on."""

    LAW = "法定"
    CONTRACT = "合同"
    COMPANY = "制度"


class Season(Entry):
    """A heating or cooling season by its first and last day, `11-15` to `03-15`."""

    start: OneLine | None = field("起", required=Gate.ISSUE, example="11-15")
    end: OneLine | None = field("止", required=Gate.ISSUE, example="03-15")


class WarrantyTerm(Entry):
    """One line of the warranty table. `start_on` and `end_on` are computed where left blank."""

    in_order = (("start_on", "end_on"),)

    scope: Scope | None = field("保修项目", aliases=("项目类别", "项目"), required=Gate.ISSUE)
    amount: Count | None = field("期限数值", aliases=("期限",), required=Gate.ISSUE, least=1, most=999)
    unit: TermUnit | None = field("期限单位", aliases=("单位",), required=Gate.ISSUE)
    start_on: Day | None = field("保修期起", aliases=("起算日",), hint="留空即竣工验收合格之日")
    end_on: Day | None = field("保修期止", hint="留空由系统计算;采暖期、供冷期起止未知时留空")
    content: LongText | None = field("保修内容", longest=300)
    basis: TermBasis | None = field("来源")

    def ended(
        self, accepted_on: date | None, seasons: dict[str, Season], *, convention: str
    ) -> WarrantyTerm:
        """Return the term with its first and last day; what was typed stays.

        The last day stays absent where the acceptance or the seasons are unknown (条例 第四十条:
        自竣工验收合格之日起; 采暖期、供冷期 are counted whole).
        """
        start = self.start_on or accepted_on
        end = self.end_on or self.end_by_rule(start, seasons, convention=convention)
        return self.changed(start_on=start, end_on=end)

    def end_by_rule(
        self, start: date | None, seasons: dict[str, Season], *, convention: str
    ) -> date | None:
        """Return the last day that amount and unit give; None where something needed is unknown."""
        if start is None or self.amount is None or self.unit is None:
            return None
        season = seasons.get(self.unit.value)
        known = season and season.start and season.end
        return dates.warranty_end(
            start,
            self.amount,
            self.unit.value,
            convention=convention,  # type: ignore[arg-type]
            season=(season.start, season.end) if season and known else None,
        )
