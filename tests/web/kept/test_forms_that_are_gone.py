"""What is typed into a form whose page draws it no more is still its person's, and the page says where it is."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from requests_app.dispatch.models import Dispatch
from requests_app.searches.states import Status
from requests_app.web.operator.forms import RetryForm
from requests_app.workflow import retry
from requests_app.workflow.administration import powers
from tests import builders
from tests.builders import InventedAgency
from tests.signed_in import browser
from tests.web.kept.test_nothing_typed_is_lost import hidden_fields

TYPED = "The colleague at the matcher says that it answers again since noon."
SAID = "This page has no field for it any more"


def a_sending(agency: InventedAgency) -> tuple[str, str, Any]:
    row = builders.search_request_at(agency, Status.SEARCH_FAILED)
    address = f"/operations/{Dispatch.objects.get(search_request=row).pk}/"
    return (
        "operator",
        address,
        lambda: retry.retry(actor=agency.actor("operator"), search_request_id=row.pk, reason=TYPED),
    )


def a_proposal(agency: InventedAgency) -> tuple[str, str, Any]:
    proposal = powers.propose_role(
        actor=agency.actor("administrator"),
        account_id=agency.people["officer3"].pk,
        role="examiner",
        reason=TYPED,
    )
    return (
        "administrator2",
        f"/people/proposals/{proposal.pk}/",
        lambda: powers.take_back(actor=agency.actor("administrator"), proposal_id=proposal.pk),
    )


@pytest.mark.parametrize("work", [a_sending, a_proposal])
@pytest.mark.parametrize("session_ends", [True, False])
def test_what_somebody_else_did_meanwhile_costs_no_words(
    agency: InventedAgency, work: Any, session_ends: bool
) -> None:
    name, address, meanwhile = work(agency)
    client = browser(agency, name)
    sent = hidden_fields(client.get(address).content, "page-form") | {"reason": TYPED}
    meanwhile()
    assert SAID not in client.get(address).content.decode()
    if session_ends:
        Session.objects.all().delete()
        Client().post(address, sent)
        client = browser(agency, name)
        page = client.get(address).content.decode()
    else:
        page = client.post(address, sent).content.decode()
    assert SAID in page
    assert "in the fields again" not in page
    assert 'name="reason"' not in page
    assert TYPED in client.get("/account/kept/").content.decode()


def test_what_has_to_be_asked_anew_is_not_given_back() -> None:
    """That a search was not made was said of the day on which it was typed, and not of a later one."""
    assert "not_made" in RetryForm(may_search_twice=True).never_given_back
    assert not getattr(RetryForm(may_search_twice=False), "never_given_back", ())


def test_a_form_that_the_page_fills_keeps_nothing_and_drops_nothing(
    agency: InventedAgency,
) -> None:
    client = browser(agency, "auditor")
    address = "/audit/log/?code=log.viewed"
    page = client.get(address).content
    case = hidden_fields(page, "/audit/log/case/") | {"case_number": "GO26-54321"}
    export = hidden_fields(page, "/audit/exports/new/")
    assert export["code"] == "log.viewed"
    Session.objects.all().delete()
    Client().post("/audit/log/case/", case)
    answer = Client().post("/audit/exports/new/", export)
    assert answer.status_code == 302
    assert "code%3Dlog.viewed" in answer.url
    client = browser(agency, "auditor")
    assert 'value="GO26-54321"' in client.get(address).content.decode()
    client.post("/audit/exports/new/", export)
    assert 'value="GO26-54321"' in client.get(address).content.decode()
