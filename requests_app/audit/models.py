"""Read-only views, for the ORM, of what the audit schema holds.
The tables are made by SQL in a migration; nobody writes through these classes."""

from __future__ import annotations

from django.db import models


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
