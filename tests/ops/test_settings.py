"""How settings are read: from a variable or a file, refused in plain words, and all in the operators' table."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env
from tests.ops.check_production import environment

ROOT = Path(__file__).parents[2]
LOGINS = ("OWNER", "WEB", "WORKER", "DISPATCHER", "AUDITOR", "SEQUENCER")


def test_a_variable_goes_before_a_file_and_a_file_before_the_default(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert env.optional("SOME_NAME", "default") == "default"
    path = tmp_path / "value"
    path.write_bytes(b"\n  fil\xc3\xa9 \n")
    monkeypatch.setenv("SOME_NAME_FILE", str(path))
    assert env.optional("SOME_NAME", "default") == "filé"
    assert env.required("SOME_NAME", "a test") == "filé"
    monkeypatch.setenv("SOME_NAME", " variable ${HOME} {{X}} ")
    assert env.optional("SOME_NAME") == " variable ${HOME} {{X}} "


def test_an_empty_setting_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_NAME", "")
    assert env.optional("SOME_NAME", "default") == "default"
    assert env.number("SOME_NAME", "a test", 3, least=1, most=9) == 3
    assert env.switch("SOME_NAME", "a test", default=True) is True
    assert env.listed("SOME_NAME") == []
    with pytest.raises(ImproperlyConfigured, match=r"SOME_NAME is missing: a test\. Set SOME_NAME"):
        env.required("SOME_NAME", "a test")


@pytest.mark.parametrize(
    "text", ["lots", "120", "0/m/ip", "5/w/ip", "5/m/user", "5/m/ip,1/s/ip", "5/m/ip\n", "5/0m/ip"]
)
def test_a_rate_that_cannot_be_kept_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("SOME_NAME", text)
    with pytest.raises(ImproperlyConfigured, match=r"SOME_NAME must be a number, a time in s"):
        env.rate("SOME_NAME", "a test", "5/m/ip")


@pytest.mark.parametrize("text", ["5/m/ip", "20/5m/ip", "1/d/ip"])
def test_a_rate_is_taken_as_it_is(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("SOME_NAME", text)
    assert env.rate("SOME_NAME", "a test", "9/m/ip") == text


@pytest.mark.parametrize("kind", ["nothing", "folder", "not text"])
def test_a_file_that_cannot_be_read_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "named"
    if kind == "folder":
        path.mkdir()
    elif kind == "not text":
        path.write_bytes(b"\xff\xfehidden")
    monkeypatch.setenv("SOME_NAME_FILE", str(path))
    with pytest.raises(ImproperlyConfigured) as refused:
        env.number("SOME_NAME", "a test", 3, least=1, most=9)
    assert f"SOME_NAME_FILE names {path}, which cannot be read (" in str(refused.value)
    assert "or set SOME_NAME itself." in str(refused.value)
    assert "hidden" not in str(refused.value)


@pytest.mark.parametrize("text", ["0", "10", "-1", "3.5", "three", "1e1", "99999999999999999999"])
def test_a_number_that_will_not_do_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("SOME_NAME", text)
    with pytest.raises(ImproperlyConfigured) as refused:
        env.number("SOME_NAME", "hours of a test", 3, least=1, most=9)
    assert str(refused.value) == "SOME_NAME must be a whole number from 1 to 9: hours of a test."


@pytest.mark.parametrize(("text", "number"), [("1", 1), ("9", 9), (" 4 ", 4)])
def test_a_number_in_its_range_is_taken(
    monkeypatch: pytest.MonkeyPatch, text: str, number: int
) -> None:
    monkeypatch.setenv("SOME_NAME", text)
    assert env.number("SOME_NAME", "a test", 3, least=1, most=9) == number


@pytest.mark.parametrize(
    ("text", "on"), [("yes", True), ("true", True), ("1", True), ("no", False), ("off", False)]
)
def test_a_switch_is_on_or_off(monkeypatch: pytest.MonkeyPatch, text: str, on: bool) -> None:
    monkeypatch.setenv("SOME_NAME", text)
    assert env.switch("SOME_NAME", "a test", default=not on) is on


def test_a_switch_that_is_neither_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_NAME", "maybe")
    with pytest.raises(ImproperlyConfigured) as refused:
        env.switch("SOME_NAME", "whether it is a test", default=True)
    assert str(refused.value) == "SOME_NAME must be yes or no: whether it is a test."


def test_a_word_that_is_no_choice_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_NAME", "green")
    with pytest.raises(ImproperlyConfigured) as refused:
        env.one_of("SOME_NAME", "the colour", ("red", "blue"), "red")
    assert str(refused.value) == "SOME_NAME must be one of red, blue: the colour."


def test_a_list_leaves_out_what_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_NAME", " a.example.org, b.example.org,, ")
    assert env.listed("SOME_NAME") == ["a.example.org", "b.example.org"]


@pytest.mark.parametrize(
    ("url", "host", "port", "password", "options"),
    [
        ("postgresql://login:word@host/data", "host", "5432", "word", {}),
        ("postgres://login:w%40%2F%3A+@host:6543/data", "host", "6543", "w@/:+", {}),
        ("postgresql://login@%2Fvar%2Frun/data", "/var/run", "5432", "", {}),
        ("postgresql://login:word@[::1]:1/data", "::1", "1", "word", {}),
        (
            "postgresql://login:word@host/data?sslmode=verify-full&sslrootcert=/etc/ca.pem",
            "host", "5432", "word", {"sslmode": "verify-full", "sslrootcert": "/etc/ca.pem"},
        ),
    ],
)  # fmt: skip
def test_a_database_is_read_from_its_address(
    monkeypatch: pytest.MonkeyPatch,
    url: str,
    host: str,
    port: str,
    password: str,
    options: dict[str, str],
) -> None:
    monkeypatch.setenv("SOME_NAME", url)
    assert env.database("SOME_NAME", "a test") == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "data",
        "USER": "login",
        "PASSWORD": password,
        "HOST": host,
        "PORT": port,
        "OPTIONS": options,
    }


@pytest.mark.parametrize(
    "url",
    [
        "hidden",
        "hidden://login@host/data",
        "sqlite:///hidden",
        "mysql://login:hidden@host/data",
        "postgresql://login:hidden@host/",
        "postgresql://host/hidden",
        "postgresql://login:hid/den@host/data",
        "postgresql://login:word@host:hidden/data",
        "postgresql://login:hidden@host:70000/data",
        "postgresql://[hidden/data",
    ],
)
def test_a_wrong_address_of_a_database_is_refused_and_not_said(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("SOME_NAME", url)
    with pytest.raises(ImproperlyConfigured) as refused:
        env.database("SOME_NAME", "a test")
    assert str(refused.value) == (
        "SOME_NAME must be like postgresql://login:password@host:5432/database: a test."
    )
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("COUNTERSIGN_DEBUG", "maybe"),
        ("COUNTERSIGN_SECURE_COOKIES", "maybe"),
        ("COUNTERSIGN_IDLE_MINUTES", "0"),
        ("COUNTERSIGN_STATEMENT_TIMEOUT_MS", "0"),
        ("COUNTERSIGN_MAIL_PORT", "70000"),
        ("COUNTERSIGN_PROCESS", "webb"),
        ("COUNTERSIGN_RATE_OF_SIGN_INS", "hidden"),
        ("COUNTERSIGN_TIME_ZONE", "Mars/hidden"),
        ("COUNTERSIGN_DATABASE_URL", "postgresql://login:hidden@host"),
    ],
)
def test_production_says_which_setting_will_not_do(tmp_path: Path, name: str, value: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import config.wsgi"],
        env=environment(tmp_path) | {name: value},
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert re.search(rf"ImproperlyConfigured: {name} must be [^:]+.*: [a-z][^:]+\.$", last), last
    assert "hidden" not in done.stderr


def refused_settings(folder: Path, **changed: str) -> list[str]:
    """What production says of its settings, a line for each."""
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        env=environment(folder) | changed,
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    return done.stderr.strip().splitlines()


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    lines = refused_settings(
        tmp_path,
        COUNTERSIGN_SECRET_KEY="",
        COUNTERSIGN_BROKER_URL_FILE="/nowhere",
        COUNTERSIGN_BROKER_URL="",
        COUNTERSIGN_DATABASE_URL="",
        COUNTERSIGN_AUDITOR_DATABASE_URL="hidden",
        COUNTERSIGN_IDLE_MINUTES="0",
        COUNTERSIGN_DEBUG="maybe",
    )
    assert sorted(line.split()[0] for line in lines) == [
        "COUNTERSIGN_AUDITOR_DATABASE_URL", "COUNTERSIGN_BROKER_URL_FILE", "COUNTERSIGN_DATABASE_URL",
        "COUNTERSIGN_DEBUG", "COUNTERSIGN_IDLE_MINUTES", "COUNTERSIGN_SECRET_KEY",
    ]  # fmt: skip
    assert "hidden" not in "".join(lines)


@pytest.mark.parametrize("again", ["manage.py", "-c"])
def test_a_second_try_at_the_settings_finds_the_same(tmp_path: Path, again: str) -> None:
    code = (
        "from django.conf import settings\n"
        "for _ in range(3):\n"
        "    try: settings.DEBUG\n"
        "    except Exception as error: print(error)\n"
        "    else: print('TAKEN')\n"
    )
    done = subprocess.run(
        [sys.executable, *(["-c", code] if again == "-c" else ["manage.py", "check"])],
        env=environment(tmp_path) | {"COUNTERSIGN_IDLE_MINUTES": "0"},
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    said = done.stdout + done.stderr
    assert said.count("COUNTERSIGN_IDLE_MINUTES must be") == (3 if again == "-c" else 1)
    assert "TAKEN" not in said


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("COUNTERSIGN_SESION_HOURS", "Did you mean COUNTERSIGN_SESSION_HOURS?"),
        ("COUNTERSIGN_SECRET_KEYFILE", "Did you mean COUNTERSIGN_SECRET_KEY_FILE?"),
        ("COUNTERSIGN_XYZZY_Q", "Remove it."),
    ],
)
@pytest.mark.parametrize("process", ["web", "owner"])
def test_a_misspelt_name_is_refused_with_the_nearest_one(
    tmp_path: Path, name: str, near: str, process: str
) -> None:
    (line,) = refused_settings(
        tmp_path,
        COUNTERSIGN_PROCESS=process,
        COUNTERSIGN_ADMIN_DATABASE_URL="postgresql://admin:none@127.0.0.1:1/none",
        **{name: "hidden"},
    )
    assert line == f"{name} is no setting of this release, and would have no effect. {near}"


# --- the operators' table -------------------------------------------------------------------------


SETTINGS = ROOT / "config" / "settings"
NAME_NOTHING = {"files_of_secrets", "gather", "refuse_gathered"}
"""Functions of `config/env.py` that read no one setting."""
OF_THE_TRIAL = {"COUNTERSIGN_MATCHER_URL", "COUNTERSIGN_WAKE_WORKERS"}


def calls(pattern: str = "*.py") -> Iterator[tuple[str, str, object]]:
    """Each setting that some files read: its name, the function that reads it, its default."""
    for path in sorted(SETTINGS.glob(pattern)):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not ast.unparse(node.func).startswith("env."):
                continue
            reader = ast.unparse(node.func).removeprefix("env.")
            if reader in NAME_NOTHING:
                continue
            first, *others = node.args
            if isinstance(first, ast.JoinedStr):
                assert ast.unparse(first) == ("f'COUNTERSIGN_DATABASE_PASSWORD_{login.upper()}'"), (
                    "a name that is put together must be known here"
                )
                for login in LOGINS:
                    yield f"COUNTERSIGN_DATABASE_PASSWORD_{login}", reader, None
                continue
            assert isinstance(first, ast.Constant), ast.unparse(node)
            at = {"optional": 0, "number": 1, "rate": 1, "time_zone": 1, "one_of": 2}.get(reader)
            given = [word.value for word in node.keywords if word.arg == "default"]
            if at is not None and len(others) > at:
                given.append(others[at])
            known = given and isinstance(given[0], ast.Constant)
            yield str(first.value), reader, given[0].value if known else None


def table() -> dict[str, tuple[str, str]]:
    """Each setting of the operators' table: for whom it is needed, and its default."""
    page = (ROOT / "docs" / "production.md").read_text(encoding="utf-8")
    section = page.split("\n## Settings\n")[1].split("\n## ")[0]
    rows = {}
    for line in section.splitlines():
        if not line.startswith("| `"):
            continue
        names, needed, default, _ = (cell.strip() for cell in line.strip("|").split("|"))
        named = re.findall(r"`([A-Z_]+)`", names)
        defaults = default.split(", ")
        for number, name in enumerate(named):
            whole = name if name[0] != "_" else named[0].rsplit("_", 1)[0] + name
            of_this = defaults[number] if len(defaults) == len(named) else default
            rows[whole] = (needed, of_this.strip("`"))
    return rows


