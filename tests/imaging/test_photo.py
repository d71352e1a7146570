"""Photographs and logos made ready: upright, small, without the camera's notes; what is refused."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageCms

from formkit.imaging import photo
from formkit.kernel.values import BadValue

MARK, GROUND = (230, 20, 20), (200, 190, 160)


def written(image: Image.Image, kind: str = "JPEG", **options) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def shot(size=(400, 300), *, orientation: int = 1) -> bytes:
    """Return a JPEG whose upper left quarter is red, as the camera wrote it down."""
    image = Image.new("RGB", size, GROUND)
    image.paste(MARK, (0, 0, size[0] // 2, size[1] // 2))
    notes = Image.Exif()
    notes[0x0112] = orientation
    notes[0x010F] = "某牌相机"
    notes.get_ifd(0x8825)[1] = "N"
    return written(image, exif=notes, quality=95)


def read(picture) -> Image.Image:
    return Image.open(io.BytesIO(picture.data))


def near(colour, wanted) -> bool:
    return all(abs(one - other) < 12 for one, other in zip(colour, wanted, strict=True))


# where the red quarter stands after turning, by the camera's note (EXIF 2.3, table 6)
@pytest.mark.parametrize(
    ("orientation", "corner"),
    [(1, "左上"), (2, "右上"), (3, "右下"), (4, "左下"), (5, "左上"), (6, "右上"), (7, "右下"), (8, "左下")],
)  # fmt: skip
def test_a_photograph_stands_upright(orientation, corner):
    picture = photo.photograph(shot(orientation=orientation))
    turned = orientation >= 5
    assert (picture.width, picture.height) == ((300, 400) if turned else (400, 300))
    image = read(picture)
    right, down = int(image.width * 0.75), int(image.height * 0.75)
    corners = {"左上": (20, 20), "右上": (right, 20), "左下": (20, down), "右下": (right, down)}
    assert {name for name, at in corners.items() if near(image.getpixel(at), MARK)} == {corner}


def test_nothing_of_the_cameras_notes_is_left():
    image = read(photo.photograph(shot()))
    assert not image.getexif()
    assert "exif" not in image.info
    assert "icc_profile" not in image.info
    assert "某牌相机".encode() not in photo.photograph(shot()).data


def test_a_photograph_of_twelve_megapixels_becomes_small():
    noisy = Image.effect_noise((4000, 3000), 60).convert("RGB")
    data = written(noisy, quality=95)
    picture = photo.photograph(data)
    assert len(data) > 8_000_000
    assert len(picture.data) < 400_000
    assert (picture.width, picture.height) == (1000, 750)
    assert picture.data == photo.photograph(data).data


def test_a_small_photograph_is_not_made_larger():
    assert photo.photograph(shot((40, 30))).width == 40


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "BMP", "TIFF", "WEBP", "GIF"])
def test_the_usual_formats_are_taken(kind):
    picture = photo.photograph(written(Image.new("RGB", (60, 40), MARK), kind), said="渗水部位")
    assert (picture.kind, picture.width, picture.height) == ("jpeg", 60, 40)
    assert near(read(picture).getpixel((30, 20)), MARK)
    assert picture.said == "渗水部位"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16", "F"])
def test_every_kind_of_colour_is_taken(mode):
    image = Image.new("RGB", (20, 20), GROUND)
    made = Image.new(mode, (20, 20)) if mode in ("I;16", "F") else image.convert(mode)
    kind = "PNG" if mode in ("1", "L", "LA", "P", "RGBA", "I;16") else "TIFF"
    assert read(photo.photograph(written(made, kind))).mode == "RGB"


def test_what_is_transparent_is_white_on_a_photograph_and_stays_on_a_logo():
    data = written(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "PNG")
    assert read(photo.photograph(data)).getpixel((5, 5)) == (255, 255, 255)
    logo = photo.logo(data)
    assert logo.kind == "png"
    assert read(logo).getpixel((5, 5))[3] == 0


def test_colours_of_another_space_are_brought_to_the_screens():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = written(Image.new("RGB", (20, 20), MARK), icc_profile=lab, quality=95)
    assert near(read(photo.photograph(data)).getpixel((5, 5)), MARK)
    broken = written(Image.new("RGB", (20, 20), MARK), icc_profile=b"no profile", quality=95)
    assert near(read(photo.photograph(broken)).getpixel((5, 5)), MARK)


def test_a_logo_is_reduced_to_what_printing_needs():
    assert photo.logo(written(Image.new("RGB", (3000, 500), MARK), "PNG")).width == 1200


WHOLE = shot()
REFUSED = {
    "空文件": (b"", "FK-PIC-011"),
    "文字": ("不是图片".encode(), "FK-PIC-011"),
    "压缩包": (b"PK\3\4" + bytes(60), "FK-PIC-011"),
    "截断": (WHOLE[: len(WHOLE) // 3], "FK-PIC-012"),
    "截断的PNG": (written(Image.effect_noise((90, 90), 50), "PNG")[:700], "FK-PIC-012"),
    "HEIC": (b"\0\0\0\x18ftypheic" + bytes(40), "FK-PIC-014"),
    "AVIF": (b"\0\0\0\x18ftypavif" + bytes(40), "FK-PIC-014"),
    "SVG": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "FK-PIC-015"),
    "SVG带声明": (b"\n<?xml version='1.0'?><svg/>", "FK-PIC-015"),
    "WMF": (b"\xd7\xcd\xc6\x9a" + bytes(40), "FK-PIC-015"),
    "PDF": (b"%PDF-1.7", "FK-PIC-015"),
}


@pytest.mark.parametrize(("data", "code"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_photograph_is_refused(data, code):
    for make in (photo.photograph, photo.logo):
        with pytest.raises(BadValue) as refused:
            make(data)
        assert refused.value.code == code


def test_a_bomb_is_refused_before_it_is_unpacked():
    data = bytearray(written(Image.new("1", (64, 64)), "PNG"))
    data[16:24] = (60_000).to_bytes(4, "big") * 2  # the header claims 3,600 megapixels
    crc = __import__("zlib").crc32(bytes(data[12:29])).to_bytes(4, "big")
    data[29:33] = crc
    with pytest.raises(BadValue) as refused:
        photo.photograph(bytes(data))
    assert refused.value.code == "FK-PIC-013"
    assert refused.value.values["limit"] == 89
