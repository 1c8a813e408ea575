"""The picture grant: a signed, short-lived leave to fetch one candidate's picture from the matcher.

Must not pass for a search grant or be passed one, and must not spell out whose picture it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from requests_app.wire import signed_token
from requests_app.wire.refusals import Refusal, Refused
from requests_app.wire.shapes import Malformed, read_digest, read_fields, read_text, read_uuid
from requests_app.wire.signed_token import DEFAULT_LIFETIME, Grant, Parties
from requests_app.wire.versions import PICTURE_DETAIL_TYPE, SCOPE_ENCOUNTER

LONGEST_ID = 200
_TYPE = "countersign-picture+jwt"
"""Explicit typing (RFC 8725, 3.11): neither a search grant nor any other access token has it."""


@dataclass(frozen=True)
class PictureDetail:
    """The one picture that a grant allows to fetch.

    `answer_sha256` is of the answer that the search got, byte for byte. Person and encounter stand
    as digests that belong to this search alone: a log of tokens names nobody and links no searches.
    They hide no id from somebody who already has the list of all ids to try.
    """

    search_id: str
    answer_sha256: str
    person_sha256: str
    encounter_sha256: str

    @classmethod
    def of(
        cls, *, search_id: str, answer_sha256: str, person_id: str, encounter_id: str
    ) -> PictureDetail:
        """The detail for one encounter of one candidate; raises Malformed for what is no id."""
        return cls(
            search_id=search_id,
            answer_sha256=answer_sha256,
            person_sha256=_digest("person", search_id, person_id),
            encounter_sha256=_digest("encounter", search_id, encounter_id),
        )

    def is_of_person(self, person_id: str) -> bool:
        """Whether this is the person whose picture may be fetched."""
        return _is_digest(self.person_sha256, "person", self.search_id, person_id)

    def is_of_encounter(self, encounter_id: str) -> bool:
        """Whether this is the encounter whose picture may be fetched."""
        return _is_digest(self.encounter_sha256, "encounter", self.search_id, encounter_id)

    def to_claim(self) -> dict[str, Any]:
        """The authorization detail; raises Malformed for what no matcher would accept."""
        claim = {"type": PICTURE_DETAIL_TYPE, **vars(self)}
        self.from_claim(claim)
        return claim

    @classmethod
    def from_claim(cls, claim: Any) -> PictureDetail:
        """The detail of a claim with exactly the fixed fields; raises Malformed otherwise."""
        fields = read_fields(claim, {"type", *cls.__dataclass_fields__}, "The detail")
        if fields["type"] != PICTURE_DETAIL_TYPE:
            raise Malformed("The detail is of another type.")
        return cls(
            search_id=read_uuid(fields["search_id"], "search_id"),
            answer_sha256=read_digest(fields["answer_sha256"], "answer_sha256"),
            person_sha256=read_digest(fields["person_sha256"], "person_sha256"),
            encounter_sha256=read_digest(fields["encounter_sha256"], "encounter_sha256"),
        )


@dataclass(frozen=True)
class PictureClaims:
    """What a verified picture grant says."""

    jti: str
    issued_at: datetime
    expires_at: datetime
    detail: PictureDetail


def mint_picture(
    private_key: Ed25519PrivateKey,
    detail: PictureDetail,
    *,
    issuer: str,
    audience: str,
    now: datetime,
    lifetime: timedelta = DEFAULT_LIFETIME,
) -> Grant:
    """A new single-use picture grant.

    Raises:
        ValueError: for a lifetime over 300 s.
        Malformed: for a detail that no matcher would accept.
    """
    extra = {"authorization_details": [detail.to_claim()]}
    parties = Parties(issuer, audience)
    return signed_token.sign(private_key, _TYPE, SCOPE_ENCOUNTER, extra, parties, now, lifetime)


def verify_picture(
    token: str,
    keys: Mapping[str, Ed25519PublicKey],
    *,
    audience: str,
    issuer: str,
    now: datetime,
) -> PictureClaims:
    """The claims of a picture grant, checked in a gate's order; raises Refused with the first that fails."""
    claims = signed_token.verified(token, keys, _TYPE, Parties(issuer, audience), now)
    try:
        detail = PictureDetail.from_claim(signed_token.one_detail(claims, SCOPE_ENCOUNTER))
    except Malformed as error:
        raise Refused(Refusal.DETAIL) from error
    return PictureClaims(
        jti=claims["jti"],
        issued_at=signed_token.moment_of(claims, "iat"),
        expires_at=signed_token.moment_of(claims, "exp"),
        detail=detail,
    )


def _digest(what: str, search_id: str, value: str) -> str:
    # An id of fixed length stands before the text of any length, so that no two pairs share bytes.
    said = f"countersign picture {what} v1\n{read_uuid(search_id, 'search_id')}\n"
    try:
        data = read_text(value, f"{what}_id", longest=LONGEST_ID).encode("utf-8")
    except UnicodeEncodeError:
        raise Malformed(f"{what}_id holds half a character.") from None
    return hashlib.sha256(said.encode("ascii") + data).hexdigest()


def _is_digest(known: str, what: str, search_id: str, value: str) -> bool:
    try:
        return _digest(what, search_id, value) == known
    except Malformed:
        return False
