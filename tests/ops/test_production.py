"""Production started on purpose with one thing wrong at a time: it must say what, where and what to do.

It must not import the checks: it runs the process as an agency does and reads what that prints.
"""

import base64
import hashlib
import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from requests_app.ops import logins, trial_marks
from requests_app.searches.envelope import WrappingKey
from tests.support import PASSWORDS, insert_any, place, sql

ROOT = Path(__file__).parents[2]
START = "import config.wsgi; print('STARTED')"
LOAD_ALL = """
import json, sys
import django
django.setup()
from django.apps import apps
from django.core.management import get_commands, load_command_class
from django.urls import get_resolver
import config.celery
config.celery.app.loader.import_default_modules()
len(get_resolver().url_patterns)
ours = {name: app for name, app in get_commands().items() if app.startswith("requests_app")}
for name, app in ours.items():
    load_command_class(app, name)
print(json.dumps({
    "installed": [each.name for each in apps.get_app_configs()],
    "loaded": sorted(sys.modules),
    "commands": sorted(ours),
}))
"""
"""What a process of ours may ever load: apps, addresses, tasks and every command."""


@pytest.fixture
def production_database(database: str) -> str:
    """This test's database, as if production had made it."""
    sql("owner", "UPDATE ops_installation SET kind = 'production'")
    return database


@pytest.fixture
def safe(production_database: str, tmp_path: Path) -> dict[str, str]:
    """The environment of a web process with nothing wrong."""
    WrappingKey(os.urandom(32)).write(tmp_path / "content.key")
    (tmp_path / "staticfiles.json").write_text("{}", encoding="utf-8")
    return {
        "COUNTERSIGN_STATIC_ROOT": str(tmp_path),
        "COUNTERSIGN_VAR_DIR": str(tmp_path),
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "COUNTERSIGN_PROCESS": "web",
        "COUNTERSIGN_SECRET_KEY": secrets.token_urlsafe(60),
        "COUNTERSIGN_LOOKUP_KEY": secrets.token_urlsafe(40),
        "COUNTERSIGN_HOSTS": "countersign.example.org",
        "COUNTERSIGN_PUBLIC_ORIGIN": "https://countersign.example.org",
        "COUNTERSIGN_DATABASE_URL": url(logins.WEB),
        "COUNTERSIGN_AUDITOR_DATABASE_URL": url(logins.AUDITOR),
        "COUNTERSIGN_BROKER_URL": "redis://:word@127.0.0.1:6379/0",
        "COUNTERSIGN_CONTENT_KEY_FILE": str(tmp_path / "content.key"),
    }


def url(login: str, password: str | None = None) -> str:
    word = PASSWORDS[login] if password is None else password
    return f"postgresql://{login}:{word}@127.0.0.1:{place.port}/{place.database}"


