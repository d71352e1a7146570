"""docxtpl's published tests can be run both ways, and a difference is not overlooked."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from docx import Document

from formkit.render.trusted import TrustedTemplate

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
TEST = """
from docxtpl import DocxTemplate, InlineImage
tpl = DocxTemplate("templates/{name}.docx")
tpl.render({context})
tpl.save("output/{name}.docx")
"""


@pytest.fixture
def docxtpl_tests(monkeypatch):
    monkeypatch.syspath_prepend(SCRIPTS)
    import docxtpl_tests  # noqa: PLC0415

    yield docxtpl_tests
    sys.modules.pop("docxtpl_tests", None)


@pytest.fixture
def folder(tmp_path) -> Path:
    folder = tmp_path / "tests"
    (folder / "templates").mkdir(parents=True)
    for name, text, context in (
        ("letter", "{{ name }}敬启 {{ missing }}", '{"name": "甲公司"}'),
        (
            "picture",
            "{{ picture }}",
            '{"picture": InlineImage(tpl, "templates/not_there.png")}',
        ),
        ("unfinished", "{% if name %}", '{"name": ""}'),
    ):
        document = Document()
        document.add_paragraph(text)
        document.save(str(folder / "templates" / f"{name}.docx"))
        (folder / f"{name}.py").write_text(TEST.format(name=name, context=context), "utf-8")
    return folder


def test_documents_of_both_are_compared_and_missing_pictures_are_drawn(
    docxtpl_tests, folder, capsys
):
    assert docxtpl_tests.main([str(folder)]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told == [
        "letter.py  相同",
        "picture.py  相同  由 docxtpl 整份填写",
        "unfinished.py  相同",
        "合计 3 个,不同 0 个",
    ]


def test_a_document_that_differs_and_a_test_that_ends_otherwise_are_told(
    docxtpl_tests, folder, capsys, monkeypatch
):
    plain = TrustedTemplate.render

    def renders_another_name(self, context, **options):
        if "picture" in context:
            raise OSError("gone")
        return plain(self, {**context, "name": "乙公司"}, **options)

    monkeypatch.setattr(TrustedTemplate, "render", renders_another_name)
    assert docxtpl_tests.main([str(folder)]) == 1
    told = capsys.readouterr().out
    assert "letter.py  不同:letter.docx 第 1 份 ['word/document.xml'];letter.docx 第 2 份" in told
    assert "picture.py  不同:结束 None / OSError('gone')" in told
    assert "合计 3 个,不同 2 个" in told


def test_a_folder_without_tests_proves_nothing(docxtpl_tests, tmp_path):
    assert docxtpl_tests.main([str(tmp_path)]) == 1
