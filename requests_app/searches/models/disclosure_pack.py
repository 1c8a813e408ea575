"""A disclosure pack: what goes to prosecutor or defence of one request, asked for by a person and made part by part.

Rows that are kept. What was said of it, and each part, is sealed; the parts end at their time, their digests stay.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

_RECIPIENTS = ("prosecutor", "defence", "court", "oversight")
_PROFILES = ("full", "others_unnamed")
_WHY_LEFT_OUT = ("destroyed", "not_given_out", "damaged", "never_made", "not_signed", "not_made")


class DisclosurePack(models.Model):
    """One pack of one request.

    Attributes:
        unit: of its request, so that an index has the packs of one unit in the order of their list.
        number: from 1, without gaps, of all packs of a request.
        recipient, profile: codes (`disclosure.Recipient`, `disclosure.Profile`); language: of its papers.
        expires_at: until when its file can be taken; expired_at: when its parts were destroyed.
        sealed: who gets it and why (`disclosure.Asked`), under the request's key.
        made_at: when its last part was made; with the manifest, which lists all parts, the digest and size of its one
            file, and how many parts are in it and how many were left out, it is filled in once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    search_request = models.ForeignKey(
        "searches.SearchRequest", on_delete=models.PROTECT, related_name="disclosure_packs"
    )
    unit = models.ForeignKey(
        "accounts.Unit", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    number = models.PositiveIntegerField()
    recipient = models.CharField(max_length=20)
    profile = models.CharField(max_length=20)
    language = models.CharField(max_length=2)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_by_person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sealed = models.BinaryField()
    made_at = models.DateTimeField(null=True)
    manifest = models.BinaryField(null=True)
    file_sha256 = models.CharField(max_length=64, blank=True, default="")
    file_size = models.BigIntegerField(null=True)
    parts = models.PositiveIntegerField(null=True)
    left_out = models.PositiveIntegerField(null=True)
    expired_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["unit", "-asked_at", "id"], name="disclosure_of_a_unit"),
            models.Index(
                fields=["expires_at"],
                name="disclosure_to_expire",
                condition=models.Q(expired_at=None),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["search_request", "number"], name="one_disclosure_of_a_number"
            ),
            # What parts refer to, so that theirs is the request of their pack.
            models.UniqueConstraint(
                fields=["id", "search_request"], name="disclosure_of_one_request"
            ),
            models.CheckConstraint(
                condition=models.Q(number__gte=1), name="disclosures_count_from_one"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    recipient__in=_RECIPIENTS, profile__in=_PROFILES, language__in=["en", "fr"]
                ),
                name="disclosure_codes_known",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("asked_at")),
                name="a_disclosure_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    made_at=None,
                    manifest=None,
                    file_sha256="",
                    file_size=None,
                    parts=None,
                    left_out=None,
                )
                | models.Q(
                    made_at__isnull=False,
                    manifest__isnull=False,
                    file_sha256__regex="^[0-9a-f]{64}$",
                    file_size__gte=1,
                    parts__gte=1,
                    left_out__isnull=False,
                ),
                name="a_disclosure_is_whole_or_being_made",
            ),
        ]


class DisclosurePart(models.Model):
    """One part of a pack, or that a reader would expect one here which is not there.

    Attributes:
        number: its place in the file, from 1, of all parts of a pack; name: its path in the file.
        left_out: why it is not there (`disclosure.LeftOut`); empty where it is.
        size, sha256: of the part, in the clear; event: the number of the event that holds the same digest, if one does.
        sealed: the part, under a key of its own; read it with care, it can be megabytes.
        sealed_key: that key, sealed under the request's. Both are empty once the pack has expired.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pack = models.ForeignKey(DisclosurePack, on_delete=models.PROTECT, related_name="made_parts")
    search_request = models.ForeignKey(
        "searches.SearchRequest", on_delete=models.PROTECT, related_name="+"
    )
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=100)
    left_out = models.CharField(max_length=20, blank=True, default="")
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    event = models.BigIntegerField(null=True)
    sealed = models.BinaryField(null=True)
    sealed_key = models.BinaryField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["pack", "number"], name="one_disclosed_part_a_number"),
            models.UniqueConstraint(fields=["pack", "name"], name="one_disclosed_part_a_name"),
            models.CheckConstraint(
                condition=models.Q(number__gte=1), name="disclosed_parts_count_from_one"
            ),
            # Of letters that every system can store; the manifest itself is no part.
            models.CheckConstraint(
                condition=models.Q(name__regex="^[a-z0-9]+([-/.][a-z0-9]+)*$")
                & ~models.Q(name="manifest.json"),
                name="a_disclosed_part_has_a_plain_name",
            ),
            models.CheckConstraint(
                condition=models.Q(left_out="", sha256__regex="^[0-9a-f]{64}$")
                | models.Q(
                    left_out__in=_WHY_LEFT_OUT,
                    sha256="",
                    size=0,
                    event=None,
                    sealed=None,
                    sealed_key=None,
                ),
                name="a_disclosed_part_is_there_or_left_out",
            ),
            models.CheckConstraint(
                condition=models.Q(sealed=None, sealed_key=None)
                | models.Q(sealed__isnull=False, sealed_key__isnull=False),
                name="a_disclosed_part_has_its_key",
            ),
        ]
