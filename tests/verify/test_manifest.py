"""Whole exports: where they lie, their manifest and digests, and what the log itself says of them."""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest

from tests.verify.exports import entry_of, write_folder, write_zip
from tests.verify.outer_exports import EXPORT, Outer, events, zip_of
from tests.verify.support import codes, verify

EXPORTED = Outer(events(300), 280, {"role": "officer"})
FILES = EXPORTED.files()
LATER = {"asked_later", "closed_later", "rows_later", "columns_unproved", "disclosures_none"}
"""What is worth knowing of a good export that was made before its own events were signed."""


def found(export: Path, *options: str) -> tuple[int, set[str]]:
    status, report = verify(export, *options)
    return status, set(codes(report)) - LATER


@pytest.mark.parametrize("top", ["", "countersign-log-7/"])
def test_a_good_export_holds_as_a_zip_and_as_a_folder(tmp_path: Path, top: str) -> None:
    files = {top + name: data for name, data in FILES.items()}
    assert found(write_zip(tmp_path / "x.zip", files)) == (0, set())
    assert found(write_folder(tmp_path / "x", files)) == (0, set())


def test_nothing_is_left_of_the_log_that_was_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    export = write_zip(tmp_path / "x.zip", FILES)
    assert found(export, "--processes", "2") == (0, set())
    export.write_bytes(export.read_bytes()[:-400])
    assert found(export)[0] == 2
    assert list(temporary.iterdir()) == []


def test_a_log_that_was_unpacked_beside_the_rest_is_checked_there(tmp_path: Path) -> None:
    files = {name: data for name, data in FILES.items() if name != "log.zip"}
    files |= EXPORTED.log.files()
    assert found(write_folder(tmp_path / "x", files)) == (0, {"log_unpacked"})
    assert found(write_folder(tmp_path / "x", files | {"other": b""})) == (
        2, {"log_unpacked", "not_checked"},
    )  # fmt: skip


@pytest.mark.parametrize("name", ["notes.txt", "tile/0/000", "checkpoint", "sub/manifest.json"])
def test_a_file_that_nobody_knows_is_named(tmp_path: Path, name: str) -> None:
    status, report = verify(write_folder(tmp_path / "x", FILES | {name: b"x"}))
    assert (status, report["not_checked"]) == (2, [name])


@pytest.mark.parametrize("name", sorted(set(FILES) - {"manifest.json"}))
def test_a_changed_or_missing_file_is_named(tmp_path: Path, name: str) -> None:
    at = len(FILES[name]) // 2
    changed = FILES[name][:at] + bytes([FILES[name][at] ^ 1]) + FILES[name][at + 1 :]
    for files, code in (
        (FILES | {name: changed}, "file_digest"),
        (FILES | {name: FILES[name] + b"\n"}, "file_size"),
        ({each: data for each, data in FILES.items() if each != name}, "file_gone"),
    ):
        status, report = verify(write_folder(tmp_path / "x", files))
        told = [f for f in report["findings"] if f["code"] == code]
        assert (status, [f["facts"]["file"] for f in told]) == (1, [name])


def unlisted(name: str) -> Any:
    def change(said: dict[str, Any]) -> None:
        said["files"] = [each for each in said["files"] if each["name"] != name]

    return change


@pytest.mark.parametrize("name", sorted(set(FILES) - {"manifest.json"}))
def test_a_file_that_the_manifest_does_not_list_is_named(tmp_path: Path, name: str) -> None:
    files = EXPORTED.files(manifest=unlisted(name))
    status, told = found(write_folder(tmp_path / "x", files))
    assert (status, "file_unlisted" in told) == (1, True)
    del files[name]
    status, told = found(write_folder(tmp_path / "x", files))
    assert (status, "file_left_out" in told) == (1, True)


