"""What the tests of a batch share stands in `visit_batch.py`; a program of theirs imports it too."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
