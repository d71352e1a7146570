"""The house style: faces, sizes, lines, rules.

Line spacing is exact and 1.45 times the size or more: the tallest face that may stand in for 宋体
(Noto Serif CJK, 1.44 em) is not clipped, and a page holds as many lines with every face.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

SONG = "宋体"
HEI = "黑体"
LATIN = "Times New Roman"

OUTER_RULE = 1.5  # points
INNER_RULE = 0.5
SEAM = 1.0  # points: the paragraph that Word wants between two tables
CELL_SIDE = 1.2  # millimetres between a rule and the text beside it
CELL_TOP = 0.5
SIGN_FOOT = 13.0  # millimetres: the lower part of a signature box, with 签字, 盖章 and the date
DATE_BLANK = "    年  月  日"
SIGN_HERE = "(签字)"
SEAL_HERE = "(盖章)"
OPEN_BOXES = "□☑"  # a mark never stands alone at the end of a line


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set: face for Chinese, size and exact line in points."""

    face: str
    size: float
    line: float
    bold: bool = False

    def emboldened(self) -> Style:
        """Return the same style in bold."""
        return replace(self, bold=True)


TITLE = Style(HEI, 18, 27)  # 小二
CONTINUED_TITLE = Style(HEI, 14, 21)  # 四号
COVER_TITLE = Style(HEI, 26, 40)  # 一号
COVER_LINE = Style(SONG, 14, 21)  # 四号
HEADING = Style(HEI, 12, 18)  # 小四
BODY = Style(SONG, 10.5, 15.5)  # 五号
RUNNING = Style(SONG, 10.5, 18)  # 五号, clauses and paragraphs between the frames
SMALL = Style(SONG, 9, 13.5)  # 小五
