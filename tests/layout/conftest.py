"""A small sheet that uses every block, and the ways to read what was emitted."""

from __future__ import annotations

import io
import textwrap
import zipfile

import pytest
from lxml import etree
from ruamel.yaml import YAML

from formkit.layout import blocks
from formkit.layout.word_styles import PARAGRAPH_STYLES, TABLE_STYLES
from formkit.layout.word_stylesheet import styles_part

SHEET = """
title: 样表
layout:
  running_head: true
  blocks:
    - title: {text: "{form.title}", left: "单位:{form.unit}", right: "编号:{form.number}"}
    - grid:
        columns: [30, 50, 30, 50]
        rows:
          - {height: {filled: 6, blank: 9}, cells: [{label: 工程名称, text: "{project.name}", span: 3}]}
          - [{label: 日期, text: "{day}"}, {label: 附件, each: attachments, text: "{name} {count} 张"}]
          - {height: 20, cells: [一行标签, {text: "由{who:8}负责,签名{:6}", span: 3, vertical: top, bold: true}]}
    - rows:
        each: issues
        height: 7
        at_least: 2
        spare: 1
        caption: 问题清单
        note: 注:可续页。
        small: true
        columns:
          - {head: 序号, width: 10, text: "{index}", align: center}
          - {head: 问题, width: 110, text: "{problem}"}
          - {head: 签字, width: 40}
    - grid:
        columns: [80, 80]
        together: true
        rows:
          - [{text: 意见, span: 2}]
          - height: 24
            signatures:
              - {role: 顾客意见:, opinion: "{confirm.opinion}", seal: true}
              - {role: 回访人:, date: false}
    - notes: [注:第一条, "填表人:{by}"]
"""

MORE = """
title: 册子
layout:
  running_head: {left: "{form.title}"}
  blocks:
    - cover:
        title: "{form.title}"
        right: "编号:{form.number}"
        lines: [{label: 工程名称, text: "{project.name}"}]
        foot: ["{form.unit}", (盖章)]
    - page_break: {}
    - heading: 一、要求
    - clauses: {each: requirements, at_least: 2}
    - paragraphs: {items: ["兹证明{name}属实。"], bold: true}
    - paragraphs: {items: [不缩进的一段], indent: false}
    - page_break: {orientation: landscape}
    - rows:
        each: entries
        columns: [{head: 日期, width: 100, text: "{day}"}, {head: 签字, width: 147}]
"""


def parsed(text: str):
    return YAML().load(textwrap.dedent(text))


@pytest.fixture
def sheet_text() -> str:
    return SHEET


@pytest.fixture
def sheet():
    manifest = parsed(SHEET)
    return blocks.load(manifest, source="样表.yaml"), manifest


@pytest.fixture
def booklet():
    manifest = parsed(MORE)
    return blocks.load(manifest, source="册子.yaml"), manifest


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Styles:
    """The styles of a document, as a program looks up what holds for a paragraph or a table."""

    def __init__(self, styles: bytes) -> None:
        self.all = {
            one.get(f"{W}styleId"): one for one in etree.fromstring(styles).iter(f"{W}style")
        }

    def line(self, key: str) -> list[etree._Element]:
        """Return the style and those it rests on."""
        found = [self.all[key]]
        while (below := found[-1].find(f"{W}basedOn")) is not None:
            found.append(self.all[below.get(f"{W}val")])
        return found

    def value(self, asked: str | etree._Element, path: str, attribute: str = "val") -> str | None:
        """Return what a paragraph or a table says of itself, or its style, or the nearest base."""
        said = (one.get(f"{W}{attribute}") for one in self._found(asked, path))
        return next((one for one in said if one is not None), None)

    def has(self, asked: str | etree._Element, path: str) -> bool:
        """Tell whether a property without a value (keepNext) holds."""
        return bool(self._found(asked, path))

    def _found(self, asked: str | etree._Element, path: str) -> list[etree._Element]:
        if isinstance(asked, str):
            holders = self.line(asked)
        else:
            (named,) = asked[0].iter(f"{W}pStyle", f"{W}tblStyle")
            holders = [asked, *self.line(named.get(f"{W}val"))]
        steps = "/".join(f"{W}{step}" for step in path.split("/"))
        return [one for holder in holders if (one := holder.find(steps)) is not None]


@pytest.fixture
def every_style() -> Styles:
    """Return all styles that a template may use."""
    return Styles(styles_part([one.key for one in (*PARAGRAPH_STYLES, *TABLE_STYLES)]))


@pytest.fixture
def styles_of():
    """Return what gives the styles of a Word file."""

    def found(document: bytes) -> Styles:
        with zipfile.ZipFile(io.BytesIO(document)) as package:
            return Styles(package.read("word/styles.xml"))

    return found
