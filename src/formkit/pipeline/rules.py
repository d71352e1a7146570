"""The story of `rules`: what each rule says, what is in force, how it looks kept and broken."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML

from formkit import catalog
from formkit.kernel.i18n import N_, _
from formkit.kernel.resources import samples_folder
from formkit.pipeline.workspace import Workspace
from formkit.rules.engine import CONTRACT_RULE, checks_in
from formkit.rules.explain import Explanation, explain
from formkit.schemas import project_checks

PROJECT: Final = "project"  # the ledger of projects, which the register holds
AWAITED: Final[Mapping[str, str]] = {
    "annual_visit_plan": N_("年度回访计划"),
    "archive_transfer": N_("归档移交清单"),
    "bid_documents": N_("中标、分包资料备份登记表"),
    "communication_survey": N_("顾客沟通与满意度调查表"),
    "complaint_followup": N_("投诉回访记录"),
    "complaint_stats": N_("顾客投诉分类统计表"),
    "completed_ledger": N_("竣工工程造册登记台账"),
    "customer_info_register": N_("顾客信息登记表"),
    "disposition_form": N_("回访和投诉问题处置表"),
    "field_service_report": N_("外出服务报告"),
    "interview_survey": N_("专访满意度调查表"),
    "issue_record": N_("回访问题管理记录"),
    "issue_register": N_("回访问题管理总表"),
    "quality_complaint": N_("质量投诉记录"),
    "quality_guarantee": N_("质量保证书"),
    "quality_warranty": N_("工程质量保修书"),
    "renovation_contract": N_("修缮合同"),
    "repair_report": N_("维修书面报告"),
    "repair_sheet": N_("回访维修记录单"),
    "warranty_card": N_("回访保修卡"),
}
"""What rules judge that formkit does not know as a record of its own, by slug."""


@dataclass(frozen=True)
class RuleStory:
    """One rule, told whole; the samples are YAML texts, empty where there are none."""

    rule: Explanation
    records: tuple[str, ...]
    values: tuple[str, ...]
    overruled: tuple[str, ...]
    choices: tuple[str, ...]
    sentences: tuple[str, ...]
    checked: bool  # whether formkit asks it of any record
    awaits: tuple[str, ...]  # records it judges that formkit does not know yet
    setting: str  # under which profile, gate and day the samples are judged
    good: str
    bad: str

    def as_dict(self) -> dict[str, Any]:
        """Return the story as plain data."""
        return self.rule.as_dict() | {
            "record_titles": list(self.records),
            "checked": self.checked,
            "awaits": list(self.awaits),
            "good": self.good,
            "bad": self.bad,
        }


def implemented() -> frozenset[str]:
    """Return the ids of the rules that formkit checks."""
    found = {check.rule for official in catalog.records() for check in official.checks}
    found |= {check.rule for check in checks_in(project_checks)}
    return frozenset(found | {CONTRACT_RULE})


def awaited(rule: Explanation) -> tuple[str, ...]:
    """Return the titles of the records that a rule judges and that formkit does not know yet."""
    known = {*catalog.slugs(), PROJECT}
    return tuple(_(AWAITED.get(slug, slug)) for slug in rule.records if slug not in known)


def all_rules(workspace: Workspace) -> list[Explanation]:
    """Return every rule of every text under the workspace's profile."""
    return explain(workspace.profile(), implemented=implemented())


def one_rule(workspace: Workspace, rule: str) -> RuleStory:
    """Return the story of one rule.

    Raises:
        UsageError: there is no rule of that id; the message suggests the nearest.
    """
    [told] = explain(
        workspace.profile(),
        implemented=implemented(),
        samples=samples_folder() / "rules",
        only=rule,
    )
    titles = {official.slug: official.title for official in catalog.records(workspace.forms)}
    sample = _sample(told.sample)
    return RuleStory(
        rule=told,
        records=tuple(titles[slug] for slug in told.records if slug in titles),
        values=tuple(f"{v.name} {v.value or '—'}{_from(v)}" for v in told.values),
        overruled=tuple(f"{v.name}:{lost}" for v in told.values for lost in map(str, v.overruled)),
        choices=tuple(f"{c.name}:{c.choice}({c.meaning})" for c in told.choices),
        sentences=tuple(_said(told)),
        checked=rule in implemented(),
        awaits=awaited(told),
        setting=_setting(sample),
        good=_text(_both(sample, "good")),
        bad=_text(_both(sample, "bad")),
    )


def _said(rule: Explanation) -> Iterator[str]:
    """Yield the rule's sentences, their blanks filled with the values in force or their meaning."""
    known = {name: f"〔{meaning}〕" for name, meaning in rule.blanks.items()}
    known |= {value.parameter: value.value or f"〔{value.name}〕" for value in rule.values}
    for said in rule.sentences.values():
        found = ",".join(part for part in (said.fault, said.requirement) if part)
        yield f"{found}。处理:{said.remedy}".format_map(_Blanks(known))


class _Blanks(dict[str, str]):
    """Blanks of a sentence; a family of values (`warranty_minimum`) is named as it stands."""

    def __missing__(self, name: str) -> str:
        return f"〔{name}〕"


def _from(value: Any) -> str:
    cited = "、".join(str(citation) for citation in value.citations)
    origin = cited or value.reason or value.source
    return f"({origin})" if origin else ""


def _sample(path: str) -> dict[str, Any]:
    if not path:
        return {}
    loaded = YAML(typ="safe", pure=True).load(Path(path).read_text(encoding="utf-8-sig"))
    return dict(loaded or {})


def _both(sample: dict[str, Any], name: str) -> dict[str, Any]:
    return {**(sample.get("both") or {}), **(sample.get(name) or {})}


def _setting(sample: dict[str, Any]) -> str:
    labels = {"profile": _("制度"), "gate": _("闸门"), "today": _("判断日")}
    told = [f"{label} {sample[name]}" for name, label in labels.items() if sample.get(name)]
    return ",".join(told)


def _text(part: Any) -> str:
    if not part:
        return ""
    out = io.StringIO()
    writer = YAML(pure=True)
    writer.default_flow_style = False
    writer.allow_unicode = True
    writer.dump(part, out)
    return out.getvalue().rstrip()
