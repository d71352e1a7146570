"""The pages of a PDF as pictures, to be looked at."""

from __future__ import annotations

import io

from formkit.pdf.proof import opened

LONGEST_SIDE = 8000  # pixels: a page of any size fits into memory
POINTS_PER_INCH = 72


def pages_as_png(data: bytes, *, name: str, ppi: float) -> list[bytes]:
    """Return every page as a PNG picture.

    Args:
        data: the PDF.
        name: what stands for it in messages.
        ppi: pixels per inch; fewer where the page would have more than 8000 pixels on a side.

    Raises:
        OutputError: FK-PDF-001, it cannot be read.
    """
    made = []
    with opened(data, name) as document:
        for page in document:
            scale = min(ppi / POINTS_PER_INCH, LONGEST_SIDE / max(page.get_size()))
            picture = io.BytesIO()
            page.render(scale=scale).to_pil().save(picture, "PNG")
            made.append(picture.getvalue())
    return made
