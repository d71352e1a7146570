"""Sentences about trusted templates: everything that docxtpl can say."""

from __future__ import annotations

from formkit.kernel.i18n import N_
from formkit.kernel.messages.message import Message

MESSAGES = (
    Message(
        "FK-TPL-090",
        N_("没有 trusted=True,不能给 {argument}"),
        N_("formkit 自己的模板语言不接受别的 Jinja 环境,并且总是转义"),
        N_("信任编制模板的人(等于信任一个程序)时,加上 trusted=True;否则去掉这个参数。"),
    ),
    Message(
        "FK-TPL-091",
        N_("受信任的写法(trusted=True)只用于 Word 模板,这是 Excel 文件"),
        N_("docxtpl 的写法只有 Word 模板才有"),
        N_("Excel 模板去掉 trusted=True,用 formkit 自己的写法。"),
    ),
    Message(
        "FK-TPL-092",
        N_("模板的标记不合 Jinja 的语法:{reason}"),
        N_("标记应成对,写法见 docs/templates.md"),
        N_("在 Word 里找到这一段,改正标记。"),
    ),
    Message(
        "FK-TPL-093",
        N_("填写受信任的模板时出错:{reason}"),
        N_("模板里的标记、过滤器和交给它的数据应能配合"),
        N_("核对这一段的标记,以及它用到的数据和自定义的过滤器。"),
    ),
    Message(
        "FK-TPL-094",
        N_("填好的文件不是完整的 XML,Word 打不开"),
        N_("填入的值不能破坏文件的结构"),
        N_("打开 autoescape(默认);带格式的内容用 RichText、Listing。"),
    ),
    Message(
        "FK-TPL-095",
        N_("填好的文件引用了不存在的「{name}」(链接或图片)"),
        N_("链接和图片应由填写这份文件的 DocxTemplate 生成"),
        N_("用 template.docxtpl() 生成链接和图片,再 render(数据, docxtpl=它)。"),
    ),
    Message(
        "FK-TPL-096",
        N_("数据里的图片或子文档属于另一个模板"),
        N_("一份文件的图片、子文档应由同一个 DocxTemplate 生成,它打开的应是这个模板"),
        N_("用 template.docxtpl() 取得 DocxTemplate,用它生成图片和子文档。"),
    ),
    Message(
        "FK-TPL-097",
        N_("docxtpl 打不开这个模板:{reason}"),
        N_("模板应由 Word 或 WPS 按普通 .docx 保存"),
        N_("用 Word 打开,另存为「Word 文档(*.docx)」。"),
    ),
    Message(
        "FK-TPL-098",
        N_("按受信任的写法填写:不与数据核对,不认识的名称印为空"),
        N_("InlineImage、子文档、替换的文件、链接由 docxtpl 整份填写,较慢,结果相同"),
        N_("正式记录宜用 formkit 自己的写法,两者的差别见 docs/templates.md。"),
    ),
    Message(
        "FK-TPL-099",
        N_("这个部件的 XML 里有注释或 CDATA"),
        N_("有它们的部件每份都由 docxtpl 整理,较慢,结果相同"),
        N_("用 Word 打开模板,另存一次,它们就没有了。"),
    ),
    Message(
        "FK-TPL-100",
        N_("模板印了「{value}」,填好的文件里却找不到"),
        N_("受信任的模板印出的每个值都应在文件里,否则不发出文件"),
        N_(
            "常见于 {{% filter %}}、{{% set %}} 的块和图形、域:改成直接印出,如 {{{{ 值|upper }}}}。"
        ),
    ),
    Message(
        "FK-TPL-101",
        N_("模板按受信任的写法填写({by} 于 {on} 信任,理由:{reason})"),
        N_("核对的只有:印出的每个值都在文件里;漏印的栏目、不认识的名称不会报错"),
        N_("不再使用这种写法的,执行 formkit template trust 记录 --revoke。"),
    ),
    Message(
        "FK-TPL-102",
        N_("「{name}」是 formkit 自带的模板,不需要信任"),
        N_("受信任的只能是工作区 forms/templates 里公司自己的 Word 模板"),
        N_("把公司的模板放进 forms/templates,文件名为 {name},再执行一次。"),
    ),
    Message(
        "FK-TPL-103",
        N_("没有写明{what}"),
        N_("信任一个模板等于信任一个程序,登记库要记下由谁、为什么"),
        N_("加上 --by 姓名 --reason 理由。"),
    ),
    Message(
        "FK-TPL-104",
        N_("「{name}」现用的这个文件没有被信任过"),
        N_("只能撤销对现用模板的信任"),
        N_("不必撤销;信任只对当时的那个文件有效,改过的模板自动不再受信任。"),
    ),
    Message(
        "FK-TPL-105",
        N_("模板里有 formkit 自己的写法之外的标记,也许是 docxtpl 的写法"),
        N_("默认只用 formkit 自己的写法;docxtpl 的全部写法只用于受信任的模板"),
        N_("按上面的提示改写;确是本单位编的 docxtpl 模板,可执行 formkit template trust。"),
    ),
    Message(
        "FK-TPL-106",
        N_("模板里有占位图,数据里又有 docxtpl 的图片、子文档,或给了 docxtpl="),
        N_("占位图由 formkit 放图片,docxtpl 的对象由 docxtpl 整份填写,一份模板只用一种"),
        N_("图片都放进占位图,用 pictures= 给出;或删去占位图替代文字里的花括号,都用 docxtpl 的。"),
    ),
)
