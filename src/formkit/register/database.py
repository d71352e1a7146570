"""Opening the register's database so that every transaction is exclusive and durable."""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError

from formkit.kernel.errors import MissingProgram, OutputError, ProfileError
from formkit.kernel.findings import Place

SETTINGS = Place(file="formkit.toml", label="register.url")
SERVED = "postgresql"  # the one kind of server whose locks we know
_WRITERS = 0x666F726D6B6974  # "formkit": the advisory lock of a PostgreSQL register
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
# What their drivers remark in English is said by us; who wants it gives them a handler.
for _name in ("psycopg", "sqlalchemy"):
    logging.getLogger(_name).addHandler(logging.NullHandler())
BUSY_SECONDS = 30.0  # how long a writer waits for another one before it gives up


def open_engine(url: str, *, root: Path, busy_seconds: float = BUSY_SECONDS) -> Engine:
    """Return the engine for a register URL; relative SQLite paths start at the workspace.

    Raises:
        ProfileError: the URL names no database that formkit knows.
    """
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            parsed = parsed.set(database=str(root / (parsed.database or "")))
            engine = create_engine(
                parsed, json_serializer=_JSON, connect_args={"timeout": busy_seconds}
            )
            _make_exclusive(engine)
            return engine
        if parsed.get_backend_name() == SERVED:
            engine = create_engine(parsed, json_serializer=_JSON, pool_pre_ping=True)
            _make_exclusive_on_server(engine, busy_seconds)
            return engine
    except ModuleNotFoundError as error:
        raise MissingProgram("FK-REG-029", place=SETTINGS, driver=error.name) from error
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise ProfileError("FK-REG-002", place=SETTINGS, url=_without_password(url)) from error
    raise ProfileError("FK-REG-002", place=SETTINGS, url=_without_password(url))


def _without_password(url: str) -> str:
    return re.sub(r"(?<=:)[^:/@]+(?=@)", "***", url)


def _make_exclusive(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        # IMMEDIATE: the number is read and drawn under the same lock.
        connection.exec_driver_sql(
            "BEGIN" if connection.get_execution_options().get("reading") else "BEGIN IMMEDIATE"
        )


def _make_exclusive_on_server(engine: Engine, busy_seconds: float) -> None:
    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        if connection.get_execution_options().get("reading"):
            return
        # One writer at a time, as with SQLite: the number is read and drawn under the same lock,
        # which the server lets go at the end of the transaction, or when the client is gone.
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{round(busy_seconds * 1000)}ms'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS})")


@contextmanager
def explained(name: str, file: Path | None = None) -> Iterator[None]:
    """Turn database faults into sentences: locked, damaged, read-only, full, path too long.

    Args:
        name: what the register is called in them.
        file: the register's file; None where a server keeps it.
    """
    try:
        yield
    except OperationalError as error:
        said: dict[str, object] = {"name": name}
        code = _code_of(error)
        length = len(os.fsencode(file)) if file is not None else 0
        if code == OTHERWISE and length > LONGEST:
            code, said = TOO_LONG, {**said, "length": length, "most": LONGEST}
        raise OutputError(code, place=Place(file=name), **said) from error
    except DatabaseError as error:
        if type(error) is not DatabaseError:  # constraint faults are ours to mend, not the user's
            raise
        raise OutputError("FK-REG-003", place=Place(file=name), name=name) from error
    except json.JSONDecodeError as error:  # a row that somebody edited by hand
        raise OutputError("FK-REG-003", place=Place(file=name), name=name) from error


def _code_of(error: OperationalError) -> str:
    """Return the code for what the database cannot do now."""
    state: str | None = getattr(error.orig, "sqlstate", "")  # SQLite has none, not even None
    if state is None:
        return NOT_CONNECTED
    if state:
        return _BY_STATE.get(state, _BY_STATE.get(state[:2], OTHERWISE))
    text = str(error.orig).lower()
    return next((code for sign, code in _BY_TEXT if sign in text), OTHERWISE)


OTHERWISE = "FK-REG-005"
TOO_LONG = "FK-REG-038"
LONGEST = 504  # bytes: SQLite's 512 for a path (MAX_PATHNAME, os_unix.c), less its "-journal"
NOT_CONNECTED = "FK-REG-031"
_BY_TEXT = (  # SQLite, which speaks English everywhere
    ("locked", "FK-REG-001"),
    ("busy", "FK-REG-001"),
    ("readonly", "FK-REG-004"),
    ("full", "FK-OUT-003"),
)
_BY_STATE = {  # PostgreSQL, which speaks the server's language: SQLSTATE, or its class
    "55P03": "FK-REG-001",  # lock_not_available
    "25006": "FK-REG-004",  # read_only_sql_transaction
    "53100": "FK-OUT-003",  # disk_full
    "53": NOT_CONNECTED,  # too many connections
    "57": NOT_CONNECTED,  # the server is shut down, or starting
    "08": NOT_CONNECTED,
    "28": NOT_CONNECTED,  # user or password
    "3D": NOT_CONNECTED,  # no such database
}
