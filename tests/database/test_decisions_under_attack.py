"""What a taken-over web process cannot write: a decision that is nobody's, an authorisation of something else.

Siblings that were tried: each condition of a decision taken away alone, each field of an authorisation and
of its event altered alone, a chain without a decision, an end before its time, an event without its row.
What it still can do, a whole chain with every event and every condition met, is named in the threat model.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError

from requests_app.searches.models import Authorisation, SearchRequest
from requests_app.searches.states import Status
from requests_app.wire import approval
from requests_app.workflow import claim, decide
from requests_app.workflow.reading import decision_page, pictures
from tests import builders
from tests.audit.bodies import PROCESS, append, body, is_refused, written
from tests.builders import InventedAgency
from tests.database.test_searches_under_attack import copy_of, of, refused
from tests.support import connected_as, raw_connection, sql


def one_about_to_be_decided(agency: InventedAgency) -> dict[str, Any]:
    """An approved request to copy from, and one that a supervisor has in hand and has read."""
    approved, waiting = builders.approved(agency), builders.submitted(agency)
    supervisor = agency.actor("supervisor")
    claim.claim(actor=supervisor, search_request_id=waiting.pk)
    page = decision_page.open_decision_page(actor=supervisor, search_request_id=waiting.pk)
    pictures.open_probe(actor=supervisor, search_request_id=waiting.pk)
    return {"approved": approved, "waiting": waiting, "digest": page.digest,
            "reading": page.reading_id}  # fmt: skip


@pytest.fixture
def prepare() -> Any:
    return one_about_to_be_decided


def a_decision(agency: InventedAgency, **changes: Any) -> Any:
    """An INSERT of the decision that the supervisor could give now, with some columns otherwise."""
    fitting = {
        "id": uuid.uuid4(),
        "search_request_id": agency.prepared["waiting"].pk,
        "digest_read": agency.prepared["digest"],
    }
    return copy_of("searches_decision", of(agency.prepared["approved"]), fitting | changes)


NO_EVENT = "needs its event"
"""Said when everything else is as it must be: the decision could be, and only its event is missing."""


def test_a_decision_as_it_could_be_lacks_its_event_only(agency: InventedAgency) -> None:
    for outcome in ("approve", "return", "refuse"):
        assert NO_EVENT in refused("web", *a_decision(agency, outcome=outcome))


# What is taken away -> the SQL of the owner that takes it, and what is then said of every outcome.
TAKEN = {
    "the role": (
        "UPDATE accounts_roleassignment SET withdrawn_at = now(), withdrawn_by_id = {admin},"
        " withdrawn_reason = 'x' WHERE account_id = {decider} AND role = 'supervisor'",
        "does not hold the role",
    ),
    "the right": (
        "UPDATE accounts_decideright SET withdrawn_at = now(), withdrawn_by_id = {admin},"
        " withdrawn_reason = 'x' WHERE account_id = {decider}",
        "no right to decide",
    ),
    "the right's shadow": (
        "DELETE FROM accounts_unitpermissionheld WHERE user_id = {decider}",
        "no right to decide",
    ),
    "the unit": ("UPDATE accounts_unit SET is_active = false", "no right to decide"),
    "the account": (
        "UPDATE accounts_account SET is_active = false, disabled_at = now(),"
        " disabled_by_id = {admin}, disabled_reason = 'x' WHERE id = {decider}",
        "it is shut",
    ),
    "the certificate": (
        "UPDATE accounts_certificate SET withdrawn_at = now(), withdrawn_by_id = {admin},"
        " withdrawn_reason = 'x' WHERE person_id = {person} AND course = 'deciding'",
        "no current, confirmed certificate",
    ),
    "the claim": (
        "UPDATE searches_claim SET ended_at = now(), ended_how = 'released'"
        " WHERE search_request_id = {waiting}",
        "has not taken the request in hand",
    ),
}


@pytest.mark.parametrize("what", TAKEN)
def test_without_one_of_these_nobody_decides(agency: InventedAgency, what: str) -> None:
    take, said = TAKEN[what]
    supervisor = agency.people["supervisor"]
    named = {
        "admin": agency.people["administrator"].pk,
        "decider": supervisor.pk,
        "person": supervisor.person_id,
        "waiting": agency.prepared["waiting"].pk,
    }
    sql("owner", take.format(**{name: f"'{value}'" for name, value in named.items()}))
    for outcome in ("approve", "return", "refuse"):
        assert said in refused("web", *a_decision(agency, outcome=outcome))


def rewritten(table: str, guard: str, change: str, *params: Any) -> None:
    """Rewrite what a guard keeps, to bring about what only time or another release could."""
    with raw_connection("owner") as connection:
        for name in guard.split():
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
        connection.execute(change, params)
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in guard.split():
            connection.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


@pytest.mark.parametrize(
    "change",
    [
        "confirmed_at = NULL, confirmed_by_id = NULL, confirmed_by_person_id = NULL",
        "issued_on = current_date - 900, valid_until = current_date - 2",
        "issued_on = current_date + 2, valid_until = current_date + 900",
        "course = 'requesting'",
    ],
)
def test_a_certificate_counts_confirmed_in_its_time_and_for_deciding(
    agency: InventedAgency, change: str
) -> None:
    rewritten(
        "accounts_certificate", "certificate_filled_in_once",
        f"UPDATE accounts_certificate SET {change} WHERE person_id = %s AND course = 'deciding'",
        agency.people["supervisor"].person_id,
    )  # fmt: skip
    assert "no current, confirmed certificate" in refused("web", *a_decision(agency))


def test_a_claim_that_ran_out_decides_nothing(agency: InventedAgency) -> None:
    rewritten(
        "searches_claim", "guard_claim",
        "UPDATE searches_claim SET claimed_at = now() - interval '2 hours',"
        " until = now() - interval '1 second' WHERE search_request_id = %s",
        agency.prepared["waiting"].pk,
    )  # fmt: skip
    assert "has not taken the request in hand" in refused("web", *a_decision(agency))


def test_the_claim_and_the_readings_of_another_do_not_count(agency: InventedAgency) -> None:
    other = agency.people["supervisor2"]
    theirs = {"decided_by_id": other.pk, "decided_by_person_id": other.person_id}
    assert "has not taken the request in hand" in refused("web", *a_decision(agency, **theirs))


@pytest.mark.parametrize(
    ("kind", "outcomes", "said"),
    [
        ("decision_page", ("approve", "return", "refuse"), "has not opened the page"),
        ("probe", ("approve",), "has not opened the picture"),
    ],
)
@pytest.mark.parametrize(
    "change", ["version = 2", "kind = 'candidates'", "digest = repeat('0', 64)"]
)
def test_a_reading_of_something_else_does_not_count(
    agency: InventedAgency, kind: str, outcomes: tuple[str, ...], said: str, change: str
) -> None:
    if (kind, change[:6]) == ("probe", "digest"):
        pytest.skip("the digest of a picture is sealed; the use case compares it")
    rewritten(
        "searches_reading", "keep_rows",
        f"UPDATE searches_reading SET {change} WHERE search_request_id = %s AND kind = %s",
        agency.prepared["waiting"].pk, kind,
    )  # fmt: skip
    for outcome in ("approve", "return", "refuse"):
        told = refused("web", *a_decision(agency, outcome=outcome))
        assert (said if outcome in outcomes else NO_EVENT) in told


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"role": "privacy_officer"}, "nobody asked for a decision"),
        ({"version": 2}, "needs a request that awaits one"),
        ({"digest_read": "0" * 64}, "has not opened the page"),
        ({"faces_confirmed": None}, "counted its faces"),
    ],
)
def test_a_decision_is_on_what_is_asked_and_read(
    agency: InventedAgency, changes: dict[str, Any], said: str
) -> None:
    assert said in refused("web", *a_decision(agency, **changes))


# --- the authorisation ----------------------------------------------------------------------------

ALTERED: dict[str, Any] = {
    "search_id": uuid.uuid4(),
    "version": 2,
    "completed_by_person": "supervisor2",
    "requested_by_person": "officer2",
    "roles": [["supervisor", "privacy_officer"], [], ["privacy_officer"]],
    "decision_digest": "0" * 64,
    "probe_commitment": "0" * 64,
    "gallery_digest": "0" * 64,
    "mode": ["retrospective_still", "whatever_mode", "real_time"],
    "purpose_code": "identify_victim",
    "candidate_limit": [1, 19, 51, 1000],
    "threshold": ["0.1", "99", "none"],
    "approved_at": "later",
    "expires_at": "later",
    "event_id": 1,
}
"""Each column of an authorisation, and other values than those that were approved."""


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (column, value)
        for column, values in ALTERED.items()
        for value in (values if isinstance(values, list) else [values])
    ],
)
def test_an_authorisation_with_one_field_altered_is_refused(
    agency: InventedAgency, monkeypatch: pytest.MonkeyPatch, column: str, value: Any
) -> None:
    create = Authorisation.objects.create

    def altered(**fields: Any) -> Authorisation:
        if column.endswith("_person"):
            fields[column] = agency.people[value].person
        elif column.endswith("_at"):
            fields[column] += (fields["expires_at"] - fields["approved_at"]) * 30
        else:
            assert fields[column] != value
            fields[column] = value
        return create(**fields)

    monkeypatch.setattr(Authorisation.objects, "create", altered)
    with pytest.raises(IntegrityError):
        approve(agency)
    nothing_was_approved(agency)


FACTS: dict[str, Callable[[Any], Any]] = {
    "approved_at": lambda _: "2026-01-01T00:00:00.000000Z",
    "candidate_limit": lambda value: value + 1,
    "deciders": lambda value: [{**value[0], "role": "privacy_officer"}],
    "decision_digest": lambda _: "0" * 64,
    "expires_at": lambda _: "2999-01-01T00:00:00.000000Z",
    "gallery_digest": lambda _: "0" * 64,
    "gallery_id": lambda _: "another-gallery",
    "mode": lambda _: "real_time",
    "probe_commitment": lambda _: "0" * 64,
    "purpose_code": lambda _: "identify_victim",
    "requester_person": lambda _: str(uuid.uuid4()),
    "search_id": lambda _: str(uuid.uuid4()),
    "threshold": lambda _: "0.01",
}
"""Each fact of `search.approved` that an authorisation holds too, and what it is altered to."""


@pytest.mark.parametrize("fact", FACTS)
def test_an_approval_in_the_log_that_says_something_else_is_refused(
    agency: InventedAgency, monkeypatch: pytest.MonkeyPatch, fact: str
) -> None:
    assert set(FACTS) == approval.FIELDS - {"filter_digest"}
    write = approval.ApprovalLeaf.to_facts

    def altered(leaf: approval.ApprovalLeaf) -> dict[str, Any]:
        facts = write(leaf)
        return facts | {fact: FACTS[fact](facts[fact])}

    monkeypatch.setattr(approval.ApprovalLeaf, "to_facts", altered)
    with pytest.raises(IntegrityError):
        approve(agency)
    nothing_was_approved(agency)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE registry_gallery SET allow_listed = false",
        "UPDATE registry_matcher SET is_active = false",
        "UPDATE registry_gallery SET candidate_min = 1, candidate_default = 1, candidate_max = 1",
        "UPDATE registry_agency SET approval_hours = 1",
    ],
)
def test_an_authorisation_keeps_to_what_the_registry_says_at_that_moment(
    agency: InventedAgency, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    create = Authorisation.objects.create

    def after_a_change(**fields: Any) -> Authorisation:
        sql("owner", change)
        return create(**fields)

    monkeypatch.setattr(Authorisation.objects, "create", after_a_change)
    with pytest.raises(IntegrityError):
        approve(agency)
    nothing_was_approved(agency)


def approve(agency: InventedAgency) -> None:
    """Let the supervisor approve what lies before them."""
    decide.decide(
        actor=agency.actor("supervisor"),
        search_request_id=agency.prepared["waiting"].pk,
        outcome="approve",
        reading_id=agency.prepared["reading"],
        reasons=builders.reasons(),
    )


def nothing_was_approved(agency: InventedAgency) -> None:
    row: SearchRequest = agency.prepared["waiting"]
    row.refresh_from_db()
    assert row.status == Status.AWAITING_DECISION
    for table in ("searches_authorisation", "dispatch_dispatch", "searches_decision"):
        found = sql("owner", f"SELECT count(*) FROM {table} WHERE search_request_id = %s", [row.pk])
        assert found == [(0,)]


def test_the_same_approval_with_nothing_altered_goes_in(agency: InventedAgency) -> None:
    approve(agency)
    row: SearchRequest = agency.prepared["waiting"]
    row.refresh_from_db()
    assert row.status == Status.APPROVED


# --- the whole way round, and ends ----------------------------------------------------------------


def somebody(agency: InventedAgency, name: str, role: str) -> dict[str, Any]:
    account = agency.people[name]
    return {"account": str(account.pk), "person": str(account.person_id), "role": role,
            "session": None}  # fmt: skip


def test_the_way_round_that_once_sent_a_search_is_closed_at_its_first_step(
    agency: InventedAgency,
) -> None:
    """A decision by nobody in particular, `search.retried`, an authorisation, a dispatch: one transaction."""
    row, approved = agency.prepared["waiting"], agency.prepared["approved"]
    other = agency.people["officer2"]
    statements: list[tuple[str, Any]] = [
        a_decision(agency, decided_by_id=other.pk, decided_by_person_id=other.person_id),
        (
            "SELECT audit.append(%s)",
            [written(body(
                "search.retried", request_id=str(row.pk), status_after="APPROVED",
                facts={"search_id": "x", "attempts_so_far": 0},
                who=somebody(agency, "operator", "operator"),
            ))],
        ),
        ("UPDATE searches_searchrequest SET status = 'APPROVED' WHERE id = %s", [row.pk]),
        copy_of("searches_authorisation", of(approved), {
            "search_id": uuid.uuid4(), "search_request_id": row.pk, "roles": [],
            "mode": "whatever_mode", "candidate_limit": 1000, "event_id": 1,
            "expires_at": "2036-01-01T00:00:00Z",
        }),
    ]  # fmt: skip
    for statement, params in statements:  # none of them goes through, in whatever company
        with raw_connection("web") as connection, pytest.raises(psycopg.Error):  # noqa: PT012  at commit
            connection.execute(statement, params)  # type: ignore[arg-type]
            connection.commit()
    nothing_was_approved(agency)


@pytest.mark.parametrize("login", ["worker", "dispatcher"])
def test_nothing_expires_before_its_time(agency: InventedAgency, login: str) -> None:
    for row in (agency.prepared["waiting"], agency.prepared["approved"]):
        with raw_connection(login) as connection, pytest.raises(psycopg.Error) as caught:
            expire(connection, row, login, reason="lapsed")
        assert "has not run out" in str(caught.value)


def expire(connection: Any, row: SearchRequest, login: str, *, reason: str) -> None:
    """Set the status, with the event that says so, and commit."""
    connection.execute(
        "UPDATE searches_searchrequest SET status = 'EXPIRED', status_since = now() WHERE id = %s",
        [row.pk],
    )
    said = body(
        "search.expired", request_id=str(row.pk), status_after="EXPIRED", reason=reason,
        who=PROCESS,
    )  # fmt: skip
    connection.execute("SELECT audit.append(%s)", [written(said)])
    connection.execute(
        "UPDATE dispatch_dispatch SET state = 'cancelled', last_error = 'gallery_changed',"
        " finished_at = now() WHERE search_request_id = %s AND state = 'ready'",
        [row.pk],
    )
    connection.commit()


@pytest.mark.parametrize(
    ("which", "login", "reason", "logged"),
    [
        ("approved", "dispatcher", "gallery_changed", False),  # no change in the log
        ("approved", "dispatcher", "lapsed", True),
        ("approved", "dispatcher", "probe_changed", True),
        ("approved", "worker", "gallery_changed", True),
        ("waiting", "dispatcher", "gallery_changed", True),  # a decider returns it
        ("waiting", "worker", "gallery_changed", True),
    ],
)
def test_a_changed_gallery_ends_what_was_approved_and_only_with_the_change_in_the_log(
    agency: InventedAgency, which: str, login: str, reason: str, logged: bool
) -> None:
    if logged:
        builders.gallery_entry_says(size=101)
    row = agency.prepared[which]
    with raw_connection(login) as connection, pytest.raises(psycopg.Error) as caught:
        expire(connection, row, login, reason=reason)
    assert "has not run out" in str(caught.value)


def test_the_way_that_the_dispatcher_goes_is_open(agency: InventedAgency) -> None:
    builders.gallery_entry_says(size=101)
    with raw_connection("dispatcher") as connection:
        expire(connection, agency.prepared["approved"], "dispatcher", reason="gallery_changed")
    agency.prepared["approved"].refresh_from_db()
    assert agency.prepared["approved"].status == "EXPIRED"


@pytest.mark.parametrize("when", ["before the submission", "before the approval"])
def test_a_change_before_the_approval_ends_nothing(agency: InventedAgency, when: str) -> None:
    if when == "before the submission":
        builders.gallery_entry_says(size=101)
        row = builders.approved(agency)
    else:
        row = builders.submitted(agency)
        builders.gallery_entry_says(size=101)
        builders.gallery_entry_says(size=100)
        row = builders.decided(agency, row, "approve")
    with raw_connection("dispatcher") as connection, pytest.raises(psycopg.Error):
        expire(connection, row, "dispatcher", reason="gallery_changed")


@pytest.mark.parametrize(
    "change",
    [
        "lapses_at = now() + interval '1 year'",
        "lapses_at = now() - interval '1 hour'",
        "lapses_at = NULL",
    ],
)
def test_the_time_of_a_request_stays(agency: InventedAgency, change: str) -> None:
    for row in (agency.prepared["waiting"], agency.prepared["approved"]):
        statement = f"UPDATE searches_searchrequest SET {change} WHERE id = %s"
        assert "the time of a request is set" in refused("web", statement, [row.pk])


WITHOUT_ROW = {
    "search.claimed": {"claim": str(uuid.uuid4()), "again": True, "via": "queue"},
    "search.decision_recorded": {
        "decision": str(uuid.uuid4()), "version": 1, "decision_digest": "0" * 64,
        "seconds_open": 9, "seconds_open_total": 9, "probe_opened": True, "findings_unread": [], "claim_via": "queue",
        "outcome": "approve",
    },
    "search.checked": {
        "stage": "submit", "version": 1, "verdict": "passes", "packs": [], "findings": [],
        "inputs_digest": "0" * 64,
    },
}  # fmt: skip


@pytest.mark.parametrize("code", WITHOUT_ROW)
def test_an_event_that_says_a_row_was_written_comes_with_it(
    agency: InventedAgency, code: str
) -> None:
    said = body(
        code,
        request_id=str(agency.prepared["waiting"].pk),
        status_after=None if code == "search.checked" else "AWAITING_DECISION",
        facts=WITHOUT_ROW[code],
        who=somebody(agency, "supervisor", "supervisor"),
    )
    with pytest.raises(psycopg.errors.CheckViolation, match="says what is not so"):
        append("web", written(said))


def test_what_the_log_says_of_a_claim_and_of_sending_is_so(agency: InventedAgency) -> None:
    """A claim that is let go of, answers that are saved, a search that is held, an attempt that has failed."""
    waiting, approved = agency.prepared["waiting"], agency.prepared["approved"]
    claim.claim(actor=agency.actor("supervisor"), search_request_id=waiting.pk)
    held = str(
        sql("owner", "SELECT id FROM searches_claim WHERE search_request_id = %s", [waiting.pk])[0][
            0
        ]
    )
    draft = builders.drafted(agency)
    search_id = str(sql("owner", "SELECT search_id FROM dispatch_dispatch")[0][0])
    failed = {
        "search_id": search_id,
        "attempt": 1,
        "sent": "no",
        "retryable": True,
        "answer_digest": None,
    }
    supervisor = somebody(agency, "supervisor", "supervisor")
    for login, said in (
        ("web", body("search.claim_released", request_id=str(waiting.pk), facts={"claim": held},
                     status_after="AWAITING_DECISION", who=supervisor)),
        ("web", body("search.claim_ended", request_id=str(waiting.pk), facts={"claim": held},
                     who=supervisor)),
        ("web", body("search.claim_renewed", request_id=str(waiting.pk), status_after="AWAITING_DECISION",
                     facts={"claim": held, "until": "2026-11-23T10:00:00.000000Z"}, who=supervisor)),
        ("web", body("search.draft_saved", request_id=str(draft.pk), status_after="DRAFT",
                     facts={"section": "case", "revision": 99, "fields": []},
                     who=somebody(agency, "officer", "officer"))),
        *(
            ("dispatcher", body(code, request_id=str(approved.pk), facts=facts, outcome=outcome, who=PROCESS))
            for code, outcome, facts in (
                ("search.held", "success", {"search_id": search_id, "again": False}),
                ("search.attempt_failed", "error", failed),
                ("search.result_quarantined", "error", failed),
                ("search.attempt_stale", "error", {"search_id": search_id, "fence": 1}),
            )
        ),
    ):  # fmt: skip
        with pytest.raises(psycopg.errors.CheckViolation, match="says what is not so"):
            append(login, written(said))


def test_a_search_is_being_sent_only_with_its_attempt(agency: InventedAgency) -> None:
    row = agency.prepared["approved"]
    search_id = sql("owner", "SELECT search_id FROM dispatch_dispatch")[0][0]
    facts = {"search_id": str(search_id), "attempt": 1, "matcher": "demo"}
    started = body("search.forward_started", request_id=str(row.pk), status_after="FORWARDING",
                   facts=facts, who=PROCESS)  # fmt: skip
    with raw_connection("dispatcher") as connection:
        connection.execute(
            "UPDATE searches_searchrequest SET status = 'FORWARDING', status_since = now()"
            " WHERE id = %s",
            [row.pk],
        )
        connection.execute("SELECT audit.append(%s)", [written(started)])
        with pytest.raises(psycopg.errors.CheckViolation, match="says what is not so"):
            connection.commit()


def test_no_result_without_an_answered_attempt(agency: InventedAgency) -> None:
    row = agency.prepared["approved"]
    search_id = sql("owner", "SELECT search_id FROM dispatch_dispatch")[0][0]
    facts = json.loads(json.dumps({
        "search_id": str(search_id), "attempt": 1, "candidate_count": 0, "engine": "x",
        "engine_version": "1", "mode": "retrospective_still", "gallery": "x", "replayed": False,
    }))  # fmt: skip
    said = body("search.result_received", request_id=str(row.pk), status_after="RESULT_RECEIVED",
                facts=facts, who=PROCESS)  # fmt: skip
    assert is_refused("dispatcher", written(said))  # from APPROVED, which is no move
    with connected_as("dispatcher"):
        assert builders.forwarded(row) in {"retry", "failed"}  # the matcher is away
    with raw_connection("dispatcher") as connection:
        connection.execute(
            "UPDATE searches_searchrequest SET status = 'RESULT_RECEIVED', status_since = now()"
            " WHERE id = %s AND status = 'FORWARDING'",
            [row.pk],
        )
        with pytest.raises(psycopg.errors.CheckViolation):  # noqa: PT012  at commit
            connection.execute("SELECT audit.append(%s)", [written(said)])
            connection.commit()


def test_a_version_names_the_check_that_let_it_pass(agency: InventedAgency) -> None:
    """Another request's check, one of another stage, and none."""
    row, approved = agency.prepared["waiting"], agency.prepared["approved"]
    runs = sql("owner", "SELECT id FROM searches_checkrun WHERE search_request_id = %s"
               " OR stage <> 'submit'", [approved.pk])  # fmt: skip
    assert len(runs) > 1
    for run in (None, *(str(number) for (number,) in runs)):
        changes = {"id": uuid.uuid4(), "version": 2, "check_run_id": run}
        said = refused("web", *copy_of("searches_justification", of(row), changes))
        assert "the check that let it pass" in said


def test_a_request_begins_in_the_unit_of_whoever_asks(agency: InventedAgency) -> None:
    other = sql("owner", "SELECT id FROM accounts_unit WHERE id <> %s LIMIT 1",
                [agency.prepared["waiting"].unit_id])[0][0]  # fmt: skip
    changes = {"id": uuid.uuid4(), "reference": "CS-2026-999999-X", "status": "DRAFT", "version": 0,
               "submitted_at": None, "unit_id": other}  # fmt: skip
    where = f"id = '{agency.prepared['waiting'].pk}'"
    said = refused("web", *copy_of("searches_searchrequest", where, changes))
    assert "belongs to the unit" in said
