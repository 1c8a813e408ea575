"""Two people, or one in two browsers, doing the same thing in the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connections

from requests_app.accounts.models import Account, PowerProposal, RoleAssignment
from requests_app.accounts.roles import Role
from requests_app.common.errors import AlreadyTaken, CountersignError, NotFound, PreconditionFailed
from requests_app.workflow import administration
from tests.accounts.agency import Agency, acting, events


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run all of them together; each gives its result or what it was refused with."""
    start = Barrier(len(acts))

    def one(act: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return act()
        except CountersignError as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def test_one_of_two_confirmations_wins(agency: Agency) -> None:
    third, account = agency.account(Role.ACCOUNT_ADMINISTRATOR), agency.account()
    proposal = administration.propose_role(
        actor=acting(agency.first), account_id=account.pk, role="officer", reason="x"
    )
    actors = acting(agency.second), acting(third)
    answers = at_once(
        *(
            lambda actor=actor: administration.confirm(actor=actor, proposal_id=proposal.pk)
            for actor in actors
        )
    )
    assert sorted(type(answer) for answer in answers if answer is not None) == [AlreadyTaken]
    assert RoleAssignment.objects.filter(account=account).count() == 1
    assert (
        len([event for event in events("role.granted") if event.object_id == str(account.pk)]) == 1
    )


def test_confirming_and_taking_back_end_in_one_of_them(agency: Agency) -> None:
    account = agency.account()
    proposal = administration.propose_role(
        actor=acting(agency.first), account_id=account.pk, role="officer", reason="x"
    )
    first, second = acting(agency.first), acting(agency.second)
    at_once(
        lambda: administration.confirm(actor=second, proposal_id=proposal.pk),
        lambda: administration.take_back(actor=first, proposal_id=proposal.pk),
    )
    outcome = PowerProposal.objects.get(pk=proposal.pk).outcome
    held = Account.objects.get(pk=account.pk).roles()
    assert (outcome, held) in [("confirmed", {"officer"}), ("withdrawn", frozenset())]


def test_link_sets_one_password_however_many_browsers_use_it(agency: Agency) -> None:
    made = administration.create_account(
        actor=acting(agency.first),
        staff_number="L1",
        full_name="Link User",
        email="l@agency.example",
        language="en",
        username="link.user",
        unit_id=None,
    )
    answers = at_once(
        *(
            lambda word=word: administration.set_password(
                secret=made.link.secret, password=f"a sentence that ends with {word}"
            )
            for word in ("one", "two", "three")
        )
    )
    assert sorted(type(answer).__name__ for answer in answers) == [
        "Account",
        NotFound.__name__,
        NotFound.__name__,
    ]


def test_two_administrators_cannot_withdraw_each_other_below_two(agency: Agency) -> None:
    third = agency.account(Role.ACCOUNT_ADMINISTRATOR)
    first, second = acting(agency.first), acting(agency.second)
    targets = [(first, agency.second), (second, third), (acting(third), agency.first)]
    answers = at_once(
        *(
            lambda actor=actor, target=target: administration.withdraw_role(
                actor=actor,
                account_id=target.pk,
                role=Role.ACCOUNT_ADMINISTRATOR,
                reason="all at once",
            )
            for actor, target in targets
        )
    )
    left = RoleAssignment.objects.filter(
        role=Role.ACCOUNT_ADMINISTRATOR, withdrawn_at__isnull=True
    ).count()
    assert left >= 2, answers
    assert any(isinstance(answer, (PreconditionFailed, CountersignError)) for answer in answers)
