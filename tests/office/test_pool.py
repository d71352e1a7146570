"""The pool of office processes with the real LibreOffice: one bad file costs nobody else their PDF."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from formkit.catalog import records
from formkit.kernel.errors import InputUnreadable, MissingProgram
from formkit.office import LibreOffice, Options, call, convert, paper_of, soffice
from formkit.office.cache import Cache
from formkit.office.programs import find_libreoffice
from formkit.pdf.proof import page_texts, prove

pytestmark = [pytest.mark.office, pytest.mark.slow]
needs_proc = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="finds the processes in /proc"
)
TWO = Options(jobs=2, start_seconds=60, file_seconds=30)
ONE = replace(TWO, jobs=1)


@pytest.fixture(scope="module")
def program() -> LibreOffice:
    found = find_libreoffice()
    assert found is not None
    return found


def test_forms_become_pdfs_with_their_number_on_them_in_the_order_given(program):
    files = [record.template(medium) for record in records() for medium in record.manifest.media]
    made = list(convert([paper_of(file) for file in files], program, TWO))
    assert [one.paper.name for one in made] == [file.name for file in files]
    for one in made:
        assert one.findings == ()
        assert one.pages == prove(one.pdf, name=one.paper.name) > 0
    assert {one.paper.kind for one in made} == {"docx", "xlsx"}
    assert "form.number" in "".join(page_texts(made[0].pdf))


def test_the_same_document_gives_the_same_pdf_and_keeps_its_properties(program, papers):
    first, again = (
        [one.pdf for one in convert(papers[:2], program, replace(ONE, archival=True))] for _ in "ab"
    )
    assert first == again
    assert None not in first
    assert b"PDF" in first[0][:8]


def test_a_file_that_is_no_word_document_is_refused_and_the_others_are_made(program, papers, paper):
    html = paper("网页.docx", b"<html><body>HF-9</body></html>")
    made = list(convert([*papers[:3], html, *papers[3:]], program, ONE))
    assert [one.pages for one in made] == [1, 1, 1, 0, 1, 1, 1, 1]
    assert [found.code for found in made[3].findings] == ["FK-PDF-012"]
    assert made[3].findings[0].place.file == "网页.docx"


def test_a_pdf_that_does_not_say_the_number_is_no_pdf_of_the_record(program, papers):
    made = list(convert([replace(papers[0], expected="HF-2026-0001")], program, ONE))
    assert made[0].pdf is None
    assert [found.code for found in made[0].findings] == ["FK-PDF-003"]


@needs_proc
def test_a_file_at_which_the_program_hangs_costs_nobody_else_their_pdf(
    program, papers, big, saboteur
):
    struck = saboteur(big, signal.SIGSTOP, times=2)
    short = Options(jobs=1, start_seconds=9, file_seconds=3)
    made = list(convert([*papers[:3], big, *papers[3:]], program, short))
    assert [one.pages for one in made] == [1, 1, 1, 0, 1, 1, 1, 1]
    assert [found.code for found in made[3].findings] == ["FK-PDF-011"]
    assert len(struck) == 2
    assert _left_over(struck) == []


@needs_proc
def test_a_file_that_kills_the_program_costs_nobody_else_their_pdf(program, papers, big, saboteur):
    struck = saboteur(big, signal.SIGKILL, times=2)
    made = list(convert([*papers[:3], big, *papers[3:]], program, TWO))
    assert [one.pages for one in made] == [1, 1, 1, 0, 1, 1, 1, 1]
    assert [found.code for found in made[3].findings] == ["FK-PDF-012"]
    assert len(struck) == 2


@needs_proc
def test_a_process_killed_once_is_replaced_and_nothing_is_lost(program, papers, big, saboteur):
    struck = saboteur(big, signal.SIGKILL, times=1)
    made = list(convert([*papers[:3], big, *papers[3:]], program, TWO))
    assert min(one.pages for one in made) == 1
    assert made[3].pages > 20
    assert len(struck) == 1


def test_nothing_is_left_in_the_temporary_folder(program, papers, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    assert len(list(convert(papers[:1], program, ONE))) == 1
    assert list(tmp_path.glob("formkit-office-*")) == []


def test_a_picture_linked_from_outside_stops_at_the_gate(tmp_path, word_file):
    file = tmp_path / "a.docx"
    file.write_bytes(word_file("甲", picture="http://127.0.0.1:9/a.png"))
    with pytest.raises(InputUnreadable):
        paper_of(file)


def test_libreoffice_fetches_nothing_even_where_the_network_is_there(
    program, paper, word_file, monkeypatch
):
    monkeypatch.setattr(soffice, "_without_network", lambda: ())  # the profile alone must do
    heard = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        over = threading.Event()

        def listen() -> None:
            while not over.is_set():
                try:
                    server.accept()[0].close()
                    heard.append("a caller")
                except TimeoutError:
                    continue

        listener = threading.Thread(target=listen)
        listener.start()
        port = server.getsockname()[1]
        reaching = paper("a.docx", word_file("甲", picture=f"http://127.0.0.1:{port}/a.png"))
        made = list(convert([reaching], program, ONE))
        over.set()
        listener.join()
    assert made[0].pages == 1
    assert heard == []


def test_what_was_converted_before_comes_from_the_cache(program, papers, tmp_path):
    cache = Cache(tmp_path / "pdf")
    (first,) = convert(papers[:1], program, ONE, cache=cache)
    (kept,) = (tmp_path / "pdf").glob("*/*.pdf")
    kept.write_bytes(first.pdf + b"\n")  # damaged: made anew
    (second,) = convert(papers[:1], program, ONE, cache=cache)
    assert second.pdf == first.pdf == kept.read_bytes()  # the damaged one is gone, not used
    absent = LibreOffice(Path("/nowhere/soffice"))
    absent.__dict__["version"] = program.version
    assert list(convert(papers[:1], absent, ONE, cache=cache)) == [first]


def test_a_program_that_converts_nothing_is_told_as_such(papers):
    false = LibreOffice(Path("/bin/false"))
    with pytest.raises(MissingProgram) as caught:
        list(convert(papers[:2], false, ONE))
    assert caught.value.code == "FK-PDF-013"


def test_processes_are_as_many_as_asked_for_and_word_is_one(program):
    assert Options(jobs=3).processes(program) == 3
    assert 1 <= Options().processes(program) <= call.MOST_PROCESSES


def _left_over(spools: list[Path]) -> list[str]:
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    return [line for line in listed.stdout.splitlines() if any(str(s) in line for s in spools)]
