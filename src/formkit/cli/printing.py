"""Printing: findings as sentences, lists as tables, `--json` as data; made for 80 columns."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import click
from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from formkit.cli.repeated import Repeated
from formkit.kernel.findings import Finding, Level
from formkit.kernel.gathered import gathered
from formkit.kernel.i18n import _
from formkit.kernel.text import escape_console, folded
from formkit.pipeline.printing.report import PdfLine, PdfReport
from formkit.pipeline.report import FileReport, Outcome, RecordReport, Report

_STYLES = {Level.ERROR: "bold red", Level.WARNING: "yellow", Level.INFO: "cyan"}
_MOST_CALM = 50  # records of a file without fault that are listed on a terminal
_MOST_FAULTY = 1000  # records of a file with faults that are; nobody reads on
_COLUMNS = 80
_PIPED_WIDTH = 100_000  # into a file or another program: one finding, one line


def console() -> Console:
    """Return the console for standard output; in a pipe its lines are never broken."""
    found = Console(highlight=False, markup=False, emoji=False)
    return (
        found
        if found.is_terminal
        else Console(highlight=False, markup=False, emoji=False, width=_PIPED_WIDTH)
    )


def as_json(data: Any) -> None:
    """Print data as JSON; where the console cannot show every character, they are escaped."""
    encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("-", "")
    encoder = json.JSONEncoder(ensure_ascii=encoding != "utf8", indent=2, default=str)
    sys.stdout.writelines(encoder.iterencode(data))  # never the whole text at once
    sys.stdout.write("\n")  # not click's stream, which overtakes this one on a Windows console
    sys.stdout.flush()


class Lazily(list[Any]):
    """What is made of each item, made while it is written: a list for the encoder alone."""

    def __init__(self, items: Sequence[Any], make: Callable[[Any], Any]) -> None:
        super().__init__()
        self._items = items
        self._make = make

    def __iter__(self) -> Iterator[Any]:
        """Yield what is made of each item."""
        return map(self._make, self._items)

    def __len__(self) -> int:
        """Return how many items there are."""
        return len(self._items)


def line(text: str, *, indent: int = 0) -> None:
    """Print one line; control characters from data never reach the terminal."""
    click.echo(" " * indent + escape_console(text))


def paragraph(text: str, *, indent: int = 0) -> None:
    """Print a text in lines of at most 80 columns, all indented; its own breaks are kept."""
    for part in text.splitlines():
        for one in folded(part, _COLUMNS - indent):
            line(one, indent=indent)


def table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a plain table; nothing is printed under the headers when there are no rows."""
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for header in headers:
        grid.add_column(header, overflow="fold")
    for row in rows:
        grid.add_row(*(Text(escape_console(cell)) for cell in row))
    _print(grid)


def _print(grid: Table) -> None:
    """Print a table as wide as the terminal; in a pipe as wide as it needs."""
    out = console()
    if out.is_terminal:
        out.print(grid)
        return
    with out.capture() as printed:
        out.print(grid)
    click.echo("\n".join(line.rstrip() for line in printed.get().rstrip().splitlines()))


def finding(found: Finding, *, indent: int = 2) -> None:
    """Print one finding as its sentence, the level in colour."""
    out = console()
    if not out.is_terminal:
        line(str(found), indent=indent)
        return
    sentence = Text(escape_console(str(found)))
    start = len(found.code) + 1
    sentence.stylize(_STYLES[found.level], 0, start + len(found.level.label))
    out.print(Padding(sentence, (0, 0, 0, indent), expand=False))


def findings(found: Iterable[Finding], *, indent: int = 2) -> None:
    """Print findings; those of one kind in one sentence."""
    for one in gathered(found):
        finding(one, indent=indent)


def report(result: Report) -> None:
    """Print a report: per file its faults, its records, then what it comes to."""
    for file in result.files:
        _file(file)
    for note in result.notes:
        finding(note)
    click.echo(summary(result))
    if any(_may_be_waived(found) for found in result.findings()):
        line(_("确要放行公司制度的某条规则:formkit fill … --waive 规则=理由 --by 批准人。"))


def _may_be_waived(found: Finding) -> bool:
    return found.blocks and not found.code.startswith(("FK-", "LAW-"))


