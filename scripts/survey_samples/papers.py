"""Word prints that came back as files, ticked on the screen."""

from __future__ import annotations

import re
from collections.abc import Callable

from survey_samples.book import packed, unpacked
from survey_samples.posted import Sheet
from survey_samples.workbooks import GOOD, WORDS, returned

_PART = "word/document.xml"
_ROW = re.compile(r"<w:tr>.*?</w:tr>", re.DOTALL)
_SIGNED = "签字盖章"
_WORD14 = "http://schemas.microsoft.com/office/word/2010/wordml"


class Paper:
    """The document; `xml` is its text, with Ⅲ栏 in the middle of it."""

    def __init__(self, data: bytes) -> None:
        self.parts = unpacked(data)
        self.xml = self.parts[_PART].decode("utf-8")

    def save(self) -> bytes:
        """Return the file's bytes."""
        return packed(self.parts | {_PART: self.xml.encode("utf-8")})

    def row(self, item: int, section: str = "Ⅲ") -> str:
        """Return the table row of an item."""
        start = self.xml.index(f"{section}栏(")
        number = f'<w:t xml:space="preserve">{item}</w:t>'
        for found in _ROW.finditer(self.xml, start):
            if number in found[0] and "□" in found[0] + "☑":
                return found[0]
        raise KeyError(item)

    def change(self, item: int, edit: Callable[[str], str], section: str = "Ⅲ") -> None:
        """Edit the row of an item."""
        row = self.row(item, section)
        start = self.xml.index(f"{section}栏(")
        self.xml = self.xml[:start] + self.xml[start:].replace(row, edit(row), 1)

    def tick(self, item: int, word: str, mark: str = "☑", section: str = "Ⅲ") -> None:
        """Put a mark in place of an option's box."""
        pattern = re.compile(rf"□(?={word}(?:[ <]))")
        self.change(item, lambda row: pattern.sub(mark, row, count=1), section)

    def tick_all(self, marks: str = GOOD, mark: str = "☑", section: str = "Ⅲ") -> None:
        """Put a mark for every item."""
        for item, letter in enumerate(marks, start=1):
            if letter in WORDS:
                self.tick(item, WORDS[letter], mark, section)

    def write(self, label: str, text: str) -> None:
        """Write into the cell to the right of a label."""
        start = self.xml.index(f">{label}<")
        blank = '<w:t xml:space="preserve"></w:t>'
        at = self.xml.index(blank, start)
        told = f'<w:t xml:space="preserve">{text}</w:t>'
        self.xml = self.xml[:at] + told + self.xml[at + len(blank) :]

    def overall(self, word: str) -> None:
        """Tick the overall answer."""
        start = self.xml.index(">总体评价<")
        self.xml = self.xml[:start] + re.sub(rf"□(?={word}[ <])", "☑", self.xml[start:], count=1)

    def sign(self, day: str) -> None:
        """Write the day where it is signed."""
        start = self.xml.index(_SIGNED)
        blank = "    年  月  日"
        self.xml = self.xml[:start] + self.xml[start:].replace(blank, day, 1)


def ticked(
    sheet: Sheet, marks: str = GOOD, mark: str = "☑", section: str = "Ⅲ", day: str = "2026年9月19日"
) -> Paper:
    """Return the paper with every item ticked, signed on a day; "": on none."""
    paper = Paper(sheet.paper)
    paper.tick_all(marks, mark, section)
    paper.overall("满意")
    if day:
        paper.sign(day)
    return paper


@returned("Word_好_换成☑.docx")
def _good(sheet: Sheet) -> bytes:
    return ticked(sheet).save()


@returned("Word_好_框后打勾.docx")
def _beside_the_box(sheet: Sheet) -> bytes:
    return ticked(sheet, mark="□√").save()


@returned("Word_好_有意见.docx")
def _with_remarks(sheet: Sheet) -> bytes:
    paper = ticked(sheet, "bbbbnbbbbb", mark="√")
    paper.write("意见和建议", "电梯厅地砖有两块空鼓,请安排维修。")
    return paper.save()


@returned("Word_好_在建.docx")
def _being_built(sheet: Sheet) -> bytes:
    return ticked(sheet, "bbbabbbbcb", section="Ⅱ").save()


@returned("Word_好_内容控件.docx")
def _controls(sheet: Sheet) -> bytes:
    paper = ticked(sheet, "")

    def boxes(letter: str) -> Callable[[str], str]:
        def edit(row: str) -> str:
            head, line, tail = re.fullmatch(
                r'(.*)<w:r><w:t xml:space="preserve">(□[^<]*)</w:t></w:r>(.*)', row, re.DOTALL
            ).groups()
            made = "".join(
                _box(on=word == WORDS[letter])
                + f'<w:r><w:t xml:space="preserve">{word} </w:t></w:r>'
                for word in line.replace("□", "").split()
            )
            return head + made + tail

        return edit

    for item, letter in enumerate(GOOD, start=1):
        paper.change(item, boxes(letter))
    return paper.save()


def _box(*, on: bool) -> str:
    """Return Word's own check box."""
    return (
        f'<w:sdt><w:sdtPr><w14:checkbox xmlns:w14="{_WORD14}"><w14:checked w14:val="{int(on)}"/>'
        '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
        '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>'
        f"<w:sdtContent><w:r><w:t>{'☒' if on else '☐'}</w:t></w:r></w:sdtContent></w:sdt>"
    )


# the day it was signed


@returned("Word_没有日期.docx")
def _undated(sheet: Sheet) -> bytes:
    return ticked(sheet, day="").save()


@returned("Word_好_中文日期.docx")
def _day_in_words(sheet: Sheet) -> bytes:
    return ticked(sheet, day="二〇二六年九月三十日").save()


