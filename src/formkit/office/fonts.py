"""Fonts as an office program sees them: which the machine has, and what stands for the others.

LibreOffice on Linux asks fontconfig for 宋体 and, where nobody told it better, gets any face that
has the signs: lines break elsewhere then.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from formkit.kernel.files import sha256

_SECONDS = 20
_MACHINE = "/etc/fonts/fonts.conf"
_RULE = (
    '<match target="pattern"><test name="family"><string>{name}</string></test>'
    '<edit name="family" mode="assign" binding="strong">{fonts}</edit></match>\n'
)
# LibreOffice remembers which font has a sign that another lacks, but under the weight of the font
# found. Whoever asks for a light one (AR PL UMing is) and gets a regular one asks again for every
# ☑ on the page; so the font found is said to be as light as was asked. The pages stay the same.
_AS_LIGHT_AS_ASKED = (
    '<match target="font"><test target="pattern" name="weight" compare="less">'
    '<const>regular</const></test><edit name="weight" mode="assign">'
    '<name target="pattern">weight</name></edit></match>\n'
)


Font = tuple[Path, int]  # a file, and which of the fonts in it


def stand_ins(chains: Mapping[str, Sequence[Font]]) -> str:
    """Return a fontconfig file that has each name printed by the first font that is there.

    Args:
        chains: by the name that a document asks for, the installed fonts that print it, best first.
    """
    families = _families()
    rules = ""
    for name, fonts in chains.items():
        known = [
            families[path.name, index] for path, index in fonts if (path.name, index) in families
        ]
        said = "".join(f"<string>{escape(family)}</string>" for family in known)
        rules += _RULE.format(name=escape(name), fonts=said) if said else ""
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        f'<fontconfig>\n<include ignore_missing="yes">{_MACHINE}</include>\n{rules}'
        f"{_AS_LIGHT_AS_ASKED}</fontconfig>\n"
    )


def signature(fonts: Path | None = None) -> str:
    """Return a hash of the fonts that an office program sees; of nothing where none can be told.

    Args:
        fonts: a fontconfig file that replaces the machine's; None: the machine's.
    """
    if sys.platform == "win32":
        return sha256("\n".join(_windows_fonts()).encode())
    rules = fonts.read_bytes() if fonts else b""
    return sha256(b"\n".join([*sorted(_listed("%{file} %{family} %{fontversion}\n")), rules]))


def _families() -> dict[tuple[str, int], str]:
    """Return fontconfig's own name of each font: other programs read other names from a file."""
    found = {}
    for line in _listed("%{file}\t%{index}\t%{family}\n"):
        file, index, names = line.decode("utf-8", "replace").split("\t")
        found[Path(file).name, int(index)] = names.split(",")[0].replace("\\-", "-")
    return found


def _listed(form: str) -> list[bytes]:
    """Return a line for every font that fontconfig knows; none where it does not answer."""
    program = shutil.which("fc-list")
    if program is None:
        return []
    try:
        said = subprocess.run(  # noqa: S603 - a fixed program, our own arguments
            [program, "-f", form], capture_output=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    return said.stdout.splitlines()


def _windows_fonts() -> list[str]:
    own = Path(os.environ.get("LOCALAPPDATA", "")) / "Microsoft" / "Windows" / "Fonts"
    shared = Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "Fonts"
    return sorted(
        f"{path.name} {path.stat().st_size}"
        for folder in (shared, own)
        if folder.is_dir()
        for path in folder.iterdir()
        if path.is_file()
    )
