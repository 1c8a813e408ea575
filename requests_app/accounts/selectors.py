"""Questions about persons, accounts and powers that other parts ask.

It must not change anything, and answers about persons rather than accounts where rules compare.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Lower
from django.utils import timezone

from requests_app.accounts.models import (
    Account,
    Certificate,
    CredentialLink,
    DecideRight,
    Person,
    PowerProposal,
    RoleAssignment,
    Unit,
)
from requests_app.accounts.roles import Role
from requests_app.accounts.training import COURSE_OF_ROLE, Course, counted, unconfirmed
from requests_app.common import clock
from requests_app.common.folding import folded


def holders_of(role: str) -> QuerySet[Account]:
    """The accounts in use that hold this role now."""
    held = RoleAssignment.objects.filter(
        account=OuterRef("pk"), role=role, withdrawn_at__isnull=True
    )
    return Account.objects.filter(Exists(held), is_active=True, is_superuser=False).select_related(
        "person", "unit"
    )


def accounts_that_could_decide(
    unit: Unit, *, role: str = Role.SUPERVISOR, on: date | None = None
) -> QuerySet[Account]:
    """The accounts with the role, the right for this unit and a current certificate.

    Args:
        unit: the unit that the request belongs to.
        role: supervisor, or privacy officer where a rule demands one.
        on: the day to judge certificates by; today when not given.
    """
    return _trained_holders(role, Course.DECIDING, on=on).filter(Exists(_right_for(unit)))


def accounts_with_right_for(unit: Unit, *, role: str) -> QuerySet[Account]:
    """The accounts with the role and the right for this unit, trained or not: nobody needs a certificate to stop harm.

    None where the unit is closed: nobody decides for it then.
    """
    if not unit.is_active:
        return Account.objects.none()
    return holders_of(role).filter(Exists(_right_for(unit)))


def _right_for(unit: Unit) -> QuerySet[DecideRight]:
    return DecideRight.objects.filter(account=OuterRef("pk"), unit=unit, withdrawn_at__isnull=True)


def examines_for(person_id: UUID, unit_id: UUID | None) -> bool:
    """Whether a person holds the role of an examiner in a unit, by any of their accounts in use and trained or not."""
    held = RoleAssignment.objects.filter(role=Role.EXAMINER, withdrawn_at__isnull=True)
    return held.filter(
        account__person=person_id, account__unit=unit_id, account__is_active=True
    ).exists()


def units_examined_by(person_id: UUID) -> list[UUID]:
    """The units in which a person holds the role of an examiner, by any of their accounts in use and trained or not."""
    held = RoleAssignment.objects.filter(
        role=Role.EXAMINER,
        withdrawn_at__isnull=True,
        account__person=person_id,
        account__is_active=True,
        account__unit__isnull=False,
    )
    return list(held.values_list("account__unit", flat=True))


def examiners_of(unit: Unit) -> QuerySet[RoleAssignment]:
    """The roles of an examiner that are held in a unit, by accounts in use."""
    return RoleAssignment.objects.filter(
        role=Role.EXAMINER,
        withdrawn_at__isnull=True,
        account__unit=unit,
        account__is_active=True,
    )


def trained_examiners() -> QuerySet[Account]:
    """The accounts with the role of an examiner and a certificate that counts today."""
    return _trained_holders(Role.EXAMINER, Course.EXAMINING)


def _trained_holders(role: str, course: str, *, on: date | None = None) -> QuerySet[Account]:
    day = on or timezone.localdate(clock.now())
    certificate = Certificate.objects.filter(counted(day), person=OuterRef("person"), course=course)
    return holders_of(role).filter(Exists(certificate))


def count_accounts_in_use(units: Sequence[Unit]) -> dict[UUID, int]:
    """Return how many accounts in use belong to each of these units; a unit with none is left out."""
    found = Account.objects.filter(unit__in=units, is_active=True)
    return dict(found.order_by().values_list("unit").annotate(Count("pk")))


def count_who_could_decide(units: Sequence[Unit]) -> dict[UUID, int]:
    """Return how many persons could decide for each of these units as supervisors; a unit with none is left out."""
    able = DecideRight.objects.filter(
        unit__in=units,
        withdrawn_at__isnull=True,
        account__in=_trained_holders(Role.SUPERVISOR, Course.DECIDING).values("pk"),
    )
    counted_by_unit = (
        able.order_by().values_list("unit").annotate(Count("account__person", distinct=True))
    )
    return dict(counted_by_unit)


def people_who_could_decide(
    unit: Unit,
    *,
    exclude_person: Person | None,
    role: str = Role.SUPERVISOR,
    on: date | None = None,
) -> QuerySet[Person]:
    """The persons who could decide for this unit, without the one who asks.

    Empty means that a request submitted now would wait for nobody: refuse it.
    """
    people = Person.objects.filter(
        pk__in=accounts_that_could_decide(unit, role=role, on=on).values("person")
    )
    return people.exclude(pk=exclude_person.pk) if exclude_person else people


def certificates_to_confirm() -> QuerySet[Certificate]:
    """The certificates in force that wait for a second administrator, oldest first."""
    return (
        Certificate.objects.filter(unconfirmed(timezone.localdate(clock.real_now())))
        .select_related("person", "recorded_by__person")
        .order_by("recorded_at")
    )


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """An account in use that may not act in a role, because its certificate is not confirmed.

    Attributes:
        account: with its person.
        role: the code of the role.
        certificate: the certificate that lasts longest, with who recorded it.
    """

    account: Account
    role: str
    certificate: Certificate


def held_back_by_confirmation() -> list[Unconfirmed]:
    """Who could act today if a second administrator had confirmed what is recorded.

    Whoever holds another certificate of the course that counts is not among them.
    """
    today = timezone.localdate(clock.real_now())
    found = []
    for role, course in COURSE_OF_ROLE.items():
        of_course = Certificate.objects.filter(person=OuterRef("person"), course=course)
        held_back = holders_of(role).filter(
            Exists(of_course.filter(unconfirmed(today))), ~Exists(of_course.filter(counted(today)))
        )
        for account in held_back.order_by("username"):
            certificate = (
                account.person.certificates.filter(unconfirmed(today), course=course)
                .select_related("recorded_by")
                .order_by("-valid_until")[0]
            )
            found.append(Unconfirmed(account, role, certificate))
    return found


def accounts_found(text: str = "", *, state: str = "", role: str = "") -> QuerySet[Account]:
    """The accounts whose name, staff number or user name contains each word of the text.

    Accents, capitals and the shape of an apostrophe or a hyphen make no difference. Sorted by name as
    an English or French reader expects it, namesakes by user name.

    Args:
        text: what was typed; empty finds all.
        state: `active`, `disabled`, `locked` or `no_password`; empty for any.
        role: a role held now; empty for any.
    """
    found = Account.objects.select_related("person", "unit").order_by(
        "person__folded_name", "person__full_name", "username"
    )
    words = folded(text).split()
    if text.strip() and not words:
        return found.none()
    for word in words:
        found = found.filter(
            Q(person__folded_name__contains=word)
            | Q(person__staff_number__icontains=word)
            | Q(username__contains=word)
        )
    if role:
        held = RoleAssignment.objects.filter(
            account=OuterRef("pk"), role=role, withdrawn_at__isnull=True
        )
        found = found.filter(Exists(held))
    if state == "active":
        found = found.filter(is_active=True)
    elif state == "disabled":
        found = found.filter(is_active=False)
    elif state == "locked":
        found = found.filter(locked_until__gt=clock.now())
    elif state == "no_password":
        found = found.filter(is_active=True, must_set_password=True)
    return found


def person_numbered(staff_number: str) -> Person | None:
    """The person with this staff number, in capitals or not; None where nobody has it.

    The number is compared as the unique index keeps it: `iexact` compares capitals and would read everybody.
    """
    in_index = Person.objects.alias(written=Lower("staff_number"))
    return in_index.filter(written=Lower(Value(staff_number))).first()


def people_named(text: str) -> QuerySet[Person]:
    """The persons whose name contains each word of the text, as `accounts_found` compares it."""
    words = folded(text).split()
    found = Person.objects.all() if words else Person.objects.none()
    for word in words:
        found = found.filter(folded_name__contains=word)
    return found


def open_proposals() -> QuerySet[PowerProposal]:
    """The proposals that wait for a second administrator, oldest first."""
    return (
        PowerProposal.objects.filter(outcome__isnull=True, expires_at__gt=clock.now())
        .select_related("beneficiary__person", "proposed_by__person", "unit")
        .order_by("proposed_at")
    )


def proposals_about(account: Account) -> QuerySet[PowerProposal]:
    """Every proposal about this account, newest first."""
    return (
        PowerProposal.objects.filter(beneficiary=account)
        .select_related("proposed_by__person", "decided_by__person", "unit")
        .order_by("-proposed_at")
    )


def open_link(account: Account) -> CredentialLink | None:
    """The link with which this account's person may still set a password, if there is one."""
    return CredentialLink.objects.filter(
        account=account,
        used_at__isnull=True,
        revoked_at__isnull=True,
        expires_at__gt=clock.now(),
    ).first()
