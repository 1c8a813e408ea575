"""Every move of a request that an event of any version could say: what the check of the log judges the past by.

Must not lose a line: a version that takes a move out of `events.py` leaves it here, since requests that made it then are
in the log for ever. One that adds a move adds it here too.
"""

from __future__ import annotations

_WRITTEN = """
search.drafted >DRAFT
search.draft_saved DRAFT>DRAFT RETURNED>RETURNED
search.submitted DRAFT>AWAITING_DECISION RETURNED>AWAITING_DECISION
search.withdrawn DRAFT>WITHDRAWN RETURNED>WITHDRAWN AWAITING_DECISION>WITHDRAWN APPROVED>WITHDRAWN
search.claimed AWAITING_DECISION>AWAITING_DECISION
search.claim_renewed AWAITING_DECISION>AWAITING_DECISION
search.claim_released AWAITING_DECISION>AWAITING_DECISION
search.decision_recorded AWAITING_DECISION>AWAITING_DECISION
search.returned AWAITING_DECISION>RETURNED
search.refused AWAITING_DECISION>REFUSED
search.approved AWAITING_DECISION>APPROVED
search.expired AWAITING_DECISION>EXPIRED RETURNED>EXPIRED APPROVED>EXPIRED SEARCH_FAILED>EXPIRED
search.forward_started APPROVED>FORWARDING FORWARDING>FORWARDING
search.forward_failed FORWARDING>SEARCH_FAILED APPROVED>SEARCH_FAILED
search.result_received FORWARDING>RESULT_RECEIVED
search.retried SEARCH_FAILED>APPROVED
exam.started RESULT_RECEIVED>RESULT_RECEIVED
exam.draft_saved RESULT_RECEIVED>RESULT_RECEIVED
exam.given_back RESULT_RECEIVED>RESULT_RECEIVED
exam.concluded RESULT_RECEIVED>RESULT_RECEIVED
exam.corrected RESULT_RECEIVED>RESULT_RECEIVED
lead.none_found RESULT_RECEIVED>NO_LEAD
lead.released RESULT_RECEIVED>LEAD_RELEASED
lead.withheld RESULT_RECEIVED>NO_LEAD
lead.recalled LEAD_RELEASED>LEAD_RELEASED CLOSED>CLOSED
lead.passed_on LEAD_RELEASED>LEAD_RELEASED CLOSED>LEAD_RELEASED
lead.step_planned LEAD_RELEASED>LEAD_RELEASED
lead.step_stopped LEAD_RELEASED>LEAD_RELEASED CLOSED>LEAD_RELEASED
followup.recorded LEAD_RELEASED>LEAD_RELEASED CLOSED>LEAD_RELEASED
incident.opened LEAD_RELEASED>LEAD_RELEASED CLOSED>LEAD_RELEASED
incident.taken LEAD_RELEASED>LEAD_RELEASED
incident.closed LEAD_RELEASED>LEAD_RELEASED
search.closed LEAD_RELEASED>CLOSED
"""
MOVES_EVER: frozenset[tuple[str, str, str]] = frozenset(
    (code, move.partition(">")[0], move.partition(">")[2])
    for code, *moves in map(str.split, _WRITTEN.strip().splitlines())
    for move in moves
)
"""Code of the event, status before it, status after it; from none where the request begins with it."""
