"""The transition table of a search request: what may happen in which status, by whom, and how it is recorded.

Everything that shows or guards a status reads this table; it must hold no condition that needs a database row.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(StrEnum):
    """Where a search request stands. Codes are stable for ever."""

    DRAFT = "DRAFT"
    AWAITING_DECISION = "AWAITING_DECISION"
    RETURNED = "RETURNED"
    APPROVED = "APPROVED"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"
    EXPIRED = "EXPIRED"
    FORWARDING = "FORWARDING"
    SEARCH_FAILED = "SEARCH_FAILED"
    RESULT_RECEIVED = "RESULT_RECEIVED"
    LEAD_RELEASED = "LEAD_RELEASED"
    NO_LEAD = "NO_LEAD"
    STOPPED = "STOPPED"
    CLOSED = "CLOSED"


class Party(StrEnum):
    """Whose turn it is, or who may act."""

    OFFICER = "officer"
    DECIDER = "decider"
    EXAMINER = "examiner"
    OPERATOR = "operator"
    SYSTEM = "system"
    NOBODY = "nobody"


class Action(StrEnum):
    """What can be done to a search request."""

    EDIT = "edit"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    CLAIM = "claim"
    RENEW_CLAIM = "renew_claim"
    RELEASE_CLAIM = "release_claim"
    RECORD_DECISION = "record_decision"
    APPROVE = "approve"
    RETURN = "return"
    REFUSE = "refuse"
    EXPIRE = "expire"
    START_FORWARD = "start_forward"
    RECORD_RESULT = "record_result"
    RECORD_FAILURE = "record_failure"
    RETRY = "retry"
    START_EXAMINATION = "start_examination"
    SAVE_EXAMINATION = "save_examination"
    GIVE_BACK_EXAMINATION = "give_back_examination"
    RECORD_CONCLUSION = "record_conclusion"
    CORRECT_CONCLUSION = "correct_conclusion"
    END_WITHOUT_LEAD = "end_without_lead"
    RELEASE_LEAD = "release_lead"
    WITHHOLD_LEAD = "withhold_lead"
    END_UNEXAMINED = "end_unexamined"
    RECALL_LEAD = "recall_lead"
    RECORD_PASSING = "record_passing"
    REPORT_OUTCOME = "report_outcome"
    PLAN_STEP = "plan_step"
    PLAN_STOPPED_STEP = "plan_stopped_step"
    OPEN_INCIDENT = "open_incident"
    TAKE_INCIDENT = "take_incident"
    CLOSE_INCIDENT = "close_incident"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table: where the action leads, whose act it is, and the event that records it."""

    to: Status
    by: Party
    event: str


@dataclass(frozen=True, slots=True)
class StatusMeaning:
    """What a person is told about a status.

    Attributes:
        label: two or three words, shown in lists.
        explanation: one sentence that says what happens next.
        owner: whose turn it is.
        terminal: nothing more is awaited from anybody.
    """

    label: Promise
    explanation: Promise
    owner: Party
    terminal: bool = False


_A, _S, _P = Action, Status, Party

