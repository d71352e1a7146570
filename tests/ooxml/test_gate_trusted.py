"""A trusted template may link, embed and fetch; what breaks a reader is refused all the same."""

from __future__ import annotations

import pytest

from formkit.kernel.errors import InputUnreadable
from formkit.ooxml import gate
from formkit.ooxml.limits import TRUSTED
from formkit.ooxml.sniff import FileKind

DOCUMENT_RELS = "word/_rels/document.xml.rels"


def inspect(forge, changes=None):
    data = forge.zipped(forge.document(changes))
    return gate.inspect_bytes(data, name="模板", expect=FileKind.DOCX, limits=TRUSTED)


@pytest.mark.parametrize(
    "kind", ["oleObject", "package", "aFChunk", "control", "video", "subDocument"]
)
def test_parts_that_may_act_are_the_makers_affair(forge, kind) -> None:
    changes = {DOCUMENT_RELS: forge.relationships((kind, "x/y.xml"))}
    assert inspect(forge, changes).relations["word/document.xml"]


def test_macros_are_refused(forge) -> None:
    changes = {DOCUMENT_RELS: forge.relationships(("vbaProject", "vbaProject.bin"))}
    with pytest.raises(InputUnreadable) as caught:
        inspect(forge, changes)
    assert caught.value.code == "FK-IN-008"


def test_a_document_type_declaration_is_refused(forge) -> None:
    body = forge.document()["word/document.xml"]
    body = body if isinstance(body, bytes) else body.encode()
    head, declaration, rest = body.rpartition(b"?>")
    changed = head + declaration + b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + rest
    with pytest.raises(InputUnreadable) as caught:
        inspect(forge, {"word/document.xml": changed})
    assert caught.value.code == "FK-IN-023"


def test_a_bomb_is_refused(forge) -> None:
    with pytest.raises(InputUnreadable) as caught:
        inspect(forge, {"word/media/a.bin": bytes(3_000_000)})
    assert caught.value.code == "FK-IN-022"
