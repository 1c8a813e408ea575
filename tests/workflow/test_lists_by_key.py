"""Lists are read by key: every row once, in order, whatever comes and goes between two pages, and no more than a page.

Rows are copied by SQL past every guard: how a list is read does not depend on how its rows came to be.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import psycopg
import pytest
from django.db import connections
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext

from requests_app.accounts import mailing
from requests_app.accounts.roles import Role
from requests_app.accounts.selectors import accounts_found, people_who_could_decide
from requests_app.dispatch import selectors as dispatch
from requests_app.dispatch.outbox import due_search_ids
from requests_app.ops import readiness
from requests_app.searches import examiners_lists, selectors
from requests_app.searches.models import Notice, SearchRequest
from requests_app.searches.states import Action, Status, transition_for
from requests_app.workflow.expire import lapsed_ids
from requests_app.workflow.notifications import waiting_mail
from requests_app.workflow.reading.administration.units import list_units
from requests_app.workflow.reading.pages import COUNTED, ListPage, count_up_to, list_page
from tests import builders
from tests.builders import InventedAgency
from tests.signed_in import browser
from tests.support import raw_connection, sql

COPIES = 60
COPY = """
INSERT INTO {table} SELECT (jsonb_populate_record(row, {changes})).*
  FROM (SELECT r AS row FROM {table} AS r WHERE {column} = %s) AS one, generate_series(1, %s) AS n
