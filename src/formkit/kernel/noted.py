"""Notes under keys, of which there may be very many: kept on disk, asked for one by one."""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Iterable

_IN_MEMORY_KB = 4_096
AT_ONCE = 1_000  # notes; a run of fewer never asks the database to write


class Noted:
    """What was noted under each key, by this object alone; it is gone with it.

    A private database without a name: SQLite writes it to the disk when it has grown. Where the
    disk is full, what comes then stays in memory.
    """

    def __init__(self) -> None:
        self._base = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        weakref.finalize(self, self._base.close)
        self._base.execute("PRAGMA journal_mode = MEMORY")
        self._base.execute(f"PRAGMA cache_size = -{_IN_MEMORY_KB}")
        self._base.execute("CREATE TABLE noted (key TEXT PRIMARY KEY, note TEXT) WITHOUT ROWID")
        self._newest: dict[str, str] = {}  # not in the database yet

    def get(self, key: str) -> str | None:
        """Return what was noted first under the key; None: nothing."""
        row = self._base.execute("SELECT note FROM noted WHERE key = ?", (key,)).fetchone()
        return row[0] if row else self._newest.get(key)

    def note(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Note something under keys that have no note yet."""
        for key, note in pairs:
            self._newest.setdefault(key, note)
            if len(self._newest) % AT_ONCE == 0:
                self._put_away()

    def _put_away(self) -> None:
        try:
            self._base.executemany(
                "INSERT OR IGNORE INTO noted VALUES (?, ?)", self._newest.items()
            )
        except sqlite3.OperationalError:  # tried again when there is more
            return
        self._newest.clear()
