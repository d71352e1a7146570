"""The tags in a text: where they begin and end, what kind they are, and how they are mistyped."""

from __future__ import annotations

import re
from dataclasses import dataclass

from formkit.render.place import FOREIGN

_OPEN = (
    r"(?:[{｛][{｛%％#＃]|[{｛]\s+[{｛%％#＃](?![{｛]))"  # parted signs beside whole ones: braces
)
_SHUT = r"(?:[}｝%％#＃][}｝]|[}｝%％#＃]\s+[}｝](?![}｝]))"  # inside a tag, another fault
LONGEST = 500  # signs of a tag; the longest of the standard forms has 47
_MEANT = re.compile(
    rf"(?P<open>{_OPEN})(?:.{{0,{LONGEST}}}?(?P<shut>{_SHUT}))?|(?P<lone>{_SHUT})", re.DOTALL
)
_SHOWN = 40
_EDGE = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_SMART_QUOTES = re.compile("[“”‘’＂＇]")
_PREFIX = re.compile(r"(p|tr|tc|r)\s+", re.ASCII)
KEYWORDS = ("for", "endfor", "if", "elif", "else", "endif")
OPENERS = ("for", "if")


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag as it stands in a text, e.g. `{%tr for row in rows %}`.

    `prefix` is "p" or "tr" where the tag stands for its whole paragraph or table row, "" otherwise.
    `keyword` is "" for an output `{{ … }}`. `argument` is what is left: an expression, or nothing.
    """

    start: int
    end: int
    text: str
    prefix: str
    keyword: str
    argument: str
    picture: bool = False  # the place of a picture, not of a text


@dataclass(frozen=True, slots=True)
class Slip:
    """A mistyped tag: the code of its sentence and the characters concerned."""

    code: str
    text: str


def looks_tagged(text: str) -> bool:
    """Return whether the text holds anything that a person may have meant as a tag."""
    return bool(_MEANT.search(text))


def read(text: str) -> tuple[list[Tag], list[Slip]]:
    """Return the tags of one paragraph or cell in their order, and every mistyped one."""
    text, slips = _without_mistyped(text)
    tags: list[Tag] = []
    opening: re.Match[str] | None = None
    for edge in _EDGE.finditer(text):
        if edge.group()[0] == "{":
            if opening:
                slips.append(Slip("FK-TPL-022", text[opening.start() : edge.start()].strip()))
            opening = edge
        elif opening is None:
            slips.append(Slip("FK-TPL-023", _around(text, edge)))
        else:
            extra = text[edge.end() : edge.end() + 1] == "}"  # `}}}` would leave one on the paper
            whole = text[opening.start() : edge.end() + extra]
            start, end = opening.start(), edge.end()
            made = Slip("FK-TPL-026", whole) if extra else _tag(whole, start, end)
            if isinstance(made, Tag):
                tags.append(made)
            else:
                slips.append(made)
            opening = None
    if opening:
        slips.append(Slip("FK-TPL-022", text[opening.start() :].strip()))
    return tags, slips


def _without_mistyped(text: str) -> tuple[str, list[Slip]]:
    """Return the text with blanks for tags spoilt by full-width or parted signs, and those tags."""
    slips: list[Slip] = []
    for meant in _MEANT.finditer(text):
        edges = [edge for edge in meant.group("open", "shut", "lone") if edge]
        code = ""
        if any(sign in edge for edge in edges for sign in "｛｝％＃"):
            code = "FK-TPL-020"
        elif any(len(edge) > len("{{") for edge in edges):
            code = "FK-TPL-027"
        if code:
            slips.append(Slip(code, meant.group().strip()))
            text = text[: meant.start()] + " " * len(meant.group()) + text[meant.end() :]
    return text, slips


def _around(text: str, edge: re.Match[str]) -> str:
    return text[max(edge.start() - 12, 0) : edge.end() + 12].strip()


def _tag(whole: str, start: int, end: int) -> Tag | Slip:
    if len(whole) > LONGEST:
        return Slip("FK-TPL-049", f"{whole[:_SHOWN]}…")
    inner = whole[2:-2]
    if fault := _slip_of(whole, inner):
        return Slip(fault, whole)
    if whole.startswith("{{"):
        return Tag(start, end, whole, "", "", inner.strip())
    prefix = ""
    if found := _PREFIX.match(inner):
        prefix, inner = found.group(1), inner[found.end() :]
    if prefix in ("tc", "r"):
        return Slip("FK-TPL-031", whole)
    keyword, _, argument = inner.strip().partition(" ")
    if keyword not in KEYWORDS:
        return Slip("FK-TPL-030", whole)
    return Tag(start, end, whole, prefix, keyword, argument.strip())


def _slip_of(whole: str, inner: str) -> str:
    """Return the code of what is wrong with the outer form of a tag; empty where nothing is."""
    tests = (
        ("FK-TPL-024", whole.startswith("{#") or whole.endswith("#}")),
        ("FK-TPL-022", (whole[1] == "{") != (whole[-2] == "}")),
        ("FK-TPL-026", "{" in inner or "}" in inner),
        ("FK-TPL-021", bool(_SMART_QUOTES.search(inner))),
        ("FK-TPL-025", inner.startswith(("-", "+")) or inner.endswith(("-", "+"))),
        ("FK-TPL-029", FOREIGN in inner),
        ("FK-TPL-028", bool(re.search(r"[\n\t]", inner))),
        ("FK-TPL-031", whole[1] == "{" and bool(_PREFIX.match(inner))),
    )
    return next((code for code, wrong in tests if wrong), "")
