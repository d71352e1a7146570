"""The printable form of a survey's workbook: what stands in which cell, on two pages of A4."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from formkit.kernel.dates import format_date
from formkit.kernel.i18n import N_, _
from formkit.schemas.satisfaction_survey.bank import Bank, Item
from formkit.schemas.satisfaction_survey.record import Mark, Section
from formkit.schemas.view import View
from formkit.surveys import anchors
from formkit.surveys.anchors import Style
from formkit.surveys.canvas import HEI, PLAIN, Canvas, Cell, Look

PAGE_POINTS = 715.0  # A4 upright within the margins
_LABEL_MM, _ITEM_MM, _RATING_MM = 24.0, 52.0, 26.0
_OPTIONS_MM = 78.0  # all columns of options together
_SECOND_LABEL_MM = 19.0  # the least that a label needs
_ROWS = (23.0, 21.0, 19.0)  # points, the first that lets Ⅰ栏 and Ⅱ栏 stand on one page
_TALL, _WIDE = 30.0, 76.0
_CENTRE = {"align": "center"}
_HEAD = {"align": "center", "bold": True}
_SMALL = {"font_size": 9}
_TITLE = {"font_name": HEI, "font_size": 18, "align": "center"}
_TOP = {"valign": "top"}
_DAY = {"num_format": 'yyyy"年"m"月"d"日"', "align": "left"}
_TEXT = {"num_format": "@", "align": "left"}

# Ⅰ栏 as on paper: label and what the view calls it, one or two to a row.
_FIRST_PART: tuple[tuple[tuple[str, str], ...], ...] = (
    (("工程名称", "project.project_name"),),
    (("工程地点", "project.location"),),
    (("工程编号", "project_no"), ("合同编号", "project.contract_no")),
    (("开工日期", "project.start_on"), ("竣工日期", "project.completed_on")),
    (("施工单位", "contractor.name"), ("项目经理", "project.project_manager")),
    (("工程状态", "project.phase"), ("发放日期", "sent_on")),
    (("调查日期", "surveyed_on"), ("调查人", "surveyor")),
    (("调查方式", "method"),),
    (("调查对象类别", "respondent_kind"),),
    (("调查对象单位", "respondent_unit"),),
    (("调查对象\n姓名、职务", "respondent_parts"), ("调查对象\n电话", "respondent_parts.phone")),
)
_SIGN = N_("填表人签字、单位盖章(以电子邮件发回的,可以不签)")
_HOW = {
    Style.TICKS: N_(
        "填写办法:在适用的格内点选“√”(点格子右侧的小箭头,或直接输入 √),"
        "每题只选一项;不涉及的题选“不适用”。"
    ),
    Style.LISTS: N_(
        "填写办法:在“评价”栏点选一项(点格子右侧的小箭头),每题只选一项;不涉及的题选“不适用”。"
    ),
    Style.BOTH: N_(
        "填写办法:在适用的格内点选“√”,或在“评价”栏点选一项,两处填一处即可;"
        "每题只选一项,不涉及的题选“不适用”。"
    ),
}


@dataclass(frozen=True, slots=True)
class Sending:
    """How a survey is sent out.

    style: how items are answered. due_on: until when it is wanted back; None: no day is named.
    return_to: to whom it goes back and whom to ask, in words; may be empty.
    """

    style: Style = Style.TICKS
    due_on: date | None = None
    return_to: str = ""


def form_sheet(view: View, bank: Bank, sending: Sending, section: Section | None) -> Canvas:
    """Return the form with the highest rows that keep each half on a page of its own."""
    tries = (_Form(view, bank, sending, section, row=row).canvas() for row in _ROWS)
    made = next(tries)
    while not made.breaks and (lower := next(tries, None)):
        made = lower
    return made


class _Form:
    """Lays the form out: title, instructions, Ⅰ栏, the items of both halves, what comes below."""

    def __init__(
        self,
        view: View,
        bank: Bank,
        sending: Sending,
        section: Section | None,
        *,
        row: float,
    ) -> None:
        self._view, self._bank, self._sending, self._section = view, bank, sending, section
        self._style, self._row = sending.style, row
        self._options = max((len(item.choices) for item in bank.items), default=1)
        self._canvas = Canvas(self._widths())
        self._label_end = self._second_label()

    def _widths(self) -> list[float]:
        columns = self._options + 1  # 不适用
        if not self._style.ticks:  # the label beside the first part's second value; the answer
            return [_LABEL_MM, _ITEM_MM, _RATING_MM, _OPTIONS_MM - _RATING_MM]
        room, item = _OPTIONS_MM, _ITEM_MM
        if self._style.lists:
            room, item = room - 14, item - 8
        widths = [_LABEL_MM, item, *([room / columns] * columns)]
        return [*widths, _RATING_MM - 4] if self._style.lists else widths

    def _second_label(self) -> int:
        """Return the last column of the second label in a row of Ⅰ栏."""
        widths, end = self._canvas.widths, 2
        while sum(widths[2 : end + 1]) < _SECOND_LABEL_MM and end < len(widths) - 2:
            end += 1
        return end

    def canvas(self) -> Canvas:
        """Return the whole sheet."""
        canvas, form = self._canvas, self._view["form"]
        last = canvas.last
        canvas.add(_TALL, canvas.cell(0, last, form["title"], _TITLE))
        unit = canvas.cell(0, 1, f"单位:{form['unit']}")
        number = canvas.cell(2, last, f"编号:{form['number']}", {"align": "right"})
        canvas.add(18, unit, number)
        for line in (_(_HOW[self._style]), self._until()):
            canvas.add(15, canvas.cell(0, last, line, _SMALL))
        top = canvas.row
        self._first_part()
        self._half(Section.BUILDING)
        canvas.frames.append((top, canvas.row - 1))
        if sum(canvas.heights) <= PAGE_POINTS:
            canvas.breaks.append(canvas.row)
        top = canvas.row
        self._half(Section.DELIVERED)
        self._below()
        canvas.frames.append((top, canvas.row - 1))
        return canvas

    def _until(self) -> str:
        due, back = self._sending.due_on, self._sending.return_to
        until = f"请于{format_date(due)}前" if due else "请"
        ask = f"有疑问请联系:{back}。" if back else ""
        return f"{until}填好、保存,将本文件原样发回;只有空白的答题格可以填写,其余已锁定。{ask}"

    def _first_part(self) -> None:
        canvas = self._canvas
        canvas.add(self._row, canvas.cell(0, canvas.last, "Ⅰ栏(本栏由施工单位填写)", _HEAD))
        for row in _FIRST_PART:
            (label, path), *more = row
            end = 1 if more else canvas.last
            cells = [canvas.cell(0, 0, label, _CENTRE), canvas.cell(1, end, self._said(path))]
            for second, other in more:
                cells.append(canvas.cell(2, self._label_end, second, _CENTRE))
                cells.append(canvas.cell(self._label_end + 1, canvas.last, self._said(other)))
            canvas.add(self._row, *cells)

    def _said(self, path: str) -> str:
        """Return what the paper prints there."""
        value: object = self._view
        for step in path.split("."):
            value = value.get(step, "") if isinstance(value, dict) else ""
        if isinstance(value, dict):  # a person: name, department, title
            parts = (str(value.get(part) or "") for part in ("name", "dept", "title"))
            return " ".join(part for part in parts if part)
        return str(value)

    def _half(self, section: Section) -> None:
        canvas = self._canvas
        opened = self._section in (None, section)
        note = self._view["section_2_note" if section is Section.BUILDING else "section_3_note"]
        canvas.add(self._row, canvas.cell(0, canvas.last, f"{section}栏({note})", _HEAD))
        runs = groupby(self._bank.section(section), key=lambda item: item.choices)
        for run, (choices, items) in enumerate(runs, start=1):
            self._heading(section, run, choices)
            for item in items:
                self._item(item, opened=opened)

    def _heading(self, section: Section, run: int, choices: tuple[str, ...]) -> None:
        name = anchors.head_name(section, run)
        canvas, small = self._canvas, {**_CENTRE, **_SMALL}
        words: list[tuple[int, str]] = []
        if self._style.ticks:
            words = list(enumerate(self._columns(choices), start=2))
        if self._style.lists:
            words.append((canvas.last, anchors.RATING))
        cells = [
            canvas.cell(0, 0, anchors.ITEM_NO, _CENTRE, name=name),
            canvas.cell(1, self._item_end, anchors.ITEM, _CENTRE),
            *(canvas.cell(at, at, word, small) for at, word in words),
        ]
        canvas.add(28 if self._style.ticks else self._row, *cells)

    @property
    def _item_end(self) -> int:
        """The last column of an item's text."""
        return 1 if self._style.ticks else self._canvas.last - 1

    def _columns(self, choices: tuple[str, ...]) -> list[str]:
        """Return the words above the columns to tick; a scale with fewer options leaves some."""
        left = [""] * (self._options - len(choices))
        return [*choices, *left, anchors.NOT_APPLICABLE]

    def _item(self, item: Item, *, opened: bool) -> None:
        canvas = self._canvas
        name = anchors.item_name(item.section, item.item_no)
        cells: list[Cell] = [
            canvas.cell(0, 0, item.item_no, _CENTRE, name=name),
            canvas.cell(1, self._item_end, item.text),
        ]
        tick = (anchors.TICK,) if opened else ()
        if self._style.ticks:
            for at, word in enumerate(self._columns(item.choices), start=2):
                cells.append(canvas.cell(at, at, "", _CENTRE, choices=tick if word else ()))
        if self._style.lists:
            words = (*item.choices, anchors.NOT_APPLICABLE) if opened else ()
            cells.append(canvas.cell(canvas.last, canvas.last, "", _CENTRE, choices=words))
        canvas.add(self._row, *cells)

    def _below(self) -> None:
        """Add 总体评价, the remarks, who filled the sheet in, the place to sign."""
        canvas, last = self._canvas, self._canvas.last
        overall = self._bank.overall
        offered = overall.choices if overall else tuple(mark.value for mark in Mark)
        rating = replace(self._answer("overall", 1, last), choices=offered)
        canvas.add(self._row, self._label("overall", 0, 0), rating)
        for field, height in (
            ("best_aspect", _WIDE / 2),
            ("worst_aspect", _WIDE / 2),
            ("comments", _WIDE),
        ):
            canvas.add(height, self._label(field, 0, 0), self._answer(field, 1, last, _TOP))
        end = self._label_end
        for one, other, look in (("name", "title", _TEXT), ("phone", "filled_on", _DAY)):
            canvas.add(
                self._row,
                self._label(one, 0, 0),
                self._answer(one, 1, 1, _TEXT),
                self._label(other, 2, end),
                self._answer(other, end + 1, last, look),
            )
        canvas.add(_WIDE, canvas.cell(0, last, _(_SIGN), _TOP))

    def _label(self, field: str, first: int, last: int) -> Cell:
        return self._canvas.cell(first, last, anchors.FIELDS[field], _CENTRE)

    def _answer(self, field: str, first: int, last: int, look: Look = PLAIN) -> Cell:
        name = anchors.field_name(field)
        return self._canvas.cell(first, last, "", look, answer=True, name=name)
