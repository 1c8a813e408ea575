"""Each way in which a token is no grant, and the code that its verifier refuses it with.

Tokens are made by a plain JWT writer, from claims that are written out here.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from requests_app.wire import grant, keys
from requests_app.wire.refusals import Refused
from requests_app.wire.shapes import Malformed
from tests.wire.test_grant import KEY, KEYS, NOW, PARTIES, SEARCH
from tests.wire.test_grant import detail as the_detail

START = int(NOW.timestamp())
JTI = "99999999-2222-4333-8444-555555555555"
DETAIL = {
    "type": "urn:countersign:identify:1", "search_id": SEARCH, "gallery": "SYNTHETIC-SHAPES",
    "gallery_sha256": "1" * 64, "max_candidates": 10, "min_threshold": None,
    "mode": "retrospective_still", "filter_sha256": "2" * 64, "probe_sha256": "3" * 64,
    "body_sha256": "4" * 64, "entry_sha256": None, "proof_sha256": None,
}  # fmt: skip
CLAIMS = {
    "iss": "urn:countersign:demo", "aud": "urn:countersign:demo:matcher:shapes",
    "sub": "countersign-dispatcher", "client_id": "countersign-dispatcher", "iat": START,
    "nbf": START - 5, "exp": START + 120, "jti": JTI, "scope": "abis.identify",
    "authorization_details": [DETAIL],
}  # fmt: skip
HEADER = {"typ": "at+jwt", "kid": keys.key_id(KEY.public_key())}


def token(claims=CLAIMS, header=HEADER, key=KEY, algorithm="EdDSA"):
    return jwt.encode(claims, key, algorithm=algorithm, headers=header)


def refused(text, now=NOW, verify=grant.verify, **parties):
    with pytest.raises(Refused) as caught:
        verify(text, KEYS, now=now, **(PARTIES | parties))
    return caught.value.refusal.code


def test_what_is_written_out_here_is_a_grant():
    said = grant.verify(token(), KEYS, now=NOW, **PARTIES)
    assert (said.jti, said.issuer, said.audience) == (JTI, CLAIMS["iss"], CLAIMS["aud"])
    assert (said.issued_at, said.expires_at) == (NOW, NOW + timedelta(seconds=120))
    assert said.detail == the_detail()
    more = CLAIMS | {"cnf": {}, "authorization_details": [DETAIL | {"max_candidates": 1000}]}
    assert grant.verify(token(more), KEYS, now=NOW, **PARTIES).detail.max_candidates == 1000


def test_the_form_of_a_token():
    assert refused("") == "token_missing"
    assert refused("a.b.c") == "token_malformed"
    assert refused(token(header=HEADER | {"typ": "JWT"})) == "token_type"
    assert refused(token(key="s" * 32, algorithm="HS256")) == "token_algorithm"
    assert refused(token(header=HEADER | {"jku": "https://example.test"})) == "token_malformed"
    assert refused(token(header={"typ": "at+jwt"})) == "token_malformed"
    assert refused(token(header=HEADER | {"kid": "another"})) == "token_key_unknown"
    stranger = Ed25519PrivateKey.generate()
    assert refused(token(key=stranger)) == "token_signature"


def test_a_token_of_8000_characters_is_read_and_a_longer_one_is_not():
    def of(size):
        return token(CLAIMS | {"cnf": {"x": "a" * size}})

    of_length = {len(text): text for text in map(of, range(4900, 5300))}
    # Base64 has no text of each length: the longest that is read, and the shortest that is not.
    read = max(length for length in of_length if length <= 8000)
    assert read >= 7998
    assert grant.verify(of_length[read], KEYS, now=NOW, **PARTIES).jti == JTI
    assert refused(of_length[min(length for length in of_length if length > 8000)]) == (
        "token_malformed"
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"more": 1}, "token_claims"),
        ({"jti": "1"}, "token_claims"),
        ({"iat": float(START)}, "token_claims"),
        ({"exp": str(START + 120)}, "token_claims"),
        ({"nbf": -1}, "token_claims"),
        ({"exp": 2**40 + 1}, "token_claims"),
        ({"sub": "another"}, "token_claims"),
        ({"client_id": "another"}, "token_claims"),
        ({"iss": "urn:countersign:other"}, "token_issuer"),
        ({"aud": "urn:countersign:demo:matcher:other"}, "token_audience"),
        ({"aud": [CLAIMS["aud"]]}, "token_audience"),
        ({"exp": START}, "token_lifetime"),
        ({"exp": START - 1}, "token_lifetime"),
        ({"exp": START + 301}, "token_lifetime"),
        ({"exp": 2**40}, "token_lifetime"),
        ({"iat": START + 6}, "token_not_yet_valid"),
        ({"nbf": START + 6}, "token_not_yet_valid"),
        ({"iat": START - 125, "exp": START - 5}, "token_expired"),
        ({"scope": "abis.gallery.read"}, "scope"),
        ({"authorization_details": []}, "detail"),
        ({"authorization_details": [DETAIL, DETAIL]}, "detail"),
        ({"authorization_details": {"0": DETAIL}}, "detail"),
        ({"authorization_details": [DETAIL | {"type": "urn:countersign:identify:2"}]}, "detail"),
        ({"authorization_details": [DETAIL | {"max_candidates": 1001}]}, "detail"),
        ({"authorization_details": [DETAIL | {"gallery": "g" * 81}]}, "detail"),
        ({"authorization_details": [DETAIL | {"entry_sha256": "5" * 64}]}, "detail"),
        ({"authorization_details": [DETAIL | {"proof_sha256": "5" * 64}]}, "detail"),
        ({"authorization_details": [DETAIL | {"more": None}]}, "detail"),
    ],
)
def test_what_a_token_says_wrongly(change, code):
    assert refused(token(CLAIMS | change)) == code


@pytest.mark.parametrize("year", [2001, 2100])
def test_only_the_callers_clock_counts(year):
    now = datetime(year, 1, 1, tzinfo=UTC)
    made = grant.mint(KEY, the_detail(), now=now, **PARTIES)
    assert grant.verify(made.token, KEYS, now=now, **PARTIES).issued_at == now


def test_a_signed_text_that_is_no_set_of_claims():
    signed = jwt.api_jws.encode(b"not json", KEY, algorithm="EdDSA", headers=HEADER)
    assert refused(signed) == "token_malformed"


@pytest.mark.parametrize("name", [name for name in CLAIMS if name != "authorization_details"])
def test_a_claim_that_is_missing(name):
    assert refused(token({key: CLAIMS[key] for key in CLAIMS if key != name})) == "token_claims"


def test_a_detail_that_is_missing():
    claims = {key: CLAIMS[key] for key in CLAIMS if key != "authorization_details"}
    assert refused(token(claims)) == "detail"


@pytest.mark.parametrize(
    "change",
    [{"exp": START + 300}, {"exp": START + 1}, {"iat": START + 5}, {"nbf": START + 5},
     {"iat": START - 124, "exp": START - 4}, {"nbf": 0}],
)  # fmt: skip
def test_a_token_at_its_limits_is_good(change):
    assert grant.verify(token(CLAIMS | change), KEYS, now=NOW, **PARTIES).jti == JTI


@pytest.mark.parametrize(
    "change", [{"max_candidates": 1}, {"max_candidates": 1000}, {"gallery": "g" * 80},
               {"min_threshold": "0.5"}, {"entry_sha256": "5" * 64, "proof_sha256": "6" * 64}],
)  # fmt: skip
def test_a_detail_at_its_limits_is_minted(change):
    made = grant.mint(KEY, the_detail(**change), now=NOW, **PARTIES)
    assert grant.verify(made.token, KEYS, now=NOW, **PARTIES).detail == the_detail(**change)


@pytest.mark.parametrize(
    "change",
    [{"max_candidates": 1001}, {"gallery": "g" * 81}, {"gallery": ""}, {"proof_sha256": "5" * 64},
     {"gallery_sha256": "x"}, {"filter_sha256": "x"}, {"body_sha256": "x"},
     {"entry_sha256": "x", "proof_sha256": "6" * 64}, {"entry_sha256": "5" * 64, "proof_sha256": "x"}],
)  # fmt: skip
def test_a_detail_beyond_its_limits_is_never_minted(change):
    with pytest.raises(Malformed):
        grant.mint(KEY, the_detail(**change), now=NOW, **PARTIES)


@pytest.mark.parametrize("seconds", [1, 300])
def test_a_lifetime_at_its_limits_is_minted(seconds):
    lifetime = timedelta(seconds=seconds)
    made = grant.mint(KEY, the_detail(), now=NOW, lifetime=lifetime, **PARTIES)
    assert made.expires_at == NOW + lifetime


def test_a_grant_is_minted_at_a_time_with_a_zone():
    with pytest.raises(ValueError, match="time zone"):
        grant.mint(KEY, the_detail(), now=datetime(2026, 11, 23, 7), **PARTIES)  # noqa: DTZ001


def test_a_repr_says_which_grant_and_until_when():
    made = grant.mint(KEY, the_detail(), now=NOW, **PARTIES)
    assert repr(made) == f"Grant(jti='{made.jti}', expires_at=2026-11-23T07:02:00+00:00)"


# --- the token that lists galleries


def test_a_token_for_the_inventory_lists_galleries_and_searches_nothing():
    made = grant.mint_inventory(KEY, now=NOW, **PARTIES)
    claims = jwt.decode(made.token, options={"verify_signature": False})
    assert claims == {
        "iss": "urn:countersign:demo", "aud": "urn:countersign:demo:matcher:shapes",
        "sub": "countersign-dispatcher", "client_id": "countersign-dispatcher", "iat": START,
        "nbf": START - 5, "exp": START + 120, "jti": made.jti, "scope": "abis.gallery.read",
    }  # fmt: skip
    grant.verify_inventory(made.token, KEYS, now=NOW, **PARTIES)
    assert refused(made.token) == "scope"
    assert refused(token(), verify=grant.verify_inventory) == "scope"
    both = token(CLAIMS | {"scope": "abis.gallery.read"})
    assert refused(both, verify=grant.verify_inventory) == "scope"
    bare = {key: CLAIMS[key] for key in CLAIMS if key != "authorization_details"}
    assert refused(token(bare), verify=grant.verify_inventory) == "scope"
    late = datetime.fromtimestamp(START + 125, UTC)
    assert refused(made.token, now=late, verify=grant.verify_inventory) == "token_expired"
