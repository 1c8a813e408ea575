"""Who may do what, and when: every status by every action by every actor, against a list written by hand.

The list must never be derived from the program's own tables: it is what the agency was promised.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from requests_app.accounts.actors import Actor, system_actor
from requests_app.accounts.models import Account
from requests_app.common import clock
from requests_app.common.errors import CountersignError
from requests_app.dispatch.models import Attempt
from requests_app.dispatch.outbox import Lease
from requests_app.dispatch.types import Candidate, MatcherAnswer
from requests_app.registry.models import Matcher
from requests_app.searches.answers import Case
from requests_app.searches.examined import Comparison
from requests_app.searches.incident import Closing
from requests_app.searches.models import FollowUp, Incident, IncidentOwner, SearchRequest
from requests_app.searches.release import ReleaseAnswers
from requests_app.searches.states import WITH_LEAD, Status
from requests_app.trial.demo import driving
from requests_app.workflow import (
    administration,
    ask_for_pictures,
    claim,
    close,
    conclude,
    decide,
    disclose,
    draft,
    end_unexamined,
    examine,
    expire,
    follow_up,
    forward,
    incidents,
    recall,
    record_result,
    release,
    retry,
    submit,
    withdraw,
)
from requests_app.workflow.reading import (
    candidate_pictures,
    candidates,
    decision_page,
    document,
    lead,
    pictures,
    release_page,
    what_came_of_it,
)
from requests_app.workflow.reading.disclosures import open_disclosure
from requests_app.workflow.reading.incidents import open_an_incident
from tests import builders, disclosures, examiners, follow_ups
from tests import incidents as invented
from tests.intake import drawings
from tests.support import connected_as, raw_connection

NOWHERE = "http://127.0.0.1:1"
WHY = "The matcher was restarted and answers again."

# What may be done at all, for a request that `officer` asked for and `supervisor` has in hand.
# `operator` never reads a case; `auditor`, `oversight`, `policy`, `administrator` and everybody
# of another unit are missing here on purpose: they may do nothing of all this. So is `renew`: the
# claim was only just made, and `tests/workflow/test_renewing.py` renews one.
FOLLOWING_UP = dict.fromkeys(
    (
        "record a passing on", "record a planned step", "record a report", "open what came of a lead",
    ),
    "LEAD_RELEASED CLOSED",
)  # fmt: skip
# Of a lead of which a report opened an incident, and which `supervisor2` released; on a closed one there is none.
KNOWS_OF_INCIDENTS = {
    "open an incident": "LEAD_RELEASED CLOSED", "read an incident": "LEAD_RELEASED",
}  # fmt: skip
# Of a request that ended; of the lead that was released a pack was asked for, and is not finished.
DISCLOSING = {
    "ask for a disclosure pack": "NO_LEAD LEAD_RELEASED CLOSED",
    "open a disclosure pack": "LEAD_RELEASED",
    "go on with a disclosure pack": "LEAD_RELEASED",
}
LOOKS_INTO = {**KNOWS_OF_INCIDENTS, "look into an incident": "LEAD_RELEASED"}
SHEET = dict.fromkeys(
    ("open the sheet of a lead", "print the sheet of a lead", "save the sheet of a lead"),
    "LEAD_RELEASED CLOSED",
)
ALLOWED: frozenset[tuple[str, str, str]] = frozenset(
    (status, action, actor)
    for actor, actions in {
        "officer": {
            "edit": "DRAFT RETURNED",
            "submit": "DRAFT RETURNED",
            "withdraw": "DRAFT RETURNED AWAITING_DECISION APPROVED",
            "open picture": "DRAFT RETURNED AWAITING_DECISION APPROVED REFUSED WITHDRAWN EXPIRED "
            "FORWARDING SEARCH_FAILED RESULT_RECEIVED NO_LEAD LEAD_RELEASED CLOSED",
            "open document": "DRAFT RETURNED AWAITING_DECISION APPROVED REFUSED WITHDRAWN EXPIRED "
            "FORWARDING SEARCH_FAILED RESULT_RECEIVED NO_LEAD LEAD_RELEASED CLOSED",
            **SHEET,
            **FOLLOWING_UP,
        },
        "supervisor": {
            "recall a lead": "LEAD_RELEASED CLOSED",
            **FOLLOWING_UP,
            **LOOKS_INTO,
            **DISCLOSING,
            "claim": "AWAITING_DECISION",
            "release": "AWAITING_DECISION",
            "approve": "AWAITING_DECISION",
            "return": "AWAITING_DECISION",
            "refuse": "AWAITING_DECISION",
            "open decision page": "AWAITING_DECISION",
            "open picture": "AWAITING_DECISION",
            "open document": "AWAITING_DECISION",
        },
        # Another supervisor of the unit reads along, but cannot act while it is in other hands.
        # It is also who releases a lead.
        "supervisor2": {
            "open decision page": "AWAITING_DECISION",
            "open picture": "AWAITING_DECISION",
            "open document": "AWAITING_DECISION",
            **SHEET,
            "recall a lead": "LEAD_RELEASED CLOSED",
            **FOLLOWING_UP,
            **KNOWS_OF_INCIDENTS,
            **DISCLOSING,
        },
        "privacy": {"recall a lead": "LEAD_RELEASED CLOSED", **LOOKS_INTO, **DISCLOSING},
        "sergeant": {
            "recall a lead": "LEAD_RELEASED CLOSED",
            **FOLLOWING_UP,
            **LOOKS_INTO,
            **DISCLOSING,
            "open decision page": "AWAITING_DECISION",
            "open picture": "AWAITING_DECISION",
            "open document": "AWAITING_DECISION",
        },
        # Who has taken the result there, and concluded where it is settled.
        "examiner": {
            "examine": "RESULT_RECEIVED",
            "write an examination": "RESULT_RECEIVED",
            "give an examination back": "RESULT_RECEIVED",
            "open picture": "RESULT_RECEIVED NO_LEAD LEAD_RELEASED CLOSED",
            "open candidates": "RESULT_RECEIVED NO_LEAD LEAD_RELEASED CLOSED",
            "open a candidate's picture": "RESULT_RECEIVED",
        },
        # Who has not taken it, and concluded where it is settled.
        "examiner3": {
            "examine": "RESULT_RECEIVED",
            "open picture": "NO_LEAD LEAD_RELEASED CLOSED",
            "open candidates": "NO_LEAD LEAD_RELEASED CLOSED",
        },
        "operator": {"retry": "SEARCH_FAILED"},
        # The processes; `expire` only once the time has run out, which is tried further below.
        "the dispatcher": {"forward": "APPROVED FORWARDING"},
    }.items()
    for action, statuses in actions.items()
    for status in statuses.split()
)

# A message to the dispatcher is only a hint: where nothing is due, or a word comes too late, it
# does nothing. The late word is noted; the row is what it was.
ONLY_A_HINT = {
    ("forward", "the dispatcher"): ("not_due", []),
    ("record a result", "the dispatcher"): ("stale", ["search.attempt_stale"]),
}

PERSONS = {
    "officer": "officer",
    "officer2": "officer",
    "officer3": "officer",
    "supervisor": "supervisor",
    "supervisor2": "supervisor",
    "supervisor3": "supervisor",
    "sergeant": "supervisor",
    "sergeant as officer": "officer",
    "privacy": "privacy_officer",
    "examiner": "examiner",
    "examiner2": "examiner",
    "examiner3": "examiner",
    "auditor": "privacy_auditor",
    "oversight": "oversight",
    "policy": "policy_administrator",
    "administrator": "account_administrator",
    "operator": "operator",
    # A role is held by an account, not claimed by a request.
    "officer2 as supervisor": "supervisor",
    "officer as supervisor": "supervisor",
    "supervisor as examiner": "examiner",
    "officer as operator": "operator",
    "administrator as officer": "officer",
    "supervisor as privacy": "privacy_officer",
}
PROCESSES = {"the web": "web", "the worker": "worker", "the dispatcher": "dispatcher"}

REACHED = (
    Status.DRAFT,
    Status.AWAITING_DECISION,
    Status.RETURNED,
    Status.APPROVED,
    Status.REFUSED,
    Status.WITHDRAWN,
    Status.EXPIRED,
    Status.FORWARDING,
    Status.SEARCH_FAILED,
    Status.RESULT_RECEIVED,
    Status.NO_LEAD,
    Status.LEAD_RELEASED,
    Status.CLOSED,
)


@dataclass(frozen=True)
class Target:
    """A request to be attacked, with everything that an attack would need to know."""

    row: SearchRequest
    document: UUID
    reading: UUID
    search_id: UUID
    fence: int
    declared: submit.Declared
    incident: UUID
    pack: UUID


def actor_named(made: builders.InventedAgency, name: str) -> Actor:
    """Return a person of the agency in a role, held or not, or one of our processes."""
    if name in PROCESSES:
        return system_actor(PROCESSES[name])
    return Actor(account=Account.objects.get(username=name.split()[0]), role=PERSONS[name])


def login_of(name: str) -> str:
    """Persons act through the web's login, processes through their own."""
    return PROCESSES.get(name, "web")


