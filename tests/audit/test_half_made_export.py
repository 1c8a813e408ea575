"""A half-made export leaves no file, wherever it was when it ended, and its row and the log say that it failed."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from django.conf import settings

from requests_app.accounts.actors import system_actor
from requests_app.audit import export as files
from requests_app.audit import export_rows, log_files, published
from requests_app.audit.digesting import Digesting
from requests_app.audit.models import Export
from requests_app.audit.selectors import EventFilter
from requests_app.workflow import export
from tests.audit.signing import sign_what_is_there
from tests.support import connected_as, sql

WORKER = system_actor("worker")


@pytest.fixture(autouse=True)
def exports_folder(tmp_path):
    before = settings.COUNTERSIGN_EXPORT_DIR
    settings.COUNTERSIGN_EXPORT_DIR = str(tmp_path / "exports")
    yield tmp_path / "exports"
    settings.COUNTERSIGN_EXPORT_DIR = before


def failed(agency, failure: str, folder: Path) -> None:
    """An export that fails says so in its row and in the log, and leaves nothing."""
    row = export.request_export(actor=agency.actor("auditor"), wanted=EventFilter())
    with connected_as("worker"):
        assert not export.make(actor=WORKER, export_id=row.id)
    said = Export.objects.get(pk=row.id)
    assert (said.state, said.failure, said.files) == ("failed", failure, [])
    assert sql("auditor", "SELECT reason FROM audit.event WHERE code = 'log.export_failed'") == [
        (failure,)
    ]
    assert list(folder.glob("*")) == []


@pytest.mark.parametrize(
    "name", [files.CSV_NAME, files.LINES_NAME, log_files.NAME, files.MANIFEST_NAME]
)
def test_a_full_disk_leaves_nothing_whichever_file_it_is(agency, exports_folder, monkeypatch, name):
    sign_what_is_there()
    monkeypatch.setattr(export_rows, "PIECE", 20)
    write = Digesting.write

    def full(self, data):
        if self.name == name and (self.size or name == files.MANIFEST_NAME):
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(self, data)

    monkeypatch.setattr(Digesting, "write", full)
    failed(agency, "disk", exports_folder)


def test_a_log_that_lacks_an_entry_below_its_checkpoint_is_not_exported(
    agency, exports_folder, monkeypatch
):
    sign_what_is_there()
    fewer = published._BUNDLES.replace("count(*)", "count(*) - 1")
    monkeypatch.setattr(published, "_BUNDLES", fewer)
    failed(agency, "database", exports_folder)


@pytest.mark.parametrize(
    ("place", "name"), [(export_rows, "_LINES"), (export_rows, "_WHOLE"), (published, "_BUNDLES")]
)
def test_what_the_database_refuses_while_rows_are_read_is_a_failure_of_the_database(
    agency, exports_folder, monkeypatch, place, name
):
    sign_what_is_there()
    texts = {"_WHOLE": "SELECT %s, %s, %s, %s, 1/0"}
    monkeypatch.setattr(place, name, texts.get(name, "SELECT 1/0"))
    failed(agency, "database", exports_folder)


def test_what_a_killed_worker_left_is_removed_and_said(agency, exports_folder):
    row = export.request_export(actor=agency.actor("auditor"), wanted=EventFilter())
    for half in (f"{row.id}.part", str(row.id)):
        (exports_folder / half).mkdir(parents=True)
        (exports_folder / half / files.CSV_NAME).write_text("half of the log")
    sql(
        "owner",
        "UPDATE audit_export SET state = 'running', progress_at = now() - interval '11 minutes'",
    )
    with connected_as("worker"):
        assert export.fail_lost(actor=WORKER) == 1
    assert list(exports_folder.glob("*")) == []
    assert Export.objects.get(pk=row.id).failure == "interrupted"


def test_an_export_that_is_given_up_while_it_is_written_leaves_nothing(
    agency, exports_folder, monkeypatch
):
    monkeypatch.setattr(export_rows, "PIECE", 20)
    row = export.request_export(actor=agency.actor("auditor"), wanted=EventFilter())
    lines = export_rows.lines

    def given_up_meanwhile(*args):
        sql(
            "owner",
            "UPDATE audit_export SET state = 'failed', failure = 'interrupted', finished_at = now()",
        )
        return lines(*args)

    monkeypatch.setattr(export_rows, "lines", given_up_meanwhile)
    with connected_as("worker"):
        assert not export.make(actor=WORKER, export_id=row.id)
    assert list(exports_folder.glob("*")) == []
    assert Export.objects.get(pk=row.id).failure == "interrupted"
