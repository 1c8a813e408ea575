"""What the web's own database login cannot write, whatever the program above it says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from requests_app.accounts.models import Account, DecideRight, PowerProposal, RoleAssignment
from requests_app.accounts.roles import Role
from requests_app.workflow import administration
from tests import support
from tests.accounts.agency import Agency, acting

ROLE = """
INSERT INTO accounts_roleassignment
    (id, account_id, person_id, role, granted_through_id, granted_at, withdrawn_reason)
VALUES (%s, %s, %s, %s, %s, now(), '')
"""
PROPOSAL = """
INSERT INTO accounts_powerproposal
    (id, kind, role, beneficiary_id, beneficiary_person_id, proposed_by_id, proposed_by_person_id,
     proposed_at, expires_at, reason, decision_reason)
VALUES (%s, 'role', %s, %s, %s, %s, %s, now(), now() + interval '1 day', 'why', '')
"""
DECIDE = """
UPDATE accounts_powerproposal
SET outcome = 'confirmed', decided_by_id = %s, decided_by_person_id = %s, decided_at = now()
WHERE id = %s
"""


def refused(statement: str, params: list[Any], login: str = "web") -> str:
    """Run it as a login, the web's mostly, and return the name of the constraint that refused it."""
    with pytest.raises(psycopg.errors.IntegrityError) as caught:
        support.sql(login, statement, params)
    return str(caught.value.diag.constraint_name)


def role(account: Account, code: str, proposal: object = None) -> list[Any]:
    return [uuid4(), account.pk, account.person_id, code, proposal]


@pytest.fixture
def proposal(agency: Agency) -> PowerProposal:
    """A supervisor's role for an officer, proposed by the first administrator."""
    officer = agency.account(Role.OFFICER)
    return administration.propose_role(
        actor=acting(agency.first), account_id=officer.pk, role="supervisor", reason="why"
    )


def test_role_without_a_proposal_is_refused(agency: Agency) -> None:
    account = agency.account()
    assert refused(ROLE, role(account, "supervisor")) == "roleassignment_was_confirmed"
    assert refused(ROLE, role(account, "account_administrator")) == "roleassignment_was_confirmed"


def test_role_of_an_open_proposal_is_refused(agency: Agency, proposal: PowerProposal) -> None:
    row = role(proposal.beneficiary, "supervisor", proposal.pk)
    assert refused(ROLE, row) == "roleassignment_was_confirmed"


def test_confirmed_proposal_grants_only_what_it_names_to_whom_it_names(
    agency: Agency, proposal: PowerProposal
) -> None:
    support.sql("owner", DECIDE, [agency.second.pk, agency.second.person_id, proposal.pk])
    other = agency.account()
    assert refused(ROLE, role(other, "supervisor", proposal.pk)) == "roleassignment_was_confirmed"
    row = role(proposal.beneficiary, "examiner", proposal.pk)
    assert refused(ROLE, row) == "roleassignment_was_confirmed"
    support.sql("owner", ROLE, role(proposal.beneficiary, "supervisor", proposal.pk))


def test_proposer_cannot_confirm(agency: Agency, proposal: PowerProposal) -> None:
    by = [agency.first.pk, agency.first.person_id, proposal.pk]
    assert refused(DECIDE, by) == "proposal_decided_by_another_person"


def test_proposer_cannot_confirm_with_a_second_account_of_theirs(
    agency: Agency, proposal: PowerProposal
) -> None:
    twin = second_account_of(agency, agency.first)
    by = [twin.pk, twin.person_id, proposal.pk]
    assert refused(DECIDE, by) == "proposal_decided_by_another_person"


def test_confirmer_cannot_be_written_with_another_person(
    agency: Agency, proposal: PowerProposal
) -> None:
    twin = second_account_of(agency, agency.first)
    borrowed = [twin.pk, agency.second.person_id, proposal.pk]
    assert refused(DECIDE, borrowed) == "powerproposal_decided_by_is_person"


