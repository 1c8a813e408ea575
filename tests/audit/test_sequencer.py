"""No event is missed and none has two places, in whatever order transactions begin, write and end."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from requests_app.audit import selectors
from requests_app.audit.sequencer import Altered, Sequencer, events_without_leaf, gone_through
from tests.audit.bodies import a_request, body, written
from tests.audit.sequencing import an_event, as_sequencer, check_whole, drain, order
from tests.support import connected_as, raw_connection, sql

ENDED = written(body("session.ended", facts={"cause": "x"}))


@contextmanager
def an_open_transaction() -> Iterator[psycopg.Connection[Any]]:
    """A transaction of the web's, which the test ends; it has no number before it writes."""
    with raw_connection("web") as other:
        other.execute("SELECT 1")
        yield other


def _append(other: psycopg.Connection[Any], text: str = ENDED) -> int:
    row = other.execute("SELECT event_id FROM audit.append(%s)", [text]).fetchone()
    assert row is not None
    return int(row[0])


def test_an_existing_log_is_taken_in_from_its_first_event(database):
    before = sql("auditor", "SELECT id FROM audit.event ORDER BY id")
    ids = [an_event() for _ in range(5)]
    with as_sequencer() as sequencer:
        assert drain(sequencer) == len(before) + 5
        assert drain(sequencer) == 0
    assert check_whole() == [row[0] for row in before] + ids


def test_a_late_commit_of_an_early_id_is_not_missed(database):
    with as_sequencer() as sequencer, an_open_transaction() as early:
        drain(sequencer)
        held = _append(early)
        later = an_event()
        assert drain(sequencer) == 0  # as long as the one with the lower id may still commit
        early.commit()
        assert drain(sequencer) == 2
    assert check_whole()[-2:] == [held, later]


def test_what_was_rolled_back_leaves_no_gap(database):
    with as_sequencer() as sequencer, an_open_transaction() as dropped:
        first = an_event()
        _append(dropped)
        second = an_event()
        dropped.rollback()
        drain(sequencer)
    assert check_whole()[-2:] == [first, second]
    assert second == first + 2


@pytest.mark.parametrize("largest_step", [1, 2, 20_000])
def test_a_cause_stands_before_its_effect_though_its_transaction_has_the_higher_number(
    database, largest_step
):
    request = a_request()
    viewed = written(
        body("record.viewed", facts={"version": 1, "what": "record"}, request_id=request)
    )
    with as_sequencer(largest_step) as sequencer, an_open_transaction() as old:
        drain(sequencer)
        old.execute("SELECT pg_current_xact_id()")  # it has its number first, and writes last
        with an_open_transaction() as young:
            cause = _append(young, viewed)
            young.commit()
        effect = _append(old, viewed)
        old.commit()
        drain(sequencer)
    assert check_whole()[-2:] == [cause, effect]


@pytest.mark.parametrize("chain", [1, 2])
def test_a_cause_stands_first_though_a_third_transaction_holds_the_window_between_them(
    database, chain
):
    """The window ends before the third one's number: it may hold the effect, whose cause lies beyond it."""
    request = a_request()
    viewed = written(
        body("record.viewed", facts={"version": 1, "what": "record"}, request_id=request)
    )
    told = []
    with ExitStack() as open_ones, as_sequencer() as sequencer:
        drain(sequencer)
        first, *others = [open_ones.enter_context(an_open_transaction()) for _ in range(chain + 1)]
        for other in (first, *others):
            other.execute("SELECT pg_current_xact_id()")
        held = open_ones.enter_context(an_open_transaction())
        held.execute("SELECT pg_current_xact_id()")
        with an_open_transaction() as last:
            told.append(_append(last, viewed))
            last.commit()
        for other in (*others, first):
            told.append(_append(other, viewed))
            other.commit()
        assert drain(sequencer) == 0  # the first cause has to wait for the one that is still open
        with (
            raw_connection("sequencer") as login,
            pytest.raises(psycopg.errors.CheckViolation, match="does not get its leaf before"),
        ):
            login.execute(
                "UPDATE audit.tree SET window_upto = pg_snapshot_xmin(pg_current_snapshot())"
            )
        held.commit()
        assert drain(sequencer) == len(told)
    assert check_whole()[-len(told) :] == told


