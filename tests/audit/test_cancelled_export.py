"""A cancelled export leaves nothing, wherever it was; of a cancellation and a closing at once, one wins."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings

from requests_app.accounts.actors import system_actor
from requests_app.audit import export as files
from requests_app.audit import export_rows
from requests_app.audit.models import Export
from requests_app.audit.selectors import EventFilter
from requests_app.common.errors import NotFound, NotPermitted, PreconditionFailed
from requests_app.tasks import exports as tasks
from requests_app.workflow import export
from requests_app.workflow.export_folder import lying_there
from tests.audit.bodies import PROCESS, body, written
from tests.concurrency.at_once import as_login, at_once
from tests.support import connected_as, raw_connection, sql

WORKER = system_actor("worker")


@pytest.fixture(autouse=True)
def exports_folder(tmp_path):
    before = settings.COUNTERSIGN_EXPORT_DIR
    settings.COUNTERSIGN_EXPORT_DIR = str(tmp_path / "exports")
    yield tmp_path / "exports"
    settings.COUNTERSIGN_EXPORT_DIR = before


def asked(agency) -> Export:
    return export.request_export(actor=agency.actor("auditor"), wanted=EventFilter())


def made(row: Export) -> bool:
    with connected_as("worker"):
        return export.make(actor=WORKER, export_id=row.pk)


def said(row: Export) -> list[str]:
    """How the log says that an export ended."""
    found = sql(
        "auditor",
        "SELECT code FROM audit.event WHERE object_id = %s AND code <> 'log.exported' ORDER BY id",
        [str(row.pk)],
    )
    return [code for (code,) in found]


def half_made(folder: Path, row: Export) -> None:
    for half in (f"{row.pk}.part", str(row.pk)):
        (folder / half).mkdir(parents=True)
        (folder / half / files.CSV_NAME).write_text("half of the log")


@pytest.mark.parametrize("who", ["auditor", "oversight"])
def test_a_queued_export_that_is_cancelled_is_never_begun(agency, exports_folder, who):
    row = asked(agency)
    export.cancel_export(actor=agency.actor(who), export_id=row.pk)
    assert not made(row)
    with connected_as("worker"):
        tasks.sweep()
    row.refresh_from_db()
    assert (row.state, row.failure, row.files) == ("cancelled", "", [])
    assert row.finished_at is not None
    assert row.finished_at >= row.requested_at
    assert not exports_folder.exists()
    assert said(row) == ["log.export_cancelled"]
    by = sql(
        "auditor",
        "SELECT account_id, login, object_type FROM audit.event WHERE code = 'log.export_cancelled'",
    )
    assert by == [(agency.people[who].pk, "countersign_web", "export")]


def test_one_that_is_cancelled_while_it_is_written_leaves_nothing(
    agency, exports_folder, monkeypatch, caplog
):
    monkeypatch.setattr(export_rows, "PIECE", 20)
    row, lines, there = asked(agency), export_rows.lines, []

    def cancelled_meanwhile(*args):
        if not there:
            there.extend(exports_folder.glob("*.part/*"))
            elsewhere = threading.Thread(
                target=at_once,
                args=[
                    lambda: export.cancel_export(actor=agency.actor("auditor"), export_id=row.pk)
                ],
            )
            elsewhere.start()
            elsewhere.join()
        return lines(*args)

    monkeypatch.setattr(export_rows, "lines", cancelled_meanwhile)
    assert not made(row)
    assert there
    assert list(exports_folder.glob("*")) == []
    row.refresh_from_db()
    assert (row.state, row.files) == ("cancelled", [])
    assert said(row) == ["log.export_cancelled"]
    assert "export_failed" not in caplog.text
    with pytest.raises(PreconditionFailed) as refusal:
        export.download(actor=agency.actor("auditor"), export_id=row.pk)
    assert refusal.value.reason == "export_not_ready"


def test_one_that_is_cancelled_once_its_files_are_whole_leaves_nothing(
    agency, exports_folder, monkeypatch
):
    row, write = asked(agency), files.write

    def cancelled_at_the_end(*args, **kwargs):
        done = write(*args, **kwargs)
        with connected_as("web"):
            export.cancel_export(actor=agency.actor("auditor"), export_id=row.pk)
        return done

    monkeypatch.setattr(files, "write", cancelled_at_the_end)
    assert not made(row)
    assert list(exports_folder.glob("*")) == []
    assert said(row) == ["log.export_cancelled"]


def test_one_that_fails_while_it_is_cancelled_is_cancelled(agency, exports_folder, monkeypatch):
    row = asked(agency)

    def full(*_args, **_kwargs):
        with connected_as("web"):
            export.cancel_export(actor=agency.actor("auditor"), export_id=row.pk)
        raise OSError("No space left on device")

    monkeypatch.setattr(files, "write", full)
    assert not made(row)
    assert list(exports_folder.glob("*")) == []
    assert said(row) == ["log.export_cancelled"]


def test_what_a_killed_worker_left_of_a_cancelled_export_is_removed_and_nothing_else(
    agency, exports_folder
):
    cancelled, running, done = asked(agency), asked(agency), asked(agency)
    assert made(done)
    for row in (cancelled, running):
        half_made(exports_folder, row)
        sql("owner", "UPDATE audit_export SET state = 'running' WHERE id = %s", [row.pk])
    (exports_folder / "README").write_text("of the operator")
    export.cancel_export(actor=agency.actor("auditor"), export_id=cancelled.pk)
    with connected_as("worker"):
        assert export.fail_lost(actor=WORKER) == 0
    assert lying_there() == {running.pk, done.pk}
    assert (exports_folder / f"{running.pk}.part" / files.CSV_NAME).exists()
    assert (exports_folder / "README").exists()
    assert len(export.download(actor=agency.actor("auditor"), export_id=done.pk).paths) == 4


@pytest.mark.parametrize("state", ["done", "failed", "cancelled"])
def test_one_that_has_ended_is_not_cancelled(agency, state):
    row = asked(agency)
    sql("owner", "UPDATE audit_export SET state = %s, finished_at = now()", [state])
    row.refresh_from_db()
    ended = row.finished_at
    with pytest.raises(PreconditionFailed) as refusal:
        export.cancel_export(actor=agency.actor("auditor"), export_id=row.pk)
    assert refusal.value.reason == "export_ended"
    row.refresh_from_db()
    assert (row.state, row.finished_at) == (state, ended)
    assert said(row) == []


@pytest.mark.parametrize("name", ["officer", "supervisor", "examiner", "operator", "administrator"])
def test_only_auditors_cancel(agency, name):
    row = asked(agency)
    with pytest.raises(NotPermitted):
        export.cancel_export(actor=agency.actor(name), export_id=row.pk)
    row.refresh_from_db()
    assert row.state == "queued"


def test_what_is_not_there_is_not_cancelled(agency):
    with pytest.raises(NotFound):
        export.cancel_export(actor=agency.actor("auditor"), export_id=agency.people["auditor"].pk)


def test_a_cancelled_export_can_be_asked_for_again(agency):
    row = asked(agency)
    export.cancel_export(actor=agency.actor("auditor"), export_id=row.pk)
    again = export.start_again(actor=agency.actor("oversight"), export_id=row.pk)
    assert made(again)
    row.refresh_from_db()
    assert row.state == "cancelled"


@pytest.mark.parametrize("round_", range(4))
def test_of_a_cancellation_and_a_closing_at_once_one_wins_and_the_log_says_which(
    agency, exports_folder, monkeypatch, round_
):
    row, close = asked(agency), export._close
    together = threading.Barrier(2)

    def closed_at_once(*args):
        together.wait(20)
        return close(*args)

    def cancelled_at_once():
        together.wait(20)
        return export.cancel_export(actor=agency.actor("auditor"), export_id=row.pk)

    monkeypatch.setattr(export, "_close", closed_at_once)
    is_made, refused = at_once(
        as_login("worker", lambda: export.make(actor=WORKER, export_id=row.pk)), cancelled_at_once
    )
    row.refresh_from_db()
    if is_made:
        assert isinstance(refused, PreconditionFailed)
        assert (row.state, said(row)) == ("done", ["log.export_closed"])
        assert lying_there() == {row.pk}
    else:
        assert refused is None
        assert (row.state, said(row)) == ("cancelled", ["log.export_cancelled"])
        assert lying_there() == set()


def test_of_two_auditors_who_cancel_at_once_one_does(agency):
    row = asked(agency)
    answers = at_once(
        *(
            lambda who=who: export.cancel_export(actor=agency.actor(who), export_id=row.pk)
            for who in ("auditor", "oversight")
        )
    )
    assert sorted(map(repr, map(type, answers))) == sorted(
        map(repr, (type(None), PreconditionFailed))
    )
    assert said(row) == ["log.export_cancelled"]


# --- what the web's login cannot do ---------------------------------------------------------------


def event_of(agency, code: str, row: Export, login: str, **facts: Any) -> str:
    auditor = agency.people["auditor"]
    who = {"account": str(auditor.pk), "person": str(auditor.person_id), "role": "privacy_auditor"}
    return written(
        body(
            code,
            who=who | {"session": None} if login == "web" else PROCESS,
            object={"id": str(row.pk), "type": "export"},
            outcome="error" if code == "log.export_failed" else "success",
            facts={"export": str(row.pk)} | facts,
        )
    )


def tried(login: str, change: str, row: Export, *events: str) -> psycopg.Error | None:
    """Change an export beside events, and commit; returns what the database says to it."""
    with raw_connection(login) as connection:
        try:
            for event in events:
                connection.execute("SELECT audit.append(%s)", [event])
            connection.execute(f"UPDATE audit_export SET {change} WHERE id = %s", [row.pk])  # type: ignore[call-overload]
            connection.commit()
        except psycopg.Error as refusal:
            connection.rollback()
            return refusal
    return None


@pytest.mark.parametrize(
    ("was", "becomes", "code", "facts"),
    [
        ("running", "done", "log.export_closed", {"rows": 0, "files": []}),
        ("running", "failed", "log.export_failed", {}),
        ("queued", "running", "log.export_cancelled", {}),
        ("running", "queued", "log.export_cancelled", {}),
        ("done", "cancelled", "log.export_cancelled", {}),
        ("failed", "cancelled", "log.export_cancelled", {}),
        ("cancelled", "queued", "log.export_cancelled", {}),
        ("cancelled", "done", "log.export_closed", {"rows": 0, "files": []}),
    ],
)
def test_the_web_changes_no_export_otherwise_whatever_it_says(agency, was, becomes, code, facts):
    row = asked(agency)
    ended = "NULL" if was in {"queued", "running"} else "now()"
    sql("owner", f"UPDATE audit_export SET state = '{was}', finished_at = {ended}")
    refusal = tried("web", f"state = '{becomes}'", row, event_of(agency, code, row, "web", **facts))
    assert isinstance(refusal, psycopg.errors.CheckViolation)
    row.refresh_from_db()
    assert row.state == was
    assert said(row) == []


@pytest.mark.parametrize("column", ["finished_at", "failure", "files", "rows_done", "progress_at"])
def test_the_web_changes_no_other_column(agency, column):
    row = asked(agency)
    refusal = tried("web", f"{column} = {column}", row)
    assert isinstance(refusal, psycopg.errors.InsufficientPrivilege)


def test_nothing_is_cancelled_without_its_own_event(agency):
    row, other = asked(agency), asked(agency)
    events = [
        (),
        (event_of(agency, "log.export_cancelled", other, "web"),),
        (event_of(agency, "log.export_failed", row, "web"),),
    ]
    for beside in events:
        refusal = tried("web", "state = 'cancelled'", row, *beside)
        assert isinstance(refusal, psycopg.errors.CheckViolation)
        assert refusal.diag.constraint_name == "cancelled_needs_event"
    right = event_of(agency, "log.export_cancelled", row, "web")
    assert tried("web", "state = 'cancelled'", row, right) is None


def test_no_process_cancels(agency):
    row = asked(agency)
    said_so = event_of(agency, "log.export_cancelled", row, "worker")
    assert isinstance(
        tried("worker", "state = 'cancelled'", row, said_so),
        psycopg.errors.InsufficientPrivilege,
    )
    assert isinstance(tried("worker", "state = 'cancelled'", row), psycopg.errors.CheckViolation)


def test_a_folder_that_cannot_be_listed_stops_no_sweep(agency, exports_folder):
    exports_folder.parent.mkdir(exist_ok=True)
    exports_folder.write_text("a file where the folder should be")
    with connected_as("worker"):
        assert export.fail_lost(actor=WORKER) == 0
    exports_folder.unlink()
    shutil.rmtree(exports_folder, ignore_errors=True)
