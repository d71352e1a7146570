"""Where a trusted template or its data went wrong: Jinja's and the makers' own exceptions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from jinja2 import TemplateSyntaxError

from formkit.kernel.errors import FormkitError, TemplateError
from formkit.render.place import Spot
from formkit.render.trusted.environment import Owned

_TAG = re.compile(r"<[^<>]*>")
_LONGEST = 300


@contextmanager
def blamed(
    file: str, part: str = "", source: str = "", *, code: str = "FK-TPL-093"
) -> Iterator[None]:
    """Turn whatever is raised inside into a TemplateError with template, part and paragraph.

    Args:
        file: the template's name.
        part: what a clerk calls the part.
        source: the part's Jinja source, each paragraph on a line of its own.
        code: the sentence for what is no fault of Jinja's syntax.

    Raises:
        TemplateError: FK-TPL-092 what the template says is no Jinja, `code` anything else.
    """
    try:
        yield
    except (FormkitError, Owned):
        raise
    except TemplateSyntaxError as error:
        spot = Spot(part, "", text_of(source, error.lineno))
        raise TemplateError(
            "FK-TPL-092", place=spot.place(file), reason=_said(error.message)
        ) from error
    except Exception as error:  # a trusted template runs anybody's code
        spot = Spot(part, "", text_of(source, _line(error.__traceback__)))
        reason = _said(f"{type(error).__name__}: {error}")
        raise TemplateError(code, place=spot.place(file), reason=reason) from error


def _line(traceback: TracebackType | None) -> int:
    """Return the line of the source on which the innermost frame of the template stands."""
    line = 0
    while traceback is not None:
        frame = traceback.tb_frame
        if frame.f_code.co_filename == "<template>":
            template = frame.f_globals.get("__jinja_template__")  # absent where Jinja did the sum
            written = traceback.tb_lineno
            line = template.get_corresponding_lineno(written) if template else written
        traceback = traceback.tb_next
    return line


def text_of(source: str, line: int) -> str:
    """Return the text of a line of the source, without its markup."""
    lines = source.splitlines()
    return _TAG.sub("", lines[line - 1]).strip() if 0 < line <= len(lines) else ""


def _said(reason: str | None) -> str:
    return " ".join((reason or "").split())[:_LONGEST]