"""


@pytest.fixture
def unguarded(agency: InventedAgency) -> Iterator[psycopg.Connection[Any]]:
    """A connection that copies rows past the triggers that guard them."""
    with raw_connection("superuser") as connection:
        tables = ("searches_searchrequest", "searches_decision", "searches_notice", "dispatch_dispatch",
                  "dispatch_searchresult", "searches_authorisation")  # fmt: skip
        connection.execute("SET session_replication_role = replica")
        for table in tables:
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER".encode())
        connection.commit()
        yield connection
        connection.rollback()


def copies(
    connection: psycopg.Connection[Any],
    table: str,
    row: Any,
    number: int = COPIES,
    *,
    column: str = "id",
    **changes: str,
) -> None:
    """Copy a row so many times; changes: SQL of the values that differ, with `n` for the number of the copy."""
    made = ", ".join(f"'{name}', {value}" for name, value in changes.items())
    statement = COPY.format(table=table, changes=f"jsonb_build_object({made})", column=column)
    connection.execute(statement.encode(), [row, number])
    connection.commit()


def a_request_like(
    connection: psycopg.Connection[Any], row: SearchRequest, number: int = COPIES, **changes: str
) -> None:
    """Copies of a request: each third one is as old as the one before."""
    times = dict.fromkeys(
        ("status_since", "submitted_at", "created_at"), "now() - make_interval(hours => n - n %% 3)"
    )
    copies(
        connection, "searches_searchrequest", row.pk, number, id=f"md5('r' || n || '{row.pk}')::uuid",
        reference=f"'CS-2026-' || lpad(n::text, 6, '0') || '-' || left('{row.pk}', 4)",
        **(times | changes),
    )  # fmt: skip


def forwards(rows: QuerySet[Any], size: int) -> list[ListPage[Any]]:
    """Every page, from the first on."""
    pages = [list_page(rows, None, size=size)]
    while pages[-1].next:
        pages.append(list_page(rows, pages[-1].next, size=size))
    return pages


def lists(agency: InventedAgency) -> dict[str, QuerySet[Any]]:
    """Every list of the product that can grow, with its order."""
    people = agency.people
    return {
        "queue": selectors.awaiting_decision_of(people["supervisor2"], Role.SUPERVISOR),
        "results": examiners_lists.awaiting_examination_by(people["examiner"]),
        "decided": selectors.last_decisions_of(people["supervisor"]),
        "own": selectors.requested_by(people["officer"]),
        "notices": selectors.notices_of(people["officer"]),
        "outbox": dispatch.outbox(),
        "people": accounts_found(),
    }


def filled(agency: InventedAgency, connection: psycopg.Connection[Any], number: int) -> None:
    """Many rows in each of these lists."""
    waiting = builders.submitted(agency)
    a_request_like(
        connection, waiting, number,
        urgency="CASE WHEN n %% 4 = 0 THEN 'life_at_risk' ELSE 'routine' END",
        needed_by="CASE WHEN n %% 5 = 0 THEN now() + make_interval(hours => n - n %% 2) END",
    )  # fmt: skip
    done = builders.approved(agency)
    builders.forwarded(done)
    done.refresh_from_db()
    ((authorisation, decision),) = sql(
        "superuser",
        "SELECT a.search_id, d.id FROM searches_authorisation a JOIN searches_decision d USING (search_request_id)"
        " WHERE a.search_request_id = %s",
        [done.pk],
    )
    # Half of the results are of the examiner's own unit.
    unit = (
        f"CASE WHEN n %% 2 = 0 THEN '{agency.people['examiner'].unit_id}' ELSE '{done.unit_id}' END"
    )
    a_request_like(connection, done, number, unit_id=unit, status="'RESULT_RECEIVED'")
    of_copy = f"md5('r' || n || '{done.pk}')::uuid"
    copies(
        connection, "searches_authorisation", authorisation, number, column="search_id",
        search_id="md5('a' || n)::uuid", search_request_id=of_copy, event_id="-n",
    )  # fmt: skip
    copies(
        connection, "dispatch_dispatch", authorisation, number, column="search_id",
        search_id="md5('a' || n)::uuid", search_request_id=of_copy,
        state="(ARRAY['done', 'dead', 'done', 'ready', 'done', 'held'])[1 + n %% 6]",
        queued_at="now() - make_interval(hours => n - n %% 3)",
    )  # fmt: skip
    copies(
        connection, "dispatch_searchresult", authorisation, number, column="dispatch_id",
        dispatch_id="md5('a' || n)::uuid", search_request_id=of_copy,
    )  # fmt: skip
    copies(
        connection, "searches_decision", decision, number, id="md5('d' || n)::uuid",
        search_request_id=of_copy, decided_at="now() - make_interval(hours => n - n %% 3)",
    )  # fmt: skip
    (notice,) = Notice.objects.filter(account=agency.people["officer"])[:1]
    copies(
        connection, "searches_notice", notice.pk, number, id="md5('n' || n)::uuid",
        search_request_id=of_copy, created_at="now() - make_interval(hours => n - n %% 3)",
    )  # fmt: skip


@pytest.fixture
def grown(agency: InventedAgency, unguarded: psycopg.Connection[Any]) -> InventedAgency:
    """An agency in each of whose lists there is much."""
    filled(agency, unguarded, COPIES)
    return agency


def test_every_row_stands_on_one_page_forwards_and_backwards(grown: InventedAgency) -> None:
    for name, rows in lists(grown).items():
        whole = list(rows)
        assert len(whole) > (8 if name == "people" else COPIES / 2), name
        for size in (1, 7, 25) if name != "own" else (7, 25):
            pages = forwards(rows, size)
            met = [row.pk for page in pages for row in page.rows]
            assert len(set(met)) == len(met) == len(whole), (name, size)
            assert all(len(page.rows) == size for page in pages[:-1]), (name, size)
            back = pages[-1]
            for page in reversed(pages[:-1]):
                back = list_page(rows, back.previous, size=size)
                assert back.rows == page.rows, (name, size)
            assert not back.previous, (name, size)


def test_the_orders_are_those_that_people_were_promised(grown: InventedAgency) -> None:
    listed = {
        name: [row for page in forwards(rows, 7) for row in page.rows]
        for name, rows in lists(grown).items()
    }
    never = dt.datetime.max.replace(tzinfo=dt.UTC)
    keys: dict[str, Callable[[Any], Any]] = {
        "queue": lambda row: (row.urgency == "routine", row.needed_by or never, row.submitted_at),
        "results": lambda row: row.status_since,
        "decided": lambda row: -row.decided_at.timestamp(),
        "own": lambda row: -row.status_since.timestamp(),
        "notices": lambda row: -row.created_at.timestamp(),
        "outbox": lambda row: (
            ["dead", "held", "claimed", "ready"].index(row.state)
            if row.state in ("dead", "held", "claimed", "ready")
            else 4,
            -row.queued_at.timestamp(),
        ),
        "people": lambda row: row.person.folded_name,
    }
    for name, key in keys.items():
        assert [key(row) for row in listed[name]] == sorted(key(row) for row in listed[name]), name


def test_what_comes_and_goes_moves_no_other_row_to_another_page(
    grown: InventedAgency, unguarded: psycopg.Connection[Any]
) -> None:
    officer = grown.people["officer"]
    rows = selectors.notices_of(officer)
    first = list_page(rows, None, size=10)
    expected = list_page(rows, first.next, size=10)
    newest = first.rows[0]
    copies(unguarded, "searches_notice", newest.pk, 5, id="md5('x' || n)::uuid", created_at="now()")
    unguarded.execute(
        "DELETE FROM searches_notice WHERE id = ANY(%s)", [[row.pk for row in first.rows[2:9]]]
    )
    # Not even the row at the end of the first page has to be there still.
    unguarded.execute("DELETE FROM searches_notice WHERE id = %s", [first.rows[-1].pk])
    unguarded.commit()
    assert list_page(rows, first.next, size=10).rows == expected.rows
    # Where nothing is left beyond a row, the list begins anew, and no page says that it is empty.
    *_, before_last, last = forwards(rows, 10)
    gone = [row.pk for row in last.rows]
    unguarded.execute("DELETE FROM searches_notice WHERE id = ANY(%s)", [gone])
    unguarded.commit()
    assert list_page(rows, before_last.next, size=10).rows == list_page(rows, None, size=10).rows


def test_no_invented_place_is_an_error(grown: InventedAgency) -> None:
    """Whatever an address says, there is a page."""

    def written(value: Any) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    odd: list[Any] = [
        None, "", "\0", "\ud800", 2**70, -1, 1.5, True, [], {}, "9999-99-99", "infinity", "NaN", "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999Z", "2026-01-01T00:00:00+99:99", "2026-01-01T00:00:00-23:59", "2026-01-01T00:00:00+16:00",
        "9999-12-31T23:59:59.999999-23:59", "0001-01-01T00:00:00+23:59", "x" * 300, 1e308, "1", "٣",
    ]  # fmt: skip
    plainly_none = ["", "1", "2", "99999999999", "-1", "abc", "====", "%00", "\0", "é", "A" * 5000, written("<"), written([]),
             written({}), written(["<"]), written([1, 2, 3]), written([[["<"]]]), "W" * 400]  # fmt: skip
    for name, rows in lists(grown).items():
        first = list_page(rows, None)
        good = (
            json.loads(base64.urlsafe_b64decode(first.next + "===")) if first.next else ["<", "x"]
        )
        asked = []
        for place, value in product(range(len(good)), odd):
            changed = list(good)
            changed[place] = value
            asked.append(written(changed))
        for each in plainly_none:
            assert list_page(rows, each).rows == first.rows, (name, each)
        for each in asked:
            assert len(list_page(rows, each).rows) <= 25, (name, each)


def test_numbers_are_counted_up_to_a_thousand(
    agency: InventedAgency, unguarded: psycopg.Connection[Any]
) -> None:
    row = builders.submitted(agency)
    builders.decided(agency, row, "refuse")
    officer = agency.people["officer"]
    (notice,) = Notice.objects.filter(account=officer)[:1]
    assert count_up_to(Notice.objects.filter(account=officer)) == 1
    copies(unguarded, "searches_notice", notice.pk, COUNTED + 50, id="md5('n' || n)::uuid")
    assert count_up_to(Notice.objects.filter(account=officer)) == COUNTED + 1
    page = browser(agency, "officer").get("/notices/").content.decode()
    assert "more than 1,000" in re.sub(r"\s+", " ", page)


PAGES = {
    "/decisions/": ("supervisor2", 25),
    "/decisions/decided/": ("supervisor", 25),
    "/examinations/": ("examiner", 25),
    "/requests/": ("officer", 25),
    "/notices/": ("officer", 25),
    "/operations/": ("operator", 50),
}


def test_a_page_draws_no_more_rows_than_it_shows_and_leads_on(grown: InventedAgency) -> None:
    references = {
        row for (row,) in sql("superuser", "SELECT reference FROM searches_searchrequest")
    }
    for address, (who, most) in PAGES.items():
        client, met, way = browser(grown, who), set[str](), address
        for _ in range(9):
            drawn = client.get(way)
            assert drawn.status_code == 200, way
            text = drawn.content.decode()
            shown = {
                each for each in re.findall(r"CS-2026-[0-9A-Za-z-]+", text) if each in references
            }
            assert 0 < len(shown) <= most, (way, len(shown))
            met |= shown
            following = re.search(r'href="([^"]+)" rel="next"', text)
            if following is None:
                break
            way = address + following.group(1).replace("&amp;", "&")
        assert len(met) >= COPIES / 2, (address, len(met))


def test_a_page_asks_the_database_no_more_for_many_rows_than_for_few(
    grown: InventedAgency, unguarded: psycopg.Connection[Any]
) -> None:
    """But for the number of all rows, which is counted where a page does not show them all."""
    clients = {address: browser(grown, who) for address, (who, _) in PAGES.items()}
    for address, client in clients.items():
        client.get(address)  # what is read once in a process is read now
    many = {address: _questions(client, address) for address, client in clients.items()}
    for table, column, kinds in (
        ("searches_notice", "id", "n"), ("dispatch_searchresult", "dispatch_id", "a"),
        ("dispatch_dispatch", "search_id", "a"), ("searches_decision", "id", "d"),
    ):  # fmt: skip
        unguarded.execute(
            f"DELETE FROM {table} WHERE {column} IN"
            f" (SELECT md5('{kinds}' || n)::uuid FROM generate_series(5, {COPIES}) AS n)".encode()
        )
    unguarded.execute(
        b"DELETE FROM searches_searchrequest WHERE reference LIKE 'CS-2026-0000__-____' AND reference > 'CS-2026-000005'"
    )
    unguarded.commit()
    few = {address: _questions(client, address) for address, client in clients.items()}
    for address in PAGES:
        (asked, rows), (asked_of_few, rows_of_few) = many[address], few[address]
        assert rows >= rows_of_few + 10, (address, rows, rows_of_few)
        assert 0 < asked <= asked_of_few + 1, (address, asked, asked_of_few)


def test_the_units_are_counted_all_at_once_and_rightly(
    agency: InventedAgency, unguarded: psycopg.Connection[Any]
) -> None:
    first = list_units(None)
    for listed in first.units:
        able = people_who_could_decide(listed.unit, exclude_person=None)
        assert listed.deciders == able.count(), listed.unit
    assert any(listed.deciders for listed in first.units)
    client = browser(agency, "administrator")
    client.get("/people/units/")
    few, _ = _questions(client, "/people/units/")
    copies(
        unguarded, "accounts_unit", first.units[0].unit.pk, 70, id="md5('u' || n)::uuid",
        code="'unit-' || lpad(n::text, 3, '0')",
    )  # fmt: skip
    assert _questions(client, "/people/units/")[0] == few
    codes = [listed.unit.code for listed in list_units(None).units]
    assert len(codes) == 50
    codes += [listed.unit.code for listed in list_units(list_units(None).page.next).units]
    assert codes == sorted(set(codes))
    assert len(codes) == 70 + len(first.units)


def _questions(client: Client, address: str) -> tuple[int, int]:
    """How many statements a page takes, and how many requests it names."""
    with CaptureQueriesContext(connections["default"]) as asked:
        page = client.get(address)
    assert page.status_code == 200
    return len(asked), len(set(re.findall(r"CS-2026-[0-9A-Za-z-]+", page.content.decode())))


def test_no_list_reads_a_growing_table_through(
    agency: InventedAgency, unguarded: psycopg.Connection[Any]
) -> None:
    """With 4,000 rows in each, the first page and one far on come along an index, and pass by few rows."""
    filled(agency, unguarded, 4_000)
    sql("superuser", "ANALYZE")
    for name, rows in lists(agency).items():
        if name == "people":
            continue
        place = None
        for _ in range(5):
            passed = _rows_passed(lambda rows=rows, place=place: list_page(rows, place))
            assert passed < 800, (name, place, passed)
            place = list_page(rows, place).next


def test_no_sweep_looks_at_what_does_not_wait(
    agency: InventedAgency, unguarded: psycopg.Connection[Any]
) -> None:
    """Of 4,000 requests and notices that are through, none is read to find those that are due."""
    filled(agency, unguarded, 4_000)
    unguarded.execute("UPDATE searches_notice SET emailed_at = now(), email_next_at = NULL")
    unguarded.execute("UPDATE dispatch_dispatch SET state = 'done'")
    unguarded.commit()
    with raw_connection("superuser", autocommit=True) as cleaner:
        cleaner.execute(
            "VACUUM ANALYZE"
        )  # what the copies were before they were through is still in the indexes
    sweeps: dict[str, Callable[[], Any]] = {
        "expiry": lapsed_ids,
        "mail": waiting_mail.due,
        "mail that failed": lambda: mailing.unsent(Notice.objects.all()),
        "outbox": due_search_ids,
        "mail given up, for the readiness": readiness.mail,
        "waiting, for the readiness": readiness.outbox,
    }
    for name, sweep in sweeps.items():
        assert _rows_passed(sweep) < 100, name


def test_the_index_of_expiry_holds_every_status_that_expires() -> None:
    (index,) = (each for each in SearchRequest._meta.indexes if each.name == "search_to_expire")
    held = dict(index.condition.children)["status__in"]
    assert {*held} == {status.value for status in Status if transition_for(status, Action.EXPIRE)}


def _rows_passed(read: Callable[[], Any]) -> int:
    """How many rows of tables the statements of a reading go through, as EXPLAIN ANALYZE counts them."""
    statements: list[tuple[str, Any]] = []

    def keep(execute: Any, statement: str, params: Any, many: bool, context: Any) -> Any:
        statements.append((statement, params))
        return execute(statement, params, many, context)

    with connections["default"].execute_wrapper(keep):
        read()
    passed = 0
    for statement, params in statements:
        with connections["default"].cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", params)
            passed += sum(_passed_in(cursor.fetchone()[0][0]["Plan"]))
    return passed


def _passed_in(plan: dict[str, Any]) -> Iterator[int]:
    if "Relation Name" in plan or plan["Node Type"] == "Bitmap Index Scan":
        rows = plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)
        yield int(rows * plan["Actual Loops"])
    for part in plan.get("Plans", ()):
        yield from _passed_in(part)
