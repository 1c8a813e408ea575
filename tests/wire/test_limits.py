"""Where each limit of the wire lies, both sides of it, and the names that never change.

Must not read a limit from the code: each stands here as it was fixed.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from requests_app.wire import approval, canonical, entry, keys, receipt, shapes, versions
from requests_app.wire.decimals import canonical_decimal
from requests_app.wire.refusals import Refusal, Refused
from requests_app.wire.shapes import Malformed
from tests.wire.test_formats import DECIDER, LEAF, MOMENT, OFFICER, RECEIPT, REQUEST, the_entry

# --- names and numbers that are fixed


def test_names_on_the_wire_are_these():
    assert {name: value for name, value in vars(versions).items() if name.isupper()} == {
        "ENTRY_SCHEMA": 1,
        "RECEIPT_SCHEMA": 1,
        "OSIA_VERSION": "1.6.0",
        "GRANT_DETAIL_TYPE": "urn:countersign:identify:1",
        "PICTURE_DETAIL_TYPE": "urn:countersign:picture:1",
        "GRANT_CLIENT_ID": "countersign-dispatcher",
        "SCOPE_IDENTIFY": "abis.identify",
        "SCOPE_ENCOUNTER": "abis.encounter.read",
        "SCOPE_GALLERIES": "abis.gallery.read",
        "HEADER_ENTRY": "X-Countersign-Entry",
        "HEADER_PROOF": "X-Countersign-Proof",
        "HEADER_OPENING": "X-Countersign-Opening",
        "HEADER_REFUSAL": "X-Countersign-Refusal",
        "HEADER_RECEIPT": "X-Countersign-Receipt",
        "HEADER_ENGINE": "X-Countersign-Engine",
        "HEADER_NOT_A_RECOGNISER": "X-Not-A-Face-Recogniser",
        "HEADER_REPLAYED": "Idempotent-Replayed",
        "MAX_ENTRY_BYTES": 65_535,
        "MAX_REQUEST_BYTES": 12_000_000,
        "MAX_ANSWER_BYTES": 5_000_000,
        "MAX_PICTURE_ANSWER_BYTES": 12_000_000,
    }
    assert versions.issuer_for("demo") == "urn:countersign:demo"
    assert versions.audience_for("demo", "shapes") == "urn:countersign:demo:matcher:shapes"
    assert approval.EVENT_CODE == "search.approved"


REFUSALS = {
    400: "body_malformed body_not_one_face",
    401: "token_missing token_malformed token_type token_algorithm token_key_unknown token_signature"
    " token_claims token_issuer token_audience token_lifetime token_not_yet_valid token_expired"
    " memory_too_young",
    403: "scope detail query_unknown gallery_all gallery_mismatch search_mismatch candidates_missing"
    " candidates_exceeded threshold_missing threshold_lowered threshold_unexpected callback_forbidden"
    " mode_not_offered body_digest filter_mismatch probe_digest proof_missing proof_digest"
    " proof_invalid proof_unwitnessed proof_stale approval_mismatch approval_writer approval_expired"
    " approval_own_request approval_unsigned stopped person_mismatch encounter_mismatch"
    " result_unknown result_mismatch not_a_candidate",
    404: "route_unknown gallery_unknown encounter_unknown",
    409: "grant_replayed search_running search_outcome_unknown search_already_answered",
    413: "body_too_large",
    422: "probe_unreadable probe_no_face probe_many_faces search_other_body",
    500: "gate_fault",
    502: "engine_answer_invalid",
    503: "engine_unavailable",
}


def test_each_refusal_has_its_code_and_status():
    listed = {code: status for status, codes in REFUSALS.items() for code in codes.split()}
    assert {one.code: one.status for one in Refusal} == listed
    for code in listed:
        known = Refusal.of(code)
        assert known.name.lower() == code
        assert Refused(known).refusal is known
        assert str(Refused(known)) == code


# --- the canonical form


@pytest.mark.parametrize("wrap", [lambda v: [v], lambda v: {"a": v}])
def test_twelve_levels_are_written_and_a_thirteenth_is_refused(wrap):
    value = 1
    for _ in range(12):
        value = wrap(value)
    assert canonical.decode(canonical.encode(value)) == value
    with pytest.raises(canonical.NotCanonical, match="nested too deeply"):
        canonical.encode(wrap(value))


@pytest.mark.parametrize("number", [2**53 - 1, -(2**53) + 1])
def test_the_largest_integer_is_written(number):
    assert canonical.encode(number) == str(number).encode()


# --- numbers that people typed


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (",750", "0.75"), ("-3,50", "-3.5"), ("0.5", "0.5"), ("007", "7"), ("0", "0"), ("-0", "0"),
        ("-0,0", "0"), (".5", "0.5"), ("-.5", "-0.5"), (" 12 ", "12"), ("10.0", "10"), ("100", "100"),
        ("0.05", "0.05"), (" " * 58 + "12", "12"), ("999999999999.1234567", "999999999999.1234567"),
        ("-0.12345678", "-0.12345678"), ("-99999999999.1234567", "-99999999999.1234567"),
    ],
)  # fmt: skip
def test_a_typed_number_has_one_spelling(typed, meant):
    assert canonical_decimal(typed) == meant


@pytest.mark.parametrize(
    "typed",
    ["", "-", ".", "5.", "1e3", "+1", "1 000", "٥", " " * 59 + "12", "999999999999.12345678",
     "1000000000000", "0.123456789", "-999999999999.1234567", "--1", "x"],
)  # fmt: skip
def test_what_is_no_typed_number_is_refused(typed):
    with pytest.raises(Malformed):
        canonical_decimal(typed)


# --- the small parts


def test_a_time_is_written_in_utc_with_six_digits_and_a_year_of_four():
    here = datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=timezone(timedelta(hours=-5)))
    assert shapes.write_time(here) == "2026-01-02T08:04:05.000006Z"
    assert shapes.write_time(datetime(7, 1, 2, tzinfo=UTC)) == "0007-01-02T00:00:00.000000Z"
    assert shapes.read_time("2026-01-02T08:04:05.000006Z") == here


@pytest.mark.parametrize(
    "value",
    [None, 7, "", "x" * 27, "2026-13-01T00:00:00.000000Z", "2026-02-29T00:00:00.000000Z", "0000-01-01T00:00:00.000000Z",
     "2026-01-01T24:00:00.000000Z", "2026-01-01T23:60:00.000000Z", "2026-01-01T23:59:60.000000Z",
     "2026-01-01 00:00:00.000000Z", "2026-01-01T00:00:00,000000Z", "2026-W01-1T00:00:00.000000Z",
     "2026-01-01T00:00:00.000000+00:00", "2026-01-01T00:00:00.00000Z", "٢٠٢٦-01-01T00:00:00.000000Z"],
)  # fmt: skip
def test_what_is_no_time_is_refused(value):
    with pytest.raises(Malformed):
        shapes.read_time(value)


@pytest.mark.parametrize(
    ("read", "good", "bad"),
    [
        (shapes.read_text, ["a", "x" * 500], ["", "x" * 501, None, 5, ["a"]]),
        (shapes.read_code, ["a", "a.b_2.c", "x" * 100], ["", "A", "a..b", ".a", "a.", "x" * 101, 5]),
        (shapes.read_digest, ["0f" * 32], ["0F" * 32, "0" * 63, "0" * 65, 5, None]),
        (shapes.read_uuid, [REQUEST], [REQUEST.upper().replace("1", "A"), REQUEST.replace("-", ""),
                                       "", None, 5]),
        (shapes.read_integer, [0, 1, 2**53 - 1], [-1, 2**53, True, False, "1", 1.0, None]),
        (shapes.read_decimal, ["0", "0.75", "-0.5", "3500", "9" * 12, "0." + "1" * 8],
         ["-0", "00.5", "1e3", "9" * 13, "0." + "1" * 9, ".5", "5.", "NaN", "", 1, None]),
    ],
)  # fmt: skip
def test_each_part_takes_its_own_spelling_and_no_other(read, good, bad):
    for value in good:
        assert read(value, "It") == value
    for value in bad:
        with pytest.raises(Malformed):
            read(value, "It")


def test_bounds_of_a_whole_number_belong_to_it():
    assert [shapes.read_integer(n, "n", least=2, most=4) for n in (2, 3, 4)] == [2, 3, 4]
    for number in (1, 5):
        with pytest.raises(Malformed):
            shapes.read_integer(number, "n", least=2, most=4)


def test_an_object_has_exactly_its_fields_and_what_is_odd_is_named():
    assert shapes.read_fields({"a": 1, "b": 2}, {"a", "b"}, "It") == {"a": 1, "b": 2}
    with pytest.raises(Malformed, match="It has not exactly the fields it should: b, c"):
        shapes.read_fields({"a": 1, "c": 2}, {"a", "b"}, "It")
    for other in (None, [("a", 1)], "a"):
        with pytest.raises(Malformed, match="is not an object"):
            shapes.read_fields(other, {"a"}, "It")


# --- approvals


@pytest.mark.parametrize(
    "change",
    [{"gallery_id": "g" * 80}, {"candidate_limit": 1}, {"candidate_limit": 1000}, {"threshold": None},
     {"expires_at": MOMENT + timedelta(microseconds=1)}],
)  # fmt: skip
def test_an_approval_at_its_limits_is_read(change):
    leaf = replace(LEAF, **change)
    assert approval.ApprovalLeaf.from_facts(leaf.to_facts()) == leaf


@pytest.mark.parametrize(
    "change",
    [
        {"gallery_id": "g" * 81},
        {"gallery_id": ""},
        {"candidate_limit": 1001},
        {"expires_at": MOMENT - timedelta(seconds=1)},
        {"deciders": ()},
        {"deciders": (approval.Decider(DECIDER, "a"), approval.Decider(OFFICER, "b"))},
        {"deciders": (approval.Decider(DECIDER, "a"), approval.Decider(REQUEST, "a"))},
        {"deciders": (approval.Decider(DECIDER, "a", "x:" + "A" * 8001),)},
        {"deciders": (approval.Decider(DECIDER, "A name"),)},
        {"deciders": (approval.Decider("somebody", "a"),)},
    ],
)
def test_an_approval_beyond_its_limits_is_not_even_written(change):
    with pytest.raises(Malformed):
        replace(LEAF, **change).to_facts()


def test_two_people_in_two_roles_may_approve():
    both = (approval.Decider(DECIDER, "a"), approval.Decider(REQUEST, "b", "x:" + "A" * 8000))
    leaf = replace(LEAF, deciders=both)
    assert approval.ApprovalLeaf.from_facts(leaf.to_facts()).deciders == both


@pytest.mark.parametrize("deciders", [None, "x", {"person": DECIDER}, {}])
def test_deciders_are_a_list(deciders):
    with pytest.raises(Malformed):
        approval.ApprovalLeaf.from_facts(LEAF.to_facts() | {"deciders": deciders})


@pytest.mark.parametrize("length", [31, 33])
def test_a_key_of_a_commitment_has_32_bytes(length):
    with pytest.raises(ValueError, match="32 bytes"):
        approval.probe_commitment(bytes(length), "1" * 64)
    with pytest.raises(Malformed):
        approval.probe_commitment(bytes(32), "no digest")


# --- entries


def written(**changes):
    body = changes.pop("body", {})
    return replace(the_entry(), body=replace(the_entry().body, **body), **changes).to_bytes()


FIRST = {"request_seq": 1, "previous": None}
OUTSIDE = {"request_seq": None, "previous": None, "body": {"request_id": None}}


@pytest.mark.parametrize(
    "changes",
    [
        FIRST, OUTSIDE, {"event_id": 1}, {"installation": "i" * 100}, {"login": "l" * 63},
        {"body": {"outcome": "refused", "reason": "r"}}, {"body": {"outcome": "error"}},
        {"body": {"who": entry.EntryWho("system", None, None, "s" * 500)}},
        {"body": {"object_type": None, "object_id": None, "status_after": None}},
        {"body": {"facts": {"a": None, "b": [1, "x", None, True], "c": [], "d": {}}}},
        {"body": {"facts": {"a": {"b": [1, "x"]}, "c": [{"d": 1}, {"e": ["f"]}, 7]}}},
        {"body": {"facts": {}, "commitments": {}}},
    ],
)  # fmt: skip
def test_an_entry_at_its_limits_is_written_and_read(changes):
    data = written(**changes)
    assert entry.parse(data).to_bytes() == data


@pytest.mark.parametrize(
    "changes",
    [
        {"request_seq": 1}, {"request_seq": 2, "previous": None}, {"request_seq": 0, "previous": None},
        {"request_seq": None, "previous": None}, {"body": {"request_id": None}},
        {"request_seq": None, "body": {"request_id": None}},
        {"event_id": 0}, {"installation": "i" * 101}, {"login": "l" * 64}, {"login": ""},
        {"body": {"outcome": "lost"}}, {"body": {"reason": ""}}, {"body": {"reason": "r" * 501}},
        {"body": {"code": "Not a code"}}, {"body": {"request_id": "1"}},
        {"body": {"object_type": "A type"}}, {"body": {"object_id": ""}},
        {"body": {"status_after": ""}}, {"body": {"who": entry.EntryWho("A role")}},
        {"body": {"who": entry.EntryWho("officer", "")}},
        {"body": {"who": entry.EntryWho("officer", None, "")}},
        {"body": {"who": entry.EntryWho("officer", None, None, "")}},
        {"body": {"facts": {"a": {"b": {"c": 1}}}}}, {"body": {"facts": {"a": [[1]]}}},
        {"body": {"facts": {"a": [{"b": {"c": 1}}]}}}, {"body": {"facts": {"a": {"b": [[1]]}}}},
        {"body": {"facts": {"a": [1, [2]]}}}, {"body": {"facts": {"good": 1, "a": [[1]]}}},
        {"body": {"commitments": {"a": "plain"}}},
    ],
)  # fmt: skip
def test_an_entry_beyond_its_limits_is_not_even_written(changes):
    with pytest.raises((Malformed, canonical.NotCanonical)):
        written(**changes)


@pytest.mark.parametrize("part", ["facts", "commitments"])
def test_facts_and_commitments_are_objects(part):
    value = canonical.decode(the_entry().body.to_bytes())
    with pytest.raises(Malformed, match=f"{part} is not an object"):
        entry.parse_body(canonical.encode(value | {part: []}))


def test_an_entry_may_have_65535_bytes():
    def of(size):
        return {"facts": {"text": "x" * size}}

    room = 65_535 - len(written(body=of(0)))
    assert len(written(body=of(room))) == 65_535
    with pytest.raises(Malformed, match="longer than a log holds"):
        written(body=of(room + 1))


def test_what_nobody_says_of_an_event_is_that_it_succeeded():
    body = entry.Body("a.b", MOMENT, entry.EntryWho("system"))
    assert (body.outcome, body.reason, body.facts, body.commitments) == ("success", None, {}, {})


# --- receipts and keys


@pytest.mark.parametrize(
    "change",
    [{"installation": "i" * 100}, {"gate": "g" * 100}, {"gallery": "g" * 80}, {"engine": "e" * 80},
     {"engine_version": "v" * 40}, {"candidate_count": 0}, {"register_number": 1}],
)  # fmt: skip
def test_a_receipt_at_its_limits_is_read(change):
    data = replace(RECEIPT, **change).to_bytes()
    assert receipt.parse(data) == replace(RECEIPT, **change)
    assert canonical.decode(data)["schema"] == 1


@pytest.mark.parametrize(
    "change",
    [{"installation": "i" * 101}, {"gate": "g" * 101}, {"gallery": "g" * 81}, {"engine": "e" * 81},
     {"engine_version": "v" * 41}, {"candidate_count": -1}, {"register_number": 0}, {"jti": "1"},
     {"search_id": "1"}, {"request_sha256": "1"}, {"answer_sha256": "1"},
     {"configuration_sha256": "1"}, {"register_head": "1"}],
)  # fmt: skip
def test_a_receipt_beyond_its_limits_is_not_even_written(change):
    with pytest.raises(Malformed):
        replace(RECEIPT, **change).to_bytes()


@pytest.mark.parametrize("schema", [0, 2, True, None])
def test_a_receipt_of_another_schema_is_refused(schema):
    value = canonical.decode(RECEIPT.to_bytes()) | {"schema": schema}
    with pytest.raises(Malformed, match="schema"):
        receipt.parse(canonical.encode(value))


def test_a_receipts_signature_is_for_a_receipt_only():
    gate = Ed25519PrivateKey.generate()
    trusted = {keys.key_id(gate.public_key()): gate.public_key()}
    name, data, _signature = receipt.sign(RECEIPT, gate).split(".")
    plain = receipt._encode(gate.sign(RECEIPT.to_bytes()))
    with pytest.raises(receipt.ReceiptRefused, match="not what its gate signed"):
        receipt.verify(f"{name}.{data}.{plain}", trusted)
    meant = receipt._encode(gate.sign(b"countersign receipt v1\n" + RECEIPT.to_bytes()))
    assert receipt.verify(f"{name}.{data}.{meant}", trusted) == RECEIPT


@pytest.mark.parametrize(
    ("length", "said"), [(8000, "not what its gate signed"), (8001, "no receipt of a known gate")]
)
def test_a_receipt_of_more_than_8000_characters_is_not_looked_at(length, said):
    gate = Ed25519PrivateKey.generate()
    name = keys.key_id(gate.public_key())
    text = f"{name}.AAAA.".ljust(length, "A")
    assert len(text) == length
    with pytest.raises(receipt.ReceiptRefused, match=said):
        receipt.verify(text, {name: gate.public_key()})


def test_a_key_set_says_what_its_keys_are_for_and_holds_public_ones_only(tmp_path):
    private = Ed25519PrivateKey.generate()
    name = keys.key_id(private.public_key())
    (listed,) = keys.to_jwks([private.public_key()])["keys"]
    assert set(listed) == {"crv", "kty", "x", "kid", "use", "alg"}
    assert (listed["crv"], listed["kty"], listed["kid"]) == ("Ed25519", "OKP", name)
    assert (listed["use"], listed["alg"]) == ("sig", "EdDSA")
    for wrong in ({"kty": "RSA"}, {"crv": "X25519"}, {"d": "AA"}, {"kid": "another"}, {"x": "AA"}):
        with pytest.raises(keys.UnusableKey):
            keys._from_jwks(canonical_json({"keys": [listed | wrong]}))
    nameless = {key: value for key, value in listed.items() if key != "kid"}
    (read,) = keys._from_jwks(canonical_json({"keys": [nameless]}))
    assert keys.key_id(read) == name


def canonical_json(value):
    return json.dumps(value).encode()


def test_a_private_key_is_an_ed25519_key_in_pem_and_a_public_one_too(tmp_path):
    def pem(key):
        return key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )

    ours, other = Ed25519PrivateKey.generate(), ec.generate_private_key(ec.SECP256R1())
    path = tmp_path / "key.pem"
    path.write_bytes(pem(ours))
    assert keys.key_id(keys.load_private_key(path).public_key()) == keys.key_id(ours.public_key())
    with pytest.raises(keys.UnusableKey):
        keys.load_public_keys(path)
    for wrong in (pem(other), b"", keys.public_pem(ours.public_key())):
        path.write_bytes(wrong)
        with pytest.raises(keys.UnusableKey):
            keys.load_private_key(path)
    path.write_bytes(
        other.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    )
    with pytest.raises(keys.UnusableKey, match="another kind than Ed25519"):
        keys.load_public_keys(path)
    path.write_bytes(b"\n " + keys.public_pem(ours.public_key()))
    assert list(keys.load_public_keys(path)) == [keys.key_id(ours.public_key())]


def test_a_digest_of_a_filter_is_over_its_bytes():
    assert hashlib.sha256(b"{}").hexdigest() == LEAF.filter_digest
