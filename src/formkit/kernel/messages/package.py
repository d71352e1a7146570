"""What is said of files that cannot be read: FK-IN-001 to 049 and from 100 (intake: 050 to 099)."""

from __future__ import annotations

from formkit.kernel.i18n import N_
from formkit.kernel.messages.message import Message

_SAVE_AGAIN = N_(
    "用 Excel、Word 或 WPS 打开原文件,「另存为」一份新文件再用;打不开时请向提供人重新索取"
)
_SUSPECT = N_("这不是 Office 正常保存的样子,请不要打开;向提供人核实来源,请其重新导出后再用")

MESSAGES = (
    Message(
        "FK-IN-001",
        N_("找不到文件「{path}」"),
        "",
        N_("核对文件名和所在文件夹;文件名含空格时,命令中要加引号"),
    ),
    Message(
        "FK-IN-002",
        N_("「{path}」是文件夹,不是文件"),
        "",
        N_("写到具体的文件名,例如 台账.xlsx"),
    ),
    Message(
        "FK-IN-003",
        N_("无法读取「{path}」,没有权限或正被其他程序占用"),
        "",
        N_("在 Excel、WPS 中关闭该文件,或把它复制到自己的文件夹后再试"),
    ),
    Message(
        "FK-IN-004",
        N_("文件是空的,一个字节也没有"),
        "",
        N_("多半是没有保存或下载中断:重新保存或重新下载后再试"),
    ),
    Message(
        "FK-IN-005",
        N_("文件内容是{actual}"),
        N_("这里要用{expected}"),
        N_("换成正确的文件;确要用它的内容,请复制到{expected}中"),
    ),
    Message(
        "FK-IN-006",
        N_("文件是{actual},旧格式不能直接读取"),
        N_("应为{expected}"),
        N_("用 Excel、Word 或 WPS 打开,「文件→另存为」,保存类型选「{expected}」,再用新文件"),
    ),
    Message(
        "FK-IN-007",
        N_("文件加了打开密码,需要密码才能读取"),
        N_("应为没有打开密码的文件"),
        N_("输入密码打开后,在「文件→信息→保护」中清空打开密码,保存后再试"),
    ),
    Message(
        "FK-IN-008",
        N_("文件带有宏({part})"),
        N_("应为不含宏的{expected}"),
        N_("「文件→另存为」,保存类型选「{expected}」,提示会丢失宏时选「是」,再用新文件"),
    ),
    Message(
        "FK-IN-009",
        N_("文件内容是{actual}(按内容认,不看后缀 {suffix})"),
        N_("应为{expected}"),
        N_("用 Excel、Word 或 WPS 打开,「另存为」{expected};PDF 和图片请向提供人索取电子原件"),
    ),
    Message(
        "FK-IN-010",
        N_("文件是{actual}"),
        N_("应为{expected}"),
        N_("用 Excel、Word 或 WPS 打开,「文件→另存为」,保存类型选「{expected}」,再用新文件"),
    ),
    Message(
        "FK-IN-011",
        N_("文件是压缩包,里面不是 Office 文件"),
        N_("应为{expected}"),
        N_("先解压,再用解压出来的文件"),
    ),
    Message("FK-IN-012", N_("文件已损坏或没有传完,压缩结构不完整"), "", _SAVE_AGAIN),
    Message("FK-IN-013", N_("压缩结构中有重名的部件「{part}」"), N_("部件名应各不相同"), _SUSPECT),
    Message("FK-IN-014", N_("压缩结构中的部件互相重叠"), N_("各部件应各占一段"), _SUSPECT),
    Message("FK-IN-015", N_("部件「{part}」前后两处的说明不一致"), N_("两处应相同"), _SUSPECT),
    Message("FK-IN-016", N_("部件「{part}」被单独加密"), N_("部件不应加密"), _SAVE_AGAIN),
    Message(
        "FK-IN-017",
        N_("部件「{part}」用了 Office 不用的压缩方法({method})"),
        N_("应为不压缩或 deflate"),
        _SAVE_AGAIN,
    ),
    Message("FK-IN-018", N_("文件中夹带了不属于它的数据"), N_("应只有 Office 部件"), _SUSPECT),
    Message(
        "FK-IN-019",
        N_("文件有 {size} MB"),
        N_("不应超过 {limit} MB"),
        N_("删去图片和无关工作表,或按年份、项目拆成几个文件"),
    ),
    Message(
        "FK-IN-020",
        N_("文件内有 {count} 个部件"),
        N_("不应超过 {limit} 个"),
        N_("把需要的内容复制到新建的文件里再用"),
    ),
    Message(
        "FK-IN-021",
        N_("解压后的内容过大(部件 {part})"),
        N_("不应超过本类文件的上限"),
        N_(
            "部件是图片、附件的(名称里有 media、embeddings),在原件里删去它;是工作表的(sheet),"
            "删去下方和右侧的空行空列,或拆成几个文件;不是自己的文件,先向提供人核实来源"
        ),
    ),
    Message(
        "FK-IN-022",
        N_("部件「{part}」压缩得异常厉害(超过 {ratio} 倍)"),
        N_("正常文件不会如此"),
        N_("若是自己的文件,多半有大量空行:复制有内容的部分到新文件再用;否则向提供人核实来源"),
    ),
    Message(
        "FK-IN-023", N_("部件「{part}」带有 DTD 或实体声明"), N_("Office 文件不应有"), _SUSPECT
    ),
    Message("FK-IN-024", N_("部件「{part}」的内容已损坏,无法解析"), "", _SAVE_AGAIN),
    Message(
        "FK-IN-025",
        N_("单元格位置「{reference}」不存在"),
        N_("最多 1048576 行、16384 列(XFD)"),
        _SAVE_AGAIN,
    ),
    Message(
        "FK-IN-026",
        N_("表格范围一直延伸到 {reference},而中间几乎全空"),
        N_("有内容的范围不应超过 {limit} 格"),
        N_("按 Ctrl+End 找到最远的单元格,删除多余的行和列,保存后再试"),
    ),
    Message(
        "FK-IN-027",
        N_("合并单元格或链接的总面积过大(到 {reference})"),
        N_("不应超过 {limit} 格"),
        N_("取消整行整列的合并和链接,只合并需要的几格,保存后再试"),
    ),
    Message(
        "FK-IN-028",
        N_("部件「{part}」声称有 {declared} 项,实际只有 {real} 项"),
        N_("两者应相符"),
        _SUSPECT,
    ),
    Message(
        "FK-IN-029",
        N_("批注、数据有效性或打印区域设在很远的 {reference}"),
        N_("应设在表格附近"),
        N_("在 Excel 中删除该处的批注、有效性或打印区域,保存后再试"),
    ),
    Message(
        "FK-IN-030",
        N_("文件引用了外部内容「{target}」(部件 {part})"),
        N_("除超链接外不应引用外部文件"),
        N_("Excel:「数据→编辑链接→断开链接」;Word:把链接的图片改为嵌入。保存后再试"),
    ),
    Message(
        "FK-IN-031",
        N_("Word 文件附加了外部模板「{target}」"),
        N_("应附加 Normal 模板"),
        N_("「开发工具→文档模板」,把模板名清空改为 Normal,保存后再试"),
    ),
    Message(
        "FK-IN-032",
        N_("文件含有 OLE 或 DDE 链接(部件 {part})"),
        N_("不应链接到其他程序"),
        N_("「数据→编辑链接→断开链接」,或复制后选择性粘贴为数值,保存后再试"),
    ),
    Message(
        "FK-IN-033",
        N_("Word 文件含有域「{field}」(部件 {part})"),
        N_("不应使用从外部取内容、启动程序、提问或合并邮件的域"),
        N_("选中该域,按 Ctrl+Shift+F9 变成普通文字,或删去,保存后再试"),
    ),
    Message(
        "FK-IN-034",
        N_("文件按「Strict Open XML」格式保存"),
        N_("应为普通的{expected}"),
        N_("「文件→另存为」,保存类型选「{expected}」,不要选带「Strict」的一项"),
    ),
    Message("FK-IN-035", N_("文件缺少主要部件「{part}」"), "", _SAVE_AGAIN),
    Message("FK-IN-036", N_("文件缺少部件「{part}」"), "", _SAVE_AGAIN),
    Message("FK-IN-037", N_("压缩结构中有不安全的部件名「{part}」"), "", _SUSPECT),
    Message("FK-IN-038", N_("部件「{part}」已损坏,校验不符"), "", _SAVE_AGAIN),
    Message(
        "FK-IN-039",
        N_("部件「{part}」的结构异常(嵌套或列数过多)"),
        N_("不应超过 {limit}"),
        _SUSPECT,
    ),
    Message(
        "FK-IN-040",
        N_("「{path}」不是普通文件(设备或管道)"),
        "",
        N_("换成磁盘上的文件"),
    ),
    Message(
        "FK-IN-041",
        N_("这是 Office 打开文件时留下的临时文件,不是文件本身"),
        "",
        N_("改用同一文件夹中名字不带「~$」的那个文件"),
    ),
    Message(
        "FK-IN-042",
        N_("有 {count} 处以上的单元格是错误值或没有结果的公式"),
        N_("应为有结果的单元格"),
        N_("在 Excel 中按 F9 重新计算,改正错误后保存;或选择性粘贴为数值"),
    ),
    Message(
        "FK-IN-043",
        N_("文件里有两份同样作用的部件(第二份是「{part}」)"),
        N_("应只有一份"),
        _SUSPECT,
    ),
    Message(
        "FK-IN-044",
        N_("部件「{part}」中有单元格指向不存在的文字"),
        "",
        _SAVE_AGAIN,
    ),
    Message(
        "FK-IN-045",
        N_("单元格 {reference} 存的数值「{value}」无法识别"),
        N_("应为数字"),
        _SAVE_AGAIN,
    ),
    Message(
        "FK-IN-046",
        N_("单元格或行「{reference}」出现两次"),
        N_("每个位置只应有一个内容"),
        _SAVE_AGAIN,
    ),
    Message(
        "FK-IN-047",
        N_("单元格 {reference} 存在第 {row} 行里"),
        N_("单元格应存在它自己的行里"),
        _SAVE_AGAIN,
    ),
    Message(
        "FK-IN-048",
        N_("文件名太长,系统打不开「{path}」"),
        N_("文件名一般不超过 255 个字节(约 85 个汉字)"),
        N_("把文件名改短,或把文件移到浅一些的文件夹"),
    ),
    Message(
        "FK-IN-049",
        N_("「{path}」是一个指回自己的链接,后面没有文件"),
        "",
        N_("删去这个链接,改用文件本身"),
    ),
    Message(
        "FK-IN-102",
        N_("「{path}」是指向别处的链接,没有跟着去读"),
        N_("收回的应是文件本身"),
        N_("把链接指向的文件复制过来,再导入"),
    ),
    Message(
        "FK-IN-100",
        N_("模板里有不能用的内容「{kind}」(部件 {part})"),
        N_("模板会随每份文件发出,只能有文字、表格、图片、页眉页脚这类自己不会运行的内容"),
        N_(
            "删去控件、嵌入的对象、加载项、邮件合并、宏按钮和自定义快捷键后另存;"
            "找不到的,把内容复制到新建的文件里"
        ),
    ),
    Message(
        "FK-IN-101",
        N_("模板里的链接指向「{target}」(部件 {part})"),
        N_("链接只能是 http、https 网址和 mailto 邮件地址"),
        N_("改成网址,或在链接上点右键「取消超链接」"),
    ),
)
