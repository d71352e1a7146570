"""What a part has in common from document to document, finished once by docxtpl.

After Jinja, docxtpl rewrites every part: line breaks in values, table grids, numbers of pictures,
what lxml mends. All of this depends on the tags of the part, not on the words between them. So a
part is cut into its tags, the *shape*, and the texts inside its `w:t`, the *slots*. docxtpl
finishes each shape once, with marks in the slots; from then on a document of that shape is its
texts between the finished pieces. Whatever is not that simple (a text that is no XML, braces that
docxtpl would read, a shape that lxml would mend) goes to docxtpl every time.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from lxml import etree

from formkit.kernel.errors import InputUnreadable
from formkit.ooxml import xml
from formkit.render.docxtpl_reader import Finished

_MOST_SIGNS = 20_000_000  # in the shapes of one part; a shape is as large as the part itself
_LONGEST = 1_000_000  # signs of all texts; far below where lxml gives up
_BREAKS = ("\t\n\a\f", "\t\n", "")  # in values; the later the fewer a shape can take
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"  # signs that stand for no character
_MARK = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_DECLARATION = re.compile(r"\A<\?xml[^>]*\?>")
_BITS = re.compile(r"(<[^<>]*>)")
_TEXT = re.compile(r"<w:t(?: [^<>]*)?(?<!/)>")
_TEXT_ELEMENT = re.compile(r"<w:t(?: [^<>]*)?(?<!/)>([^<]*)</w:t>")
_OPEN_TEXT = re.compile(r"<w:t(?: [^<>]*)?(?<!/)>[^<]*\Z")
_BRACE = re.compile("[{}]")
_BRACE_BESIDE = re.compile(f"{{_?{_OPEN}|{_CLOSE}_?}}")
_NO_MARKUP = ("<!", "<?")  # comments, CDATA, instructions: what is in them is no text
_UNFIT = (
    r"[^\t\n\a\f\x20-z|~-\ud7ff\ue000-\ufdcf\ufdd2-\ufffd\U00010000-\U0010ffff]"  # nor braces
    r"|&(?!(?:amp|lt|gt|quot|apos|#34|#39);)|\]\]>"
)

Key: TypeAlias = tuple[str | None, ...]  # None stands for a slot


@dataclass(frozen=True, slots=True)
class Shape:
    """A finished shape: the pieces between the slots, and what breaks become in each slot."""

    frame: list[str]  # piece, "", piece, "" … piece
    breaks: list[dict[int, str]]
    unfit: re.Pattern[str]
    breaking: re.Pattern[str]
    beside_braces: bool  # a text that begins or ends like a delimiter makes one with its neighbour
    sections: int

    def filled(self, texts: list[str]) -> Finished | None:
        """Return the part with these texts; None where one of them needs docxtpl."""
        together = " ".join(texts)
        if len(together) > _LONGEST or self.unfit.search(together):
            return None
        if self.beside_braces and any(_completes_a_delimiter(text) for text in texts):
            return None
        if self.breaking.search(together):
            texts = [
                str.translate(text, breaks) if self.breaking.search(text) else text
                for text, breaks in zip(texts, self.breaks, strict=True)
            ]
        made = self.frame.copy()
        made[1::2] = texts
        return Finished("".join(made), "", self.sections)


class Shapes:
    """The finished shapes of one part.

    Args:
        finish: docxtpl's steps after Jinja.
        statics: texts that the template yields as they are; only to be quick with them.

    `odd` says that nothing can be kept: there are comments or CDATA.
    """

    def __init__(self, finish: Callable[[str], Finished], statics: Iterable[str]) -> None:
        self._finish = finish
        texts = set(statics)
        self._ends = {text: bool(_OPEN_TEXT.search(text)) for text in texts if "<" in text}
        self._braced = {text for text in texts if "<" not in text and _BRACE.search(text)}
        self.odd = any(
            sign in _DECLARATION.sub("", text) for text in self._ends for sign in _NO_MARKUP
        )
        self._known: OrderedDict[Key, Shape | None] = OrderedDict()
        self._signs = 0

    def finished(self, yielded: Sequence[str]) -> Finished:
        """Return the part as docxtpl makes it of what Jinja yielded."""
        key, texts = self._cut(yielded)
        if key is not None and (shape := self._shape(key, len(texts))):
            made = shape.filled(texts)
            if made is not None:
                return made
        return self._finish("".join(yielded))

    def _shape(self, key: Key, slots: int) -> Shape | None:
        """Return the finished shape; None for one that cannot be kept."""
        if key not in self._known:
            shape = self._learned(key, slots)
            self._known[key] = shape
            self._signs += _size(shape)
            while self._signs > _MOST_SIGNS and len(self._known) > 1:
                self._signs -= _size(self._known.popitem(last=False)[1])
        return self._known.get(key)

    def _cut(self, yielded: Iterable[str]) -> tuple[Key | None, list[str]]:
        """Return the tags with None for each slot, and the texts of the slots."""
        key: list[str | None] = []
        texts: list[str] = []
        if self.odd:
            return None, texts
        inside = False
        ends = self._ends
        for piece in yielded:
            end = ends.get(piece)
            if end is not None:
                key.append(piece)
                inside = end
            elif piece in self._braced:
                key.append(piece)
            elif "<" not in piece:
                _add(piece, key, texts, inside=inside)
            elif any(sign in piece for sign in _NO_MARKUP):
                return None, texts
            else:
                for bit in _BITS.split(piece):
                    if bit.startswith("<"):
                        key.append(bit)
                        inside = bool(_TEXT.fullmatch(bit))
                    elif bit:
                        inside = inside and "<" not in bit
                        _add(bit, key, texts, inside=inside)
        return tuple(key), texts

    def _learned(self, key: Key, slots: int) -> Shape | None:
        literal = "".join(bit for bit in key if bit is not None)
        if _OPEN in literal or _CLOSE in literal or not _is_xml(literal):
            return None
        shapes = (self._learned_with(key, slots, breaks) for breaks in _BREAKS)
        return next((shape for shape in shapes if shape), None)

    def _learned_with(self, key: Key, slots: int, breaks: str) -> Shape | None:
        """Return the shape, its texts with these breaks; None where docxtpl mends the result."""
        numbers = iter(range(slots))
        marked = "".join(_marks(next(numbers), breaks) if bit is None else bit for bit in key)
        inside = sum(len(_MARK.findall(text)) for text in _TEXT_ELEMENT.findall(marked))
        each = len(breaks) + 1
        if inside != slots * each:
            return None
        try:
            finished = self._finish(marked)
        except etree.XMLSyntaxError:  # a header that lxml does not take
            return None
        if not _is_xml(finished.given):
            return None
        cut = _MARK.split(finished.xml)
        if cut[1::2] != [str(number) for number in range(slots) for _ in range(each)]:
            return None
        between = cut[::2]
        frame = [""] * (2 * slots + 1)
        frame[::2] = between[::each]
        said = [
            {ord(sign): between[slot * each + place] for place, sign in enumerate(breaks, start=1)}
            for slot in range(slots)
        ]
        others = "".join(sign for sign in _BREAKS[0] if sign not in breaks)
        unfit = re.compile(f"{_UNFIT}|[{re.escape(others)}]" if others else _UNFIT)
        breaking = re.compile(f"[{re.escape(breaks)}]" if breaks else r"(?!)")
        beside = bool(_BRACE_BESIDE.search(marked))
        return Shape(frame, said, unfit, breaking, beside, finished.sections)


def _completes_a_delimiter(text: str) -> bool:
    return not text or text[0] in "_%" or text[-1] in "_%"


def _is_xml(text: str) -> bool:
    try:
        xml.parse(text.encode())
    except (InputUnreadable, UnicodeEncodeError):
        return False
    return True


def _size(shape: Shape | None) -> int:
    return sum(map(len, shape.frame)) if shape else 0


def _add(text: str, key: list[str | None], texts: list[str], *, inside: bool) -> None:
    """Put a text without tags into a slot, or among the tags where it stands in no `w:t`."""
    if not inside:
        key.append(text)
    elif key[-1] is None:
        texts[-1] = "".join((texts[-1], text))  # `+` would escape what stands beside markup
    else:
        key.append(None)
        texts.append(text)


def _marks(number: int, breaks: str) -> str:
    mark = f"{_OPEN}{number}{_CLOSE}"
    return mark + "".join(sign + mark for sign in breaks)
