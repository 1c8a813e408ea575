"""A result that ended without a lead because too few people are left who may examine it.

One row for each such request, which never changes. The reason is sealed under the request's key.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class EndedUnexamined(models.Model):
    """A decider ended the examination of one result.

    Attributes:
        requested_by_person: the requester's, so that the database itself refuses whoever ends their own.
        ground: why, as a code; concluded: how many examiners had concluded.
        sealed_reason: in the words of whoever ended it.
    """

    class Ground(models.TextChoices):
        TOO_FEW_EXAMINERS = "too_few_examiners"
        NO_THIRD_EXAMINER = "no_third_examiner"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    search_request = models.OneToOneField(
        "searches.SearchRequest", on_delete=models.PROTECT, related_name="ended_unexamined"
    )
    requested_by_person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="+"
    )
    ground = models.CharField(max_length=20, choices=Ground.choices)
    concluded = models.PositiveSmallIntegerField()
    sealed_reason = models.BinaryField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ended_by_person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(ended_by_person=models.F("requested_by_person")),
                name="nobody_ends_an_examination_of_their_own",
            ),
            models.CheckConstraint(
                condition=models.Q(ground="too_few_examiners", concluded__lt=2)
                | models.Q(ground="no_third_examiner", concluded=2),
                name="ended_unexamined_for_its_ground",
            ),
        ]
