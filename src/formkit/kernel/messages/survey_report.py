"""Sentences about reports on surveys."""

from __future__ import annotations

from formkit.kernel.i18n import N_
from formkit.kernel.messages.message import Message

MESSAGES = (
    Message(
        "FK-SUR-140",
        N_("「{value}」不是统计期"),
        N_("统计期写季度、年、月或起止,如 2026Q3、2026、2026-07、2026-07..2026-09"),
        N_("改正 --period;不写就是全部。"),
    ),
    Message(
        "FK-SUR-141",
        N_("汇总表「{name}」写好后读回,与应写的内容不一致:{where}"),
        N_("读回的每一格应与写入的相同"),
        N_("汇总表没有写出。请再执行一次;仍不行时,把这条提示发给维护人员。"),
    ),
    Message(
        "FK-SUR-142",
        N_("「{name}」的扩展名不是 {suffix}"),
        N_("汇总表写成 .xlsx,分析报告写成 .docx"),
        N_("改正文件名。"),
    ),
    Message(
        "FK-SUR-143",
        N_("「{name}」与这份不同(数据变了,或有人填改过),没有覆盖;本份存为「{other}」"),
        "",
        N_("旧的不要了,就删去它。"),
    ),
    Message(
        "FK-SUR-144",
        N_("本机没有中文字体,没有附图表"),
        N_("图表上的字用印宋体的字体"),
        N_("装一种中文字体(见 docs/fonts.md),再执行一次同样的命令,就出带图表的下一版。"),
    ),
)
