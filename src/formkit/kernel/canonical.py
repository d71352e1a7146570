"""Canonical JSON: the text that a hash is taken of, whatever the order of the names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from formkit.kernel.remembering import ByIdentity

_encoded = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=str).encode
_kept: ByIdentity[dict[str, Any], str] = ByIdentity(_encoded)


def keep(data: dict[str, Any]) -> dict[str, Any]:
    """Return data that stand in those of many records, such as their project's; JSON is made once.

    They may not be changed afterwards.
    """
    _kept(data)
    return data


def canonical(data: Mapping[str, Any]) -> str:
    """Return the JSON of plain data with sorted names; what was kept is not encoded again."""
    shared = [name for name, value in data.items() if type(value) is dict and value in _kept]
    if not shared:
        return _encoded(data)
    names = sorted(data)
    pieces: list[str] = []
    start = 0
    for name in sorted(shared):
        at = names.index(name, start)
        own = {one: data[one] for one in names[start:at]}
        pieces += _encoded(own)[1:-1], f"{_encoded(name)}: {_kept(data[name])}"
        start = at + 1
    pieces.append(_encoded({one: data[one] for one in names[start:]})[1:-1])
    return f"{{{', '.join(filter(None, pieces))}}}"