def start(environment: dict[str, str]) -> str:
    """Start the web process's entry point and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", START],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode == 0) == ("STARTED" in done.stdout), done.stderr
    return done.stdout + done.stderr


def test_safe_production_starts(safe: dict[str, str]) -> None:
    assert "STARTED" in start(safe)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"COUNTERSIGN_SECRET_KEY": ""}, ["COUNTERSIGN_SECRET_KEY is missing", "_FILE"]),
        ({"COUNTERSIGN_LOOKUP_KEY": ""}, ["COUNTERSIGN_LOOKUP_KEY is missing"]),
        ({"COUNTERSIGN_DATABASE_URL": ""}, ["COUNTERSIGN_DATABASE_URL is missing"]),
        ({"COUNTERSIGN_BROKER_URL": ""}, ["COUNTERSIGN_BROKER_URL is missing"]),
        ({"COUNTERSIGN_CONTENT_KEY_FILE": ""}, ["COUNTERSIGN_CONTENT_KEY_FILE is missing"]),
        ({"COUNTERSIGN_CONTENT_KEY_FILE": "/nowhere"}, ["/nowhere", "no usable key"]),
        ({"COUNTERSIGN_STATIC_ROOT": "/nowhere"}, ["/nowhere", "collectstatic"]),
        ({"COUNTERSIGN_DEBUG": "yes"}, ["COUNTERSIGN_DEBUG", "Remove it"]),
        ({"COUNTERSIGN_SECURE_COOKIES": "no"}, ["COUNTERSIGN_SECURE_COOKIES", "HTTPS"]),
        ({"COUNTERSIGN_HTTPS_REDIRECT": "no"}, ["COUNTERSIGN_HTTPS_REDIRECT"]),
        ({"COUNTERSIGN_HSTS_SECONDS": "0"}, ["COUNTERSIGN_HSTS_SECONDS"]),
        (
            {"COUNTERSIGN_RATE_OF_SIGN_INS": "1000000/m/ip"},
            ["E009", "COUNTERSIGN_RATE_OF_SIGN_INS"],
        ),
        (
            {"COUNTERSIGN_RATE_OF_FAILED_SIGN_INS": "0"},
            ["COUNTERSIGN_RATE_OF_FAILED_SIGN_INS must"],
        ),
        (
            {"COUNTERSIGN_RATE_OF_SIGN_INS": "unlimited"},
            ["COUNTERSIGN_RATE_OF_SIGN_INS must be a number, a time in s"],
        ),
        ({"COUNTERSIGN_HOSTS": "*"}, ["COUNTERSIGN_HOSTS", "wildcard"]),
        ({"COUNTERSIGN_HOSTS": ""}, ["COUNTERSIGN_HOSTS"]),
        ({"COUNTERSIGN_PUBLIC_ORIGIN": "http://127.0.0.1:8000"}, ["COUNTERSIGN_PUBLIC_ORIGIN"]),
        ({"COUNTERSIGN_SECRET_KEY": trial_marks.new_text()}, ["COUNTERSIGN_SECRET_KEY", "trial"]),
        ({"COUNTERSIGN_LOOKUP_KEY": trial_marks.new_text()}, ["COUNTERSIGN_LOOKUP_KEY", "trial"]),
        (
            {"COUNTERSIGN_BROKER_URL": f"redis://:{trial_marks.new_text()}@127.0.0.1:6379/0"},
            ["COUNTERSIGN_BROKER_URL", "trial"],
        ),
        ({"COUNTERSIGN_PROCESS": "dispatcher"}, ["COUNTERSIGN_GRANT_ISSUER is missing"]),
        (
            {"COUNTERSIGN_PROCESS": "dispatcher", "COUNTERSIGN_GRANT_ISSUER": "urn:example:agency"},
            ["'dispatcher'", "countersign_dispatcher"],
        ),
        (
            {"COUNTERSIGN_PROCESS": "worker", "COUNTERSIGN_AUDITOR_DATABASE_URL": ""},
            ["COUNTERSIGN_AUDITOR_DATABASE_URL is missing"],
        ),
    ],
)
def test_unsafe_setting_is_refused(
    safe: dict[str, str], change: dict[str, str], words: list[str]
) -> None:
    said = start(safe | change)
    assert "STARTED" not in said
    for word in words:
        assert word in said


def test_web_with_the_grant_key_is_refused(safe: dict[str, str], tmp_path: Path) -> None:
    said = start(safe | {"COUNTERSIGN_GRANT_KEY_FILE": str(grant_key(tmp_path, os.urandom(32)))})
    assert "Only the dispatcher may hold the key" in said


def test_content_key_made_by_a_trial_is_refused(safe: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "moved-and-renamed"
    WrappingKey(trial_marks.new_key()).write(path)
    said = start(safe | {"COUNTERSIGN_CONTENT_KEY_FILE": str(path)})
    assert "COUNTERSIGN_CONTENT_KEY_FILE names a key that a trial made" in said


def test_grant_key_made_by_a_trial_is_refused(safe: dict[str, str], tmp_path: Path) -> None:
    dispatcher = safe | {
        "COUNTERSIGN_PROCESS": "dispatcher",
        "COUNTERSIGN_GRANT_ISSUER": "urn:example:agency",
        "COUNTERSIGN_DATABASE_URL": url(logins.DISPATCHER),
        "COUNTERSIGN_GRANT_KEY_FILE": str(grant_key(tmp_path, trial_marks.new_key())),
    }
    assert "COUNTERSIGN_GRANT_KEY_FILE names a key that a trial made" in start(dispatcher)
    dispatcher["COUNTERSIGN_GRANT_KEY_FILE"] = str(grant_key(tmp_path, os.urandom(32)))
    assert "STARTED" in start(dispatcher)


OWN_PACK = """\
format: 2
jurisdiction: any
pack: my-agency
version: 2026.11.0
title: {en: "My agency", fr: "Mon service"}
effective_from: 2026-11-01
unanswered: {en: "Not known yet.", fr: "Pas encore connu."}
sources: {}
rules:
  - id: AG-01
    stages: [submit]
    verb: WARN
    judges: [answer]
    test: lawful
    field: purpose
    needs: [req.purpose]
    when: req.purpose == 'personal'
    message: {en: "Not allowed.", fr: "Interdit."}
    satisfy: {en: "Do not ask.", fr: "Ne demandez pas."}
    source: {ours: {en: "our order", fr: "notre ordre"}, implements: []}
