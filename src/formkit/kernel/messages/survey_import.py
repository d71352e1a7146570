"""Sentences about taking answered surveys back."""

from __future__ import annotations

from formkit.kernel.i18n import N_
from formkit.kernel.messages.message import Message

MESSAGES = (
    # which sheet it is
    Message(
        "FK-SUR-110",
        N_("登记库里没有编号「{number}」的调查表"),
        N_("收回的调查表应是本单位发出并登记的"),
        N_(
            "{hint}核对是不是在别的工作区发的;编号被改过的,"
            "用 formkit survey resolve 加 --number 编号 改正,不采用的加 --drop。"
        ),
    ),
    Message(
        "FK-SUR-111",
        N_("调查表 {number} 已作废:{reason}"),
        N_("作废的调查表不再收回"),
        N_(
            "问清是否仍要采用:采用的用 formkit survey resolve 加 --take,"
            "或重新发一份请对方确认;不采用的加 --drop。"
        ),
    ),
    Message(
        "FK-SUR-112",
        N_("文件里写的工程是 {found}"),
        N_("调查表 {number} 是为工程 {expected} 发的"),
        N_(
            "问填表人答的是哪个工程;就是 {expected} 的,用 formkit survey resolve 加 --take,"
            "不采用的加 --drop。"
        ),
    ),
    Message(
        "FK-SUR-113",
        N_("题库「{bank}」已经没有了"),
        N_("题目和量表要与题库对得上"),
        N_("把题库文件放回工作区的 forms/surveys/ 再导入一次。"),
    ),
    Message(
        "FK-SUR-114",
        N_("文件的题库与编号 {number} 发出时的不同"),
        N_("发出时是题库「{bank}」"),
        N_("核对文件是否由两份拼成;题目确实一样的,用 formkit survey resolve 加 --take 收下。"),
    ),
    Message(
        "FK-SUR-115",
        N_("没有找到编号,不知道答的是哪一份调查表"),
        N_("调查表上应有发出时的编号"),
        N_(
            "用 formkit survey list --project 工程编号 找到编号,再用 formkit survey resolve 加 "
            "--number 编号;不是本单位的,加 --drop。"
        ),
    ),
    Message(
        "FK-SUR-116",
        N_("映射文件给出的工程编号「{project_no}」没有登记{hint}"),
        N_("答卷要归到登记过的工程"),
        N_("改正映射文件里的工程编号,或先执行 formkit project import。"),
    ),
    Message(
        "FK-SUR-117",
        N_("不知道是哪个工程的答卷"),
        N_("映射文件应写 project_no,或有一列是工程编号、登记过的工程名称"),
        N_("在映射文件里写 project_no: 工程编号,再导入一次。"),
    ),
    Message(
        "FK-SUR-118",
        N_("没有一道计分题作答,是无效卷"),
        N_("至少要答一题才有满意度"),
        N_(
            "多半发错了附件,请对方补发;就是不答的,用 formkit survey resolve 加 --take 记为无效卷,"
            "不要的加 --drop。"
        ),
    ),
    Message(
        "FK-SUR-119",
        N_("没有一道计分题作答,是无效卷"),
        N_("至少要答一题才有满意度"),
        N_("不必处理:计入收回的份数,不计入满意度。"),
    ),
    Message(
        "FK-SUR-152",
        N_("没有填表日期,不计入任何一期"),
        N_("按填表日期归入季度"),
        N_(
            "照样计入全部时间的统计;问填表人,定了以后用 formkit survey resolve 记下"
            "(如 --answer 填表日期=2026-9-30)"
        ),
    ),
    # the same reply again
    Message(
        "FK-SUR-120",
        N_("与{taken_at}收下的答卷({other})是同一份调查表,答案不同:{differences}"),
        N_("同一份调查表只采用一份答卷,不自动覆盖"),
        N_(
            "问清填表人以哪一份为准:采用这份的用 formkit survey resolve 加 --take 裁定,"
            "不采用的加 --drop。"
        ),
    ),
    Message(
        "FK-SUR-162",
        N_("编号 {number} 在{taken_at}已有收下的答卷({other}),答案相同"),
        N_("同一份调查表只采用一份答卷"),
        N_(
            "多半是同一份:用 formkit survey resolve 加 --drop;"
            "编号认错了的加 --number 编号;以这份为准的加 --take。"
        ),
    ),
    Message(
        "FK-SUR-121",
        N_("同样的答卷已在{taken_at}收下({other},{state})"),
        "",
        N_("不必处理;这一份没有再登记。"),
    ),
    Message(
        "FK-SUR-160",
        N_("空白的卷:同一份调查表已有答过的答卷({other},{state})"),
        "",
        N_("不必处理;空白的这一份没有登记,不算收回。"),
    ),
    Message(
        "FK-SUR-161",
        N_("同一份调查表以前收到的是空白的卷({other}),现在有了答过的,空白的记为已替换"),
        "",
        N_("不必处理。"),
    ),
    Message(
        "FK-SUR-122",
        N_("同样的文件已在{taken_at}处理过({outcome})"),
        "",
        N_("不必处理。"),
    ),
    Message(
        "FK-SUR-123",
        N_("需要确认后才能收下"),
        N_("上面的警告要有人看过"),
        N_("对照原件核对无误后,加 --confirm 再导入一次。"),
    ),
    Message(
        "FK-SUR-139",
        N_("「{own}」和{others}答的是同一份调查表,答案不同:{differences}"),
        N_("同一份调查表只采用一份答卷;不知道以哪一份为准,都没有计入"),
        N_(
            "问清填表人以哪一份为准:用 formkit survey show 看答卷号,采用的一份用 "
            "formkit survey resolve 答卷号 --take 裁定,其余的用 --drop。"
        ),
    ),
    # files
    Message(
        "FK-SUR-125",
        N_("文件里没有一份答卷"),
        N_("应是填好的调查表,或一行一份的问卷导出"),
        N_("核对是不是拿错了文件。"),
    ),
    Message(
        "FK-SUR-126",
        N_("这种文件({kind})不能读取"),
        N_("可以收 .xlsx、.docx、.csv"),
        N_("照着填进发出的那份工作簿(同一编号的 .xlsx),另存后再导入;扫描件和照片也是这样。"),
    ),
    Message(
        "FK-SUR-164",
        N_("这是{kind},不解开来读"),
        N_("可以收 .xlsx、.docx、.csv"),
        N_("先解压,再导入解出来的文件或文件夹。"),
    ),
    Message(
        "FK-SUR-165",
        N_("这种文件({kind})不能读取"),
        N_("可以收 .xlsx、.docx、.csv"),
        N_("用 Excel 或 Word(WPS)打开,另存为 .xlsx 或 .docx 后再导入。"),
    ),
    Message(
        "FK-SUR-166",
        N_("这是一封邮件,不是调查表"),
        N_("可以收 .xlsx、.docx、.csv"),
        N_("把邮件里的附件另存出来再导入;答案写在正文里的,照着填进发出的那份工作簿。"),
    ),
    Message(
        "FK-SUR-127",
        N_("没有找到可以导入的文件:{path}"),
        N_("应是文件,或里面有文件的文件夹"),
        N_("核对路径;临时文件(~$ 开头)和隐藏文件不算。"),
    ),
    Message(
        "FK-SUR-128",
        N_("文件已处理,但没有移走:{reason}"),
        N_("处理完的文件应移到 {folder}"),
        N_("自行移走即可;再导入一次也不会重复。"),
    ),
    Message(
        "FK-SUR-129",
        N_("文件是空的(0 字节)"),
        N_("应是填好的调查表"),
        N_("多半没有传完,请对方重新发来。"),
    ),
    # deciding
    Message(
        "FK-SUR-168",
        N_("第 {id} 号答卷还不知道答的是哪一份、哪个工程的,不能采用"),
        N_("采用的答卷要归到一个登记过的工程"),
        N_(
            "用 --number 编号 写明答的是哪一份(可与 --take 一起);"
            "导出文件的在映射文件里写 project_no 再导入;不采用的加 --drop。"
        ),
    ),
    Message(
        "FK-SUR-163",
        N_("没有编号是「{number}」的调查表"),
        N_("--number 要写发出时登记的编号"),
        N_("{hint}用 formkit survey list --project 工程编号 查看编号,再执行一次。"),
    ),
    Message(
        "FK-SUR-130",
        N_("没有第 {id} 号答卷"),
        N_("编号在导入报告里,也可用 formkit survey show 查看"),
        N_("核对编号再执行一次。"),
    ),
    Message(
        "FK-SUR-131",
        N_("「{value}」不是一条裁定"),
        N_("应写成 栏题号=选项,如 Ⅲ3=满意、Ⅱ5=不适用、Ⅲ7=空;或 总体评价=满意、填表日期=2026-9-30"),
        N_("改正写法再执行一次。"),
    ),
    Message(
        "FK-SUR-132",
        N_("{section}栏第{item}题没有「{choice}」这一项"),
        N_("可选:{choices}、不适用、空"),
        N_("改正选项再执行一次。"),
    ),
    Message(
        "FK-SUR-133",
        N_("第 {id} 号答卷已经是「{state}」,这样裁定什么也不变"),
        N_("定过的可以改定:采用改不采用、不采用改采用、改答案、改日期、改编号"),
        N_("用 formkit survey show {id} 查看。"),
    ),
    Message(
        "FK-SUR-134",
        N_("裁定没有写明{missing}"),
        N_("裁定要记下谁、为什么"),
        N_("加上 --by 姓名 --reason 理由。"),
    ),
    Message(
        "FK-SUR-135",
        N_("没有说怎样裁定"),
        N_("要给 --answer 栏题号=选项、--number 编号、--take、--drop 之一"),
        N_("用 formkit survey show {id} 看要确认什么。"),
    ),
    Message(
        "FK-SUR-136",
        N_("{section}栏没有第{item}题"),
        N_("{section}栏的题号是 {numbers}"),
        N_("改正题号再执行一次。"),
    ),
    Message(
        "FK-SUR-137",
        N_("总体评价没有「{choice}」这一项"),
        N_("可选:{choices}、空"),
        N_("改正选项再执行一次。"),
    ),
    Message(
        "FK-SUR-138",
        N_("第 {id} 号答卷用的是哪个题库还不清楚,不能定其中一道题"),
        N_("题库清楚了才知道有哪些题、哪些选项"),
        N_(
            "看原件,照着填进发出的那份工作簿(同一编号)再导入;"
            "没有编号的先用 --number 写明答的是哪一份;不采用的加 --drop。"
        ),
    ),
)
