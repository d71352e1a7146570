from __future__ import annotations

import gzip
import time
from pathlib import Path

import pytest

from formkit.kernel.errors import InputUnreadable
from formkit.ooxml import gate, sniff, source
from formkit.ooxml.limits import LEDGER
from formkit.ooxml.sniff import FileKind

REAL = Path(__file__).parent / "files"  # see its README.md
TEMPLATE = "application/vnd.openxmlformats-officedocument"

KINDS = {
    "an empty file": (lambda _: b"", FileKind.EMPTY),
    "a workbook": (lambda f: f.zipped(f.workbook()), FileKind.XLSX),
    "a Word document": (lambda f: f.zipped(f.document()), FileKind.DOCX),
    "a macro workbook": (
        lambda f: office(f, "application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
        FileKind.XLSM,
    ),
    "a macro document": (
        lambda f: office(f, "application/vnd.ms-word.document.macroEnabled.main+xml"),
        FileKind.DOCM,
    ),
    "a binary workbook": (
        lambda f: office(f, "application/vnd.ms-excel.sheet.binary.macroEnabled.main"),
        FileKind.XLSB,
    ),
    "an Excel template": (
        lambda f: office(f, f"{TEMPLATE}.spreadsheetml.template.main+xml"),
        FileKind.XLTX,
    ),
    "a Word template": (
        lambda f: office(f, f"{TEMPLATE}.wordprocessingml.template.main+xml"),
        FileKind.DOTX,
    ),
    "an ODF spreadsheet": (
        lambda f: f.zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
        FileKind.ODS,
    ),
    "an ODF text": (
        lambda f: f.zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}),
        FileKind.ODT,
    ),
    "an ordinary zip": (lambda f: f.zipped({"台账.xlsx": b"..."}), FileKind.ZIP),
    "a truncated workbook": (lambda f: f.zipped(f.workbook())[:-30], FileKind.ZIP),
    "a zip whose list is damaged": (
        lambda f: f.zipped([f.Entry(b"[Content_Types].xml", b"x" * 99, packed=b"\xff\xff")]),
        FileKind.ZIP,
    ),
    "an old workbook": (lambda f: f.compound("Workbook"), FileKind.XLS),
    "a very old workbook": (lambda f: f.compound("Book"), FileKind.XLS),
    "a workbook of Excel 4": (lambda _: b"\x09\x04\x06\x00\x00\x00\x10\x00", FileKind.XLS),
    "an old document": (lambda f: f.compound("1Table", "WordDocument"), FileKind.DOC),
    "a file with a password": (
        lambda f: f.compound("EncryptionInfo", "EncryptedPackage"),
        FileKind.ENCRYPTED,
    ),
    "an old presentation": (lambda f: f.compound("PowerPoint Document"), FileKind.OLE),
    "a broken compound file": (lambda f: f.compound("Workbook")[:600], FileKind.OLE),
    "a PDF": (lambda _: b"%PDF-1.7\n%\xe2\xe3", FileKind.PDF),
    "a PDF behind a blank line": (lambda _: b"\r\n\r\n%PDF-1.4\n", FileKind.PDF),
    "an RTF document": (lambda _: rb"{\rtf1\ansi", FileKind.RTF),
    "a web page": (lambda _: "\ufeff <!DOCTYPE html><html>台账".encode(), FileKind.HTML),
    "a table of a web page": (
        lambda _: "<!-- 导出 --><TABLE><tr>".encode("gb18030"),
        FileKind.HTML,
    ),
    "a saved web archive": (lambda _: b"MIME-Version: 1.0\r\nX-Doc: 1", FileKind.HTML),
    "a workbook of Excel 2003 XML": (lambda _: b'<?xml version="1.0"?><Workbook/>', FileKind.XML),
    "a photograph": (lambda _: b"\xff\xd8\xff\xe0\0\x10JFIF", FileKind.IMAGE),
    "a screenshot": (lambda _: b"\x89PNG\r\n\x1a\n", FileKind.IMAGE),
    "a rar archive": (lambda _: b"Rar!\x1a\x07\x01\0", FileKind.ARCHIVE),
    "a 7z archive": (lambda _: b"7z\xbc\xaf\x27\x1c\0\4", FileKind.ARCHIVE),
    "a gz archive": (lambda _: gzip.compress(b"x"), FileKind.ARCHIVE),
    "a CSV": (lambda _: "编号,工程名称\r\n1,幸福里\r\n".encode(), FileKind.TEXT),
    "a CSV of Chinese Windows": (lambda _: "编号,工程名称\r\n".encode("gb18030"), FileKind.TEXT),
    "a Unicode text of Excel": (lambda _: "编号\t名称\r\n".encode("utf-16"), FileKind.TEXT),
    "a YAML file": (lambda _: "编号: 1\n".encode(), FileKind.TEXT),
    "a zip with an endless list": (
        lambda f: f.zipped({"[Content_Types].xml": b" " * 1_000_001}),
        FileKind.ZIP,
    ),
    "rubbish": (lambda _: bytes(range(40)), FileKind.BINARY),
}


