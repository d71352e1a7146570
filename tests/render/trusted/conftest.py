"""The judge of trusted templates: docxtpl itself, document against document, part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from docxtpl import DocxTemplate  # noqa: TID251 - the judge
from jinja2 import Environment
from lxml import etree

from formkit.kernel.errors import TemplateError
from formkit.ooxml.writer import write
from formkit.render import TrustedTemplate, compile_template
from formkit.render.properties import CORE_TYPE

Context = Mapping[str, Any] | Callable[[], Mapping[str, Any]]  # made anew where it is used up
ROUNDS = (
    3  # docxtpl finishes the first document, a shape is learned at the second, used at the third
)


def parts(document: bytes) -> dict[str, bytes]:
    """Return the parts of a document, XML in its canonical form."""
    with zipfile.ZipFile(io.BytesIO(document)) as opened:
        return {name: canonical(name, opened.read(name)) for name in opened.namelist()}


def canonical(name: str, data: bytes) -> bytes:
    if not name.endswith((".xml", ".rels")):
        return data
    return etree.tostring(etree.fromstring(data), method="c14n")


def by_docxtpl(
    data: bytes, context: Context, *, autoescape: bool, environment: Environment | None
) -> bytes:
    template = DocxTemplate(io.BytesIO(data))
    template.render(context() if callable(context) else context, environment, autoescape)
    saved = io.BytesIO()
    template.save(saved)
    return saved.getvalue()


def agree(
    data: bytes,
    *contexts: Context,
    autoescape: bool = True,
    environment: Callable[[], Environment] | None = None,
) -> TrustedTemplate:
    """Fill a template both ways with each data, several times; return the compiled one.

    Every part must be the same XML, every other part the same bytes.
    """
    template = compile_template(
        data,
        name="模板.docx",
        autoescape=autoescape,
        jinja_env=environment and environment(),
        trusted=True,
    )
    assert isinstance(template, TrustedTemplate)
    for context in contexts:
        expected = parts(
            by_docxtpl(
                data,
                context,
                autoescape=autoescape,
                environment=environment and environment(),
            )
        )
        for _ in range(ROUNDS):
            made = parts(template.render(context() if callable(context) else context))
            assert sorted(made) == sorted(expected)
            for name in expected:
                assert made[name] == expected[name], name
    return template


@pytest.fixture(scope="session", name="word")
def complete(word: Callable[..., bytes]) -> Callable[..., bytes]:
    """Make a .docx whose properties have a content type, without which docxtpl fails."""

    def made(*body: Any, **others: Any) -> bytes:
        with zipfile.ZipFile(io.BytesIO(word(*body, **others))) as opened:
            files = {name: opened.read(name) for name in opened.namelist()}
        types = files["[Content_Types].xml"].decode()
        core = f'<Override PartName="/docProps/core.xml" ContentType="{CORE_TYPE}"/></Types>'
        return write(files | {"[Content_Types].xml": types.replace("</Types>", core).encode()})

    return made


@pytest.fixture(scope="session", name="agree")
def agreeing() -> Callable[..., TrustedTemplate]:
    return agree


@pytest.fixture(scope="session", name="parts")
def parted() -> Callable[[bytes], dict[str, bytes]]:
    return parts


@pytest.fixture(scope="session")
def both() -> Callable[..., tuple[object, object]]:
    """What docxtpl makes of the data, and what formkit makes: the parts, or that it is refused."""

    def made(
        template: TrustedTemplate, data: bytes, context: Context, *, autoescape: bool = True
    ) -> tuple[object, object]:
        try:
            theirs: object = parts(
                by_docxtpl(data, context, autoescape=autoescape, environment=None)
            )
        except (ValueError, etree.XMLSyntaxError):  # docxtpl's own refusals
            theirs = "refused"
        try:
            ours: object = parts(template.render(context() if callable(context) else context))
        except TemplateError:
            ours = "refused"
        return theirs, ours

    return made


@pytest.fixture(scope="session")
def compiled() -> Callable[[TrustedTemplate], bool]:
    """Whether the document's body came from a shape that was kept, not from docxtpl's steps."""

    def told(template: TrustedTemplate) -> bool:
        return any(template._parts[0]._shapes._known.values())

    return told


@pytest.fixture(scope="session")
def grid() -> Callable[[Sequence[Sequence[str]]], str]:
    """A table whose cells are given as XML: texts in plain runs."""

    def made(rows: Sequence[Sequence[str]]) -> str:
        columns = '<w:gridCol w:w="2000"/>' * max(map(len, rows))
        body = "".join(
            "<w:tr>"
            + "".join(
                f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>'
                f"<w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>"
                for cell in row
            )
            + "</w:tr>"
            for row in rows
        )
        return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{body}</w:tbl>"

    return made
