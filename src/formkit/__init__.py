"""formkit: official after-sale records of a construction company, from data to the printed form."""

from __future__ import annotations

__version__ = "0.1.0"