def test_the_table_names_every_setting_that_the_code_reads_and_no_other() -> None:
    read = {name for name, _, _ in calls()}
    assert set(table()) == read - OF_THE_TRIAL | {"DJANGO_SETTINGS_MODULE"}
    page = (ROOT / "docs" / "production.md").read_text(encoding="utf-8")
    assert {*env.SECRETS, *env.OTHERS} == read
    assert not set(env.SECRETS) & set(env.OTHERS)
    for name in OF_THE_TRIAL:
        assert f"`{name}`" in page


@pytest.mark.parametrize("file", ["accounts.py", "base.py", "bounds.py", "production.py"])
def test_the_table_says_the_defaults_of_the_code(file: str) -> None:
    rows = table()
    for name, reader, default in calls(file):
        if reader in {"required", "database"}:
            assert rows[name][0] != "–", f"{name} is needed by some process"
        elif default not in {None, ""} and name not in OF_THE_TRIAL:
            said = {True: "yes", False: "no"}[default] if reader == "switch" else str(default)
            assert rows[name][1] == said, name


def test_the_table_says_each_range() -> None:
    page = (ROOT / "docs" / "production.md").read_text(encoding="utf-8")
    for path in SETTINGS.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "env.number":
                name = ast.literal_eval(node.args[0])
                ends = {word.arg: ast.literal_eval(word.value) for word in node.keywords}
                row = next(
                    line for line in page.splitlines() if f"`{name}`" in line and "|" in line
                )
                if name != "COUNTERSIGN_HSTS_SECONDS":  # said in years
                    assert f"{ends['least']} to {ends['most']} |" in row, name
