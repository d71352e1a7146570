"""LibreOffice at work as a respondent: opens a workbook, fills it in, saves it.

The work is a Basic macro in a profile of its own; what stands in the workbook is not trusted with
anything.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

PROGRAM = shutil.which("soffice") or shutil.which("libreoffice") or ""
XLSX, XLS = "Calc MS Excel 2007 XML", "MS Excel 97"
_SECONDS = 180
_LIBRARY = "http://openoffice.org/2000/library"
_BASIC = """
Dim Doc As Object

Sub Opened(where As String)
  Dim how(0) As New com.sun.star.beans.PropertyValue
  how(0).Name = "Hidden"
  how(0).Value = True
  Doc = StarDesktop.loadComponentFromURL(where, "_blank", 0, how())
End Sub

Function Named(what As String) As Object
  Named = Doc.NamedRanges.getByName(what).getReferredCells().getCellByPosition(0, 0)
End Function

Sub Answered(head As String, item As String, word As String, mark As String)
  Dim headed As Object, row As Object, sheet As Object, column As Integer
  headed = Named(head).CellAddress
  row = Named(item).CellAddress
  sheet = Doc.Sheets.getByIndex(headed.Sheet)
  For column = 0 To 15
    If sheet.getCellByPosition(column, headed.Row).String = word Then
      sheet.getCellByPosition(column, row.Row).setFormula(mark)
    End If
  Next column
End Sub

Sub Saved(where As String, kind As String)
  Dim how(0) As New com.sun.star.beans.PropertyValue
  how(0).Name = "FilterName"
  how(0).Value = kind
  Doc.storeToURL(where, how())
  Doc.close(True)
End Sub

Sub Main
  On Error GoTo Failed ' a question to nobody would wait for ever
{steps}
Failed:
  StarDesktop.terminate()
End Sub
"""


@dataclass(frozen=True)
class Filling:
    """How one workbook is filled in and saved.

    answers: what is typed into the box of an item of a half under a heading (3, 1, 满意). fields:
    what is typed into the fields below, by name. kind: the filter it is saved with.
    """

    source: Path
    target: Path
    answers: Mapping[tuple[int, int, str], str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    kind: str = XLSX

    def steps(self) -> list[str]:
        """Return the lines of Basic that do it."""
        lines = [_call("Opened", self.source.as_uri())]
        for (section, item, word), mark in self.answers.items():
            head, name = f"_fk_head_{section}_1", f"_fk_item_{section}_{item}"
            lines.append(_call("Answered", head, name, word, mark))
        for name, text in self.fields.items():
            lines.append(f"  Named({_text(f'_fk_field_{name}')}).setFormula({_text(text)})")
        return [*lines, _call("Saved", self.target.as_uri(), self.kind)]


def fill(fillings: Sequence[Filling], folder: Path) -> None:
    """Fill all of them in, in one run of LibreOffice whose profile lies in that empty folder.

    Raises:
        RuntimeError: a file was not saved.
    """
    profile = folder / "profile"
    _run(profile, "--terminate_after_init")  # a new profile overwrites what it finds of macros
    basic = profile / "user" / "basic"
    steps = "\n".join(line for one in fillings for line in one.steps())
    for name, text in _library(_BASIC.replace("{steps}", steps)).items():
        (basic / name).write_text('<?xml version="1.0" encoding="UTF-8"?>\n' + text, "utf-8")
    _run(profile, "macro:///Standard.Module1.Main")
    missing = [one.target.name for one in fillings if not one.target.is_file()]
    if missing:
        raise RuntimeError(missing)


def _run(profile: Path, order: str) -> None:
    subprocess.run(  # noqa: S603 - LibreOffice itself
        [PROGRAM, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
         "--nologo", order],
        check=True, capture_output=True, timeout=_SECONDS,
    )  # fmt: skip


def _library(code: str) -> dict[str, str]:
    """Return the files in which LibreOffice keeps a library of macros."""
    spaces = f'xmlns:library="{_LIBRARY}" xmlns:xlink="http://www.w3.org/1999/xlink"'
    name = f'{spaces} library:name="Standard" library:readonly="false"'
    name += ' library:passwordprotected="false"'
    files = {"Standard/dialog.xlb": f"<library:library {name}/>"}
    element = '<library:element library:name="Module1"/>'
    files["Standard/script.xlb"] = f"<library:library {name}>{element}</library:library>"
    for kind in ("script", "dialog"):
        where = f'xlink:href="$(USER)/basic/Standard/{kind}.xlb/" xlink:type="simple"'
        entry = f'<library:library library:name="Standard" {where} library:link="false"/>'
        files[f"{kind}.xlc"] = f"<library:libraries {spaces}>{entry}</library:libraries>"
    space = 'xmlns:script="http://openoffice.org/2000/script"'
    module = f'{space} script:name="Module1" script:language="StarBasic"'
    files["Standard/Module1.xba"] = f"<script:module {module}>{escape(code)}</script:module>"
    return files


def _text(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'


def _call(name: str, *values: str) -> str:
    return f"  {name}({', '.join(map(_text, values))})"