def invented_answer(search_id: UUID) -> MatcherAnswer:
    """An answer that nobody gave."""
    return MatcherAnswer(
        search_id=search_id,
        gallery="booking",
        candidates=(Candidate(external_id="P-1", rank=1, score=Decimal("0.9")),),
        engine="made up",
        engine_version="1",
        mode="retrospective_video_frame",
        candidate_limit=10,
        raw_sha256="0" * 64,
        replayed=False,
        not_a_face_recogniser=True,
    )


def acts(actor: Actor, target: Target) -> dict[str, Callable[[], object]]:
    """Every action on a request, ready to be tried by an actor."""
    which = {"actor": actor, "search_request_id": target.row.id}

    def decided(outcome: str) -> Callable[[], object]:
        said = builders.reasons(message="The statement of the second witness is missing here.")
        return lambda: decide.decide(
            **which, outcome=outcome, reading_id=target.reading, reasons=said
        )

    lease = Lease(
        search_id=target.search_id,
        fence=target.fence,
        attempt=1,
        until=clock.real_now() + timedelta(minutes=1),
        deadline=clock.real_now() + timedelta(hours=1),
    )
    return {
        "edit": lambda: draft.save_section(
            **which, section="case", value=Case(case_number="GO26-09999", external_fr_origin="none")
        ),
        "submit": lambda: submit.submit(**which, declared=target.declared),
        "withdraw": lambda: withdraw.withdraw(**which),
        "claim": lambda: claim.claim(**which),
        "renew": lambda: claim.renew(**which),
        "release": lambda: claim.release(**which),
        "approve": decided("approve"),
        "return": decided("return"),
        "refuse": decided("refuse"),
        "expire": lambda: expire.expire(**which),
        "forward": lambda: forward.forward(**which, owner="matrix", search_id=target.search_id),
        "record a result": lambda: record_result.answer(
            **which, lease=lease, attempt_id=uuid4(), result=invented_answer(target.search_id)
        ),
        "retry": lambda: retry.retry(**which, reason=WHY),
        "examine": lambda: examine.start(**which),
        "give an examination back": lambda: examine.give_back(**which),
        "write an examination": lambda: examine.save_comparison(
            **which,
            position=1,
            comparison=Comparison(),
            based_on=examiners.blank_page(actor, target.row.id),
        ),
        "conclude": lambda: conclude.conclude(**which, revision=1, rules_read=""),
        "correct a conclusion": lambda: conclude.correct(
            **which, no_selection="inconclusive", correction=WHY
        ),
        "open decision page": lambda: decision_page.open_decision_page(**which),
        "open picture": lambda: pictures.open_probe(**which),
        "open document": lambda: document.open_document(**which, file_id=target.document),
        "open candidates": lambda: candidates.open_candidates(**which),
        "open a candidate's picture": lambda: candidate_pictures.open_candidate_picture(
            **which, place=1
        ),
        "open a lead": lambda: release_page.open_release_page(**which),
        "open the picture of a lead": lambda: release_page.open_lead_picture(**which),
        "decide on a lead": lambda: release.decide_on_lead(
            rules_read="",
            **which,
            reading_id=uuid4(),
            answers=ReleaseAnswers(outcome="release", reason=WHY),
        ),
        "open the sheet of a lead": lambda: lead.open_lead(**which),
        "recall a lead": lambda: recall.recall_lead(**which, ground="error_found", reason=WHY),
        # A third examiner is left, so nobody ends it; `tests/workflow/test_end_unexamined.py` does.
        "end a result that lacks examiners": lambda: end_unexamined.end_unexamined(
            **which, reason=WHY
        ),
        "print the sheet of a lead": lambda: lead.print_lead(**which),
        "save the sheet of a lead": lambda: lead.save_lead(
            **which, typeset=lambda _printed: b"a file"
        ),
        "record a passing on": lambda: follow_up.record_passing(
            **which, after=recorded_so_far(target), said=follow_ups.passing()
        ),
        "record a planned step": lambda: follow_up.record_plan(
            **which, after=recorded_so_far(target), said=follow_ups.plan()
        ),
        "record a report": lambda: follow_up.record_report(
            **which, after=recorded_so_far(target), said=follow_ups.report(earlier_holds=True)
        ),
        "open what came of a lead": lambda: what_came_of_it.open_what_came_of_it(**which),
        "open an incident": lambda: incidents.open_incident(
            **which, after=incidents_so_far(target), said=invented.opening()
        ),
        "read an incident": lambda: open_an_incident(**which, incident_id=target.incident),
        "look into an incident": lambda: incidents.take_incident(
            **which, incident_id=target.incident, after=taken_so_far(target)
        ),
        # Nobody looks into it yet, so nobody closes it.
        "close an incident": lambda: incidents.close_incident(
            **which, incident_id=target.incident, said=Closing()
        ),
        "ask for a disclosure pack": lambda: disclose.ask(**which, wanted=disclosures.wanted()),
        "open a disclosure pack": lambda: open_disclosure(**which, pack_id=target.pack),
        "go on with a disclosure pack": lambda: disclose.go_on(
            **which, pack_id=target.pack, summary=disclosures.summary
        ),
        # It is not finished, so nobody takes it.
        "take a disclosure pack": lambda: disclose.take(**which, pack_id=target.pack),
        # A report is owed, or it is closed already, so nobody closes it; `tests/workflow/test_close.py` does.
        "close": lambda: close.close(**which, after=recorded_so_far(target)),
        "ask for pictures": lambda: ask_for_pictures.ask(**which),
    }


