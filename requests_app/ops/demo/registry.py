"""The trial's agency, its demonstration matcher and its gallery of drawn shapes.
Writes registry rows as the owner does: a production agency registers its own, by command."""

from __future__ import annotations

from requests_app.ops.demo.stories import GALLERY
from requests_app.registry.models import Agency, Gallery, Matcher

ABSENT_GALLERY = "partner-photographs"
ABSENT_URL = "http://127.0.0.1:9"
"""The discard port: nothing of ours ever listens there."""


def register(*, matcher_url: str) -> None:
    """Make the agency, the matcher and its gallery, or point the matcher to where it is now."""
    Agency.objects.get_or_create(
        singleton=True,
        defaults={
            "name_en": "Riverbend Police Service (trial)",
            "name_fr": "Service de police de Riverbend (essai)",
            "urgent_contact_en": "the duty inspector, extension 4400",
            "urgent_contact_fr": "l’inspecteur de service, poste 4400",
        },
    )
    matcher, _ = Matcher.objects.update_or_create(
        code="demonstration",
        defaults={
            "name": "Demonstration matcher (not a face recogniser)",
            "base_url": matcher_url,
            "audience": matcher_url,
            "score_scale": "share of equal bits of a 256-bit drawing hash, 0 to 1",
            "read_timeout_seconds": 30,
            "is_active": True,
            "is_demo": True,
        },
    )
    Gallery.objects.get_or_create(
        code=GALLERY,
        defaults={
            "name_en": "Booking photographs (drawn shapes)",
            "name_fr": "Photographies signalétiques (formes dessinées)",
            "matcher": matcher,
            "engine_gallery_id": "SYNTHETIC-SHAPES",
            "acquisition": "booking_photo",
            "legal_basis": "Identification of Criminals Act (drawn data, no person)",
            "size": 100,
            "allow_listed": True,
            "candidate_min": 2,
            "candidate_max": 50,
            "candidate_default": 20,
        },
    )


def register_absent() -> None:
    """Make a second matcher that nobody answers for, so that failed and held searches can be seen."""
    matcher, _ = Matcher.objects.get_or_create(
        code="absent",
        defaults={
            "name": "Partner matcher (away, for the trial)",
            "base_url": ABSENT_URL,
            "audience": ABSENT_URL,
            "score_scale": "unknown",
            "read_timeout_seconds": 5,
            "is_active": True,
            "is_demo": True,
        },
    )
    Gallery.objects.get_or_create(
        code=ABSENT_GALLERY,
        defaults={
            "name_en": "Partner agency’s photographs (away)",
            "name_fr": "Photographies du service partenaire (absent)",
            "matcher": matcher,
            "engine_gallery_id": "PARTNER-SHAPES",
            "acquisition": "partner_agency",
            "legal_basis": "Agreement between the invented agencies (drawn data, no person)",
            "size": 100,
            "allow_listed": True,
        },
    )
