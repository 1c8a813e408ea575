"""Whether a person's training is current, and when it lapsed.

It must not decide what a lapse forbids; permissions and policy rules do.
"""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from requests_app.accounts.models import Certificate, Course, Person

__all__ = ["Course", "current_certificates", "is_current", "last_valid_day"]


def current_certificates(person: Person, on: date) -> QuerySet[Certificate]:
    """The certificates of this person that count on this day."""
    return Certificate.objects.filter(
        person=person, withdrawn_at__isnull=True, issued_on__lte=on, valid_until__gte=on
    )


def is_current(person: Person, course: str, on: date) -> bool:
    """Say whether the person holds a certificate of this course that counts on this day."""
    return current_certificates(person, on).filter(course=course).exists()


def last_valid_day(person: Person, course: str) -> date | None:
    """The last day that any certificate of this course covers; None when there never was one."""
    return (
        Certificate.objects.filter(person=person, course=course, withdrawn_at__isnull=True)
        .order_by("-valid_until")
        .values_list("valid_until", flat=True)
        .first()
    )
