"""The glossary says what the models say."""

from __future__ import annotations

import runpy
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from formkit.intake.shape import Kind
from formkit.kernel.messages import record as messages
from formkit.schemas.glossary import KINDS, glossary

DOCS = Path(__file__).resolve().parents[2] / "docs"
SOURCE = Path(__file__).resolve().parents[2] / "src" / "formkit"


def test_the_page_is_up_to_date():
    assert (DOCS / "glossary.md").read_text("utf-8") == glossary()


def test_every_kind_has_a_name():
    assert set(KINDS) == set(Kind)


def test_the_page_is_printed_by_the_module(monkeypatch):
    out = TextIOWrapper(BytesIO(), encoding="utf-8")
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.delitem(sys.modules, "formkit.schemas.glossary")
    runpy.run_module("formkit.schemas.glossary", run_name="__main__")
    assert out.buffer.getvalue().decode("utf-8") == glossary()


@pytest.mark.parametrize("message", messages.MESSAGES, ids=lambda one: one.code)
def test_every_sentence_about_records_is_used(message):
    code = f'"{message.code}"'
    assert any(code in path.read_text("utf-8") for path in (SOURCE / "schemas").rglob("*.py"))
