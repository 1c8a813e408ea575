"""What SQL under a process's own login cannot do to a search: approve it oneself, move it, dispatch it.

Every statement goes past Python; what must refuse is a constraint, a trigger or a right.
"""

from __future__ import annotations

import json
import uuid
from typing import Any

import psycopg
import pytest
from psycopg import errors

from requests_app.searches.models import SearchRequest
from requests_app.searches.states import Status
from requests_app.workflow import withdraw
from tests import builders
from tests.builders import InventedAgency
from tests.support import raw_connection, sql

REFUSED = (
    errors.CheckViolation,
    errors.RestrictViolation,
    errors.ForeignKeyViolation,
    errors.UniqueViolation,
    errors.InsufficientPrivilege,
    errors.RaiseException,
)
RUN_TIME = ("web", "worker", "dispatcher", "auditor")


def refused(login: str, statement: str, params: Any = None) -> str:
    """Run it and commit; return the refusal's first line. Fails where nothing refuses."""
    connection = raw_connection(login)
    try:
        with pytest.raises(REFUSED) as caught:  # noqa: PT012  a deferred trigger refuses the commit
            cursor = connection.execute(statement, params)  # type: ignore[arg-type]
            assert cursor.rowcount != 0, "the attack touched no row, so it shows nothing"
            connection.commit()
    finally:
        connection.rollback()
        connection.close()
    return str(caught.value).splitlines()[0]


def without(table: str, trigger: str) -> None:
    """Take one guard away, to see what stands behind it."""
    sql("owner", f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")


def copy_of(table: str, where: str, changes: dict[str, Any]) -> tuple[str, list[str]]:
    """An INSERT of a row like an existing one, with some columns otherwise."""
    statement = (
        f"INSERT INTO {table} SELECT (jsonb_populate_record(kept, %s::jsonb)).* "
        f"FROM {table} kept WHERE {where}"
    )
    return statement, [json.dumps(changes, default=str)]


def of(row: SearchRequest) -> str:
    return f"search_request_id = '{row.pk}'"


def two_requests(agency: InventedAgency) -> dict[str, SearchRequest]:
    return {"approved": builders.approved(agency), "waiting": builders.submitted(agency)}


@pytest.fixture
def prepare() -> Any:
    return two_requests


@pytest.fixture
def approved(agency: InventedAgency) -> SearchRequest:
    row: SearchRequest = agency.prepared["approved"]
    return row


@pytest.fixture
def waiting(agency: InventedAgency) -> SearchRequest:
    row: SearchRequest = agency.prepared["waiting"]
    return row


def test_nobody_writes_a_decision_on_their_own_request(
    agency: InventedAgency, approved: SearchRequest, waiting: SearchRequest
) -> None:
    officer = agency.people["officer"]
    own = {
        "id": uuid.uuid4(),
        "search_request_id": waiting.pk,
        "requested_by_person_id": officer.person_id,
        "decided_by_id": officer.pk,
        "decided_by_person_id": officer.person_id,
    }
    refused("web", *copy_of("searches_decision", of(approved), own))
    without("searches_decision", "guard_decision")
    said = refused("web", *copy_of("searches_decision", of(approved), own))
    assert "nobody_decides_on_their_own_request" in said


def test_a_decision_cannot_name_another_person_than_the_accounts(
    agency: InventedAgency, approved: SearchRequest, waiting: SearchRequest
) -> None:
    """The own account with another's person, or another's account with the own person."""
    officer, supervisor = agency.people["officer"], agency.people["supervisor"]
    for account, person in ((officer, supervisor), (supervisor, officer)):
        changes = {
            "id": uuid.uuid4(),
            "search_request_id": waiting.pk,
            "decided_by_id": account.pk,
            "decided_by_person_id": person.person_id,
        }
        refused("web", *copy_of("searches_decision", of(approved), changes))


def test_a_decision_cannot_misname_who_asked(
    agency: InventedAgency, approved: SearchRequest, waiting: SearchRequest
) -> None:
    officer = agency.people["officer"]
    changes = {
        "id": uuid.uuid4(),
        "search_request_id": waiting.pk,
        "requested_by_person_id": agency.people["officer2"].person_id,
        "decided_by_id": officer.pk,
        "decided_by_person_id": officer.person_id,
    }
    refused("web", *copy_of("searches_decision", of(approved), changes))
    without("searches_decision", "guard_decision")
    said = refused("web", *copy_of("searches_decision", of(approved), changes))
    assert "decision_of_this_requester" in said or "foreign key" in said


@pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN, Status.REFUSED])
def test_no_decision_where_none_is_awaited(
    agency: InventedAgency, approved: SearchRequest, status: Status
) -> None:
    row = builders.search_request_at(agency, status)
    changes = {"id": uuid.uuid4(), "search_request_id": row.pk, "version": max(row.version, 1)}
    refused("web", *copy_of("searches_decision", of(approved), changes))


