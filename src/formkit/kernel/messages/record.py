"""What is said of a record's own values: fields, presence, order, question banks."""

from __future__ import annotations

from formkit.kernel.i18n import N_
from formkit.kernel.messages.message import Message

MESSAGES = (
    Message(
        "FK-REC-001",
        N_("没有「{name}」这一项"),
        N_("只能填本表已有的项目"),
        N_("删去此项,或改成本表的项目名(用 formkit form 查看)"),
    ),
    Message(
        "FK-REC-002",
        N_("没有「{name}」这一项,是否指「{meant}」?"),
        N_("只能填本表已有的项目"),
        N_("改为「{meant}」,或删去此项"),
    ),
    Message("FK-REC-003", N_("未填"), N_("{gate}时必填"), N_("补填「{label}」")),
    Message(
        "FK-REC-004",
        N_("未填"),
        N_("{reason},{gate}时必填"),
        N_("补填「{label}」;前面说的条件填错了的,改正那一项"),
    ),
    Message(
        "FK-REC-005",
        N_("没有签字或盖章的记录"),
        N_("{gate}前应在纸上签字或盖章"),
        N_("签章后补填「已签字」或「已盖章」,并填签字人和签字日期"),
    ),
    Message(
        "FK-REC-006",
        N_("「{value}」不在选项之内"),
        N_("应为以下之一:{choices}"),
        N_("改为其中一项"),
    ),
    Message(
        "FK-REC-007",
        N_("「{value}」不在选项之内,是否指「{meant}」?"),
        N_("应为以下之一:{choices}"),
        N_("改为「{meant}」或其他选项"),
    ),
    Message(
        "FK-REC-008", N_("「{value}」看不出是还是否"), N_("应填 是 或 否"), N_("改为 是 或 否")
    ),
    Message(
        "FK-REC-009",
        N_("应填文字,此处却是日期「{value}」"),
        N_("表格软件可能把编号自动改成了日期"),
        N_("把单元格格式设为「文本」后重新填写"),
    ),
    Message(
        "FK-REC-010",
        N_("此处不能填「{value}」"),
        N_("这一项不是 是/否"),
        N_("按项目要求填写文字、数字或日期"),
    ),
    Message(
        "FK-REC-011",
        N_("「{value}」不能用在此处"),
        N_("此处应是一组项目(名称: 值)"),
        N_("按 formkit blank 生成的样式逐项填写"),
    ),
    Message(
        "FK-REC-012",
        N_("「{value}」不能用在此处"),
        N_("此处应是若干行"),
        N_("每行写成一项(YAML 中以 - 开头),或填在台账的子表中"),
    ),
    Message(
        "FK-REC-013",
        N_("「{value}」不能用在此处"),
        N_("应为单个的文字、数字或日期"),
        N_("改为一个值"),
    ),
    Message(
        "FK-REC-014",
        N_("数字「{value}」超过 15 位,后几位可能已被表格软件改成 0"),
        N_("长号码应以文本保存"),
        N_("把单元格格式设为「文本」(YAML 中加引号)后重新填写全部位数"),
    ),
    Message("FK-REC-015", N_("「{value}」不是数"), N_("应填数字"), N_("只填数字,单位不要写进来")),
    Message("FK-REC-016", N_("「{value}」不是整数"), N_("应填整数"), N_("改为整数")),
    Message(
        "FK-REC-017",
        N_("「{value}」看不出是谁"),
        N_("人员应写成 姓名(部门,职务,资格)"),
        N_("检查括号是否成对,括号内至多三项,用逗号隔开"),
    ),
    Message(
        "FK-REC-018",
        N_("{later_label} {later} 早于 {earlier_label} {earlier}"),
        N_("{later_label}不得早于{earlier_label}"),
        N_("核对两个时间,改正填错的一个"),
    ),
    Message(
        "FK-REC-019",
        N_("填的是「{typed}」,工程台账中是「{registered}」"),
        N_("工程信息应与台账一致"),
        N_("删去此项(自动带出),或用 formkit project import 更正台账"),
    ),
    Message(
        "FK-REC-020",
        N_("「{value}」只有 {length} 字"),
        N_("不得少于 {limit} 字"),
        N_("写清时间、部位和现象"),
    ),
    Message(
        "FK-REC-021",
        N_("「{value}」有 {length} 字"),
        N_("不得超过 {limit} 字"),
        N_("缩短文字,详情另附附件"),
    ),
    Message("FK-REC-022", N_("「{value}」太小"), N_("不得小于 {limit}"), N_("核对数值和单位")),
    Message("FK-REC-023", N_("「{value}」太大"), N_("不得大于 {limit}"), N_("核对数值和单位")),
    Message(
        "FK-REC-024",
        N_("填的是 {typed},按起算日和期限计算应为 {computed}"),
        N_("保修期止应与期限一致"),
        N_("留空由系统计算;合同另有约定的,核对合同后保留"),
    ),
    Message(
        "FK-REC-025",
        N_("有签字人或签字日期,但没有填「已签字」"),
        N_("签字的事实应填写完整"),
        N_("纸上已签的,「已签字」填 是;未签的,删去签字日期"),
    ),
    Message(
        "FK-REC-026",
        N_("这一签字栏没有意见一行,填写的意见不会印出"),
        N_("填写的内容都应印在表上"),
        N_("删去意见,或写到备注里"),
    ),
    Message(
        "FK-REC-034",
        N_("份数填 {copies},少于留存人数"),
        N_("本表由 {keepers} 各存一份,仍按 {count} 份印"),
        N_("改正份数;公司另有规定的,改 forms 里本表的 copies"),
    ),
    Message(
        "FK-REC-035",
        N_("比例填的是 {value},即 {value}%"),
        N_("这里填百分数:5 即 5%"),
        N_("应为 {meant}% 的,改填 {meant};确为 {value}% 的,可以不管"),
    ),
    Message(
        "FK-REC-036",
        N_("不适用的理由「{reason}」不在条例所列之内"),
        N_("《建设工程质量管理条例》第八十条只列出抢险救灾、临时性房屋、农民自建低层住宅"),
        N_("属于其中一种的,把它写进理由;不属于的,「不适用」改为否。现在仍按法定要求检查"),
    ),
    Message(
        "FK-REC-037",
        N_("没有盖章的记录"),
        N_("{gate}前应在纸上盖章"),
        N_("盖章后补填「已盖章」为 是"),
    ),
)