def office(forge, content_type):
    return forge.zipped({"[Content_Types].xml": forge.content_types(xl__book=content_type)})


@pytest.mark.parametrize("case", KINDS)
def test_a_file_is_known_by_its_content_whatever_its_suffix(case, forge, tmp_path):
    build, kind = KINDS[case]
    path = tmp_path / "台账.dat"
    path.write_bytes(build(forge))
    assert sniff.kind(path) is kind


@pytest.mark.parametrize("path", sorted(REAL.glob("locked-*")), ids=lambda path: path.name)
def test_a_file_that_a_real_program_encrypted_is_refused_with_its_password_named(path):
    assert sniff.kind(path) is FileKind.ENCRYPTED
    with pytest.raises(InputUnreadable) as refused:
        gate.inspect(path, expect=FileKind(path.suffix[1:]), limits=LEDGER)
    assert refused.value.code == "FK-IN-007"
    assert "密码" in refused.value.finding().remedy


SUFFIXES = [".xlsx", ".docx", ".xls", ".doc", ".et", ".wps", ".csv", ".pdf", ""]


@pytest.mark.parametrize("case", KINDS)
def test_the_name_of_a_file_decides_nothing(case, forge, tmp_path):
    """38 kinds of content under nine names, as a workbook and as a document: one answer each."""
    data = KINDS[case][0](forge)
    for expect in (FileKind.XLSX, FileKind.DOCX):
        told = set()
        for suffix in SUFFIXES:
            path = tmp_path / f"台账{suffix}"
            path.write_bytes(data)
            try:
                told.add(str(gate.inspect(path, expect=expect).kind))
            except InputUnreadable as refused:
                told.add(refused.code)
        assert len(told) == 1, told


@pytest.mark.parametrize(
    "data",
    [*(path.read_bytes() for path in sorted(REAL.glob("locked-*"))), None],
    ids=[*(path.name for path in sorted(REAL.glob("locked-*"))), "forged"],
)
def test_a_password_is_noticed_in_a_tenth_of_a_second(data, forge):
    data = data or forge.compound("EncryptionInfo", "EncryptedPackage")
    begun = time.process_time()
    with pytest.raises(InputUnreadable, match="FK-IN-007"):
        gate.inspect_bytes(data, name="台账.xlsx", expect=FileKind.XLSX)
    assert time.process_time() - begun < 0.1


def test_every_kind_has_a_chinese_name():
    assert all(kind.label and not kind.label.isascii() for kind in FileKind)


