"""The sheet of a lead that is released, as typed values with canonical bytes: what the officer is given, and no more.

Pure, and the same in every language: codes, and what people wrote. It holds no picture, since a picture could seed a
line-up, and no rank or score, which say how alike two faces look to an engine and not whose they are.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from requests_app.common.errors import BadInput
from requests_app.common.foreign_data import Malformed, StrictConverter
from requests_app.searches.examined import Comparison
from requests_app.wire import canonical

FORMAT = 1
"""Of the sheet's canonical bytes; another shape is another number."""


class Selects(StrEnum):
    """Whom an examiner selected, beside the candidate of the lead. Codes are stable for ever."""

    THIS = "this"
    ANOTHER = "another"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class View:
    """What one examiner concluded, as it stands when the lead is decided on.

    Attributes:
        selects: a `Selects`.
        outcome: how strongly the candidate they selected is supported, or why they selected nobody.
        quality: of the probe image; limitations: of the comparisons; correction: why they took a selection back.
        comparison: what they recorded of the lead's candidate.
    """

    selects: str
    outcome: str
    quality: str
    limitations: str
    correction: str
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class Searched:
    """What was searched, and when.

    Attributes:
        search_id: of the approved search; searched_at: when its answer was received, in RFC 3339.
        gallery_en, gallery_fr: its name in the registry; gallery_digest: of the whole entry.
        engine, engine_version: as the matcher named itself; not_a_face_recogniser: that it says it is none.
        mode, threshold, candidate_limit: how the search ran; candidates: how many were returned.
    """

    search_id: str
    searched_at: str
    gallery_en: str
    gallery_fr: str
    gallery_digest: str
    engine: str
    engine_version: str
    not_a_face_recogniser: bool
    mode: str
    threshold: str
    candidate_limit: int
    candidates: int


@dataclass(frozen=True, slots=True)
class Weighed:
    """One part of the description, held against the candidate.

    Attributes:
        attribute: a part of `answers.Description`; described: what was said of it before the search.
        candidate: what is known of the candidate; agrees: a `release.Agrees`; resolution: of a contradiction.
    """

    attribute: str
    described: str
    candidate: str
    agrees: str
    resolution: str


@dataclass(frozen=True, slots=True)
class Lead:
    """Everything that stands on the sheet.

    Attributes:
        reference: of the request; recipient: whom it is for; unit_en, unit_fr: theirs.
        goes_to: the unit that the officer named to receive the result of a search about a person at risk; such a result
            may not be used to prosecute the person who was searched for. Empty otherwise.
        candidate: the engine's name of the person.
        picture_captured_at: when the matcher says that their picture was taken, in RFC 3339; empty where it does
            not say, or has given out no picture.
        searched: what was searched.
        views: of every examiner who concluded, also of one who differs.
        weighed: each part of the description.
        released_by: the name of the supervisor; released_at, expires_at: in RFC 3339.
    """

    format: int
    reference: str
    recipient: str
    unit_en: str
    unit_fr: str
    goes_to: str
    candidate: str
    picture_captured_at: str
    searched: Searched
    views: tuple[View, ...]
    weighed: tuple[Weighed, ...]
    released_by: str
    released_at: str
    expires_at: str


_converter = StrictConverter(dates_as_text=True)


def encode(lead: Lead) -> bytes:
    """Return the canonical bytes (RFC 8785) of a sheet: what is sealed, and what its digest is taken of."""
    return canonical.encode(_converter.unstructure(lead))


def decode(data: bytes) -> Lead:
    """Read a sheet back from its canonical bytes.

    Raises:
        BadInput: it is not one.
    """
    try:
        return _converter.read(canonical.decode(data), Lead)
    except (Malformed, canonical.NotCanonical) as problem:
        raise BadInput({"lead": ["malformed"]}) from problem


def digest_of(lead: Lead) -> str:
    """Return the hex SHA-256 of the canonical bytes: the event of the release holds it, so that a sheet can be checked."""
    return hashlib.sha256(encode(lead)).hexdigest()
