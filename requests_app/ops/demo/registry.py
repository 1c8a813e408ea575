"""The trial's agency, its demonstration matcher and its gallery of drawn shapes.
Writes registry rows as the owner does: a production agency registers its own, by command."""

from __future__ import annotations

from requests_app.ops.demo.stories import GALLERY
from requests_app.registry.models import Agency, Gallery, Matcher

AUDIENCE = "urn:countersign:demonstration-matcher"


def register(*, matcher_url: str) -> Gallery:
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
            "audience": AUDIENCE,
            "score_scale": "share of equal bits of a 256-bit drawing hash, 0 to 1",
            "read_timeout_seconds": 30,
            "is_active": True,
            "is_demo": True,
        },
    )
    gallery, _ = Gallery.objects.get_or_create(
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
    return gallery
