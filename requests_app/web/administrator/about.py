"""What an act of an administrator is about: found by the ids in its address.

An id that stands for nothing raises NotFound, which becomes the page that is not there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse

from requests_app.accounts.models import Account, Course, Unit
from requests_app.accounts.roles import Role
from requests_app.workflow.reading.administration.subjects import (
    FoundAccount,
    find_account,
    find_certificate,
    find_unit,
)


@dataclass(frozen=True)
class About:
    """What one page with an act is about.

    Attributes:
        back: the address that the page leads back to, and on to when the act is done.
        named: the arguments with which the use case is told.
        account: the account whose person stands above the title.
        roles: the codes of the roles which that account holds now.
        roles_of_person: those that its person holds, on any account.
        unit: the unit whose names can be changed.
        words: what the title names.
        lines: paragraphs that come before the act's own.
    """

    back: str
    named: Mapping[str, Any] = field(default_factory=dict)
    account: Account | None = None
    roles: frozenset[str] = frozenset()
    roles_of_person: frozenset[str] = frozenset()
    unit: Unit | None = None
    words: Mapping[str, Any] = field(default_factory=dict)
    lines: tuple[Any, ...] = ()


def _of(found: FoundAccount, words: Mapping[str, Any] | None = None, **named: Any) -> About:
    back = reverse("administrator:account", args=[found.account.pk])
    return About(
        back,
        named,
        account=found.account,
        roles=found.roles,
        roles_of_person=found.roles_of_person,
        words=words or {},
    )


def new_account() -> About:
    """An account that is not there yet."""
    return About(reverse("administrator:people"))


def account(account_id: UUID) -> About:
    """An account."""
    return _of(find_account(account_id), account_id=account_id)


def person(account_id: UUID) -> About:
    """The person behind an account."""
    found = find_account(account_id)
    return _of(found, person_id=found.account.person_id)


def role(account_id: UUID, role: str) -> About:
    """A role of an account."""
    if role not in Role.values:
        raise Http404
    words = {"role": Role(role).label}
    return _of(find_account(account_id), words, account_id=account_id, role=role)


def right(account_id: UUID, unit_id: UUID) -> About:
    """A right of an account to decide for a unit."""
    words = {"unit": find_unit(unit_id).name}
    return _of(find_account(account_id), words, account_id=account_id, unit_id=unit_id)


def certificate(account_id: UUID, certificate_id: UUID) -> About:
    """A certificate of the person behind an account."""
    shown = find_certificate(account_id, certificate_id)
    about = _of(find_account(account_id), certificate_id=certificate_id)
    return replace(about, lines=(Course(shown.course).label,))


def new_unit() -> About:
    """A unit that is not there yet."""
    return About(reverse("administrator:units"))


def unit(unit_id: UUID) -> About:
    """A unit."""
    shown = find_unit(unit_id)
    return About(
        reverse("administrator:units"),
        {"unit_id": unit_id},
        unit=shown,
        words={"unit": shown.name, "code": shown.code},
    )
