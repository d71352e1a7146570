"""WarrantyTerm: one line of the warranty table, and the day on which it ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self, cast

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from formkit.kernel import dates
from formkit.kernel.gate import Gate
from formkit.kernel.periods import Convention
from formkit.kernel.values import BadValue
from formkit.schemas.entry import Doubt, Entry, field
from formkit.schemas.fields import Choice, Count, Day, FarDay, LongText, SeasonDay


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

    start: SeasonDay | None = field("起", required=Gate.ISSUE, example="11-15", hint="月-日")
    end: SeasonDay | None = field("止", required=Gate.ISSUE, example="03-15", hint="月-日")

    @model_validator(mode="after")
    def _is_a_season(self) -> Self:
        """Refuse a season that begins and ends on the same day."""
        if self.start and self.start == self.end:
            raise PydanticCustomError("FK-VAL-023", "refused", {"value": self.start})
        return self


class WarrantyTerm(Entry):
    """One line of the warranty table. `start_on` and `end_on` are computed where left blank."""

    in_order = (("start_on", "end_on"),)

    scope: Scope | None = field("保修项目", aliases=("项目类别", "项目"), required=Gate.ISSUE)
    amount: Count | None = field(
        "期限数值", aliases=("期限",), required=Gate.ISSUE, least=1, most=999
    )
    unit: TermUnit | None = field("期限单位", aliases=("单位",), required=Gate.ISSUE)
    start_on: Day | None = field("保修期起", aliases=("起算日",), hint="留空即竣工验收合格之日")
    end_on: FarDay | None = field("保修期止", hint="留空由系统计算;采暖期、供冷期起止未知时留空")
    content: LongText | None = field("保修内容", longest=300)
    basis: TermBasis | None = field("来源")

    def ended(
        self, accepted_on: date | None, seasons: Mapping[str, Season], *, convention: str
    ) -> WarrantyTerm:
        """Return the term with its first and last day; what was typed stays.

        The last day stays absent where the acceptance or the seasons are unknown (条例 第四十条:
        自竣工验收合格之日起; 采暖期、供冷期 are counted whole).
        """
        if self.start_on and self.end_on:
            return self
        started = self.changed(start_on=self.start_on or accepted_on)
        end = self.end_on or started.end_by_rule(seasons, convention=convention)
        return started.changed(end_on=end)

    def end_by_rule(self, seasons: Mapping[str, Season], *, convention: str) -> date | None:
        """Return the last day that start, amount and unit give; None where one is unknown."""
        if self.start_on is None or self.amount is None or self.unit is None:
            return None
        season = seasons.get(self.unit)
        bounds = (
            _Bounds(season.start, season.end) if season and season.start and season.end else None
        )
        try:
            return dates.warranty_end(
                self.start_on,
                self.amount,
                self.unit,
                convention=cast("Convention", convention),
                season=bounds,
            )
        except BadValue:  # an impossible amount is told by the field's own bounds
            return None


@dataclass(frozen=True)
class _Bounds:
    start: str
    end: str


def ended(
    terms: Iterable[WarrantyTerm],
    accepted_on: date | None,
    seasons: Mapping[str, Season],
    *,
    convention: str,
) -> tuple[WarrantyTerm, ...]:
    """Return the terms with their first and last days."""
    return tuple(term.ended(accepted_on, seasons, convention=convention) for term in terms)


def differing_ends(
    terms: Iterable[WarrantyTerm],
    accepted_on: date | None,
    seasons: Mapping[str, Season],
    *,
    convention: str,
) -> Iterator[Doubt]:
    """Yield the typed last days that amount and unit do not give."""
    for row, term in enumerate(terms):
        if not term.end_on:
            continue
        started = term.changed(start_on=term.start_on or accepted_on)
        computed = started.end_by_rule(seasons, convention=convention)
        if computed and term.end_on != computed:
            days = {
                "typed": dates.format_date(term.end_on),
                "computed": dates.format_date(computed),
            }
            yield Doubt(f"warranty_terms.{row}.end_on", "FK-REC-024", days)
