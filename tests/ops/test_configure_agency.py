"""An agency's file brought into the registry by the command that an agency runs, as a process.

Must not call the use case: what counts is what is printed, what the tables hold, what the log says.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from requests_app.ops import logins
from tests.support import PASSWORDS, place, sql

ROOT = Path(__file__).parents[2]
EXAMPLE = (ROOT / "docs" / "examples" / "agency.toml").read_text(encoding="utf-8")


def configure(tmp_path: Path, text: str) -> tuple[int, str]:
    """Run the command on a file with this text; returns its exit code and what it printed."""
    file = tmp_path / "agency.toml"
    file.write_text(text, encoding="utf-8")
    word = PASSWORDS[logins.OWNER]
    sql("owner", "UPDATE ops_installation SET kind = 'production'")
    done = subprocess.run(
        [sys.executable, "manage.py", "configure_agency", str(file)],
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "config.settings.production",
            "COUNTERSIGN_PROCESS": "owner",
            "COUNTERSIGN_ADMIN_DATABASE_URL": (
                f"postgresql://{logins.OWNER}:{word}@127.0.0.1:{place.port}/{place.database}"
            ),
            "COUNTERSIGN_DATABASE_NAME": place.database,
            "COUNTERSIGN_DATABASE_PASSWORD_OWNER": word,
        },
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def events() -> list[tuple[str, str | None]]:
    return [
        (str(code), object_id)
        for code, object_id in sql(
            "superuser",
            "SELECT code, object_id FROM audit.event WHERE code LIKE 'registry.%%' ORDER BY id",
        )
    ]


def test_the_example_is_registered_and_recorded(database: str, tmp_path: Path) -> None:
    code, said = configure(tmp_path, EXAMPLE)
    assert code == 0, said
    assert "gallery booking-photographs: registered" in said
    assert sql("superuser", "SELECT code, is_demo, is_active FROM registry_matcher") == [
        ("central", False, True)
    ]
    assert sql("superuser", "SELECT code, allow_listed FROM registry_gallery") == [
        ("booking-photographs", True)
    ]
    assert events() == [
        ("registry.changed", "agency"),
        ("registry.changed", "central"),
        ("registry.changed", "booking-photographs"),
        ("registry.changed", "booking-legal-review"),
        ("registry.changed", "booking-assessment"),
        ("registry.changed", "booking-collection"),
        ("registry.changed", "central-accuracy"),
        ("registry.changed", "central-groups"),
        ("registry.changed", "central-probes"),
        ("registry.changed", "central-contract"),
        ("registry.changed", "refused"),
        ("registry.changed", "minimum_period"),
        ("registry.changed", "with_case_file"),
        ("registry.changed", "person_at_risk"),
        ("registry.configured", None),
    ]


def test_a_second_time_changes_nothing_and_a_change_is_one_event(
    database: str, tmp_path: Path
) -> None:
    configure(tmp_path, EXAMPLE)
    code, said = configure(tmp_path, EXAMPLE)
    assert (code, "Everything was so already." in said) == (0, True)
    code, said = configure(tmp_path, EXAMPLE.replace("size = 250000", "size = 250001"))
    assert "gallery booking-photographs: changed" in said
    assert sql("superuser", "SELECT size FROM registry_gallery") == [(250001,)]
    assert events()[-2:] == [
        ("registry.changed", "booking-photographs"),
        ("registry.configured", None),
    ]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[agency]", "[agency", "not TOML"),
        ("size = 250000", "sise = 250000", "'sise' is not known"),
        ("size = 250000", "", "'size' is missing"),
        ("candidate_max = 50", "candidate_max = 51", "gallery booking-photographs"),
        ("candidate_min = 2", "candidate_min = 30", "gallery booking-photographs"),
        ("https://matcher.agency.example", "http://matcher.agency.example", "https"),
        ("[[gallery]]", "[gallery]", "[[gallery]]"),
        ('acquisition = "booking_photo"', 'acquisition = "found"', "'acquisition'"),
        ('matcher = "central"', 'matcher = "other"', "neither the file nor the"),
        ('gallery = "booking-photographs"', 'gallery = "other"', "add a [[gallery]]"),
        (
            'code = "central-groups"\nkind = "differential_report"',
            'code = "central-groups"\nkind = "accuracy_report"',
            "are of one kind and about the same thing",
        ),
        ("is_active = true", "is_active = true\nis_demo = true", "'is_demo' is not known"),
        ("read_timeout_seconds = 60", 'read_timeout_seconds = "soon"', "read_timeout_seconds"),
    ],
)
def test_a_file_with_one_thing_wrong_changes_nothing(
    database: str, tmp_path: Path, old: str, new: str, words: str
) -> None:
    assert old in EXAMPLE
    code, said = configure(tmp_path, EXAMPLE.replace(old, new))
    assert code == 1
    assert words in said
    assert "Nothing was changed" in said
    assert "Traceback" not in said
    assert sql("superuser", "SELECT count(*) FROM registry_gallery") == [(0,)]
    assert sql("superuser", "SELECT count(*) FROM registry_matcher") == [(0,)]


@pytest.mark.parametrize("login", ["web", "worker", "dispatcher", "auditor"])
def test_no_process_can_add_a_gallery_or_move_a_matcher(
    database: str, tmp_path: Path, login: str
) -> None:
    configure(tmp_path, EXAMPLE)
    for statement in (
        "UPDATE registry_matcher SET base_url = 'https://elsewhere.example'",
        "UPDATE registry_gallery SET allow_listed = true",
        "INSERT INTO registry_gallery SELECT * FROM registry_gallery",
        "DELETE FROM registry_matcher",
    ):
        with pytest.raises(Exception, match="permission denied"):
            sql(login, statement)
