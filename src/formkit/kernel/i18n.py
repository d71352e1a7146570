"""Translation of user sentences; the source language is Chinese."""

from __future__ import annotations

import gettext
import os
from functools import cache
from pathlib import Path

DOMAIN = "formkit"
LOCALE_FOLDER = Path(__file__).resolve().parent.parent / "locale"


@cache
def _translations(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALE_FOLDER, [language], fallback=True)


def _(sentence: str) -> str:
    """Return the sentence in the user's language: Chinese, unless `FORMKIT_LANG` names another."""
    return _translations(os.environ.get("FORMKIT_LANG", "zh_CN")).gettext(sentence)


def N_(sentence: str) -> str:  # noqa: N802 - the customary gettext name
    """Return the sentence as it is: marks it for extraction, translation comes when it is used."""
    return sentence
