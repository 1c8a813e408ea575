"""What the values of an agency's file must be beyond their kind: limits, patterns, and how they agree.

In the operator's words, with the keys of the file; what a database column takes is the model's to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from cryptography import x509
from django.utils import timezone

from requests_app.common import clock
from requests_app.policy.vocabulary import GALLERY_ACQUISITIONS_PROHIBITED, OffenceCategory, Pose
from requests_app.registry.models import DISCLOSED_TO, Agency, Gallery
from requests_app.registry.papers import OF_A_GALLERY, OF_A_MATCHER, PaperKind
from requests_app.registry.retention import LEAST_DAYS, MOST_DAYS, PERIODS
from requests_app.wire.shapes import Malformed, read_decimal

LIMITS: Mapping[str, Mapping[str, tuple[int, int]]] = {
    "agency": {
        "approval_hours": (1, 168),
        "decision_days": (1, 365),
        "claim_minutes": (1, 1440),
        "lead_days": (1, 90),
        "report_days": (1, 90),
        "report_again_days": (1, 365),
        "incident_days": (1, 90),
        "disclosure_days": (1, 90),
    },
    "matcher": {"read_timeout_seconds": (1, 600), "least_eyes_apart": (1, 1000)},
    "gallery": {
        "candidate_min": (1, 50),
        "candidate_default": (1, 50),
        "candidate_max": (1, 50),
    },
    "paper": {},
    "retention": {"days": (LEAST_DAYS, MOST_DAYS)},
}
"""The least and the greatest value of a number."""

SPEC_VERSIONS = ("1.6.0",)
"""The versions of OSIA that the client speaks."""

_NO_PLACE = frozenset({"localtime", "Factory"})
"""Names that a machine has for its own zone and for none: each machine would mean another."""

Row = Mapping[str, Any]


def problems_of_values(kind: str, row: Row, *, plain_http: bool) -> Iterator[str]:
    """Yield what is wrong with the values of one entry, a sentence each.

    Args:
        kind: agency, matcher, gallery, paper or retention.
        row: its keys and values, each of the right kind; a key that is not given keeps what it has.
        plain_http: accept a matcher without TLS.
    """
    for key, (least, most) in LIMITS[kind].items():
        if key in row and not least <= row[key] <= most:
            yield f"{key!r}: expected a whole number from {least} to {most}."
    if kind == "agency":
        yield from _of_case_numbers(row)
        yield from _of_offences(row)
        for recipient in row.get("disclosure_full_for", ()):
            if recipient not in DISCLOSED_TO:
                yield f"'disclosure_full_for': {recipient!r} is not one of: {', '.join(DISCLOSED_TO)}."
        if row.get("time_zone") and row["time_zone"] not in available_timezones() - _NO_PLACE:
            yield "'time_zone': expected the name of a time zone, such as 'America/Toronto'."
    elif kind == "matcher":
        yield from _of_matcher(row, plain_http=plain_http)
    elif kind == "gallery":
        yield from _of_gallery(row)
    elif kind == "paper":
        yield from _of_paper(row)
    elif row.get("code") not in PERIODS:
        yield f"'code': expected one of: {', '.join(PERIODS)}."


def _of_case_numbers(row: Row) -> Iterator[str]:
    pattern = row.get("case_number_pattern", Agency().case_number_pattern)
    example = row.get("case_number_example", Agency().case_number_example)
    try:
        fits = re.fullmatch(pattern, example)
    except (re.error, RecursionError, OverflowError) as error:
        yield f"'case_number_pattern' is no regular expression of Python: {error}."
        return
    given = {"case_number_pattern", "case_number_example"} & set(row)
    if given and not fits:
        yield (
            f"'case_number_example' ({example}) does not fit 'case_number_pattern' ({pattern}): "
            "officers are shown the example and held to the pattern. Give both."
        )


def _of_offences(row: Row) -> Iterator[str]:
    known = sorted(set(OffenceCategory) - {OffenceCategory.NOT_YET_KNOWN})
    for offence in row.get("serious_offences", ()):
        if offence not in known:
            yield f"'serious_offences': {offence!r} is not one of: {', '.join(known)}."


def _of_matcher(row: Row, *, plain_http: bool) -> Iterator[str]:
    if "spec_version" in row and row["spec_version"] not in SPEC_VERSIONS:
        yield f"'spec_version': expected one of: {', '.join(SPEC_VERSIONS)}."
    if "base_url" in row:
        yield from _of_address(row["base_url"], plain_http=plain_http)
    for pose in row.get("poses", ()):
        if pose not in set(Pose):
            yield f"'poses': {pose!r} is not one of: {', '.join(Pose)}."
    ends = [key for key in ("score_minimum", "score_maximum") if row.get(key)]
    for key in ends:
        if not _is_score(row[key]):
            yield _no_score(key)
    if len(ends) == 2 and all(_is_score(row[key]) for key in ends):
        least, most = (Decimal(row[key]) for key in ends)
        if least >= most:
            yield f"'score_minimum' ({least}) must be less than 'score_maximum' ({most})."
    if row.get("ca_certificate"):
        yield from _of_certificate(row["ca_certificate"])


def _of_certificate(pem: str) -> Iterator[str]:
    if "PRIVATE KEY" in pem:
        yield (
            "'ca_certificate' holds a private key. No secret belongs into this file or the database: take it "
            "out, and exchange the key if others could read it."
        )
        return
    try:
        found = x509.load_pem_x509_certificates(pem.encode())
    except ValueError:
        yield "'ca_certificate': expected certificates as PEM, from -----BEGIN CERTIFICATE----- on."
        return
    for certificate in found:
        ends = certificate.not_valid_after_utc
        if ends <= clock.real_now():
            yield f"'ca_certificate': a certificate in it ended on {ends:%Y-%m-%d}."


def _no_score(key: str) -> str:
    return (
        f"{key!r}: expected a number in quotes, in the matcher's scale, written out with the digits 0 to 9 "
        "and a point, such as '0.75' or '-3.5'."
    )


def _of_address(address: str, *, plain_http: bool) -> Iterator[str]:
    try:
        scheme = urlsplit(address).scheme
    except ValueError:
        return  # its model says so
    if scheme != "https" and not plain_http:
        yield "'base_url' must begin with https: grants and images travel on it."


def _of_gallery(row: Row) -> Iterator[str]:
    order = ("candidate_min", "candidate_default", "candidate_max")
    numbers = [row.get(key, getattr(Gallery(), key)) for key in order]
    if set(order) & set(row) and numbers != sorted(numbers):
        told = ", ".join(f"{key} {number}" for key, number in zip(order, numbers, strict=True))
        yield f"these must not get smaller in this order: {told}."
    if row.get("threshold_floor") and not _is_score(row["threshold_floor"]):
        yield _no_score("threshold_floor")
    if row.get("allow_listed") and row.get("acquisition") in GALLERY_ACQUISITIONS_PROHIBITED:
        yield (
            f"'allow_listed': a gallery that was gathered as {row['acquisition']!r} cannot be on offer to anybody."
        )
    for key in ("legal_reviewed_on", "last_purged_on"):
        day: date | None = row.get(key)
        if day is not None and day > timezone.localdate(clock.now()):
            yield f"{key!r} is a day to come."


def _of_paper(row: Row) -> Iterator[str]:
    kind = row.get("kind")
    about = "gallery" if kind in OF_A_GALLERY else "matcher" if kind in OF_A_MATCHER else None
    if about is not None:
        other = "matcher" if about == "gallery" else "gallery"
        if about not in row:
            yield f"{about!r} is missing: a paper of kind {kind!r} is about a {about}."
        if other in row:
            yield f"{other!r}: a paper of kind {kind!r} is about a {about} alone."
        if (about == "matcher") != bool(row.get("engine_version")):
            needed = (
                "is missing: say of which version the paper speaks"
                if about == "matcher"
                else "belongs to a matcher's paper"
            )
            yield f"'engine_version' {needed}."
    if "sha256" in row and not re.fullmatch("[0-9a-f]{64}", str(row["sha256"])):
        yield "'sha256': expected the paper's SHA-256 as 64 digits and letters from a to f."
    if "dated" in row and "valid_until" in row and row["valid_until"] < row["dated"]:
        yield "'valid_until' is before 'dated'."
    if "dated" in row and row["dated"] > timezone.localdate(clock.now()):
        yield "'dated' is a day to come."
    if row.get("figures") and kind not in (
        PaperKind.ACCURACY_REPORT,
        PaperKind.DIFFERENTIAL_REPORT,
    ):
        yield "'figures' belong to a report about accuracy."
    if kind == PaperKind.DIFFERENTIAL_REPORT and not row.get("figures"):
        yield "'figures' is missing: give what the report gives for each group of people."


def _is_score(text: str) -> bool:
    try:
        return bool(read_decimal(text, "threshold_floor"))
    except Malformed:
        return False


def choices_of(key: str, problem: str, find: Callable[[str], Any]) -> str:
    """Return what a model says of a value, with the choices where it has some."""
    choices = find(key).choices
    return f"expected one of: {', '.join(code for code, _ in choices)}." if choices else problem
