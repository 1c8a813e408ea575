"""Puts HEIC files together, box by box, around the one coded picture in `made/plain.heic`.

Must not use any code of the intake that it is to test.
"""

from __future__ import annotations

import struct
from pathlib import Path

import numpy
from PIL import Image, ImageDraw

MADE = Path(__file__).parent / "made"
WIDTH, HEIGHT = 160, 120
RED, GREEN, BLUE, YELLOW = (220, 20, 20), (20, 160, 20), (20, 20, 220), (240, 220, 20)


def made(name: str) -> bytes:
    return (MADE / f"{name}.heic").read_bytes()


def corners() -> Image.Image:
    """Red and green above, blue and yellow below: no two turns or mirrorings look alike."""
    image = Image.new("RGB", (WIDTH, HEIGHT), (200, 200, 200))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 59, 39), fill=RED)
    draw.rectangle((100, 0, 159, 39), fill=GREEN)
    draw.rectangle((0, 80, 59, 119), fill=BLUE)
    draw.rectangle((100, 80, 159, 119), fill=YELLOW)
    draw.ellipse((60, 40, 100, 80), fill=(10, 10, 10))
    return image


def seen_in_corners(pixels: numpy.ndarray) -> list[str]:
    """The names of the four corners' colours: above from the left, then below."""
    named = {"red": RED, "green": GREEN, "blue": BLUE, "yellow": YELLOW}
    height, width = pixels.shape[:2]
    places = [(8, 8), (8, width - 9), (height - 9, 8), (height - 9, width - 9)]
    return [
        min(named, key=lambda name: numpy.abs(pixels[y, x].astype(int) - named[name]).sum())
        for y, x in places
    ]


def box(kind: bytes, *bodies: bytes) -> bytes:
    body = b"".join(bodies)
    return struct.pack(">I", 8 + len(body)) + kind + body


def full(kind: bytes, version: int, flags: int, *bodies: bytes) -> bytes:
    return box(kind, bytes([version]) + flags.to_bytes(3, "big"), *bodies)


def _inside(data: bytes, kind: bytes) -> bytes:
    at = data.index(kind) - 4
    return data[at : at + int.from_bytes(data[at : at + 4], "big")]


HVCC = _inside(made("plain"), b"hvcC")
CODED = _inside(made("plain"), b"mdat")[8:]
IROT = [box(b"irot", bytes([turns])) for turns in range(4)]
IMIR = [box(b"imir", bytes([axis])) for axis in range(2)]


def ispe(width: int, height: int) -> bytes:
    return full(b"ispe", 0, 0, struct.pack(">II", width, height))


def heic(
    *properties: bytes,
    brand: bytes = b"heic",
    kind: bytes = b"hvc1",
    size: tuple[int, int] = (WIDTH, HEIGHT),
    exif: bytes | None = None,
    tiles: tuple[int, int] | None = None,
    tile_kind: bytes = b"hvc1",
    before_data: bytes = b"",
    coded: bytes = CODED,
) -> bytes:
    """One file: its picture is item 1, a grid of `tiles` columns and rows of it where asked for."""
    described: list[bytes] = [HVCC, ispe(*size), *properties]
    count = tiles[0] * tiles[1] if tiles else 0
    items = [(1, b"grid" if tiles else kind)] + [(10 + n, tile_kind) for n in range(count)]
    own = [1 + n for n in range(len(described)) if not (tiles and n == 0)]
    uses = {1: own}
    links = b""
    idat = b""
    if tiles:
        columns, rows = tiles
        described.append(ispe(WIDTH, HEIGHT))
        uses |= {10 + n: [1, len(described)] for n in range(count)}
        links += box(
            b"dimg",
            struct.pack(">HH", 1, count),
            *(struct.pack(">H", 10 + n) for n in range(count)),
        )
        idat = struct.pack(">BBBBHH", 0, 0, rows - 1, columns - 1, *size)
    if exif is not None:
        items.append((5, b"Exif"))
        links += box(b"cdsc", struct.pack(">HHH", 5, 1, 1))
    entries = [
        full(b"infe", 2, 0, struct.pack(">HH", number, 0), name, b"\x00") for number, name in items
    ]
    associations = [
        struct.pack(">HB", item, len(held)) + bytes(held) for item, held in sorted(uses.items())
    ]

    def meta(data_at: int) -> bytes:
        places = b""
        for number, name in items:
            if name == b"grid":
                method, offset, length = 1, 0, len(idat)
            elif name == b"Exif":
                method, offset, length = 0, data_at + len(coded), 4 + len(exif or b"")
            else:
                method, offset, length = 0, data_at, len(coded)
            places += struct.pack(">HHHHII", number, method, 0, 1, offset, length)
        return full(
            b"meta",
            0,
            0,
            full(b"hdlr", 0, 0, bytes(4), b"pict", bytes(13)),
            full(b"pitm", 0, 0, struct.pack(">H", 1)),
            full(b"iloc", 1, 0, b"\x44\x00", struct.pack(">H", len(items)), places),
            full(b"iinf", 0, 0, struct.pack(">H", len(entries)), *entries),
            full(b"iref", 0, 0, links) if links else b"",
            box(
                b"iprp",
                box(b"ipco", *described),
                full(b"ipma", 0, 0, struct.pack(">I", len(associations)), *associations),
            ),
            box(b"idat", idat) if idat else b"",
        )

    head = box(b"ftyp", brand, bytes(4), brand, b"mif1")
    data_at = len(head) + len(meta(0)) + len(before_data) + 8
    exif_item = b"" if exif is None else bytes(4) + exif
    return head + meta(data_at) + before_data + box(b"mdat", coded, exif_item)
