"""Where the agency is takes two people, whatever the timing, and each act leaves its event."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from requests_app.accounts.roles import Role
from requests_app.audit.models import Event
from requests_app.common.errors import (
    AlreadyTaken,
    BadInput,
    CountersignError,
    NotFound,
    NotPermitted,
    PreconditionFailed,
)
from requests_app.policy.vocabulary.jurisdiction import AGENCY_PLACES, Jurisdiction
from requests_app.registry.models import JurisdictionProposal
from requests_app.registry.selectors import jurisdiction
from requests_app.trial.demo.people import say_where
from requests_app.web.places import PLACES, place_choices
from requests_app.workflow import administration
from tests.builders import InventedAgency
from tests.concurrency.at_once import at_once
from tests.second_account import second_account_of

WHY = "Founded as a municipal service of Ontario."


def propose(agency: InventedAgency, place: str = "ca-on", by: str = "policy") -> Any:
    return administration.propose_jurisdiction(actor=agency.actor(by), place=place, reason=WHY)


def confirm(agency: InventedAgency, proposal: Any, by: str = "policy2") -> None:
    administration.confirm_jurisdiction(actor=agency.actor(by), proposal_id=proposal.pk)


def reason_of(act: Callable[[], Any]) -> str:
    with pytest.raises((NotPermitted, PreconditionFailed)) as caught:
        act()
    return str(caught.value.reason)


def codes() -> list[str]:
    found = Event.objects.filter(code__startswith="jurisdiction.").order_by("id")
    return [code.partition(".")[2] for code in found.values_list("code", flat=True)]


def test_one_person_alone_says_nothing(agency: InventedAgency) -> None:
    assert jurisdiction() == ""
    proposal = propose(agency)
    assert jurisdiction() == ""
    assert reason_of(lambda: confirm(agency, proposal, by="policy")) == "own_proposal"
    refuse = administration.refuse_jurisdiction
    own = agency.actor("policy")
    assert reason_of(lambda: refuse(actor=own, proposal_id=proposal.pk, reason=WHY)) == (
        "own_proposal"
    )
    confirm(agency, proposal)
    assert jurisdiction() == "ca-on"
    assert codes() == ["proposed", "confirmed"]


def test_a_second_account_of_the_proposer_is_no_second_person(agency: InventedAgency) -> None:
    again = second_account_of(agency, "policy", Role.POLICY_ADMINISTRATOR)
    proposal = propose(agency)
    act = administration.confirm_jurisdiction
    assert reason_of(lambda: act(actor=again, proposal_id=proposal.pk)) == "own_proposal"
    assert jurisdiction() == ""
    administration.withdraw_jurisdiction(actor=again, proposal_id=proposal.pk)  # of their own
    assert codes() == ["proposed", "withdrawn"]


def test_the_latest_confirmed_place_holds_and_asking_is_one_query(agency: InventedAgency) -> None:
    say_where("ca-qc")
    refused = propose(agency, "ca-ab")
    administration.refuse_jurisdiction(
        actor=agency.actor("policy2"), proposal_id=refused.pk, reason="It is not there."
    )
    withdrawn = propose(agency, "ca-bc")
    administration.withdraw_jurisdiction(actor=agency.actor("policy"), proposal_id=withdrawn.pk)
    assert jurisdiction() == "ca-qc"
    confirm(agency, propose(agency, "ca-on", by="policy2"), by="policy")
    open_now = propose(agency, "ca-fed")
    with CaptureQueriesContext(connection) as asked:
        assert jurisdiction() == "ca-on"
    assert len(asked) == 1
    held = JurisdictionProposal.objects.get(pk=refused.pk)
    assert (held.outcome, held.settled_reason) == ("refused", "It is not there.")
    assert not JurisdictionProposal.objects.get(pk=open_now.pk).outcome


def test_what_is_settled_is_settled_once(agency: InventedAgency) -> None:
    proposal = propose(agency)
    confirm(agency, proposal)
    for act, more in (
        (administration.confirm_jurisdiction, {}),
        (administration.refuse_jurisdiction, {"reason": WHY}),
    ):
        with pytest.raises(AlreadyTaken):
            act(actor=agency.actor("policy2"), proposal_id=proposal.pk, **more)
    with pytest.raises(AlreadyTaken):
        administration.withdraw_jurisdiction(actor=agency.actor("policy"), proposal_id=proposal.pk)
    with pytest.raises(NotFound):
        administration.confirm_jurisdiction(actor=agency.actor("policy2"), proposal_id=uuid4())


def test_only_the_proposer_withdraws(agency: InventedAgency) -> None:
    proposal = propose(agency)
    act = administration.withdraw_jurisdiction
    other = agency.actor("policy2")
    assert reason_of(lambda: act(actor=other, proposal_id=proposal.pk)) == "not_the_proposer"


def test_one_proposal_at_a_time_and_none_of_what_holds(agency: InventedAgency) -> None:
    proposal = propose(agency)
    assert reason_of(lambda: propose(agency, "ca-qc", by="policy2")) == "already_proposed"
    confirm(agency, proposal)
    assert reason_of(lambda: propose(agency)) == "place_holds_already"


@pytest.mark.parametrize("place", ["", "ca", "us", "fr", "CA-ON", "ca-on "])
def test_a_place_is_one_where_an_agency_can_be(agency: InventedAgency, place: str) -> None:
    with pytest.raises(BadInput) as refused:
        propose(agency, place)
    assert refused.value.field_errors == {"place": ["unknown"]}


def test_a_reason_is_needed_to_propose_and_to_refuse(agency: InventedAgency) -> None:
    for reason in ("", " \n", "\u200b"):
        with pytest.raises(BadInput):
            administration.propose_jurisdiction(
                actor=agency.actor("policy"), place="ca-on", reason=reason
            )
    proposal = propose(agency)
    with pytest.raises(BadInput):
        administration.refuse_jurisdiction(
            actor=agency.actor("policy2"), proposal_id=proposal.pk, reason=""
        )


def test_nobody_confirms_for_a_proposer_who_is_no_policy_administrator_any_more(
    agency: InventedAgency,
) -> None:
    proposal = propose(agency)
    administration.withdraw_role(
        actor=agency.actor("administrator"),
        account_id=agency.people["policy"].pk,
        role="policy_administrator",
        reason=WHY,
    )
    assert reason_of(lambda: confirm(agency, proposal)) == "proposer_is_no_policy_administrator"
    assert reason_of(lambda: propose(agency, "ca-qc")) == "role_not_held"
    administration.refuse_jurisdiction(
        actor=agency.actor("policy2"), proposal_id=proposal.pk, reason=WHY
    )
    assert codes() == ["proposed", "refused"]


@pytest.mark.parametrize("who", ["officer", "administrator", "operator", "auditor"])
def test_no_other_role_has_a_say(agency: InventedAgency, who: str) -> None:
    assert reason_of(lambda: propose(agency, by=who)) == "role_not_held"


# At once, with real threads ----------------------------------------------------------------------


def test_two_proposals_at_once_make_one(agency: InventedAgency) -> None:
    first, second = agency.actor("policy"), agency.actor("policy2")
    answers = at_once(
        *(
            lambda actor=actor, place=place: administration.propose_jurisdiction(
                actor=actor, place=place, reason=WHY
            )
            for actor, place in ((first, "ca-on"), (second, "ca-qc"))
        )
    )
    refused = [each for each in answers if isinstance(each, CountersignError)]
    assert [each.reason for each in refused] == ["already_proposed"]  # type: ignore[attr-defined]
    assert JurisdictionProposal.objects.count() == 1


def test_two_confirmations_at_once_make_one(agency: InventedAgency) -> None:
    proposal = propose(agency)
    third = second_account_of(agency, "policy2", Role.POLICY_ADMINISTRATOR)
    answers = at_once(
        *(
            lambda actor=actor: administration.confirm_jurisdiction(
                actor=actor, proposal_id=proposal.pk
            )
            for actor in (agency.actor("policy2"), third)
        )
    )
    assert [type(each) for each in answers if each is not None] == [AlreadyTaken]
    assert codes() == ["proposed", "confirmed"]


def test_confirmed_and_withdrawn_at_once_is_one_of_both(agency: InventedAgency) -> None:
    proposal = propose(agency)
    first, second = agency.actor("policy"), agency.actor("policy2")
    answers = at_once(
        lambda: administration.confirm_jurisdiction(actor=second, proposal_id=proposal.pk),
        lambda: administration.withdraw_jurisdiction(actor=first, proposal_id=proposal.pk),
    )
    assert [type(each) for each in answers if each is not None] == [AlreadyTaken]
    outcome = JurisdictionProposal.objects.get(pk=proposal.pk).outcome
    assert jurisdiction() == ("ca-on" if outcome == "confirmed" else "")
    assert codes() == ["proposed", outcome]


# Words -------------------------------------------------------------------------------------------


def test_every_place_has_its_words() -> None:
    assert set(PLACES) == {code.value for code in Jurisdiction}
    assert len({str(words) for words in PLACES.values()}) == len(PLACES)
    assert {code for code, _ in place_choices()} == {code.value for code in AGENCY_PLACES}
