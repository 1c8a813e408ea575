"""Every problem that a record, a statement or a correction can have is told in words of its own."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator

import pytest
from django.utils import translation

from requests_app.policy.vocabulary import ComparisonConclusion, Component, NoSelection, Seen
from requests_app.searches import examined
from requests_app.searches.examined import Comparison, Examined, Feature, Placed, Statement
from requests_app.web.examiner import words
from tests.examiners import EXCLUDES, STATEMENT, SUPPORTS, record_of

TODAY = dt.date(2026, 6, 1)
UNCLEAR = "This answer could not be taken"


def _with(comparison: Comparison, **said: object) -> Comparison:
    return dataclasses.replace(comparison, **said)  # type: ignore[arg-type]


COMPARISONS = (
    Comparison(),
    Comparison(compared=False),
    _with(SUPPORTS, made_at="", date_unknown=False, similarities="", conclusion=""),
    _with(SUPPORTS, picture_taken_on=dt.date(2020, 1, 1)),
    _with(SUPPORTS, date_unknown=False, picture_taken_on=dt.date(2027, 1, 1)),
    _with(SUPPORTS, features=(), conclusion=ComparisonConclusion.INCONCLUSIVE),
    _with(SUPPORTS, features=EXCLUDES.features, differences=""),
    _with(SUPPORTS, features=(Feature(Component.EARS, Seen.NOT_COMPARABLE),)),
    _with(EXCLUDES, features=SUPPORTS.features),
)


def _statements() -> Iterator[tuple[Examined, bool]]:
    supported = record_of(1, 1)
    for statement, corrects in (
        (Statement(), False),
        (Statement(), True),
        (_of(selected=1), True),
        (_of(selected=2), False),
        (_of(selected=1, no_selection=NoSelection.INCONCLUSIVE.value), False),
        (_of(no_selection=NoSelection.NO_CANDIDATE_SUPPORTED.value), False),
        (_of(no_selection=NoSelection.NO_CANDIDATE_SUPPORTED.value), True),
    ):
        yield dataclasses.replace(supported, statement=statement), corrects
    yield Examined(statement=STATEMENT), False


def _of(**said: object) -> Statement:
    return dataclasses.replace(STATEMENT, **said)  # type: ignore[arg-type]


def _problems() -> set[tuple[str, str]]:
    found = [examined.problems_of_comparison(each, today=TODAY) for each in COMPARISONS]
    found += [
        examined.problems_of_statement(record, 1, today=TODAY, corrects=corrects)
        for record, corrects in _statements()
    ]
    texts = ("why", "made_at", "similarities", "differences", "quality", "limitations")
    found += [{name: ["too_long"] for name in texts}]
    return {
        (name, code) for problems in found for name, codes in problems.items() for code in codes
    }


@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_problem_has_its_words_and_no_two_of_one_page_have_the_same(language: str) -> None:
    problems = _problems()
    assert len(problems) > 25, "the cases no longer bring the problems about"
    with translation.override("en"):
        vague = {each for each in problems if UNCLEAR in words.words_of_problem(*each)}
    assert not vague
    with translation.override(language):
        said = [words.words_of_problem(*each) for each in problems]
    assert len(set(said)) == len(said)


def test_what_other_answers_have_ruled_out_is_not_concluded() -> None:
    both = dataclasses.replace(SUPPORTS, not_compared="other", why="They look different to me.")
    record = Examined((Placed(1, both), Placed(2, _with(both, compared=False))), STATEMENT)
    kept = record.only_what_counts()
    assert kept.of(1) == SUPPORTS
    assert kept.of(2) == Comparison(
        compared=False, not_compared="other", why="They look different to me."
    )
    assert kept.statement == STATEMENT
