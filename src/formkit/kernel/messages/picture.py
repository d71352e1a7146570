"""Sentences about pictures: places in templates, and the pictures that go there."""

from __future__ import annotations

from formkit.kernel.i18n import N_
from formkit.kernel.messages.message import Message

MESSAGES = (
    # places in templates
    Message(
        "FK-PIC-001",
        N_("「{text}」的占位图不是普通图片"),
        N_("占位图应是直接插在段落或单元格里的一张图片,不在文本框、组合或形状里"),
        N_("用「插入→图片」另放一张图,在它的替代文字里写同样的名称,再删去原来的。"),
    ),
    Message(
        "FK-PIC-002",
        N_("{tag} 要放一张图片,数据里却没有名为「{value}」的图片"),
        N_("占位图的替代文字应写图片的名称,如 {{{{ form.qr }}}}"),
        N_("改正替代文字;这里本来要印文字的,把占位图换成 {{{{ 名称 }}}}。"),
    ),
    Message(
        "FK-PIC-003",
        N_("填好的文件里图片与数据不一致:应有 {expected} 张,找到 {actual} 张"),
        N_("每张图片都要原样放进文件,否则不发出文件"),
        N_("不要使用这份文件;在模板里把占位图删掉重插,仍不行的换回标准模板。"),
    ),
)
