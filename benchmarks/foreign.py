"""A form of formkit in the notation of docxtemplater and easy-template-x, and its data for them.

Both know `{name}` and `{#rows}…{/rows}`, no paths and no filters: names are joined by `_`, and what
a filter or a condition says is worked out beforehand, in their favour.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any

from lxml import etree

from formkit.ooxml.names import w
from formkit.render.filters import FILTERS

_TAG = re.compile(r"\{\{\s*(.+?)\s*\}\}|\{%(?:p\s)?\s*(.+?)\s*%\}")
_CALL = re.compile(r"([\w.]+)(?:\|(\w+)(?:\((\d+)\))?)?")
_ROW = re.compile(r"\{%tr\s+(.+?)\s*%\}")
_FILLED = re.compile(r"if (?:(?:row|item)\.)?(\w+)")
_FEWER = re.compile(r"if (\w+)\|length < (\d+)")


def template(source: bytes) -> bytes:
    """Return the form with its tags in the other notation."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as given, zipfile.ZipFile(stream, "w") as made:
        for name in given.namelist():
            part = given.read(name)
            if re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml", name):
                part = _part(part)
            made.writestr(name, part, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _part(part: bytes) -> bytes:
    root = etree.fromstring(part)
    for place in list(root.iter(w("drawing"))):  # of pictures, of which the data has none
        place.getparent().remove(place)
    for row in list(root.iter(w("tr"))):
        opening = _ROW.fullmatch("".join(row.itertext()).strip())
        if opening and not opening[1].startswith("end"):
            _wrap(row, _name_of(opening[1]))
    opened: list[str] = []
    for text in root.iter(w("t")):
        if "{" in (text.text or ""):
            text.text = _TAG.sub(lambda found: _tag(found, opened), text.text or "")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _wrap(opening: etree._Element, name: str) -> None:
    """Put the loop's tags into the rows between the two rows that stand for its tags."""
    first = last = opening.getnext()
    while not _ROW.fullmatch("".join(last.getnext().itertext()).strip()):
        last = last.getnext()
    begin = next(first.find(w("tc")).iter(w("p")))
    end = next(last.findall(w("tc"))[-1].iter(w("p")))
    begin.insert(0 if begin.find(w("pPr")) is None else 1, _run(f"{{#{name}}}"))
    end.append(_run(f"{{/{name}}}"))
    parent = opening.getparent()
    parent.remove(last.getnext())
    parent.remove(opening)


def _run(tag: str) -> etree._Element:
    run = etree.Element(w("r"))
    etree.SubElement(run, w("t")).text = tag
    return run


def _name_of(statement: str) -> str:
    if fewer := _FEWER.fullmatch(statement):
        return f"{fewer[1]}_fewer_{fewer[2]}"
    if filled := _FILLED.fullmatch(statement):
        return f"has_{filled[1]}"
    return statement.rpartition(" in ")[2] if statement.startswith("for ") else "not_last"


def _tag(found: re.Match[str], opened: list[str]) -> str:
    printed, statement = found.groups()
    if printed:
        return f"{{{_flat(printed)}}}"
    if statement.startswith("end"):
        return f"{{/{opened.pop()}}}"
    opened.append(_name_of(statement))
    return f"{{#{opened[-1]}}}"


def _flat(expression: str) -> str:
    path = _CALL.match(expression)[1]
    return re.sub(r"^(row|item)\.", "", path).replace(".", "_")


def data(source: bytes, context: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data for the other notation, filters applied."""
    with zipfile.ZipFile(io.BytesIO(source)) as given:
        text = "".join(given.read(name).decode() for name in given.namelist() if "xml" in name)
    filters = {
        call[1]: (call[2], int(call[3] or 0))
        for printed, _ in _TAG.findall(text)
        if printed and (call := _CALL.match(printed)) and call[2]
    }
    made = _flattened(context, filters)
    for rows, count in re.findall(r"if (\w+)\|length &lt; (\d+)", text):
        made[f"{rows}_fewer_{count}"] = len(context[rows]) < int(count)
    for rows in re.findall(r"\{%p if (\w+) %\}", text):
        made[f"has_{rows}"] = bool(context[rows])
    return made


def _flattened(
    context: Mapping[str, Any], filters: Mapping[str, tuple[str, int]], before: str = ""
) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in context.items():
        path = f"{before}{key}"
        if isinstance(value, dict):
            inner = _flattened(value, filters, f"{path}.")
            made |= {f"{key}_{name}": one for name, one in inner.items()}
        elif isinstance(value, list):
            made[key] = [_row(row, filters, row is value[-1]) for row in value]
        else:
            name, count = filters.get(path, ("", 0))
            made[key] = FILTERS[name](value, count) if name else value
    return made


def _row(row: Any, filters: Mapping[str, tuple[str, int]], last: bool) -> Any:  # noqa: FBT001
    if not isinstance(row, dict):
        return row
    own = {
        path.partition(".")[2]: call
        for path, call in filters.items()
        if path.startswith(("row.", "item."))
    }
    filled = {f"has_{name}": bool(value) for name, value in row.items()}
    return _flattened(row, own) | filled | {"not_last": not last}
