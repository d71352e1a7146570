"""A compiled Jinja source whose errors know the tag they come from."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import Any

from jinja2 import TemplateSyntaxError
from jinja2.exceptions import TemplateRuntimeError

from formkit.kernel.errors import TemplateError
from formkit.render import language
from formkit.render.place import Spot
from formkit.render.sandbox import WRITE, Unprintable, Write, environment
from formkit.render.syntax import Tag


def written(tag: Tag, number: int) -> str:
    """Return the tag as it is compiled; its one line break tells its line from all others."""
    if not tag.keyword:
        return f"{{{{\n({tag.argument})|fk_print({number}) }}}}"
    if tag.keyword == "for":
        variable, _, path = tag.argument.partition(" in ")
        return f"{{%\nfor {variable} in ({path})|fk_rows %}}"
    return f"{{%\n{tag.keyword} {tag.argument} %}}"


def static(text: str) -> str:
    """Return a text that the template holds as it is, safe between tags."""
    return "".join(_STATIC.get(sign, sign) for sign in text)


_STATIC = {"{": '{{ "{" }}', "}": '{{ "}" }}', "\n": '{{ "\\n" }}'}


class Program:
    """A source ready to run.

    Args:
        source: the Jinja source; each tag is made by `written`, no other line breaks.
        write: turns a value and the number of its tag into what stands in the result, where a run
            brings no other.
        tags: the tags in the order of the source, each with its spot.
        file: the template's name, for messages.

    Raises:
        ValueError: the source holds what the allow-list does not, or does not compile.
    """

    def __init__(self, source: str, write: Write, tags: list[tuple[Tag, Spot]], file: str) -> None:
        compiler = environment(write)
        try:
            if language.forbidden(compiler.parse(source)):
                raise ValueError("construct outside the allow-list")
            self._template = compiler.from_string(source)
        except (
            TemplateSyntaxError,
            SyntaxError,
            RecursionError,
        ) as error:  # beyond Python's limits
            raise ValueError(str(error)) from error
        self._tags = tags
        self._file = file

    def run(self, context: Mapping[str, Any], write: Write | None = None) -> str:
        """Return the result for this data; `write` takes the place of the program's own.

        Raises:
            TemplateError: FK-TPL-060 a name without value, 061 no text, 064 values that cannot be
                compared; with template, part, paragraph and tag.
        """
        try:
            return self._template.render({**context, WRITE: write} if write else context)
        except Unprintable as error:
            raise self._located(error, error.code, error.value) from error
        except (TemplateRuntimeError, TypeError, KeyError, AttributeError) as error:
            raise self._located(error, "FK-TPL-064", "") from error

    def _located(self, error: Exception, code: str, value: str) -> TemplateError:
        line = _line(error.__traceback__)
        tag, spot = self._tags[min(max(line - 2, 0), len(self._tags) - 1)]
        return TemplateError(code, place=spot.place(self._file), tag=tag.text, value=value)


def _line(traceback: TracebackType | None) -> int:
    """Return the line of the source on which the innermost frame of the template stands."""
    line = 0
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == "<template>":
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line
