"""The way of one file from bytes to probe, in the process that calls it.

Must not be called by the web directly: `intake.take_in` runs it in a child with limits.
"""

from __future__ import annotations

import hashlib

from requests_app.searches.intake import jpeg, png, rendering, screening, sniffing
from requests_app.searches.intake.results import (
    MAX_BYTES,
    MAX_PIXELS,
    MIN_SHORT_SIDE,
    Box,
    PreparedProbe,
    ProbeRefused,
)
from requests_app.searches.intake.sniffing import JPEG


def check_bytes(data: bytes) -> str:
    """The cheap checks, before anything is parsed; returns the mime type.

    Raises:
        ProbeRefused: empty, too_large, format_not_allowed, not_an_image, truncated.
    """
    if len(data) > MAX_BYTES:
        raise ProbeRefused("too_large", {"size": len(data), "limit": MAX_BYTES})
    return sniffing.image_type(data)


def examine(data: bytes, *, crop: Box | None = None) -> PreparedProbe:
    """Take one file in.

    The file is sent as it is but for its metadata wherever every decoder must read it the same
    way; otherwise it is decoded once and written afresh, and each change is recorded. A document
    or archive glued to it is refused; anything else after its end is cut off and recorded.

    Raises:
        ProbeRefused: with every code named there.
    """
    mime = check_bytes(data)
    facts = jpeg.read(data) if mime == JPEG else png.read(data)
    glued = sniffing.second_format(data, facts.end)
    if glued is not None:
        raise ProbeRefused("second_format", {"format": glued})
    _check_size(facts.width, facts.height)

    as_is = facts.plain
    if isinstance(facts, png.PngFacts) and not png.holds_exactly_its_pixels(facts):
        as_is = False
    image = rendering.decode(facts.clean, mime, (facts.width, facts.height))
    if mime == JPEG and not rendering.shows_the_same(image, jpeg.with_idle_tail(facts.clean), mime):
        raise ProbeRefused("truncated")
    work = rendering.Rendering(image)
    rendering.make_opaque(work, bit_depth=getattr(facts, "bit_depth", 8))
    if mime == JPEG and not facts.plain and facts.colour != "cmyk":
        work.note("colour", before="unusual", after=work.image.mode)
    rendering.turn_upright(work, facts.orientation)
    upright = work.image.size
    if crop is not None:
        rendering.cut_out(work, crop)
        _check_size(*work.image.size)

    removed = set(facts.removed)
    if facts.end < len(data):
        removed.add("trailer")
        work.warnings.append("trailing_data_removed")
    if "further_images" in removed:
        work.warnings.append("further_images_removed")

    if work.transformations or not as_is:
        transmission, sent_mime = rendering.encode(work, mime)
        sent_size = work.image.size
        shown = rendering.decode(transmission, sent_mime, sent_size)
    else:
        transmission, sent_mime, shown = facts.clean, mime, work.image
        if transmission != data:
            work.note("stripped", bytes_removed=len(data) - len(transmission))
    figures = screening.screen(shown, luma_table_sum=getattr(facts, "luma_table_sum", None))
    return PreparedProbe(
        original_sha256=hashlib.sha256(data).hexdigest(),
        original_size=len(data),
        original_mime=mime,
        original_width=upright[0],
        original_height=upright[1],
        transmission=transmission,
        mime=sent_mime,
        sha256=hashlib.sha256(transmission).hexdigest(),
        width=shown.width,
        height=shown.height,
        transformations=tuple(work.transformations),
        metadata_removed=tuple(sorted(removed)),
        warnings=tuple(work.warnings + screening.warnings_for(figures, short_side=min(shown.size))),
        screening=figures,
        difference_hash=screening.difference_hash(shown),
    )


def draw(transmission: bytes, *, longest_side: int) -> bytes:
    """A PNG for the page: the decode of exactly these bytes, shrunk if larger than `longest_side`.

    Raises:
        ProbeRefused: they are not a transmission copy that `examine` could have made.
    """
    mime = check_bytes(transmission)
    facts = jpeg.read(transmission) if mime == JPEG else png.read(transmission)
    if not facts.plain or facts.end != len(transmission) or facts.removed:
        raise ProbeRefused("damaged")
    _check_size(facts.width, facts.height)
    image = rendering.decode(transmission, mime, (facts.width, facts.height))
    return rendering.png_bytes(rendering.fit_within(image, longest_side), level=1)


def _check_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise ProbeRefused(
            "too_many_pixels", {"width": width, "height": height, "limit": MAX_PIXELS}
        )
    if min(width, height) < MIN_SHORT_SIDE:
        raise ProbeRefused(
            "too_small", {"width": width, "height": height, "minimum": MIN_SHORT_SIDE}
        )
