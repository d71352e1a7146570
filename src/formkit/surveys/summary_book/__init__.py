"""The sheets of the summary workbook (D.4), one module each."""

from __future__ import annotations
