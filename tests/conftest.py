"""What all tests share: LibreOffice where it is installed, told loudly where it is not."""

from __future__ import annotations

import os
import shutil

import pytest
from hypothesis import HealthCheck, settings

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
_not_run: list[str] = []

# A busy machine draws examples slowly; that says nothing about the program.
settings.register_profile("formkit", suppress_health_check=[HealthCheck.too_slow])
if not os.environ.get("CI"):  # there Hypothesis has a profile of its own
    settings.load_profile("formkit")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if OFFICE:
        return
    for item in items:
        if item.get_closest_marker("office"):
            _not_run.append(item.nodeid)
            item.add_marker(pytest.mark.skip(reason="LibreOffice is not installed"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _not_run:
        terminalreporter.section("NOT RUN: LibreOffice is missing", red=True)
        for name in _not_run:
            terminalreporter.line(name)
