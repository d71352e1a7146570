"""The main job from an empty folder to a clean audit, as a clerk does it."""

from __future__ import annotations

import re
import zipfile
from datetime import date

import openpyxl
import pytest
from docx import Document

from formkit import catalog
from formkit.kernel.resources import samples_folder


def document_text(data: bytes, tmp_path) -> str:
    path = tmp_path / "读回.docx"
    path.write_bytes(data)
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_ten_rows_three_of_them_wrong_become_seven_then_ten_documents(clerk, visit, tmp_path):
    # a workspace, its projects typed into the ledger that comes with it
    assert clerk.runs("init", ".", "--company", "示例建筑工程有限公司", "--code", "SLJZ").code == 0
    clerk.types(
        "数据/竣工工程台账.xlsx",
        [
            {
                "序号": 1,
                "工程编号": "P2026-001",
                "工程名称": "云岭市示例花园小区二期3#住宅楼工程",
                "工程地点": "示例省云岭市新城区示范大道与样板路交叉口东北侧",
                "工程类别": "房屋建筑",
                "结构类型": "剪力墙",
                "建设单位名称": "示例置业(云岭)有限公司",
                "开工日期": date(2024, 3, 18),
                "竣工日期": "2026.5.10",
                "竣工验收合格日期": "2026年5月20日",
                "交付日期": "2026/6/1",
                "施工合同编号": "SLJZ-HT-2024-018",
                "合同签订日期": "2024-02-26",
                "工程状态": "已交工",
                "设计合理使用年限": 50,
                "项目经理": "赵建模",
                "项目部状态": "未撤场",
            }
        ],
    )
    clerk.types(
        "数据/竣工工程台账.xlsx",
        [
            {
                "序号": 1,
                "保修项目": "地基基础和主体结构",
                "期限数值": 50,
                "期限单位": "合理使用年限",
            },
            {"序号": 1, "保修项目": "屋面防水", "期限数值": 5, "期限单位": "年"},
        ],
        sheet="保修条款",
    )
    imported = clerk.runs("project", "import", "数据/竣工工程台账.xlsx")
    assert imported.code == 0, imported.out
    assert "新登记  P2026-001" in imported.out
    assert "未变 1 个" in clerk.runs("project", "import", "数据/竣工工程台账.xlsx").out

    # an empty ledger, ten rows typed in, three of them wrong in different ways
    assert clerk.runs("blank", "工程回访记录", "-o", "回访台账.xlsx").code == 0
    rows = [visit(number) for number in range(1, 11)]
    rows[2] |= {"回访类别": "定期会访"}  # no such kind
    rows[5] |= {"回访日期": "2026.11.31", "填表日期": "2026-11-30"}  # no such day
    rows[8] |= {"通知函送达日期": "2026/10/25"}  # 15 days before the visit: R11 asks for 20
    clerk.types("回访台账.xlsx", rows)

    checked = clerk.runs("check", "工程回访记录", "回访台账.xlsx", "--annotate", "批注.xlsx")
    assert checked.code == 4
    assert "通过 7 份,有误 3 份" in checked.out
    assert "是否指「定期回访」" in checked.out
    assert "2026.11.31" in checked.out
    line = next(line for line in checked.out.splitlines() if "R11-07 错误" in line)
    assert "回访台账.xlsx!O13" in line
    assert "只提前 15 天,应提前 20 天" in line
    assert "《回访服务控制程序》1.4.1" in line
    assert "「提前20天通知顾客单位" in line
    marked = openpyxl.load_workbook(clerk.folder / "批注.xlsx")
    assert "R11-07" in marked.worksheets[0]["O13"].comment.text
    assert not list((clerk.folder / "输出").iterdir())

    # seven documents; the three rows are reported and left out
    filled = clerk.runs("fill", "工程回访记录", "回访台账.xlsx")
    assert filled.code == 4
    assert "有误 3 份,新出 7 份" in filled.out
    seven = clerk.made()
    assert len(seven) == 7
    text = document_text(seven[min(seven)], tmp_path)
    assert "使用正常,<门窗> & 防水良好。" in text
    assert "☑定期回访" in text
    assert "云岭市示例花园小区二期3#住宅楼工程" in text

    # corrected: three more, the seven untouched, numbers without a gap
    clerk.changes("回访台账.xlsx", 3, "回访类别", "定期回访")
    clerk.changes("回访台账.xlsx", 6, "回访日期", "2026.11.6")
    clerk.changes("回访台账.xlsx", 6, "填表日期", "2026.11.6")
    clerk.changes("回访台账.xlsx", 9, "通知函送达日期", "2026/10/20")
    filled = clerk.runs("fill", "工程回访记录", "回访台账.xlsx")
    assert filled.code == 0, filled.out
    assert "新出 3 份,未变 7 份" in filled.out
    ten = clerk.made()
    assert {name: ten[name] for name in seven} == seven
    numbers = sorted(re.match(r"SLJZ-GCB-HF-2026-(\d{4})", name)[1] for name in ten)
    assert numbers == [f"{n:04d}" for n in range(1, 11)]

    # the same again changes nothing
    assert "未变 10 份" in clerk.runs("fill", "工程回访记录", "回访台账.xlsx").out
    assert clerk.made() == ten

    # one changed row is revision 2 of the same number
    clerk.changes("回访台账.xlsx", 4, "使用情况和意见", "补充:地下室有一处渗水。")
    revised = clerk.runs("fill", "工程回访记录", "回访台账.xlsx")
    assert "改版 1 份,未变 9 份" in revised.out
    assert "改动:使用情况和意见" in revised.out
    [new] = set(clerk.made()) - set(ten)
    assert new.startswith("SLJZ-GCB-HF-2026-0003_")
    assert "第2版" in new

    # one is voided, and the audit is clean
    voided = clerk.runs("register", "void", "SLJZ-GCB-HF-2026-0007", "--reason", "顾客信息填错")
    assert voided.code == 0
    again = clerk.runs("fill", "工程回访记录", "回访台账.xlsx")
    assert "已作废 1 份" in again.out
    assert "FK-REG-016" in again.out
    listed = clerk.runs("register", "list", "--json").data
    assert [row["status"] for row in listed].count("作废") == 1
    audited = clerk.runs("register", "audit")
    assert audited.code == 0
    assert "没有问题" in audited.out


