"""Sentences about sending surveys."""

from __future__ import annotations

from formkit.kernel.i18n import N_
from formkit.kernel.messages.message import Message

MESSAGES = (
    Message(
        "FK-SUR-020",
        N_("调查工作簿「{name}」写好后读回,与应写的内容不一致:{where}"),
        N_("读回的每一格应与写入的相同"),
        N_("这份没有发出。请再执行一次;仍不行时,把这条提示和题库文件一并发给维护人员。"),
    ),
)
