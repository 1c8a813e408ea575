"""Exports that open commitments, from the database to the verifier that comes with them."""

from __future__ import annotations

import hashlib
import hmac
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from requests_app.accounts.actors import system_actor
from requests_app.audit import disclosures, export_rows, selectors
from requests_app.audit.models import Export
from requests_app.audit.selectors import EventFilter
from requests_app.common.errors import BadInput, NotPermitted, PreconditionFailed
from requests_app.web.auditor.exports import zipped
from requests_app.workflow import export
from requests_app.workflow.export import Disclosing
from tests import builders
from tests.audit.signing import sign_what_is_there
from tests.audit.test_verified_export import codes, exports_folder, verified
from tests.support import connected_as, raw_connection, sql

__all__ = ["exports_folder"]

REASON = "Complaint about the search of 3 March, part two of the review"
REFERENCE = "AUD-2026/77"
WHY = Disclosing(REASON, REFERENCE)
TOP = "countersign-log-7/"
NOTES = {"asked_later", "closed_later", "rows_later", "columns_unproved"}


def made(agency: Any, wanted: EventFilter, into: Path, why: Disclosing | None = WHY) -> Path:
    """The zip that an auditor takes away."""
    row = export.request_export(actor=agency.actor("auditor"), wanted=wanted, disclosing=why)
    with connected_as("worker"):
        assert export.make(actor=system_actor("worker"), export_id=row.id)
    handed = export.download(actor=agency.actor("auditor"), export_id=row.id)
    path = into / "export.zip"
    path.write_bytes(b"".join(zipped(handed.paths, "countersign-log-7")))
    return path


def files_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as whole:
        return {name.removeprefix(TOP): whole.read(name) for name in whole.namelist()}


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(each) for each in files_of(path)["disclosures.jsonl"].splitlines()]


