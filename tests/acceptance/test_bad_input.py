"""Bad input of every kind: a sentence with place and remedy, the right exit code, nothing lost."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import zipfile
from pathlib import Path

import openpyxl
import pytest

from formkit.kernel.resources import forms_folder

LEDGER = "回访台账.xlsx"
OWN_TEMPLATE = Path("forms", "templates", "visit_record.docx")
LOCKED = Path(__file__).resolve().parent.parent / "ooxml" / "files"  # by programs of others


def assert_told(said, code: int, *words: str) -> None:
    """A sentence with a code and a remedy, all the words, and no traceback."""
    text = said.out + said.err
    assert said.code == code, text
    assert re.search(r"(FK-[A-Z]+-\d{3}|(R\d+|LAW)-\d+)", text), text
    assert "处理:" in text
    assert "Traceback" not in text
    assert "FK-BUG" not in text
    for word in words:
        assert word in text, text


@pytest.fixture
def ledger(office, visit):
    """A visit ledger with one row in order."""
    office.types(LEDGER, [visit(1)])
    return office


# --- files that cannot be read (exit code 3) -----------------------------------------------------


def _missing(path: Path) -> None:
    path.unlink(missing_ok=True)


def _folder(path: Path) -> None:
    path.mkdir()


def _bytes(data: bytes):
    return lambda path: path.write_bytes(data)


def _truncated(path: Path) -> None:
    whole = path.with_name("整本.xlsx")
    openpyxl.Workbook().save(whole)
    path.write_bytes(whole.read_bytes()[:900])


def _macro(path: Path) -> None:
    openpyxl.Workbook().save(path)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/vbaProject.bin", b"macro")


def _no_header(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["甲", "乙", "丙"])
    book.active.append([1, 2, 3])
    book.save(path)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("name", "make", "words"),
    [
        ("没有.xlsx", _missing, ["没有.xlsx"]),
        ("文件夹.xlsx", _folder, ["文件夹"]),
        ("空.xlsx", _bytes(b""), ["空"]),
        ("空.csv", _bytes(b""), ["空"]),
        ("假.xlsx", _bytes("不是工作簿".encode()), []),
        ("网页.xlsx", _bytes(b"<html><table><tr><td>1</td></tr></table></html>"), []),
        ("文稿.xlsx", _bytes(b"%PDF-1.7 ..."), ["PDF"]),
        ("坏.xlsx", _truncated, []),
        ("旧.xls", _bytes(OLE + b"\0" * 600), []),
        ("宏.xlsm", _macro, ["宏"]),
        ("无表头.xlsx", _no_header, []),
        ("乱码.csv", _bytes(b"\xff\xfe\x00\x81\x00"), []),
        ("坏.json", _bytes(b'{"project_no": '), []),
        ("坏.yaml", _bytes(b"project_no: [P1\n"), []),
        ("重复.yaml", _bytes(b"project_no: A\nproject_no: B\n"), ["project_no"]),
    ],
)
def test_a_file_that_cannot_be_read_is_told_with_what_to_do(office, name, make, words):
    make(office.folder / name)
    for command in ("check", "fill"):
        said = office.runs(command, "visit_record", name)
        assert said.code in (3, 4), said.out + said.err
        assert_told(said, said.code, *words)
    assert office.made() == {}


def test_one_unreadable_file_does_not_stop_the_others(ledger):
    (ledger.folder / "坏.xlsx").write_bytes(b"PK broken")
    said = ledger.runs("fill", "visit_record", "坏.xlsx", LEDGER)
    assert said.code == 3
    assert "新出 1 份" in said.out


# --- cells that cannot be right (exit code 4) ----------------------------------------------------


@pytest.mark.parametrize(
    ("header", "value", "words"),
    [
        ("回访日期", "2026-02-30", ["2026-02-30"]),
        ("回访日期", "1899-01-01", ["1899"]),
        ("回访日期", "下个月", ["下个月"]),
        ("回访类别", "季节回访", ["是否指「季节性回访」"]),
        ("回访方式", "上门拜访", ["上门"]),
        ("工程编号", "P2026-01", ["是否指「P2026-001」"]),
        ("工程编号", None, ["工程编号"]),
        ("使用情况和意见", "好" * 32_800, []),
        ("被回访人电话", "1.38E+10", ["1.38E+10"]),
        ("顾客认可已签字", "也许", ["也许"]),
        ("被回访人", "欧\u202e阳", []),
    ],
)
def test_a_cell_that_cannot_be_right_is_told_with_its_address(ledger, header, value, words):
    cell = ledger.changes(LEDGER, 1, header, value)
    said = ledger.runs("check", "visit_record", LEDGER)
    assert_told(said, 4, f"{LEDGER}!{cell}", *words)
    assert ledger.runs("fill", "visit_record", LEDGER).code == 4
    assert ledger.made() == {}


def test_a_project_number_in_full_width_letters_is_the_same_number(ledger, visit):
    ledger.types(LEDGER, [visit(2) | {"工程编号": " Ｐ２０２６-００１ "}])
    said = ledger.runs("fill", "visit_record", LEDGER)
    assert said.code == 0, said.out
    assert "新出 1 份" in said.out


def test_a_list_where_a_number_belongs_is_told_once(office):
    path = office.folder / "列表.yaml"
    path.write_text("project_no: [P2026-001]\n", encoding="utf-8")
    said = office.runs("check", "visit_record", "列表.yaml")
    assert_told(said, 4, "FK-REC-013", "「[P2026-001]」")
    assert "FK-WS-010" not in said.out


def test_a_formula_looking_text_is_printed_as_text(office, visit):
    text = '=HYPERLINK("http://example.invalid","点我")'
    row = visit(1, 使用情况和意见=text)
    lines = [
        ",".join(row),
        ",".join(f'"{str(v).replace(chr(34), chr(34) * 2)}"' for v in row.values()),
    ]
    (office.folder / "台账.csv").write_text("\n".join(lines), encoding="utf-8-sig")
    said = office.runs("fill", "visit_record", "台账.csv")
    assert said.code == 0, said.out
    [made] = office.made().values()
    path = office.folder / "读.docx"
    path.write_bytes(made)
    with zipfile.ZipFile(path) as package:
        xml = package.read("word/document.xml").decode()
    assert "=HYPERLINK(&quot;" in xml or '=HYPERLINK("' in xml
    assert "instrText" not in re.sub(r"PAGE|NUMPAGES", "", xml) or "HYPERLINK </" not in xml


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_a_csv_in_any_chinese_encoding_keeps_rare_characters(office, visit, encoding):
    row = visit(1, 被回访人="𠮷堃·样例", 使用情况和意见="喆䶮")
    lines = [",".join(row), ",".join(f'"{value}"' for value in row.values())]
    (office.folder / "台账.csv").write_text("\n".join(lines), encoding=encoding)
    said = office.runs("fill", "visit_record", "台账.csv")
    assert said.code == 0, said.out


def test_a_hundred_faults_in_a_row_are_all_told(office):
    rows = "\n".join(f"  - {{location: '', 没有的字段{n}: x}}" for n in range(100))
    (office.folder / "回访.yaml").write_text(
        f"project_no: P2026-001\nissues:\n{rows}\n", encoding="utf-8"
    )
    said = office.runs("check", "visit_record", "回访.yaml", "--json")
    findings = said.data["files"][0]["findings"] + [
        finding for record in said.data["files"][0]["records"] for finding in record["findings"]
    ]
    assert len(findings) >= 100
    assert said.code == 4


def test_an_unknown_field_of_a_yaml_file_is_told_with_a_suggestion(office):
    (office.folder / "回访.yaml").write_text(
        "project_no: P2026-001\nvisited_onn: 2026-11-01\n", encoding="utf-8"
    )
    assert_told(
        office.runs("check", "visit_record", "回访.yaml"), 4, "visited_onn", "visited_on", "第2行"
    )


def test_an_unknown_a_double_and_a_missing_column_are_told(ledger):
    book = openpyxl.load_workbook(ledger.folder / LEDGER)
    page = book.worksheets[0]
    head = next(row for row in page.iter_rows() if row[0].value == "序号")
    head[-1].value = "回访曰期"  # 曰 for 日
    book.save(ledger.folder / LEDGER)
    assert_told(ledger.runs("check", "visit_record", LEDGER), 0, "FK-IN-055", "回访曰期")
    head[-1].value = "回访日期"
    book.save(ledger.folder / LEDGER)
    assert_told(ledger.runs("check", "visit_record", LEDGER), 4, "回访日期")
    for cell in head:
        if str(cell.value).startswith("工程编号"):
            cell.value = "不相干"
    head[-1].value = "备注"
    book.save(ledger.folder / LEDGER)
    assert_told(ledger.runs("check", "visit_record", LEDGER), 4, "工程编号")


def test_the_same_record_twice_in_one_ledger_is_told(office, visit):
    office.types(LEDGER, [visit(1), visit(1, 序号=2)])
    said = office.runs("fill", "visit_record", LEDGER)
    assert_told(said, 4, "FK-WS-012", "新出 1 份")


def test_a_typed_number_used_twice_is_told(office, visit):
    office.types(LEDGER, [visit(1, 编号="旧-1"), visit(2, 编号="旧-1")])
    said = office.runs("check", "visit_record", LEDGER)
    assert said.code == 4
    assert "旧-1" in said.out or "FK-WS-012" in said.out


# --- the place to write to (exit code 7) ---------------------------------------------------------


def test_a_file_in_the_way_of_the_output_folder_is_told(ledger):
    (ledger.folder / "占位").write_text("x", encoding="utf-8")
    assert_told(ledger.runs("fill", "visit_record", LEDGER, "-o", "占位"), 7, "占位")


@pytest.mark.skipif(os.name == "nt", reason="links need rights of their own on Windows")
def test_an_output_folder_that_leads_elsewhere_is_told_and_nothing_is_written_there(ledger):
    elsewhere = ledger.folder.parent / "别处"
    elsewhere.mkdir()
    (ledger.folder / "输出").rename(ledger.folder / "旧输出")
    (ledger.folder / "输出").symlink_to(elsewhere)
    assert_told(ledger.runs("fill", "visit_record", LEDGER), 7, "FK-OUT-011", "别处")
    said = ledger.runs("fill", "visit_record", LEDGER, "-o", "输出/九月")
    assert_told(said, 7, "FK-OUT-011", "「输出」")
    assert list(elsewhere.iterdir()) == []
    assert "没有" in ledger.runs("register", "list").out


@pytest.mark.skipif(os.name == "nt", reason="links need rights of their own on Windows")
@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("blank", "visit_record", "-o"), "空.xlsx"),
        (("blank", "visit_record", "-o"), "空.docx"),
        (("check", "visit_record", LEDGER, "--annotate"), "批注.xlsx"),
    ],
    ids=["blank ledger", "blank form", "annotate"],
)
def test_a_file_that_is_a_link_is_told_and_stays_a_link(ledger, words, name):
    elsewhere = ledger.folder.parent / "别处.xlsx"
    (ledger.folder / name).symlink_to(elsewhere)
    assert_told(ledger.runs(*words, name), 7, "FK-OUT-012", "别处.xlsx")
    assert not elsewhere.exists()
    assert (ledger.folder / name).is_symlink()


def test_a_full_disk_uses_up_no_number_and_leaves_no_half_file(ledger, monkeypatch):
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        assert_told(ledger.runs("fill", "visit_record", LEDGER), 7, "FK-OUT-003", "磁盘已满")
    assert ledger.made() == {}
    said = ledger.runs("fill", "visit_record", LEDGER)
    assert "SLJZ-GCB-HF-2026-0001" in said.out


def test_ctrl_c_leaves_nothing_half_done_and_says_how_to_go_on(ledger, monkeypatch):
    def interrupt(_handle: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as keyboard:
        keyboard.setattr(os, "fsync", interrupt)
        said = ledger.runs("fill", "visit_record", LEDGER)
    assert said.code == 130
    assert "再执行一次" in said.err
    assert ledger.made() == {}
    assert ledger.runs("register", "list", "--json").data == []


def test_a_register_locked_by_another_process_is_told(ledger, monkeypatch):
    monkeypatch.setattr("formkit.register.register.BUSY_SECONDS", 0.1)
    holder = sqlite3.connect(ledger.folder / "登记库.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        said = ledger.runs("fill", "visit_record", LEDGER)
    finally:
        holder.rollback()
        holder.close()
    assert_told(said, 7, "FK-REG-001")
    assert ledger.made() == {}


@pytest.mark.parametrize("code", ["A/B", 'C:*?"<>|', "CON", "..", "甲 乙."])
def test_odd_characters_in_a_company_code_never_leave_the_folder(ledger, code):
    settings = ledger.folder / "formkit.toml"
    text = settings.read_text(encoding="utf-8")
    escaped = code.replace("\\", "\\\\").replace('"', '\\"')
    settings.write_text(text.replace('code = "SLJZ"', f'code = "{escaped}"'), encoding="utf-8")
    said = ledger.runs("fill", "visit_record", LEDGER)
    assert said.code == 0, said.out + said.err
    [name] = ledger.made()
    assert not re.search(r'[\\/:*?"<>|]', name)


# --- templates (exit code 6) ---------------------------------------------------------------------


def _own_template(office, change) -> None:
    source = forms_folder() / "templates" / "visit_record.docx"
    target = office.folder / "forms" / "templates" / "visit_record.docx"
    with zipfile.ZipFile(source) as package, zipfile.ZipFile(target, "w") as made:
        for name in package.namelist():
            data = package.read(name)
            if re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml", name):
                data = change(data.decode()).encode()
            made.writestr(name, data)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("{{ action_plan", "{{ action_plans", ["action_plans", "action_plan"]),
        ("{{ action_plan }}", "｛｛ action_plan ｝｝", ["全角"]),
        ("{{ action_plan }}", "{{ ''.__class__.__mro__ }}", []),
        ("{{ action_plan }}", "{{ cycler.__init__.__globals__.os.popen('id').read() }}", []),
        ("{{ action_plan }}", "{{ 'a'*10**9 }}", []),
        ("{{ action_plan }}", "{{ action_plan", []),
    ],
)
def test_a_template_that_says_what_it_must_not_is_refused_with_its_place(ledger, old, new, words):
    _own_template(ledger, lambda xml: xml.replace(old, new, 1))
    said = ledger.runs("fill", "visit_record", LEDGER)
    assert_told(said, 6, "FK-TPL", *words)
    assert ledger.made() == {}
    assert_told(ledger.runs("template", "check", "visit_record"), 6, *words)


def test_a_companys_own_template_takes_precedence(ledger):
    _own_template(ledger, lambda xml: xml.replace("主体意见", "结构意见", 1))
    assert ledger.runs("template", "check", "visit_record").code == 0
    assert ledger.runs("fill", "visit_record", LEDGER).code == 0
    [made] = ledger.made().values()
    (ledger.folder / "读.docx").write_bytes(made)
    with zipfile.ZipFile(ledger.folder / "读.docx") as package:
        assert "结构意见" in package.read("word/document.xml").decode()


def test_a_damaged_template_is_told(ledger):
    (ledger.folder / "forms" / "templates" / "visit_record.docx").write_bytes(b"PK damaged")
    assert_told(ledger.runs("fill", "visit_record", LEDGER), 6, "visit_record.docx")


# --- profile and settings (exit code 9) ----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "id: 本公司\ntitle: 本公司\nextends: base\ntexts: [R9]\nrules: {R9-77: {level: warning}}\n",
            ["R9-77"],
        ),
        (
            "id: 本公司\ntitle: 本公司\nextends: base\ntexts: [R9]\nparams: {warranty_minimum.装修: 1}\n",
            ["装修"],
        ),
        ("id: 本公司\ntitle: 本公司\nextends: base\ntexts: [R2, R6, R11]\n", []),
        ("id: 本公司\ntitle: [\n", []),
    ],
)
def test_a_profile_that_cannot_be_used_stops_before_anything_is_made(ledger, text, words):
    (ledger.folder / "forms" / "profiles" / "company.yaml").write_text(text, encoding="utf-8")
    said = ledger.runs("fill", "visit_record", LEDGER)
    assert_told(said, 9, "FK-PRF", *words)
    assert ledger.made() == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[company\nname = 1", ["formkit.toml"]),
        ("[compagny]\nname = 'x'", ["compagny", "company"]),
        ("[company]\nname = 5", ["company.name"]),
        ("[numbering]\npattern = '{type}'", ["{serial:04d}"]),
        ("[register]\nurl = 'nodb'", ["nodb"]),
    ],
)
def test_settings_that_cannot_be_used_are_told_with_line_or_name(ledger, text, words):
    (ledger.folder / "formkit.toml").write_text(text, encoding="utf-8")
    assert_told(ledger.runs("project", "list"), 9, *words)


# --- usage (exit code 2) -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("check", "visit_recrd", LEDGER), ["是否指「visit_record」"]),
        (("form", "没有的表"), ["没有的表"]),
        (("rules", "R9-99"), ["R9-99"]),
        (("register", "show", "没有的号"), ["没有的号"]),
        (("register", "void", "没有的号", "--reason", "x"), ["没有的号"]),
        (("project", "show", "P2026-002"), ["是否指「P2026-001」"]),
        (("fill", "visit_record", LEDGER, "--waive", "R9-01"), ["--waive R9-01"]),
        (("fill", "visit_record", LEDGER, "--waive", "R9-01=忙"), ["--by"]),
        (("fill", "visit_record", LEDGER, "--waive", "LAW-2=忙", "--by", "张三"), ["法律"]),
        (("fill", "visit_record", LEDGER, "--waive", "R99-1=忙", "--by", "张三"), ["R99-1"]),
        (("blank", "visit_record", "-o", "表.odt"), ["表.odt"]),
        (("fill", "visit_record", LEDGER, "--medium", "xlsx"), ["xlsx"]),
        (("init", "."), ["已经是工作区"]),
        (("check", "visit_record", LEDGER, LEDGER, "--annotate", "批注.xlsx"), ["--annotate"]),
    ],
)
def test_a_command_used_wrongly_is_told_with_what_to_write(ledger, words, expected):
    assert_told(ledger.runs(*words), 2, *expected)


def test_outside_a_workspace_nothing_is_numbered_and_the_way_in_is_told(clerk):
    for words in (("fill", "visit_record", "x.yaml"), ("register", "list"), ("project", "list")):
        assert_told(clerk.runs(*words), 2, "formkit init")


def test_without_a_company_name_nothing_is_numbered(clerk):
    clerk.runs("init", ".")
    assert_told(clerk.runs("fill", "visit_record", "x.yaml"), 2, "FK-WS-008")


# --- what nobody should have to think of -----------------------------------------------------------


def test_two_ledgers_of_the_same_name_are_two_ledgers(office, visit):
    for year, day in (("2026", "2026.11.1"), ("旧", "2026.10.8")):
        (office.folder / year).mkdir()
        (office.folder / year / LEDGER).write_bytes((office.folder / LEDGER).read_bytes())
        office.types(f"{year}/{LEDGER}", [visit(1, 回访日期=day, 填表日期=day)])
    said = office.runs("fill", "visit_record", f"2026/{LEDGER}", f"旧/{LEDGER}")
    assert said.code == 0, said.out
    assert "新出 2 份" in said.out


def test_a_file_that_stands_under_the_name_of_a_new_document_is_not_written_over(ledger):
    ledger.runs("fill", "visit_record", LEDGER)
    [name] = ledger.made()
    second = name.replace("工程回访记录", "工程回访记录_第2版")
    (ledger.folder / "输出" / second).write_text("我的笔记", encoding="utf-8")
    ledger.changes(LEDGER, 1, "使用情况和意见", "补充:铝合金模板墙面平整。")
    said = ledger.runs("fill", "visit_record", LEDGER)
    assert said.code == 0
    assert "FK-OUT-010" in said.out
    assert (ledger.folder / "输出" / second).read_text(encoding="utf-8") == "我的笔记"
    assert ledger.runs("register", "audit").code == 0


def test_a_document_that_the_register_refuses_is_taken_back(ledger, monkeypatch):
    def refuse(*_args: object, **_options: object) -> None:
        raise sqlite3.OperationalError("disk is full")

    with monkeypatch.context() as register:
        register.setattr("formkit.register.writing.Writing.record", refuse)
        said = ledger.runs("fill", "visit_record", LEDGER)
    assert said.code == 1  # nobody foresaw this one
    assert "FK-BUG-001" in said.out
    assert ledger.made() == {}


def test_a_register_that_is_in_the_way_stops_the_run_at_once(office, visit, monkeypatch):
    office.types(LEDGER, [visit(n) for n in range(1, 6)])
    monkeypatch.setattr("formkit.register.register.BUSY_SECONDS", 0.1)
    holder = sqlite3.connect(office.folder / "登记库.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        said = office.runs("fill", "visit_record", LEDGER)
    finally:
        holder.rollback()
        holder.close()
    assert said.code == 7
    assert said.out.count("FK-REG-001") == 1
    assert "未处理 4 份" in said.out


def test_a_template_that_a_real_program_encrypted_is_told(ledger):
    shutil.copy(LOCKED / "locked-standard.docx", ledger.folder / OWN_TEMPLATE)
    assert_told(ledger.runs("template", "check", "visit_record"), 6, "FK-IN-007", "密码")
    assert_told(ledger.runs("fill", "visit_record", LEDGER), 6, "FK-IN-007", "密码")
    assert ledger.made() == {}


@pytest.mark.parametrize("name", ["locked-standard.xlsx", "locked-agile.xlsx"])
def test_a_ledger_that_a_real_program_encrypted_is_told(office, name):
    shutil.copy(LOCKED / name, office.folder / "加密.xlsx")
    assert_told(office.runs("check", "visit_record", "加密.xlsx"), 3, "FK-IN-007", "密码")


def test_a_template_without_the_number_is_refused_and_one_without_a_field_warns(ledger):
    _own_template(ledger, lambda xml: xml.replace("{{ form.number }}", "(手填)"))
    said = ledger.runs("fill", "visit_record", LEDGER)
    assert_told(said, 6, "FK-WS-020")
    _own_template(ledger, lambda xml: re.sub(r"\{\{ opinion_structure[^}]*\}\}", "", xml))
    said = ledger.runs("template", "check", "visit_record")
    assert said.code == 0
    assert "FK-WS-021" in said.out
    assert "主体意见" in said.out


def test_a_template_of_the_wrong_kind_or_no_file_at_all_is_told(ledger):
    own = ledger.folder / "forms" / "templates" / "visit_record.docx"
    own.write_bytes((ledger.folder / LEDGER).read_bytes())
    assert ledger.runs("fill", "visit_record", LEDGER).code == 6
    own.unlink()
    own.mkdir()
    assert_told(ledger.runs("fill", "visit_record", LEDGER), 6, "FK-WS-022")


@pytest.mark.parametrize("code", ["甲\\n乙", "\\u202e", "甲" * 21])
def test_a_company_code_that_no_number_can_carry_is_refused(ledger, code):
    settings = ledger.folder / "formkit.toml"
    text = settings.read_text(encoding="utf-8").replace('code = "SLJZ"', f'code = "{code}"')
    settings.write_text(text, encoding="utf-8")
    assert_told(ledger.runs("fill", "visit_record", LEDGER), 9, "company.code")


def test_a_register_row_edited_by_hand_is_told(ledger):
    ledger.runs("fill", "visit_record", LEDGER)
    with sqlite3.connect(ledger.folder / "登记库.db") as connection:
        connection.execute("UPDATE documents SET data = '{broken'")
    connection.close()
    for words in (("register", "list"), ("register", "audit"), ("fill", "visit_record", LEDGER)):
        assert_told(ledger.runs(*words), 7, "FK-REG-003")


def test_a_register_that_needs_a_missing_driver_is_told_without_the_password(ledger):
    settings = ledger.folder / "formkit.toml"
    text = settings.read_text(encoding="utf-8")
    url = "postgresql+psycopg2://clerk:secret@127.0.0.1/register"  # another driver than ours
    settings.write_text(text.replace("sqlite:///登记库.db", url), encoding="utf-8")
    said = ledger.runs("register", "list")
    assert_told(said, 8, "FK-REG-029")
    assert "secret" not in said.err


def test_what_a_killed_run_left_behind_is_swept(ledger):
    old = ledger.folder / "输出" / ".formkit-abc.tmp"
    old.write_bytes(b"half")
    os.utime(old, (1, 1))
    ledger.runs("fill", "visit_record", LEDGER)
    assert not old.exists()


def test_a_signature_from_before_the_visit_is_told(ledger):
    ledger.changes(LEDGER, 1, "顾客认可已签字", "是")
    cell = ledger.changes(LEDGER, 1, "顾客认可签字日期", "2026.10.1")
    assert_told(ledger.runs("check", "visit_record", LEDGER), 4, "FK-REC-018", f"{LEDGER}!{cell}")


def test_a_detail_that_belongs_to_no_row_keeps_every_row_from_being_called_sound(ledger):
    ledger.types(LEDGER, [{"序号": 9, "问题描述": "渗水"}], sheet="质量问题部位")
    checked = ledger.runs("check", "工程回访记录", LEDGER)
    assert_told(checked, 4, "FK-ROW-005", "未处理 1 份")
    assert "通过" not in checked.out
    filled = ledger.runs("fill", "工程回访记录", LEDGER)
    assert_told(filled, 4, "FK-ROW-005")
    assert "新出" not in filled.out
