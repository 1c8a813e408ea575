"""Pages read once what they ask for several times, and nobody gets through a power that has ended meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from requests_app.accounts.roles import Role
from requests_app.common.errors import CountersignError, NotPermitted
from requests_app.common.read_once import reading_once
from requests_app.searches.models import Decision, Reading, SearchRequest
from requests_app.web.access import role_required
from requests_app.workflow import claim, permissions
from requests_app.workflow.reading import decision_page
from tests import builders
from tests.builders import InventedAgency
from tests.signed_in import browser
from tests.workflow.test_claims_end_with_rights import end_right, end_training, withdraw_role
from tests.workflow.test_nearly_equal_texts import asks, drafts

TEXT = (
    "We do not know who emptied the old grain silo by night. An answer would let us ask the one person "
    "who can say where the stolen seed register lies before the auction begins."
)


ENDED: dict[str, Callable[[InventedAgency], None]] = {
    "role": withdraw_role,
    "training": end_training,
    "right": end_right,
}


@pytest.mark.parametrize("ends", ENDED)
def test_a_power_that_ends_while_a_page_is_drawn_shows_nothing(
    agency: InventedAgency, ends: str
) -> None:
    row = agency.prepared = builders.submitted(agency)

    def draw(_page: object) -> str:
        ENDED[ends](agency)
        return "the page"

    with reading_once(), pytest.raises(CountersignError):
        decision_page.show_decision_page(
            actor=agency.actor("supervisor"), search_request_id=row.id, draw=draw
        )
    assert not Reading.objects.filter(search_request=row).exists()


@pytest.mark.parametrize("ends", ENDED)
def test_a_change_asks_again_though_the_page_around_it_has_asked(
    agency: InventedAgency, ends: str
) -> None:
    row = agency.prepared = builders.submitted(agency)
    supervisor = agency.actor("supervisor")
    with reading_once():
        assert permissions.can_decide(supervisor, row)
        ENDED[ends](agency)
        assert permissions.can_decide(supervisor, row), "the page read it before"
        with pytest.raises(CountersignError):
            claim.claim(actor=supervisor, search_request_id=row.id)
    assert not permissions.can_decide(supervisor, row)


def statements_of(opens: Callable[[], Any]) -> list[str]:
    """Every statement of one page."""
    said: list[str] = []

    def note(execute: Any, statement: str, params: Any, many: bool, context: Any) -> Any:
        said.append(statement)
        return execute(statement, params, many, context)

    with ExitStack() as listening:
        for alias in connections:
            listening.enter_context(connections[alias].execute_wrapper(note))
        opens()
    return said


@pytest.mark.parametrize(("method", "times"), [("GET", 1), ("HEAD", 1), ("POST", 3)])
def test_only_a_page_that_is_asked_for_keeps_what_it_read(
    agency: InventedAgency, method: str, times: int
) -> None:
    """A form that is sent may change something: it reads each time."""
    account = agency.people["officer"]

    @role_required(Role.OFFICER)
    def view(request: HttpRequest) -> HttpResponse:
        for _ in range(2):
            account.roles()
        return HttpResponse()

    request = RequestFactory().generic(method, "/")
    request.user = account
    request.session = SessionStore()
    said = statements_of(lambda: view(request))
    assert len([each for each in said if "accounts_roleassignment" in each]) == times


def alike(agency: InventedAgency, number: int) -> SearchRequest:
    return asks(agency, TEXT, by=("officer", "sergeant")[number % 2], number=number)


def test_more_texts_alike_add_no_statement(agency: InventedAgency) -> None:
    """Each request with a nearly equal text was asked about for itself: its key, and whether one may know of it."""
    few = [alike(agency, number) for number in range(2)][-1]
    draft = drafts(agency, TEXT, by="officer", number=3)
    supervisor, officer = browser(agency, "supervisor"), browser(agency, "officer")

    def opened(row: SearchRequest) -> int:
        address = reverse("supervisor:page", args=["supervisor", row.id])
        return len(statements_of(lambda: supervisor.get(address)))

    def written(page: str) -> int:
        address = reverse(f"officer:{page}", args=[draft.id])
        return len(statements_of(lambda: officer.get(address)))

    opened(few), written("check"), written("tasks")
    before = opened(few), written("check"), written("tasks")
    more = [alike(agency, number) for number in range(2, 8)][-1]
    opened(more)
    assert (opened(more), written("check"), written("tasks")) == before
    assert max(before) < 60


def test_whoever_decided_may_know_of_it_and_whoever_did_not_may_not(agency: InventedAgency) -> None:
    row = builders.submitted(agency)
    builders.decided(agency, row, "refuse")
    row = SearchRequest.objects.get(pk=row.pk)
    decider = Decision.objects.get(search_request=row).decided_by.username
    other = next(name for name in ("supervisor", "supervisor2") if name != decider)
    role = Role.SUPERVISOR.value
    assert permissions.can_read_what_they_decided(agency.actor(decider, role), row)
    with pytest.raises(CountersignError):
        permissions.check_may_read_what_they_decided(agency.actor(other, role), row)
    with pytest.raises(NotPermitted):
        permissions.check_may_read_what_they_decided(agency.actor("officer", "officer"), row)
