"""Reads settings from the environment, or from the file that `NAME_FILE` names.

It must not know any secret's default value, nor say a secret's value in an error.
"""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def optional(name: str, default: str = "") -> str:
    """Return the setting, or the content of the file that `name`_FILE names, or `default`.

    Errors: ImproperlyConfigured when the file is named but cannot be read.
    """
    if name in os.environ:
        return os.environ[name]
    path = os.environ.get(f"{name}_FILE")
    if not path:
        return default
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name}_FILE names {path}, which cannot be read ({error.strerror}). "
            f"Make the file readable for this process, or set {name} itself."
        ) from error


def required(name: str, purpose: str) -> str:
    """Return the setting, refusing to go on without it.

    Args: purpose says in a few words what the setting is for.
    Errors: ImproperlyConfigured naming the setting and what to do.
    """
    value = optional(name)
    if not value:
        raise ImproperlyConfigured(
            f"{name} is missing: {purpose}. Set {name}, or {name}_FILE to a file that holds it."
        )
    return value


def listed(name: str) -> list[str]:
    """Return a comma-separated setting as a list."""
    return [part.strip() for part in optional(name).split(",") if part.strip()]


def number(name: str, default: int) -> int:
    """Return a whole number. Errors: ImproperlyConfigured when it is not one."""
    text = optional(name, str(default))
    try:
        return int(text)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {text!r}.") from error


def database(url: str, *, name: str) -> dict[str, object]:
    """Return Django's settings for a database URL `postgresql://login:password@host:port/database`.

    Args: url; name of the setting that it came from, for the error.
    Errors: ImproperlyConfigured when it is no PostgreSQL URL.
    """
    parts = urlsplit(url)
    database_name = parts.path.lstrip("/")
    if parts.scheme not in {"postgresql", "postgres"} or not database_name or not parts.username:
        raise ImproperlyConfigured(
            f"{name} must look like postgresql://login:password@host:5432/database."
        )
    options = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(database_name),
        "USER": unquote(parts.username),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or 5432),
        "OPTIONS": options,
    }