TRANSITIONS: dict[tuple[Status, Action], Transition] = {
    (_S.DRAFT, _A.EDIT): Transition(_S.DRAFT, _P.OFFICER, "search.draft_saved"),
    (_S.RETURNED, _A.EDIT): Transition(_S.RETURNED, _P.OFFICER, "search.draft_saved"),
    (_S.DRAFT, _A.SUBMIT): Transition(_S.AWAITING_DECISION, _P.OFFICER, "search.submitted"),
    (_S.RETURNED, _A.SUBMIT): Transition(_S.AWAITING_DECISION, _P.OFFICER, "search.submitted"),
    (_S.DRAFT, _A.WITHDRAW): Transition(_S.WITHDRAWN, _P.OFFICER, "search.withdrawn"),
    (_S.RETURNED, _A.WITHDRAW): Transition(_S.WITHDRAWN, _P.OFFICER, "search.withdrawn"),
    (_S.AWAITING_DECISION, _A.WITHDRAW): Transition(_S.WITHDRAWN, _P.OFFICER, "search.withdrawn"),
    (_S.APPROVED, _A.WITHDRAW): Transition(_S.WITHDRAWN, _P.OFFICER, "search.withdrawn"),
    (_S.AWAITING_DECISION, _A.CLAIM): Transition(
        _S.AWAITING_DECISION, _P.DECIDER, "search.claimed"
    ),
    (_S.AWAITING_DECISION, _A.RENEW_CLAIM): Transition(
        _S.AWAITING_DECISION, _P.DECIDER, "search.claim_renewed"
    ),
    (_S.AWAITING_DECISION, _A.RELEASE_CLAIM): Transition(
        _S.AWAITING_DECISION, _P.DECIDER, "search.claim_released"
    ),
    (_S.AWAITING_DECISION, _A.RECORD_DECISION): Transition(
        _S.AWAITING_DECISION, _P.DECIDER, "search.decision_recorded"
    ),
    (_S.AWAITING_DECISION, _A.APPROVE): Transition(_S.APPROVED, _P.DECIDER, "search.approved"),
    (_S.AWAITING_DECISION, _A.RETURN): Transition(_S.RETURNED, _P.DECIDER, "search.returned"),
    (_S.AWAITING_DECISION, _A.REFUSE): Transition(_S.REFUSED, _P.DECIDER, "search.refused"),
    (_S.AWAITING_DECISION, _A.EXPIRE): Transition(_S.EXPIRED, _P.SYSTEM, "search.expired"),
    (_S.RETURNED, _A.EXPIRE): Transition(_S.EXPIRED, _P.SYSTEM, "search.expired"),
    (_S.APPROVED, _A.EXPIRE): Transition(_S.EXPIRED, _P.SYSTEM, "search.expired"),
    (_S.APPROVED, _A.START_FORWARD): Transition(_S.FORWARDING, _P.SYSTEM, "search.forward_started"),
    (_S.FORWARDING, _A.START_FORWARD): Transition(
        _S.FORWARDING, _P.SYSTEM, "search.forward_started"
    ),
    (_S.FORWARDING, _A.RECORD_RESULT): Transition(
        _S.RESULT_RECEIVED, _P.SYSTEM, "search.result_received"
    ),
    (_S.FORWARDING, _A.RECORD_FAILURE): Transition(
        _S.SEARCH_FAILED, _P.SYSTEM, "search.forward_failed"
    ),
    (_S.APPROVED, _A.RECORD_FAILURE): Transition(
        _S.SEARCH_FAILED, _P.SYSTEM, "search.forward_failed"
    ),
    (_S.SEARCH_FAILED, _A.RETRY): Transition(_S.APPROVED, _P.OPERATOR, "search.retried"),
    (_S.SEARCH_FAILED, _A.EXPIRE): Transition(_S.EXPIRED, _P.SYSTEM, "search.expired"),
    (_S.RESULT_RECEIVED, _A.START_EXAMINATION): Transition(
        _S.RESULT_RECEIVED, _P.EXAMINER, "exam.started"
    ),
    (_S.RESULT_RECEIVED, _A.SAVE_EXAMINATION): Transition(
        _S.RESULT_RECEIVED, _P.EXAMINER, "exam.draft_saved"
    ),
    (_S.RESULT_RECEIVED, _A.GIVE_BACK_EXAMINATION): Transition(
        _S.RESULT_RECEIVED, _P.EXAMINER, "exam.given_back"
    ),
    (_S.RESULT_RECEIVED, _A.RECORD_CONCLUSION): Transition(
        _S.RESULT_RECEIVED, _P.EXAMINER, "exam.concluded"
    ),
    (_S.RESULT_RECEIVED, _A.CORRECT_CONCLUSION): Transition(
        _S.RESULT_RECEIVED, _P.EXAMINER, "exam.corrected"
    ),
    # Follows from the conclusion that settles it, in the same act.
    (_S.RESULT_RECEIVED, _A.END_WITHOUT_LEAD): Transition(
        _S.NO_LEAD, _P.EXAMINER, "lead.none_found"
    ),
    (_S.RESULT_RECEIVED, _A.RELEASE_LEAD): Transition(
        _S.LEAD_RELEASED, _P.DECIDER, "lead.released"
    ),
    (_S.RESULT_RECEIVED, _A.WITHHOLD_LEAD): Transition(_S.NO_LEAD, _P.DECIDER, "lead.withheld"),
    # Too few people are left who may examine it.
    (_S.RESULT_RECEIVED, _A.END_UNEXAMINED): Transition(_S.NO_LEAD, _P.DECIDER, "lead.none_found"),
    # What came of the lead is owed all the same, so the status stays.
    (_S.LEAD_RELEASED, _A.RECALL_LEAD): Transition(_S.LEAD_RELEASED, _P.DECIDER, "lead.recalled"),
    (_S.LEAD_RELEASED, _A.RECORD_PASSING): Transition(
        _S.LEAD_RELEASED, _P.OFFICER, "lead.passed_on"
    ),
    (_S.LEAD_RELEASED, _A.REPORT_OUTCOME): Transition(
        _S.LEAD_RELEASED, _P.OFFICER, "followup.recorded"
    ),
    (_S.LEAD_RELEASED, _A.PLAN_STEP): Transition(_S.LEAD_RELEASED, _P.OFFICER, "lead.step_planned"),
    (_S.LEAD_RELEASED, _A.PLAN_STOPPED_STEP): Transition(
        _S.LEAD_RELEASED, _P.OFFICER, "lead.step_stopped"
    ),
    # Follows from what was recorded, in the same act, or is a decider's own.
    (_S.LEAD_RELEASED, _A.OPEN_INCIDENT): Transition(
        _S.LEAD_RELEASED, _P.DECIDER, "incident.opened"
    ),
    (_S.LEAD_RELEASED, _A.TAKE_INCIDENT): Transition(
        _S.LEAD_RELEASED, _P.DECIDER, "incident.taken"
    ),
    (_S.LEAD_RELEASED, _A.CLOSE_INCIDENT): Transition(
        _S.LEAD_RELEASED, _P.DECIDER, "incident.closed"
    ),
    (_S.LEAD_RELEASED, _A.CLOSE): Transition(_S.CLOSED, _P.OFFICER, "search.closed"),
    # Whatever happened can always be recorded: it opens the request again, so that somebody closes it again.
    (_S.CLOSED, _A.RECORD_PASSING): Transition(_S.LEAD_RELEASED, _P.OFFICER, "lead.passed_on"),
    (_S.CLOSED, _A.REPORT_OUTCOME): Transition(_S.LEAD_RELEASED, _P.OFFICER, "followup.recorded"),
    (_S.CLOSED, _A.PLAN_STOPPED_STEP): Transition(
        _S.LEAD_RELEASED, _P.OFFICER, "lead.step_stopped"
    ),
    (_S.CLOSED, _A.OPEN_INCIDENT): Transition(_S.LEAD_RELEASED, _P.DECIDER, "incident.opened"),
    # Nothing is owed by it, and nobody acts on it any more.
    (_S.CLOSED, _A.RECALL_LEAD): Transition(_S.CLOSED, _P.DECIDER, "lead.recalled"),
}