def test_beneficiary_cannot_confirm(agency: Agency) -> None:
    third = agency.account(Role.ACCOUNT_ADMINISTRATOR)
    given = uuid4()
    support.sql(
        "owner",
        PROPOSAL.replace("'role', %s", "'credential_reset', %s"),
        [given, "", third.pk, third.person_id, agency.first.pk, agency.first.person_id],
    )
    by = [third.pk, third.person_id, given]
    assert refused(DECIDE, by) == "proposal_decided_by_another_person"


def test_nobody_proposes_for_themselves(agency: Agency) -> None:
    me = agency.first
    row = [uuid4(), "supervisor", me.pk, me.person_id, me.pk, me.person_id]
    assert refused(PROPOSAL, row) == "proposal_not_for_oneself"


def test_only_an_administrator_proposes_and_confirms(
    agency: Agency, proposal: PowerProposal
) -> None:
    officer, supervisor = agency.account(Role.OFFICER), agency.account(Role.SUPERVISOR)
    row = [uuid4(), "examiner", officer.pk, officer.person_id, supervisor.pk, supervisor.person_id]
    assert refused(PROPOSAL, row) == "proposal_by_administrators"
    by = [supervisor.pk, supervisor.person_id, proposal.pk]
    assert refused(DECIDE, by) == "proposal_by_administrators"


def test_decided_proposal_stays_as_it_was_decided(agency: Agency, proposal: PowerProposal) -> None:
    administration.refuse(actor=acting(agency.second), proposal_id=proposal.pk, reason="no need")
    by = [agency.second.pk, agency.second.person_id, proposal.pk]
    assert refused(DECIDE, by) == "accounts_filled_in_once"
    changed = "UPDATE accounts_powerproposal SET role = 'examiner' WHERE id = %s"
    assert refused(changed, [proposal.pk], "owner") == "accounts_filled_in_once"
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        support.sql("web", changed, [proposal.pk])


@pytest.mark.parametrize(
    "alone", ["privacy_auditor", "oversight", "policy_administrator", "account_administrator"]
)
def test_role_that_stands_alone_takes_no_other_beside_it(agency: Agency, alone: str) -> None:
    account = agency.account(alone)
    granted = confirmed(agency, account, "officer")
    assert refused(ROLE, role(account, "officer", granted)) == "roleassignment_stands_alone"


def test_officer_cannot_become_auditor_on_a_second_account(agency: Agency) -> None:
    officer = agency.account(Role.OFFICER)
    twin = second_account_of(agency, officer)
    granted = confirmed(agency, twin, "privacy_auditor")
    assert refused(ROLE, role(twin, "privacy_auditor", granted)) == "roleassignment_stands_alone"


def test_two_grants_at_once_cannot_slip_past_each_other(agency: Agency) -> None:
    account = agency.account()
    officer = confirmed(agency, account, "officer")
    auditor = confirmed(agency, account, "privacy_auditor")
    with support.raw_connection("owner") as one, support.raw_connection("owner") as other:
        one.execute(ROLE, role(account, "officer", officer))
        other.execute("SET lock_timeout = '300ms'")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            other.execute(ROLE, role(account, "privacy_auditor", auditor))
        other.rollback()
        one.commit()
        with pytest.raises(psycopg.errors.CheckViolation):
            other.execute(ROLE, role(account, "privacy_auditor", auditor))


def test_withdrawn_role_cannot_be_revived(agency: Agency) -> None:
    officer = agency.account(Role.OFFICER)
    administration.withdraw_role(
        actor=acting(agency.first), account_id=officer.pk, role="officer", reason="left"
    )
    revive = """UPDATE accounts_roleassignment SET withdrawn_at = NULL, withdrawn_by_id = NULL,
                withdrawn_reason = '' WHERE account_id = %s"""
    assert refused(revive, [officer.pk]) == "accounts_filled_in_once"
    reuse = RoleAssignment.objects.get(account=officer).granted_through_id
    row = role(officer, "officer", reuse)
    assert refused(ROLE, row).startswith("accounts_roleassignment_granted_through_id")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_account SET is_superuser = true WHERE id = %s",
        "UPDATE accounts_account SET username = 'other' WHERE id = %s",
        "UPDATE accounts_account SET is_active = false WHERE id = %s",
        "UPDATE accounts_account SET locked_until = now() + interval '1 h' WHERE id = %s",
        "UPDATE accounts_account SET username = 'UPPER CASE' WHERE id = %s",
    ],
)
def test_account_keeps_its_pairs_and_its_name(agency: Agency, statement: str) -> None:
    refused(statement, [agency.account().pk], "owner")
    with pytest.raises((psycopg.errors.IntegrityError, psycopg.errors.InsufficientPrivilege)):
        support.sql("web", statement, [agency.account().pk])


