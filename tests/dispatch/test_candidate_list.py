"""Which code an answer with several faults is kept under, and that no part of it is told.

Must not reach below `read_candidates`: the codes are stored, and stay what they are.
"""

from __future__ import annotations

import json
import traceback

import pytest

from requests_app.dispatch.candidate_list import read_candidates
from requests_app.dispatch.errors import ContractViolation
from tests.dispatch.client_support import SCALE, client_of, order

ORDERED = client_of("http://127.0.0.1:9").prepare(order())
SECRET = "A. Person"


def candidate(rank: object = 1, score: object = 0.9, **more: object) -> dict[str, object]:
    return {"personId": f"SYN-{rank}", "rank": rank, "score": score} | more


def violated(value: object) -> ContractViolation:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    with pytest.raises(ContractViolation) as caught:
        read_candidates(data, ORDERED, SCALE)
    return caught.value


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ([candidate("1") | {"score": "0.9"}], "answer_ranks"),
        ([candidate(True)], "answer_ranks"),
        ([candidate(2**31)], "answer_ranks"),
        ([{"personId": "a", "score": 0.9}], "answer_ranks"),
        ([candidate("1", name=SECRET)], "answer_schema"),
        ([candidate(0), 7], "answer_ranks"),
        ([7, candidate(0)], "answer_schema"),
        ([candidate(score=1e40, others=[])], "answer_schema"),
        ([candidate(score=1e40)], "answer_not_a_number"),
        ([candidate(scores=[{"score": 1e40}])], "answer_not_a_number"),
        ([candidate(scores=[{"score": 1e40, "rank": 1}])], "answer_schema"),
        ([candidate(scores=[{"score": 1e40, "galleries": []}])], "answer_not_a_number"),
        ([candidate(score="x", scores=[{"score": 1e40}])], "answer_not_a_number"),
        ([candidate(scores=[{"score": 0.9, "encounterId": None}])], "answer_schema"),
        ([candidate(scores=[{"score": 0.9, "galleries": "SYN"}])], "answer_schema"),
        ([candidate(scores=[{"score": 0.9, "biometricType": "IRIS"}])], "answer_schema"),
        ([candidate(scores=None)], "answer_schema"),
        ([candidate(others=None)], "answer_schema"),
        ([candidate() | {"personId": ""}], "answer_schema"),
        ([candidate() | {"personId": "a\x00"}], "answer_schema"),
        ([candidate() | {"personId": "a" * 201}], "answer_schema"),
        ([candidate() | {"personId": "a\ud800"}], "answer_schema"),
        (b'[{"personId": "a", "rank": 1, "score": 0e999999}]', "answer_not_a_number"),
        (b'[{"personId": "a", "rank": 1, "score": 0.9' + b"1" * 100 + b"}]", "answer_not_a_number"),
        (b"[NaN", "answer_not_a_number"),
        (b'[{"a": 1, "a": NaN', "answer_not_a_number"),
        (b'[{"a": 1, "a": 2}', "answer_schema"),
    ],
)
def test_the_first_fault_gives_the_code(value: object, code: str) -> None:
    assert violated(value).code == code


def test_the_engines_own_words_are_passed_over() -> None:
    detail = {
        "score": 1,
        "encounterId": "e-1",
        "galleries": ["SYNTHETIC-SHAPES"],
        "biometricType": "FACE",
        "biometricSubType": ["any"],
        "instance": "i",
        "others": "any",
    }
    data = json.dumps([candidate(scores=[detail, {"score": 0}], others={"any": [None]})]).encode()
    (read,) = read_candidates(data, ORDERED, SCALE)
    assert (read.external_id, read.encounter_id) == ("SYN-1", "e-1")
    assert read.galleries == ("SYNTHETIC-SHAPES",)


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ([candidate(), candidate(2, scores=[{"score": 1, "galleries": [SECRET, 3]}])],
         "[1].scores[0].galleries[1]"),
        ([candidate() | {"personId": [SECRET]}], "[0].personId"),
        ([candidate() | {SECRET: SECRET}], "[0].?"),
        (b'["A. Person', "not_json"),
    ],
)  # fmt: skip
def test_the_cause_names_the_place_and_tells_no_part_of_the_answer(
    value: object, place: str
) -> None:
    told = "".join(traceback.format_exception(violated(value)))
    assert place in told
    assert "A. Person" not in told


@pytest.mark.parametrize(
    "data",
    [
        b"[" + b"1," * 2_000_000 + b"1]",
        b'[{"personId": "a", "rank": 1, "score": 1, "scores": [' + b"1," * 2_000_000 + b"1]}]",
        b"[{" + b",".join(b'"%x": 1' % number for number in range(300_000)) + b"}]",
    ],
    ids=["candidates", "scores", "keys"],
)
def test_an_answer_of_a_million_faults_is_refused_for_the_first_few(data: bytes) -> None:
    error = violated(data)
    assert error.code == "answer_schema"
    assert len("".join(traceback.format_exception(error))) < 10_000
