"""Sentences about regulations, profiles, contracts and waivers."""

from __future__ import annotations

from formkit.kernel.i18n import N_
from formkit.kernel.messages.message import Message

_FILES = (
    Message(
        "FK-PRF-001",
        N_("制度或配置文件有 {count} 处错误:\n{faults}"),
        "",
        N_("按上面各条逐处改正后再执行。"),
    ),
    Message(
        "FK-PRF-002",
        N_("文件「{name}」不存在或无法读取"),
        "",
        N_("检查路径和权限;随程序提供的文件缺失时请重新安装。"),
    ),
    Message(
        "FK-PRF-003",
        N_("文件「{name}」不是正确的 YAML"),
        N_("应为「键: 值」,按层缩进,冒号后有一个半角空格"),
        N_("检查这一行及其上一行的缩进、引号、冒号和括号。"),
    ),
    Message(
        "FK-PRF-004",
        N_("键「{key}」写了两次"),
        N_("同一层的键只能写一次"),
        N_("删去其中一个,或合并成一个。"),
    ),
    Message(
        "FK-PRF-005",
        N_("文件「{name}」的内容不是「键: 值」"),
        "",
        N_("参照 forms/regulations/README.md 的写法改正。"),
    ),
    Message(
        "FK-PRF-006",
        N_("文件「{name}」不是 UTF-8 编码"),
        "",
        N_("用记事本打开,另存为时编码选 UTF-8。"),
    ),
    Message(
        "FK-PRF-007",
        N_("文件「{name}」里有不存在的日期"),
        N_("日期应在日历上,如 2017-06-30"),
        N_("改正日期。"),
    ),
    Message(
        "FK-PRF-008",
        N_("用了引用、合并或标签「{text}」"),
        N_("这里只用「键: 值」、清单、文字、数字和日期"),
        N_("把内容直接写出来;以 *、&、! 或 << 开头的文字两边加引号。"),
    ),
    Message(
        "FK-PRF-009",
        N_("嵌套太深"),
        N_("最多 {limit} 层"),
        N_("检查括号是否成对、缩进是否对齐。"),
    ),
)

_KEYS = (
    Message(
        "FK-PRF-010",
        N_("不认识的键「{key}」"),
        N_("这里只能写:{known}"),
        N_("改正拼写或删去{hint}。"),
    ),
    Message("FK-PRF-011", N_("没有填写「{key}」"), N_("这一项必填"), N_("补上「{key}」。")),
    Message(
        "FK-PRF-012",
        N_("「{key}」的值是 {value}"),
        N_("应为{wanted}"),
        N_("改成要求的写法。"),
    ),
    Message(
        "FK-PRF-013",
        N_("「{key}」的值是 {value}"),
        N_("只能是:{choices}"),
        N_("改成其中之一{hint}。"),
    ),
    Message(
        "FK-PRF-014",
        N_("「{key}」写成了开关 {value}"),
        N_("这里要写:{choices}"),
        N_("写出其中之一;要停用一条规则,请写 enabled: false(off、no 会被 YAML 当作别的东西)。"),
    ),
    Message(
        "FK-PRF-015",
        N_("「{value}」被读成了数,不是文字"),
        N_("条款号、编号和名称都是文字"),
        N_('两边加引号,如 "4.10",否则末尾的 0 会丢失。'),
    ),
    Message(
        "FK-PRF-016",
        N_("「{key}」成了一个没有值的键"),
        N_("花括号里的半角逗号是分隔符"),
        N_("花括号里的文字带逗号、冒号的,整句两边加引号;或不用花括号,分行写。"),
    ),
)

_VALUES = (
    Message(
        "FK-PRF-017",
        N_("这一行的数太长"),
        N_("一个数不应有 {limit} 位"),
        N_("改正这个数;是文字的,两边加引号。"),
    ),
    Message(
        "FK-PRF-018",
        N_("没有「{text}」这个字符"),
        N_("双引号里的 \\U 后面应是存在的字符代码,最大 0010FFFF"),
        N_("直接写出这个字;要印出反斜杠的,改用单引号。"),
    ),
    Message(
        "FK-PRF-019",
        N_("这一行有不能显示的控制字符"),
        N_("文件里只能有普通文字"),
        N_("删去这个字符;从别处粘贴来的内容,请先粘贴到记事本再复制过来。"),
    ),
)

