"""What the tests of returned surveys share: an office with surveys sent out and a mailbox."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import openpyxl

from formkit.kernel.clock import FixedClock
from formkit.pipeline.surveys.returns import ImportWish, import_surveys
from formkit.pipeline.workspace import Workspace

NOW = FixedClock(datetime(2026, 11, 25, 9, 30))
TODAY = NOW.today()
FIRST, SECOND = "SLJZ-AZB-MYD-2026-0001", "SLJZ-AZB-MYD-2026-0002"
WORDS = dict(zip("abcden", ("很满意", "满意", "一般", "不满意", "很不满意", "不适用"), strict=True))
GOOD = "aaabbbbbca"


@dataclass
class Office:
    """A workspace with two surveys sent out, and a folder for what comes back."""

    workspace: Workspace
    mail: Path

    def back(
        self,
        name: str,
        marks: str = GOOD,
        number: str = FIRST,
        *,
        also: str = "",
        filled_on: date | None = TODAY,
    ) -> Path:
        """Put a workbook of that number, ticked, into the mail; `also`: more ticks, on item 1."""
        (sent,) = (self.workspace.folder() / "输出").glob(f"{number}_调查表_*.xlsx")
        book = openpyxl.load_workbook(sent)
        sheet = book["调查表"]
        for item, mark in enumerate(marks, start=1):
            where = book.defined_names[f"_fk_item_3_{item}"].attr_text.split("!")[1]
            row = sheet[where.replace("$", "")].row
            for word in (WORDS.get(mark), *(WORDS[one] for one in also if item == 1)):
                if word:
                    sheet.cell(row, self.column(sheet, row, word)).value = "√"
        day = book.defined_names["_fk_field_filled_on"].attr_text.split("!")[1].replace("$", "")
        sheet[day].value = filled_on
        path = self.mail / name
        book.save(path)
        return path

    @staticmethod
    def column(sheet, row, word):
        for above in range(row, 0, -1):
            for cell in sheet[above]:
                if cell.value == word:
                    return cell.column
        raise AssertionError(word)

    def take(self, *paths: Path, **wish):
        return import_surveys(self.workspace, paths or (self.mail,), ImportWish(**wish))

    def files(self):
        register = self.workspace.register()
        with register.replies() as replies:
            found = list(replies.files())
        register.close()
        return found

    def stored(self):
        register = self.workspace.register()
        with register.replies() as replies:
            found = list(replies.all())
        register.close()
        return found


def outcomes(report):
    return {line.name: line.outcome for line in report.files}


def codes(line):
    return [finding.code for reply in line.replies for finding in reply.findings]


def ticked(docx: bytes) -> bytes:
    """Return the print with 满意 ticked on every item of Ⅲ栏."""
    old, new = zipfile.ZipFile(io.BytesIO(docx)), io.BytesIO()
    with zipfile.ZipFile(new, "w") as made:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "word/document.xml":
                before, after = data.decode().split("Ⅲ栏(", 1)
                data = (before + "Ⅲ栏(" + after.replace(" □满意", " ☑满意")).encode()
            made.writestr(entry, data)
    return new.getvalue()


ITEMS = [
    "主体结构质量", "观感质量", "使用功能", "防水与安装质量", "竣工资料移交",
    "保修的及时性", "维修质量", "回访工作", "服务态度", "投诉处理",
]  # fmt: skip


def export(office: Office, name: str, *answers: list[str], unit: str = "示例置业") -> Path:
    head = ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP"]
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow([*head, *(f"{n}、{item}" for n, item in enumerate(ITEMS, 1)), "11、单位名称"])
    for number, answer in enumerate(answers, start=1):
        moment = f"2026/9/{number} 12:00:00"
        table.writerow([number, moment, "60秒", "链接", "直接", "192.0.2.1", *answer, unit])
    path = office.mail / name
    path.write_bytes(written.getvalue().encode("utf-8-sig"))
    return path


def mapped(office: Office, more: str = "project_no: P2026-001\n") -> Path:
    path = office.mail.parent / "映射.yaml"
    path.write_text("bank: 五级\nfixed: {发放日期: 2026-09-01, 调查人: 沈样张}\n" + more, "utf-8")
    return path
