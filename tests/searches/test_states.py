"""The life of a request, written out by hand: every move there is, whose act it is, and its event."""

from __future__ import annotations

import pytest

from requests_app.searches import states
from requests_app.searches.states import Action, Party, Status

MOVES = """
DRAFT              edit             DRAFT              officer   search.draft_saved
DRAFT              submit           AWAITING_DECISION  officer   search.submitted
DRAFT              withdraw         WITHDRAWN          officer   search.withdrawn
AWAITING_DECISION  withdraw         WITHDRAWN          officer   search.withdrawn
AWAITING_DECISION  claim            AWAITING_DECISION  decider   search.claimed
AWAITING_DECISION  renew_claim      AWAITING_DECISION  decider   search.claim_renewed
AWAITING_DECISION  release_claim    AWAITING_DECISION  decider   search.claim_released
AWAITING_DECISION  record_decision  AWAITING_DECISION  decider   search.decision_recorded
AWAITING_DECISION  approve          APPROVED           decider   search.approved
AWAITING_DECISION  return           RETURNED           decider   search.returned
AWAITING_DECISION  refuse           REFUSED            decider   search.refused
AWAITING_DECISION  expire           EXPIRED            system    search.expired
RETURNED           edit             RETURNED           officer   search.draft_saved
RETURNED           submit           AWAITING_DECISION  officer   search.submitted
RETURNED           withdraw         WITHDRAWN          officer   search.withdrawn
RETURNED           expire           EXPIRED            system    search.expired
APPROVED           withdraw         WITHDRAWN          officer   search.withdrawn
APPROVED           expire           EXPIRED            system    search.expired
APPROVED           start_forward    FORWARDING         system    search.forward_started
APPROVED           record_failure   SEARCH_FAILED      system    search.forward_failed
FORWARDING         start_forward    FORWARDING         system    search.forward_started
FORWARDING         record_result    RESULT_RECEIVED    system    search.result_received
FORWARDING         record_failure   SEARCH_FAILED      system    search.forward_failed
SEARCH_FAILED      retry            APPROVED           operator  search.retried
SEARCH_FAILED      expire           EXPIRED            system    search.expired
RESULT_RECEIVED    start_examination     RESULT_RECEIVED examiner exam.started
RESULT_RECEIVED    save_examination      RESULT_RECEIVED examiner exam.draft_saved
RESULT_RECEIVED    give_back_examination RESULT_RECEIVED examiner exam.given_back
RESULT_RECEIVED    record_conclusion     RESULT_RECEIVED examiner exam.concluded
RESULT_RECEIVED    correct_conclusion    RESULT_RECEIVED examiner exam.corrected
RESULT_RECEIVED    end_without_lead      NO_LEAD         examiner lead.none_found
RESULT_RECEIVED    release_lead          LEAD_RELEASED   decider  lead.released
RESULT_RECEIVED    withhold_lead         NO_LEAD         decider  lead.withheld
RESULT_RECEIVED    end_unexamined        NO_LEAD         decider  lead.none_found
LEAD_RELEASED      recall_lead           LEAD_RELEASED   decider  lead.recalled
LEAD_RELEASED      record_passing        LEAD_RELEASED   officer  lead.passed_on
LEAD_RELEASED      report_outcome        LEAD_RELEASED   officer  followup.recorded
LEAD_RELEASED      plan_step             LEAD_RELEASED   officer  lead.step_planned
LEAD_RELEASED      plan_stopped_step     LEAD_RELEASED   officer  lead.step_stopped
LEAD_RELEASED      open_incident         LEAD_RELEASED   decider  incident.opened
LEAD_RELEASED      take_incident         LEAD_RELEASED   decider  incident.taken
LEAD_RELEASED      close_incident        LEAD_RELEASED   decider  incident.closed
LEAD_RELEASED      close                 CLOSED          officer  search.closed
CLOSED             record_passing        LEAD_RELEASED   officer  lead.passed_on
CLOSED             report_outcome        LEAD_RELEASED   officer  followup.recorded
CLOSED             plan_stopped_step     LEAD_RELEASED   officer  lead.step_stopped
CLOSED             open_incident         LEAD_RELEASED   decider  incident.opened
CLOSED             recall_lead           CLOSED          decider  lead.recalled
"""
# Whose turn it is, and whether anything can still happen.
TURNS = """
DRAFT              officer   Draft                                 goes on
AWAITING_DECISION  decider   Awaiting decision                     goes on
RETURNED           officer   Returned for information              goes on
APPROVED           system    Approved, not yet sent                goes on
REFUSED            nobody    Refused                               ended
WITHDRAWN          nobody    Withdrawn                             ended
EXPIRED            nobody    Expired                               ended
FORWARDING         system    Being searched                        goes on
SEARCH_FAILED      operator  Search failed                         goes on
RESULT_RECEIVED    examiner  Result received, awaiting examination goes on
LEAD_RELEASED      officer   Lead released                         goes on
NO_LEAD            officer   No lead                               goes on
STOPPED            nobody    Stopped                               ended
CLOSED             nobody    Closed                                ended
"""
ROWS = [tuple(line.split()) for line in MOVES.strip().splitlines()]


def test_these_are_all_the_moves() -> None:
    assert sorted(
        (before.value, action.value, row.to.value, row.by.value, row.event)
        for (before, action), row in states.TRANSITIONS.items()
    ) == sorted(ROWS)


def test_each_move_is_found_by_the_words_that_a_row_holds() -> None:
    for status in Status:
        allowed = {row[1]: row for row in ROWS if row[0] == status.value}
        assert states.actions_in(status.value) == set(allowed)
        for action in Action:
            found = states.transition_for(status.value, action)
            expected = allowed.get(action.value)
            assert (found and (found.to, found.by, found.event)) == (expected and expected[2:])


@pytest.mark.parametrize("status", ["", "draft", "NEW"])
def test_an_unknown_status_is_not_taken_for_one_without_moves(status: str) -> None:
    with pytest.raises(ValueError, match="is not a valid Status"):
        states.transition_for(status, Action.EDIT)
    with pytest.raises(ValueError, match="is not a valid Status"):
        states.meaning_of(status)


@pytest.mark.parametrize("line", TURNS.strip().splitlines())
def test_whose_turn_it_is(line: str) -> None:
    code, owner = line.split()[:2]
    meaning = states.meaning_of(code)
    assert meaning.owner.value == owner
    assert meaning.terminal == line.endswith("ended")
    assert str(meaning.label) == line[29:67].strip()
    assert str(meaning.explanation).endswith(".")


def test_there_is_no_further_code() -> None:
    assert {one.value for one in Status} == {line.split()[0] for line in TURNS.strip().splitlines()}
    assert set(states.MEANINGS) == set(Status)
    assert {one.value for one in Action} == {row[1] for row in ROWS}
    assert {one.value for one in Party} == {
        "officer", "decider", "examiner", "operator", "system", "nobody",
    }  # fmt: skip


def test_from_which_a_new_request_can_be_started() -> None:
    assert {"REFUSED", "WITHDRAWN", "EXPIRED", "SEARCH_FAILED"} == states.RESTARTABLE


def test_where_content_is_kept_for_a_time_only() -> None:
    assert {code.value for code in states.KEPT_FOR_A_TIME} == {
        "REFUSED", "WITHDRAWN", "EXPIRED", "RESULT_RECEIVED", "NO_LEAD", "LEAD_RELEASED",
        "CLOSED",
    }  # fmt: skip
