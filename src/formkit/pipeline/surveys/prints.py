"""What stands on a Word print that came back and was not printed there (T14)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any, Final

from formkit.catalog import OfficialRecord
from formkit.kernel.errors import FormkitError, fault
from formkit.kernel.files import sha256
from formkit.kernel.findings import Finding, Level
from formkit.kernel.text import narrow, shown
from formkit.ooxml import gate, xml
from formkit.ooxml.sniff import FileKind
from formkit.pipeline.paper import print_facts
from formkit.pipeline.workspace import Workspace
from formkit.register import Document, Register
from formkit.render import compile_template
from formkit.rules.profile import Profile
from formkit.schemas.satisfaction_survey.record import Mark, SatisfactionSurvey
from formkit.surveys import signs
from formkit.surveys.reading import paper
from formkit.surveys.reply import Reply

PARTICULARS: Final = ("工程名称", "调查对象单位")
"""Whose sheet it is: replaced, it may be another's."""
MOST_SHOWN: Final = 5
_WORDS = tuple(mark.value for mark in Mark)
_DOCX: Final = "docx"


class Prints:
    """The Word prints as they were sent out: rendered anew from what the register holds."""

    def __init__(
        self, workspace: Workspace, register: Register, official: OfficialRecord, profile: Profile
    ) -> None:
        self._register, self._official = register, official
        self._facts = print_facts(workspace, official, profile)

    def compared(self, reply: Reply, number: str) -> Reply:
        """Return the reply with what is told of all that was not printed there.

        Nothing is told of a print whose template is another one now: nobody knows its words.
        """
        if not reply.written:
            return reply
        printed: set[str] = set()
        sent: dict[str, str] = {}
        for document in self._register.documents(number) if number else ():
            if document.medium == _DOCX and document.template_sha == self._template_sha:
                said = self._printed(document)
                printed |= {_plain(text) for _label, text in said}
                sent |= dict(said)
        told = _told(reply, printed, sent) if printed else ()
        return replace(reply, findings=(*reply.findings, *told), written=())

    @cached_property
    def _data(self) -> bytes:
        return self._official.template(_DOCX).read_bytes()

    @cached_property
    def _template_sha(self) -> str:
        try:
            return sha256(self._data)
        except FormkitError:
            return ""

    @cached_property
    def _template(self) -> Any:
        return compile_template(self._official.template(_DOCX))

    def _printed(self, document: Document) -> list[tuple[str, str]]:
        """Return what a print said, each text with the label before it; nothing: nobody knows."""
        facts = replace(self._facts, number=document.number, revision=document.revision)
        try:
            survey = SatisfactionSurvey.model_validate(document.data)
            made = self._template.render(self._official.view.view_of(survey, facts))
            package = gate.inspect_bytes(made, name=document.number, expect=FileKind.DOCX)
        except (FormkitError, ValueError):
            return []
        return paper.read(package, xml.parse(package.parts[package.main])).written


def _told(reply: Reply, printed: set[str], sent: dict[str, str]) -> Iterator[Finding]:
    left = []
    for label, text in dict.fromkeys(reply.written):
        if _plain(text) in printed:
            continue
        said: dict[str, Any] = {"value": shown(text)}
        if label in PARTICULARS and label in sent:
            said = {"what": label, "found": shown(text), "sent": shown(sent[label])}
            yield fault("FK-SUR-156", reply.place, **said)
        elif signs.answers(text, _WORDS):
            yield fault("FK-SUR-053", reply.place, where=_named(label), **said)
        else:
            left.append((label, text))
    if left:
        written = "、".join(
            f"{_named(label)}「{shown(text)}」" for label, text in left[:MOST_SHOWN]
        )
        signed = all(label == paper.SIGNED and signs.is_name(text) for label, text in left)
        level = Level.INFO if signed else Level.WARNING
        values: dict[str, Any] = {"count": len(left), "written": written}
        yield fault("FK-SUR-155", reply.place, level=level, **values)


def _named(label: str) -> str:
    return f"{label} " if label else ""


def _plain(text: str) -> str:
    return "".join(narrow(text).split())
