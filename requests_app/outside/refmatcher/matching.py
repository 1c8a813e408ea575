"""The comparison of drawings: a 256-bit difference hash, and how many bits two of them share.

Must not be mistaken for face recognition: it knows brightness from left to right, and nothing else.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from PIL import Image

from requests_app.outside.refmatcher import drawings

BITS = 256
_MOST_PIXELS = 25_000_000


class Unreadable(ValueError):
    """A probe that is no whole JPEG or PNG of a bearable size."""


@dataclass(frozen=True)
class Candidate:
    """One drawing of the gallery that resembles the probe."""

    person_id: str
    rank: int
    score: float


def difference_hash(image: Image.Image) -> np.ndarray:
    """256 bits: is each of 16 x 16 places brighter than its neighbour on the right?"""
    grey = image.convert("L").resize((17, 16), Image.Resampling.LANCZOS)
    cells = np.asarray(grey, dtype=np.int16)
    return (cells[:, :-1] > cells[:, 1:]).ravel()


def read_image(data: bytes) -> Image.Image:
    """The decoded probe; raises Unreadable."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=("JPEG", "PNG"))
            if image.width * image.height > _MOST_PIXELS:
                raise Unreadable("The probe has too many pixels.")
            image.load()
    except Unreadable:
        raise
    except Exception as error:
        # Pillow's decoders raise many kinds for a damaged file; for a caller all mean the same.
        raise Unreadable("The probe is no readable JPEG or PNG.") from error
    return image


class ShapeGallery:
    """The drawings of one seed, hashed once at the start; their names begin with the mark of the gallery."""

    def __init__(
        self, *, seed: int = drawings.SEED, count: int = drawings.COUNT, mark: str = "SYN"
    ) -> None:
        numbers = range(1, count + 1)
        self._seed = seed
        self.person_ids = [drawings.person_id(number, mark=mark) for number in numbers]
        self._hashes = np.stack(
            [difference_hash(drawings.draw(number, seed=seed)) for number in numbers]
        )

    def search(
        self, probe: bytes, *, limit: int, threshold: float | None = None
    ) -> list[Candidate]:
        """The most similar drawings, best first, none below the threshold; raises Unreadable."""
        bits = difference_hash(read_image(probe))
        scores = 1 - np.count_nonzero(self._hashes != bits, axis=1) / BITS
        order = np.argsort(-scores, kind="stable")[:limit]
        return [
            Candidate(self.person_ids[place], rank, float(scores[place]))
            for rank, place in enumerate(order, start=1)
            if threshold is None or scores[place] >= threshold
        ]

    def drawing(self, person_id: str) -> tuple[Image.Image, datetime] | None:
        """The drawing of that name and the day on which it is said to have been made; None for no such name."""
        if person_id not in self.person_ids:
            return None
        number = self.person_ids.index(person_id) + 1
        return drawings.draw(number, seed=self._seed), drawings.made_on(number)
