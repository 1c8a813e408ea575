"""Read-only views, for the ORM, of what the audit schema holds, and the exports that were made of it.

The log's own tables are made by SQL in a migration; nobody writes them through these classes.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One event as the database took it in. No foreign keys: it outlives what it speaks of."""

    id = models.BigIntegerField(primary_key=True)
    recorded_at = models.DateTimeField()
    login = models.TextField()
    code = models.TextField()
    occurred_at = models.DateTimeField()
    request_id = models.UUIDField(null=True)
    request_seq = models.IntegerField(null=True)
    status_after = models.TextField(null=True)
    outcome = models.TextField()
    reason = models.TextField(null=True)
    role = models.TextField()
    account_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    object_type = models.TextField(null=True)
    object_id = models.TextField(null=True)
    schema_version = models.SmallIntegerField()
    entry = models.BinaryField()
    leaf_hash = models.BinaryField()

    class Meta:
        managed = False
        db_table = 'audit"."event'
        ordering = ["id"]


class Opening(models.Model):
    """What a commitment in an event stands for, until it is erased."""

    pk = models.CompositePrimaryKey("event_id", "field")
    event_id = models.BigIntegerField()
    field = models.TextField()
    key = models.BinaryField()
    value = models.TextField()

    class Meta:
        managed = False
        db_table = 'audit"."opening'


class Export(models.Model):
    """One export of the log: asked for by an auditor, made by the worker, kept with its digests.

    No foreign keys here either: who asked is told by the ids that the log knows.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting to start")
        RUNNING = "running", _("Being made")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    GOING_ON = (State.QUEUED, State.RUNNING)
    """The states in which an export can still be cancelled."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    requested_by = models.UUIDField()
    requested_by_person = models.UUIDField()
    requested_at = models.DateTimeField()
    requested_event = models.BigIntegerField()
    filters = models.JSONField(default=dict)
    discloses = models.BooleanField(default=False, db_default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    rows_done = models.BigIntegerField(default=0)
    rows_total = models.BigIntegerField(null=True)
    progress_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=40, blank=True)
    files = models.JSONField(default=list)

    class Meta:
        ordering = ["-requested_at"]
        indexes = [models.Index(fields=["-requested_at", "id"], name="export_newest")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["queued", "running", "done", "failed", "cancelled"]),
                name="export_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["queued", "running"], finished_at=None)
                | models.Q(state__in=["done", "failed", "cancelled"], finished_at__isnull=False),
                name="export_end_with_its_time",
            ),
        ]


class RefusalCount(models.Model):
    """How often somebody was refused the same again since the event of the first time; no record itself.

    It goes when the event that carries the count is written, in the same transaction.
    """

    key = models.CharField(max_length=64, primary_key=True)
    account_id = models.UUIDField()
    person_id = models.UUIDField()
    role = models.TextField()
    request_id = models.UUIDField(null=True)
    action = models.TextField()
    reason = models.TextField()
    until = models.DateTimeField(db_index=True)
    repeated = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.key
