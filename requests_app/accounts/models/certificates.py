"""Training certificates: who may act because they were taught, and until when.

A certificate is withdrawn and never deleted or extended; a new course makes a new row.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from requests_app.accounts.models.people import Account, Person
from requests_app.common import clock


class Course(models.TextChoices):
    REQUESTING = "requesting", _("Requesting a facial-recognition search")
    DECIDING = "deciding", _("Deciding on a facial-recognition search")
    EXAMINING = "examining", _("Facial examination")


class Certificate(models.Model):
    """A course that a person has passed, valid from its issue to a day, both included."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="certificates")
    course = models.CharField(max_length=20, choices=Course.choices)
    issued_on = models.DateField()
    valid_until = models.DateField()

    recorded_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    recorded_by_person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)

    # A second look, by another person; the certificate counts from then on.
    confirmed_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    confirmed_by_person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    withdrawn_reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["-valid_until"]
        indexes = [
            models.Index(fields=["person", "course"]),
            models.Index(
                fields=["recorded_at", "id"],
                name="certificate_waits",
                condition=Q(confirmed_at=None, withdrawn_at=None),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(course__in=Course.values), name="certificate_course_known"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("issued_on")),
                name="certificate_ends_after_issue",
            ),
            models.CheckConstraint(
                condition=~Q(recorded_by_person=F("person")),
                name="certificate_not_for_oneself",
            ),
            models.CheckConstraint(
                condition=Q(
                    confirmed_by__isnull=True,
                    confirmed_by_person__isnull=True,
                    confirmed_at__isnull=True,
                )
                | Q(
                    confirmed_by__isnull=False,
                    confirmed_by_person__isnull=False,
                    confirmed_at__isnull=False,
                )
                & ~Q(confirmed_by_person=F("recorded_by_person"))
                & ~Q(confirmed_by_person=F("person")),
                name="certificate_confirmed_by_another_person",
            ),
            models.CheckConstraint(
                condition=Q(
                    withdrawn_at__isnull=True,
                    withdrawn_by__isnull=True,
                    withdrawn_reason="",
                )
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                & ~Q(withdrawn_reason=""),
                name="certificate_withdrawn_by_whom_when_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course} {self.person_id}"
