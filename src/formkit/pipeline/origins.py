"""Where a value came from that nobody typed: the project ledger, the settings, standard texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from formkit.kernel.findings import Finding
from formkit.kernel.i18n import N_, _
from formkit.schemas.anatomy import part_at
from formkit.schemas.complete import was_filled_in
from formkit.schemas.entry import Entry

_TAKEN = {
    "project": N_("(这一项取自竣工工程台账:改台账后用 formkit project import 重新导入)"),
    "company": N_("(这一项取自 formkit.toml 的 [company]:在那里改,各份记录自动带出)"),
    "defaults": N_("(这是公司的标准文字,在 forms 文件夹中该记录的定义里;也可在记录中另填)"),
}
_MISSING = {
    "project": N_("(留空时取竣工工程台账的内容,那里也没有;可补在台账里,再重新导入工程)"),
    "company": N_("(留空时取 formkit.toml 的 [company],那里也没有填;填在那里,各份记录自动带出)"),
}


@dataclass(frozen=True)
class Origins:
    """Tells of a finding where the value at fault came from, so that it is mended there.

    `typed` is the record as it came, `completed` the same with its blanks filled in; what was typed
    keeps its own place.
    """

    model: type[Entry]
    typed: Mapping[str, Any]
    completed: Mapping[str, Any]

    def told(self, finding: Finding) -> Finding:
        """Return the finding, its remedy completed where the value stands somewhere else."""
        path = finding.place.path
        if not path or (finding.place.cell and not self._source(path)):
            return finding
        if was_filled_in(self.typed, self.completed, path):
            note = _TAKEN[self._source(path) or "defaults"]
        elif finding.code in ("FK-REC-003", "FK-REC-004") and self._source(path) in _MISSING:
            note = _MISSING[self._source(path)]
        else:
            return finding
        return replace(finding, remedy=f"{finding.remedy.rstrip('。')}{_(note)}")

    def _source(self, path: str) -> str:
        """Return `project`, `company`, or nothing: what a blank of this field is filled from."""
        top = path.partition(".")[0]
        if top == "project":
            return "project"
        part = part_at(self.model, top)
        return part.about.source.partition(".")[0] if part else ""
