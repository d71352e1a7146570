"""What this machine does when it is tried: for `doctor --full`, on a machine that is new.

Each try is what the work itself does, with the same code: children under limits, worker processes,
a document turned into PDF.
"""

from __future__ import annotations

import math
import operator
import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, wait

from formkit.kernel import confined
from formkit.kernel.confined import Reason, Stopped
from formkit.kernel.errors import ExitCode
from formkit.kernel.i18n import N_, _
from formkit.kernel.limits import Limits
from formkit.kernel.resources import forms_folder
from formkit.office import LibreOffice, Options, Word, convert, paper_of
from formkit.office.programs import find_libreoffice, find_word, find_wps
from formkit.pipeline.diagnosis import Result, Verdict, told
from formkit.pipeline.filling.crew import context

SIGNS = "□☑√㎡①²"  # of the forms and reports, which an old console may lack
ROOMY = Limits(memory_mb=512, cpu_seconds=20, wall_seconds=20)
_PATIENCE = 60  # seconds for a worker process to start
_WATCHED = N_("多半是杀毒软件拦住了 {program} 的子进程:请信息人员把它登记为可信,再试一次。")
_TEMPLATES = ("visit_record.docx", "satisfaction_survey.xlsx")


def machine() -> Iterator[Result]:
    """Try what needs no workspace: the console, child processes, office programs."""
    out = sys.stdout
    yield console(getattr(out, "encoding", None) or "utf-8", terminal=out.isatty())
    yield from told(_("子进程"), _children)
    yield _workers()
    yield from told(_("试转 PDF"), _programs)


def console(encoding: str, *, terminal: bool) -> Result:
    """Return whether the console, or the file that is written to, can show the forms' signs."""
    detail = f"{encoding} " + (_("窗口") if terminal else _("输出到文件或别的程序"))
    lacking = [sign for sign in SIGNS if not _shows(encoding, sign)]
    if not lacking:
        return Result(_("控制台"), Verdict.OK, detail)
    return Result(
        _("控制台"),
        Verdict.NOTE,
        detail + _(",显示不了 {signs}(以 ? 代替)").format(signs=" ".join(lacking)),
        _("做出的文件不受影响。要在输出里看到它们,先执行 set PYTHONUTF8=1。"),
    )


def _shows(encoding: str, sign: str) -> bool:
    try:
        sign.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _children() -> Iterator[Result]:
    """Try a child, then what wants too much memory, processor, time."""
    subject, begun = _("子进程"), time.monotonic()
    try:
        confined.run(operator.mul, 6, 7, limits=ROOMY)
    except Stopped as stopped:
        yield _intercepted(subject, stopped.detail)
        return
    taken = time.monotonic() - begun
    yield Result(subject, Verdict.OK, _("{seconds} 秒起动一个").format(seconds=f"{taken:.1f}"))
    gigabyte = 1 << 30
    small = Limits(memory_mb=256, cpu_seconds=20, wall_seconds=20)
    yield _limit(_("内存限额"), Reason.MEMORY, small, operator.mul, b"x", 2 * gigabyte)
    busy = Limits(memory_mb=512, cpu_seconds=1, wall_seconds=10)
    yield _limit(_("处理器限额"), Reason.TIME, busy, math.factorial, 10_000_000)
    brief = Limits(memory_mb=512, cpu_seconds=20, wall_seconds=0.5)
    yield _limit(_("时间限额"), Reason.TIME, brief, time.sleep, 20)


def _limit(
    subject: str, wanted: Reason, limits: Limits, work: Callable[..., object], *given: object
) -> Result:
    """Return whether a limit ends work that would go beyond it."""
    begun = time.monotonic()
    try:
        confined.run(work, *given, limits=limits)
        detail, kept = _("没有生效"), False
    except Stopped as stopped:
        detail = f"{stopped.reason.value}: {stopped.detail}"
        by_itself = wanted is Reason.MEMORY or limits.cpu_seconds > limits.wall_seconds
        late = not by_itself and time.monotonic() - begun >= limits.wall_seconds
        kept = stopped.reason is wanted and not late and "answer longer" not in stopped.detail
    if kept:
        return Result(subject, Verdict.OK, _("超过即停({detail})").format(detail=detail))
    remedy = _("正常的文件不受影响;有害的文件要等到别的限额才停。请把这一行告诉信息人员。")
    return Result(subject, Verdict.NOTE, detail, remedy)


def _workers() -> Result:
    """Try a worker process, as `--jobs 2` starts them."""
    begun, subject = time.monotonic(), _("工作进程")
    pool = ProcessPoolExecutor(1, context())
    try:
        future = pool.submit(os.getpid)
        wait([future], timeout=_PATIENCE)
        if not future.done() or future.exception():
            return _intercepted(subject, "--jobs 2")
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    taken = f"{time.monotonic() - begun:.1f}"
    return Result(subject, Verdict.OK, _("{seconds} 秒起动一个").format(seconds=taken))


def _intercepted(subject: str, detail: str) -> Result:
    remedy = _(_WATCHED).format(program=sys.executable)
    return Result(subject, Verdict.FAULT, detail, remedy, ExitCode.MISSING_PROGRAM)


def _programs() -> Iterator[Result]:
    """Try every office program that is here with a form in Word and one in Excel."""
    for program in (find_word(), find_libreoffice()):
        if program is not None:
            yield from _converted(program)
    if wps := find_wps():
        remedy = _("自带的表样直接出 PDF,不受影响;本公司模板要转 PDF,请装 LibreOffice。")
        yield Result("WPS", Verdict.NOTE, _("{wps},不用它转 PDF").format(wps=wps), remedy)


def _converted(program: Word | LibreOffice) -> Iterator[Result]:
    papers = [paper_of(forms_folder() / "templates" / name) for name in _TEMPLATES]
    begun = time.monotonic()
    for made in convert(papers, program, Options(jobs=1)):
        subject = f"{program.name} {made.paper.kind}"
        if made.pdf is None:
            found = made.findings[0]
            code = ExitCode.MISSING_PROGRAM
            yield Result(subject, Verdict.FAULT, found.found, found.remedy, code)
            continue
        taken = f"{time.monotonic() - begun:.1f}"
        said = _("{pages} 页,{seconds} 秒").format(pages=made.pages, seconds=taken)
        yield Result(subject, Verdict.OK, said)
