"""The client fetches a candidate's picture: from the real matcher, and from one that misbehaves.

The unmodified OSIA file judges both sides, where it is at hand.
"""

from __future__ import annotations

import base64
import json
import logging
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from openapi_core.testing import MockRequest, MockResponse
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from requests_app.dispatch import errors
from requests_app.dispatch.refusals import family_of
from requests_app.dispatch.types import PictureOrder
from requests_app.outside.refmatcher import drawings
from requests_app.wire.picture_grant import PictureDetail, mint_picture
from tests.dispatch.client_support import GRANT, TOKEN, client_of, order, serving
from tests.dispatch.test_client import granted as granted_search
from tests.dispatch.test_client import standard as standard
from tests.refmatcher.support import AUDIENCE, ISSUER, MatcherProcess

GALLERY = "SYNTHETIC-SHAPES"


# --- the real matcher


@pytest.fixture(scope="module")
def matcher(tmp_path_factory):
    process = MatcherProcess(tmp_path_factory.mktemp("matcher"), faults=True)
    process.start()
    yield process
    process.stop()


@pytest.fixture
def found(matcher):
    """An answer that named SYN-0042 first, and the order for its picture."""
    client = client_of(matcher.url)
    prepared = client.prepare(order(42))
    result = client.submit(prepared, granted_search(matcher, prepared)).result
    best = result.candidates[0]
    return result, PictureOrder(
        result.search_id, result.gallery, best.external_id, best.encounter_id
    )


def grant_for(matcher, result, wanted):
    detail = PictureDetail.of(
        search_id=str(wanted.search_id),
        answer_sha256=result.raw_sha256,
        person_id=wanted.person_id,
        encounter_id=wanted.encounter_id,
    )
    return mint_picture(
        matcher.key, detail, issuer=ISSUER, audience=AUDIENCE, now=datetime.now(UTC)
    )


def test_the_picture_of_a_candidate_comes_with_its_date(matcher, found):
    result, wanted = found
    fetched = client_of(matcher.url).fetch_picture(wanted, grant_for(matcher, result, wanted))
    assert fetched.data == drawings.png(drawings.draw(42))
    assert fetched.captured_at == drawings.made_on(42)
    assert fetched.not_a_face_recogniser


def test_a_grant_that_was_used_fetches_nothing(matcher, found):
    result, wanted = found
    grant = grant_for(matcher, result, wanted)
    client_of(matcher.url).fetch_picture(wanted, grant)
    with pytest.raises(errors.ReplayRejected):
        client_of(matcher.url).fetch_picture(wanted, grant)


def test_a_grant_for_one_fetches_nobody_else(matcher, found):
    result, wanted = found
    other = result.candidates[1]
    asked = replace(wanted, person_id=other.external_id, encounter_id=other.encounter_id)
    with pytest.raises(errors.GrantRejected) as caught:
        client_of(matcher.url).fetch_picture(asked, grant_for(matcher, result, wanted))
    assert caught.value.code == "person_mismatch"


@pytest.mark.parametrize(
    ("fault", "kind", "code"),
    [
        ("503", errors.BackendUnavailable, "http_503"),
        ("drop-after", errors.OutcomeUnknown, "connection_lost"),
        ("wrong-type", errors.ContractViolation, "answer_content_type"),
        ("wrong-schema", errors.ContractViolation, "answer_schema"),
        ("huge-body", errors.ContractViolation, "answer_too_large"),
        ("wrong-gallery", errors.ContractViolation, "picture_other_gallery"),
        ("other-encounter", errors.ContractViolation, "picture_other_encounter"),
        ("withdrawn", errors.ContractViolation, "picture_withdrawn"),
        ("by-reference", errors.ContractViolation, "picture_by_reference"),
    ],
)
def test_each_fault_of_the_matcher_is_told_apart(matcher, found, fault, kind, code):
    result, wanted = found
    with pytest.raises(kind) as caught:
        client_of(matcher.url).fetch_picture(
            wanted, grant_for(matcher, result, wanted), beside={"X-Fault": fault}
        )
    assert caught.value.code == code


