"""What all tests share: LibreOffice where it is installed, told loudly where it is not."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).parent))  # proof.py, for all of them

HERE = ("127.", "::1", "localhost", "0.0.0.0")


def _only_this_machine(event: str, arguments: tuple[object, ...]) -> None:
    """Let nothing in the tests speak to another machine: formkit works offline (B5).

    A datagram socket that is connected has sent nothing yet: so programs ask for their own address.
    """
    if event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        host = arguments[0]
    elif event in {"socket.connect", "socket.sendto"}:
        speaker, address = arguments[0], arguments[1]
        if not isinstance(address, tuple) or (
            event == "socket.connect" and speaker.type == socket.SOCK_DGRAM  # type: ignore[attr-defined]
        ):
            return
        host = address[0]
    else:
        return
    if isinstance(host, bytes):
        host = host.decode()
    if host and host != socket.gethostname() and not str(host).startswith(HERE):
        raise AssertionError(f"{event}: somebody speaks to {host}")


sys.addaudithook(_only_this_machine)
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
