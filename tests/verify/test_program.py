"""The one file that an auditor gets: made twice alike, run with nothing but Python, in two languages."""

from __future__ import annotations

import ast
import dataclasses
import hashlib
import json
import re
import string
import subprocess
import sys
from pathlib import Path

import pytest

from requests_app.outside import verify as package
from requests_app.outside.verify import build
from requests_app.outside.verify.__main__ import main
from requests_app.outside.verify.texts import TEXTS
from requests_app.outside.verify.words import _FRAME, say
from tests.verify.exports import Log, entries_for, policy_text, write_folder, write_zip
from tests.verify.outer_exports import Outer, events
from tests.verify.support import said, verify

LOG = Log(entries_for(5_000, requests=300), older=(300,), witness=True)
HERE = Path(package.__file__).parent


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("program") / "countersign-verify.pyz"
    assert build.main([str(path)]) == 0
    return path


def run(program: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", "-S", str(program), *arguments],
        cwd=folder, capture_output=True, text=True, timeout=60, check=False, env={"LANG": "C.UTF-8"},
    )  # fmt: skip


def test_it_runs_alone_in_an_empty_folder(program: Path, tmp_path: Path) -> None:
    export = write_zip(tmp_path / "x.zip", LOG.files())
    (tmp_path / "kept").write_text(policy_text(witness=True))
    (tmp_path / "empty").mkdir()
    arguments = [str(export), "--policy", str(tmp_path / "kept"), "--json", "--processes", "2"]
    ended = run(program, tmp_path / "empty", *arguments)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert json.loads(ended.stdout)["events"] == 5_000
    assert list((tmp_path / "empty").iterdir()) == []
    whole = write_zip(
        tmp_path / "whole.zip", Outer(events(30), 28).files(), top="countersign-log-7/"
    )
    ended = run(program, tmp_path / "empty", str(whole), "--json")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert json.loads(ended.stdout)["rows"] == 30
    (tmp_path / "x.zip").write_bytes(export.read_bytes()[:-100])
    ended = run(program, tmp_path / "empty", *arguments)
    assert (ended.returncode, ended.stderr) == (2, "")


