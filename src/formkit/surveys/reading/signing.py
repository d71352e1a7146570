"""The day written where a Word print of the survey is signed, and what else stands there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from formkit.kernel import dates
from formkit.kernel.findings import Place
from formkit.kernel.i18n import _
from formkit.kernel.text import narrow
from formkit.kernel.values import BadValue

LABEL = "调查对象(填表人)签字盖章"
_PRINTED = re.compile(r"调查对象\(填表人\)签字盖章:?|\(签字\)|\(盖章\)")
_NUMERAL = "0-9〇○零一二三四五六七八九十"
_DAY = re.compile(
    rf"[{_NUMERAL}]*\s*年\s*[{_NUMERAL}]*\s*月?\s*[{_NUMERAL}]*\s*[日号]?"
    rf"|[{_NUMERAL}]{{1,3}}\s*月\s*[{_NUMERAL}]{{1,3}}\s*[日号]?"
    r"|(?<!\d)\d{1,4}\s*[-./]\s*\d{1,2}(?:\s*[-./]\s*\d{1,4})?(?!\d)"
    r"|(?<!\d)(?:19|20|21)\d{6}(?!\d)"
)
_WRITTEN = re.compile(f"[{_NUMERAL}]")
_SILENT = re.compile(r"[\s_:,.;、。]+")


@dataclass(frozen=True, slots=True)
class Signed:
    """What stands where a print is signed.

    day: None where no day is written, or none that can be read. doubt: why it cannot be read; "".
    beside: what else is written there, a name most often.
    """

    day: date | None = None
    doubt: str = ""
    beside: str = ""


def read(text: str) -> Signed:
    """Return the day in what is written there; `text`: all of it, what we print included.

    The blank `    年  月  日` is no day. A day that lacks its year, does not exist, or stands
    beside another one is a doubt.
    """
    written = _PRINTED.sub(" ", narrow(text))
    found = [one for one in _DAY.findall(written) if _WRITTEN.search(one)]
    days = list(dict.fromkeys("".join(one.split()) for one in found))
    beside = _SILENT.sub(" ", _DAY.sub(" ", written)).strip()
    if len(days) > 1:
        return Signed(
            doubt=_("签字处写有几个日期:{days}").format(days="、".join(days)), beside=beside
        )
    try:
        return Signed(dates.parse_date(days[0]) if days else None, beside=beside)
    except BadValue as error:
        return Signed(doubt=error.finding(Place()).found, beside=beside)
