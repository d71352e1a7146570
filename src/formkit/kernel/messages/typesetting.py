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
)
