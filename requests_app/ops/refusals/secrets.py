"""Refuses secrets that a trial made, weak ones, and key files that are missing, broken or in the wrong place.

It must not say the value of a secret.
"""

import base64
import binascii
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error

from requests_app.ops import trial_marks
from requests_app.ops.refusals.codes import Code, production_only, refusal
from requests_app.wire.keys import UnusableKey, load_private_key

SHORTEST_SECRET = 50
SHORTEST_LOOKUP_KEY = 32
NEEDS_CONTENT_KEY = frozenset({"web", "dispatcher"})


@production_only
def check_secrets(**_: object) -> Iterator[Error]:
    """Refuse secrets of a trial, and short ones where sessions or case numbers depend on them."""
    texts = {
        "COUNTERSIGN_SECRET_KEY": settings.SECRET_KEY,
        "COUNTERSIGN_LOOKUP_KEY": settings.COUNTERSIGN_LOOKUP_KEY,
        "COUNTERSIGN_BROKER_URL": _password(settings.COUNTERSIGN_BROKER_URL),
        **{
            f"The password of the database alias {alias!r}": str(database.get("PASSWORD", ""))
            for alias, database in settings.DATABASES.items()
        },
    }
    for name, text in texts.items():
        if trial_marks.is_trial_text(text):
            yield refusal(
                Code.TEXT_OF_A_TRIAL,
                f"{name} was made by a trial.",
                "Make a new one: it has lain on a trial's machine.",
            )
    if len(settings.SECRET_KEY) < SHORTEST_SECRET:
        yield refusal(
            Code.SHORT_SIGNING_KEY,
            "COUNTERSIGN_SECRET_KEY is short.",
            f"Set at least {SHORTEST_SECRET} random characters.",
        )
    looks_up = settings.COUNTERSIGN_PROCESS in NEEDS_CONTENT_KEY
    if looks_up and len(settings.COUNTERSIGN_LOOKUP_KEY) < SHORTEST_LOOKUP_KEY:
        yield refusal(
            Code.SHORT_LOOKUP_KEY,
            "COUNTERSIGN_LOOKUP_KEY is short: case numbers could be guessed from what it keys.",
            f"Set at least {SHORTEST_LOOKUP_KEY} random characters, and never change it afterwards.",
        )


@production_only
def check_key_files(**_: object) -> Iterator[Error]:
    """Refuse a key that this process needs and cannot use, and one that it may not hold."""
    process = settings.COUNTERSIGN_PROCESS
    if process in NEEDS_CONTENT_KEY:
        yield from _of_key_file("COUNTERSIGN_CONTENT_KEY_FILE", "content of requests", _content_key)
    if process == "dispatcher":
        yield from _of_key_file("COUNTERSIGN_GRANT_KEY_FILE", "grants", _grant_key)
    elif settings.COUNTERSIGN_GRANT_KEY_FILE:
        yield refusal(
            Code.GRANT_KEY_ELSEWHERE,
            f"COUNTERSIGN_GRANT_KEY_FILE is set for the process {process!r}. Only the dispatcher may "
            "hold the key that signs grants.",
            "Remove it here.",
        )


def _of_key_file(setting: str, purpose: str, read: Callable[[Path], bytes]) -> Iterator[Error]:
    path = getattr(settings, setting)
    if not path:
        yield refusal(
            Code.NO_KEY_FILE,
            f"{setting} is missing: the key for {purpose}.",
            "Set it to the path of the key file.",
        )
        return
    try:
        key = read(Path(path))
    except (OSError, ValueError, UnusableKey):
        yield refusal(
            Code.UNUSABLE_KEY,
            f"{setting} names {path}, which holds no usable key.",
            "Make the file readable for this process, or restore it from your safe copy.",
        )
        return
    if trial_marks.is_trial_key(key):
        yield refusal(
            Code.KEY_OF_A_TRIAL,
            f"{setting} names a key that a trial made.",
            "Make a new key for this installation.",
        )


def _password(address: str) -> str:
    try:
        return urlsplit(address).password or ""
    except ValueError:
        return ""  # refused as no address


def _content_key(path: Path) -> bytes:
    """Return the bytes of a content key file, whose last word is the key."""
    try:
        return base64.b64decode(path.read_text(encoding="ascii").split()[-1], validate=True)
    except (IndexError, binascii.Error) as error:
        raise ValueError("no key") from error


def _grant_key(path: Path) -> bytes:
    return load_private_key(path).private_bytes_raw()
