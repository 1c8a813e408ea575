"""The readiness of this installation in words: each part and each safeguard, what it means, and what to do.

For people; a monitor reads `/readyz`, which asks the same. It must not show a setting, a key or anything of a case.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from requests_app.accounts.roles import Role
from requests_app.web.access import role_required
from requests_app.web.drawing import render
from requests_app.web.http import ActingRequest

PARTS: Mapping[str, tuple[Promise, Promise]] = {
    "database": (
        _("The database answers"),
        _(
            "Nothing works without it. See that PostgreSQL is up and reachable from the web process."
        ),
    ),
    "broker": (
        _("Redis answers"),
        _(
            "Searches still go out, later: each process looks by itself for what waits. Bring Redis back."
        ),
    ),
    "worker": (
        _("The worker was heard of in the last 45 seconds"),
        _("Exports, mail and what expires wait for it. Start it, or look into its log."),
    ),
    "dispatcher": (
        _("The dispatcher was heard of in the last 45 seconds"),
        _("Approved searches wait for it. Start it, or look into its log."),
    ),
    "outbox": (
        _("Nothing that could go out has waited for more than 15 minutes"),
        _("Approved searches stand still. The outbox shows which; look into the dispatcher’s log."),
    ),
    "rules": (
        _("The rules can judge, and each is the one that was recorded"),
        _(
            "No request can be submitted, and none is sent. Look into the web process’s log, which names the rule "
            "pack, and bring its file back."
        ),
    ),
    "mail": (
        _("No mail was given up"),
        _(
            "Every search can move. The outbox’s page says why mail was given up, and sends it again."
        ),
    ),
    "sweeps": (
        _("The scheduler (beat) calls for the sweeps"),
        _("Every search can move: the processes sweep by themselves. Start beat again, once."),
    ),
    "audit_log": (
        _("Each event has its place in the log within five seconds"),
        _(
            "Every search can move, and events are recorded. See that the sequencer runs; if it does, its log says "
            "what holds it back."
        ),
    ),
}
"""What stands there while a part is well, and what its absence means and asks for."""
SAFEGUARDS: Mapping[str, tuple[Promise, Promise, Promise]] = {
    "audit_guard": (
        _("The guard of the log (audit_guard)"),
        _(
            "Nobody but a superuser of the database can alter or drop the tables of the log, their owner included."
        ),
        _(
            "The owner of the database’s tables could take the protection off the log. A superuser of the database "
            "switches the guard on with what “manage.py audit_guards” prints: see docs/production.md, step 5."
        ),
    ),
    "large_objects_closed": (
        _("Large objects are closed (large_objects_closed)"),
        _("No login of this installation can keep data in the database outside its tables."),
        _(
            "A login of this installation that was taken over could keep data in the database outside its tables. A "
            "superuser of the database closes this with what “manage.py large_objects” prints: see "
            "docs/production.md, step 5."
        ),
    ),
}
"""Its name, what it means while it is on, and what it means that it is off and what to do."""
_IN_A_TRIAL = _(
    "It is off because this is a trial, which never switches it on: a trial holds invented data only. There is "
    "nothing to do."
)
_NOT_KNOWN = _("The database could not be asked. Bring it back first, then look again.")
_ON = (pgettext_lazy("safeguard", "On"), "good", "tick")
_OFF = (pgettext_lazy("safeguard", "Off"), "attention", "warning")
_UNKNOWN = (pgettext_lazy("safeguard", "Not known"), "neutral", "")
_WELL = (pgettext_lazy("part", "Well"), "good", "tick")
_MISSING = (pgettext_lazy("part", "Missing"), "bad", "cross")
_LOOK = (pgettext_lazy("part", "To be looked at"), "attention", "warning")


@never_cache
@role_required(Role.OPERATOR)
@require_GET
def readiness(
    request: ActingRequest,
    parts: Mapping[str, Callable[[], bool]],
    beside: Mapping[str, Callable[[], bool]],
    safeguards: Mapping[str, Callable[[], bool | None]],
) -> HttpResponse:
    """What `/readyz` asks, in words.

    Args:
        parts, beside, safeguards: as `web.health.ready` takes them.
    """
    context = {
        "parts": [_part(name, works(), _MISSING) for name, works in parts.items()]
        + [_part(name, works(), _LOOK) for name, works in beside.items()],
        "safeguards": [_safeguard(name, is_on()) for name, is_on in safeguards.items()],
    }
    return render(request, "operator/readiness.html", context)


def _part(name: str, works: bool, otherwise: tuple[Promise, str, str]) -> dict[str, Any]:
    well, absent = PARTS[name]
    return {"name": well, "state": _WELL if works else otherwise, "said": "" if works else absent}


def _safeguard(name: str, is_on: bool | None) -> dict[str, Any]:
    title, on, off = SAFEGUARDS[name]
    if is_on is None:
        return {"name": title, "state": _UNKNOWN, "said": [_NOT_KNOWN]}
    if is_on:
        return {"name": title, "state": _ON, "said": [on]}
    said = [off, _IN_A_TRIAL] if settings.COUNTERSIGN_TRIAL else [off]
    return {"name": title, "state": _OFF, "said": said}
