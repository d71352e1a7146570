"""Sentences about pictures: places in templates, and the pictures that go there."""

from __future__ import annotations

from formkit.kernel.i18n import N_
from formkit.kernel.messages.message import Message

MESSAGES = (
    # places in templates
    Message(
        "FK-PIC-001",
        N_("「{text}」的占位图不是普通图片"),
        N_("占位图应是直接插在段落或单元格里的一张图片,不在文本框、组合或形状里"),
        N_("用「插入→图片」另放一张图,在它的替代文字里写同样的名称,再删去原来的。"),
    ),
    Message(
        "FK-PIC-002",
        N_("{tag} 要放一张图片,数据里却没有名为「{value}」的图片"),
        N_("占位图的替代文字应写图片的名称,如 {{{{ form.qr }}}}"),
        N_("改正替代文字;这里本来要印文字的,把占位图换成 {{{{ 名称 }}}}。"),
    ),
    Message(
        "FK-PIC-003",
        N_("填好的文件里图片与数据不一致:应有 {expected} 张,找到 {actual} 张"),
        N_("每张图片都要原样放进文件,否则不发出文件"),
        N_("不要使用这份文件;在模板里把占位图删掉重插,仍不行的换回标准模板。"),
    ),
    Message(
        "FK-PIC-004",
        N_("「{text}」的占位图盖住了第 {row} 行,那一行是整行的标记"),
        N_("整行的标记(如 {{%tr for … %}})填好后没有了,占位图应整个在要印的行里"),
        N_("把占位图缩小或移到相邻的行里,让它不伸进写标记的行;必要时加高它所在的行。"),
    ),
    Message(
        "FK-PIC-005",
        N_("「{text}」的占位图在循环的行里,却设为「不随单元格移动」"),
        N_("循环行里的图片要随每一行移动"),
        N_("右击占位图,「设置图片格式→属性」里选「随单元格移动」。"),
    ),
    Message(
        "FK-PIC-006",
        N_("模板印的图片:{pictures}"),
        N_("印出的是替代文字写了图片名称的占位图,别的图片原样不动"),
        N_("要增减的,在 Word 里插入或删去占位图,写法见 docs/pictures.md。"),
    ),
    Message(
        "FK-PIC-007",
        N_("「{name}」是图片的名称,写成文字的标记只会印出一串代号"),
        N_("图片放进占位图,位置和大小就是占位图的"),
        N_("把标记换成一张占位图,把原来的标记写进它的替代文字里。"),
    ),
    Message(
        "FK-PIC-008",
        N_("替代文字里的「{name}」不是图片的名称,{hint}这张图照原样印出"),
        N_("占位图的替代文字应写 {{标志}}、{{二维码}} 或以 .picture 结尾的名称"),
        N_("是占位图的,改正替代文字;不是的不必管,值会印进替代文字里。"),
    ),
    # files of pictures
    Message(
        "FK-PIC-010",
        N_("「{name}」的照片文件 {picture} 找不到"),
        N_("写了文件路径的照片要印在附页上,文件必须在"),
        N_(
            "核对文件名和文件夹(相对路径从台账所在的文件夹算起);照片不在电脑里的,把「文件路径」留空。"
        ),
    ),
    Message(
        "FK-PIC-011",
        N_("{name}的文件 {picture} 不是图片"),
        N_("可用的图片是 JPG、PNG、BMP、TIFF、WEBP、GIF"),
        N_("换成照片文件;其他格式的先另存为 JPG。"),
    ),
    Message(
        "FK-PIC-012",
        N_("{name}的文件 {picture} 已损坏,打不开"),
        N_("图片要能完整打开"),
        N_("从手机或相机重新拷贝一次;仍打不开的换一张。"),
    ),
    Message(
        "FK-PIC-013",
        N_("{name}的文件 {picture} 的像素太多"),
        N_("一张图片最多 {limit} 百万像素"),
        N_("用看图软件缩小后另存为 JPG。"),
    ),
    Message(
        "FK-PIC-014",
        N_("{name}的文件 {picture} 是 HEIC 格式的照片"),
        N_("Word 和 WPS 不能处处显示 HEIC,要用 JPG"),
        N_("在手机或电脑上另存为 JPG;苹果手机可在「设置→相机→格式」里选「兼容性最佳」。"),
    ),
    Message(
        "FK-PIC-015",
        N_("{name}的文件 {picture} 是矢量图或文档,不是照片"),
        N_("SVG、WMF、PDF 在不同的软件里显示不同,不采用"),
        N_("另存(或截图)为 PNG 或 JPG。"),
    ),
    Message(
        "FK-PIC-016",
        N_("「{name}」的照片文件 {picture} 读不了"),
        N_("要能读取的普通文件,不超过 {limit} MB,不在网络地址(\\\\ 开头或 http)上"),
        N_("把照片拷到台账旁边的文件夹里,再填写路径。"),
    ),
    Message(
        "FK-PIC-017",
        N_("「{name}」写了 {count} 张,{picture} 里有 {found} 张照片"),
        N_("张数应与实际相符"),
        N_("改正张数,或补齐、删去照片。"),
    ),
    Message(
        "FK-PIC-018",
        N_("「{name}」的照片文件 {picture} 与登记的校验值不符"),
        N_("校验值应是文件的 SHA-256"),
        N_("确认用的是原来的照片;换了照片的,把校验值删去。"),
    ),
    Message(
        "FK-PIC-019",
        N_("「{name}」的文件夹 {picture} 里有 {found} 张照片"),
        N_("一份记录最多附 {limit} 张照片"),
        N_("挑选要印的照片放在单独的文件夹里。"),
    ),
    Message(
        "FK-PIC-020",
        N_("formkit.toml 里写的单位标志 {picture} 用不了:{why}"),
        N_("company.logo 应是工作区里的一张图片"),
        N_("改正路径或换一张图片;不印标志的,删去 logo 这一行。"),
    ),
)
