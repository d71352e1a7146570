"""What the tests of reports share stands in `made_up.py`."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def reports() -> ModuleType:
    """Make reports on made-up surveys."""
    return import_module("made_up")
