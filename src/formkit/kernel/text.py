"""Chinese text at the border: what may be printed, what is the same, how wide it is."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from formkit.kernel.i18n import N_, _
from formkit.kernel.values import BadValue

MAX_UTF16_UNITS: Final = 32_767
"""What one Excel cell holds; Excel and Word count UTF-16 units, so 𠮷 and emoji count twice."""

SHOWN_LENGTH: Final = 40  # characters of a value that a sentence repeats

_NEWLINE = re.compile("\r\n?|[\u2028\u2029]")
# Not XML 1.0 characters, or control characters that no paper shows. A surrogate is half a
# character; U+FFFD stands where an earlier program already lost one.
_UNPRINTABLE_SIGNS: Final = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffd-\uffff"
    + "".join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
)
_DIRECTION_SIGNS: Final = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE_SIGNS: Final = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2064\u206a-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0001\U000e0020-\U000e007f"
)
_UNPRINTABLE = re.compile(f"[{_UNPRINTABLE_SIGNS}]")
_DIRECTION = re.compile(f"[{_DIRECTION_SIGNS}]")
_INVISIBLE = re.compile(f"[{_INVISIBLE_SIGNS}]")
# Everything that `clean` has to look at more closely; nearly all texts hold none of it.
_NOTABLE = re.compile(
    f"[\t\n\r\u2028\u2029{_UNPRINTABLE_SIGNS}{_DIRECTION_SIGNS}{_INVISIBLE_SIGNS}]"
)
_NAMES: Final = {
    "\u00ad": N_("软连字符"),
    "\u200b": N_("零宽空格"),
    "\u200c": N_("零宽不连字"),
    "\u200d": N_("零宽连字"),
    "\u2060": N_("零宽词连接符"),
    "\ufeff": N_("字节序标记"),
    "\ufffd": N_("已丢失的字(替换符)"),
    "\x0b": N_("控制字符(Word 的手动换行)"),
    "\x0c": N_("控制字符(分页)"),
    "\x1b": N_("控制字符(终端转义)"),
}

# Compatibility characters that change the value when they are folded: 5² is not 52.
_KEPT_BY_NARROW: Final = ("<super>", "<sub>", "<circle>", "<fraction>", "<square>")
_ACTIVE: Final = tuple("=+-@\t\r\n＝＋－＠'")
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－", "-"))

_HAN: Final = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_DOT_IN_NAME = re.compile(f"(?<=[{_HAN}])[•・‧.．･⋅∙●](?=[{_HAN}])")

_PHONE = re.compile(
    r"(?<![\d.])(?P<head>1[3-9]\d|0\d{2,3}[-) ]?|[48]00)(?:[- ]?\d){3,4}[- ]?(?P<tail>\d{4})(?!\d)"
)

_IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])(?P<head>[1-9]\d{5})\d{8}(?P<tail>\d{3}[\dXx])(?![0-9A-Za-z])"
)


class Unprintable(BadValue):
    """A text that cannot be printed whole: a character, a line break or a length is in the way."""


def clean(value: str, *, multiline: bool) -> str:
    """Return the text as it will be printed: NFC, LF line ends, outer blanks trimmed.

    Line breaks at the ends go silently (Alt+Enter in cells leaves them); the indentation of the
    first line of a long text stays. Nothing else is changed: what cannot be printed is refused.

    Args:
        value: the text as typed.
        multiline: whether line breaks, tabs and zero-width joiners (emoji) may stand inside.

    Raises:
        Unprintable: the text holds a character that cannot be printed or that no reader sees,
            a line break where one line is asked for, or more than `MAX_UTF16_UNITS`.
    """
    if (
        len(value) <= MAX_UTF16_UNITS // 2
        and _NOTABLE.search(value) is None
        and unicodedata.is_normalized("NFC", value)
    ):
        return value.rstrip() if multiline else value.strip()
    return _cleaned(value, multiline=multiline)


def _cleaned(value: str, *, multiline: bool) -> str:
    """Return any text cleaned, or refuse it: `clean` without its short cut."""
    text = _NEWLINE.sub("\n", value)
    _refuse_characters(text, _UNPRINTABLE, "FK-VAL-001")
    _refuse_characters(text, _DIRECTION, "FK-VAL-002")
    text = unicodedata.normalize("NFC", text)
    if multiline:
        text = re.sub(r"\A(?:[^\S\n]*\n)+", "", text).rstrip()
    else:
        text = text.strip()
        _refuse_characters(text, _INVISIBLE, "FK-VAL-003")
        _refuse_breaks(text)
    length = utf16_length(text)
    if length > MAX_UTF16_UNITS:
        raise Unprintable(
            "FK-VAL-005", value=shown(text), length=f"{length:,}", limit=f"{MAX_UTF16_UNITS:,}"
        )
    return text


def _refuse_characters(text: str, unwanted: re.Pattern[str], code: str) -> None:
    first = unwanted.search(text)
    if first is None:
        return
    at = first.start()
    raise Unprintable(
        code,
        value=shown(text[max(0, at - 8) : at + 9]),
        position=at + 1,
        what=_name(first[0]),
        codepoint=f"U+{ord(first[0]):04X}",
        count=len(unwanted.findall(text)),
    )


def _refuse_breaks(text: str) -> None:
    for character, what in (("\n", N_("换行")), ("\t", N_("制表符"))):
        if character in text:
            raise Unprintable("FK-VAL-004", value=shown(text), what=_(what))


def _name(character: str) -> str:
    if character in _NAMES:
        return _(_NAMES[character])
    if "\ud800" <= character <= "\udfff":
        return _("半个字(代理码)")
    if _DIRECTION.match(character):
        return _("改变书写方向的符号")
    if _INVISIBLE.match(character):
        return _("看不见的符号")
    return _("控制字符") if unicodedata.category(character) == "Cc" else _("非字符")


def person_name(value: str) -> str:
    """Return a person's name as printed: one clean line, the dot between Han characters as `·`.

    Only dots between two Han characters are touched, so `John F. Kennedy` stays as typed.

    Raises:
        Unprintable: as `clean`.
    """
    return _DOT_IN_NAME.sub("\u00b7", clean(value, multiline=False))


def narrow(value: str) -> str:
    """Return a number, date or identifier in half-width characters (NFKC), without outer blanks.

    Never for names or sentences. Superscripts, circled digits and fractions stay as they are, so
    that `5²` is refused as a number and not read as 52. Applying it twice changes nothing.
    """
    if value.isascii() or unicodedata.is_normalized("NFKC", value):
        return value.strip()
    folded = "".join(
        character
        if unicodedata.decomposition(character).startswith(_KEPT_BY_NARROW)
        else unicodedata.normalize("NFKC", character)
        for character in value
    )
    return unicodedata.normalize("NFC", folded).strip()


def hyphenated(value: str) -> str:
    """Return `narrow(value)` with every dash that an input method offers as a plain hyphen."""
    return narrow(value).translate(_DASHES)


def utf16_length(value: str) -> int:
    """Return the length as Excel, Word and Windows count it."""
    return len(value.encode("utf-16-le", "surrogatepass")) // 2


def width(value: str) -> int:
    """Return the number of half-width columns that the widest line takes.

    East Asian ambiguous characters (□ · “ ”) count two: Chinese fonts draw them full-width.
    """
    return max(sum(map(_columns, line)) for line in value.split("\n"))


class _Columns(dict[str, int]):
    """The half-width columns of each sign that was met so far."""

    def __missing__(self, character: str) -> int:
        if unicodedata.category(character) in ("Mn", "Me", "Cf", "Cc"):
            columns = 0
        else:
            columns = 2 if unicodedata.east_asian_width(character) in "WFA" else 1
        self[character] = columns
        return columns


_columns = _Columns().__getitem__


def folded(text: str, wide: int) -> list[str]:
    """Return a text in lines of at most so many half-width columns; broken at a blank if possible.

    An empty text is one empty line.
    """
    lines = [""]
    for word in re.findall(r"[!-~]+|.", text):
        for piece in [word] if width(word) <= wide else word:
            if width(lines[-1]) + width(piece) > wide:
                lines.append("")
            lines[-1] += piece if lines[-1] or len(lines) == 1 else piece.lstrip(" ")
    return lines


def mask_phone(value: str) -> str:
    """Return the text with every phone number's middle hidden, e.g. `138****5678`."""
    return _PHONE.sub(lambda found: f"{found['head']}****{found['tail']}", value)


