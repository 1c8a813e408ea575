"""How codes look: the tone, the shape and the words of each status, of what a rule does, and of each authority.

Shape and words say everything that the tone says: nothing is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

from requests_app.searches.states import Status, meaning_of

_STATUS_LOOK: Mapping[Status, tuple[str, str]] = {
    Status.DRAFT: ("neutral", "dashed"),
    Status.AWAITING_DECISION: ("waiting", "half"),
    Status.RETURNED: ("attention", "back"),
    Status.APPROVED: ("good", "tick"),
    Status.REFUSED: ("bad", "cross"),
    Status.WITHDRAWN: ("neutral", "bar"),
    Status.EXPIRED: ("neutral", "clock"),
    Status.FORWARDING: ("waiting", "forward"),
    Status.SEARCH_FAILED: ("bad", "warning"),
    Status.RESULT_RECEIVED: ("waiting", "dot"),
    Status.LEAD_RELEASED: ("good", "diamond"),
    Status.NO_LEAD: ("neutral", "open-diamond"),
    Status.STOPPED: ("bad", "stop"),
    Status.CLOSED: ("neutral", "square"),
}

# Code -> (tone, glyph, words). The words serve where a page has no label at hand.
STATUSES: Mapping[str, tuple[str, str, Any]] = {
    **{
        status.value.lower(): (tone, glyph, meaning_of(status).label)
        for status, (tone, glyph) in _STATUS_LOOK.items()
    },
    # What the sending of an approved search waits for.
    "held": ("attention", "lock", gettext_lazy("Held")),
    "tried_again": ("waiting", "clock", gettext_lazy("Waits to be tried again")),
    # Tasks of a task list.
    "not_started": ("neutral", "dashed", gettext_lazy("Not started")),
    "optional": ("neutral", "dashed", pgettext_lazy("task", "Optional")),
    "in_progress": ("waiting", "half", gettext_lazy("In progress")),
    "needs_work": ("attention", "warning", gettext_lazy("Needs work")),
    "completed": ("good", "tick", gettext_lazy("Completed")),
    "cannot_start_yet": ("neutral", "lock", gettext_lazy("Cannot start yet")),
    "needs_attention": ("attention", "warning", gettext_lazy("Needs attention")),
    # Outcomes in the log.
    "success": ("good", "tick", pgettext_lazy("outcome", "Done")),
    "error": ("bad", "warning", pgettext_lazy("outcome", "Error")),
}

# What a rule does to a request -> (tone, glyph, words).
VERBS: Mapping[str, tuple[str, str, Any]] = {
    "block": ("bad", "stop", gettext_lazy("Not allowed")),
    "stop": ("bad", "stop", gettext_lazy("Stopped")),
    "gate": ("bad", "cross", gettext_lazy("Must be met first")),
    "appr+": ("waiting", "half", gettext_lazy("Another person must approve too")),
    "evid": ("attention", "warning", gettext_lazy("Evidence needed")),
    "warn": ("attention", "warning", gettext_lazy("Look at this")),
    "due": ("attention", "clock", gettext_lazy("Due later")),
    "purge": ("neutral", "clock", gettext_lazy("Will be erased")),
    "retain": ("neutral", "lock", gettext_lazy("Will be kept")),
    "label": ("neutral", "", gettext_lazy("Will be labelled")),
    "disc": ("neutral", "", gettext_lazy("Will be disclosed")),
    "report": ("neutral", "", gettext_lazy("Will be reported")),
}

_ADVICE = ("attention", "warning", gettext_lazy("Advice only"))
"""What is said where the pack of a rule has no legal sign-off: tone, glyph, words."""


def finding_tags(
    verb: str, *, is_advice: bool, as_written: bool = False
) -> tuple[tuple[str, str, Any], ...]:
    """Return the tags of a finding, each with its tone, glyph and words.

    Args:
        verb: what its rule does, in small letters.
        is_advice: it stops nothing, and that stands in place of what the rule does.
        as_written: what the rule does once it is signed off stands before it.
    """
    does = VERBS.get(verb, ("neutral", "", verb))
    if not is_advice:
        return (does,)
    return (does, _ADVICE) if as_written else (_ADVICE,)


# A kind of authority -> words; guidance must never read like statute.
AUTHORITIES: Mapping[str, Any] = {
    "binding": gettext_lazy("Binding law"),
    "settlement": gettext_lazy("Settlement"),
    "guidance": gettext_lazy("Guidance"),
    "template": gettext_lazy("Agency template"),
    "design": gettext_lazy("Design of this service"),
}