def test_no_approval_of_a_picture_that_was_not_opened(
    approved: SearchRequest, waiting: SearchRequest
) -> None:
    changes = {"id": uuid.uuid4(), "search_request_id": waiting.pk, "probe_opened": False}
    refused("web", *copy_of("searches_decision", of(approved), changes))
    without("searches_decision", "guard_decision")
    said = refused("web", *copy_of("searches_decision", of(approved), changes))
    assert "probe_unopened" in said


def authorisation(row: SearchRequest, approved: SearchRequest, **changes: Any) -> Any:
    """An INSERT of an authorisation that fits what was submitted in every other respect."""
    found = sql(
        "superuser",
        "SELECT probe_id, gallery_id, gallery_digest, purpose_code FROM searches_justification"
        " WHERE search_request_id = %s",
        [row.pk],
    )
    probe, gallery, digest, purpose = found[0]
    fitting = {
        "search_id": uuid.uuid4(),
        "id": uuid.uuid4(),
        "search_request_id": row.pk,
        "version": row.version,
        "probe_id": probe,
        "gallery_id": gallery,
        "gallery_digest": digest,
        "purpose_code": purpose,
    }
    return copy_of("searches_authorisation", of(approved), fitting | changes)


def test_no_authorisation_without_a_decision(
    approved: SearchRequest, waiting: SearchRequest
) -> None:
    said = refused("web", *authorisation(waiting, approved))
    assert "not every demanded role has approved" in said


def test_no_authorisation_while_the_privacy_officer_is_still_asked(
    agency: InventedAgency, approved: SearchRequest
) -> None:
    row = builders.submitted(agency, document=builders.of_a_minor(30))
    row = builders.decided(agency, row, "approve")
    assert row.status == Status.AWAITING_DECISION
    said = refused("web", *authorisation(row, approved))
    assert "not every demanded role has approved" in said


def test_no_authorisation_by_the_one_who_asked(
    agency: InventedAgency, approved: SearchRequest, waiting: SearchRequest
) -> None:
    own = {"completed_by_person_id": agency.people["officer"].person_id}
    refused("web", *authorisation(waiting, approved, **own))


@pytest.mark.parametrize("column", ["probe_id", "gallery_digest", "purpose_code", "version"])
def test_no_authorisation_for_something_else_than_was_submitted(
    agency: InventedAgency, approved: SearchRequest, column: str
) -> None:
    row = builders.submitted(agency)
    other = {"probe_id": approved.probe_id, "gallery_digest": "0" * 64,
             "purpose_code": "identify_victim", "version": 2}[column]  # fmt: skip
    said = refused("web", *authorisation(row, approved, **{column: other}))
    assert "not for what was submitted" in said


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (Status.DRAFT, Status.APPROVED),
        (Status.DRAFT, Status.FORWARDING),
        (Status.AWAITING_DECISION, Status.FORWARDING),
        (Status.AWAITING_DECISION, Status.RESULT_RECEIVED),
        (Status.REFUSED, Status.APPROVED),
        (Status.REFUSED, Status.AWAITING_DECISION),
        (Status.WITHDRAWN, Status.AWAITING_DECISION),
        (Status.EXPIRED, Status.APPROVED),
        (Status.APPROVED, Status.DRAFT),
    ],
)
@pytest.mark.parametrize("login", ["web", "worker", "dispatcher"])
def test_a_status_that_the_table_does_not_know_is_refused(
    agency: InventedAgency, start: Status, end: Status, login: str
) -> None:
    row = builders.search_request_at(agency, start)
    said = refused(
        login,
        "UPDATE searches_searchrequest SET status = %s WHERE id = %s",
        [end.value, row.pk],
    )
    assert "may not become" in said or "permission denied" in said


@pytest.mark.parametrize(
    ("login", "start", "end"),
    [
        ("dispatcher", Status.AWAITING_DECISION, Status.APPROVED),
        ("worker", Status.AWAITING_DECISION, Status.APPROVED),
        ("web", Status.APPROVED, Status.FORWARDING),
        ("web", Status.FORWARDING, Status.RESULT_RECEIVED),
        ("web", Status.AWAITING_DECISION, Status.EXPIRED),
    ],
)
def test_a_process_cannot_make_anothers_move(
    agency: InventedAgency, login: str, start: Status, end: Status
) -> None:
    row = builders.search_request_at(agency, start)
    said = refused(
        login, "UPDATE searches_searchrequest SET status = %s WHERE id = %s", [end.value, row.pk]
    )
    assert "may not become" in said


def test_a_legal_move_without_its_event_is_refused_when_it_commits(waiting: SearchRequest) -> None:
    said = refused(
        "web",
        "UPDATE searches_searchrequest SET status = 'WITHDRAWN' WHERE id = %s",
        [waiting.pk],
    )
    assert "event" in said


def test_an_event_of_an_earlier_transaction_does_not_count(waiting: SearchRequest) -> None:
    """The event must be written by the very transaction that moves the status."""
    connection = raw_connection("web")
    try:
        connection.execute("SELECT 1 FROM searches_searchrequest WHERE id = %s", [waiting.pk])
        connection.commit()
        connection.execute(
            "UPDATE searches_searchrequest SET status = 'WITHDRAWN' WHERE id = %s", [waiting.pk]
        )
        connection.execute("SAVEPOINT inside")
        with pytest.raises(psycopg.Error):
            connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
    finally:
        connection.close()


