"""Attachment: what is filed together with a record."""

from __future__ import annotations

from formkit.kernel.gate import Gate
from formkit.schemas.entry import Entry, field
from formkit.schemas.fields import Choice, Count, Identifier, OneLine


class AttachmentKind(Choice):
    """What an attachment is."""

    PHOTO = "照片"
    LETTER = "函件"
    DRAWING = "图纸"
    RECORDING = "录音"
    OTHER = "其他"


class Attachment(Entry):
    """One attachment; `path` and `sha256` say where the file lies and what it was."""

    name: OneLine | None = field("附件名称", aliases=("名称",), required=Gate.ISSUE, longest=120)
    kind: AttachmentKind | None = field("类别")
    count: Count | None = field("张数", aliases=("份数", "数量"), least=1, most=9999)
    path: OneLine | None = field("文件路径", longest=400)
    sha256: Identifier | None = field("校验值", in_ledger=False, longest=64)