def _file(file: FileReport) -> None:
    line(_("{source}:{count} 份").format(source=file.source, count=len(file.records)))
    for found in file.findings:
        finding(found)
    told = (one for one in file.records if one.findings or one.outcome is not Outcome.SOUND)
    shown, left = _shortened(told) if console().is_terminal else (told, Counter())
    repeated = Repeated()
    for record in shown:
        _record(record, repeated)
    for said in repeated.lines():
        line(said, indent=2)
    if left[False]:
        line(_("……其余 {n} 份没有错误和警告,不逐份列出。").format(n=left[False]), indent=2)
    if left[True]:
        said = _("……另有 {n} 份也有错误或警告,没有列出;输出到文件(> 报告.txt)即可看到全部。")
        line(said.format(n=left[True]), indent=2)


def _shortened(records: Iterable[RecordReport]) -> tuple[list[RecordReport], Counter[bool]]:
    """Return the records to be shown on a terminal, and how many are not: calm ones, faulty ones.

    Thousands of lines that say nothing would push the faults out of sight.
    """
    most = {False: _MOST_CALM, True: _MOST_FAULTY}
    seen: Counter[bool] = Counter()
    shown = []
    for record in records:
        faulty = any(one.level is not Level.INFO for one in record.findings)
        faulty = faulty or record.outcome in (Outcome.FAILED, Outcome.FAULTY)
        seen[faulty] += 1
        if seen[faulty] <= most[faulty]:
            shown.append(record)
    left = {kind: max(0, seen[kind] - most[kind]) for kind in most}
    return shown, Counter(left)


def _record(record: RecordReport, repeated: Repeated) -> None:
    parts = [record.label, record.outcome.value]
    if record.number:
        mark = _("第{n}版").format(n=record.revision) if record.revision > 1 else ""
        parts += [record.number, mark]
    if record.file:
        parts.append(record.file)
    line("  ".join(part for part in parts if part), indent=2)
    if record.changed:
        line(_("改动:") + "、".join(record.changed), indent=4)
    for found in record.findings:
        if not repeated.said(found, record.label):
            finding(found, indent=4)


def summary(result: Report) -> str:
    """Return the closing line: how many of each outcome, how many faults of each level."""
    counts = result.counts()
    told = [f"{outcome.value} {counts[outcome]} 份" for outcome in Outcome if counts[outcome]]
    found = list(result.findings())
    levels = [one.level for one in found if one.waiver is None]
    faults = [f"{level.label} {levels.count(level)} 条" for level in Level if level in levels]
    if waived := len(found) - len(levels):
        faults.append(f"已豁免 {waived} 条")
    text = _("合计:") + (",".join(told) if told else _("没有记录"))
    return text + ("; " + ",".join(faults) if faults else "") + "。"


def pdf_line(made: PdfLine) -> None:
    """Print what became of one document."""
    pages = _("{n} 页").format(n=made.pages) if made.pages else ""
    parts = (made.label, made.outcome.value, pages, made.engine, made.file)
    line("  ".join(part for part in parts if part))
    for found in made.findings:
        finding(found)


def pdf_summary(result: PdfReport) -> None:
    """Print the closing lines: how many of each outcome, what is in the print job."""
    counts = result.counts()
    told = [f"{outcome.value} {counts[outcome]} 份" for outcome in Outcome if counts[outcome]]
    pages = sum(made.pages for made in result.lines)
    line(_("合计:{told};共 {pages} 页。").format(told=",".join(told) or _("没有文件"), pages=pages))
    job = result.job
    if job is None:
        return
    if not job.documents:
        line(_("没有可装订的文件,打印件没有写;原有的打印件没有动。"))
        return
    line(
        _("打印件 {file}:{documents} 个文件,{copies} 份,连清单共 {pages} 页。").format(
            file=job.file, documents=job.documents, copies=job.copies, pages=job.pages
        )
    )
    if job.missing:
        line(_("有 {n} 个文件没有装入,清单上写「缺」。").format(n=job.missing))


def pairs(lines: Iterable[tuple[str, str]]) -> None:
    """Print labelled lines, the texts wrapped beside their labels."""
    grid = Table(box=None, show_header=False, pad_edge=False)
    grid.add_column(no_wrap=True)
    grid.add_column()
    for label, text in lines:
        grid.add_row(Text(label), Text(escape_console(text)))
    _print(grid)
