"""Seals and opens candidates' pictures, each under a key of its own that the request's key seals.

Destroying the one key ends one picture; destroying the request's ends them all.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from requests_app.searches import content, envelope, intake
from requests_app.searches.models import CandidatePicture, Examination, Reading, SearchRequest


@dataclass(frozen=True, slots=True)
class Sealed:
    """One picture as it is stored: the columns of its row."""

    sealed: bytes
    sealed_key: bytes
    sealed_about: bytes


@dataclass(frozen=True, slots=True)
class Opened:
    """One picture, opened.

    Attributes:
        taken: the picture, and what the intake found of it.
        captured_at: when the matcher says that it was taken; None where it does not say.
    """

    taken: intake.PreparedProbe
    captured_at: datetime | None


def positions_here(search_request: SearchRequest) -> frozenset[int]:
    """Return the positions of the candidates whose pictures are here."""
    here = CandidatePicture.objects.filter(
        search_request=search_request, state=CandidatePicture.State.HERE
    )
    return frozenset(here.values_list("position", flat=True))


def here(search_request: SearchRequest, position: int) -> CandidatePicture | None:
    """Return the picture of one candidate without its bytes; None where it is not here."""
    rows = CandidatePicture.objects.filter(
        search_request=search_request, position=position, state=CandidatePicture.State.HERE
    )
    return rows.defer("sealed").first()


def with_bytes(picture: CandidatePicture) -> CandidatePicture:
    """Return the same picture with its sealed bytes, which are megabytes."""
    return CandidatePicture.objects.get(pk=picture.pk)


def positions_unopened(examination: Examination) -> frozenset[int]:
    """Return the positions of the pictures that are here and that this examiner has not opened since they began."""
    opened = Reading.objects.filter(
        search_request=examination.search_request_id,
        person=examination.examiner_person_id,
        kind=Reading.Kind.CANDIDATE_PICTURE,
        opened_at__gte=examination.started_at,
    )
    unopened = CandidatePicture.objects.filter(
        search_request=examination.search_request_id, state=CandidatePicture.State.HERE
    ).exclude(pk__in=opened.values("candidate_picture"))
    return frozenset(unopened.values_list("position", flat=True))


def seal(picture: CandidatePicture, opened: Opened) -> Sealed:
    """Seal a picture that was fetched, under a new key."""
    key = envelope.new_data_key()
    about = {
        "taken": opened.taken.as_json(),
        "captured_at": opened.captured_at.isoformat() if opened.captured_at else "",
    }
    return Sealed(
        sealed=_sealed(key, picture.id, "picture", opened.taken.transmission),
        sealed_key=content.seal_part(picture.search_request_id, _key(picture.id), key),
        sealed_about=_sealed(
            key, picture.id, "about", json.dumps(about, ensure_ascii=False).encode()
        ),
    )


def captured_at(picture: CandidatePicture) -> datetime | None:
    """Return when the matcher says that a picture was taken; the picture itself stays sealed.

    Raises:
        ContentDestroyed, ContentDamaged: it does not open.
    """
    return _about(picture, _key_of(picture))[1]


def media_type(picture: CandidatePicture) -> str:
    """Return of which kind a picture is; the picture itself stays sealed.

    Raises:
        ContentDestroyed, ContentDamaged: it does not open.
    """
    return _about(picture, _key_of(picture))[0].mime


def original_sha256(picture: CandidatePicture) -> str:
    """Return the hex SHA-256 of a picture as the matcher gave it; the picture itself stays sealed.

    Raises:
        ContentDestroyed, ContentDamaged: it does not open.
    """
    return _about(picture, _key_of(picture))[0].original_sha256


def open_picture(picture: CandidatePicture) -> Opened:
    """Open a picture that is here.

    Raises:
        ContentDestroyed: the request's key is gone, or the picture's own.
        ContentDamaged: what is stored does not open.
    """
    key = _key_of(picture)
    taken, moment = _about(picture, key)
    data = _unsealed(key, picture.id, "picture", picture.sealed)
    return Opened(dataclasses.replace(taken, transmission=data), moment)


def _about(picture: CandidatePicture, key: bytes) -> tuple[intake.PreparedProbe, datetime | None]:
    opened = _unsealed(key, picture.id, "about", picture.sealed_about)
    with content.readable():
        about = json.loads(opened)
        moment = datetime.fromisoformat(about["captured_at"]) if about["captured_at"] else None
        return intake.PreparedProbe.from_json(about["taken"], b""), moment


def _key_of(picture: CandidatePicture) -> bytes:
    if picture.sealed_key is None:
        raise content.ContentDestroyed
    return content.open_part(picture.search_request_id, _key(picture.id), picture.sealed_key)


def _key(picture_id: UUID) -> str:
    return f"candidate-picture-{picture_id}"


def _context(picture_id: UUID, part: str) -> bytes:
    """Say which picture it is and what of it. These bytes never change: stored rows need them."""
    return f"countersign/candidate-picture/1/{picture_id}/{part}".encode()


def _sealed(key: bytes, picture_id: UUID, part: str, data: bytes) -> bytes:
    return envelope.seal(key, data, context=_context(picture_id, part))


def _unsealed(key: bytes, picture_id: UUID, part: str, data: bytes | memoryview | None) -> bytes:
    if data is None:
        raise content.ContentDestroyed
    return envelope.unseal(key, bytes(data), context=_context(picture_id, part))
