"""Excel ledgers: what clerks really hand over."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl.styles import Font

from formkit.intake import reader, workbook
from formkit.kernel.errors import InputUnreadable
from formkit.kernel.findings import Level
from formkit.kernel.gate import Gate
from formkit.kernel.messages import catalogue

MOMENT = datetime(2026, 9, 1, 9, 30)
HEADERS = ("序号", "工程编号", "回访日期", "回访方式", "建设单位名称")
ROW = (1, "SL-2026-003", date(2026, 9, 1), "上门", "示例置业有限公司")
CHILD = "质量问题部位"
CHILD_HEADERS = ("序号", "部位", "问题描述", "期限", "是否保修范围")


def codes(findings):
    return [finding.code for finding in findings]


def test_a_plain_ledger_is_read_with_the_cell_of_every_value(book, shape):
    intake = reader.read(book({"工程回访记录": [HEADERS, ROW]}), shape)
    (record,) = intake.records
    assert record.data == {
        "project_no": "SL-2026-003",
        "visited_on": date(2026, 9, 1),
        "visit_method": "上门",
        "owner": {"name": "示例置业有限公司"},
    }
    assert str(record.places["visited_on"]) == "回访台账.xlsx!C2 回访日期"
    assert str(record.places["owner.name"]) == "回访台账.xlsx!E2 建设单位名称"
    assert (record.key, str(record.place)) == ("1", "回访台账.xlsx!A2 序号1")
    assert intake.findings == ()
    assert intake.sheet == "工程回访记录"


def test_a_missing_value_can_be_pointed_at(book, shape):
    path = book({"表": [HEADERS, (1, "SL-1", None, "上门", "甲公司")]})
    (record,) = reader.read(path, shape).records
    assert "visited_on" not in record.data
    assert record.places["visited_on"].cell == "C2"
    assert "notified_at" not in record.places


def test_the_header_is_found_below_titles_in_any_order_and_spelling(book, shape):
    rows = [
        ("2026年度回访台账", None, None, None, None),
        (None,),
        ("填报单位:", "工程部"),
        ("回访方式(必填)", "* 回访时间", "建设单位", "序 号", "工程编号:"),
        ("电话", "2026年9月1日", "甲公司", 7, "SL-7"),
    ]

    def merge(workbook):
        workbook["Sheet1"].merge_cells("A1:E1")

    intake = reader.read(book({"Sheet1": rows}, change=merge), shape)
    (record,) = intake.records
    assert record.data == {
        "visit_method": "电话",
        "visited_on": "2026年9月1日",
        "owner": {"name": "甲公司"},
        "project_no": "SL-7",
    }
    assert record.key == "7"
    assert record.places["visited_on"].cell == "B5"
    assert intake.findings == ()


def test_headings_grouped_over_two_rows_are_read_together(book, shape):
    rows = [
        ("序号", "工程编号", "回访日期", "回访方式", "建设单位", None),
        (None, None, None, None, "名称", "电话"),
        (1, "SL-1", date(2026, 9, 1), "上门", "甲公司", "010-55501234"),
    ]

    def merge(workbook):
        for area in ("A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:F1"):
            workbook["台账"].merge_cells(area)

    intake = reader.read(book({"台账": rows}, change=merge), shape)
    (record,) = intake.records
    assert record.data["owner"] == {"name": "甲公司", "phone": "010-55501234"}
    assert intake.findings == ()


def test_numbers_come_back_as_they_were_typed(book, shape):
    headers = (
        *HEADERS,
        "受访人电话",
        "层数",
        "建筑面积(㎡)",
        "费用(元)",
        "是否需要答复",
        "使用单位意见",
    )
    row = (*ROW, 13800001234, 18, 0.1 + 0.2, 1200, True, 12.5)
    (record,) = reader.read(book({"表": [headers, row]}), shape).records
    assert record.data["visitee_phone"] == "13800001234"
    assert record.data["floors"] == 18
    assert isinstance(record.data["floors"], int)
    assert record.data["floor_area"] == Decimal("0.3")
    assert record.data["cost"] == 1200
    assert record.data["reply_wanted"] is True
    assert record.data["opinion"] == "12.5"


@pytest.mark.parametrize(
    ("kept", "pattern", "read"),
    [
        (0.05, "0%", "5%"),
        (0.6667, "0.00%", "66.67%"),
        (0.03, "0.0 %", "3%"),
        (0.03, "[Red]0.0%;-0.0%", "3%"),
        (1, "0%", "100%"),
        (5, '0"%"', Decimal(5)),  # the sign stands there as text
        (0.05, "General", Decimal("0.05")),
    ],
)
def test_a_percentage_is_read_as_it_is_seen(book, shape, kept, pattern, read):
    def format_cell(workbook):
        workbook["表"]["F2"].number_format = pattern

    path = book({"表": [(*HEADERS, "建筑面积(㎡)"), (*ROW, kept)]}, change=format_cell)
    (record,) = reader.read(path, shape).records
    assert record.data["floor_area"] == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (date(2026, 9, 1), date(2026, 9, 1)),
        (46266, date(2026, 9, 1)),
        (20260901, "20260901"),
        (2026.9, "2026.9"),
        ("2026.9.1", "2026.9.1"),
        (MOMENT, MOMENT),
    ],
)
def test_a_day_is_read_however_excel_kept_it(book, shape, typed, read):
    path = book({"表": [HEADERS, (1, "SL-1", typed, "上门", "甲公司")]})
    (record,) = reader.read(path, shape).records
    assert record.data["visited_on"] == read


def test_a_workbook_that_counts_from_1904_gives_the_same_day(book, shape):
    def old_macintosh(workbook):
        workbook.epoch = datetime(1904, 1, 1)

    rows = [HEADERS, (1, "SL-1", 46266 - 1462, "上门", "甲公司")]
    (record,) = reader.read(book({"表": rows}, change=old_macintosh), shape).records
    assert record.data["visited_on"] == date(2026, 9, 1)


def test_a_time_of_day_is_handed_on_as_typed(book, shape):
    headers = (*HEADERS, "通知时间")
    (record,) = reader.read(book({"表": [headers, (*ROW, MOMENT.time())]}), shape).records
    assert record.data["notified_at"] == "9:30"


def test_a_long_number_has_lost_digits_and_says_so(book, shape):
    path = book({"表": [(*HEADERS, "受访人电话"), (*ROW, 123456789012345678)]})
    (record,) = reader.read(path, shape).records
    assert codes(record.findings) == ["FK-ROW-003"]
    assert record.findings[0].place.cell == "F2"
    assert "visitee_phone" not in record.data


def test_text_that_excel_turned_into_a_date_is_asked_about(book, shape):
    path = book({"表": [(*HEADERS, "使用单位意见"), (*ROW, date(2026, 3, 2))]})
    (record,) = reader.read(path, shape).records
    assert codes(record.findings) == ["FK-ROW-004"]
    assert "2026-03-02" in record.findings[0].found


def test_errors_and_uncalculated_formulas_are_never_blank(book, shape):
    path = book({"表": [HEADERS, (1, "#N/A", "=TODAY()", "上门", "甲公司")]})
    (record,) = reader.read(path, shape).records
    assert [(f.code, f.place.cell) for f in record.findings] == [
        ("FK-ROW-001", "B2"),
        ("FK-ROW-002", "C2"),
    ]
    assert "#N/A" in record.findings[0].found
    assert "=TODAY()" in record.findings[1].found


def test_a_row_with_nothing_but_an_error_value_is_still_a_row(book, shape):
    path = book({"表": [HEADERS, ROW, (None, None, "#DIV/0!", None, None)]})
    assert len(reader.read(path, shape).records) == 2


def test_formatted_but_empty_rows_are_skipped(book, shape):
    def format_many(workbook):
        for row in range(3, 200):
            for column in range(1, 6):
                workbook["表"].cell(row, column).font = Font(bold=True)
            workbook["表"].cell(row, 1, row - 1)  # 序号 filled in beforehand
            workbook["表"].cell(row, 2, "  ")

    intake = reader.read(book({"表": [HEADERS, ROW]}, change=format_many), shape)
    assert len(intake.records) == 1
    assert intake.findings == ()


def test_example_hint_and_foot_rows_are_no_data(book, shape):
    rows = [
        HEADERS,
        (None, "与竣工工程台账一致", "如:2026-09-01", "(必填)", "例:某某公司"),
        ("示例", "SL-2026-003", date(2026, 9, 1), "上门", "示例置业"),
        ROW,
        ("制表:张三", None, None, None, None),
        (None, "合计:1 份", None, None, None),
    ]
    intake = reader.read(book({"表": rows}), shape)
    assert len(intake.records) == 1
    assert codes(intake.findings) == ["FK-IN-065", "FK-IN-066"]
    assert {finding.level for finding in intake.findings} == {Level.INFO}


def test_a_data_row_that_begins_like_a_note_stays_data(book, shape):
    rows = [
        (*HEADERS[1:], "使用单位意见"),
        ("备注:一", date(2026, 9, 1), "上门", "甲公司", "例行检查"),
    ]
    assert len(reader.read(book({"表": rows}), shape).records) == 1


def test_two_headers_alike_are_reported_and_no_row_is_read(book, shape):
    path = book({"表": [(*HEADERS, "回访时间"), (*ROW, date(2026, 9, 2))]})
    intake = reader.read(path, shape)
    assert codes(intake.findings) == ["FK-IN-051"]
    assert intake.findings[0].place.cell == "F1"
    assert "C列" in intake.findings[0].found
    assert intake.records == ()


def test_a_missing_required_column_is_one_fault_and_comes_alone(book, shape):
    path = book({"表": [HEADERS[:3] + HEADERS[4:], (1, "#N/A", "坏", "甲公司")]})
    intake = reader.read(path, shape)
    assert codes(intake.findings) == ["FK-IN-052"]
    assert "「回访方式」" in intake.findings[0].found
    assert intake.records == ()


def test_a_misspelt_required_header_is_one_fault_with_a_suggestion(book, shape):
    path = book({"表": [("序号", "工程编号", "回访日其", "回访方式", "建设单位名称"), ROW]})
    intake = reader.read(path, shape)
    assert codes(intake.findings) == ["FK-IN-053"]
    assert intake.findings[0].required == "是否指「回访日期」"
    assert intake.findings[0].place.cell == "C1"


def test_a_column_is_required_from_its_gate_on_unless_others_fill_it(book, shape):
    path = book({"表": [("序号", "回访日期", "回访方式", "建设单位名称"), (1, "x", "y", "z")]})
    assert codes(reader.read(path, shape, gate=Gate.DRAFT).findings) == []
    assert codes(reader.read(path, shape).findings) == ["FK-IN-052"]
    assert codes(reader.read(path, shape, given=["project_no"]).findings) == []
    found = reader.read(path, shape, gate=Gate.ARCHIVE, given=["project_no"]).findings
    assert ["归档日期" in finding.found for finding in found] == [True]


def test_unknown_columns_are_reported_as_warnings(book, shape):
    path = book({"表": [(*HEADERS, "受访人电活", "天气", None), (*ROW, "138", "晴", "无名")]})
    intake = reader.read(path, shape)
    assert [(f.code, f.level) for f in intake.findings] == [
        ("FK-IN-054", Level.WARNING),
        ("FK-IN-055", Level.WARNING),
        ("FK-IN-056", Level.WARNING),
    ]
    assert "「受访人电话」" in intake.findings[0].required
    assert intake.findings[2].place.cell == "H2"
    assert len(intake.records) == 1


def test_no_header_says_what_was_seen_and_what_was_expected(book, shape):
    path = book({"表": [("甲", "乙"), ("丙", "丁")]})
    with pytest.raises(InputUnreadable) as caught:
        reader.read(path, shape)
    assert caught.value.code == "FK-IN-050"
    assert "「甲 乙」" in str(caught.value)
    assert "「工程编号」" in str(caught.value)


def test_an_empty_sheet_and_a_ledger_without_rows_say_so(book, shape):
    with pytest.raises(InputUnreadable) as caught:
        reader.read(book({"表": []}), shape)
    assert "空白工作表" in str(caught.value)
    assert codes(reader.read(book({"表": [HEADERS]}), shape).findings) == ["FK-IN-067"]


def test_the_sheet_called_like_the_record_is_the_main_one(book, shape):
    sheets = {
        "旧台账": [(*HEADERS, "层数"), (*ROW, 3)],
        "工程回访记录": [HEADERS, (9, *ROW[1:])],
        "随手记": [("电话", "李工")],
    }
    intake = reader.read(book(sheets), shape)
    assert [record.key for record in intake.records] == ["9"]
    assert codes(intake.findings) == ["FK-IN-060", "FK-IN-058"]


def test_hidden_sheets_with_content_are_reported_and_not_read(book, shape):
    def hide(workbook):
        workbook["去年"].sheet_state = "hidden"
        workbook["很久以前"].sheet_state = "veryHidden"
        workbook["空"].sheet_state = "hidden"

    sheets = {"表": [HEADERS, ROW], "去年": [HEADERS, ROW], "很久以前": [("x",)], "空": []}
    intake = reader.read(book(sheets, change=hide), shape)
    assert codes(intake.findings) == ["FK-IN-057", "FK-IN-057"]
    assert "10 个值" in intake.findings[0].found
    assert len(intake.records) == 1


def test_a_workbook_whose_only_sheet_is_our_own_has_no_ledger(book, shape):
    with pytest.raises(InputUnreadable) as caught:
        reader.read(book({"填写说明": [HEADERS, ROW]}), shape)
    assert caught.value.code == "FK-IN-064"


def test_hidden_rows_are_read_and_noted(book, shape):
    def hide(workbook):
        workbook["表"].row_dimensions[3].hidden = True

    intake = reader.read(book({"表": [HEADERS, ROW, (2, *ROW[1:])]}, change=hide), shape)
    assert len(intake.records) == 2
    assert [(f.code, "第 3 行" in f.found) for f in intake.findings] == [("FK-IN-061", True)]


def test_many_hidden_rows_are_counted_and_not_all_listed(book, shape):
    def hide(workbook):
        for row in range(2, 30):
            workbook["表"].row_dimensions[row].hidden = True

    rows = [HEADERS, *((number, *ROW[1:]) for number in range(1, 29))]
    (note,) = reader.read(book({"表": rows}, change=hide), shape).findings
    assert "28 行" in note.found
    assert "…" in note.found


def test_a_merged_cell_says_its_top_left_value_for_every_row(book, shape):
    def merge(workbook):
        sheet = workbook["表"]
        sheet.merge_cells("E2:E3")
        sheet.merge_cells("A8:C8")

    rows = [HEADERS, ROW, (2, *ROW[1:4], None)]
    intake = reader.read(book({"表": rows}, change=merge), shape)
    assert [record.data["owner"]["name"] for record in intake.records] == ["示例置业有限公司"] * 2
    assert codes(intake.findings) == ["FK-ROW-009"]
    assert "E2:E3" in intake.findings[0].found


def test_a_value_under_a_merge_is_reported_and_not_read(book, shape):
    path = book({"表": [HEADERS, ROW, (2, "SL-2", date(2026, 9, 2), "电话", "乙公司")]})
    changed = _with_part(
        path, "xl/worksheets/sheet1.xml", b"</sheetData>",
        b'</sheetData><mergeCells count="1"><mergeCell ref="E2:E3"/></mergeCells>',
    )  # fmt: skip
    intake = reader.read(changed, shape)
    assert codes(intake.findings) == ["FK-ROW-009", "FK-ROW-010"]
    assert "乙公司" in intake.findings[1].found
    assert intake.records[1].data["owner"]["name"] == "示例置业有限公司"


def _with_part(path, name, old, new):
    with zipfile.ZipFile(path) as archive:
        parts = {item: archive.read(item) for item in archive.namelist()}
    assert old in parts[name]
    parts[name] = parts[name].replace(old, new)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for item, data in parts.items():
            archive.writestr(item, data)
    path.write_bytes(stream.getvalue())
    return path


# -- rows within rows ---------------------------------------------------------------------------


def test_child_rows_join_their_record_by_number_in_any_order(book, shape):
    sheets = {
        "表": [HEADERS, ROW, (2, *ROW[1:])],
        CHILD: [
            ("本表每行一处问题",),
            CHILD_HEADERS,
            ("示例", "3号楼屋面", "渗水", date(2026, 9, 15), "是"),
            (2, "外墙", "空鼓", 46266, True),
            (1, "屋面", "渗水", None, "否"),
            ("２", "门窗", None, None, None),
        ],
    }
    intake = reader.read(book(sheets), shape)
    first, second = intake.records
    assert first.data["issues"] == [{"location": "屋面", "description": "渗水", "in_scope": "否"}]
    assert second.data["issues"] == [
        {"location": "外墙", "description": "空鼓", "due_on": date(2026, 9, 1), "in_scope": True},
        {"location": "门窗"},
    ]
    place = second.places["issues.1.due_on"]
    assert str(place) == "回访台账.xlsx〔质量问题部位〕!D6 质量问题部位 第2行 期限"
    assert set(second.places) >= {"visited_on", "issues.0.location", "issues.1.location"}
    assert len(second.places) == len(list(second.places))
    assert intake.findings == ()


def test_child_rows_may_name_the_record_number(book, shape):
    sheets = {
        "表": [("编号", *HEADERS[1:]), ("HF-1", *ROW[1:]), ("HF-2", *ROW[1:])],
        "问题清单": [("编号", "部位"), ("hf-2", "屋面")],
    }
    first, second = reader.read(book(sheets), shape).records
    assert "issues" not in first.data
    assert second.data["issues"] == [{"location": "屋面"}]
    assert second.key == "HF-2"


def test_child_rows_without_a_record_are_faults_of_the_file(book, shape):
    sheets = {
        "表": [HEADERS, ROW, (3, *ROW[1:]), (3, *ROW[1:])],
        CHILD: [CHILD_HEADERS, (12, "屋面"), (None, "外墙"), (3, "门窗")],
    }
    intake = reader.read(book(sheets), shape)
    assert codes(intake.findings) == ["FK-ROW-005", "FK-ROW-006", "FK-ROW-014"]
    assert str(intake.findings[0].place).startswith("回访台账.xlsx〔质量问题部位〕!A2")
    assert codes(intake.records[2].findings) == ["FK-ROW-007"]


def test_a_fault_in_a_child_cell_belongs_to_its_record(book, shape):
    sheets = {"表": [HEADERS, ROW], CHILD: [CHILD_HEADERS, (1, "屋面", "#REF!")]}
    (record,) = reader.read(book(sheets), shape).records
    (finding,) = record.findings
    assert finding.place.path == "issues.0.description"
    assert finding.place.label == "质量问题部位 第1行 问题描述"


def test_faulty_child_sheets_stop_the_file(book, shape):
    def read(name, rows, **more):
        sheets = {"表": [HEADERS, ROW], name: rows, **more}
        intake = reader.read(book(sheets), shape)
        assert intake.records == ()
        return codes(intake.findings)

    assert read(CHILD, [("甲", "乙"), ("1", "2")]) == ["FK-IN-062"]
    assert read(CHILD, [("部位", "问题描述"), ("屋面", "渗水")]) == ["FK-IN-069"]
    assert read(CHILD, [("序号", "问题描述"), (1, "渗水")]) == ["FK-IN-052"]
    assert read("质量问题部份", [CHILD_HEADERS, (1, "屋面")]) == ["FK-IN-059"]
    twice = read(CHILD, [CHILD_HEADERS, (1, "屋面")], 问题清单=[CHILD_HEADERS, (1, "外墙")])
    assert twice == ["FK-IN-068"]


def test_the_same_number_twice_is_a_fault_of_the_later_record(book, shape):
    headers = ("序号", "编号", *HEADERS[1:])
    rows = [headers, (1, "HF-1", *ROW[1:]), (2, "HF-1", *ROW[1:]), (2, None, *ROW[1:])]
    first, second, third = reader.read(book({"表": rows}), shape).records
    assert codes(first.findings) == []
    assert codes(second.findings) == ["FK-ROW-008"]
    assert second.findings[0].place.cell == "B3"
    assert "A2" in second.findings[0].found
    assert codes(third.findings) == ["FK-ROW-007"]


# -- strength -----------------------------------------------------------------------------------


def test_ten_thousand_rows_a_huge_cell_and_a_hundred_faults(book, shape):
    headers = (*HEADERS, "使用单位意见", *(f"备用{n}" for n in range(100)))
    rows = [headers, *((n, *ROW[1:], "好") for n in range(1, 10_001))]
    rows[500] = (*rows[500][:5], "长" * 32_000, *["#N/A"] * 100)
    intake = reader.read(book({"表": rows}), shape)
    assert len(intake.records) == 10_000
    assert len(intake.records[499].data["opinion"]) == 32_000
    assert intake.records[-1].places["visited_on"].cell == "C10001"
    assert len(intake.findings) == 100


def test_every_code_used_by_intake_is_in_the_catalogue():
    folder = Path(workbook.__file__).parent
    used = {
        code
        for source in folder.glob("*.py")
        for code in re.findall(r"FK-(?:IN|ROW)-\d{3}", source.read_text(encoding="utf-8"))
    }
    ours = {
        code
        for code in catalogue()
        if code.startswith("FK-ROW") or "FK-IN-050" <= code < "FK-IN-100"
    }
    assert used <= set(catalogue())
    assert {code for code in ours if code[:6] in ("FK-IN-", "FK-ROW")} - used == set()
