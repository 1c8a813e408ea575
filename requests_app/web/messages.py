"""Words for the codes that use cases refuse with: what happened, and what to do next.

A code without words here falls back to a plain sentence; nothing technical is ever shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requests_app.accounts.roles import Role
from requests_app.common.errors import AlreadyTaken, CountersignError, StaleRead
from requests_app.searches.states import Status, meaning_of
from requests_app.web import disclosure_words, rules_words
from requests_app.workflow.reading.readable import OpenedReasons

REASONS: Mapping[str, Promise] = {
    "no_account": gettext_lazy("Sign in to go on."),
    "superusers_hold_no_power": gettext_lazy(
        "This account may not act on search requests. Sign in with your own."
    ),
    "account_not_in_use": gettext_lazy(
        "Your account is disabled or locked. Ask an account administrator."
    ),
    "second_factor_held": gettext_lazy(
        "An authenticator app is already set up for your account. Remove it first to set up another."
    ),
    "second_factor_not_held": gettext_lazy(
        "Your account has no authenticator app any more, so nothing was changed."
    ),
    "role_not_held": gettext_lazy(
        "You do not hold the role that this needs. Ask an account administrator."
    ),
    "training_lapsed": gettext_lazy(
        "Your training certificate for this work has lapsed or was never recorded. Renew the "
        "training, and ask an account administrator to record it. Your draft is kept."
    ),
    "training_not_confirmed": gettext_lazy(
        "Your training certificate for this work is recorded but not yet confirmed, so it does not "
        "count. Ask an account administrator who did not record it to confirm it. Your draft is "
        "kept."
    ),
    "own_request": gettext_lazy(
        "This is your own request. Another person must decide on it and examine its result."
    ),
    "decided_on_this_request": gettext_lazy(
        "You decided on this request, so another examiner must look at its result."
    ),
    "read_its_lead": gettext_lazy(
        "You have read the lead of this request, and with it what its examiners concluded, so another examiner must look "
        "at its result."
    ),
    "examines_for_the_unit": gettext_lazy(
        "You also examine results of this unit, so a supervisor who does not must decide on its leads."
    ),
    **rules_words.REFUSED,
    "examined_this_result": gettext_lazy(
        "You had a part in the examination of this result, so another supervisor must decide on its lead."
    ),
    "no_agreed_candidate": gettext_lazy(
        "No two examiners agree on a candidate of this request, so there is no lead to release."
    ),
    "lead_unopened": gettext_lazy(
        "Open both pictures on this page before you decide: load the page again if they are not shown."
    ),
    "examiners_not_lacking": gettext_lazy(
        "Enough people are left who may examine this result. Nothing has to be done."
    ),
    "lead_recalled_already": gettext_lazy("This lead is recalled already."),
    "incident_closed": gettext_lazy(
        "This incident is closed. If something about it turns out to be wrong, open another."
    ),
    "incident_open_already": gettext_lazy(
        "An incident that you opened on this lead is open still. Tell whoever looks into it what else you know, or wait until"
        " it is closed."
    ),
    "report_owed": gettext_lazy(
        "This request cannot be closed yet: no report says how the matter ended. Report what came of the lead first."
    ),
    "incident_open": gettext_lazy(
        "This request cannot be closed yet: an incident on it is open. Whoever looks into it closes it first."
    ),
    "incident_yours": gettext_lazy("You are looking into this incident already."),
    "incident_not_yours": gettext_lazy(
        "Only the person who is looking into this incident can close it. To close it yourself, take it over on its page "
        "first."
    ),
    "own_incident": gettext_lazy(
        "You recorded what has to be looked into, or opened this incident, so another person must look into it."
    ),
    "recorded_of_this_lead": gettext_lazy(
        "You recorded something about this lead, so another person must look into it."
    ),
    "released_this_lead": gettext_lazy(
        "You released this lead, so another person must look into what came of it."
    ),
    "examined_this_lead": gettext_lazy(
        "You had a part in the examination of this lead, so another person must look into what came of it."
    ),
    "file_not_made": gettext_lazy(
        "The file could not be made, and nothing was recorded as saved. The page and its paper exhibit say the same: use "
        "them, and tell the operator."
    ),
    "no_lead_released": gettext_lazy("No lead of this request was released."),
    "no_result_to_examine": gettext_lazy("There is no result to examine on this request."),
    "result_not_taken": gettext_lazy(
        "Take this result before you open its candidates: open it from the list of results."
    ),
    "pictures_asked_for": gettext_lazy(
        "Every picture is here or on its way. Load this page again in a moment."
    ),
    "has_its_examiners": gettext_lazy(
        "Other examiners have this result, and no further one is wanted. Take another from the list."
    ),
    "examined_under_another_account": gettext_lazy(
        "You took this result under another account of yours. Sign in with that one to go on."
    ),
    "already_concluded": gettext_lazy(
        "You have concluded on this result. Your conclusion stands as it is; a selection can be taken back on its page."
    ),
    "not_concluded": gettext_lazy(
        "You have not concluded on this result yet, so there is nothing to correct."
    ),
    "selects_nobody": gettext_lazy("Your conclusion selects nobody, so nothing can be taken back."),
    "examination_unopened": gettext_lazy(
        "The probe image was not opened since you took this result. Open the page of a candidate, look at the picture, "
        "then conclude. What you wrote is saved."
    ),
    "process_only": gettext_lazy("Only the system itself does this."),
    "no_unit": gettext_lazy(
        "Your account belongs to no unit in use. Ask an account administrator to put that right."
    ),
    "not_ended": gettext_lazy(
        "A new request can be started only from one that was refused, withdrawn or has expired, or "
        "whose search failed."
    ),
    "description_locked": gettext_lazy(
        "The description of the person sought was locked when the request was first submitted. "
        "Add what you have learnt since to the facts instead."
    ),
    "nothing_to_reply_to": gettext_lazy(
        "This request was not returned, so there is no decider to answer. Nothing was saved."
    ),
    "no_probe": gettext_lazy("There is no probe image yet. Upload one first."),
    "no_gallery": gettext_lazy("Choose a gallery that the agency allows."),
    "too_many_documents": gettext_lazy(
        "Ten documents are attached already. Remove one before you add another."
    ),
    "too_many_probes": gettext_lazy(
        "Thirty images have been uploaded to this request. Withdraw it and start again if you "
        "need another."
    ),
    "busy": gettext_lazy(
        "Another of your pictures is being prepared. Wait a moment, and try again; nothing was lost."
    ),
    "all_busy": gettext_lazy(
        "Many pictures are being prepared at present. Wait a moment, and try again; nothing was lost."
    ),
    "limits_unreadable": gettext_lazy(
        "The way of searching, the number of candidates or the lowest score is not written so that "
        "it can be sent. The officer enters it again on the pages “Gallery and limits” and “Way of "
        "searching and retention”; a decider returns the request for that. Nothing was lost."
    ),
    "questions_unanswered": gettext_lazy(
        "Not every question is answered. The officer answers those on the pages that are not "
        "complete; a decider returns the request for that. Nothing was lost."
    ),
    "nobody_could_decide": gettext_lazy(
        "Nobody who could decide on this request is available in your unit. Ask an account "
        "administrator to name a decider with current training. Your draft is kept."
    ),
    "rules_not_as_recorded": gettext_lazy(
        "The rules on this server are not the ones that were recorded, so nothing can be submitted "
        "now. Your draft is kept. Tell an operator, and submit it when the rules are put right."
    ),
    "not_awaiting_decision": gettext_lazy(
        "This request no longer awaits a decision. Go back to the queue."
    ),
    "not_claimed_by_you": gettext_lazy("You do not hold this request any more."),
    "not_renewed_now": gettext_lazy(
        "You hold this request. Its time is lengthened once less than half of it is left, and to twice "
        "its length at most."
    ),
    "claim_first": gettext_lazy("Claim this request before you decide on it."),
    "page_not_opened": gettext_lazy("Open the request again and decide on what you then read."),
    "one_decision_each": gettext_lazy(
        "You have already decided on this version. Another person must give the other decision."
    ),
    "role_not_demanded": gettext_lazy("The rules ask for no decision in this role here."),
    "probe_not_opened": gettext_lazy("Open the probe image and look at it before you approve."),
    "stopped_by_rule": gettext_lazy(
        "A rule that holds today stops this request. Return it or refuse it, and say why."
    ),
    "more_roles_needed": gettext_lazy(
        "The rules now ask for a further decider. Return the request so that it is submitted anew."
    ),
    "gallery_off": gettext_lazy(
        "The gallery or its matcher is switched off at present, so no search in it can be approved. "
        "Decide when it is on again, or return the request so that the officer chooses another."
    ),
    "gallery_changed": gettext_lazy(
        "The gallery’s entry in the registry has changed since this request was submitted, so it "
        "cannot be approved. Return it: the officer reads the gallery as it is now and submits anew."
    ),
    "gallery_changed_for_good": gettext_lazy(
        "The gallery’s entry has changed since the approval, so this search can no longer be sent. "
        "The officer can start a new request."
    ),
    "threshold_below_the_gallerys": gettext_lazy(
        "The gallery now has a stricter threshold than this request was submitted with. Return it: "
        "the officer submits it anew with the gallery’s own."
    ),
    "answer_no_longer_kept": gettext_lazy(
        "This search was made, and its answer is no longer kept, so it cannot be fetched or made again. "
        "The officer can start a new request."
    ),
    "not_lapsed": gettext_lazy("The time for this request has not run out."),
    "authorisation_expired": gettext_lazy(
        "The approval has expired. The officer can start a new request."
    ),
    "no_mail_given_up": gettext_lazy(
        "No mail is given up at present. Somebody may just have had it sent again."
    ),
    "open_content_first": gettext_lazy(
        "Open the content first, with your reason and a file reference; the picture opens with it "
        "for fifteen minutes."
    ),
    "export_not_ready": gettext_lazy(
        "This export is not finished. Wait until it says so, then download it."
    ),
    "export_damaged": gettext_lazy(
        "The files of this export are no longer those that were made. Tell an operator, and start "
        "the export again."
    ),
    "verifier_not_made": gettext_lazy(
        "The verifier could not be made on this machine. Tell whoever runs Countersign. A receipt can be"
        " checked later, with the verifier of any export."
    ),
    "stops_nothing": gettext_lazy(
        "This check stops nothing any more: somebody has let searches be sent again, or it found no difference."
    ),
    "export_reason_gone": gettext_lazy(
        "The reason for this export is not kept any more. Ask for a new one from the audit log."
    ),
    "export_not_failed": gettext_lazy(
        "Only an export that failed or was cancelled can be started again."
    ),
    "export_ended": gettext_lazy(
        "It had already ended, so nothing was cancelled. Open the export to see how it ended."
    ),
    "content_destroyed": gettext_lazy(
        "The content of this request was destroyed, as its record says."
    ),
    **disclosure_words.REFUSED,
    "hold_stands_already": gettext_lazy(
        "You have already set a hold on this request, and it stands. Nothing more is kept by a second one."
    ),
    "pack_needs_no_sign_off": gettext_lazy("This pack needs no legal sign-off."),
    "pack_cannot_be_read": gettext_lazy("The file of this pack cannot be read."),
    "hold_released": gettext_lazy("This hold was released before."),
    "own_hold": gettext_lazy(
        "You set this hold. Another privacy officer or a supervisor of the unit releases it."
    ),
    "content_damaged": gettext_lazy(
        "The stored content does not open. Nothing was changed; tell an operator. A picture or a "
        "document can be uploaded anew while the request is still being written."
    ),
}

OVERDUE = gettext_lazy(
    "You owe a report on what came of earlier leads: %(references)s. Open each under “My requests”, record what came of "
    "it, and submit again. Your draft is kept."
)

OF_A_LIMIT: Mapping[str, Promise] = {
    "too_many_drafts": gettext_lazy(
        "You have %(most)s drafts open, and no more are possible. Submit one, or withdraw one that you "
        "do not need any more; then start again. Nothing was lost."
    ),
    "request_full": gettext_lazy(
        "The files of one request may take %(most)s MB in all, and this would be more. Removed and "
        "replaced files count too. Go on with what is there, or withdraw the request and start a new "
        "one from it: your answers are kept."
    ),
    "uploads_of_the_day": gettext_lazy(
        "You may upload %(most)s MB in 24 hours, with the copies made of it, and this would be more. "
        "Try again tomorrow, or send a smaller file. Your draft is kept."
    ),
}
"""Words that say how much is possible, which the refusal brings with it."""


def damaged_name() -> str:
    """Return what stands where a file's name cannot be shown; the file itself still opens."""
    return _("Document with a damaged name")


