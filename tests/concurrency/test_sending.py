"""Two workers at one outbox row: one search reaches the matcher, and a late worker ends nothing.

The matcher's own count is what is believed, not the workers'.
"""

from __future__ import annotations

import pytest
from django.db import transaction

from requests_app.accounts.actors import system_actor
from requests_app.dispatch import outbox
from requests_app.dispatch.errors import BackendUnavailable
from requests_app.dispatch.models import Attempt, Dispatch
from requests_app.searches.models import SearchRequest
from requests_app.searches.states import Status
from requests_app.workflow import forward, record_result, retry
from requests_app.workflow.forward import _claim
from tests import builders, matchers
from tests.builders import InventedAgency
from tests.concurrency.at_once import as_login, at_once, refusals
from tests.support import connected_as, sql

WHY = "The matcher was restarted and answers again, as its operator wrote."


def sending(row: SearchRequest, owner: str) -> str:
    return forward.forward(
        actor=system_actor("dispatcher"),
        owner=owner,
        search_id=Dispatch.objects.get(search_request=row).search_id,
        search_request_id=row.id,
    )


def codes(row: SearchRequest) -> list[str]:
    found = sql(
        "superuser",
        "SELECT code FROM audit.event WHERE request_id = %s ORDER BY request_seq",
        [row.pk],
    )
    return [str(code) for (code,) in found]


@pytest.mark.parametrize("round_", range(3))
def test_of_three_workers_one_sends(
    agency: InventedAgency, matcher: matchers.RunningMatcher, round_: int
) -> None:
    row = builders.approved(agency)
    answers = at_once(
        *(as_login("dispatcher", lambda name=name: sending(row, name)) for name in "abc")
    )
    row.refresh_from_db()
    assert sorted(answers) == ["done", "not_due", "not_due"]
    assert row.status == Status.RESULT_RECEIVED
    assert codes(row).count("search.grant_issued") == 1
    assert codes(row).count("search.result_received") == 1
    assert sql("superuser", "SELECT count(*) FROM dispatch_attempt") == [(1,)]


def test_a_worker_whose_lease_ran_out_ends_nothing(agency: InventedAgency) -> None:
    row = builders.approved(agency)
    actor = system_actor("dispatcher")
    search_id = Dispatch.objects.get(search_request=row).search_id
    with connected_as("dispatcher"):
        slow = _claim(actor=actor, owner="slow", search_id=search_id, search_request_id=row.id)
        assert not isinstance(slow, str)
        sql("owner", "UPDATE dispatch_dispatch SET lease_until = now() - interval '1 second'")
        quick = _claim(actor=actor, owner="quick", search_id=search_id, search_request_id=row.id)
        assert not isinstance(quick, str)
        told = record_result.failure(
            actor=actor,
            search_request_id=row.id,
            lease=slow.lease,
            attempt_id=slow.attempt_id,
            problem=BackendUnavailable("timed_out"),
        )
        assert told == "stale"
        state = Dispatch.objects.get(pk=search_id)
        assert (state.state, state.lease_owner) == ("claimed", "quick")
        with transaction.atomic():  # taken back: a worker ends its claim together with an event
            assert outbox.settle(quick.lease, state="ready", error="tried")
            transaction.set_rollback(True)
    assert Attempt.objects.filter(dispatch_id=search_id).count() == 2


def test_of_two_operators_one_puts_it_back(agency: InventedAgency) -> None:
    row = builders.search_request_at(agency, Status.SEARCH_FAILED)
    operator = agency.actor("operator")
    putting = lambda: retry.retry(  # noqa: E731
        actor=operator, search_request_id=row.id, reason=WHY
    )
    answers = at_once(putting, putting)
    assert len(refusals(answers)) == 1
    assert codes(row).count("search.retried") == 1
