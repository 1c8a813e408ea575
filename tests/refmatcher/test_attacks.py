"""A real matcher process, attacked: without a right grant for exactly this call, nothing.

Must not trust the code for what is right: tokens are changed and signed by hand.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import subprocess
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from requests_app.outside.refmatcher import drawings
from requests_app.wire import keys
from requests_app.wire.grant import mint_inventory
from tests.refmatcher.support import (
    AUDIENCE,
    GALLERY,
    ISSUER,
    Call,
    MatcherProcess,
    body_of,
)


@pytest.fixture(scope="module")
def matcher(tmp_path_factory):
    process = MatcherProcess(tmp_path_factory.mktemp("matcher"))
    process.start()
    yield process
    process.stop()


def refusal(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.headers.get("X-Countersign-Refusal", "")


def test_a_right_grant_finds_the_drawing(matcher):
    response = Call(matcher).send()
    assert response.status_code == 200
    assert response.json()[0]["personId"] == "SYN-0007"
    assert response.headers["X-Not-A-Face-Recogniser"] == "1"
    assert all(one["others"] == {"notAFaceRecogniser": True} for one in response.json())


def test_missing_people_are_drawings_of_their_own(matcher):
    """The same probe, under a grant for each gallery: what one holds, the other does not."""
    name = "SYNTHETIC-MISSING"
    response = Call(matcher, gallery=name, granted={"gallery": name}).send()
    assert response.status_code == 200
    found = response.json()
    assert all(one["personId"].startswith("MIS-") for one in found)
    assert all(one["score"] < 0.95 for one in found), "the probe is a drawing of the other gallery"
    assert all(one["scores"][0]["galleries"] == [name] for one in found)
    crossed = Call(matcher, gallery=name).send()
    assert refusal(crossed)[0] == 403


def test_no_token(matcher):
    assert refusal(Call(matcher).send(None)) == (401, "token_missing")


def unsigned(call: Call) -> str:
    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    kid = keys.key_id(call.matcher.key.public_key())
    return f"{part({'alg': 'none', 'typ': 'at+jwt', 'kid': kid})}.{part(call.claims())}."


def hmac_with_the_public_key(call: Call) -> str:
    def part(value):
        return base64.urlsafe_b64encode(value).rstrip(b"=").decode()

    public = call.matcher.key.public_key()
    header = {"alg": "HS256", "typ": "at+jwt", "kid": keys.key_id(public)}
    signed = part(json.dumps(header).encode()) + "." + part(json.dumps(call.claims()).encode())
    mac = hmac.new(keys.public_pem(public), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{part(mac)}"


def anothers_key(call: Call) -> str:
    header = {"typ": "at+jwt", "kid": keys.key_id(call.matcher.key.public_key())}
    return jwt.encode(call.claims(), Ed25519PrivateKey.generate(), "EdDSA", header)


def own_key_brought_along(call: Call) -> str:
    stranger = Ed25519PrivateKey.generate()
    jwk = keys.to_jwks([stranger.public_key()])["keys"][0]
    header = {"typ": "at+jwt", "kid": jwk["kid"], "jwk": jwk}
    return jwt.encode(call.claims(), stranger, "EdDSA", header)


def unknown_key(call: Call) -> str:
    stranger = Ed25519PrivateKey.generate()
    header = {"typ": "at+jwt", "kid": keys.key_id(stranger.public_key())}
    return jwt.encode(call.claims(), stranger, "EdDSA", header)


def other_type(call: Call) -> str:
    header = {"typ": "JWT", "kid": keys.key_id(call.matcher.key.public_key())}
    return jwt.encode(call.claims(), call.matcher.key, "EdDSA", header)


def now() -> int:
    return int(time.time())


@pytest.mark.parametrize(
    ("forge", "status", "code"),
    [
        (unsigned, 401, "token_algorithm"),
        (hmac_with_the_public_key, 401, "token_algorithm"),
        (anothers_key, 401, "token_signature"),
        (own_key_brought_along, 401, "token_malformed"),
        (unknown_key, 401, "token_key_unknown"),
        (other_type, 401, "token_type"),
        (lambda c: "not.a.token", 401, "token_malformed"),
        (lambda c: c.resigned(aud="urn:countersign:test:matcher:other"), 401, "token_audience"),
        (lambda c: c.resigned(aud=[AUDIENCE, "other"]), 401, "token_audience"),
        (lambda c: c.resigned(iss="urn:countersign:trial"), 401, "token_issuer"),
        (lambda c: c.resigned(iat=now() - 120, nbf=now() - 120, exp=now() - 6), 401, "token_expired"),
        (lambda c: c.resigned(exp=now() + 3600), 401, "token_lifetime"),
        (lambda c: c.resigned(iat=now() + 60, nbf=now() + 60, exp=now() + 90), 401, "token_not_yet_valid"),
        (lambda c: c.resigned(nbf=now() + 60), 401, "token_not_yet_valid"),
        (lambda c: c.resigned(exp=None), 401, "token_claims"),
        (lambda c: c.resigned(jti=None), 401, "token_claims"),
        (lambda c: c.resigned(exp=True), 401, "token_claims"),
        (lambda c: c.resigned(exp=now() + 60.5), 401, "token_claims"),
        (lambda c: c.resigned(name="A. Person"), 401, "token_claims"),
        (lambda c: c.resigned(scope="abis.gallery.read"), 403, "scope"),
        (lambda c: c.resigned(scope="abis.identify abis.encounter.read"), 403, "scope"),
        (lambda c: c.resigned(authorization_details=None), 403, "detail"),
        (lambda c: c.resigned(authorization_details=c.claims()["authorization_details"] * 2), 403, "detail"),
    ],
)  # fmt: skip
def test_a_token_that_is_not_right_is_refused(matcher, forge, status, code):
    call = Call(matcher)
    assert refusal(call.send(forge(call))) == (status, code)


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"gallery": "OTHER"}, 403, "gallery_mismatch"),
        ({"gallery": "ALL"}, 403, "gallery_all"),
        ({"gallery": "ALL", "granted": {"gallery": "ALL"}}, 403, "gallery_all"),
        ({"gallery": "OTHER", "granted": {"gallery": "OTHER"}}, 404, "gallery_unknown"),
        ({"query": {"transactionId": str(uuid.uuid4())}}, 403, "search_mismatch"),
        ({"query": {"transactionId": None}}, 403, "search_mismatch"),
        ({"query": {"maxNbCand": "11"}}, 403, "candidates_exceeded"),
        ({"query": {"maxNbCand": None}}, 403, "candidates_missing"),
        ({"query": {"maxNbCand": "0"}}, 403, "candidates_missing"),
        ({"query": {"maxNbCand": "-1"}}, 403, "candidates_missing"),
        ({"query": {"maxNbCand": "٩"}}, 403, "candidates_missing"),
        ({"query": {"threshold": "0.49"}}, 403, "threshold_lowered"),
        ({"query": {"threshold": "-1e9"}}, 403, "threshold_lowered"),
        ({"query": {"threshold": "nan"}}, 403, "threshold_missing"),
        ({"query": {"threshold": None}}, 403, "threshold_missing"),
        ({"granted": {"min_threshold": None}}, 403, "threshold_unexpected"),
        ({"query": {"callback": "http://127.0.0.1:1/"}}, 403, "callback_forbidden"),
        ({"query": {"debug": "1"}}, 403, "query_unknown"),
        ({"sent_body": body_of(b"another image")}, 403, "body_digest"),
        ({"granted": {"probe_sha256": "0" * 64}}, 403, "probe_digest"),
        ({"granted": {"filter_sha256": "0" * 64}}, 403, "filter_mismatch"),
        ({"body": body_of(b"x", filter={"dateOfBirthMin": "1990-01-01"})}, 403, "filter_mismatch"),
        ({"body": b"not json"}, 400, "body_malformed"),
        ({"body": b"[" * 100_000}, 400, "body_malformed"),
        ({"body": body_of(b"x", biometricData=[])}, 400, "body_not_one_face"),
        ({"body": body_of(b"x", integrity=[])}, 400, "body_malformed"),
        (
            {"body": body_of(b"x", biometricData=[{"biometricType": "FACE", "imageRef": "http://x/"}])},
            400,
            "body_not_one_face",
        ),
        ({"image": b"GIF89a no image"}, 422, "probe_unreadable"),
        ({"headers": {"Content-Type": "text/plain"}}, 400, "body_malformed"),
    ],
)  # fmt: skip
def test_a_call_that_is_not_the_granted_one_is_refused(matcher, change, status, code):
    assert refusal(Call(matcher, **change).send()) == (status, code)


def test_a_body_over_the_cap_is_not_read(matcher):
    call = Call(matcher, body=b" " * 12_000_001)
    assert refusal(call.send()) == (413, "body_too_large")

    def dripped():
        for _ in range(13):
            yield b" " * 1_000_000

    address = f"{matcher.url}/v1/identify/{GALLERY}"
    query = {"transactionId": call.search_id, "maxNbCand": "10", "threshold": "0.5"}
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {call.token()}"}
    response = httpx.post(
        address, params=query, headers=headers, content=dripped(), trust_env=False, timeout=30
    )
    assert refusal(response) == (413, "body_too_large")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", f"/v1/identify/{GALLERY}"),
        ("POST", "/v1/identify"),
        ("POST", f"/v1/identify/{GALLERY}/SYN-0001"),
        ("POST", "/v1/persons"),
        ("GET", "/v1/persons/SYN-0001/encounters"),
        ("GET", f"/v1/galleries/{GALLERY}"),
        ("POST", "/v1/galleries"),
        ("GET", "/v1/galleries/"),
        ("POST", "/v1/verify"),
        ("GET", "/docs"),
    ],
)
def test_nothing_else_is_routed(matcher, method, path):
    response = httpx.request(method, matcher.url + path, trust_env=False)
    assert refusal(response) == (404, "route_unknown")


def test_a_grant_is_good_once(matcher):
    call = Call(matcher)
    token = call.token()
    assert call.send(token).status_code == 200
    assert refusal(call.send(token)) == (409, "grant_replayed")


def test_twenty_at_once_with_one_grant_search_once(matcher):
    call = Call(matcher)
    token = call.token()
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: call.send(token), range(20)))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 19


def test_twenty_grants_for_one_search_search_once(matcher):
    call = Call(matcher)
    tokens = [call.token() for _ in range(20)]
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(call.send, tokens))
    fresh = [a for a in answers if a.status_code == 200 and "Idempotent-Replayed" not in a.headers]
    stored = [a for a in answers if a.headers.get("Idempotent-Replayed") == "true"]
    running = [a for a in answers if refusal(a) == (409, "search_running")]
    assert len(fresh) == 1
    assert len(fresh) + len(stored) + len(running) == 20
    assert all(answer.content == fresh[0].content for answer in stored)


def test_a_search_repeated_under_a_new_grant_gets_the_stored_answer(matcher):
    call = Call(matcher)
    first, second = call.send(), call.send()
    assert second.status_code == 200
    assert second.content == first.content
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"


def test_another_body_under_the_same_search_is_refused(matcher):
    first = Call(matcher)
    assert first.send().status_code == 200
    other = Call(matcher, search_id=first.search_id, image=drawings.png(drawings.draw(8)))
    assert refusal(other.send()) == (422, "search_other_body")


def test_used_grants_and_answers_outlive_a_kill(tmp_path):
    process = MatcherProcess(tmp_path)
    process.start()
    try:
        call = Call(process)
        token = call.token()
        first = call.send(token)
        process.stop(kill=True)
        process.start()
        assert refusal(call.send(token)) == (409, "grant_replayed")
        assert call.send().content == first.content
    finally:
        process.stop()


def test_faults_are_off_unless_asked_for(matcher):
    assert Call(matcher, headers={"X-Fault": "500"}).send().status_code == 200


def test_the_inventory_has_a_token_of_its_own(matcher):
    def ask(token):
        return httpx.get(
            f"{matcher.url}/v1/galleries",
            params={"transactionId": "t"},
            headers={"Authorization": f"Bearer {token}".strip()},
            trust_env=False,
        )

    moment = datetime.now(UTC)
    inventory = mint_inventory(matcher.key, issuer=ISSUER, audience=AUDIENCE, now=moment).token
    assert ask(inventory).json() == [GALLERY, "SYNTHETIC-MISSING"]
    assert refusal(ask(Call(matcher).token())) == (403, "scope")
    assert refusal(ask("")) == (401, "token_missing")
    assert refusal(Call(matcher).send(inventory)) == (403, "scope")


def test_it_says_what_it_is_not_and_logs_no_secret(matcher):
    page = httpx.get(matcher.url + "/", trust_env=False)
    assert "<title>NOT A FACE RECOGNISER" in page.text
    call = Call(matcher)
    token = call.token()
    call.send(token)
    log = matcher.log_text()
    lines = [line for line in log.splitlines() if " refmatcher " in line]
    assert lines
    assert all("NOT A FACE RECOGNISER" in line for line in lines)
    for secret in (token, token.rsplit(".", 1)[-1], call.search_id, "SYN-"):
        assert secret not in log


def test_it_does_not_start_unless_told_what_it_is_not():
    command = [sys.executable, "-m", "requests_app.outside.refmatcher", "--port", "1"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode != 0
    assert "not-a-face-recogniser" in done.stderr
