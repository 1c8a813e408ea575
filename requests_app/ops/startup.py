"""Refuses to start a production process that would not be safe, a paragraph for each reason.

It must not repair: whoever starts it reads what, which setting, and what to do. What stops submissions
only is logged, and does not keep the process from starting.
"""

import base64
import binascii
import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import Error, connections
from django.utils.timezone import localtime

from requests_app.accounts.models import Person
from requests_app.common import clock
from requests_app.ops import installation, logins, trial_marks
from requests_app.ops.models import Installation
from requests_app.policy.errors import PackError
from requests_app.registry import selectors as registry
from requests_app.registry.models import Matcher
from requests_app.wire.keys import UnusableKey, load_private_key

log = logging.getLogger(__name__)
LOGIN_OF = {"web": logins.WEB, "worker": logins.WORKER, "dispatcher": logins.DISPATCHER}
LONG_ENOUGH_HSTS = 180 * 24 * 3600
NEEDS_CONTENT_KEY = frozenset({"web", "dispatcher"})
JUDGES = frozenset({"web", "dispatcher"})


def refuse_if_unsafe() -> None:
    """End this process with every reason why production may not start. A trial starts always.

    Errors: SystemExit.
    """
    if settings.COUNTERSIGN_INSTALLATION_KIND != Installation.Kind.PRODUCTION:
        return
    reasons = list(refusals())
    if reasons:
        sys.exit("Countersign does not start.\n\n" + "\n\n".join(reasons))
    if settings.COUNTERSIGN_PROCESS in JUDGES:
        log_changed_packs()


def log_changed_packs() -> None:
    """Tell the operator of each pack whose file is not what judged here under its name and number."""
    for each in registry.changed_packs():
        log.error(
            "the rules on this server are not the ones that were recorded",
            extra={
                "problem": (
                    f"{each.place} is not the version {each.version} of the pack {each.pack} that "
                    f"judged requests here: SHA-256 {each.found}, recorded {each.recorded}"
                ),
                "still_works": "reading, deciding and sending; nothing can be submitted",
                "what_now": (
                    "put the recorded file back; if its rules were meant to change, add them as a "
                    "new file with a new version; then start all processes again"
                ),
            },
        )


def refusals() -> Iterator[str]:
    """Yield every reason not to start, as a paragraph for the person who starts it."""
    yield from _of_settings()
    yield from _of_secrets()
    if settings.COUNTERSIGN_PROCESS == "web":
        yield from _of_static_files()
    if settings.COUNTERSIGN_PROCESS in JUDGES:
        yield from _of_packs()
    if settings.COUNTERSIGN_PROCESS != "beat":
        yield from _of_database()


def _of_packs() -> Iterator[str]:
    try:
        registry.packs().check(localtime(clock.now()).date())
    except PackError as error:
        yield (
            f"The rules cannot be used: {error}. Nothing is judged by a part of them. Mend that "
            "file, or put back what was there before; COUNTERSIGN_PACK_FOLDER names the folder of "
            "your own packs."
        )


def _of_settings() -> Iterator[str]:
    if settings.DEBUG:
        yield "COUNTERSIGN_DEBUG is on: error pages would show case content. Remove it."
    if not settings.SESSION_COOKIE_SECURE or not settings.CSRF_COOKIE_SECURE:
        yield (
            "COUNTERSIGN_SECURE_COOKIES is off: a sign-in could be read on the way. "
            "Remove it, and serve this installation over HTTPS."
        )
    if not settings.SECURE_SSL_REDIRECT:
        yield (
            "COUNTERSIGN_HTTPS_REDIRECT is off: pages could be opened without encryption. Remove it; "
            "behind a proxy that ends HTTPS, set COUNTERSIGN_BEHIND_HTTPS_PROXY=yes."
        )
    if settings.SECURE_HSTS_SECONDS < LONG_ENOUGH_HSTS:
        yield (
            "COUNTERSIGN_HSTS_SECONDS is below half a year: browsers would forget to use HTTPS. "
            f"Remove it, or set at least {LONG_ENOUGH_HSTS}."
        )
    if not settings.ALLOWED_HOSTS or any("*" in host for host in settings.ALLOWED_HOSTS):
        yield (
            "COUNTERSIGN_HOSTS is empty or has a wildcard: pages would answer to any name. "
            "Set it to the host names of this installation, separated by commas."
        )
    origin = urlsplit(settings.COUNTERSIGN_PUBLIC_ORIGIN)
    if origin.scheme != "https" or origin.hostname in {"127.0.0.1", "localhost", "::1"}:
        yield (
            f"COUNTERSIGN_PUBLIC_ORIGIN is {settings.COUNTERSIGN_PUBLIC_ORIGIN!r}, a trial's address. "
            "Set it to the https address at which people open this installation."
        )
    if settings.COUNTERSIGN_TRIAL:
        yield "COUNTERSIGN_TRIAL is on. Start production with config.settings.production as it is."


