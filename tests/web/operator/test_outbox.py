"""What an operator sees of a sending that failed, what may be done about it, and what never shows.

A matcher that is away is an address where none listens, as the invented agency is left.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation
from django.utils.html import strip_tags

from requests_app.common import clock
from requests_app.dispatch.models import Dispatch
from requests_app.registry.models import Gallery
from requests_app.searches.models import SearchRequest
from requests_app.searches.states import Status
from requests_app.trial.demo import stories
from requests_app.web.operator import words
from tests import builders
from tests.builders import InventedAgency
from tests.support import sql

MATCHER_AWAY = "The matcher could not be reached, or could not work. Look whether the matcher and the network are up."
# What is said of other faults, and would send the operator to the wrong place.
OTHER_ADVICE = (
    "and no answer came", "Compare", "put right", "start a new request", "Tell ", "Look into",
    "safe copy", "every ten minutes", "used before", "ran out", "withdrew", "Ask its operator",
)  # fmt: skip
WHY = "The matcher's operator wrote that it was restarted at noon."


@pytest.fixture
def operator(agency: InventedAgency) -> Client:
    client = Client()
    client.force_login(
        agency.people["operator"], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def a_failed_search(agency: InventedAgency) -> SearchRequest:
    document = stories.answers(12, today=timezone.localdate(clock.now()))
    return builders.search_request_at(agency, Status.SEARCH_FAILED, document=document)


@pytest.fixture
def prepare() -> Any:
    return a_failed_search


@pytest.fixture
def failed(agency: InventedAgency) -> SearchRequest:
    row: SearchRequest = agency.prepared
    return row


def address(row: SearchRequest) -> str:
    return f"/operations/{Dispatch.objects.get(search_request=row).pk}/"


def test_a_dead_row_says_what_happened_and_what_to_do(
    operator: Client, failed: SearchRequest
) -> None:
    for page in (operator.get("/operations/"), operator.get(address(failed))):
        text = page.content.decode()
        assert page.status_code == 200
        assert failed.reference in text
        assert MATCHER_AWAY in text
        assert [other for other in OTHER_ADVICE if other in text] == []
        assert "It is not tried again by itself" in text
        assert "Next try" not in text
    assert text.count("<tr") > 2, "each attempt has its row"


def test_no_fact_of_the_case_is_there(operator: Client, failed: SearchRequest) -> None:
    document = stories.answers(12, today=timezone.localdate(clock.now()))
    said = (
        document.case.case_number,
        document.necessity.objective,
        document.purpose.offence_place,
        document.predicate.facts[0].text,
    )
    for page in (operator.get("/operations/"), operator.get(address(failed))):
        assert not any(fact in page.content.decode() for fact in said)


@pytest.mark.parametrize("reason", ["", "again", "x" * 19])
def test_a_retry_without_a_real_reason_changes_nothing(
    operator: Client, failed: SearchRequest, reason: str
) -> None:
    page = operator.post(address(failed), {"reason": reason})
    assert page.status_code == 400
    assert "govuk-error-summary" in page.content.decode()
    assert SearchRequest.objects.get(pk=failed.pk).status == Status.SEARCH_FAILED


def test_a_retry_puts_it_back_and_is_recorded_with_its_reason_sealed(
    operator: Client, failed: SearchRequest
) -> None:
    answer = operator.post(address(failed), {"reason": WHY}, follow=True)
    assert "back in the outbox" in answer.content.decode()
    assert SearchRequest.objects.get(pk=failed.pk).status == Status.APPROVED
    entry = sql(
        "auditor",
        "SELECT convert_from(entry, 'UTF8') FROM audit.event WHERE code = 'search.retried'",
    )[0][0]
    assert WHY not in entry
    assert sql("auditor", "SELECT value FROM audit.opening WHERE field = 'operator_reason'") == [
        (WHY,)
    ]


def test_a_second_click_on_an_old_page_is_explained(
    operator: Client, failed: SearchRequest
) -> None:
    operator.post(address(failed), {"reason": WHY})
    page = operator.post(address(failed), {"reason": WHY})
    assert page.status_code == 400
    assert "govuk-error-summary" in page.content.decode()
    assert sql("auditor", "SELECT count(*) FROM audit.event WHERE code = 'search.retried'") == [
        (1,)
    ]


def test_each_explanation_stands_once_however_many_attempts_ended_so(
    operator: Client, failed: SearchRequest
) -> None:
    dispatch = Dispatch.objects.get(search_request=failed)
    text = " ".join(operator.get(f"/operations/{dispatch.pk}/").content.decode().split())
    assert text.count("The matcher could not be reached, or could not work") == 1
    assert text.count('<td class="govuk-table__cell cs-reference"') > 2


@pytest.mark.parametrize(
    ("language", "order"),
    [
        ("en", ("Given up", "Held", "Waiting", "In flight", "Done", "Cancelled")),
        ("fr", ("Abandonné", "Retenu", "En attente", "En cours d’envoi", "Terminé", "Annulé")),
    ],
)
def test_the_states_are_counted_in_the_order_of_what_needs_somebody(
    language: str, order: tuple[str, ...]
) -> None:
    with translation.override(language):
        assert tuple(str(label) for label in words.STATES.values()) == order


def switch(failed: SearchRequest, entry: str, **changed: Any) -> Gallery:
    """Change an entry of the registry in place, as the installation's owner would by its file."""
    row = Dispatch.objects.select_related("authorisation__gallery__matcher")
    gallery = row.get(search_request=failed).authorisation.gallery
    table, key = (
        ("registry_matcher", gallery.matcher_id)
        if entry == "matcher"
        else ("registry_gallery", gallery.pk)
    )
    for column, value in changed.items():
        sql("superuser", f"UPDATE {table} SET {column} = %s WHERE id = %s", [value, key])
    return gallery


