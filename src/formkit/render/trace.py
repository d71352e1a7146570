"""The tags of a part as one Python function: what they print for some data, and which way they go.

Jinja stays the reference. What is generated here holds only the happy case: where data lacks a name
or a value is of the wrong kind, the function gives up, and the reference says what is wrong and
where. What it gives is compared with the reference for the first document of every way
(`shapes`), and in the tests for every construct of the language.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from jinja2 import nodes
from jinja2.exceptions import TemplateError

from formkit.render.sandbox import ENVIRONMENT, Unprintable, printable, rows

Way: TypeAlias = tuple[int, ...]  # rows of each loop and branch of each condition, as they came
_COMPARISONS = {
    "eq": "==",
    "ne": "!=",
    "gt": ">",
    "gteq": ">=",
    "lt": "<",
    "lteq": "<=",
    "in": "in",
    "notin": "not in",
}
_PATHS = (nodes.Name, nodes.Getattr, nodes.Getitem)
_GIVEN_UP = (LookupError, TypeError, AttributeError, ValueError, ArithmeticError, Unprintable)


class Untraceable(Exception):
    """The tags hold a construct for which only the reference knows what it means."""


class Trace:
    """What a sequence of tags does, without the text around them.

    Args:
        source: the Jinja source of the tags alone (`program.written`), already judged.

    Raises:
        Untraceable: it holds a construct that is not translated.
    """

    def __init__(self, source: str) -> None:
        try:
            tree = ENVIRONMENT.parse(source)
        except (TemplateError, RecursionError) as error:
            raise Untraceable from error
        self._follow = _function(tree, numbers=False)
        self._count = _function(tree, numbers=True)

    def follow(self, context: Mapping[str, Any]) -> tuple[Way, list[str]] | None:
        """Return the way that the data takes and every printed value in the order of the tags.

        None: the data is not what the tags ask for, in a way that only the reference can tell.
        """
        way: list[int] = []
        values: list[str] = []
        try:
            self._follow(context, way, values)
        except _GIVEN_UP:
            return None
        return tuple(way), values

    def numbers(self, context: Mapping[str, Any]) -> list[int]:
        """Return the numbers of the tags that print, in the same order as their values."""
        found: list[int] = []
        self._count(context, [], found)
        return found


def traced(source: str) -> Trace | None:
    """Return the function of a part's tags; None where only the reference knows what they mean."""
    try:
        return Trace(source)
    except Untraceable:
        return None


def _function(tree: nodes.Template, *, numbers: bool) -> Callable[..., None]:
    lines = ["def follow(data, way, out):", *_Writer(numbers=numbers).body(tree.body, 1)]
    scope: dict[str, Any] = {"__builtins__": {}} | _NAMES
    exec(compile("\n".join(lines), "<trace>", "exec"), scope)  # noqa: S102 - of the allow-list only, names quoted
    made: Callable[..., None] = scope["follow"]
    return made


def _item(value: Any, position: int) -> Any:
    """Return one row of a list; a text has no rows."""
    if type(value) is not list:
        raise TypeError(type(value).__name__)
    return value[position]


def _defined(look: Callable[[], object]) -> bool:
    try:
        look()
    except (LookupError, TypeError):
        return False
    return True


_NAMES: dict[str, Any] = {
    "type": type,
    "str": str,
    "len": len,
    "enumerate": enumerate,
    "shown": printable,
    "rows": rows,
    "item": _item,
    "defined": _defined,
    **{f"filter_{name}": used for name, used in ENVIRONMENT.filters.items()},
    **{f"test_{name}": used for name, used in ENVIRONMENT.tests.items()},
}