def _of_secrets() -> Iterator[str]:
    process = settings.COUNTERSIGN_PROCESS
    texts = {
        "COUNTERSIGN_SECRET_KEY": settings.SECRET_KEY,
        "COUNTERSIGN_LOOKUP_KEY": settings.COUNTERSIGN_LOOKUP_KEY,
        "COUNTERSIGN_BROKER_URL": urlsplit(settings.COUNTERSIGN_BROKER_URL).password or "",
        **{
            f"The password of the database alias {alias!r}": str(database.get("PASSWORD", ""))
            for alias, database in settings.DATABASES.items()
        },
    }
    for name, text in texts.items():
        if trial_marks.is_trial_text(text):
            yield f"{name} was made by a trial. Make a new one: it has lain on a trial's machine."
    if len(settings.SECRET_KEY) < 50:
        yield "COUNTERSIGN_SECRET_KEY is short. Set at least 50 random characters."
    if process in NEEDS_CONTENT_KEY:
        yield from _of_key_file("COUNTERSIGN_CONTENT_KEY_FILE", "content of requests", _content_key)
    if process == "dispatcher":
        yield from _of_key_file("COUNTERSIGN_GRANT_KEY_FILE", "grants", _grant_key)
    elif settings.COUNTERSIGN_GRANT_KEY_FILE:
        yield (
            f"COUNTERSIGN_GRANT_KEY_FILE is set for the process {process!r}. Only the dispatcher may "
            "hold the key that signs grants: remove it here."
        )


def _of_static_files() -> Iterator[str]:
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        yield (
            f"No styles and scripts are in {settings.STATIC_ROOT}, so no page could be drawn. Build "
            "and collect them where this release was unpacked: make assets, then "
            "manage.py collectstatic"
        )


def _of_key_file(setting: str, purpose: str, read: Callable[[Path], bytes]) -> Iterator[str]:
    path = getattr(settings, setting)
    if not path:
        yield f"{setting} is missing: the key for {purpose}. Set it to the path of the key file."
        return
    try:
        key = read(Path(path))
    except (OSError, ValueError, UnusableKey):
        yield (
            f"{setting} names {path}, which holds no usable key. Make the file readable for this "
            "process, or restore it from your safe copy."
        )
        return
    if trial_marks.is_trial_key(key):
        yield f"{setting} names a key that a trial made. Make a new key for this installation."


def _content_key(path: Path) -> bytes:
    """Return the bytes of a content key file, whose last word is the key."""
    try:
        return base64.b64decode(path.read_text(encoding="ascii").split()[-1], validate=True)
    except (IndexError, binascii.Error) as error:
        raise ValueError("no key") from error


def _grant_key(path: Path) -> bytes:
    return load_private_key(path).private_bytes_raw()


def _of_database() -> Iterator[str]:
    try:
        yield from _of_login(
            "default", "COUNTERSIGN_DATABASE_URL", LOGIN_OF.get(settings.COUNTERSIGN_PROCESS)
        )
        if "auditor" in settings.DATABASES:
            yield from _of_login("auditor", "COUNTERSIGN_AUDITOR_DATABASE_URL", logins.AUDITOR)
        made = installation.of_this_database()
        demo_accounts = Person.objects.filter(is_demo=True).exists()
        demo_matcher = Matcher.objects.filter(is_demo=True).exists()
    except Error:
        yield (
            "The database of COUNTERSIGN_DATABASE_URL does not answer as it should. Check the "
            "address and the password, then run: manage.py bootstrap_database"
        )
        return
    if made is None:
        yield "This database was never made ready. Run: manage.py bootstrap_database"
    elif made.kind != Installation.Kind.PRODUCTION:
        yield (
            "COUNTERSIGN_DATABASE_URL names a database that a trial made. Give production its own "
            "database, and run: manage.py bootstrap_database"
        )
    if demo_accounts:
        yield (
            "The database holds demo accounts, whose passwords were printed on a screen. "
            "Start production with a database of its own."
        )
    if demo_matcher:
        yield (
            "The register names the demo matcher, which is not a face recogniser. "
            "Start production with a database of its own, and register your matcher."
        )


def _of_login(alias: str, setting: str, expected: str | None) -> Iterator[str]:
    """Refuse a login that holds more than its work needs, or that is another process's."""
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls,"
            " rolreplication,"
            " EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid),"
            " ARRAY(SELECT other.rolname::text FROM pg_roles other WHERE other.oid <> pg_roles.oid"
            "  AND pg_has_role(current_user, other.oid, 'MEMBER') ORDER BY 1)"
            " FROM pg_roles WHERE rolname = current_user"
        )
        user, superuser, roles, databases, bypass, replication, owns, member_of = cursor.fetchone()
    held = [
        words
        for held, words in (
            (superuser, "is a superuser"),
            (roles, "may create roles"),
            (databases, "may create databases"),
            (bypass, "bypasses row security"),
            (replication, "may replicate"),
            (owns, "owns tables"),
            (member_of and not superuser, "may become " + ", ".join(member_of)),
        )
        if held
    ]
    if held:
        yield (
            f"The database login {user!r} of {setting} {', '.join(held)}. A process "
            "may hold no more than its work needs: use the login that bootstrap_database made."
        )
    if user != expected:
        yield (
            f"{setting} signs in as {user!r}, but the process "
            f"{settings.COUNTERSIGN_PROCESS!r} works there as {expected!r}. Use that login, or set "
            "COUNTERSIGN_PROCESS to what this process is."
        )
