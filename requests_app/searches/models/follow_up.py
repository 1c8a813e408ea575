"""What is recorded of a lead after its release: to whom it was passed on, what is planned on it, what came of it.

Rows that never change, in the order in which they were recorded. What was said is sealed under the request's key.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


class FollowUp(models.Model):
    """One thing that the officer, or a supervisor of the unit in their place, recorded of a lead.

    Attributes:
        number: from 1, without gaps, of all that is recorded of this lead.
        outcome: as a code: to whom (`outcome.Recipient`), how it stands (`outcome.Disposition`), or which step
            (`outcome.Step`).
        is_stopped: of a planned step, that it may not be taken; empty of anything else.
        flaws: codes (`outcome.Flaw`) of why it is stopped, or of what is found of a report.
        check_run: of a planned step, what the rules of the packs found; empty where they could not be applied.
        was_charged: of a report, whether somebody was charged; of those from before there was this, only how it stands says so.
        due_at: of a report after which more is to come, when the next one is owed; empty of anything else.
        sealed: what was said: `outcome.Passing`, `outcome.Report` or `outcome.Plan`.
    """

    class Kind(models.TextChoices):
        PASSED_ON = "passed_on"
        REPORT = "report"
        PLAN = "plan"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    search_request = models.ForeignKey(
        "searches.SearchRequest", on_delete=models.PROTECT, related_name="follow_ups"
    )
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    outcome = models.CharField(max_length=30)
    is_stopped = models.BooleanField(null=True)
    flaws = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    was_charged = models.BooleanField(db_default=False)
    check_run = models.OneToOneField(
        "searches.CheckRun",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="planned_step",
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_by_person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["search_request", "number"], name="one_follow_up_of_a_number"
            ),
            models.CheckConstraint(
                condition=models.Q(number__gte=1), name="follow_ups_count_from_one"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["passed_on", "report", "plan"]),
                name="follow_up_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    kind="report", outcome__in=["open", "charged"], due_at__isnull=False
                )
                | models.Q(kind="report", due_at=None) & ~models.Q(outcome__in=["open", "charged"])
                | models.Q(kind__in=["passed_on", "plan"], due_at=None),
                name="another_report_is_owed_until_it_ended",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="plan", is_stopped__isnull=False)
                | models.Q(kind__in=["passed_on", "report"], is_stopped=None),
                name="a_plan_goes_on_or_is_stopped",
            ),
            models.CheckConstraint(
                condition=models.Q(is_stopped=None)
                | models.Q(is_stopped=True) & ~models.Q(flaws=[])
                | models.Q(is_stopped=False, flaws=[]),
                name="a_plan_is_stopped_for_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="plan") | models.Q(check_run=None),
                name="a_planned_step_alone_is_judged",
            ),
            models.CheckConstraint(
                condition=models.Q(due_at=None) | models.Q(due_at__gt=models.F("recorded_at")),
                name="the_next_report_comes_later",
            ),
        ]
