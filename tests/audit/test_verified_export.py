"""Exports from the database, as an auditor downloads them, under the verifier that comes with them."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from requests_app.accounts.actors import system_actor
from requests_app.audit import log_files
from requests_app.audit.models import Export
from requests_app.audit.selectors import EventFilter
from requests_app.web.auditor.exports import zipped
from requests_app.workflow import export
from tests import builders
from tests.audit.signing import sign_what_is_there
from tests.support import connected_as, sql


@pytest.fixture(autouse=True)
def exports_folder(tmp_path):
    before = settings.COUNTERSIGN_EXPORT_DIR
    settings.COUNTERSIGN_EXPORT_DIR = str(tmp_path / "exports")
    yield tmp_path / "exports"
    settings.COUNTERSIGN_EXPORT_DIR = before


def downloaded(agency, wanted: EventFilter, into: Path) -> Path:
    """The zip that an auditor takes away."""
    row = export.request_export(actor=agency.actor("auditor"), wanted=wanted)
    with connected_as("worker"):
        assert export.make(actor=system_actor("worker"), export_id=row.id)
    handed = export.download(actor=agency.actor("auditor"), export_id=row.id)
    path = into / "export.zip"
    path.write_bytes(b"".join(zipped(handed.paths, "countersign-log-7")))
    return path


def verified(path: Path) -> tuple[int, dict[str, Any]]:
    """What the verifier in the export says of it, with nothing but Python's standard library."""
    program = path.parent / log_files.VERIFIER
    with zipfile.ZipFile(path) as whole:
        log = io.BytesIO(whole.read(f"countersign-log-7/{log_files.NAME}"))
    with zipfile.ZipFile(log) as inside:
        program.write_bytes(inside.read(log_files.VERIFIER))
    done = subprocess.run(
        [sys.executable, "-I", "-S", program, path, "--json", "--language", "en"],
        cwd=path.parent, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    return done.returncode, json.loads(done.stdout)


def codes(report: dict[str, Any]) -> set[str]:
    return {each["code"] for each in report["findings"]}


def test_exports_by_every_filter_hold(agency, tmp_path):
    one, _other = builders.submitted(agency), builders.submitted(agency)
    sign_what_is_there()
    builders.drafted(agency)
    half = sql("auditor", "SELECT recorded_at FROM audit.event ORDER BY id OFFSET 40 LIMIT 1")[0][0]
    officer = agency.people["officer"]
    for wanted in (
        EventFilter(),
        EventFilter(codes=("search.submitted", "search.checked")),
        EventFilter(people=(officer.person_id,)),
        EventFilter(people=(officer.pk,)),
        EventFilter(people=()),
        EventFilter(requests=(one.id,), role="officer"),
        EventFilter(since=half, until=half + timedelta(seconds=2)),
        EventFilter(outcome="refused"),
    ):
        status, report = verified(downloaded(agency, wanted, tmp_path))
        assert status == 0, report["findings"]
        assert codes(report) <= {
            "asked_later",
            "closed_later",
            "rows_later",
            "columns_unproved",
            "disclosures_none",
        }
        condition = wanted.condition()
        assert (report["rows"] == 0) == (wanted.people == () or wanted.outcome == "refused"), (
            condition
        )


@pytest.mark.parametrize(
    ("names", "who"),
    [
        ("name_en = 'Example Police', name_fr = 'Police d’Exemple'", "Example Police / Police d’Exemple"),
        ("name_en = 'Ville', name_fr = 'Ville'", "Ville"),
    ],
)  # fmt: skip
def test_the_agency_is_named_as_who_runs_the_keys(agency, tmp_path, names, who):
    builders.drafted(agency)
    sign_what_is_there()
    sql("owner", f"UPDATE registry_agency SET {names}")
    status, report = verified(downloaded(agency, EventFilter(), tmp_path))
    assert status == 0, report["findings"]
    assert [(each["role"], each["operator"]) for each in report["signers"]] == [("log", who)]


def test_the_log_of_a_later_export_tells_of_an_earlier_one(agency, tmp_path):
    """A later log beside the files of an earlier export holds the events that asked for it and closed it."""
    builders.submitted(agency)
    sign_what_is_there()
    earlier = downloaded(agency, EventFilter(role="officer"), tmp_path)
    with zipfile.ZipFile(earlier) as whole:
        files = {name: whole.read(name) for name in whole.namelist()}
    signed = sign_what_is_there()
    with zipfile.ZipFile(downloaded(agency, EventFilter(), tmp_path)) as whole:
        files["countersign-log-7/log.zip"] = log = whole.read("countersign-log-7/log.zip")
    manifest = json.loads(files["countersign-log-7/manifest.json"])
    manifest["checkpoint"] |= {"size": signed.size, "root": signed.root.hex()}
    for each in manifest["files"]:
        if each["name"] == "log.zip":
            each |= {"bytes": len(log), "sha256": hashlib.sha256(log).hexdigest()}
    files["countersign-log-7/manifest.json"] = json.dumps(manifest).encode()
    path = tmp_path / "mixed.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    status, report = verified(path)
    assert status == 1
    assert not codes(report) & {"asked_later", "closed_later", "asked_differs", "closed_rows"}
    told = {each["facts"]["file"] for each in report["findings"] if each["code"] == "closed_file"}
    assert told == {"log.zip", "manifest.json"}


def test_a_row_left_out_with_all_digests_made_anew_is_named(agency, tmp_path):
    builders.submitted(agency)
    sign_what_is_there()
    path = downloaded(agency, EventFilter(codes=("search.submitted", "search.checked")), tmp_path)
    with zipfile.ZipFile(path) as whole:
        files = {name: whole.read(name) for name in whole.namelist()}
    lines = files["countersign-log-7/events.jsonl"].splitlines(keepends=True)
    gone = json.loads(lines.pop(0))
    table = files["countersign-log-7/events.csv"].splitlines(keepends=True)
    del table[1]
    files["countersign-log-7/events.jsonl"] = b"".join(lines)
    files["countersign-log-7/events.csv"] = b"".join(table)
    manifest = json.loads(files["countersign-log-7/manifest.json"])
    manifest |= {"rows": len(lines), "first_event": json.loads(lines[0])["entry"]["event_id"]}
    for each in manifest["files"]:
        data = files[f"countersign-log-7/{each['name']}"]
        each |= {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    files["countersign-log-7/manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    status, report = verified(path)
    (told,) = [each for each in report["findings"] if each["kind"] == "broken"]
    assert (status, told["code"], told["index"]) == (1, "row_omitted", gone["leaf_index"])
    assert told["facts"]["id"] == gone["entry"]["event_id"]
    assert Export.objects.count() == 1
