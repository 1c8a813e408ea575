"""The count of each request and its chain of leaves, written by many at once."""

from __future__ import annotations

import hashlib
import json
import threading

from requests_app.wire import entry as wire
from tests.audit.bodies import a_request, append, body, written
from tests.support import raw_connection, sql

WRITERS, EACH = 8, 12


def _viewed(request: str) -> str:
    facts = {"version": 1, "what": "record"}
    return written(body("record.viewed", facts=facts, request_id=request))


def _fails(writer: int, turn: int) -> bool:
    return (writer + turn) % 5 == 0


def _write(writer: int, request: str, together: threading.Barrier) -> None:
    with raw_connection("web", autocommit=True) as connection:
        together.wait()
        for turn in range(EACH):
            connection.execute("BEGIN")
            connection.execute("SELECT audit.append(%s)", [_viewed(request)])
            # A use case that fails takes its event along, and must leave no gap.
            connection.execute("ROLLBACK" if _fails(writer, turn) else "COMMIT")


def test_eight_writers_of_one_request_leave_one_chain_without_gaps(database):
    request, together = a_request(), threading.Barrier(WRITERS)
    threads = [
        threading.Thread(target=_write, args=[writer, request, together])
        for writer in range(WRITERS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rows = sql(
        "auditor",
        "SELECT request_seq, id, recorded_at, leaf_hash, entry FROM audit.event"
        " WHERE request_id = %s ORDER BY request_seq",
        [request],
    )
    kept = sum(not _fails(writer, turn) for writer in range(WRITERS) for turn in range(EACH))
    assert [row[0] for row in rows] == list(range(1, kept + 1))
    assert [row[1] for row in rows] == sorted(row[1] for row in rows)
    assert [row[2] for row in rows] == sorted(row[2] for row in rows)
    before = None
    for _seq, _id, _at, leaf, entry in rows:
        assert json.loads(bytes(entry))["previous"] == before
        assert hashlib.sha256(b"\0" + bytes(entry)).digest() == bytes(leaf)
        assert wire.parse(bytes(entry)).to_bytes() == bytes(entry)
        before = bytes(leaf).hex()


def test_writers_about_different_requests_do_not_wait_for_each_other(database):
    with raw_connection("web") as slow, raw_connection("web") as quick:
        slow.execute("SELECT audit.append(%s)", [_viewed(a_request())])
        quick.execute("SET lock_timeout = '500ms'")
        quick.execute("SELECT audit.append(%s)", [_viewed(a_request())])
        quick.execute(
            "SELECT audit.append(%s)", [written(body("session.ended", facts={"cause": "x"}))]
        )


def test_an_event_of_no_request_has_no_place_in_a_chain(database):
    number, place, _at, _leaf = append("web", written(body("session.ended", facts={"cause": "x"})))
    assert place is None
    entry = sql("auditor", "SELECT entry FROM audit.event WHERE id = %s", [number])[0][0]
    assert wire.parse(bytes(entry)).previous is None
