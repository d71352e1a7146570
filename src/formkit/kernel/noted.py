"""Notes under keys, of which there may be very many: kept on disk, asked for one by one."""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Iterable

_IN_MEMORY_KB = 4_096


class Noted:
    """What was noted under each key, by this object alone; it is gone with it.

    A private database without a name: SQLite writes it to the disk when it has grown. Where the
    disk is full, what comes then is noted in memory.
    """

    def __init__(self) -> None:
        self._base = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        weakref.finalize(self, self._base.close)
        self._base.execute("PRAGMA journal_mode = MEMORY")
        self._base.execute(f"PRAGMA cache_size = -{_IN_MEMORY_KB}")
        self._base.execute("CREATE TABLE noted (key TEXT PRIMARY KEY, note TEXT) WITHOUT ROWID")
        self._overflow: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        """Return what was noted first under the key; None: nothing."""
        row = self._base.execute("SELECT note FROM noted WHERE key = ?", (key,)).fetchone()
        return row[0] if row else self._overflow.get(key)

    def note(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Note something under keys that have no note yet."""
        new = [(key, note) for key, note in pairs if key not in self._overflow]
        try:
            self._base.executemany("INSERT OR IGNORE INTO noted VALUES (?, ?)", new)
        except sqlite3.OperationalError:
            self._overflow |= dict(reversed(new))
