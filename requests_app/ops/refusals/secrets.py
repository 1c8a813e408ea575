"""Refuses secrets that a trial made, weak ones, and key files that are missing, broken or in the wrong place.

It must not say the value of a secret.
"""

import base64
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error

from requests_app.ops import trial_marks
from requests_app.ops.refusals.codes import Code, production_only, refusal
from requests_app.searches.envelope import WrappingKey
from requests_app.wire.keys import UnusableKey, load_private_key

SHORTEST_SECRET = 50
SHORTEST_LOOKUP_KEY = 32
LEAST_DIFFERENT = 10
"""Different bytes in a key: 32 random ones have thirty, and a text in hexadecimal has up to 16."""
SHORTEST_FORM = 16
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
    if settings.COUNTERSIGN_MATCHER_CERTIFICATE_FOLDER and process != "dispatcher":
        yield refusal(
            Code.MATCHER_KEYS_ELSEWHERE,
            f"COUNTERSIGN_MATCHER_CERTIFICATE_FOLDER is set for the process {process!r}. Only the dispatcher "
            "may hold the keys by which matchers know this installation.",
            "Remove it here.",
        )


@production_only
def check_strength(**_: object) -> Iterator[Error]:
    """Refuse keys that could be guessed, and one key for two purposes."""
    keys = _keys()
    for name, key in keys.items():
        if key and is_weak(key):
            yield refusal(
                Code.WEAK_KEY,
                f"The key of {name} is no random one: it repeats itself or has few different signs.",
                "Make a new one as docs/production.md says. A key that is in use already cannot be "
                "exchanged without loss: read there what is lost.",
            )
    names = sorted(name for name, key in keys.items() if key)
    for number, name in enumerate(names):
        for other in names[number + 1 :]:
            if _forms(keys[name]) & _forms(keys[other]):
                yield refusal(
                    Code.SAME_KEY,
                    f"{name} and {other} hold the same key: who learns one has the other.",
                    "Make a key of its own for each.",
                )


@production_only
def check_open_files(**_: object) -> Iterator[Error]:
    """Refuse files of secrets that another user of this machine could read or exchange."""
    for name, path in _files().items():
        try:
            found = Path(path).stat()
        except OSError:
            continue  # refused where it is read
        strangers = found.st_mode & 0o077
        if strangers == 0o040 and _is_credential(Path(path)):
            strangers = 0  # systemd shows so the one user to whom it gives the file
        if strangers or found.st_uid not in {0, os.geteuid()}:
            what = "is open to others than its owner" if strangers else "belongs to another user"
            yield refusal(
                Code.OPEN_FILE,
                f"{name} names {path}, which {what}.",
                "Let the user of this process own it, with chmod 600, and exchange the secret if "
                "others could read it.",
            )


def is_weak(key: bytes) -> bool:
    """Say whether a key cannot have been drawn at random: it repeats itself, counts, or has few signs."""
    repeats = (key + key).find(key, 1) < len(key)
    steps = {(after - before) % 256 for before, after in pairwise(key)}
    return repeats or len(steps) == 1 or len(set(key)) < LEAST_DIFFERENT


def _keys() -> dict[str, bytes]:
    """Return the bytes of each key that this process has; one that cannot be used is left out."""
    keys = {
        "COUNTERSIGN_SECRET_KEY": settings.SECRET_KEY.encode(),
        "COUNTERSIGN_LOOKUP_KEY": settings.COUNTERSIGN_LOOKUP_KEY.encode(),
    }
    for name, read in (
        ("COUNTERSIGN_CONTENT_KEY_FILE", _content_key),
        ("COUNTERSIGN_GRANT_KEY_FILE", _grant_key),
    ):
        if getattr(settings, name):
            with suppress(OSError, ValueError, UnusableKey):
                keys[name] = read(Path(getattr(settings, name)))
    return keys


def _forms(key: bytes) -> set[bytes]:
    """Return a key and what it says as base64 or hex, so that another spelling does not hide it."""
    forms = {key}
    with suppress(ValueError):
        text = key.decode("ascii").strip()
        padded = text + "=" * (-len(text) % 4)
        forms.add(text.encode())
        for read, spelt in (
            (base64.b64decode, padded),
            (base64.urlsafe_b64decode, padded),
            (bytes.fromhex, text),
        ):
            with suppress(ValueError):
                forms.add(read(spelt))
    return {form for form in forms if len(form) >= SHORTEST_FORM}


def _files() -> dict[str, str]:
    """Return the files of secrets, by the setting that names each."""
    named = {
        name: getattr(settings, name)
        for name in ("COUNTERSIGN_CONTENT_KEY_FILE", "COUNTERSIGN_GRANT_KEY_FILE")
    }
    folder = settings.COUNTERSIGN_MATCHER_CERTIFICATE_FOLDER
    keys = sorted(Path(folder).glob("*.key")) if folder else []
    of_matchers = {f"COUNTERSIGN_MATCHER_CERTIFICATE_FOLDER ({key.name})": str(key) for key in keys}
    named |= of_matchers
    return {k: v for k, v in {**settings.COUNTERSIGN_SECRET_FILES, **named}.items() if v}


def _is_credential(path: Path) -> bool:
    """Say whether systemd handed this file to this service, in a folder that only it can enter."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    return bool(folder) and path.absolute().is_relative_to(Path(folder or "/"))


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
    """Return the bytes of a content key that can really be used, as the file of it says them."""
    WrappingKey.from_file(path)
    return base64.b64decode(path.read_text(encoding="ascii").split()[-1], validate=True)


def _grant_key(path: Path) -> bytes:
    return load_private_key(path).private_bytes_raw()
