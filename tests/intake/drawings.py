"""Draws every image that the intake tests need, the honest and the hostile ones.

Must not use a photograph, nor any code of the intake that it is to test.
"""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import numpy
from PIL import Image, ImageDraw

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def shapes(seed: int = 1, size: tuple[int, int] = (240, 180), mode: str = "RGB") -> Image.Image:
    """A few coloured shapes over a little noise: abstract, and different for each seed."""
    random = numpy.random.default_rng(seed)
    noise = random.integers(60, 120, (size[1], size[0], 3), dtype=numpy.uint8)
    image = Image.fromarray(noise)
    draw = ImageDraw.Draw(image)
    for _ in range(12):
        x, y = int(random.integers(0, size[0])), int(random.integers(0, size[1]))
        wide, high = (
            int(random.integers(10, size[0] // 2)),
            int(random.integers(10, size[1] // 2)),
        )
        colour = tuple(int(each) for each in random.integers(0, 256, 3))
        draw.ellipse((x - wide // 2, y - high // 2, x + wide // 2, y + high // 2), fill=colour)
    return image.convert(mode)


def jpeg(image: Image.Image | None = None, **options: Any) -> bytes:
    buffer = io.BytesIO()
    (image or shapes()).save(buffer, "JPEG", **{"quality": 88, **options})
    return buffer.getvalue()


def png(image: Image.Image | None = None, **options: Any) -> bytes:
    buffer = io.BytesIO()
    (image or shapes()).save(buffer, "PNG", **options)
    return buffer.getvalue()


def saved_as(name: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    shapes().save(buffer, name, **options)
    return buffer.getvalue()


def pixels(data: bytes) -> numpy.ndarray:
    """What a plain decoder makes of these bytes."""
    with Image.open(io.BytesIO(data)) as image:
        return numpy.asarray(image.convert("RGB"))


def same_pixels(first: bytes, second: bytes) -> bool:
    return numpy.array_equal(pixels(first), pixels(second))


def exif(*, orientation: int | None = None, gps: bool = False) -> Image.Exif:
    block = Image.Exif()
    block[0x010F] = "MAKER-CANARY"
    if orientation is not None:
        block[0x0112] = orientation
    if gps:
        block.get_ifd(0x8825).update({1: "N", 2: (45.0, 25.0, 17.0), 3: "W", 4: (75.0, 41.0, 0.0)})
    return block


def segment(marker: int, payload: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(payload) + 2) + payload


def with_segment(data: bytes, marker: int, payload: bytes) -> bytes:
    """A JPEG with one more segment right after its start."""
    return data[:2] + segment(marker, payload) + data[2:]


def chunk(kind: bytes, body: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + body))
    return struct.pack(">I", len(body)) + kind + body + check


def with_chunk(data: bytes, kind: bytes, body: bytes) -> bytes:
    """A PNG with one more chunk right after its header."""
    return data[:33] + chunk(kind, body) + data[33:]


def raw_png(width: int, height: int, depth: int, colour: int, rows: bytes, *more: bytes) -> bytes:
    """A PNG made by hand: `rows` with their filter bytes, `more` are chunks before the picture."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"".join(
        [
            PNG_SIGNATURE,
            chunk(b"IHDR", header),
            *more,
            chunk(b"IDAT", zlib.compress(rows, 9)),
            chunk(b"IEND", b""),
        ]
    )


def png_bomb() -> bytes:
    """50,000 x 50,000 one-bit pixels in a few kilobytes... of zeros, if a decoder bothers."""
    return raw_png(50_000, 50_000, 1, 0, bytes(9_000_000))


def grey16(width: int = 80, height: int = 80) -> tuple[bytes, numpy.ndarray]:
    """A 16-bit grey ramp whose middle would vanish if it were clipped; also its samples."""
    samples = numpy.arange(width * height, dtype=numpy.uint32) * 65_535 // (width * height - 1)
    samples = samples.astype(">u2").reshape(height, width)
    rows = b"".join(b"\x00" + row.tobytes() for row in samples)
    return raw_png(width, height, 16, 0, rows), samples


def animated_png() -> bytes:
    buffer = io.BytesIO()
    shapes(1).save(buffer, "PNG", save_all=True, append_images=[shapes(2)], duration=100)
    return buffer.getvalue()


def multi_picture_jpeg() -> bytes:
    buffer = io.BytesIO()
    shapes(1).save(buffer, "MPO", save_all=True, append_images=[shapes(2)])
    return buffer.getvalue()


def pdf(body: bytes = b"", after: bytes = b"") -> bytes:
    objects = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog " + body + b">>\nendobj\n"
    end = b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Root 1 0 R >>\nstartxref\n"
    return objects + end + str(len(objects)).encode() + b"\n%%EOF\n" + after
