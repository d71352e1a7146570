"""One part of a trusted template: a Jinja run, then docxtpl's steps for its shape."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import CodeType
from typing import Any

from jinja2 import Environment, Template

from formkit.kernel.errors import InputUnreadable, TemplateError
from formkit.kernel.findings import Place
from formkit.ooxml import xml
from formkit.render.docxtpl_reader import Finished, Piece, Steps
from formkit.render.place import Spot
from formkit.render.trusted.blame import blamed, text_of
from formkit.render.trusted.environment import is_fixed
from formkit.render.trusted.shapes import Shapes

_REFERRING = re.compile(r"<[^<>]*\sr:[^<>]*>")
_REFERENCE = re.compile(r"""\sr:\w+=["']([^"']+)["']""")
_SURROGATE = re.compile("[\ud800-\udfff]")
_USUAL = ("{{", "}}", "{%", "%}", "{#", "#}", None, None)
_FILLED_AGAIN = re.compile(r"[{}]|<w:t(?: [^<>]*)?>[^<]*[\t\n\a\f]")


class Part:
    """One part, compiled; `label` is what a clerk calls it.

    Args:
        steps: the template in docxtpl's hands.
        piece: the part.
        environment: Jinja's.
        label: what a clerk calls the part.
        file: the template's name.

    Raises:
        TemplateError: FK-TPL-092 what it says is no Jinja.
    """

    def __init__(
        self, steps: Steps, piece: Piece, environment: Environment, label: str, file: str
    ) -> None:
        self.piece = piece
        self._steps = steps
        self._environment = environment
        self.label = label
        self._file = file
        self._place = Spot(label).place(file)
        with blamed(file, label, piece.source):
            self._template = environment.from_string(piece.source)
            self._is_fixed = is_fixed(environment, piece.source)
        self._latest: Finished | None = None
        self._known = piece.relations | _references(piece.source)
        self._shapes = Shapes(self._finish, _constants(self._template))

    @property
    def always_finished(self) -> bool:
        """Whether docxtpl finishes every document, because nothing of it can be kept."""
        return self._shapes.odd

    def spot_of(self, line: int) -> Spot:
        """Return the place of a line of the source, a paragraph."""
        return Spot(self.label, "", text_of(self.piece.source, line))

    def fill(self, context: Mapping[str, Any]) -> Finished:
        """Return the part for this data.

        Raises:
            TemplateError: FK-TPL-093 whatever the template or the data raise, FK-TPL-094 the
                result is no XML, FK-TPL-095 it refers to what the document does not have.
        """
        if self._is_fixed and self._latest:
            return self._latest
        with blamed(self._file, self.label, self.piece.source):
            finished = self._shapes.finished(_yielded(self._template, context))
            if finished.given:  # not of a shape that is known to be XML
                require_xml(finished.xml, self._place)
            self._latest = finished
            return finished

    def fill_for_each_section(self, context: Mapping[str, Any], sections: int) -> str:
        """Return the footnotes, which docxtpl fills once for each section of the document.

        The second time it takes its own result for the template. Without a section nothing is
        filled; "" then.
        """
        if not sections:
            return ""
        text = self.fill(context).xml
        usual = _delimiters(self._environment) == _USUAL
        for _ in range(sections - 1):
            if usual and not _FILLED_AGAIN.search(text):
                break
            with blamed(self._file, self.label, text):
                again = self._environment.from_string(self._steps.source_of(text))
                text = self._finish("".join(_yielded(again, context))).xml
                require_xml(text, self._place)
        return text

    def _finish(self, text: str) -> Finished:
        if _SURROGATE.search(text):  # lxml would end the document there, and say nothing
            raise TemplateError("FK-TPL-094", place=self._place)
        finished = self._steps.finish(self.piece, text)
        lacking = _references(finished.xml) - self._known
        if lacking:
            raise TemplateError("FK-TPL-095", place=self._place, name=min(lacking))
        return finished


def _references(text: str) -> frozenset[str]:
    """Return the identities of relationships that tags name."""
    tags = _REFERRING.findall(text)
    return frozenset(name for tag in tags for name in _REFERENCE.findall(tag))


def require_xml(part: str | bytes, place: Place) -> None:
    """Refuse a part that is not well-formed.

    Raises:
        TemplateError: FK-TPL-094.
    """
    try:
        xml.parse(part.encode() if isinstance(part, str) else part)
    except (InputUnreadable, UnicodeEncodeError) as error:
        raise TemplateError("FK-TPL-094", place=place) from error


def _yielded(template: Template, context: Mapping[str, Any]) -> list[str]:
    """Return what the template prints, in the pieces in which Jinja makes it."""
    unusual = (
        type(template).render is not Template.render
        or template.environment.concat is not Environment.concat
        or template.environment.is_async
    )
    if unusual:
        return [template.render(context)]
    return list(template.root_render_func(template.new_context(dict(context))))


def _delimiters(environment: Environment) -> tuple[str | None, ...]:
    return (
        environment.variable_start_string,
        environment.variable_end_string,
        environment.block_start_string,
        environment.block_end_string,
        environment.comment_start_string,
        environment.comment_end_string,
        environment.line_statement_prefix,
        environment.line_comment_prefix,
    )


def _constants(template: Template) -> Iterator[str]:
    """Yield the texts that the compiled template holds."""
    codes: list[CodeType] = [
        block.__code__ for block in (template.root_render_func, *template.blocks.values())
    ]
    while codes:
        for constant in codes.pop().co_consts:
            if isinstance(constant, str):
                yield constant
            elif isinstance(constant, CodeType):
                codes.append(constant)
