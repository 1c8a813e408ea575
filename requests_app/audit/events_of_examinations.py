"""The part of the closed list of events that tells of examinations: see `events.py`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from requests_app.audit.event_types import DISPATCHER, WORKER
from requests_app.audit.event_types import event as _event

_SENDING = frozenset({DISPATCHER})
_EXAMINED = "number outcome selected_position candidate_count compared"


def list_them() -> None:
    """List the events of examinations; `events.py` alone calls it, once."""
    _event(
        "exam.started",
        _("started to examine the candidates"),
        "seat order_seed candidate_count again",
        moves="RESULT_RECEIVED>RESULT_RECEIVED",
    )
    _event(
        "exam.draft_saved",
        _("saved a part of an examination"),
        "revision",
        moves="RESULT_RECEIVED>RESULT_RECEIVED",
    )
    _event(
        "exam.given_back",
        _("gave an examination back"),
        moves="RESULT_RECEIVED>RESULT_RECEIVED",
    )
    _event("exam.ended", _("ended an examination that its examiner left"), "cause")
    _event(
        "exam.concluded",
        _("recorded the conclusion of an examination"),
        _EXAMINED,
        moves="RESULT_RECEIVED>RESULT_RECEIVED",
    )
    _event(
        "exam.corrected",
        _("corrected the conclusion of an examination"),
        _EXAMINED,
        moves="RESULT_RECEIVED>RESULT_RECEIVED",
    )
    _event(
        "candidates.revealed",
        _("was shown the ranks and scores of the candidates"),
        "version count",
    )
    _event(
        "candidate_picture.asked",
        _("asked the matcher for pictures of candidates"),
        "count again",
    )
    _event(
        "candidate_picture.put_off",
        _("put off fetching a candidate’s picture"),
        logins=_SENDING,
    )
    _event(
        "candidate_picture.grant_issued",
        _("issued a grant for one candidate’s picture"),
        "search_id jti attempt",
        logins=_SENDING,
    )
    _event(
        "candidate_picture.fetched",
        _("fetched a candidate’s picture"),
        "search_id attempt",
        logins=_SENDING,
    )
    _event(
        "candidate_picture.not_fetched",
        _("could not fetch a candidate’s picture"),
        "attempt retryable",
        logins=_SENDING,
        outcomes="error",
    )
    _event(
        "candidate_picture.destroyed",
        _("destroyed the picture of a candidate whom no examiner selected"),
        "position ground",
        logins=frozenset({WORKER}),
    )
    _event("candidate_picture.viewed", _("opened a candidate’s picture"))
    _event("exam.agreed", _("two examiners agreed"), "selected_position concluded")
    _event("exam.disagreed", _("the examiners differed"), "concluded")
    _event(
        "exam.examiners_lacking",
        _("told that too few examiners are left for a result"),
        "concluded told",
        logins=frozenset({WORKER}),
    )
    _event(
        "lead.none_found",
        _("the examination ended without a lead"),
        "ground concluded",
        moves="RESULT_RECEIVED>NO_LEAD",
    )
    _event(
        "lead.released",
        _("released an investigative lead"),
        "selected_position described contradictions digest lead_digest expires_at",
        moves="RESULT_RECEIVED>LEAD_RELEASED",
    )
    _event(
        "lead.withheld",
        _("decided not to release a lead"),
        "selected_position described contradictions digest",
        moves="RESULT_RECEIVED>NO_LEAD",
    )
    _event("lead.viewed", _("opened the sheet of a lead"), "digest")
    _event("lead.printed", _("printed the sheet of a lead"), "digest")
    _event("lead.saved", _("saved the sheet of a lead as a file"), "digest file_digest")
    _event(
        "lead.passed_on",
        _("recorded to whom a lead was passed on"),
        "number recipient flaws",
        moves="LEAD_RELEASED>LEAD_RELEASED CLOSED>LEAD_RELEASED",
    )
    _event(
        "lead.step_planned",
        _("planned a step on a lead, which may go on"),
        "number step",
        moves="LEAD_RELEASED>LEAD_RELEASED",
    )
    _event(
        "lead.step_stopped",
        _("planned a step on a lead, which was stopped"),
        "number step flaws",
        moves="LEAD_RELEASED>LEAD_RELEASED CLOSED>LEAD_RELEASED",
    )
    _event(
        "followup.recorded",
        _("reported what came of a lead"),
        "number disposition flaws",
        optional="due_at",
        moves="LEAD_RELEASED>LEAD_RELEASED CLOSED>LEAD_RELEASED",
    )
    _event(
        "followup.due",
        _("told the officer that a report on a lead is due soon"),
        "due_at",
        logins=frozenset({WORKER}),
    )
    _event(
        "followup.overdue",
        _("told of a report on a lead that is overdue"),
        "due_at",
        logins=frozenset({WORKER}),
    )
    _event("followup.viewed", _("opened what came of a lead"), "count")
    _event(
        "incident.opened",
        _("opened an incident"),
        "number ground flaws due_at may_look_into",
        moves="LEAD_RELEASED>LEAD_RELEASED CLOSED>LEAD_RELEASED",
    )
    _event(
        "incident.taken",
        _("took an incident to look into it"),
        "number",
        moves="LEAD_RELEASED>LEAD_RELEASED",
    )
    _event(
        "incident.closed",
        _("closed an incident"),
        "number outcome undone not_needed",
        moves="LEAD_RELEASED>LEAD_RELEASED",
    )
    _event(
        "search.closed",
        _("closed the request"),
        "disposition count",
        moves="LEAD_RELEASED>CLOSED",
    )
    _event("incident.viewed", _("opened an incident to read it"), "number")
    _event(
        "incident.overdue",
        _("told of incidents that are overdue"),
        "count due_at",
        logins=frozenset({WORKER}),
    )
    _event(
        "lead.recalled",
        _("recalled a lead"),
        "ground told",
        moves="LEAD_RELEASED>LEAD_RELEASED CLOSED>CLOSED",
    )
    _event(
        "disclosure.asked", _("asked for a disclosure pack"), "number recipient profile expires_at"
    )
    _event("disclosure.continued", _("made parts of a disclosure pack"), "number parts left_out")
    _event(
        "disclosure.made",
        _("finished a disclosure pack"),
        "number parts left_out manifest_digest file_digest",
    )
    _event("disclosure.viewed", _("opened a disclosure pack"), "number")
    _event("disclosure.taken", _("took a disclosure pack away"), "number file_digest")
    _event(
        "disclosure.expired",
        _("destroyed the parts of a disclosure pack"),
        "number parts",
        logins=frozenset({WORKER}),
    )
