"""Filling Word and Excel templates: compiled once, sandboxed, read back before they are issued."""

from __future__ import annotations

from formkit.render.check import check_template, note_pictures
from formkit.render.compiled import CompiledTemplate
from formkit.render.compiling import compile_template
from formkit.render.place import TemplateRefused
from formkit.render.properties import Properties
from formkit.render.template import read_source
from formkit.render.trusted import TrustedTemplate, check_trusted

__all__ = [
    "CompiledTemplate",
    "Properties",
    "TemplateRefused",
    "TrustedTemplate",
    "check_template",
    "check_trusted",
    "compile_template",
    "note_pictures",
    "read_source",
]
