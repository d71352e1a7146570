"""The house style: faces, sizes, lines, rules.

Line spacing is exact and 1.33 times the size or more: a page holds as many lines with every face
that may stand in for 宋体, however tall its own line (宋体 1.14 em, Noto Serif CJK 1.44 em), and no
sign is clipped, for the ink of a Chinese sign fills its em and no more. Latin letters and digits
are set in the Chinese face too: its blank is half an em, so that a blank date leaves room to write.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

SONG = "宋体"
HEI = "黑体"

OUTER_RULE = 1.5  # points
INNER_RULE = 0.5
HEAD_HEIGHT = 6.0  # millimetres: the line with unit and number
ROW_HEIGHT = 8.0  # millimetres, where the sheet does not say
SEAM = 0.7  # points, the least that Word sets: the paragraph it wants between two tables
CELL_SIDE = 1.0  # millimetres between a rule and the text beside it
CELL_SIDE_SMALL = 0.7
CELL_TOP = 0.2
SIGN_ROOM = 15.0  # millimetres left to sign and seal in, whatever stands above
SIGN_WIDE = 70.0  # millimetres: a box of this width has 签字, 盖章 and the date on one line
DATE_BLANK = "    年  月  日"
SIGN_HERE = "(签字)"
SEAL_HERE = "(盖章)"
CONTINUED_AFTER = 2.0  # points under the title of a continued sheet
OPEN_BOXES = "□☑"  # a mark never stands alone at the end of a line


MM_PER_POINT = 25.4 / 72
ROUNDING = 0.01  # of a sign: widths are rounded to twentieths of a point


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set: face for Chinese, size and exact line in points."""

    face: str
    size: float
    line: float
    bold: bool = False

    def room(self, millimetres: float) -> int:
        """Return how many half-width signs stand side by side in that width."""
        return int(millimetres / MM_PER_POINT / self.size * 2 + ROUNDING)

    def emboldened(self) -> Style:
        """Return the same style in bold."""
        return replace(self, bold=True)


TITLE = Style(HEI, 18, 22)  # 小二
CONTINUED_TITLE = Style(HEI, 14, 21)  # 四号
COVER_TITLE = Style(HEI, 26, 40)  # 一号
COVER_LINE = Style(SONG, 14, 21)  # 四号
HEADING = Style(HEI, 12, 18)  # 小四
BODY = Style(SONG, 10.5, 14)  # 五号
RUNNING = Style(SONG, 10.5, 16)  # 五号, clauses and paragraphs between the frames
SMALL = Style(SONG, 9, 12)  # 小五
DENSE = Style(SONG, 7.5, 10)  # 六号, only where a long text asks for it