_TEXTS = (
    Message(
        "FK-PRF-020",
        N_("句子里的空位 {{{name}}} 没有说明"),
        N_("空位只能是 blanks 或 parameters 里写明的:{known}"),
        N_("改正名字{hint},或在 blanks 里写明它的意思。"),
    ),
    Message(
        "FK-PRF-021",
        N_("句子「{text}」里的花括号写法不对"),
        N_("空位只写名字,如 {{hours}};要印出花括号本身就写两遍"),
        N_("改正花括号。"),
    ),
    Message(
        "FK-PRF-022",
        N_("句子里没有 default"),
        N_("sentences 必须有 default"),
        N_("补上 default 的 fault、remedy。"),
    ),
    Message(
        "FK-PRF-023",
        N_("规则 {rule} 没有「{sentence}」这种情形的句子"),
        N_("检查用到的情形都要有句子"),
        N_("在该规则的 sentences 里补上「{sentence}」。"),
    ),
    Message(
        "FK-PRF-024",
        N_("没有一部文本写有规则 {rule}"),
        N_("每个检查都要有条款依据"),
        N_("在 forms/regulations 里补回这条规则{hint}。"),
    ),
    Message(
        "FK-PRF-030",
        N_("不认识的参数「{name}」"),
        N_("参数代号应在 forms/regulations/parameters.yaml 里"),
        N_("改正代号{hint},或先在词汇表里加上它。"),
    ),
    Message(
        "FK-PRF-031",
        N_("参数「{name}」的值是 {value}"),
        N_("应为{wanted}"),
        N_("只写值,不写单位;单位在 parameters.yaml 里。"),
    ),
    Message(
        "FK-PRF-032",
        N_("止日 {until} 早于起日 {since}"),
        N_("止日不得早于起日"),
        N_("核对日期。"),
    ),
    Message(
        "FK-PRF-033",
        N_("参数「{name}」有两个值的日期重叠"),
        N_("同一天只能有一个值"),
        N_("给前一个值写上 until,使它止于后一个值 from 的前一天。"),
    ),
    Message(
        "FK-PRF-034",
        N_("代号「{name}」不合写法"),
        N_("应为大写字母开头的字母和数字,如 R9、L138"),
        N_("改正代号。"),
    ),
    Message(
        "FK-PRF-035",
        N_("规则编号「{name}」不合写法"),
        N_("应为「{owner}-数字」"),
        N_("改正编号;已经用过的编号不要改作他用。"),
    ),
    Message(
        "FK-PRF-036",
        N_("不认识的做法「{name}」"),
        N_("做法代号应在 forms/regulations/policies.yaml 里"),
        N_("改正代号{hint}。"),
    ),
    Message(
        "FK-PRF-037",
        N_("公司制度的规则写了 exemptible"),
        N_("只有法律的规则有「不适用」的情形"),
        N_("删去 exemptible。"),
    ),
    Message(
        "FK-PRF-038",
        N_("「{name}」与 {other} 重复"),
        N_("代号、名称和规则编号在所有文本里都只能用一次"),
        N_("改掉其中一个。"),
    ),
    Message(
        "FK-PRF-039",
        N_("参数「{name}」没有值:没有文本给出,也没有默认值"),
        "",
        N_("在 profile 的 params 里写上,或选用给出这个值的制度。"),
    ),
)

_PROFILES = (
    Message(
        "FK-PRF-040",
        N_("没有名为「{name}」的配置"),
        N_("现有:{known}"),
        N_("改正名字{hint},或写出配置文件的路径。"),
    ),
    Message(
        "FK-PRF-041",
        N_("extends 绕成了圈:{chain}"),
        "",
        N_("删去其中一处 extends。"),
    ),
    Message(
        "FK-PRF-042",
        N_("不认识的制度「{name}」"),
        N_("现有:{known}"),
        N_("改正代号{hint};企业自己的制度写文件名,如 本公司办法.yaml。"),
    ),
    Message(
        "FK-PRF-043",
        N_("不认识的规则「{name}」"),
        N_("规则编号见 formkit rules"),
        N_("改正编号{hint}。"),
    ),
    Message(
        "FK-PRF-044",
        N_("法律规则 {name} 不得停用或降级"),
        N_("法律是底线,原级别为{own}"),
        N_("删去这一项;依法不适用的工程,在工程资料里声明并写明理由。"),
    ),
    Message(
        "FK-PRF-045",
        N_("选用的《{title}》已经废止"),
        "",
        N_("从 texts 里删去,改选现行的制度。"),
    ),
    Message(
        "FK-PRF-046",
        N_("法律《{title}》不必选用"),
        N_("法律永远有效"),
        N_("从 texts 里删去。"),
    ),
)

