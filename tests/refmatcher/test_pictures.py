"""A real matcher process, asked for drawings: only those that a search of ours found, one grant each.

Tokens to refuse are made by a plain JWT writer; digests are made here by hand.
"""

from __future__ import annotations

import base64
import hashlib
import io
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image, ImageChops

from requests_app.outside.refmatcher import drawings
from requests_app.wire import keys
from requests_app.wire.grant import mint_inventory
from tests.refmatcher.support import AUDIENCE, ISSUER, Call, MatcherProcess


@pytest.fixture(scope="module")
def matcher(tmp_path_factory):
    process = MatcherProcess(tmp_path_factory.mktemp("matcher"))
    process.start()
    yield process
    process.stop()


def refusal(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.headers.get("X-Countersign-Refusal", "")


def digest(what: str, search_id: str, text: str) -> str:
    return hashlib.sha256(
        f"countersign picture {what} v1\n{search_id}\n{text}".encode()
    ).hexdigest()


@dataclass(frozen=True)
class Fetch:
    """One call for a picture, right in everything until a test changes something."""

    matcher: MatcherProcess
    search_id: str
    answer_sha256: str
    person: str
    encounter: str = ""
    asked_person: str = ""
    asked_encounter: str = ""

    def claims(self, **detail: Any) -> dict[str, Any]:
        now = int(datetime.now(UTC).timestamp())
        granted = {
            "type": "urn:countersign:picture:1", "search_id": self.search_id,
            "answer_sha256": self.answer_sha256,
            "person_sha256": digest("person", self.search_id, self.person),
            "encounter_sha256": digest("encounter", self.search_id, self.record()),
        }  # fmt: skip
        return {
            "iss": ISSUER, "aud": AUDIENCE, "sub": "countersign-dispatcher",
            "client_id": "countersign-dispatcher", "iat": now, "nbf": now - 5, "exp": now + 120,
            "jti": str(uuid.uuid4()), "scope": "abis.encounter.read",
            "authorization_details": [granted | detail],
        }  # fmt: skip

    def record(self) -> str:
        return self.encounter or f"{self.person}-1"

    def token(self, key: Ed25519PrivateKey | None = None, **claims: Any) -> str:
        header = {
            "typ": "countersign-picture+jwt", "kid": keys.key_id(self.matcher.key.public_key())
        }  # fmt: skip
        said = self.claims() | claims
        return jwt.encode(said, key or self.matcher.key, algorithm="EdDSA", headers=header)

    def send(self, token: str | None = "", method: str = "GET", **query: str) -> httpx.Response:
        person = quote(self.asked_person or self.person, safe="")
        encounter = quote(self.asked_encounter or self.record(), safe="")
        headers = {} if token is None else {"Authorization": f"Bearer {token or self.token()}"}
        return httpx.request(
            method,
            f"{self.matcher.url}/v1/persons/{person}/encounters/{encounter}",
            params={"transactionId": self.search_id} | query,
            headers=headers,
            timeout=30,
            trust_env=False,
        )


@pytest.fixture
def fetch(matcher) -> Fetch:
    """A fetch of the best candidate of a search that was made."""
    call = Call(matcher)
    answer = call.send()
    assert answer.status_code == 200
    return Fetch(matcher, call.search_id, hashlib.sha256(answer.content).hexdigest(), "SYN-0007")


def test_the_drawing_of_a_candidate_comes_as_one_record(fetch):
    response = fetch.send()
    assert response.status_code == 200
    assert response.headers["X-Not-A-Face-Recogniser"] == "1"
    assert response.headers["Cache-Control"] == "no-store"
    said = response.json()
    assert (said["encounterId"], said["status"]) == ("SYN-0007-1", "ACTIVE")
    assert said["galleries"] == ["SYNTHETIC-SHAPES"]
    (face,) = said["biometricData"]
    assert datetime.fromisoformat(face["captureDate"]).utcoffset() is not None
    image = Image.open(io.BytesIO(base64.b64decode(face["image"])))
    assert image.size == (face["width"], face["height"])
    assert not ImageChops.difference(image, drawings.draw(7)).getbbox()


def test_missing_people_have_drawings_of_their_own(matcher):
    name = "SYNTHETIC-MISSING"
    call = Call(matcher, gallery=name, granted={"gallery": name, "min_threshold": None})
    call.query = {"threshold": None}
    answer = call.send()
    person = answer.json()[0]["personId"]
    said = Fetch(matcher, call.search_id, hashlib.sha256(answer.content).hexdigest(), person).send()
    assert said.json()["galleries"] == [name]
    image = Image.open(io.BytesIO(base64.b64decode(said.json()["biometricData"][0]["image"])))
    assert ImageChops.difference(image, drawings.draw(int(person[-4:]))).getbbox()


def test_a_grant_fetches_once(fetch):
    token = fetch.token()
    assert fetch.send(token).status_code == 200
    assert refusal(fetch.send(token)) == (409, "grant_replayed")
    assert fetch.send().status_code == 200, "another grant fetches the same picture again"


def test_of_many_calls_at_once_with_one_grant_one_is_answered(fetch):
    token = fetch.token()
    with ThreadPoolExecutor(8) as pool:
        codes = [one.status_code for one in pool.map(lambda _: fetch.send(token), range(8))]
    assert sorted(codes) == [200] + [409] * 7


def test_nobody_but_those_whom_the_answer_named(matcher):
    call = Call(matcher)
    answer = call.send()
    named = {one["personId"] for one in answer.json()}
    asked = Fetch(matcher, call.search_id, hashlib.sha256(answer.content).hexdigest(), "SYN-0007")
    for person in [f"SYN-{number:04d}" for number in range(101)] + ["MIS-0007"]:
        expected = (200, "") if person in named else (403, "not_a_candidate")
        assert refusal(replace(asked, person=person).send()) == expected, person


def test_a_candidate_of_another_search_is_not_one_of_this(matcher, fetch):
    image = drawings.png(drawings.draw(55))
    other = Call(matcher, image=image)
    answer = other.send()
    named = {one["personId"] for one in answer.json()}
    ours = Fetch(matcher, other.search_id, hashlib.sha256(answer.content).hexdigest(), "SYN-0055")
    assert ours.send().status_code == 200
    stranger = next(f"SYN-{n:04d}" for n in range(1, 101) if f"SYN-{n:04d}" not in named)
    assert refusal(replace(ours, person=stranger).send()) == (403, "not_a_candidate")
    # The digest of the one answer with the number of the other search.
    crossed = replace(fetch, answer_sha256=ours.answer_sha256)
    assert refusal(crossed.send()) == (403, "result_mismatch")


def test_a_search_that_was_never_made_gives_nobody(matcher):
    made_up = Fetch(matcher, str(uuid.uuid4()), "0" * 64, "SYN-0007")
    assert refusal(made_up.send()) == (403, "result_unknown")


def test_a_record_that_there_is_not(fetch):
    assert refusal(replace(fetch, encounter="SYN-0007-2").send()) == (404, "encounter_unknown")
    assert refusal(replace(fetch, encounter="SYN-0008-1").send()) == (404, "encounter_unknown")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"asked_person": "SYN-0008"}, "person_mismatch"),
        ({"asked_person": "syn-0007"}, "person_mismatch"),
        ({"asked_person": "SYN-0007 "}, "person_mismatch"),
        ({"asked_encounter": "SYN-0008-1"}, "encounter_mismatch"),
    ],
)
def test_the_path_asks_for_what_was_granted(fetch, change, code):
    assert refusal(replace(fetch, **change).send()) == (403, code)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"transactionId": "11111111-2222-4333-8444-555555555555"}, "search_mismatch"),
        ({"callback": "http://127.0.0.1:9/"}, "callback_forbidden"),
        ({"maxNbCand": "5"}, "query_unknown"),
    ],
)
def test_the_query_says_no_more_than_it_may(fetch, query, code):
    assert refusal(fetch.send(**query)) == (403, code)


