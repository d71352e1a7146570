"""Papers for the office pool, and a saboteur who makes LibreOffice hang or die at one of them."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from formkit.kernel.files import sha256
from formkit.office import Paper
from formkit.ooxml.names import CONTENT_TYPES, RELATION, RELATIONSHIPS, WORD
from formkit.ooxml.package import write

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
RELS = "application/vnd.openxmlformats-package.relationships+xml"


def _word_file(*texts: str, picture: str = "") -> bytes:
    """Return a Word file with these paragraphs and, where given, a picture linked from outside."""
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)
    links = ""
    if picture:
        links = f'<Relationship Id="rId9" Type="{RELATION}/image" TargetMode="External" Target="{picture}"/>'
        body += (
            '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="width:90pt;height:90pt">'
            f'<v:imagedata xmlns:r="{RELATION}" r:id="rId9"/></v:shape></w:pict></w:r></w:p>'
        )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{CONTENT_TYPES}"><Default Extension="rels" ContentType="{RELS}"/>'
        f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{RELATIONSHIPS}"><Relationship Id="rId1" '
        f'Type="{RELATION}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELATIONSHIPS}">{links}</Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
    }
    return write({name: (HEAD + text).encode() for name, text in parts.items()})


def _paper(name: str, data: bytes, *, expected: str = "") -> Paper:
    return Paper(name, "docx", sha256(data), data, expected=expected)


@pytest.fixture
def word_file() -> Callable[..., bytes]:
    return _word_file


@pytest.fixture
def paper() -> Callable[..., Paper]:
    """Return a paper that has not passed the gate: what LibreOffice itself makes of it counts."""
    return _paper


@pytest.fixture
def papers() -> list[Paper]:
    """Return seven small papers, numbered."""
    return [
        _paper(f"{n}.docx", _word_file(f"编号 HF-{n}"), expected=f"HF-{n}") for n in range(1, 8)
    ]


@pytest.fixture
def big() -> Paper:
    """Return a paper that takes LibreOffice a second or two: time enough to be caught at it."""
    return _paper("大.docx", _word_file(*(f"第{n}段,屋面渗漏。" * 9 for n in range(800))))


@pytest.fixture
def saboteur(tmp_path, monkeypatch) -> Iterator[Callable[..., list[Path]]]:
    """Return a function that, from now on, sends a signal to whoever is at the big paper.

    It knows the paper by its size in the spool, and the processes by the spool in their arguments:
    a real process really stops or dies.
    """
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    over = threading.Event()
    watchers: list[threading.Thread] = []

    def start(target: Paper, sign: signal.Signals, *, times: int) -> list[Path]:
        struck: list[Path] = []

        def watch() -> None:
            while not over.wait(0.01) and len(struck) < times:
                for spool in tmp_path.glob("formkit-office-*/papers"):
                    if spool not in struck and _at(spool, target) and _strike(spool, sign):
                        struck.append(spool)

        watchers.append(threading.Thread(target=watch))
        watchers[-1].start()
        return struck

    yield start
    over.set()
    for watcher in watchers:
        watcher.join()


def _at(spool: Path, target: Paper) -> bool:
    """Return whether the paper in front of the target is done, and the target is not."""
    for file in sorted(spool.glob("*.docx"), key=lambda path: int(path.stem)):
        if file.stat().st_size == len(target.data):
            return True
        if not file.with_suffix(".pdf").exists():
            return False
    return False


def _strike(spool: Path, sign: signal.Signals) -> bool:
    """Send the signal to the processes that were given this spool; say whether there was one."""
    found = False
    for process in Path("/proc").glob("[0-9]*"):
        try:
            given = (process / "cmdline").read_bytes()
            if b"soffice.bin" in given and os.fsencode(spool) in given:
                os.kill(int(process.name), sign)
                found = True
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found
