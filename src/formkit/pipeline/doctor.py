"""The story of `doctor`: is everything there that the work needs; if not, what to do."""

from __future__ import annotations

import importlib.metadata
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from formkit import catalog
from formkit.kernel.errors import ExitCode, FormkitError, MissingProgram
from formkit.kernel.files import TEMPORARY, explained
from formkit.kernel.i18n import N_, _
from formkit.layout.styles import SONG
from formkit.office import office_program
from formkit.pipeline import tried_files, tried_out
from formkit.pipeline.diagnosis import Result, Verdict
from formkit.pipeline.pictures import logo_of
from formkit.pipeline.sheets import typesetter
from formkit.pipeline.templates import template_faults
from formkit.pipeline.workspace import Workspace, find
from formkit.register.audit import audited

OLDEST_PYTHON = (3, 11)
# The fonts that a face is on Windows, macOS and in WPS; what else prints it stands in.
ORIGINALS = {
    "宋体": ("SimSun", "NSimSun", "Songti SC", "STSong"),
    "黑体": ("SimHei", "Heiti SC", "STHeiti"),
    "仿宋": ("FangSong", "FangSong_GB2312", "STFangsong"),
    "楷体": ("KaiTi", "KaiTi_GB2312", "Kaiti SC", "STKaiti"),
}
PROBE = "□☑√㎡℃喆堃䶮𠮷"  # marks of the forms, and signs of names that many fonts lack
_INSTALL_FONT = N_(
    "只影响本机上的预览和 PDF;Word 文件在装有该字体的电脑上打印不受影响。要用原字体,"
    "把字体文件放进工作区的「字体」文件夹(见 docs/fonts.md)。"
)
_INSTALL_READABLE = N_("重新取得这个文件(.ttf、.otf、.ttc),或从「字体」文件夹里删去。")
_INSTALL_RARE = N_("安装 SimSun-ExtB、TW-Sung-Ext-B 或 Noto Serif CJK SC,或放进「字体」文件夹。")


def examine(start: Path | None = None, *, full: bool = False) -> list[Result]:
    """Return what was found, thing by thing; one that fails does not hide the others.

    Args:
        start: the folder whose workspace is looked at; None: the current one.
        full: what can only be seen by trying is tried too (some ten seconds).
    """
    results = [_python(), *_packages(), *_office(), *(tried_out.machine() if full else ())]
    try:
        workspace = find(start)
    except FormkitError as error:
        return [*results, Result.failed(_("工作区"), error)]
    looks: Sequence[tuple[str, Callable[[Workspace], Iterator[Result]]]] = (
        (_("工作区"), workspace_itself),
        (_("单位标志"), _logo),
        (_("字体"), _fonts),
        (_("制度配置"), _profile),
        (_("模板"), _templates),
        (_("登记库"), _register),
    )
    for subject, look in looks:
        try:
            results += look(workspace)
        except FormkitError as error:
            results.append(Result.failed(subject, error))
    if full and workspace.root is not None:
        results += tried_files.tried(workspace)
    return results


def exit_code(results: Sequence[Result]) -> ExitCode:
    """Return the exit code of the first fault; 0 where there is none."""
    faults = (result.exit_code for result in results if result.verdict is Verdict.FAULT)
    return next(faults, ExitCode.OK)


def _python() -> Result:
    version = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info >= OLDEST_PYTHON:
        return Result("Python", Verdict.OK, version)
    return Result(
        "Python",
        Verdict.FAULT,
        version,
        _("安装 Python 3.11 或更新的版本。"),
        ExitCode.MISSING_PROGRAM,
    )


def _packages() -> Iterator[Result]:
    wanted = [
        re.split(r"[<>=!~;\[ ]", line, maxsplit=1)[0]
        for line in importlib.metadata.requires("formkit") or ()
        if "extra ==" not in line
    ]
    missing = [name for name in wanted if not _installed(name)]
    if missing:
        yield Result(
            _("软件包"),
            Verdict.FAULT,
            _("缺少 {names}").format(names="、".join(missing)),
            _("在安装 formkit 的环境中执行 pip install 补装。"),
            ExitCode.MISSING_PROGRAM,
        )
    else:
        yield Result(_("软件包"), Verdict.OK, _("{n} 个,齐全").format(n=len(wanted)))


