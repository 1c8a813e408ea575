"""What each difference that the check of the log can find means, in words for auditors and operators."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: Mapping[str, Promise] = {
    "leaf_missing": _("Places of the tree are missing, from this one on."),
    "event_missing": _("The event of this place is gone."),
    "hash_differs": _("The event’s bytes do not have the hash that was stored with them."),
    "entry_malformed": _("The event’s bytes are not an entry as this log writes it."),
    "column_differs": _("A column of the event says something else than its entry."),
    "tile_differs": _("A tile of the tree does not fit the events."),
    "root_differs": _("The root of the tree does not fit the events."),
    "checkpoint_unsigned": _("A kept checkpoint bears no signature of a key of the log."),
    "checkpoint_beyond": _(
        "A checkpoint was signed for more events than there are: events are missing at the end."
    ),
    "checkpoint_differs": _("The events before this place are not those that were signed."),
    "leaf_lacking": _("The event was left out of the tree, though later ones have their place."),
    "chain_broken": _("An event of this request is missing before this one, or stands elsewhere."),
    "move_impossible": _("The event changes the status of the request as no event may."),
    "state_differs": _(
        "The request is not what its events make of it: its status, its version, or whether its content was destroyed."
    ),
    "request_missing": _("The log tells of this request, and there is no such request."),
    "events_missing": _("The log tells nothing of this request."),
}
"""Code -> words."""
