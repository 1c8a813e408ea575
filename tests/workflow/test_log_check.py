"""The check of the whole log and of each request against its events, on a database that somebody changed."""

from __future__ import annotations

import dataclasses
import inspect
import re
from typing import Any

import pytest
from django.core.management import call_command

from requests_app.audit import whole_log
from requests_app.audit.difference_words import WORDS
from requests_app.audit.events import EVENTS
from requests_app.searches.states import Status
from requests_app.tlog.growth import Growth
from requests_app.workflow import log_check
from tests import builders
from tests.audit.signing import sign_what_is_there
from tests.registries import put_back
from tests.support import connected_as, raw_connection, sql


def found() -> list[str]:
    """The codes of what a check finds, as the worker."""
    with connected_as("worker"):
        checked = log_check.check()
    codes = [difference.code for difference in checked.differences.first]
    assert checked.differences.count >= len(codes)
    return codes


TABLES = (
    "audit.event", "audit.leaf", "audit.tile", "audit.tree", "audit.checkpoint", "searches_searchrequest",
)  # fmt: skip


def past_the_guards(statement: str, *values: Any) -> None:
    """Change what no login of ours may change, as a database administrator could."""
    with raw_connection("superuser") as administrator:
        administrator.execute("SET session_replication_role = replica")
        for table in TABLES:
            administrator.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        assert administrator.execute(statement, values).rowcount > 0


def requests_in_several_statuses(agency: Any) -> None:
    """Some requests, and all of the log signed."""
    for status in (Status.APPROVED, Status.RESULT_RECEIVED, Status.WITHDRAWN):
        builders.search_request_at(agency, status)
    builders.drafted(agency)
    sign_what_is_there()


@pytest.fixture
def prepare() -> Any:
    return requests_in_several_statuses