def recorded_so_far(target: Target) -> int:
    """How much is recorded of a lead, whoever asks."""
    return FollowUp.objects.filter(search_request=target.row.id).count()


def incidents_so_far(target: Target) -> int:
    """How many incidents a lead has, whoever asks."""
    return Incident.objects.filter(search_request=target.row.id).count()


def taken_so_far(target: Target) -> int:
    """How many have taken its incident, whoever asks."""
    return IncidentOwner.objects.filter(incident=target.incident).count()


def _target(made: builders.InventedAgency, status: Status, by: str) -> Target:
    row = builders.search_request_at(made, status, by=by, paper=drawings.pdf())
    if status is Status.AWAITING_DECISION:
        supervisor = made.actor("supervisor")
        claim.claim(actor=supervisor, search_request_id=row.id)
        decision_page.open_decision_page(actor=supervisor, search_request_id=row.id)
        pictures.open_probe(actor=supervisor, search_request_id=row.id)
    named = pack = None
    if status is Status.LEAD_RELEASED:
        named = invented.of_a_report(made, row, who=by)
        pack = disclosures.asked(made, row)
    reading = row.readings.filter(kind="decision_page").order_by("-opened_at").first()
    dispatch = getattr(row, "dispatch", None)
    return Target(
        row=row,
        document=row.files.get(kind="judicial_document").id,
        reading=reading.id if reading else uuid4(),
        search_id=dispatch.search_id if dispatch else uuid4(),
        fence=dispatch.fence if dispatch else 1,
        declared=driving.declared(row),
        incident=named.pk if named else uuid4(),
        pack=pack.pk if pack else uuid4(),
    )


