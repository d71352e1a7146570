"""What the 保修说明 must say: who answers for defects (LAW-1), and what is left out (LAW-9)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from formkit.rules.check import Context, Fault, check
from formkit.schemas.warranty_certificate.record import WarrantyCertificate
from formkit.schemas.warranty_term import Scope

_SENTENCE_ENDS = re.compile(r"[。;；!！\n]")
_ANSWERS = re.compile(r"负责|承担|免费|无偿|赔偿")
_REPAIRS = re.compile(r"修|更换|返工|处理|责任")
_REFUSES = re.compile(r"自负|自理|自行|概不|不予|不负|不承担|不属|不在|除外|不包括|不保修|不适用")
_PROMISES = re.compile(r"免费|无偿|负责(保修|维修|修复|修理)|予以保修|照常保修")
# How the three cases of 第十七条 are commonly worded.
_CASES = {
    "使用不当": re.compile(r"使用(者|人|单位)?(和|或|与|及|、)?(维护|保养|管理)?不当|不当使用"),
    "第三方": re.compile(r"第三(方|人|者)"),
}


def _sentences(notes: tuple[str, ...]) -> list[str]:
    return [part for note in notes for part in _SENTENCE_ENDS.split(note) if part.strip()]


@check("LAW-1")
def scope_and_liability_are_stated(certificate: WarrantyCertificate, _: Context) -> Iterator[Fault]:
    """Yield faults where the scope of an 「其他」 row or the liability is left open.

    Liability is stated by a sentence that says that somebody makes defects good; one that only
    refuses to (责任自负) says the opposite.
    """
    for index, term in enumerate(certificate.warranty_terms):
        if term.scope is Scope.OTHER and not term.content:
            path = f"warranty_terms.{index}.content"
            yield Fault(path, {"row": index + 1}, sentence="scope")
    said = _sentences(certificate.warranty_notes)
    if said and not any(_takes_liability(sentence) for sentence in said):
        yield Fault("warranty_notes")


def _takes_liability(sentence: str) -> bool:
    return bool(
        _ANSWERS.search(sentence) and _REPAIRS.search(sentence) and not _REFUSES.search(sentence)
    )


@check("LAW-9")
def notes_name_the_exclusions(
    certificate: WarrantyCertificate, context: Context
) -> Iterator[Fault]:
    """Yield faults where the notes leave out a case that is not under warranty, or promise it."""
    said = _sentences(certificate.warranty_notes)
    refused = any(_REFUSES.search(sentence) for sentence in said)
    missing = []
    for case in context.law("warranty_exclusions").amount:
        worded = _CASES.get(case) or re.compile(re.escape(case))
        naming = [sentence for sentence in said if worded.search(sentence)]
        promised = [s for s in naming if _PROMISES.search(s) and not _REFUSES.search(s)]
        if promised:
            values = {"case": case, "said": promised[0].strip()}
            yield Fault("warranty_notes", values, sentence="promised")
        elif not (naming and refused):
            missing.append(case)
    if said and missing:
        yield Fault("warranty_notes", {"missing": "、".join(missing)})
