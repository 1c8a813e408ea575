"""What SQL under a process's own login cannot do to a legal sign-off: record it alone, change it, or take it away.

Every statement goes past Python; what must refuse is a constraint, a trigger or a right.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import errors

from requests_app.accounts.models import Account
from requests_app.accounts.roles import Role
from requests_app.registry.models import PackSignOff
from tests import sign_offs
from tests.builders import InventedAgency
from tests.second_account import second_account_of
from tests.support import sql

COLUMNS = (
    "id, kind, pack, version, digest, opinion_title, counsel, reference, opinion_sha256, given_on, reason,"
    " proposed_by_id, proposed_by_person_id, proposed_at, outcome, settled_reason"
)
ADD = (
    f"INSERT INTO registry_packsignoff ({COLUMNS}) VALUES"
    " (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s::date, %s, %s, %s, now() + %s::interval, %s, '')"
)
SETTLE = """
UPDATE registry_packsignoff SET outcome = %s, settled_by_id = %s, settled_by_person_id = %s,
    settled_at = clock_timestamp() + %s::interval, settled_reason = %s
WHERE id = %s
"""
WRITERS = pytest.mark.parametrize("login", ["web", "owner"])


def refused(statement: str, params: list[Any], login: str) -> str:
    """Run it as a login and return the name of the constraint that refused it."""
    with pytest.raises(psycopg.errors.IntegrityError) as caught:
        sql(login, statement, params)
    return str(caught.value.diag.constraint_name)


def added(by: Account, **changes: Any) -> list[Any]:
    row = {
        "id": uuid4(), "kind": "sign_off", "pack": "other", "version": "1", "digest": "c" * 64,
        "opinion_title": "t", "counsel": "c", "reference": "r", "opinion_sha256": "d" * 64,
        "given_on": "2026-01-05", "reason": "why", "by": by.pk, "person": by.person_id, "at": "0",
        "outcome": "",
    }  # fmt: skip
    return [*(row | changes).values()]


def settled(
    by: Account, which: UUID, outcome: str = "confirmed", *, at: str = "0", reason: str = ""
) -> list[Any]:
    return [outcome, by.pk, by.person_id, at, reason, which]


@pytest.fixture
def proposal(agency: InventedAgency) -> Iterator[PackSignOff]:
    with sign_offs.pack_here():
        yield sign_offs.propose(agency)


@WRITERS
def test_nobody_settles_their_own_with_any_account(
    agency: InventedAgency, proposal: PackSignOff, login: str
) -> None:
    again = second_account_of(agency, "policy", Role.POLICY_ADMINISTRATOR).account
    assert again
    for own in (agency.people["policy"], again):
        for outcome, reason in (("confirmed", ""), ("refused", "no")):
            row = settled(own, proposal.pk, outcome, reason=reason)
            assert refused(SETTLE, row, login) == "sign_off_settled_by_another_person"
    borrowed = ["confirmed", again.pk, agency.people["policy2"].person_id, "0", "", proposal.pk]
    assert refused(SETTLE, borrowed, login) == "sign_off_settled_by_is_person"


@WRITERS
def test_a_proposal_is_whole_begins_open_and_is_of_now(
    agency: InventedAgency, proposal: PackSignOff, login: str
) -> None:
    by = agency.people["policy"]
    names, opinion = "sign_off_of_one_version", "sign_off_names_its_opinion"
    for changes, constraint in (
        ({"person": agency.people["policy2"].person_id}, "sign_off_proposed_by_is_person"),
        ({"digest": "C" * 64}, names),
        ({"digest": "c" * 63}, names),
        ({"pack": ""}, names),
        ({"version": ""}, names),
        ({"kind": "both"}, opinion),
        ({"kind": "withdrawal"}, opinion),
        ({"opinion_title": ""}, opinion),
        ({"counsel": ""}, opinion),
        ({"reference": ""}, opinion),
        ({"opinion_sha256": "d"}, opinion),
        ({"given_on": None}, opinion),
        ({"given_on": "2199-01-01"}, "sign_off_given_in_the_past"),
        ({"given_on": "1899-01-01"}, "registry_packsignoff_given_on_readable"),
        ({"reason": ""}, "sign_off_has_a_reason"),
        ({"outcome": "confirmed"}, "sign_off_by_two"),
        ({"at": "-6 minutes"}, "sign_off_by_two"),
        ({"at": "1 day"}, "sign_off_by_two"),
        ({"digest": proposal.digest}, "sign_off_open_once"),
    ):
        assert refused(ADD, added(by, **changes), login) == constraint, changes


@WRITERS
def test_only_policy_administrators_have_a_say(
    agency: InventedAgency, proposal: PackSignOff, login: str
) -> None:
    for name in ("administrator", "officer", "operator"):
        assert refused(ADD, added(agency.people[name]), login) == "sign_off_by_two"
        row = settled(agency.people[name], proposal.pk)
        assert refused(SETTLE, row, login) == "sign_off_by_two"


@WRITERS
def test_what_is_settled_stays_and_what_was_proposed_never_changes(
    agency: InventedAgency, proposal: PackSignOff, login: str
) -> None:
    sign_offs.confirm(agency, proposal)
    row = settled(agency.people["policy"], proposal.pk, "withdrawn")
    assert refused(SETTLE, row, login) == "accounts_filled_in_once"
    for column in ("digest", "counsel", "opinion_sha256"):
        change = f"UPDATE registry_packsignoff SET {column} = %s"
        if login == "web":
            with pytest.raises(errors.InsufficientPrivilege):
                sql(login, change, ["e" * 64])
        else:
            assert refused(change, ["e" * 64], login) == "accounts_filled_in_once"


@pytest.mark.parametrize("statement", ["DELETE FROM", "TRUNCATE"])
def test_nothing_of_it_is_removed(
    agency: InventedAgency, proposal: PackSignOff, statement: str
) -> None:
    attack = f"{statement} registry_packsignoff"
    for login in ("web", "worker", "dispatcher", "auditor"):
        with pytest.raises(errors.InsufficientPrivilege):
            sql(login, attack)
    for login in ("owner", "superuser"):
        with pytest.raises(errors.RestrictViolation):
            sql(login, attack)


@pytest.mark.parametrize("login", ["worker", "dispatcher", "auditor"])
def test_only_the_web_writes_it(agency: InventedAgency, proposal: PackSignOff, login: str) -> None:
    for statement, row in (
        (ADD, added(agency.people["policy"])),
        (SETTLE, settled(agency.people["policy2"], proposal.pk)),
    ):
        with pytest.raises(errors.InsufficientPrivilege):
            sql(login, statement, row)