def mask_private(value: str) -> str:
    """Return the text with the middle of every telephone and identity number hidden."""
    return mask_phone(_IDENTITY.sub(r"\g<head>********\g<tail>", value))


def escape_console(value: str) -> str:
    """Return the text with control, direction and invisible characters spelt out.

    For terminals and logs: no text of a file may move the cursor, start a line or hide itself.
    """
    return "".join(
        character.encode("unicode_escape").decode("ascii") if _hidden(character) else character
        for character in value
    )


@lru_cache(maxsize=8192)  # a report of thousands of lines has few different signs
def _hidden(character: str) -> bool:
    return (
        unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
        or _UNPRINTABLE.match(character) is not None
        or _INVISIBLE.match(character) is not None
    )


def looks_active(value: str) -> bool:
    """Return whether a cell's text would change when somebody edits it in a spreadsheet program.

    What begins with `=`, `+`, `-`, `@` (or a blank that is cut off before it) becomes a formula,
    and a leading quote mark is taken for the one that prevents it (CWE-1236).
    """
    return value.startswith(_ACTIVE)


def _plain(value: object) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_plain, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_plain(name)}: {_plain(one)}' for name, one in value.items())}}}"
    return str(value)


def shown(value: object) -> str:
    """Return a value as a sentence repeats it: escaped, cut after `SHOWN_LENGTH` characters.

    Lists and groups stand in brackets, as in a YAML file.
    """
    text = _plain(value)
    return escape_console(text if len(text) <= SHOWN_LENGTH else text[: SHOWN_LENGTH - 1] + "…")