def test_a_window_gone_through_in_small_steps_is_whole(database):
    ids = [an_event() for _ in range(40)]
    with as_sequencer(largest_step=7) as sequencer:
        for _ in range(3):
            sequencer.step()
        ids += [an_event() for _ in range(3)]  # while the window is open
        drain(sequencer)
    assert check_whole()[-43:] == ids


@pytest.mark.parametrize("taken", [4, 5, 6])
def test_the_end_of_a_window_that_was_open_says_that_newer_events_may_wait(database, taken):
    """With as many events as a step takes, the window is only found to be through by a step that finds none."""
    with as_sequencer() as sequencer:
        drain(sequencer)
    ids = [an_event() for _ in range(taken)]
    with as_sequencer(largest_step=5) as sequencer:
        sequencer.step()
        ids += [an_event() for _ in range(2)]
    with as_sequencer() as sequencer:
        steps = [sequencer.step()]
        while steps[-1].more:
            steps.append(sequencer.step())
    assert check_whole()[-len(ids) :] == ids
    assert len(steps) <= 3


def test_tiles_are_closed_and_go_up(database):
    with raw_connection("web") as writer:
        for _ in range(600):
            _append(writer)
    for step in (20_000, 19):
        with as_sequencer(step) as sequencer:
            drain(sequencer)
        with raw_connection("web") as writer:
            for _ in range(40):
                _append(writer)
    with as_sequencer() as sequencer:
        drain(sequencer)
    assert len(check_whole()) > 650


def test_twelve_writers_with_rollbacks_and_pauses_and_two_sequencers(database):
    stop, together, failed = threading.Event(), threading.Barrier(14), []
    requests = [a_request() for _ in range(3)]

    def write(number: int) -> None:
        view = {"version": 1, "what": "record"}
        about = written(body("record.viewed", facts=view, request_id=requests[number % 3]))
        with raw_connection("web", autocommit=True) as writer:
            together.wait()
            for turn in range(25):
                writer.execute("BEGIN")
                writer.execute("SELECT audit.append(%s)", [ENDED if turn % 3 else about])
                time.sleep(0.02 if (number + turn) % 7 == 0 else 0)
                writer.execute("SELECT audit.append(%s)", [ENDED])
                writer.execute("ROLLBACK" if (number + turn) % 10 == 0 else "COMMIT")

    def sequence(step: int) -> None:
        try:
            with as_sequencer(step) as sequencer:
                together.wait()
                while not stop.is_set():
                    sequencer.step()
        except Exception as error:  # noqa: BLE001  shown by the test's own thread
            failed.append(error)

    threads = [threading.Thread(target=write, args=[number]) for number in range(12)]
    sequencers = [threading.Thread(target=sequence, args=[step]) for step in (5, 20_000)]
    for each in (*threads, *sequencers):
        each.start()
    for each in threads:
        each.join()
    stop.set()
    for each in sequencers:
        each.join()
    assert not failed
    with as_sequencer() as sequencer:
        drain(sequencer)
        assert events_without_leaf() == 0
    assert len(check_whole()) >= 12 * 22 * 2


class Ended(BaseException):
    """The process is gone at this statement."""


def test_ended_at_any_statement_it_goes_on_where_it_was(database):
    for _ in range(9):
        an_event()
    for statement in range(1, 40):
        left = [statement]

        def end(execute: Any, *given: Any, left: list[int] = left) -> Any:
            left[0] -= 1
            if left[0] == 0:
                backend = connection.connection.info.backend_pid
                sql("superuser", "SELECT pg_terminate_backend(%s)", [backend])
                raise Ended
            return execute(*given)

        with as_sequencer(largest_step=4) as sequencer, connection.execute_wrapper(end):
            try:
                drain(sequencer)
            except Ended:
                connection.close()
        with as_sequencer() as sequencer:
            sequencer.step()
        check_whole()
        an_event()
        an_event()
        if left[0] > 0:
            break
    else:
        pytest.fail("it never came through a whole round")
    assert statement > 8


def test_a_sequencer_that_fell_behind_another_reads_the_tree_again(database):
    with as_sequencer() as first:
        an_event()
        drain(first)
        with as_sequencer() as second:
            an_event()
            drain(second)
        an_event()
        drain(first)
    check_whole()


