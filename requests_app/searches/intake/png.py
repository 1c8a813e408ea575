"""Walks a PNG's chunks, and writes a copy that holds the picture and nothing else.
Must not decode or re-encode: the compressed picture data is carried over byte for byte."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from requests_app.searches.intake import exif
from requests_app.searches.intake.results import ProbeRefused
from requests_app.searches.intake.sniffing import PNG_SIGNATURE

_COLOURS = {0: "grey", 2: "colour", 3: "palette", 4: "grey_alpha", 6: "colour_alpha"}
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
    """What the structure says. `clean` keeps IHDR PLTE tRNS IDAT IEND; `plain` means grey or colour
    of 8 bits without transparency, so that it may be sent as it is."""

    clean: bytes
    width: int
    height: int
    end: int
    plain: bool
    colour: str
    bit_depth: int
    orientation: int
    removed: frozenset[str]


def read(data: bytes) -> PngFacts:
    """Facts and stripped copy of one PNG.

    The gamma and profile chunks go too: with them one file shows two pictures, one to a screen
    that applies them and one to a matcher that does not.
    Raises ProbeRefused: truncated, damaged, several_frames.
    """
    position = len(PNG_SIGNATURE)
    kept = [PNG_SIGNATURE]
    removed: set[str] = set()
    seen: list[bytes] = []
    header = b""
    orientation: int | None = None
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
    width, height = int.from_bytes(header[0:4], "big"), int.from_bytes(header[4:8], "big")
    depth, colour = header[8], header[9]
    if not 0 < width < 2**31 or not 0 < height < 2**31 or depth not in _DEPTHS.get(colour, ()):
        raise ProbeRefused("damaged")
    return PngFacts(
        clean=b"".join(kept),
        width=width,
        height=height,
        end=position,
        plain=colour in (0, 2) and depth == 8 and b"tRNS" not in seen,
        colour=_COLOURS[colour],
        bit_depth=depth,
        orientation=orientation or 1,
        removed=frozenset(removed),
    )


def _check(kind: bytes, whole: bytes, seen: list[bytes]) -> None:
    """Checksum, single occurrence and order of a chunk that is kept."""
    if zlib.crc32(whole[4:-4]) != int.from_bytes(whole[-4:], "big"):
        raise ProbeRefused("damaged")
    repeated = kind in seen and not (kind == b"IDAT" and seen[-1] == b"IDAT")
    late = kind in {b"PLTE", b"tRNS"} and b"IDAT" in seen
    if repeated or late or (kind == b"IEND" and b"IDAT" not in seen):
        raise ProbeRefused("damaged")
