"""`formkit template check`: every fault of a template at once."""

from __future__ import annotations

from collections.abc import Collection

from formkit.kernel.errors import TemplateError
from formkit.kernel.findings import Finding
from formkit.kernel.suggest import closest
from formkit.render.template import Source, examine, is_known


def check_template(source: Source, known: Collection[str], *, name: str = "") -> list[Finding]:
    """Return every fault of a template; an empty list says that it can be used.

    Args:
        source: a .docx or .xlsx: path, bytes, or a binary file that is open.
        known: the dotted names that the data has; rows as `issues[].due_on`.
        name: what messages call the template; by default the file's name.
    """
    try:
        _, engine, faults = examine(source, name)
    except TemplateError as error:
        return [error.finding()]
    for use in engine.uses:
        if not is_known(use.name, known):
            near = closest(use.name, known)
            hint = f"是否指「{near[0]}」?" if near else ""
            faults.add("FK-TPL-050", use.spot, name=use.name, hint=hint)
    return faults.found
