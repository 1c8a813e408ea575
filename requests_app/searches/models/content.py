"""Sealed content: the key of each request, stored files, and the probe image with its fingerprints.

Everything here can be destroyed by destroying the key; nothing here may hold content in the clear.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


class ContentKey(models.Model):
    """The data key of one request, wrapped by a key that lies outside the database."""

    search_request = models.OneToOneField(
        "searches.SearchRequest",
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="content_key",
    )
    wrapped = models.BinaryField(null=True)
    created_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(wrapped__isnull=False, destroyed_at=None)
                | models.Q(wrapped=None, destroyed_at__isnull=False),
                name="content_key_present_or_destroyed",
            ),
        ]


class StoredFile(models.Model):
    """One sealed file. Its name is sealed too, since officers put case facts into names.

    Attributes:
        warnings: what whoever opens a document should know first, as codes; None where nobody looked.
    """

    class Kind(models.TextChoices):
        PROBE_ORIGINAL = "probe_original"
        PROBE_TRANSMISSION = "probe_transmission"
        JUDICIAL_DOCUMENT = "judicial_document"
        CANDIDATES = "candidates"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    search_request = models.ForeignKey(
        "searches.SearchRequest", on_delete=models.PROTECT, related_name="files"
    )
    kind = models.CharField(max_length=30, choices=Kind.choices)
    media_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    sealed = models.BinaryField()
    sealed_name = models.BinaryField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    warnings = ArrayField(models.CharField(max_length=40), null=True, blank=True)

    class Meta:
        ordering = ["added_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=[
                        "probe_original",
                        "probe_transmission",
                        "judicial_document",
                        "candidates",
                    ]
                ),
                name="stored_file_kind_known",
            ),
        ]


class Probe(models.Model):
    """An uploaded probe image: the original kept untouched, and the copy that may be sent.

    Digests of the images are inside the sealed `particulars`; in the clear there are only figures.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    search_request = models.ForeignKey(
        "searches.SearchRequest", on_delete=models.PROTECT, related_name="probes"
    )
    original = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    transmission = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    sealed_particulars = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    original_width = models.PositiveIntegerField()
    original_height = models.PositiveIntegerField()
    transformations = models.JSONField(default=list)
    metadata_removed = ArrayField(models.CharField(max_length=30), default=list)
    warnings = ArrayField(models.CharField(max_length=40), default=list)
    screening = models.JSONField(default=dict)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )


class ProbeFingerprint(models.Model):
    """What finds the same picture again: a keyed digest and a perceptual hash. Erased with the content."""

    probe = models.OneToOneField(
        Probe, on_delete=models.PROTECT, primary_key=True, related_name="fingerprint"
    )
    digest_lookup = models.CharField(max_length=64, db_index=True)
    perceptual_hash = models.CharField(max_length=64)
    # Its bits in another order; the database makes them of the hash (`searches/alike_pictures.py`). The column
    # is a bit(256), for which Django has no field: it is read as a text of zeros and ones.
    spread_bits = models.GeneratedField(
        expression=models.Func(models.F("perceptual_hash"), function="searches_spread_bits"),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        # Eleven indexes on the bits stand in the migration alone: Django has no words for them.
        constraints = [
            models.CheckConstraint(
                condition=models.Q(perceptual_hash__regex="^[0-9a-f]{64}$"),
                name="perceptual_hash_of_256_bits",
            ),
        ]
