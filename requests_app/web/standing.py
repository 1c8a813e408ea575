"""Where a request stands, told alike in every badge, list and page: its status, or what its sending waits for.

A search that is held or waits for another try keeps its status; whoever reads that alone is misled. It must not
read anything: the readings bring the state of the sending with the request.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from requests_app.searches.states import Party, StatusMeaning, meaning_of
from requests_app.web.looks import STATUSES

WITH: Mapping[Party, Promise] = {
    Party.OFFICER: _("With you"),
    Party.DECIDER: _("With the deciders of your unit"),
    Party.EXAMINER: _("With the examiners of your unit"),
    Party.OPERATOR: _("With an operator"),
    Party.SYSTEM: _("With the system: nobody needs to act"),
    Party.NOBODY: _("With nobody: it has ended"),
}
"""Who has a request, as its requester reads it."""
_HELD: Mapping[str, tuple[Promise, Promise]] = {
    "gallery_off": (
        _(
            "It is held, because the gallery or its matcher is switched off. It is sent by itself once that "
            "is on again, as long as the approval lasts."
        ),
        _("With whoever runs the installation: the gallery or its matcher is switched off"),
    ),
    "stopped_by_rule": (
        _(
            "It is held, because a rule stops it now that did not before, a certificate that has ended for "
            "example. It is sent by itself once the rule is met, as long as the approval lasts."
        ),
        _("Held until a rule is met that stops it now"),
    ),
    "log_differs": (
        _(
            "It is held, because a check of the log found a difference and no search is sent until an auditor "
            "allows it again. It is sent by itself then, as long as the approval lasts."
        ),
        _("With the auditors, who look into the log"),
    ),
}
"""What holds a search -> why it is held and what becomes of it, and who has it."""
_HELD_OTHERWISE = (
    _(
        "It is held: something is not as it was approved, or cannot be read. Nothing is sent until an operator "
        "has looked into it; one has been told."
    ),
    WITH[Party.OPERATOR],
)
_TRIED_AGAIN = _(
    "The matcher could not be reached, or did not answer. It is tried again by itself, as long as the "
    "approval lasts."
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one request stands.

    Attributes:
        code, label: of its badge, for the tag `status`.
        explanation: one sentence that says what happens next.
        holder: who has it, as its requester reads it.
        meaning: of the status itself, which may say less.
        waits: whether its sending is held or waits for another try.
    """

    code: str
    label: Promise | str
    explanation: Promise
    holder: Promise
    meaning: StatusMeaning
    waits: bool = False


def standing_of(status: str, waits_because: tuple[str, str]) -> Standing:
    """Return where a request stands.

    Args:
        status: of the request.
        waits_because: the state of its sending, `held` or `ready`, and the code of what holds it or of the last
            attempt’s error; two empty texts where it waits for nothing.
    """
    meaning = meaning_of(status)
    state, reason = waits_because
    if state == "held":
        explanation, holder = _HELD.get(reason, _HELD_OTHERWISE)
        return Standing("held", STATUSES["held"][2], explanation, holder, meaning, waits=True)
    holder = WITH[meaning.owner]
    if state:
        label = STATUSES["tried_again"][2]
        return Standing("tried_again", label, _TRIED_AGAIN, holder, meaning, waits=True)
    return Standing(status, meaning.label, meaning.explanation, holder, meaning)
