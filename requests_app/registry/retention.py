"""How long the content of an ended request is kept, as the agency says; where it says nothing, nothing ends by itself.

Days only: when a period begins, and what is destroyed at its end, is for `workflow.destroy`.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from requests_app.policy.vocabulary import RetentionClass

REFUSED, WITHDRAWN, EXPIRED, PERSON_AT_RISK = "refused", "withdrawn", "expired", "person_at_risk"
PERIODS = (*(each.value for each in RetentionClass), REFUSED, WITHDRAWN, EXPIRED, PERSON_AT_RISK)
"""What can be given a period: the classes that an officer chooses for a result, requests of which no search was made,
and results about a person at risk, which are kept for the shorter of their own period and of this one. A result that is
sealed until its case is disposed of has its days from a report of dismissal, acquittal or conviction, and none without."""

LEAST_DAYS, MOST_DAYS = 1, 36_500


class RetentionPeriod(models.Model):
    """How many days the content of one kind of ended request is kept. `code`: one of PERIODS."""

    code = models.CharField(max_length=40, primary_key=True)
    days = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("retention period")
        verbose_name_plural = _("retention periods")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__in=PERIODS), name="retention_period_of_a_known_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(days__gte=LEAST_DAYS, days__lte=MOST_DAYS),
                name="retention_period_of_a_day_to_a_hundred_years",
            ),
        ]

    def __str__(self) -> str:
        return self.code
