"""Examinations of a result: who compares, what they are writing, and what they concluded.

A conclusion never changes; a correction is a new row. What an examiner wrote is sealed under the request's key.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

MOST_EXAMINERS = 3
"""Two compare each result; a third one where they differ."""
_SELECTS = ("support", "strong_support")
_OUTCOMES = (
    *_SELECTS, "no_candidate_supported", "insufficient_quality", "inconclusive", "discarded",
)  # fmt: skip


class Examination(models.Model):
    """One examiner's place among those who compare a result. None of them is told who has another one.

    Attributes:
        seat: 1 and 2 for every result, 3 where these two differ; shown to no examiner.
        order_seed: what the order is made of in which this examiner sees the candidates.
        until: when another examiner may take the place; later with each draft that is saved.
    """

    class Ended(models.TextChoices):
        GIVEN_BACK = "given_back"
        LAPSED = "lapsed"
        RIGHT_ENDED = "right_ended"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    search_request = models.ForeignKey(
        "searches.SearchRequest", on_delete=models.PROTECT, related_name="examinations"
    )
    requested_by_person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="+"
    )
    seat = models.PositiveSmallIntegerField()
    examiner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    examiner_person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="+"
    )
    order_seed = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_how = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        ordering = ["started_at"]
        indexes = [
            models.Index(
                fields=["examiner_person", "search_request"],
                name="examination_mine",
                condition=models.Q(ended_at=None),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(examiner_person=models.F("requested_by_person")),
                name="nobody_examines_their_own_request",
            ),
            models.UniqueConstraint(
                fields=["search_request", "seat"],
                condition=models.Q(ended_at=None),
                name="one_examiner_a_seat",
            ),
            models.UniqueConstraint(
                fields=["search_request", "examiner_person"],
                condition=models.Q(ended_at=None),
                name="one_examination_a_person",
            ),
            models.CheckConstraint(
                condition=models.Q(seat__gte=1, seat__lte=MOST_EXAMINERS),
                name="examination_seat_known",
            ),
            models.UniqueConstraint(
                fields=["order_seed"], name="each_examiner_has_an_order_of_their_own"
            ),
            models.CheckConstraint(
                condition=models.Q(order_seed__regex="^[0-9a-f]{64}$"),
                name="examination_order_of_256_bits",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_how="")
                | models.Q(
                    ended_at__isnull=False, ended_how__in=["given_back", "lapsed", "right_ended"]
                ),
                name="examination_end_says_how",
            ),
        ]


class ExaminationDraft(models.Model):
    """What an examiner is writing, sealed; `revision` grows with each save."""

    examination = models.OneToOneField(
        Examination, on_delete=models.PROTECT, primary_key=True, related_name="draft"
    )
    sealed = models.BinaryField()
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()


class Conclusion(models.Model):
    """What one examiner concluded of a whole candidate list.

    Attributes:
        number: 1 for what was concluded on the pictures alone, with ranks and scores hidden; more for corrections,
            which may take a selection back and can never make one.
        outcome: with a selected candidate how strongly it is supported, else why nobody is selected.
        selected_position: where the one candidate that is selected stands in the stored list, from 1. (Engines may give
            two candidates one rank.)
        candidates, compared: how many were returned, and how many of them were compared.
        check_run: where somebody is selected, what the rules of the packs found.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    examination = models.ForeignKey(
        Examination, on_delete=models.PROTECT, related_name="conclusions"
    )
    search_request = models.ForeignKey(
        "searches.SearchRequest", on_delete=models.PROTECT, related_name="conclusions"
    )
    number = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=30)
    selected_position = models.PositiveIntegerField(null=True, blank=True)
    candidates = models.PositiveIntegerField()
    compared = models.PositiveIntegerField()
    sealed = models.BinaryField()
    concluded_at = models.DateTimeField()
    examiner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    check_run = models.OneToOneField(
        "searches.CheckRun",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="conclusion",
    )

    class Meta:
        ordering = ["concluded_at"]
        indexes = [models.Index(fields=["examiner", "-concluded_at", "id"], name="conclusion_mine")]
        constraints = [
            models.UniqueConstraint(
                fields=["examination", "number"], name="one_conclusion_a_number"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=_OUTCOMES), name="conclusion_outcome_known"
            ),
            models.CheckConstraint(
                condition=models.Q(selected_position__isnull=False, outcome__in=_SELECTS)
                | (models.Q(selected_position=None) & ~models.Q(outcome__in=_SELECTS)),
                name="conclusion_selects_with_support",
            ),
            models.CheckConstraint(
                condition=models.Q(selected_position=None)
                | models.Q(selected_position__gte=1, selected_position__lte=models.F("candidates")),
                name="selected_candidate_was_returned",
            ),
            models.CheckConstraint(
                condition=models.Q(number=1) | models.Q(selected_position=None),
                name="a_correction_selects_nobody",
            ),
            models.CheckConstraint(
                condition=models.Q(compared__lte=models.F("candidates")),
                name="compared_candidates_were_returned",
            ),
            models.CheckConstraint(
                condition=models.Q(selected_position=None) | models.Q(compared__gte=1),
                name="who_is_selected_was_compared",
            ),
            models.CheckConstraint(
                condition=models.Q(selected_position__isnull=False) | models.Q(check_run=None),
                name="a_selection_alone_is_judged",
            ),
        ]