@pytest.mark.parametrize("changed", ["entry", "leaf_hash"])
def test_an_event_altered_before_its_turn_stops_the_sequencer(database, changed):
    event_id = an_event()
    _past_its_guards("event", f"UPDATE audit.event SET {changed} = {changed} || '' ::bytea"
                     f" || decode('00', 'hex') WHERE id = {event_id}")  # fmt: skip
    with as_sequencer() as sequencer, pytest.raises(Altered, match=f"event {event_id}"):
        drain(sequencer)
    assert order() == []


def test_a_tile_altered_is_seen_when_the_tree_is_taken_up(database):
    an_event()
    with as_sequencer() as sequencer:
        drain(sequencer)
    _past_its_guards("tile", "UPDATE audit.tile SET hashes = sha256('other') WHERE level = 0")
    an_event()
    with as_sequencer() as sequencer, pytest.raises(Altered, match="root"):
        drain(sequencer)


def _past_its_guards(table: str, statement: str) -> None:
    """What somebody does who has the whole database."""
    with raw_connection("superuser") as superuser:
        superuser.execute(f"ALTER TABLE audit.{table} DISABLE TRIGGER ALL")  # type: ignore[arg-type]
        superuser.execute(statement)  # type: ignore[arg-type]
        superuser.execute(f"ALTER TABLE audit.{table} ENABLE TRIGGER ALL")  # type: ignore[arg-type]


def test_how_long_the_oldest_event_waits(database):
    with connected_as("sequencer"):
        drain(Sequencer())
        assert selectors.seconds_without_leaf() == 0
        an_event()
        time.sleep(0.3)
        an_event()
        assert 0.3 <= selectors.seconds_without_leaf() < 5
        drain(Sequencer())
        assert selectors.seconds_without_leaf() == 0


def test_an_event_left_out_is_counted(database):
    an_event()
    with as_sequencer() as sequencer:
        drain(sequencer)
        assert events_without_leaf() == 0
        _past_its_guards("leaf", "DELETE FROM audit.leaf WHERE leaf_index = 0")
        assert events_without_leaf() == 1


def test_events_counted_before_are_not_looked_at_again(database):
    an_event()
    with as_sequencer() as sequencer:
        drain(sequencer)
        counted = gone_through()
        an_event()
        an_event()
        drain(sequencer)
        _past_its_guards("leaf", "DELETE FROM audit.leaf WHERE leaf_index = 0")
        assert (events_without_leaf(counted), events_without_leaf()) == (0, 1)
        _past_its_guards("leaf", "DELETE FROM audit.leaf WHERE leaf_index > 0")
        assert events_without_leaf(counted) == 2


def test_a_look_for_new_events_asks_by_transaction_in_a_log_without_statistics(database):
    with raw_connection("superuser") as superuser:
        superuser.execute(
            "INSERT INTO audit.event (recorded_at, login, code, occurred_at, outcome, role,"
            " schema_version, entry, leaf_hash) SELECT now(), 'x', 'x', now(), 'success', 'x', 1, '', ''"
            " FROM generate_series(1, 60000)"
        )
    with as_sequencer() as sequencer, CaptureQueriesContext(connection) as asked:
        with pytest.raises(Altered):
            sequencer.step()
        (look,) = [each["sql"] for each in asked if "pg_snapshot_xmin" in each["sql"]]
    plan = "".join(row[0] for row in sql("superuser", f"EXPLAIN {look}"))
    assert "event_of_transaction" in plan
    assert "event_pkey" not in plan


