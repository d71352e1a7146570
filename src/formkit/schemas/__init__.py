"""What the records hold: typed fields, shared objects, one folder per official record."""

from __future__ import annotations
