"""The story of `init`: a new workspace with settings, register, folders and an empty ledger."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from formkit.intake.blank import write_ledger
from formkit.kernel.clock import Clock, SystemClock
from formkit.kernel.errors import UsageError
from formkit.kernel.files import make_folder, write_durably
from formkit.kernel.resources import samples_folder
from formkit.pipeline.blank import example_of
from formkit.pipeline.projects import project_shape
from formkit.pipeline.workspace import SETTINGS_FILE, RegisterChoice, Workspace, read_settings

DATA_FOLDER = "数据"
LEDGER = "竣工工程台账.xlsx"
_FOLDERS = (DATA_FOLDER, "输出", "forms/templates", "forms/profiles")

_SETTINGS = """\
# formkit 工作区设置。# 号后面是说明;改完存盘即可生效(用记事本保存时编码选 UTF-8)。

[company]                     # 本公司:印在表上,用在编号里
name = {name}
code = {code}                 # 公司代号,编号的第一段,如 SLJZ
short_name = ""
address = {address}
postcode = {postcode}
phone = {phone}
hotline = ""                  # 报修热线
legal_rep = ""
contact = {contact}           # 保修联系人
logo = ""                     # 单位标志:工作区里的图片,如 "标志.png";印在留了位置的表上

[company.departments]         # 部门代号,编号的第二段
"工程部" = "GCB"
"技术质量部" = "JZB"
"安质部" = "AZB"
"经营部" = "JYB"
"合同经营部" = "HTB"
"财务部" = "CWB"
"资料室" = "ZLS"
"客服中心" = "KFZ"
"质检部" = "ZJB"
"技术部" = "JSB"
"维修组" = "WXZ"
"供销科" = "GXK"
"技术质检科" = "JZK"

[profile]                     # 执行哪些制度:forms/profiles 下的文件名,或 R1 … R11 之一
use = "company"

[numbering]                   # 编号规则;{{serial:04d}} 是四位流水号,每类每年从 1 起,不断号
pattern = "{{company}}-{{department}}-{{type}}-{{year}}-{{serial:04d}}"

[register]                    # 登记库;几个人合用时可写 PostgreSQL 地址
url = {register}
workspace = "{mark}"        # 本工作区的记号:合用登记库的各有各的,认出各自的文件;不要改

[output]                      # 出好的文件放在哪里(相对本文件夹)
folder = "输出"

[print]
qr = false                    # true:表的右上角印二维码(编号、版次、核对码),供档案室核对
"""


@dataclass(frozen=True)
class CompanyEntry:
    """What may be given for the company when the workspace is made; absent parts stay empty."""

    name: str = ""
    code: str = ""
    address: str = ""
    postcode: str = ""
    phone: str = ""
    contact: str = ""


def init(
    folder: Path,
    company: CompanyEntry | None = None,
    *,
    register_url: str = "",
    clock: Clock | None = None,
) -> Workspace:
    """Make a workspace in the folder and return it.

    Args:
        folder: becomes the workspace.
        company: whose it is.
        register_url: a database for the register; empty: a SQLite file in the workspace.
        clock: where the times of the register come from.

    Where it fails, nothing is left of what it made.

    Raises:
        UsageError: the folder is a workspace already.
        OutputError: the folder cannot be written, or the register cannot be made.
        ProfileError: the address of the register is wrong.
    """
    folder = folder.absolute()
    if (folder / SETTINGS_FILE).exists():
        raise UsageError("FK-WS-009", folder=folder)
    text = _settings_of(company or CompanyEntry(), register_url)
    workspace = Workspace(folder, read_settings(text), clock or SystemClock())
    register = workspace.register()
    ledger = folder / DATA_FOLDER / LEDGER
    folders = [folder / name for name in _FOLDERS]
    with _nothing_left([*folders, ledger, *([register.file] if register.file else [])]):
        for one in (folder, *folders):
            make_folder(one)
        if not ledger.exists():
            shape = project_shape()
            example = example_of(samples_folder() / "projects.yaml", shape)
            write_ledger(ledger, shape, example=example)
        try:
            register.create()
        finally:
            register.close()
        # last: a folder is a workspace only when everything is there
        write_durably(folder / SETTINGS_FILE, text.encode("utf-8"))
    return workspace


def _settings_of(entry: CompanyEntry, register_url: str) -> str:
    texts = {name: _toml(getattr(entry, name)) for name in CompanyEntry.__dataclass_fields__}
    texts["register"] = _toml(register_url or RegisterChoice().url)
    return _SETTINGS.format(**texts, mark=secrets.token_hex(4))


@contextmanager
def _nothing_left(paths: Sequence[Path]) -> Iterator[None]:
    """Where it fails, remove those of these files and folders that were not there before.

    Folders above them count too; one in which somebody else put something stays.
    """
    wanted = dict.fromkeys(one for path in paths for one in (*reversed(path.parents), path))
    new = [path for path in wanted if not path.exists()]
    try:
        yield
    except BaseException:
        for path in reversed(new):
            with suppress(OSError):
                path.rmdir() if path.is_dir() else path.unlink(missing_ok=True)
        raise


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a JSON string is a TOML string
