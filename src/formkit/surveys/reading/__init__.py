"""Reading answered surveys that came back: untrusted files, each in a worker process."""

from __future__ import annotations

from formkit.surveys.reading.desk import Desk, Returned

__all__ = ["Desk", "Returned"]
