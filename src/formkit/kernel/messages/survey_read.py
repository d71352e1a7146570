"""What is said of workbooks that came back answered: FK-SUR-040 to 079."""

from __future__ import annotations

from formkit.kernel.i18n import N_
from formkit.kernel.messages.message import Message

_ASK = N_(
    "打开原件看,或问填表人;定了以后用 formkit survey resolve 记下(如 --answer Ⅲ3=满意;"
    "照读出的样子收下的加 --take)"
)
_ASK_ITEM = N_(
    "打开原件看,或问填表人;定了以后用 formkit survey resolve 记下(--answer {section}{item}=选项)"
)
_ASK_HALF = N_(
    "问填表人;以应填的一栏为准的,用 formkit survey resolve 加 --take;"
    "请对方重填再发的,这一份加 --drop"
)
_CONFIRM = N_("核对后加 --confirm 再导入")

MESSAGES = (
    Message(
        "FK-SUR-040",
        N_("不是 formkit 发出的调查表:没有发出时的标识,题目也对不上任何已登记的题库"),
        N_("应为发出的那份工作簿,填好后原样发回"),
        N_("请对方用发出的工作簿填写;别的表格用映射文件导入(formkit survey map)"),
    ),
    Message(
        "FK-SUR-041",
        N_("一个工作表里有内容的单元格超过 {count} 个,不像调查表"),
        "",
        N_("只保留调查表本身的内容,另存后再导入"),
    ),
    Message(
        "FK-SUR-042",
        N_("这是{form}(标识 {value}),不是满意度调查表"),
        N_("应为满意度调查表"),
        N_("用它自己的命令导入,或向提供人索取调查表"),
    ),
    Message(
        "FK-SUR-043",
        N_("工作簿是调查表的第 {found} 版,这里认得的是第 {known} 版"),
        N_("版次应是认得的"),
        N_(
            "版次较新的请升级 formkit 再导入;较旧或不明的,对照原件用 formkit survey resolve "
            "逐题记下(--answer Ⅲ1=满意 ……)并加 --take"
        ),
    ),
    Message(
        "FK-SUR-044",
        N_("工作簿中两处的{what}不一致:{values}"),
        N_("发出时各处相同"),
        N_("标识被改过或由两份拼成;问填表人是哪一份,再用 formkit survey resolve 加 --number 编号"),
    ),
    Message(
        "FK-SUR-045",
        N_("登记库里没有这份调查表的题库({digest})"),
        N_("题库在发出时登记"),
        N_("多半是别的工作区发出的:到发出它的工作区导入;题库被改过的,向答卷人索取原件"),
    ),
    Message(
        "FK-SUR-046",
        N_("发出时的隐藏工作表「{sheet}」没有了,是靠{by}认出来的"),
        "",
        _CONFIRM,
    ),
    Message(
        "FK-SUR-047",
        N_("没有发出时的任何标识;题目与题库「{bank}」相符({count}/{total} 题),按它读"),
        "",
        _CONFIRM,
    ),
    Message(
        "FK-SUR-048",
        N_("{section}栏第{item}题是按题目文字「{text}」对上的(相似 {score}%)"),
        N_("题号和定位名都找不到"),
        _CONFIRM,
    ),
    Message(
        "FK-SUR-049",
        N_("{section}栏第{item}题「{text}」不见了"),
        N_("各题都应保留"),
        N_("请对方用原表补答;补不了的用 formkit survey resolve 记下(--answer {section}{item}=空)"),
    ),
    Message(
        "FK-SUR-050",
        N_("{section}栏第{item}题选了 {count} 项:{choices}"),
        N_("每题只选一项"),
        _ASK_ITEM,
    ),
    Message(
        "FK-SUR-051",
        N_("{section}栏第{item}题勾的是「{ticked}」,评价列选的是「{chosen}」"),
        N_("两处应一致,或只填一处"),
        _ASK_ITEM,
    ),
    Message(
        "FK-SUR-052",
        N_("{where}写的是「{value}」,看不出是什么意思"),
        N_("应为 √ 一类的勾、选项本身或「不适用」"),
        _ASK,
    ),
    Message(
        "FK-SUR-053",
        N_("{where}答题格以外写有「{value}」"),
        N_("勾应打在答题格内"),
        _ASK,
    ),
    Message(
        "FK-SUR-054",
        N_("{where}是错误值 {value}"),
        N_("应为填写的内容"),
        _ASK,
    ),
    Message(
        "FK-SUR-055",
        N_("{where}是没有算出结果的公式"),
        N_("应为填写的内容"),
        N_("用 Excel 打开、保存后再导入;仍如此的,看原件后用 formkit survey resolve 定"),
    ),
    Message(
        "FK-SUR-056",
        N_("{where}的内容看不准:用两种方法读到的不同,「{value}」和「{other}」"),
        N_("两种读法应得到同样的内容"),
        _ASK,
    ),
    Message(
        "FK-SUR-057",
        N_("{where}与别的答题格合并在一起({area}),分不清是给哪一格打的"),
        N_("答题格应各自独立"),
        _ASK,
    ),
    Message(
        "FK-SUR-058",
        N_("Ⅱ栏和Ⅲ栏都填了({first} 和 {second} 等处)"),
        N_("在建工程填Ⅱ栏,已交工工程填Ⅲ栏"),
        _ASK_HALF,
    ),
    Message(
        "FK-SUR-059",
        N_("发出时请填{asked}栏,答在了{answered}栏({cell} 等 {count} 处)"),
        N_("应填{asked}栏"),
        N_("请填表人在{asked}栏重填再发来;这一份用 formkit survey resolve 加 --drop"),
    ),
    Message(
        "FK-SUR-060",
        N_("{section}栏第{item}题的题目被改为「{value}」"),
        N_("题库为「{text}」"),
        N_("按题号计入;改动使题意变了的,用 formkit survey resolve 定"),
    ),
    Message(
        "FK-SUR-061",
        N_("{where}是公式,用的是保存时的结果「{value}」"),
        "",
        N_("无须处理;不放心的,打开原件看一眼"),
    ),
    Message(
        "FK-SUR-062",
        N_("{kind}工作表「{sheet}」有 {count} 个值,没有读"),
        "",
        N_("无须处理;其中若有意见,请人看一眼"),
    ),
    Message(
        "FK-SUR-063",
        N_("{where}在隐藏的行或列里,有内容「{value}」"),
        N_("答题格应看得见"),
        N_("打开原件,取消隐藏后核对"),
    ),
    Message(
        "FK-SUR-064",
        N_("合并单元格 {area} 下面盖着内容「{value}」"),
        "",
        N_("盖住的内容没有读;打开原件,取消合并后核对"),
    ),
    Message(
        "FK-SUR-065",
        N_("有 {count} 处批注({cells}),没有读"),
        "",
        N_("打开原件看一眼;其中的意见可以补记"),
    ),
    Message(
        "FK-SUR-066",
        N_("{where}写的是「{value}」"),
        N_("应为{choices}之一"),
        N_(
            "问填表人,定了以后用 formkit survey resolve 记下"
            "(--answer 总体评价=满意,或 总体评价=不适用、总体评价=空)"
        ),
    ),
    Message(
        "FK-SUR-067",
        N_("{where}有打印不出的字符,照写为「{value}」"),
        "",
        N_("内容已保留;对照原件核对一下"),
    ),
    Message(
        "FK-SUR-068",
        N_("找不到{section}栏第{item}题的表头,认不出各列是哪个选项"),
        N_("题目上方应有「题号、调查项目、各选项」一行"),
        _ASK,
    ),
    Message(
        "FK-SUR-069",
        N_("{section}栏第{item}题的表头缺「{choices}」"),
        N_("表头应有题库的全部选项,各一列"),
        _ASK,
    ),
    Message(
        "FK-SUR-070",
        N_("{where}旁边写有「{value}」,没有计入"),
        "",
        N_("打开原件看一眼;其中的意见可以补记"),
    ),
    Message(
        "FK-SUR-071",
        N_("{section}栏第{item}题出现两次(第 {first}、{second} 行)"),
        N_("每题应只有一行"),
        _ASK,
    ),
    Message(
        "FK-SUR-072",
        N_("另外的工作表「{sheet}」里有答过的调查表,没有读"),
        N_("一个工作簿应只有一份答卷"),
        N_("问答卷人以哪一份为准;另一份请单独发回"),
    ),
    Message(
        "FK-SUR-073",
        N_("读取时用的内存超过 {memory_mb} MB"),
        N_("普通的调查表只要几 MB"),
        N_("用 Excel 打开,把调查表复制到新工作簿另存后再导入;来源不明的不要打开"),
    ),
    Message(
        "FK-SUR-074",
        N_("读取超过 {seconds} 秒仍没有完"),
        N_("普通的调查表不到一秒"),
        N_("用 Excel 打开,把调查表复制到新工作簿另存后再导入;来源不明的不要打开"),
    ),
    Message(
        "FK-SUR-075",
        N_("文件使读取程序崩溃({detail})"),
        "",
        N_("用 Excel 打开后另存为新文件再导入;来源不明的不要打开"),
    ),
    Message(
        "FK-SUR-076",
        N_("{where}的勾和「/」同在一题里"),
        N_("每题只选一项"),
        _ASK,
    ),
    Message(
        "FK-SUR-077",
        N_("没有发出时的题库标识,题目与几个题库都相符({banks})"),
        N_("应能认定是哪一个题库"),
        N_("问答卷人要原件,或按编号查到题库后用 formkit survey resolve 录入"),
    ),
    Message(
        "FK-SUR-078",
        N_("填表日期认不出:{reason}"),
        N_("按填表日期归入季度"),
        N_("问填表人,定了以后用 formkit survey resolve 记下(如 --answer 填表日期=2026-9-30)"),
    ),
    Message(
        "FK-SUR-124",
        N_("{section}栏第{item}题的「{value}」画了删除线"),
        N_("不要的勾应删掉,要的不应画线"),
        _ASK_ITEM,
    ),
    Message(
        "FK-SUR-145",
        N_("{where}填的「{value}」画了删除线"),
        N_("不要的应删掉,要的不应画线"),
        _ASK,
    ),
    Message(
        "FK-SUR-153",
        N_("{section}栏第{item}题的「{value}」看不见(白字,或格式不显示内容)"),
        N_("答案应看得见"),
        _ASK_ITEM,
    ),
    Message(
        "FK-SUR-154",
        N_("{where}填的「{value}」看不见(白字,或格式不显示内容)"),
        N_("填写的内容应看得见"),
        _ASK,
    ),
    Message(
        "FK-SUR-155",
        N_("答题的地方以外写有 {count} 处,没有计入:{written}"),
        "",
        N_("打开原件看一眼;其中的更正问清后用 formkit survey resolve 裁定,意见可以补记"),
    ),
    Message(
        "FK-SUR-156",
        N_("表上的{what}是「{found}」"),
        N_("发出时印的是「{sent}」"),
        N_(
            "问填表人答的是哪一份:就是这一份的,用 formkit survey resolve 加 --take,"
            "另一份的加 --number 编号,不采用的加 --drop"
        ),
    ),
    Message(
        "FK-SUR-157",
        N_("工作表「{sheet}」被隐藏了"),
        N_("答卷应看得见"),
        N_("打开原件,取消隐藏后核对;用 formkit survey resolve 加 --take,或 --drop"),
    ),
    # what lies over the cells
    Message(
        "FK-SUR-146",
        N_("{section}栏第{item}题的行里画有{kind}{caption},已选中;画上去的不当答案"),
        N_("应在答题格里打勾"),
        _ASK_ITEM,
    ),
    Message(
        "FK-SUR-147",
        N_("{cell} 处画有已选中的{kind}{caption},不在任何一题的行里"),
        N_("应在答题格里打勾"),
        _ASK,
    ),
    Message(
        "FK-SUR-148",
        N_("{section}栏第{item}题没有勾,行里画有{kind}等控件 {count} 个,都没有选中"),
        N_("应在答题格里打勾"),
        _ASK_ITEM,
    ),
    Message(
        "FK-SUR-149",
        N_("表上画有复选框一类的控件,读不出是否选中"),
        N_("应在答题格里打勾"),
        _ASK,
    ),
    Message(
        "FK-SUR-150",
        N_("{cell} 处的{kind}写着:{value}"),
        "",
        N_("看一眼是不是答案或意见;与读出的答案不合的,问填表人,用 formkit survey resolve 裁定"),
    ),
    Message(
        "FK-SUR-151",
        N_("{section}栏第{item}题没有勾,但有批注:{value}"),
        N_("应打勾"),
        _ASK_ITEM,
    ),
    Message(
        "FK-SUR-079",
        N_("{section}栏第{item}题的题号后面是第{other}题的题目「{value}」"),
        N_("题号和题目应是同一题"),
        _ASK,
    ),
)
