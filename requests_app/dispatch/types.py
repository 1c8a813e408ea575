"""What goes to a matcher and what comes back, as frozen values.

Must not hold rows, keys or names of people: a candidate is an opaque id, a rank and a score.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from requests_app.wire.grant import GrantDetail


@dataclass(frozen=True)
class Timeouts:
    """Seconds. `total` is the wall cap of one whole call, whatever the matcher drips."""

    connect: float = 5
    write: float = 30
    read: float = 60
    total: float = 600


@dataclass(frozen=True)
class ScoreScale:
    """How one engine's scores are to be read; they are never compared across engines."""

    name: str
    engine: str
    engine_version: str
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    higher_is_better: bool = True


@dataclass(frozen=True)
class ProbeImage:
    """The transmission copy of a probe, exactly as it is sent."""

    data: bytes = field(repr=False)
    sha256: str
    mime: str
    width: int
    height: int
    captured_at: datetime | None = None
    pose: str | None = None
    """OSIA's word when it is known: PORTRAIT, LEFT_PROFILE or RIGHT_PROFILE."""


@dataclass(frozen=True)
class SearchOrder:
    """One approved search, in the terms of its authorisation."""

    search_id: UUID
    probe: ProbeImage
    gallery: str
    max_candidates: int
    min_threshold: Decimal | None
    mode: str
    priority: int | None = None
    filters: Mapping[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class PictureOrder:
    """The picture of one candidate of a search's answer; ids and gallery as the matcher writes them."""

    search_id: UUID
    gallery: str
    person_id: str = field(repr=False)
    encounter_id: str = field(repr=False)


@dataclass(frozen=True)
class FetchedPicture:
    """A candidate's picture as it came: nobody has yet tried whether it is an image.

    `captured_at` is when the matcher says that it was taken, and None where it does not say.
    """

    data: bytes = field(repr=False)
    captured_at: datetime | None
    not_a_face_recogniser: bool


@dataclass(frozen=True)
class PreparedRequest:
    """The exact bytes of a call, and the digests of exactly these bytes."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)
    body_sha256: str
    probe_sha256: str
    filter_sha256: str
    search_id: UUID
    gallery: str
    max_candidates: int
    min_threshold: Decimal | None
    mode: str

    def grant_detail(
        self,
        *,
        gallery_sha256: str,
        entry_sha256: str | None = None,
        proof_sha256: str | None = None,
    ) -> GrantDetail:
        """What a grant for this call must say; `gallery_sha256` is the registry entry's digest."""
        return GrantDetail(
            search_id=str(self.search_id),
            gallery=self.gallery,
            gallery_sha256=gallery_sha256,
            max_candidates=self.max_candidates,
            min_threshold=threshold_text(self.min_threshold),
            mode=self.mode,
            filter_sha256=self.filter_sha256,
            probe_sha256=self.probe_sha256,
            body_sha256=self.body_sha256,
            entry_sha256=entry_sha256,
            proof_sha256=proof_sha256,
        )


@dataclass(frozen=True)
class Candidate:
    """One line of a candidate list."""

    external_id: str
    rank: int
    score: Decimal
    encounter_id: str | None = None
    galleries: tuple[str, ...] = ()


@dataclass(frozen=True)
class MatcherAnswer:
    """A candidate list that was held against its order and found to fit."""

    search_id: UUID
    gallery: str
    candidates: tuple[Candidate, ...]
    engine: str
    engine_version: str
    mode: str
    candidate_limit: int
    raw_sha256: str
    replayed: bool
    not_a_face_recogniser: bool


@dataclass(frozen=True)
class Completed:
    """The matcher answered."""

    result: MatcherAnswer
    http_status: int
    bytes_sent: int
    receipt: str | None = field(default=None, repr=False)
    """The gate's signed receipt as it came, unchecked; None from a matcher without a gate."""


def threshold_text(threshold: Decimal | None) -> str | None:
    """A threshold written out, as leaf, grant and query all carry it: no exponent, no spare zero."""
    if threshold is None:
        return None
    text = format(threshold, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"", "-0"} else text
