"""The QR code of a paper: what it says, and that the picture is that very code."""

from __future__ import annotations

import io

import pytest
import segno
from PIL import Image

from formkit.imaging.code import check_code, code, words

FINGERPRINT = "3f2a91c477b0" + "0" * 52


def test_it_says_number_revision_and_check_code_in_three_lines():
    said = words("SLJZ-GCB-HF-2026-0001", 2, FINGERPRINT)
    assert said == "编号 SLJZ-GCB-HF-2026-0001\n第2版\n核对码 3f2a91c477b0"


def test_the_check_code_begins_the_fingerprint():
    assert check_code(FINGERPRINT) == "3f2a91c477b0"
    assert check_code("") == ""


@pytest.mark.parametrize("number", ["SLJZ-GCB-HF-2026-0001", "豫建-工程部-HF-2026-0001", "1"])
def test_the_picture_is_that_code_module_by_module(number):
    picture = code(number, 1, FINGERPRINT)
    image = Image.open(io.BytesIO(picture.data)).convert("1")
    wanted = segno.make_qr(words(number, 1, FINGERPRINT), error="m", encoding="utf-8")
    border, pixels = 4, 8
    size = len(wanted.matrix)
    assert image.size == (picture.width, picture.height) == ((size + 2 * border) * pixels,) * 2
    found = [
        [
            not image.getpixel(((x + border) * pixels + 3, (y + border) * pixels + 3))
            for x in range(size)
        ]
        for y in range(size)
    ]
    assert found == [[bool(one) for one in row] for row in wanted.matrix]
    assert picture.said == f"二维码:编号 {number} 第1版"


def test_the_same_paper_gives_the_same_bytes_and_another_does_not():
    assert code("甲", 1, FINGERPRINT).data == code("甲", 1, FINGERPRINT).data
    assert code("甲", 1, FINGERPRINT).data != code("甲", 2, FINGERPRINT).data


def test_a_module_is_large_enough_to_be_scanned_on_paper():
    longest = code("SLJZ-工程质量技术部-HF-2026-000001", 12, FINGERPRINT)
    modules = longest.width / 8
    assert 16 / modules > 0.3  # millimetres of a code of 16 mm; scanners ask for a quarter