class _Writer:
    """Writes the lines of the function. `numbers`: tags say their numbers, not their values."""

    def __init__(self, *, numbers: bool) -> None:
        self._numbers = numbers
        self._scope: dict[str, str] = {}  # loop variables in force → local names
        self._loop = ""  # the number of the innermost loop
        self._counter = itertools.count(1)
        self._written: tuple[tuple[Any, Callable[[Any], str]], ...] = (
            (nodes.Const, lambda node: repr(_constant(node))),
            (_PATHS, self._path),
            (nodes.Filter, self._filtered),
            (nodes.Test, self._tested),
            (nodes.Compare, self._compared),
            (nodes.Not, self._not),
            ((nodes.And, nodes.Or), self._joined),
        )

    def body(self, statements: Iterable[nodes.Node], depth: int) -> Iterator[str]:
        """Yield the lines of some statements."""
        indent = "    " * depth
        yield f"{indent}pass"
        for statement in statements:
            if isinstance(statement, nodes.Output):
                printed = "".join(f"{self._printed(one)}, " for one in _tags(statement))
                if printed:
                    yield f"{indent}out += ({printed})"
            elif isinstance(statement, nodes.For):
                yield from self._repeated(statement, depth)
            elif isinstance(statement, nodes.If):
                yield from self._branches(statement, depth)
            else:
                raise Untraceable(type(statement).__name__)

    def _printed(self, tag: nodes.Filter) -> str:
        if self._numbers:
            return str(int(_constant(tag.args[0])))
        value = self.expression(tag.node)
        return f"x if type(x := {value}) is str else shown(x)"

    def _repeated(self, loop: nodes.For, depth: int) -> Iterator[str]:
        if not isinstance(loop.target, nodes.Name) or loop.else_ or loop.test:
            raise Untraceable("for")
        indent = "    " * depth
        number = str(next(self._counter))
        yield f"{indent}r{number} = {self.expression(loop.iter)}"
        yield f"{indent}way.append(len(r{number}))"
        yield f"{indent}for i{number}, v{number} in enumerate(r{number}, 1):"
        outer = self._scope, self._loop
        self._scope = {**self._scope, loop.target.name: f"v{number}"}
        self._loop = number
        yield from self.body(loop.body, depth + 1)
        self._scope, self._loop = outer

    def _branches(self, condition: nodes.If, depth: int) -> Iterator[str]:
        indent = "    " * depth
        word = "if"
        for number, branch in enumerate((condition, *condition.elif_)):
            yield f"{indent}{word} {self.expression(branch.test)}:"
            yield f"{indent}    way.append({number})"
            yield from self.body(branch.body, depth + 1)
            word = "elif"
        yield f"{indent}else:"
        yield f"{indent}    way.append(-1)"
        yield from self.body(condition.else_, depth + 1)

    def expression(self, node: nodes.Node | None) -> str:
        """Return an expression of the allow-list in Python."""
        for kinds, write in self._written:
            if isinstance(node, kinds):
                return write(node)
        raise Untraceable(type(node).__name__)

    def _compared(self, node: nodes.Compare) -> str:
        others = "".join(f" {_COMPARISONS[one.op]} {self.expression(one.expr)}" for one in node.ops)
        return f"({self.expression(node.expr)}{others})"

    def _not(self, node: nodes.Not) -> str:
        return f"(not {self.expression(node.node)})"

    def _joined(self, node: nodes.And | nodes.Or) -> str:
        word = "and" if isinstance(node, nodes.And) else "or"
        return f"({self.expression(node.left)} {word} {self.expression(node.right)})"

    def _path(self, node: nodes.Name | nodes.Getattr | nodes.Getitem) -> str:
        if isinstance(node, nodes.Name):
            return self._scope.get(node.name) or f"data[{node.name!r}]"
        if isinstance(node, nodes.Getitem):
            key = _constant(node.arg)
            inner = self.expression(node.node)
            return f"item({inner}, {key})" if type(key) is int else f"{inner}[{key!r}]"
        if isinstance(node.node, nodes.Name) and node.node.name == "loop" and self._loop:
            return self._loop_fact(node.attr)
        return f"{self.expression(node.node)}[{node.attr!r}]"

    def _loop_fact(self, name: str) -> str:
        facts = {
            "index": f"i{self._loop}",
            "first": f"(i{self._loop} == 1)",
            "last": f"(i{self._loop} == len(r{self._loop}))",
        }
        if name not in facts:
            raise Untraceable(name)
        return facts[name]

    def _filtered(self, applied: nodes.Filter) -> str:
        inner = self.expression(applied.node)
        if applied.name == "fk_rows":
            return f"rows({inner})"
        arguments = "".join(f", {_constant(one)!r}" for one in applied.args)
        return f"filter_{applied.name}({inner}{arguments})"

    def _tested(self, asked: nodes.Test) -> str:
        inner = self.expression(asked.node)
        if asked.name != "defined":
            return f"test_{asked.name}({inner})"
        if not isinstance(asked.node, _PATHS):
            raise Untraceable("defined")
        return f"defined(lambda: {inner})"


def _tags(output: nodes.Output) -> Iterator[nodes.Filter]:
    for one in output.nodes:
        if isinstance(one, nodes.Filter) and one.name == "fk_print":
            yield one
        elif not isinstance(one, nodes.TemplateData):
            raise Untraceable("output")


def _constant(node: nodes.Node | None) -> Any:
    if not isinstance(node, nodes.Const) or type(node.value) not in (str, int):
        raise Untraceable("constant")
    return node.value
