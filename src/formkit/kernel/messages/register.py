"""Sentences about the register."""

from __future__ import annotations

from formkit.kernel.i18n import N_
from formkit.kernel.messages.message import Message

MESSAGES = (
    Message(
        "FK-REG-001",
        N_("登记库「{name}」正被另一个程序占用"),
        N_("同一时刻只能有一个程序写登记库"),
        N_("等另一个 formkit 命令结束,或关闭打开登记库的程序,再执行一次同样的命令;没有用掉编号。"),
    ),
    Message(
        "FK-REG-002",
        N_("登记库地址「{url}」无法识别"),
        N_("应为 sqlite:///文件名,或 PostgreSQL 的地址"),
        N_("改正 formkit.toml 中 [register] 的 url;单机使用写 sqlite:///登记库.db 即可。"),
    ),
    Message(
        "FK-REG-003",
        N_("登记库「{name}」已损坏,或不是登记库文件"),
        "",
        N_("不要再写入;用最近的备份替换它,或请信息人员恢复后再用。"),
    ),
    Message(
        "FK-REG-004",
        N_("登记库「{name}」只读,无法登记"),
        N_("登记库文件及其文件夹应可写"),
        N_("检查只读属性和权限,再执行一次同样的命令;没有用掉编号。"),
    ),
    Message(
        "FK-REG-005",
        N_("登记库「{name}」无法打开"),
        N_("登记库应在工作区内,且可读写"),
        N_("检查 formkit.toml 中 [register] 的 url 和文件权限;新工作区请先执行 formkit init。"),
    ),
    Message(
        "FK-REG-006",
        N_("编号「{number}」已被另一种记录使用"),
        N_("编号应唯一"),
        N_("清空编号一栏,由系统取号;或改用没有用过的编号。"),
    ),
    Message(
        "FK-REG-007",
        N_("编号「{number}」已作废"),
        N_("作废的编号不再使用"),
        N_("清空编号一栏,由系统取新号。"),
    ),
    Message(
        "FK-REG-008",
        N_("编号「{number}」是系统编号的样式,但登记库中没有取过这个号"),
        N_("系统编号由登记库连续取号,不断号"),
        N_("清空编号一栏,由系统取号;若是以前手工编的号,请写成当时纸上的原样。"),
    ),
    Message(
        "FK-REG-009",
        N_("登记库中没有编号「{number}」"),
        N_("应是已登记的编号"),
        N_("用 formkit register list 查看已登记的编号。"),
    ),
    Message(
        "FK-REG-010",
        N_("编号「{number}」已经作废过"),
        "",
        N_("不必再作废;用 formkit register show {number} 查看作废原因。"),
    ),
    Message(
        "FK-REG-011",
        N_("{series} 类 {year} 年缺第 {serial} 号"),
        N_("每类每年的编号应连续"),
        N_("查明原因:登记库可能被改动过,请与备份核对。"),
    ),
    Message(
        "FK-REG-012",
        N_("{number} 第 {revision} 版的文件不在原处"),
        N_("已登记的文件应保留在原处"),
        N_(
            "把文件放回原处;内容没有变动的,用原台账再执行一次 formkit fill 会补出同样的文件;"
            "PDF 用 formkit pdf 补出。"
        ),
    ),
    Message(
        "FK-REG-013",
        N_("{number} 第 {revision} 版的文件与登记时不同"),
        N_("签发后的文件不应改动"),
        N_("改内容请改台账后再执行 formkit fill 出新版;误改的,移走它后再执行一次即可补出原样。"),
    ),
    Message(
        "FK-REG-014",
        N_("历史第 {line} 条({subject})与登记时不同"),
        N_("历史只可追加,不可改动"),
        N_("登记库被改动过,请与备份核对并报告主管。"),
    ),
    Message(
        "FK-REG-015",
        N_("编号 {number} 没有对应的文件记录"),
        N_("每个编号应有登记的文件"),
        N_("登记库被改动过,请与备份核对。"),
    ),
    Message(
        "FK-REG-016",
        N_("编号 {number} 已作废,内容与作废时相同,没有重新出文件"),
        N_("作废的记录不自动重出"),
        N_("确要重出,请改正内容后再执行,系统会另取新号;不要的,从台账中删去这一行。"),
    ),
    Message(
        "FK-REG-017",
        N_("关键项有变动({changed}),仍按原编号 {number} 出新版"),
        N_("同一台账同一序号、同一工程视为同一份记录"),
        N_("确是同一份记录,不必处理;若是另一份记录,换一个序号另起一行,本行恢复原样再执行。"),
    ),
    Message(
        "FK-REG-018",
        N_("{number} 的文件「{name}」登记后被改动过,没有覆盖"),
        N_("签发后的文件不应改动"),
        N_("需要原样文件的,先移走被改动的文件,再执行一次同样的命令。"),
    ),
    Message(
        "FK-REG-019",
        N_("系统要取的编号「{number}」已被手工编的号占用"),
        N_("编号应唯一"),
        N_("改 formkit.toml 中 [numbering] 的 pattern,如加一段固定文字,使两者不同样。"),
    ),
    Message(
        "FK-REG-020",
        N_("作废「{number}」没有写原因"),
        N_("作废的原因要留在登记库中"),
        N_("写明原因再执行:formkit register void {number} --reason 原因。"),
    ),
    Message(
        "FK-REG-021",
        N_("{number} 第 {revision} 版登记的内容与历史不符,或历史中没有这一版"),
        N_("登记的内容只能由出件、补录改变,并留有历史"),
        N_("登记库被改动过,请与备份核对并报告主管。"),
    ),
    Message(
        "FK-REG-022",
        N_("{number} 的作废状态与历史不符"),
        N_("作废只能用 formkit register void,并留有历史"),
        N_("登记库被改动过,请与备份核对并报告主管。"),
    ),
    Message(
        "FK-REG-023",
        N_("登记库「{name}」不在原处"),
        N_("编号由登记库连续取,不能另建一个代替"),
        N_("把登记库从备份放回工作区;从没有出过件的,可移走 formkit.toml 再 formkit init。"),
    ),
    Message(
        "FK-REG-024",
        N_("登记库「{name}」是另一版本的 formkit 建的"),
        N_("登记库与程序的版本应相配"),
        N_("改用建它的那一版 formkit,或按该版本的变更说明转换。"),
    ),
    Message(
        "FK-REG-025",
        N_("填的编号是「{number}」,而这份记录已有编号「{own}」"),
        N_("一份记录只有一个编号"),
        N_("清空编号一栏,或改成它自己的编号;关键项填错而认成了那一份的,改正关键项。"),
    ),
    Message(
        "FK-REG-026",
        N_("编号「{number}」是另一份内容大不相同的记录"),
        N_("改版只用于同一份记录"),
        N_("清空编号一栏,由系统取新号;确要整份改写的,先作废原编号。"),
    ),
    Message(
        "FK-REG-027",
        N_("编号「{number}」在本次数据中已用于 {other}"),
        N_("一个编号只对应一份记录"),
        N_("核对两行的编号和关键项,改正其中一行。"),
    ),
    Message(
        "FK-REG-028",
        N_("「{table}」的内容变得与 {number} 的完全一样,可能是序号错了行"),
        N_("子表的行按序号对应主表的记录"),
        N_("插入、删除或重排行以后,子表的序号也要改;确实如此的,在编号一栏填上「{own}」再执行。"),
    ),
    Message(
        "FK-REG-029",
        N_("这种登记库要用的软件包 {driver} 没有安装"),
        "",
        N_("在安装 formkit 的环境中执行 pip install {driver};单机使用改为 sqlite:///登记库.db。"),
    ),
    Message(
        "FK-REG-030",
        N_("「{table}」原有 {count} 行,现在一行也没有,可能是序号错了行"),
        N_("子表的行按序号对应主表的记录"),
        N_("重排过主表的,子表的序号也要改;确实删去的,在编号一栏填上「{own}」再执行。"),
    ),
    Message(
        "FK-REG-031",
        N_("连不上登记库「{name}」所在的数据库服务器"),
        N_("服务器应已启动,网络可达,库名、用户名、口令正确"),
        N_("核对 formkit.toml 中 [register] 的 url,或请信息人员查看数据库;没有用掉编号。"),
    ),
    Message(
        "FK-REG-032",
        N_("数据库「{name}」里还没有登记库的表"),
        N_("换了登记库地址,先建一次表"),
        N_("地址写对了的,执行 formkit register create(已有的内容不动),再执行一次同样的命令。"),
    ),
    Message(
        "FK-REG-033",
        N_("登记库「{name}」放在网络盘({kind})上,没有写入"),
        N_("登记库文件应在本机硬盘:网络盘上的锁不可靠,几个人同时写会损坏"),
        N_("把整个工作区移到本机硬盘;几个人合用的,改用 PostgreSQL(formkit init --register)。"),
    ),
    Message(
        "FK-REG-034",
        N_("登记库「{name}」在同步或外接的文件夹({kind})里,同步程序可能取走写了一半的文件"),
        N_("登记库文件应在本机硬盘,不由别的程序同步"),
        N_("把工作区移出同步文件夹,定期另存备份;暂不移的,出件时先暂停同步。"),
    ),
)
