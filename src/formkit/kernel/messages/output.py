"""Sentences about files and folders that cannot be written."""

from __future__ import annotations

from formkit.kernel.i18n import N_
from formkit.kernel.messages.message import Message

MESSAGES = (
    Message(
        "FK-OUT-001",
        N_("文件夹「{name}」不存在,无法写入"),
        N_("输出位置应是已有的文件夹"),
        N_("先建好这个文件夹,或换一个输出位置,再执行一次同样的命令;已登记的记录不会重复。"),
    ),
    Message(
        "FK-OUT-002",
        N_("文件夹「{name}」不允许写入"),
        N_("输出位置应可写"),
        N_("检查只读属性和权限,或换一个输出位置,再执行一次同样的命令。"),
    ),
    Message(
        "FK-OUT-003",
        N_("磁盘已满,无法写入「{name}」"),
        N_("磁盘应有足够的剩余空间"),
        N_("腾出空间或换一个磁盘,再执行一次同样的命令;没有留下半个文件,编号也没有用掉。"),
    ),
    Message(
        "FK-OUT-004",
        N_("文件「{name}」正被别的程序占用"),
        N_("写入时文件不能在 Word、Excel 或 WPS 中打开"),
        N_("关闭正在打开它的程序,再执行一次同样的命令。"),
    ),
    Message(
        "FK-OUT-005",
        N_("写入「{name}」时系统报告故障,代码 {reason}"),
        "",
        N_("检查磁盘和网络盘是否正常,再执行一次同样的命令。"),
    ),
    Message(
        "FK-OUT-006",
        N_("「{name}」处已有一个同名文件,不能当文件夹用"),
        N_("输出位置应是文件夹"),
        N_("换一个文件夹名,或移走那个文件,再执行一次同样的命令。"),
    ),
    Message(
        "FK-OUT-007",
        N_("文件名「{name}」过长,系统不接受"),
        "",
        N_("换一个路径较短的输出文件夹,再执行一次同样的命令。"),
    ),
    Message(
        "FK-OUT-008",
        N_("「{name}」已经存在"),
        N_("不覆盖已有的文件"),
        N_("换一个文件名,或先移走原文件,再执行一次同样的命令。"),
    ),
    Message(
        "FK-OUT-009",
        N_("文件「{name}」正被占用,已另存为「{other}」"),
        "",
        N_("关闭占用它的程序;以另存的文件为准。"),
    ),
    Message(
        "FK-OUT-010",
        N_("「{name}」已被另一个文件占用,没有覆盖,本份存为「{other}」"),
        "",
        N_("核对原来那个文件是什么:不要的移走;它若也是签发的文件,请核对登记库是否用了旧备份。"),
    ),
    Message(
        "FK-OUT-011",
        N_("输出文件夹「{name}」是链接(符号链接或目录联接),指向「{target}」,没有写入"),
        N_("输出文件夹应是真正的文件夹,写出的文件才不会落到别处"),
        N_("用 -o 写明真正的文件夹,或把这个链接换成文件夹,再执行一次同样的命令。"),
    ),
    Message(
        "FK-RUN-001",
        N_("工作进程两次意外结束(--jobs {jobs}),多半是内存不足"),
        "",
        N_("关闭别的程序,或用 --jobs 1 再执行一次同样的命令;已登记的不会重复,编号没有用掉。"),
    ),
    Message(
        "FK-RUN-010",
        N_("用集群要用的软件包 {package} 没有安装"),
        "",
        N_(
            "在安装 formkit 的环境中执行 pip install formkit[cluster],再执行一次;或去掉 --cluster。"
        ),
    ),
    Message(
        "FK-RUN-011",
        N_("连不上集群的调度器「{address}」"),
        N_("应写成 tcp://机器名:8786,调度器(dask scheduler)已启动,端口可达"),
        N_("核对地址,或去掉 --cluster 在本机执行;编号没有用掉。"),
    ),
    Message(
        "FK-RUN-012",
        N_("集群中断:调度器断开,或已没有可用的工作机"),
        "",
        N_(
            "请信息人员查看调度器和工作机,恢复后再执行一次同样的命令,即接着做;"
            "已登记的不会重复,编号没有用掉。"
        ),
    ),
    Message(
        "FK-RUN-013",
        N_("工作机 {machine} 上是 {theirs},本机是 {ours}"),
        N_("各台机器的 formkit 和 Python 应为同一版本,出的文件才会一样"),
        N_("在那台机器上装同一版本并重启 dask worker,再执行一次同样的命令。"),
    ),
    Message(
        "FK-RUN-014",
        N_("工作机 {machine} 看不到输出文件夹「{name}」"),
        N_("用 --deliver shared 时,每台机器都应以同样的路径挂接这个文件夹"),
        N_("挂接好再执行一次;或改用 --deliver back,由连接传回。"),
    ),
    Message(
        "FK-RUN-015",
        N_("共享存储「{url}」读写不成:{reason}"),
        "",
        N_("核对 --deliver 的地址、权限和各机器上的 fsspec 驱动;或改用 --deliver back。"),
    ),
    Message(
        "FK-RUN-016",
        N_("「{name}」从工作机送到时内容不对"),
        N_("送到的字节应与工作机算出的 SHA-256 一致"),
        N_("检查网络和共享存储,再执行一次同样的命令;这一份没有用掉编号。"),
    ),
)
