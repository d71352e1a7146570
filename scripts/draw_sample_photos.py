"""Draw the photographs of the samples: simple scenes that show no real place and no real person.

`python scripts/draw_sample_photos.py` writes `samples/photos/*.jpg`. They are committed, because
another version of the library may give other bytes.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageOps

FOLDER = Path(__file__).resolve().parent.parent / "samples" / "photos"
WIDTH, HEIGHT = 1200, 900  # drawn; written at two thirds
SIZE = (800, 600)
ORIENTATION = 0x0112  # of EXIF
TURNED_LEFT = 6  # the camera was held upright: a viewer turns the picture clockwise
Colour = tuple[int, int, int]
Scene = Callable[[ImageDraw.ImageDraw, random.Random], None]


def main() -> None:
    """Write every scene."""
    FOLDER.mkdir(exist_ok=True)
    for seed, (name, (scene, upright)) in enumerate(SCENES.items()):
        image = _drawn(scene, random.Random(seed), upright=upright)  # noqa: S311 - grain, no secret
        exif = Image.Exif()
        if upright:
            exif[ORIENTATION] = TURNED_LEFT
            image = image.transpose(Image.Transpose.ROTATE_90)
        image.save(FOLDER / f"{name}.jpg", quality=80, optimize=True, exif=exif)


def _drawn(scene: Scene, chance: random.Random, *, upright: bool) -> Image.Image:
    """Return a scene with the softness, the grain and the dark corners of a photograph."""
    whole = (HEIGHT, WIDTH) if upright else (WIDTH, HEIGHT)
    image = Image.new("RGB", whole, (200, 200, 200))
    scene(ImageDraw.Draw(image, "RGBA"), chance)
    small = image.resize(SIZE[::-1] if upright else SIZE, Image.Resampling.LANCZOS)
    small = small.filter(ImageFilter.GaussianBlur(0.7))
    grain = Image.new("L", (small.width // 2, small.height // 2))
    grain.putdata([chance.randrange(108, 148) for _ in range(grain.width * grain.height)])
    grain = grain.resize(small.size, Image.Resampling.BICUBIC)
    small = Image.blend(small, Image.merge("RGB", [grain] * 3), 0.10)
    corners = Image.radial_gradient("L").resize(small.size)
    dark = Image.new("RGB", small.size, (25, 25, 30))
    return ImageOps.autocontrast(
        Image.composite(dark, small, corners.point(lambda one: max(0, one - 130) // 2)),
        cutoff=0.2,
        preserve_tone=True,
    )


def _wash(
    draw: ImageDraw.ImageDraw, box: tuple[int, int, int, int], above: Colour, below: Colour
) -> None:
    """Fill a box from one colour above to another below."""
    left, top, right, bottom = box
    for y in range(top, bottom):
        share = (y - top) / max(bottom - top, 1)
        colour = tuple(round(a + (b - a) * share) for a, b in zip(above, below, strict=True))
        draw.line((left, y, right, y), fill=colour)


def _stain(draw: ImageDraw.ImageDraw, chance: random.Random, x: int, y: int, size: int) -> None:
    """Draw a damp patch with rims, as water leaves it on plaster."""
    for ring in range(7):
        radius = size * (1 - ring * 0.12)
        points = [
            (
                x + math.cos(angle / 12 * math.tau) * radius * chance.uniform(0.85, 1.15) * 1.4,
                y + math.sin(angle / 12 * math.tau) * radius * chance.uniform(0.85, 1.15) * 0.7,
            )
            for angle in range(12)
        ]
        draw.polygon(points, fill=(122, 92, 48, 22), outline=(110, 80, 40, 60))


def _ceiling(draw: ImageDraw.ImageDraw) -> None:
    """Draw a corner of a room: ceiling, two walls, a window."""
    draw.rectangle((0, 0, WIDTH, HEIGHT), fill=(228, 224, 214))
    draw.polygon([(0, 0), (WIDTH, 0), (820, 330), (0, 430)], fill=(244, 242, 236))
    draw.polygon([(820, 330), (WIDTH, 0), (WIDTH, HEIGHT), (820, HEIGHT)], fill=(205, 200, 190))
    draw.line((0, 430, 820, 330, WIDTH, 0), fill=(180, 176, 166), width=5)
    draw.line((820, 330, 820, HEIGHT), fill=(176, 171, 160), width=4)
    _wash(draw, (130, 540, 470, 850), (176, 208, 236), (222, 232, 236))
    draw.rectangle((130, 540, 470, 850), outline=(120, 122, 126), width=12)
    draw.line((300, 540, 300, 850), fill=(120, 122, 126), width=9)


def seepage(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    """A damp ceiling: patches, a crack, drops that ran down the wall."""
    _ceiling(draw)
    for x, y, size in ((560, 210, 120), (690, 290, 80), (420, 260, 60)):
        _stain(draw, chance, x, y, size)
    crack = [(380, 120)]
    for _ in range(13):
        x, y = crack[-1]
        crack.append((x + chance.randrange(18, 40), y + chance.randrange(-4, 16)))
    draw.line(crack, fill=(96, 84, 70), width=4)
    for _ in range(16):
        x, length = chance.randrange(560, 810), chance.randrange(60, 240)
        run = (x, 362, x + chance.randrange(-6, 6), 362 + length)
        draw.line(run, fill=(128, 100, 60, 70), width=7)


def repaired(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    """The same corner, painted anew; a tape measure lies against the wall."""
    _ceiling(draw)
    draw.polygon([(300, 70), (830, 110), (800, 326), (250, 392)], fill=(250, 249, 245))
    draw.rectangle((640, 560, 668, 860), fill=(236, 196, 40))
    for y in range(565, 860, 14):
        draw.line((640, y, 656 if y % 3 else 668, y), fill=(40, 40, 40), width=2)
    draw.rounded_rectangle((610, 840, 700, 895), 16, fill=(206, 62, 40))
    del chance


def drain(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    """A ramp of a garage with a gutter; one of its gratings lies loose."""
    _wash(draw, (0, 0, WIDTH, 320), (120, 124, 128), (160, 162, 162))
    draw.polygon([(0, 320), (WIDTH, 320), (WIDTH, HEIGHT), (0, HEIGHT)], fill=(142, 142, 138))
    for x in range(-400, 1600, 90):
        draw.line((600 + (x - 600) * 0.35, 320, x, HEIGHT), fill=(126, 126, 122), width=5)
    draw.polygon([(0, 560), (WIDTH, 520), (WIDTH, 640), (0, 690)], fill=(46, 48, 50))
    for number, (lift, tilt) in enumerate([(0, 0), (0, 0), (0, 0), (-46, 26), (0, 0), (0, 0)]):
        left, right = number * 205 - 10, number * 205 + 180
        upper, lower = 566 + lift, 676 + lift
        corners = [
            (left, upper),
            (right, upper - 6 + tilt),
            (right, lower - 8 + tilt),
            (left, lower),
        ]
        draw.polygon(corners, fill=(98, 102, 106), outline=(60, 62, 64), width=4)
        for x in range(left + 10, right - 5, 22):
            draw.line(
                (x, upper + 8 + tilt // 2, x, lower - 12 + tilt // 2), fill=(52, 54, 56), width=8
            )
    for _ in range(500):
        x, y = chance.randrange(WIDTH), chance.randrange(330, HEIGHT)
        draw.point((x, y), fill=(90, 90, 86))
    draw.rectangle((0, 120, WIDTH, 165), fill=(232, 190, 30))
    for x in range(0, WIDTH, 120):
        draw.polygon([(x, 120), (x + 55, 120), (x + 25, 165), (x - 30, 165)], fill=(30, 30, 30))


def visit(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    """Three figures in helmets before a house; the picture is taken upright."""
    width, height = HEIGHT, WIDTH
    _wash(draw, (0, 0, width, 760), (126, 176, 226), (214, 228, 240))
    draw.rectangle((140, 130, 640, 860), fill=(214, 190, 160))
    draw.rectangle((640, 190, 800, 860), fill=(182, 158, 130))
    for floor in range(7):
        for column in range(5):
            left, top = 175 + column * 92, 165 + floor * 96
            glass = chance.choice([(96, 126, 152), (112, 142, 166), (84, 110, 136)])
            pane = (left, top, left + 60, top + 62)
            draw.rectangle(pane, fill=glass, outline=(240, 240, 236), width=5)
    _wash(draw, (0, 860, width, height), (150, 156, 142), (108, 112, 104))
    draw.ellipse((-120, 640, 200, 960), fill=(74, 112, 66))
    draw.ellipse((740, 700, 1020, 960), fill=(82, 120, 72))
    orange, blue = (232, 110, 36), (40, 80, 140)
    yellow, white, red = (250, 206, 40), (240, 240, 240), (206, 52, 44)
    for x, coat, helmet in ((250, orange, yellow), (440, blue, white), (640, orange, red)):
        draw.rounded_rectangle((x - 62, 800, x + 62, 1010), 34, fill=coat)
        draw.line((x - 50, 900, x + 50, 900), fill=(236, 236, 190), width=14)
        draw.rectangle((x - 48, 1000, x - 8, 1150), fill=(52, 58, 72))
        draw.rectangle((x + 8, 1000, x + 48, 1150), fill=(52, 58, 72))
        draw.ellipse((x - 40, 712, x + 40, 806), fill=(226, 186, 156))
        draw.pieslice((x - 48, 690, x + 48, 800), 180, 360, fill=helmet)
        draw.rectangle((x - 56, 742, x + 56, 754), fill=helmet)


SCENES: dict[str, tuple[Scene, bool]] = {
    "渗水部位": (seepage, False),
    "修复后": (repaired, False),
    "排水沟盖板": (drain, False),
    "回访现场": (visit, True),
}

if __name__ == "__main__":
    main()
