"""What one login could write to stop the work of all.

Times that no page can show, rules that never judged, mail that never leaves, refusals counted in
advance, searches cancelled for nothing, exports that nobody can make: each is tried as the login that
could, in SQL, with whatever event it may append.
"""

from __future__ import annotations

import hashlib
import uuid
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.test import override_settings

from requests_app.audit.selectors import EventFilter
from requests_app.tasks import exports
from requests_app.workflow import export
from tests import builders
from tests.audit.bodies import PROCESS, body, written
from tests.builders import InventedAgency
from tests.database import letters_attacked
from tests.support import connected_as, raw_connection, sql

UNREADABLE = ("infinity", "-infinity", "4000-01-01 BC", "0001-01-01", "9999-12-31", "2201-01-01")


def begun(agency: InventedAgency) -> Any:
    return builders.approved(agency)


@pytest.fixture
def prepare() -> Any:
    return begun


def refused(login: str, *statements: tuple[str, list[Any]]) -> str:
    """Run them in one transaction and commit; return what the database says to that."""
    with raw_connection(login) as connection, pytest.raises(psycopg.Error) as caught:  # noqa: PT012
        for statement, params in statements:
            connection.execute(statement, params)  # type: ignore[arg-type]
        connection.commit()
    assert not isinstance(caught.value, psycopg.errors.SyntaxError | psycopg.errors.UndefinedColumn)
    return str(caught.value)


def said(code: str, row: Any = None, **changes: Any) -> tuple[str, list[Any]]:
    event = body(
        code, **({"request_id": str(row.pk)} if row else {}), **{"who": PROCESS, **changes}
    )
    return "SELECT audit.append(%s)", [written(event)]


# Times ------------------------------------------------------------------------------------------


def test_every_column_of_a_time_or_a_day_is_one_that_can_be_read(database: str) -> None:
    unbound = sql(
        "superuser",
        "SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0"
        " AND NOT a.attisdropped AND c.relname <> 'django_migrations'"
        " AND a.atttypid IN ('timestamptz'::regtype, 'timestamp'::regtype, 'date'::regtype)"
        " AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'c'"
        "   AND k.conkey = ARRAY[a.attnum] AND pg_get_constraintdef(k.oid) LIKE '%1900-01-01%'"
        "   AND pg_get_constraintdef(k.oid) LIKE '%2201-01-01%')",
    )
    assert unbound == [], "a new column of a time needs its check: see ops/migrations/0002"


@pytest.mark.parametrize("moment", UNREADABLE)
@pytest.mark.parametrize(
    ("login", "change"),
    [
        ("web", "UPDATE accounts_account SET last_login = %s"),
        ("web", "UPDATE django_session SET expire_date = %s"),
        ("dispatcher", "UPDATE dispatch_dispatch SET next_attempt_at = %s"),
        ("dispatcher", "UPDATE registry_matcher SET open_until = %s"),
        ("worker", "INSERT INTO ops_heartbeat VALUES ('worker', %s)"),
    ],
)
def test_a_time_that_no_page_can_show_is_refused(
    agency: InventedAgency, login: str, change: str, moment: str
) -> None:
    if "django_session" in change:
        sql("owner", "INSERT INTO django_session VALUES ('k', 'd', now())")
    told = refused(login, (change, [moment]))
    assert "_readable" in told or "two hours at most" in told


# Packs ------------------------------------------------------------------------------------------

DATA = b"pack: core\nversion: 2027.1.0\n"
DIGEST = hashlib.sha256(DATA).hexdigest()


def pack(used: str = "now()") -> tuple[str, list[Any]]:
    return (
        "INSERT INTO registry_packversion (digest, pack, version, data, first_used_at)"
        f" VALUES (%s, 'core', '2027.1.0', %s, {used})",
        [DIGEST, DATA],
    )


@pytest.mark.parametrize("login", ["web", "dispatcher"])
def test_rules_that_never_judged_are_not_kept(agency: InventedAgency, login: str) -> None:
    assert "when it judges" in refused(login, pack())


def check_of(row: Any, *packs: str) -> tuple[str, list[Any]]:
    facts = {"stage": "forward", "version": row.version, "verdict": "passed", "packs": list(packs),
             "findings": [], "inputs_digest": "0" * 64}  # fmt: skip
    return said("search.checked", row, facts=facts)


@pytest.fixture
def events_alone(agency: InventedAgency) -> Any:
    """A request, where the event of a check needs no check beside it: what is left is the pack's own guard."""
    sql("superuser", "ALTER TABLE audit.event DISABLE TRIGGER USER")
    return agency.prepared


