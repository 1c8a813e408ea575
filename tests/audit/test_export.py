"""An export is exactly what its filter says, of one moment, and what its manifest says it is."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import json
import os
import shutil
import tracemalloc
import uuid
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError

from requests_app.accounts.actors import system_actor
from requests_app.audit import export as files
from requests_app.audit import export_rows
from requests_app.audit.digesting import MadeFile
from requests_app.audit.models import Export
from requests_app.audit.selectors import EventFilter
from requests_app.common import clock
from requests_app.common.errors import NotPermitted, PreconditionFailed
from requests_app.workflow import export
from requests_app.workflow.export_folder import place_of
from tests import builders
from tests.audit.bodies import SOMEBODY, append, body, written
from tests.audit.sequencing import as_sequencer, drain
from tests.audit.signing import sign_what_is_there
from tests.support import connected_as, generous_umask, open_to_others, sql

WORKER = system_actor("worker")
EVERYTHING = EventFilter()


@pytest.fixture(autouse=True)
def exports_folder(tmp_path):
    before = settings.COUNTERSIGN_EXPORT_DIR
    settings.COUNTERSIGN_EXPORT_DIR = str(tmp_path / "exports")
    yield tmp_path / "exports"
    settings.COUNTERSIGN_EXPORT_DIR = before


def made(agency, wanted=EVERYTHING, *, by="auditor"):
    row = export.request_export(actor=agency.actor(by), wanted=wanted)
    with connected_as("worker"):
        assert export.make(actor=WORKER, export_id=row.id)
    return Export.objects.get(pk=row.id)


def lines(row) -> list[bytes]:
    return (place_of(row.id) / "events.jsonl").read_bytes().splitlines()


def cells(row) -> list[dict[str, str]]:
    data = (place_of(row.id) / "events.csv").read_bytes()
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def ids(row) -> list[int]:
    return [json.loads(line)["entry"]["event_id"] for line in lines(row)]


def test_exactly_the_filtered_events_are_exported(agency):
    one, _other = builders.submitted(agency), builders.submitted(agency)
    row = made(
        agency, EventFilter(requests=(one.id,), codes=("search.submitted", "search.checked"))
    )
    expected = sql(
        "auditor",
        "SELECT id FROM audit.event WHERE request_id = %s"
        " AND code IN ('search.submitted', 'search.checked') ORDER BY id",
        [one.id],
    )
    assert expected
    assert ids(row) == [number for (number,) in expected]
    assert [int(each["event_id"]) for each in cells(row)] == ids(row)


def test_filters_of_person_role_outcome_and_time_narrow_as_sql_does(agency):
    builders.submitted(agency)
    officer = agency.people["officer"]
    half = sql("auditor", "SELECT recorded_at FROM audit.event ORDER BY id OFFSET 40 LIMIT 1")[0][0]
    tried = {
        EventFilter(people=(officer.pk,)): f"account_id = '{officer.pk}'",
        EventFilter(people=(officer.person_id,)): f"person_id = '{officer.person_id}'",
        EventFilter(role="officer"): "role = 'officer'",
        EventFilter(outcome="refused"): "outcome = 'refused'",
        EventFilter(since=half): f"recorded_at >= '{half.isoformat()}'",
        EventFilter(until=half): f"recorded_at < '{half.isoformat()}'",
        EventFilter(people=()): "false",
        EventFilter(requests=()): "false",
    }
    for wanted, condition in tried.items():
        top = sql("auditor", "SELECT max(id) FROM audit.event")[0][0]
        row = made(agency, wanted)
        expected = sql(
            "auditor",
            f"SELECT id FROM audit.event WHERE {condition} AND id <= %s ORDER BY id",
            [top],
        )
        assert [each for each in ids(row) if each <= top] == [each for (each,) in expected], (
            condition
        )


def test_each_line_holds_the_entry_byte_for_byte_and_its_place_in_the_tree(agency):
    builders.submitted(agency)
    signed = sign_what_is_there()
    builders.drafted(agency)
    with as_sequencer() as sequencer:  # these have places, which no checkpoint covers yet
        drain(sequencer)
    row = made(agency)
    stored = dict(sql("auditor", "SELECT id, entry FROM audit.event"))
    places = dict(
        sql(
            "auditor",
            "SELECT event_id, leaf_index FROM audit.leaf WHERE leaf_index < %s",
            [signed.size],
        )
    )
    assert 0 < len(places) == signed.size < len(lines(row))
    assert places == {
        int(each["event_id"]): int(each["leaf_index"]) for each in cells(row) if each["leaf_index"]
    }
    for line in lines(row):
        number = json.loads(line)["entry"]["event_id"]
        entry = bytes(stored[number])
        leaf = hashlib.sha256(b"\0" + entry).hexdigest().encode()
        place = str(places.get(number, "null")).encode()
        assert (
            line
            == b'{"entry":' + entry + b',"leaf_hash":"' + leaf + b'","leaf_index":' + place + b"}"
        )


def test_an_export_holds_the_schema_of_its_events(agency):
    row = made(agency)
    data = (place_of(row.id) / "schema.json").read_bytes()
    schema = json.loads(data)
    assert data == json.dumps(schema, indent=2, sort_keys=True).encode() + b"\n"
    assert schema["entry_schema"] == 1
    in_database = sql("owner", "SELECT code, required, allowed, shapes FROM audit.code_right")
    assert set(schema["events"]) == {code for code, *_ in in_database}
    for code, required, allowed, shapes in in_database:
        said = schema["events"][code]
        assert sorted(said["required"]) == sorted(required), code
        assert sorted([*said["required"], *said["optional"]]) == sorted(allowed), code
        assert {**said["required"], **said["optional"]} == shapes, code
    entry = json.loads(lines(row)[0])["entry"]
    assert schema["envelope"] == {
        "entry": sorted(entry), "body": sorted(entry["body"]), "who": sorted(entry["body"]["who"]),
        "object": sorted(entry["body"]["object"]),
    }  # fmt: skip


def test_an_export_holds_the_whole_log_once_it_is_signed(agency):
    signed = sign_what_is_there()
    row = made(agency, EventFilter(role="officer"))  # whatever fits the filter
    folder = place_of(row.id)
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["checkpoint"] == {
        "origin": signed.origin, "size": signed.size, "root": signed.root.hex(),
    }  # fmt: skip
    listed = {each["name"]: each["sha256"] for each in row.files}
    assert listed["log.zip"] == hashlib.sha256((folder / "log.zip").read_bytes()).hexdigest()
    with zipfile.ZipFile(folder / "log.zip") as log:
        assert log.testzip() is None
        assert signed.text() in log.read("checkpoint").decode()


@pytest.mark.parametrize("found", [None, 0o755, 0o777])
def test_an_export_is_closed_to_others(agency, exports_folder, found):
    with generous_umask():
        if found:
            exports_folder.mkdir(mode=found)
        row = made(agency)
    assert {path.name for path in (exports_folder / str(row.id)).iterdir()} == {
        "events.csv", "events.jsonl", "manifest.json", "schema.json",
    }  # fmt: skip
    assert open_to_others(exports_folder) == {}


def test_an_export_is_read_by_the_group_that_the_operator_chose_and_by_nobody_else(
    agency, exports_folder
):
    exports_folder.mkdir()
    group = next((each for each in os.getgroups() if each != os.getgid()), os.getgid())
    group = 12345 if os.geteuid() == 0 else group
    os.chown(exports_folder, -1, group)
    exports_folder.chmod(0o2775)
    with generous_umask():
        row = made(agency)
    place = exports_folder / str(row.id)
    assert exports_folder.stat().st_mode & 0o7777 == 0o2750
    assert {(path.stat().st_mode & 0o777, path.stat().st_gid) for path in place.iterdir()} == {
        (0o640, group)
    }
    assert (place.stat().st_mode & 0o777, place.stat().st_gid) == (0o750, group)


def test_the_manifest_tells_the_files_and_the_log_tells_the_manifest(agency):
    row = made(agency, EventFilter(role="officer"))
    folder = place_of(row.id)
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["filters"] == {"role": "officer"}
    assert manifest["rows"] == len(lines(row)) == row.rows_done == row.rows_total
    assert manifest["installation"] == sql("auditor", "SELECT id FROM audit.installation")[0][0]
    for each in manifest["files"]:
        data = (folder / each["name"]).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (each["bytes"], each["sha256"])
    entry = sql("auditor", "SELECT entry, id FROM audit.event WHERE code = 'log.export_closed'")[0]
    facts = json.loads(bytes(entry[0]))["body"]["facts"]
    told = {each["name"]: each["sha256"] for each in facts["files"]}
    assert set(told) == {"events.csv", "events.jsonl", "schema.json", "manifest.json"}
    for name, digest in told.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    asked = sql("auditor", "SELECT id, login FROM audit.event WHERE code = 'log.exported'")
    assert asked == [(row.requested_event, "countersign_web")]
    assert row.requested_event < entry[1]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "  =1",
        "\u200b=1",
        "'=1",
    ],
)
def test_no_cell_begins_as_a_formula(text):
    assert export_rows.safe_cell(text) == "'" + text


@pytest.mark.parametrize(
    "text", ["", "search.approved", "Émile Thibodeau", "2026-11-23T10:00:00Z", "a=b"]
)
def test_other_cells_are_left_alone(text):
    assert export_rows.safe_cell(text) == text


def test_a_name_that_is_a_formula_comes_out_harmless(agency):
    sql(
        "owner",
        "UPDATE accounts_person SET full_name = '=HYPERLINK(\"http://x\")' WHERE full_name = 'Maren Castellow'",
    )
    builders.drafted(agency)
    found = {each["person_name"] for each in cells(made(agency))}
    assert '\'=HYPERLINK("http://x")' in found
    assert not any(name.startswith("=") for name in found)


ODD = (
    None, "", "x", "a.b-c:d_1", "-1", ".x", ":x", "=1+1", "@x", "+1", " =1", "\u200b=1", "\u2212x", 'say "x"', '"=1',
    "a,b", "a b", "a\nb", "a\r\nb", "\t=1", "\\", "\\x3d", "é", "\uff1d1", "a" * 200, "x\n=1", "'", "--", "0",
)  # fmt: skip


def test_what_stands_in_the_log_comes_out_whole_whatever_it_is(agency):
    """Rows that no use case writes, as somebody who owns the database can: no cell of theirs moves or begins as a formula."""
    texts = ("code", "outcome", "reason", "role", "status_after", "object_type", "object_id")
    held = {"code": "session.ended", "outcome": "success", "role": "officer"}
    expected: list[dict[str, str]] = []
    for column in texts:
        for odd in ODD:
            said = {name: held.get(name) for name in texts} | {column: odd}
            if said["code"] is None or said["role"] is None or column == "outcome":
                continue
            expected.append({name: text or "" for name, text in said.items()})
            sql(
                "superuser",
                f"INSERT INTO audit.event (recorded_at, login, occurred_at, schema_version, entry, leaf_hash,"
                f" {', '.join(texts)}) VALUES (now(), 'countersign_web', now(), 1, '{{}}', sha256('x'),"
                f" {', '.join(['%s'] * len(texts))})",
                [said[name] for name in texts],
            )
    found = cells(made(agency))[-len(expected) - 1 : -1]  # the last one is the export itself
    assert len(found) == len(expected) > 120
    for row, wanted in zip(found, expected, strict=True):
        for name in texts:
            assert row[name].removeprefix("'") == wanted[name].removeprefix("'"), wanted
            behind = row[name].lstrip(" \u00a0\u200b\ufeff\x0b\x0c'\"")
            assert (
                row[name][:1] == "'" or behind[:1] not in "=+-@\t\r\n\uff1d\u2212" or not behind
            ), wanted


def test_labels_are_given_in_both_languages_and_times_in_utc(agency):
    row = next(each for each in cells(made(agency)) if each["code"] == "log.exported")
    assert row["label_en"] == "started an export of the log"
    assert row["label_fr"]
    assert row["recorded_at"].endswith("Z")
    assert row["person_name"] == "Leona Strathmore"
    assert row["role"] == "privacy_auditor"


def test_an_export_during_writes_is_of_one_moment(agency, monkeypatch):
    wanted = EventFilter()
    monkeypatch.setattr(export_rows, "PIECE", 20)
    row = export.request_export(actor=agency.actor("auditor"), wanted=wanted)
    noted, in_log = export._note_progress, []
    auditor = agency.people["auditor"]
    who = SOMEBODY | {"account": str(auditor.pk), "person": str(auditor.person_id)}

    def write_between(export_id, done, total):
        if not in_log:
            in_log.append(sql("auditor", "SELECT max(id) FROM audit.event")[0][0])
        append("web", written(body("session.ended", facts={"cause": "test"}, who=who)))
        noted(export_id, done, total)

    monkeypatch.setattr(export, "_note_progress", write_between)
    with connected_as("worker"):
        assert export.make(actor=WORKER, export_id=row.id)
    found = ids(row)
    assert max(found) == in_log[0]
    assert len(found) == json.loads((place_of(row.id) / "manifest.json").read_text())["rows"]
    assert sql("auditor", "SELECT max(id) FROM audit.event")[0][0] > in_log[0] + 3


MANY = 40_000
"""Kept in memory, their bytes alone would take four times what the test allows."""


def test_memory_is_flat_in_the_number_of_events(agency, tmp_path):
    sql(
        "superuser",
        "INSERT INTO audit.event (recorded_at, login, code, occurred_at, outcome, role,"
        " schema_version, entry, leaf_hash) SELECT now(), 'countersign_web', 'session.ended', now(),"
        " 'success', 'officer', 1, convert_to(repeat('x', 480), 'UTF8'), sha256('x'::bytea)"
        f" FROM generate_series(1, {MANY})",
    )

    def highest(wanted, name):
        folder = tmp_path / name
        folder.mkdir()
        tracemalloc.start()
        with connected_as("worker"):
            done = files.write(
                folder, wanted, look_up=export._look_up, progress=lambda *_: None,
                now=clock.real_now(), export_id=uuid.uuid4(), verifier=b"", discloses=True,
            )  # fmt: skip
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return done.rows, peak

    first = sql("auditor", "SELECT max(id) FROM audit.event")[0][0]
    small = sql("auditor", "SELECT recorded_at FROM audit.event WHERE id = %s", [first - MANY + 1])
    few, low = highest(EventFilter(role="privacy_auditor"), "few")
    many, high = highest(EventFilter(since=small[0][0]), "many")
    assert many >= MANY
    assert high < low + 120 * MANY, (few, low, many, high)


def test_a_failure_is_said_leaves_no_file_and_can_be_started_again(
    agency, exports_folder, monkeypatch
):
    row = export.request_export(actor=agency.actor("auditor"), wanted=EventFilter(role="officer"))
    exports_folder.mkdir()
    exports_folder.chmod(0o700)
    (exports_folder / f"{row.id}.part").write_text("in the way")
    monkeypatch.setattr(shutil, "rmtree", lambda *args, **kwargs: None)
    with connected_as("worker"):
        assert not export.make(actor=WORKER, export_id=row.id)
    monkeypatch.undo()
    failed = Export.objects.get(pk=row.id)
    assert (failed.state, failed.failure) == ("failed", "disk")
    assert not (exports_folder / str(row.id)).exists()
    assert sql("auditor", "SELECT reason FROM audit.event WHERE code = 'log.export_failed'") == [
        ("disk",)
    ]
    settings.COUNTERSIGN_EXPORT_DIR = str(exports_folder)
    again = export.start_again(actor=agency.actor("auditor"), export_id=row.id)
    assert again.filters == {"role": "officer"}
    with connected_as("worker"):
        assert export.make(actor=WORKER, export_id=again.id)
    with pytest.raises(PreconditionFailed):
        export.start_again(actor=agency.actor("auditor"), export_id=again.id)


def test_an_export_whose_maker_died_is_given_up_and_never_half_there(agency, exports_folder):
    row = export.request_export(actor=agency.actor("auditor"), wanted=EventFilter())
    sql(
        "owner",
        "UPDATE audit_export SET state = 'running', progress_at = now() - interval '11 minutes'",
    )
    with connected_as("worker"):
        assert export.fail_lost(actor=WORKER) == 1
        assert export.fail_lost(actor=WORKER) == 0
    assert Export.objects.get(pk=row.id).failure == "interrupted"
    assert not list(exports_folder.glob("*")) if exports_folder.exists() else True


def test_a_second_message_makes_nothing(agency):
    row = made(agency)
    with connected_as("worker"):
        assert not export.make(actor=WORKER, export_id=row.id)
    assert sql("auditor", "SELECT count(*) FROM audit.event WHERE code = 'log.export_closed'") == [
        (1,)
    ]


@pytest.mark.parametrize("name", ["../kept", "{folder}/kept", "kept"])
def test_a_file_that_is_none_of_an_export_is_not_handed_out(
    agency, exports_folder, monkeypatch, name
):
    write = files.write

    def with_another(folder, *args, **kwargs):
        for place in (folder / "kept", folder.parent / "kept"):
            place.write_bytes(b"a secret of the worker")
        digest = hashlib.sha256(b"a secret of the worker").hexdigest()
        other = MadeFile(name.format(folder=folder.parent), 22, digest)
        done = write(folder, *args, **kwargs)
        return dataclasses.replace(done, files=(*done.files, other))

    monkeypatch.setattr(files, "write", with_another)
    row = made(agency)
    with pytest.raises(PreconditionFailed) as refusal:
        export.download(actor=agency.actor("auditor"), export_id=row.id)
    assert refusal.value.reason == "export_damaged"


def test_a_changed_file_is_not_handed_out(agency):
    row = made(agency)
    auditor = agency.actor("auditor")
    assert len(export.download(actor=auditor, export_id=row.id).paths) == 4
    with (place_of(row.id) / "events.csv").open("ab") as file:
        file.write(b"x")
    with pytest.raises(PreconditionFailed) as refusal:
        export.download(actor=auditor, export_id=row.id)
    assert refusal.value.reason == "export_damaged"
    assert sql(
        "auditor", "SELECT count(*) FROM audit.event WHERE code = 'log.export_downloaded'"
    ) == [(1,)]


@pytest.mark.parametrize("name", ["officer", "supervisor", "examiner", "operator", "administrator"])
def test_only_auditors_export(agency, name):
    with pytest.raises(NotPermitted):
        export.request_export(actor=agency.actor(name), wanted=EventFilter())
    assert not Export.objects.exists()


def test_the_web_cannot_say_that_an_export_is_done(agency):
    row = export.request_export(actor=agency.actor("auditor"), wanted=EventFilter())
    with pytest.raises(DatabaseError):
        Export.objects.filter(pk=row.id).update(state="done", finished_at=clock.real_now())


def test_nothing_is_made_before_the_request_is_in_the_log(agency, monkeypatch):
    from requests_app.audit import recorder

    def fails(*args, **kwargs):
        raise DatabaseError("the log is away")

    monkeypatch.setattr(recorder, "record", fails)
    with pytest.raises(DatabaseError):
        export.request_export(actor=agency.actor("auditor"), wanted=EventFilter())
    assert not Export.objects.exists()
    assert not Path(settings.COUNTERSIGN_EXPORT_DIR).exists()


def test_a_worker_without_the_auditors_login_reads_with_its_own(agency, monkeypatch):
    from django.db import connections

    row = export.request_export(actor=agency.actor("auditor"), wanted=EventFilter())
    with monkeypatch.context() as patch:
        patch.delitem(connections.settings, "auditor")
        with connected_as("worker"):
            assert export.make(actor=WORKER, export_id=row.id)
    assert row.requested_event in ids(row)


@pytest.mark.parametrize("said", ["", "x", None, 7, [], {}, "../../etc", str(uuid.UUID(int=0))])
def test_a_hostile_message_makes_nothing(agency, exports_folder, said):
    from requests_app.tasks import exports

    with connected_as("worker"):
        exports.make(said)
    assert not exports_folder.exists()


def test_the_sweeper_makes_what_a_lost_message_missed(agency):
    from requests_app.tasks import exports

    row = export.request_export(actor=agency.actor("oversight"), wanted=EventFilter(role="officer"))
    with connected_as("worker"):
        exports.sweep()
    assert Export.objects.get(pk=row.id).state == "done"


def test_an_export_that_was_given_up_while_it_was_made_leaves_nothing(
    agency, exports_folder, monkeypatch
):
    row = export.request_export(actor=agency.actor("auditor"), wanted=EventFilter())
    write = files.write

    def written_too_late(*args, **kwargs):
        made = write(*args, **kwargs)
        sql(
            "owner",
            "UPDATE audit_export SET state = 'failed', failure = 'interrupted', finished_at = now()",
        )
        return made

    monkeypatch.setattr(files, "write", written_too_late)
    with connected_as("worker"):
        assert export.make(actor=WORKER, export_id=row.id) is False
    assert list(exports_folder.glob("*")) == []
    assert Export.objects.get(pk=row.id).failure == "interrupted"
    assert sql("auditor", "SELECT count(*) FROM audit.event WHERE code = 'log.export_closed'") == [
        (0,)
    ]