def spoken(reasons: OpenedReasons) -> str:
    """Return a decider's message, or why it cannot be shown."""
    return explain(reasons.problem) if reasons.problem else str(reasons.words.get("message", ""))


CHANGED_PARTS: Mapping[str, Promise] = {
    "version": gettext_lazy("the officer submitted a new version"),
    "answers": gettext_lazy("an answer was changed"),
    "picture": gettext_lazy("the picture was replaced or cropped anew"),
    "documents": gettext_lazy("a document was added or removed"),
    "gallery_entry": gettext_lazy("the gallery's entry in the registry changed"),
    "rules": gettext_lazy("the rules that apply, or where the agency is, have changed"),
    "findings_or_roles": gettext_lazy("the findings or the roles that must decide changed"),
}

CHANGED_WHILE_DRAWN: Mapping[str, Promise] = {
    "picture": gettext_lazy(
        "The picture was replaced while it was being prepared. Open the page again to see the one "
        "that is there now."
    ),
    "what_follows": gettext_lazy(
        "Nothing was recorded: what you confirmed is not what would be recorded now. What you wrote, for how "
        "long an approval holds or who else must approve has changed. Decide again, and read anew what follows."
    ),
    "page": gettext_lazy(
        "What this page shows changed while it was being prepared. Open it again to read what holds "
        "now."
    ),
}


