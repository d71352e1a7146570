"""工程回访记录."""

from __future__ import annotations

from formkit.schemas.visit_record.record import VisitRecord as RECORD

__all__ = ["RECORD"]
