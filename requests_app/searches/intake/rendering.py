"""Turns a stripped image into opaque 8-bit pixels, and pixels into a transmission copy.

Must only be given bytes whose structure and size were checked before: it does decode.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO

import numpy
from PIL import Image, ImageChops, ImageFile

from requests_app.searches.intake.results import (
    MAX_BYTES,
    MAX_PIXELS,
    Box,
    ProbeRefused,
    Transformation,
)
from requests_app.searches.intake.sniffing import HEIC, JPEG, PNG, WEBP

# A second lock behind the size check of the pipeline, for whatever else decodes in this process.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
ImageFile.LOAD_TRUNCATED_IMAGES = False

_FORMATS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP"}
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# The first that fits the byte limit is taken: (quality, chroma subsampling as Pillow numbers it).
_JPEG_LADDER = ((95, 0), (95, 2), (90, 2), (85, 2), (75, 2))


@dataclass
class Rendering:
    """An image on its way, with what was done to it."""

    image: Image.Image
    transformations: list[Transformation] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def note(self, code: str, **parameters: object) -> None:
        self.transformations.append(Transformation(code, parameters))


def decode(clean: bytes, mime: str, size: tuple[int, int] | None) -> Image.Image:
    """All pixels of one still image.

    `size` is what the structure said; a decoder that reads another one is not trusted. None is for
    a HEIC that is cropped by itself, whose size only its decoder tells.

    Raises:
        ProbeRefused: truncated, damaged.
    """
    try:
        image = _decode_heic(clean) if mime == HEIC else _decode(clean, _FORMATS[mime], size)
        if size is not None and image.size != size:
            raise ProbeRefused("damaged")
    except ProbeRefused:
        raise
    except OSError as error:
        code = "truncated" if "truncated" in str(error) else "damaged"
        raise ProbeRefused(code) from None
    except Exception:  # noqa: BLE001 - a decoder raises anything it likes on hostile bytes
        raise ProbeRefused("damaged") from None
    return image


def _decode(clean: bytes, name: str, size: tuple[int, int] | None) -> Image.Image:
    image = Image.open(BytesIO(clean), formats=(name,))
    if image.format != name or image.size != size or getattr(image, "n_frames", 1) != 1:
        raise ProbeRefused("damaged")
    image.load()
    return image


def _decode_heic(clean: bytes) -> Image.Image:
    """The primary picture, turned as its container says; its EXIF orientation counts for nothing.

    Whatever else the file holds is not looked at, and its size was checked before.
    """
    # Only where a HEIC is read: it brings a decoder of video into the process.
    import pi_heif  # type: ignore[import-untyped]

    vars(pi_heif.options).update(
        DECODE_THREADS=1, THUMBNAILS=False, DEPTH_IMAGES=False, AUX_IMAGES=False
    )
    held = pi_heif.open_heif(clean)
    primary = held[held.primary_index]
    width, height = primary.size
    if not primary.info.get("primary") or width * height > MAX_PIXELS:
        raise ProbeRefused("damaged")
    image: Image.Image = primary.to_pillow()
    if image.width * image.height > MAX_PIXELS:
        raise ProbeRefused("damaged")
    return image


def shows_the_same(image: Image.Image, other: bytes, mime: str) -> bool:
    """Whether other bytes decode to exactly these pixels."""
    again = decode(other, mime, image.size)
    return again.mode == image.mode and ImageChops.difference(image, again).getbbox() is None


def make_opaque(rendering: Rendering, *, bit_depth: int = 8) -> None:
    """Bring the image to mode L or RGB, 8 bits, no transparency; note each change."""
    image = rendering.image
    if image.mode.startswith("I"):
        image = _high_byte(image)
    if bit_depth != 8 and image.mode not in {"P", "PA"}:
        rendering.note("bit_depth", before=bit_depth, after=8)
    if image.mode in {"LA", "PA", "RGBA", "La", "RGBa"} or "transparency" in image.info:
        image = _flatten(rendering, image)
    elif image.mode == "1":
        image = image.convert("L")
    elif image.mode not in {"L", "RGB"}:
        rendering.note("colour", before=image.mode, after="RGB")
        image = image.convert("RGB")
    image.info.clear()
    rendering.image = image


def _high_byte(image: Image.Image) -> Image.Image:
    """16-bit grey to 8-bit by its high byte, as colour is read; Pillow's own way would clip."""
    samples = numpy.asarray(image).astype(numpy.uint16)
    grey = Image.fromarray((samples >> 8).astype(numpy.uint8))
    hidden = image.info.get("transparency")
    if isinstance(hidden, int):
        grey.putalpha(Image.fromarray(numpy.where(samples == hidden, 0, 255).astype(numpy.uint8)))
    return grey


