"""Workbooks that came back: good ones, and each other one wrong in a way of its own."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
from openpyxl.styles import Font

from survey_samples.book import Book, stilled, tag
from survey_samples.posted import Sheet

WORDS = dict(zip("abcden", ("很满意", "满意", "一般", "不满意", "很不满意", "不适用"), strict=True))
GOOD = "aaabbbbbca"  # 23 of 30 points
Maker = Callable[[Sheet], bytes]
MAKERS: dict[str, Maker] = {}


def returned(name: str) -> Callable[[Maker], Maker]:
    """Note how a returned file is made."""

    def noted(maker: Maker) -> Maker:
        MAKERS[name] = maker
        return maker

    return noted


def answered(
    sheet: Sheet, marks: str = GOOD, *, section: int = 3, tick: str = "√", day: float = 46285.0
) -> Book:
    """Return the workbook with a tick for each mark, the overall answer, a name and a day."""
    book = Book(sheet.workbook)
    for item, mark in enumerate(marks, start=1):
        if mark in WORDS:
            book.put(book.box(item, WORDS[mark], section), tick)
    book.put(book.field("overall"), "满意")
    book.put(book.field("name"), "欧阳样例")
    book.put(book.field("filled_on"), day)
    return book


# good ones


@returned("好_五级勾选.xlsx")
def _good(sheet: Sheet) -> bytes:
    return answered(sheet).save()


@returned("好_有意见和不适用.xlsx")
def _with_remarks(sheet: Sheet) -> bytes:
    book = answered(sheet, "abababnbab", tick="✓")
    book.put(book.field("best_aspect"), "维修师傅态度好,随叫随到。")
    book.put(book.field("worst_aspect"), "地下室东北角雨后有渗水,望尽快处理。")
    book.put(book.field("comments"), "<保修卡>请补发 1 份 & 留个电话。")
    return book.save()


@returned("好_五级两式只用下拉.xlsx")
def _from_lists(sheet: Sheet) -> bytes:
    book = answered(sheet, "")
    for item, mark in enumerate(GOOD, start=1):
        book.put(book.box(item, "评价"), WORDS[mark])
    return book.save()


@returned("好_三级下拉.xlsx")
def _three_levels(sheet: Sheet) -> bytes:
    book = answered(sheet, "")
    for item, mark in enumerate("bbbbbcbbcd", start=1):
        book.put(book.box(item, "评价"), WORDS[mark])
    return book.save()


@returned("好_在建填Ⅱ栏.xlsx")
def _being_built(sheet: Sheet) -> bytes:
    return answered(sheet, "bbabbbabbb", section=2).save()


# marks


@returned("两个勾.xlsx")
def _two_marks(sheet: Sheet) -> bytes:
    book = answered(sheet)
    book.put(book.box(2, "一般"), "√")
    return book.save()


@returned("勾和下拉不一致.xlsx")
def _mark_against_list(sheet: Sheet) -> bytes:
    book = answered(sheet)
    book.put(book.box(4, "评价"), "不满意")
    return book.save()


@returned("打圈打叉.xlsx")
def _circle_and_cross(sheet: Sheet) -> bytes:
    book = answered(sheet, "--abbbbbca")
    book.put(book.box(1, "很满意"), "○")
    book.put(book.box(2, "一般"), "×")
    return book.save()


@returned("勾在格外.xlsx")
def _outside(sheet: Sheet) -> bytes:
    book = answered(sheet, "aa-bbbbbca")
    book.put(f"J{book.row_of(3)}", "√")
    return book.save()


@returned("格旁写字.xlsx")
def _text_beside(sheet: Sheet) -> bytes:
    book = answered(sheet)
    book.put(f"J{book.row_of(4)}", "厨房门口有渗水")
    return book.save()


@returned("格内写字.xlsx")
def _text_inside(sheet: Sheet) -> bytes:
    book = answered(sheet, GOOD[:5] + "-" + GOOD[6:])
    book.put(book.box(6, "满意"), "√但来得慢")
    return book.save()


@returned("斜线表示不适用.xlsx")
def _slashes(sheet: Sheet) -> bytes:
    book = answered(sheet, "aaab--bbca")
    for word in ("很满意", "满意", "一般", "不满意", "很不满意"):
        book.put(book.box(5, word), "/")
    book.put(book.box(6, "不适用"), "√")
    return book.save()


@returned("Wingdings勾.xlsx")
def _symbol_font(sheet: Sheet) -> bytes:
    book = answered(sheet, "")
    for item, mark in enumerate(GOOD, start=1):
        letter, font = (("ü", "Wingdings"), ("R", "Wingdings 2"), ("a", "Webdings"))[item % 3]
        book.in_font(book.box(item, WORDS[mark]), letter, font)
    return book.save()


@returned("各种勾.xlsx")
def _other_ticks(sheet: Sheet) -> bytes:
    book = answered(sheet, "")
    ticks = ("\u3000√ ", "✔", "☑", "■", "●", "Y", "1", "是", "v", "对")
    for item, (mark, tick) in enumerate(zip(GOOD, ticks, strict=True), start=1):
        book.put(book.box(item, WORDS[mark]), 1 if tick == "1" else tick)
    return book.save()


@returned("两栏都填.xlsx")
def _both_halves(sheet: Sheet) -> bytes:
    book = answered(sheet)
    for item in range(1, 11):
        book.put(book.box(item, "满意", section=2), "√")
    return book.save()


@returned("填错栏.xlsx")
def _wrong_half(sheet: Sheet) -> bytes:
    return answered(sheet, section=2).save()


@returned("全空.xlsx")
def _blank(sheet: Sheet) -> bytes:
    return sheet.workbook


@returned("答题不到八成.xlsx")
def _few(sheet: Sheet) -> bytes:
    return answered(sheet, "aabbb-----").save()


@returned("漏答两题.xlsx")
def _two_left_out(sheet: Sheet) -> bytes:
    return answered(sheet, "aaab-bb-ca").save()


@returned("公式有结果.xlsx")
def _formula(sheet: Sheet) -> bytes:
    book = answered(sheet, "-" + GOOD[1:])
    book.formula(book.box(1, "很满意"), 'IF(1=1,"√","")', "√")
    return book.save()


@returned("公式没有结果.xlsx")
def _formula_without_result(sheet: Sheet) -> bytes:
    book = answered(sheet, "-" + GOOD[1:])
    book.formula(book.box(1, "很满意"), 'IF(1=1,"√","")', None)
    return book.save()


@returned("错误值.xlsx")
def _error_value(sheet: Sheet) -> bytes:
    book = answered(sheet, "-" + GOOD[1:])
    book.formula(book.box(1, "满意"), "VLOOKUP(1,A1:B2,2,0)", "#N/A", "e")
    return book.save()


@returned("1904日期.xlsx")
def _other_epoch(sheet: Sheet) -> bytes:
    book = answered(sheet, day=44823.0)
    book.book.find(tag("workbookPr")).set("date1904", "1")
    return book.save()


@returned("日期写成文字.xlsx")
def _day_in_words(sheet: Sheet) -> bytes:
    book = answered(sheet)
    book.put(book.field("filled_on"), "二〇二六年九月十九日")
    return book.save()


@returned("没有日期.xlsx")
def _undated(sheet: Sheet) -> bytes:
    book = answered(sheet)
    book.put(book.field("filled_on"), "")
    return book.save()


@returned("日期不存在.xlsx")
def _no_such_day(sheet: Sheet) -> bytes:
    book = answered(sheet)
    book.put(book.field("filled_on"), "2026.9.31")
    return book.save()


@returned("总体评价写成别的词.xlsx")
def _other_word(sheet: Sheet) -> bytes:
    book = answered(sheet)
    book.put(book.field("overall"), "较满意")
    return book.save()


# rows, columns, sheets


@returned("题目改了.xlsx")
def _edited_item(sheet: Sheet) -> bytes:
    book = answered(sheet)
    book.put(f"B{book.row_of(4)}", "防水、门窗及水电安装质量")
    return book.save()


@returned("插入了行.xlsx")
def _inserted(sheet: Sheet) -> bytes:
    book = answered(sheet)
    row = book.row_of(6)
    book.insert(row, 2)
    book.put(f"A{book.row_of(3)}", 3)
    return book.save()


@returned("删了一题.xlsx")
def _deleted(sheet: Sheet) -> bytes:
    book = answered(sheet)
    book.delete(book.row_of(8))
    return book.save()


@returned("改了表名.xlsx")
def _renamed(sheet: Sheet) -> bytes:
    book = answered(sheet)
    book.rename("调查表", "示例花园 业主意见")
    return book.save()


@returned("隐藏表丢失.xlsx")
def _hidden_lost(sheet: Sheet) -> bytes:
    book = answered(sheet)
    book.drop_hidden()
    return book.save()


@returned("标识全部丢失.xlsx")
def _all_lost(sheet: Sheet) -> bytes:
    book = answered(sheet)
    book.drop_hidden()
    book.drop_names()
    book.drop_properties()
    return book.save()


@returned("名称丢失.xlsx")
def _names_lost(sheet: Sheet) -> bytes:
    book = answered(sheet)
    book.drop_names()
    return book.save()


@returned("合并了选项格.xlsx")
def _merged_boxes(sheet: Sheet) -> bytes:
    book = answered(sheet, "a-abbbbbca")
    left, right = book.box(2, "很满意"), book.box(2, "一般")
    book.put(left, "√")
    book.merge(f"{left}:{right}")
    return book.save()


@returned("隐藏行有答案.xlsx")
def _hidden_row(sheet: Sheet) -> bytes:
    book = answered(sheet)
    book.hide_row(book.row_of(9))
    return book.save()


@returned("加了密码保护的表.xlsx")
def _protected(sheet: Sheet) -> bytes:
    book = answered(sheet)
    protection = book.form.find(tag("sheetProtection"))
    protection.set("password", "CC3D")
    return book.save()


@returned("多了一张答过的表.xlsx")
def _second_answer_sheet(sheet: Sheet) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(answered(sheet).save()))
    copy = book.copy_worksheet(book["调查表"])
    copy.title = "调查表(2)"
    return saved(book)


@returned("带批注.xlsx")
def _commented(sheet: Sheet) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(answered(sheet).save()))
    comment = openpyxl.comments.Comment("这一条请再跟施工单位核实", "欧阳样例")
    book["调查表"]["C33"].comment = comment
    return saved(book)


# identity


@returned("题库不认识.xlsx")
def _unknown_bank(sheet: Sheet) -> bytes:
    other = "0123456789abcdef" * 4
    book = answered(sheet)
    book.say("bank_digest", other)
    book.drop_properties()
    mark = book.book.find(f".//{tag('definedName')}[@name='_fk_tpl']")
    mark.getparent().remove(mark)
    return book.save()


@returned("别的版次.xlsx")
def _other_version(sheet: Sheet) -> bytes:
    book = answered(sheet)
    book.say("form_version", "2")
    properties = book.parts["docProps/custom.xml"]
    book.parts["docProps/custom.xml"] = properties.replace(b">1</vt:lpwstr>", b">2</vt:lpwstr>")
    mark = book.book.find(f".//{tag('definedName')}[@name='_fk_tpl']")
    mark.text = mark.text.replace("|1|", "|2|")
    return book.save()


@returned("已作废的编号.xlsx")
def _void(sheet: Sheet) -> bytes:
    return answered(sheet).save()


@returned("别的工程.xlsx")
def _other_project(sheet: Sheet) -> bytes:
    book = answered(sheet)
    book.say("project_no", "P2025-007")
    return book.save()


@returned("编号没有登记.xlsx")
def _unknown_number(sheet: Sheet) -> bytes:
    number = "SLJZ-AZB-MYD-2026-0999"
    book = answered(sheet)
    book.say("survey_no", number)
    properties = book.parts["docProps/custom.xml"]
    book.parts["docProps/custom.xml"] = properties.replace(sheet.number.encode(), number.encode())
    return book.save()


@returned("两处编号不一致.xlsx")
def _spliced(sheet: Sheet) -> bytes:
    book = answered(sheet)
    book.say("survey_no", "SLJZ-AZB-MYD-2026-0001")
    return book.save()


@returned("答了两次_先.xlsx")
def _first_time(sheet: Sheet) -> bytes:
    return answered(sheet).save()


@returned("答了两次_后.xlsx")
def _second_time(sheet: Sheet) -> bytes:
    return answered(sheet, "caabbbbbca").save()


@returned("同一文件_副本.xlsx")
def _very_same(sheet: Sheet) -> bytes:
    return _good(sheet)


@returned("同样答案另存.xlsx")
def _saved_again(sheet: Sheet) -> bytes:
    return saved(openpyxl.load_workbook(io.BytesIO(_good(sheet))))


# programs


@returned("openpyxl另存.xlsx")
def _by_openpyxl(sheet: Sheet) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(answered(sheet, "").save()))
    form = book["调查表"]
    blank = Book(sheet.workbook)
    for item, mark in enumerate(GOOD, start=1):
        cell = form[blank.box(item, WORDS[mark])]
        cell.value, cell.font = "√", Font(name="宋体", bold=True)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """Return the workbook as openpyxl saves it."""
    stream = io.BytesIO()
    book.save(stream)
    return stilled(stream.getvalue())
