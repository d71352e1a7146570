"""The one place that knows Pillow: a photograph or a logo, made ready to be printed.

A picture is turned the way it was taken, brought into the colours of the screen, made no larger
than printing needs and written anew, so that nothing of the camera's notes (place, owner) is left.
The same file gives the same bytes as long as the library is the same.
"""

from __future__ import annotations

import io
import struct
import warnings

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from formkit.kernel.picture import Picture
from formkit.kernel.values import BadValue

LONGEST_SIDE = 1000  # pixels: a side of 76 mm at 330 dots per inch
LONGEST_LOGO = 1200
QUALITY = 82  # of JPEG: 100 to 250 kB for such a photograph
MOST_BYTES = 64 * 1024 * 1024  # of a file that is opened at all
_FORMATS = ("JPEG", "PNG", "BMP", "TIFF", "WEBP", "GIF")
_HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
_VECTORS = (b"<svg", b"<?xml", b"<!DOCTYPE svg", b"\xd7\xcd\xc6\x9a", b"\x01\x00\x00\x00", b"%PDF")
_DAMAGED = (OSError, SyntaxError, ValueError, EOFError, struct.error, IndexError, TypeError)
_WHITE = (255, 255, 255)


def photograph(data: bytes, *, said: str = "") -> Picture:
    """Return a photograph as a JPEG of at most 1,000 pixels a side; `said` describes it.

    Raises:
        BadValue: FK-PIC-011 no picture, 012 damaged, 013 too many pixels, 014 HEIC, 015 a drawing.
    """
    image = _flat(_opened(data, LONGEST_SIDE))
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=QUALITY, optimize=True)
    return Picture(stream.getvalue(), "jpeg", *image.size, said)


def logo(data: bytes, *, said: str = "") -> Picture:
    """Return a logo as a PNG of at most 1,200 pixels a side; what was transparent stays so.

    Raises:
        BadValue: as `photograph`.
    """
    image = _opened(data, LONGEST_LOGO)
    image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    stream = io.BytesIO()
    image.save(stream, "PNG", optimize=True)
    return Picture(stream.getvalue(), "png", *image.size, said)


def _opened(data: bytes, longest: int) -> Image.Image:
    """Return the picture upright, in screen colours, reduced to `longest` pixels a side."""
    _refuse_others(data)
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        warnings.simplefilter("ignore", UserWarning)  # doubtful notes of cameras
        try:
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                image.draft("RGB", (longest, longest))  # JPEG: decoded no larger than needed
                image.load()
                upright = _in_screen_colours(ImageOps.exif_transpose(image))
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            most = (Image.MAX_IMAGE_PIXELS or 0) // 1_000_000
            raise _refused("FK-PIC-013", limit=most) from error
        except UnidentifiedImageError as error:
            raise _refused("FK-PIC-011") from error
        except _DAMAGED as error:
            raise _refused("FK-PIC-012") from error
    upright.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=3.0)
    upright.info.clear()
    return upright


def _refused(code: str, **said: object) -> BadValue:
    """Return the refusal; whoever knows which picture it was says so in `name` and `path`."""
    return BadValue(code, **{"name": "图片", "picture": "", **said})


def _refuse_others(data: bytes) -> None:
    """Refuse what clerks take for a photograph and Word cannot show everywhere."""
    if not data:
        raise _refused("FK-PIC-011")
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        raise _refused("FK-PIC-014")
    if data.lstrip()[:20].startswith(_VECTORS):
        raise _refused("FK-PIC-015")


def _in_screen_colours(image: Image.Image) -> Image.Image:
    """Return the picture as RGB (and what is transparent), by its colour profile if it has one."""
    transparent = image.has_transparency_data
    wanted = "RGBA" if transparent else "RGB"
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            screen = ImageCms.createProfile("sRGB")
            found = ImageCms.profileToProfile(image, source, screen, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            found = None  # a profile that is none: the colours are taken as they are
        if found is not None:
            return found
    return image.convert(wanted)


def _flat(image: Image.Image) -> Image.Image:
    """Return the picture on white."""
    if image.mode != "RGBA":
        return image.convert("RGB")
    ground = Image.new("RGB", image.size, _WHITE)
    ground.paste(image, mask=image.getchannel("A"))
    return ground
