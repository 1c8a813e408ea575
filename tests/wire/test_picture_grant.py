"""The grant for one picture: what it says, what it refuses, and that it is no other kind of grant.

Tokens to refuse are made by a plain JWT writer, from claims that are written out here.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta

import jwt
import pytest

from requests_app.wire import grant, keys, picture_grant
from requests_app.wire.refusals import Refused
from requests_app.wire.shapes import Malformed
from tests.wire.test_grant import KEY, KEYS, NOW, PARTIES, SEARCH
from tests.wire.test_grant import detail as search_detail

START = int(NOW.timestamp())
JTI = "99999999-2222-4333-8444-555555555555"
PERSON, ENCOUNTER = "SYN-0007", "SYN-0007-1"


def digest(what: str, text: str) -> str:
    said = f"countersign picture {what} v1\n{SEARCH}\n{text}"
    return hashlib.sha256(said.encode()).hexdigest()


DETAIL = {
    "type": "urn:countersign:picture:1", "search_id": SEARCH, "answer_sha256": "7" * 64,
    "person_sha256": digest("person", PERSON), "encounter_sha256": digest("encounter", ENCOUNTER),
}  # fmt: skip
CLAIMS = {
    "iss": "urn:countersign:demo", "aud": "urn:countersign:demo:matcher:shapes",
    "sub": "countersign-dispatcher", "client_id": "countersign-dispatcher", "iat": START,
    "nbf": START - 5, "exp": START + 120, "jti": JTI, "scope": "abis.encounter.read",
    "authorization_details": [DETAIL],
}  # fmt: skip
HEADER = {"typ": "countersign-picture+jwt", "kid": keys.key_id(KEY.public_key())}


def the_detail(**changes):
    fields = {
        "search_id": SEARCH, "answer_sha256": "7" * 64, "person_id": PERSON, "encounter_id": ENCOUNTER,
    }  # fmt: skip
    return picture_grant.PictureDetail.of(**(fields | changes))


def minted(detail=None, **more):
    return picture_grant.mint_picture(KEY, detail or the_detail(), now=NOW, **PARTIES, **more)


def token(claims=CLAIMS, header=HEADER):
    return jwt.encode(claims, KEY, algorithm="EdDSA", headers=header)


def refused(text, verify=picture_grant.verify_picture, now=NOW, **parties):
    with pytest.raises(Refused) as caught:
        verify(text, KEYS, now=now, **(PARTIES | parties))
    return caught.value.refusal.code


def test_the_claims_of_a_picture_grant_are_these():
    made = minted()
    assert jwt.get_unverified_header(made.token) == HEADER | {"alg": "EdDSA"}
    said = jwt.decode(made.token, options={"verify_signature": False})
    assert said == CLAIMS | {"jti": made.jti}
    assert PERSON not in str(said)
    assert made.token not in repr(made)


def test_a_verified_picture_grant_knows_its_person_and_its_encounter():
    said = picture_grant.verify_picture(token(), KEYS, now=NOW, **PARTIES)
    assert (said.jti, said.issued_at) == (JTI, NOW)
    assert said.expires_at == NOW + timedelta(seconds=120)
    assert said.detail == the_detail()
    assert said.detail.is_of_person(PERSON)
    assert said.detail.is_of_encounter(ENCOUNTER)
    for other in ("SYN-0008", ENCOUNTER, "", "x" * 201, "\ud800", PERSON + "\n"):
        assert not said.detail.is_of_person(other)
    for other in ("SYN-0007-2", PERSON, "", "x" * 201, "\ud800"):
        assert not said.detail.is_of_encounter(other)


def test_the_digests_of_one_person_differ_from_search_to_search():
    other = the_detail(search_id=JTI)
    assert other.person_sha256 != the_detail().person_sha256
    assert the_detail(encounter_id=PERSON).encounter_sha256 != the_detail().person_sha256


def test_the_longest_ids_that_a_matcher_may_use_are_granted():
    longest = the_detail(person_id="é" * 200, encounter_id="x" * 200)
    assert longest.is_of_person("é" * 200)
    assert longest.is_of_encounter("x" * 200)


def test_neither_grant_is_the_other():
    search = grant.mint(KEY, search_detail(), now=NOW, **PARTIES).token
    inventory = grant.mint_inventory(KEY, now=NOW, **PARTIES).token
    assert refused(search) == "token_type"
    assert refused(inventory) == "token_type"
    assert refused(minted().token, grant.verify) == "token_type"
    assert refused(minted().token, grant.verify_inventory) == "token_type"
    # Nor where the right key signed a mixture of both.
    as_search = HEADER | {"typ": "at+jwt"}
    assert refused(token(header=as_search), grant.verify) == "scope"
    assert refused(token(header=as_search), grant.verify_inventory) == "scope"
    assert refused(token(CLAIMS | {"scope": "abis.identify"}, as_search), grant.verify) == "detail"
    both = [search_detail().to_claim()]
    assert refused(token(CLAIMS | {"authorization_details": both})) == "detail"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"more": 1}, "token_claims"),
        ({"jti": "1"}, "token_claims"),
        ({"sub": "another"}, "token_claims"),
        ({"iss": "urn:countersign:other"}, "token_issuer"),
        ({"aud": "urn:countersign:demo:matcher:other"}, "token_audience"),
        ({"aud": [CLAIMS["aud"]]}, "token_audience"),
        ({"exp": START + 301}, "token_lifetime"),
        ({"nbf": START + 6}, "token_not_yet_valid"),
        ({"iat": START - 125, "exp": START - 5}, "token_expired"),
        ({"scope": "abis.identify"}, "scope"),
        ({"scope": "abis.encounter.read abis.identify"}, "scope"),
        ({"authorization_details": []}, "detail"),
        ({"authorization_details": [DETAIL, DETAIL]}, "detail"),
        ({"authorization_details": [DETAIL | {"type": "urn:countersign:identify:1"}]}, "detail"),
        ({"authorization_details": [DETAIL | {"search_id": "1"}]}, "detail"),
        ({"authorization_details": [DETAIL | {"answer_sha256": "7"}]}, "detail"),
        ({"authorization_details": [DETAIL | {"person_sha256": PERSON}]}, "detail"),
        ({"authorization_details": [DETAIL | {"encounter_sha256": None}]}, "detail"),
        ({"authorization_details": [DETAIL | {"person_id": PERSON}]}, "detail"),
    ],
)
def test_what_a_picture_grant_says_wrongly(change, code):
    assert refused(token(CLAIMS | change)) == code


@pytest.mark.parametrize("name", [name for name in DETAIL if name != "type"])
def test_a_part_of_the_detail_that_is_missing(name):
    less = {key: value for key, value in DETAIL.items() if key != name}
    assert refused(token(CLAIMS | {"authorization_details": [less]})) == "detail"


@pytest.mark.parametrize(
    "change",
    [{"person_id": ""}, {"person_id": "x" * 201}, {"encounter_id": "\ud800"}, {"search_id": "1"},
     {"answer_sha256": "7"}],
)  # fmt: skip
def test_a_picture_of_nobody_is_never_granted(change):
    with pytest.raises(Malformed) as caught:
        minted(the_detail(**change))
    assert "xxx" not in str(caught.value)


@pytest.mark.parametrize("seconds", [0, 301])
def test_a_picture_grant_of_another_lifetime_is_never_minted(seconds):
    with pytest.raises(ValueError, match="300"):
        minted(lifetime=timedelta(seconds=seconds))
