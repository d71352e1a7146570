"""Sentences about question banks, scoring policies and scores of surveys."""

from __future__ import annotations

from formkit.kernel.i18n import N_
from formkit.kernel.messages.message import Message

_BANKS = (
    Message(
        "FK-SUR-001",
        N_("没有名为「{name}」的题库"),
        N_("现有题库:{known}"),
        N_("{hint}改正题库的名称;本公司的题库放在工作区的 forms/surveys 文件夹"),
    ),
    Message(
        "FK-SUR-002",
        N_("题库「{name}」在同一个文件夹里有两个文件,另一个是 {other}"),
        N_("题库按 name 认,同一文件夹里不得重名"),
        N_("改掉其中一个的 name,或删去旧的文件"),
    ),
    Message(
        "FK-SUR-003",
        N_("题库中{section}栏的题号 {item_no} 用了两次"),
        N_("同一栏内题号不得重复"),
        N_("改正其中一个题号"),
    ),
    Message(
        "FK-SUR-004",
        N_("量表「{scale}」的选项不足 {fewest} 个或有重复"),
        N_("量表应列出调查表上的各个选项,如 [满意, 一般, 不满意]"),
        N_("写全选项,删去重复的"),
    ),
    Message(
        "FK-SUR-005",
        N_("题库没有一道题"),
        N_("sections 的Ⅱ栏或Ⅲ栏应列出题目"),
        N_("按随附的题库文件 levels-5.yaml 的写法补上题目"),
    ),
    Message(
        "FK-SUR-006",
        N_("题库的名称「{value}」不能使用"),
        N_("名称应为一行文字,不超过 {longest} 个字"),
        N_("改短名称;说明写在 title 里"),
    ),
    Message(
        "FK-SUR-007",
        N_("题库「{bank}」的量表「{scale}」没有列出「{mark}」"),
        N_("量表应列出得分最高的选项,否则谁也得不到满分"),
        N_("补上「{mark}」;本来就没有这一档的,改用没有这一档的量表"),
    ),
    Message(
        "FK-SUR-008",
        N_("题库「{bank}」的量表「{scale}」有选项「{mark}」,制度没有给它分值"),
        N_("制度给出分值的量表和选项:{known}"),
        N_("改用其中的量表和选项,或在制度参数中补上分值"),
    ),
)

MESSAGES = _BANKS
