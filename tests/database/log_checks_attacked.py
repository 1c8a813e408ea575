"""Attacks on the checks of the log: one that was not made, with no event that says so.

That a stop is lifted is attacked in `tests/workflow/test_log_alarm.py`: while one stands, no attempt to send begins, so
that nothing else could be attacked beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from requests_app.accounts.actors import system_actor
from requests_app.audit.differences import Differences
from requests_app.common import clock
from requests_app.workflow import log_alarm
from requests_app.workflow.log_check import Checked
from tests.database.rows_and_events import NEW, Attack, Event, quoted
from tests.support import connected_as

if TYPE_CHECKING:
    from tests.database.rows_attacked import Held

TABLE = "dispatch_logcheck"


def found() -> None:
    """Keep a check that found a difference, as the worker does."""
    differences = Differences()
    differences.add("root_differs")
    with connected_as("worker"):
        log_alarm._keep(system_actor("worker"), clock.real_now(), Checked(1, 1, differences))


def on_log_checks(held: Held) -> list[Attack]:
    """Attacks on the rows of checks."""
    return [
        Attack(
            f"{TABLE}.needs_event",
            (
                f"INSERT INTO {TABLE} (id, began_at, ended_at, size, requests, count, differences)"
                f" VALUES ({quoted(NEW)}, now(), now(), 1, 1, 0, '[]')",
            ),
            login="worker",
            event=Event("log.checked", "object size requests count", object=NEW),
        ),
        Attack(
            f"{TABLE}.known_needs_event",
            (
                f"INSERT INTO {TABLE} (id, began_at, ended_at, size, requests, count, known, differences)"
                f" VALUES ({quoted(NEW)}, now(), now(), 1, 1, 0, 2, '[]')",
            ),
            login="worker",
            event=Event("log.checked", "object known", object=NEW, facts={"known": 2}),
        ),
    ]
