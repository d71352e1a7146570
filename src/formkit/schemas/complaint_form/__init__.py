"""顾客投诉反馈处理单."""

from __future__ import annotations

from formkit.schemas.complaint_form.record import ComplaintForm

RECORD = ComplaintForm

__all__ = ["RECORD"]
