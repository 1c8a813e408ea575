"""Reads of the agency's configuration, matchers, galleries and of what its rules say in words.
Returns rows only: nothing here may change one."""

from __future__ import annotations

from functools import lru_cache

from django.db.models import QuerySet

from requests_app.policy import library
from requests_app.policy.errors import PackError
from requests_app.policy.words import PackWords, read_words
from requests_app.registry.models import Agency, Gallery, PackVersion


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


def packs() -> library.Library:
    """Return the policy packs of this installation.

    Raises:
        PackError: a file lies where no pack would be looked for, or cannot be read.
    """
    return library.installed()


def pack_words(digest: str) -> PackWords | None:
    """Return what the version of a pack with these bytes says to people, or None where it is gone.

    Args:
        digest: hex SHA-256, as a check keeps it with each finding.
    """
    try:
        return _pack_words(digest)
    except LookupError:
        return None


@lru_cache(maxsize=32)
def _pack_words(digest: str) -> PackWords:
    """What was found stays found: a digest stands for the same bytes for ever. What was not is sought anew."""
    data = _pack_bytes(digest)
    if data is None:
        raise LookupError(digest)
    try:
        return read_words(data, file=digest)
    except PackError as error:
        raise LookupError(digest) from error


def _pack_bytes(digest: str) -> bytes | None:
    try:
        file = packs().find(digest)
    except PackError:  # no reason to leave anybody without words that can still be had
        file = None
    if file is not None:
        return file.data
    kept = PackVersion.objects.filter(digest=digest).first()
    return bytes(kept.data) if kept is not None else None
