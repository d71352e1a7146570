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
from formkit.render.sandbox import ENVIRONMENT, unprintable_sign
from formkit.render.syntax import Tag
from formkit.render.wants import Asked, Want, asked, is_flag, is_loop_fact, path_of

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
DEEPEST = 30  # steps from the whole expression to a name; the standard forms need 3
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
    """What a tag says: the names it asks for, and the loop variable it opens (or "")."""

    asked: tuple[Asked, ...] = ()
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
    read = _parsed(tag)
    if isinstance(read, Refusal):
        return Meaning(refusals=(read,))
    if isinstance(read, nodes.For):
        return _loop(read, scope)
    expression = read.test if isinstance(read, nodes.If) else _output(read)
    if expression is None:
        return Meaning(refusals=(Refusal("FK-TPL-032", tag.argument),))
    found = list(refusals(expression, scope))
    want = Want.ANY if tag.keyword else Want.PICTURE if tag.picture else Want.TEXT
    if not tag.keyword and is_flag(expression):
        found.append(Refusal("FK-TPL-033", "打印判断的结果"))
    return Meaning(tuple(asked(expression, scope, want)), tuple(found))


def _parsed(tag: Tag) -> nodes.Node | Refusal:
    """Return the statement that the tag alone makes."""
    try:
        (statement,) = ENVIRONMENT.parse(_statement(tag)).body
    except TemplateSyntaxError:
        return Refusal("FK-TPL-032", tag.argument)
    except RecursionError:  # Jinja reads brackets and `not` by calling itself
        return Refusal("FK-TPL-048")
    return Refusal("FK-TPL-048") if _depth(statement) > DEEPEST else statement


def _depth(tree: nodes.Node) -> int:
    """Return how many nodes stand inside each other, found without recursion."""
    deepest = 0
    waiting = [(tree, 0)]
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting += [(child, depth + 1) for child in node.iter_child_nodes()]
    return deepest


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
    refused = tuple(refusals(loop.iter, scope))
    return Meaning((Asked(path, Want.ROWS),), refused, variable, f"{path}[]")


def refusals(expression: nodes.Node, scope: Mapping[str, str]) -> Iterator[Refusal]:
    """Yield every construct of the expression that is not allowed."""
    if not isinstance(expression, _ALLOWED):
        word = _WORDS.get(type(expression), "运算")
        yield Refusal("FK-TPL-033", word)
        return
    yield from _own_refusals(expression, scope)
    if not is_loop_fact(expression, scope):
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
    elif isinstance(expression, nodes.Const):
        yield from _constant_refusals(expression.value)


def _constant_refusals(value: object) -> Iterator[Refusal]:
    if type(value) not in (str, int):
        yield Refusal("FK-TPL-033", str(value))
    elif sign := unprintable_sign(str(value)):
        yield Refusal("FK-TPL-047", sign)


def _access_refusals(
    access: nodes.Getattr | nodes.Getitem, scope: Mapping[str, str]
) -> Iterator[Refusal]:
    if is_loop_fact(access, scope):
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
