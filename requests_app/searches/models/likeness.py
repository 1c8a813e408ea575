"""By what a nearly equal text is found again, and which one a check found.

Holds no text: keyed hashes, and who was like whom. The hashes go with the key of their request.
"""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class TextSignature(models.Model):
    """The signature of one narrative of one submitted version (`searches/signatures.py`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    search_request = models.ForeignKey(
        "searches.SearchRequest", on_delete=models.PROTECT, related_name="text_signatures"
    )
    version = models.PositiveSmallIntegerField()
    field = models.CharField(max_length=30)
    submitted_at = models.DateTimeField()
    words = models.CharField(max_length=64)
    bands = ArrayField(models.BigIntegerField())

    class Meta:
        indexes = [
            models.Index(fields=["words", "-submitted_at"], name="text_same_words"),
            # What waits in a list to be sorted in would be read whole by every check.
            GinIndex(fields=["bands"], name="text_bands", fastupdate=False),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["search_request", "version", "field"], name="one_signature_a_text"
            ),
        ]


class AlikeText(models.Model):
    """A text of another request that a check found to be nearly the same as one of its own.

    Attributes:
        search_request: the request that was checked.
        field: the narrative, by the name of its meter.
        found: the other request; who may be told of it is asked anew for each reader.
        found_version: the version of it.
        per_mille: how like, in thousandths.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    check_run = models.ForeignKey(
        "searches.CheckRun", on_delete=models.PROTECT, related_name="alike_texts"
    )
    search_request = models.ForeignKey(
        "searches.SearchRequest", on_delete=models.PROTECT, related_name="+"
    )
    field = models.CharField(max_length=30)
    found = models.ForeignKey("searches.SearchRequest", on_delete=models.PROTECT, related_name="+")
    found_version = models.PositiveSmallIntegerField()
    per_mille = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["field", "-per_mille"]
        constraints = [
            models.UniqueConstraint(
                fields=["check_run", "field", "found"], name="one_alike_text_a_request"
            ),
            models.CheckConstraint(
                condition=~models.Q(found=models.F("search_request")),
                name="alike_text_of_another_request",
            ),
        ]
