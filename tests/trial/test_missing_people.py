"""The trial has a gallery in which a missing child can truthfully be looked for.

Tried: the child's request against the core rules of 30 November 2026, with this gallery and with that of
booking photographs; its papers; what other requests see of it; the agency's entry brought in twice.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from requests_app.common import clock
from requests_app.policy import engine, library
from requests_app.policy.engine import Evaluation
from requests_app.registry import selectors
from requests_app.registry.papers import PaperKind
from requests_app.searches.models import SearchRequest
from requests_app.trial.demo import configuration
from tests import builders
from tests.builders import InventedAgency
from tests.support import connected_as
from tests.web.officer.test_asking_for_people_at_risk import child, facts_of

DAY = dt.date(2026, 11, 30)
URL = "http://127.0.0.1:1"


@pytest.fixture(autouse=True)
def drafted_today(agency: InventedAgency) -> Iterator[SearchRequest]:
    """A draft of today; the rules are asked on the day on which they hold."""
    row = builders.drafted(agency)
    with clock.hold(dt.datetime.combine(DAY, dt.time(15), tzinfo=dt.UTC)):
        with connected_as("owner"):
            configuration.register_missing(matcher_url=URL)
        yield row


def judged(row: SearchRequest, gallery: str) -> Evaluation:
    asked = child()
    asked = dataclasses.replace(
        asked,
        scope=dataclasses.replace(asked.scope, gallery=gallery),
        effectiveness=dataclasses.replace(asked.effectiveness, gallery_link="reported_missing"),
    )
    packs = library.installed("").in_force(DAY, place="")
    built: Any = facts_of(row, asked)
    return engine.evaluate(packs, "submit", built, now=clock.now())


def test_no_rule_stops_a_missing_child_that_is_looked_for_there(
    drafted_today: SearchRequest,
) -> None:
    found = judged(drafted_today, "missing-people")
    assert [finding.rule for finding in found.stopping] == []
    assert "CORE-56" not in {finding.rule for finding in found.findings}


def test_among_booking_photographs_the_same_answer_does_not_agree_with_the_registry(
    drafted_today: SearchRequest,
) -> None:
    found = judged(drafted_today, "booking-photographs")
    assert "CORE-56" in {finding.rule for finding in found.stopping}


def test_it_has_a_paper_of_each_kind_and_is_no_smaller_gallery_for_any_other() -> None:
    gallery = selectors.gallery("missing-people")
    booked = selectors.gallery("booking-photographs")
    assert gallery is not None
    assert booked is not None
    assert gallery.acquisition == "missing_persons"
    held = selectors.papers_hold_until(gallery, day=DAY)
    assert {kind for kind, until in held.items() if until} >= {
        PaperKind.LEGAL_REVIEW.value,
        PaperKind.IMPACT_ASSESSMENT.value,
        PaperKind.COLLECTION.value,
        PaperKind.ACCURACY_REPORT.value,
        PaperKind.DIFFERENTIAL_REPORT.value,
    }
    assert gallery in selectors.galleries_on_offer()
    assert selectors.narrower_on_offer(booked) == []
    assert gallery.matcher == booked.matcher


def test_a_second_start_changes_nothing_of_it() -> None:
    before = selectors.gallery("missing-people")
    with connected_as("owner"):
        configuration.register_missing(matcher_url=URL)
    after = selectors.gallery("missing-people")
    assert before is not None
    assert after is not None
    assert before.registry_digest() == after.registry_digest()
