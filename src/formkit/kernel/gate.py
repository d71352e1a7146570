"""The gates a record passes: draft, issue, archive."""

from __future__ import annotations

from enum import StrEnum


class Gate(StrEnum):
    """The moment at which a record is judged; a later gate asks all that the earlier ones ask."""

    DRAFT = "draft"
    ISSUE = "issue"
    ARCHIVE = "archive"

    def __init__(self, _value: str) -> None:
        self.rank = len(type(self).__members__)
        """The position in the order draft, issue, archive."""

    @property
    def label(self) -> str:
        """The Chinese name of the gate."""
        return {"draft": "草稿", "issue": "签发", "archive": "归档"}[self.value]

    def reaches(self, other: Gate) -> bool:
        """Return whether a check that starts at `other` applies at this gate."""
        return self.rank >= other.rank
