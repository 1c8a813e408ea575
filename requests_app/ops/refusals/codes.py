"""The id of each refusal to start, and how a check of one is written.

An id must not change its meaning: operators look it up in docs/production.md.
"""

from collections.abc import Callable, Iterator
from enum import StrEnum, unique
from functools import wraps

from django.conf import settings
from django.core.checks import CheckMessage, Error

from requests_app.ops.models import Installation

TAG = "countersign"

JUDGES = frozenset({"web", "dispatcher"})
"""The processes that judge requests by the rules, and so must have them whole."""


@unique
class Code(StrEnum):
    """Every refusal: 001 the settings, 101 secrets and keys, 201 the release, 301 the database."""

    DEBUG = "countersign.E001"
    COOKIES = "countersign.E002"
    HTTPS_REDIRECT = "countersign.E003"
    HSTS = "countersign.E004"
    HOSTS = "countersign.E005"
    ORIGIN = "countersign.E006"
    TRIAL = "countersign.E007"
    ORIGIN_ELSEWHERE = "countersign.E008"
    LIMITS = "countersign.E009"
    NO_BROKER = "countersign.E010"
    OPEN_BROKER = "countersign.E011"
    BROKER_IN_THE_CLEAR = "countersign.E012"
    BROKER_UNCHECKED = "countersign.E013"
    FOLDER_OF_A_TRIAL = "countersign.E014"

    TEXT_OF_A_TRIAL = "countersign.E101"
    SHORT_SIGNING_KEY = "countersign.E102"
    NO_KEY_FILE = "countersign.E103"
    UNUSABLE_KEY = "countersign.E104"
    KEY_OF_A_TRIAL = "countersign.E105"
    GRANT_KEY_ELSEWHERE = "countersign.E106"
    SHORT_LOOKUP_KEY = "countersign.E107"
    WEAK_KEY = "countersign.E108"
    SAME_KEY = "countersign.E109"
    OPEN_FILE = "countersign.E110"
    MATCHER_KEYS_ELSEWHERE = "countersign.E111"

    STATIC_FILES = "countersign.E201"
    PACKS = "countersign.E202"

    NO_ANSWER = "countersign.E301"
    TOO_MANY_POWERS = "countersign.E302"
    LOGIN_OF_ANOTHER = "countersign.E303"
    NEVER_MADE_READY = "countersign.E304"
    DATABASE_OF_A_TRIAL = "countersign.E305"
    DEMO_ACCOUNTS = "countersign.E306"
    DEMO_MATCHER = "countersign.E307"
    SURPLUS_RIGHTS = "countersign.E308"
    MISSING_RIGHTS = "countersign.E309"
    OTHER_CLUSTER = "countersign.E310"


def refusal(code: Code, problem: str, what_now: str) -> Error:
    """Return a refusal to start.

    Args:
        code: its id.
        problem: what is wrong and where; never the value of a secret.
        what_now: what the operator is to do.
    """
    return Error(problem, hint=what_now, id=code.value)


def production_only(
    check: Callable[..., Iterator[Error]],
) -> Callable[..., list[CheckMessage]]:
    """Make a check of what `check` yields; in a trial it finds nothing."""

    @wraps(check)
    def found(**asked: object) -> list[CheckMessage]:
        if settings.COUNTERSIGN_INSTALLATION_KIND != Installation.Kind.PRODUCTION:
            return []
        return list(check(**asked))

    return found
