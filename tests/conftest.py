"""What all tests share: LibreOffice where it is installed, told loudly where it is not."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).parent))  # proof.py, for all of them

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
_not_run: list[str] = []


def postgresql_program(name: str) -> str:
    """Return the path of a program of a PostgreSQL server; empty where there is none."""
    found = shutil.which(name) or ""
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(places[-1]) if places else found


# A busy machine draws examples slowly; that says nothing about the program.
settings.register_profile("formkit", suppress_health_check=[HealthCheck.too_slow])
if not os.environ.get("CI"):  # there Hypothesis has a profile of its own
    settings.load_profile("formkit")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = {
        "office": "" if OFFICE else "LibreOffice is not installed",
        "postgresql": "" if postgresql_program("initdb") else "PostgreSQL is not installed",
    }
    for item in items:
        for marker, reason in missing.items():
            if reason and item.get_closest_marker(marker):
                _not_run.append(f"{item.nodeid} ({reason})")
                item.add_marker(pytest.mark.skip(reason=reason))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _not_run:
        terminalreporter.section("NOT RUN: programs are missing", red=True)
        for name in _not_run:
            terminalreporter.line(name)
