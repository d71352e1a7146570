"""Which pictures a trusted template asks the data for, read off its syntax tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from jinja2 import nodes

from formkit.render import picture_place
from formkit.render.trusted.pictures import ASK
from formkit.render.wants import Asked, Want, asked, path_of

Scope = dict[str, str]  # what names of the template stand for


class Named(NamedTuple):
    """A name of a picture: the box that asks for it (0: it is printed as a text), the line."""

    box: int
    asked: Asked
    line: int


def named(tree: nodes.Template) -> list[Named]:
    """Return the names of pictures that a part asks for, whole: rows as `photo_rows[].picture`."""
    return list(_inside(tree, {}))


def _inside(node: nodes.Node, scope: Scope) -> Iterator[Named]:
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.For):
            yield from _inside(child, {**scope, **_bound(child.target, child.iter, scope, "[]")})
        elif isinstance(child, nodes.Assign):
            scope |= _bound(child.target, child.node, scope, "")
        elif isinstance(child, nodes.Call) and path_of(child.node, {}) == ASK:
            box, value = child.args
            for one in asked(value, scope, Want.PICTURE):
                yield Named(box.as_const(), one, child.lineno)
        else:
            path = path_of(child, scope) if isinstance(node, nodes.Output) else None
            if path and picture_place.is_picture(path):
                yield Named(0, Asked(path, Want.TEXT), child.lineno)
            yield from _inside(child, scope)


def _bound(target: nodes.Node, value: nodes.Node, scope: Scope, ending: str) -> Scope:
    """Return what a name stands for that is given a value; its own name where that is no path."""
    if not isinstance(target, nodes.Name):
        return {}
    path = path_of(value, scope)
    return {target.name: target.name if path is None else path + ending}
