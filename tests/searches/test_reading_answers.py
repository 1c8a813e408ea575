"""Stored answers are read exactly as they were written, or not at all."""

from __future__ import annotations

import dataclasses
import datetime as dt
import traceback
from typing import Any

import pytest

from requests_app.common.errors import BadInput
from requests_app.searches import answers
from requests_app.searches.answers import Answers

FULL = Answers(
    case=answers.Case(case_number="GO26-01234"),
    purpose=answers.Purpose(attempt=False, offence_date=dt.date(2026, 3, 1)),
    predicate=answers.Predicate(facts=(answers.PredicateFact("Seen there.", "Witness 1"),)),
    protected=answers.Protected(basis_flags=("age", "sex"), basis_flags_answered=True),
    means=(answers.Means(id="m1", done_on=dt.date(2026, 3, 2)),),
    urgency=answers.Urgency(
        urgency_deadline=dt.datetime(2026, 3, 3, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
    ),
    scope=answers.Scope(candidate_limit=20, threshold="0.50"),
)


DIGEST_OF_FULL = "9217c4ee0b16574edd30491a7e3e22d156b394b15cc50f54245e159ec8afd415"


def plain(**sections: Any) -> dict[str, Any]:
    return sections


@pytest.mark.parametrize("document", [Answers(), FULL], ids=["empty", "full"])
def test_what_was_written_is_read_as_it_was(document: Answers) -> None:
    assert answers.decode(answers.encode(document)) == document


def test_the_bytes_of_a_document_stay_what_they_were() -> None:
    assert answers.digest(FULL) == DIGEST_OF_FULL


def test_a_reply_is_part_of_the_bytes_once_there_is_one() -> None:
    replied = dataclasses.replace(FULL, reply=answers.Reply(to_version=1, text="Attached."))
    assert answers.digest(replied) != DIGEST_OF_FULL
    assert answers.decode(answers.encode(replied)) == replied
    assert b'"reply"' not in answers.encode(FULL)


@pytest.mark.parametrize(
    ("section", "name", "value"),
    [
        ("purpose", "result_unit", "Missing persons unit"),
        ("purpose", "no_prosecution", False),
        ("legal", "document_states_expiry", False),
    ],
)
def test_an_answer_of_a_later_release_is_part_of_the_bytes_once_it_is_given(
    section: str, name: str, value: Any
) -> None:
    held = dataclasses.replace(getattr(FULL, section), **{name: value})
    given = dataclasses.replace(FULL, **{section: held})
    assert answers.digest(given) != DIGEST_OF_FULL
    assert answers.decode(answers.encode(given)) == given
    assert f'"{name}"'.encode() not in answers.encode(FULL)


@pytest.mark.parametrize(
    "data",
    [
        plain(case={"case_number": 12}),
        plain(case={"case_number": None}),
        plain(case={"case_number": True}),
        plain(scope={"candidate_limit": "3"}),
        plain(scope={"candidate_limit": 3.0}),
        plain(scope={"candidate_limit": True}),
        plain(scope={"target_specific": 1}),
        plain(scope={"target_specific": "yes"}),
        plain(protected={"basis_flags_answered": "x"}),
        plain(protected={"basis_flags_answered": None}),
        plain(protected={"basis_flags": "age"}),
        plain(protected={"basis_flags": {"age": 1}}),
        plain(protected={"basis_flags": [1]}),
        plain(purpose={"offence_date": "20260301"}),
        plain(purpose={"offence_date": "2026-W09-7"}),
        plain(purpose={"offence_date": "2026-03-01T00:00:00"}),
        plain(purpose={"offence_date": 20260301}),
        plain(urgency={"urgency_deadline": "2026-03-01"}),
        plain(urgency={"urgency_deadline": "2026-03-03 09:30:00+00:00"}),
        plain(means={}),
        plain(means=[["id", "m1"]]),
        plain(case=[]),
        plain(case=None),
        plain(case={"case_nomber": "x"}),
        plain(nothing={}),
        [],
        "case",
        None,
    ],
    ids=str,
)
def test_nothing_is_made_to_fit(data: Any) -> None:
    with pytest.raises(BadInput) as caught:
        answers.from_plain(data, Answers)
    assert caught.value.field_errors == {"answers": ["malformed"]}


def test_no_answer_is_told_by_an_error() -> None:
    secret = "the-informer"
    data = {
        "case": {"case_number": 7, secret: 1},
        "purpose": {"offence_date": secret},
        "protected": {"basis_flags": secret},
        "means": [{secret: secret}],
        secret: secret,
    }
    with pytest.raises(BadInput) as caught:
        answers.from_plain(data, Answers)
    told = "".join(traceback.format_exception(caught.value))
    assert secret not in told
    assert "case.case_number: expected a text" in told
