"""The agency's settings and where it is, the matchers it may reach, the galleries, the rules that have judged.

A row here allows nothing by itself: policy and the grant decide; names of engines' galleries stay inside.
"""

from __future__ import annotations

import hashlib
import uuid
from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from requests_app.policy import vocabulary
from requests_app.policy.vocabulary import AGENCY_PLACES
from requests_app.registry.papers import Paper, PaperKind
from requests_app.registry.proposals import Proposal, SettledHow, settled_by_two
from requests_app.registry.retention import RetentionPeriod
from requests_app.registry.sign_offs import PackSignOff, SignOffKind
from requests_app.wire import canonical

__all__ = [
    "DISCLOSED_TO",
    "USUALLY_FULL_FOR",
    "Agency",
    "Gallery",
    "JurisdictionProposal",
    "LegalReview",
    "Matcher",
    "PackSignOff",
    "PackVersion",
    "Paper",
    "PaperKind",
    "Proposal",
    "RetentionPeriod",
    "SettledHow",
    "SignOffKind",
]


DISCLOSED_TO = ("prosecutor", "defence", "court", "oversight")
"""To whom a disclosure pack can go; the same codes as `disclosure.Recipient`."""

USUALLY_FULL_FOR = ("prosecutor", "court", "oversight")
"""To whom the whole candidate list is usually given, where the agency says nothing."""


class Agency(models.Model):
    """The one agency this installation serves, with what its rules read.

    `serious_offences`: the kinds of offence (codes of OffenceCategory) for which a suspect may be searched for at
    all; empty until the agency has said.
    `accountable_officer`, `policy_address`, `access_contact`, `complaints_contact`: who answers for facial recognition
    (an office, not a name), where its published policy is read, and to whom people turn to see what is held about
    them and to complain.
    `report_days`, `report_again_days`: within how many days of its release, and of each report, what came of a lead is
    reported; `overdue_stops_requests`: whether an officer who owes such a report can submit no other request.
    `incident_days`: within how many days an incident is closed.
    `disclosure_days`: for how many days a disclosure pack can be taken; `disclosure_full_for`: the recipients to whom the
    whole candidate list is usually given, with those whom no examiner selected (codes of `DISCLOSED_TO`); None where the
    agency has not said, and then `USUALLY_FULL_FOR`.
    """

    singleton = models.BooleanField(primary_key=True, default=True)
    name_en = models.CharField(max_length=120)
    name_fr = models.CharField(max_length=120)
    case_number_pattern = models.CharField(max_length=200, default=r"[A-Z]{2}[0-9]{2}-[0-9]{5}")
    case_number_example = models.CharField(max_length=40, default="GO26-01234")
    approval_hours = models.PositiveSmallIntegerField(default=72)
    decision_days = models.PositiveSmallIntegerField(default=14)
    claim_minutes = models.PositiveSmallIntegerField(default=45)
    lead_days = models.PositiveSmallIntegerField(default=30)
    report_days = models.PositiveSmallIntegerField(default=30)
    report_again_days = models.PositiveSmallIntegerField(default=90)
    overdue_stops_requests = models.BooleanField(default=True)
    incident_days = models.PositiveSmallIntegerField(default=30)
    disclosure_days = models.PositiveSmallIntegerField(default=14)
    disclosure_full_for = ArrayField(models.CharField(max_length=20), null=True, blank=True)
    urgent_contact_en = models.CharField(max_length=200, blank=True)
    urgent_contact_fr = models.CharField(max_length=200, blank=True)
    time_zone = models.CharField(max_length=60, blank=True)
    serious_offences = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    accountable_officer = models.CharField(max_length=120, blank=True, default="")
    policy_address = models.URLField(max_length=300, blank=True, default="")
    access_contact = models.CharField(max_length=200, blank=True, default="")
    complaints_contact = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("agency")
        constraints = [
            models.CheckConstraint(condition=models.Q(singleton=True), name="one_agency_only"),
            models.CheckConstraint(
                condition=models.Q(approval_hours__gte=1, approval_hours__lte=168),
                name="approval_lasts_an_hour_to_a_week",
            ),
            models.CheckConstraint(
                condition=models.Q(lead_days__gte=1, lead_days__lte=90),
                name="lead_lasts_a_day_to_a_quarter",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    report_days__gte=1,
                    report_days__lte=90,
                    report_again_days__gte=1,
                    report_again_days__lte=365,
                ),
                name="reports_come_within_a_year",
            ),
            models.CheckConstraint(
                condition=models.Q(incident_days__gte=1, incident_days__lte=90),
                name="incidents_are_closed_within_a_quarter",
            ),
            models.CheckConstraint(
                condition=models.Q(disclosure_days__gte=1, disclosure_days__lte=90),
                name="disclosures_last_a_day_to_a_quarter",
            ),
        ]

    def __str__(self) -> str:
        return self.name_fr if (get_language() or "en").startswith("fr") else self.name_en

    @property
    def urgent_contact(self) -> str:
        """Whom to call when life is in danger now, in the reader's language; empty where not said."""
        if (get_language() or "en").startswith("fr"):
            return self.urgent_contact_fr or self.urgent_contact_en
        return self.urgent_contact_en or self.urgent_contact_fr


