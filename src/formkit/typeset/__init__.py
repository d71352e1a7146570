"""Setting pages without an office program: the faces of this machine, and Typst.

Nothing here knows sheets, records or templates. Typst and fontTools are known here alone.
"""

from __future__ import annotations

from formkit.typeset.compiler import NotSet, Typesetter
from formkit.typeset.faces import Faces, Wanted, wanted_of

__all__ = ["Faces", "NotSet", "Typesetter", "Wanted", "wanted_of"]
