"""Any folder of strange files can be run through the gate and the readers, and a bug is not overlooked."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import openpyxl
import pytest

from formkit.kernel.resources import forms_folder, samples_folder

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


@pytest.fixture
def corpus(monkeypatch):
    monkeypatch.syspath_prepend(SCRIPTS)
    import corpus  # noqa: PLC0415

    yield corpus
    for name in ("corpus", "corpus_file"):
        sys.modules.pop(name, None)


@pytest.fixture
def folder(tmp_path) -> Path:
    folder = tmp_path / "怪文件"
    (folder / "里面").mkdir(parents=True)
    shutil.copy(forms_folder() / "templates" / "visit_record.docx", folder)
    shutil.copy(samples_folder() / "visit_record.yaml", folder / "里面")
    book = openpyxl.Workbook()
    book.active["A1"] = "随便什么"
    book.active["C7"].number_format = "@"
    book.save(folder / "台账.xlsx")
    (folder / "坏.xlsx").write_bytes(b"PK\3\4" + bytes(200))
    (folder / "空.docx").write_bytes(b"")
    (folder / "链接.xlsx").symlink_to(folder / "台账.xlsx")
    return folder


def test_every_file_has_an_outcome_for_every_way_it_may_come_in(corpus, folder):
    found = {one.path.name: one for one in corpus.examined(list(corpus.files_of([folder])), 1)}
    assert sorted(found) == sorted(
        ["visit_record.docx", "visit_record.yaml", "台账.xlsx", "坏.xlsx", "空.docx"]
    )
    assert all(not one.bugs for one in found.values())
    assert found["visit_record.docx"].ways["模板"] == "通过"
    assert found["visit_record.yaml"].ways["台账"] == "读出"
    assert found["台账.xlsx"].ways["填一格"] == "通过"
    assert found["坏.xlsx"].ways["台账"] == "FK-IN-012"
    assert found["空.docx"].ways["结构检查"] == "FK-IN-004"
    assert not {"通过", "读出"} & set(found["空.docx"].ways.values())


def test_the_table_counts_outcomes_and_the_saved_ones_are_compared(
    corpus, folder, tmp_path, capsys
):
    saved = str(tmp_path / "结果.tsv")
    assert corpus.main([str(folder), "--jobs", "1", "--save", saved]) == 0
    assert "5 个文件" in capsys.readouterr().out
    assert corpus.main([str(folder), "--jobs", "1", "--compare", saved]) == 0
    (folder / "坏.xlsx").write_bytes(b"%PDF-1.7\n")
    (folder / "新.xlsx").write_bytes(b"x")
    assert corpus.main([str(folder), "--jobs", "1", "--compare", saved]) == 1
    told = capsys.readouterr().out
    assert "坏.xlsx: 与上次不同" in told
    assert "新.xlsx: 上次没有这个文件" in told


def test_an_unforeseen_exception_a_changed_part_and_a_dead_process_are_no_outcomes_to_accept(
    corpus, folder, monkeypatch
):
    path = folder / "台账.xlsx"
    corpus_file = corpus.corpus_file
    monkeypatch.setattr(corpus_file, "_ledger", lambda _path: [].pop())
    monkeypatch.setattr(corpus_file, "compile_template", _careless(corpus_file.compile_template))
    said = corpus_file.examine(path, corpus.Asked({}, {}))
    assert said.ways["台账"].startswith("BUG IndexError")
    assert said.ways["填一格"] == "BUG 别的部件变了: xl/theme/theme1.xml"
    assert len(said.bugs) == 2


def _careless(real):
    """Return a compiler whose documents lose a part that is not formkit's."""

    class Careless:
        def __init__(self, *given, **named):
            self._made = real(*given, **named)

        def render(self, data):
            import io  # noqa: PLC0415
            import zipfile  # noqa: PLC0415

            from formkit.ooxml.writer import write  # noqa: PLC0415

            with zipfile.ZipFile(io.BytesIO(self._made.render(data))) as opened:
                parts = {name: opened.read(name) for name in opened.namelist()}
            return write(parts | {"xl/theme/theme1.xml": b"<x/>"})

    return Careless
