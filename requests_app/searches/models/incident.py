"""An incident: what should not have happened with a lead, who looks into it, and how it ended.

Rows that are kept, and filled in once when it is closed. What was said is sealed under the request's key; which
findings, who and when are not.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


class Incident(models.Model):
    """One thing that somebody has to look into.

    Attributes:
        unit: of its request, so that an index has the incidents of one unit in the order of their lists.
        number: from 1, without gaps, of all incidents of a request.
        follow_up: what was recorded of the lead; empty where a person opened it.
        ground: how it came to be known (`incident.Ground`).
        flaws: codes (`outcome.Flaw`) of what was found; they bring its duties.
        opened_by: whoever recorded that, or opened it.
        due_at: until when it is to be closed.
        sealed: why a person opened it (`incident.Opening`); empty where it was recorded.
        outcome: what became of it (`incident.Outcome`); undone: how many of its duties were not done; not_needed: how many did
            not apply, as whoever closed it says. With when, by whom and what was said of each duty (`incident.Closing`) they are filled in once, when it is closed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    search_request = models.ForeignKey(
        "searches.SearchRequest", on_delete=models.PROTECT, related_name="incidents"
    )
    unit = models.ForeignKey(
        "accounts.Unit", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    number = models.PositiveIntegerField()
    follow_up = models.OneToOneField(
        "searches.FollowUp", on_delete=models.PROTECT, related_name="incident", null=True
    )
    ground = models.CharField(max_length=20)
    flaws = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opened_by_person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    sealed = models.BinaryField(null=True)
    outcome = models.CharField(max_length=20, blank=True, default="")
    undone = models.PositiveSmallIntegerField(null=True)
    not_needed = models.PositiveSmallIntegerField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    closed_by_person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="+", null=True
    )
    closed_at = models.DateTimeField(null=True)
    sealed_closing = models.BinaryField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["unit", "due_at", "id"],
                name="incident_open_by_day",
                condition=models.Q(closed_at=None),
            ),
            models.Index(
                fields=["unit", "-closed_at", "id"],
                name="incident_closed",
                condition=models.Q(closed_at__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["search_request", "number"], name="one_incident_of_a_number"
            ),
            # What owners and closings refer to, so that theirs is the request of their incident.
            models.UniqueConstraint(
                fields=["id", "search_request"], name="incident_of_one_request"
            ),
            models.CheckConstraint(
                condition=models.Q(number__gte=1), name="incidents_count_from_one"
            ),
            models.CheckConstraint(
                condition=models.Q(ground="recorded", follow_up__isnull=False, sealed=None)
                & ~models.Q(flaws=[])
                | models.Q(
                    ground__in=["complaint", "misidentified", "error_found", "other"],
                    follow_up=None,
                    sealed__isnull=False,
                ),
                name="an_incident_was_recorded_or_opened_by_a_person",
            ),
            models.CheckConstraint(
                condition=models.Q(due_at__gt=models.F("opened_at")),
                name="an_incident_is_due_after_it_was_opened",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    closed_at=None,
                    closed_by=None,
                    closed_by_person=None,
                    sealed_closing=None,
                    undone=None,
                    not_needed=None,
                    outcome="",
                )
                | models.Q(
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                    closed_by_person__isnull=False,
                    sealed_closing__isnull=False,
                    undone__isnull=False,
                    not_needed__isnull=False,
                    outcome__in=["put_right", "finding_wrong", "handed_over"],
                ),
                name="an_incident_is_closed_when_by_whom_and_how",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome="put_right") | models.Q(undone=0),
                name="an_incident_put_right_has_nothing_undone",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_by_person=None)
                | ~models.Q(closed_by_person=models.F("opened_by_person")),
                name="nobody_closes_an_incident_of_their_own",
            ),
        ]


class IncidentOwner(models.Model):
    """Who looks into an incident from now on: the last row of an incident counts.

    Attributes:
        number: from 1, without gaps, of all who took this incident.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="owners")
    search_request = models.ForeignKey(
        "searches.SearchRequest", on_delete=models.PROTECT, related_name="+"
    )
    number = models.PositiveIntegerField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    owner_person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "number"], name="one_owner_of_an_incident_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(number__gte=1), name="owners_of_an_incident_count_from_one"
            ),
        ]
