"""The pictures of a document: photographs of its attachments, the company's logo, the code."""

from __future__ import annotations

import os
import stat
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from formkit.imaging import photo
from formkit.kernel.errors import ProfileError
from formkit.kernel.files import sha256
from formkit.kernel.findings import Level, Place
from formkit.kernel.picture import Picture
from formkit.kernel.values import BadValue
from formkit.pipeline.workspace import SETTINGS_FILE, Workspace
from formkit.schemas.attachment import Attachment, AttachmentKind
from formkit.schemas.record import Record
from formkit.schemas.view import Shot

CODE = "form.qr"  # the names under which a view has the keys of these pictures
LOGO = "form.logo"
MOST_PHOTOS = 60  # of one record: ten pages
KEPT = 32  # photographs that are held ready for printing what has just been examined
SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp", ".gif", ".heic"})
_MEGABYTE = 1024 * 1024
_NETWORK = ("\\\\", "//")
KEY = 16  # hexadecimal digits of a photograph's SHA-256


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of the photographs of a record: pictures to print, doubts, faults."""

    shots: tuple[Shot, ...] = ()
    pictures: tuple[tuple[str, Picture], ...] = ()  # by their keys
    doubts: tuple[tuple[int, BadValue, Level], ...] = ()  # which attachment, what is wrong


class Album:
    """The photographs that attachments name.

    Args:
        root: the workspace's folder; None: there is none, and paths count from the ledger alone.
    """

    def __init__(self, root: Path | None) -> None:
        self._root = root
        self._kept: OrderedDict[tuple[str, int, int], tuple[str, Picture]] = OrderedDict()

    def of(self, record: Record, folder: Path | None) -> Found:
        """Return the photographs of a record.

        Args:
            record: the record; only attachments of the kind 照片 that have a path count.
            folder: where its ledger lies; paths are tried from there, then from the workspace.
        """
        shots: list[Shot] = []
        pictures: dict[str, Picture] = {}
        doubts: list[tuple[int, BadValue, Level]] = []
        for at, attachment in enumerate(record.attachments):
            if attachment.kind is not AttachmentKind.PHOTO or not attachment.path:
                continue
            try:
                files = self._files(attachment, folder)
            except BadValue as bad:
                doubts.append((at, bad, Level.ERROR))
                continue
            if attachment.count and attachment.count != len(files):
                said = {"count": attachment.count, "found": len(files)}
                doubts.append((at, _bad("FK-PIC-017", attachment, **said), Level.WARNING))
            for number, file in enumerate(files, start=1):
                try:
                    key, picture = self._picture(attachment, file, alone=len(files) == 1)
                except BadValue as bad:
                    doubts.append((at, bad, Level.ERROR))
                    continue
                pictures[key] = picture
                shots.append(Shot(key, _caption(len(shots) + 1, attachment, number, len(files))))
        return Found(tuple(shots), tuple(pictures.items()), tuple(doubts))

    def judge(self, record: Record, folder: Path | None) -> Iterator[tuple[str, BadValue, Level]]:
        """Yield what is wrong with the photographs of a record, by the path of the field."""
        if any(one.path for one in record.attachments):
            for at, bad, level in self.of(record, folder).doubts:
                yield f"attachments.{at}.path", bad, level

    def _files(self, attachment: Attachment, folder: Path | None) -> list[Path]:
        """Return the files of an attachment: the one it names, or those of the folder it names."""
        written = attachment.path or ""
        if written.startswith(_NETWORK) or "://" in written:
            raise _unreadable(attachment)
        bases = [base for base in (folder, self._root) if base is not None] or [Path()]
        tried = [base / Path(written.replace("\\", os.sep)) for base in bases]
        found = next((one for one in tried if one.exists()), None)
        if found is None:
            raise _bad("FK-PIC-010", attachment)
        if not found.is_dir():
            return [found]
        files = sorted(one for one in found.iterdir() if one.suffix.lower() in SUFFIXES)
        if len(files) > MOST_PHOTOS:
            raise _bad("FK-PIC-019", attachment, found=len(files), limit=MOST_PHOTOS)
        if not files:
            raise _bad("FK-PIC-010", attachment)
        return files

    def _picture(self, attachment: Attachment, file: Path, *, alone: bool) -> tuple[str, Picture]:
        name = attachment.name or AttachmentKind.PHOTO
        try:
            state = file.stat()
            if not stat.S_ISREG(state.st_mode) or state.st_size > photo.MOST_BYTES:
                raise _unreadable(attachment)
            seen = (str(file), state.st_size, state.st_mtime_ns)
            if seen not in self._kept:
                data = file.read_bytes()
                self._keep(seen, sha256(data), photo.photograph(data, said=name))
        except OSError as error:
            raise _unreadable(attachment) from error
        except BadValue as bad:
            said = {**bad.values, "name": f"「{name}」的照片", "picture": file.name}
            raise BadValue(bad.code, **said) from bad
        whole, picture = self._kept[seen]
        if alone and attachment.sha256 and attachment.sha256.lower() != whole:
            raise _bad("FK-PIC-018", attachment)
        return f"{file.suffix.lower().lstrip('.')}-{whole[:KEY]}", picture

    def _keep(self, seen: tuple[str, int, int], whole: str, picture: Picture) -> None:
        self._kept[seen] = (whole, picture)
        while len(self._kept) > MOST_PHOTOS + KEPT:
            self._kept.popitem(last=False)


def _bad(code: str, attachment: Attachment, **said: object) -> BadValue:
    name = attachment.name or AttachmentKind.PHOTO
    return BadValue(code, name=name, picture=attachment.path, **said)


def _unreadable(attachment: Attachment) -> BadValue:
    return _bad("FK-PIC-016", attachment, limit=photo.MOST_BYTES // _MEGABYTE)


def _caption(shot: int, attachment: Attachment, number: int, of: int) -> str:
    """Return what stands under a photograph: `照片3 渗水部位`, `照片4 回访现场(2/6)`."""
    which = f"({number}/{of})" if of > 1 else ""
    return f"照片{shot} {attachment.name or ''}{which}".rstrip()


def logo_of(workspace: Workspace) -> tuple[str, Picture] | None:
    """Return the key and the picture of the company's logo; None where there is none.

    Its path counts from the workspace.

    Raises:
        ProfileError: FK-PIC-020 the file is missing or no picture.
    """
    root, written = workspace.root, workspace.settings.company.logo
    if root is None or not written:
        return None
    place = Place(file=SETTINGS_FILE, label="company.logo")
    path = root / Path(written.replace("\\", os.sep))
    try:
        data = path.read_bytes()
        picture = photo.logo(data, said="单位标志")
    except OSError as error:
        raise ProfileError("FK-PIC-020", place=place, picture=written, why="找不到文件") from error
    except BadValue as bad:
        said = BadValue(bad.code, **{**bad.values, "name": "单位标志", "picture": written})
        raise ProfileError(
            "FK-PIC-020", place=place, picture=written, why=said.finding().found
        ) from bad
    return f"logo-{sha256(data)[:KEY]}", picture
