"""The first two administrators of an installation, made together and only once.

The one place where a role has no proposal behind it; a trigger allows two such rows, ever.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection

from requests_app.accounts.actors import system_actor
from requests_app.accounts.models import (
    Account,
    CredentialLinkPurpose,
    Language,
    Person,
    RoleAssignment,
)
from requests_app.accounts.roles import Role
from requests_app.common import clock
from requests_app.common.errors import BadInput, PreconditionFailed
from requests_app.workflow.administration.credentials import new_link
from requests_app.workflow.administration.inputs import name_of, staff_number_of, username_of
from requests_app.workflow.notifications.link_mail import IssuedLink
from requests_app.workflow.unit_of_work import Work, unit_of_work

_FOUNDING_LOCK = "accounts.founding"


@dataclass(frozen=True)
class Founder:
    """One of the two first administrators, as whoever installs the product names them."""

    staff_number: str
    full_name: str
    email: str
    username: str
    language: str = Language.ENGLISH.value
    is_demo: bool = False


@dataclass(frozen=True)
class Founded:
    """A first administrator that was made, and their link, shown once."""

    account: Account
    link: IssuedLink


def create_first_administrators(
    *, founders: tuple[Founder, Founder], system_user: str
) -> tuple[Founded, Founded]:
    """Make two administrators, two persons, each with a link to set a password.

    Args:
        founders: the two persons.
        system_user: the operating-system user who runs this, for the log.

    Raises:
        PreconditionFailed: there is, or ever was, an administrator.
        BadInput: the two are one person, or what describes them cannot be accepted.
    """
    first, second = founders
    if first.staff_number.strip().casefold() == second.staff_number.strip().casefold():
        raise BadInput({"staff_number": ["same_person"]})
    if first.username.strip().casefold() == second.username.strip().casefold():
        raise BadInput({"username": ["taken"]})
    actor = system_actor("command")
    with unit_of_work(actor=actor, action="account.create_first_administrators") as work:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
                [_FOUNDING_LOCK],
            )
        if RoleAssignment.objects.filter(role=Role.ACCOUNT_ADMINISTRATOR).exists():
            raise PreconditionFailed("administrators_exist")
        return _found(work, first, system_user), _found(work, second, system_user)


def _found(work: Work, founder: Founder, system_user: str) -> Founded:
    try:
        validate_email(founder.email)
    except ValidationError:
        raise BadInput({"email": ["pattern"]}) from None
    if founder.language not in Language.values:
        raise BadInput({"language": ["unknown"]})
    person = Person.objects.create(
        staff_number=staff_number_of(founder.staff_number),
        full_name=name_of(founder.full_name, field="full_name", most=200),
        email=founder.email,
        language=founder.language,
        is_demo=founder.is_demo,
    )
    account = Account.objects.create_account(
        person=person, username=username_of(founder.username), unit=None
    )
    RoleAssignment.objects.create(
        account=account,
        person=person,
        role=Role.ACCOUNT_ADMINISTRATOR,
        granted_at=clock.now(),
    )
    work.record(
        "account.founded",
        object_type="account",
        object_id=str(account.pk),
        facts={"person": str(person.pk), "role": Role.ACCOUNT_ADMINISTRATOR.value},
        commitments={"system_user": system_user},
    )
    link = new_link(work, account, purpose=CredentialLinkPurpose.FIRST_PASSWORD, issued_by=None)
    return Founded(account=account, link=link)
