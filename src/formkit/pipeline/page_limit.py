"""Is the paper longer than its form should be: how many pages, by how much, what to shorten."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from formkit import catalog
from formkit.catalog import OfficialRecord, PageLimit
from formkit.kernel.errors import OutputError, TemplateError
from formkit.kernel.findings import Finding, Level
from formkit.kernel.i18n import _
from formkit.kernel.resources import forms_folder
from formkit.layout import blocks
from formkit.layout.names import pictures
from formkit.layout.room import ListShare, Reckoner, Room
from formkit.layout.room_height import Share
from formkit.layout.room_spared import Spared
from formkit.layout.vocabulary import Layout, Photos
from formkit.pipeline.sheets import sheet_of
from formkit.pipeline.templates import emit
from formkit.pipeline.workspace import Workspace
from formkit.render.page import CompiledSheet
from formkit.schemas.places import Places
from formkit.schemas.view import PrintFacts

MOST_NAMED = 3
FORM = "form."  # names of what is printed around the record; nobody shortens them

S = TypeVar("S", Share, ListShare)


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
            apart = _("(照片附页不计)") if photos else ""
            yield self._told(room, pages, limit, places, apart)

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
        self, room: Room, pages: int, limit: PageLimit, places: Places, apart: str
    ) -> Finding:
        said = {
            "title": self.official.title, "pages": pages, "limit": limit.pages, "apart": apart
        }  # fmt: skip
        over = max(round(room.over), 1)
        text, listed = _longest(room.shares), _longest(room.lists)
        if listed is not None and (text is None or listed.beyond > text.beyond):
            said |= {"field": self._label(listed.name), "rows": listed.rows}
            return places.finding(listed.name, "FK-PAG-002", level=Level.WARNING, **said)
        said["over"] = over
        if text is None:
            said["fields"] = "各栏"
            return places.finding("", "FK-PAG-003", level=Level.WARNING, **said)
        path = text.name.partition("[]")[0]
        cut = math.ceil(over / text.line) * text.a_line
        if cut > text.signs - text.a_line:  # more than there is beyond the first line
            said["fields"] = self._long(room.shares)
            return places.finding(path, "FK-PAG-003", level=Level.WARNING, **said)
        said |= {"field": self._label(path), "signs": text.signs, "cut": cut}
        return places.finding(path, "FK-PAG-001", level=Level.WARNING, **said)

    def _long(self, shares: list[Share]) -> str:
        """Return the longest fields with their signs, e.g. 「主体意见」300 字."""
        own = sorted(_own(shares), key=lambda one: -one.beyond)[:MOST_NAMED]
        names = (one.name.partition("[]")[0] for one in own)
        return "、".join(
            f"「{self._label(name)}」{one.signs} 字" for name, one in zip(names, own, strict=True)
        )

    def _label(self, path: str) -> str:
        return self.official.shape.label_of(path)


def _longest(shares: list[S]) -> S | None:
    """Return the one that takes most beyond what the blank sheet has for it."""
    return max(_own(shares), key=lambda one: one.beyond, default=None)


def _own(shares: list[S]) -> list[S]:
    """Return those that somebody can shorten."""
    return [one for one in shares if one.name and not one.name.startswith(FORM) and one.beyond > 0]
