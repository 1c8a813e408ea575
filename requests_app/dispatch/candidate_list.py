"""The strict reading of a matcher's answer: what does not fit its order exactly is no answer.

Must not repair anything, and must not put any part of an answer into an error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal, NewType

from requests_app.common.foreign_data import (
    JsonFault,
    Malformed,
    NotStrictJson,
    Problem,
    StrictConverter,
    Unfit,
    camel_case,
    load_json,
)
from requests_app.dispatch.errors import ContractViolation
from requests_app.dispatch.types import Candidate, PreparedRequest, ScoreScale

_LARGEST_RANK = 2**31 - 1
_LONGEST_TEXT = 200
_MOST_DIGITS = 60
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
"""NUL, and half of a character, which JSON can spell: neither can be kept or shown."""
_NOT_JSON = {
    JsonFault.NOT_JSON: "answer_not_json",
    JsonFault.KEY_TWICE: "answer_schema",
    JsonFault.NOT_A_NUMBER: "answer_not_a_number",
}
_NO_SCORE = "a number that can be a score"
_TOO_LONG_A_SCORE = f"a score of up to {_MOST_DIGITS} digits"
_CODES = {_NO_SCORE: "answer_not_a_number", _TOO_LONG_A_SCORE: "answer_score_too_long"}
_BIOMETRIC_TYPES = Literal["FACE", "FINGER", "IRIS", "SIGNATURE", "UNKNOWN"]
"""OSIA's BiometricType: an engine that fuses names the part that each score comes from."""

_PersonId = NewType("_PersonId", str)
_Text = NewType("_Text", str)
_Rank = NewType("_Rank", int)
_Score = NewType("_Score", Decimal)
_Galleries = NewType("_Galleries", tuple[str, ...])


@dataclass(frozen=True, slots=True)
class _ScoreDetail:
    """OSIA's score of one encounter; the fields stand in the order in which they are judged."""

    score: _Score
    encounter_id: _Text | None = None
    instance: _Text | None = None
    galleries: _Galleries = _Galleries(())
    biometric_type: _BIOMETRIC_TYPES = "FACE"
    biometric_sub_type: Any = None
    others: Any = None


@dataclass(frozen=True, slots=True)
class _CandidateAnswer:
    """OSIA's candidate; the fields stand in the order in which they are judged."""

    person_id: _PersonId
    rank: _Rank
    others: dict[str, Any] = field(default_factory=dict)
    scores: tuple[_ScoreDetail, ...] = ()
    score: _Score = field(kw_only=True)


class _Broken(Exception):
    """Carries the code of what is wrong with an answer."""


def read_candidates(
    data: bytes, request: PreparedRequest, scale: ScoreScale
) -> tuple[Candidate, ...]:
    """The candidates of an answer's bytes, by rank; within one rank the better score first.

    OSIA 1.6.0 says of a rank only that it is one among the others: engines that give equal candidates one
    rank, leave ranks out or begin at 0 keep to it, and so do those whose better score is the lower one.

    Raises:
        ContractViolation: with the digest of the answer, for anything that OSIA 1.6.0 or the
            order does not allow: form, NaN, a worse rank with a better score, too many candidates,
            none of whose galleries is ours, a score beyond the threshold, the same person twice.
    """
    try:
        candidates = _read(data, request.gallery)
        candidates.sort(key=lambda one: one.score, reverse=scale.higher_is_better)
        candidates.sort(key=lambda one: one.rank)
        _check_list(candidates, request, scale)
    except _Broken as broken:
        raise ContractViolation.by(data, str(broken)) from broken
    return tuple(candidates)


def _read(data: bytes, gallery: str) -> list[Candidate]:
    try:
        answered = _converter.read(load_json(data), tuple[_CandidateAnswer, ...])
    except NotStrictJson as refused:
        raise _Broken(_NOT_JSON[refused.fault]) from refused
    except Malformed as refused:
        raise _Broken(_code_of(refused.problems[0])) from refused
    return [_candidate(entry, gallery) for entry in answered]


def _code_of(problem: Problem) -> str:
    """The stored code of what does not fit."""
    if problem.wanted in _CODES:
        return _CODES[problem.wanted]
    is_rank = len(problem.path) == 2 and problem.path[1] == "rank"
    return "answer_ranks" if is_rank else "answer_schema"


def _candidate(answer: _CandidateAnswer, gallery: str) -> Candidate:
    # Of the records of a person, the one of our gallery; a detail without galleries was in ours.
    ours = [d for d in answer.scores if not d.galleries or gallery in d.galleries]
    encounter = next((detail.encounter_id for detail in ours if detail.encounter_id), None)
    galleries = [gallery for detail in answer.scores for gallery in detail.galleries]
    return Candidate(
        external_id=answer.person_id,
        rank=answer.rank,
        score=answer.score,
        encounter_id=encounter,
        galleries=tuple(dict.fromkeys(galleries)),
    )


def _text(value: Any, _kind: Any) -> str:
    if type(value) is not str or len(value) > _LONGEST_TEXT or _UNKEEPABLE.search(value):
        raise Unfit(f"a text of up to {_LONGEST_TEXT} characters, no NUL and no half of one")
    return value


def _person_id(value: Any, kind: Any) -> str:
    text = _text(value, kind)
    if not text:
        raise Unfit("a text that is not empty")
    return text


def _rank(value: Any, _kind: Any) -> int:
    if type(value) is not int or not 0 <= value <= _LARGEST_RANK:
        raise Unfit("a whole number from 0")
    return value


def _score(value: Any, _kind: Any) -> Decimal:
    score = _converter.structure(value, Decimal)
    # JSON can spell 1e999999, 0e999999 and a million digits: finite, and still nobody's score.
    if score.is_finite() and len(score.as_tuple().digits) > _MOST_DIGITS:
        raise Unfit(_TOO_LONG_A_SCORE)
    if not score.is_finite() or not -30 <= score.adjusted() <= 30:
        raise Unfit(_NO_SCORE)
    return score


def _galleries(value: Any, _kind: Any) -> tuple[str, ...]:
    galleries = _converter.structure(value, tuple[_Text, ...])
    if not galleries:
        raise Unfit("at least one gallery")
    return galleries


def _made_converter() -> StrictConverter:
    converter = StrictConverter(key_of=camel_case, null_for_none=False)
    converter.register_structure_hook(_Text, _text)
    converter.register_structure_hook(_PersonId, _person_id)
    converter.register_structure_hook(_Rank, _rank)
    converter.register_structure_hook(_Score, _score)
    converter.register_structure_hook(_Galleries, _galleries)
    return converter


_converter = _made_converter()


def _check_list(candidates: list[Candidate], request: PreparedRequest, scale: ScoreScale) -> None:
    if len(candidates) > request.max_candidates:
        raise _Broken("answer_too_many")
    if len({one.external_id for one in candidates}) != len(candidates):
        raise _Broken("answer_same_person_twice")
    # A person may be in several galleries; one who is not said to be in ours was not searched for.
    if any(one.galleries and request.gallery not in one.galleries for one in candidates):
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
