"""The client against a matcher that misbehaves in every way known: no answer but a right one counts.

Must not reach into the client: only what it sends, returns and raises is looked at.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import socket
import time

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from requests_app.dispatch import errors
from tests.dispatch.client_support import GRANT, TOKEN, client_of, order, serving, talking

GALLERY = "SYNTHETIC-SHAPES"


def candidate(rank: int = 1, score: object = 0.9, **more):
    return {"personId": f"SYN-{rank:04d}", "rank": rank, "score": score} | more


class Hostile:
    """Answers every POST with what the test says; counts the calls."""

    def __init__(self) -> None:
        self.response: Response = Response()
        self.calls = 0
        self.seen: Request | None = None
        self.app = Starlette(routes=[Route("/{rest:path}", self.answer, methods=["POST", "GET"])])

    async def answer(self, request: Request) -> Response:
        await request.body()
        self.calls += 1
        self.seen = request
        return self.response

    def says(self, value: object, **more) -> None:
        body = value if isinstance(value, bytes | str) else json.dumps(value)
        self.response = Response(body, **({"media_type": "application/json"} | more))


@pytest.fixture(scope="module")
def server():
    hostile = Hostile()
    with serving(hostile.app) as url:
        hostile.url = url
        yield hostile


def submit(server, **changes):
    client = client_of(server.url)
    return client.submit(client.prepare(order(**changes)), GRANT)


def refused(server, kind, **changes):
    server.calls = 0
    with pytest.raises(errors.BackendError) as caught:
        submit(server, **changes)
    assert type(caught.value) is kind
    assert server.calls == 1, "the client itself never tries again"
    assert TOKEN not in str(caught.value)
    assert "SYN-" not in str(caught.value)
    return caught.value


def test_a_right_answer_is_taken(server):
    server.says([candidate(2, 0.7), candidate(1, 0.75), candidate(3, 0.7)])
    done = submit(server)
    assert [one.external_id for one in done.result.candidates] == [
        "SYN-0001",
        "SYN-0002",
        "SYN-0003",
    ]
    assert [str(one.score) for one in done.result.candidates] == ["0.75", "0.7", "0.7"]
    assert done.result.raw_sha256 == hashlib.sha256(server.response.body).hexdigest()
    assert (done.result.engine, done.result.engine_version) == ("configured-engine", "9.9")
    assert not done.result.replayed
    assert not done.result.not_a_face_recogniser


def test_nobody_found_is_a_result(server):
    server.says([])
    assert submit(server).result.candidates == ()


BROKEN = {
    "nan": (b'[{"personId":"a","rank":1,"score":NaN}]', "answer_not_a_number"),
    "infinity": (b'[{"personId":"a","rank":1,"score":Infinity}]', "answer_not_a_number"),
    "huge exponent": (b'[{"personId":"a","rank":1,"score":1e999999}]', "answer_not_a_number"),
    "endless exponent": (
        b'[{"personId":"a","rank":1,"score":1e99999999999999999999}]',
        "answer_not_json",
    ),
    "score as text": ([candidate(score="0.9")], "answer_schema"),
    "score true": ([candidate(score=True)], "answer_schema"),
    "no score": ([{"personId": "a", "rank": 1}], "answer_schema"),
    "no person": ([{"rank": 1, "score": 0.9}], "answer_schema"),
    "person a number": ([{"personId": 1, "rank": 1, "score": 0.9}], "answer_schema"),
    "a name slipped in": ([candidate(name="A. Person")], "answer_schema"),
    "rank below zero": ([candidate(-1)], "answer_ranks"),
    "digits without end": (
        b'[{"personId":"a","rank":1,"score":' + b"9" * 5000 + b"}]",
        "answer_score_too_long",
    ),
    "rank a float": ([candidate() | {"rank": 1.0}], "answer_ranks"),
    "same person twice": (
        [candidate(1), candidate(2) | {"personId": "SYN-0001"}],
        "answer_same_person_twice",
    ),
    "worse before better": ([candidate(1, 0.6), candidate(2, 0.8)], "answer_scores_out_of_order"),
    "below the threshold": ([candidate(1, 0.4)], "answer_below_threshold"),
    "off the scale": ([candidate(1, 3500)], "answer_score_off_scale"),
    "more than asked": ([candidate(n) for n in range(1, 7)], "answer_too_many"),
    "ten thousand": ([candidate(n) for n in range(1, 10_001)], "answer_too_many"),
    "another gallery": (
        [candidate(scores=[{"score": 0.9, "galleries": ["OTHER"]}])],
        "answer_other_gallery",
    ),
    "one of two in another": (
        [candidate(1), candidate(2, scores=[{"score": 0.9, "galleries": ["OTHER", "THIRD"]}])],
        "answer_other_gallery",
    ),
    "galleries empty": ([candidate(scores=[{"score": 0.9, "galleries": []}])], "answer_schema"),
    "an object": ({"candidates": []}, "answer_schema"),
    "null": (b"null", "answer_schema"),
    "not JSON": (b"<html>", "answer_not_json"),
    "cut short": (b'[{"personId":"a",', "answer_not_json"),
    "deep": (b"[" * 200_000, "answer_not_json"),
    "not UTF-8": (b'["\xff"]', "answer_not_json"),
    "key twice": (b'[{"personId":"a","personId":"b","rank":1,"score":0.9}]', "answer_schema"),
    "nothing": (b"", "answer_not_json"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_an_answer_that_does_not_fit_is_quarantined_as_its_digest(server, name):
    value, code = BROKEN[name]
    server.says(value)
    error = refused(server, errors.ContractViolation)
    assert error.code == code
    assert error.answer_sha256 == hashlib.sha256(server.response.body).hexdigest()
    assert not error.retryable
    assert error.sent == "yes"


@pytest.mark.parametrize("kind", ["text/html", "text/plain", "application/json-seq", "image/png"])
def test_another_content_type_is_no_answer(server, kind):
    server.says([candidate()], media_type=kind)
    assert refused(server, errors.ContractViolation).code == "answer_content_type"


def test_a_packed_answer_is_not_unpacked(server):
    server.says(b"\x1f\x8b" + b"x" * 50, headers={"Content-Encoding": "gzip"})
    assert refused(server, errors.ContractViolation).code == "answer_encoding"
    assert server.seen.headers["accept-encoding"] == "identity"


def test_an_endless_answer_is_cut_at_the_cap(server):
    sent = []

    async def endless():
        while len(sent) < 1000:
            sent.append(1)
            await asyncio.sleep(0)
            yield b" " * 100_000

    server.response = StreamingResponse(endless(), media_type="application/json")
    assert refused(server, errors.ContractViolation).code == "answer_too_large"
    assert len(sent) < 500


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(server, status):
    server.response = RedirectResponse(server.url + "/elsewhere", status)
    assert refused(server, errors.ContractViolation).code == f"http_{status}"


# The retry table: status, refusal code -> kind, may be tried again.
TABLE = [
    (400, None, errors.BackendRefused, False),
    (400, "body_malformed", errors.BackendRefused, False),
    (400, "body_not_one_face", errors.BackendRefused, False),
    (401, None, errors.GrantRejected, False),
    (401, "token_expired", errors.GrantRejected, False),
    (403, None, errors.GrantRejected, False),
    (403, "candidates_exceeded", errors.GrantRejected, False),
    (404, None, errors.GalleryUnknown, False),
    (404, "gallery_unknown", errors.GalleryUnknown, False),
    (404, "route_unknown", errors.BackendRefused, False),
    (409, None, errors.OutcomeUnknown, True),
    (409, "search_running", errors.OutcomeUnknown, True),
    (409, "grant_replayed", errors.ReplayRejected, False),
    (409, "search_already_answered", errors.AnswerNoLongerKept, False),
    (413, None, errors.ImageTooLarge, False),
    (413, "body_too_large", errors.ImageTooLarge, False),
    (415, None, errors.BackendRefused, False),
    (422, None, errors.BackendRefused, False),
    (422, "probe_no_face", errors.NoFaceFound, False),
    (422, "probe_many_faces", errors.MultipleFaces, False),
    (422, "probe_unreadable", errors.UnsupportedFormat, False),
    (422, "search_other_body", errors.GrantRejected, False),
    (429, None, errors.BackendUnavailable, True),
    (500, None, errors.BackendUnavailable, True),
    (502, None, errors.BackendUnavailable, True),
    (502, "engine_answer_invalid", errors.ContractViolation, False),
    (503, None, errors.BackendUnavailable, True),
    (504, None, errors.BackendUnavailable, True),
    (202, None, errors.ContractViolation, False),
    (201, None, errors.ContractViolation, False),
    (418, None, errors.ContractViolation, False),
    # A code that does not belong to its status decides nothing.
    (500, "probe_no_face", errors.BackendUnavailable, True),
    (401, "search_running", errors.GrantRejected, False),
    (503, "no_such_code", errors.BackendUnavailable, True),
]


@pytest.mark.parametrize(("status", "code", "kind", "retryable"), TABLE)
def test_each_refusal_means_one_thing(server, status, code, kind, retryable):
    headers = {"X-Countersign-Refusal": code} if code else {}
    server.says(
        {"code": status, "message": "SYN-0001 and other words"}, status_code=status, headers=headers
    )
    error = refused(server, kind)
    assert error.retryable == retryable
    assert error.http_status == status
    assert error.sent == "yes"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("7", 7), ("0", 0), ("99999999", 3600), ("-5", None), ("soon", None), ("١", None),
     ("Fri, 01 Jan 2010 00:00:00 GMT", 0)],
)  # fmt: skip
def test_retry_after_is_honoured_within_bounds(server, text, seconds):
    headers = {"Retry-After": text.encode("utf-8").decode("latin-1")}
    server.says({}, status_code=503, headers=headers)
    assert refused(server, errors.BackendUnavailable).retry_after == seconds


def test_nobody_listening_was_not_sent():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        client = client_of(f"http://127.0.0.1:{unused.getsockname()[1]}")
        with pytest.raises(errors.BackendUnavailable) as caught:
            client.submit(client.prepare(order()), GRANT)
    assert (caught.value.code, caught.value.sent, caught.value.retryable) == (
        "unreachable",
        "no",
        True,
    )


def outcome_unknown(url, **seconds):
    client = client_of(url, **seconds)
    started = time.monotonic()
    with pytest.raises(errors.OutcomeUnknown) as caught:
        client.submit(client.prepare(order()), GRANT)
    assert caught.value.sent == "unknown"
    assert caught.value.retryable
    return caught.value.code, time.monotonic() - started


def test_a_connection_lost_after_sending_leaves_the_outcome_unknown():
    with talking(lambda caller: None) as url:
        assert outcome_unknown(url)[0] == "connection_lost"


def test_an_answer_cut_in_the_middle_leaves_the_outcome_unknown():
    def half(caller):
        caller.sendall(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n["
        )

    with talking(half) as url:
        assert outcome_unknown(url)[0] == "connection_lost"


def test_silence_after_sending_leaves_the_outcome_unknown():
    with talking(lambda caller: time.sleep(3)) as url:
        code, seconds = outcome_unknown(url, read=0.5)
    assert code == "timeout_after_send"
    assert seconds < 2.5


def drip(at_once: bytes, slowly: bytes):
    def speak(caller):
        caller.sendall(at_once)
        for byte in slowly:
            caller.sendall(bytes([byte]))
            time.sleep(0.2)

    return speak


@pytest.mark.parametrize(
    ("at_once", "slowly"),
    [
        (b"HTTP/1.1 200 OK\r\nX-Slow: ", b"x" * 100),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n[", b" " * 100),
        # Ends where the connection ends: cut off, it would pass for a whole and empty list.
        (b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[]", b" " * 100),
    ],
)
def test_a_matcher_that_drips_is_cut_at_the_wall_cap(at_once, slowly):
    with talking(drip(at_once, slowly)) as url:
        code, seconds = outcome_unknown(url, read=5, total=1.5)
    assert code == "took_too_long"
    assert seconds < 8


def test_nonsense_instead_of_http_leaves_the_outcome_unknown():
    with talking(lambda caller: caller.sendall(b"\x00\x01nonsense\r\n\r\n")) as url:
        assert outcome_unknown(url)[0] == "connection_lost"


def test_nothing_secret_is_logged_or_shown(server, caplog):
    server.says([candidate()])
    with caplog.at_level(logging.DEBUG):
        client = client_of(server.url)
        prepared = client.prepare(order())
        done = client.submit(prepared, GRANT)
    shown = " ".join(
        record.getMessage() for record in caplog.records if record.name.startswith("requests_app")
    )
    for secret in (TOKEN, str(prepared.search_id), "SYN-0001"):
        assert secret not in shown
    assert TOKEN not in repr(GRANT)
    assert b"iVBOR" in prepared.body, "the picture, as it travels"
    assert "iVBOR" not in repr(prepared)
    assert done.bytes_sent == len(prepared.body)


def test_the_environment_cannot_divert_a_search(server, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server.says([])
    assert submit(server).result.candidates == ()


def test_plain_http_to_another_machine_is_refused():
    with pytest.raises(errors.NotConfigured):
        client_of("http://matcher.example/")
    client_of("https://matcher.example/")
