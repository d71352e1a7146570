"""The register: the only state. Projects, numbers, documents with revisions, history."""

from __future__ import annotations

from formkit.register.register import (
    Document,
    Draft,
    Register,
    Series,
    Writing,
)
from formkit.register.tables import DocumentStatus

__all__ = ["Document", "DocumentStatus", "Draft", "Register", "Series", "Writing"]