_SETTINGS = (
    Message(
        "FK-PRF-047",
        N_("「{name}」选定为「{value}」,尚不支持"),
        N_("目前只能是:{choices}"),
        N_("改回能用的选择,或删去这一项。"),
    ),
)

_CONFLICTS = (
    Message(
        "FK-PRF-050",
        N_("「{name}」{source}定为 {value},低于法律"),
        N_("法律要求{side} {floor}(依据 {law})"),
        N_("改到不低于法律,或删去这个值。"),
    ),
    Message(
        "FK-PRF-051",
        N_("「{name}」有两个不同的值:{one}({one_source}),{two}({two_source})"),
        N_("这个参数只能有一个值"),
        N_("只选用其中一部制度,或修订其中一部。"),
    ),
    Message(
        "FK-PRF-052",
        N_("「{name}」没有共同的选项:{one}({one_source}),{two}({two_source})"),
        N_("几部文本的选项至少要有一个相同"),
        N_("只选用其中一部制度,或修订其中一部。"),
    ),
    Message(
        "FK-PRF-053",
        N_("「{name}」几部制度的做法不同:{one}({one_source}),{two}({two_source})"),
        N_("做法没有宽严之分,须由公司选定"),
        N_("在 profile 的 policies 里写 {policy}: {one} 或 {policy}: {two}。"),
    ),
    Message(
        "FK-PRF-054",
        N_("「{name}」选定为 {value},与法律不同"),
        N_("法律定为 {floor}(依据 {law})"),
        N_("改成法律的做法,或删去这一项。"),
    ),
)

_CONTRACT = (
    Message(
        "FK-PRF-060",
        N_("合同特约「{name}」为 {value},低于法律"),
        N_("法律要求{side} {floor}(依据 {law})"),
        N_("核对合同;确为合同所写的,与建设单位协商改正。检查时没有采用这条特约。"),
    ),
    Message(
        "FK-PRF-061",
        N_("合同特约里有不认识的参数「{name}」"),
        N_("参数代号见 formkit rules"),
        N_("改正代号或删去{hint}。"),
    ),
    Message(
        "FK-PRF-062",
        N_("合同特约「{name}」的值是 {value}"),
        N_("应为{wanted}"),
        N_("改正这个值;单位按 {unit} 写,只写数。"),
    ),
    Message(
        "FK-PRF-063",
        N_("合同特约「{name}」的值是 {value}"),
        N_("只能是:{choices}"),
        N_("改成其中之一;不由合同决定的做法请删去。"),
    ),
)

_WAIVERS = (
    Message(
        "FK-PRF-070",
        N_("{rule} 是法律规则,不得豁免"),
        N_("依据 {law}"),
        N_("改正记录;依法不适用的工程,在工程资料里声明并写明理由。"),
    ),
    Message(
        "FK-PRF-071",
        N_("要豁免的规则「{rule}」不存在"),
        N_("只能豁免制度里的规则"),
        N_("改正编号{hint};规则编号见 formkit rules。"),
    ),
    Message(
        "FK-PRF-072",
        N_("豁免 {rule} 没有写明{missing}"),
        N_("豁免须写明理由和决定人"),
        N_("写成 --waive {rule}=理由 --by 姓名。"),
    ),
    Message(
        "FK-PRF-073",
        N_("豁免了 {rule},但这条规则没有报出问题"),
        "",
        N_("不需要这项豁免,可以删去;编号写错的请改正。"),
    ),
    Message(
        "FK-PRF-074",
        N_("{found}(工程声明不适用法定要求:{reason})"),
        "",
        N_("核对声明的理由;声明有误的,改正工程资料后重新检查。"),
    ),
    Message(
        "FK-PRF-075",
        N_("没有规则「{rule}」"),
        N_("规则编号见 formkit rules"),
        N_("改正编号{hint}。"),
    ),
)

MESSAGES = (
    _FILES + _KEYS + _VALUES + _TEXTS + _PROFILES + _SETTINGS + _CONFLICTS + _CONTRACT + _WAIVERS
)