@pytest.mark.parametrize(
    "name",
    ["工程回访记录", "顾客投诉反馈处理单", "建筑安装工程保修证书", "顾客及相关方满意度调查表"],
)
def test_every_record_has_a_blank_ledger_a_skeleton_and_a_form_to_fill_in_by_hand(office, name):
    for suffix in ("xlsx", "yaml", "docx"):
        assert office.runs("blank", name, "-o", f"空白.{suffix}").code == 0
        assert (office.folder / f"空白.{suffix}").stat().st_size > 500
        again = office.runs("blank", name, "-o", f"空白.{suffix}")
        assert again.code == 7
        assert "FK-OUT-008" in again.err
    untouched = office.runs("check", name, "空白.xlsx")
    assert "FK-IN-067" in untouched.out  # the example row is no record
    assert untouched.code == 4


def test_a_changed_date_in_the_same_row_is_still_the_same_record(office, visit):
    office.types("回访台账.xlsx", [visit(1), visit(2)])
    assert "新出 2 份" in office.runs("fill", "visit_record", "回访台账.xlsx").out
    office.changes("回访台账.xlsx", 2, "回访日期", "2026.11.20")
    office.changes("回访台账.xlsx", 2, "填表日期", "2026.11.20")
    said = office.runs("fill", "visit_record", "回访台账.xlsx")
    assert "改版 1 份,未变 1 份" in said.out
    assert "FK-REG-017" in said.out
    assert "SLJZ-GCB-HF-2026-0002" in said.out