def words_of(page: Any) -> str:
    return " ".join(strip_tags(page.content.decode()).split())


@pytest.mark.parametrize(
    ("entry", "changed", "state"),
    [
        ("gallery", {"allow_listed": False}, "Switched off"),
        ("gallery", {"legal_review_decision": "unlawful"}, "Found unlawful"),
        ("matcher", {"is_active": False}, "Switched off"),
    ],
)
def test_a_search_put_back_while_something_is_off_is_said_to_be_held_and_by_what(
    operator: Client, failed: SearchRequest, entry: str, changed: dict[str, Any], state: str
) -> None:
    gallery = switch(failed, entry, **changed)
    before = words_of(operator.get(address(failed)))
    assert "configure_agency" in before, "said before it is put back as well"
    assert "even then it is not sent before you put it back" in before
    assert "sent by itself" not in before
    told = words_of(operator.post(address(failed), {"reason": WHY}, follow=True))
    assert "The next sweep, within a minute, holds it" in told
    assert "at once" not in told
    assert builders.forwarded(failed) == "held"
    page = words_of(operator.get(address(failed)))
    gallery_part = page[page.index(str(gallery)) : page.index(gallery.matcher.name)]
    matcher_part = page[page.index(gallery.matcher.name) :][:80]
    assert state in (matcher_part if entry == "matcher" else gallery_part)
    assert "Switched on" in (gallery_part if entry == "matcher" else matcher_part)
    assert "docs/production.md" in page
    assert "The search is then sent by itself" in page


def test_a_search_put_back_with_nothing_off_is_tried_soon(
    operator: Client, failed: SearchRequest
) -> None:
    told = words_of(operator.post(address(failed), {"reason": WHY}, follow=True))
    assert "tried within a minute" in told
    assert "configure_agency" not in words_of(operator.get(address(failed)))


def test_tries_since_it_was_put_back_and_in_all_are_both_said(
    operator: Client, failed: SearchRequest
) -> None:
    dispatch = Dispatch.objects.get(search_request=failed)
    in_all = dispatch.attempts.count()
    assert dispatch.attempt >= in_all > 0
    for at in ("/operations/", address(failed)):
        assert "since it was put back" not in words_of(operator.get(at))
    operator.post(address(failed), {"reason": WHY})
    for at in ("/operations/", address(failed)):
        assert f"0 since it was put back, {in_all} in all" in words_of(operator.get(at))
