"""Sentences about files and folders that cannot be written."""

from __future__ import annotations

from formkit.kernel.i18n import N_
from formkit.kernel.messages.message import Message

MESSAGES = (
    Message(
        "FK-OUT-001",
        N_("文件夹「{name}」不存在,无法写入"),
        N_("输出位置应是已有的文件夹"),
        N_("先建好这个文件夹,或换一个输出位置,再执行一次同样的命令;已登记的记录不会重复。"),
    ),
    Message(
        "FK-OUT-002",
        N_("文件夹「{name}」不允许写入"),
        N_("输出位置应可写"),
        N_("检查只读属性和权限,或换一个输出位置,再执行一次同样的命令。"),
    ),
    Message(
        "FK-OUT-003",
        N_("磁盘已满,无法写入「{name}」"),
        N_("磁盘应有足够的剩余空间"),
        N_("腾出空间或换一个磁盘,再执行一次同样的命令;没有留下半个文件,编号也没有用掉。"),
    ),
    Message(
        "FK-OUT-004",
        N_("文件「{name}」正被别的程序占用"),
        N_("写入时文件不能在 Word、Excel 或 WPS 中打开"),
        N_("关闭正在打开它的程序,再执行一次同样的命令。"),
    ),
    Message(
        "FK-OUT-005",
        N_("写入「{name}」时系统报告故障,代码 {reason}"),
        "",
        N_("检查磁盘和网络盘是否正常,再执行一次同样的命令。"),
    ),
    Message(
        "FK-OUT-006",
        N_("「{name}」处已有一个同名文件,不能当文件夹用"),
        N_("输出位置应是文件夹"),
        N_("换一个文件夹名,或移走那个文件,再执行一次同样的命令。"),
    ),
    Message(
        "FK-OUT-007",
        N_("文件名「{name}」过长,系统不接受"),
        "",
        N_("换一个路径较短的输出文件夹,再执行一次同样的命令。"),
    ),
    Message(
        "FK-OUT-008",
        N_("「{name}」已经存在"),
        N_("不覆盖已有的文件"),
        N_("换一个文件名,或先移走原文件,再执行一次同样的命令。"),
    ),
    Message(
        "FK-OUT-009",
        N_("文件「{name}」正被占用,已另存为「{other}」"),
        "",
        N_("关闭占用它的程序;以另存的文件为准。"),
    ),
    Message(
        "FK-OUT-010",
        N_("「{name}」已被另一个文件占用,没有覆盖,本份存为「{other}」"),
        "",
        N_("核对原来那个文件是什么:不要的移走;它若也是签发的文件,请核对登记库是否用了旧备份。"),
    ),
)
