"""What an operator reads for each state of a dispatch, each error code and mail that does not leave.

Must not hold anything of a case.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from requests_app.common import clock
from requests_app.dispatch.refusals import family_of
from requests_app.registry.models import Gallery, LegalReview

_ENTRY_ON = (pgettext_lazy("registry", "Switched on"), "good", "tick")
_ENTRY_OFF = (pgettext_lazy("registry", "Switched off"), "attention", "lock")
STATES: Mapping[str, Promise] = {
    "dead": pgettext_lazy("dispatch", "Given up"),
    "held": pgettext_lazy("dispatch", "Held"),
    "ready": pgettext_lazy("dispatch", "Waiting"),
    "claimed": pgettext_lazy("dispatch", "In flight"),
    "done": pgettext_lazy("dispatch", "Done"),
    "cancelled": pgettext_lazy("dispatch", "Cancelled"),
}
"""In the order in which they are counted: what needs somebody first, then what goes on, then what ended."""
TONES: Mapping[str, tuple[str, str]] = {
    "ready": ("waiting", "clock"),
    "claimed": ("waiting", "forward"),
    "held": ("attention", "lock"),
    "done": ("good", "tick"),
    "dead": ("bad", "cross"),
    "cancelled": ("neutral", "bar"),
}
ERRORS: Mapping[str, Promise] = {
    "backend_unavailable": _(
        "The matcher could not be reached, or could not work. Look whether the matcher and the "
        "network are up."
    ),
    "outcome_unknown": _(
        "The search was sent and no answer came. It can be sent again: the matcher’s side answers a "
        "repeated search without searching twice."
    ),
    "not_sent_in_time": _(
        "Nothing was sent: the dispatcher stood still between taking the search and sending it. It is sent by "
        "the next try. If this comes again, see whether its machine is paused or short of memory."
    ),
    "backend_refused": _(
        "The matcher’s side refused. Compare clocks, keys and limits with its operator."
    ),
    "grant_rejected": _(
        "The matcher’s side did not accept the grant. Compare the clocks, the issuer and the public "
        "key with its operator, then retry."
    ),
    "replay_rejected": _(
        "The matcher’s side says that the grant was used before. Ask its operator what its register "
        "says before you retry."
    ),
    "search_already_answered": _(
        "The search was made. Its answer did not reach this installation, and the matcher’s side no longer "
        "keeps it, so trying again cannot bring it. The officer has been told and can start a new request."
    ),
    "encounter_unknown": _(
        "The matcher has no such picture of this candidate any more. The examiner is told, and compares without it."
    ),
    "worker_lost": _(
        "The worker that had sent it was not heard of again; the next one took the search over. Look into "
        "the dispatcher’s log of that time: a restart, no memory left, or no database."
    ),
    "gallery_unknown": _(
        "The matcher does not know the gallery. Have the registry entry put right."
    ),
    "probe_rejected": _(
        "The matcher cannot use the picture. The officer must start a new request."
    ),
    "no_face_found": _("The engine found no face. The officer must start a new request."),
    "multiple_faces": _("The engine found several faces. The officer must start a new request."),
    "image_too_large": _("The picture is more than the matcher takes."),
    "unsupported_format": _("The matcher cannot read the picture’s format."),
    "contract_violation": _(
        "The answer was not what was asked for and was thrown away; its digest is in the log. Tell "
        "the matcher’s operator before you retry."
    ),
    "answer_too_many": _(
        "The matcher gave more candidates than the approval allows. The answer was thrown away unseen; its digest is in "
        "the log. Have the matcher keep to the number that each search asks for, and then retry."
    ),
    "answer_not_recorded": _(
        "The matcher answered, and the answer could not be recorded; it was thrown away and its "
        "digest is in the log. Look into the dispatcher’s log before you retry."
    ),
    "answer_score_too_long": _(
        "A score in the answer has more digits than any scale needs, so the answer was thrown away; its "
        "digest is in the log. Tell the matcher’s operator before you retry."
    ),
    "answer_not_a_number": _(
        "A score in the answer is no number that can be a score, so the answer was thrown away; its digest "
        "is in the log. Tell the matcher’s operator before you retry."
    ),
    "answer_score_off_scale": _(
        "A score in the answer lies outside the scale that the registry gives this matcher. Compare "
        "“score_minimum” and “score_maximum” of its entry with its operator, then retry."
    ),
    "answer_scores_out_of_order": _(
        "A worse rank in the answer has a better score. Compare the direction of the scores "
        "(“lower_is_better” of the matcher’s entry) with its operator, then retry."
    ),
    "answer_below_threshold": _(
        "A score in the answer lies beyond the threshold that was sent. Ask the matcher’s operator whether "
        "its engine keeps to thresholds; compare the direction of the scores in its entry."
    ),
    "not_a_face_recogniser": _(
        "The answer came from a demonstration matcher. Take its entry out of the registry."
    ),
    "not_configured": _("The matcher’s entry is not usable. Have the registry entry put right."),
    "ca_certificate_unusable": _(
        "The certificate authority in the matcher’s entry cannot be used. Have the registry entry put right."
    ),
    "client_certificate_missing": _(
        "The matcher wants a client certificate, and the dispatcher has none for it. Put its two files into "
        "COUNTERSIGN_MATCHER_CERTIFICATE_FOLDER, then retry."
    ),
    "client_certificate_unusable": _(
        "The dispatcher’s certificate or key for this matcher cannot be used, or they do not belong "
        "together. Put its two files right, then retry."
    ),
    "tls_required": _("The matcher’s address has no TLS. Have the registry entry put right."),
    "gallery_off": _(
        "The gallery or its matcher is switched off, or a legal review found the gallery unlawful. It is "
        "looked at again every ten minutes."
    ),
    "gallery_changed": _(
        "The gallery’s entry changed after the request was submitted, so what was approved can no "
        "longer be sent. The officer can start a new request from it."
    ),
    "gallery_not_as_logged": _(
        "The gallery’s entry is not the one that was approved, and the log holds no change of it. "
        "Nothing is sent. Tell a privacy auditor."
    ),
    "log_differs": _(
        "The check of the log found a difference, so nothing is sent until an auditor allows it. It is looked "
        "at again every ten minutes."
    ),
    "probe_changed": _("The picture is not the one that was approved. Tell a privacy auditor."),
    "stopped_by_rule": _(
        "A rule that came later stops it. It is looked at again every ten minutes."
    ),
    "content_damaged": _(
        "The request’s content cannot be read. Restore its key or its rows from your safe copy; it is "
        "looked at again every ten minutes."
    ),
    "cannot_be_judged": _(
        "The rules cannot judge this request, so it is not sent. Look into the dispatcher’s log; it "
        "is looked at again every ten minutes."
    ),
    "not_approved": _("The approval is not complete. Tell a privacy auditor."),
    "own_request": _("The approval is by the requester. Tell a privacy auditor."),
    "not_what_was_approved": _(
        "What lies here to be sent is not what the log says was approved. Nothing is sent. Tell a "
        "privacy auditor."
    ),
    "poison": _(
        "Three workers took this search and were never heard of again. Look into the dispatcher’s "
        "log before you retry."
    ),
    "expired": _("The approval ran out before there was a result."),
    "withdrawn": _("The officer withdrew the request before there was a result."),
}


_ASK_FIRST = _(
    "It was sent, and whether it was searched is not known. This matcher would search a second time, so "
    "nothing is sent again by itself. Ask its operator whether the search was made."
)


def error_words(code: str, *, may_search_twice: bool = False) -> Promise | str:
    """Return what an error code means and what to do; nothing for no code.

    Args:
        code: as it is stored with a dispatch or an attempt.
        may_search_twice: to send this search again might be to search twice.
    """
    if not code:
        return ""
    if may_search_twice and family_of(code) in {
        "outcome_unknown",
        "backend_unavailable",
        "worker_lost",
    }:
        return _ASK_FIRST
    known = ERRORS.get(code) or ERRORS.get(family_of(code))
    return known or _("An error without words of its own; its code is shown beside.")


_NOT_REACHED = _(
    "The mail server could not be reached. See that it is up, and that its address and port "
    "(COUNTERSIGN_MAIL_HOST, COUNTERSIGN_MAIL_PORT) are right and open from the worker."
)
_SIGN_IN = _(
    "The mail server did not accept the sign-in. Have COUNTERSIGN_MAIL_USER and "
    "COUNTERSIGN_MAIL_PASSWORD put right, and see whether it wants COUNTERSIGN_MAIL_TLS."
)
_ADDRESS = _(
    "The mail server did not take a recipient’s address. Its log names it; have an account "
    "administrator look at it. Such a mail fails again until the address is mended."
)
MAIL_ERRORS: Mapping[str, Promise] = {
    "SMTPAuthenticationError": _SIGN_IN,
    "SMTPNotSupportedError": _SIGN_IN,
    "SMTPRecipientsRefused": _ADDRESS,
    "ValueError": _ADDRESS,
    "BadHeaderError": _ADDRESS,
    "UnicodeEncodeError": _ADDRESS,
    "SMTPSenderRefused": _(
        "The mail server did not take the sender’s address. Have COUNTERSIGN_MAIL_FROM put right."
    ),
    "ImproperlyConfigured": _(
        "Mail cannot be sent as this installation is set up. Have the settings of mail put right; where "
        "mail is written into a folder, see that it is one and that the worker may write there."
    ),
    "SSLError": _(
        "The mail server could not be reached over an encrypted connection. See that it offers "
        "STARTTLS, and that the worker’s machine trusts its certificate."
    ),
    **dict.fromkeys(
        (
            "ConnectionRefusedError",
            "ConnectionResetError",
            "TimeoutError",
            "OSError",
            "gaierror",
            "SMTPConnectError",
            "SMTPServerDisconnected",
        ),
        _NOT_REACHED,
    ),
}


def mail_error_words(name: str) -> Promise | str:
    """Return what the class of a failed mail means and what to do; nothing for no class."""
    if not name:
        return ""
    known = MAIL_ERRORS.get("SSLError" if name.startswith("SSL") else name)
    return known or _("The mail server’s log and the worker’s log say more.")


def tries(since_put_back: int, in_all: int) -> str:
    """Return how often a search was tried: one number, or two where an operator has put it back."""
    if since_put_back >= in_all:
        return str(since_put_back)
    return gettext("%(now)s since it was put back, %(all)s in all") % {
        "now": since_put_back,
        "all": in_all,
    }


def put_back(gallery: Gallery) -> Promise | str:
    """Return what becomes of a search that an operator has just put back."""
    if is_off(gallery):
        return _(
            "The search is back in the outbox. The next sweep, within a minute, holds it: its gallery or its "
            "matcher may not be searched now, and its page says which. It is then looked at again every ten "
            "minutes, and sent once both may be searched."
        )
    if gallery.matcher.open_until and gallery.matcher.open_until > clock.real_now():
        return _(
            "The search is back in the outbox. Its matcher rests now, and it is tried after that."
        )
    return _(
        "The search is back in the outbox and is tried within a minute. Where something still holds it, it is held "
        "again, and its page says what."
    )


def is_off(gallery: Gallery) -> bool:
    """Whether no search is sent to this gallery now."""
    return not (gallery.is_on_offer and gallery.matcher.is_active)


def searched_in(gallery: Gallery) -> dict[str, Any]:
    """Return the gallery and the matcher of a search, by name, each with whether it may be searched now."""
    if not gallery.allow_listed:
        state = _ENTRY_OFF
    elif gallery.legal_review_decision != LegalReview.LAWFUL:
        state = (_("Found unlawful by the latest legal review"), "bad", "cross")
    else:
        state = _ENTRY_ON
    return {
        "gallery": str(gallery),
        "gallery_state": state,
        "matcher": gallery.matcher.name,
        "matcher_state": _ENTRY_ON if gallery.matcher.is_active else _ENTRY_OFF,
        "is_off": is_off(gallery),
    }
