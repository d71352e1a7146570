"""The tags of the template language: what stands for a field, a blank, a loop."""

from __future__ import annotations

from formkit.layout.vocabulary import Blank, Field, Inline, Text


def tagged(content: Inline, scope: str = "", room: int = 0) -> str:
    """Return a text with its fields as template tags.

    Args:
        content: the text.
        scope: the loop variable that the fields hang on.
        room: how many half-width signs a line of the cell holds, for groups of options.
    """
    return "".join(_tag(part, scope, room) for part in content)


def repeated(each: str, content: Inline) -> str:
    """Return a text that is printed once per entry of a list, the entries set apart by 「;」."""
    return (
        f"{{% for item in {each} %}}{tagged(content, 'item')}"
        "{% if not loop.last %};{% endif %}{% endfor %}"
    )


def _tag(part: Text | Field | Blank, scope: str, room: int) -> str:
    if isinstance(part, Text):
        return part.text
    if isinstance(part, Blank):
        return "_" * part.length
    name = f"{scope}.{part.name}" if scope else part.name
    if part.options and room:
        return f"{{{{ {name}|fit({room}) }}}}"
    if part.before or part.after:
        return f"{{% if {name} %}}{part.before}{{{{ {name} }}}}{part.after}{{% endif %}}"
    return f"{{{{ {name}|line({part.blank}) }}}}" if part.blank else f"{{{{ {name} }}}}"


def loop(unit: str, each: str, scope: str) -> str:
    """Return the tag that begins one row (`tr`) or paragraph (`p`) per entry of a list."""
    return f"{{%{unit} for {scope} in {each} %}}"


def longer(unit: str, name: str, signs: int) -> str:
    """Return the tag of what is printed where a text has more signs than that."""
    return f"{{%{unit} if {name}|length > {signs} %}}"


def filler(unit: str, each: str, number: int) -> str:
    """Return the tag of the blank that stands in place of the entry `number` where it is absent."""
    return f"{{%{unit} if {each}|length < {number} %}}"
