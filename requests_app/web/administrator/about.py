"""What an act of an administrator is about: found by the ids in its address, or a page that is not there.

It must not change anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse

from requests_app.accounts.models import Account, Certificate, Course, Unit
from requests_app.accounts.roles import Role


@dataclass(frozen=True)
class About:
    """What one page with an act is about.

    Attributes:
        back: the address that the page leads back to, and on to when the act is done.
        named: the arguments with which the use case is told.
        account: the account whose person stands above the title.
        unit: the unit whose names can be changed.
        words: what the title names.
        lines: paragraphs that come before the act's own.
    """

    back: str
    named: Mapping[str, Any] = field(default_factory=dict)
    account: Account | None = None
    unit: Unit | None = None
    words: Mapping[str, Any] = field(default_factory=dict)
    lines: tuple[Any, ...] = ()

    @property
    def the_account(self) -> Account:
        """The account, on a page that is about one."""
        if self.account is None:
            raise RuntimeError("this page is about no account")
        return self.account


def account_or_404(account_id: UUID) -> Account:
    """The account that a page is about."""
    account = Account.objects.select_related("person", "unit").filter(pk=account_id).first()
    if account is None:
        raise Http404
    return account


def _unit_or_404(unit_id: UUID) -> Unit:
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None:
        raise Http404
    return unit


def _of(account: Account, words: Mapping[str, Any] | None = None, **named: Any) -> About:
    back = reverse("administrator:account", args=[account.pk])
    return About(back, named, account=account, words=words or {})


def new_account() -> About:
    """An account that is not there yet."""
    return About(reverse("administrator:people"))


def account(account_id: UUID) -> About:
    """An account."""
    return _of(account_or_404(account_id), account_id=account_id)


def person(account_id: UUID) -> About:
    """The person behind an account."""
    shown = account_or_404(account_id)
    return _of(shown, person_id=shown.person_id)


def role(account_id: UUID, role: str) -> About:
    """A role of an account."""
    if role not in Role.values:
        raise Http404
    shown = account_or_404(account_id)
    return _of(shown, {"role": Role(role).label}, account_id=account_id, role=role)


def right(account_id: UUID, unit_id: UUID) -> About:
    """A right of an account to decide for a unit."""
    shown, for_unit = account_or_404(account_id), _unit_or_404(unit_id)
    return _of(shown, {"unit": for_unit.name}, account_id=account_id, unit_id=unit_id)


def certificate(account_id: UUID, certificate_id: UUID) -> About:
    """A certificate of the person behind an account."""
    shown = Certificate.objects.filter(pk=certificate_id, person__accounts__pk=account_id).first()
    if shown is None:
        raise Http404
    found = _of(account_or_404(account_id), certificate_id=certificate_id)
    return replace(found, lines=(Course(shown.course).label,))


def new_unit() -> About:
    """A unit that is not there yet."""
    return About(reverse("administrator:units"))


def unit(unit_id: UUID) -> About:
    """A unit."""
    shown = _unit_or_404(unit_id)
    return About(
        reverse("administrator:units"),
        {"unit_id": unit_id},
        unit=shown,
        words={"unit": shown.name, "code": shown.code},
    )