def put(**members: Any) -> Any:
    return lambda said: said.update(members)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (put(checkpoint=None), "manifest_checkpoint"),
        (put(checkpoint={"origin": "x", "size": 280, "root": "00" * 32}), "manifest_checkpoint"),
        (put(installation="agency-2"), "manifest_installation"),
        (put(format="countersign-log-export/1"), "manifest_unknown"),
        (put(format=10**400), "manifest_unknown"),
        (put(more=1), "manifest_bad"),
        (put(rows=True), "manifest_bad"),
        (put(rows=10**300), "manifest_bad"),
        (put(rows=1.0), "manifest_bad"),
        (put(first_event="1"), "manifest_bad"),
        (put(export="../x"), "manifest_bad"),
        (put(files={}), "manifest_bad"),
        (put(files=[{"name": "../x", "bytes": 1, "sha256": "00" * 32}]), "manifest_bad"),
        (put(files=[{"name": "x", "bytes": -1, "sha256": "00" * 32}]), "manifest_bad"),
        (put(filters=[]), "manifest_bad"),
        (put(filters={"other": 1}), "manifest_bad"),
        (put(filters={"codes": []}), "manifest_bad"),
        (put(filters={"codes": ["a b"]}), "manifest_bad"),
        (put(filters={"people": ["x"]}), "manifest_bad"),
        (put(filters={"people": "x"}), "manifest_bad"),
        (put(filters={"requests": [["x"]]}), "manifest_bad"),
        (put(filters={"since": "2026-01-01T00:00:00"}), "manifest_bad"),
        (put(filters={"since": "0001-01-01T00:00:00+14:00"}), "manifest_bad"),
        (put(filters={"until": "x" * 900}), "manifest_bad"),
        (put(filters={"until": 7}), "manifest_bad"),
        (put(filters={"role": ""}), "manifest_bad"),
        (put(filters={"outcome": "\ud800"}), "manifest_bad"),
    ],
)
def test_a_manifest_that_says_something_else(tmp_path: Path, change: Any, code: str) -> None:
    try:
        files = EXPORTED.files(manifest=change)
    except UnicodeEncodeError:
        files = FILES | {
            "manifest.json": FILES["manifest.json"].replace(
                b'"role": "officer"', b'"role": "\\ud800"'
            )
        }
    status, told = found(write_folder(tmp_path / "x", files))
    assert (status, code in told) == (2 if code == "manifest_unknown" else 1, True)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"[]", b"null", b"{", b'{"format":"x","format":"x"}', b"\xff\xfe", b"\0" * 90, b"1" * 9000,
        b"[" * 100_000, b'{"a":' * 100_000, b"1e999999", b"NaN",
    ],
)  # fmt: skip
def test_a_manifest_that_is_none(tmp_path: Path, data: bytes) -> None:
    status, told = found(write_folder(tmp_path / "x", FILES | {"manifest.json": data}))
    assert status in (1, 2)
    assert told & {"manifest_bad", "manifest_unknown"}


def test_without_a_manifest_the_log_is_still_checked(tmp_path: Path) -> None:
    files = {name: data for name, data in FILES.items() if name != "manifest.json"}
    status, report = verify(write_folder(tmp_path / "x", files))
    assert (status, report["events"]) == (2, 280)
    assert {"no_manifest", "not_checked"} <= set(codes(report))
    long = FILES | {"manifest.json": b" " * 2_000_000}
    assert found(write_folder(tmp_path / "x", long))[0] == 2


def test_a_log_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    for data in (b"", b"PK", FILES["log.zip"][:-30], bytes(9000)):
        for export in (
            write_folder(tmp_path / "x", FILES | {"log.zip": data}),
            write_zip(tmp_path / "x.zip", FILES | {"log.zip": data}),
        ):
            status, told = found(export)
            assert (status, "file_unreadable" in told) == (1, True)


def test_a_log_that_would_fill_the_disk_is_not_unpacked(tmp_path: Path) -> None:
    files = FILES | {"log.zip": bytes(60_000_000)}
    status, report = verify(write_zip(tmp_path / "x.zip", files))
    told = [f["facts"]["why"] for f in report["findings"] if f["code"] == "file_unreadable"]
    assert (status, told) == (1, ["file_long"])


def test_a_link_in_the_place_of_the_log_is_not_followed(tmp_path: Path) -> None:
    export = write_folder(tmp_path / "x", FILES)
    (export / "log.zip").rename(tmp_path / "real.zip")
    (export / "log.zip").symlink_to(tmp_path / "real.zip")
    assert found(export)[0] == 2