@returned("Word_发放前签.docx")
def _signed_before(sheet: Sheet) -> bytes:
    return ticked(sheet, day="2026.8.1").save()


@returned("Word_日期不存在.docx")
def _no_such_day(sheet: Sheet) -> bytes:
    return ticked(sheet, day="2026年9月31日").save()


@returned("Word_还没到的日期.docx")
def _signed_in_future(sheet: Sheet) -> bytes:
    return ticked(sheet, day="2027年9月19日").save()


# marks


@returned("Word_勾在两项之间.docx")
def _between_two(sheet: Sheet) -> bytes:
    return _lines(sheet, "□很满意 □满意 √ □一般 □不满意 □很不满意 □不适用")


@returned("Word_勾在框前.docx")
def _before_the_box(sheet: Sheet) -> bytes:
    return _lines(sheet, "□很满意 √□满意 □一般 □不满意 □很不满意 □不适用")


@returned("Word_勾在行末.docx")
def _behind_the_line(sheet: Sheet) -> bytes:
    return _lines(sheet, "□很满意 □满意 □一般 □不满意 □很不满意 √")


def _lines(sheet: Sheet, line: str) -> bytes:
    """Return the paper with this instead of the options of item 3, the others ticked."""
    paper = ticked(sheet, "aa-bbbbbca")
    printed = re.compile(r"□很满意 □满意 [^<]*")
    paper.change(3, lambda row: printed.sub(line, row, count=1))
    return paper.save()


# what is struck out, or stands where no answer stands


@returned("Word_划掉的勾.docx")
def _struck_tick(sheet: Sheet) -> bytes:
    paper = ticked(sheet)
    paper.change(4, lambda row: _struck(row, "☑满意"))
    return paper.save()


@returned("Word_总体评价划掉.docx")
def _struck_overall(sheet: Sheet) -> bytes:
    paper = ticked(sheet)
    start = paper.xml.index(">总体评价<")
    paper.xml = paper.xml[:start] + _struck(paper.xml[start:], "☑满意")
    return paper.save()


def _struck(xml: str, text: str) -> str:
    """Return the document with a line through the first such text."""
    run = f'<w:r><w:rPr><w:strike/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
    again = '<w:r><w:t xml:space="preserve">'
    return xml.replace(text, f"</w:t></w:r>{run}{again}", 1)


@returned("Word_题目后打勾.docx")
def _behind_the_question(sheet: Sheet) -> bytes:
    paper = ticked(sheet, "aa-bbbbbca")
    paper.change(3, lambda row: row.replace("使用功能", "使用功能 √", 1))
    return paper.save()


@returned("Word_表下写更正.docx")
def _correction_below(sheet: Sheet) -> bytes:
    return _below(ticked(sheet), "另:第3题应为很不满意,请更正。")


@returned("Word_表下打勾.docx")
def _tick_below(sheet: Sheet) -> bytes:
    return _below(ticked(sheet), "√")


def _below(paper: Paper, text: str) -> bytes:
    """Return the paper with a paragraph below the last table."""
    end = paper.xml.rindex("</w:tbl>") + len("</w:tbl>")
    written = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
    paper.xml = paper.xml[:end] + written + paper.xml[end:]
    return paper.save()


@returned("Word_换了单位.docx")
def _other_unit(sheet: Sheet) -> bytes:
    paper = ticked(sheet)
    start = paper.xml.index(">调查对象单位<")
    unit = re.compile(r"示例花园\d#楼\d\d室")
    paper.xml = paper.xml[:start] + unit.sub("示例花园9#楼09室", paper.xml[start:], count=1)
    return paper.save()


@returned("Word_两个勾.docx")
def _two_ticks(sheet: Sheet) -> bytes:
    paper = ticked(sheet)
    paper.tick(3, "一般")
    return paper.save()


@returned("Word_打圈.docx")
def _circle(sheet: Sheet) -> bytes:
    paper = ticked(sheet, "aa-bbbbbca")
    paper.tick(3, "很满意", "○")
    return paper.save()


@returned("Word_修订痕迹.docx")
def _tracked(sheet: Sheet) -> bytes:
    paper = ticked(sheet)

    def edit(row: str) -> str:
        old, new = "☑满意", "□满意"
        before, _run, after = re.fullmatch(
            r'(.*)(<w:r><w:t xml:space="preserve">□很满意 ☑满意[^<]*</w:t></w:r>)(.*)',
            row,
            re.DOTALL,
        ).groups()
        who = 'w:id="{}" w:author="欧阳样例" w:date="2026-09-19T10:00:00Z"'
        rest = '<w:r><w:t xml:space="preserve">□很满意 </w:t></w:r>'
        rest += f"<w:del {who.format(901)}><w:r><w:delText>{old}</w:delText></w:r></w:del>"
        rest += f"<w:ins {who.format(902)}><w:r><w:t>{new}</w:t></w:r></w:ins>"
        line = '<w:r><w:t xml:space="preserve"> ☑一般 □不满意 □很不满意 □不适用</w:t></w:r>'
        return before + rest + line + after

    paper.change(5, edit)
    return paper.save()


@returned("Word_删了一行.docx")
def _row_deleted(sheet: Sheet) -> bytes:
    paper = ticked(sheet)
    paper.change(7, lambda _row: "")
    return paper.save()


@returned("Word_别的文件.docx")
def _other_document(sheet: Sheet) -> bytes:
    paper = Paper(sheet.paper)
    start, end = paper.xml.index("<w:tbl>"), paper.xml.rindex("</w:tbl>") + len("</w:tbl>")
    text = "<w:p><w:r><w:t>关于近期维修安排的通知</w:t></w:r></w:p>"
    paper.xml = paper.xml[:start] + text + paper.xml[end:]
    return paper.save()
