"""Where in a formula several cells may stand for one: arguments of Excel's functions."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.utils import FORMULAE

# Every argument may be a range (Excel, functions by category).
_ALL = (
    "AND AREAS AVEDEV AVERAGE AVERAGEA COLUMN COLUMNS CORREL COUNT COUNTA COUNTBLANK COVAR "
    "DAVERAGE DCOUNT DCOUNTA DEVSQ DGET DMAX DMIN DPRODUCT DSTDEV DSTDEVP DSUM DVAR DVARP "
    "FREQUENCY FTEST GCD GEOMEAN GROWTH HARMEAN INTERCEPT IRR ISREF KURT LCM LINEST LOGEST MAX "
    "MAXA MDETERM MEDIAN MIN MINA MINVERSE MMULT MODE MULTINOMIAL N NPV OR PEARSON PHONETIC "
    "PRODUCT ROW ROWS RSQ SKEW SLOPE STDEV STDEVA STDEVP STDEVPA STEYX SUM SUMPRODUCT SUMSQ "
    "SUMX2MY2 SUMX2PY2 SUMXMY2 T TRANSPOSE TREND TTEST VAR VARA VARP VARPA XIRR "
)
_RANGES = frozenset(_ALL.split())
_SOME = {  # argument by argument: r a range, v one value; the last stands for all that follow
    "AVERAGEIF": "rvr", "AVERAGEIFS": "r" + "rv" * 127, "CELL": "vr", "CHOOSE": "vr",
    "COUNTIF": "rv", "COUNTIFS": "rv" * 127, "FORECAST": "vrr", "FVSCHEDULE": "vr",
    "HLOOKUP": "vrv", "INDEX": "rv", "LARGE": "rv", "LOOKUP": "vr", "MATCH": "vrv", "MIRR": "rv",
    "NETWORKDAYS": "vvr", "NETWORKDAYS.INTL": "vvvr", "OFFSET": "rv", "PERCENTILE": "rv",
    "PERCENTRANK": "rv", "PROB": "rrv", "QUARTILE": "rv", "RANK": "vrv", "SERIESSUM": "vvvr",
    "SMALL": "rv", "SUBTOTAL": "vr", "SUMIF": "rvr", "SUMIFS": "r" + "rv" * 127,
    "TRIMMEAN": "rv", "VLOOKUP": "vrv", "WORKDAY": "vvr", "WORKDAY.INTL": "vvvr", "XNPV": "vr",
    "ZTEST": "rv",
}  # fmt: skip
_WHOLE = "SUMPRODUCT"  # computes with all cells of a range even beside an operator
_JOINING = (",", ":", " ")  # operators that make areas of areas


def single_values(text: str) -> Iterator[str]:
    """Yield what a formula (without `=`) refers to where Excel takes one value.

    Several are #VALUE! there: alone, beside an operator, as an argument that takes no range.
    Functions that openpyxl does not know are not judged.
    """
    tokens = [one for one in Tokenizer(f"={text}").items if one.type != Token.WSPACE]
    calls: list[
        tuple[str, int]
    ] = []  # functions and parentheses around: name, number of the argument
    for number, token in enumerate(tokens):
        if token.subtype == Token.OPEN:
            calls.append((str(token.value)[:-1].upper(), 0))
        elif token.subtype == Token.CLOSE:
            calls.pop()
        elif token.subtype == Token.ARG:
            name, argument = calls.pop()
            calls.append((name, argument + 1))
        elif token.subtype == Token.RANGE and not any(name == _WHOLE for name, _ in calls):
            around = tokens[max(number - 1, 0) : number + 2]
            if any(map(_computes, around)) or not _takes_range(calls):
                yield str(token.value)


def _computes(token: Token) -> bool:
    operators = (Token.OP_IN, Token.OP_PRE, Token.OP_POST)
    return token.type in operators and token.value not in _JOINING


def _takes_range(calls: list[tuple[str, int]]) -> bool:
    """Return whether the innermost function takes a range at this argument."""
    name, argument = next((one for one in reversed(calls) if one[0]), ("", 0))
    if name in _SOME:
        return _SOME[name][min(argument, len(_SOME[name]) - 1)] == "r"
    return name in _RANGES or bool(name and name not in FORMULAE)
