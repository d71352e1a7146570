"""Which records of a ledger a run is about: those of some 序号, or all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from formkit.intake.raw import RawRecord
from formkit.kernel.errors import fault
from formkit.kernel.findings import Finding, Place
from formkit.kernel.text import narrow, shown


class Only:
    """The records that are wanted; it remembers which were met.

    Args:
        keys: 序号 (or 编号 where the ledger has no 序号) of the wanted records; of records that
            have neither, the position in their file, counted from 1. Empty: all records.
    """

    def __init__(self, keys: Collection[str] = ()) -> None:
        self._wanted = {_plain(key): key for key in keys}
        self._met: set[str] = set()

    def __bool__(self) -> bool:
        """Return whether only some records are wanted."""
        return bool(self._wanted)

    def of(self, records: Iterable[RawRecord]) -> Iterator[RawRecord]:
        """Yield the wanted ones of a file's records."""
        for position, raw in enumerate(records, start=1):
            key = _plain(raw.key or str(position))
            if key in self._wanted:
                self._met.add(key)
            if not self._wanted or key in self._wanted:
                yield raw

    def unmet(self) -> list[Finding]:
        """Return the fault of keys that no file of the run had; empty when all were met."""
        missing = [key for plain, key in self._wanted.items() if plain not in self._met]
        if not missing:
            return []
        return [fault("FK-WS-023", Place(), keys=_ranges(missing))]


def _ranges(keys: Iterable[str]) -> str:
    """Return keys as they are typed after --only: `3、8-12`."""
    found: list[tuple[str, str]] = []
    for key in keys:
        if found and key.isdecimal() and _follows(key, found[-1][1]):
            found[-1] = (found[-1][0], key)
        else:
            found.append((key, key))
    return "、".join(shown(a) if a == b else f"{shown(a)}-{shown(b)}" for a, b in found)


def _follows(key: str, other: str) -> bool:
    return other.isdecimal() and int(key) == int(other) + 1


def _plain(key: str) -> str:
    return narrow(key).strip().casefold()