def test_nor_with_the_event_of_another_pack(events_alone: Any) -> None:
    for other in (
        f"core 2026.11.1 {DIGEST}",
        f"core 2027.1.0 {'0' * 64}",
        f"mine 2027.1.0 {DIGEST}",
    ):
        assert "when it judges" in refused("dispatcher", check_of(events_alone, other), pack())


def test_nor_before_or_after_their_time(events_alone: Any) -> None:
    mine = check_of(events_alone, f"core 2027.1.0 {DIGEST}")
    for used in ("now() - interval '1 year'", "now() + interval '1 day'"):
        assert "when it judges" in refused("dispatcher", mine, pack(used))


def test_nor_with_an_event_of_an_earlier_transaction(events_alone: Any) -> None:
    mine = check_of(events_alone, f"core 2027.1.0 {DIGEST}")
    with raw_connection("dispatcher") as connection:
        connection.execute(*mine)  # type: ignore[arg-type]
        connection.commit()
    assert "when it judges" in refused("dispatcher", pack())


def test_with_the_event_of_the_check_that_it_judged_it_is_kept(events_alone: Any) -> None:
    mine = check_of(events_alone, f"core 2026.11.1 {'0' * 64}", f"core 2027.1.0 {DIGEST}")
    with raw_connection("dispatcher") as connection:
        for statement, params in (mine, pack()):
            connection.execute(statement, params)  # type: ignore[arg-type]
        connection.commit()
    assert sql(
        "auditor", "SELECT count(*) FROM registry_packversion WHERE version = '2027.1.0'"
    ) == [(1,)]


# Mail -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("login", ["web", "worker", "dispatcher"])
@pytest.mark.parametrize(
    "changed",
    [
        {"created_at": "'-infinity'", "email_next_at": "'-infinity'"},
        {"email_next_at": "now() + interval '1 day'"},
        {"email_next_at": "NULL"},
        {"created_at": "now() + interval '1 day'", "email_next_at": "now() + interval '1 day'"},
        {"email_attempts": "99"},
        {"emailed_at": "now()", "email_next_at": "NULL"},
        {"read_at": "now()"},
        {"kind": "'nonsense'"},
        {"email_error": "'x'"},
    ],
)
def test_a_notice_begins_unread_unsent_and_due(
    agency: InventedAgency, login: str, changed: dict[str, str]
) -> None:
    values = {"id": "gen_random_uuid()", "account_id": "(SELECT id FROM accounts_account LIMIT 1)",
              "search_request_id": f"'{agency.prepared.pk}'", "kind": "'approved'",
              "created_at": "now()", "email_next_at": "now()", "email_attempts": "0",
              "email_error": "''"} | changed  # fmt: skip
    statement = (
        f"INSERT INTO searches_notice ({', '.join(values)}) VALUES ({', '.join(values.values())})"
    )
    told = refused(login, (statement, []))
    assert "begins unread" in told or "readable" in told


@pytest.mark.parametrize("kind", sorted(letters_attacked.TOLD_BY))
@pytest.mark.parametrize(
    "changed",
    [
        {"created_at": "'-infinity'", "email_next_at": "'-infinity'"},
        {"email_next_at": "now() + interval '1 day'"},
        {"email_next_at": "NULL"},
        {"created_at": "now() + interval '1 day'", "email_next_at": "now() + interval '1 day'"},
        {"email_attempts": "99"},
        {"emailed_at": "now()", "email_next_at": "NULL"},
        {"email_tried_at": "now()"},
        {"email_error": "'x'"},
    ],
)
def test_a_letter_begins_unsent_and_due(
    agency: InventedAgency, kind: str, changed: dict[str, str]
) -> None:
    officer = str(agency.people["officer"].pk)
    told = refused("web", (letters_attacked.written(officer, kind, **changed), []))
    assert "begins unsent" in told or "readable" in told


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        ("nonsense", {}),
        ("", {}),
        ("password_set", {"codes_left": "1"}),
        ("code_used", {"codes_left": "NULL"}),
        ("code_used", {"codes_left": "-1"}),
    ],
)
def test_a_letter_is_of_a_known_kind_and_says_a_number_where_it_has_one(
    agency: InventedAgency, kind: str, changed: dict[str, str]
) -> None:
    officer = str(agency.people["officer"].pk)
    told = refused("web", (letters_attacked.written(officer, kind, **changed), []))
    assert "needs the event" in told or "violates check constraint" in told


