"""What a compiled template can do, whichever engine is behind it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any, Literal

from formkit.render.picture_place import Pictures
from formkit.render.properties import Properties

NO_PICTURES: Pictures = MappingProxyType({})


class CompiledTemplate(ABC):
    """A Word or Excel template ready to be filled any number of times; it keeps no data.

    Made by `compile_template`. `kind` is "docx" or "xlsx", `sha256` that of the file, `names` what
    it takes from the data: dotted, rows as `issues[].due_on` (of a trusted template: the first
    names alone), `pictures` those that stand for pictures. `falls_back` says what is done by
    docxtpl itself; empty in the strict language.
    """

    kind: Literal["docx", "xlsx"]
    name: str
    sha256: str
    names: frozenset[str]
    pictures: frozenset[str] = frozenset()

    @property
    def falls_back(self) -> tuple[str, ...]:
        """What made documents go through docxtpl itself."""
        return ()

    def unknown(self, known: Collection[str]) -> list[str]:
        """Return the names that the template uses and `known` does not hold, sorted.

        A name is known, too, where a known name goes on from it (`project` in `project.address`).
        """
        return sorted(name for name in self.names if not is_known(name, known))

    @abstractmethod
    def render(
        self,
        context: Mapping[str, Any],
        *,
        properties: Properties | None = None,
        pictures: Pictures = NO_PICTURES,
    ) -> bytes:
        """Return the filled document; the same input gives the same bytes.

        Args:
            context: the data.
            properties: what stands in the file's properties.
            pictures: the pictures by the keys that the context has for them; others are left.

        Raises:
            TemplateError: the document cannot be made; with template, part, place and tag.
        """


def is_known(name: str, known: Collection[str]) -> bool:
    """Return whether a template's name stands for something that the data has."""
    if name in known:
        return True
    return any(one.startswith((f"{name}.", f"{name}[]")) for one in known)
