"""What a reader takes out of one answered survey, whatever form it came back in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from formkit.kernel.findings import Finding, Place


class Source(StrEnum):
    """Where an answered survey comes from (D.3, D.5)."""

    FORMKIT = "formkit"  # a workbook that formkit sent out
    WORD = "word"  # a Word print that came back as a file
    WJX = "wjx"  # an export of 问卷星
    TENCENT = "tencent"  # an export of 腾讯问卷
    GENERIC = "generic"  # any other table with one reply per row, read by a mapping file

    @property
    def label(self) -> str:
        """The Chinese name of the source."""
        return {
            "formkit": "调查工作簿",
            "word": "Word 调查表",
            "wjx": "问卷星",
            "tencent": "腾讯问卷",
            "generic": "其他表格",
        }[self.value]

    @property
    def sent_by_us(self) -> bool:
        """Whether such a reply answers a sheet that was numbered and sent out."""
        return self in _SENT_BY_US

    @property
    def kin(self) -> tuple[Source, ...]:
        """The sources whose replies may answer the very same sheet, itself among them."""
        return _SENT_BY_US if self.sent_by_us else (self,)


NUMBER: Final = "record_no"
"""The path of findings that doubt which sheet was answered; a person who names it settles them."""
_SENT_BY_US = (Source.FORMKIT, Source.WORD)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a returned sheet says of itself; empty where it does not say.

    A claim is a stranger's word: the register decides whether such a sheet was ever sent out.
    """

    survey_no: str = ""  # the number the sheet was issued under
    form_version: str = ""
    bank_digest: str = ""  # SHA-256 of the question bank it was made from
    project_no: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """One answered survey as read, before anybody judges it.

    entry: fields of `SatisfactionSurvey` by name, as plain data a ledger would give (`answers` is a
        list of dicts with section, item_no, text, choices, na); a field that was not filled in is
        left out.
    places: where each value stands, by its path ("answers.3.choices"); also of blank items.
    findings: what is told of it. An error means that a person must decide (two marks on one item,
        ○, an error value, two readers that disagree): the reply is kept and not counted. A warning
        is told and the reply counts.
    written: with the label before it, all that stands where no answer stands, what was printed
        included: of a Word print, whose words the reader does not know.
    unsure: why the reply is taken only with `--confirm` (items found by their text alone, a
        mapping that was guessed); empty where everything was found where it should be.
    key: what tells the reply from all others of its source: the sheet's number, or an export's own
        number and the moment of answering. The same key again is the same reply, or a conflict.
    """

    source: Source
    place: Place
    key: str
    claim: Claim
    entry: Mapping[str, Any]
    places: Mapping[str, Place] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    unsure: tuple[Finding, ...] = ()
    written: tuple[tuple[str, str], ...] = ()
