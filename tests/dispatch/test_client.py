"""The client against the real demonstration matcher, and both against the standard's file.

Must not restate the standard: the unmodified OSIA file judges both sides, where it is at hand.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from openapi_core import OpenAPI
from openapi_core.testing import MockRequest, MockResponse

from requests_app.dispatch import errors
from requests_app.dispatch.types import threshold_text
from requests_app.outside.refmatcher import drawings
from requests_app.wire import grant as grants
from tests.dispatch.client_support import client_of, order
from tests.refmatcher.support import AUDIENCE, ISSUER, Call, MatcherProcess

NAMED = os.environ.get("COUNTERSIGN_OSIA_YAML")
BESIDE = Path(__file__).parents[2] / "../shared/reference/osia/v7.1/abis.yaml"
STANDARD = Path(NAMED) if NAMED else BESIDE


@pytest.fixture(scope="module")
def matcher(tmp_path_factory):
    process = MatcherProcess(tmp_path_factory.mktemp("matcher"), faults=True)
    process.start()
    yield process
    process.stop()


def granted(matcher, prepared):
    return grants.mint(
        matcher.key,
        prepared.grant_detail(gallery_sha256="0" * 64),
        issuer=ISSUER,
        audience=AUDIENCE,
        now=datetime.now(UTC),
    )


def search(matcher, the_order, fault=None, **seconds):
    client = client_of(matcher.url, **seconds)
    prepared = client.prepare(the_order)
    beside = {"X-Fault": fault} if fault else None
    return client.submit(prepared, granted(matcher, prepared), beside=beside)


def test_a_search_comes_back_with_rank_and_score(matcher):
    done = search(matcher, order(42))
    best = done.result.candidates[0]
    assert (best.external_id, best.rank, best.score) == ("SYN-0042", 1, Decimal(1))
    assert best.galleries == ("SYNTHETIC-SHAPES",)
    assert done.result.not_a_face_recogniser
    assert done.result.engine == "refmatcher"
    assert len(done.result.candidates) <= 5
    assert all(one.score >= Decimal("0.5") for one in done.result.candidates)


def test_investigation_without_a_threshold(matcher):
    done = search(matcher, order(1, min_threshold=None))
    assert len(done.result.candidates) == 5


def test_the_same_search_again_gets_the_stored_answer(matcher):
    the_order = order(3)
    first, second = search(matcher, the_order), search(matcher, the_order)
    assert second.result.replayed
    assert not first.result.replayed
    assert second.result.raw_sha256 == first.result.raw_sha256


def test_a_grant_used_twice_is_a_replay(matcher):
    client = client_of(matcher.url)
    prepared = client.prepare(order())
    grant = granted(matcher, prepared)
    client.submit(prepared, grant)
    with pytest.raises(errors.ReplayRejected):
        client.submit(prepared, grant)


def test_the_answer_lost_on_the_way_is_there_when_asked_again(matcher):
    the_order = order(9)
    with pytest.raises(errors.OutcomeUnknown):
        search(matcher, the_order, fault="drop-after")
    again = search(matcher, the_order)
    assert again.result.replayed
    assert again.result.candidates[0].external_id == "SYN-0009"


FAULTS = [
    ("500", errors.BackendUnavailable, "http_500"),
    ("503", errors.BackendUnavailable, "http_503"),
    ("429", errors.BackendUnavailable, "http_429"),
    ("drop-before", errors.OutcomeUnknown, "connection_lost"),
    ("drop-after", errors.OutcomeUnknown, "connection_lost"),
    ("delay=3", errors.OutcomeUnknown, "timeout_after_send"),
    ("wrong-schema", errors.ContractViolation, "answer_schema"),
    ("nan", errors.ContractViolation, "answer_not_a_number"),
    ("rank-as-text", errors.ContractViolation, "answer_ranks"),
    ("10000-candidates", errors.ContractViolation, "answer_too_many"),
    ("wrong-gallery", errors.ContractViolation, "answer_other_gallery"),
    ("huge-body", errors.ContractViolation, "answer_too_large"),
    ("wrong-type", errors.ContractViolation, "answer_content_type"),
]


@pytest.mark.parametrize(("fault", "kind", "code"), FAULTS)
def test_each_fault_of_the_matcher_is_told_apart(matcher, fault, kind, code):
    with pytest.raises(kind) as caught:
        search(matcher, order(), fault=fault, read=1)
    assert caught.value.code == code
    if fault in {"503", "429"}:
        assert caught.value.retry_after == 1


def test_preparing_is_pure_and_digests_what_is_sent():
    client = client_of("http://127.0.0.1:9")
    the_order = order(4)
    prepared = client.prepare(the_order)
    assert prepared == client.prepare(the_order)
    assert prepared.body_sha256 == hashlib.sha256(prepared.body).hexdigest()
    [face] = json.loads(prepared.body)["biometricData"]
    image = base64.b64decode(face["image"])
    assert image == the_order.probe.data
    assert prepared.probe_sha256 == hashlib.sha256(image).hexdigest()
    assert dict(prepared.query) == {
        "transactionId": str(the_order.search_id),
        "maxNbCand": "5",
        "threshold": "0.5",
    }


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"gallery": "ALL"}, errors.NotConfigured),
        ({"gallery": ""}, errors.NotConfigured),
        ({"max_candidates": 0}, errors.NotConfigured),
        ({"filters": {"dateOfBirthMin": "1990-01-01"}}, errors.NotConfigured),
        ({"filters": {"personId": "SYN-0001"}}, errors.NotConfigured),
    ],
)
def test_an_order_that_no_gate_would_take_is_never_prepared(change, kind):
    with pytest.raises(kind) as caught:
        client_of("http://127.0.0.1:9").prepare(order(**change))
    assert caught.value.sent == "no"


def test_a_changed_probe_is_never_prepared():
    good = order()
    changed = replace(good, probe=replace(good.probe, data=good.probe.data + b"x"))
    with pytest.raises(errors.ProbeRejected) as caught:
        client_of("http://127.0.0.1:9").prepare(changed)
    assert caught.value.code == "probe_changed"


def test_a_gallery_name_cannot_leave_its_place_in_the_path():
    prepared = client_of("http://127.0.0.1:9").prepare(order(gallery="../../v1/persons?x=1#"))
    assert prepared.path == "/v1/identify/..%2F..%2Fv1%2Fpersons%3Fx%3D1%23"


@pytest.mark.parametrize(
    ("number", "text"),
    [("0.50", "0.5"), ("3500", "3500"), ("3.5E+3", "3500"), ("0.0", "0"), ("1E-8", "0.00000001"), ("10", "10")],
)  # fmt: skip
def test_a_threshold_has_one_spelling(number, text):
    assert threshold_text(Decimal(number)) == text


@pytest.fixture(scope="module")
def standard():
    assert STANDARD.is_file() or not NAMED, f"COUNTERSIGN_OSIA_YAML names no file: {NAMED}"
    if not STANDARD.is_file():
        pytest.skip(
            "The standard's own file was not found: name OSIA's abis.yaml 1.6.0 in"
            " COUNTERSIGN_OSIA_YAML to judge requests and answers by it."
        )
    return OpenAPI.from_file_path(str(STANDARD))


def judge(standard, matcher, prepared, grant, reply):
    base = "https://abis.com"  # the one server that the standard names
    asked = MockRequest(
        base,
        "post",
        prepared.path,
        path_pattern="/v1/identify/{galleryId}",
        view_args={"galleryId": prepared.gallery},
        args=dict(prepared.query),
        headers={"Authorization": f"Bearer {grant.token}"},
        data=prepared.body,
        content_type="application/json",
    )
    answered = MockResponse(
        reply.content, reply.status_code, content_type=reply.headers["content-type"]
    )
    return asked, answered


def raw(matcher, prepared, grant):
    return httpx.post(
        f"{matcher.url}{prepared.path}?{urlencode(prepared.query)}",
        headers={**dict(prepared.headers), "Authorization": f"Bearer {grant.token}"},
        content=prepared.body,
        trust_env=False,
    )


def test_request_and_answer_hold_against_the_standards_own_file(standard, matcher):
    prepared = client_of(matcher.url).prepare(
        order(11, priority=5, filters={"biometricType": ["FACE"]})
    )
    grant = granted(matcher, prepared)
    reply = raw(matcher, prepared, grant)
    assert reply.status_code == 200
    asked, answered = judge(standard, matcher, prepared, grant, reply)
    standard.validate_request(asked)
    standard.validate_response(asked, answered)


def test_refusals_that_the_standard_knows_hold_against_it(standard, matcher):
    prepared = client_of(matcher.url).prepare(order(gallery="OTHER"))
    grant = granted(matcher, prepared)
    reply = raw(matcher, prepared, grant)
    assert reply.status_code == 404
    standard.validate_response(*judge(standard, matcher, prepared, grant, reply))
    broken = Call(matcher, body=b"not json").send()
    assert broken.status_code == 400
    standard.validate_response(*judge(standard, matcher, prepared, grant, broken))


def test_the_standard_itself_catches_a_spoilt_answer(standard, matcher):
    prepared = client_of(matcher.url).prepare(order(11))
    grant = granted(matcher, prepared)
    reply = httpx.Response(200, json=[{"rank": 1}], headers={"content-type": "application/json"})
    with pytest.raises(Exception, match=r"[Ii]nvalid|[Vv]alidation"):
        standard.validate_response(*judge(standard, matcher, prepared, grant, reply))


def test_a_worn_photograph_of_a_drawing_is_found_over_the_wire(matcher):
    data = drawings.worn(drawings.draw(77))
    good = order()
    probe = replace(
        good.probe, data=data, sha256=hashlib.sha256(data).hexdigest(), mime="image/jpeg"
    )
    done = search(matcher, replace(good, probe=probe))
    assert done.result.candidates[0].external_id == "SYN-0077"
