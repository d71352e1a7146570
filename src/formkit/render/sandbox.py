"""The environment in which templates run: plain data in, no objects, nothing undefined."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from jinja2 import StrictUndefined, pass_context
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from formkit.kernel.errors import TemplateError
from formkit.kernel.findings import Place
from formkit.render.filters import FILTERS

_ILLEGAL = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
DEEPEST = 12
_TEXT = frozenset((str,))
Write: TypeAlias = Callable[[Any, int], str]
WRITE = "_write"  # under this name a run's own writer stands in the data; no tag can say it


class Unprintable(Exception):
    """A value that cannot be printed at a tag; becomes a `TemplateError` with the tag's place."""

    def __init__(self, code: str, value: str) -> None:
        super().__init__(code, value)
        self.code = code
        self.value = value


class Missing(StrictUndefined):
    """A name that the data does not have. Asking it for a part gives the longer missing name."""

    __slots__ = ()

    def below(self, key: object) -> Missing:
        """Return the missing name with one more part."""
        return Missing(name=f"{self._undefined_name}.{key}")

    def refuse(self, *_: object) -> Any:
        """Refuse any use of the missing value, naming it."""
        raise Unprintable("FK-TPL-060", str(self._undefined_name))

    __iter__ = __str__ = __len__ = __eq__ = __ne__ = __bool__ = __hash__ = refuse
    __contains__ = __lt__ = __le__ = __gt__ = __ge__ = refuse


def printable(value: Any) -> str:
    """Return a value as the text to print.

    Raises:
        Unprintable: the value is missing, or no text.
    """
    if type(value) is str:
        return value
    if type(value) is int:
        return str(value)
    if isinstance(value, Missing):
        value.refuse()
    raise Unprintable("FK-TPL-061", kind_of(value))


def rows(value: Any) -> list[Any]:
    """Return the rows that a loop goes over.

    Raises:
        Unprintable: the value is missing, or no list of rows.
    """
    if type(value) is list:
        return value
    if isinstance(value, Missing):
        value.refuse()
    raise Unprintable("FK-TPL-067", kind_of(value))


class PlainDataEnvironment(ImmutableSandboxedEnvironment):
    """A sandbox in which names reach only into dicts and lists: no attribute, no call."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return the value under that key, or `Missing`."""
        if type(obj) is LoopContext:
            return getattr(obj, attribute)
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return the value under that key or at that position, or `Missing`."""
        if isinstance(obj, Missing):
            return obj.below(argument)
        if type(obj) is dict and argument in obj:
            return obj[argument]
        if type(obj) is list and type(argument) is int and argument < len(obj):
            return obj[argument]
        return Missing(name=str(argument))

    def call(self, *_: Any, **__: Any) -> Any:
        """Refuse: data holds nothing to call."""
        raise SecurityError("call")


def plain(value: Any, _: int = 0) -> str:
    """Return a value as the text to print, whatever the number of its tag."""
    return printable(value)


def environment(write: Write = plain) -> PlainDataEnvironment:
    """Return a new environment with formkit's filters and nothing else in reach.

    Args:
        write: turns a value (and the number of its tag) into what stands in the source.
    """
    made = PlainDataEnvironment(
        undefined=Missing, autoescape=True, optimized=False, keep_trailing_newline=True
    )
    made.globals = {}

    @pass_context
    def fk_print(context: Context, value: Any, number: int) -> Markup:
        chosen = context.parent.get(WRITE, write)
        return Markup(chosen(value, number))  # noqa: S704 - `write` escapes

    made.filters = {**FILTERS, "fk_print": fk_print, "fk_rows": rows}
    made.tests = {name: made.tests[name] for name in ("defined", "odd", "even")}
    return made


ENVIRONMENT = environment()  # for reading tags; each part renders in its own


def kind_of(value: Any) -> str:
    """Return the Chinese word for what a value is."""
    words = {
        dict: "一组值",
        list: "多行",
        type(None): "空值",
        float: "小数",
        bool: "真假值",
        str: "文字",
    }
    return words.get(type(value), type(value).__name__)


def require_plain(context: Any, place: Place) -> None:
    """Refuse data that is more than dicts, lists, texts and integers.

    Raises:
        TemplateError: FK-TPL-062 names the value, FK-TPL-063 a character that XML cannot hold.
    """
    if type(context) is not dict:
        raise TemplateError("FK-TPL-062", place=place, name="数据", kind=kind_of(context))
    texts: list[str] = []
    if _gather(context, texts, 0) and not _ILLEGAL.search("".join(texts)):
        return
    for code, name, value in _faults(context, "", 0):
        raise TemplateError(code, place=place, name=name, kind=value)


def _gather(value: dict[Any, Any] | list[Any], texts: list[str], depth: int) -> bool:
    """Collect the texts of plain data; return whether it is plain as far as kinds go."""
    if type(value) is dict:
        if not _TEXT.issuperset(map(type, value)):
            return False
        inside: Iterable[Any] = value.values()
    else:
        inside = value
    if _TEXT.issuperset(map(type, inside)):
        texts += inside
        return True
    for inner in inside:
        kind = type(inner)
        if kind is str:
            texts.append(inner)
        elif kind is dict or kind is list:
            if depth + 1 >= DEEPEST or not _gather(inner, texts, depth + 1):
                return False
        elif kind is not int:
            return False
    return True


def unprintable_sign(text: str) -> str:
    """Return the first character that XML cannot hold, as `U+0000`; empty where there is none."""
    found = _ILLEGAL.search(text)
    return f"U+{ord(found.group()):04X}" if found else ""


def _faults(value: Any, name: str, depth: int) -> Iterator[tuple[str, str, str]]:
    if type(value) is str:
        if sign := unprintable_sign(value):
            yield "FK-TPL-063", name, sign
    elif type(value) is dict and depth < DEEPEST:
        for key, inner in value.items():
            if type(key) is not str:
                yield "FK-TPL-062", f"{name}.{key}".strip("."), kind_of(key)
            else:
                yield from _faults(inner, f"{name}.{key}" if name else key, depth + 1)
    elif type(value) is list and depth < DEEPEST:
        for number, inner in enumerate(value, start=1):
            yield from _faults(inner, f"{name}[{number}]", depth + 1)
    elif type(value) is not int:
        yield "FK-TPL-062", name, kind_of(value)
