"""The default view: a record as the strings, rows and option groups that a template prints."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

from formkit.intake.shape import Kind
from formkit.kernel import marks
from formkit.kernel.canonical import canonical
from formkit.rules.scoring_policy import DEFAULTS, ScoringPolicy
from formkit.schemas.anatomy import parts
from formkit.schemas.entry import Doubt, Entry
from formkit.schemas.printed import Manner, View, left_blank, printed
from formkit.schemas.record import Record

_COUNTED = "〇一二三四五六七八九十"
_ANOTHER_KEEPER = "______留存"  # a copy more than the form has keepers: its own is written by hand


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture to be printed: its key, and what stands under it."""

    picture: str
    caption: str


@dataclass(frozen=True, slots=True)
class PrintFacts:
    """What is printed around a record's own data.

    keepers: who keeps the copies, in order. copy: which of them this sheet is (1 is the first);
    None: one sheet for all, each keeper behind a box. marks: `boxed` (☑) or `tick` (√, R7 注④).
    mask: whether the complainant of a confidential record is masked.
    surveys: folders of question banks, the company's own first; formkit's stands behind them.
    scores: points by scale and option (rules), for the figures a survey leaves blank; none: blank.
    scoring: how the company scores surveys.
    logo: the key of the company's logo; empty: none is printed. photos: those of the attachments.
    charts: those that the record draws of its figures.
    """

    title: str = ""
    number: str = ""
    unit: str = ""
    form_no: str = ""
    revision: int = 1
    keepers: Sequence[str] = ()
    copy: int | None = None
    marks: marks.Style = "boxed"
    mask: bool = True
    company: Mapping[str, Any] = field(default_factory=dict)
    surveys: tuple[Path, ...] = ()
    scores: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)
    scoring: ScoringPolicy = DEFAULTS
    logo: str = ""
    photos: tuple[Shot, ...] = ()
    charts: tuple[Shot, ...] = ()


def view_of(record: Record, facts: PrintFacts) -> View:
    """Return all that a template may print of the record, under the names of the model.

    Conventions: docs/architecture.md, schemas. Nothing is None; what is absent is a blank.
    """
    masked = facts.mask and bool(getattr(record, "confidential", None))
    view = printed(type(record), record, Manner(facts.marks, masked=masked))
    view["form"] = _form(record, facts)
    view["photo_rows"] = photo_rows(facts.photos)
    return view


def numbered(view: View, record: Record, facts: PrintFacts) -> View:
    """Return a record's view under its number: `view_of(record, facts)`, sooner.

    Args:
        view: the same record's, made with other numbers and photographs.
        record: the record.
        facts: what is printed around it now.
    """
    head = {"record_no": record.record_no or "", "form": _form(record, facts)}
    return view | head | {"photo_rows": photo_rows(facts.photos)}


def without(view: View, model: type[Record], names: Collection[str], facts: PrintFacts) -> View:
    """Return a view as it would be without these fields of the record: `view_of`, sooner."""
    return view | left_blank(model, names, Manner(facts.marks))


def photo_rows(photos: Sequence[Shot]) -> list[View]:
    """Return photographs two by two: rows with `left` and `right`, each `picture` and `caption`.

    Of an odd number the last `right` is empty.
    """
    shown = [{"picture": one.picture, "caption": one.caption} for one in photos]
    shown += [{"picture": "", "caption": ""}] * (len(shown) % 2)
    pairs = zip(shown[::2], shown[1::2], strict=True)
    return [
        {"index": str(index), "left": left, "right": right}
        for index, (left, right) in enumerate(pairs, start=1)
    ]


def blank_view(
    model: type[Record],
    facts: PrintFacts,
    rows: Mapping[str, int] | None = None,
    *,
    given: Record | None = None,
) -> View:
    """Return the view of a form to fill in by hand: `rows` blank rows for each named table.

    `given` holds what is printed on the blank already: standard texts, a value asked for.
    """
    view = view_of(given or model(), facts)
    for name, count in (rows or {}).items():
        view[name] = blank_rows(model, name, facts, count)
    return view


def blank_rows(model: type[Entry], name: str, facts: PrintFacts, count: int) -> list[View]:
    """Return blank rows of a table, of people or of a list of texts, numbered from 1."""
    part = next(one for one in parts(model) if one.name == name.removesuffix("_rows"))
    manner = Manner(facts.marks)
    blank = {"text": ""} if part.model is None else printed(part.model, None, manner)
    return [{"index": str(index), **blank} for index in range(1, count + 1)]


