"""`formkit template check --trusted`: what is wrong with a trusted template, and what is slow."""

from __future__ import annotations

from collections.abc import Collection

from formkit.kernel.errors import TemplateError
from formkit.kernel.findings import Finding, Level
from formkit.kernel.suggest import closest
from formkit.ooxml.limits import TRUSTED
from formkit.ooxml.sniff import FileKind
from formkit.render import picture_place
from formkit.render.check import judge_names, note_pictures
from formkit.render.place import Faults, Spot, TemplateRefused
from formkit.render.template import Source, opened
from formkit.render.trusted.template import TrustedTemplate


def check_trusted(source: Source, known: Collection[str], *, name: str = "") -> list[Finding]:
    """Return what is to be said of a trusted template; an error says that it cannot be used.

    Names that the data does not have are warnings, because docxtpl prints nothing for them; those
    of pictures are errors. Notes say which pictures are printed, what is not compared, and what
    docxtpl does for every document.

    Args:
        source: a .docx: path, bytes, or a binary file that is open.
        known: the dotted names that the data has; rows as `issues[].due_on`.
        name: what messages call the template; by default the file's name.
    """
    try:
        package = opened(source, name, TRUSTED)
        faults = Faults(package.name)
        if package.kind is not FileKind.DOCX:
            faults.add("FK-TPL-091", Spot())
            return faults.found
        template = TrustedTemplate(package, autoescape=True, jinja_env=None)
    except TemplateRefused as refused:
        return list(refused.findings)
    except TemplateError as error:
        return [error.finding()]
    judge_names(template.boxes, known, faults)
    for use in template.as_texts:
        faults.add("FK-PIC-007", use.spot, level=Level.WARNING, name=use.name)
    for said, label in template.no_boxes:
        near = closest(said, [one for one in known if picture_place.is_picture(one)])
        hint = f"是否指「{near[0]}」?" if near else ""
        faults.add("FK-PIC-008", Spot(label), level=Level.WARNING, name=said, hint=hint)
    for unknown in template.unknown(known):
        near = closest(unknown, known)
        hint = f"是否指「{near[0]}」?" if near else ""
        faults.add("FK-TPL-050", Spot(), level=Level.WARNING, name=unknown, hint=hint)
    faults.found.append(note_pictures(template))
    faults.add("FK-TPL-098", Spot(), level=Level.INFO)
    for label in template.always_finished:
        faults.add("FK-TPL-099", Spot(label), level=Level.INFO)
    return faults.found
