"""What a requester is told of an approved search that was not sent, or brought no result.

Says what happened and what to do next; never an engine's own words, an address or a key. Of one
that is held, `web.standing` tells.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from requests_app.dispatch.refusals import family_of
from requests_app.searches.states import Status

_ENDED: Mapping[str, Promise] = {
    "lapsed": _("Its time ran out before it was decided, answered or sent."),
    "authorisation_expired": _("It was approved, and could not be sent in time."),
    "gallery_changed": _(
        "It was approved, and then the gallery’s entry in the registry changed, so it can no longer be "
        "sent. Start again from this request: your answers are kept. Look at the gallery as it is now, "
        "and upload the picture again."
    ),
}
_ENDED_AFTER_SENDING: Mapping[str, Promise] = {
    "lapsed": _("Its time ran out before there was a result."),
    "authorisation_expired": _("Its approval ran out before it could be sent once more."),
    "gallery_changed": _(
        "The gallery’s entry in the registry changed, so it cannot be sent once more. Start again from this "
        "request: your answers are kept. Look at the gallery as it is now, and upload the picture again."
    ),
}
"""Instead, where the search may have been made before."""
_CAME_OF: Mapping[str, Promise] = {
    "made": _("The search was made, and nobody has seen a result."),
    "unknown": _("It was sent, and no answer came. Whether the search was made is not known."),
}
_PUT_BACK = _("An operator has had it put back, and it is sent once more.")
_ANOTHER_PICTURE = _("Start again from this request with another picture: your answers are kept.")
_OPERATOR_LOOKS = _(
    "An operator looks into it and may have it sent again while the approval lasts. If you do not want "
    "to wait, start again from this request."
)
_FAILED: Mapping[str, tuple[Promise, Promise]] = {
    "no_face_found": (_("The matcher found no face in the picture."), _ANOTHER_PICTURE),
    "multiple_faces": (
        _("The matcher found more than one face in the picture."),
        _(
            "Start again from this request and crop the picture to the one person sought: your answers "
            "are kept."
        ),
    ),
    "image_too_large": (
        _("The picture is larger than the matcher takes."),
        _("Start again from this request and crop the picture: your answers are kept."),
    ),
    "unsupported_format": (_("The matcher could not read the picture."), _ANOTHER_PICTURE),
    "probe_rejected": (_("The matcher could not search with the picture."), _ANOTHER_PICTURE),
    "search_already_answered": (
        _(
            "The search was made, but its answer was lost on the way, and the matcher no longer keeps it. "
            "Nobody has seen a result."
        ),
        _(
            "To have it made once more, start again from this request. It is decided anew, and whoever "
            "decides is told that this search was made."
        ),
    ),
    "expired": (
        _("Its approval ran out before there was a result."),
        _("Start again from this request: your answers are kept."),
    ),
    "gallery_changed": (
        _("The gallery’s entry in the registry changed before there was a result."),
        _("Start again from this request: your answers are kept."),
    ),
    "outcome_unknown": (
        _("It was sent, and no answer came. Whether the search was made is not known."),
        _OPERATOR_LOOKS,
    ),
    "worker_lost": (
        _("It was sent, and no answer came. Whether the search was made is not known."),
        _OPERATOR_LOOKS,
    ),
    "contract_violation": (
        _("The matcher’s answer was not what was asked for, so it was thrown away unseen."),
        _OPERATOR_LOOKS,
    ),
    "answer_not_recorded": (
        _("The matcher answered, and the answer could not be recorded. Nobody has seen a result."),
        _OPERATOR_LOOKS,
    ),
}
_FAILED_OTHERWISE = (
    _("The matcher’s side could not be reached, or refused the call. It is nothing that you did."),
    _OPERATOR_LOOKS,
)
_NOT_KNOWN = frozenset({"outcome_unknown", "worker_lost"})
_SAY_IT_THEMSELVES = frozenset(
    {"search_already_answered", "contract_violation", "answer_not_recorded"}
)
"""Errors whose words tell that the search was made."""
_FOR_THE_OFFICER = frozenset(
    {
        "no_face_found",
        "multiple_faces",
        "image_too_large",
        "unsupported_format",
        "probe_rejected",
        "search_already_answered",
        "expired",
        "gallery_changed",
    }
)


def why_ended(status: str, reason: str, came_of: str) -> tuple[Promise, ...]:
    """Return, in sentences, why a request brought no result, what is known of its search, and what to do.

    Args:
        status: of the request.
        reason: the code that the event of its end gives; empty where it gives none.
        came_of: whether its search was made: `made`, `unknown`, or nothing where it was not.
    """
    made = _CAME_OF.get(came_of)
    known = (made,) if made else ()
    if status == Status.EXPIRED:
        ended = (_ENDED_AFTER_SENDING if made else _ENDED).get(reason)
        return (*known, *([ended] if ended else []))
    if status == Status.SEARCH_FAILED:
        family = family_of(reason)
        why, what_now = _FAILED.get(reason) or _FAILED.get(family) or _FAILED_OTHERWISE
        if {reason, family} & _NOT_KNOWN and made:
            return (made, what_now)  # an earlier attempt may tell more than the last
        says_itself = {reason, family} & _SAY_IT_THEMSELVES
        return (why, *(() if says_itself else known), what_now)
    if status == Status.WITHDRAWN:
        return known
    if status == Status.APPROVED and made:
        return (made, _PUT_BACK)
    return ()


def is_for_the_officer(status: str, reason: str) -> bool:
    """Whether a search that failed is now the requester's: trying again cannot help it."""
    return status == Status.SEARCH_FAILED and bool({reason, family_of(reason)} & _FOR_THE_OFFICER)
