"""What the tests of reading share: a returned workbook, built and read."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

# Under `importlib` mode a module beside the tests has no name: it is given one.
_spec = importlib.util.spec_from_file_location("returned", Path(__file__).with_name("returned.py"))
if "returned" not in sys.modules and _spec and _spec.loader:
    sys.modules["returned"] = importlib.util.module_from_spec(_spec)
    _spec.loader.exec_module(sys.modules["returned"])
