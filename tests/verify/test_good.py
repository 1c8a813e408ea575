"""Exports that hold: what is said of them, and what vouches for them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from requests_app.outside.verify.policy import read_policy
from tests.verify.exports import (
    BEGAN,
    ORIGIN,
    Log,
    entries_for,
    entry_of,
    policy_text,
    write_folder,
    write_zip,
)  # fmt: skip
from tests.verify.support import codes, said, verify

LOG = Log(entries_for(600), older=(1, 100, 256, 300, 599))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_folder(tmp_path_factory.mktemp("good") / "export", LOG.files())


@pytest.fixture
def kept(tmp_path: Path) -> str:
    (tmp_path / "policy-kept").write_text(policy_text())
    return str(tmp_path / "policy-kept")


@pytest.mark.parametrize("count", [0, 1, 255, 256, 257, 513])
def test_a_good_export_of_any_size_holds(tmp_path: Path, kept: str, count: int) -> None:
    older = (count // 2,) if count > 1 else ()
    export = write_folder(tmp_path / "x", Log(entries_for(count), older=older).files())
    status, report = verify(export, "--policy", kept)
    assert (status, report["findings"]) == (0, [])
    assert (report["size"], report["events"]) == (count, count)
    assert report["result"] == "holds_policy"


def test_a_log_of_three_levels_holds(tmp_path: Path, kept: str) -> None:
    """More than 65,536 entries have a tile of level 2; several processes read them."""
    log = Log([b""] * 65_537)
    export = write_folder(tmp_path / "x", log.files())
    status, report = verify(export, "--policy", kept, "--only-hashes", "--processes", "2")
    assert (status, codes(report)) == (2, ["entries_unread"])
    (export / "tile/2/000.p/1").write_bytes(bytes(32))
    status, report = verify(export, "--policy", kept, "--only-hashes")
    assert (status, codes(report)) == (1, ["tile_differs", "entries_unread"])


@pytest.mark.parametrize("top", ["", "export-2026/"])
def test_a_zip_is_read_as_a_folder_is(tmp_path: Path, kept: str, top: str) -> None:
    export = write_zip(tmp_path / "x.zip", LOG.files(), top=top)
    status, report = verify(export, "--policy", kept)
    assert (status, report["events"], report["earlier_checkpoints"]) == (0, 600, 5)


def test_several_processes_find_the_same(tmp_path: Path, kept: str) -> None:
    entries = entries_for(5_000, requests=400)
    export = write_folder(tmp_path / "x", Log(entries).files())
    one = verify(export, "--policy", kept)
    many = verify(export, "--policy", kept, "--processes", "3")
    assert one == many
    assert one[0] == 0
    assert one[1]["requests"] == len({i * 11 % 400 for i in range(5_000) if i % 7})


def test_keys_of_the_export_alone_are_no_anchor(folder: Path) -> None:
    status, text = said(folder)
    assert status == 0
    assert text.startswith("Consistent, NOT anchored")
    status, report = verify(folder, "--require-anchor")
    assert (status, codes(report), report["anchored"]) == (2, ["no_anchor"], False)


def test_a_policy_that_was_kept_elsewhere_anchors(folder: Path, kept: str) -> None:
    status, text = said(folder, "--policy", kept, "--require-anchor")
    assert status == 0
    assert text.startswith("HOLDS: all of it was checked, and the keys of the policy")
    assert "600 events of 6 requests" in text
    assert "2026-03-01T08:00:00.000000Z to 2026-03-01T08:09:59.000000Z" in text


@pytest.mark.parametrize("form", ["note", "lines", "blanks", "literal", "qr", "note on one line"])
@pytest.mark.parametrize("in_file", [True, False])
def test_a_checkpoint_that_was_kept_anchors_in_any_form(
    tmp_path: Path, folder: Path, form: str, in_file: bool
) -> None:
    note, lines = LOG.note(300), LOG.three_lines(300)
    given = {
        "note": note,
        "lines": lines,
        "blanks": "  " + lines.replace("\n", " ") + "  ",
        "literal": lines.replace("\n", "\\n"),
        "qr": lines.strip(),
        "note on one line": " ".join(note.split()),
    }[form]
    if in_file:
        (tmp_path / "kept").write_text(given, encoding="utf-8")
        given = str(tmp_path / "kept")
    status, report = verify(folder, "--checkpoint", given, "--require-anchor")
    assert (status, report["findings"]) == (0, [])
    assert report["anchored_by_checkpoint_at"] == 300
    assert report["result"] == "holds_held"


def test_the_checkpoint_of_the_empty_log_anchors_nothing(folder: Path) -> None:
    status, report = verify(folder, "--checkpoint", LOG.three_lines(0), "--require-anchor")
    assert (status, sorted(codes(report))) == (2, ["held_empty", "no_anchor"])


@pytest.mark.parametrize(
    ("declared", "witnessing", "one"),
    [
        ("", "undeclared", None),
        (f"# operator {ORIGIN}: The Agency\n# operator w1: Court of Audit", "outside", None),
        (f"# operator {ORIGIN}: The Agency\n# operator w1: the  agency", "self", "the agency"),
        ("# operator w1: Court of Audit", "self", None),
        (f"# operator {ORIGIN}: The Agency", "self", None),
    ],
)
def test_who_runs_the_keys_is_said(
    tmp_path: Path, declared: str, witnessing: str, one: str | None
) -> None:
    log = Log(entries_for(20), witness=True, policy=policy_text(witness=True, more=declared))
    status, report = verify(write_folder(tmp_path / "x", log.files()))
    assert (status, report["witnessing"]) == (0, witnessing)
    assert (report["one_operator"] or "").casefold() == (one or "").casefold()
    assert [each["role"] for each in report["signers"]] == ["log", "witness"]
    text = said(tmp_path / "x")[1]
    assert ("Self-witnessed" in text) == (witnessing != "outside")


@pytest.mark.parametrize(
    ("line", "name", "who"),
    [
        ("# operator a.example/log: The Agency", "a.example/log", "The Agency"),
        ("#operator a.example/log : The Agency", "a.example/log", "The Agency"),
        ("# operator a.example/log:The Agency", "a.example/log", "The Agency"),
        ("# operator a.example:8443/log: The Agency: its unit", "a.example:8443/log", "The Agency: its unit"),
        ("# operator a.example/log: A / B:  c d", "a.example/log", "A / B: c d"),
    ],
)  # fmt: skip
def test_the_name_of_a_key_ends_before_the_blank(line: str, name: str, who: str) -> None:
    assert read_policy(f"{line}\n{policy_text()}".encode()).operators == {name: who}


def test_without_a_witness_that_is_said(folder: Path) -> None:
    assert "No witness signed" in said(folder)[1]


def test_a_fuller_tile_is_cut(tmp_path: Path, kept: str) -> None:
    """The files of a log that has grown since: its last tiles are wider than the checkpoint asks for."""
    larger = Log(LOG.entries)
    smaller = Log(LOG.entries[:530])
    files = {name: data for name, data in larger.files().items() if name.startswith("tile/")} | {
        "checkpoint": smaller.note().encode(),
        "policy": policy_text().encode(),
    }
    status, report = verify(write_folder(tmp_path / "x", files), "--policy", kept)
    assert (status, codes(report)) == (0, ["cut_from_fuller"])
    assert report["events"] == 530


def test_narrower_tiles_of_earlier_sizes_may_lie_beside(tmp_path: Path, kept: str) -> None:
    earlier = Log(LOG.entries[:300]).files()
    files = {name: earlier[name] for name in earlier if ".p/" in name} | LOG.files()
    export = write_folder(tmp_path / "x", files)
    assert verify(export, "--policy", kept)[0] == 0
    for name in ("tile/entries/001.p/44", "tile/0/001.p/44", "tile/1/000.p/1"):
        changed = bytearray(files[name])
        changed[-1] ^= 1
        (export / name).write_bytes(changed)
        status, report = verify(export, "--policy", kept)
        assert (status, codes(report)) == (1, ["tile_differs"])
        (export / name).write_bytes(files[name])


def test_files_that_are_not_checked_yet_are_named(tmp_path: Path, kept: str) -> None:
    more = {"notes.json": b"{}", "README.txt": b"Read", "countersign-verify.pyz": b"PK"}
    log = Log(entries_for(5), more=more)
    status, report = verify(write_folder(tmp_path / "x", log.files()), "--policy", kept)
    assert (status, codes(report)) == (2, ["not_checked"])
    assert report["not_checked"] == ["notes.json"]


def test_a_clock_that_runs_backwards_is_a_note(tmp_path: Path, kept: str) -> None:
    minutes = [0, 10, 6, 4, 20]
    entries = [entry_of(i, at=BEGAN + timedelta(minutes=m)) for i, m in enumerate(minutes)]
    entries.append(entry_of(5, at=BEGAN + timedelta(minutes=14, seconds=59)))
    status, report = verify(write_folder(tmp_path / "x", Log(entries).files()), "--policy", kept)
    assert status == 0
    assert [(f["code"], f["index"]) for f in report["findings"]] == [("time_back", 5)]
    assert report["findings"][0]["facts"]["seconds"] == 301


def test_checkpoints_that_the_log_speaks_of_are_compared(tmp_path: Path, kept: str) -> None:
    entries = entries_for(300)
    facts = {"size": 290, "root": Log(entries).root(290).hex(), "key": "k1"}
    entries.append(entry_of(300, code="checkpoint.signed", facts=facts))
    assert verify(write_folder(tmp_path / "x", Log(entries).files()), "--policy", kept)[0] == 0
    entries[-1] = entry_of(300, code="checkpoint.signed", facts={**facts, "size": 289})
    status, report = verify(write_folder(tmp_path / "x", Log(entries).files()), "--policy", kept)
    assert (status, codes(report)) == (1, ["signed_differs"])
    entries[-1] = entry_of(300, code="checkpoint.signed", facts={**facts, "size": 301})
    status, report = verify(write_folder(tmp_path / "x", Log(entries).files()), "--policy", kept)
    assert (status, codes(report)) == (1, ["signed_ahead"])
    entries[-1] = entry_of(300, code="checkpoint.signed", facts={"size": 1, "root": "00"})
    status, report = verify(write_folder(tmp_path / "x", Log(entries).files()), "--policy", kept)
    assert (status, codes(report)) == (1, ["entry_field"])


def test_the_key_of_a_witness_is_needed_where_the_policy_asks(tmp_path: Path) -> None:
    log = Log(entries_for(9), policy=policy_text(witness=True))
    status, report = verify(write_folder(tmp_path / "x", log.files()))
    assert (status, codes(report)) == (1, ["quorum"])
