"""What each fact of an event looks like: one shape for each name, whichever event holds it.

The database asks it of every event (`audit/migrations/0009_no_narrative_in_an_event.py`), so that no process can say
a word where a number belongs, or keep what somebody wrote among the facts, which are never erased.
"""

from __future__ import annotations

from collections.abc import Mapping

_NAMES = {
    "number": "attempt attempts_so_far candidate_count candidate_limit changed compared concluded contradictions count days described documents failures"
    " fence height keep_days known left left_out letters lists may_look_into means_listed means_tried notices number parts pictures position repeated requests revision rows seat seconds_open seconds_open_total shown told"
    " size undone not_needed version versions width within_hours",
    "number?": "first_event last_event selected_position",
    "flag": "again by_link disclosures given_up probe_opened replayed retryable",
    "id": "asked_by certificate claim decision export hold jti letter link notice person probe requester_person"
    " search_id",
    "id?": "proposal started_from unit",
    "digest": "decision_digest digest file_digest filter_digest gallery_digest inputs_digest lead_digest manifest_digest order_seed probe_commitment root",
    "digest?": "answer_digest",
    "day": "issued_on review_on valid_until",
    "time": "approved_at due_at expires_at until",
    "code": "action after banner_version before cause claim_via code course disposition file ground key kind language"
    " legal_basis matcher media_type offence outcome pack pack_version place profile purpose purpose_code recipient rule section sent snapshot stage step urgency"
    " verdict via what",
    "code?": "role",
    "text": "engine engine_version gallery gallery_id mode",
    "text?": "threshold",
    "codes": "advisory differences factors fields findings_unread flaws metadata_removed required_roles rules transformations"
    " unacknowledged warnings",
    "findings": "findings",
    "packs": "packs",
    "object": "filters",
    "objects": "deciders files",
}
SHAPES: Mapping[str, str] = {
    name: shape for shape, names in _NAMES.items() for name in names.split()
}
"""Name of a fact -> its shape; a question mark means that it may be null.

A number is whole and not negative. A code has no blanks and 200 ASCII characters at most, a text one line of
200 characters at most, codes are 1,000 words without blanks at most, findings a rule, its verb and its state
each, packs a name, a version and a digest each. What an object holds, other guards compare.
"""