# Refusals ---------------------------------------------------------------------------------------


def count(**changed: str) -> tuple[str, list[Any]]:
    values = {"key": "'k'", "account_id": "(SELECT id FROM accounts_account LIMIT 1)",
              "person_id": "(SELECT person_id FROM accounts_account LIMIT 1)", "role": "'officer'",
              "action": "'open'", "reason": "'role_not_held'",
              "until": "now() + interval '1 minute'", "repeated": "0"} | changed  # fmt: skip
    columns, given = ", ".join(values), ", ".join(values.values())
    return f"INSERT INTO audit_refusalcount ({columns}) VALUES ({given})", []


def test_no_refusal_is_counted_before_one_is_recorded(agency: InventedAgency) -> None:
    assert "begins and ends with its event" in refused("web", count())


@pytest.mark.parametrize(
    "changed",
    [{"until": "now() + interval '10 years'"}, {"until": "now() - interval '1 day'"},
     {"until": "'-infinity'"}, {"repeated": "1"}],
)  # fmt: skip
def test_a_count_begins_with_nought_and_for_a_short_time(
    agency: InventedAgency, changed: dict[str, str]
) -> None:
    told = refused("web", count(**changed))
    assert "begins with nought" in told or "readable" in told


@pytest.fixture
def counted(agency: InventedAgency) -> None:
    statement, params = count(repeated="7")
    sql("owner", statement, params)


@pytest.mark.parametrize("change", ["repeated = 0", "repeated = repeated + 1000", "action = 'x'",
                                    "until = now() + interval '5 minutes'"])  # fmt: skip
def test_a_count_goes_up_by_one(counted: None, change: str) -> None:
    told = refused("web", (f"UPDATE audit_refusalcount SET {change}", []))
    assert "goes up by one" in told or "permission denied" in told


def test_a_count_does_not_vanish_without_its_event(counted: None) -> None:
    assert "begins and ends with its event" in refused(
        "web", ("DELETE FROM audit_refusalcount", [])
    )


# Searches ---------------------------------------------------------------------------------------


def test_an_approved_search_is_not_cancelled_for_nothing(agency: InventedAgency) -> None:
    row = agency.prepared
    (search,) = sql(
        "auditor", "SELECT search_id FROM dispatch_dispatch WHERE search_request_id = %s", [row.pk]
    )
    told = refused(
        "dispatcher",
        said("search.dispatch_cancelled", row, facts={"search_id": str(search[0])}),
        ("UPDATE dispatch_dispatch SET state = 'cancelled', finished_at = now()", []),
    )
    assert "where its request has ended" in told


def test_an_approved_search_is_not_put_off_for_years(agency: InventedAgency) -> None:
    change = "UPDATE dispatch_dispatch SET next_attempt_at = now() + interval '3 hours'"
    assert "two hours at most" in refused("dispatcher", (change, []))


# Exports ----------------------------------------------------------------------------------------


def test_an_export_that_nobody_can_make_keeps_back_no_other(
    agency: InventedAgency, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    auditor, bad = agency.people["auditor"], str(uuid.uuid4())
    somebody = {"account": str(auditor.pk), "person": str(auditor.person_id),
                "role": "privacy_auditor", "session": None}  # fmt: skip
    with raw_connection("web") as connection:
        append, event = said(
            "log.exported", who=somebody, facts={"export": bad, "filters": {"requests": ["canary"]}}
        )
        connection.execute(append, event)  # type: ignore[arg-type]
        connection.execute(
            "INSERT INTO audit_export (id, requested_by, requested_by_person, requested_at,"
            " requested_event, filters, state, rows_done, rows_total, progress_at, failure, files)"
            " VALUES (%s, %s, %s, '2000-01-01', 1, '{\"requests\": [\"canary\"]}', 'queued', 0, 0,"
            " now(), '', '[]')",
            [bad, auditor.pk, auditor.person_id],
        )
        connection.commit()
    good = export.request_export(actor=agency.actor("auditor"), wanted=EventFilter())
    with override_settings(COUNTERSIGN_EXPORT_DIR=str(tmp_path)), connected_as("worker"):
        exports.sweep()
    states = dict(sql("auditor", "SELECT id::text, state FROM audit_export"))
    assert states == {bad: "failed", str(good.pk): "done"}
    assert "export_failed" in caplog.text
    assert "canary" not in caplog.text
