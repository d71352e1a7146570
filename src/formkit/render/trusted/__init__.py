"""Trusted templates: everything that docxtpl can say, compiled once, filled many times.

- `template` is the compiled template; `part` one part of it; `shapes` what parts have in common
  from document to document; `environment` Jinja as the template's maker wants it; `blame` says
  where a template or its data went wrong.
- `pictures` puts pictures where boxes stand whose alternative text names them; `naming` says
  which these are.
"""

from __future__ import annotations

from formkit.render.trusted.check import check_trusted
from formkit.render.trusted.template import TrustedTemplate

__all__ = ["TrustedTemplate", "check_trusted"]
