"""Legal sign-offs of versions of policy packs, and their ends: each proposed by one person, confirmed by another.

Holds who said what and when; it does not hold the opinion itself, only its SHA-256.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from requests_app.registry.proposals import Proposal, settled_by_two

_NO_OPINION = Q(
    opinion_title="", counsel="", reference="", opinion_sha256="", given_on__isnull=True
)


class SignOffKind(models.TextChoices):
    """What is proposed: that a version is signed off, or that its sign-off ends."""

    SIGN_OFF = "sign_off"
    WITHDRAWAL = "withdrawal"


class PackSignOff(Proposal):
    """Counsel's sign-off of exactly the bytes of one version of a pack, or its end.

    The latest confirmed row of a digest holds. A withdrawal names no opinion.
    `counsel`: name and office. `given_on`: the day on which the opinion was given.
    """

    kind = models.CharField(max_length=12, choices=SignOffKind.choices)
    pack = models.CharField(max_length=60)
    version = models.CharField(max_length=30)
    digest = models.CharField(max_length=64)
    opinion_title = models.CharField(max_length=200, blank=True, default="")
    counsel = models.CharField(max_length=200, blank=True, default="")
    reference = models.CharField(max_length=200, blank=True, default="")
    opinion_sha256 = models.CharField(max_length=64, blank=True, default="")
    given_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["proposed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(digest__regex="^[0-9a-f]{64}$") & ~Q(pack="") & ~Q(version=""),
                name="sign_off_of_one_version",
            ),
            models.CheckConstraint(
                condition=Q(kind=SignOffKind.WITHDRAWAL) & _NO_OPINION
                | Q(
                    kind=SignOffKind.SIGN_OFF,
                    opinion_sha256__regex="^[0-9a-f]{64}$",
                    given_on__isnull=False,
                )
                & ~Q(opinion_title="")
                & ~Q(counsel="")
                & ~Q(reference=""),
                name="sign_off_names_its_opinion",
            ),
            *settled_by_two("sign_off"),
            models.UniqueConstraint(
                fields=["digest"], condition=Q(outcome=""), name="sign_off_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pack} {self.version} {self.id}"
