"""The way of one file from bytes to probe, in the process that calls it.

Must not be called by the web directly: `intake.take_in` runs it in a child with limits.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

from PIL import Image

from requests_app.searches.intake import heif, jpeg, png, rendering, screening, sniffing, webp
from requests_app.searches.intake.results import (
    MAX_BYTES,
    MAX_PIXELS,
    MIN_SHORT_SIDE,
    Box,
    PreparedProbe,
    ProbeRefused,
    Transformation,
)
from requests_app.searches.intake.sniffing import HEIC, JPEG, PNG, WEBP

_Facts = jpeg.JpegFacts | png.PngFacts | webp.WebpFacts | heif.HeifFacts
_READERS: Mapping[str, Callable[[bytes], _Facts]] = {
    JPEG: jpeg.read,
    PNG: png.read,
    WEBP: webp.read,
    HEIC: heif.read,
}


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
    way; otherwise it is decoded once and written afresh, and each change is recorded. Whatever
    stands after its end, or can be read as something else, stays out of the copy and is recorded:
    the original is only ever decoded, and leaves for a browser in no form.

    Raises:
        ProbeRefused: with every code named there.
    """
    mime = check_bytes(data)
    facts: _Facts = _READERS[mime](data)
    _check_size(facts.width, facts.height)

    work, as_is = _decoded(facts, mime)
    upright = work.image.size
    if crop is not None:
        rendering.cut_out(work, crop)
        _check_size(*work.image.size)

    removed = set(facts.removed)
    work.warnings += _what_was_cut(facts, data)
    if facts.end < len(data):
        removed.add("trailer")
    if getattr(facts, "holds_idle_bytes", False):
        removed.add("other_segment")
    if "further_images" in removed:
        work.warnings.append("further_images_removed")

    if as_is and sniffing.second_format(facts.clean, len(facts.clean)) is not None:
        as_is = False  # it stands inside the picture's own tables or data: only pixels are kept
    if work.transformations or not as_is:
        kept_without_loss = mime == PNG or (isinstance(facts, webp.WebpFacts) and facts.lossless)
        transmission, sent_mime = rendering.encode(work, PNG if kept_without_loss else JPEG)
        sent_size = work.image.size
        shown = rendering.decode(transmission, sent_mime, sent_size)
    else:
        transmission, sent_mime, shown = facts.clean, mime, work.image
        bytes_removed = len(data) - len(transmission) + _tables_added(facts)
        if bytes_removed:
            work.note("stripped", bytes_removed=bytes_removed)
    if _tables_added(facts):
        work.transformations.insert(0, Transformation("huffman_tables_added"))
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


def _decoded(facts: _Facts, mime: str) -> tuple[rendering.Rendering, bool]:
    """The picture opaque, upright and of 8 bits, and whether the file may be sent as it is."""
    size = (facts.width, facts.height)
    if isinstance(facts, heif.HeifFacts):
        image = _decoded_heic(facts)
    else:
        image = rendering.decode(facts.clean, mime, size)
    if mime == JPEG and not rendering.shows_the_same(image, jpeg.with_idle_tail(facts.clean), mime):
        raise ProbeRefused("truncated")
    work = rendering.Rendering(image)
    if mime in {WEBP, HEIC}:
        work.note("converted", format=sniffing.SHORT_NAMES[mime])
    rendering.make_opaque(work, bit_depth=getattr(facts, "bit_depth", 8))
    if isinstance(facts, jpeg.JpegFacts) and not facts.plain and facts.colour != "cmyk":
        work.note("colour", before="unusual", after=work.image.mode)
    if isinstance(facts, heif.HeifFacts):
        # The decoder turned and cropped it by the container; a turn by EXIF would be the second.
        if facts.turned:
            work.note("upright", **facts.turned)
        if facts.upright_size is None:
            work.note("cropped_by_file", width=image.width, height=image.height)
            _check_size(*image.size)
        return work, False
    rendering.turn_upright(work, facts.orientation)
    if isinstance(facts, png.PngFacts):
        return work, facts.plain and png.holds_exactly_its_pixels(facts)
    return work, isinstance(facts, jpeg.JpegFacts) and facts.plain


def _decoded_heic(facts: heif.HeifFacts) -> Image.Image:
    try:
        return rendering.decode(facts.clean, HEIC, facts.upright_size)
    except ProbeRefused:
        if facts.upright_size is not None:
            raise
        # pi-heif gives the decoder no more room than the picture takes once it is cropped.
        raise ProbeRefused("unreadable") from None


def _tables_added(facts: _Facts) -> int:
    return facts.tables_added if isinstance(facts, jpeg.JpegFacts) else 0


def _what_was_cut(facts: _Facts, data: bytes) -> list[str]:
    """Codes of what stands after the picture, and of what else the file can be read as."""
    found = []
    kind = sniffing.kind_of_trailer(data[facts.end :])
    if facts.end < len(data):
        found.append("trailing_data_removed")
    if kind == "video" or (isinstance(facts, heif.HeifFacts) and facts.has_video):
        found.append("video_removed")
    elif kind == "picture":
        found.append("trailing_picture_removed")
    if sniffing.second_format(data, facts.end) is not None:
        found.append("second_format_removed")
    return found


def draw(transmission: bytes, *, longest_side: int) -> bytes:
    """A PNG for the page: the decode of exactly these bytes, shrunk if larger than `longest_side`.

    Raises:
        ProbeRefused: they are not a transmission copy that `examine` could have made.
    """
    mime = check_bytes(transmission)
    if mime not in {JPEG, PNG}:
        raise ProbeRefused("damaged")
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
