"""A Word part with tags as a Jinja source, for formkit's own strict language.

docxtpl owns the notation that clerks know (`{%tr … %}` stands for its table row, `{%p … %}` for its
paragraph). It is asked only when a template is compiled; formkit renders by itself, because
docxtpl's own rendering loses text without a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from docxtpl import DocxTemplate  # noqa: TID251 - this package is the place

from formkit.render.word_scan import TOKEN_CLOSE, TOKEN_OPEN

_TOKEN = re.compile(f"{TOKEN_OPEN}(\\d+){TOKEN_CLOSE}")
_STAND_IN = re.compile(r"\{([%{])\s*FK(\d+)\s*[%}]\}")
_DECLARATION = re.compile(r"<\?xml[^>]*\?>\s*")


def jinja_source(xml: str, prefix_of: Callable[[int], str], write: Callable[[int], str]) -> str:
    """Return the Jinja source of a part.

    docxtpl sees a harmless stand-in for each tag (`{%tr FK12 %}`), so that no character of a tag
    or of the text around it can lead its patterns astray.

    Args:
        xml: the part, with a token in the place of each tag.
        prefix_of: gives "p", "tr" or "" for the number of a tag.
        write: gives the Jinja tag that takes the place of that number.

    Raises:
        ValueError: docxtpl lost or doubled a tag.
    """
    expected = sorted(int(number) for number in _TOKEN.findall(xml))
    body = _DECLARATION.sub("", xml, count=1).replace("\n", "&#10;")
    body = body.replace("{", "&#123;").replace("}", "&#125;")
    body = _TOKEN.sub(lambda found: _stand_in(int(found[1]), prefix_of), body)
    patched = DocxTemplate("").patch_xml(body)
    if sorted(int(number) for _, number in _STAND_IN.findall(patched)) != expected:
        raise ValueError("docxtpl lost or doubled a tag")
    return _STAND_IN.sub(lambda found: write(int(found[2])), patched)


def _stand_in(number: int, prefix_of: Callable[[int], str]) -> str:
    prefix = prefix_of(number)
    return f"{{%{prefix} FK{number} %}}" if prefix else f"{{{{ FK{number} }}}}"
