"""What SQL under a process's own login cannot do to where the agency is: say it alone, twice, or anew.

Every statement goes past Python; what must refuse is a constraint, a trigger or a right.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import errors

from requests_app.accounts.models import Account
from requests_app.accounts.roles import Role
from requests_app.registry.models import JurisdictionProposal
from requests_app.workflow import administration
from tests.builders import InventedAgency
from tests.second_account import second_account_of
from tests.support import sql

ADD = """
INSERT INTO registry_jurisdictionproposal
    (id, place, reason, proposed_by_id, proposed_by_person_id, proposed_at, outcome, settled_reason)
VALUES (%s, %s, %s, %s, %s, now() + %s::interval, %s, '')
"""
SETTLE = """
UPDATE registry_jurisdictionproposal SET outcome = %s, settled_by_id = %s, settled_by_person_id = %s,
    settled_at = clock_timestamp() + %s::interval, settled_reason = %s
WHERE id = %s
"""
WRITERS = ("web", "owner")


def refused(statement: str, params: list[Any], login: str = "web") -> str:
    """Run it as a login and return the name of the constraint that refused it."""
    with pytest.raises(psycopg.errors.IntegrityError) as caught:
        sql(login, statement, params)
    return str(caught.value.diag.constraint_name)


def added(by: Account, **changes: Any) -> list[Any]:
    row = {
        "id": uuid4(), "place": "ca-on", "reason": "why", "by": by.pk, "person": by.person_id,
        "at": "0", "outcome": "",
    }  # fmt: skip
    return [*(row | changes).values()]


def settled(
    by: Account, which: UUID, outcome: str = "confirmed", *, at: str = "0", reason: str = ""
) -> list[Any]:
    return [outcome, by.pk, by.person_id, at, reason, which]


@pytest.fixture
def proposal(agency: InventedAgency) -> JurisdictionProposal:
    return administration.propose_jurisdiction(
        actor=agency.actor("policy"), place="ca-on", reason="why"
    )


@pytest.mark.parametrize("login", WRITERS)
def test_nobody_confirms_or_refuses_their_own(
    agency: InventedAgency, proposal: JurisdictionProposal, login: str
) -> None:
    own = agency.people["policy"]
    for outcome, reason in (("confirmed", ""), ("refused", "no")):
        row = settled(own, proposal.pk, outcome, reason=reason)
        assert refused(SETTLE, row, login) == "jurisdiction_settled_by_another_person"


@pytest.mark.parametrize("login", WRITERS)
def test_nobody_confirms_their_own_with_another_account(
    agency: InventedAgency, proposal: JurisdictionProposal, login: str
) -> None:
    again = second_account_of(agency, "policy", Role.POLICY_ADMINISTRATOR).account
    assert again
    row = settled(again, proposal.pk)
    assert refused(SETTLE, row, login) == "jurisdiction_settled_by_another_person"
    borrowed = ["confirmed", again.pk, agency.people["policy2"].person_id, "0", "", proposal.pk]
    assert refused(SETTLE, borrowed, login) == "jurisdiction_settled_by_is_person"


@pytest.mark.parametrize("login", WRITERS)
def test_nobody_proposes_under_another_persons_name(agency: InventedAgency, login: str) -> None:
    row = added(agency.people["policy"], person=agency.people["policy2"].person_id)
    assert refused(ADD, row, login) == "jurisdiction_proposed_by_is_person"


@pytest.mark.parametrize("login", WRITERS)
def test_only_policy_administrators_have_a_say(
    agency: InventedAgency, proposal: JurisdictionProposal, login: str
) -> None:
    for name in ("administrator", "officer", "operator"):
        assert refused(ADD, added(agency.people[name]), login) == "jurisdiction_by_two"
        row = settled(agency.people[name], proposal.pk)
        assert refused(SETTLE, row, login) == "jurisdiction_by_two"


@pytest.mark.parametrize("gone", ["policy", "policy2"])
def test_a_confirmation_needs_two_who_hold_the_role_now(
    agency: InventedAgency, proposal: JurisdictionProposal, gone: str
) -> None:
    administration.withdraw_role(
        actor=agency.actor("administrator"),
        account_id=agency.people[gone].pk,
        role="policy_administrator",
        reason="Left the service",
    )
    row = settled(agency.people["policy2"], proposal.pk)
    assert refused(SETTLE, row) == "jurisdiction_by_two"


def test_whoever_is_disabled_confirms_nothing(
    agency: InventedAgency, proposal: JurisdictionProposal
) -> None:
    administration.disable_account(
        actor=agency.actor("administrator"),
        account_id=agency.people["policy2"].pk,
        reason="Left the service",
    )
    row = settled(agency.people["policy2"], proposal.pk)
    assert refused(SETTLE, row) == "jurisdiction_by_two"


@pytest.mark.parametrize("login", WRITERS)
def test_two_are_never_open_at_once(
    agency: InventedAgency, proposal: JurisdictionProposal, login: str
) -> None:
    row = added(agency.people["policy2"], place="ca-qc")
    assert refused(ADD, row, login) == "jurisdiction_open_once"


@pytest.mark.parametrize("login", WRITERS)
def test_a_proposal_begins_open_now_in_a_place_and_with_a_reason(
    agency: InventedAgency, login: str
) -> None:
    by = agency.people["policy"]
    for changes, constraint in (
        ({"place": "ca"}, "jurisdiction_is_a_place"),
        ({"place": "fr"}, "jurisdiction_is_a_place"),
        ({"place": ""}, "jurisdiction_is_a_place"),
        ({"reason": ""}, "jurisdiction_has_a_reason"),
        ({"outcome": "confirmed"}, "jurisdiction_by_two"),
        ({"at": "-6 minutes"}, "jurisdiction_by_two"),
        ({"at": "1 day"}, "jurisdiction_by_two"),
    ):
        assert refused(ADD, added(by, **changes), login) == constraint, changes


@pytest.mark.parametrize("login", WRITERS)
def test_how_a_proposal_ends_is_whole(
    agency: InventedAgency, proposal: JurisdictionProposal, login: str
) -> None:
    own, other = agency.people["policy"], agency.people["policy2"]
    another, whole = (
        "jurisdiction_settled_by_another_person",
        "jurisdiction_settled_by_whom_when_how",
    )
    for row, constraints in (
        (settled(other, proposal.pk, "withdrawn"), {another}),
        (settled(other, proposal.pk, "refused"), {another}),
        (settled(other, proposal.pk, "confirmed", reason="x"), {another}),
        (settled(own, proposal.pk, "withdrawn", reason="x"), {another}),
        (settled(other, proposal.pk, "held"), {another, whole}),
        (settled(other, proposal.pk, ""), {whole}),
        (settled(other, proposal.pk, at="1 day"), {"jurisdiction_by_two"}),
        (settled(other, proposal.pk, at="-1 day"), {"jurisdiction_by_two"}),
        (settled(other, proposal.pk, at="-1 minute"), {whole}),
    ):
        assert refused(SETTLE, row, login) in constraints, row


@pytest.mark.parametrize("login", WRITERS)
def test_what_is_settled_stays(
    agency: InventedAgency, proposal: JurisdictionProposal, login: str
) -> None:
    other = agency.actor("policy2")
    administration.confirm_jurisdiction(actor=other, proposal_id=proposal.pk)
    row = settled(agency.people["policy"], proposal.pk, "withdrawn")
    assert refused(SETTLE, row, login) == "accounts_filled_in_once"
    back = "UPDATE registry_jurisdictionproposal SET outcome = %s"
    assert refused(back, [""], login) == "accounts_filled_in_once"


def test_what_was_proposed_never_changes(
    agency: InventedAgency, proposal: JurisdictionProposal
) -> None:
    change = "UPDATE registry_jurisdictionproposal SET place = %s"
    with pytest.raises(errors.InsufficientPrivilege):
        sql("web", change, ["ca-qc"])
    assert refused(change, ["ca-qc"], "owner") == "accounts_filled_in_once"


@pytest.mark.parametrize("statement", ["DELETE FROM", "TRUNCATE"])
def test_nothing_of_it_is_removed(
    agency: InventedAgency, proposal: JurisdictionProposal, statement: str
) -> None:
    attack = f"{statement} registry_jurisdictionproposal"
    for login in ("web", "worker", "dispatcher", "auditor"):
        with pytest.raises(errors.InsufficientPrivilege):
            sql(login, attack)
    for login in ("owner", "superuser"):
        with pytest.raises(errors.RestrictViolation):
            sql(login, attack)


@pytest.mark.parametrize("login", ["worker", "dispatcher", "auditor"])
def test_only_the_web_writes_it(
    agency: InventedAgency, proposal: JurisdictionProposal, login: str
) -> None:
    for statement, row in (
        (ADD, added(agency.people["policy"])),
        (SETTLE, settled(agency.people["policy2"], proposal.pk)),
    ):
        with pytest.raises(errors.InsufficientPrivilege):
            sql(login, statement, row)