def with_lines(path: Path, lines: list[bytes]) -> Path:
    """The export with other openings, and its manifest made anew."""
    files = files_of(path) | {"disclosures.jsonl": b"".join(lines)}
    manifest = json.loads(files["manifest.json"])
    for each in manifest["files"]:
        data = files[each["name"]]
        each |= {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    files["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(TOP + name, data)
    return path


def newest(code: str) -> dict[str, Any]:
    found = sql(
        "auditor", "SELECT entry FROM audit.event WHERE code = %s ORDER BY id DESC LIMIT 1", [code]
    )
    body: dict[str, Any] = json.loads(bytes(found[0][0]))["body"]
    return body


def test_every_opening_that_is_there_is_written_and_the_export_holds(agency, tmp_path):
    builders.submitted(agency)
    sign_what_is_there()
    path = made(agency, EventFilter(), tmp_path)
    status, report = verified(path)
    assert status == 0, report["findings"]
    assert codes(report) <= NOTES
    last = json.loads(files_of(path)["manifest.json"])["last_event"]
    kept = sql(
        "auditor",
        "SELECT event_id, field, encode(key, 'hex'), value FROM audit.opening"
        ' WHERE event_id <= %s ORDER BY event_id, field COLLATE "C"',
        [last],
    )
    written = [(row["event_id"], row["field"], row["key"], row["value"]) for row in rows_of(path)]
    assert written == kept
    assert report["opened"] == len(kept) > 5
    assert {"reason", "file_reference"} <= {row["field"] for row in rows_of(path)}


def test_erasing_a_request_keeps_exports_verifiable(agency, tmp_path):
    gone, kept = builders.submitted(agency), builders.submitted(agency)
    sign_what_is_there()
    before = made(agency, EventFilter(), tmp_path)
    assert verified(before)[0] == 0
    old_lines = files_of(before)["disclosures.jsonl"].splitlines(keepends=True)
    openings = "SELECT o.event_id FROM audit.opening o JOIN audit.event e ON e.id = o.event_id WHERE e.request_id = %s"
    theirs = {row[0] for row in sql("auditor", openings, [gone.id])}
    others = {row[0] for row in sql("auditor", openings, [kept.id])}
    assert theirs
    assert others
    sql("owner", "SELECT audit.erase_openings(%s, 'retention_over')", [gone.id])
    # Before a checkpoint covers the erasure, it is the export's word alone; later the log holds it.
    for expected in ((2, {"erased_later"}), (0, set())):
        path = made(agency, EventFilter(), tmp_path)
        status, report = verified(path)
        assert (status, codes(report) - NOTES) == expected, report["findings"]
        opened = {row["event_id"] for row in rows_of(path)}
        assert not opened & theirs
        assert others <= opened
        sign_what_is_there()
    # Whoever kept what was erased and puts it into a new export is named.
    path = made(agency, EventFilter(), tmp_path)
    lines = files_of(path)["disclosures.jsonl"].splitlines(keepends=True)
    lines += [each for each in old_lines if json.loads(each)["event_id"] in theirs]
    lines.sort(key=lambda each: (json.loads(each)["event_id"], json.loads(each)["field"]))
    status, report = verified(with_lines(path, lines))
    assert status == 1
    assert "opening_erased" in codes(report)


WITHOUT_ERASURES = EventFilter(codes=("search.submitted", "search.draft_saved", "session.opened"))


def erased(request_id: Any) -> int:
    """The number of the event with which a request's openings go."""
    sql("owner", "SELECT audit.erase_openings(%s, 'retention_over')", [request_id])
    found = "SELECT max(id) FROM audit.event WHERE code = 'data.erased' AND request_id = %s"
    return int(sql("auditor", found, [request_id])[0][0])


def told(path: Path) -> tuple[int, dict[str, dict[str, Any]]]:
    """How the verifier ends, and what it finds beyond notes, by code."""
    status, report = verified(path)
    found = {each["code"]: each for each in report["findings"] if each["code"] not in NOTES}
    return status, found


def test_an_erasure_in_the_log_is_found_whatever_the_filter(agency, tmp_path):
    """The erasing event is no row of these exports; `log.zip` holds it."""
    gone, kept = builders.submitted(agency), builders.submitted(agency)
    erased(gone.id)
    sign_what_is_there()
    for wanted in (
        WITHOUT_ERASURES,
        EventFilter(codes=("search.submitted",), requests=(gone.id, kept.id)),
        EventFilter(role="officer"),
    ):
        path = made(agency, wanted, tmp_path)
        assert told(path) == (0, {})
        assert not any("erased_by" in row for row in rows_of(path))
        assert b"data.erased" not in files_of(path)["events.jsonl"]


def test_an_erasure_after_the_checkpoint_and_outside_the_filter_is_stated_and_left_open(
    agency, tmp_path
):
    gone, kept = builders.submitted(agency), builders.submitted(agency)
    sign_what_is_there()
    by = erased(gone.id)
    path = made(agency, WITHOUT_ERASURES, tmp_path)
    status, found = told(path)
    assert (status, set(found)) == (2, {"erased_later"})
    stated = [row for row in rows_of(path) if "erased_by" in row]
    assert {row["erased_by"] for row in stated} == {by}
    theirs = sql(
        "auditor",
        "SELECT id, entry FROM audit.event WHERE request_id = %s AND code = ANY(%s) ORDER BY id",
        [gone.id, list(WITHOUT_ERASURES.codes or ())],
    )
    committed = {
        (event_id, field)
        for event_id, entry in theirs
        for field in json.loads(bytes(entry))["body"]["commitments"]
    }
    assert {(row["event_id"], row["field"]) for row in stated} == committed != set()
    facts = found["erased_later"]["facts"]
    assert (facts["count"], facts["by"]) == (len(committed), by)
    # A row after the checkpoint proves no more. Once the erasing event is signed, nothing is left open.
    status, found = told(made(agency, EventFilter(), tmp_path))
    assert (status, set(found)) == (2, {"erased_later"})
    assert found["erased_later"]["facts"]["by"] == by
    sign_what_is_there()
    assert told(made(agency, WITHOUT_ERASURES, tmp_path)) == (0, {})
    assert kept.id != gone.id


def test_two_erasures_before_and_after_the_checkpoint(agency, tmp_path):
    """What the first one took, the log shows; what came between the two is stated by the number of the second."""
    request = builders.drafted(agency)
    first = erased(request.id)
    builders.try_to_submit(agency.actor("officer"), request)
    sign_what_is_there()
    second = erased(request.id)
    path = made(agency, EventFilter(codes=("search.drafted", "search.submitted")), tmp_path)
    status, found = told(path)
    assert (status, set(found)) == (2, {"erased_later"})
    stated = [row for row in rows_of(path) if "erased_by" in row]
    assert {row["erased_by"] for row in stated} == {second}
    assert all(first < row["event_id"] < second for row in stated)


def test_an_opening_deleted_past_the_guards_is_not_excused_by_another_requests_erasure(
    agency, tmp_path
):
    gone, kept = builders.submitted(agency), builders.submitted(agency)
    sign_what_is_there()
    erased(kept.id)
    with raw_connection("superuser") as connection:
        connection.execute("ALTER TABLE audit.opening DISABLE TRIGGER erase_with_event")
        connection.execute(
            "DELETE FROM audit.opening USING audit.event AS e WHERE e.id = event_id AND e.request_id = %s",
            [gone.id],
        )
        connection.execute("ALTER TABLE audit.opening ENABLE ALWAYS TRIGGER erase_with_event")
    status, found = told(made(agency, WITHOUT_ERASURES, tmp_path))
    assert (status, set(found)) == (1, {"not_opened", "erased_later"})


def test_an_opening_that_was_deleted_past_the_guards_is_named(agency, tmp_path):
    row = builders.submitted(agency)
    sign_what_is_there()
    event_id, field = sql(
        "auditor",
        "SELECT o.event_id, o.field FROM audit.opening o JOIN audit.event e ON e.id = o.event_id"
        " WHERE e.request_id = %s ORDER BY o.event_id LIMIT 1",
        [row.id],
    )[0]
    with raw_connection("superuser") as connection:
        connection.execute("ALTER TABLE audit.opening DISABLE TRIGGER erase_with_event")
        connection.execute(
            "DELETE FROM audit.opening WHERE event_id = %s AND field = %s", [event_id, field]
        )
        connection.execute("ALTER TABLE audit.opening ENABLE ALWAYS TRIGGER erase_with_event")
    status, report = verified(made(agency, EventFilter(), tmp_path))
    (told,) = [each for each in report["findings"] if each["kind"] == "broken"]
    assert (status, told["code"]) == (1, "not_opened")
    assert (told["facts"]["count"], told["facts"]["id"], told["facts"]["field"]) == (
        1, event_id, field,
    )  # fmt: skip


@pytest.mark.parametrize("change", ["value", "key", "event_id", "dropped", "doubled", "swapped"])
def test_a_changed_opening_is_found_although_the_manifest_was_made_anew(agency, tmp_path, change):
    builders.submitted(agency)
    sign_what_is_there()
    path = made(agency, EventFilter(), tmp_path)
    lines = files_of(path)["disclosures.jsonl"].splitlines(keepends=True)
    first = json.loads(lines[1])
    changes = {"value": {"value": "x"}, "key": {"key": "00" * 32}, "event_id": {"event_id": 10**9}}
    if change in changes:
        text = json.dumps(
            first | changes[change], sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )
        lines[1] = text.encode() + b"\n"
    elif change == "dropped":
        del lines[1]
    elif change == "doubled":
        lines.insert(1, lines[1])
    else:
        lines[1], lines[2] = lines[2], lines[1]
    status, report = verified(with_lines(path, lines))
    told = codes(report) & {
        "opening_differs", "opening_order", "opening_unknown", "opening_twice", "not_opened",
    }  # fmt: skip
    assert status == 1
    assert told


def test_the_reason_stands_nowhere_in_the_clear_but_is_committed_to(agency, tmp_path):
    path = made(agency, EventFilter(role="officer"), tmp_path)
    said = newest("log.exported")
    assert said["facts"]["disclosures"] is True
    row = Export.objects.get()
    assert row.discloses
    openings = {each.field: each for each in selectors.openings(row.requested_event)}
    for field, words in (("reason", REASON), ("file_reference", REFERENCE)):
        found = hmac.new(bytes(openings[field].key), words.encode(), hashlib.sha256).hexdigest()
        assert found == said["commitments"][field]
    entries = sql("auditor", "SELECT entry FROM audit.event")
    files = files_of(path)
    for words in (REASON, REFERENCE):
        assert not any(words.encode() in bytes(entry) for (entry,) in entries)
        assert not any(words.encode() in data for data in files.values())
    assert json.loads(files["manifest.json"])["disclosures"] is True


def test_without_a_reason_nothing_is_disclosed(agency, tmp_path):
    builders.submitted(agency)
    sign_what_is_there()
    path = made(agency, EventFilter(), tmp_path, why=None)
    files = files_of(path)
    assert "disclosures.jsonl" not in files
    assert json.loads(files["manifest.json"])["disclosures"] is False
    said = newest("log.exported")
    assert "disclosures" not in said["facts"]
    assert not {"reason", "file_reference"} & said["commitments"].keys()
    keys = sql("auditor", "SELECT encode(key, 'hex') FROM audit.opening")
    assert keys
    assert not any(key.encode() in data for (key,) in keys for data in files.values())
    status, report = verified(path)
    assert (status, "disclosures_none" in codes(report)) == (0, True)


def test_who_may_ask_and_with_which_words(agency):
    for by in ("auditor", "oversight"):
        row = export.request_export(actor=agency.actor(by), wanted=EventFilter(), disclosing=WHY)
        assert row.discloses
    with pytest.raises(NotPermitted):
        export.request_export(actor=agency.actor("officer"), wanted=EventFilter(), disclosing=WHY)
    for reason, reference in (("too short", REFERENCE), (REASON, " "), ("x" * 1001, REFERENCE)):
        with pytest.raises(BadInput):
            export.request_export(
                actor=agency.actor("auditor"),
                wanted=EventFilter(),
                disclosing=Disclosing(reason, reference),
            )
    assert Export.objects.count() == 2


def test_starting_again_discloses_again_for_the_same_reason(agency):
    actor = agency.actor("auditor")
    failed = export.request_export(actor=actor, wanted=EventFilter(), disclosing=WHY)
    plain = export.request_export(actor=actor, wanted=EventFilter())
    sql("owner", "UPDATE audit_export SET state = 'failed', failure = 'disk', finished_at = now()")
    assert not export.start_again(actor=actor, export_id=plain.id).discloses
    again = export.start_again(actor=actor, export_id=failed.id)
    assert again.discloses
    kept = {each.field: each.value for each in selectors.openings(again.requested_event)}
    assert (kept["reason"], kept["file_reference"]) == (REASON, REFERENCE)
    with raw_connection("superuser") as connection:
        connection.execute("ALTER TABLE audit.opening DISABLE TRIGGER erase_with_event")
        connection.execute(
            "DELETE FROM audit.opening WHERE event_id = %s", [failed.requested_event]
        )
        connection.execute("ALTER TABLE audit.opening ENABLE ALWAYS TRIGGER erase_with_event")
    with pytest.raises(PreconditionFailed) as refused:
        export.start_again(actor=actor, export_id=failed.id)
    assert refused.value.reason == "export_reason_gone"


def test_a_piece_of_the_log_takes_one_query(agency):
    builders.submitted(agency)
    with selectors.snapshot() as alias:
        fitting = export_rows.fitting(EventFilter(), 0, alias)
        piece = export_rows.rows(fitting, fitting.pieces[0], alias)
        with CaptureQueriesContext(connections[alias]) as asked:
            lines = disclosures.lines_of(piece, {}, alias)
    assert len(asked) == 1
    assert lines.count(b"\n") == sql("auditor", "SELECT count(*) FROM audit.opening")[0][0]
