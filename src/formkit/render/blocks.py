"""The tags of a part as a whole: pairs, loop variables, names, what is not allowed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from formkit.kernel.suggest import closest
from formkit.render import language
from formkit.render.language import Meaning, Refusal
from formkit.render.place import Faults, Spot
from formkit.render.syntax import OPENERS, Tag
from formkit.render.wants import Asked

DEEPEST = 10  # loops and conditions inside each other; Python itself stops at 20 loops


class Standing(Protocol):
    """A tag that stands somewhere: in a Word paragraph or in a cell."""

    @property
    def tag(self) -> Tag:
        """The tag."""
        ...

    @property
    def spot(self) -> Spot:
        """Where it stands."""
        ...

    @property
    def level(self) -> object:
        """What its partner must share with it; compared by identity."""
        ...


@dataclass(frozen=True, slots=True)
class NameUse:
    """A name that a tag asks for, and where."""

    asked: Asked
    spot: Spot

    @property
    def name(self) -> str:
        """The dotted name."""
        return self.asked.name


@dataclass(slots=True)
class _Open:
    standing: Standing
    meaning: Meaning
    closed_by_else: bool = False


@dataclass(slots=True)
class Blocks:
    """One walk over the tags of a part in document order."""

    faults: Faults
    uses: list[NameUse] = field(default_factory=list)
    _stack: list[_Open] = field(default_factory=list)

    def read(self, tags: Sequence[Standing]) -> list[NameUse]:
        """Return the names that the tags ask for; every fault goes to `faults`."""
        for standing in tags:
            self._one(standing)
        for left in self._stack:
            self.faults.add("FK-TPL-040", left.standing.spot, text=left.standing.tag.text)
        return self.uses

    def _one(self, standing: Standing) -> None:
        keyword = standing.tag.keyword
        if keyword.startswith("end"):
            self._close(standing)
        elif keyword in ("elif", "else"):
            self._turn(standing)
        meaning = language.understand(standing.tag, self._scope())
        self._report(standing, meaning.refusals)
        self.uses += [NameUse(asked, standing.spot) for asked in meaning.asked]
        if meaning.variable:
            self._judge_nesting(standing, meaning)
        if keyword in OPENERS:
            if len(self._stack) == DEEPEST:
                self.faults.add("FK-TPL-048", standing.spot, text=standing.tag.text)
            self._stack.append(_Open(standing, meaning))

    def _judge_nesting(self, standing: Standing, meaning: Meaning) -> None:
        """Note a loop that would go over all its rows once for each row of another loop.

        So the size of a document grows with its data and never faster, whatever a template says.
        """
        around = next((one.meaning for one in reversed(self._stack) if one.meaning.variable), None)
        own = (f"{around.rows}.", f"{around.rows}[") if around else ("",)
        if not meaning.rows.startswith(own):
            self.faults.add("FK-TPL-046", standing.spot, text=standing.tag.text)

    def _scope(self) -> dict[str, str]:
        return {
            opened.meaning.variable: opened.meaning.rows
            for opened in self._stack
            if opened.meaning.variable
        }

    def _turn(self, standing: Standing) -> None:
        opened = self._stack[-1] if self._stack else None
        if opened is None or opened.standing.tag.keyword != "if" or opened.closed_by_else:
            self.faults.add("FK-TPL-041", standing.spot, text=standing.tag.text)
            return
        opened.closed_by_else = standing.tag.keyword == "else"
        self._same_level(opened, standing)

    def _close(self, standing: Standing) -> None:
        opened = self._stack[-1] if self._stack else None
        if opened is None or opened.standing.tag.keyword != standing.tag.keyword[3:]:
            self.faults.add("FK-TPL-041", standing.spot, text=standing.tag.text)
            return
        self._same_level(opened, standing)
        self._stack.pop()

    def _same_level(self, opened: _Open, standing: Standing) -> None:
        first = opened.standing
        if first.tag.prefix != standing.tag.prefix or first.level is not standing.level:
            self.faults.add(
                "FK-TPL-042", standing.spot, text=standing.tag.text, opening=first.tag.text
            )

    def _report(self, standing: Standing, refusals: Sequence[Refusal]) -> None:
        for refusal in refusals:
            near = closest(refusal.word, refusal.candidates) if refusal.candidates else []
            self.faults.add(
                refusal.code,
                standing.spot,
                text=standing.tag.text,
                word=refusal.word,
                known="、".join(refusal.candidates),
                hint=f"是否指「{near[0]}」?" if near else "",
            )
