"""`compile_template`: the strict language of formkit's own forms, or all that docxtpl can say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, overload

from formkit.kernel.errors import TemplateError, UsageError
from formkit.kernel.findings import Place
from formkit.ooxml.limits import TRUSTED
from formkit.ooxml.sniff import FileKind
from formkit.render.compiled import CompiledTemplate
from formkit.render.place import TemplateRefused
from formkit.render.template import Source, StrictTemplate, examine, opened
from formkit.render.trusted import TrustedTemplate

if TYPE_CHECKING:
    from jinja2 import Environment


@overload
def compile_template(
    source: Source, *, name: str = "", trusted: Literal[False] = False
) -> StrictTemplate: ...
@overload
def compile_template(
    source: Source,
    *,
    name: str = "",
    autoescape: bool = True,
    jinja_env: Environment | None = None,
    trusted: Literal[True],
    prove: bool = False,
) -> TrustedTemplate: ...
@overload
def compile_template(
    source: Source,
    *,
    name: str = "",
    autoescape: bool = True,
    jinja_env: Environment | None = None,
    trusted: bool,
    prove: bool = False,
) -> CompiledTemplate: ...
def compile_template(  # noqa: PLR0913 - the source and what its maker may ask for
    source: Source,
    *,
    name: str = "",
    autoescape: bool = True,
    jinja_env: Environment | None = None,
    trusted: bool = False,
    prove: bool = False,
) -> CompiledTemplate:
    """Return the template, compiled.

    Args:
        source: a .docx or .xlsx: path, bytes, or a binary file that is open.
        name: what messages call it and what the document's properties say; by default the
            file's name.
        autoescape: whether values are escaped; off only for a trusted template (docxtpl's own
            default is off). With `jinja_env`, off leaves it as that has it.
        jinja_env: Jinja's environment with filters, tests, globals of one's own; only for a
            trusted template. It is not changed.
        trusted: False: the allow-listed, sandboxed, strict language, every document read back.
            True: a Word template may say everything that docxtpl 0.20 knows, and its maker is
            trusted like the maker of a program; see `TrustedTemplate`.
        prove: of a trusted template: every value that it prints must be found in the document.
            Documents of the strict language are always compared with their data.

    Raises:
        TemplateError: the file is missing, damaged or hostile (FK-IN-…), or its tags are wrong
            (FK-TPL-…); a `TemplateRefused` holds every fault in `findings`.
        UsageError: FK-TPL-090 `jinja_env`, `autoescape=False` or `prove` without `trusted=True`.
    """
    if trusted:
        package = opened(source, name, TRUSTED)
        if package.kind is not FileKind.DOCX:
            raise TemplateError("FK-TPL-091", place=Place(file=package.name))
        return TrustedTemplate(package, autoescape=autoescape, jinja_env=jinja_env, prove=prove)
    asked = {
        "jinja_env": jinja_env is not None,
        "autoescape=False": not autoescape,
        "prove=True": prove,
    }
    for argument, given in asked.items():
        if given:
            raise UsageError("FK-TPL-090", argument=argument)
    package, engine, faults = examine(source, name)
    if any(finding.blocks for finding in faults.found):
        raise TemplateRefused(faults.found)
    return StrictTemplate(package, engine, package.name)
