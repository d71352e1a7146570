"""A small sheet that uses every block, and the ways to read what was emitted."""

from __future__ import annotations

import textwrap

import pytest
from ruamel.yaml import YAML

from formkit.layout import blocks

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
