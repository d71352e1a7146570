"""`formkit rules`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from formkit.cli import printing
from formkit.cli.options import json_option
from formkit.kernel.errors import ExitCode
from formkit.kernel.i18n import _

if TYPE_CHECKING:
    from formkit.pipeline.rules import RuleStory
    from formkit.rules.explain import Explanation


@click.command()
@click.argument("rule", required=False, default="", metavar=_("[规则]"))
@json_option
def rules(rule: str, *, as_data: bool) -> int:
    """解释规则:条款、引文、现行值及其来源、被取代的值、正反样例;不给编号则列出全部。

    \b
    示例:
      formkit rules
      formkit rules R9-01
    """
    from formkit.pipeline.rules import all_rules, one_rule
    from formkit.pipeline.workspace import find

    workspace = find()
    if rule:
        story = one_rule(workspace, rule)
        if as_data:
            printing.as_json(story.as_dict())
        else:
            _story(story)
        return int(ExitCode.OK)
    known = all_rules(workspace)
    if as_data:
        printing.as_json([explained.as_dict() for explained in known])
    else:
        _list(known)
    return int(ExitCode.OK)


def _list(known: list[Explanation]) -> None:
    printing.table(
        (_("规则"), _("状态"), _("级别"), _("闸门"), _("条款"), _("要求")),
        [
            (
                r.id,
                r.state.label,
                r.level.label,
                r.gate.label,
                f"《{r.title}》{r.citation.clause}",
                r.says,
            )
            for r in known
        ],
    )
    click.echo(_("用 formkit rules 编号 查看一条规则的引文、现行值和样例。"))


def _story(story: RuleStory) -> None:
    rule = story.rule
    click.echo(f"{rule.id}  {rule.says}")
    printing.pairs(
        [
            (_("条款"), str(rule.citation)),
            (_("状态"), f"{rule.state.label};{rule.level.label};{_('闸门')}:{rule.gate.label}"),
            *([(_("记录"), "、".join(story.records))] if story.records else []),
            *([(_("等待"), _awaits(story))] if story.awaits else []),
            *((_("现行值"), text) for text in story.values),
            *((_("已取代"), text) for text in story.overruled),
            *((_("做法"), text) for text in story.choices),
            *((_("说明"), text) for text in (rule.note, rule.setting_reason) if text),
        ]
    )
    for said in story.sentences:
        click.echo(_("报错:") + said)
    for title, sample in ((_("正例"), story.good), (_("反例"), story.bad)):
        if sample:
            click.echo(f"{title}({story.setting}):" if story.setting else f"{title}:")
            click.echo("\n".join(f"  {line}" for line in sample.splitlines()))


def _awaits(story: RuleStory) -> str:
    """Return which records the rule waits for, as a whole or with a part of it."""
    titles = "、".join(f"《{title}》" for title in story.awaits)
    if story.checked:
        return _("{titles}收录后也用于其中").format(titles=titles)
    return _("{titles}收录后启用").format(titles=titles)