def _installed(name: str) -> bool:
    try:
        importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def _fonts(workspace: Workspace) -> Iterator[Result]:
    """Tell for every face which font prints it here, and which signs of a form none has."""
    faces = typesetter(workspace).faces
    for face in faces.wanted.faces:
        font = faces.own(face)
        if font is not None and font.family in ORIGINALS.get(face, ()):
            yield Result(_("字体"), Verdict.OK, f"{face}({font.family})")
            continue
        detail = _("没有{face}").format(face=face)
        if font is not None:
            detail += _(",由 {other} 代替").format(other=font.family)
        yield Result(_("字体"), Verdict.NOTE, detail, _(_INSTALL_FONT))
    for path in faces.unreadable():
        detail = _("「{name}」里读不出字体").format(name=f"{path.parent.name}/{path.name}")
        yield Result(_("字体"), Verdict.NOTE, detail, _(_INSTALL_READABLE))
    missing = faces.missing(PROBE, SONG)
    if missing and faces.own(SONG) is not None:
        signs = " ".join(missing)
        detail = _("生僻字和符号印不全:{signs}").format(signs=signs)
        yield Result(_("字体"), Verdict.NOTE, detail, _(_INSTALL_RARE))


def _office() -> Iterator[Result]:
    """Tell what would turn a company's own Word and Excel files into PDF."""
    subject = _("转 PDF")
    try:
        program = office_program()
    except MissingProgram:
        yield Result(
            subject,
            Verdict.NOTE,
            _("没有 LibreOffice,也没有 Word"),
            _("formkit 自己的表样直接出 PDF,不需要它们;要转本公司模板的文件时安装 LibreOffice。"),
        )
        return
    if program.version:
        yield Result(subject, Verdict.OK, program.version)
    else:
        yield Result(
            subject,
            Verdict.FAULT,
            _("{program} 不能启动").format(program=program.name),
            _("打开一次 {program} 看看,或重新安装。").format(program=program.name),
            ExitCode.MISSING_PROGRAM,
        )


def workspace_itself(workspace: Workspace) -> Iterator[Result]:
    """Yield whether there is a workspace, whether it can be written, and whose it is.

    Raises:
        OutputError: its folder, or that of the documents, cannot be written.
    """
    if workspace.root is None:
        yield Result(
            _("工作区"),
            Verdict.NOTE,
            _("当前文件夹不在工作区内"),
            _("要取号、出件时先执行 formkit init。"),
        )
        return
    for folder in (workspace.root, workspace.root / workspace.settings.output.folder):
        if folder.is_dir():
            _try_to_write(folder)
    company = workspace.settings.company
    if company.name and company.code:
        yield Result(_("工作区"), Verdict.OK, f"{workspace.root}  {company.name}")
    else:
        yield Result(
            _("工作区"),
            Verdict.FAULT,
            _("formkit.toml 里没有公司名称或代号"),
            _("填写 [company] 下的 name 和 code。"),
            ExitCode.PROFILE,
        )


def _try_to_write(folder: Path) -> None:
    """Raise OutputError where nothing can be written; what is tried leaves nothing."""
    try:
        with tempfile.TemporaryFile(dir=folder, prefix=TEMPORARY):
            pass
    except OSError as error:
        raise explained(error, folder / "_") from error


def _logo(workspace: Workspace) -> Iterator[Result]:
    """Tell whether the company's logo can be printed; nothing where it has none."""
    if logo_of(workspace):
        yield Result(_("单位标志"), Verdict.OK, workspace.settings.company.logo)


def _profile(workspace: Workspace) -> Iterator[Result]:
    profile = workspace.profile()
    yield Result(_("制度配置"), Verdict.OK, f"{profile.id}  {profile.title}")


def _templates(workspace: Workspace) -> Iterator[Result]:
    for official in catalog.records(workspace.forms):
        for medium in official.manifest.media:
            path = official.template(medium)
            faults = template_faults(workspace, official, path, medium)
            own = workspace.root is not None and path.is_relative_to(workspace.root)
            mark = _("(本公司)") if own else ""
            if not faults:
                yield Result(_("模板"), Verdict.OK, f"{path.name}{mark}")
            for found in faults:
                yield Result(
                    _("模板"),
                    Verdict.FAULT if found.blocks else Verdict.NOTE,
                    f"{found.code} {found.place} {found.found}",
                    found.remedy,
                    ExitCode.TEMPLATE,
                )


def _register(workspace: Workspace) -> Iterator[Result]:
    if workspace.root is None:
        return
    register = workspace.register()
    try:
        done = audited(register, root=workspace.root)
        doubts = register.doubts()
    finally:
        register.close()
    for doubt in doubts:
        yield Result(_("登记库"), Verdict.NOTE, f"{doubt.code} {doubt.found}", doubt.remedy)
    if not done.findings:
        yield Result(_("登记库"), Verdict.OK, _("{n} 个文件,核对无误").format(n=done.documents))
    for found in done.findings:
        yield Result(
            _("登记库"),
            Verdict.FAULT,
            f"{found.code} {found.place} {found.found}",
            found.remedy,
            ExitCode.OUTPUT,
        )
