"""Whole-image figures and the hash by which duplicates are found."""

from __future__ import annotations

import numpy
from PIL import Image

from requests_app.searches.intake.results import WARN_SHORT_SIDE, Screening

_DARK, _BRIGHT = 26, 248
_HASH_COLUMNS, _HASH_ROWS = 17, 16
HASH_BITS = (_HASH_COLUMNS - 1) * _HASH_ROWS

# Where a figure becomes a warning. Ours, and mild: they ask a person to look, nothing more.
_BLURRED_BELOW = 30
_MOSTLY_PER_MILLE = 500
_FLAT_BELOW = 60
_HEAVY_COMPRESSION_ABOVE = 3700  # about JPEG quality 50


def screen(image: Image.Image, *, luma_table_sum: int | None) -> Screening:
    """Figures of an opaque 8-bit image."""
    grey = numpy.asarray(image.convert("L"))
    counts = numpy.bincount(grey.ravel(), minlength=256)
    total = grey.size
    shares = counts[counts > 0] / total
    cumulative = numpy.cumsum(counts) / total
    low, high = (int(numpy.searchsorted(cumulative, share)) for share in (0.01, 0.99))
    return Screening(
        sharpness=_laplacian_variance(grey),
        under_exposed_per_mille=round(1000 * int(counts[:_DARK].sum()) / total),
        over_exposed_per_mille=round(1000 * int(counts[_BRIGHT:].sum()) / total),
        dynamic_range=max(0, high - low),
        entropy_millibits=abs(round(-1000 * float((shares * numpy.log2(shares)).sum()))),
        compression=luma_table_sum,
    )


def _laplacian_variance(grey: numpy.ndarray) -> int:
    wide = grey.astype(numpy.int16)
    edges = (
        wide[:-2, 1:-1] + wide[2:, 1:-1] + wide[1:-1, :-2] + wide[1:-1, 2:] - 4 * wide[1:-1, 1:-1]
    )
    return round(float(edges.var(dtype=numpy.float64))) if edges.size else 0


def warnings_for(figures: Screening, *, short_side: int) -> list[str]:
    """Codes of what a person should look at before going on."""
    found = {
        "small": short_side < WARN_SHORT_SIDE,
        "blurred": figures.sharpness < _BLURRED_BELOW,
        "dark": figures.under_exposed_per_mille > _MOSTLY_PER_MILLE,
        "bright": figures.over_exposed_per_mille > _MOSTLY_PER_MILLE,
        "flat": figures.dynamic_range < _FLAT_BELOW,
        "heavily_compressed": (figures.compression or 0) > _HEAVY_COMPRESSION_ABOVE,
    }
    return [code for code, holds in found.items() if holds]


def difference_hash(image: Image.Image) -> str:
    """256 bits as 64 hexadecimal digits: is each of 16 x 16 areas darker than its right neighbour."""
    small = image.convert("L").resize((_HASH_COLUMNS, _HASH_ROWS), Image.Resampling.BOX)
    levels = numpy.asarray(small)
    return numpy.packbits(levels[:, :-1] < levels[:, 1:]).tobytes().hex()


def similar(hash_a: str, hash_b: str) -> int:
    """How many of the 256 bits differ: 0 for copies, about 128 for strangers."""
    if len(hash_a) * 4 != HASH_BITS or len(hash_b) * 4 != HASH_BITS:
        raise ValueError("a difference hash has 64 hexadecimal digits")
    return (int(hash_a, 16) ^ int(hash_b, 16)).bit_count()
