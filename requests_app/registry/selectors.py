"""Reads of the agency's configuration, matchers and galleries.
Returns rows only: nothing here may change one."""

from __future__ import annotations

from django.db.models import QuerySet

from requests_app.registry.models import Agency, Gallery


def agency() -> Agency:
    """Return the agency of this installation, with safe defaults until it has been configured."""
    return Agency.objects.first() or Agency(name_en="Countersign", name_fr="Countersign")


def galleries_on_offer() -> QuerySet[Gallery]:
    """Return the galleries an officer may choose from."""
    return (
        Gallery.objects.filter(allow_listed=True, matcher__is_active=True)
        .select_related("matcher")
        .order_by("code")
    )


def gallery(code: str) -> Gallery | None:
    """Return a gallery by its code, or None where the registry does not know it."""
    return Gallery.objects.select_related("matcher").filter(code=code).first()
