"""The documents that are made from the code, made and checked by the command, without a database.

Must not ask the code what a document should say: a few lines are stated here by hand.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).parents[2]
NAMES = ["access.md", "database-rights.md", "events.md", "states.md", "urls.md"]
POINTED_AT = (
    "requests_app", "config", "templates", "tests", "bench", "Makefile", "NOTICE", "LICENSE",
)  # fmt: skip

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with the documents of this checkout, and links to what they point at."""
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    for path in ROOT.glob("*.md"):
        shutil.copy(path, tmp_path / path.name)
    for name in POINTED_AT:
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


@pytest.fixture
def run(checkout: Path) -> Run:
    """The command on that folder, where no database may be asked: its exit code and what it said."""

    def command(*arguments: str) -> tuple[int, str]:
        said = io.StringIO()
        try:
            call_command("generate_docs", "--root", str(checkout), *arguments, stdout=said)
        except CommandError as problem:
            return 1, str(problem)
        return 0, said.getvalue()

    return command


def rows(checkout: Path, name: str) -> list[list[str]]:
    """The cells of every table row of a document."""
    text = (checkout / "docs" / "generated" / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [
        [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        for line in lines
    ]


def test_what_is_held_agrees_with_the_code_and_every_link_leads_somewhere() -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "generate_docs", "--check"],
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings.trial"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_each_document_is_made_anew_and_the_same_each_time(run: Run, checkout: Path) -> None:
    held = {name: (checkout / "docs" / "generated" / name).read_bytes() for name in NAMES}
    shutil.rmtree(checkout / "docs" / "generated")
    code, said = run()
    assert code == 0, said
    made = checkout / "docs" / "generated"
    assert sorted(path.name for path in made.iterdir()) == NAMES
    assert {name: (made / name).read_bytes() for name in NAMES} == held
    code, said = run()
    assert (code, said) == (0, "")


@pytest.mark.parametrize("name", NAMES)
def test_a_drifted_document_is_named_and_left_as_it_is(run: Run, checkout: Path, name: str) -> None:
    path = checkout / "docs" / "generated" / name
    path.write_text(path.read_text(encoding="utf-8") + "By hand.\n", encoding="utf-8")
    code, said = run("--check")
    assert code != 0
    assert f"docs/generated/{name} has drifted" in said
    assert [other for other in NAMES if f"{other} has drifted" in said] == [name]
    assert path.read_text(encoding="utf-8").endswith("By hand.\n")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("See [there](nowhere.md).", "the link nowhere.md leads nowhere"),
        ("See [it](../../outside.md).", "the link ../../outside.md leads nowhere"),
        ("See [it](components.md#no-such-heading).", "names a heading that is not there"),
        ("Tried by tests/ops/test_celery.py::test_nobody_wrote.", "there is no test tests/ops/"),
        ("Tried by tests/ops/test_nowhere.py::test_it.", "there is no test tests/ops/test_nowhere"),
        (
            "Held by `requests_app/searches/nothing.py`.",
            "there is no requests_app/searches/nothing",
        ),
    ],
)
def test_what_leads_nowhere_is_told_with_its_document(
    run: Run, checkout: Path, written: str, told: str
) -> None:
    (checkout / "docs" / "note.md").write_text(f"# A note\n\n{written}\n", encoding="utf-8")
    code, said = run("--check")
    assert code != 0
    assert f"docs/note.md: {told}" in said or (
        "docs/note.md: the link components.md" in said and told in said
    )


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "SECURITY.md"])
def test_what_leads_nowhere_is_told_beside_the_code_too(
    run: Run, checkout: Path, name: str
) -> None:
    with (checkout / name).open("a", encoding="utf-8") as document:
        document.write("\nSee [there](nowhere.md) and `tests/nothing.py`.\n")
    code, said = run("--check")
    assert code != 0
    assert f"{name}: the link nowhere.md leads nowhere" in said
    assert f"{name}: there is no tests/nothing.py" in said


def test_what_leads_somewhere_is_not_told(run: Run, checkout: Path) -> None:
    (checkout / "docs" / "note.md").write_text(
        "# A note\n\n[a](components.md) [b](#a-note) [c](https://example.org/none) [d](policy/)\n"
        "tests/ops/test_celery.py `requests_app/searches/states.py`\n\n"
        "```\n[only text](nowhere.md)\n```\n",
        encoding="utf-8",
    )
    code, said = run("--check")
    assert code == 0, said


