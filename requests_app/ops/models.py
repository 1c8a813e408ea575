"""What an installation knows of itself: which one it is, and when each process last showed life.

It must not hold anything about a search, a person or a secret.
"""

import uuid

from django.db import models
from django.db.models.functions import Now


class Installation(models.Model):
    """This installation, once. A trial can never turn into production: its keys were never guarded."""

    class Kind(models.TextChoices):
        TRIAL = "trial"
        PRODUCTION = "production"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    only = models.BooleanField(default=True, editable=False, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(only=True), name="installation_is_one"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["trial", "production"]), name="installation_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Heartbeat(models.Model):
    """When a process last showed life, or a sweep last came and how (`requests_app/ops/heartbeats.py`)."""

    process = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.process