def fingerprint(view: View) -> str:
    """Return the sha256 of all that is printed; equal views are the same sheet of paper."""
    return sha256(canonical(view).encode("utf-8", "surrogatepass")).hexdigest()


def printed_paths(model: type[Entry]) -> tuple[str, ...]:
    """Return the view's names that must stand on the form, so that nothing typed is lost.

    The columns of a table are `issues[].location`. Left out are signing facts and what `form.`
    prints (number, unit, copies).
    """
    return tuple(_printed(model, ""))


def unprinted(model: type[Entry], names: Collection[str]) -> tuple[str, ...]:
    """Return the paths of `printed_paths` that a template with these names does not print.

    A value counts as printed in any of its shapes: `visit_type` as `visit_type_text`, people by
    `visitors_rows[].name`.
    """

    def stands(path: str) -> bool:
        shapes = (path, f"{path}_text", f"{path}_capital", f"{path}_rows", f"{path}_parts")
        inside = tuple(f"{shape}{mark}" for shape in shapes for mark in (".", "[]"))
        return any(name in shapes or name.startswith(inside) for name in names)

    return tuple(path for path in printed_paths(model) if not stands(path))


def _printed(model: type[Entry], path: str) -> Iterator[str]:
    for part in parts(model):
        here, shown = f"{path}{part.name}", part.about.on_form
        inside = f"{here}[]" if part.kind is Kind.ROWS else here
        if shown is not None and part.kind is Kind.PERSON:
            yield from (f"{here}_parts.{name}" for name in shown)
        elif shown is not None:
            yield from (f"{inside}.{name}" for name in shown)
        elif part.kind in (Kind.OBJECT, Kind.ROWS) and part.model is not None:
            yield from _printed(part.model, f"{inside}.")
        else:
            yield here


def _form(record: Record, facts: PrintFacts) -> View:
    return {
        "title": facts.title,
        "number": facts.number or record.record_no or "",
        "unit": record.issuing_unit or facts.unit,
        "department": record.issuing_dept or "",
        "form_no": record.form_no or facts.form_no,
        "form_version": record.form_version or "",
        "revision_mark": f"第{facts.revision}版" if facts.revision > 1 else "",
        "copy_mark": copy_mark(facts.keepers, facts.copy, copies=record.copies),
        "logo": facts.logo,
        "qr": "",  # put in when it is printed: it says the fingerprint of all the rest
    }


def copy_mark(keepers: Sequence[str], copy: int | None = None, *, copies: int | None = None) -> str:
    """Return `一式二份 □建设单位留存 □施工单位留存`, or `一式二份 第1份 建设单位留存` of one copy.

    A form with a single copy names its keeper only; without keepers nothing is printed.

    Args:
        keepers: who keeps the form's copies, in order.
        copy: which copy this sheet is; None: one sheet for all.
        copies: how many the record asks for. More than keepers leave `□______留存` to write in;
            fewer are not followed, for each keeper has a right to one (FK-REC-034 tells).
    """
    total = max(len(keepers), copies or 0)
    if total <= 1:
        return "".join(keepers)
    count = _COUNTED[total] if total < len(_COUNTED) else str(total)
    if copy is not None:
        keeper = keepers[copy - 1] if copy <= len(keepers) else _ANOTHER_KEEPER
        return f"一式{count}份 第{copy}份 {keeper}"
    named = [*keepers, *([_ANOTHER_KEEPER] if total > len(keepers) else ())]
    return f"一式{count}份 {marks.option_group(named, None)}"


def doubted_copies(record: Record, keepers: Sequence[str]) -> Iterator[Doubt]:
    """Yield the number of copies that a record asks for where the form has more keepers."""
    if record.copies is not None and record.copies < len(keepers):
        said = {"copies": record.copies, "count": len(keepers), "keepers": "、".join(keepers)}
        yield Doubt("copies", "FK-REC-034", said)


__all__ = [
    "PrintFacts",
    "View",
    "blank_rows",
    "blank_view",
    "copy_mark",
    "doubted_copies",
    "fingerprint",
    "numbered",
    "printed_paths",
    "unprinted",
    "view_of",
    "without",
]