def test_bytes_that_are_no_image_come_as_they_are(matcher, found):
    """Whether it is an image is tried where images are, in a process of its own."""
    result, wanted = found
    fetched = client_of(matcher.url).fetch_picture(
        wanted, grant_for(matcher, result, wanted), beside={"X-Fault": "no-image"}
    )
    assert fetched.data == b"not an image"


# --- one that misbehaves


class Hostile:
    """Answers everything with what the test says, and remembers what came."""

    def __init__(self) -> None:
        self.response: Response = Response()
        self.seen: Request
        self.calls = 0
        self.app = Starlette(routes=[Route("/{rest:path}", self.answer, methods=["GET", "POST"])])

    async def answer(self, request: Request) -> Response:
        self.calls += 1
        self.seen = request
        assert await request.body() == b""
        return self.response


@pytest.fixture(scope="module")
def server():
    hostile = Hostile()
    with serving(hostile.app) as url:
        hostile.url = url
        yield hostile


WANTED = PictureOrder(uuid.uuid4(), GALLERY, "SYN-0001", "SYN-0001-1")
FACE = {"biometricType": "FACE", "image": base64.b64encode(b"picture").decode()}


def record(*faces: dict[str, Any], **changes: Any) -> dict[str, Any]:
    said = {
        "encounterId": "SYN-0001-1", "status": "ACTIVE", "encounterType": "arrest",
        "galleries": ["OTHER", GALLERY], "biometricData": list(faces or [FACE]),
    } | changes  # fmt: skip
    return {key: value for key, value in said.items() if value is not ...}


def fetch(server, said: Any, wanted: PictureOrder = WANTED, **more: Any):
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    server.response = Response(body, **({"media_type": "application/json"} | more))
    server.calls = 0
    return client_of(server.url).fetch_picture(wanted, GRANT)


def refused(server, said: Any, wanted: PictureOrder = WANTED, **more: Any) -> errors.BackendError:
    with pytest.raises(errors.BackendError) as caught:
        fetch(server, said, wanted, **more)
    assert server.calls == 1, "the client itself never tries again"
    said_of_it = f"{caught.value}{caught.value.__dict__}{caught.value.__context__}"
    for secret in (TOKEN, "SYN-", "Doe", FACE["image"]):
        assert secret not in said_of_it
    return caught.value


def test_what_is_sent(server):
    fetched = fetch(server, record())
    assert fetched.data == b"picture"
    assert fetched.captured_at is None
    assert not fetched.not_a_face_recogniser
    assert server.seen.method == "GET"
    assert server.seen.url.path == "/v1/persons/SYN-0001/encounters/SYN-0001-1"
    assert dict(server.seen.query_params) == {"transactionId": str(WANTED.search_id)}
    assert server.seen.headers["authorization"] == f"Bearer {TOKEN}"
    assert server.seen.headers["accept-encoding"] == "identity"
    assert "idempotency-key" not in server.seen.headers


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("a/../b", b"a%2F..%2Fb"),
        ("a?x=1#y", b"a%3Fx%3D1%23y"),
        ("%2e%2e", b"%252e%252e"),
        ("...", b"..."),
        ("é 1", b"%C3%A9%201"),
        ("a\\b", b"a%5Cb"),
    ],
)
def test_an_id_cannot_leave_its_place_in_the_path(server, text, sent):
    wanted = replace(WANTED, person_id=text, encounter_id=text)
    fetch(server, record(encounterId=text), wanted)
    raw = server.seen.scope["raw_path"].partition(b"?")[0]
    assert raw == b"/v1/persons/" + sent + b"/encounters/" + sent


@pytest.mark.parametrize("text", ["", ".", "..", "\ud800"])
def test_an_id_that_cannot_stand_in_a_path_is_never_sent(server, text):
    server.calls = 0
    for change in ({"person_id": text}, {"encounter_id": text}):
        with pytest.raises(errors.NotConfigured) as caught:
            client_of(server.url).fetch_picture(replace(WANTED, **change), GRANT)
        assert (caught.value.code, caught.value.sent) == ("order_invalid", "no")
    assert server.calls == 0


