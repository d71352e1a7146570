"""Is the paper longer than its form should be: how many pages, by how much, what to shorten."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from formkit import catalog
from formkit.catalog import OfficialRecord, PageLimit
from formkit.kernel.errors import OutputError, TemplateError
from formkit.kernel.findings import Finding, Level
from formkit.kernel.i18n import _
from formkit.kernel.resources import forms_folder
from formkit.layout import blocks
from formkit.layout.names import names, pictures
from formkit.layout.room import ListShare, Reckoner
from formkit.layout.room_spared import Spared
from formkit.layout.vocabulary import Layout, Photos
from formkit.pipeline.page_cuts import LEAST, Cuts, cuts, long_texts
from formkit.pipeline.sheets import sheet_of
from formkit.pipeline.templates import emit
from formkit.pipeline.workspace import Workspace
from formkit.render.page import CompiledSheet
from formkit.schemas.places import Places
from formkit.schemas.view import PrintFacts

MOST_NAMED = 3  # texts; where more must be cut beside a long list, its rows are told


@dataclass(frozen=True)
class Limit:
    """The page limit of one kind of record; found out once, asked for every record.

    Setting a sheet costs a hundred times as much as reckoning its room, so pages are counted only
    where the reckoning, never too low, does not show that they suffice; and nothing is reckoned of
    a record that the blank sheet has room for. Photographs are an appendix: their pages do not
    count.
    """

    workspace: Workspace
    official: OfficialRecord

    def found(self, view: Mapping[str, Any], places: Places) -> Iterator[Finding]:
        """Yield the warning of a paper over its limit.

        Args:
            view: what is printed.
            places: where the record's values stand.
        """
        limit = self._applies
        if limit is None or (self._spared and self._spared.holds(view)):
            return
        form = self._without_pictures(view)
        room = self._reckoner.room(form)
        if room.pages <= limit.pages:
            return
        try:
            pages = self._sheet.pages(form)
        except (
            OutputError,
            TemplateError,
        ):  # told where the page is wanted; never stops a Word file
            return
        if pages > limit.pages:
            photos = any(view.get(name) for name in self._appendices)
            said = {
                "title": self.official.title,
                "pages": pages,
                "limit": limit.pages,
                "apart": _("(照片附页不计)") if photos else "",
            }
            yield self._told(form, room.lists, limit, places, said)

    @cached_property
    def _applies(self) -> PageLimit | None:
        """The limit; None without one, and where the company's own Word template is printed."""
        limit = self.official.manifest.page_limit
        if limit is None or "docx" not in self.official.manifest.media:
            return None
        path = self.official.template("docx")
        if not path.is_relative_to(forms_folder()):
            return limit if path.read_bytes() == emit(self.official, "docx") else None
        return limit

    @cached_property
    def _layout(self) -> Layout:
        data = catalog.manifest_data(self.official.slug, self.official.forms)
        return blocks.load(data, source=f"forms/{self.official.slug}.yaml")

    @cached_property
    def _reckoner(self) -> Reckoner:
        return Reckoner(self._layout)

    @cached_property
    def _spared(self) -> Spared | None:
        """What the blank sheet has room for; None where that one does not keep to the limit."""
        blank = self.official.view.blank_view(self.official.model, PrintFacts())
        limit = self._applies
        if limit is None or self._reckoner.room(blank).pages > limit.pages:
            return None
        return Spared(self._reckoner.parts, blank)

    @cached_property
    def _appendices(self) -> frozenset[str]:
        """The lists of photographs, each with pages of its own."""
        return frozenset(one.each for one in self._layout.blocks if isinstance(one, Photos))

    @cached_property
    def _printed(self) -> frozenset[str]:
        return names(self._layout)

    def _without_pictures(self, view: Mapping[str, Any]) -> dict[str, Any]:
        """Return the view of the form alone; a logo beside the title takes no room from it."""
        alone = dict(view) | {name: [] for name in self._appendices if name in view}
        for name in pictures(self._layout):
            part, _dot, key = name.partition(".")
            if "[]" not in part and isinstance(alone.get(part), dict):
                alone[part] = {**alone[part], key: ""}
        return alone

    @cached_property
    def _sheet(self) -> CompiledSheet:
        return sheet_of(self.workspace, self.official)

    def _told(
        self,
        form: Mapping[str, Any],
        lists: Sequence[ListShare],
        limit: PageLimit,
        places: Places,
        said: dict[str, Any],
    ) -> Finding:
        found, listed = self._cuts(form, limit), _longest(lists)
        if listed and (found is None or len(found.texts) > MOST_NAMED):
            said |= {"field": self._label(listed.name), "rows": listed.rows}
            return places.finding(listed.name, "FK-PAG-002", level=Level.WARNING, **said)
        if found is None:
            said |= {"least": LEAST}
            return places.finding("", "FK-PAG-005", level=Level.WARNING, **said)
        named = [(self._label(one.name), one.signs) for one in found.texts]
        said |= {"kept": found.kept, "field": named[0][0], "signs": named[0][1]}
        code = "FK-PAG-001" if len(named) == 1 else "FK-PAG-003"
        said["fields"] = "、".join(f"「{label}」{signs} 字" for label, signs in named)
        said["cuts"] = "、".join(f"「{label}」{signs - found.kept} 字" for label, signs in named)
        return places.finding(found.texts[0].name, code, level=Level.WARNING, **said)

    def _cuts(self, form: Mapping[str, Any], limit: PageLimit) -> Cuts | None:
        return cuts(
            form,
            long_texts(self.official.shape, self._printed, form),
            likely=lambda cut: self._reckoner.room(cut).pages <= limit.pages,
            fits=lambda cut: self._sheet.pages(cut) <= limit.pages,
        )

    def _label(self, path: str) -> str:
        return self.official.shape.label_of(path)


def _longest(lists: Sequence[ListShare]) -> ListShare | None:
    """Return the list that takes most beyond what the blank sheet has for it."""
    return max((one for one in lists if one.beyond > 0), key=lambda one: one.beyond, default=None)
