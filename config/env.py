"""Reads settings by environs, from the environment or from the file that `NAME_FILE` names; empty is not set.

It must not know any secret's default value, nor say a setting's value in an error.
"""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import available_timezones

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError, validate

T = TypeVar("T")
OF_DATABASE = ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT")
RATE = r"\A[1-9][0-9]{0,5}/(?:[1-9][0-9]{0,3})?[smhd]/ip\Z"
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
        raise ImproperlyConfigured(
            f"{name}_FILE names {path}, which cannot be read ({why}). "
            f"Make the file readable for this process, or set {name} itself."
        ) from None


SECRETS = (
    "COUNTERSIGN_ADMIN_DATABASE_URL",
    "COUNTERSIGN_AUDITOR_DATABASE_URL",
    "COUNTERSIGN_BROKER_URL",
    "COUNTERSIGN_DATABASE_PASSWORD_AUDITOR",
    "COUNTERSIGN_DATABASE_PASSWORD_DISPATCHER",
    "COUNTERSIGN_DATABASE_PASSWORD_OWNER",
    "COUNTERSIGN_DATABASE_PASSWORD_WEB",
    "COUNTERSIGN_DATABASE_PASSWORD_WORKER",
    "COUNTERSIGN_DATABASE_URL",
    "COUNTERSIGN_LOOKUP_KEY",
    "COUNTERSIGN_MAIL_PASSWORD",
    "COUNTERSIGN_SECRET_KEY",
)
"""The settings that hold a secret; a file of one must be open to nobody else."""


def files_of_secrets() -> dict[str, str]:
    """Return the path of each file that gives a secret, by the variable that names it."""
    named = {f"{name}_FILE": os.environ.get(f"{name}_FILE", "") for name in SECRETS}
    return {name: path for name, path in named.items() if path}


def _parsed(name: str, wanted: str, purpose: str, parse: Callable[[Env], T]) -> T:
    """Return what `parse` makes of a setting; environs' own words for an error would not say enough."""
    try:
        return parse(_Reader())  # a new one each time: it keeps the values that it has parsed
    except EnvError:
        raise ImproperlyConfigured(f"{name} must be {wanted}: {purpose}.") from None


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
        raise ImproperlyConfigured(
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
    )


def switch(name: str, purpose: str, *, default: bool) -> bool:
    """Return whether a setting is on.

    Raises:
        ImproperlyConfigured: it is neither yes nor no.
    """
    return _parsed(name, "yes or no", purpose, lambda env: env.bool(name, default))


def database(name: str, purpose: str, default: str | None = None) -> dict[str, Any]:
    """Return Django's settings for a database URL `postgresql://login:password@host:port/database`.

    Args:
        default: the URL where none is set; without it the setting is required.

    Raises:
        ImproperlyConfigured: it is missing or no PostgreSQL URL.
    """
    if default is None:
        required(name, purpose)
    config: dict[str, Any] = _parsed(
        name, LOOKS_LIKE_DATABASE, purpose, lambda env: {**env.dj_db_url(name, default or "")}
    )
    is_postgresql = config["ENGINE"] == "django.db.backends.postgresql"
    if not is_postgresql or not config["NAME"] or not config["USER"]:
        raise ImproperlyConfigured(f"{name} must be {LOOKS_LIKE_DATABASE}: {purpose}.")
    kept = {key: config[key] for key in OF_DATABASE}
    return {**kept, "PORT": str(config["PORT"] or 5432), "OPTIONS": config.get("OPTIONS", {})}
