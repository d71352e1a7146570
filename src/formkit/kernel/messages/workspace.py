"""Sentences about the workspace and its settings."""

from __future__ import annotations

from formkit.kernel.i18n import N_
from formkit.kernel.messages.message import Message

MESSAGES = (
    Message(
        "FK-WS-001",
        N_("「{folder}」及其上级文件夹都不是工作区"),
        N_("取号、登记、出文件须在工作区内进行"),
        N_("先执行 formkit init 建一个工作区,进入它,再执行一次同样的命令。"),
    ),
    Message(
        "FK-WS-002",
        N_("设置文件写法有误,无法读取"),
        N_('应是 TOML 写法:名称 = "值",一行一项'),
        N_("检查该行的引号和等号是否成对、是否半角;改坏了的,另建一个工作区对照着改。"),
    ),
    Message(
        "FK-WS-003",
        N_("设置文件中没有「{name}」这一项"),
        "",
        N_("是否指「{hint}」?改正或删去这一项。"),
    ),
    Message(
        "FK-WS-004",
        N_("设置文件不是 UTF-8 编码"),
        N_("formkit.toml 应存为 UTF-8"),
        N_("用记事本打开它,选「另存为」,编码选 UTF-8,再执行一次同样的命令。"),
    ),
    Message(
        "FK-WS-005",
        N_("设置文件打不开"),
        "",
        N_("关闭正在打开它的程序,检查权限,再执行一次同样的命令。"),
    ),
    Message(
        "FK-WS-006",
        N_("设置「{name}」的值「{value}」不符合要求"),
        N_("应为加引号的文字"),
        N_("改正这一项,再执行一次同样的命令。"),
    ),
    Message(
        "FK-WS-007",
        N_("编号规则「{value}」无法使用"),
        N_("应含 {{type}}、{{year}} 和 {{serial:04d}},另可用 {{company}}、{{department}}"),
        N_("改正 [numbering] 的 pattern,或删去这一项改用默认规则。"),
    ),
    Message(
        "FK-WS-008",
        N_("设置文件中还没有填公司名称或公司代号"),
        N_("表上的单位名称和编号要用到它们"),
        N_("打开 formkit.toml,填写 [company] 下的 name 和 code,再执行一次同样的命令。"),
    ),
    Message(
        "FK-WS-009",
        N_("「{folder}」已经是工作区,没有改动"),
        N_("每个文件夹只建一次工作区"),
        N_("直接使用它;要另建的,换一个文件夹名。"),
    ),
    Message(
        "FK-WS-010",
        N_("没有登记工程「{project_no}」"),
        N_("记录所指的工程应先登记"),
        N_("{hint}核对工程编号;新工程请先填竣工工程台账,执行 formkit project import 台账文件。"),
    ),
    Message(
        "FK-WS-011",
        N_("没有叫「{name}」的记录"),
        N_("可用的记录:{known}"),
        N_("{hint}用 formkit forms 查看全部记录及其代号。"),
    ),
    Message(
        "FK-WS-012",
        N_("同一份记录在本次数据中出现两次,前一次在 {other}"),
        N_("编号相同,或关键项({identity})全部相同的,是同一份记录"),
        N_("删去重复的一行;确是两份记录的,改正其关键项或编号。"),
    ),
    Message(
        "FK-WS-015",
        N_("参数用得不对:{value}"),
        N_("应写成 {form}"),
        N_("改正后再执行一次同样的命令;用 --help 看示例。"),
    ),
    Message(
        "FK-WS-016",
        N_("记录定义写法有误:{value}"),
        N_("{field} 应按 docs/adding-a-record.md 的格式填写"),
        N_("改正这一项;工作区里自己的文件改坏了的,删去它就恢复使用自带的定义。"),
    ),
    Message(
        "FK-WS-017",
        N_("「{title}」没有 {medium} 样式"),
        N_("可用的样式:{known}"),
        N_("换一种文件后缀,再执行一次同样的命令。"),
    ),
    Message(
        "FK-WS-018",
        N_("样例数据不在安装目录中"),
        "",
        N_("重新安装 formkit;或改用自己的数据。"),
    ),
    Message(
        "FK-WS-019",
        N_("模板的内容是 {kind},与要出的 {medium} 不符"),
        N_("模板的内容应与文件名后缀一致"),
        N_("换成真正的 {medium} 模板;或用 formkit template build 重新生成。"),
    ),
    Message(
        "FK-WS-020",
        N_("模板没有印编号"),
        N_("每份记录都要印编号,即模板里应有 {{{{ form.number }}}}"),
        N_("在模板里加上这个标记;或用 formkit template build 重新生成。"),
    ),
    Message(
        "FK-WS-021",
        N_("模板没有印这些栏目:{fields}"),
        N_("填写的内容都应印在表上"),
        N_("确实不要的,可以不管;漏掉的,在模板里加上对应的标记(见 formkit form)。"),
    ),
    Message(
        "FK-WS-022",
        N_("模板「{name}」不是普通文件"),
        N_("工作区里自己的模板应是一个 .docx 或 .xlsx 文件"),
        N_("移走它,放进真正的模板;或移走后使用自带的模板。"),
    ),
    Message(
        "FK-WS-023",
        N_("--only 要的序号 {keys} 在给出的文件里没有"),
        N_("应是台账「序号」列的值,可写几个,如 --only 3,5,8-12"),
        N_("核对序号和文件名后再执行;找到的记录已照常处理,不会重复。"),
    ),
)
