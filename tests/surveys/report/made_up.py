"""Reports on made-up surveys of any number and kind."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from formkit.kernel.resources import forms_folder
from formkit.rules.profile import load_profile
from formkit.rules.scoring_policy import ScoringPolicy
from formkit.schemas.satisfaction_survey.bank import Bank, bank_of, load_bank
from formkit.schemas.satisfaction_survey.points import FAMILY, table_of
from formkit.schemas.satisfaction_survey.policy import lines
from formkit.schemas.satisfaction_survey.record import SatisfactionSurvey
from formkit.schemas.satisfaction_survey.scoring import score
from formkit.surveys.period import EVERYTHING, Period
from formkit.surveys.reported import Complaint, Notice, Reported, VisitIssue
from formkit.surveys.statistics import By, Counted, Sent, summary

TODAY = date(2026, 11, 25)
PROFILE = load_profile("company", forms=forms_folder(), today=TODAY)
TABLE = table_of(PROFILE.resolution().family(FAMILY))
POLICY = ScoringPolicy(
    min_answered=Decimal(80), low={"五级": Decimal(60), "三级": Decimal(70)},
    target={"五级": Decimal(85)},
)  # fmt: skip
MIXED = bank_of(
    {
        "name": "混用",
        "title": "本公司题库",
        "scales": {
            "三级": ["满意", "一般", "不满意"],
            "五级": ["很满意", "满意", "一般", "不满意"],
        },
        "sections": {
            "Ⅲ": [
                {"item_no": 1, "text": "维修质量", "scale": "三级"},
                {"item_no": 2, "text": "服务态度", "scale": "五级"},
                {"item_no": 3, "text": "回访方式", "scale": "五级", "counts": False},
            ]
        },
    }
)
LONG = "云岭市高新技术产业开发区示例花园小区二期3#至9#住宅楼及地下车库、配套商业用房建筑安装工程(含室外管网)"
PROJECTS = {
    "P2026-001": "云岭市示例花园小区二期3#住宅楼工程",
    "P2025-007": "海拓样例智能装备厂房",
    "P2024-003": LONG,
}
UNITS = ("示例建筑工程有限公司第一分公司", "示例建筑工程有限公司第二分公司")


def answered(marks: Sequence[str], bank: Bank | None = None, **about: Any) -> Counted:
    """Return a survey that came back with these marks: `/` 不适用, empty: left blank."""
    policy = about.pop("policy", POLICY)
    section = about.setdefault("section", "Ⅲ")
    given = [
        {"section": section, "item_no": number,
         **({"na": True} if mark == "/" else {"choices": mark.split("、") if mark else []})}
        for number, mark in enumerate(marks, start=1)
    ]  # fmt: skip
    phase = "已交工" if section == "Ⅲ" else "在建"
    typed = SatisfactionSurvey.model_validate(
        {"answers": given, "project": {"phase": phase}, "overall": about.get("overall") or None}
    )
    made = score(typed, bank or load_bank("五级"), TABLE, policy)
    return Counted(score=made, **{"reply_id": "1", "answered_on": date(2026, 9, 1)} | about)


def many(count: int, policy: ScoringPolicy = POLICY, seed: int = 1) -> list[Counted]:
    """Return so many surveys of all kinds; the same seed gives the same ones."""
    dice = random.Random(seed)
    banks = [load_bank("五级"), load_bank("五级"), load_bank("三级"), MIXED]
    made = []
    for number in range(1, count + 1):
        bank = banks[number % 4] if count > 3 else banks[0]
        section = "Ⅲ" if bank is MIXED else dice.choice("ⅡⅢ")
        marks = [
            dice.choice([*item.choices[:2] * 3, *item.choices, "", "/"])
            for item in bank.items
            if item.section.value == section
        ]
        project = dice.choice(list(PROJECTS))
        if dice.random() < 0.05:
            marks = [""] * len(marks)
        one = answered(
            marks,
            bank,
            policy=policy,
            section=section,
            reply_id=f"{number:04}",
            survey_no=f"SLJZ-AZB-MYD-2026-{number:04}" if number % 7 else "",
            project_no=project,
            project_name=PROJECTS[project],
            unit=dice.choice(UNITS),
            kind=dice.choice(["建设单位", "监理单位", "物业"]),
            respondent_unit="示例置业(云岭)有限公司",
            answered_on=date(2026, 1, 5) + timedelta(days=dice.randrange(300)),
            overall=dice.choice(["", "满意", "很满意", "一般"]),
        )
        made.append(one)
    if count > 20:
        made[5] = replace(made[5], score=None)
    return made


def reported(
    counted: Sequence[Counted],
    *,
    period: Period = EVERYTHING,
    by: By = By.PROJECT,
    policy: ScoringPolicy = POLICY,
    **more: Any,
) -> Reported:
    sent = [
        Sent(one.survey_no, one.project_no, one.project_name, one.unit, one.kind, one.section,
             one.answered_on and one.answered_on - timedelta(days=20))
        for one in counted if one.survey_no
    ]  # fmt: skip
    inside = [one for one in counted if period.holds(one.answered_on)]
    waiting = [replace(one, score=None) for one in counted]
    cohort = summary(waiting, [one for one in sent if period.holds(one.sent_on)], policy)
    before = period.before()
    return Reported(
        company="示例建筑工程有限公司",
        made_on=TODAY,
        period=period,
        by=by,
        summary=summary(inside, policy=policy),
        sent=cohort.returns,
        sent_by=cohort.returns_by,
        before=before and summary([o for o in counted if before.holds(o.answered_on)], (), policy),
        history=None if before is None else summary(counted, (), policy),
        policy=policy,
        table=TABLE,
        lines=lines(PROFILE),
        **more,
    )


def told() -> dict[str, Any]:
    """Return notices, complaints and problems of a report."""
    return {
        "notices": (
            Notice("警告", "SLJZ-AZB-MYD-2026-0003", "P2026-001", "回收/业主.xlsx!D12", "题目文字被改过"),
            Notice("无效", "", "P2025-007", "=HYPERLINK(1)", LONG * 3),
        ),
        "complaints": (
            Complaint(
                "SLJZ-GCB-TS-2026-0001", "P2026-001", PROJECTS["P2026-001"], UNITS[0],
                date(2026, 7, 15), "渗漏", "3#楼 402 室", "主卧外墙渗水", "窗边密封胶老化", "重打密封胶", closed=True,
            ),
        ),
        "issues": (
            VisitIssue("SLJZ-GCB-HF-2026-0001", "P2025-007", PROJECTS["P2025-007"], UNITS[1],
                       date(2026, 8, 1), "车间屋面", "檐沟积水"),
        ),
    }  # fmt: skip
