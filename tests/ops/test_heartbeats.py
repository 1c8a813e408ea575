"""When a process last showed life: written by the process itself, under its own login."""

from __future__ import annotations

import pytest

from requests_app.ops import heartbeats
from tests.support import connected_as, sql


@pytest.mark.parametrize("process", ["worker", "dispatcher", "sequencer"])
def test_a_process_writes_again_and_again_when_it_last_showed_life(
    database: str, process: str
) -> None:
    with connected_as(process):
        for _ in range(2):
            heartbeats.beat(process)
    found = sql("auditor", "SELECT process, now() - at < interval '1 minute' FROM ops_heartbeat")
    assert found == [(process, True)]
