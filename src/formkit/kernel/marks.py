"""Option groups as the paper prints them: `□很满意 ☑满意 □一般`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Final, Literal

from formkit.kernel.text import shown
from formkit.kernel.values import BadValue

BOX: Final = "\u25a1"  # □
CHECKED: Final = "\u2611"  # ☑
TICK: Final = "\u221a"  # √

Style = Literal["boxed", "tick"]
_CHOSEN: Final[dict[Style, str]] = {"boxed": CHECKED, "tick": TICK}


def option_group(
    choices: Sequence[str],
    chosen: str | Collection[str] | None,
    style: Style = "boxed",
    separator: str = " ",
) -> str:
    """Return all choices side by side, each behind its box.

    Args:
        choices: the words of the paper, in its order.
        chosen: one of them, several, or none (None or empty: the group is ticked by hand).
        style: `boxed` prints ☑ for a chosen one; `tick` puts √ in the place of its box.
        separator: what stands between two choices.

    Raises:
        BadValue: something chosen is not among the choices; it is never dropped.
    """
    marked = {chosen} - {""} if isinstance(chosen, str) else set(chosen or ())
    return _group(tuple(choices), frozenset(marked), style, separator)


@lru_cache(maxsize=4_096)
def _group(choices: tuple[str, ...], marked: frozenset[str], style: Style, separator: str) -> str:
    for value in sorted(marked.difference(choices)):
        raise BadValue("FK-VAL-050", value=shown(value), choices="、".join(choices))
    return separator.join(
        f"{_CHOSEN[style] if choice in marked else BOX}{choice}" for choice in choices
    )