def test_without_a_grant_for_a_picture_there_is_none(matcher, fetch):
    assert refusal(fetch.send(None)) == (401, "token_missing")
    stranger = Ed25519PrivateKey.generate()
    assert refusal(fetch.send(fetch.token(stranger))) == (401, "token_signature")
    for_search = Call(matcher, search_id=fetch.search_id).token()
    assert refusal(fetch.send(for_search)) == (401, "token_type")
    inventory = mint_inventory(
        matcher.key, issuer=ISSUER, audience=AUDIENCE, now=datetime.now(UTC)
    ).token
    assert refusal(fetch.send(inventory))[0] in {401, 403}
    assert refusal(Call(matcher).send(fetch.token())) == (401, "token_type")


def test_only_reading_is_routed(fetch):
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert refusal(fetch.send(method=method)) == (404, "route_unknown")
    for path in ("/v1/persons", "/v1/persons/SYN-0007", "/v1/persons/SYN-0007/encounters"):
        asked = httpx.get(
            fetch.matcher.url + path,
            headers={"Authorization": f"Bearer {fetch.token()}"},
            trust_env=False,
        )
        assert refusal(asked) == (404, "route_unknown")


def test_pictures_are_given_out_after_a_restart_and_the_log_names_nobody(tmp_path):
    matcher = MatcherProcess(tmp_path)
    matcher.start()
    try:
        call = Call(matcher)
        answer = call.send()
        fetch = Fetch(
            matcher, call.search_id, hashlib.sha256(answer.content).hexdigest(), "SYN-0007"
        )
        token = fetch.token()
        assert fetch.send(token).status_code == 200
        matcher.stop(kill=True)
        matcher.start()
        assert refusal(fetch.send(token)) == (409, "grant_replayed")
        assert fetch.send().status_code == 200
        assert refusal(replace(fetch, person="SYN-9999").send()) == (403, "not_a_candidate")
    finally:
        matcher.stop()
    log = matcher.log_text()
    assert "route=picture outcome=answered" in log
    assert "SYN-" not in log
    assert token not in log
