"""The empty ledger and the empty YAML file, as a clerk gets them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formkit.intake import blank, reader, skeleton
from formkit.intake.examples import example_value
from formkit.intake.row_height import row_height
from formkit.intake.shape import Field, Kind, Shape, sheet_name
from formkit.kernel.errors import OutputError

MAIN, CHILD = "工程回访记录", "质量问题部位"


@pytest.fixture
def ledger(tmp_path, shape):
    path = tmp_path / "空白.xlsx"
    blank.write_ledger(path, shape)
    return path


def headers(sheet):
    return [cell.value for cell in sheet[3]]


def validations(sheet):
    """Data validations by the letter of their column."""
    return {str(rule.sqref).split("5")[0]: rule for rule in sheet.data_validations.dataValidation}


def test_the_ledger_has_its_sheets_and_marked_headers(ledger):
    book = openpyxl.load_workbook(ledger)
    assert book.sheetnames == [MAIN, CHILD, "填写说明", "字典"]
    assert book["字典"].sheet_state == "hidden"
    main = headers(book[MAIN])
    assert main[:4] == ["序号", "编号", "工程编号*", "回访日期*"]
    assert main[-1] == "归档日期※"
    assert headers(book[CHILD]) == ["序号", "部位*", "问题描述", "期限", "是否保修范围"]
    assert all(cell.font.bold for cell in book[MAIN][3])
    assert book[MAIN]["B1"].value == "工程回访记录台账"


def test_the_example_row_is_marked_and_typed(ledger):
    sheet = openpyxl.load_workbook(ledger)[MAIN]
    values = dict(zip(headers(sheet), (cell.value for cell in sheet[4]), strict=True))
    assert values["序号"] == "示例"
    assert values["回访日期*"].date() == date(2026, 9, 1)
    assert values["工程编号*"] == "SL-2026-003"
    assert values["费用(元)"] == 1200


def test_choices_come_from_the_hidden_sheet_by_name(ledger):
    book = openpyxl.load_workbook(ledger)
    rules = validations(book[MAIN])
    method = rules["E"]
    assert method.type == "list"
    name = method.formula1.lstrip("=")
    assert book.defined_names[name].attr_text == "'字典'!$A$2:$A$4"
    assert [book["字典"].cell(row, 1).value for row in (2, 3, 4)] == ["上门", "电话", "函件"]
    assert rules["N"].type == "list"
    assert not rules["N"].showErrorMessage, "several choices may stand in one cell"


def test_dates_and_numbers_are_checked_with_chinese_messages(ledger):
    sheet = openpyxl.load_workbook(ledger)[MAIN]
    rules = validations(sheet)
    kinds = {letter: rules[letter].type for letter in ("D", "F", "I", "J", "K")}
    assert kinds == {"D": "date", "F": "date", "I": "whole", "J": "decimal", "K": "decimal"}
    assert rules["D"].error == "请填日期,例如 2026-09-01。"
    assert "签发前必填" in rules["D"].prompt
    assert str(rules["D"].sqref) == "D5:D1004"


def test_identifiers_are_text_and_the_page_is_ready_to_print(ledger):
    sheet = openpyxl.load_workbook(ledger)[MAIN]
    assert sheet.column_dimensions["G"].number_format == "@"
    assert sheet.freeze_panes == "B4"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize == 9
    assert sheet.print_title_rows == "$3:$3"


def test_the_same_shape_gives_the_same_bytes(shape):
    assert blank.ledger_bytes(shape) == blank.ledger_bytes(shape)


def test_an_empty_ledger_has_no_record_and_says_so(ledger, shape):
    intake = reader.read(ledger, shape)
    assert intake.records == ()
    assert [finding.code for finding in intake.findings] == ["FK-IN-067"]


def test_a_given_example_stands_in_the_example_row(tmp_path, shape):
    path = tmp_path / "空白.xlsx"
    example = {
        "project_no": "SL-9",
        "visited_on": date(2026, 5, 1),
        "reply_wanted": False,
        "owner": {"name": "乙公司"},
        "visitors": [{"name": "李四", "dept": "技术科", "title": "工程师"}, {"name": "王五"}],
        "notes": ["一", "二"],
        "issues": [{"location": "外墙"}],
    }
    blank.write_ledger(path, shape, example=example)
    book = openpyxl.load_workbook(path)
    values = dict(zip(headers(book[MAIN]), (c.value for c in book[MAIN][4]), strict=True))
    assert values["工程编号*"] == "SL-9"
    assert values["是否需要答复"] == "否"
    assert values["建设单位名称*"] == "乙公司"
    assert values["回访人员"] == "李四(技术科,工程师)、王五"
    assert values["补充说明"] == "一\n二"
    assert book[CHILD]["B4"].value == "外墙"


def test_an_example_that_does_not_fit_is_shown_as_text():
    day = Field("d", "日期", Kind.DATE, example="待定")
    assert example_value(None, "d", day) == "待定"
    assert example_value({"d": {"不": "是"}}, "d", day) == "待定"
    assert example_value(None, "n", Field("n", "数", Kind.INTEGER, example="约三")) == "约三"
    assert example_value({"n": 3}, "n", Field("n", "数", Kind.INTEGER)) == Decimal(3)


def test_a_shape_without_choices_and_children_needs_no_dictionary(tmp_path):
    plain = Shape("x", "简单/台账", (Field("a", "甲", Kind.TEXT), Field("b", "乙", Kind.TEXT)))
    path = tmp_path / "x.xlsx"
    blank.write_ledger(path, plain)
    assert openpyxl.load_workbook(path).sheetnames == ["简单_台账", "填写说明"]


def test_very_many_columns_and_choices_are_written(tmp_path):
    fields = tuple(
        Field(f"f{n}", f"第{n}项", Kind.CHOICE, choices=(f"甲{n}", f"乙{n}")) for n in range(60)
    )
    path = tmp_path / "x.xlsx"
    blank.write_ledger(path, Shape("x", "很宽", fields))
    book = openpyxl.load_workbook(path)
    assert book.defined_names["选项60_第59项"].attr_text == "'字典'!$BH$2:$BH$3"


def test_sheet_names_keep_to_excels_limits():
    assert sheet_name("a[b]:c*?/\\d") == "a_b__c____d"
    assert sheet_name("长" * 40) == "长" * 31
    assert sheet_name("𠮷" * 40) == "𠮷" * 15
    assert sheet_name("''") == "_"


def test_a_missing_folder_is_a_sentence(tmp_path, shape):
    with pytest.raises(OutputError):
        blank.write_ledger(tmp_path / "没有" / "x.xlsx", shape)


WORDS = st.text(st.sampled_from("甲乙丙𠮷喆·ABC=+-@12 &<>\"'"), min_size=1, max_size=12).map(
    lambda word: "字" + word + "字"
)


@given(
    st.lists(
        st.tuples(
            WORDS,
            st.dates(date(1990, 1, 1), date(2099, 12, 31)),
            st.sampled_from(["上门", "电话", "函件"]),
            st.integers(0, 200),
            st.decimals(0, 10**9, places=2),
            st.lists(WORDS, max_size=3),
        ),
        min_size=1,
        max_size=6,
    )
)
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_what_is_typed_into_the_empty_ledger_is_read_back(ledger, shape, tmp_path, rows):
    book = openpyxl.load_workbook(ledger)
    at = {text.strip("*※"): index for index, text in enumerate(headers(book[MAIN]), start=1)}
    child_row = 5
    for number, (name, day, method, floors, cost, places) in enumerate(rows, start=1):
        values = {"序号": number, "工程编号": f"SL-{number}", "回访日期": day, "回访方式": method}
        values |= {"层数": floors, "费用(元)": float(cost), "建设单位名称": name}
        for header, value in values.items():
            cell = book[MAIN].cell(number + 4, at[header], value)
            cell.data_type = "s" if isinstance(value, str) else cell.data_type
        for place in places:
            book[CHILD].cell(child_row, 1, number)
            book[CHILD].cell(child_row, 2, place).data_type = "s"
            child_row += 1
    path = tmp_path / "填好.xlsx"
    book.save(path)
    intake = reader.read(path, shape)
    assert intake.findings == ()
    assert [record.data for record in intake.records] == [
        {
            "project_no": f"SL-{number}",
            "visited_on": day,
            "visit_method": method,
            "floors": floors,
            "cost": cost,
            "owner": {"name": name},
        }
        | ({"issues": [{"location": place} for place in places]} if places else {})
        for number, (name, day, method, floors, cost, places) in enumerate(rows, start=1)
    ]


# -- YAML -----------------------------------------------------------------------------------------


def test_the_empty_yaml_names_every_field_and_can_be_read_back(tmp_path, shape):
    path = tmp_path / "空白.yaml"
    skeleton.write_yaml(path, shape)
    text = path.read_text(encoding="utf-8")
    assert "# 回访日期(签发前必填);如 2026-09-01;例:2026-09-01\nvisited_on:" in text
    assert "可选:上门、电话、函件" in text
    (record,) = reader.read(path, shape).records
    assert record.data == {}
    assert record.findings == ()
    assert {f.name for f in shape.fields} <= set(record.places)


def test_every_line_of_the_empty_yaml_may_be_filled_or_commented_out(tmp_path, shape):
    lines = skeleton.skeleton_text(shape).splitlines()
    path = tmp_path / "记录.yaml"
    path.write_text("\n".join(f"#{line}" for line in lines), encoding="utf-8")
    assert reader.read(path, shape).records == ()
    filled = [
        line.replace("#  - location:", "   - location: 屋面").replace(
            "project_no:", "project_no: 1"
        )
        for line in lines
    ]
    path.write_text("\n".join(filled), encoding="utf-8")
    (record,) = reader.read(path, shape).records
    assert record.data == {"project_no": "1", "issues": [{"location": "屋面"}]}


def test_rows_are_high_enough_for_their_longest_text(tmp_path, shape):
    path = tmp_path / "空白.xlsx"
    blank.write_ledger(path, shape, example={"opinion": "长" * 100})
    sheet = openpyxl.load_workbook(path)[MAIN]
    assert sheet.row_dimensions[4].height >= 6 * 15
    assert row_height(["一\n二"], [10]) == 33
    assert row_height([], []) == 18
    assert row_height(["长" * 9_999], [10]) < 409
