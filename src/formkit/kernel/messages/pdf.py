"""Sentences about PDF files and the programs that make them."""

from __future__ import annotations

from formkit.kernel.i18n import N_
from formkit.kernel.messages.message import Message

MESSAGES = (
    Message(
        "FK-PDF-001",
        N_("转出的 PDF 打不开"),
        N_("PDF 应能打开、读出每一页"),
        N_("在 Word 或 WPS 中打开原文件,看是否正常,另存一份后再执行一次同样的命令。"),
    ),
    Message(
        "FK-PDF-002",
        N_("转出的 PDF 一页也没有"),
        N_("应至少有一页"),
        N_("在 Word 或 WPS 中打开原文件,看是否有内容可打印,改好后再执行一次同样的命令。"),
    ),
    Message(
        "FK-PDF-003",
        N_("转出的 PDF 里找不到「{text}」"),
        N_("PDF 上应能读出记录的编号"),
        N_("打开原文件,看编号是否印在纸面上、字体是否正常,改好模板后再执行一次同样的命令。"),
    ),
    Message(
        "FK-PDF-004",
        N_("没有通过 PDF/A-2b 核验({reasons}),已写成普通 PDF"),
        N_("归档用的 PDF 应符合 PDF/A-2b"),
        N_("去掉原文件里的透明图片、特殊字体或嵌入内容,再执行一次同样的命令。"),
    ),
    Message(
        "FK-PDF-010",
        N_("本机没有能把 Word、Excel 文件转成 PDF 的程序"),
        N_("需要 LibreOffice,或 Windows 上的 Microsoft Word 和 Excel"),
        N_(
            "安装 LibreOffice(免费),再执行一次同样的命令;"
            "formkit 自己的表样也可用 --engine typst,不需要它。"
        ),
    ),
    Message(
        "FK-PDF-011",
        N_("{program} 转这个文件时没有反应,两次都超过 {seconds} 秒,已终止"),
        "",
        N_(
            "在 Word 或 WPS 中打开它,看是否过大或有异常内容,"
            "另存一份后再执行一次同样的命令;其余文件不受影响。"
        ),
    ),
    Message(
        "FK-PDF-012",
        N_("{program} 两次都没有把这个文件转成 PDF"),
        "",
        N_("在 Word 或 WPS 中打开它,看是否正常,另存一份后再执行一次同样的命令;其余文件不受影响。"),
    ),
    Message(
        "FK-PDF-013",
        N_("{program} 已安装,但连最简单的文件也转不出来"),
        N_("需要一个能用的 {program}"),
        N_("打开一次 {program},看是否能启动;重新安装后再执行一次同样的命令。"),
    ),
)
