"""Where each value of a reply stands, in one sheet: small to send from a worker process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from formkit.kernel.findings import Place


@dataclass(frozen=True)
class Places(Mapping[str, Place]):
    """Places by the value's path; the Place is made when it is asked for."""

    file: str
    sheet: str
    cells: dict[str, str]  # address by path
    labels: dict[str, str]  # what to call it, by path

    def __getitem__(self, path: str) -> Place:
        return Place(self.file, self.sheet, self.cells[path], None, path, self.labels.get(path, ""))

    def __iter__(self) -> Iterator[str]:
        return iter(self.cells)

    def __len__(self) -> int:
        return len(self.cells)
