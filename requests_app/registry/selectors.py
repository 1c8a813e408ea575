"""Reads of the agency's configuration, matchers, galleries and of what its rules say in words.

Returns rows only: nothing here may change one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet, Subquery

from requests_app.common.read_once import read_once
from requests_app.policy import library
from requests_app.policy.errors import PackError
from requests_app.policy.words import PackWords, read_words
from requests_app.registry.models import (
    Agency,
    Gallery,
    JurisdictionProposal,
    LegalReview,
    PackSignOff,
    PackVersion,
    Paper,
    PaperKind,
    RetentionPeriod,
    SettledHow,
    SignOffKind,
)


@read_once
def agency() -> Agency:
    """Return the agency of this installation, with safe defaults until it has been configured."""
    return Agency.objects.first() or Agency(name_en="Countersign", name_fr="Countersign")


def operator_of_keys() -> str:
    """Return who runs the keys of the log: the agency, by its names in both languages; empty until it is configured."""
    found = Agency.objects.first()
    return " / ".join(dict.fromkeys((found.name_en, found.name_fr))) if found else ""


@read_once
def jurisdiction() -> str:
    """Return where two people have said that the agency is, as a code; empty where they have not."""
    return confirmed_jurisdictions().values_list("place", flat=True).first() or ""


def confirmed_jurisdictions() -> QuerySet[JurisdictionProposal]:
    """Return the confirmed proposals of where the agency is, the one that holds first."""
    return JurisdictionProposal.objects.filter(outcome=SettledHow.CONFIRMED).order_by(
        "-settled_at", "-proposed_at"
    )


def galleries_on_offer() -> QuerySet[Gallery]:
    """Return the galleries an officer may choose from."""
    return (
        Gallery.objects.filter(
            allow_listed=True,
            legal_review_decision=LegalReview.LAWFUL,
            matcher__is_active=True,
        )
        .select_related("matcher")
        .order_by("code")
    )


@read_once
def gallery(code: str) -> Gallery | None:
    """Return a gallery by its code, or None where the registry does not know it."""
    return Gallery.objects.select_related("matcher").filter(code=code).first()


def narrower_on_offer(gallery: Gallery) -> list[Gallery]:
    """Return the galleries that officers may ask for and that have fewer images, the smallest first."""
    smaller = Gallery.objects.filter(size__lt=gallery.size, matcher__is_active=True)
    return [other for other in smaller.order_by("size", "code") if other.is_on_offer]


def retention_periods() -> dict[str, int]:
    """Return the days for which content is kept, by the codes of `retention.PERIODS`."""
    return dict(RetentionPeriod.objects.values_list("code", "days"))


def papers_about(gallery: Gallery) -> list[Paper]:
    """Return the papers about a gallery and about its matcher in the version that is in use, by their kind."""
    of_matcher = Q(matcher=gallery.matcher, engine_version=gallery.matcher.engine_version) & ~Q(
        engine_version=""
    )
    return list(Paper.objects.filter(Q(gallery=gallery) | of_matcher).order_by("kind"))


def disclosed_days_before_service(gallery: Gallery) -> int | None:
    """Return how many days before its first day of service a gallery was disclosed to a regulator.

    Negative where the disclosure came later; None where either day is not recorded.
    """
    paper = Paper.objects.filter(gallery=gallery, kind=PaperKind.REGULATOR_DISCLOSURE).first()
    if paper is None or gallery.in_service_on is None:
        return None
    return (gallery.in_service_on - paper.dated).days


def papers_hold_until(gallery: Gallery, *, day: date) -> dict[str, date | None]:
    """Return for each kind of paper its last good day; None where none about the gallery is in force.

    Args:
        gallery: the gallery, whose matcher's papers count as well.
        day: the day that asks.
    """
    found = {paper.kind: paper.holds_until(day) for paper in papers_about(gallery)}
    return {kind.value: found.get(kind.value) for kind in PaperKind}


def packs() -> library.Library:
    """Return the policy packs of this installation.

    Raises:
        PackError: a file lies where no pack would be looked for, or cannot be read.
    """
    return library.installed(settings.COUNTERSIGN_PACK_FOLDER)


@read_once
def signed_off() -> frozenset[str]:
    """Return the digests of the versions of packs for which counsel’s sign-off is recorded and has not ended."""
    return frozenset(sign_offs_that_hold().values_list("digest", flat=True))


def sign_offs_that_hold() -> QuerySet[PackSignOff]:
    """Return the sign-offs that hold: of each digest the latest confirmed row, unless it is a withdrawal."""
    confirmed = PackSignOff.objects.filter(outcome=SettledHow.CONFIRMED)
    latest = confirmed.filter(digest=OuterRef("digest")).order_by("-settled_at", "-proposed_at")
    return confirmed.filter(kind=SignOffKind.SIGN_OFF, pk=Subquery(latest.values("pk")[:1]))


@dataclass(frozen=True, slots=True)
class ChangedPack:
    """A version of a pack whose file is not what judged under its name.

    Attributes:
        place: the file.
        found: the digest of the file.
        recorded: the digest of what judged first.
    """

    pack: str
    version: str
    place: str
    found: str
    recorded: str


def changed_packs() -> list[ChangedPack]:
    """Return the versions whose file differs from what first judged under the same name and number.

    Raises:
        PackError: as `packs`.
    """
    recorded: dict[tuple[str, str], str] = {}
    for pack, version, digest in PackVersion.objects.values_list("pack", "version", "digest"):
        recorded.setdefault((pack, version), digest)  # the rows come in the order of first use
    return [
        ChangedPack(file.pack, file.version, file.place, file.digest, first)
        for file in packs().files
        if (first := recorded.get((file.pack, file.version), file.digest)) != file.digest
    ]


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
