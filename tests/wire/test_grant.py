"""A grant as its holder and as its verifier see it; the attacks on a running matcher are elsewhere.

Must not mint what it then expects: claims are read with a plain JWT reader.
"""

from datetime import UTC, datetime, timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from requests_app.wire import grant, keys
from requests_app.wire.refusals import Refused
from requests_app.wire.shapes import Malformed

KEY = Ed25519PrivateKey.generate()
KEYS = {keys.key_id(KEY.public_key()): KEY.public_key()}
NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
PARTIES = {"issuer": "urn:countersign:demo", "audience": "urn:countersign:demo:matcher:shapes"}
SEARCH = "66666666-2222-4333-8444-555555555555"


def detail(**changes):
    fields = {
        "search_id": SEARCH,
        "gallery": "SYNTHETIC-SHAPES",
        "gallery_sha256": "1" * 64,
        "max_candidates": 10,
        "min_threshold": None,
        "mode": "retrospective_still",
        "filter_sha256": "2" * 64,
        "probe_sha256": "3" * 64,
        "body_sha256": "4" * 64,
    }
    return grant.GrantDetail(**(fields | changes))


def test_the_claims_of_a_grant_are_these():
    made = grant.mint(KEY, detail(), now=NOW, **PARTIES)
    claims = jwt.decode(made.token, options={"verify_signature": False})
    assert jwt.get_unverified_header(made.token) == {
        "alg": "EdDSA",
        "typ": "at+jwt",
        "kid": next(iter(KEYS)),
    }
    start = int(NOW.timestamp())
    assert claims == {
        "iss": "urn:countersign:demo",
        "aud": "urn:countersign:demo:matcher:shapes",
        "sub": "countersign-dispatcher",
        "client_id": "countersign-dispatcher",
        "iat": start,
        "nbf": start - 5,
        "exp": start + 120,
        "jti": made.jti,
        "scope": "abis.identify",
        "authorization_details": [
            {
                "type": "urn:countersign:identify:1",
                "search_id": SEARCH,
                "gallery": "SYNTHETIC-SHAPES",
                "gallery_sha256": "1" * 64,
                "max_candidates": 10,
                "min_threshold": None,
                "mode": "retrospective_still",
                "filter_sha256": "2" * 64,
                "probe_sha256": "3" * 64,
                "body_sha256": "4" * 64,
                "entry_sha256": None,
                "proof_sha256": None,
            }
        ],
    }
    assert made.expires_at == NOW + timedelta(seconds=120)


def test_a_verified_grant_says_what_was_minted():
    with_proof = detail(min_threshold="0.75", entry_sha256="5" * 64, proof_sha256="6" * 64)
    made = grant.mint(KEY, with_proof, now=NOW, **PARTIES)
    said = grant.verify(made.token, KEYS, now=NOW, **PARTIES)
    assert (said.detail, said.jti, said.expires_at) == (with_proof, made.jti, made.expires_at)


def test_every_attempt_has_a_grant_of_its_own():
    assert len({grant.mint(KEY, detail(), now=NOW, **PARTIES).jti for _ in range(20)}) == 20


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(-6, "token_not_yet_valid"), (-5, None), (0, None), (124, None), (125, "token_expired")],
)
def test_a_grant_ends_on_the_second(seconds, code):
    made = grant.mint(KEY, detail(), now=NOW, **PARTIES)
    moment = NOW + timedelta(seconds=seconds)
    if code is None:
        grant.verify(made.token, KEYS, now=moment, **PARTIES)
        return
    with pytest.raises(Refused) as caught:
        grant.verify(made.token, KEYS, now=moment, **PARTIES)
    assert caught.value.refusal.code == code


@pytest.mark.parametrize("seconds", [0, -1, 301])
def test_a_grant_of_another_lifetime_is_never_minted(seconds):
    with pytest.raises(ValueError, match="300"):
        grant.mint(KEY, detail(), now=NOW, lifetime=timedelta(seconds=seconds), **PARTIES)


@pytest.mark.parametrize(
    "change",
    [
        {"max_candidates": 0},
        {"min_threshold": "nan"},
        {"entry_sha256": "5" * 64},
        {"probe_sha256": "3" * 64 + "\n"},
        {"search_id": "not an id"},
        {"mode": "A person's name"},
    ],
)
def test_what_no_gate_would_accept_is_never_minted(change):
    with pytest.raises(Malformed):
        grant.mint(KEY, detail(**change), now=NOW, **PARTIES)


def test_a_token_stays_out_of_its_repr():
    made = grant.mint(KEY, detail(), now=NOW, **PARTIES)
    assert made.token not in repr(made)
