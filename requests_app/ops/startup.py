"""Refuses to start a production process that would not be safe, a paragraph for each reason.

It must not repair: whoever starts it reads what, which setting, and what to do. What stops submissions
only, or a safeguard that is off, is logged, and does not keep the process from starting.
"""

import logging
import sys
from traceback import extract_tb

from django.conf import settings
from django.core import checks

from requests_app.ops import kinds, readiness
from requests_app.ops.models import Installation
from requests_app.ops.refusals.codes import JUDGES, TAG
from requests_app.registry import selectors as registry

log = logging.getLogger(__name__)


def refuse_if_unsafe() -> None:
    """End this process with every reason why it may not start.

    A trial starts always, but for one whose database production made.

    Raises:
        SystemExit
    """
    if settings.COUNTERSIGN_INSTALLATION_KIND != Installation.Kind.PRODUCTION:
        try:
            kinds.compare_all()
        except kinds.WrongKind as error:
            sys.exit(f"Countersign does not start.\n\n{error}")
        return
    try:
        found = _found()
    except Exception as error:  # noqa: BLE001  Celery would log it, and start
        # Neither its words nor a stack: either may hold the value of a secret.
        frames = extract_tb(error.__traceback__)
        where = [frame for frame in frames if "requests_app" in frame.filename][-1]
        sys.exit(
            "Countersign does not start.\n\nA check could not be made: "
            f"{type(error).__name__} in {where.filename}, line {where.lineno}. "
            "Look for a malformed setting, above all an address."
        )
    reasons = [f"{reason.id}: {reason.msg} {reason.hint}" for reason in found]
    if reasons:
        sys.exit("Countersign does not start.\n\n" + "\n\n".join(reasons))
    if settings.COUNTERSIGN_PROCESS in JUDGES:
        log_changed_packs()
        log_safeguards_off()


def _found() -> list[checks.CheckMessage]:
    """Return what our registered checks find, by id.

    Django leaves out silenced messages only where a command prints them, so SILENCED_SYSTEM_CHECKS
    hides none of these.
    """
    databases = [] if settings.COUNTERSIGN_PROCESS == "beat" else ["default"]
    if "auditor" in settings.DATABASES:
        databases.append("auditor")
    found = checks.run_checks(tags=[TAG], include_deployment_checks=True, databases=databases)
    return sorted(found, key=lambda reason: str(reason.id))


def log_changed_packs() -> None:
    """Tell the operator of each pack whose file is not what judged here under its name and number."""
    for pack in registry.changed_packs():
        log.error(
            "the rules on this server are not the ones that were recorded",
            extra={
                "problem": (
                    f"{pack.place} is not the version {pack.version} of the pack {pack.pack} that "
                    f"judged requests here: SHA-256 {pack.found}, recorded {pack.recorded}"
                ),
                "still_works": "reading, deciding and sending; nothing can be submitted",
                "what_now": (
                    "put the recorded file back; if its rules were meant to change, add them as a "
                    "new file with a new version; then start all processes again"
                ),
            },
        )


WITHOUT = {
    "audit_guard": (
        "the guard of the log is off: the owner of the tables could alter the log's schema",
        "as a superuser of the database, run with psql what manage.py audit_guards prints",
    ),
    "large_objects_closed": (
        "every database login may make large objects, which no right on a table governs",
        "as a superuser of the database, run with psql what manage.py large_objects prints",
    ),
}
"""By safeguard: what is so without it, and what to do."""


def log_safeguards_off() -> None:
    """Tell the operator of each safeguard that only a superuser of the database switches on."""
    for name, is_on in readiness.SAFEGUARDS.items():
        if is_on() is False:
            problem, what_now = WITHOUT[name]
            log.warning(
                "a safeguard of the database is off",
                extra={
                    "problem": problem,
                    "still_works": "everything",
                    "what_now": what_now,
                },
            )
