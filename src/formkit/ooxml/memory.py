"""Parts that were judged before: many files of one origin share styles, themes, relationships.

The same packed bytes under the same name give the same scan; they are unpacked and judged once.
For long-lived workers that read many small files.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from formkit.ooxml.directory import Entry
from formkit.ooxml.scan import Scan, ScanClass, Subject

MOST_PARTS: Final = 256
LARGEST: Final = 1 << 18  # unpacked bytes of a part; what is larger hardly comes twice

SHORT: Final = 1 << 20  # bytes of a part that a shortcut may take whole

Key: TypeAlias = tuple[bytes, Entry]
"""A part as `Entry.alone` tells it from all others: name, method, promises, every packed byte."""


class Memory:
    """The scans of parts seen before, the least lately used forgotten first.

    One memory serves one kind of file under one set of limits and scans; what a scan found is
    shared by all files that have the part, and never changed.
    """

    def __init__(self) -> None:
        self._scans: OrderedDict[Key, Scan] = OrderedDict()

    def recall(self, key: Key) -> Scan | None:
        """Return the scan of these very bytes; None where they have not been judged."""
        found = self._scans.get(key)
        if found is not None:
            self._scans.move_to_end(key)
        return found

    def keep(self, key: Key, scan: Scan) -> None:
        """Remember a part that passed."""
        if key[1].size <= LARGEST:
            self._scans[key] = scan
            if len(self._scans) > MOST_PARTS:
                self._scans.popitem(last=False)


@dataclass(frozen=True, slots=True)
class Look:
    """How the gate looks at parts, where a reader wants more than its judgement.

    scans: by root element, what looks at a part in place of the gate's own scan (a subclass of it).
    shortcut: returns the finished scan of a part written as most programs write it, else None.
    memory: of parts judged before; None: every part is judged.
    """

    scans: Mapping[str, ScanClass]
    shortcut: Callable[[bytes, Subject], Scan | None] | None = None
    memory: Memory | None = None
