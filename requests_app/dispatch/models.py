"""The hand-off of an approved search to the matcher: what waits, what was tried, what came back.

PostgreSQL holds the truth here; a Celery message only says that it is worth looking.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Case, F, Value, When

PLACE_IN_OUTBOX = Case(
    *(
        When(state=state, then=Value(place))
        for place, state in enumerate(("dead", "held", "claimed", "ready"))
    ),
    default=Value(4),
    output_field=models.SmallIntegerField(),
)
"""In what order an operator sees dispatches: first those that need somebody."""


class Dispatch(models.Model):
    """One approved search on its way. Its id is the search id, which the matcher's gate knows it by."""

    class State(models.TextChoices):
        READY = "ready"
        CLAIMED = "claimed"
        HELD = "held"
        DONE = "done"
        DEAD = "dead"
        CANCELLED = "cancelled"

    authorisation = models.OneToOneField(
        "searches.Authorisation",
        on_delete=models.PROTECT,
        primary_key=True,
        db_column="search_id",
        related_name="dispatch",
    )
    search_request = models.OneToOneField(
        "searches.SearchRequest", on_delete=models.PROTECT, related_name="dispatch"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.READY)
    attempt = models.PositiveSmallIntegerField(default=0)
    fence = models.PositiveIntegerField(default=0)
    lease_owner = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    next_attempt_at = models.DateTimeField()
    deadline_at = models.DateTimeField()
    queued_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "next_attempt_at"], name="dispatch_due"),
            models.Index(
                PLACE_IN_OUTBOX, F("queued_at").desc(), "authorisation", name="dispatch_outbox"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["ready", "claimed", "held", "done", "dead", "cancelled"]
                ),
                name="dispatch_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state="claimed", lease_until__isnull=False)
                | (~models.Q(state="claimed") & models.Q(lease_until=None)),
                name="dispatch_lease_only_while_claimed",
            ),
        ]

    @property
    def search_id(self) -> uuid.UUID:
        """The identifier that grant, gate and answer carry."""
        return self.authorisation_id


class Attempt(models.Model):
    """One try to reach the matcher. Written when it starts and once more when it ends."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    fence = models.PositiveIntegerField()
    grant_jti = models.CharField(max_length=40, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    error = models.CharField(max_length=60, blank=True)
    http_status = models.PositiveSmallIntegerField(null=True, blank=True)
    bytes_sent = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["started_at"]
        constraints = [
            models.UniqueConstraint(fields=["dispatch", "fence"], name="one_attempt_a_fence"),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, outcome="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(outcome="")),
                name="attempt_end_with_outcome",
            ),
        ]


class SearchResult(models.Model):
    """What the matcher answered: the figures in the clear, the candidate list sealed in a stored file."""

    dispatch = models.OneToOneField(
        Dispatch, on_delete=models.PROTECT, primary_key=True, related_name="result"
    )
    search_request = models.OneToOneField(
        "searches.SearchRequest", on_delete=models.PROTECT, related_name="result"
    )
    candidates = models.OneToOneField(
        "searches.StoredFile", on_delete=models.PROTECT, related_name="+"
    )
    received_at = models.DateTimeField()
    engine = models.CharField(max_length=80)
    engine_version = models.CharField(max_length=40)
    score_scale = models.CharField(max_length=80)
    lower_is_better = models.BooleanField(default=False)
    mode = models.CharField(max_length=40)
    threshold_applied = models.CharField(max_length=20, blank=True)
    candidate_limit = models.PositiveSmallIntegerField()
    candidate_count = models.PositiveSmallIntegerField()
    answer_digest = models.CharField(max_length=64)
    not_a_face_recogniser = models.BooleanField(default=False)
    replayed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(candidate_count__lte=models.F("candidate_limit")),
                name="no_more_candidates_than_approved",
            ),
        ]


class LogCheck(models.Model):
    """One check of the whole log and of each request against its events.

    One that found a difference stops every search from being sent, until an auditor lifts that with a reason.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    size = models.BigIntegerField()
    requests = models.BigIntegerField()
    # Those that nobody has lifted before, which stop everything, and those that an auditor has.
    count = models.BigIntegerField()
    known = models.BigIntegerField(default=0, db_default=0)
    # The first ones of both kinds, as `audit.differences.Difference.as_facts` writes them.
    differences = models.JSONField(default=list)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        "accounts.Account", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_by_person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-ended_at"]
        indexes = [
            models.Index(
                fields=["ended_at"],
                name="logcheck_stops",
                condition=models.Q(count__gt=0, lifted_at=None),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(lifted_at=None, lifted_by=None, lifted_by_person=None)
                | models.Q(
                    count__gt=0,
                    lifted_at__isnull=False,
                    lifted_by__isnull=False,
                    lifted_by_person__isnull=False,
                ),
                name="logcheck_lifted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ended_at:%Y-%m-%d %H:%M} {self.count}"