def test_a_lost_file_is_put_back_with_the_same_bytes_and_a_changed_one_is_left_alone(office, visit):
    office.types("回访台账.xlsx", [visit(1), visit(2)])
    office.runs("fill", "visit_record", "回访台账.xlsx")
    before = office.made()
    first, second = sorted(before)
    (office.folder / "输出" / first).unlink()
    (office.folder / "输出" / second).write_bytes(b"changed by hand")
    audited = office.runs("register", "audit")
    assert audited.code == 7
    assert "FK-REG-012" in audited.out
    assert "FK-REG-013" in audited.out
    said = office.runs("fill", "visit_record", "回访台账.xlsx")
    assert "未变 2 份" in said.out
    assert "FK-REG-018" in said.out
    assert office.made()[first] == before[first]
    assert office.made()[second] == b"changed by hand"


def test_facts_recorded_after_signing_do_not_make_a_new_paper(office, visit):
    office.types("回访台账.xlsx", [visit(1)])
    office.runs("fill", "visit_record", "回访台账.xlsx")
    before = office.made()
    for header, value in {
        "顾客认可签字人": "欧阳喆",
        "顾客认可签字日期": "2026-11-02",
        "顾客认可已签字": "是",
    }.items():
        office.changes("回访台账.xlsx", 1, header, value)
    said = office.runs("fill", "visit_record", "回访台账.xlsx")
    assert "补录 1 份" in said.out
    assert office.made() == before


def test_a_waiver_is_printed_and_kept_in_the_register(office, visit):
    office.types("回访台账.xlsx", [visit(9, 通知函送达日期="2026/11/1")])
    refused = office.runs("fill", "visit_record", "回访台账.xlsx")
    assert refused.code == 5
    said = office.runs(
        "fill",
        "visit_record",
        "回访台账.xlsx",
        "--waive",
        "R11-07=顾客来函要求提前",
        "--by",
        "冯样板",
    )
    assert said.code == 0
    assert "已由冯样板豁免:顾客来函要求提前" in said.out
    [shown] = office.runs("register", "show", "SLJZ-GCB-HF-2026-0001", "--json").data["documents"]
    assert shown["findings"][0]["waiver"] == {"reason": "顾客来函要求提前", "by": "冯样板"}


def test_the_project_is_typed_once_and_a_contradiction_is_told(office, visit):
    office.types("回访台账.xlsx", [visit(1, 工程名称="云岭市示例花园小区一期")])
    said = office.runs("check", "visit_record", "回访台账.xlsx")
    assert "云岭市示例花园小区一期" in said.out
    assert "云岭市示例花园小区二期3#住宅楼工程" in said.out


def test_the_survey_goes_out_as_word_and_as_excel_under_one_number(office):
    sample = samples_folder() / "satisfaction_survey.yaml"
    assert "新出" in office.runs("fill", "满意度调查表", sample).out
    assert "新出" in office.runs("fill", "满意度调查表", sample, "--medium", "xlsx").out
    again = office.runs("fill", "满意度调查表", sample)
    assert "新出" not in again.out
    numbers = {name.split("_")[0] for name in office.made()}
    assert len(numbers) * 2 == len(office.made())
    assert office.runs("register", "audit").code == 0


def test_the_demo_makes_every_record_and_again_changes_nothing(clerk):
    first = clerk.runs("demo", "演示", "--json")
    assert first.code == 0
    made = {item["file"] for item in first.data}
    assert all((clerk.folder / "演示" / name).is_file() for name in made)
    assert {item["title"] for item in first.data} == {one.title for one in catalog.records()}
    with zipfile.ZipFile(clerk.folder / "演示" / first.data[-1]["file"]) as photographed:
        pictures = [name for name in photographed.namelist() if name.endswith(".jpeg")]
    assert len(pictures) == 4
    second = clerk.runs("demo", "演示", "--json")
    assert {item["outcome"] for item in second.data} == {"未变"}
