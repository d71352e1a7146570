"""The empty YAML data file: every field with its label, from when it is needed, what it may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from formkit.intake.guide import required_word
from formkit.intake.shape import Field, Kind, Shape
from formkit.intake.validation import choices_of
from formkit.kernel.files import write_durably
from formkit.kernel.i18n import _


def write_yaml(path: Path, shape: Shape) -> None:
    """Write the skeleton; raises OutputError where the file cannot be written."""
    write_durably(path, skeleton_text(shape).encode())


def skeleton_text(shape: Shape) -> str:
    """Return the skeleton: one record, every value empty; it can be read back as it is."""
    lines = [
        f"# {shape.title}({shape.slug})",
        "# " + _("在冒号后空一格填写;空着的字段等于没有填。多条记录时用 --- 隔开。"),
        "# " + _("号码按原样填写,不会变成数字。日期写 2026-09-01,时间写 2026-09-01 9:30。"),
        "",
        *_fields(shape.fields, ""),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _fields(fields: Sequence[Field], indent: str) -> Iterator[str]:
    for field in fields:
        yield from _comment(field, indent)
        nested = bool(field.children) and field.kind in (Kind.OBJECT, Kind.ROWS)
        yield f"{indent}{field.name}:"
        if field.kind is Kind.ROWS:
            yield from _row(field.children, indent)
        elif nested:
            yield from _fields(field.children, indent + "  ")
        if not indent:
            yield ""


def _row(children: Sequence[Field], indent: str) -> Iterator[str]:
    """Yield one row, commented out: an empty row would be a row with everything missing."""
    before = "- "
    for line in _fields(children, ""):
        if line:
            yield f"{indent}#  {before if not line.startswith('#') else '  '}{line}"
            if not line.startswith("#"):
                before = "  "


def _comment(field: Field, indent: str) -> Iterator[str]:
    needed = required_word(field)
    head = field.label + (_("({when}必填)").format(when=needed) if needed else "")
    parts = [head]
    if field.hint:
        parts.append(field.hint)
    choices = choices_of(field)
    if choices:
        parts.append(_("可选:{choices}").format(choices="、".join(choices)))
    if field.example:
        parts.append(_("例:{example}").format(example=field.example))
    if field.kind in (Kind.TEXTS, Kind.CHOICES, Kind.PEOPLE):
        parts.append(_("几项时每项一行,以「- 」开头"))
    if field.kind is Kind.ROWS:
        parts.append(_("每行以「- 」开头,去掉 # 填写"))
    text = ";".join(part for part in parts if part)
    yield from (f"{indent}# {line}" for line in text.splitlines())
