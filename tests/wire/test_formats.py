"""The formats that cannot change later: their exact bytes are written out here once.

Must never be adjusted to the code: if one of these fails, old leaves would no longer be read.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from requests_app.wire import approval, canonical, entry, keys, receipt
from requests_app.wire.refusals import Refusal
from requests_app.wire.search_filter import EMPTY_FILTER_DIGEST, check_filter, filter_digest
from requests_app.wire.shapes import Malformed, write_time

MOMENT = datetime(2026, 11, 23, 7, 0, 0, 5, tzinfo=UTC)
REQUEST = "11111111-2222-4333-8444-555555555555"
SEARCH = "66666666-2222-4333-8444-555555555555"
OFFICER = "aaaaaaaa-2222-4333-8444-555555555555"
DECIDER = "bbbbbbbb-2222-4333-8444-555555555555"

ENTRY = (
    b'{"body":{"code":"request.submitted","commitments":{"source":"' + b"c" * 64 + b'"},'
    b'"facts":{"findings":["core.a"],"version":2},'
    b'"object":{"id":"' + REQUEST.encode() + b'","type":"search_request"},'
    b'"occurred_at":"2026-11-23T07:00:00.000005Z","outcome":"success","reason":null,'
    b'"request_id":"' + REQUEST.encode() + b'","status_after":"AWAITING_DECISION",'
    b'"who":{"account":"a1","person":"p1","role":"officer","session":null}},'
    b'"event_id":41,"installation":"demo","login":"countersign_web","previous":"' + b"d" * 64 + b'",'
    b'"recorded_at":"2026-11-23T07:00:00.100000Z","request_seq":2,"schema":1}'
)  # fmt: skip


def the_entry() -> entry.Entry:
    body = entry.Body(
        code="request.submitted",
        occurred_at=MOMENT,
        who=entry.EntryWho("officer", "a1", "p1"),
        object_type="search_request",
        object_id=REQUEST,
        request_id=REQUEST,
        status_after="AWAITING_DECISION",
        facts={"version": 2, "findings": ["core.a"]},
        commitments={"source": "c" * 64},
    )
    return entry.Entry(
        body=body,
        event_id=41,
        installation="demo",
        login="countersign_web",
        recorded_at=MOMENT.replace(microsecond=100_000),
        request_seq=2,
        previous="d" * 64,
    )


def test_the_bytes_of_an_entry_are_these():
    assert the_entry().to_bytes() == ENTRY
    assert entry.parse(ENTRY) == the_entry()
    assert entry.parse_body(the_entry().body.to_bytes()) == the_entry().body


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"schema":1', b'"schema":2'),
        (b'"schema":1', b'"schema":true'),
        (b'"request_seq":2', b'"request_seq":null'),
        (b'"request_seq":2', b'"request_seq":1'),
        (b'"previous":"' + b"d" * 64 + b'"', b'"previous":null'),
        (b'"previous":"' + b"d" * 64, b'"previous":"' + b"D" * 64),
        (b'"outcome":"success"', b'"outcome":"fine"'),
        (b"07:00:00.100000Z", b"07:00:00.1Z"),
        (b"07:00:00.100000Z", b"07:00:00.100000+00:00"),
        (b"2026-11-23T07:00:00.1", b"2026-02-30T07:00:00.1"),
        (b'"event_id":41', b'"event_id":"41"'),
        (b'"event_id":41', b'"event_id":0'),
        (b'"reason":null,', b""),
        (b'"reason":null,', b'"reason":null,"remark":"x",'),
        (b'"version":2', b'"version":{"a":{"b":1}}'),
        (b"c" * 64, b"a plain value"),
        (b'"installation":"demo"', b'"installation":""'),
    ],
)
def test_an_entry_in_any_other_shape_is_refused(old, new):
    changed = ENTRY.replace(old, new)
    assert changed != ENTRY
    with pytest.raises((Malformed, canonical.NotCanonical)):
        entry.parse(changed)


def test_an_entry_longer_than_a_log_holds_is_refused():
    body = replace(the_entry().body, facts={"text": "x" * 66_000})
    with pytest.raises(Malformed):
        replace(the_entry(), body=body).to_bytes()


LEAF = approval.ApprovalLeaf(
    search_id=SEARCH,
    probe_commitment="1" * 64,
    gallery_id="SYNTHETIC-SHAPES",
    gallery_digest="2" * 64,
    mode="retrospective_still",
    candidate_limit=20,
    threshold="0.75",
    filter_digest=EMPTY_FILTER_DIGEST,
    purpose_code="identify_suspect",
    requester_person=OFFICER,
    deciders=(approval.Decider(DECIDER, "supervisor"),),
    decision_digest="3" * 64,
    approved_at=MOMENT,
    expires_at=MOMENT + timedelta(hours=72),
)


def test_the_facts_of_an_approval_are_these():
    assert LEAF.to_facts() == {
        "approved_at": "2026-11-23T07:00:00.000005Z",
        "candidate_limit": 20,
        "deciders": [{"person": DECIDER, "role": "supervisor", "signature": None}],
        "decision_digest": "3" * 64,
        "expires_at": "2026-11-26T07:00:00.000005Z",
        "filter_digest": hashlib.sha256(b"{}").hexdigest(),
        "gallery_digest": "2" * 64,
        "gallery_id": "SYNTHETIC-SHAPES",
        "mode": "retrospective_still",
        "probe_commitment": "1" * 64,
        "purpose_code": "identify_suspect",
        "requester_person": OFFICER,
        "search_id": SEARCH,
        "threshold": "0.75",
    }
    assert approval.ApprovalLeaf.from_facts(LEAF.to_facts()) == LEAF


def test_the_facts_of_an_approval_fit_an_entry():
    body = replace(the_entry().body, code="search.approved", facts=LEAF.to_facts())
    data = replace(the_entry(), body=body).to_bytes()
    assert approval.ApprovalLeaf.from_facts(entry.parse(data).body.facts) == LEAF


def test_the_place_for_a_deciders_signature_takes_one():
    signed = replace(LEAF, deciders=(approval.Decider(DECIDER, "supervisor", "webauthn:AbC-_1"),))
    assert approval.ApprovalLeaf.from_facts(signed.to_facts()) == signed


@pytest.mark.parametrize(
    "change",
    [
        {"deciders": []},
        {"deciders": [{"person": OFFICER, "role": "supervisor", "signature": None}]},
        {"deciders": [{"person": DECIDER, "role": "supervisor"}]},
        {"deciders": [{"person": DECIDER, "role": "supervisor", "signature": ""}]},
        {"deciders": [{"person": DECIDER, "role": r, "signature": None} for r in ("a", "b")]},
        {"threshold": 0.75},
        {"threshold": "7.5e-1"},
        {"threshold": "NaN"},
        {"threshold": "00.75"},
        {"candidate_limit": 0},
        {"candidate_limit": True},
        {"expires_at": "2026-11-23T07:00:00.000005Z"},
        {"probe_commitment": "1" * 63},
        {"search_id": SEARCH.upper().replace("6", "A")},
        {"probe_sha256": "4" * 64},
    ],
)
def test_an_approval_in_any_other_shape_is_refused(change):
    with pytest.raises(Malformed):
        approval.ApprovalLeaf.from_facts(LEAF.to_facts() | change)


def test_a_commitment_opens_with_its_key_only():
    probe = hashlib.sha256(b"image").hexdigest()
    key, other = bytes(range(32)), bytes(32)
    made = approval.probe_commitment(key, probe)
    assert made == hmac.new(key, probe.encode(), "sha256").hexdigest()
    assert approval.commitment_opens(made, key, probe)
    assert not approval.commitment_opens(made, other, probe)
    assert not approval.commitment_opens(made, key, hashlib.sha256(b"other").hexdigest())
    with pytest.raises(ValueError, match="32 bytes"):
        approval.probe_commitment(b"short", probe)


RECEIPT = receipt.Receipt(
    installation="demo",
    gate="gate-1",
    jti=REQUEST,
    search_id=SEARCH,
    gallery="SYNTHETIC-SHAPES",
    request_sha256="1" * 64,
    answer_sha256="2" * 64,
    candidate_count=3,
    engine="refmatcher",
    engine_version="1.0.0",
    configuration_sha256="3" * 64,
    register_number=1,
    register_head="4" * 64,
    answered_at=MOMENT,
)


def test_a_receipt_is_what_its_gate_signed():
    gate, stranger = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    trusted = {keys.key_id(gate.public_key()): gate.public_key()}
    text = receipt.sign(RECEIPT, gate)
    assert receipt.verify(text, trusted) == RECEIPT
    name, data, signature = text.split(".")
    other = receipt.sign(replace(RECEIPT, candidate_count=2), gate).split(".")[1]
    forged = receipt.sign(RECEIPT, stranger)
    borrowed = ".".join([name, *forged.split(".")[1:]])
    for wrong in (
        f"{name}.{other}.{signature}",
        forged,
        borrowed,
        f"{name}.{data}",
        "",
        text + "=",
    ):
        with pytest.raises(receipt.ReceiptRefused):
            receipt.verify(wrong, trusted)


def test_keys_are_read_from_both_kinds_of_file(tmp_path):
    private = Ed25519PrivateKey.generate()
    name = keys.key_id(private.public_key())
    for text in (keys.public_pem(private.public_key()),
                 json.dumps(keys.to_jwks([private.public_key()])).encode()):  # fmt: skip
        path = tmp_path / "file"
        path.write_bytes(text)
        assert list(keys.load_public_keys(path)) == [name]
    for bad in (b"", b"{}", b'{"keys":[{"kty":"oct","k":"AA"}]}', b'{"keys":[]}', b"-----BEGIN X"):
        path.write_bytes(bad)
        with pytest.raises(keys.UnusableKey):
            keys.load_public_keys(path)


def test_the_name_of_a_key_is_its_published_thumbprint():
    # RFC 8037, appendix A: this public key and its RFC 7638 thumbprint.
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
    [key] = keys._from_jwks(json.dumps({"keys": [jwk]}).encode())
    assert keys.key_id(key) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def test_a_filter_holds_listed_keys_only():
    assert filter_digest({}) == EMPTY_FILTER_DIGEST == hashlib.sha256(b"{}").hexdigest()
    assert (
        filter_digest({"biometricType": ["FACE"]})
        == hashlib.sha256(b'{"biometricType":["FACE"]}').hexdigest()
    )
    for wrong in (
        [],
        None,
        {"gender": "F"},
        {"biometricType": ["IRIS"]},
        {"biometricType": "FACE"},
    ):
        with pytest.raises(Malformed):
            check_filter(wrong)


def test_refusal_codes_are_unlike_each_other():
    codes = [one.code for one in Refusal]
    assert len(set(codes)) == len(codes)
    assert all(Refusal.of(code).code == code for code in codes)
    assert Refusal.of("no_such_code") is None


def test_a_time_without_a_zone_is_not_written():
    with pytest.raises(Malformed):
        write_time(MOMENT.replace(tzinfo=None))