def test_other_data_of_a_person_is_read_past(server):
    said = record(
        biographicData={"firstName": "Jane", "lastName": "Doe", "dateOfBirth": "1985-11-30"},
        contextualData={"officer": "x"}, clientData="eA==", createdDate="2024-11-18T14:21:00+01:00",
    )  # fmt: skip
    fetched = fetch(server, said)
    assert "Doe" not in repr(fetched)
    assert set(vars(fetched)) == {"data", "captured_at", "not_a_face_recogniser"}


def test_the_date_is_the_pictures_own(server):
    fetched = fetch(
        server,
        record({**FACE, "captureDate": "2019-05-21T12:00:00+02:00"}, createdDate="2001-01-01"),
    )
    assert fetched.captured_at == datetime(2019, 5, 21, 10, tzinfo=UTC)


PORTRAIT = FACE | {"biometricSubType": "PORTRAIT"}
PROFILE = {
    "biometricType": "FACE", "biometricSubType": "LEFT_PROFILE",
    "image": base64.b64encode(b"from the left").decode(),
}  # fmt: skip
FINGER = {"biometricType": "FINGER", "image": base64.b64encode(b"finger").decode()}


@pytest.mark.parametrize("faces", [[FINGER, FACE], [PROFILE, PORTRAIT], [PORTRAIT, FINGER, FACE]])
def test_of_several_the_one_picture_from_the_front(server, faces):
    assert fetch(server, record(*faces)).data == b"picture"


def test_a_profile_alone_is_the_picture(server):
    assert fetch(server, record(PROFILE)).data == b"from the left"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (record(encounterId="SYN-0001-2"), "picture_other_encounter"),
        (record(FACE | {"encounterId": "SYN-0002-1"}), "picture_other_encounter"),
        (record(status="INACTIVE"), "picture_withdrawn"),
        (record(galleries=["OTHER"]), "picture_other_gallery"),
        (record(encryption={"algorithm": "x"}), "picture_encrypted"),
        (record(FACE | {"encryption": {"algorithm": "x"}}), "picture_encrypted"),
        (record(biometricData=[]), "picture_missing"),
        (record(FINGER), "picture_missing"),
        (record({"biometricType": "FACE"}), "picture_missing"),
        (record({"biometricType": "FACE", "image": ""}), "picture_missing"),
        (
            record({"biometricType": "FACE", "imageRef": "http://127.0.0.1/x"}),
            "picture_by_reference",
        ),
        (record(FACE, FACE), "picture_several"),
        (record(PORTRAIT, PORTRAIT), "picture_several"),
        (record(FACE | {"image": "no base64!"}), "picture_not_base64"),
        (record(FACE | {"image": "cGlj\ndHVyZQ=="}), "picture_not_base64"),
        (record(FACE | {"image": "cGlé"}), "picture_not_base64"),
        (record(FACE | {"image": 7}), "answer_schema"),
        (record(FACE | {"captureDate": "yesterday"}), "answer_schema"),
        (record(FACE | {"captureDate": "2019-05-21T12:00:00"}), "answer_schema"),
        (record(FACE | {"name": "Doe"}), "answer_schema"),
        (record(name="Doe"), "answer_schema"),
        (record(status="DECEASED"), "answer_schema"),
        (record(galleries=...), "answer_schema"),
        (record(encounterId=...), "answer_schema"),
        (record(biometricData={}), "answer_schema"),
        ([record()], "answer_schema"),
        (None, "answer_schema"),
        (b'{"encounterId": "SYN-0001-1", "encounterId": "SYN-0001-1"}', "answer_schema"),
        (b"\xff", "answer_not_json"),
        (b"[" * 100_000, "answer_not_json"),
        (b'{"status": NaN}', "answer_not_a_number"),
    ],
)
def test_what_is_not_the_picture_asked_for_is_no_answer(server, said, code):
    problem = refused(server, said)
    assert type(problem) is errors.ContractViolation
    assert problem.code == code
    assert family_of(code) == "contract_violation"


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (404, "", errors.EncounterUnknown),
        (404, "encounter_unknown", errors.EncounterUnknown),
        (404, "route_unknown", errors.PicturesNotOffered),
        (
            404,
            "result_unknown",
            errors.EncounterUnknown,
        ),  # a code under another status says nothing
        (405, "", errors.PicturesNotOffered),
        (501, "", errors.PicturesNotOffered),
        (401, "token_expired", errors.GrantRejected),
        (403, "result_unknown", errors.GrantRejected),
        (403, "not_a_candidate", errors.GrantRejected),
        (403, "", errors.GrantRejected),
        (409, "grant_replayed", errors.ReplayRejected),
        (413, "", errors.ContractViolation),
        (429, "", errors.BackendUnavailable),
        (503, "", errors.BackendUnavailable),
        (202, "", errors.ContractViolation),
        (204, "", errors.ContractViolation),
        (206, "", errors.ContractViolation),
    ],
)
def test_what_a_refusal_means(server, status, code, kind):
    headers = {"X-Countersign-Refusal": code} if code else {}
    problem = refused(server, record(), status_code=status, headers=headers)
    assert type(problem) is kind
    assert problem.http_status == status


