"""A second account of somebody who is known already: another sign-in, and the same person."""

from __future__ import annotations

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account
from requests_app.workflow import administration
from tests.builders import InventedAgency


def second_account_of(agency: InventedAgency, name: str, role: str) -> Actor:
    """Have the administrators give a person another account with a role; returns who acts with it."""
    first = agency.people[name]
    made = administration.create_account(
        actor=agency.actor("administrator"),
        staff_number=first.person.staff_number,
        full_name=first.person.full_name,
        email=first.person.email,
        language=first.person.language,
        username=f"{name}.again",
        unit_id=None,
    ).account
    proposal = administration.propose_role(
        actor=agency.actor("administrator"),
        account_id=made.pk,
        role=role,
        reason="Works at two desks.",
    )
    administration.confirm(actor=agency.actor("administrator2"), proposal_id=proposal.pk)
    return Actor(account=Account.objects.get(pk=made.pk), role=role)
