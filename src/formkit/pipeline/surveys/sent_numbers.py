"""The number of a survey as a clerk types it: known, or refused with the one it may be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from formkit.kernel.errors import UsageError
from formkit.kernel.i18n import _
from formkit.kernel.suggest import hint
from formkit.kernel.text import narrow
from formkit.register import Register
from formkit.surveys.anchors import FORM

_ALIKE: Final = str.maketrans("oil", "011")  # letters that are typed for digits


def sent_number(register: Register, typed: str) -> str:
    """Return the number of a survey that was sent out, void or not.

    Full-width characters and blanks do not count.

    Raises:
        UsageError: FK-SUR-163, no survey has it; a near one is named.
    """
    number = "".join(narrow(typed).split())
    with register.surveys() as surveys:
        if number in surveys.sheets([number], FORM):
            return number
        known = surveys.numbers(FORM)
    raise UsageError("FK-SUR-163", number=number, hint=near(number, known))


def near(number: str, known: Sequence[str]) -> str:
    """Return the number that was meant: in other letters, with O for 0; else the most like it."""
    same = [one for one in known if _plain(one) == _plain(number)]
    return _("是否指「{name}」?").format(name=same[0]) if same else hint(number, known)


def _plain(number: str) -> str:
    return number.casefold().translate(_ALIKE)
