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
    Message(
        "FK-PDF-020",
        N_("编号 {number} 已经作废"),
        N_("作废的记录不再出 PDF"),
        N_("核对编号;确要留一份,打开当时的 Word 文件另存为 PDF。"),
    ),
    Message(
        "FK-PDF-021",
        N_("编号 {number} 的文件不见了,或出件以后被改过"),
        N_("PDF 应由登记过的文件转成"),
        N_("用原来的数据再执行一次 formkit fill 补出文件;要转改过的文件,直接写文件名。"),
    ),
    Message(
        "FK-PDF-022",
        N_("没有编号符合「{pattern}」"),
        "",
        N_("用 formkit register list 查看已有的编号;文件名应写全,包括 .docx、.xlsx。"),
    ),
    Message(
        "FK-PDF-023",
        N_("单独的文件不能由表样直接排版"),
        N_("--engine typst 只用于登记过的编号"),
        N_("改写编号,或去掉 --engine typst。"),
    ),
    Message(
        "FK-PDF-024",
        N_("编号 {number} 的 PDF 按登记库的最新内容和 formkit 的表样排版,与已出的文件可能不同"),
        "",
        N_("已出的文件用了本公司的模板,或出件以后又有补录;要一模一样的,用 --engine office。"),
    ),
    Message(
        "FK-PDF-025",
        N_("「{name}」是文件夹"),
        N_("应写编号或文件名"),
        N_("写出文件夹里的文件,如 {name}/*.docx。"),
    ),
)
