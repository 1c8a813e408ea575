"""The grant: a signed, short-lived leave for exactly one search (RFC 9068 with RFC 9396).

Must not hold a name or a word of the case: tokens end up in other people's logs.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from requests_app.wire.keys import key_id
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
from requests_app.wire.versions import (
    GRANT_CLIENT_ID,
    GRANT_DETAIL_TYPE,
    SCOPE_GALLERIES,
    SCOPE_IDENTIFY,
)

DEFAULT_LIFETIME = timedelta(seconds=120)
LONGEST_LIFETIME = timedelta(seconds=300)
_BACKDATE = timedelta(seconds=5)
_LEEWAY_SECONDS = 5
_ALGORITHM = "EdDSA"
_TYPE = "at+jwt"
_LONGEST_TOKEN = 8_000
_CLAIMS = frozenset(["iss", "aud", "sub", "client_id", "iat", "nbf", "exp", "jti", "scope"])


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
class Grant:
    """A minted token. Its text stays out of every repr, so that it reaches no log by accident."""

    token: str
    jti: str
    expires_at: datetime

    def __repr__(self) -> str:
        return f"Grant(jti={self.jti!r}, expires_at={self.expires_at.isoformat()})"


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
    return _sign(private_key, SCOPE_IDENTIFY, extra, issuer, audience, now, lifetime)


def mint_inventory(
    private_key: Ed25519PrivateKey, *, issuer: str, audience: str, now: datetime
) -> Grant:
    """A token that can list the galleries and nothing else."""
    return _sign(private_key, SCOPE_GALLERIES, {}, issuer, audience, now, DEFAULT_LIFETIME)


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
    claims = _verified(token, keys, audience=audience, issuer=issuer, now=now)
    if claims["scope"] != SCOPE_IDENTIFY:
        raise Refused(Refusal.SCOPE)
    details = claims.get("authorization_details")
    if not isinstance(details, list) or len(details) != 1:
        raise Refused(Refusal.DETAIL)
    try:
        detail = GrantDetail.from_claim(details[0])
    except Malformed as error:
        raise Refused(Refusal.DETAIL) from error
    return GrantClaims(
        jti=claims["jti"],
        issuer=issuer,
        audience=audience,
        issued_at=datetime.fromtimestamp(claims["iat"], UTC),
        expires_at=datetime.fromtimestamp(claims["exp"], UTC),
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
    claims = _verified(token, keys, audience=audience, issuer=issuer, now=now)
    if claims["scope"] != SCOPE_GALLERIES or "authorization_details" in claims:
        raise Refused(Refusal.SCOPE)


def _sign(
    private_key: Ed25519PrivateKey,
    scope: str,
    extra: Mapping[str, Any],
    issuer: str,
    audience: str,
    now: datetime,
    lifetime: timedelta,
) -> Grant:
    if not timedelta(0) < lifetime <= LONGEST_LIFETIME:
        raise ValueError("A grant lives longer than nothing and at most 300 seconds.")
    if now.tzinfo is None:
        raise ValueError("A grant is minted at a time with a time zone.")
    issued_at = int(now.timestamp())
    expires_at = issued_at + int(lifetime.total_seconds())
    jti = str(uuid.uuid4())
    claims = {
        "iss": issuer,
        "aud": audience,
        "sub": GRANT_CLIENT_ID,
        "client_id": GRANT_CLIENT_ID,
        "iat": issued_at,
        "nbf": issued_at - int(_BACKDATE.total_seconds()),
        "exp": expires_at,
        "jti": jti,
        "scope": scope,
        **extra,
    }
    headers = {"typ": _TYPE, "kid": key_id(private_key.public_key())}
    token = jwt.encode(claims, private_key, algorithm=_ALGORITHM, headers=headers)
    return Grant(token, jti, datetime.fromtimestamp(expires_at, UTC))


def _verified(
    token: str,
    keys: Mapping[str, Ed25519PublicKey],
    *,
    audience: str,
    issuer: str,
    now: datetime,
) -> Mapping[str, Any]:
    key = _key_for(token, keys)
    try:
        # Times and parties are checked below, against the caller's clock and without PyJWT's
        # allowances (a list as audience, a float as time).
        claims = jwt.decode(
            token,
            key,
            algorithms=[_ALGORITHM],
            options={
                "verify_signature": True,
                "verify_exp": False,
                "verify_nbf": False,
                "verify_iat": False,
                "verify_aud": False,
                "verify_iss": False,
            },
        )
    except jwt.InvalidSignatureError as error:
        raise Refused(Refusal.TOKEN_SIGNATURE) from error
    except (jwt.PyJWTError, ValueError, RecursionError) as error:
        raise Refused(Refusal.TOKEN_MALFORMED) from error
    _check_claims(claims, audience=audience, issuer=issuer, now=now)
    return claims


def _key_for(token: str, keys: Mapping[str, Ed25519PublicKey]) -> Ed25519PublicKey:
    if not token:
        raise Refused(Refusal.TOKEN_MISSING)
    if len(token) > _LONGEST_TOKEN:
        raise Refused(Refusal.TOKEN_MALFORMED)
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, RecursionError) as error:
        raise Refused(Refusal.TOKEN_MALFORMED) from error
    if header.get("typ") != _TYPE:
        raise Refused(Refusal.TOKEN_TYPE)
    if header.get("alg") != _ALGORITHM:
        raise Refused(Refusal.TOKEN_ALGORITHM)
    if set(header) != {"alg", "typ", "kid"}:
        # A key or an address brought along by the token itself is never looked at.
        raise Refused(Refusal.TOKEN_MALFORMED)
    key = keys.get(header["kid"]) if isinstance(header["kid"], str) else None
    if key is None:
        raise Refused(Refusal.TOKEN_KEY_UNKNOWN)
    return key


def _check_claims(claims: Mapping[str, Any], *, audience: str, issuer: str, now: datetime) -> None:
    if not set(claims) >= _CLAIMS or not set(claims) <= _CLAIMS | {"authorization_details", "cnf"}:
        raise Refused(Refusal.TOKEN_CLAIMS)
    try:
        issued_at, not_before, expires_at = (
            read_integer(claims[name], name, most=2**40) for name in ("iat", "nbf", "exp")
        )
        read_uuid(claims["jti"], "jti")
    except Malformed as error:
        raise Refused(Refusal.TOKEN_CLAIMS) from error
    if claims["sub"] != GRANT_CLIENT_ID or claims["client_id"] != GRANT_CLIENT_ID:
        raise Refused(Refusal.TOKEN_CLAIMS)
    if claims["iss"] != issuer:
        raise Refused(Refusal.TOKEN_ISSUER)
    if claims["aud"] != audience:
        raise Refused(Refusal.TOKEN_AUDIENCE)
    if not 0 < expires_at - issued_at <= LONGEST_LIFETIME.total_seconds():
        raise Refused(Refusal.TOKEN_LIFETIME)
    moment = now.timestamp()
    if max(issued_at, not_before) > moment + _LEEWAY_SECONDS:
        raise Refused(Refusal.TOKEN_NOT_YET_VALID)
    if expires_at <= moment - _LEEWAY_SECONDS:
        raise Refused(Refusal.TOKEN_EXPIRED)
