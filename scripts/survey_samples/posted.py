"""The surveys that were sent out: everybody on the lists gets one, under a clock that stands still.

The same lists give the same numbers and the same bytes. Each row is for one returned file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from formkit.kernel.clock import CHINA, FixedClock
from formkit.kernel.resources import samples_folder
from formkit.pipeline.projects import import_projects
from formkit.pipeline.setup import CompanyEntry, init
from formkit.pipeline.surveys.issue import Wish, issue
from formkit.pipeline.workspace import Workspace, find
from formkit.surveys.anchors import Style

FOLDER = samples_folder() / "surveys"
LISTS = FOLDER / "名单"
MAPPINGS = FOLDER / "映射"
SENT_ON = date(2026, 9, 1)
CLOCK = FixedClock(datetime(2026, 9, 30, 9, 0, tzinfo=CHINA))
SURVEYOR = "沈样张(安质部,质量员)"
VOID = "已作废的编号.xlsx"  # what came back after its number had been voided


@dataclass(frozen=True)
class Round:
    """One list of respondents and how they are asked; for each the returned file that answers."""

    list: str
    bank: str
    style: Style
    project: str
    unit: str
    kind: str
    files: str

    def write(self) -> None:
        """Write the list of respondents."""
        rows = [("序号", "工程编号", "单位", "类别")]
        for number, _file in enumerate(self.files.split(), start=1):
            rows.append((str(number), self.project, self.unit.format(number), self.kind))
        text = "".join(",".join(row) + "\n" for row in rows)
        (LISTS / self.list).write_bytes(text.encode("utf-8"))


ROUNDS = (
    Round("五级勾选.csv", "五级", Style.TICKS, "P2026-001", "示例花园3#楼{:02d}室", "使用单位", """
    好_五级勾选.xlsx 好_有意见和不适用.xlsx 两个勾.xlsx 打圈打叉.xlsx
    勾在格外.xlsx 格旁写字.xlsx 格内写字.xlsx 斜线表示不适用.xlsx
    Wingdings勾.xlsx 各种勾.xlsx 两栏都填.xlsx 填错栏.xlsx 全空.xlsx
    答题不到八成.xlsx 漏答两题.xlsx 公式有结果.xlsx 公式没有结果.xlsx
    错误值.xlsx 1904日期.xlsx 日期写成文字.xlsx 日期不存在.xlsx
    总体评价写成别的词.xlsx 题目改了.xlsx 插入了行.xlsx 删了一题.xlsx
    改了表名.xlsx 隐藏表丢失.xlsx 标识全部丢失.xlsx 名称丢失.xlsx
    合并了选项格.xlsx 隐藏行有答案.xlsx 加了密码保护的表.xlsx 多了一张答过的表.xlsx
    带批注.xlsx 题库不认识.xlsx 别的版次.xlsx 已作废的编号.xlsx 别的工程.xlsx
    编号没有登记.xlsx 两处编号不一致.xlsx 答了两次_先.xlsx openpyxl另存.xlsx
    LibreOffice另存.xlsx 旧格式.xls 带宏.xlsm 外部链接.xlsx
    没有传完.xlsx 压缩炸弹.xlsx 别的表格.xlsx Word_好_换成☑.docx
    Word_好_框后打勾.docx Word_好_有意见.docx Word_好_内容控件.docx
    Word_两个勾.docx Word_打圈.docx Word_修订痕迹.docx
    Word_删了一行.docx Word_别的文件.docx
    """),
    Round("五级两式.csv", "五级", Style.BOTH, "P2026-001", "样例物业服务第{}中心", "物业",
          "好_五级两式只用下拉.xlsx 勾和下拉不一致.xlsx"),
    Round("三级下拉.csv", "三级", Style.LISTS, "P2025-007", "海拓样例智能装备第{}车间", "使用单位",
          "好_三级下拉.xlsx"),
    Round("在建五级勾选.csv", "五级", Style.TICKS, "P2026-015", "样例监理项目部第{}组", "监理单位",
          "好_在建填Ⅱ栏.xlsx Word_好_在建.docx"),
    Round("五级勾选_格外作答.csv", "五级", Style.TICKS, "P2026-001", "示例花园5#楼{:02d}室",
          "使用单位", """
    画的复选框.xlsx 画的选项按钮.xlsx 画了按钮和标签.xlsx 勾划掉一半.xlsx
    文本框里写字.xlsx 批注里答题.xlsx
    """),
    Round("五级勾选_填得不准.csv", "五级", Style.TICKS, "P2026-001", "示例花园6#楼{:02d}室",
          "使用单位", """
    Word_没有日期.docx Word_好_中文日期.docx Word_发放前签.docx Word_日期不存在.docx
    Word_还没到的日期.docx Word_勾在两项之间.docx Word_勾在框前.docx Word_勾在行末.docx
    没有日期.xlsx Word_划掉的勾.docx Word_总体评价划掉.docx Word_题目后打勾.docx
    Word_表下写更正.docx Word_表下打勾.docx Word_换了单位.docx
    表下写更正.xlsx 表下打勾.xlsx 换了工程.xlsx 白字的勾.xlsx 格式不显示的勾.xlsx
    调查表被隐藏.xlsx
    """),
)  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """A survey that was sent out: the workbook and the Word print under one number."""

    number: str
    workbook: bytes
    paper: bytes


def prepared(folder: Path) -> Workspace:
    """Return a new workspace in that folder with the sample projects and one being built."""
    init(folder, CompanyEntry(name="示例建筑工程有限公司", code="SLJZ", phone="010-55501234"))
    workspace = find(folder, clock=CLOCK)
    for ledger in (samples_folder() / "projects.yaml", FOLDER / "在建工程.yaml"):
        done = import_projects(workspace, ledger)
        if done.faulty:
            raise ValueError(done)
    return workspace


def post(workspace: Workspace) -> dict[str, Sheet]:
    """Send a survey to everybody on the lists; return what was sent by the file that answers it.

    The number that comes back too late is voided.
    """
    sent: dict[str, Sheet] = {}
    output = workspace.folder() / "发出"
    for one in ROUNDS:
        path = LISTS / one.list
        wish = Wish(one.bank, respondents=path, style=one.style, sent_on=SENT_ON,
                    surveyor=SURVEYOR, output=output)  # fmt: skip
        made = issue(workspace, wish)
        if made.exit_code:
            raise ValueError(made.as_dict())
        records = zip(one.files.split(), made.report.records(), made.workbooks, strict=True)
        for key, record, line in records:
            paper = workspace.folder() / record.file
            workbook = workspace.folder() / line.file
            sent[key] = Sheet(record.number, workbook.read_bytes(), paper.read_bytes())
    register = workspace.register()
    with register.writing() as writing:
        writing.void(sent[VOID].number, "发错了单位,已另发")
    register.close()
    return sent
