"""The QR code on a document: which paper it is, and the check code of what is printed on it.

Whoever scans it reads three lines of plain Chinese, nothing that leads anywhere:

    编号 SLJZ-GCB-HF-2026-0001
    第1版
    核对码 3f2a91c477b0

The check code is the beginning of the print fingerprint, the SHA-256 of all that the form prints;
the hash of the file itself cannot stand inside it. `formkit register show` prints the same code.
"""

from __future__ import annotations

import io

import segno

from formkit.kernel.picture import Picture

CHECK_CODE = 12  # hexadecimal digits: no two papers of an archive share 48 bits by chance
_PIXELS = 8  # per module: 600 dots per inch at 17 mm
_BORDER = 4  # modules of white around a code (ISO/IEC 18004, 6.3.8)


def check_code(fingerprint: str) -> str:
    """Return the check code of a paper by its print fingerprint; empty for an empty one."""
    return fingerprint[:CHECK_CODE]


def words(number: str, revision: int, fingerprint: str) -> str:
    """Return what the code says."""
    return f"编号 {number}\n第{revision}版\n核对码 {check_code(fingerprint)}"


def code(number: str, revision: int, fingerprint: str) -> Picture:
    """Return the QR code of a paper as a black and white PNG.

    Level M: an eighth of it may be stained or punched. UTF-8, as every reader in use takes it.
    """
    made = segno.make_qr(words(number, revision, fingerprint), error="m", encoding="utf-8")
    stream = io.BytesIO()
    made.save(stream, kind="png", scale=_PIXELS, border=_BORDER)
    side = int(made.symbol_size(scale=_PIXELS, border=_BORDER)[0])
    return Picture(stream.getvalue(), "png", side, side, f"二维码:编号 {number} 第{revision}版")
