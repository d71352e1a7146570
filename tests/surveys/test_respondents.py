"""Who is asked: read from a list with the places of its cells, or from a registered project."""

from __future__ import annotations

import openpyxl
import pytest

from formkit.schemas.satisfaction_survey.record import RespondentKind
from formkit.surveys.respondents import of_project, read_list, write_blank

HEAD = ["序号", "工程编号", "单位", "类别", "姓名", "职务", "电话", "邮箱"]
ROW = [1, "P2026-001", "示例置业(云岭)有限公司", "建设单位", "欧阳喆", "工程部经理", "138-0000-0001",
       "ou@example.com"]  # fmt: skip


@pytest.fixture
def typed(tmp_path):
    """Return what is read of a list with these rows."""

    def _typed(*rows, head=HEAD, projects=()):
        book = openpyxl.Workbook()
        for row in (head, *rows):
            book.active.append(row)
        book.save(tmp_path / "名单.xlsx")
        return read_list(tmp_path / "名单.xlsx", projects)

    return _typed


def test_a_row_becomes_the_surveys_own_fields_with_the_places_of_its_cells(typed):
    [one] = typed(ROW).asked
    assert one.raw.data == {
        "project_no": "P2026-001",
        "respondent_unit": "示例置业(云岭)有限公司",
        "respondent_kind": "建设单位",
        "respondent": {"name": "欧阳喆", "title": "工程部经理", "phone": "138-0000-0001"},
    }
    assert one.raw.places["respondent_unit"].cell == "C2"
    assert one.raw.places["respondent.phone"].cell == "G2"
    assert one.respondent.email == "ou@example.com"


def test_columns_in_any_order_under_other_names_and_without_mail_are_understood(typed):
    head = ["被调查单位", "联系电话", "联系人", "工程编号"]
    [one] = typed(["海拓样例公司", 13800000002, "阿卜杜拉•示例", "P2025-007"], head=head).asked
    assert one.findings == ()
    assert one.raw.data["respondent_kind"] == "建设单位"
    assert one.raw.data["respondent"]["name"] == "阿卜杜拉·示例"


def test_a_unit_without_a_person_is_asked_as_a_unit(typed):
    [one] = typed([1, "P2026-001", "样例监理", "监理单位"]).asked
    assert "respondent" not in one.raw.data


@pytest.mark.parametrize(
    ("changes", "code", "cell"),
    [
        ({1: None}, "FK-SUR-022", "B2"),
        ({2: None}, "FK-REC-003", "C2"),
        ({3: "建设方"}, "FK-REC-007", "D2"),
        ({6: "见名片"}, "FK-VAL", "G2"),
        ({7: "ou.example.com"}, "FK-SUR-021", "H2"),
    ],
)
def test_a_faulty_row_is_told_with_its_cell_and_asked_nothing(typed, changes, code, cell):
    row = [changes.get(index, value) for index, value in enumerate(ROW)]
    [one] = typed(row).asked
    assert one.respondent is None
    [found] = one.findings
    assert found.code.startswith(code)
    assert found.place.cell == cell


def test_where_one_project_is_named_a_row_need_not_name_it(typed):
    row = [1, None, "示例置业", "建设单位"]
    [one] = typed(row, projects=["P2026-001"]).asked
    assert one.raw.data["project_no"] == "P2026-001"


def test_rows_of_other_projects_are_left_out_and_faulty_ones_stay(typed):
    other = [2, "P2025-007", *ROW[2:]]
    nameless = [3, None, *ROW[2:]]
    asked = typed(ROW, other, nameless, projects=["P2026-001", "P2019-112"]).asked
    assert [one.raw.key for one in asked] == ["1", "3"]
    assert asked[1].findings[0].code == "FK-SUR-022"


def test_a_list_whose_header_is_wrong_asks_nobody(typed):
    found = typed(["P2026-001", "欧阳喆"], head=["工程编号", "姓名"])
    assert found.asked == ()
    assert any(one.blocks for one in found.findings)


def test_the_empty_list_is_read_back_as_empty_and_offers_the_kinds(tmp_path):
    path = tmp_path / "名单.xlsx"
    write_blank(path)
    assert read_list(path).asked == ()
    assert [one.code for one in read_list(path).findings] == ["FK-IN-067"]
    book = openpyxl.load_workbook(path)
    head = next(row for row in book.worksheets[0].iter_rows(values_only=True) if row[0] == "序号")
    assert [str(one).rstrip("*") for one in head] == HEAD
    kinds = [cell.value for cell in book["字典"]["A"]][1:]
    assert kinds == [kind.value for kind in RespondentKind]


def test_without_a_list_the_projects_parties_are_asked(projects):
    both = [RespondentKind.OWNER, RespondentKind.SUPERVISOR]
    owner, supervisor = of_project("P2026-001", projects["P2026-001"], both)
    assert owner.raw.data["respondent"]["name"] == "欧阳喆"
    assert supervisor.raw.data["respondent_unit"] == "样例工程监理有限公司"
    assert supervisor.raw.data["respondent_kind"] == "监理单位"


def test_a_party_that_the_project_does_not_name_is_told(projects):
    [one] = of_project("P2019-112", projects["P2019-112"], [RespondentKind.SUPERVISOR])
    assert one.respondent is None
    assert one.findings[0].code == "FK-SUR-023"
    assert "监理单位" in one.findings[0].found


def test_the_guide_of_the_empty_list_says_how_it_is_sent_out(tmp_path):
    write_blank(tmp_path / "名单.xlsx")
    book = openpyxl.load_workbook(tmp_path / "名单.xlsx")
    told = "".join(str(cell) for sheet in book for row in sheet.values for cell in row if cell)
    assert "6. 填完用 formkit survey issue --respondents 发出" in told
    assert "formkit check" not in told
