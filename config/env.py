"""Reads settings by environs, from the environment or from the file that `NAME_FILE` names; empty is not set.

It must not know any secret's default value, nor say a setting's value in an error.
"""

import os
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import available_timezones

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError, validate

T = TypeVar("T")
PREFIX = "COUNTERSIGN_"
OF_DATABASE = ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT")
RATE = r"\A[1-9][0-9]{0,8}/(?:[1-9][0-9]{0,3})?[smhd]/ip\Z"
UNREADABLE = "\0"
"""Stands for a file that cannot be read, until everything that is wrong is told; no variable can hold it."""
NOWHERE: dict[str, Any] = {
    **dict.fromkeys(OF_DATABASE, ""),
    "ENGINE": "django.db.backends.postgresql",
    "NAME": "missing",
    "USER": "missing",
}
LOOKS_LIKE_DATABASE = "like postgresql://login:password@host:5432/database"


class _Reader(Env):
    """Adds what environs' own reader of files does otherwise: the variable goes before the file."""

    def _get_value(self, env_key: str, default: Any) -> Any:
        """Return the text of a setting, or `default`; environs asks this for whatever it parses."""
        text = os.environ.get(env_key) or _file_of(env_key)
        return text or default


def _file_of(name: str) -> str:
    path = os.environ.get(f"{name}_FILE")
    if not path:
        return ""
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not text"
        said = (
            f"{name}_FILE names {path}, which cannot be read ({why}). "
            f"Make the file readable for this process, or set {name} itself."
        )
    _refuse(said)
    return UNREADABLE


SECRETS = (
    "COUNTERSIGN_ADMIN_DATABASE_URL",
    "COUNTERSIGN_AUDITOR_DATABASE_URL",
    "COUNTERSIGN_BROKER_URL",
    "COUNTERSIGN_DATABASE_PASSWORD_AUDITOR",
    "COUNTERSIGN_DATABASE_PASSWORD_DISPATCHER",
    "COUNTERSIGN_DATABASE_PASSWORD_OWNER",
    "COUNTERSIGN_DATABASE_PASSWORD_SEQUENCER",
    "COUNTERSIGN_DATABASE_PASSWORD_WEB",
    "COUNTERSIGN_DATABASE_PASSWORD_WORKER",
    "COUNTERSIGN_DATABASE_URL",
    "COUNTERSIGN_LOOKUP_KEY",
    "COUNTERSIGN_MAIL_PASSWORD",
    "COUNTERSIGN_SECRET_KEY",
)
"""The settings that hold a secret; a file of one must be open to nobody else."""


OTHERS = (
    "COUNTERSIGN_BEHIND_HTTPS_PROXY",
    "COUNTERSIGN_CONTENT_KEY_FILE",
    "COUNTERSIGN_DATABASE_NAME",
    "COUNTERSIGN_DEBUG",
    "COUNTERSIGN_DECODES_AT_ONCE",
    "COUNTERSIGN_DECODE_WAIT_SECONDS",
    "COUNTERSIGN_EXPORT_DIR",
    "COUNTERSIGN_FAILURES_BEFORE_LOCK",
    "COUNTERSIGN_GRANT_ISSUER",
    "COUNTERSIGN_GRANT_KEY_FILE",
    "COUNTERSIGN_HELP_CONTACT",
    "COUNTERSIGN_HOSTS",
    "COUNTERSIGN_HSTS_SECONDS",
    "COUNTERSIGN_HTTPS_REDIRECT",
    "COUNTERSIGN_IDLE_MINUTES",
    "COUNTERSIGN_LINK_HOURS",
    "COUNTERSIGN_LOCK_MINUTES",
    "COUNTERSIGN_LOG_SOCKET",
    "COUNTERSIGN_MAIL_FROM",
    "COUNTERSIGN_MAIL_HOST",
    "COUNTERSIGN_MAIL_PORT",
    "COUNTERSIGN_MAIL_TLS",
    "COUNTERSIGN_MAIL_USER",
    "COUNTERSIGN_MATCHER_CERTIFICATE_FOLDER",
    "COUNTERSIGN_MATCHER_URL",
    "COUNTERSIGN_MEGABYTES_A_DAY",
    "COUNTERSIGN_MEGABYTES_OF_A_REQUEST",
    "COUNTERSIGN_OPEN_DRAFTS",
    "COUNTERSIGN_PACK_FOLDER",
    "COUNTERSIGN_PROCESS",
    "COUNTERSIGN_PROPOSAL_DAYS",
    "COUNTERSIGN_PROXIES",
    "COUNTERSIGN_PUBLIC_ORIGIN",
    "COUNTERSIGN_RATE_OF_FAILED_SIGN_INS",
    "COUNTERSIGN_RATE_OF_SIGN_INS",
    "COUNTERSIGN_REFUSALS_SECONDS",
    "COUNTERSIGN_SECURE_COOKIES",
    "COUNTERSIGN_SEQUENCER_POLL_MS",
    "COUNTERSIGN_SESSION_HOURS",
    "COUNTERSIGN_STATEMENT_TIMEOUT_MS",
    "COUNTERSIGN_STATIC_ROOT",
    "COUNTERSIGN_SWEEP_LATE_SECONDS",
    "COUNTERSIGN_TIME_ZONE",
    "COUNTERSIGN_VAR_DIR",
    "COUNTERSIGN_WAKE_WORKERS",
)
"""The settings that hold none."""


class _Gathered:
    """What is wrong with the settings so far, where all of it is to be told at once."""

    problems: list[str] | None = None


def gather() -> None:
    """Tell what is wrong with the settings at once, in `refuse_gathered`, and not one at a time.

    What was found stays found: Django may try the settings again, and does not read again a module
    that was read.
    """
    if _Gathered.problems is None:
        _Gathered.problems = []