def _targets(
    made: builders.InventedAgency, matcher_url: str, *, by: str = "officer"
) -> dict[Status, Target]:
    """A request in each status, all there at once; a matcher answers for one of them only."""
    _point_matcher(matcher_url)
    answered = {
        status: _target(made, status, by)
        for status in (Status.RESULT_RECEIVED, Status.NO_LEAD, Status.LEAD_RELEASED, Status.CLOSED)
    }
    result = answered[Status.RESULT_RECEIVED].row
    examine.start(actor=made.actor("examiner"), search_request_id=result.pk)
    examiners.fetched(result)
    _point_matcher(NOWHERE)
    return answered | {
        status: _target(made, status, by) for status in REACHED if status not in answered
    }


def _point_matcher(url: str) -> None:
    with connected_as("owner"):
        Matcher.objects.update(base_url=url, open_until=None)


STATE = """
SELECT md5(r::text), (SELECT count(*) FROM dispatch_dispatch),
  (SELECT count(*) FROM searches_authorisation), (SELECT count(*) FROM searches_decision),
  (SELECT count(*) FROM searches_claim WHERE ended_at IS NULL),
  (SELECT count(*) FROM searches_justification), (SELECT count(*) FROM searches_reading),
  (SELECT count(*) FROM searches_examination), (SELECT count(*) FROM searches_conclusion), (SELECT count(*) FROM searches_leaddecision), (SELECT count(*) FROM searches_leadrecall), (SELECT count(*) FROM searches_endedunexamined), (SELECT count(*) FROM searches_followup),
  (SELECT count(*) FROM searches_disclosurepack), (SELECT count(*) FROM searches_disclosurepart),
  (SELECT count(*) FROM searches_incident), (SELECT count(*) FROM searches_incidentowner),
  (SELECT sum(revision) FROM searches_examinationdraft), (SELECT count(*) FROM dispatch_attempt), (SELECT sum(revision) FROM searches_draft),
  (SELECT max(id) FROM audit.event)
FROM searches_searchrequest r WHERE id = %s
"""
SINCE = "SELECT code, outcome, role FROM audit.event WHERE id > %s ORDER BY id"