def _flatten(rendering: Rendering, image: Image.Image) -> Image.Image:
    was_grey = image.mode in {"LA", "La", "L", "1"}
    colours = image.convert("RGBA")
    alpha = numpy.asarray(colours.getchannel("A"))
    see_through = int(numpy.count_nonzero(alpha != 255))
    if see_through:
        per_mille = max(1, round(1000 * see_through / alpha.size))
        rendering.note("flattened", background="white", not_opaque_per_mille=per_mille)
        rendering.warnings.append("transparent")
        white = Image.new("RGBA", colours.size, (255, 255, 255, 255))
        colours = Image.alpha_composite(white, colours)
    else:
        rendering.note("alpha_removed", not_opaque_per_mille=0)
    return colours.convert("L" if was_grey else "RGB")


def turn_upright(rendering: Rendering, orientation: int) -> None:
    """Apply what the EXIF orientation only asked a viewer to do."""
    if orientation in _UPRIGHT:
        rendering.image = rendering.image.transpose(_UPRIGHT[orientation])
        rendering.note("upright", exif_orientation=orientation)


def cut_out(rendering: Rendering, crop: Box) -> None:
    """Keep only the rectangle.

    Raises:
        ProbeRefused: crop_outside with the image's size.
    """
    width, height = rendering.image.size
    right, bottom = crop.left + crop.width, crop.top + crop.height
    inside = 0 <= crop.left < right <= width and 0 <= crop.top < bottom <= height
    if not inside:
        raise ProbeRefused("crop_outside", {"width": width, "height": height})
    if (crop.width, crop.height) == (width, height):
        return
    rendering.image = rendering.image.crop((crop.left, crop.top, right, bottom))
    rendering.note("cropped", **crop.as_json())


def encode(rendering: Rendering, mime: str) -> tuple[bytes, str]:
    """Return a transmission copy of the pixels, and its media type.

    PNG without loss where the source was one and it fits, else JPEG of quality 95, or the next step
    down that fits the byte limit.
    """
    if mime == PNG:
        data = png_bytes(rendering.image, level=6)
        if len(data) <= MAX_BYTES:
            rendering.note("encoded", format="PNG")
            return data, PNG
    for quality, subsampling in _JPEG_LADDER:
        buffer = BytesIO()
        rendering.image.save(buffer, "JPEG", quality=quality, subsampling=subsampling)
        if buffer.tell() <= MAX_BYTES:
            rendering.note(
                "encoded",
                format="JPEG",
                quality=quality,
                chroma="4:4:4" if subsampling == 0 else "4:2:0",
            )
            return buffer.getvalue(), JPEG
    raise ProbeRefused("too_large", {"limit": MAX_BYTES, "after": "encoding"})


def png_bytes(image: Image.Image, *, level: int) -> bytes:
    buffer = BytesIO()
    image.save(buffer, "PNG", compress_level=level)
    return buffer.getvalue()


def fit_within(image: Image.Image, longest_side: int) -> Image.Image:
    """Shrunk by area averaging, so that no picture hidden between the pixels comes forward."""
    factor = longest_side / max(image.size)
    if factor >= 1:
        return image
    size = (max(1, round(image.width * factor)), max(1, round(image.height * factor)))
    return image.resize(size, Image.Resampling.BOX)
