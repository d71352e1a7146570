"""File names that every system takes and that never make two numbers one file."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Final

from formkit.kernel.text import shown, utf16_length
from formkit.kernel.values import BadValue

MAX_UTF16_UNITS: Final = 120  # leaves room for the folders in Windows' 260
MAX_UTF8_BYTES: Final = 200  # Linux stops at 255; archives add to the name

_SEPARATOR, _HASH_MARK, _REPLACEMENT = "_", "~", "-"
_UNNAMED: Final = "未编号"
_HASH_LENGTH: Final = 8

_FORBIDDEN: Final = frozenset('<>:"/\\|?*')
# Letters, marks, numbers, punctuation, symbols and the company's own characters (Co); what is left
# out: controls, formats (direction, zero width), halves of characters, unassigned code points.
_ALLOWED: Final = frozenset("LMNPS")
# "Naming Files, Paths, and Namespaces" (Microsoft): devices, with any extension, in any case; the
# superscript digits count as digits, CONIN$ and CONOUT$ are the console's own.
_DEVICES: Final = frozenset(
    {"CON", "PRN", "AUX", "NUL", "CLOCK$", "CONIN$", "CONOUT$"}
    | {f"{port}{digit}" for port in ("COM", "LPT") for digit in "0123456789¹²³"}
)
_SUFFIX = re.compile(r"[0-9A-Za-z\u4e00-\u9fff_()-]*(?:\.[0-9A-Za-z]+)+")


def safe_name(*parts: str, suffix: str) -> str:
    """Return a file name of the parts, joined by `_`, that is valid on Windows, macOS and Linux.

    The first part is the document's number and is never cut; the others lose their ends where
    the name would pass `MAX_UTF16_UNITS` or `MAX_UTF8_BYTES`. Two different first parts never give
    the same name with the same suffix, also where a file system ignores case or width: a first
    part that had to be changed, or that another spelling could be taken for, carries a hash.

    Args:
        *parts: the number, then what makes the file easy to find.
        suffix: the extension, kept whole; an ending like `_第2版.docx` is fine.

    Raises:
        BadValue: the first part alone is too long.
        ValueError: no part, or a suffix that is no extension (a fault of the program).
    """
    if not parts:
        raise ValueError("no part to make a file name of")
    if not _SUFFIX.fullmatch(suffix):
        raise ValueError(f"not a suffix of a file name: {suffix!r}")
    number = _number(parts[0])
    if not _fits(number + suffix):
        raise BadValue(
            "FK-VAL-060",
            value=shown(parts[0]),
            limit=MAX_UTF16_UNITS,
            limit_bytes=MAX_UTF8_BYTES,
        )
    rest = "".join(f"{_SEPARATOR}{part}" for part in map(_plain, parts[1:]) if part)
    rest = rest[:MAX_UTF16_UNITS]
    while not _fits(number + rest + suffix):
        rest = rest[:-1].rstrip(" .-_")
    return number + rest + suffix


def name_after(stem: str, *, suffix: str) -> str:
    """Return a file name that begins like another file's, cut where it would be too long.

    Two files may come to the same name: whoever asks keeps them apart. Numbers have `safe_name`.

    Args:
        stem: the other file's name without its extension.
        suffix: what follows it, kept whole: `_第1页.png`.
    """
    plain = _plain(stem) or _UNNAMED
    while not _fits(plain + suffix):
        plain = plain[:-1].rstrip(" .-_")
    return plain + suffix


def _number(part: str) -> str:
    """Return the first part: itself where it is the only spelling of its kind, else with a hash."""
    plain = _plain(unicodedata.normalize("NFKC", part)).replace(_SEPARATOR, _REPLACEMENT)
    plain = plain.replace(_HASH_MARK, _REPLACEMENT).strip(" .-") or _UNNAMED
    device = plain.partition(".")[0].rstrip().upper() in _DEVICES
    # Only the capital form of a number goes bare: SLJZ-1 and sljz-1 are one file on Windows.
    if part == plain == _folded(part).upper() and not device:
        return plain
    if device:
        plain = plain.replace(".", _REPLACEMENT)
    digest = hashlib.sha256(part.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{plain}{_HASH_MARK}{digest[:_HASH_LENGTH]}"


def _plain(part: str) -> str:
    kept = unicodedata.normalize("NFC", part).translate(_PLAIN)
    return re.sub(r"([- ])\1+", r"\1", kept).strip(" .-~")


class _Plain(dict[int, str]):
    """What each character that was met so far becomes in a file name, by its code point."""

    def __missing__(self, point: int) -> str:
        self[point] = plain = self._plain(chr(point))
        return plain

    @staticmethod
    def _plain(character: str) -> str:
        category = unicodedata.category(character)
        if category == "Zs" or character in "\t\r\n":
            return " "
        if character in _FORBIDDEN or (category[0] not in _ALLOWED and category != "Co"):
            return _REPLACEMENT
        return character


_PLAIN: Final = _Plain()


def _folded(part: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", part).casefold())


def _fits(name: str) -> bool:
    return utf16_length(name) <= MAX_UTF16_UNITS and len(name.encode()) <= MAX_UTF8_BYTES
