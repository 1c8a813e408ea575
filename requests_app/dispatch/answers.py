"""The strict reading of a matcher's answer: what does not fit its order exactly is no answer.

Must not repair anything, and must not put any part of an answer into an error.
"""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from requests_app.dispatch.errors import ContractViolation
from requests_app.dispatch.types import Candidate, PreparedRequest, ScoreScale

_CANDIDATE_FIELDS = {"personId", "rank", "score", "scores", "others"}
_SCORE_FIELDS = {
    "score",
    "encounterId",
    "galleries",
    "biometricType",
    "biometricSubType",
    "instance",
    "others",
}
_LARGEST_RANK = 2**31 - 1


class _Broken(Exception):
    """Carries the code of what is wrong with an answer."""


def read_candidates(
    data: bytes, request: PreparedRequest, scale: ScoreScale
) -> tuple[Candidate, ...]:
    """The candidates of an answer's bytes, by rank.

    Raises ContractViolation with the digest of the answer for anything that OSIA 1.6.0 or the
    order does not allow: form, NaN, ranks other than 1..n, scores out of order, too many
    candidates, another gallery, a score below the threshold, the same person twice.
    """
    try:
        candidates = [_candidate(item) for item in _array(data)]
        candidates.sort(key=lambda one: one.rank)
        _check_list(candidates, request, scale)
    except _Broken as broken:
        raise violation(str(broken), data) from broken
    return tuple(candidates)


def violation(code: str, data: bytes, http_status: int = 200) -> ContractViolation:
    """The error of an answer that is quarantined as its digest."""
    digest = hashlib.sha256(data).hexdigest()
    return ContractViolation(code, http_status=http_status, sent="yes", answer_sha256=digest)


def _array(data: bytes) -> list[Any]:
    try:
        value = json.loads(
            data.decode("utf-8"),
            parse_float=Decimal,
            parse_constant=_not_a_number,
            object_pairs_hook=_no_duplicates,
        )
    except (ValueError, RecursionError, InvalidOperation) as error:
        raise _Broken("answer_not_json") from error
    if not isinstance(value, list):
        raise _Broken("answer_schema")
    return value


def _not_a_number(_text: str) -> NoReturn:
    raise _Broken("answer_not_a_number")


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Broken("answer_schema")
    return found


def _candidate(item: Any) -> Candidate:
    if not isinstance(item, dict) or not set(item) <= _CANDIDATE_FIELDS:
        raise _Broken("answer_schema")
    person, rank = item.get("personId"), item.get("rank")
    if not isinstance(person, str) or not 0 < len(person) <= 200 or "\x00" in person:
        raise _Broken("answer_schema")
    if not isinstance(rank, int) or isinstance(rank, bool) or not 1 <= rank <= _LARGEST_RANK:
        raise _Broken("answer_ranks")
    if not isinstance(item.get("others", {}), dict):
        raise _Broken("answer_schema")
    details = item.get("scores", [])
    if not isinstance(details, list):
        raise _Broken("answer_schema")
    galleries: list[str] = []
    encounter = None
    for detail in details:
        galleries += _galleries_of(detail)
        encounter = encounter or detail.get("encounterId")
    return Candidate(
        external_id=person,
        rank=rank,
        score=_score(item.get("score")),
        encounter_id=encounter,
        galleries=tuple(dict.fromkeys(galleries)),
    )


def _galleries_of(detail: Any) -> list[str]:
    if not isinstance(detail, dict) or not set(detail) <= _SCORE_FIELDS:
        raise _Broken("answer_schema")
    _score(detail.get("score"))
    texts = [detail[name] for name in ("encounterId", "instance") if name in detail]
    galleries = detail.get("galleries", [])
    if not isinstance(galleries, list) or ("galleries" in detail and not galleries):
        raise _Broken("answer_schema")
    if not all(isinstance(text, str) and len(text) <= 200 for text in [*texts, *galleries]):
        raise _Broken("answer_schema")
    if detail.get("biometricType", "FACE") != "FACE":
        raise _Broken("answer_schema")
    return galleries


def _score(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise _Broken("answer_schema")
    score = Decimal(value)
    # JSON can spell 1e999999, which is finite and still nobody's score.
    if not score.is_finite() or (score and not -30 <= score.adjusted() <= 30):
        raise _Broken("answer_not_a_number")
    return score


def _check_list(candidates: list[Candidate], request: PreparedRequest, scale: ScoreScale) -> None:
    if len(candidates) > request.max_candidates:
        raise _Broken("answer_too_many")
    if [one.rank for one in candidates] != list(range(1, len(candidates) + 1)):
        raise _Broken("answer_ranks")
    if len({one.external_id for one in candidates}) != len(candidates):
        raise _Broken("answer_same_person_twice")
    if any(gallery != request.gallery for one in candidates for gallery in one.galleries):
        raise _Broken("answer_other_gallery")
    scores = [one.score for one in candidates]
    if scores != sorted(scores, reverse=scale.higher_is_better):
        raise _Broken("answer_scores_out_of_order")
    for score in scores:
        _check_score(score, request, scale)


def _check_score(score: Decimal, request: PreparedRequest, scale: ScoreScale) -> None:
    below = scale.minimum is not None and score < scale.minimum
    above = scale.maximum is not None and score > scale.maximum
    if below or above:
        raise _Broken("answer_score_off_scale")
    threshold = request.min_threshold
    if threshold is None:
        return
    if score < threshold if scale.higher_is_better else score > threshold:
        raise _Broken("answer_below_threshold")
