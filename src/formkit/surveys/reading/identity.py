"""Which survey a returned workbook says it is, in up to three places, and whether they agree (T04).

`_meta` (hidden sheet), the file's own properties, and the defined name `_fk_tpl` were written with
the same particulars; a program that saves the file may drop any of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from formkit.kernel.errors import InputUnreadable, fault
from formkit.kernel.findings import Finding, Level, Place
from formkit.kernel.text import shown
from formkit.ooxml.cells import PropertiesScan
from formkit.surveys import anchors
from formkit.surveys.reading.grid import Book
from formkit.surveys.reply import NUMBER, Claim

_LABELS = {
    "form_version": "版次",
    "survey_no": "编号",
    "bank_digest": "题库",
    "_fk_tpl": "版次和题库",
}
_SHOWN_DIGEST = 12  # hexadecimal digits: enough to tell banks apart


@dataclass(frozen=True, slots=True)
class Identity:
    """What the workbook says of itself.

    meta: the particulars by name, `_meta` before the file's properties; empty where all are lost.
    findings: contradictions and a version that is not ours: a person decides.
    unsure: the hidden sheet is lost, the particulars stand elsewhere. numbered_in: where the number
        was found, in words.
    """

    claim: Claim
    meta: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    unsure: tuple[Finding, ...] = ()
    numbered_in: str = ""

    @property
    def is_ours(self) -> bool:
        """Whether the version is one that this program reads."""
        return self.claim.form_version in {"", anchors.FORM_VERSION}


def identify(book: Book) -> Identity:
    """Return what the workbook says of itself.

    Raises:
        InputUnreadable: FK-SUR-042, it says that it is another form.
    """
    hidden = _pairs(book)
    properties = _properties(book)
    form, version, mark = _template(book)
    place = Place(file=book.name)
    meta = {**properties, **hidden}
    for said in (hidden.get("form"), properties.get("form"), form):
        if said and said != anchors.FORM:
            raise InputUnreadable("FK-SUR-042", place=place, form="别的表", value=shown(said))
    findings = list(_contradictions(place, hidden, properties, version, mark))
    claim = Claim(
        survey_no=meta.get("survey_no", ""),
        form_version=meta.get("form_version", "") or version,
        bank_digest=meta.get("bank_digest", ""),
        project_no=meta.get("project_no", ""),
    )
    if claim.form_version not in {"", anchors.FORM_VERSION}:
        known = anchors.FORM_VERSION
        values: dict[str, Any] = {"found": shown(claim.form_version), "known": known}
        findings.append(fault("FK-SUR-043", place, **values))
    unsure = []
    if not hidden and meta:
        by = "文件属性"
        lost: dict[str, Any] = {"sheet": anchors.META_SHEET, "by": by}
        unsure.append(fault("FK-SUR-046", place, level=Level.WARNING, **lost))
    numbered_in = f"隐藏的工作表 {anchors.META_SHEET} " if hidden.get("survey_no") else "文件属性"
    return Identity(claim, meta, tuple(findings), tuple(unsure), numbered_in)


def short(digest: str) -> str:
    """Return a digest as sentences show it."""
    return shown(digest[:_SHOWN_DIGEST])


def _pairs(book: Book) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in book.pairs(anchors.META_SHEET):
        if key in anchors.META_KEYS:
            found.setdefault(key, value.strip())
    return found


def _properties(book: Book) -> dict[str, str]:
    scan = next(
        (one for one in book.package.scans.values() if isinstance(one, PropertiesScan)), None
    )
    given = scan.properties if scan else {}
    return {key: given[key].strip() for key in anchors.PROPERTY_KEYS if given.get(key, "").strip()}


def _template(book: Book) -> tuple[str, str, str]:
    """Return form, version and the whole of what `_fk_tpl` says; empty where it is lost."""
    said = book.names.defined.get(anchors.TEMPLATE_NAME, "").lstrip("=").strip('"')
    form, _, rest = said.partition("|")
    version, mark, _ = rest.partition("|")
    return (form, version, said) if mark else ("", "", "")


def _contradictions(
    place: Place, hidden: Mapping[str, str], properties: Mapping[str, str], version: str, mark: str
) -> Iterator[Finding]:
    for key in ("form_version", "survey_no", "bank_digest"):
        said = [hidden.get(key, ""), properties.get(key, "")]
        if key == "form_version":
            said.append(version)
        differing = list(dict.fromkeys(one for one in said if one))
        if len(differing) > 1:
            values = "、".join(
                short(one) if key == "bank_digest" else shown(one) for one in differing
            )
            at = place.inside(path=NUMBER, label="") if key == "survey_no" else place
            yield fault("FK-SUR-044", at, what=_LABELS[key], values=values)
    digest = hidden.get("bank_digest", "") or properties.get("bank_digest", "")
    known = version == anchors.FORM_VERSION and digest
    if known and mark != anchors.template_mark(digest):
        values = f"{short(digest)}、{anchors.TEMPLATE_NAME}"
        yield fault("FK-SUR-044", place, what=_LABELS["_fk_tpl"], values=values)
