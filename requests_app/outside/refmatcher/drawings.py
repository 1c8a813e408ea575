"""Abstract drawings made from a seed: the demonstration's gallery and its probe files.

Must not draw anything like a face, and must not read any image of a person.
"""

from __future__ import annotations

import argparse
import io
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

SEED = 2026
COUNT = 100
_SIZE = (480, 600)
_SHAPES = 14
_FIRST_DAY = datetime(2009, 1, 1, 12, tzinfo=UTC)


def person_id(number: int, *, mark: str = "SYN") -> str:
    """The gallery's name for its number-th drawing, counted from 1."""
    return f"{mark}-{number:04d}"


def draw(number: int, *, seed: int = SEED) -> Image.Image:
    """The number-th drawing of a seed: always the same shapes, on any machine."""
    chance = random.Random(f"{seed}/{number}")  # noqa: S311 - shapes, not secrets
    width, height = _SIZE
    image = Image.new("RGB", _SIZE, _colour(chance))
    brush = ImageDraw.Draw(image)
    for turn in range(_SHAPES):
        # Large shapes first, so that small ones stay visible on top of them.
        reach = (0.75 - 0.04 * turn) * width
        across, down = chance.uniform(0.25, 1) * reach, chance.uniform(0.25, 1) * reach
        left = chance.uniform(-across / 2, width - across / 2)
        top = chance.uniform(-down / 2, height - down / 2)
        box = (left, top, left + across, top + down)
        if chance.random() < 0.7:
            brush.ellipse(box, fill=_colour(chance))
        else:
            brush.polygon(
                [(left, top + down), (left + across * chance.random(), top), box[2:]],
                fill=_colour(chance),
            )
    return image


def made_on(number: int) -> datetime:
    """The day that is given out as the one of the number-th drawing: between 2009 and 2025."""
    return _FIRST_DAY + timedelta(days=61 * (number % COUNT))


def png(image: Image.Image) -> bytes:
    """The bytes of an image as PNG."""
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def shrunk(image: Image.Image) -> bytes:
    """The image at two fifths of its size, as PNG."""
    return png(_smaller(image))


def blurred(image: Image.Image) -> bytes:
    """The image out of focus, as PNG."""
    return png(image.filter(ImageFilter.GaussianBlur(3)))


def worn(image: Image.Image, *, quality: int = 40) -> bytes:
    """The image shrunk, out of focus and saved as a poor JPEG, as a camera might have left it."""
    out = io.BytesIO()
    _smaller(image).filter(ImageFilter.GaussianBlur(1.5)).save(out, "JPEG", quality=quality)
    return out.getvalue()


VARIATIONS = {"shrunk.png": shrunk, "blurred.png": blurred, "worn.jpg": worn}


def write(folder: Path, *, count: int, seed: int = SEED, variations: bool = True) -> list[Path]:
    """Write the first drawings, each with its variations, into a folder; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for number in range(1, count + 1):
        image = draw(number, seed=seed)
        files = {"png": png(image)}
        if variations:
            files |= {ending: vary(image) for ending, vary in VARIATIONS.items()}
        for ending, data in files.items():
            joint = "." if ending == "png" else "-"
            path = folder / f"{person_id(number)}{joint}{ending}"
            path.write_bytes(data)
            written.append(path)
    return written


def _smaller(image: Image.Image) -> Image.Image:
    width, height = image.size
    return image.resize((width * 2 // 5, height * 2 // 5), Image.Resampling.BICUBIC)


def _colour(chance: random.Random) -> tuple[int, int, int]:
    return (chance.randrange(256), chance.randrange(256), chance.randrange(256))


def main() -> None:
    """Write drawings to a folder, for use as probe files in a demonstration."""
    parser = argparse.ArgumentParser(description="Write drawn shapes to use as probe files.")
    parser.add_argument("--out", type=Path, required=True, help="the folder to write to")
    parser.add_argument("--count", type=int, default=10, help="how many drawings (default 10)")
    parser.add_argument("--seed", type=int, default=SEED, help="seed of the drawings")
    parser.add_argument("--plain", action="store_true", help="without the worn variations")
    given = parser.parse_args()
    files = write(given.out, count=given.count, seed=given.seed, variations=not given.plain)
    print(f"{len(files)} files of drawn shapes in {given.out}")


if __name__ == "__main__":
    main()
