"""What the policy engine found, kept with the exact packs that judged.

Findings are never edited: a new run makes new rows.
"""

from __future__ import annotations

import uuid

from django.db import models


class CheckRun(models.Model):
    """One evaluation of one version at one stage.

    Attributes:
        place: where the agency was then, as the registry said.
        keep_days: for how long after the end its rules keep the content at the least; 0 where none does.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    search_request = models.ForeignKey(
        "searches.SearchRequest", on_delete=models.PROTECT, related_name="check_runs"
    )
    version = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=20)
    run_at = models.DateTimeField()
    verdict = models.CharField(max_length=20)
    packs = models.JSONField(default=list)
    inputs_digest = models.CharField(max_length=64)
    place = models.CharField(max_length=10, blank=True, default="")
    keep_days = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["run_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(place__regex=r"^([a-z]{2}(-[a-z]{2,4})?)?$"),
                name="place_is_a_code_of_a_place",
            ),
            models.CheckConstraint(
                condition=models.Q(keep_days__lte=36_500), name="kept_a_hundred_years_at_most"
            ),
        ]


class Finding(models.Model):
    """One rule that fired, or could not be judged for want of a fact (`state` unknown)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    check_run = models.ForeignKey(CheckRun, on_delete=models.PROTECT, related_name="findings")
    position = models.PositiveSmallIntegerField()
    pack = models.CharField(max_length=60)
    pack_version = models.CharField(max_length=30)
    pack_digest = models.CharField(max_length=64)
    rule = models.CharField(max_length=40)
    verb = models.CharField(max_length=10)
    state = models.CharField(max_length=10)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["check_run", "pack", "rule"], name="one_finding_a_rule_and_run"
            ),
        ]
