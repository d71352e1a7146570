"""What the tables of a Word print of the survey say, and all that stands beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from formkit.kernel.text import narrow
from formkit.ooxml import names, text, xml
from formkit.ooxml.names import w
from formkit.ooxml.package import Package
from formkit.schemas.satisfaction_survey.record import Section
from formkit.surveys.reading import emphasis, signing
from formkit.surveys.reading.emphasis import Faint, Look

FEWEST_CELLS: Final = 3  # of a row with an item: number, text, options
OVERALL: Final = "总体评价"
SIGNED: Final = "签字处"
"""What the place to sign is called in `written`."""
_NUMBER = re.compile(r"编号[::]\s*(\S+)")
_PROJECT = "工程编号"
_CAPTIONS = {"Ⅱ栏": Section.BUILDING, "Ⅲ栏": Section.DELIVERED}
_TEXTS = {"最满意的方面": "best_aspect", "最不满意的方面": "worst_aspect", "意见和建议": "comments"}
_READ = frozenset((_PROJECT, OVERALL, *_TEXTS))
_SIGNED, _SIGNED_UNTIL = signing.LABEL, "以下由施工单位统计"
_CHECKED, _UNCHECKED = "☑", "□"
_CHECKBOX = f"{{{names.WORD_2010}}}checkbox"
_STATE = f"{{{names.WORD_2010}}}checked"
_VALUE = f"{{{names.WORD_2010}}}val"
_ON = frozenset({"1", "true", "on"})
_ELSEWHERE = re.compile(r"word/(header|footer|comments|footnotes|endnotes)\d*\.xml")
_CALLED = {"header": "页眉", "footer": "页脚", "comments": "批注"}

Rows = list[list[str]]


@dataclass
class Paper:
    """What the tables of the document give, bit by bit.

    By half and number: items (words and line of options), looks, lines (of every such row), beside
    (what stands behind the options, where we write the points). written: with the label before it,
    all that stands where no answer stands, what we print included.
    """

    number: str = ""
    project_no: str = ""
    items: dict[tuple[Section, int], tuple[str, str]] = field(default_factory=dict)
    looks: dict[tuple[Section, int], Look] = field(default_factory=dict)
    lines: dict[tuple[Section, int], list[str]] = field(default_factory=dict)
    beside: dict[tuple[Section, int], str] = field(default_factory=dict)
    overall: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    signed: str = ""
    written: list[tuple[str, str]] = field(default_factory=list)


def read(package: Package, root: xml.Element) -> Paper:
    """Return what a print says; `root`: its main part, which is changed: boxes become signs."""
    _show_checkboxes(root)
    paper = _paper(_rows(root), [emphasis.look(list(_cells(row))) for row in root.iter(w("tr"))])
    paper.written += _outside(package, root)
    return paper


def without(root: xml.Element, faint: Faint) -> Paper | None:
    """Return what the tables say without what is struck out, or white; None: nothing is.

    `root`: as `read` leaves it.
    """
    if not any(map(faint.holds, root.iter(w("r")))):
        return None
    rest = deepcopy(root)
    for run in list(rest.iter(w("r"))):
        parent = run.getparent()
        if parent is not None and faint.holds(run):
            parent.remove(run)
    rows = _rows(rest)
    return _paper(rows, [Look()] * len(rows))


def _show_checkboxes(root: xml.Element) -> None:
    """Let every check box of Word say by a sign of ours whether it is checked."""
    for control in root.iter(w("sdt")):
        box = control.find(f"{w('sdtPr')}/{_CHECKBOX}")
        content = control.find(w("sdtContent"))
        if box is None or content is None:
            continue
        state = box.find(_STATE)
        checked = state is not None and state.get(_VALUE, "1") in _ON
        shown_by = list(content.iter(w("t"), w("sym")))
        for index, one in enumerate(shown_by):
            one.tag = w("t")
            one.text = (_CHECKED if checked else _UNCHECKED) if index == 0 else ""


def _rows(root: xml.Element) -> Rows:
    return [
        ["\n".join(text.paragraphs(cell)).strip() for cell in _cells(row)]
        for row in root.iter(w("tr"))
    ]


def _cells(row: xml.Element) -> Iterator[xml.Element]:
    """Yield the cells of a row, also those inside a content control."""
    for child in row:
        if child.tag == w("tc"):
            yield child
        elif child.tag == w("sdt"):
            content = child.find(w("sdtContent"))
            if content is not None:
                yield from content.findall(w("tc"))


def _paper(rows: Rows, looks: Sequence[Look]) -> Paper:
    paper = Paper()
    section: Section | None = None
    is_signed = False
    for cells, look in zip(rows, looks, strict=True):
        line = "".join(cells)
        caption = next((s for words, s in _CAPTIONS.items() if line.startswith(words)), None)
        section = caption or section
        match = _NUMBER.search(line)
        if match and not paper.number and "表号" not in match.string[: match.start()]:
            paper.number = match[1]
        is_signed = (is_signed or _SIGNED in narrow(line)) and _SIGNED_UNTIL not in line
        if is_signed:
            paper.signed += f"{line}\n"
            continue
        if section and len(cells) >= FEWEST_CELLS and cells[0].isdecimal():
            key = (section, int(cells[0]))
            paper.items.setdefault(key, (cells[1], cells[2]))
            paper.looks.setdefault(key, look)
            paper.lines.setdefault(key, []).append(cells[2])
            paper.beside[key] = "".join(cells[FEWEST_CELLS:])
            continue
        for label, value in pairwise(["", *cells]):
            if label == _PROJECT:
                paper.project_no = paper.project_no or value
            elif label == OVERALL:
                paper.overall = value
            elif label in _TEXTS and value:
                paper.texts[_TEXTS[label]] = value
            if value and label not in _READ and not _NUMBER.search(value):
                paper.written.append((label, value))
    return paper


def _outside(package: Package, root: xml.Element) -> Iterator[tuple[str, str]]:
    """Yield what stands outside the tables: around them, in heads and feet, in comments."""
    rest = deepcopy(root)
    for table in list(rest.iter(w("tbl"))):
        parent = table.getparent()
        if parent is not None:
            parent.remove(table)
    yield from (("", one) for one in text.paragraphs(rest) if one.strip())
    for part, data in package.parts.items():
        if found := _ELSEWHERE.fullmatch(part):
            called = _CALLED.get(found[1], "脚注")
            yield from ((called, one) for one in text.paragraphs(data) if one.strip())
