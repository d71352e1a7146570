"""Where the values of a record stand: paths of a model turned into places with labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from formkit.intake.raw import RawRecord
from formkit.kernel.errors import fault
from formkit.kernel.findings import Finding, Level, Place
from formkit.schemas.entry import Entry
from formkit.schemas.shape import labels_of


@dataclass(frozen=True, slots=True)
class Places:
    """Where the values of one raw record stand."""

    model: type[Entry]
    raw: RawRecord
    inside: str = ""  # where the model stands in the record: "project."

    def at(self, path: str) -> Place:
        """Return the place of a field: its own cell, or that of the nearest thing around it."""
        label = labels_of(self.model).label_of(path) if path else ""
        path = around = f"{self.inside}{path}"
        while around:
            if around in self.raw.places:
                return self.raw.places[around].inside(path=path, label=label)
            around = around.rpartition(".")[0]
        begin = f"{path}."
        inside = next((one for one in self.raw.places if one.startswith(begin)), "")
        if inside:  # a group has no cell of its own: its first column stands for it
            return self.raw.places[inside].inside(path=path, label=label)
        return self.raw.place.inside(path=path, label=label or self.raw.place.label)

    def finding(
        self, path: str, code: str, *, level: Level = Level.ERROR, **values: Any
    ) -> Finding:
        """Return the catalogue's sentence of that code at that field."""
        return fault(code, self.at(path), level=level, **values)
