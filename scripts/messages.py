"""Extract the user sentences into `formkit.pot` and compile the translations.

`python scripts/messages.py` writes; `--check` only says what is stale (exit code 1). The source
language is Chinese; a translation is a `formkit.po` beside `click.po` in `src/formkit/locale/`.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "formkit"
LOCALE = SOURCE / "locale"
KEYWORDS = {"_": None, "N_": None}


def main(arguments: list[str]) -> int:
    """Write the template and the compiled catalogues, or tell which are stale."""
    stale = []
    for path, data in products().items():
        if "--check" not in arguments:
            path.write_bytes(data)
        elif not path.is_file() or path.read_bytes() != data:
            stale.append(path.relative_to(ROOT).as_posix())
    for name in stale:
        sys.stdout.write(f"stale: {name} — run: make messages\n")
    return 1 if stale else 0


def products() -> dict[Path, bytes]:
    """Return what this script makes, by file."""
    made = {LOCALE / "formkit.pot": _template()}
    for source in sorted(LOCALE.rglob("*.po")):
        made[source.with_suffix(".mo")] = _compiled(source)
    return made


def _template() -> bytes:
    catalog = Catalog(project="formkit", version="", charset="utf-8", fuzzy=False)
    catalog.mime_headers = [("Content-Type", "text/plain; charset=utf-8")]
    found = extract_from_dir(str(SOURCE), [("**.py", "python")], keywords=KEYWORDS)
    for name, _line, message, comments, context in sorted(found, key=lambda one: str(one[2])):
        catalog.add(
            message, None, [(Path(name).as_posix(), 0)], auto_comments=comments, context=context
        )
    out = io.BytesIO()
    write_po(out, catalog, width=100, omit_header=True, include_lineno=False, sort_output=True)
    return out.getvalue()


def _compiled(source: Path) -> bytes:
    out = io.BytesIO()
    with source.open("rb") as stream:
        write_mo(out, read_po(stream))
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