class LegalReview(models.TextChoices):
    """What the latest legal review of a gallery decided; until somebody reviewed it, nobody knows."""

    UNKNOWN = "unknown"
    LAWFUL = "lawful"
    UNLAWFUL = "unlawful"


class Matcher(models.Model):
    """A matching backend, reached through its gate. `is_demo` marks the trial's reference matcher.

    `score_minimum` and `score_maximum` are canonical decimals, or empty where the scale has no such end.
    `is_idempotent`: the matcher's side answers a repeated search without searching again, as a gate does.
    `engine_version`: of the engine behind it, which reports about its accuracy name too; empty where not recorded.
    `least_eyes_apart` (pixels) and `poses` (codes of Pose): of pictures that its maker says it can compare; empty
    where nobody has recorded that, and then no rule lets a search through.
    `ca_certificate`: the only authority whose certificate of the matcher is believed, as PEM; empty for those of
    the machine. The key of a client certificate is a file of the dispatcher and never stands here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    base_url = models.URLField(max_length=200)
    audience = models.CharField(max_length=200)
    engine_version = models.CharField(max_length=40, blank=True)
    spec_version = models.CharField(max_length=10, default="1.6.0")
    score_scale = models.CharField(max_length=80)
    lower_is_better = models.BooleanField(default=False)
    score_minimum = models.CharField(max_length=20, blank=True)
    score_maximum = models.CharField(max_length=20, blank=True)
    least_eyes_apart = models.PositiveSmallIntegerField(null=True, blank=True)
    poses = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    read_timeout_seconds = models.PositiveSmallIntegerField(default=60)
    is_idempotent = models.BooleanField(default=True)
    ca_certificate = models.TextField(blank=True)
    wants_client_certificate = models.BooleanField(default=False)
    is_active = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
    consecutive_failures = models.PositiveIntegerField(default=0)
    open_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("matcher")

    def __str__(self) -> str:
        return self.name

    def is_on_scale(self, score: str) -> bool:
        """Whether a canonical decimal lies between the ends of the scale, as far as it has any."""
        ends = (self.score_minimum or score, self.score_maximum or score)
        return Decimal(ends[0]) <= Decimal(score) <= Decimal(ends[1])


class Gallery(models.Model):
    """A gallery that officers may ask for. `engine_gallery_id` is the matcher's own name for it.

    `youth_periods_applied`: whether photographs are taken out when the period in which records of young people may be
    opened has ended. `last_purged_on`: when images whose lawful ground had ended were last taken out.
    `in_service_on`: the day on which it was, or is to be, searched first. Empty: not known.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=60, unique=True)
    name_en = models.CharField(max_length=120)
    name_fr = models.CharField(max_length=120)
    matcher = models.ForeignKey(Matcher, on_delete=models.PROTECT, related_name="+")
    engine_gallery_id = models.CharField(max_length=80)
    acquisition = models.CharField(
        max_length=40,
        choices=[(a.value, a.value) for a in vocabulary.GalleryAcquisition],
    )
    legal_basis = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    contains_minors = models.BooleanField(default=False)
    youth_periods_applied = models.BooleanField(null=True, blank=True)
    last_purged_on = models.DateField(null=True, blank=True)
    in_service_on = models.DateField(null=True, blank=True)
    allow_listed = models.BooleanField(default=False)
    candidate_min = models.PositiveSmallIntegerField(default=2)
    candidate_max = models.PositiveSmallIntegerField(default=50)
    candidate_default = models.PositiveSmallIntegerField(default=20)
    threshold_floor = models.CharField(max_length=20, blank=True)
    legal_review_decision = models.CharField(
        max_length=20, default=LegalReview.UNKNOWN, choices=LegalReview.choices
    )
    legal_reviewed_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("gallery")
        verbose_name_plural = _("galleries")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(candidate_min__gte=1)
                & models.Q(candidate_min__lte=models.F("candidate_default"))
                & models.Q(candidate_default__lte=models.F("candidate_max"))
                & models.Q(candidate_max__lte=50),
                name="gallery_candidate_bounds_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(allow_listed=False)
                | ~models.Q(
                    acquisition__in=sorted(
                        code.value for code in vocabulary.GALLERY_ACQUISITIONS_PROHIBITED
                    )
                ),
                name="scraped_gallery_is_never_on_offer",
            ),
        ]

    def __str__(self) -> str:
        return self.name_fr if (get_language() or "en").startswith("fr") else self.name_en

    @property
    def is_on_offer(self) -> bool:
        """Whether it may be searched at all: listed, and found lawful by the latest legal review."""
        return self.allow_listed and self.legal_review_decision == LegalReview.LAWFUL

    def threshold_for(self, asked: str) -> str:
        """Return the threshold of a search in this gallery, which is never weaker than its floor.

        Args:
            asked: what the officer asks for, as a canonical decimal; empty for the gallery's own.
        """
        if not (asked and self.threshold_floor):
            return asked or self.threshold_floor
        weaker = self.is_weaker_than_floor(asked)
        return self.threshold_floor if weaker else asked

    def is_weaker_than_floor(self, asked: str) -> bool:
        """Whether a threshold lets worse scores through than the gallery's floor does."""
        if not self.threshold_floor:
            return False
        asked_for, floor = Decimal(asked), Decimal(self.threshold_floor)
        return asked_for > floor if self.matcher.lower_is_better else asked_for < floor

    def registry_digest(self) -> str:
        """Return the hex SHA-256 of what this entry says, which an approval and its grant are bound to."""
        values: dict[str, str | int | bool] = {
            "code": self.code,
            "matcher": self.matcher.code,
            "audience": self.matcher.audience,  # who a grant is for; its address may move
            "engine_gallery_id": self.engine_gallery_id,
            "acquisition": self.acquisition,
            "legal_basis": self.legal_basis,
            "size": self.size,
            "allow_listed": self.allow_listed,
            "candidate_min": self.candidate_min,
            "candidate_max": self.candidate_max,
            "threshold_floor": self.threshold_floor,
        }
        # How scores are read and what becomes of an unknown outcome belongs to what was approved. A value that
        # says what held before it could be said is left out: an upgrade changes no digest.
        for key in ("lower_is_better", "score_minimum", "score_maximum"):
            if getattr(self.matcher, key):
                values[key] = getattr(self.matcher, key)
        if not self.matcher.is_idempotent:
            values["is_idempotent"] = False
        return hashlib.sha256(canonical.encode(values)).hexdigest()


class PackVersion(models.Model):
    """The bytes of one version of a policy pack, kept from its first check on, so that they stay readable.

    Rows are added and never changed. `digest` is the hex SHA-256 of `data`, which the database checks.
    """

    digest = models.CharField(primary_key=True, max_length=64, editable=False)
    pack = models.CharField(max_length=60)
    version = models.CharField(max_length=30)
    data = models.BinaryField()
    first_used_at = models.DateTimeField()

    class Meta:
        ordering = ["first_used_at", "digest"]


class JurisdictionProposal(Proposal):
    """Where the agency is, as one policy administrator proposes it and another person confirms or refuses it.

    The place of the latest confirmed row holds; without one the agency has not said where it is.
    """

    place = models.CharField(max_length=10)

    class Meta:
        ordering = ["proposed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(place__in=[code.value for code in AGENCY_PLACES]),
                name="jurisdiction_is_a_place",
            ),
            *settled_by_two("jurisdiction"),
            models.UniqueConstraint(
                fields=["outcome"], condition=Q(outcome=""), name="jurisdiction_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.id}"
