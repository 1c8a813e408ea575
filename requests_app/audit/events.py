"""The closed list of what can happen: each event's code, its words, its facts, and who may append it.

Codes are stable for ever. A fact that is not listed here cannot be recorded, and one that is must be.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from requests_app.audit import events_of_examinations
from requests_app.audit.event_types import (
    ANY_PROCESS,
    DISPATCHER,
    EVENTS,
    OWNER,
    SEQUENCER,
    WEB,
    WORKER,
    EventType,
)
from requests_app.audit.event_types import event as _event
from requests_app.wire.approval import FIELDS as APPROVAL_FACTS

__all__ = ["ANY_PROCESS", "DISPATCHER", "EVENTS", "OWNER", "WEB", "WORKER", "EventType"]

_FOUNDING = frozenset({WEB, OWNER})
_SENDING = frozenset({DISPATCHER})
_LAPSING = frozenset({WORKER, DISPATCHER})

# --- sessions ------------------------------------------------------------------------------------
_event("session.opened", _("signed in"), "factors")
_event("session.ended", _("signed out"), "cause")
_event(
    "sign_in.failed",
    _("failed to sign in"),
    optional="cause",
    outcomes="refused",
    anonymous=True,
)
_event(
    "sign_in.throttled",
    _("was slowed down at sign-in"),
    optional="cause",
    outcomes="refused",
    anonymous=True,
)
_event("banner.accepted", _("accepted the notice of monitoring"), "banner_version")
_event("session.confirmed", _("confirmed who they are"), optional="factors")

# --- persons, accounts, powers -------------------------------------------------------------------
_event(
    "account.founded",
    _("was made a first administrator"),
    "person role",
    logins=_FOUNDING,
    anonymous=True,
)
_event("account.created", _("created an account"), "person unit", logins=_FOUNDING)
_event("account.disabled", _("disabled an account"), optional="asked_by", logins=_FOUNDING)
_event("account.enabled", _("enabled an account"))
_event("account.locked", _("was locked out"), "failures", anonymous=True)
_event("account.unlocked", _("unlocked an account"))
_event("account.changed", _("changed an account"), optional="fields unit")
_event(
    "credential.link_issued",
    _("issued a password link"),
    "link purpose",
    logins=_FOUNDING,
    anonymous=True,  # to the first administrators, by whoever installs the product
)
_event("credential.password_set", _("set their password"), "by_link", logins=_FOUNDING)
_event("credential.rehashed", _("had their password stored in a newer form"))
_event(
    "credential.reset",
    _("reset a credential"),
    "proposal",
    optional="asked_by",
    logins=_FOUNDING,
)
_event("second_factor.added", _("added a second factor"), "kind")
_event("second_factor.removed", _("removed a second factor"), "kind", logins=_FOUNDING)
_event("recovery_code.used", _("used a recovery code"), "left")
_event("power.proposed", _("proposed a power"), "proposal kind role unit", logins=_FOUNDING)
_event("power.confirmed", _("confirmed a power"), "proposal kind role unit", logins=_FOUNDING)
_event("power.refused", _("refused a power"), "proposal kind role unit", logins=_FOUNDING)
_event("power.taken_back", _("took a proposal back"), "proposal kind role unit", logins=_FOUNDING)
_event("role.granted", _("granted a role"), "role proposal", logins=_FOUNDING)
_event("role.withdrawn", _("withdrew a role"), "role", optional="asked_by", logins=_FOUNDING)
_event("decide_right.granted", _("granted a right to decide"), "unit proposal", logins=_FOUNDING)
_event("decide_right.withdrawn", _("withdrew a right to decide"), "unit")
_event(
    "certificate.recorded",
    _("recorded a training certificate"),
    "certificate course issued_on valid_until",
    logins=_FOUNDING,
)
_event(
    "certificate.confirmed",
    _("confirmed a training certificate"),
    "certificate course",
    logins=_FOUNDING,
)
_event("certificate.withdrawn", _("withdrew a training certificate"), "certificate course")
_event("unit.created", _("created a unit"), "code", logins=_FOUNDING)
_event("unit.renamed", _("renamed a unit"), "code")
_event("unit.activated", _("put a unit in use"), "code")
_event("unit.deactivated", _("took a unit out of use"), "code")

# --- writing and submitting a request ------------------------------------------------------------
_event("search.drafted", _("started a request"), "started_from", moves=">DRAFT")
_event(
    "search.draft_saved",
    _("saved answers"),
    "section revision fields",
    moves="DRAFT>DRAFT RETURNED>RETURNED",
)
_event(
    "probe.ingested",
    _("uploaded a probe image"),
    "media_type width height transformations metadata_removed warnings",
)
_event(
    "document.added",
    _("attached a judicial document"),
    "media_type size",
    optional="warnings",
)
_event("document.removed", _("removed a judicial document"))
_event(
    "search.checked",
    _("the rules were applied"),
    "stage version verdict packs findings inputs_digest",
    optional="advisory keep_days within_hours",
    logins=frozenset({WEB, DISPATCHER}),
)
_event("search.blocked", _("was stopped by a rule"), "rules unacknowledged", outcomes="refused")
_event("search.warning_acknowledged", _("acknowledged a warning"), "rule version")
_event(
    "search.submitted",
    _("submitted the request"),
    "version purpose urgency offence legal_basis gallery probe documents means_tried means_listed "
    "required_roles language",
    moves="DRAFT>AWAITING_DECISION RETURNED>AWAITING_DECISION",
)
_event(
    "search.withdrawn",
    _("withdrew the request"),
    "version",
    moves="DRAFT>WITHDRAWN RETURNED>WITHDRAWN AWAITING_DECISION>WITHDRAWN APPROVED>WITHDRAWN",
)

# --- deciding ------------------------------------------------------------------------------------
_STILL_WAITING = "AWAITING_DECISION>AWAITING_DECISION"
_event("search.claimed", _("took the request in hand"), "claim again via", moves=_STILL_WAITING)
_event(
    "search.claim_renewed",
    _("kept the request in hand for longer"),
    "claim until",
    moves=_STILL_WAITING,
)
_event("search.claim_released", _("let go of the request"), "claim", moves=_STILL_WAITING)
_event(
    "search.claim_ended",
    _("took away the right with which a decider had the request in hand"),
    "claim",
)
_DECISION = (
    "decision version decision_digest seconds_open seconds_open_total probe_opened findings_unread"
    " claim_via"
)
_event(
    "search.decision_recorded",
    _("recorded an approval"),
    f"{_DECISION} outcome",
    moves=_STILL_WAITING,
)
_event("search.returned", _("returned the request"), _DECISION, moves="AWAITING_DECISION>RETURNED")
_event("search.refused", _("refused the request"), _DECISION, moves="AWAITING_DECISION>REFUSED")
_event(
    "search.approved",
    _("approved the search"),
    " ".join(sorted(APPROVAL_FACTS)),
    moves="AWAITING_DECISION>APPROVED",
)
_event(
    "search.expired",
    _("the request expired"),
    optional="version",
    logins=_LAPSING,
    moves="AWAITING_DECISION>EXPIRED RETURNED>EXPIRED APPROVED>EXPIRED SEARCH_FAILED>EXPIRED",
)

# --- sending, results ----------------------------------------------------------------------------
_event(
    "search.forward_started",
    _("sending was started"),
    "search_id attempt matcher",
    logins=_SENDING,
    moves="APPROVED>FORWARDING FORWARDING>FORWARDING",
)
_event(
    "search.grant_issued",
    _("a grant was issued"),
    "search_id jti attempt gallery candidate_limit",
    logins=_SENDING,
)
_event(
    "search.attempt_failed",
    _("an attempt failed"),
    "search_id attempt sent retryable answer_digest",
    logins=_SENDING,
    outcomes="error",
)
_event(
    "search.result_quarantined",
    _("an answer was quarantined"),
    "search_id attempt sent retryable answer_digest",
    logins=_SENDING,
    outcomes="error",
)
_event(
    "search.attempt_stale",
    _("a late answer was dropped"),
    "search_id fence",
    logins=_SENDING,
    outcomes="error",
)
_event("search.dispatch_skipped", _("another worker was first"), "search_id", logins=_SENDING)
_event("search.dispatch_cancelled", _("sending was cancelled"), "search_id", logins=_SENDING)
_event("search.held", _("sending is held"), "search_id again", logins=_SENDING)
_event(
    "search.forward_failed",
    _("the search failed"),
    optional="search_id attempt",
    logins=_SENDING,
    moves="FORWARDING>SEARCH_FAILED APPROVED>SEARCH_FAILED",
)
_event(
    "search.result_received",
    _("a result was received"),
    "search_id attempt candidate_count engine engine_version mode gallery replayed",
    logins=_SENDING,
    moves="FORWARDING>RESULT_RECEIVED",
)
_event(
    "search.retried",
    _("put the search back into the outbox"),
    "search_id attempts_so_far",
    moves="SEARCH_FAILED>APPROVED",
)
events_of_examinations.list_them()
_event("notice.sent", _("a notice was mailed"), "notice kind", logins=frozenset({WORKER}))
_event(
    "notice.failed",
    _("a notice could not be mailed"),
    "notice kind",
    optional="given_up",  # after the last try
    logins=frozenset({WORKER}),
    outcomes="error",
)
_event("notice.requeued", _("had the mail that was given up sent again"), "notices")
_event(
    "letter.sent",
    _("a letter about the account was mailed"),
    "letter kind",
    logins=frozenset({WORKER}),
)
_event(
    "letter.failed",
    _("a letter about the account could not be mailed"),
    "letter kind",
    optional="given_up",  # after the last try
    logins=frozenset({WORKER}),
    outcomes="error",
)
_event(
    "letter.requeued",
    _("had the letters about accounts that were given up sent again"),
    "letters",
)

# --- reading -------------------------------------------------------------------------------------
_event("record.viewed", _("opened the record"), "version what", optional="digest")
_event("record.printed", _("printed the record"), "version what")
_event("probe.viewed", _("opened the probe image"), "version")
_event("document.viewed", _("opened a judicial document"))
_event("candidates.viewed", _("opened the candidates"), "version count")
_event("content.opened", _("opened sealed content"), "version what")
_event("log.viewed", _("read the log"), "filters shown")
_event(
    "log.exported",
    _("started an export of the log"),
    "export filters",
    optional="disclosures",
)
_event(
    "log.export_closed",
    _("finished an export of the log"),
    "export rows files",
    optional="first_event last_event snapshot",
    logins=frozenset({WEB, WORKER}),
)
_event(
    "log.export_failed",
    _("an export failed"),
    "export",
    logins=frozenset({WEB, WORKER}),
    outcomes="error",
)
_event("log.export_cancelled", _("cancelled an export of the log"), "export")
_event("log.export_downloaded", _("downloaded an export"), "export file")
_event(
    "log.cluster_changed",
    _("the log goes on in another database cluster"),
    "before after count",
    logins=frozenset({SEQUENCER}),
)
_event(
    "checkpoint.signed",
    _("the log’s state was signed"),
    "size root key",
    logins=frozenset({SEQUENCER}),
)
_event("log.key_added", _("the log got a key to sign with"), "key", logins=frozenset({OWNER}))
_event("log.key_retired", _("a key of the log went out of use"), "key", logins=frozenset({OWNER}))

# --- the system itself ---------------------------------------------------------------------------
_event(
    "action.refused",
    _("was refused"),
    "action",
    optional="repeated",
    logins=ANY_PROCESS,
    outcomes="refused",
    anonymous=True,
)
_event(
    "search.texts_indexed",
    _("made the texts of an earlier version findable"),
    "version count",
    anonymous=True,
)
_event("data.erased", _("content was erased"), "ground count", logins=frozenset({OWNER, WORKER}))
_event(
    "content.destroyed",
    _("the content was destroyed at its time"),
    "ground days until versions pictures documents lists",
    logins=frozenset({WORKER}),
)
_event("retention.hold_set", _("kept the content from being destroyed"), optional="review_on")
_event("retention.hold_reviewed", _("reviewed a legal hold and kept it"), "hold review_on")
_event(
    "retention.hold_review_due",
    _("told that a legal hold has to be reviewed"),
    "told",
    logins=frozenset({WORKER}),
)
_event("retention.hold_released", _("let the content be destroyed at its time again"))
_event(
    "log.checked",
    _("checked the whole log and each request against its events"),
    "size requests count",
    optional="known differences digest",
    logins=frozenset({WORKER}),
)
_event(
    "forwarding.resumed",
    _("let searches be sent again after the check of the log stopped them"),
    "count",
)
_event("schema.changed", _("the form of events changed"), "what", logins=frozenset({OWNER}))
_event(
    "registry.changed",
    _("changed an entry of the registry"),
    "kind code before after",
    logins=frozenset({OWNER}),
)
_event("jurisdiction.proposed", _("proposed where the agency is"), "place")
_event("jurisdiction.confirmed", _("confirmed where the agency is"), "place")
_event("jurisdiction.refused", _("refused a proposal of where the agency is"), "place")
_event("jurisdiction.withdrawn", _("withdrew a proposal of where the agency is"), "place")
_SIGN_OFF = "pack pack_version digest kind"
_event("pack.sign_off_proposed", _("proposed a legal sign-off of a policy pack"), _SIGN_OFF)
_event("pack.sign_off_confirmed", _("confirmed a legal sign-off of a policy pack"), _SIGN_OFF)
_event("pack.sign_off_refused", _("refused a legal sign-off of a policy pack"), _SIGN_OFF)
_event(
    "pack.sign_off_withdrawn", _("withdrew a proposed legal sign-off of a policy pack"), _SIGN_OFF
)
_event(
    "registry.configured", _("brought in the registry’s file"), "changed", logins=frozenset({OWNER})
)
_event("demo.seeded", _("the invented data of a trial were made"), "requests", logins=_FOUNDING)
