"""「是否指…」: the known words nearest to one that is not known."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from formkit.kernel.i18n import _
from formkit.kernel.text import narrow

# Least similarity (0–100: twice the characters in common, in order, through all characters). A
# Chinese label has two to four characters, one wrong one of two is 50 already; letters are shared
# by chance, so English names must be nearer.
_LEAST_SHORT_CHINESE: Final = 50
_LEAST_CHINESE: Final = 60
_LEAST_ENGLISH: Final = 75
_SHORT: Final = 3
_SAME: Final = 100
_DENIALS: Final = "未不无非"


def closest(word: str, candidates: Iterable[str], n: int = 1) -> list[str]:
    """Return at most `n` candidates that the word may have been meant for, the nearest first.

    Full-width letters, case and blanks do not count. Empty where nothing is near enough.
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - needed only when something is wrong

    sought = _plain(word)
    found = process.extract(
        sought,
        list(dict.fromkeys(candidates)),
        scorer=fuzz.ratio,
        processor=_plain,
        score_cutoff=_least(sought),
        limit=n + 1,
    )
    kept = [
        (candidate, score)
        for candidate, score, _index in found
        if not _opposed(sought, candidate) and not _by_chance(sought, _plain(candidate), score)
    ]
    if n == 1 and len(kept) > 1 and kept[0][1] == kept[1][1] and kept[0][1] < _SAME:
        return []  # two are equally near: naming one of them would mislead
    return [candidate for candidate, _near in kept[:n]]


def hint(word: str, candidates: Iterable[str]) -> str:
    """Return `是否指「…」?` with the nearest candidate; empty where nothing is near enough."""
    near = closest(word, candidates)
    return _("是否指「{name}」?").format(name=near[0]) if near else ""


def _opposed(word: str, candidate: str) -> bool:
    """Return whether one says what the other denies: 撤场 and 未撤场."""
    return any((sign in word) is not (sign in candidate) for sign in _DENIALS)


def _by_chance(word: str, candidate: str, score: float) -> bool:
    """Return whether half of two short words agrees, but nowhere in its place: 业主 and 物业."""
    aligned = any(one == other for one, other in zip(word, candidate, strict=False))
    return score <= _LEAST_SHORT_CHINESE and not aligned


def _plain(word: str) -> str:
    return "".join(narrow(word).casefold().split())


def _least(word: str) -> int:
    if word.isascii():
        return _LEAST_ENGLISH
    return _LEAST_SHORT_CHINESE if len(word) <= _SHORT else _LEAST_CHINESE
