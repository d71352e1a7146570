"""Sentences about exports of questionnaire services, and about the files that map them."""

from __future__ import annotations

from formkit.kernel.i18n import N_
from formkit.kernel.messages.message import Message

_ASK_ITEM = N_(
    "问填表人,定了以后用 formkit survey resolve 记下(--answer {section}{item}=选项;定不了的写 空)。"
)
_SUGGEST = N_("用 formkit survey map {name} --suggest 起草一份映射文件,核对后加 --map 再导入。")

MESSAGES = (
    # the table
    Message(
        "FK-SUR-080",
        N_("没有找到问卷导出的表头"),
        N_("第一行应是列名:问卷星为「序号、提交答卷时间……」,腾讯问卷为「编号、开始答题时间……」"),
        N_("重新从问卷平台导出答卷数据;自己整理过的表格,写映射文件并加 --source generic。"),
    ),
    Message(
        "FK-SUR-081",
        N_("表头下面没有一份答卷"),
        N_("一行应是一份答卷"),
        N_("核对导出时的筛选条件,重新导出。"),
    ),
    Message(
        "FK-SUR-082",
        N_("这是按{download}下载的答卷,没有映射文件"),
        N_("序号和分数不等于得分(1 可能是「很满意」),必须由映射文件说明"),
        _SUGGEST,
    ),
    Message(
        "FK-SUR-083",
        N_("没有一列与题库的题目对得上"),
        N_("至少要有一列是题库里的题目"),
        _SUGGEST,
    ),
    Message(
        "FK-SUR-084",
        N_("不是问卷平台的导出,没有映射文件"),
        N_("自己整理的表格要由映射文件说明每列是什么"),
        _SUGGEST,
    ),
    Message(
        "FK-SUR-167",
        N_("这是一份调查表,不是一行一份的问卷导出"),
        N_("映射文件只用于问卷导出"),
        N_("直接导入:formkit survey import {name}"),
    ),
    # one reply
    Message(
        "FK-SUR-085",
        N_("{section}栏第{item}题的答案「{value}」不在量表里"),
        N_("选项是{choices}"),
        N_(
            "在映射文件的 values 里写明它是哪一档再导入;写不明的,用 formkit survey resolve 记下"
            "(--answer {section}{item}=选项)。"
        ),
    ),
    Message(
        "FK-SUR-086",
        N_("{section}栏第{item}题选了几项:{value}"),
        N_("每题只选一项"),
        _ASK_ITEM,
    ),
    Message(
        "FK-SUR-087",
        N_("列「{column}」按文字相近认作{section}栏第{item}题「{text}」"),
        N_("列名应与题库的题目相同"),
        N_("核对无误后加 --confirm;不对的,在映射文件的 columns 里写明。"),
    ),
    Message(
        "FK-SUR-088",
        N_("单元格 {cell} 是错误值或没有算出的公式"),
        N_("答案应是文字或数"),
        N_("在表格软件里打开,改成答案本身再保存;改不了的请填表人确认。"),
    ),
    Message(
        "FK-SUR-089",
        N_("{section}栏第{item}题选「{choice}」,另填了「{text}」"),
        "",
        N_("另填的文字已记入意见,不影响得分。"),
    ),
    # Word prints that came back
    Message(
        "FK-SUR-091",
        N_("这个 Word 文件里没有本公司的满意度调查表"),
        N_("应是 formkit 印出的调查表,题目表格还在"),
        N_("核对是不是拿错了文件;对方另做的表,照着填进发出的那份工作簿,另存后再导入。"),
    ),
    Message(
        "FK-SUR-092",
        N_("{section}栏第{item}题的那一行不见了"),
        N_("题目不应删除"),
        N_("请填表人补答;补不了的用 formkit survey resolve 记下(--answer {section}{item}=空)。"),
    ),
    Message(
        "FK-SUR-093",
        N_("{section}栏第{item}题的题目改成了「{found}」"),
        N_("题库里是「{text}」"),
        N_("按题号认的;意思变了的,请填表人确认。"),
    ),
    Message(
        "FK-SUR-094",
        N_("表上印的编号是 {printed},{where}里是 {hidden}"),
        N_("两处应是同一个编号"),
        N_("问填表人是哪一份,再用 formkit survey resolve 加 --number 编号。"),
    ),
    Message(
        "FK-SUR-101",
        N_("{section}栏第{item}题的记号看不准:{value}"),
        N_("在□内打√"),
        _ASK_ITEM,
    ),
    Message(
        "FK-SUR-102",
        N_("总体评价看不准:{value}"),
        N_("只勾一项"),
        N_(
            "问填表人,定了以后用 formkit survey resolve 记下"
            "(--answer 总体评价=满意,或 总体评价=不适用、总体评价=空)。"
        ),
    ),
    Message(
        "FK-SUR-103",
        N_("文字里有不能打印的字符,已去掉"),
        "",
        N_("对照原件看一遍。"),
    ),
    Message(
        "FK-SUR-104",
        N_("单元格 {cell} 两次读出的内容不同:「{value}」和「{other}」"),
        N_("每个答案用两种方法各读一次,应一致"),
        N_("在表格软件里打开看一眼,另存后再导入;仍不一致的请填表人确认。"),
    ),
    Message(
        "FK-SUR-105",
        N_("表里有 {count} 处修订痕迹,按接受修订以后的内容读"),
        N_("交回的表不应留有修订"),
        N_("打开原件,在「审阅」里看改了什么;不是填表人改的,请对方确认。"),
    ),
    Message(
        "FK-SUR-106",
        N_("{section}栏第{item}题「{text}」没有一列对上{columns}"),
        N_("这一栏的每一题都应有一列"),
        N_("在映射文件的 columns 里写明;问卷里本来就没有这一题的,核对后加 --confirm。"),
    ),
    Message(
        "FK-SUR-107",
        N_("{section}栏第{item}题没有勾,但「{value}」的样子与别的不同(加粗、划线、上色等)"),
        N_("应在方框里打勾"),
        _ASK_ITEM,
    ),
    Message(
        "FK-SUR-108",
        N_("{section}栏第{item}题没有勾,但画有线条或贴有图片"),
        N_("应打勾"),
        _ASK_ITEM,
    ),
    Message(
        "FK-SUR-109",
        N_("表上另有图片、图形或手写笔迹 {count} 处,没有读"),
        "",
        N_("打开原件看一眼;画的是答案的,用 formkit survey resolve 记下"),
    ),
    # mapping files
    Message(
        "FK-SUR-095",
        N_("映射文件的{key}「{value}」不认识{hint}"),
        N_("可用:{known}"),
        N_("改正后再执行一次。"),
    ),
    Message(
        "FK-SUR-096",
        N_("第 {count} 列规则没有写明对应什么"),
        N_("每条写 column(列名,或 pattern 正则)和 item(如 Ⅲ3)或 field(如 调查对象单位)之一"),
        N_("改正后再执行一次。"),
    ),
    Message(
        "FK-SUR-097",
        N_("「{value}」不是正则表达式"),
        N_("pattern 应是正则表达式;只写列名的,用 column"),
        N_("改正后再执行一次。"),
    ),
    Message(
        "FK-SUR-098",
        N_("映射文件里的列「{column}」导出文件里没有{hint}"),
        N_("columns 里的每条规则都应找到一列"),
        N_("核对列名(题目改过的,重新起草映射文件)。"),
    ),
    Message(
        "FK-SUR-099",
        N_("按{download}下载的答卷,映射文件没有写量表「{scale}」的 values"),
        N_("要写明每个数是哪一档,如 {scale}: {{1: 很满意, 2: 满意}}"),
        N_("对照问卷里选项的顺序写明;不确定的,改为按文本下载再导入。"),
    ),
)
