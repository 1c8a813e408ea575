"""What every token of the dispatcher shares: how it is signed, and the checks of form, key and times.

Must not know what a token is for: each kind of leave has a type of its own and reads its own detail.
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
from requests_app.wire.shapes import Malformed, read_integer, read_uuid
from requests_app.wire.versions import GRANT_CLIENT_ID

DEFAULT_LIFETIME = timedelta(seconds=120)
LONGEST_LIFETIME = timedelta(seconds=300)
_BACKDATE = timedelta(seconds=5)
_LEEWAY_SECONDS = 5
_ALGORITHM = "EdDSA"
_LONGEST_TOKEN = 8_000
_CLAIMS = frozenset(["iss", "aud", "sub", "client_id", "iat", "nbf", "exp", "jti", "scope"])


@dataclass(frozen=True)
class Grant:
    """A minted token. Its text stays out of every repr, so that it reaches no log by accident."""

    token: str
    jti: str
    expires_at: datetime

    def __repr__(self) -> str:
        return f"Grant(jti={self.jti!r}, expires_at={self.expires_at.isoformat()})"


@dataclass(frozen=True)
class Parties:
    """Who signs a token and for whom: exactly one of each."""

    issuer: str
    audience: str


def sign(
    private_key: Ed25519PrivateKey,
    kind: str,
    scope: str,
    extra: Mapping[str, Any],
    parties: Parties,
    now: datetime,
    lifetime: timedelta,
) -> Grant:
    """A new single-use token, whose `typ` is its kind; raises ValueError for a lifetime over 300 s."""
    if not timedelta(0) < lifetime <= LONGEST_LIFETIME:
        raise ValueError("A grant lives longer than nothing and at most 300 seconds.")
    if now.tzinfo is None:
        raise ValueError("A grant is minted at a time with a time zone.")
    issued_at = int(now.timestamp())
    expires_at = issued_at + int(lifetime.total_seconds())
    jti = str(uuid.uuid4())
    claims = {
        "iss": parties.issuer,
        "aud": parties.audience,
        "sub": GRANT_CLIENT_ID,
        "client_id": GRANT_CLIENT_ID,
        "iat": issued_at,
        "nbf": issued_at - int(_BACKDATE.total_seconds()),
        "exp": expires_at,
        "jti": jti,
        "scope": scope,
        **extra,
    }
    headers = {"typ": kind, "kid": key_id(private_key.public_key())}
    token = jwt.encode(claims, private_key, algorithm=_ALGORITHM, headers=headers)
    return Grant(token, jti, datetime.fromtimestamp(expires_at, UTC))


def verified(
    token: str,
    keys: Mapping[str, Ed25519PublicKey],
    kind: str,
    parties: Parties,
    now: datetime,
) -> Mapping[str, Any]:
    """The claims of a token of this kind; raises Refused with the first check that fails."""
    key = _key_for(token, keys, kind)
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
    _check_claims(claims, parties, now)
    return claims


def one_detail(claims: Mapping[str, Any], scope: str) -> Any:
    """The only authorization detail of verified claims, still unread; raises Refused."""
    if claims["scope"] != scope:
        raise Refused(Refusal.SCOPE)
    details = claims.get("authorization_details")
    if not isinstance(details, list) or len(details) != 1:
        raise Refused(Refusal.DETAIL)
    return details[0]


def moment_of(claims: Mapping[str, Any], name: str) -> datetime:
    """The moment that a verified claim names in seconds."""
    return datetime.fromtimestamp(claims[name], UTC)


def _key_for(token: str, keys: Mapping[str, Ed25519PublicKey], kind: str) -> Ed25519PublicKey:
    if not token:
        raise Refused(Refusal.TOKEN_MISSING)
    if len(token) > _LONGEST_TOKEN:
        raise Refused(Refusal.TOKEN_MALFORMED)
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, RecursionError) as error:
        raise Refused(Refusal.TOKEN_MALFORMED) from error
    if header.get("typ") != kind:
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


def _check_claims(claims: Mapping[str, Any], parties: Parties, now: datetime) -> None:
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
    if claims["iss"] != parties.issuer:
        raise Refused(Refusal.TOKEN_ISSUER)
    if claims["aud"] != parties.audience:
        raise Refused(Refusal.TOKEN_AUDIENCE)
    if not 0 < expires_at - issued_at <= LONGEST_LIFETIME.total_seconds():
        raise Refused(Refusal.TOKEN_LIFETIME)
    moment = now.timestamp()
    if max(issued_at, not_before) > moment + _LEEWAY_SECONDS:
        raise Refused(Refusal.TOKEN_NOT_YET_VALID)
    if expires_at <= moment - _LEEWAY_SECONDS:
        raise Refused(Refusal.TOKEN_EXPIRED)