def test_an_older_python_is_told_in_a_sentence(program: Path) -> None:
    """Its version is only claimed here."""
    code = (
        "import runpy, sys; sys.version_info = (3, 10, 9); "
        f"runpy.run_path({str(program)!r}, run_name='__main__')"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("This program needs Python 3.11 or newer.")
    assert "Traceback" not in ended.stderr


def test_it_is_the_same_when_it_is_made_again(
    program: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    again = program.with_name("again.pyz")
    assert build.main([str(again)]) == 0
    assert again.read_bytes() == program.read_bytes()
    assert hashlib.sha256(program.read_bytes()).hexdigest() in capsys.readouterr().out
    assert build.main([str(program.parent / "none" / "x.pyz")]) == 2
    assert build.main([]) == 2


def test_it_imports_nothing_but_python_and_itself() -> None:
    for path in HERE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [str(node.module)]
            else:
                assert not isinstance(node, ast.ImportFrom) or node.level == 1
                continue
            assert all(name.split(".")[0] in sys.stdlib_module_names for name in names), path


def test_every_finding_has_its_words_in_both_languages() -> None:
    """Each code that stands in the program as a text of its own, and each pair with the same blanks."""
    assert set(TEXTS) & set(_FRAME) == set()
    for code, (english, french) in {**TEXTS, **_FRAME}.items():
        blanks = [
            sorted({name for _, name, _, _ in string.Formatter().parse(text) if name})
            for text in (english, french)
        ]
        assert blanks[0] == blanks[1], code
        assert english != french, code
    raised = set()
    for path in HERE.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        raised |= set(
            re.findall(r'(?:Unsafe|Unreadable|BadBundle|BadEntry|BadManifest)\(\s*"(\w+)"', text)
        )
        raised |= set(re.findall(r'\.(?:add|_say)\(\s*"(\w+)"', text))
        raised |= {
            code for both in re.findall(r'code = "(\w+)" if .+ else "(\w+)"', text) for code in both
        }
        raised |= set(re.findall(r'NotReadable\(\s*"(\w+)"', text)) - {"key_form", "key_id"}
    assert raised - set(TEXTS) == set()
    assert set(TEXTS) - raised == set()


def test_french_is_set_as_french() -> None:
    for code in {**TEXTS, **_FRAME}:
        pair = TEXTS.get(code) or _FRAME[code]
        blanks = {name: name for _, name, _, _ in string.Formatter().parse(pair[1]) if name}
        facts = {name: "no_export" if name == "why" else "x" for name in blanks} | (
            {"file": "x"} if "why" in blanks else {}
        )
        text = say(code, "fr", facts)
        assert not re.search("[^\u00a0][;?!»]|[^\u00a0\\w-]:|«[^\u00a0]", text), text
        assert " :" not in text


def test_a_french_report_has_no_english(tmp_path: Path) -> None:
    """Of a good export, of one with much that is wrong, and of one that cannot be read."""
    files = LOG.files()
    for number, name in enumerate(sorted(files)):
        if name.startswith("tile") and number % 3:
            files[name] = files[name][:-40] + bytes(40)
    files |= {"more": b"", "checkpoints/9": b"x", "tile/9/000": b""}
    good = write_folder(tmp_path / "good", LOG.files())
    whole = Outer(events(90), 80, {"role": "officer"})
    rows = whole.rows()
    changed = whole.files(
        rows=[rows[3], rows[1], rows[1], *rows[5:20], dataclasses.replace(rows[20], leaf_index=9)],
        csv_rows=[row.cells()[::-1] for row in rows],
        manifest=lambda said: said.update(rows=1, first_event=2, installation="x", checkpoint=None),
        more={"schema.json": b"{}", "extra": b""},
    )
    exports = [
        write_folder(tmp_path / f"whole{number}", each)
        for number, each in enumerate(
            [
                whole.files(),
                changed,
                changed | {"events.csv": b"x", "events.jsonl": b"{}\n", "log.zip": b""},
                changed | {"manifest.json": b"{}"},
                {"manifest.json": b"["},
            ]
        )
    ]
    bad = write_folder(tmp_path / "bad", files)
    for export in (good, bad, tmp_path / "none", *exports):
        english, french = said(export)[1], said(export, "--language", "fr")[1]
        assert len(english.splitlines()) == len(french.splitlines())
        # Names of files are the same in both.
        french = re.sub("«.*?»", "", french)
        words = set(
            re.findall(r"\b(?:the|was|is|of|and|has|not|entries|checked|signed|run)\b", french)
        )
        assert words == set(), french


@pytest.mark.parametrize(
    "arguments",
    [[], ["--nonsense"], ["a", "b"], ["a", "--processes", "0"], ["a", "--processes", "x"], ["a", "--language", "de"]],
)  # fmt: skip
def test_a_wrong_command_line_ends_with_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "fr_CA.UTF-8")
    assert main(arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "countersign-verify EXPORT" in shown.err
    assert main(["--help"]) == 0
    assert "Vérifie une exportation" in capsys.readouterr().out


@pytest.mark.parametrize("given", ["", "a\n1\n!!", "\0", "x" * 70_000, "é" * 300, "a 0 AAAA"])
def test_a_checkpoint_or_policy_that_is_none_is_told(tmp_path: Path, given: str) -> None:
    export = write_folder(tmp_path / "x", Log(entries_for(3)).files())
    status, report = verify(export, "--checkpoint", given)
    assert (status, [f["code"] for f in report["findings"]]) == (2, ["held_bad"])
    if given:
        status, report = verify(export, "--policy", given)
        (code,) = (f["code"] for f in report["findings"])
        assert (status, code) in {(2, "given_missing"), (2, "file_unreadable")}


def test_a_mistyped_path_is_told_as_such(tmp_path: Path) -> None:
    """Nothing is wrong with the export then, and no new one is asked for."""
    export = write_folder(tmp_path / "x", Log(entries_for(3)).files())
    for arguments in (
        [export, "--policy", "nosuch.txt"],
        [export, "--checkpoint", "folder/nosuch.txt"],
        [tmp_path / "nosuch.zip"],
        [tmp_path / "nosuch.tlog-proof"],
    ):
        status, text = said(*arguments)
        assert status == 2
        assert "There is no file “" in text, arguments
        assert "nosuch" in text
        assert "new one" not in text
        assert "new export" not in text


def test_an_error_that_nobody_thought_of_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = write_folder(tmp_path / "x", Log(entries_for(3)).files())

    def fails(*_: object) -> None:
        raise MemoryError("full")

    monkeypatch.setattr("requests_app.outside.verify.work.judge", fails)
    status, text = said(export)
    assert status == 2
    assert "MemoryError: full" in text


def test_names_cannot_write_to_the_terminal(tmp_path: Path) -> None:
    files = {**Log(entries_for(3)).files(), "a\x1b[2Jb\u202e\u2800\u3164": b""}
    _status, text = said(write_folder(tmp_path / "x", files))
    assert "\x1b" not in text
    assert "a\\u001b[2Jb\\u202e\\u2800\\u3164" in text


POLICIES = [
    "", "quorum none", "log x", "log a b c d\nquorum none", "{log}", "{log}\nquorum w9",
    "{log}\nquorum none\nquorum none", "{log}\nnonsense\nquorum none",
    "{log}\nwitness none {w}\nquorum none", "{log}\nwitness w1 {log_key}\nquorum none",
    "{log}\nwitness w1 {w}\nwitness w2 {w}\nquorum w1",
    "{log}\nwitness w1 {w}\ngroup g any none w1\nquorum g", "{log}\nwitness w1 {w}\ngroup g 0 w1\nquorum g",
    "{log}\nwitness w1 {w}\ngroup g 2 w1\nquorum g", "{log}\nwitness w1 {w}\ngroup g any w1 w1\nquorum g",
    "{log}\nwitness w1 {w}\ngroup g any w1\ngroup h any w1\nquorum h", "{log}\ngroup g any w1\nquorum g",
]  # fmt: skip


@pytest.mark.parametrize("text", POLICIES)
def test_a_policy_that_says_nothing_or_two_things_is_refused(tmp_path: Path, text: str) -> None:
    lines = policy_text(witness=True).split("\n")
    keys = {"log": lines[0], "log_key": lines[0].split()[1], "w": lines[1].split()[2]}
    files = {**LOG.files(), "policy": text.format(**keys).encode()}
    status, report = verify(write_folder(tmp_path / "x", files))
    assert (status, [f["code"] for f in report["findings"]]) == (2, ["policy_bad"])