def refuse_gathered() -> None:
    """Tell what was gathered, each time that it is asked.

    Raises:
        ImproperlyConfigured: with a line for each thing that is wrong.
    """
    problems = [*(_Gathered.problems or ()), *_misspelt()]
    if problems:
        raise ImproperlyConfigured("\n".join(dict.fromkeys(problems)))


def _refuse(problem: str) -> None:
    """Keep a problem while they are gathered.

    Raises:
        ImproperlyConfigured: at any other time.
    """
    if _Gathered.problems is None:
        raise ImproperlyConfigured(problem)
    _Gathered.problems.append(problem)


def _misspelt() -> list[str]:
    """Return a line for each variable of ours in the environment that no setting is read from."""
    known = {form for name in (*SECRETS, *OTHERS) for form in (name, f"{name}_FILE")}
    strange = sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)
    lines = []
    for name in strange:
        rest = name.removeprefix(PREFIX)  # what all names share would make any two look alike
        near = get_close_matches(rest, sorted(each.removeprefix(PREFIX) for each in known), 1)
        what = f"Did you mean {PREFIX}{near[0]}?" if near else "Remove it."
        lines.append(f"{name} is no setting of this release, and would have no effect. {what}")
    return lines


def files_of_secrets() -> dict[str, str]:
    """Return the path of each file that gives a secret, by the variable that names it."""
    named = {f"{name}_FILE": os.environ.get(f"{name}_FILE", "") for name in SECRETS}
    return {name: path for name, path in named.items() if path}


def _parsed(name: str, wanted: str, purpose: str, parse: Callable[[Env], T], instead: T) -> T:
    """Return what `parse` makes of a setting; environs' own words for an error would not say enough.

    Args:
        instead: what to go on with while problems are gathered.
    """
    reader = _Reader()  # a new one each time: it keeps the values that it has parsed
    try:
        if reader.str(name, "") == UNREADABLE:
            return instead  # told already
        return parse(reader)
    except EnvError:
        pass
    _refuse(f"{name} must be {wanted}: {purpose}.")
    return instead


def optional(name: str, default: str = "") -> str:
    """Return the setting, or the content of the file that `name`_FILE names, or `default`.

    Raises:
        ImproperlyConfigured: the file is named but cannot be read.
    """
    return _Reader().str(name, default)


def required(name: str, purpose: str) -> str:
    """Return the setting, refusing to go on without it.

    Args:
        purpose: in a few words what the setting is for.

    Raises:
        ImproperlyConfigured: naming the setting and what to do.
    """
    value = optional(name)
    if not value:
        _refuse(
            f"{name} is missing: {purpose}. Set {name}, or {name}_FILE to a file that holds it."
        )
    return value


def one_of(name: str, purpose: str, choices: Sequence[str], default: str) -> str:
    """Return a setting that has one of a few values.

    Raises:
        ImproperlyConfigured: for another one.
    """
    return _parsed(
        name,
        f"one of {', '.join(choices)}",
        purpose,
        lambda env: env.str(name, default, validate=validate.OneOf(choices)),
        default,
    )


def rate(name: str, purpose: str, default: str) -> str:
    """Return how often something may happen from one source, as allauth writes it: `20/5m/ip`.

    Raises:
        ImproperlyConfigured: it is no such rate.
    """
    return _parsed(
        name,
        "a number, a time in s, m, h or d, and ip, like 20/5m/ip",
        purpose,
        lambda env: env.str(name, default, validate=validate.Regexp(RATE)),
        default,
    )


def time_zone(name: str, purpose: str, default: str) -> str:
    """Return the name of a time zone.

    Raises:
        ImproperlyConfigured: this machine knows no such zone.
    """
    known = validate.OneOf(available_timezones())
    return _parsed(
        name,
        "the name of a time zone, like America/Toronto",
        purpose,
        lambda env: env.str(name, default, validate=known),
        default,
    )


def listed(name: str) -> list[str]:
    """Return a comma-separated setting as a list."""
    parts: list[str] = _Reader().list(name, [])
    return [part.strip() for part in parts if part.strip()]


def number(name: str, purpose: str, default: int, *, least: int, most: int) -> int:
    """Return a whole number.

    Raises:
        ImproperlyConfigured: it is none, or not in the range.
    """
    return _parsed(
        name,
        f"a whole number from {least} to {most}",
        purpose,
        lambda env: env.int(name, default, validate=validate.Range(least, most)),
        default,
    )


def switch(name: str, purpose: str, *, default: bool) -> bool:
    """Return whether a setting is on.

    Raises:
        ImproperlyConfigured: it is neither yes nor no.
    """
    return _parsed(name, "yes or no", purpose, lambda env: env.bool(name, default), default)


def database(name: str, purpose: str, default: str | None = None) -> dict[str, Any]:
    """Return Django's settings for a database URL `postgresql://login:password@host:port/database`.

    Args:
        default: the URL where none is set; without it the setting is required.

    Raises:
        ImproperlyConfigured: it is missing or no PostgreSQL URL.
    """
    if default is None and not required(name, purpose):
        return dict(NOWHERE)
    config: dict[str, Any] = _parsed(
        name,
        LOOKS_LIKE_DATABASE,
        purpose,
        lambda env: {**env.dj_db_url(name, default or "")},
        NOWHERE,
    )
    is_postgresql = config["ENGINE"] == "django.db.backends.postgresql"
    if not is_postgresql or not config["NAME"] or not config["USER"]:
        _refuse(f"{name} must be {LOOKS_LIKE_DATABASE}: {purpose}.")
    kept = {key: config[key] for key in OF_DATABASE}
    return {**kept, "PORT": str(config["PORT"] or 5432), "OPTIONS": config.get("OPTIONS", {})}
