"""What a survey's workbook is recognised by: sheets, hidden names, particulars.

The format is version 1. Who writes the workbook and who reads it back agree on this page alone.
"""

from __future__ import annotations

import json
from enum import StrEnum
from functools import lru_cache

from formkit.kernel.files import sha256

FORM = "satisfaction_survey"
FORM_VERSION = "1"
SHEET, META_SHEET, ITEMS_SHEET = "调查表", "_meta", "_items"

ITEM_NO, ITEM, NOT_APPLICABLE, RATING = "题号", "调查项目", "不适用", "评价"
LEFT_BLANK = "本次调查不填"
TICK = "√"

META_KEYS = (
    "form",
    "form_version",
    "survey_no",
    "project_no",
    "project_name",
    "phase",
    "section",
    "bank",
    "bank_digest",
    "style",
    "lang",
    "respondent_unit",
    "respondent",
    "respondent_kind",
    "sent_on",
    "software",
)
ITEMS_HEADER = ("栏", "题号", "题目", "量表", "选项", "权重", "计分", "定位名")
# The file's own properties say the same, for programs that drop hidden sheets.
PROPERTY_KEYS = ("form", "form_version", "survey_no", "bank_digest")

FIELDS = {  # answer cells below the items: their name and what is printed beside them
    "overall": "总体评价",
    "best_aspect": "最满意的方面",
    "worst_aspect": "最不满意的方面",
    "comments": "意见和建议",
    "name": "填表人",
    "title": "职务",
    "phone": "电话",
    "filled_on": "填表日期",
}

LABELS = frozenset((ITEM_NO, ITEM, *FIELDS.values(), *(f"{label}:" for label in FIELDS.values())))
"""What is printed at the head of the items, and beside the fields."""
PRINTED_NUMBER = "编号:"

TEMPLATE_NAME = "_fk_tpl"
_NUMBERS = {"Ⅱ": 2, "Ⅲ": 3}  # plain words: whoever reads in a worker imports no records


class Style(StrEnum):
    """How an item is answered: a tick under an option, a word from a list, or either."""

    TICKS = "勾选"
    LISTS = "下拉"
    BOTH = "两式"

    @property
    def ticks(self) -> bool:
        """Whether every option has a column of its own."""
        return self is not Style.LISTS

    @property
    def lists(self) -> bool:
        """Whether there is a column with a drop-down list."""
        return self is not Style.TICKS


def item_name(section: str, item_no: int) -> str:
    """Return the defined name of the cell with an item's number."""
    return f"_fk_item_{_NUMBERS[section]}_{item_no}"


def head_name(section: str, run: int) -> str:
    """Return the defined name of the first cell of a header row; runs are counted from 1."""
    return f"_fk_head_{_NUMBERS[section]}_{run}"


def field_name(field: str) -> str:
    """Return the defined name of the answer cell of one of FIELDS."""
    return f"_fk_field_{field}"


@lru_cache(maxsize=64)
def template_mark(bank_digest: str) -> str:
    """Return what the name `_fk_tpl` says: form, version, SHA-256 over form and question bank."""
    said = {"bank_digest": bank_digest, "form": FORM, "form_version": FORM_VERSION}
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{FORM}|{FORM_VERSION}|{sha256(canonical.encode('utf-8'))}"
