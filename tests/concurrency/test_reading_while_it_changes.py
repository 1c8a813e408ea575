"""A page is opened while a use case is at work on the same request: neither stops the other for good."""

from __future__ import annotations

from threading import Event
from typing import Any

import pytest

from requests_app.searches.models import Reading, SearchRequest
from requests_app.workflow import viewing
from requests_app.workflow.reading.readings import record_reading
from requests_app.workflow.unit_of_work import unit_of_work
from tests import examiners, matchers
from tests.builders import InventedAgency
from tests.concurrency.at_once import at_once

SECONDS = 30
"""Far above what anything here takes."""


@pytest.fixture
def prepare() -> Any:
    return matchers.one_result


def test_a_page_and_a_use_case_of_one_request_do_not_wait_for_each_other(
    agency: InventedAgency,
) -> None:
    """The use case has the request's row, the page its place in the request's log; each then asks for the other."""
    row: SearchRequest = agency.prepared
    examiners.took(agency, "examiner", row)
    actor = agency.actor("examiner")
    facts = {"version": row.version, "count": row.result.candidate_count}
    is_locked, is_logged = Event(), Event()

    def use_case() -> str:
        with unit_of_work(actor=actor, action="conclude", search_request_id=row.pk) as work:
            is_locked.set()
            assert is_logged.wait(SECONDS)
            work.record("candidates.viewed", facts=facts)
        return "changed"

    def page() -> str:
        assert is_locked.wait(SECONDS)
        with viewing.viewing(
            actor=actor, action="open_candidates", search_request_id=row.pk
        ) as work:
            assert actor.account is not None
            record_reading(
                work,
                actor.account,
                kind=Reading.Kind.CANDIDATES,
                version=row.version,
                digest=str(row.result.answer_digest),
            )
            work.record("candidates.viewed", facts=facts)
            is_logged.set()
        return "shown"

    assert at_once(use_case, page) == ["changed", "shown"]
