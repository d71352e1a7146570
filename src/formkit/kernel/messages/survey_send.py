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
    Message(
        "FK-SUR-021",
        N_("「{value}」不是邮箱地址"),
        N_("应写成 名称@域名 的样子,一格一个"),
        N_("改正邮箱;不用邮件发送的,可以留空。"),
    ),
    Message(
        "FK-SUR-022",
        N_("没有写工程编号"),
        N_("每个调查对象应写明所评的工程"),
        N_("填上工程编号;名单里都是同一个工程的,也可在命令里写一个 --project 工程编号。"),
    ),
    Message(
        "FK-SUR-023",
        N_("工程 {project_no} 没有登记{kind}"),
        N_("没有名单时,调查对象取工程登记的单位"),
        N_("在竣工工程台账补上{kind}后再导入;或用 formkit survey respondents 填一份名单。"),
    ),
    Message(
        "FK-SUR-024",
        N_("没有写发给谁"),
        N_("应给出工程编号或调查对象名单"),
        N_("加 --project 工程编号(可写几次),或 --respondents 名单.xlsx。"),
    ),
    Message(
        "FK-SUR-025",
        N_("没有写调查人"),
        N_("Ⅰ栏的调查人由施工单位填写"),
        N_('加 --surveyor "姓名(部门,职务)"。'),
    ),
    Message(
        "FK-SUR-026",
        N_("截止日期 {due_on} 早于发放日期 {sent_on}"),
        N_("截止日期不早于发放日期"),
        N_("核对 --due-on 和 --sent-on。"),
    ),
    Message(
        "FK-SUR-027",
        N_("工程登记里没有「{kind}」这一方"),
        N_("没有名单时,--kind 可写:{known}"),
        N_(
            "把这些调查对象填进名单(formkit survey respondents -o 名单.xlsx),"
            "再用 --respondents 名单.xlsx 发出。"
        ),
    ),
    Message(
        "FK-SUR-028",
        N_("题库「{name}」({file})与工作区已有的同名题库 {own} 内容不同"),
        N_("同一工作区里,一个名称只能是一个题库"),
        N_("要换题目就改 {own};两个都要用的,把 {file} 里的 name 改成别的名称。"),
    ),
    Message(
        "FK-SUR-029",
        N_("题库「{name}」已收进工作区:{own}"),
        "",
        N_("以后用 --bank {name} 即可;改题目就改这个文件。"),
    ),
    Message(
        "FK-SUR-030",
        N_("{sent_on}发出的 {number} 还在等回复,按同一份处理"),
        "",
        N_("确要另发一次的,写明 --sent-on 日期。"),
    ),
    Message(
        "FK-SUR-031",
        N_("{number} 所用的题库「{name}」找不到了"),
        N_("工作簿按打印件所用的题库制作"),
        N_("把题库文件放回 forms/surveys/ 文件夹,再执行一次同样的命令。"),
    ),
)
