"""A picture ready to be put into a document."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Literal


@dataclass(frozen=True)
class Picture:
    """A picture's bytes and what must be known of them; width and height are pixels, above 0.

    `said` is the alternative text of the picture in the document.
    """

    data: bytes = field(repr=False)
    kind: Literal["png", "jpeg"]
    width: int
    height: int
    said: str = ""

    @cached_property
    def sha256(self) -> str:
        """The hash of the bytes, in hexadecimal."""
        return sha256(self.data).hexdigest()

    def fitted(self, width: int, height: int) -> tuple[int, int]:
        """Return the largest size of the same proportions that a box of that size holds."""
        if width * self.height <= height * self.width:
            return width, max(1, round(width * self.height / self.width))
        return max(1, round(height * self.width / self.height)), height
