"""Whether a register file lies where SQLite can keep it: on this machine's disk, synced by nobody.

File locks over a network are not what SQLite needs ("SQLite Over a Network", sqlite.org), and a
program that copies the file while it is written takes halves along.
"""

from __future__ import annotations

from pathlib import Path

from formkit.kernel.errors import OutputError, fault
from formkit.kernel.findings import Finding, Level, Place
from formkit.kernel.volumes import network_kind, synced_by

_PERHAPS_HERE = frozenset({"FUSE", "9P"})  # also disks of this machine: encrypted, or under WSL


def refuse_network(path: Path) -> None:
    """Raise OutputError where the register's file is on another machine's disk."""
    kind = network_kind(path)
    if kind and kind not in _PERHAPS_HERE:
        raise OutputError("FK-REG-033", place=Place(file=path.name), name=path.name, kind=kind)


def doubts(path: Path) -> list[Finding]:
    """Return the warning where a program may copy the file away, or the disk may be elsewhere."""
    said = synced_by(path) or network_kind(path)
    if not said:
        return []
    place = Place(file=path.name)
    return [fault("FK-REG-034", place, level=Level.WARNING, name=path.name, kind=said)]
