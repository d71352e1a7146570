"""The sentence about a bug."""

from __future__ import annotations

from formkit.kernel.i18n import N_
from formkit.kernel.messages.message import Message

MESSAGES = (
    Message(
        "FK-BUG-001",
        N_("程序出了没有料到的故障({kind});已经写好并登记的文件都有效"),
        "",
        N_("请把文件「{note}」发给维护人员。"),
    ),
)
