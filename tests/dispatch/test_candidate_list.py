"""Which code an answer with several faults is kept under, and that no part of it is told.

Must not reach below `read_candidates`: the codes are stored, and stay what they are.
"""

from __future__ import annotations

import json
import traceback
from decimal import Decimal

import pytest

from requests_app.dispatch.candidate_list import read_candidates
from requests_app.dispatch.errors import ContractViolation
from requests_app.dispatch.types import ScoreScale
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
        ([candidate(-1), 7], "answer_ranks"),
        ([7, candidate(-1)], "answer_schema"),
        ([candidate(score=1e40, others=[])], "answer_schema"),
        ([candidate(score=1e40)], "answer_not_a_number"),
        ([candidate(scores=[{"score": 1e40}])], "answer_not_a_number"),
        ([candidate(scores=[{"score": 1e40, "rank": 1}])], "answer_schema"),
        ([candidate(scores=[{"score": 1e40, "galleries": []}])], "answer_not_a_number"),
        ([candidate(score="x", scores=[{"score": 1e40}])], "answer_not_a_number"),
        ([candidate(scores=[{"score": 0.9, "encounterId": None}])], "answer_schema"),
        ([candidate(scores=[{"score": 0.9, "galleries": "SYN"}])], "answer_schema"),
        ([candidate(scores=[{"score": 0.9, "biometricType": "GAIT"}])], "answer_schema"),
        ([candidate(scores=None)], "answer_schema"),
        ([candidate(others=None)], "answer_schema"),
        ([candidate() | {"personId": ""}], "answer_schema"),
        ([candidate() | {"personId": "a\x00"}], "answer_schema"),
        ([candidate() | {"personId": "a" * 201}], "answer_schema"),
        ([candidate() | {"personId": "a\ud800"}], "answer_schema"),
        (b'[{"personId": "a", "rank": 1, "score": 0e999999}]', "answer_not_a_number"),
        (
            b'[{"personId": "a", "rank": 1, "score": 0.9' + b"1" * 100 + b"}]",
            "answer_score_too_long",
        ),
        (b'[{"personId": "a", "rank": 1, "score": ' + b"1" * 5000 + b"}]", "answer_score_too_long"),
        (b'[{"personId": "a", "rank": ' + b"1" * 5000 + b', "score": 1}]', "answer_ranks"),
        (b"[NaN", "answer_not_a_number"),
        (b'[{"a": 1, "a": NaN', "answer_not_a_number"),
        (b'[{"a": 1, "a": 2}', "answer_schema"),
    ],
)
def test_the_first_fault_gives_the_code(value: object, code: str) -> None:
    assert violated(value).code == code


DISTANCE = ScoreScale("distance", "e", "1", Decimal(0), None, higher_is_better=False)
OPEN_ENDED = ScoreScale("log-likelihood ratio", "e", "1", Decimal(-50), Decimal(50))
NO_THRESHOLD = client_of("http://127.0.0.1:9").prepare(order(min_threshold=None))


@pytest.mark.parametrize(
    ("scale", "answered", "read"),
    [
        (SCALE, [(1, 0.9), (1, 0.8), (3, 0.8)], [(1, "0.9"), (1, "0.8"), (3, "0.8")]),
        (SCALE, [(3, 0.5), (1, 0.8), (1, 0.9)], [(1, "0.9"), (1, "0.8"), (3, "0.5")]),
        (SCALE, [(2, 0.9), (7, 0.8)], [(2, "0.9"), (7, "0.8")]),
        (SCALE, [(0, 0.9), (1, 0.8)], [(0, "0.9"), (1, "0.8")]),
        (DISTANCE, [(1, 0.1), (2, 17.5)], [(1, "0.1"), (2, "17.5")]),
        (DISTANCE, [(1, 3), (1, 2)], [(1, "2"), (1, "3")]),
        (OPEN_ENDED, [(1, 12.25), (2, -3)], [(1, "12.25"), (2, "-3")]),
    ],
)
def test_what_the_standard_allows_is_read_as_it_was_answered(
    scale: ScoreScale, answered: list[tuple[int, float]], read: list[tuple[int, str]]
) -> None:
    listed = [
        candidate(rank, score) | {"personId": f"p-{place}"}
        for place, (rank, score) in enumerate(answered)
    ]
    found = read_candidates(json.dumps(listed).encode(), NO_THRESHOLD, scale)
    assert [(one.rank, str(one.score)) for one in found] == read


@pytest.mark.parametrize(
    ("scale", "answered", "code"),
    [
        (SCALE, [(1, 0.8), (1, 0.6), (2, 0.7)], "answer_scores_out_of_order"),
        (DISTANCE, [(1, 0.9), (2, 0.8)], "answer_scores_out_of_order"),
        (DISTANCE, [(1, -0.1)], "answer_score_off_scale"),
        (OPEN_ENDED, [(1, 50.01)], "answer_score_off_scale"),
    ],
)
def test_a_scale_has_its_direction_and_its_ends(
    scale: ScoreScale, answered: list[tuple[int, float]], code: str
) -> None:
    listed = [
        candidate(rank, score) | {"personId": f"p-{place}"}
        for place, (rank, score) in enumerate(answered)
    ]
    with pytest.raises(ContractViolation) as caught:
        read_candidates(json.dumps(listed).encode(), NO_THRESHOLD, scale)
    assert caught.value.code == code


def test_a_distance_beyond_the_threshold_is_refused_and_one_within_it_is_not() -> None:
    data = json.dumps([candidate(1, 0.4)]).encode()
    assert len(read_candidates(data, ORDERED, DISTANCE)) == 1
    with pytest.raises(ContractViolation) as caught:
        read_candidates(json.dumps([candidate(1, 0.6)]).encode(), ORDERED, DISTANCE)
    assert caught.value.code == "answer_below_threshold"


def test_fused_details_and_other_galleries_are_passed_over_and_our_record_is_named() -> None:
    details = [
        {"score": 0.4, "biometricType": "IRIS", "encounterId": "elsewhere", "galleries": ["OTHER"]},
        {"score": 0.7, "biometricType": "FACE", "encounterId": "ours",
         "galleries": ["OTHER", "SYNTHETIC-SHAPES"]},
    ]  # fmt: skip
    (read,) = read_candidates(json.dumps([candidate(scores=details)]).encode(), ORDERED, SCALE)
    assert read.encounter_id == "ours"


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
