"""What must hold before the matcher looks at a probe: the call against its grant, in fixed order."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from requests_app.wire import grant, picture_grant
from requests_app.wire.refusals import Refusal, Refused
from requests_app.wire.search_filter import filter_digest
from requests_app.wire.shapes import Malformed

_QUERY_NAMES = frozenset(
    [
        "transactionId",
        "callback",
        "priority",
        "maxNbCand",
        "threshold",
        "accuracyLevel",
        "serviceLevel",
    ]
)
_PICTURE_QUERY_NAMES = frozenset(["transactionId", "callback", "priority"])
_FACE_FIELDS = frozenset(
    [
        "biometricType",
        "biometricSubType",
        "image",
        "mimeType",
        "width",
        "height",
        "bitdepth",
        "resolution",
        "compression",
        "captureDate",
        "captureDevice",
        "quality",
        "qualityFormat",
    ]
)


@dataclass(frozen=True)
class Trust:
    """Whose grants are honoured here."""

    keys: Mapping[str, Ed25519PublicKey]
    audience: str
    issuer: str


@dataclass(frozen=True)
class Limits:
    """What the call asks for, found to lie within its grant."""

    max_candidates: int
    threshold: Decimal | None


def bearer(authorization: str | None) -> str:
    """The token of an Authorization header; raises Refused when there is none."""
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Refused(Refusal.TOKEN_MISSING)
    return token.strip()


def check_grant(authorization: str | None, trust: Trust, now: datetime) -> grant.GrantClaims:
    """The verified claims of the call's bearer token; raises Refused."""
    return grant.verify(
        bearer(authorization),
        trust.keys,
        audience=trust.audience,
        issuer=trust.issuer,
        now=now,
    )


def check_picture_grant(
    authorization: str | None, trust: Trust, now: datetime
) -> picture_grant.PictureClaims:
    """The verified claims of a bearer token for one picture; raises Refused."""
    return picture_grant.verify_picture(
        bearer(authorization),
        trust.keys,
        audience=trust.audience,
        issuer=trust.issuer,
        now=now,
    )


def check_picture_call(
    detail: picture_grant.PictureDetail,
    *,
    person: str,
    encounter: str,
    query: list[tuple[str, str]],
) -> None:
    """Path and query of a call for a picture against its grant; raises Refused with the first that does not fit."""
    names = [name for name, _ in query]
    if not set(names) <= _PICTURE_QUERY_NAMES or len(set(names)) != len(names):
        raise Refused(Refusal.QUERY_UNKNOWN)
    values = dict(query)
    if values.get("transactionId") != detail.search_id:
        raise Refused(Refusal.SEARCH_MISMATCH)
    if "callback" in values:
        raise Refused(Refusal.CALLBACK_FORBIDDEN)
    if not detail.is_of_person(person):
        raise Refused(Refusal.PERSON_MISMATCH)
    if not detail.is_of_encounter(encounter):
        raise Refused(Refusal.ENCOUNTER_MISMATCH)


def check_call(
    detail: grant.GrantDetail,
    *,
    gallery: str,
    query: list[tuple[str, str]],
    offered: Collection[str],
    allowed_query: frozenset[str] = _QUERY_NAMES,
) -> Limits:
    """Path and query against the grant; raises Refused with the first that does not fit."""
    names = [name for name, _ in query]
    if not set(names) <= allowed_query or len(set(names)) != len(names):
        raise Refused(Refusal.QUERY_UNKNOWN)
    values = dict(query)
    if gallery == "ALL" or detail.gallery == "ALL":
        raise Refused(Refusal.GALLERY_ALL)
    if gallery != detail.gallery:
        raise Refused(Refusal.GALLERY_MISMATCH)
    if gallery not in offered:
        raise Refused(Refusal.GALLERY_UNKNOWN)
    if values.get("transactionId") != detail.search_id:
        raise Refused(Refusal.SEARCH_MISMATCH)
    limits = Limits(
        _candidates(values.get("maxNbCand"), detail.max_candidates),
        _threshold(values.get("threshold"), detail.min_threshold),
    )
    if "callback" in values:
        # An answer posted to an address of the caller's choosing would leave the gate's sight.
        raise Refused(Refusal.CALLBACK_FORBIDDEN)
    return limits


def check_body(detail: grant.GrantDetail, body: bytes) -> bytes:
    """The probe's bytes out of the request body, both held against the grant; raises Refused."""
    if hashlib.sha256(body).hexdigest() != detail.body_sha256:
        raise Refused(Refusal.BODY_DIGEST)
    try:
        request = json.loads(body)
        items = request["biometricData"]
        search_filter = request["filter"]
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        raise Refused(Refusal.BODY_MALFORMED) from error
    if set(request) != {"biometricData", "filter"}:
        raise Refused(Refusal.BODY_MALFORMED)
    image = _one_face(items)
    try:
        same_filter = filter_digest(search_filter) == detail.filter_sha256
    except (Malformed, ValueError, TypeError):
        same_filter = False
    if not same_filter:
        raise Refused(Refusal.FILTER_MISMATCH)
    try:
        probe = base64.b64decode(image, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused(Refusal.BODY_MALFORMED) from error
    if hashlib.sha256(probe).hexdigest() != detail.probe_sha256:
        raise Refused(Refusal.PROBE_DIGEST)
    return probe


def _candidates(text: str | None, allowed: int) -> int:
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 9 or int(text) < 1:
        raise Refused(Refusal.CANDIDATES_MISSING)
    if int(text) > allowed:
        raise Refused(Refusal.CANDIDATES_EXCEEDED)
    return int(text)


def _threshold(text: str | None, least: str | None) -> Decimal | None:
    if least is None:
        if text is not None:
            raise Refused(Refusal.THRESHOLD_UNEXPECTED)
        return None
    try:
        asked = Decimal(text or "")
    except InvalidOperation as error:
        raise Refused(Refusal.THRESHOLD_MISSING) from error
    if not asked.is_finite() or not math.isfinite(float(asked)):
        raise Refused(Refusal.THRESHOLD_MISSING)
    if asked < Decimal(least):
        raise Refused(Refusal.THRESHOLD_LOWERED)
    return asked


def _one_face(items: Any) -> str:
    if not isinstance(items, list) or len(items) != 1 or not isinstance(items[0], dict):
        raise Refused(Refusal.BODY_NOT_ONE_FACE)
    face = items[0]
    if face.get("biometricType") != "FACE" or not set(face) <= _FACE_FIELDS:
        raise Refused(Refusal.BODY_NOT_ONE_FACE)
    if not isinstance(face.get("image"), str):
        raise Refused(Refusal.BODY_NOT_ONE_FACE)
    return str(face["image"])