# What a clerk is told when the file is of another kind: (what it is, code, a word of the remedy).
REFUSALS = [
    ("an empty file", "FK-IN-004", "重新"),
    ("an old workbook", "FK-IN-006", "另存为"),
    ("an old document", "FK-IN-006", "另存为"),
    ("an old presentation", "FK-IN-006", "另存为"),
    ("a workbook of Excel 4", "FK-IN-006", "另存为"),
    ("a file with a password", "FK-IN-007", "密码"),
    ("a macro workbook", "FK-IN-008", "另存为"),
    ("a PDF", "FK-IN-009", "原件"),
    ("a web page", "FK-IN-009", "另存为"),
    ("an RTF document", "FK-IN-009", "另存为"),
    ("a photograph", "FK-IN-009", "原件"),
    ("a workbook of Excel 2003 XML", "FK-IN-009", "另存为"),
    ("a binary workbook", "FK-IN-010", "另存为"),
    ("an Excel template", "FK-IN-010", "另存为"),
    ("an ODF spreadsheet", "FK-IN-010", "另存为"),
    ("a rar archive", "FK-IN-011", "解压"),
    ("an ordinary zip", "FK-IN-011", "解压"),
    ("a Word document", "FK-IN-005", "换成"),
    ("a CSV", "FK-IN-005", "换成"),
    ("rubbish", "FK-IN-005", "换成"),
    ("a truncated workbook", "FK-IN-012", "另存为"),
]


@pytest.mark.parametrize(("case", "code", "remedy"), REFUSALS)
def test_a_wrong_file_is_refused_with_the_way_out(case, code, remedy, forge, tmp_path):
    path = tmp_path / "投诉台账.xlsx"
    path.write_bytes(KINDS[case][0](forge))
    with pytest.raises(InputUnreadable) as caught:
        gate.inspect(path, expect=FileKind.XLSX)
    finding = caught.value.finding()
    assert finding.code == code
    assert remedy in finding.remedy
    assert finding.place.file == "投诉台账.xlsx"
    assert "{" not in str(finding)


def test_a_workbook_is_no_word_template(forge):
    with pytest.raises(InputUnreadable, match="Word 文档"):
        gate.inspect_bytes(forge.zipped(forge.workbook()), name="a.docx", expect=FileKind.DOCX)


def test_a_missing_file_a_folder_and_a_strange_name_are_refused(tmp_path):
    cases = [
        (tmp_path / "没有.xlsx", "FK-IN-001"),
        (tmp_path / "没有" / "台账.xlsx", "FK-IN-001"),
        (tmp_path / "坏\0名.xlsx", "FK-IN-001"),
        (tmp_path, "FK-IN-002"),
        (tmp_path / ("长" * 100 + ".xlsx"), "FK-IN-048"),
    ]
    for path, code in cases:
        with pytest.raises(InputUnreadable) as caught:
            gate.inspect(path, expect=FileKind.XLSX)
        assert caught.value.code == code


def test_a_link_that_leads_back_to_itself_is_named(tmp_path):
    path = tmp_path / "台账.xlsx"
    try:
        path.symlink_to(path)
    except OSError:  # pragma: no cover - Windows lets only some people make links
        pytest.skip("links cannot be made here")
    with pytest.raises(InputUnreadable) as caught:
        gate.inspect(path, expect=FileKind.XLSX)
    assert caught.value.code == "FK-IN-049"


def test_a_file_in_use_by_another_program_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "台账.xlsx"
    path.write_bytes(b"x")

    def locked(*_arguments, **_options):
        raise PermissionError(13, "The process cannot access the file")

    monkeypatch.setattr(source, "open", locked, raising=False)
    with pytest.raises(InputUnreadable, match="占用") as caught:
        gate.inspect(path, expect=FileKind.XLSX)
    assert caught.value.code == "FK-IN-003"


def test_a_device_is_refused_without_reading_it(tmp_path, monkeypatch):
    path = tmp_path / "台账.xlsx"
    path.write_bytes(b"x")
    real = path.stat()
    device = type(real)((0o020666, *real[1:]))
    monkeypatch.setattr(type(path), "stat", lambda _self, **_options: device)
    with pytest.raises(InputUnreadable) as caught:
        gate.inspect(path, expect=FileKind.XLSX)
    assert caught.value.code == "FK-IN-040"


def test_the_file_that_office_leaves_beside_an_open_one_is_named_as_such(tmp_path):
    for name, content in (
        ("~$台账.xlsx", b"\x06zhang\0\0 "),
        (".~lock.台账.xlsx#", ",张,pc;".encode()),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(InputUnreadable, match="临时文件") as caught:
            gate.inspect(path, expect=FileKind.XLSX)
        assert caught.value.code == "FK-IN-041"
