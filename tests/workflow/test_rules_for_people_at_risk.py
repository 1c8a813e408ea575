"""What the rules of the day find of the answers about a missing child, from the answers on to the finding."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest

from requests_app.common import clock
from requests_app.searches.answers import Answers, Means
from requests_app.searches.models import SearchRequest
from requests_app.trial.demo import stories
from requests_app.workflow import check
from tests import builders
from tests.builders import InventedAgency

DAY_OF_THE_RULES = dt.datetime(2026, 11, 30, 12, tzinfo=dt.UTC)
"""On this day core rules 2026.11.4 judge."""


@pytest.fixture
def prepare() -> Any:
    return builders.drafted


@pytest.fixture
def row(agency: InventedAgency) -> SearchRequest:
    row: SearchRequest = agency.prepared
    return row


def missing_child(**purpose: Any) -> Answers:
    story = stories.answers(1, today=dt.date(2026, 11, 27))
    means = (
        Means(id="1", means="family_or_next_of_kin", status="tried", result="no_result",
              done_on=dt.date(2026, 11, 25), done_by="Cst. A", evidence_ref="F1",
              why_not_enough="The family was asked twice and knows of no place where the child could be."),
        Means(id="2", means="missing_persons_register", status="tried", result="no_result",
              done_on=dt.date(2026, 11, 25), done_by="Cst. A", evidence_ref="F2",
              why_not_enough="The register has no entry that fits the child in the photograph."),
    )  # fmt: skip
    return dataclasses.replace(
        story,
        purpose=dataclasses.replace(
            story.purpose,
            **{"purpose": "missing_person", "offence_category": "", "statute_ref": "",
               "link_type": "missing_person", "result_unit": "Missing persons unit",
               "no_prosecution": True} | purpose,
        ),
        subject=dataclasses.replace(story.subject, subject_role="missing_person"),
        predicate=dataclasses.replace(story.predicate, predicate_level="none"),
        probe=dataclasses.replace(story.probe, source_kind="school_or_health_record"),
        means=means,
        necessity=dataclasses.replace(
            story.necessity, question="who_is_at_risk", next_step="tell_the_unit_in_charge"
        ),
        effectiveness=dataclasses.replace(
            story.effectiveness, gallery_link="lives_where_it_was_taken"
        ),
        proportionality=dataclasses.replace(
            story.proportionality, harm="life_or_limb", harm_state="goes_on", wrong_lead="family_told"
        ),
    )  # fmt: skip


def stopped_by(row: SearchRequest, answers: Answers) -> set[str]:
    with clock.hold(DAY_OF_THE_RULES):
        found = check.evaluate(search_request=row, answers=answers, stage="submit")
    return {finding.rule for finding in found.evaluation.stopping}


def test_the_rules_let_a_missing_child_by_a_school_photograph_pass(row: SearchRequest) -> None:
    assert stopped_by(row, missing_child()) - {"CORE-20", "CORE-88"} == set()


def test_the_rules_stop_it_without_its_protections(row: SearchRequest) -> None:
    assert "CORE-37" in stopped_by(row, missing_child(result_unit=""))
    assert "CORE-38" in stopped_by(row, missing_child(no_prosecution=False))
    turned = missing_child(
        purpose="identify_suspect", offence_category="robbery", statute_ref="s. 344"
    )
    assert {"CORE-70", "CORE-80"} <= stopped_by(row, turned)
