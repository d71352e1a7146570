"""What a tag may say: names, one loop, one condition, a few filters; everything else is refused.

The allow-list is checked twice: on each tag, for a message with its place, and on the whole source
that is compiled, so that nothing can slip between two ways of reading a text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError

from formkit.render.filters import FILTERS, INTERNAL, arguments_fit
from formkit.render.sandbox import ENVIRONMENT
from formkit.render.syntax import Tag

TESTS = frozenset({"defined", "odd", "even"})
LOOP_FACTS = frozenset({"index", "first", "last"})
_ALLOWED = (
    nodes.Name,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Const,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Filter,
    nodes.Test,
)
_STATEMENTS = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If)
_WORDS: dict[type[nodes.Node], str] = {
    nodes.Call: "调用函数",
    nodes.CondExpr: "行内判断",
    nodes.Concat: "拼接",
    nodes.Slice: "切片",
    nodes.List: "列表",
    nodes.Tuple: "并列",
    nodes.Dict: "字典",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an expression is refused: the code of its sentence, the word concerned, candidates."""

    code: str
    word: str = ""
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a tag says: the dotted names it asks for, and the loop variable it opens (or "")."""

    names: tuple[str, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    variable: str = ""
    rows: str = ""  # what the variable stands for, e.g. `issues[]`


def understand(tag: Tag, scope: Mapping[str, str]) -> Meaning:
    """Return the meaning of one tag.

    Args:
        tag: the tag.
        scope: the loop variables in force: variable → the rows it stands for (`issues[]`).
    """
    if tag.keyword in ("else", "endif", "endfor"):
        refused = (Refusal("FK-TPL-032", tag.argument),) if tag.argument else ()
        return Meaning(refusals=refused)
    try:
        tree = ENVIRONMENT.parse(_statement(tag))
    except TemplateSyntaxError:
        return Meaning(refusals=(Refusal("FK-TPL-032", tag.argument),))
    (statement,) = tree.body
    if isinstance(statement, nodes.For):
        return _loop(statement, scope)
    expression = statement.test if isinstance(statement, nodes.If) else _output(statement)
    if expression is None:
        return Meaning(refusals=(Refusal("FK-TPL-032", tag.argument),))
    return Meaning(tuple(paths(expression, scope)), tuple(refusals(expression, scope)))


def _statement(tag: Tag) -> str:
    if not tag.keyword:
        return "{{ " + tag.argument + " }}"
    if tag.keyword == "for":
        return "{% for " + tag.argument + " %}{% endfor %}"
    return "{% if " + tag.argument + " %}{% endif %}"


def _output(statement: nodes.Node) -> nodes.Expr | None:
    return statement.nodes[0] if isinstance(statement, nodes.Output) and statement.nodes else None


def _loop(loop: nodes.For, scope: Mapping[str, str]) -> Meaning:
    path = path_of(loop.iter, scope)
    plain = isinstance(loop.target, nodes.Name) and not (loop.test or loop.recursive or loop.else_)
    if not plain or path is None:
        return Meaning(refusals=(Refusal("FK-TPL-039"), *refusals(loop.iter, scope)))
    variable = str(loop.target.name)  # type: ignore[attr-defined]  # `plain` says it is a Name
    if variable.startswith("_") or variable == "loop":
        return Meaning(refusals=(Refusal("FK-TPL-034", variable),))
    return Meaning((path,), tuple(refusals(loop.iter, scope)), variable, f"{path}[]")


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


def _is_loop_fact(expression: nodes.Node, scope: Mapping[str, str]) -> bool:
    return (
        isinstance(expression, nodes.Getattr)
        and isinstance(expression.node, nodes.Name)
        and expression.node.name == "loop"
        and bool(scope)
    )


def paths(expression: nodes.Node, scope: Mapping[str, str]) -> Iterator[str]:
    """Yield the dotted names that an expression asks the data for, each whole."""
    if _is_loop_fact(expression, scope):
        return
    path = path_of(expression, scope)
    if path is not None:
        yield path
        return
    for child in expression.iter_child_nodes():
        yield from paths(child, scope)


def refusals(expression: nodes.Node, scope: Mapping[str, str]) -> Iterator[Refusal]:
    """Yield every construct of the expression that is not allowed."""
    if not isinstance(expression, _ALLOWED):
        word = _WORDS.get(type(expression), "运算")
        yield Refusal("FK-TPL-033", word)
        return
    yield from _own_refusals(expression, scope)
    if not _is_loop_fact(expression, scope):
        for child in expression.iter_child_nodes():
            yield from refusals(child, scope)


def _own_refusals(expression: nodes.Node, scope: Mapping[str, str]) -> Iterator[Refusal]:
    if isinstance(expression, nodes.Name):
        if expression.name.startswith("_"):
            yield Refusal("FK-TPL-034", expression.name)
        elif expression.name == "loop":
            yield Refusal("FK-TPL-038", expression.name)
    elif isinstance(expression, nodes.Getattr | nodes.Getitem):
        yield from _access_refusals(expression, scope)
    elif isinstance(expression, nodes.Filter):
        yield from _filter_refusals(expression)
    elif isinstance(expression, nodes.Test):
        if expression.name not in TESTS or expression.args or expression.kwargs:
            yield Refusal("FK-TPL-037", expression.name, tuple(sorted(TESTS)))
    elif isinstance(expression, nodes.Const) and type(expression.value) not in (str, int):
        yield Refusal("FK-TPL-033", str(expression.value))


def _access_refusals(
    access: nodes.Getattr | nodes.Getitem, scope: Mapping[str, str]
) -> Iterator[Refusal]:
    if _is_loop_fact(access, scope):
        fact = str(access.attr)  # type: ignore[union-attr]  # a loop fact is a Getattr
        if fact not in LOOP_FACTS:
            yield Refusal("FK-TPL-038", f"loop.{fact}")
        return
    path = path_of(access, scope)
    if path is None:
        yield Refusal("FK-TPL-033", "取下标")
    elif path.rpartition(".")[2].startswith("_"):
        yield Refusal("FK-TPL-034", path.rpartition(".")[2])


def _filter_refusals(applied: nodes.Filter) -> Iterator[Refusal]:
    if applied.name not in FILTERS:
        yield Refusal("FK-TPL-035", applied.name, tuple(FILTERS))
        return
    constants = [arg.value for arg in applied.args if isinstance(arg, nodes.Const)]
    extra = applied.kwargs or applied.dyn_args or applied.dyn_kwargs or applied.node is None
    if extra or len(constants) != len(applied.args) or not arguments_fit(applied.name, constants):
        yield Refusal("FK-TPL-036", applied.name)


def forbidden(tree: nodes.Template) -> bool:
    """Return whether a whole source, as it will be compiled, holds anything but the allowed."""
    for node in (tree, *tree.find_all(nodes.Node)):
        if not isinstance(node, (*_ALLOWED, *_STATEMENTS)):
            return True
        if isinstance(node, nodes.Filter) and node.name not in {*FILTERS, *INTERNAL}:
            return True
        if isinstance(node, nodes.Name | nodes.Getattr):
            name = node.name if isinstance(node, nodes.Name) else node.attr
            if name.startswith("_"):
                return True
    return False
