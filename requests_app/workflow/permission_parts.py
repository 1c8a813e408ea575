"""What checks of permission are made of: whose account acts, read again, trained; and the twin of a check."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec
from uuid import UUID

from django.utils import timezone

from requests_app.accounts import rights, training
from requests_app.accounts import selectors as people
from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account
from requests_app.common import clock
from requests_app.common.errors import NotFound, NotPermitted
from requests_app.searches.models import Reading, SearchRequest

_Asked = ParamSpec("_Asked")


def answers(check: Callable[_Asked, object]) -> Callable[_Asked, bool]:
    """Return the twin of a check: whether it lets the actor pass."""

    def can(*args: _Asked.args, **kwargs: _Asked.kwargs) -> bool:
        try:
            check(*args, **kwargs)
        except (NotPermitted, NotFound):
            return False
        return True

    return can


def check_is_person(actor: Actor) -> Account:
    """An account acts, not a process."""
    if actor.account is None:
        raise NotPermitted("no_account")
    return actor.account


def acting_account(actor: Actor, *roles: str) -> Account:
    """Return the account that acts in one of these roles, held and in use; super-users hold no power."""
    account = check_is_person(actor)
    if account.is_superuser:
        raise NotPermitted("superusers_hold_no_power")
    if not account.may_act():
        raise NotPermitted("account_not_in_use")
    if actor.role not in roles or not account.has_role(actor.role):
        raise NotPermitted("role_not_held", role=roles[0])
    return account


def read_again(account: Account) -> Account | None:
    """Return an account as it is now: the row that came with a request may be older than a withdrawal."""
    return Account.objects.select_related("person").filter(pk=account.pk).first()


def check_trained(account: Account, course: str) -> None:
    """Refuse an account whose person has no current, confirmed certificate of a course."""
    today = timezone.localdate(clock.real_now())
    if training.is_current(account.person, course, today):
        return
    if training.is_unconfirmed(account.person, course, today):
        raise NotPermitted("training_not_confirmed", course=str(course))
    raise NotPermitted("training_lapsed", course=str(course))


def with_right_for(account: Account, search_request: SearchRequest) -> Account:
    """Refuse an account without a right to decide for the unit of a request, and the person who asked."""
    if not rights.may_decide_for(account, search_request.unit):
        raise NotFound
    if account.person_id == search_request.requested_by_person_id:
        raise NotPermitted("own_request")
    return account


def check_examines_not(account: Account, search_request: SearchRequest) -> None:
    """Refuse whoever had a part in the examination of a result, or may be called to examine it."""
    # Also one that ended without a conclusion: they have seen the candidates in an order of their own.
    if search_request.examinations.filter(examiner_person=account.person_id).exists():
        raise NotPermitted("examined_this_result")
    # Whoever may be called as a third examiner must not know by the lead that two agree, and on whom.
    if people.examines_for(account.person_id, search_request.unit_id):
        raise NotPermitted("examines_for_the_unit")


def has_read_lead(search_request: SearchRequest, person_id: UUID) -> bool:
    """Whether a person has opened the page on which the lead of a request is released."""
    return search_request.readings.filter(kind=Reading.Kind.RELEASE_PAGE, person=person_id).exists()