"""


@pytest.fixture
def with_own_pack(safe: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """The environment of a web process with a pack of the agency's own, for the test to change."""
    (tmp_path / "packs" / "my-agency").mkdir(parents=True)
    (tmp_path / "packs" / "my-agency" / "2026.11.0.yaml").write_text(OWN_PACK, encoding="utf-8")
    return safe | {"COUNTERSIGN_PACK_FOLDER": str(tmp_path / "packs")}


def test_a_pack_of_the_agencys_own_starts(with_own_pack: dict[str, str]) -> None:
    said = start(with_own_pack)
    assert "STARTED" in said
    assert "recorded" not in said


def test_a_broken_pack_is_refused_at_its_place(with_own_pack: dict[str, str]) -> None:
    path = Path(with_own_pack["COUNTERSIGN_PACK_FOLDER"]) / "my-agency" / "2026.11.0.yaml"
    path.write_text(OWN_PACK.replace("req.purpose ==", "req.purpos =="), encoding="utf-8")
    said = start(with_own_pack)
    assert "STARTED" not in said
    assert f"The rules cannot be used: {path}:17:" in said
    assert "AG-01" in said
    assert "COUNTERSIGN_PACK_FOLDER" in said


def test_a_pack_that_is_not_what_was_recorded_is_told_and_starts(
    with_own_pack: dict[str, str],
) -> None:
    sql(
        "owner",
        "INSERT INTO registry_packversion (digest, pack, version, data, first_used_at)"
        " VALUES (encode(sha256('other'), 'hex'), 'my-agency', '2026.11.0', 'other', now())",
    )
    said = start(with_own_pack)
    assert "STARTED" in said
    assert "the rules on this server are not the ones that were recorded" in said
    for words in ("/my-agency/2026.11.0.yaml", "version 2026.11.0 of the pack my-agency",
                  hashlib.sha256(OWN_PACK.encode()).hexdigest(),
                  hashlib.sha256(b"other").hexdigest(), "put the recorded file back"):  # fmt: skip
        assert words in said


def test_database_made_by_a_trial_is_refused(safe: dict[str, str]) -> None:
    sql("owner", "UPDATE ops_installation SET kind = 'trial'")
    assert "a database that a trial made" in start(safe)


def test_database_never_made_ready_is_refused(safe: dict[str, str]) -> None:
    sql("owner", "DELETE FROM ops_installation")
    assert "never made ready" in start(safe)


def test_demo_account_is_refused(safe: dict[str, str]) -> None:
    insert_any("accounts_person", is_demo="true", language="'en'")
    assert "demo accounts" in start(safe)


def test_demo_matcher_is_refused(safe: dict[str, str]) -> None:
    insert_any("registry_matcher", is_demo="true")
    assert "demo matcher" in start(safe)


@pytest.fixture
def over_privileged(safe: dict[str, str], request: Any) -> Iterator[dict[str, str]]:
    """The web's login with one power too many, taken away again: roles are the whole cluster's."""
    give, take = request.param
    sql("superuser", give)
    yield safe
    sql("superuser", take)


@pytest.mark.parametrize(
    ("over_privileged", "words"),
    [
        (
            ("ALTER ROLE countersign_web CREATEROLE", "ALTER ROLE countersign_web NOCREATEROLE"),
            "may create roles",
        ),
        (
            ("ALTER ROLE countersign_web BYPASSRLS", "ALTER ROLE countersign_web NOBYPASSRLS"),
            "bypasses row security",
        ),
        (
            ("ALTER ROLE countersign_web SUPERUSER", "ALTER ROLE countersign_web NOSUPERUSER"),
            "is a superuser",
        ),
        (
            (
                "GRANT countersign_owner TO countersign_web WITH INHERIT FALSE",
                "REVOKE countersign_owner FROM countersign_web",
            ),
            "may become countersign_owner",
        ),
    ],
    indirect=["over_privileged"],
)
def test_over_privileged_login_is_refused(over_privileged: dict[str, str], words: str) -> None:
    said = start(over_privileged)
    assert words in said
    assert "COUNTERSIGN_DATABASE_URL" in said


