"""How a paper will look: warnings told before it is printed, which never stop it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from formkit.catalog import OfficialRecord
from formkit.kernel.findings import Finding
from formkit.pipeline.page_limit import Limit
from formkit.pipeline.rare_signs import RareSigns
from formkit.pipeline.workspace import Workspace
from formkit.schemas.places import Places
from formkit.schemas.view import View


@dataclass(frozen=True)
class Looks:
    """Looks at the papers of one kind of record; made once for a run."""

    workspace: Workspace
    official: OfficialRecord

    @cached_property
    def _limit(self) -> Limit:
        return Limit(self.workspace, self.official)

    @cached_property
    def _signs(self) -> RareSigns:
        return RareSigns(self.workspace)

    def found(self, view: View, data: Mapping[str, Any], places: Places) -> Iterator[Finding]:
        """Yield what is told of a paper: more pages than its form has, signs without a font.

        Args:
            view: what is printed of the record.
            data: the record, as dumped.
            places: where its values stand.
        """
        yield from self._limit.found(view, places)
        yield from self._signs.found(data, places)