MEANINGS: dict[Status, StatusMeaning] = {
    _S.DRAFT: StatusMeaning(
        pgettext_lazy("status", "Draft"),
        _("Not submitted yet. Complete the answers and submit the request."),
        _P.OFFICER,
    ),
    _S.AWAITING_DECISION: StatusMeaning(
        _("Awaiting decision"),
        _("A supervisor who is not the requester will decide. No search has been made."),
        _P.DECIDER,
    ),
    _S.RETURNED: StatusMeaning(
        _("Returned for information"),
        _("The decider needs more. Answer what was asked and submit again."),
        _P.OFFICER,
    ),
    _S.APPROVED: StatusMeaning(
        _("Approved, not yet sent"),
        _("The search is allowed once, and will be sent to the matcher."),
        _P.SYSTEM,
    ),
    _S.REFUSED: StatusMeaning(
        _("Refused"),
        _("This search may not be made. A new request can be started from this one."),
        _P.NOBODY,
        terminal=True,
    ),
    _S.WITHDRAWN: StatusMeaning(
        _("Withdrawn"),
        _("The requester ended this request. A new one can be started from it."),
        _P.NOBODY,
        terminal=True,
    ),
    _S.EXPIRED: StatusMeaning(
        _("Expired"),
        _("It ended before there was a result. A new request can be started from this one."),
        _P.NOBODY,
        terminal=True,
    ),
    _S.FORWARDING: StatusMeaning(
        _("Being searched"),
        _("The approved search is with the matcher. Nothing needs to be done."),
        _P.SYSTEM,
    ),
    _S.SEARCH_FAILED: StatusMeaning(
        _("Search failed"),
        _(
            "The approved search brought no result. An operator has been told. A new request can be "
            "started from this one."
        ),
        _P.OPERATOR,
    ),
    _S.RESULT_RECEIVED: StatusMeaning(
        _("Result received, awaiting examination"),
        _(
            "Two trained examiners compare every candidate. A lead on which they agree is released by a supervisor."
        ),
        _P.EXAMINER,
    ),
    _S.LEAD_RELEASED: StatusMeaning(
        _("Lead released"),
        _(
            "An investigative lead was released. It is not an identification: corroborate it independently."
        ),
        _P.OFFICER,
    ),
    _S.NO_LEAD: StatusMeaning(
        _("No lead"),
        _("The search brought no lead. That is a result like any other."),
        _P.OFFICER,
    ),
    _S.STOPPED: StatusMeaning(
        _("Stopped"),
        _("This use was halted and its results are sealed."),
        _P.NOBODY,
        terminal=True,
    ),
    _S.CLOSED: StatusMeaning(
        pgettext_lazy("status", "Closed"),
        _(
            "Everything owed on this request has been done. What comes up later can still be recorded, and opens it again."
        ),
        _P.NOBODY,
        terminal=True,
    ),
}

RESTARTABLE = frozenset({Status.REFUSED, Status.WITHDRAWN, Status.EXPIRED, Status.SEARCH_FAILED})
"""A new request may be started from one of these, linked to it."""


KEPT_FOR_A_TIME = (
    Status.REFUSED,
    Status.WITHDRAWN,
    Status.EXPIRED,
    Status.RESULT_RECEIVED,
    Status.NO_LEAD,
    Status.LEAD_RELEASED,
    Status.CLOSED,
)
"""Where the content of a request has a time after which it is destroyed, if the agency gave it one."""

WITH_LEAD = (Status.LEAD_RELEASED, Status.CLOSED)
"""A lead was released, and can be read."""


def transition_for(status: str, action: Action) -> Transition | None:
    """Return the row for this status and action, or None where the act is not allowed."""
    return TRANSITIONS.get((Status(status), action))


def actions_in(status: str) -> frozenset[Action]:
    """Return what can be done at all in this status, whoever asks."""
    return frozenset(action for (held, action) in TRANSITIONS if held == status)


def meaning_of(status: str) -> StatusMeaning:
    """Return label, explanation and owner of a status."""
    return MEANINGS[Status(status)]
