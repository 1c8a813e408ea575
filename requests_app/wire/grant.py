"""The grant: a signed, short-lived leave for exactly one search (RFC 9068 with RFC 9396).

Must not hold a name or a word of the case: tokens end up in other people's logs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from requests_app.wire import signed_token
from requests_app.wire.refusals import Refusal, Refused
from requests_app.wire.shapes import (
    Malformed,
    read_code,
    read_decimal,
    read_digest,
    read_fields,
    read_integer,
    read_text,
    read_uuid,
)
from requests_app.wire.signed_token import DEFAULT_LIFETIME, Parties
from requests_app.wire.signed_token import Grant as Grant
from requests_app.wire.versions import GRANT_DETAIL_TYPE, SCOPE_GALLERIES, SCOPE_IDENTIFY

_TYPE = "at+jwt"


@dataclass(frozen=True)
class GrantDetail:
    """What one grant allows; digests are hex SHA-256 of exactly what travels beside it.

    `entry_sha256` and `proof_sha256` are the places for the log proof: digests of the two headers
    that carry the approval's entry and its proof of inclusion.
    """

    search_id: str
    gallery: str
    gallery_sha256: str
    max_candidates: int
    min_threshold: str | None
    mode: str
    filter_sha256: str
    probe_sha256: str
    body_sha256: str
    entry_sha256: str | None = None
    proof_sha256: str | None = None

    def to_claim(self) -> dict[str, Any]:
        """The authorization detail; raises Malformed for what no gate would accept."""
        claim = {"type": GRANT_DETAIL_TYPE, **vars(self)}
        self.from_claim(claim)
        return claim

    @classmethod
    def from_claim(cls, claim: Any) -> GrantDetail:
        """The detail of a claim with exactly the fixed fields; raises Malformed otherwise."""
        fields = read_fields(claim, {"type", *cls.__dataclass_fields__}, "The detail")
        if fields["type"] != GRANT_DETAIL_TYPE:
            raise Malformed("The detail is of another type.")
        threshold, entry, proof = (
            fields[name] for name in ("min_threshold", "entry_sha256", "proof_sha256")
        )
        if (entry is None) != (proof is None):
            raise Malformed("An entry and its proof travel together.")
        return cls(
            search_id=read_uuid(fields["search_id"], "search_id"),
            gallery=read_text(fields["gallery"], "gallery", longest=80),
            gallery_sha256=read_digest(fields["gallery_sha256"], "gallery_sha256"),
            max_candidates=read_integer(
                fields["max_candidates"], "max_candidates", least=1, most=1000
            ),
            min_threshold=None if threshold is None else read_decimal(threshold, "min_threshold"),
            mode=read_code(fields["mode"], "mode"),
            filter_sha256=read_digest(fields["filter_sha256"], "filter_sha256"),
            probe_sha256=read_digest(fields["probe_sha256"], "probe_sha256"),
            body_sha256=read_digest(fields["body_sha256"], "body_sha256"),
            entry_sha256=None if entry is None else read_digest(entry, "entry_sha256"),
            proof_sha256=None if proof is None else read_digest(proof, "proof_sha256"),
        )


@dataclass(frozen=True)
class GrantClaims:
    """What a verified token says."""

    jti: str
    issuer: str
    audience: str
    issued_at: datetime
    expires_at: datetime
    detail: GrantDetail


def mint(
    private_key: Ed25519PrivateKey,
    detail: GrantDetail,
    *,
    issuer: str,
    audience: str,
    now: datetime,
    lifetime: timedelta = DEFAULT_LIFETIME,
) -> Grant:
    """A new single-use grant.

    Raises:
        ValueError: for a lifetime over 300 s.
        Malformed: for a detail that no gate would accept.
    """
    extra = {"authorization_details": [detail.to_claim()]}
    return signed_token.sign(
        private_key, _TYPE, SCOPE_IDENTIFY, extra, Parties(issuer, audience), now, lifetime
    )


def mint_inventory(
    private_key: Ed25519PrivateKey, *, issuer: str, audience: str, now: datetime
) -> Grant:
    """A token that can list the galleries and nothing else."""
    return signed_token.sign(
        private_key, _TYPE, SCOPE_GALLERIES, {}, Parties(issuer, audience), now, DEFAULT_LIFETIME
    )


def verify(
    token: str,
    keys: Mapping[str, Ed25519PublicKey],
    *,
    audience: str,
    issuer: str,
    now: datetime,
) -> GrantClaims:
    """The claims of a grant, checked in a gate's order; raises Refused with the first that fails.

    `keys` maps key ids to public keys (see `wire.keys.load_public_keys`).
    """
    claims = signed_token.verified(token, keys, _TYPE, Parties(issuer, audience), now)
    try:
        detail = GrantDetail.from_claim(signed_token.one_detail(claims, SCOPE_IDENTIFY))
    except Malformed as error:
        raise Refused(Refusal.DETAIL) from error
    return GrantClaims(
        jti=claims["jti"],
        issuer=issuer,
        audience=audience,
        issued_at=signed_token.moment_of(claims, "iat"),
        expires_at=signed_token.moment_of(claims, "exp"),
        detail=detail,
    )


def verify_inventory(
    token: str,
    keys: Mapping[str, Ed25519PublicKey],
    *,
    audience: str,
    issuer: str,
    now: datetime,
) -> None:
    """Hold a token against the right to list galleries; raises Refused."""
    claims = signed_token.verified(token, keys, _TYPE, Parties(issuer, audience), now)
    if claims["scope"] != SCOPE_GALLERIES or "authorization_details" in claims:
        raise Refused(Refusal.SCOPE)
