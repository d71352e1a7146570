"""The history: what was done, each line chained to the line before by its hash."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from formkit.kernel.canonical import canonical
from formkit.kernel.files import sha256
from formkit.register.document import PDF, WORKBOOK, Document

ISSUED = "签发"
REVISED = "改版"
REFRESHED = "补录"
VOIDED = "作废"
SHOWN = {PDF: "出PDF", WORKBOOK: "出答卷"}

Line = dict[str, Any]

_WORKSPACE = "workspace"

_SORTED = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=str)


def data_sha(data: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a record's data, whatever the order of its names."""
    return sha256(canonical(data).encode("utf-8"))


def traces(document: Document) -> dict[str, Any]:
    """Return what the history keeps of a document, so that the audit can compare."""
    return {
        "revision": document.revision,
        "medium": document.medium,
        "file": document.file,
        "sha256": document.file_sha,
        "data_sha256": data_sha(document.data),
    }


def made_in(workspace: str) -> dict[str, str]:
    """Return what a line says of the workspace in which a file was made; nothing of a nameless."""
    return {_WORKSPACE: workspace} if workspace else {}


def home_of(detail: Mapping[str, Any]) -> str:
    """Return the workspace in which the file of a line was made; empty where it does not say."""
    return str(detail.get(_WORKSPACE, ""))


def chain(before: str, at: str, action: str, subject: str, detail: Mapping[str, Any]) -> str:
    """Return the chain value of a history line: the hash over the line before and this one."""
    line = _SORTED.encode([before, at, action, subject, detail])
    return sha256(line.encode("utf-8"))


def chained(before: str, lines: Iterable[Line]) -> Iterator[Line]:
    """Yield the lines with their chain values; `before` is that of the last line written."""
    for line in lines:
        before = chain(before, line["at"], line["action"], line["subject"], line["detail"])
        yield {**line, "chain": before}
