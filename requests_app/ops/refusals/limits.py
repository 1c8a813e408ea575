"""Refuses numbers and rates that a setting can hold and that no installation can want."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from allauth.account import app_settings as of_sign_in
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
    Limit("COUNTERSIGN_REFUSALS_SECONDS", 5, 600, "Nothing is counted, or counts come late."),
    Limit("COUNTERSIGN_SWEEP_LATE_SECONDS", 10, 600, "Sweeps would come twice, or very late."),
    Limit("DATA_UPLOAD_MAX_MEMORY_SIZE", MEGABYTE, 64 * MEGABYTE, "Uploads fail, or fill memory."),
    Limit("FILE_UPLOAD_MAX_MEMORY_SIZE", MEGABYTE, 64 * MEGABYTE, "Uploads fail, or fill memory."),
    Limit("DATA_UPLOAD_MAX_NUMBER_FIELDS", 100, 10_000, "Forms fail, or one takes all time."),
    Limit("DATA_UPLOAD_MAX_NUMBER_FILES", 1, 20, "Uploads fail, or one request holds many."),
    Limit("ACCOUNT_REAUTHENTICATION_TIMEOUT", 30, 3600, "A proof would be worth nothing later."),
    Limit("COUNTERSIGN_DECODES_AT_ONCE", 2, 64, "One picture stops all, or they take all memory."),
    Limit("COUNTERSIGN_DECODE_WAIT_SECONDS", 1, 30, "Pictures fail early, or hold up the web."),
    Limit("COUNTERSIGN_OPEN_DRAFTS", 5, 500, "Nobody could work, or one person fills the queue."),
    Limit(
        "COUNTERSIGN_MEGABYTES_OF_A_REQUEST", 50, 2000, "Uploads fail, or one request fills disks."
    ),
    Limit(
        "COUNTERSIGN_MEGABYTES_A_DAY", 50, 10_000, "Uploads fail, or one person fills the disks."
    ),
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


@dataclass(frozen=True, slots=True)
class RateLimit:
    """The range of one rate in production, counted for an hour, and what lies beyond it."""

    name: str
    key: str
    per: str
    least: int
    most: int
    why: str


RATES = (
    RateLimit(
        "COUNTERSIGN_RATE_OF_SIGN_INS", "login", "ip", 300, 36_000,
        "A flood of sign-ins would take all time, or people who share an address be turned away.",
    ),
    RateLimit(
        "COUNTERSIGN_RATE_OF_FAILED_SIGN_INS", "login_failed", "ip", 12, 3600,
        "Passwords could be guessed from one place, or a few slips shut a whole office out.",
    ),
    RateLimit(
        "ACCOUNT_RATE_LIMITS['reauthenticate']", "reauthenticate", "user", 12, 3600,
        "Whoever finds an open session could guess its password, or a slip ends the work.",
    ),
)  # fmt: skip
LONGEST_RATE = 3600
"""In seconds: who was turned away waits so long at most, and no more tries than `most` come at once."""
_RATE = re.compile(r"([1-9]\d{0,8})/([1-9]\d{0,8})?([smhd])/(ip|user)", re.ASCII)
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


@production_only
def check_rates(**_: object) -> Iterator[Error]:
    """Refuse each rate of sign-ins outside its range in production, and one that is not limited."""
    in_force = of_sign_in.RATE_LIMITS  # with what the library does where a setting names no rate
    for limit in RATES:
        rate = in_force.get(limit.key)
        if not _will_do(rate, limit):
            yield refusal(
                Code.LIMITS,
                f"{limit.name} is {rate!r}. {limit.why}",
                f"Set it to {limit.least} to {limit.most} an hour, told in a time of an hour at "
                f"most, like 20/5m/{limit.per} (which is 240 an hour), or remove it.",
            )


def _will_do(rate: object, limit: RateLimit) -> bool:
    parts = _RATE.fullmatch(rate) if isinstance(rate, str) else None
    if parts is None or parts[4] != limit.per:
        return False
    seconds = int(parts[2] or 1) * _SECONDS[parts[3]]
    an_hour = int(parts[1]) * 3600 / seconds
    return seconds <= LONGEST_RATE and limit.least <= an_hour <= limit.most
