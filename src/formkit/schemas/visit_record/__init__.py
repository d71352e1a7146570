"""工程回访记录."""

from __future__ import annotations

from formkit.schemas.visit_record.record import VisitRecord

RECORD = VisitRecord

__all__ = ["RECORD"]