def _invalid_transition(params: Mapping[str, Any]) -> str:
    status = str(params.get("status", ""))
    if status in Status.__members__:
        return _(
            "This cannot be done any more: the request is now “%(status)s”. Open it again to see "
            "what is possible."
        ) % {"status": meaning_of(status).label}
    return _("This cannot be done now. Open the request again to see what is possible.")


def _already_taken(problem: AlreadyTaken) -> str:
    holder, until = problem.params.get("holder"), problem.params.get("until")
    if holder and until:
        return _(
            "%(holder)s has this request in hand until %(until)s. Take another one, or try again "
            "then."
        ) % {"holder": holder, "until": date_format(localtime(until), "TIME_FORMAT")}
    role = problem.params.get("role")
    if role in Role.values:
        return _("A %(role)s has already decided on this version.") % {"role": Role(role).label}
    return _("Somebody else was first. Open the page again.")


def what_changed(problem: StaleRead) -> str:
    """Return what is otherwise than what was read, as clauses; empty where no part has a name."""
    return "; ".join(str(CHANGED_PARTS[part]) for part in problem.changes if part in CHANGED_PARTS)


def _stale(problem: StaleRead) -> str:
    for part in problem.changes:
        if part in CHANGED_WHILE_DRAWN:
            return str(CHANGED_WHILE_DRAWN[part])
    parts = what_changed(problem)
    if parts:
        return _(
            "What you read has changed since you opened the page: %(parts)s. Read it again, then "
            "decide."
        ) % {"parts": parts}
    return _(
        "This was changed elsewhere since you opened the page. What you typed is below; compare, "
        "and save again."
    )


def explain(problem: CountersignError) -> str:
    """Return what a person is told about a refusal, in the active language."""
    if isinstance(problem, AlreadyTaken):
        return _already_taken(problem)
    if isinstance(problem, StaleRead):
        return _stale(problem)
    if problem.code == "invalid_transition":
        return _invalid_transition(problem.params)
    reason = getattr(problem, "reason", problem.code)
    if reason == "nobody_could_decide" and problem.params.get("roles"):
        roles = ", ".join(
            str(Role(role).label) for role in problem.params["roles"] if role in Role.values
        )
        return " ".join((str(REASONS[reason]), _("Missing: %(roles)s.") % {"roles": roles}))
    if reason == "report_overdue":
        return str(OVERDUE) % problem.params
    if reason in OF_A_LIMIT:
        return str(OF_A_LIMIT[reason]) % {"most": number_format(problem.params["most"])}
    words = REASONS.get(reason)
    return str(words) if words else _("This was refused. Go back, and try again from there.")
