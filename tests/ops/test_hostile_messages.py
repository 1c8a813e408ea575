"""Every task that a message can name, with arguments that nobody of ours would send.

Must not go through a broker: what a message may do is decided by the task, whoever sent it.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any
from uuid import uuid4

import pytest

from config.celery import TASKS_OF, app
from requests_app.dispatch.models import Dispatch
from requests_app.workflow import withdraw
from tests import builders
from tests.builders import InventedAgency
from tests.support import connected_as, sql

# By process: what its queue may name. Nothing else of ours is a task.
NAMES = {
    "worker": {
        "requests_app.tasks.worker.destroy_due_content",
        "requests_app.tasks.worker.expire_lapsed",
        "requests_app.tasks.worker.tell_of_reports",
        "requests_app.tasks.worker.send_mail",
        "requests_app.tasks.exports.make",
        "requests_app.tasks.exports.sweep",
        "requests_app.tasks.log_checks.sweep",
    },
    "dispatcher": {
        "requests_app.tasks.dispatch.fetch_candidate",
        "requests_app.tasks.dispatch.forward",
        "requests_app.tasks.dispatch.sweep",
    },
}
HOSTILE: list[Any] = [
    "'; DROP TABLE searches_searchrequest; --",
    "../../etc/passwd",
    "\x00",
    "9" * 100_000,
    -1,
    None,
    True,
    [],
    {"__class__": "os.system"},
    ["a", {"b": "c"}],
    str(uuid4()),
]


def state() -> list[tuple[Any, ...]]:
    """Everything that a task could have changed, and how much the log holds."""
    return sql(
        "superuser",
        "SELECT (SELECT json_agg(r ORDER BY r.id)::text FROM searches_searchrequest r),"
        " (SELECT json_agg(d ORDER BY d.search_id)::text FROM dispatch_dispatch d),"
        " (SELECT count(*) FROM dispatch_attempt), (SELECT count(*) FROM audit_export),"
        " (SELECT count(*) FROM audit.event)",
    )


def run(name: str, *arguments: Any, **named: Any) -> None:
    """Run a task as a worker would; what it raises is its end, never its parent's."""
    app.tasks[name].apply(args=arguments, kwargs=named)


@pytest.fixture(autouse=True)
def _known() -> None:
    for modules in TASKS_OF.values():
        for module in modules:
            import_module(module)


def test_each_process_knows_its_own_tasks_and_no_other() -> None:
    ours = {name for name in app.tasks if name.startswith("requests_app.")}
    assert ours == NAMES["worker"] | NAMES["dispatcher"]
    for process, names in NAMES.items():
        modules = {name.rpartition(".")[0] for name in names}
        assert set(TASKS_OF[process]) == modules


@pytest.mark.parametrize("process", ["worker", "dispatcher"])
def test_hostile_arguments_change_nothing(agency: InventedAgency, process: str) -> None:
    row = builders.approved(agency)
    withdraw.withdraw(actor=agency.actor("officer"), search_request_id=row.id)
    builders.submitted(agency)
    sql("superuser", "UPDATE searches_notice SET email_next_at = NULL")  # nothing is due by itself
    before = state()
    with connected_as(process):
        for name in sorted(NAMES[process]):
            for hostile in HOSTILE:
                run(name, hostile)
                run(name, hostile, hostile)
                run(name, search_id=hostile, actor="oversight", force=True)
    assert state() == before


def test_a_message_about_a_withdrawn_search_sends_nothing(agency: InventedAgency) -> None:
    row = builders.approved(agency)
    search_id = str(Dispatch.objects.get(search_request=row).pk)
    withdraw.withdraw(actor=agency.actor("officer"), search_request_id=row.id)
    before = state()
    with connected_as("dispatcher"):
        run("requests_app.tasks.dispatch.forward", search_id)
        run("requests_app.tasks.dispatch.forward", str(row.id))
    assert state() == before


def test_the_same_message_about_an_approved_search_does_send(agency: InventedAgency) -> None:
    row = builders.approved(agency)
    search_id = str(Dispatch.objects.get(search_request=row).pk)
    with connected_as("dispatcher"):
        run("requests_app.tasks.dispatch.forward", search_id)
    assert sql("superuser", "SELECT count(*) FROM dispatch_attempt") == [(1,)]