def test_owners_login_is_refused(safe: dict[str, str]) -> None:
    said = start(safe | {"COUNTERSIGN_DATABASE_URL": url(logins.OWNER)})
    assert "owns tables" in said


@pytest.mark.parametrize("process", ["web", "worker"])
def test_a_strong_login_for_auditors_queries_is_refused(safe: dict[str, str], process: str) -> None:
    own = url(logins.WEB if process == "web" else logins.WORKER)
    said = start(
        safe
        | {
            "COUNTERSIGN_PROCESS": process,
            "COUNTERSIGN_DATABASE_URL": own,
            "COUNTERSIGN_AUDITOR_DATABASE_URL": url(logins.OWNER),
        }
    )
    assert "of COUNTERSIGN_AUDITOR_DATABASE_URL owns tables" in said
    assert "works there as 'countersign_auditor'" in said


def test_a_secret_is_never_printed(safe: dict[str, str]) -> None:
    said = start(safe | {"COUNTERSIGN_DATABASE_URL": url(logins.WEB, "a-wrong-password")})
    assert "does not answer as it should" in said
    assert "a-wrong-password" not in said
    assert safe["COUNTERSIGN_SECRET_KEY"] not in said


def manage(environment: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command as an operator does."""
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        env=environment, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_an_operator_can_ask_without_starting(safe: dict[str, str]) -> None:
    ask = ("check", "--deploy", "--tag", "countersign", "--database", "default")
    assert manage(safe, *ask, "--database", "auditor").returncode == 0
    sql("owner", "DELETE FROM ops_installation")
    asked = manage(safe | {"COUNTERSIGN_DEBUG": "yes"}, *ask)
    assert asked.returncode == 1
    assert "(countersign.E001)" in asked.stderr
    assert "(countersign.E304)" in asked.stderr
    assert "HINT: Run: manage.py bootstrap_database" in asked.stderr


@pytest.mark.parametrize("command", [("audit_guards",), ("showmigrations", "ops")])
def test_no_refusal_stops_another_command(safe: dict[str, str], command: tuple[str, ...]) -> None:
    wrong = {
        "COUNTERSIGN_DEBUG": "yes",
        "COUNTERSIGN_CONTENT_KEY_FILE": "",
        "COUNTERSIGN_HOSTS": "",
    }
    sound = manage(safe, *command)
    sql("owner", "DELETE FROM ops_installation")
    assert "countersign.E" in start(safe | wrong)
    unsafe = manage(safe | wrong, *command)
    assert (unsafe.returncode, unsafe.stdout) == (sound.returncode, sound.stdout)
    assert sound.stdout
    assert "countersign.E" not in unsafe.stderr


@pytest.mark.parametrize("command", ["trial", "tour", "seed_demo"])
def test_no_demo_command_is_known_in_production(safe: dict[str, str], command: str) -> None:
    tried = manage(safe, command)
    assert tried.returncode == 1
    assert f"Unknown command: '{command}'" in tried.stderr


@pytest.mark.parametrize(
    ("process", "task"),
    [
        ("web", None),
        ("worker", "requests_app.tasks.worker"),
        ("dispatcher", "requests_app.tasks.dispatch"),
    ],
)
def test_production_loads_nothing_that_only_a_trial_has(
    safe: dict[str, str], process: str, task: str | None
) -> None:
    environment = safe | {
        "COUNTERSIGN_PROCESS": process,
        "COUNTERSIGN_GRANT_ISSUER": "urn:example:agency",
    }
    done = subprocess.run(
        [sys.executable, "-c", LOAD_ALL],
        env=environment, cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = json.loads(done.stdout)
    assert "requests_app.ops" in found["installed"]
    assert "requests_app.trial" not in found["installed"]
    assert {"bootstrap_database", "configure_agency"} <= set(found["commands"])
    assert {"requests_app.web.urls", task or "requests_app.ops"} <= set(found["loaded"])
    assert [name for name in found["loaded"] if name.startswith("requests_app.trial")] == []


def grant_key(folder: Path, seed: bytes) -> Path:
    path = folder / f"grant-{base64.urlsafe_b64encode(seed).decode()[:8]}.pem"
    path.write_bytes(
        Ed25519PrivateKey.from_private_bytes(seed).private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        )
    )
    path.chmod(0o600)
    return path
