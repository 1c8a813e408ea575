"""Reads what a HEIC file says of its pictures: which is the primary one, how large, how turned.

Must not decode: it is the decoder's turn once the size is known and bearable, and the kind of every
coded part is the one that phones write.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from requests_app.searches.intake import exif
from requests_app.searches.intake.results import ProbeRefused

_SEQUENCE_BRANDS = {b"hevc", b"hevx", b"hevm", b"hevs", b"msf1"}
_OUTER = {b"ftyp", b"meta", b"mdat"}
_PADDING = {b"free", b"skip"}
_CODED = {b"hvc1", b"grid", b"iovl", b"iden", b"av01", b"jpeg", b"avc1", b"unci", b"vvc1", b"j2k1"}
_MOST_ITEMS = 4096
_MOST_BOXES = 20_000
_FULL_TURN = 4
_ONE_EACH = {b"pitm", b"iinf", b"iref", b"iprp", b"iloc", b"idat", b"ipco"}
_ONE_A_PICTURE = {b"ispe", b"hvcC", b"irot", b"imir", b"clap"}


@dataclass(frozen=True)
class HeifFacts:
    """What the structure says; sides are those of the coded picture, before it is turned.

    `clean` is the file up to the end of its last picture data, with no box in it but those that
    hold pictures, and with nothing tied to them that describes them (EXIF, XMP): the binding to the
    decoder reads that, and dies of what it does not expect there. `turned` are the steps, in their order, that the decoder itself takes to show the
    picture upright: quarter turns to the left, then mirrorings.
    """

    clean: bytes
    width: int
    height: int
    end: int
    bit_depth: int
    turned: dict[str, int]
    upright_size: tuple[int, int] | None
    removed: frozenset[str]
    has_video: bool


@dataclass
class _Meta:
    """The tables of the one box that describes the items."""

    primary: int = 0
    kinds: dict[int, bytes] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    mime: dict[int, bytes] = field(default_factory=dict)
    links: list[tuple[bytes, int, tuple[int, ...]]] = field(default_factory=list)
    properties: list[tuple[bytes, bytes]] = field(default_factory=list)
    of_item: dict[int, list[int]] = field(default_factory=dict)
    places: dict[int, tuple[int, list[tuple[int, int]]]] = field(default_factory=dict)
    idat: bytes = b""


def read(data: bytes) -> HeifFacts:
    """Facts of one HEIC.

    Raises:
        ProbeRefused: truncated, damaged, several_frames, format_not_allowed.
    """
    try:
        return _read(data)
    except IndexError:  # a table that ends before its own count
        raise ProbeRefused("damaged") from None


def _read(data: bytes) -> HeifFacts:
    clean = bytearray()
    table: bytes | None = None
    has_video, end = False, 0
    others: list[int] = []
    for kind, start, body, stop in _boxes(data, 0, len(data), outer=True):
        whole = bytearray(data[start:stop])
        if kind == b"moov":
            has_video = True
        if kind == b"meta" and table is not None:
            raise ProbeRefused("damaged")
        if kind == b"meta":
            table = data[body:stop]
            _untie_descriptions(whole, body - start)
        elif kind not in _OUTER | _PADDING:
            whole[4:8] = b"free"  # places in the file stay what they are
            others += [start] if kind != b"moov" else []
        clean += whole
        if kind in _OUTER:
            end = stop
    if data[8:12] in _SEQUENCE_BRANDS or (table is None and has_video):
        raise ProbeRefused("several_frames")
    if table is None:
        raise ProbeRefused("truncated")
    meta = _tables(table)
    _check_places(meta, data, end)
    removed = _what_else(meta, data)
    if any(start < end for start in others):
        removed.add("other_segment")
    properties = [meta.properties[index] for index in meta.of_item.get(meta.primary, ())]
    kinds = {kind for kind, _body in properties}
    width, height = _extent(properties)
    turned = _turned(properties)
    flat = turned.get("quarter_turns_left", 0) % 2 == 0
    if b"colr" in kinds:
        removed.add("colour_profile")
    return HeifFacts(
        clean=bytes(clean[:end]),
        width=width,
        height=height,
        end=end,
        bit_depth=_depth(meta, properties),
        turned=turned,
        upright_size=None if b"clap" in kinds else (width, height) if flat else (height, width),
        removed=frozenset(removed),
        has_video=has_video,
    )


def _untie_descriptions(whole: bytearray, body: int) -> None:
    """Rename each link from a description to what it describes; nothing moves."""
    table = bytes(whole)
    for kind, _start, inner, stop in _boxes(table, body + 4, len(table)):
        if kind == b"iref":
            for link, start, _body, _stop in _boxes(table, inner + 4, stop):
                if link == b"cdsc":
                    whole[start + 4 : start + 8] = b"free"


def _boxes(
    data: bytes, position: int, end: int, *, outer: bool = False
) -> Iterator[tuple[bytes, int, int, int]]:
    """Kind, start, start of the body and end of each box; of a file, up to where no more follow."""
    for _ in range(_MOST_BOXES):
        if position + 8 > end:
            return
        size = int.from_bytes(data[position : position + 4], "big")
        kind = data[position + 4 : position + 8]
        head = 8
        if size == 1:
            size, head = int.from_bytes(data[position + 8 : position + 16], "big"), 16
        elif size == 0:
            size = end - position
        if outer and kind == b"ftyp" and position:
            return  # another file begins: the video of a motion photo
        known = kind in _OUTER | _PADDING | {b"moov"}
        if size < head or position + size > end:
            if not outer or known:
                raise ProbeRefused("truncated" if size >= head else "damaged")
            return  # no box: what phones and editors put after the last one
        if outer and not (known or kind.isalnum()):
            return
        yield kind, position, position + head, position + size
        position += size
    raise ProbeRefused("damaged")


class _Numbers:
    """Reads whole numbers one after the other; past the end it raises IndexError."""

    def __init__(self, data: bytes, position: int = 0) -> None:
        self.data, self.position = data, position

    def next(self, size: int) -> int:
        if self.position + size > len(self.data):
            raise IndexError
        value = int.from_bytes(self.data[self.position : self.position + size], "big")
        self.position += size
        return value


def _tables(table: bytes) -> _Meta:
    meta = _Meta()
    seen: set[bytes | tuple[bytes, int]] = set()
    for kind, _start, body, stop in _boxes(table, 4, len(table)):
        inner = table[body:stop]
        _check_said_once(seen, kind)
        if kind == b"pitm":
            numbers = _Numbers(inner, 4)
            meta.primary = numbers.next(4 if inner[0] else 2)
        elif kind == b"iinf":
            _items(meta, inner)
        elif kind == b"iref":
            _links(meta, inner)
        elif kind == b"iprp":
            _properties(meta, inner)
        elif kind == b"iloc":
            _places(meta, inner)
        elif kind == b"idat":
            meta.idat = inner
    if meta.primary not in meta.kinds:
        raise ProbeRefused("damaged")
    _check_kinds(meta)
    return meta


def _check_said_once(seen: set[bytes | tuple[bytes, int]], kind: bytes, item: int = -1) -> None:
    """Where a file says something twice the decoder might believe the other one than we do.

    Raises:
        ProbeRefused: damaged.
    """
    what = kind if item < 0 else (kind, item)
    if what in seen:
        raise ProbeRefused("damaged")
    if item >= 0 or kind in _ONE_EACH:
        seen.add(what)


def _items(meta: _Meta, inner: bytes) -> None:
    start = 8 if inner[0] else 6
    seen: set[bytes | tuple[bytes, int]] = set()
    for kind, _start, body, stop in _boxes(inner, start, len(inner)):
        if kind != b"infe":
            continue
        entry = inner[body:stop]
        if entry[0] < 2:
            raise ProbeRefused("damaged")
        numbers = _Numbers(entry, 4)
        number = numbers.next(4 if entry[0] > 2 else 2)
        numbers.next(2)
        _check_said_once(seen, kind, number)
        kind_of_item = entry[numbers.position : numbers.position + 4]
        meta.kinds[number] = kind_of_item
        if entry[3] & 1:
            meta.hidden.add(number)
        if kind_of_item == b"mime":
            meta.mime[number] = entry[numbers.position + 4 :]
    if len(meta.kinds) > _MOST_ITEMS:
        raise ProbeRefused("damaged")


def _links(meta: _Meta, inner: bytes) -> None:
    size = 4 if inner[0] else 2
    for kind, _start, body, stop in _boxes(inner, 4, len(inner)):
        numbers = _Numbers(inner[:stop], body)
        origin = numbers.next(size)
        targets = tuple(numbers.next(size) for _ in range(numbers.next(2)))
        meta.links.append((kind, origin, targets))


def _properties(meta: _Meta, inner: bytes) -> None:
    seen: set[bytes | tuple[bytes, int]] = set()
    for kind, _start, body, stop in _boxes(inner, 0, len(inner)):
        _check_said_once(seen, kind)
        if kind == b"ipco":
            meta.properties = [
                (name, inner[at:until]) for name, _from, at, until in _boxes(inner, body, stop)
            ]
        elif kind == b"ipma":
            numbers = _Numbers(inner[:stop], body + 4)
            wide = 2 if inner[body + 3] & 1 else 1
            for _ in range(numbers.next(4)):
                item = numbers.next(4 if inner[body] else 2)
                _check_said_once(seen, kind, item)
                for _each in range(numbers.next(1)):
                    index = numbers.next(wide) & (0x7FFF if wide == 2 else 0x7F)
                    if index:
                        meta.of_item.setdefault(item, []).append(index - 1)
    if any(index >= len(meta.properties) for held in meta.of_item.values() for index in held):
        raise ProbeRefused("damaged")
    for held in meta.of_item.values():
        kinds = [meta.properties[index][0] for index in held]
        if any(kinds.count(kind) > 1 for kind in _ONE_A_PICTURE):
            raise ProbeRefused("damaged")


def _places(meta: _Meta, inner: bytes) -> None:
    numbers = _Numbers(inner, 4)
    sizes = numbers.next(2)
    offset_size, length_size = sizes >> 12, sizes >> 8 & 15
    base_size, index_size = sizes >> 4 & 15, sizes & 15 if inner[0] else 0
    wide = 4 if inner[0] == 2 else 2
    seen: set[bytes | tuple[bytes, int]] = set()
    for _ in range(numbers.next(wide)):
        item = numbers.next(wide)
        _check_said_once(seen, b"iloc", item)
        method = numbers.next(2) & 15 if inner[0] else 0
        numbers.next(2)
        base = numbers.next(base_size)
        extents = []
        for _each in range(numbers.next(2)):
            numbers.next(index_size)
            offset = base + numbers.next(offset_size)
            extents.append((offset, numbers.next(length_size)))
        meta.places[item] = (method, extents)


def _check_kinds(meta: _Meta) -> None:
    """The primary picture is one coded by HEVC, or a grid of such: nothing else reaches a decoder.

    Raises:
        ProbeRefused: format_not_allowed, damaged.
    """
    used = {meta.primary} | {
        origin
        for link, origin, targets in meta.links
        if link == b"auxl" and meta.primary in targets
    }
    grids = {item for item in used if meta.kinds.get(item) == b"grid"}
    parts = {
        part
        for link, origin, targets in meta.links
        if link == b"dimg" and origin in grids
        for part in targets
    }
    coded = {meta.kinds.get(item, b"") for item in used - grids | parts}
    if b"av01" in coded:
        raise ProbeRefused("format_not_allowed", {"format": "AVIF"})
    if not coded or coded != {b"hvc1"}:
        raise ProbeRefused("format_not_allowed", {"format": "HEIF without HEVC"})


def _check_places(meta: _Meta, data: bytes, end: int) -> None:
    for method, extents in meta.places.values():
        limit = {0: end, 1: len(meta.idat)}.get(method, 0)
        if any(offset + length > limit for offset, length in extents):
            raise ProbeRefused("truncated" if method == 0 else "damaged")
    if meta.primary not in meta.places:
        raise ProbeRefused("damaged")


def _content(meta: _Meta, data: bytes, item: int) -> bytes:
    method, extents = meta.places.get(item, (0, []))
    source = meta.idat if method else data
    return b"".join(source[offset : offset + length] for offset, length in extents)


def _what_else(meta: _Meta, data: bytes) -> set[str]:
    """What the file holds beside its primary picture, none of which goes into the copy."""
    removed: set[str] = set()
    parts: set[int] = set()
    for link, origin, targets in meta.links:
        if link == b"thmb":
            removed.add("thumbnail")
            parts.add(origin)
        elif link == b"auxl":
            parts.add(origin)
            if not _is_alpha(meta, origin):
                removed.add("auxiliary_images")
        elif link == b"dimg":
            parts |= set(targets)
    for item, kind in meta.kinds.items():
        if kind == b"Exif":
            removed.add("exif")
            block = _content(meta, data, item)
            facts = exif.read(block[4 + int.from_bytes(block[:4], "big") :])
            removed |= {"gps"} if facts.has_gps else set()
            removed |= {"thumbnail"} if facts.has_thumbnail else set()
        elif kind == b"mime":
            removed.add("xmp" if b"rdf+xml" in meta.mime.get(item, b"") else "other_segment")
        elif kind in _CODED and item != meta.primary and item not in parts | meta.hidden:
            removed.add("further_images")
        elif kind == b"tmap":
            removed.add("auxiliary_images")
    return removed


def _is_alpha(meta: _Meta, item: int) -> bool:
    held = [meta.properties[index] for index in meta.of_item.get(item, ())]
    return any(
        kind == b"auxC" and (b"alpha" in body or b"hevc:2015:auxid:1" in body)
        for kind, body in held
    )


def _extent(properties: list[tuple[bytes, bytes]]) -> tuple[int, int]:
    for kind, body in properties:
        if kind == b"ispe":
            numbers = _Numbers(body, 4)
            width, height = numbers.next(4), numbers.next(4)
            if width and height:
                return width, height
    raise ProbeRefused("damaged")


def _turned(properties: list[tuple[bytes, bytes]]) -> dict[str, int]:
    """The quarter turns to the left and the mirrorings, none where there is nothing to do."""
    turned: dict[str, int] = {}
    for kind, body in properties:
        if kind == b"irot" and body[0] % _FULL_TURN:
            turned["quarter_turns_left"] = body[0] % _FULL_TURN
        elif kind == b"imir":
            turned["mirrored"] = 1 + body[0] % 2
    return turned


def _depth(meta: _Meta, properties: list[tuple[bytes, bytes]]) -> int:
    """Bits of each colour, as the picture, or the first part of a grid, is coded."""
    for link, origin, targets in meta.links:
        if link == b"dimg" and origin == meta.primary and targets:
            held = meta.of_item.get(targets[0], ())
            properties = [*properties, *(meta.properties[index] for index in held)]
    for kind, body in properties:
        if kind == b"hvcC" and len(body) > 17:
            return 8 + (body[17] & 7)
    return 8