LEAF = "INSERT INTO audit.leaf (leaf_index, event_id) VALUES "
REFUSED_TO_THE_SEQUENCER = [
    f"{LEAF} (2, 3)",
    f"{LEAF} (1, 2), (3, 3)",
    f"{LEAF} (0, 2)",
    f"{LEAF} (1, 1)",
    f"{LEAF} (1, 999)",
    f"{LEAF} (-1, 2)",
    "UPDATE audit.leaf SET event_id = 2",
    "DELETE FROM audit.leaf",
    "TRUNCATE audit.leaf",
    "UPDATE audit.tile SET hashes = sha256('x')",
    "UPDATE audit.tile SET hashes = hashes || decode('00', 'hex')",
    "UPDATE audit.tile SET number = 1",
    "DELETE FROM audit.tile",
    "TRUNCATE audit.tile",
    "UPDATE audit.tree SET size = 0",
    "UPDATE audit.tree SET size = 2",
    "UPDATE audit.tree SET root = sha256('x')",
    "UPDATE audit.tree SET window_from = window_upto",
    "UPDATE audit.tree SET window_upto = '1'",
    "UPDATE audit.tree SET window_upto = (pg_current_xact_id()::text::bigint + 1)::text::xid8",
    "UPDATE audit.tree SET window_upto = '999999999'",
    "UPDATE audit.tree SET after_id = 0",
    "UPDATE audit.tree SET cluster = 5",
    "DELETE FROM audit.tree",
    "INSERT INTO audit.tree (singleton, cluster) VALUES (false, 1)",
    "UPDATE audit.event SET xid = '1'",
    "UPDATE audit.event SET entry = ''",
    "DELETE FROM audit.event",
    "INSERT INTO audit.code_right (login, code) VALUES ('countersign_sequencer', 'search.approved')",
    "SELECT audit.take_over_cluster()",
    "INSERT INTO audit.log_key (vkey) VALUES ('agency.example/log+00000000+' || repeat('A', 44))",
    "UPDATE audit.log_key SET retired_at = now()",
    "INSERT INTO audit.checkpoint (size, note) VALUES (50, 'x')",
    "INSERT INTO audit.checkpoint (size, note) VALUES (0, 'x')",
    "UPDATE audit.latest_checkpoint SET size = 50",
    "DELETE FROM audit.latest_checkpoint",
    "SELECT FROM audit.opening",
    "SELECT FROM accounts_person",
    "SELECT FROM searches_searchrequest",
]


@pytest.mark.parametrize("statement", REFUSED_TO_THE_SEQUENCER)
def test_the_sequencer_can_only_let_the_tree_grow(database, statement):
    for _ in range(3):
        an_event()
    with as_sequencer(largest_step=1) as sequencer:
        sequencer.step()
    ((first, *_),) = [sql("auditor", "SELECT min(id) FROM audit.event")]
    statement = statement.replace("(1, 1)", f"(1, {first[0]})")
    with raw_connection("sequencer") as login, pytest.raises(psycopg.Error):
        login.execute(statement)
    with as_sequencer() as sequencer:
        drain(sequencer)
    check_whole()


@pytest.mark.parametrize("login", ["web", "worker", "dispatcher", "auditor"])
@pytest.mark.parametrize(
    "statement",
    [
        f"{LEAF} (0, 1)",
        "INSERT INTO audit.tile VALUES (0, 0, sha256('x'))",
        "UPDATE audit.tile SET hashes = sha256('x')",
        "UPDATE audit.tree SET size = 0",
        "SELECT FROM audit.tree FOR UPDATE",
        "SELECT audit.take_over_cluster()",
    ],
)
def test_no_other_login_touches_the_tree(database, login, statement):
    with raw_connection(login) as other, pytest.raises(psycopg.errors.InsufficientPrivilege):
        other.execute(statement)


def test_even_the_owner_cannot_take_the_tree_back(database):
    an_event()
    with as_sequencer() as sequencer:
        drain(sequencer)
    for statement in (
        "DELETE FROM audit.leaf", "UPDATE audit.leaf SET event_id = 0", "TRUNCATE audit.leaf",
        "UPDATE audit.tile SET hashes = sha256('x')", "DELETE FROM audit.tile",
        "UPDATE audit.tree SET size = 0", "UPDATE audit.tree SET window_from = '0'",
        "UPDATE audit.event SET xid = '1'", "SELECT audit.take_over_cluster()",
    ):  # fmt: skip
        with pytest.raises(psycopg.Error):
            sql("owner", statement)


def test_no_transaction_stays_open_between_steps(database):
    with as_sequencer() as sequencer, ExitStack() as stack:
        an_event()
        drain(sequencer)
        pid = connection.connection.info.backend_pid
        stack.callback(connection.close)
        state = sql("superuser", "SELECT state FROM pg_stat_activity WHERE pid = %s", [pid])
        assert state == [("idle",)]


def test_a_step_that_cannot_write_leaves_the_sequencer_able_to_go_on(database):
    an_event()
    with as_sequencer() as sequencer:
        drain(sequencer)
        ids = [an_event(), an_event()]
        sql("owner", "REVOKE UPDATE (hashes) ON audit.tile FROM countersign_sequencer")
        with pytest.raises(DatabaseError):
            drain(sequencer)
        sql("owner", "GRANT UPDATE (hashes) ON audit.tile TO countersign_sequencer")
        drain(sequencer)
    assert check_whole()[-2:] == ids