class Watch:
    """Looks at the rows from outside, over a connection of its own."""

    def __init__(self) -> None:
        self.connection = raw_connection("superuser", autocommit=True)

    def state(self, target: Target) -> tuple[object, ...]:
        """Everything that a refused act must leave as it was, and the newest event's number."""
        found = self.connection.execute(STATE, [target.row.id]).fetchone()
        assert found is not None
        return tuple(found)

    def events_since(self, event_id: object) -> list[tuple[str, str, str]]:
        """The events after one: code, outcome, role."""
        return [tuple(row) for row in self.connection.execute(SINCE, [event_id]).fetchall()]


@contextmanager
def watching() -> Iterator[Watch]:
    """A watch for one test."""
    watch = Watch()
    try:
        yield watch
    finally:
        watch.connection.close()


def _faults(
    watch: Watch, target: Target, name: str, actor: Actor, allowed: frozenset[tuple[str, str, str]]
) -> Iterator[str]:
    """Try everything that this actor may not do here; yield what should not have happened."""
    status = str(target.row.status)
    for action, act in acts(actor, target).items():
        if (status, action, name) in allowed:
            continue
        if (action, name) == ("record a result", "the dispatcher") and not _was_sent(target):
            continue  # without an attempt there is no word that could come late
        before = watch.state(target)
        hint = ONLY_A_HINT.get((action, name))
        expected = [("action.refused", "refused", actor.role)]
        try:
            said = act()
        except CountersignError:
            said = None
            if hint:
                yield f"{name}: {action} in {status} was refused aloud"
        else:
            if hint is None or said != hint[0]:
                yield f"{name}: {action} in {status} went through: {said!r:.60}"
            elif hint:
                expected = [(code, "error", actor.role) for code in hint[1]]
        after = watch.state(target)
        if before[:-1] != after[:-1]:
            yield f"{name}: {action} in {status} changed rows: {before} {after}"
        events = watch.events_since(before[-1])
        if events != expected:
            yield f"{name}: {action} in {status} left {events}"


def _was_sent(target: Target) -> bool:
    return Attempt.objects.filter(dispatch_id=target.search_id, fence=target.fence).exists()


def test_whatever_is_not_promised_is_refused_recorded_and_without_effect(agency, matcher):
    targets = _targets(agency, matcher.url)
    assert {status: row.row.status for status, row in targets.items()} == {s: s for s in REACHED}
    faults: list[str] = []
    with watching() as watch:
        for name in (*PERSONS, *PROCESSES):
            actor = actor_named(agency, name)
            with connected_as(login_of(name)):
                for target in targets.values():
                    faults += _faults(watch, target, name, actor, ALLOWED)
    assert faults == []


def test_an_account_that_is_shut_or_has_lost_its_role_may_do_nothing(agency, matcher):
    targets = _targets(agency, matcher.url)
    strongest = ("officer", "supervisor", "examiner", "operator")
    administrator = agency.actor("administrator")
    faults: list[str] = []

    def attack(watch: Watch) -> None:
        for name in strongest:
            for target in targets.values():
                faults.extend(_faults(watch, target, name, actor_named(agency, name), frozenset()))

    accounts = [(name, agency.people[name].pk) for name in strongest]
    with watching() as watch:
        for _name, pk in accounts:
            administration.disable_account(
                actor=administrator, account_id=pk, reason="Left the service this morning"
            )
        attack(watch)
        for name, pk in accounts:
            administration.enable_account(actor=administrator, account_id=pk)
            administration.withdraw_role(
                actor=administrator,
                account_id=pk,
                role=PERSONS[name],
                reason="Moved to other duties today",
            )
        attack(watch)
    assert faults == []