CHANGES = {
    "an entry's bytes": (
        "UPDATE audit.event SET entry = convert_to(replace(convert_from(entry, 'UTF8'), 'officer', 'examin'), 'UTF8')"
        " WHERE code = 'search.drafted'",
        "hash_differs",
    ),
    "an entry and its hash": (
        "UPDATE audit.event SET entry = e2, leaf_hash = sha256('\\x00'::bytea || e2) FROM (SELECT id AS it,"
        " convert_to(replace(convert_from(entry, 'UTF8'), '\"role\":\"officer\"', '\"role\":\"auditor\"'), 'UTF8') AS e2"
        " FROM audit.event WHERE code = 'search.drafted' LIMIT 1) AS changed WHERE id = it",
        "tile_differs",
    ),
    "a column beside the entry": (
        "UPDATE audit.event SET outcome = 'refused' WHERE id = (SELECT max(id) FROM audit.event)",
        "column_differs",
    ),
    "an event that is gone": (
        "DELETE FROM audit.event WHERE id = (SELECT min(id) FROM audit.event)",
        "event_missing",
    ),
    "an event without its leaf": (
        "DELETE FROM audit.leaf WHERE leaf_index = (SELECT max(leaf_index) FROM audit.leaf)",
        "leaf_missing",
    ),
    "a tile": (
        "UPDATE audit.tile SET hashes = sha256('x') || substr(hashes, 33) WHERE level = 0 AND number = 0",
        "tile_differs",
    ),
    "a checkpoint": ("UPDATE audit.checkpoint SET note = 'x'", "checkpoint_unsigned"),
    "a status": (
        "UPDATE searches_searchrequest SET status = 'REFUSED' WHERE status = 'WITHDRAWN'",
        "state_differs",
    ),
    "a version": (
        "UPDATE searches_searchrequest SET version = 7 WHERE status = 'APPROVED'",
        "state_differs",
    ),
    "a destruction that no event tells of": (
        "UPDATE searches_searchrequest SET content_destroyed_at = now() WHERE status = 'WITHDRAWN'",
        "state_differs",
    ),
    "the events of a request": (
        "DELETE FROM audit.event WHERE request_id = (SELECT id FROM searches_searchrequest WHERE status = 'DRAFT')",
        "events_missing",
    ),
    "one event of a request": (
        "DELETE FROM audit.event WHERE id = (SELECT max(id) FROM audit.event WHERE code = 'search.claimed')",
        "chain_broken",
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_each_change_past_the_guards_is_found(agency: Any, what: str) -> None:
    statement, code = CHANGES[what]
    past_the_guards(statement)
    assert code in found()


def test_a_log_that_was_made_anew_is_found_by_its_checkpoint(agency: Any) -> None:
    """Leaves swapped, and tiles and root made to fit: only what was signed still says otherwise."""
    past_the_guards("DELETE FROM audit.leaf WHERE leaf_index = 0")
    past_the_guards("UPDATE audit.leaf SET leaf_index = leaf_index - 1")
    rows = sql(
        "auditor",
        "SELECT leaf_hash FROM audit.leaf JOIN audit.event ON id = event_id ORDER BY leaf_index",
    )
    growth = Growth()
    tiles = growth.add([bytes(leaf) for (leaf,) in rows])
    past_the_guards("DELETE FROM audit.tile")
    for tile, data in tiles.items():
        past_the_guards("INSERT INTO audit.tile VALUES (%s, %s, %s)", tile.level, tile.number, data)
    past_the_guards("UPDATE audit.tree SET size = %s, root = %s", len(rows), growth.root())
    assert {"checkpoint_beyond", "leaf_lacking"} & set(found())


def test_an_event_that_changes_a_status_as_no_event_may_is_found(agency: Any) -> None:
    """Somebody who holds the log's key could append it, hashes and all: the moves still say that it cannot be."""
    past_the_guards(
        "UPDATE audit.event SET status_after = 'RESULT_RECEIVED' WHERE code = 'search.withdrawn'"
    )
    assert {"move_impossible", "state_differs", "column_differs"} <= set(found())


def without_move(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """As a later version that has taken this event's moves out."""
    monkeypatch.setitem(EVENTS, code, dataclasses.replace(EVENTS[code], moves=frozenset()))


def test_a_move_that_a_later_version_took_out_makes_old_requests_no_difference(
    agency: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_move(monkeypatch, "search.withdrawn")
    with put_back(EVENTS):
        del EVENTS["search.claimed"]
        assert found() == []


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("search.withdrawn", "REFUSED"),  # a status that there is, by another event
        ("search.claimed", "APPROVED"),
        ("search.viewed_by_nobody", "AWAITING_DECISION"),  # a code that no version had
    ],
)
def test_a_move_that_no_version_had_is_a_difference(agency: Any, code: str, status: str) -> None:
    past_the_guards(
        "UPDATE audit.event SET code = %s, status_after = %s WHERE id = (SELECT max(id) FROM audit.event"
        " WHERE code = %s)",
        code,
        status,
        "search.withdrawn" if code == "search.withdrawn" else "search.claimed",
    )
    assert "move_impossible" in found()


def test_the_command_says_what_differs_where_and_ends_with_1(
    agency: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    with connected_as("worker"):
        call_command("check_audit_log")
    assert "0 differences" in capsys.readouterr().out
    past_the_guards("UPDATE searches_searchrequest SET version = 7 WHERE status = 'APPROVED'")
    with connected_as("worker"), pytest.raises(SystemExit) as ended:
        call_command("check_audit_log")
    said = capsys.readouterr().out
    ((request_id,),) = sql("owner", "SELECT id FROM searches_searchrequest WHERE version = 7")
    assert ended.value.code == 1
    assert f"request {request_id}: The request is not what its events make of it" in said
    assert "tell an auditor" in said


def test_every_difference_has_words() -> None:
    sources = [inspect.getsource(log_check), inspect.getsource(whole_log)]
    named = {code for source in sources for code in re.findall(r'add\(\s*"(\w+)"', source)}
    assert named == set(WORDS)
