"""Sentences about pages set straight from the layout, and about fonts."""

from __future__ import annotations

from formkit.kernel.i18n import N_
from formkit.kernel.messages.message import Message

MESSAGES = (
    Message(
        "FK-PDF-030",
        N_("表样排不成 PDF:{reason}"),
        N_("表样应能直接排版"),
        N_("检查 forms/ 中这张表的 layout;急用时加 --engine office 经 LibreOffice 转换。"),
    ),
    Message(
        "FK-PDF-031",
        N_("PDF 第 {page} 页的文字与数据不符:应为「{expected}」,读回「{actual}」"),
        N_("PDF 中的文字应与数据逐字一致"),
        N_("没有出件。改用 --engine office 转换;并把这一份数据和本消息交给维护人员。"),
    ),
    Message(
        "FK-FNT-001",
        N_("本机没有字体能印「{signs}」"),
        N_("每个字都应有字体"),
        N_("安装含该字的字体,或把字体文件放进工作区的「字体」文件夹;formkit doctor 列出缺的字体。"),
    ),
    Message(
        "FK-FNT-002",
        N_("「{sign}」(U+{point})在本机没有字体能印"),
        N_("每个字都应有字体;Word 文件不受影响,PDF 和预览里印不出这个字"),
        N_("安装含该字的字体,或放进工作区的「字体」文件夹,如 {fonts};见 formkit doctor"),
    ),
    Message(
        "FK-FNT-003",
        N_("字体清单 fonts.yaml 的{where}不合写法"),
        N_("每行一种字体:名称后面是字体名的列表,如 宋体: [SimSun, Songti SC]"),
        N_("照 formkit 自带的 forms/fonts.yaml 改正,或删去这个文件"),
    ),
    Message(
        "FK-FNT-004",
        N_("字体清单 fonts.yaml 里的「{face}」不是表样用的字体"),
        N_("名称只有 {faces}"),
        N_("{hint}改正名称,或删去这一行。"),
    ),
    Message(
        "FK-PAG-001",
        N_("印出来要 {pages} 页;最长的是「{field}」,{signs} 字"),
        N_("《{title}》应在 {limit} 页以内{apart}"),
        N_("删去{cuts},余 {kept} 字;不删也照印,多出的在续表上"),
    ),
    Message(
        "FK-PAG-002",
        N_("印出来要 {pages} 页;「{field}」有 {rows} 行"),
        N_("《{title}》应在 {limit} 页以内{apart}"),
        N_("不必改:第 {limit} 页之后的行印在续表上,同一编号;要收进 {limit} 页就减少行数或缩短文字"),
    ),
    Message(
        "FK-PAG-003",
        N_("印出来要 {pages} 页;较长的有{fields}"),
        N_("《{title}》应在 {limit} 页以内{apart}"),
        N_("删去{cuts},各余 {kept} 字;不删也照印,多出的在续表上"),
    ),
    Message(
        "FK-PAG-004",
        N_("只印出前 {count} 条"),
        "",
        N_("要看别的记录,用 --only 写序号,如 --only 25-30"),
    ),
    Message(
        "FK-PAG-005",
        N_("印出来要 {pages} 页;各栏长文字都缩到 {least} 字,也收不进 {limit} 页"),
        N_("《{title}》应在 {limit} 页以内{apart}"),
        N_("不必改:第 {limit} 页之后的内容印在续表上,同一编号"),
    ),
)