def test_account_never_changes_its_person(agency: Agency) -> None:
    account = agency.account()
    move = "UPDATE accounts_account SET person_id = %s WHERE id = %s"
    assert refused(move, [agency.first.person_id, account.pk], "owner") == "accounts_stays"
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        support.sql("web", move, [agency.first.person_id, account.pk])


def test_staff_number_is_unique_whatever_its_case(agency: Agency) -> None:
    insert = """INSERT INTO accounts_person (id, staff_number, full_name, email, language, is_demo,
                created_at) VALUES (%s, %s, 'X', 'x@agency.example', 'en', false, now())"""
    assert refused(insert, [uuid4(), "a1"]) == "person_staff_number_unique"
    assert refused(insert, [uuid4(), "A1 "]) == "person_staff_number_is_plain"


def test_object_permission_is_only_the_shadow_of_a_live_right(agency: Agency) -> None:
    supervisor = agency.account(Role.SUPERVISOR, decides_for=(agency.unit,))
    other = agency.account(Role.SUPERVISOR)
    right = DecideRight.objects.get(account=supervisor)
    insert = """
        INSERT INTO accounts_unitpermissionheld
            (id, user_id, content_object_id, permission_id, decide_right_id)
        SELECT %s, %s, %s, permission_id, decide_right_id FROM accounts_unitpermissionheld
        WHERE decide_right_id = %s"""
    row = [uuid4(), other.pk, agency.unit.pk, right.pk]
    assert refused(insert, row) == "unitpermissionheld_has_its_right"
    administration.withdraw_decide_right(
        actor=acting(agency.first),
        account_id=supervisor.pk,
        unit_id=agency.unit.pk,
        reason="moved",
    )
    assert support.sql("web", "SELECT count(*) FROM accounts_unitpermissionheld") == [(0,)]


@pytest.mark.parametrize("login", ["worker", "dispatcher", "auditor"])
def test_other_logins_write_no_power(agency: Agency, proposal: PowerProposal, login: str) -> None:
    attempts: list[Callable[[], object]] = [
        lambda: support.sql(login, ROLE, role(proposal.beneficiary, "supervisor")),
        lambda: support.sql(
            login, DECIDE, [agency.second.pk, agency.second.person_id, proposal.pk]
        ),
        lambda: support.sql(login, "UPDATE accounts_account SET password = 'x'"),
        lambda: support.sql(login, "UPDATE accounts_certificate SET valid_until = now()"),
    ]
    for attempt in attempts:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            attempt()


def confirmed(agency: Agency, account: Account, code: str) -> object:
    """A confirmed proposal, written as a program without our guards would."""
    given = uuid4()
    by = agency.first
    support.sql(
        "owner",
        PROPOSAL,
        [given, code, account.pk, account.person_id, by.pk, by.person_id],
    )
    support.sql("owner", DECIDE, [agency.second.pk, agency.second.person_id, given])
    return given


def second_account_of(agency: Agency, account: Account) -> Account:
    """A further account of the same person, an administrator's too where the first one is."""
    person = account.person
    made = administration.create_account(
        actor=acting(agency.second),
        staff_number=person.staff_number,
        full_name=person.full_name,
        email=person.email,
        language="en",
        username=f"{account.username}.second",
        unit_id=agency.unit.pk,
    )
    if account.has_role(Role.ACCOUNT_ADMINISTRATOR):
        third = agency.account(Role.ACCOUNT_ADMINISTRATOR)
        proposal = administration.propose_role(
            actor=acting(agency.second),
            account_id=made.account.pk,
            role=Role.ACCOUNT_ADMINISTRATOR,
            reason="second",
        )
        administration.confirm(actor=acting(third), proposal_id=proposal.pk)
    return Account.objects.get(pk=made.account.pk)
