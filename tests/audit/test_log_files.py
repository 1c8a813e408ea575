"""The whole log as a file that somebody else's program accepts, and no other log does."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from requests_app.audit import log_files, log_keys, selectors
from requests_app.outside.verify.build import built
from requests_app.tlog.tiles import tiles_of
from requests_app.tlog.trust import read_policy
from tests.audit.bodies import a_request, append, body, written
from tests.audit.sequencing import an_event
from tests.audit.signing import sign_what_is_there
from tests.support import raw_connection


def the_log(into: Path, operator: str = "") -> Path:
    """The file as an export has it."""
    path = into / log_files.NAME
    with path.open("wb") as file, selectors.snapshot() as alias:
        log_files.write(file, using=alias, verifier=built(), operator=operator)
    return path


def verified(log: Path, *more: str | Path, language: str = "en") -> tuple[int, str]:
    """What the verifier that came with the log says, with nothing but Python's standard library."""
    program = log.parent / log_files.VERIFIER
    with zipfile.ZipFile(log) as archive:
        program.write_bytes(archive.read(log_files.VERIFIER))
    done = subprocess.run(
        [sys.executable, "-I", "-S", program, log, "--language", language, *more],
        cwd=log.parent, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


def some_events() -> None:
    request = a_request()
    viewed = written(
        body("record.viewed", facts={"version": 1, "what": "record"}, request_id=request)
    )
    for _ in range(3):
        append("web", viewed)
    with raw_connection("web") as writer:
        for _ in range(270):
            writer.execute(
                "SELECT audit.append(%s)", [written(body("session.ended", facts={"cause": "x"}))]
            )


def test_before_anything_was_signed_there_is_no_such_file(database: str) -> None:
    an_event()
    with selectors.snapshot() as alias:
        assert log_files.write(io.BytesIO(), using=alias, verifier=b"") is None


def test_the_verifier_accepts_the_log_by_a_key_kept_elsewhere(
    database: str, tmp_path: Path
) -> None:
    some_events()
    sign_what_is_there()
    some_events()
    checkpoint = sign_what_is_there()
    an_event()  # not signed yet: the file ends with the checkpoint
    log = the_log(tmp_path)
    with zipfile.ZipFile(log) as archive:
        names = set(archive.namelist())
        assert {tile.path for tile in tiles_of(checkpoint.size)} <= names
        policy = archive.read("policy").decode()
    assert read_policy(policy).logs == tuple(log_keys.in_use())
    code, said = verified(log)
    assert code == 0, said
    assert "NOT anchored" in said.splitlines()[0]
    kept = tmp_path / "kept"
    kept.write_text(policy, encoding="utf-8")
    code, said = verified(log, "--policy", kept, "--require-anchor")
    assert code == 0, said
    assert "NOT anchored" not in said
    assert str(checkpoint.size) in said.replace(",", "").replace("\u00a0", "")


def test_a_log_rewritten_and_signed_anew_is_caught_by_an_older_checkpoint(
    database: str, tmp_path: Path
) -> None:
    some_events()
    older = sign_what_is_there()
    (tmp_path / "held").write_text(older.text(), encoding="utf-8")
    an_event()
    sign_what_is_there()
    log = the_log(tmp_path)
    assert verified(log, "--checkpoint", tmp_path / "held")[0] == 0
    other = older.text().splitlines()
    other[2] = "A" * 43 + "="
    (tmp_path / "held").write_text("\n".join(other) + "\n", encoding="utf-8")
    code, said = verified(log, "--checkpoint", tmp_path / "held")
    assert code == 1
    assert "rewritten" in said


LINES = {
    "en": ("run by {}", "nobody is declared to run it"),
    "fr": ("exploitée par {}", "aucun exploitant n’est déclaré"),
}


@pytest.mark.parametrize("language", LINES)
def test_the_verifier_says_who_is_declared_to_run_the_keys(
    database: str, tmp_path: Path, language: str
) -> None:
    some_events()
    sign_what_is_there()
    declared, nobody = LINES[language]
    code, said = verified(the_log(tmp_path), language=language)
    assert code == 0, said
    assert nobody in said
    name = "Service de police d’Exemple / Example Police: Ident Unit"
    code, said = verified(the_log(tmp_path, name), language=language)
    assert code == 0, said
    assert f"{declared.format(name)}\n" in said
    assert nobody not in said


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Police\nquorum w1\n", "Police quorum w1"),
        ("A\r\u2028B\x85\x0b\x1b[2J\u202eC\u00a0D\ud800", "A B [2J C D"),
        ("x" * 500, "x" * 200),
        ("\u2800\u3164Police\uffa0 \u17b4\u2800Unit\ufe0f", "Police Unit"),
        ("# log a#b", "# log a#b"),
    ],
)
def test_who_runs_the_keys_stands_on_one_line_whatever_the_name_holds(
    database: str, name: str, line: str
) -> None:
    sign_what_is_there()
    (key,) = log_keys.in_use()
    written = log_files.policy("default", name)
    assert written == f"# operator {key.name}: {line}\nlog {key.vkey}\nquorum none\n"
    assert read_policy(written).logs == (key,)
    for nobody in ("", " \n\t ", "\u2800\u3164", "\u0301"):
        assert log_files.policy("default", nobody) == f"log {key.vkey}\nquorum none\n"


@pytest.mark.parametrize("what", ["tile/entries/000", "tile/0/000", "checkpoint", "policy"])
def test_a_changed_byte_of_any_file_is_refused(database: str, tmp_path: Path, what: str) -> None:
    some_events()
    sign_what_is_there()
    log = the_log(tmp_path)
    with zipfile.ZipFile(log) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    changed = bytearray(files[what])
    changed[len(changed) // 2] ^= 1
    with zipfile.ZipFile(log, "w") as archive:
        for name, data in (files | {what: bytes(changed)}).items():
            archive.writestr(name, data)
    assert verified(log)[0] in {1, 2}


def test_the_same_log_gives_the_same_bytes(database: str, tmp_path: Path) -> None:
    some_events()
    sign_what_is_there()
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert the_log(tmp_path / "a").read_bytes() == the_log(tmp_path / "b").read_bytes()
