"""Accounts: making, disabling, enabling and unlocking them; one administrator is enough.

None of this grants a power or lets an administrator sign in as somebody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import (
    Account,
    CredentialLinkPurpose,
    Language,
    Person,
)
from requests_app.accounts.selectors import person_numbered
from requests_app.common import clock
from requests_app.common.errors import BadInput, Contradicts, PreconditionFailed
from requests_app.common.folding import folded
from requests_app.workflow import claim, permissions
from requests_app.workflow.administration.administrators import (
    change_administrators,
    check_two_stay_without,
)
from requests_app.workflow.administration.credentials import new_link
from requests_app.workflow.administration.inputs import (
    name_of,
    reason_given,
    staff_number_of,
    username_of,
)
from requests_app.workflow.administration.rows import (
    acting_administrator,
    check_is_no_overseer,
    end_sessions,
    for_somebody_else,
    known_unit,
)
from requests_app.workflow.notifications.link_mail import IssuedLink
from requests_app.workflow.unit_of_work import unit_of_work


@dataclass(frozen=True)
class NewAccount:
    """An account that was just made, and its first link, which is shown once."""

    account: Account
    link: IssuedLink


def create_account(
    *,
    actor: Actor,
    staff_number: str,
    full_name: str,
    email: str,
    language: str,
    username: str,
    unit_id: UUID | None,
    is_demo: bool = False,
) -> NewAccount:
    """Make an account with no role and no password, for a new person or one already known.

    A staff number that is known means that person: the account joins their others, and what was
    typed for name and address must be what is stored, so that a slip does not join two people; accents,
    capitals and the shape of an apostrophe do not count.

    Raises:
        NotPermitted: the actor is no administrator, or it would be their own second account.
        NotFound: there is no such unit.
        BadInput: naming each field that cannot be accepted.
    """
    with unit_of_work(actor=actor, action="account.create") as work:
        administrator = acting_administrator(actor)
        person = _person(
            staff_number=staff_number_of(staff_number),
            full_name=name_of(full_name, field="full_name", most=200),
            email=_address(email),
            language=language,
            is_demo=is_demo,
        )
        name = username_of(username)
        if Account.objects.filter(username=name).exists():
            raise BadInput({"username": ["taken"]})
        account = Account.objects.create_account(
            person=person, username=name, unit=known_unit(unit_id)
        )
        permissions.check_may_administer(actor, person.pk)
        work.record(
            "account.created",
            object_type="account",
            object_id=str(account.pk),
            facts={
                "person": str(person.pk),
                "unit": str(account.unit_id) if account.unit_id else None,
            },
        )
        link = new_link(
            work,
            account,
            purpose=CredentialLinkPurpose.FIRST_PASSWORD,
            issued_by=administrator,
        )
    return NewAccount(account=account, link=link)


def disable_account(*, actor: Actor, account_id: UUID, reason: str) -> None:
    """Shut an account and end its sessions; what it holds stays on record and sleeps.

    Raises:
        NotPermitted: the actor is no administrator, or it is their own person's account.
        NotPermitted: too when it is the overseer's, which only the owner's command ends.
        NotFound: there is no such account.
        PreconditionFailed: it is disabled already, or fewer than two administrators would be left.
        BadInput: the reason is missing or cannot be accepted.
    """
    with unit_of_work(actor=actor, action="account.disable") as work:
        change_administrators()
        administrator, account = for_somebody_else(actor, account_id)
        check_is_no_overseer(account)
        shut(account, by=administrator, reason=reason)
        work.record(
            "account.disabled",
            object_type="account",
            object_id=str(account.pk),
            commitments={"reason": account.disabled_reason},
        )
        claim.end_without_right(work, Q(account=account))


def shut(account: Account, *, by: Account, reason: str) -> None:
    """Shut a locked account inside a running use case that holds `change_administrators`.

    Raises:
        PreconditionFailed: it is disabled already, or fewer than two administrators would be left.
        BadInput: the reason is missing or cannot be accepted.
    """
    if not account.is_active:
        raise PreconditionFailed("account_disabled")
    check_two_stay_without(account)
    account.is_active = False
    account.disabled_at = clock.now()
    account.disabled_by = by
    account.disabled_reason = reason_given(reason)
    account.save(update_fields=["is_active", "disabled_at", "disabled_by", "disabled_reason"])
    end_sessions(account)


def enable_account(*, actor: Actor, account_id: UUID) -> None:
    """Open a disabled account again, with what two administrators had granted it.

    Raises:
        NotPermitted: the actor is no administrator, or it is their own person's account.
        NotFound: there is no such account.
        PreconditionFailed: it is not disabled.
    """
    with unit_of_work(actor=actor, action="account.enable") as work:
        _, account = for_somebody_else(actor, account_id)
        if account.is_active:
            raise PreconditionFailed("account_not_disabled")
        account.is_active = True
        account.disabled_at = account.disabled_by = None
        account.disabled_reason = ""
        account.save(update_fields=["is_active", "disabled_at", "disabled_by", "disabled_reason"])
        work.record("account.enabled", object_type="account", object_id=str(account.pk))


def unlock_account(*, actor: Actor, account_id: UUID) -> None:
    """End a lock that failed sign-ins had caused before it ends by itself.

    Raises:
        NotPermitted: the actor is no administrator, or it is their own person's account.
        NotFound: there is no such account.
        PreconditionFailed: it is not locked.
    """
    with unit_of_work(actor=actor, action="account.unlock") as work:
        _, account = for_somebody_else(actor, account_id)
        if not account.is_locked():
            raise PreconditionFailed("account_not_locked")
        account.failed_sign_ins = 0
        account.last_failed_at = account.locked_at = account.locked_until = None
        account.save(
            update_fields=[
                "failed_sign_ins",
                "last_failed_at",
                "locked_at",
                "locked_until",
            ]
        )
        work.record("account.unlocked", object_type="account", object_id=str(account.pk))


def _person(
    *, staff_number: str, full_name: str, email: str, language: str, is_demo: bool
) -> Person:
    if language not in Language.values:
        raise BadInput({"language": ["unknown"]})
    known = person_numbered(staff_number)
    if known is None:
        return Person.objects.create(
            staff_number=staff_number,
            full_name=full_name,
            email=email,
            language=language,
            is_demo=is_demo,
        )
    # A straight apostrophe, or a name without its accents, is no other person's.
    if folded(known.full_name) != folded(full_name):
        raise Contradicts({"staff_number": ["belongs_to_another"]})
    if known.email.casefold() != email.casefold():
        raise Contradicts({"email": ["differs_from_known"]})
    return known


def _address(value: str) -> str:
    address = value.strip()
    try:
        validate_email(address)
    except ValidationError:
        raise BadInput({"email": ["pattern" if address else "required"]}) from None
    return address
