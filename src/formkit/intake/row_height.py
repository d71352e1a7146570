"""How high a row must be so that wrapped text is seen whole; programs do not measure it for us."""

from __future__ import annotations

from collections.abc import Sequence

from formkit.kernel import text

LINE = 15  # points, at 10.5 pt
MARGIN = 3
MOST_LINES = 25  # Excel allows 409 points


def row_height(texts: Sequence[str], widths: Sequence[float]) -> float:
    """Return the height in points for texts in columns of these widths (half-width characters)."""
    lines = (
        sum(_lines(line, wide) for line in words.split("\n"))
        for words, wide in zip(texts, widths, strict=True)
    )
    return LINE * min(max(lines, default=1), MOST_LINES) + MARGIN


def _lines(line: str, wide: float) -> int:
    # One character less than the column holds: a full-width one does not fit into a half place.
    return max(1, -int(-text.width(line) // max(wide - 1, 1)))
