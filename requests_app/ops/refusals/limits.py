"""Refuses numbers that a setting can hold and that no installation can want."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core.checks import Error

from requests_app.ops.refusals.codes import Code, production_only, refusal


@dataclass(frozen=True, slots=True)
class Limit:
    """The range of one number in production, and in a sentence what lies beyond it."""

    name: str
    least: int
    most: int
    why: str


MEGABYTE = 1024 * 1024
LIMITS = (
    Limit("COUNTERSIGN_IDLE_MINUTES", 1, 240, "An unattended screen would stay open for long."),
    Limit("COUNTERSIGN_SESSION_HOURS", 1, 24, "A session would outlast the shift of its person."),
    Limit(
        "COUNTERSIGN_FAILURES_BEFORE_LOCK", 3, 100, "Passwords could be guessed, or a slip locks."
    ),
    Limit("COUNTERSIGN_LOCK_MINUTES", 1, 1440, "A lock would stop nobody, or shut a person out."),
    Limit("COUNTERSIGN_LINK_HOURS", 1, 336, "A link to set a password would lie about for long."),
    Limit("COUNTERSIGN_PROPOSAL_DAYS", 1, 90, "A power would be given that nobody remembers."),
    Limit("COUNTERSIGN_STATEMENT_TIMEOUT_MS", 1000, 600_000, "Work would end early, or never."),
    Limit("DATA_UPLOAD_MAX_MEMORY_SIZE", MEGABYTE, 64 * MEGABYTE, "Uploads fail, or fill memory."),
    Limit("FILE_UPLOAD_MAX_MEMORY_SIZE", MEGABYTE, 64 * MEGABYTE, "Uploads fail, or fill memory."),
    Limit("DATA_UPLOAD_MAX_NUMBER_FIELDS", 100, 10_000, "Forms fail, or one takes all time."),
    Limit("DATA_UPLOAD_MAX_NUMBER_FILES", 1, 20, "Uploads fail, or one request holds many."),
    Limit("ACCOUNT_REAUTHENTICATION_TIMEOUT", 30, 3600, "A proof would be worth nothing later."),
    Limit("EMAIL_TIMEOUT", 1, 120, "A silent mail server would hold up the worker."),
)
"""Narrower than what can be read (`config/settings/`), which a trial and a test may use whole."""


@production_only
def check_limits(**_: object) -> Iterator[Error]:
    """Refuse each number outside its range in production."""
    for limit in LIMITS:
        value = getattr(settings, limit.name)
        if value is None or not limit.least <= value <= limit.most:
            yield refusal(
                Code.LIMITS,
                f"{limit.name} is {value}. {limit.why}",
                f"Set it to a number from {limit.least} to {limit.most}, or remove it.",
            )