def test_who_asks_and_also_supervises_has_no_more_power_over_the_own_request(agency, matcher):
    targets = _targets(agency, matcher.url, by="sergeant")
    as_officer = frozenset(
        (status, action, "sergeant as officer")
        for status, action, name in ALLOWED
        if name == "officer"
    )
    faults: list[str] = []
    with watching() as watch:
        for target in targets.values():
            for name in ("sergeant", "sergeant as officer", "officer"):
                actor = actor_named(agency, name)
                faults += _faults(watch, target, name, actor, as_officer)
    assert faults == []


# What ends, or moves, a request needs one of its own each; so does an examiner who gives it back.
MOVES = {
    "submit", "withdraw", "release", "approve", "return", "refuse", "forward", "retry",
    "give an examination back", "recall a lead", "go on with a disclosure pack",
}  # fmt: skip
LEADS_TO = {
    ("edit", "DRAFT"): "DRAFT",
    ("edit", "RETURNED"): "RETURNED",
    ("submit", "DRAFT"): "AWAITING_DECISION",
    ("submit", "RETURNED"): "AWAITING_DECISION",
    ("withdraw", "DRAFT"): "WITHDRAWN",
    ("withdraw", "RETURNED"): "WITHDRAWN",
    ("withdraw", "AWAITING_DECISION"): "WITHDRAWN",
    ("withdraw", "APPROVED"): "WITHDRAWN",
    ("approve", "AWAITING_DECISION"): "APPROVED",
    ("return", "AWAITING_DECISION"): "RETURNED",
    ("refuse", "AWAITING_DECISION"): "REFUSED",
    ("forward", "APPROVED"): "RESULT_RECEIVED",
    ("forward", "FORWARDING"): "RESULT_RECEIVED",
    ("retry", "SEARCH_FAILED"): "APPROVED",
    # Whatever is recorded of a closed request opens it again.
    ("record a passing on", "CLOSED"): "LEAD_RELEASED",
    ("record a planned step", "CLOSED"): "LEAD_RELEASED",
    ("record a report", "CLOSED"): "LEAD_RELEASED",
    ("open an incident", "CLOSED"): "LEAD_RELEASED",
}


def test_what_is_promised_can_be_done(agency, matcher):
    kept: dict[str, Target] = dict(_targets(agency, matcher.url))
    for status, action, name in sorted(ALLOWED, key=lambda each: (each[1] in MOVES, each)):
        if action not in MOVES:
            target = kept[status]
        else:
            # What is being sent needs a matcher that is away; a lead needs one that has answered.
            _point_matcher(matcher.url if status in WITH_LEAD else NOWHERE)
            # The row of the closed one was put back by hand, and the log knows nothing of that.
            unused = kept.pop(status, None) if status != Status.CLOSED else None
            target = unused or _target(agency, Status(status), "officer")
            _point_matcher(matcher.url)
            if action == "forward":
                builders.make_due(target.row)
        actor = actor_named(agency, name)
        with connected_as(login_of(name)):
            if action == "submit":  # warnings have to be acknowledged on the way
                driving.submitted(actor, target.row)
            else:
                acts(actor, target)[action]()
        target.row.refresh_from_db()
        assert target.row.status == LEADS_TO.get((action, status), status), (action, status)
        if status == Status.CLOSED and target.row.status != status:
            _put_back(target, status)


def _put_back(target: Target, status: str) -> None:
    """Let a request be in a status again that it left."""
    with examiners.past_the_guards("searches_searchrequest") as administrator:
        administrator.execute(
            "UPDATE searches_searchrequest SET status = %s WHERE id = %s", [status, target.row.pk]
        )
    target.row.refresh_from_db()


@pytest.mark.parametrize("process", ["worker", "dispatcher"])
@pytest.mark.parametrize(
    "status",
    [Status.AWAITING_DECISION, Status.RETURNED, Status.APPROVED, Status.SEARCH_FAILED],
)
def test_time_that_has_run_out_ends_what_is_open(agency, status, process):
    row = builders.search_request_at(agency, status)
    with connected_as("owner"):
        SearchRequest.objects.filter(id=row.id).update(lapses_at=clock.real_now())
    with connected_as(process):
        expire.expire(actor=system_actor(process), search_request_id=row.id)
    row.refresh_from_db()
    assert row.status == Status.EXPIRED
