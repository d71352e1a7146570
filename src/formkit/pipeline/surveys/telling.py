"""What is said of replies to one sheet: that they came before, contradict, or give way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from formkit.kernel.dates import format_datetime
from formkit.kernel.errors import fault
from formkit.kernel.findings import Finding, Level, Place
from formkit.kernel.i18n import _
from formkit.pipeline.surveys.sameness import CONTESTED
from formkit.register import StoredReply

_MOST_NAMED = 4  # files that contradict one, told by name


def contested(own: str, told: Mapping[str, str], place: Place) -> Finding:
    """Return that others, by what they are called, say otherwise; nobody knows which counts."""
    names = sorted(told)
    others = "、".join(f"「{name}」" for name in names[:_MOST_NAMED])
    others += "……" if len(names) > _MOST_NAMED else ""
    said: dict[str, Any] = {"own": own, "others": others, "differences": told[names[0]]}
    return fault(CONTESTED, place, **said)


def conflict(other: StoredReply, differing: str, place: Place) -> Finding:
    """Return that another reply to the same sheet counts, and what it answers otherwise."""
    taken_at, name = moment(other.taken_at), numbered(other)
    return fault("FK-SUR-120", place, other=name, taken_at=taken_at, differences=differing)


def rival(other: StoredReply, differing: str, place: Place) -> Finding:
    """Return that another reply to the same sheet counts, be it that both say the same."""
    if differing:
        return conflict(other, differing, place)
    number, taken_at = other.survey_no, moment(other.taken_at)
    return fault("FK-SUR-162", place, number=number, other=numbered(other), taken_at=taken_at)


def told_again(same: StoredReply, place: Place) -> Finding:
    """Return that the same reply came before, and what became of it."""
    said = {"other": numbered(same), "state": same.state.value}
    said["taken_at"] = moment(same.taken_at)
    return fault("FK-SUR-121", place, level=Level.INFO, **said)


def adds_nothing(fuller: StoredReply, place: Place) -> Finding:
    """Return that a blank reply says nothing beside another one."""
    said = {"other": numbered(fuller), "state": fuller.state.value}
    return fault("FK-SUR-160", place, level=Level.INFO, **said)


def gives_way(blank: StoredReply, place: Place) -> Finding:
    """Return that a blank reply of before counts no more."""
    return fault("FK-SUR-161", place, level=Level.INFO, other=numbered(blank))


def moment(text: str) -> str:
    """Return a moment of the register as it is read; of this run, that it is this run's."""
    return format_datetime(datetime.fromisoformat(text)) if text else _("本次导入中")


def numbered(stored: StoredReply) -> str:
    """Return what a reply is called; one of a dry run has no number yet."""
    return _("第 {id} 号").format(id=stored.id) if stored.id else _("试运行,没有编号")
