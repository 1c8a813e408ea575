"""Who may do what: each rule as a pair, one that raises with a reason and one that answers yes or no.
Says nothing of when (the transition table does); super-users are refused by name, since guardian says yes to them."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone

from requests_app.accounts import rights, training
from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account
from requests_app.accounts.roles import DECIDING_ROLES, Role
from requests_app.common import clock
from requests_app.common.errors import NotFound, NotPermitted
from requests_app.searches.models import SearchRequest
from requests_app.searches.states import Status


def _acting_account(actor: Actor, *roles: str) -> Account:
    account = actor.account
    if account is None:
        raise NotPermitted("no_account")
    if account.is_superuser:
        raise NotPermitted("superusers_hold_no_power")
    if not account.may_act():
        raise NotPermitted("account_not_in_use")
    if actor.role not in roles or not account.has_role(actor.role):
        raise NotPermitted("role_not_held", role=roles[0])
    return account


def check_is_officer(actor: Actor) -> Account:
    """The actor acts as an officer in use."""
    return _acting_account(actor, Role.OFFICER)


def check_is_requester(actor: Actor, search_request: SearchRequest) -> Account:
    """The actor is the officer who asked. Others are told that there is no such request."""
    account = check_is_officer(actor)
    if search_request.requested_by_id != account.pk:
        raise NotFound
    return account


def check_trained_to_request(actor: Actor) -> None:
    """The requester holds a current certificate."""
    account = check_is_officer(actor)
    _check_trained(account, training.Course.REQUESTING)


def check_may_decide(actor: Actor, search_request: SearchRequest) -> Account:
    """The actor may decide : role demanded, right for the unit, another person, trained."""
    account = _acting_account(actor, *sorted(DECIDING_ROLES))
    if not rights.may_decide_for(account, search_request.unit):
        raise NotFound
    if account.person_id == search_request.requested_by_person_id:
        raise NotPermitted("own_request")
    # Whoever is not asked to decide neither reads the file nor keeps others from it by a claim.
    if actor.role != Role.SUPERVISOR and actor.role not in search_request.required_roles:
        raise NotPermitted("role_not_demanded")
    _check_trained(account, training.Course.DECIDING)
    return account


def check_has_decided(actor: Actor, search_request: SearchRequest) -> Account:
    """The actor recorded a decision on this request; others are told that there is none."""
    account = _acting_account(actor, *sorted(DECIDING_ROLES))
    if not search_request.decisions.filter(decided_by=account.pk).exists():
        raise NotFound
    return account


def check_may_examine(actor: Actor, search_request: SearchRequest) -> Account:
    """The actor is a trained examiner of the unit who neither asked nor decided."""
    account = _acting_account(actor, Role.EXAMINER)
    if account.unit_id != search_request.unit_id:
        raise NotFound
    if account.person_id == search_request.requested_by_person_id:
        raise NotPermitted("own_request")
    if search_request.decisions.filter(decided_by_person=account.person_id).exists():
        raise NotPermitted("decided_on_this_request")
    _check_trained(account, training.Course.EXAMINING)
    return account


def check_may_read_candidates(actor: Actor, search_request: SearchRequest) -> Account:
    """Candidates are for examiners only."""
    account = check_may_examine(actor, search_request)
    if search_request.status != Status.RESULT_RECEIVED:
        raise NotPermitted("no_result_to_examine")
    return account


def check_is_auditor(actor: Actor) -> Account:
    """The actor is a privacy auditor, or the commissioner's own account."""
    return _acting_account(actor, Role.PRIVACY_AUDITOR, Role.OVERSIGHT)


def check_is_operator(actor: Actor) -> Account:
    """The actor operates the outbox, and sees no case content."""
    return _acting_account(actor, Role.OPERATOR)


def check_is_process(actor: Actor, *processes: str) -> None:
    """The actor is one of our own processes, never a person."""
    if actor.account is not None or actor.process not in processes:
        raise NotPermitted("process_only")


def _check_trained(account: Account, course: str) -> None:
    if not training.is_current(account.person, course, timezone.localdate(clock.real_now())):
        raise NotPermitted("training_lapsed", course=str(course))


def _answers(check: Callable[..., object]) -> Callable[..., bool]:
    def can(*args: object) -> bool:
        try:
            check(*args)
        except (NotPermitted, NotFound):
            return False
        return True

    can.__name__ = check.__name__.replace("check_", "can_", 1)
    can.__doc__ = f"Whether: {check.__doc__}"
    return can


is_process = _answers(check_is_process)
