"""What to cut from the long texts of a record so that its paper keeps to so many pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from formkit.intake.shape import Field, Kind, Shape
from formkit.kernel.text import width

LEAST = 20  # signs that a text keeps: no sheet has a cell so narrow that they are many lines
STEP = 10  # signs
NEAR = 4  # steps: exact enough, each further trial sets three papers
LINE = 80  # half-width signs that a line end counts for

Path = tuple[str, ...]  # ("issues", "0", "description")
Where = Callable[[str, int], int]  # a text, how many signs are cut → before which sign
Fits = Callable[[Mapping[str, Any]], bool]


@dataclass(frozen=True, slots=True)
class LongText:
    """A text that somebody wrote into the record, and that stands on its paper."""

    path: Path
    signs: int

    @property
    def name(self) -> str:
        """Its name among the record's places: `issues.0.description`."""
        return ".".join(self.path)


@dataclass(frozen=True, slots=True)
class Cuts:
    """Texts to shorten, the longest first, and the signs that each keeps at most."""

    texts: tuple[LongText, ...]
    kept: int


def long_texts(shape: Shape, printed: Iterable[str], view: Mapping[str, Any]) -> list[LongText]:
    """Return the texts of several lines that a record has and its sheet prints, longest first.

    Args:
        shape: what the record holds.
        printed: the names on the sheet, `issues[].description`.
        view: what is printed.
    """
    wanted = frozenset(printed)
    found = [
        LongText(path, len(said))
        for name in _long(shape.fields)
        if name in wanted
        for path, said in _values(view, name.replace("[]", ".[]").split("."))
        if len(said) > LEAST
    ]
    return sorted(found, key=lambda one: -one.signs)


def cuts(
    view: Mapping[str, Any], texts: Sequence[LongText], likely: Fits, fits: Fits
) -> Cuts | None:
    """Return how to shorten as few texts as will do; None where shortening them does not do.

    The longest are brought down to one length, wherever in them the signs are taken away. No text
    is cut to less than half of one that may stay as it is.

    Args:
        view: what is printed; it has not room.
        texts: those that may be cut, longest first.
        likely: whether what is printed seems to have room; asked often.
        fits: whether it has; asked rarely.
    """
    for count in range(1, len(texts) + 1):
        whole = texts[count].signs if count < len(texts) else 0
        trial = _Trial(view, texts[:count], likely, fits)
        if kept := trial.most_kept(max(whole // 2, LEAST), last=not whole):
            return Cuts(tuple(one for one in trial.texts if one.signs > kept), kept)
    return None


@dataclass(frozen=True, slots=True)
class _Trial:
    """Texts brought down to one length, on trial; lengths are counted in steps."""

    view: Mapping[str, Any]
    texts: Sequence[LongText]
    likely: Fits
    fits: Fits

    def most_kept(self, least: int, *, last: bool) -> int:
        """Return about the most signs that the texts may keep; 0 where even `least` is too many.

        `last`: no more texts can be cut, so that what seems too much is tried all the same.
        """
        low, high = -(-least // STEP), -(-self.texts[0].signs // STEP)
        if low >= high or not (last or self._likely(low)):
            return 0
        low, high = self._around(self._guess(low, high), low, high)
        while high - low > NEAR:
            middle = (low + high) // 2
            low, high = (middle, high) if self._proved(middle) else (low, middle)
        return low * STEP

    def _guess(self, low: int, high: int) -> int:
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._likely(middle) else (low, middle)
        return low

    def _around(self, guess: int, least: int, most: int) -> tuple[int, int]:
        """Return a length that is proved and a longer one that is not; (0, 0) without the one."""
        far = NEAR
        if self._proved(guess):
            while guess + far < most and self._proved(guess + far):
                guess, far = guess + far, far * 2
            return guess, min(guess + far, most)
        while guess > least:
            refused, guess, far = guess, max(guess - far, least), far * 2
            if self._proved(guess):
                return guess, refused
        return 0, 0

    def _likely(self, kept: int) -> bool:
        return self.likely(self._shortened(kept, _end))

    def _proved(self, kept: int) -> bool:
        return all(self.fits(self._shortened(kept, where)) for where in (_lightest, _end, _start))

    def _shortened(self, kept: int, where: Where) -> Mapping[str, Any]:
        """Return the view with the texts cut to that length."""
        view = self.view
        for one in self.texts:
            if one.signs > kept * STEP:
                view = _with(view, one.path, one.signs - kept * STEP, where)
        return view


def _end(said: str, cut: int) -> int:
    return len(said) - cut


def _start(_said: str, _cut: int) -> int:
    return 0


def _lightest(said: str, cut: int) -> int:
    """Return where so many signs leave the most room taken: narrow ones, and no line ends."""
    room = list(accumulate((LINE if sign == "\n" else width(sign) for sign in said), initial=0))
    return min(range(len(said) - cut + 1), key=lambda at: room[at + cut] - room[at])


def _with(values: Any, path: Sequence[str], cut: int, where: Where) -> Any:
    """Return the values without so many signs of the text at a path."""
    if not path:
        at = where(values, cut)
        return values[:at] + values[at + cut :]
    step, rest = path[0], path[1:]
    if isinstance(values, list):
        at = int(step)
        return [*values[:at], _with(values[at], rest, cut, where), *values[at + 1 :]]
    return {**values, step: _with(values[step], rest, cut, where)}


def _values(values: Any, names: Sequence[str]) -> Iterator[tuple[Path, str]]:
    """Yield the texts under a name, each with its path."""
    if not names:
        yield (), str(values)
    elif names[0] == "[]":
        for number, row in enumerate(values):
            for path, said in _values(row, names[1:]):
                yield (str(number), *path), said
    elif values and names[0] in values:
        for path, said in _values(values[names[0]], names[1:]):
            yield (names[0], *path), said


def _long(fields: Iterable[Field], before: str = "") -> Iterator[str]:
    """Yield the names of the texts of several lines, in printed order."""
    for field in fields:
        name = f"{before}{field.name}"
        if field.kind is Kind.LONG_TEXT:
            yield name
        elif field.kind is Kind.ROWS:
            yield from _long(field.children, f"{name}[].")
        elif field.kind is Kind.OBJECT:
            yield from _long(field.children, f"{name}.")
