"""Papers about a gallery or a matcher: what was assessed, reviewed, measured and agreed, by whom and until when.

A paper lies elsewhere; its digest here says which one is meant. That it is recorded does not make it right.
"""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class PaperKind(models.TextChoices):
    """What a paper is; the first group is about a gallery, the second about a version of a matcher."""

    LEGAL_REVIEW = "legal_review"
    IMPACT_ASSESSMENT = "impact_assessment"
    COLLECTION = "collection"
    REGULATOR_DISCLOSURE = "regulator_disclosure"
    ACCURACY_REPORT = "accuracy_report"
    DIFFERENTIAL_REPORT = "differential_report"
    PROBE_RETENTION = "probe_retention"
    CONTRACT = "contract"


OF_A_GALLERY = (
    PaperKind.LEGAL_REVIEW,
    PaperKind.IMPACT_ASSESSMENT,
    PaperKind.COLLECTION,
    PaperKind.REGULATOR_DISCLOSURE,
)
OF_A_MATCHER = (
    PaperKind.ACCURACY_REPORT,
    PaperKind.DIFFERENTIAL_REPORT,
    PaperKind.PROBE_RETENTION,
    PaperKind.CONTRACT,
)


class Paper(models.Model):
    """One paper, as the agency's file names it.

    Attributes:
        engine_version: the version of the matcher that it is about; it says nothing of another one.
        sha256: hex digest of the paper itself, so that an outsider can tell which one was meant.
        dated, valid_until: from when and up to which day, both included, it may be relied on.
        figures: of a report, what it gives for each group of people, as it gives it:
            `{"group": text, "false_positives": text, "false_negatives": text}`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=30, choices=PaperKind.choices)
    gallery = models.ForeignKey(
        "registry.Gallery", on_delete=models.PROTECT, related_name="papers", null=True, blank=True
    )
    matcher = models.ForeignKey(
        "registry.Matcher", on_delete=models.PROTECT, related_name="papers", null=True, blank=True
    )
    engine_version = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=200)
    issuer = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    dated = models.DateField()
    valid_until = models.DateField()
    figures = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=[kind.value for kind in OF_A_GALLERY],
                    gallery__isnull=False,
                    matcher__isnull=True,
                    engine_version="",
                )
                | models.Q(
                    kind__in=[kind.value for kind in OF_A_MATCHER],
                    gallery__isnull=True,
                    matcher__isnull=False,
                )
                & ~models.Q(engine_version=""),
                name="paper_is_about_what_its_kind_says",
            ),
            models.CheckConstraint(
                condition=models.Q(sha256__regex="^[0-9a-f]{64}$"), name="paper_has_a_digest"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until__gte=models.F("dated")),
                name="paper_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["gallery", "kind"],
                condition=models.Q(gallery__isnull=False),
                name="one_paper_a_gallery_and_kind",
            ),
            models.UniqueConstraint(
                fields=["matcher", "engine_version", "kind"],
                condition=models.Q(matcher__isnull=False),
                name="one_paper_a_version_and_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def holds_until(self, day: date) -> date | None:
        """Return the last day on which it may be relied on, or None where it is not in force yet.

        Args:
            day: the day that asks.
        """
        return self.valid_until if self.dated <= day else None
