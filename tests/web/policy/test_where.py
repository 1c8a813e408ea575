"""Where the agency is, on the pages of two policy administrators: one proposes, the other settles it."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.test import Client

from requests_app.registry.models import JurisdictionProposal
from requests_app.registry.selectors import jurisdiction
from requests_app.trial.demo.people import say_where
from requests_app.workflow import administration
from tests.builders import InventedAgency
from tests.signed_in import browser

WHY = "Founded as a municipal service of Ontario."
PROPOSE = "/rules/place/propose/"


def text_of(answer: Any) -> str:
    return " ".join(html.unescape(answer.content.decode()).split())


@pytest.fixture
def first(agency: InventedAgency) -> Client:
    return browser(agency, "policy", language="en")


@pytest.fixture
def second(agency: InventedAgency) -> Client:
    return browser(agency, "policy2", language="en")


def proposed(agency: InventedAgency) -> str:
    row = administration.propose_jurisdiction(
        actor=agency.actor("policy"), place="ca-on", reason=WHY
    )
    return f"/rules/place/{row.pk}/"


def test_one_proposes_and_another_person_confirms(first: Client, second: Client) -> None:
    rules = text_of(first.get("/rules/"))
    assert "No place has been confirmed" in rules
    assert PROPOSE in rules
    done = first.post(PROPOSE, {"place": "ca-on", "reason": WHY}, follow=True)
    assert done.redirect_chain == [("/rules/", 302)]
    assert "Ask another policy administrator to confirm or refuse it" in text_of(done)
    address = f"/rules/place/{JurisdictionProposal.objects.get().pk}/"

    own = text_of(first.get("/rules/"))
    assert WHY in own
    assert "Withdraw the proposed place" in own
    assert PROPOSE not in own
    page = text_of(first.get(address))
    assert "Another policy administrator must confirm or refuse it" in page
    assert 'value="confirm"' not in page
    alone = first.post(address, {"act": "confirm"})
    assert alone.status_code == 200
    assert "You proposed this yourself" in text_of(alone)
    assert jurisdiction() == ""

    assert "Confirm or refuse the proposed place" in text_of(second.get("/rules/"))
    page = text_of(second.get(address))
    assert "Greta Hollis" in page
    assert WHY in page
    assert 'value="withdraw"' not in page
    done = text_of(second.post(address, {"act": "confirm"}, follow=True))
    assert "Confirmed. It holds from now on." in done
    assert "No place has been confirmed" not in done
    assert "Ontario" in done
    assert "Mathis Arsenault" in done
    assert jurisdiction() == "ca-on"
    late = text_of(first.post(address, {"act": "withdraw"}))
    assert "Somebody else was first" in late


def test_it_is_refused_in_french_with_a_reason(agency: InventedAgency, first: Client) -> None:
    address = proposed(agency)
    second = browser(agency, "policy2", language="fr")
    assert "Aucun lieu n’a été confirmé." in text_of(second.get("/rules/"))
    page = text_of(second.get(address))
    assert "Proposition du lieu où se trouve le service" in page
    without = second.post(address, {"act": "refuse", "reason": ""})
    assert "Dites pourquoi" in text_of(without)
    assert not JurisdictionProposal.objects.get().outcome
    said = "Le service relève du Québec."
    done = second.post(address, {"act": "refuse", "reason": said}, follow=True)
    assert "Refusé. Ce qui valait avant vaut toujours." in text_of(done)
    assert said in text_of(first.get(address))
    assert jurisdiction() == ""


def test_the_proposer_withdraws(agency: InventedAgency, first: Client, second: Client) -> None:
    address = proposed(agency)
    refused = second.post(address, {"act": "withdraw"})
    assert "Only the policy administrator who proposed this" in text_of(refused)
    done = first.post(address, {"act": "withdraw"}, follow=True)
    assert "Withdrawn. What held before still holds." in text_of(done)
    assert PROPOSE in text_of(done)


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(first: Client) -> None:
    empty = text_of(first.post(PROPOSE, {}))
    assert "Choose the place" in empty
    assert "Say why, in your own words" in empty
    half = text_of(first.post(PROPOSE, {"place": "", "reason": WHY}))
    assert WHY in half
    other = text_of(first.post(PROPOSE, {"place": "ca", "reason": WHY}))
    assert WHY in other
    assert not JurisdictionProposal.objects.exists()


def test_a_second_proposal_is_told_of_the_first_and_keeps_what_was_typed(
    agency: InventedAgency, second: Client
) -> None:
    address = proposed(agency)
    assert address in text_of(second.get(PROPOSE))
    answer = text_of(second.post(PROPOSE, {"place": "ca-qc", "reason": "Another reason"}))
    assert "A proposal is open already" in answer
    assert "Another reason" in answer
    assert JurisdictionProposal.objects.count() == 1


def test_a_reason_typed_too_late_is_kept(agency: InventedAgency, second: Client) -> None:
    address = proposed(agency)
    page = second.get(address).content.decode()
    mark = page.split('name="typed_by" value="')[1].split('"')[0]
    administration.withdraw_jurisdiction(
        actor=agency.actor("policy"), proposal_id=JurisdictionProposal.objects.get().pk
    )
    late = second.post(address, {"act": "refuse", "reason": "It is Quebec", "typed_by": mark})
    assert "Somebody else was first" in text_of(late)
    assert "It is Quebec" in text_of(second.get("/account/kept/"))


def test_another_place_is_proposed_where_one_holds(agency: InventedAgency, first: Client) -> None:
    say_where("ca-on")
    assert "Propose another place" in text_of(first.get("/rules/"))
    assert "Confirmed today: Ontario" in text_of(first.get(PROPOSE))
    same = text_of(first.post(PROPOSE, {"place": "ca-on", "reason": WHY}))
    assert "That is where the agency is already" in same


def test_an_act_that_is_none_is_told(agency: InventedAgency, second: Client) -> None:
    address = proposed(agency)
    assert "Choose what to do" in text_of(second.post(address, {"act": "sell"}))