def test_an_export_from_before_the_first_signature_proves_nothing(tmp_path: Path) -> None:
    files = Outer(events(9), 0).files(
        manifest=lambda said: (put(checkpoint=None)(said), unlisted("log.zip")(said))
    )
    del files["log.zip"]
    assert found(write_folder(tmp_path / "x", files)) == (2, {"log_unsigned"})


def closing(files: dict[str, bytes], rows: int) -> dict[str, Any]:
    listed = [
        {"name": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in files.items()
    ]
    return {"export": EXPORT, "rows": rows, "files": listed}


class TestEventsOfTheExportInItsLog:
    """Somebody who makes the files anew can take a later log, which tells of the true files."""

    def with_events(self, *facts: tuple[str, dict[str, Any]]) -> Outer:
        made = events(100)
        for code, each in facts:
            made.append(entry_of(len(made), code=code, facts=each))
        return Outer(made, len(made), {"role": "supervisor"})

    def test_the_filter_that_was_asked_for(self, tmp_path: Path) -> None:
        for asked, status in (({"role": "supervisor"}, 0), ({}, 1), ({"role": "x"}, 1), ("", 1)):
            export = self.with_events(("log.exported", {"export": EXPORT, "filters": asked}))
            ended, report = verify(write_folder(tmp_path / "x", export.files()))
            assert ended == status, asked
            assert "asked_later" not in codes(report)
            assert ("asked_differs" in codes(report)) == (status == 1)

    def test_the_files_that_were_closed(self, tmp_path: Path) -> None:
        """The events of the log are no rows, so that the files can be known before the log is made."""
        first = self.with_events()
        rows = first.rows()
        plain = first.files(rows=rows)
        # Only files whose bytes do not depend on the log that holds the event.
        names = ("events.csv", "events.jsonl", "schema.json")
        facts = closing({name: plain[name] for name in names}, len(rows))
        assert self.closed(tmp_path, facts) == {"log.zip", "manifest.json"}
        facts["files"][0]["sha256"] = "00" * 32
        assert self.closed(tmp_path, facts) == {"log.zip", "manifest.json", "events.csv"}
        facts["files"][0]["sha256"] = hashlib.sha256(plain["events.csv"]).hexdigest()
        facts["files"][1]["name"] = "other"
        assert self.closed(tmp_path, facts) == {"events.jsonl", "log.zip", "manifest.json"}

    def closed(self, tmp_path: Path, facts: dict[str, Any]) -> set[str]:
        export = self.with_events(("log.export_closed", facts))
        status, report = verify(write_folder(tmp_path / "x", export.files()))
        assert status == 1
        assert "closed_later" not in codes(report)
        told = [f for f in report["findings"] if f["code"] == "closed_file"]
        names = {f["facts"]["file"] for f in told}
        assert {f["index"] for f in told} == {100}
        return names

    def test_the_number_of_rows_that_was_closed(self, tmp_path: Path) -> None:
        for rows in (51, "50", None):
            export = self.with_events(("log.export_closed", closing({}, 50) | {"rows": rows}))
            _status, report = verify(write_folder(tmp_path / "x", export.files()))
            assert "closed_rows" in codes(report)
        export = self.with_events(("log.export_closed", closing({}, 50)))
        assert "closed_rows" not in codes(verify(write_folder(tmp_path / "x", export.files()))[1])


def test_a_zip_within_a_zip_with_a_bit_changed_anywhere(tmp_path: Path) -> None:
    small = Outer(events(20), 18)
    data = write_zip(tmp_path / "x.zip", small.files()).read_bytes()
    assert found(tmp_path / "x.zip") == (0, set())
    for at in range(0, len(data), max(1, len(data) // 120)):
        changed = bytearray(data)
        changed[at] ^= 4
        (tmp_path / "bit.zip").write_bytes(changed)
        status, told = found(tmp_path / "bit.zip")
        assert status != 0 or told == set(), at


def test_zip_of_is_what_the_tests_take_it_for() -> None:
    assert zip_of({"a": b"b"})[:2] == b"PK"
    assert json.loads(FILES["manifest.json"])["rows"] == 150
