"""What a tag asks of the data: every name, and what must stand under it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from jinja2 import nodes


class Want(Enum):
    """What the place of a name in its tag demands of the value."""

    ANY = auto()  # a condition: everything is full or empty
    TEXT = auto()  # what can be printed, or compared with a text
    PICTURE = auto()  # a text, the key of a picture
    ROWS = auto()  # what a loop goes over
    COUNTED = auto()  # rows, or the signs of a text
    NUMBER = auto()  # what is compared with a number


@dataclass(frozen=True, slots=True)
class Asked:
    """A dotted name; `column` is what is taken of each of its rows."""

    name: str
    want: Want
    column: str = ""


_OF_FILTERS = {"length": Want.COUNTED, "join": Want.ROWS}
_FLAGS = (nodes.Not, nodes.Compare, nodes.Test)
_JOINED = "text"  # the column that `join` takes where none is named


def path_of(expression: nodes.Node, scope: Mapping[str, str]) -> str | None:
    """Return the dotted name that an expression stands for; None where it is not a name."""
    if isinstance(expression, nodes.Name):
        return scope.get(expression.name, expression.name)
    if not isinstance(expression, nodes.Getattr | nodes.Getitem):
        return None
    before = path_of(expression.node, scope)
    if before is None:
        return None
    if isinstance(expression, nodes.Getattr):
        return f"{before}.{expression.attr}"
    key = expression.arg.value if isinstance(expression.arg, nodes.Const) else None
    if isinstance(key, str):
        return f"{before}.{key}"
    return f"{before}[]" if type(key) is int and key >= 0 else None


def is_loop_fact(expression: nodes.Node, scope: Mapping[str, str]) -> bool:
    """Return whether the expression is `loop.index` or the like, inside a loop."""
    return (
        isinstance(expression, nodes.Getattr)
        and isinstance(expression.node, nodes.Name)
        and expression.node.name == "loop"
        and bool(scope)
    )


def asked(
    expression: nodes.Node, scope: Mapping[str, str], want: Want = Want.TEXT
) -> Iterator[Asked]:
    """Yield the names that an expression asks the data for, each whole, with what they must be."""
    path = path_of(expression, scope)
    if is_loop_fact(expression, scope):
        return
    if path is not None:
        yield Asked(path, want)
    elif isinstance(expression, nodes.Filter) and expression.node is not None:
        yield from _filtered(expression, expression.node, scope, want)
    elif isinstance(expression, nodes.Compare):
        yield from _compared(expression, scope)
    else:
        inner = _inner_want(expression, want)
        for child in expression.iter_child_nodes():
            yield from asked(child, scope, inner)


def _inner_want(expression: nodes.Node, want: Want) -> Want:
    if isinstance(expression, nodes.Test):
        return Want.ANY if expression.name == "defined" else Want.NUMBER
    return Want.ANY if isinstance(expression, nodes.Not) else want


def _filtered(
    applied: nodes.Filter, value: nodes.Expr, scope: Mapping[str, str], want: Want
) -> Iterator[Asked]:
    if applied.name != "join":
        inner = want if applied.name == "default" else _OF_FILTERS.get(applied.name, Want.TEXT)
        yield from asked(value, scope, inner)
        return
    constants = [argument.value for argument in applied.args if isinstance(argument, nodes.Const)]
    column = str(constants[1]) if len(constants) > 1 else _JOINED
    for one in asked(value, scope, Want.ROWS):
        yield Asked(one.name, one.want, column)


def _compared(comparison: nodes.Compare, scope: Mapping[str, str]) -> Iterator[Asked]:
    operands = [comparison.expr, *(operand.expr for operand in comparison.ops)]
    want = Want.NUMBER if any(_is_number(one, scope) for one in operands) else Want.TEXT
    yield from asked(comparison.expr, scope, want)
    for operand in comparison.ops:
        member = operand.op in ("in", "notin")
        yield from asked(operand.expr, scope, Want.COUNTED if member else want)


def _is_number(expression: nodes.Node, scope: Mapping[str, str]) -> bool:
    if isinstance(expression, nodes.Const):
        return type(expression.value) is int
    if isinstance(expression, nodes.Filter):
        return expression.name == "length"
    return is_loop_fact(expression, scope)


def is_flag(expression: nodes.Node) -> bool:
    """Return whether the expression may give yes or no, which nobody can print."""
    if isinstance(expression, nodes.And | nodes.Or):
        return is_flag(expression.left) or is_flag(expression.right)
    if isinstance(expression, nodes.Filter) and expression.node is not None:
        return is_flag(expression.node)
    return isinstance(expression, _FLAGS)


def example(name: str, known: Collection[str]) -> str:
    """Return the first name below this one: what may have been meant; empty where none is."""
    return min((one for one in known if one.startswith((f"{name}.", f"{name}[]."))), default="")


def misfit(use: Asked, known: Collection[str]) -> str:
    """Return the code of what a known name is not; empty where it is what the tag wants."""
    is_rows = any(one.startswith(f"{use.name}[]") for one in known)
    is_group = not is_rows and any(one.startswith(f"{use.name}.") for one in known)
    if use.want is Want.ROWS:
        return "" if is_rows else "FK-TPL-054"
    if is_group and use.want is not Want.ANY:
        return "FK-TPL-052"
    if is_rows and use.want in (Want.TEXT, Want.PICTURE, Want.NUMBER):
        return "FK-TPL-053"
    return "FK-TPL-055" if use.want is Want.NUMBER else ""
