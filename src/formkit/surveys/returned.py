"""A file that came back: which reader it goes to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from formkit.kernel.errors import InputUnreadable
from formkit.kernel.findings import Place
from formkit.ooxml import container, directory, sniff, source
from formkit.ooxml.directory import Entry
from formkit.ooxml.limits import SURVEY
from formkit.ooxml.sniff import FileKind
from formkit.surveys import anchors
from formkit.surveys.reading import workbook
from formkit.surveys.reading.asked import Sheet
from formkit.surveys.reply import Reply, Source

if TYPE_CHECKING:
    from formkit.schemas.satisfaction_survey.bank import Bank

NO_READER = frozenset(
    {FileKind.PDF, FileKind.IMAGE, FileKind.BINARY, FileKind.HTML, FileKind.ARCHIVE, FileKind.RTF}
)
_NO_READER_TOLD = {
    FileKind.ARCHIVE: "FK-SUR-164",
    FileKind.HTML: "FK-SUR-165",
    FileKind.RTF: "FK-SUR-165",
}
_MAILS = (".eml", ".msg", ".mht", ".mhtml")
_MAIL_HEADS = re.compile(rb"(?im)^(from|subject|received|mime-version|content-type):[ \t]")
_WORD = frozenset({FileKind.DOCX, FileKind.DOC, FileKind.DOCM, FileKind.DOTX, FileKind.ODT})
_CONTENTS: Final = "xl/workbook.xml"  # where a workbook lists its sheets and names
_MAIL_HEAD: Final = 20_000  # bytes in which the heads of a letter stand
_HEADS_OF_A_MAIL: Final = 3
_LOOKED_AT: Final = 1_000_000  # bytes of it


@dataclass(frozen=True, slots=True)
class Returned:
    """A file that came back, as it travels to the process that reads it.

    path: the untouched copy. name: what the file is called in messages. source: what the clerk says
    it is; None: told from its content. plan: how an export is read (`exports.mapping.Plan`); None
    where no mapping file was named.
    """

    path: Path
    name: str
    source: Source | None = None
    plan: Any = None


@dataclass(frozen=True, slots=True)
class Asked:
    """All question banks by digest: light ones for workbooks, whole ones, as data, for the rest."""

    light: Mapping[str, Sheet]
    whole: Mapping[str, Mapping[str, Any]]


def read(returned: Returned, asked: Asked) -> list[Reply]:
    """Return the answered surveys of a file; runs in a process of its own.

    What workbooks do not need is imported when it is needed: most files are workbooks.

    Raises:
        InputUnreadable: the file is damaged, hostile, of another kind, or holds no survey.
    """
    data = source.load(returned.path, limits=SURVEY)
    kind, listed = kind_of(data, returned.name)
    wanted = returned.source or _told(data, kind, listed)
    if wanted is Source.FORMKIT:
        return [workbook.reply(data, returned.name, asked.light, listed)]
    banks = _banks(_Key(asked))
    if wanted is Source.WORD:
        from formkit.surveys.reading import word  # noqa: PLC0415

        return word.replies(data, returned.name, banks)
    from formkit.surveys import exports  # noqa: PLC0415

    if wanted is None and exports.detect(data, returned.name) is None and returned.plan is None:
        if kind is FileKind.TEXT:
            if _is_printed(data):
                raise InputUnreadable(
                    "FK-SUR-126", place=Place(file=returned.name), kind=kind.label
                )
            code = "FK-SUR-084" if exports.is_table(data, returned.name) else "FK-SUR-125"
            raise InputUnreadable(code, place=Place(file=returned.name), name=returned.name)
        return [workbook.reply(data, returned.name, asked.light, listed)]
    return exports.read(data, returned.name, returned.plan, banks, wanted)


def kind_of(data: bytes, name: str) -> tuple[FileKind, list[Entry]]:
    """Return what a file is, of a package with what lies in it.

    Raises:
        InputUnreadable: it is damaged, empty, or of a kind that nothing here reads.
    """
    place = Place(file=name)
    listed = directory.entries(data, place, SURVEY) if sniff.is_zip(data) else []
    kind = sniff.kind_of_listed(data, listed) if listed else sniff.kind_of(data)
    if kind is FileKind.EMPTY:
        raise InputUnreadable("FK-SUR-129", place=place)
    if _is_mail(data, name):
        raise InputUnreadable("FK-SUR-166", place=place)
    if kind in NO_READER:
        code = _NO_READER_TOLD.get(kind, "FK-SUR-126")
        raise InputUnreadable(code, place=place, kind=kind.label)
    return kind, listed


def is_sheet(data: bytes, name: str) -> bool:
    """Return whether it is a sheet that was sent out, or in Word: no export with a row for each.

    Raises:
        InputUnreadable: as `kind_of`.
    """
    return _told(data, *kind_of(data, name)) is not None


def _is_mail(data: bytes, name: str) -> bool:
    """Return whether it is a letter with, perhaps, the survey attached."""
    head = data[:_MAIL_HEAD].partition(b"\n\n")[0].partition(b"\r\n\r\n")[0]
    return name.casefold().endswith(_MAILS) or len({*_MAIL_HEADS.findall(head)}) >= _HEADS_OF_A_MAIL


def _is_printed(data: bytes) -> bool:
    """Return whether a text is a sheet saved as text: boxes to tick, no table of answers."""
    return any("□".encode(code) in data for code in ("utf-8", "gb18030", "utf-16-le"))


def _told(data: bytes, kind: FileKind, listed: Iterable[Entry]) -> Source | None:
    """Return what the content says without being judged yet; None: an export, or a stranger's."""
    if kind in _WORD:
        return Source.WORD
    contents = next((entry for entry in listed if entry.name == _CONTENTS), None)
    return Source.FORMKIT if contents and _is_ours(*contents.alone(data)) else None


@lru_cache(maxsize=8)
def _is_ours(packed: bytes, contents: Entry) -> bool:
    """Return whether a workbook has the names of one that was sent out.

    Only to choose the reader: the gate judges the file before anything of it is believed.
    """
    looked_at = b""
    try:
        for piece in container.inflate(packed, contents, Place()):
            looked_at += piece
            if len(looked_at) > _LOOKED_AT:
                break
    except InputUnreadable:
        return False  # the gate says what it is
    signs = (anchors.META_SHEET, anchors.ITEMS_SHEET, anchors.TEMPLATE_NAME)
    return any(sign.encode() in looked_at for sign in signs)


@dataclass(frozen=True, slots=True)
class _Key:
    """The banks as the key of a cache: one object of them lives in each worker."""

    asked: Asked

    def __hash__(self) -> int:
        return hash(frozenset(self.asked.whole))


@lru_cache(maxsize=4)
def _banks(key: _Key) -> Mapping[str, Bank]:
    from formkit.schemas.satisfaction_survey.bank import bank_of  # noqa: PLC0415

    return {digest: bank_of(data) for digest, data in key.asked.whole.items()}
