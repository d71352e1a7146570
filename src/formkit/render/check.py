"""`formkit template check`: every fault of a template at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from formkit.kernel.errors import TemplateError, fault
from formkit.kernel.findings import Finding, Level, Place
from formkit.kernel.suggest import closest
from formkit.render import picture_place
from formkit.render.blocks import NameUse
from formkit.render.compiled import CompiledTemplate, is_known
from formkit.render.place import Faults
from formkit.render.template import Source, examine
from formkit.render.wants import Asked, Want, example, misfit


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
    judge_names(engine.uses, known, faults)
    return faults.found


def judge_names(uses: Iterable[NameUse], known: Collection[str], faults: Faults) -> None:
    """Note every name that the data does not have, or that is not what its place wants."""
    for use in _with_columns(uses, known):
        if not is_known(use.name, known):
            near = closest(use.name, known)
            hint = f"是否指「{near[0]}」?" if near else ""
            faults.add("FK-TPL-050", use.spot, name=use.name, hint=hint)
        elif code := misfit(use.asked, known):
            inner = example(use.name, known)
            faults.add(code, use.spot, name=use.name, example=inner)


def note_pictures(template: CompiledTemplate) -> Finding:
    """Return the note that says which pictures a template prints."""
    shown = "、".join(map(picture_place.in_words, sorted(template.pictures)))
    place = Place(file=template.name)
    return fault("FK-PIC-006", place, level=Level.INFO, pictures=shown or "无")


def template_tags(source: Source, *, name: str = "") -> list[tuple[str, Place]]:
    """Return every dotted name that a template asks for, with its place, part by part.

    Raises:
        TemplateError: the file itself cannot be used.
    """
    package, engine, _ = examine(source, name)
    uses = ((use.name, use.spot.place(package.name)) for use in engine.uses)
    return list(dict.fromkeys(uses))


def _with_columns(uses: Iterable[NameUse], known: Collection[str]) -> Iterator[NameUse]:
    """Yield the names, and those of the columns that `join` takes of rows which have columns."""
    for use in uses:
        yield use
        if use.asked.column and any(one.startswith(f"{use.name}[].") for one in known):
            yield NameUse(Asked(f"{use.name}[].{use.asked.column}", Want.TEXT), use.spot)
