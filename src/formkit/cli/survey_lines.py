"""How returned surveys are told: a file of an import, its total, a reply as it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from formkit.cli import printing
from formkit.kernel.i18n import _

if TYPE_CHECKING:
    from formkit.kernel.findings import Finding
    from formkit.pipeline.surveys.outcomes import FileLine, ImportReport, ReplyLine
    from formkit.pipeline.surveys.standing import Standing

MOST_SHOWN = 20  # replies told at a time
_MOST_GROUPS = 20  # of replies of one export that are told of


def tell_file(line: FileLine, *, dry: bool = False) -> None:
    """Print what became of one file; a single reply stands on the file's own line."""
    single = line.replies[0] if len(line.replies) == 1 else None
    head = [line.outcome.value, line.name]
    printing.line("  ".join([*head, *(_particulars(single) if single else ())]))
    for found in line.findings:
        printing.finding(found, indent=4)
    if single:
        printing.findings(single.findings, indent=4)
    else:
        _replies(line, each=dry)
    if line.moved_to:
        printing.line(_("移到 {where}").format(where=line.moved_to), indent=4)


def _replies(line: FileLine, *, each: bool = False) -> None:
    """Print the replies of an export: how many of each outcome, and those that want attention.

    What is told of many alike is told once; of ten thousand rows nobody reads ten thousand lines.
    `each`: before anything is written, the first ones with their scores as well.
    """
    counts = Counter(reply.outcome for reply in line.replies)
    if counts:
        told = ",".join(f"{outcome.value} {n} 份" for outcome, n in counts.items())
        printing.line(told, indent=4)
    if each:
        _rows(line.replies)
    alike: dict[Any, list[ReplyLine]] = {}
    for reply in line.replies:
        if reply.findings:
            alike.setdefault((reply.outcome, tuple(map(_gist, reply.findings))), []).append(reply)
    groups = list(alike.values())
    for group in groups[:_MOST_GROUPS]:
        first = group[0]
        many = _("{n} 份").format(n=len(group)) if len(group) > 1 else ""
        named = "  ".join(_particulars(first))
        head = _("{n},如 {one}").format(n=many, one=named) if many and named else many or named
        printing.line("  ".join(part for part in (first.outcome.value, head) if part), indent=4)
        printing.findings(first.findings, indent=6)
    if rest := sum(map(len, groups[_MOST_GROUPS:])):
        more = _(
            "还有 {n} 份有提示,没有逐份列出:待确认的用 formkit survey show 看,全部加 --json 看。"
        )
        printing.line(more.format(n=rest), indent=4)


def _rows(replies: Sequence[ReplyLine]) -> None:
    """Print where each of the first replies stands, who gave it, and what it scores."""
    for reply in replies[:MOST_SHOWN]:
        row = reply.place.rpartition(" ")[2]
        parts = (row, reply.outcome.value, *_particulars(reply))
        printing.line("  ".join(parts), indent=4)
    if rest := len(replies[MOST_SHOWN:]):
        printing.line(_("还有 {n} 份没有逐份列出,加 --json 看全部。").format(n=rest), indent=4)


def _gist(found: Finding) -> tuple[str, str]:
    """Return by what a finding is like another one: hints by their kind, the rest by every word."""
    return found.code, "" if found.level.value == "info" else found.found


def _particulars(reply: ReplyLine) -> list[str]:
    mark = _("第 {id} 号").format(id=reply.id) if reply.id else ""
    counts = reply.outcome.value != "待人工确认"  # before that nobody knows the score
    score = _scored(reply.satisfaction, reply.invalid) if counts else ""
    parts = (mark, reply.number, reply.unit, reply.name, score)
    return [part for part in parts if part]


def _scored(rate: str, invalid: str) -> str:
    """Return what a sheet scored; of one that does not count no rate, but why it does not."""
    if invalid:
        return _("无效卷({why})").format(why=invalid)
    return _("满意度 {rate}").format(rate=rate) if rate else ""


def tell_total(report: ImportReport) -> None:
    """Print how many files and replies had which outcome, and what is to be done."""
    counts = report.counts()
    told = ",".join(f"{outcome.value} {n} 个" for outcome, n in counts.items())
    replies = Counter(one.outcome for one in report.replies())
    said = ",".join(f"{outcome.value} {n} 份" for outcome, n in replies.items())
    text = _("合计 {n} 个文件:{told}").format(n=len(report.files), told=told)
    if said:
        text += _(";答卷 {told}").format(told=said)
    if report.passed_over:
        text += _(";略过系统文件 {n} 个").format(n=report.passed_over)
    printing.line(text + "。")
    for found in report.findings:
        printing.finding(found)
    if report.dry_run:
        printing.line(_("这是试运行,什么也没有写。"))
    elif any(one.outcome.value == "待人工确认" for one in report.replies()):
        printing.line(_("要确认的:formkit survey show;定了以后 formkit survey resolve 答卷号 …"))


def tell_standing(one: Standing, *, whole: bool) -> None:
    """Print how a reply stands; with `whole` what it says, too."""
    stored = one.stored
    parts = [
        _("第 {id} 号").format(id=stored.id),
        stored.state.value,
        stored.survey_no,
        str(one.judged.data.get("respondent_unit") or ""),
        "" if one.waits else _scored(one.satisfaction, one.invalid),
        stored.file,
    ]
    printing.line("  ".join(part for part in parts if part))
    if whole:
        for label, answer in (*one.answers(), *one.fields()):
            printing.paragraph(f"{label}  {answer}", indent=4)
    printing.findings(one.findings, indent=4)
    for said in stored.decisions:
        printing.line(_("裁定:{said}").format(said=_decided(said)), indent=4)


def _decided(said: dict[str, Any]) -> str:
    """Return a decision as a sentence: when, who, why, what, and what it was before."""
    from formkit.pipeline.surveys.telling import moment

    was = said.get("was", {})
    parts = [
        moment(said["at"]) if said.get("at") else "",
        str(said.get("by", "")),
        str(said.get("reason", "")),
    ]
    choices = [(item, item, choice) for item, choice in said.get("answers", {}).items()]
    fields = (
        ("overall", _("总体评价")),
        ("filled_on", _("填表日期")),
        ("number", _("编号")),
    )
    choices += [(name, label, said[name]) for name, label in fields if said.get(name)]
    for name, label, choice in choices:
        before = _("(原为{was})").format(was=was.get(name) or _("空")) if name in was else ""
        parts.append(f"{label}={choice}{before}")
    if said.get("replaced_by"):
        parts.append(_("由第 {id} 号替换").format(id=said["replaced_by"]))
    words = [word for name, word in (("take", _("采用")), ("drop", _("不采用"))) if said.get(name)]
    before = _("(原为{was})").format(was=was["state"]) if was.get("state") else ""
    parts += [f"{word}{before}" for word in words]
    return "  ".join(part for part in parts if part)
