"""What tests of the sequencer share: work as its login, and what the tree must be by its definition.

Must not use the sequencer's own reading: the root is made from the entries, as RFC 6962 defines it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager

from requests_app.audit.sequencer import Sequencer
from tests.audit.bodies import append, body, written
from tests.support import connected_as, sql
from tests.tlog.test_proofs import naive_root
from tests.tlog.test_tiles import published


@contextmanager
def as_sequencer(largest_step: int = 20_000) -> Iterator[Sequencer]:
    """A sequencer in this thread, with its own login."""
    with connected_as("sequencer"):
        yield Sequencer(largest_step)


def drain(sequencer: Sequencer) -> int:
    """Step until nothing more can be taken in; return how many leaves that gave."""
    taken = 0
    while True:
        step = sequencer.step()
        taken += step.leaves
        if not (step.leaves or step.more):
            return taken


def an_event(code: str = "session.ended") -> int:
    """Append an event as the web, and return its id."""
    return int(append("web", written(body(code, facts={"cause": "x"})))[0])


def order() -> list[int]:
    """The ids of the events in the order of their leaves; the leaves are numbered from 0 without a gap."""
    rows = sql("auditor", "SELECT leaf_index, event_id FROM audit.leaf ORDER BY leaf_index")
    assert [index for index, _ in rows] == list(range(len(rows)))
    return [event_id for _, event_id in rows]


def check_whole() -> list[int]:
    """Compare all that the tree says with the events that there are; return their order."""
    ids = order()
    entries = {
        event_id: bytes(entry)
        for event_id, entry in sql("auditor", "SELECT id, entry FROM audit.event")
    }
    assert sorted(ids) == sorted(entries)
    hashes = [hashlib.sha256(b"\0" + entries[event_id]).digest() for event_id in ids]
    tiles = {path.partition(".p/")[0]: data for path, data in published(hashes).items()}
    stored = sql("auditor", "SELECT level, number, hashes FROM audit.tile")
    assert {f"tile/{level}/{number:03d}": bytes(data) for level, number, data in stored} == tiles
    assert sql("auditor", "SELECT size, root FROM audit.tree") == [(len(ids), naive_root(hashes))]
    counters: dict[str, int] = {}
    for event_id in ids:
        said = json.loads(entries[event_id])
        request = said["body"]["request_id"]
        if request:
            assert said["request_seq"] == counters.get(request, said["request_seq"] - 1) + 1
            counters[request] = said["request_seq"]
    return ids
