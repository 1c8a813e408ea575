"""The filters that a reading or an export of the log was recorded with, in the reader's words.

The log keeps ids, codes and times; what this version has no words for is shown as it stands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils import formats
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from requests_app.audit.events import EVENTS
from requests_app.web.auditor import names
from requests_app.web.times import zone_of
from requests_app.workflow.reading.names import Names

GROUPS: Mapping[str, Any] = {
    "account": gettext_lazy("accounts"),
    "action": gettext_lazy("refused acts"),
    "banner": gettext_lazy("the notice of monitoring"),
    "candidate_picture": gettext_lazy("pictures of candidates"),
    "candidates": gettext_lazy("candidates"),
    "certificate": gettext_lazy("training certificates"),
    "checkpoint": gettext_lazy("signed states of the log"),
    "content": gettext_lazy("content opened or destroyed"),
    "credential": gettext_lazy("passwords and links"),
    "data": gettext_lazy("data damaged or erased"),
    "decide_right": gettext_lazy("rights to decide"),
    "demo": gettext_lazy("the demonstration"),
    "disclosure": gettext_lazy("disclosure packs"),
    "document": gettext_lazy("documents"),
    "exam": gettext_lazy("examinations of results"),
    "followup": gettext_lazy("what came of leads"),
    "forwarding": gettext_lazy("the sending of searches"),
    "incident": gettext_lazy("incidents"),
    "jurisdiction": gettext_lazy("where the agency is"),
    "lead": gettext_lazy("leads"),
    "letter": gettext_lazy("letters about accounts"),
    "log": gettext_lazy("the log itself"),
    "notice": gettext_lazy("notices"),
    "pack": gettext_lazy("legal sign-offs of policy packs"),
    "power": gettext_lazy("proposed powers"),
    "probe": gettext_lazy("probe images"),
    "record": gettext_lazy("records"),
    "recovery_code": gettext_lazy("recovery codes"),
    "registry": gettext_lazy("the registry"),
    "retention": gettext_lazy("legal holds"),
    "role": gettext_lazy("roles"),
    "schema": gettext_lazy("the database’s schema"),
    "search": gettext_lazy("searches"),
    "second_factor": gettext_lazy("second factors"),
    "session": gettext_lazy("sessions"),
    "sign_in": gettext_lazy("sign-ins"),
    "unit": gettext_lazy("units"),
}
"""What the first word of an event's code stands for."""

OUTCOMES: Mapping[str, Any] = {
    "success": pgettext_lazy("outcome", "Done"),
    "refused": pgettext_lazy("outcome", "Refused"),
    "error": pgettext_lazy("outcome", "Error"),
}


def everything_about(group: str) -> str:
    """Say that all events of a group are meant."""
    return _("Everything about: %(group)s") % {"group": GROUPS.get(group, group)}


def filters_in_words(written: Mapping[str, Any], known: Names) -> list[str]:
    """Return one line for each filter, in the order in which the form asks for them.

    Args:
        written: the filters as the log and an export keep them.
        known: names for the people and requests in them.
    """
    lines = [words(written[name], known) for name, words in _WORDS.items() if name in written]
    unknown = [
        {"name": name, "value": value} for name, value in written.items() if name not in _WORDS
    ]
    return lines + [_("%(name)s: %(value)s") % each for each in unknown]


def _people(ids: Iterable[str], known: Names) -> str:
    found = [known.people.get(UUID(each), each) for each in ids]
    # An account and its person stand in the filter side by side, and are one name.
    return _("Who: %(who)s") % {"who": _listed(found) or _("nobody")}


def _codes(codes: Iterable[str], _known: Names) -> str:
    chosen = sorted(codes)
    said = []
    for group in dict.fromkeys(code.split(".")[0] for code in chosen):
        own = [code for code in chosen if code.split(".")[0] == group]
        whole = [code for code in EVENTS if code.split(".")[0] == group]
        if len(own) > 1 and set(own) >= set(whole):
            said.append(everything_about(group))
        else:
            said += [names.event_label(code) for code in own]
    return _("What: %(what)s") % {"what": _listed(said)}


def _requests(ids: Iterable[str], known: Names) -> str:
    found = [known.references.get(UUID(each), each) for each in ids]
    return _("Requests: %(references)s") % {"references": _listed(found) or _("none")}


def _listed(words: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(words))


def _time(text: str) -> str:
    local = localtime(dt.datetime.fromisoformat(text))
    return f"{formats.date_format(local, 'DATE_FORMAT')}, {local:%H:%M} ({zone_of(local)})"


_WORDS: Mapping[str, Callable[[Any, Names], str]] = {
    "people": _people,
    "codes": _codes,
    "since": lambda value, _known: _("From: %(time)s") % {"time": _time(value)},
    "until": lambda value, _known: _("Before: %(time)s") % {"time": _time(value)},
    "requests": _requests,
    "outcome": lambda value, _known: (
        _("Outcome: %(outcome)s") % {"outcome": OUTCOMES.get(value, value)}
    ),
    "role": lambda value, _known: _("Role acted in: %(role)s") % {"role": names.role_label(value)},
    "event": lambda value, _known: _("The one event %(number)s") % {"number": value},
    "figures": lambda _value, _known: _("The figures of a period"),
    "case": lambda _value, _known: _("Requests on one case, whose number is not kept here"),
}
