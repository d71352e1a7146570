"""Sentences about sheets described as data (`layout:` in forms/<slug>.yaml)."""

from __future__ import annotations

from formkit.kernel.i18n import N_
from formkit.kernel.messages.message import Message

MESSAGES = (
    Message(
        "FK-LAY-001",
        N_("版式「{where}」写成了「{value}」"),
        N_("此处应是{expected}"),
        N_("按 forms/ 中其他表样的写法改正"),
    ),
    Message(
        "FK-LAY-002",
        N_("版式「{where}」中没有「{key}」这一项"),
        N_("此处可用:{known}"),
        N_("改正拼写或删去该项"),
    ),
    Message(
        "FK-LAY-003",
        N_("版式「{where}」缺少「{key}」"),
        N_("此项必须写明"),
        N_("补上该项"),
    ),
    Message(
        "FK-LAY-004",
        N_("版式「{where}」的文字「{text}」里花括号不合写法"),
        N_("字段写作 {{字段名}},行文中留空写作 {{字段名:12}},手写横线写作 {{:12}}"),
        N_("检查括号是否成对、是否半角,字段名只用小写英文字母、数字、下划线和点"),
    ),
    Message(
        "FK-LAY-005",
        N_("版式「{where}」各列宽合计 {total} 毫米"),
        N_("应等于版心宽 {width} 毫米"),
        N_("调整各列宽度(columns 或 width)"),
    ),
    Message(
        "FK-LAY-006",
        N_("版式「{where}」第 {row} 行的单元格共占 {covered} 列"),
        N_("该表格有 {columns} 列,每行须恰好占满"),
        N_("调整该行单元格的 span"),
    ),
    Message(
        "FK-LAY-007",
        N_("版式中两条竖线相距只有 {gap} 毫米(距左边 {left} 和 {right} 毫米处)"),
        N_("同一张表的竖线应对齐,不对齐的应相距 {limit} 毫米以上"),
        N_("把相近的列宽改成一致"),
    ),
    Message(
        "FK-LAY-008",
        N_("版式「{where}」的「{block}」不能印在 Excel 表上"),
        N_("Excel 表只用标题、表格、栏目文字和注"),
        N_("从清单的 media 中删去 xlsx,或改用可用的版块"),
    ),
)
