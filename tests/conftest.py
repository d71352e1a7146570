"""What all tests share: LibreOffice where it is installed, told loudly where it is not."""

from __future__ import annotations

import shutil

import pytest

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
_not_run: list[str] = []


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
