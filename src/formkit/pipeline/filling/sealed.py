"""A record on its way through a process that only hands it on."""

from __future__ import annotations

import pickle

from formkit.schemas.record import Record
from formkit.schemas.view import View


class Sealed:
    """A record that is unpacked where it is first looked at, and travels as it was packed.

    The coordinator numbers papers of other processes; unpacking each and packing it again would
    cost it more than the numbering. Its `view`, where it was made by this very process, stays here.
    """

    __slots__ = ("_packed", "_record", "view")

    def __init__(
        self, record: Record | None, packed: bytes = b"", *, view: View | None = None
    ) -> None:
        self._record = record
        self._packed = packed
        self.view = view

    @property
    def record(self) -> Record:
        """The record."""
        if self._record is None:
            record: Record = pickle.loads(self._packed)  # noqa: S301 - packed by this very run
            self._record = record
        return self._record

    def __reduce__(self) -> tuple[type[Sealed], tuple[None, bytes]]:
        """Travel packed."""
        return Sealed, (None, self._packed or pickle.dumps(self._record))
