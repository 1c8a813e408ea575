"""Walks a PNG's chunks, and writes a copy that holds the picture and nothing else.

Must not decode or re-encode: the compressed picture data is carried over byte for byte.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from requests_app.searches.intake import exif
from requests_app.searches.intake.results import ProbeRefused
from requests_app.searches.intake.sniffing import PNG_SIGNATURE

_COLOURS = {0: "grey", 2: "colour", 3: "palette", 4: "grey_alpha", 6: "colour_alpha"}
_PALETTE = 3
_END = b"\x00\x00\x00\x00IEND\xae\x42\x60\x82"
_CHANNELS = {"grey": 1, "colour": 3, "palette": 1, "grey_alpha": 2, "colour_alpha": 4}
# Each pass: first column, first row, step across, step down.
_ONE_PASS = ((0, 0, 1, 1),)
_ADAM7 = (
    (0, 0, 8, 8),
    (4, 0, 8, 8),
    (0, 4, 4, 8),
    (2, 0, 4, 4),
    (0, 2, 2, 4),
    (1, 0, 2, 2),
    (0, 1, 1, 2),
)
_UNPACK_STEP = 1 << 20
_DEPTHS = {0: {1, 2, 4, 8, 16}, 2: {8, 16}, 3: {1, 2, 4, 8}, 4: {8, 16}, 6: {8, 16}}
_REMOVED_AS = {
    b"eXIf": "exif",
    b"tEXt": "comment",
    b"zTXt": "comment",
    b"iTXt": "comment",
    b"iCCP": "colour_profile",
    b"gAMA": "colour_profile",
    b"cHRM": "colour_profile",
    b"sRGB": "colour_profile",
    b"cICP": "colour_profile",
    b"tIME": "time",
}


@dataclass(frozen=True)
class PngFacts:
    """What the structure says.

    `clean` keeps IHDR PLTE tRNS IDAT IEND: PLTE only where pixels are looked up in it, and IEND
    empty, since decoders read neither otherwise and anything could stand there. `plain` means grey or
    colour of 8 bits without transparency, so that it may be sent as it is.
    """

    clean: bytes
    width: int
    height: int
    end: int
    plain: bool
    colour: str
    bit_depth: int
    interlaced: bool
    orientation: int
    removed: frozenset[str]
    holds_idle_bytes: bool


def read(data: bytes) -> PngFacts:
    """Facts and stripped copy of one PNG.

    The gamma and profile chunks go too: with them one file shows two pictures, one to a screen
    that applies them and one to a matcher that does not.

    Raises:
        ProbeRefused: truncated, damaged, several_frames.
    """
    position = len(PNG_SIGNATURE)
    kept = [PNG_SIGNATURE]
    removed: set[str] = set()
    seen: list[bytes] = []
    header = b""
    orientation: int | None = None
    holds_idle_bytes = False
    while True:
        if position + 12 > len(data):
            raise ProbeRefused("truncated")
        length = int.from_bytes(data[position : position + 4], "big")
        kind = data[position + 4 : position + 8]
        end = position + 12 + length
        if end > len(data):
            raise ProbeRefused("truncated" if seen and kind.isalpha() else "damaged")
        body = data[position + 8 : end - 4]
        whole = data[position:end]
        position = end
        if not seen and (kind != b"IHDR" or length != 13):
            raise ProbeRefused("damaged")
        if kind in {b"acTL", b"fcTL", b"fdAT"}:
            raise ProbeRefused("several_frames")
        if kind in {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}:
            _check(kind, whole, seen)
            header = body if kind == b"IHDR" else header
            if kind == b"IEND" or (kind == b"PLTE" and header[9] != _PALETTE):
                holds_idle_bytes |= bool(body)  # an empty IEND is put at the end of the copy
            else:
                kept.append(whole)
        elif not kind.isalpha() or not kind[0] & 0x20:
            raise ProbeRefused("damaged")  # a critical chunk that no standard decoder knows
        else:
            removed.add(_REMOVED_AS.get(kind, "other_segment"))
            if kind == b"eXIf":
                facts = exif.read(body)
                removed |= {"gps"} if facts.has_gps else set()
                orientation = facts.orientation if orientation is None else orientation
            elif kind == b"iTXt" and body.startswith(b"XML:com.adobe.xmp\x00"):
                removed.add("xmp")
        if not seen or seen[-1] != kind:
            seen.append(kind)
        if kind == b"IEND":
            break
    width, height = (
        int.from_bytes(header[0:4], "big"),
        int.from_bytes(header[4:8], "big"),
    )
    depth, colour = header[8], header[9]
    if (
        header[12] > 1
        or not 0 < width < 2**31
        or not 0 < height < 2**31
        or depth not in _DEPTHS.get(colour, ())
    ):
        raise ProbeRefused("damaged")
    return PngFacts(
        clean=b"".join([*kept, _END]),
        width=width,
        height=height,
        end=position,
        plain=colour in (0, 2) and depth == 8 and b"tRNS" not in seen,
        colour=_COLOURS[colour],
        bit_depth=depth,
        interlaced=header[12] == 1,
        orientation=orientation or 1,
        removed=frozenset(removed),
        holds_idle_bytes=holds_idle_bytes,
    )


def holds_exactly_its_pixels(facts: PngFacts) -> bool:
    """Whether the compressed data ends where the last pixel does; False when more is hidden there.

    Must be called after the size was checked: it unpacks as much as the size allows.

    Raises:
        ProbeRefused: truncated (decoders would make up the missing rows), damaged.
    """
    left = _unpacked_size(facts)
    unpacker = zlib.decompressobj()
    try:
        for body in _picture_data(facts.clean):
            while body and left >= 0 and not unpacker.eof:
                left -= len(unpacker.decompress(body, _UNPACK_STEP))
                body = unpacker.unconsumed_tail
            if unpacker.eof and (unpacker.unused_data or body):
                return False
            if left < 0:
                return False
        left -= len(unpacker.flush())
    except zlib.error:
        raise ProbeRefused("damaged") from None
    if left > 0 or not unpacker.eof:
        raise ProbeRefused("truncated")
    return left == 0


def _picture_data(clean: bytes) -> Iterator[bytes]:
    position = len(PNG_SIGNATURE)
    while position < len(clean):
        length = int.from_bytes(clean[position : position + 4], "big")
        if clean[position + 4 : position + 8] == b"IDAT":
            yield clean[position + 8 : position + 8 + length]
        position += 12 + length


def _unpacked_size(facts: PngFacts) -> int:
    """Bytes of all rows with their filter bytes, for each of the seven passes if interlaced."""
    bits = facts.bit_depth * _CHANNELS[facts.colour]
    total = 0
    for left, top, across, down in _ADAM7 if facts.interlaced else _ONE_PASS:
        columns = -(-(facts.width - left) // across)
        rows = -(-(facts.height - top) // down)
        if columns > 0 and rows > 0:
            total += rows * (1 + -(-columns * bits // 8))
    return total


def _check(kind: bytes, whole: bytes, seen: list[bytes]) -> None:
    """Checksum, single occurrence and order of a chunk that is kept."""
    if zlib.crc32(whole[4:-4]) != int.from_bytes(whole[-4:], "big"):
        raise ProbeRefused("damaged")
    repeated = kind in seen and not (kind == b"IDAT" and seen[-1] == b"IDAT")
    late = kind in {b"PLTE", b"tRNS"} and b"IDAT" in seen
    if repeated or late or (kind == b"IEND" and b"IDAT" not in seen):
        raise ProbeRefused("damaged")
