"""Pages in Typst: paper and margins, the running head, the footer."""

from __future__ import annotations

from formkit.layout.styles import (
    BODY,
    CELL_SIDE,
    CONTINUED_AFTER,
    CONTINUED_TITLE,
    HEAD_HEIGHT,
    OUTER_RULE,
    SMALL,
    Style,
)
from formkit.layout.typst_code import NOTHING, plain, styled, words
from formkit.layout.vocabulary import Footer, Inline, Layout, Paper, RunningHead
from formkit.layout.word_pages import FOOT_DISTANCE, FOOT_SHARES, HEAD_SHARES


def page(layout: Layout, paper: Paper, *, cover: bool) -> str:
    """Return the rule that sets the paper of what follows.

    `cover`: the first page is a cover, without a footer.
    """
    head, foot = layout.running_head, layout.footer
    first, last = _head_rooms(paper)
    above = _overrun(BODY, (head.left, first), (head.right, last))
    first, _middle, last = _foot_rooms(paper)
    below = _overrun(SMALL, (foot.left, first), (foot.right, last))
    edges = f"{paper.top:g}, {paper.bottom:g}, {paper.left:g}, {paper.right:g}"
    return (
        f"show: pages.with(({paper.width:g}, {paper.height:g}), ({edges}),\n"
        f"  {above},\n  {below},\n  {FOOT_DISTANCE:g}, cover: {str(cover).lower()})"
    )


def running(layout: Layout) -> str:
    """Return what stands at the head and the foot of the pages."""
    head = _head(layout.running_head, layout.paper)
    return f"running(() => {head},\n  (page, pages) => {_foot(layout.footer, layout.paper)})"


def head_line(left: Inline, right: Inline, paper: Paper) -> str:
    """Return the line over a frame: each side wraps within its own part of the line."""
    first, last = _head_rooms(paper)
    texts = f"{words(left, first)}, {words(right, last)}"
    return styled(BODY, f"head-line({_parts(HEAD_SHARES)}, {texts}, {HEAD_HEIGHT:g})")


def _head(head: RunningHead, paper: Paper) -> str:
    title = words(head.title, paper.text_width) if head.title else NOTHING
    after = CONTINUED_AFTER if head.title else 0
    line = head_line(head.left, head.right, paper)
    return f"running-head({styled(CONTINUED_TITLE, title)}, {after:g}, {line}, {OUTER_RULE:g})"


def _foot(foot: Footer, paper: Paper) -> str:
    first, _middle, last = _foot_rooms(paper)
    texts = f"{words(foot.left, first)}, pages-of(page, pages), {words(foot.right, last)}"
    return styled(SMALL, f"foot-line({_parts(FOOT_SHARES)}, {texts})")


def _head_rooms(paper: Paper) -> list[float]:
    return [paper.text_width * share - 2 * CELL_SIDE for share in HEAD_SHARES]


def _foot_rooms(paper: Paper) -> list[float]:
    return [paper.text_width * share for share in FOOT_SHARES]


def _parts(shares: tuple[float, ...]) -> str:
    return "(" + ", ".join(f"{share:g}fr" for share in shares) + ")"


def _overrun(style: Style, *texts: tuple[Inline, float]) -> str:
    """Return how far the longest of these texts, each with its room, goes beyond its first line."""
    given = ", ".join(f"({plain(text)}, {room:g})" for text, room in texts)
    return f"overrun({style.size:g}, {style.line:g}, {given})"