def test_no_redirect_is_followed(server):
    server.response = RedirectResponse(server.url + "/elsewhere", 307)
    server.calls = 0
    with pytest.raises(errors.ContractViolation):
        client_of(server.url).fetch_picture(WANTED, GRANT)
    assert server.calls == 1


def test_a_packed_answer_is_refused(server):
    problem = refused(server, record(), headers={"Content-Encoding": "gzip"})
    assert problem.code == "answer_encoding"


def test_nothing_is_logged_of_a_picture(server, caplog):
    with caplog.at_level(logging.DEBUG):
        fetch(server, record())
        refused(server, record(name="Doe"))
    ours = "\n".join(
        one.getMessage()
        for one in caplog.records
        if not one.name.startswith(("asyncio", "uvicorn"))
    )
    assert TOKEN not in ours
    assert "Doe" not in ours
    assert FACE["image"] not in ours


# --- the standard


def test_call_and_record_hold_against_the_standards_own_file(standard, matcher, found):
    result, wanted = found
    seen = Hostile()
    with serving(seen.app) as url:
        seen.response = Response(json.dumps(record()), media_type="application/json")
        client_of(url).fetch_picture(
            replace(wanted, encounter_id="SYN-0001-1"), grant_for(matcher, result, wanted)
        )
    asked = MockRequest(
        "https://abis.com",
        "get",
        seen.seen.url.path,
        path_pattern="/v1/persons/{personId}/encounters/{encounterId}",
        view_args={"personId": wanted.person_id, "encounterId": "SYN-0001-1"},
        args=dict(seen.seen.query_params),
        headers=dict(seen.seen.headers),
    )
    standard.validate_request(asked)
    fetched = encounter_bytes(matcher, result, wanted)
    standard.validate_response(asked, MockResponse(fetched, 200, content_type="application/json"))
    for said in (record(), record(FACE | {"captureDate": "2019-05-21T12:00:00+02:00"})):
        answered = MockResponse(json.dumps(said).encode(), 200, content_type="application/json")
        standard.validate_response(asked, answered)


def encounter_bytes(matcher, result, wanted) -> bytes:
    """The record of the real matcher, byte for byte."""
    reply = httpx.get(
        f"{matcher.url}/v1/persons/{wanted.person_id}/encounters/{wanted.encounter_id}",
        params={"transactionId": str(wanted.search_id)},
        headers={"Authorization": f"Bearer {grant_for(matcher, result, wanted).token}"},
        trust_env=False,
    )
    assert reply.status_code == 200
    return reply.content
