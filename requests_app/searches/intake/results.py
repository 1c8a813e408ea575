"""What the intake of a probe image gives back, and the limits it holds.

Must not decode anything and must not know Django.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from requests_app.common.errors import CountersignError

MAX_BYTES = 8 * 1024 * 1024
MAX_PIXELS = 25_000_000
MIN_SHORT_SIDE = 60
WARN_SHORT_SIDE = 100

SCREENING_LABEL = "image screening, not ISO 29794-5"


class ProbeRefused(CountersignError):
    """The file can not become a probe image.

    `code` is one of: empty, too_large, not_an_image, format_not_allowed, truncated, damaged,
    several_frames, too_many_pixels, too_small, crop_outside, unreadable.
    `params` holds numbers and format names for the message, never bytes or names from the file.
    """

    def __init__(self, code: str, params: Mapping[str, Any] | None = None) -> None:
        self.code = code  # type: ignore[misc]  # here each refusal has its own
        super().__init__(**dict(params or {}))


@dataclass(frozen=True)
class Box:
    """A rectangle in the pixels of the original, as seen upright."""

    left: int
    top: int
    width: int
    height: int

    def as_json(self) -> dict[str, int]:
        return {
            "left": self.left,
            "top": self.top,
            "width": self.width,
            "height": self.height,
        }


@dataclass(frozen=True)
class Transformation:
    """One change made between the original and the transmission copy."""

    code: str
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "parameters": dict(self.parameters)}


@dataclass(frozen=True)
class Screening:
    """Whole-image figures, all integers; see SCREENING_LABEL for what they are not.

    sharpness: variance of the 4-neighbour Laplacian; shares and entropy (of 8 bits) in
    thousandths; dynamic_range: 99th minus 1st percentile of luminance; compression: sum of the
    JPEG luminance quantisation table of the original, null for other formats.
    """

    sharpness: int
    under_exposed_per_mille: int
    over_exposed_per_mille: int
    dynamic_range: int
    entropy_millibits: int
    compression: int | None

    def as_json(self) -> dict[str, Any]:
        return {
            "label": SCREENING_LABEL,
            "sharpness": self.sharpness,
            "under_exposed_per_mille": self.under_exposed_per_mille,
            "over_exposed_per_mille": self.over_exposed_per_mille,
            "dynamic_range": self.dynamic_range,
            "entropy_millibits": self.entropy_millibits,
            "compression": self.compression,
        }


@dataclass(frozen=True)
class PreparedProbe:
    """An image that was taken in: `transmission` is what the matcher gets and the page shows."""

    original_sha256: str
    original_size: int
    original_mime: str
    original_width: int
    original_height: int
    transmission: bytes = field(repr=False)
    mime: str
    sha256: str
    width: int
    height: int
    transformations: tuple[Transformation, ...]
    metadata_removed: tuple[str, ...]
    warnings: tuple[str, ...]
    screening: Screening
    difference_hash: str = field(repr=False)

    def as_json(self) -> dict[str, Any]:
        """All but the picture, fit for a JSON column."""
        return {
            "original_sha256": self.original_sha256,
            "original_size": self.original_size,
            "original_mime": self.original_mime,
            "original_width": self.original_width,
            "original_height": self.original_height,
            "mime": self.mime,
            "sha256": self.sha256,
            "width": self.width,
            "height": self.height,
            "transformations": [step.as_json() for step in self.transformations],
            "metadata_removed": list(self.metadata_removed),
            "warnings": list(self.warnings),
            "screening": self.screening.as_json(),
            "difference_hash": self.difference_hash,
        }

    @classmethod
    def from_json(cls, record: Mapping[str, Any], transmission: bytes) -> PreparedProbe:
        """The inverse of `as_json`, given the picture."""
        values = dict(record)
        values["transformations"] = tuple(
            Transformation(step["code"], step["parameters"]) for step in record["transformations"]
        )
        values["metadata_removed"] = tuple(record["metadata_removed"])
        values["warnings"] = tuple(record["warnings"])
        figures = {key: value for key, value in record["screening"].items() if key != "label"}
        values["screening"] = Screening(**figures)
        return cls(transmission=transmission, **values)
