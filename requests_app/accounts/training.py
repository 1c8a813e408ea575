"""Whether a person's training is current, when it lapsed, and what still waits for a second look.

It must not decide what a lapse forbids; permissions and policy rules do.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Q, QuerySet

from requests_app.accounts.models import Certificate, Course, Person
from requests_app.accounts.roles import Role
from requests_app.common.read_once import read_once

__all__ = [
    "COURSE_OF_ROLE",
    "Course",
    "counted",
    "current_certificates",
    "days_left",
    "is_current",
    "is_unconfirmed",
    "last_valid_day",
    "unconfirmed",
]

DAYS_WARNED = 30
"""From how many days before its last one the end of a certificate is told."""

# What each role must have been taught before it may act; the other roles need no course.
COURSE_OF_ROLE: Mapping[str, Course] = {
    Role.OFFICER: Course.REQUESTING,
    Role.SUPERVISOR: Course.DECIDING,
    Role.PRIVACY_OFFICER: Course.DECIDING,
    Role.EXAMINER: Course.EXAMINING,
}

# One administrator records a certificate, another person confirms it; until then it is a claim.
_CONFIRMED = Q(withdrawn_at__isnull=True, confirmed_at__isnull=False)


def counted(on: date) -> Q:
    """The certificates that count on this day: confirmed, not withdrawn, within their dates."""
    return _CONFIRMED & Q(issued_on__lte=on, valid_until__gte=on)


def unconfirmed(on: date) -> Q:
    """The certificates that would count on this day if a second administrator confirmed them."""
    return Q(
        withdrawn_at__isnull=True,
        confirmed_at__isnull=True,
        issued_on__lte=on,
        valid_until__gte=on,
    )


def current_certificates(person: Person, on: date) -> QuerySet[Certificate]:
    """The certificates of this person that count on this day."""
    return Certificate.objects.filter(counted(on), person=person)


@read_once
def is_current(person: Person, course: str, on: date) -> bool:
    """Say whether the person holds a certificate of this course that counts on this day."""
    return current_certificates(person, on).filter(course=course).exists()


def is_unconfirmed(person: Person, course: str, on: date) -> bool:
    """Say whether a certificate of this course only lacks its confirmation on this day."""
    return Certificate.objects.filter(unconfirmed(on), person=person, course=course).exists()


def days_left(last_day: date, on: date) -> int:
    """How many days a certificate counts after this one: 0 on its last day, less than 0 after it.

    Days of the calendar: an hour that clocks leave out or that comes twice changes nothing.
    """
    return (last_day - on).days


def last_valid_day(person: Person, course: str) -> date | None:
    """The last day that any confirmed certificate of this course covers; None when there is none."""
    return (
        Certificate.objects.filter(_CONFIRMED, person=person, course=course)
        .order_by("-valid_until")
        .values_list("valid_until", flat=True)
        .first()
    )
