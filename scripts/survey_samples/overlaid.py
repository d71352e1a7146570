"""Workbooks whose answers stand in no cell, or are struck out in part."""

from __future__ import annotations

from lxml import etree

from survey_samples.book import tag
from survey_samples.overlay import Control, Note, laid_over, threaded
from survey_samples.posted import Sheet
from survey_samples.workbooks import GOOD, answered, returned

_OPTIONS = ("很满意", "满意", "一般")


@returned("画的复选框.xlsx")
def _check_boxes(sheet: Sheet) -> bytes:
    book = answered(sheet, GOOD[:3] + "-" + GOOD[4:])
    boxes = [Control(book.box(4, word), ticked=word == "满意", caption=word) for word in _OPTIONS]
    return laid_over(book.save(), boxes)


@returned("画的选项按钮.xlsx")
def _option_buttons(sheet: Sheet) -> bytes:
    """As Excel 2007 saves it: in VML alone, a cell beside the form told which one is ticked."""
    book = answered(sheet, "-" + GOOD[1:])
    link, ways = "$L$3", "vml"
    book.put("L3", 1.0)
    buttons = [
        Control(book.box(1, word), "Radio", word == "很满意", word, link, ways=ways)
        for word in _OPTIONS
    ]
    return laid_over(book.save(), buttons)


@returned("画了按钮和标签.xlsx")
def _buttons_and_labels(sheet: Sheet) -> bytes:
    book = answered(sheet)
    button = Control("J3", "Button", caption="打印")
    return laid_over(book.save(), [button, Control(f"J{book.row_of(2)}", "Label", caption="满意")])


@returned("勾划掉一半.xlsx")
def _struck_in_part(sheet: Sheet) -> bytes:
    book = answered(sheet, GOOD[:4] + "-" + GOOD[5:])
    cell = book.put(book.box(5, "满意"), "√ ")
    text = book.strings[int(cell.findtext(tag("v")))]
    for child in list(text):
        text.remove(child)
    for sign, struck in (("√", True), (" ", False)):
        run = etree.SubElement(text, tag("r"))
        looks = etree.SubElement(run, tag("rPr"))
        if struck:
            etree.SubElement(looks, tag("strike"))
        etree.SubElement(looks, tag("rFont")).set("val", "宋体")
        part = etree.SubElement(run, tag("t"))
        part.text = sign
        part.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return book.save()


@returned("文本框里写字.xlsx")
def _text_box(sheet: Sheet) -> bytes:
    book = answered(sheet)
    return laid_over(book.save(), notes=[Note(book.box(3, "一般"), "地漏返味,请来看一次")])


@returned("批注里答题.xlsx")
def _answered_in_a_comment(sheet: Sheet) -> bytes:
    book = answered(sheet, GOOD[:6] + "-" + GOOD[7:])
    return threaded(book.save(), book.box(7, "满意"), "这一题满意")
