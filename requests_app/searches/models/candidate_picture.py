"""The matcher's picture of one candidate: asked for, fetched by the dispatcher, and sealed under a key of its own.

Nothing here may hold a picture or an id of a person in the clear.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class CandidatePicture(models.Model):
    """One candidate's picture on its way, and once it is here.

    Attributes:
        position: of the candidate in the stored list, from 1.
        attempt: how often it was tried since somebody asked for it; fence: how often at all.
        examination, asked_by: for whose examination it was asked for last, and by whom.
        error: why it is not here; empty where nothing went wrong.
        state: with `destroyed` its key and its bytes are gone, since no examiner selected the candidate.
        sealed: the picture, under a key of its own; read it with care, it is megabytes.
        sealed_key: that key, sealed under the request's, so that one picture can be destroyed alone and all of them
            go with the request.
        sealed_about: what the intake found of it and when the matcher says that it was taken, under the same key.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        CLAIMED = "claimed"
        HERE = "here"
        MISSING = "missing"
        DESTROYED = "destroyed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    search_request = models.ForeignKey(
        "searches.SearchRequest", on_delete=models.PROTECT, related_name="candidate_pictures"
    )
    position = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempt = models.PositiveSmallIntegerField(default=0)
    fence = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    next_attempt_at = models.DateTimeField()
    examination = models.ForeignKey(
        "searches.Examination", on_delete=models.PROTECT, related_name="+"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=60, blank=True, default="")
    sealed = models.BinaryField(null=True)
    sealed_key = models.BinaryField(null=True)
    sealed_about = models.BinaryField(null=True)

    class Meta:
        ordering = ["position"]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                name="candidatepicture_due",
                condition=models.Q(state__in=["waiting", "claimed"]),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["search_request", "position"], name="one_picture_a_candidate"
            ),
            models.CheckConstraint(
                condition=models.Q(position__gte=1),
                name="candidatepicture_position_counts_from_one",
            ),
            models.CheckConstraint(
                condition=models.Q(state="waiting", lease_until=None, ended_at=None)
                | models.Q(state="claimed", lease_until__isnull=False, ended_at=None)
                | models.Q(
                    state__in=["here", "missing", "destroyed"],
                    lease_until=None,
                    ended_at__isnull=False,
                ),
                name="candidatepicture_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state="here",
                    sealed__isnull=False,
                    sealed_key__isnull=False,
                    sealed_about__isnull=False,
                    error="",
                )
                | (
                    ~models.Q(state="here")
                    & models.Q(sealed=None, sealed_key=None, sealed_about=None)
                ),
                name="candidatepicture_is_whole_or_absent",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="missing") | ~models.Q(error=""),
                name="candidatepicture_missing_for_a_reason",
            ),
        ]