@pytest.mark.parametrize("column", ["requested_by_person_id", "requested_by_id", "reference"])
def test_who_asked_cannot_change(
    agency: InventedAgency, waiting: SearchRequest, column: str
) -> None:
    other = agency.people["officer2"]
    value = {"requested_by_person_id": other.person_id, "requested_by_id": other.pk,
             "reference": "CS-2026-999999-X"}[column]  # fmt: skip
    refused(
        "web",
        f"UPDATE searches_searchrequest SET {column} = %s WHERE id = %s",
        [str(value), waiting.pk],
    )


def dispatch(row: SearchRequest, approved: SearchRequest, **changes: Any) -> Any:
    fitting = {"search_request_id": row.pk, "search_id": uuid.uuid4()}
    return copy_of("dispatch_dispatch", of(approved), fitting | changes)


@pytest.mark.parametrize("login", RUN_TIME)
def test_no_dispatch_without_an_authorisation(
    approved: SearchRequest, waiting: SearchRequest, login: str
) -> None:
    refused(login, *dispatch(waiting, approved))


def test_no_dispatch_under_anothers_authorisation(
    approved: SearchRequest, waiting: SearchRequest
) -> None:
    search_id = sql("superuser", "SELECT search_id FROM dispatch_dispatch")[0][0]
    refused("web", *dispatch(waiting, approved, search_id=search_id))


def test_an_authorisation_is_good_once(approved: SearchRequest) -> None:
    search_id = sql("superuser", "SELECT search_id FROM dispatch_dispatch")[0][0]
    refused("web", *dispatch(approved, approved, search_id=search_id))
    refused("dispatcher", *dispatch(approved, approved, search_id=search_id))


@pytest.mark.parametrize("login", ["web", "worker"])
@pytest.mark.parametrize("state", ["claimed", "done"])
def test_only_the_dispatcher_claims_or_finishes(
    approved: SearchRequest, login: str, state: str
) -> None:
    refused(
        login,
        "UPDATE dispatch_dispatch SET state = %s, lease_until = now() + interval '1 hour'",
        [state],
    )


def test_the_dispatcher_claims_nothing_that_was_withdrawn(agency: InventedAgency) -> None:
    row = builders.approved(agency)
    withdraw.withdraw(actor=agency.actor("officer"), search_request_id=row.pk)
    said = refused(
        "dispatcher",
        "UPDATE dispatch_dispatch SET state = 'claimed', fence = fence + 1,"
        " lease_until = now() + interval '1 hour', finished_at = NULL",
    )
    assert "is not forwarded" in said


def test_a_fence_only_rises(approved: SearchRequest) -> None:
    builders.forwarded(approved)
    assert "fence" in refused("dispatcher", "UPDATE dispatch_dispatch SET fence = fence - 1")


def test_what_is_dispatched_cannot_change(approved: SearchRequest, waiting: SearchRequest) -> None:
    for change in (
        f"search_request_id = '{waiting.pk}'",
        "deadline_at = deadline_at + interval '1 year'",
        "search_id = gen_random_uuid()",
    ):
        refused("dispatcher", f"UPDATE dispatch_dispatch SET {change}")


@pytest.mark.parametrize("login", RUN_TIME)
def test_no_login_can_shadow_a_table_or_make_a_function(database: str, login: str) -> None:
    for statement in (
        "CREATE TEMP TABLE searches_decision (id uuid)",
        "CREATE TEMP TABLE accounts_account (id uuid)",
        "CREATE SCHEMA mine",
        "CREATE FUNCTION public.now() RETURNS timestamptz LANGUAGE sql AS 'SELECT $$2020-01-01$$'",
        "ALTER TABLE searches_searchrequest DISABLE TRIGGER ALL",
        "DROP TRIGGER guard_status ON searches_searchrequest",
        "SET session_replication_role = replica",
        "SET ROLE countersign_owner",
    ):
        with raw_connection(login) as connection, pytest.raises(psycopg.Error):
            connection.execute(statement)  # type: ignore[arg-type]


def test_every_guard_fires_even_for_a_replica(database: str) -> None:
    """`ENABLE ALWAYS`: 'A' in the catalogue; an ordinary trigger sleeps under replica role."""
    found = sql(
        "superuser",
        "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE NOT t.tgisinternal AND n.nspname IN ('public', 'audit') AND t.tgenabled <> 'A'",
    )
    assert found == []


def test_every_function_of_ours_ends_its_path_with_the_temporary_schema(database: str) -> None:
    """Without it a temporary table would be found first, whoever may make one some day."""
    found = sql(
        "superuser",
        "SELECT p.proname, p.proconfig FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE n.nspname IN ('public', 'audit') AND p.prolang ="
        " (SELECT oid FROM pg_language WHERE lanname = 'plpgsql')"
        " AND (p.prosecdef OR p.prorettype = 'trigger'::regtype)",
    )
    assert found
    for name, config in found:
        paths = [each for each in config or [] if each.startswith("search_path=")]
        assert [each for each in paths if each.rstrip().endswith("pg_temp")], name
