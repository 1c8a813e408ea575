"""The trial's agency, its demonstration matcher and its galleries of drawn shapes.

Brought in by the use case that an agency's own file goes through; only the mark `is_demo` differs.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date

from django.utils import timezone

from requests_app.common import clock
from requests_app.policy.vocabulary import OffenceCategory, Pose
from requests_app.registry.entries import (
    AgencyEntry,
    Entries,
    FigureEntry,
    GalleryEntry,
    MatcherEntry,
    PaperEntry,
    RetentionEntry,
)
from requests_app.registry.papers import OF_A_GALLERY, PaperKind
from requests_app.trial.demo.stories import GALLERY
from requests_app.workflow.administration.configuration import configure

MISSING_GALLERY = "missing-people"
ABSENT_GALLERY = "partner-photographs"
ABSENT_URL = "http://127.0.0.1:9"
"""The discard port: nothing of ours ever listens there."""

_VERSION = "1.0"
_LEAST_EYES_APART = 40
_POSES = (Pose.FRONTAL, Pose.PARTLY_TURNED)
_DATED = date(2026, 1, 5)
_VALID_UNTIL = date(2035, 12, 31)
_IN_SERVICE = date(2026, 6, 1)
_TITLES = {
    PaperKind.LEGAL_REVIEW: "review of a gallery of drawn shapes",
    PaperKind.IMPACT_ASSESSMENT: "assessment of a gallery of drawn shapes",
    PaperKind.COLLECTION: "how the shapes were drawn",
    PaperKind.ACCURACY_REPORT: "how often drawn shapes are found again",
    PaperKind.DIFFERENTIAL_REPORT: "errors by kind of drawn shape",
    PaperKind.PROBE_RETENTION: "the demonstration matcher keeps no probe image",
    PaperKind.CONTRACT: "no contract is needed for a matcher of one’s own",
}
_RETENTION = tuple(
    RetentionEntry(code=code, days=days)
    for code, days in {
        "with_case_file": 1825,
        "minimum_period": 30,
        "refused": 30,
        "withdrawn": 30,
        "expired": 30,
        "person_at_risk": 90,
    }.items()
)
_FIGURES = (
    FigureEntry(group="round shapes", false_positives="0.1 %", false_negatives="2 %"),
    FigureEntry(group="angular shapes", false_positives="0.4 %", false_negatives="5 %"),
)

_AGENCY = AgencyEntry(
    name_en="Riverbend Police Service (trial)",
    name_fr="Service de police de Riverbend (essai)",
    urgent_contact_en="the duty inspector, extension 4400",
    urgent_contact_fr="l’inspecteur de service, poste 4400",
    accountable_officer="DEMO: Deputy Chief, Investigations",
    policy_address="https://riverbend-police.example/facial-recognition",
    access_contact="DEMO: Privacy office, extension 4410",
    complaints_contact="DEMO: Professional standards, extension 4420",
    serious_offences=tuple(
        sorted(
            set(OffenceCategory)
            - {
                OffenceCategory.NOT_YET_KNOWN,
                OffenceCategory.THEFT,
                OffenceCategory.DRUG_OTHER,
                OffenceCategory.PUBLIC_ORDER,
                OffenceCategory.TRAFFIC,
                OffenceCategory.OTHER,
            }
        )
    ),
)


def _lately() -> date:
    """The first day of this month: a trial may be begun at any time, and its galleries are kept in order."""
    return timezone.localdate(clock.now()).replace(day=1)


def _booking_photographs() -> GalleryEntry:
    return GalleryEntry(
        code=GALLERY,
        name_en="Booking photographs (drawn shapes)",
        name_fr="Photographies signalétiques (formes dessinées)",
        matcher="demonstration",
        engine_gallery_id="SYNTHETIC-SHAPES",
        acquisition="booking_photo",
        legal_basis="Identification of Criminals Act (drawn data, no person)",
        size=100,
        allow_listed=True,
        candidate_min=2,
        candidate_max=50,
        candidate_default=20,
        legal_review_decision="lawful",
        legal_reviewed_on=_DATED,
        youth_periods_applied=True,
        last_purged_on=_lately(),
        in_service_on=_IN_SERVICE,
    )


def register(*, matcher_url: str) -> None:
    """Make the agency, the matcher and its gallery, or point the matcher to where it is now."""
    _bring_in(agency=_AGENCY, matcher=_demonstration(matcher_url), gallery=_booking_photographs())


def register_missing(*, matcher_url: str) -> None:
    """Make the gallery in which a missing person can be looked for, on the matcher of the first one.

    It is as large as that one: no search among booking photographs could have asked for it as the smaller.
    """
    gallery = replace(
        _booking_photographs(),
        code=MISSING_GALLERY,
        name_en="People reported missing (drawn shapes)",
        name_fr="Personnes portées disparues (formes dessinées)",
        engine_gallery_id="SYNTHETIC-MISSING",
        acquisition="missing_persons",
        legal_basis="Missing Persons Act, 2018 (drawn data, no person)",
    )
    _bring_in(agency=None, matcher=_demonstration(matcher_url), gallery=gallery)


def register_absent() -> None:
    """Make a second matcher that nobody answers for, so that failed and held searches can be seen."""
    matcher = MatcherEntry(
        code="absent",
        name="Partner matcher (away, for the trial)",
        base_url=ABSENT_URL,
        audience=ABSENT_URL,
        score_scale="unknown",
        read_timeout_seconds=5,
        engine_version=_VERSION,
        least_eyes_apart=_LEAST_EYES_APART,
        poses=_POSES,
        is_active=True,
    )
    gallery = GalleryEntry(
        code=ABSENT_GALLERY,
        name_en="Partner agency’s photographs (away)",
        name_fr="Photographies du service partenaire (absent)",
        matcher="absent",
        engine_gallery_id="PARTNER-SHAPES",
        acquisition="partner_agency",
        legal_basis="Agreement between the invented agencies (drawn data, no person)",
        size=100,
        allow_listed=True,
        legal_review_decision="lawful",
        legal_reviewed_on=_DATED,
        youth_periods_applied=True,
        last_purged_on=_lately(),
        in_service_on=_IN_SERVICE,
    )
    _bring_in(agency=None, matcher=matcher, gallery=gallery)


def papers(*, matcher: str, gallery: str) -> tuple[PaperEntry, ...]:
    """Return one paper of each kind that the core rules ask for, each marked as a demonstration.

    Args:
        matcher, gallery: the codes of what they are about.
    """
    return tuple(
        PaperEntry(
            code=f"{gallery if kind in OF_A_GALLERY else matcher}-{kind.value}".replace("_", "-"),
            kind=kind,
            title=f"DEMO: {title}",
            issuer="DEMO",
            sha256=hashlib.sha256(f"DEMO {title}".encode()).hexdigest(),
            dated=_DATED,
            valid_until=_VALID_UNTIL,
            gallery=gallery if kind in OF_A_GALLERY else None,
            matcher=None if kind in OF_A_GALLERY else matcher,
            engine_version=None if kind in OF_A_GALLERY else _VERSION,
            figures=_FIGURES if kind == PaperKind.DIFFERENTIAL_REPORT else None,
        )
        for kind, title in _TITLES.items()
    )


def _demonstration(matcher_url: str) -> MatcherEntry:
    """The matcher that compares drawn shapes, at its address."""
    return MatcherEntry(
        code="demonstration",
        name="Demonstration matcher (not a face recogniser)",
        base_url=matcher_url,
        audience=matcher_url,
        score_scale="share of equal bits of a 256-bit drawing hash, 0 to 1",
        score_minimum="0",
        score_maximum="1",
        read_timeout_seconds=30,
        engine_version=_VERSION,
        least_eyes_apart=_LEAST_EYES_APART,
        poses=_POSES,
        is_active=True,
    )


def _bring_in(*, agency: AgencyEntry | None, matcher: MatcherEntry, gallery: GalleryEntry) -> None:
    entries = Entries(
        agency=agency,
        matchers=(matcher,),
        galleries=(gallery,),
        papers=papers(matcher=matcher.code, gallery=gallery.code),
        retention=() if agency is None else _RETENTION,
    )
    configure(wanted=entries, system_user="trial", is_demo=True)