def test_a_threat_that_no_test_tries_is_told(run: Run, checkout: Path) -> None:
    path = checkout / "docs" / "threat-model.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            "\n## ", "\n## 99. Somebody flies over the wall\n\nNothing stops it.\n\n## ", 1
        ),
        encoding="utf-8",
    )
    code, said = run("--check")
    assert code != 0
    assert "no test is named for the threat “99. Somebody flies over the wall”" in said


def test_the_states_say_what_was_promised(checkout: Path) -> None:
    text = (checkout / "docs" / "generated" / "states.md").read_text(encoding="utf-8")
    assert "    AWAITING_DECISION --> APPROVED: approve\n" in text
    assert "    DRAFT --> APPROVED" not in text
    found = rows(checkout, "states.md")
    assert [
        "`SEARCH_FAILED`", "retry", "`APPROVED`", "operator", "`search.retried`"
    ] in found  # fmt: skip
    assert ["`AWAITING_DECISION`", "`APPROVED`", "`countersign_web`"] in found
    assert ["`AWAITING_DECISION`", "`APPROVED`", "`countersign_dispatcher`"] not in found


def test_the_rights_say_what_was_promised(checkout: Path) -> None:
    held = {row[0]: row[1:] for row in rows(checkout, "database-rights.md")}
    # In order: web, worker, dispatcher, auditor, sequencer.
    assert held["`searches_decision`"] == ["read, add", "read", "read", "read", "–"]
    assert held["`searches_contentkey`"] == ["read, add", "–", "read", "–", "–"]
    assert held["`audit.append(text,jsonb)`"] == ["call", "call", "call", "–", "call"]
    assert held["`audit.opening`"] == ["–", "–", "–", "read", "–"]
    assert held["`audit.leaf`"] == ["read", "read", "read", "read", "read, add"]
    assert held["`audit.tile`"][-1] == "read, add, change (hashes)"


def test_the_addresses_say_who_may_open_them(checkout: Path) -> None:
    held = {row[0]: row[2] for row in rows(checkout, "urls.md")}
    assert held["`/account/sign-in/`"] == "anybody, signed in or not"
    assert held["`/audit/exports/`"] == "`oversight`, `privacy_auditor`"
    assert held["`/examinations/<uuid:pk>/`"] == "`examiner`"
    assert (
        held["`/decisions/<slug:capacity>/<uuid:pk>/`"]
        == "the one that the address names of `privacy_officer`, `supervisor`"
    )
    # Whoever is signed in without any role reaches the way in, notices, their own account, and how a receipt is
    # checked, for which no role is needed outside either.
    without_role = {address for address, rule in held.items() if rule == "anybody who is signed in"}
    assert {address.strip("`").split("/")[1] for address in without_role} == {
        "",
        "notices",
        "receipts",
        "account",
    }


def test_the_events_say_what_was_promised(checkout: Path) -> None:
    held = {row[0]: row for row in rows(checkout, "events.md")}
    assert held["`search.approved`"][4:] == ["web", "`AWAITING_DECISION → APPROVED`"]
    assert held["`search.result_received`"][4:] == ["dispatcher", "`FORWARDING → RESULT_RECEIVED`"]
    assert "`probe_opened`" in held["`search.refused`"][2]


def test_the_roles_say_who_stands_alone(checkout: Path) -> None:
    held = {row[0]: row for row in rows(checkout, "access.md") if len(row) == 4}
    assert held["`privacy_auditor`"][2] == "no"
    assert held["`officer`"][2:] == ["yes", "`/requests/`"]


def test_every_setting_that_is_read_is_told_to_whoever_installs() -> None:
    read: set[str] = set()
    for path in (ROOT / "config").rglob("*.py"):
        found = re.findall(
            r"env\.\w+\(\s*f?\"(COUNTERSIGN_[A-Z_]+)", path.read_text(encoding="utf-8")
        )
        read.update(found)
    assert len(read) > 40
    told = set(
        re.findall(
            r"COUNTERSIGN_[A-Z_]+", (ROOT / "docs" / "production.md").read_text(encoding="utf-8")
        )
    )
    # The passwords' settings are named by login; their common beginning is read.
    assert {name for name in read if not any(each.startswith(name) for each in told)} == set()
