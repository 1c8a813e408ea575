"""`make catalogue`: writes the listing of the database that the migrations make, beside the tests.

With `--dump NAME` also a dump of an installed database of this version, for the tests of upgrades.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
from pathlib import Path

import django

INSTALLED = Path(__file__).parent / "installed"
NEWER_THAN_15 = ("SET transaction_timeout", "\\restrict", "\\unrestrict")
"""What the dump of a newer PostgreSQL says and version 15, the oldest that we support, cannot read."""


def main() -> None:
    """Make a throw-away cluster, bootstrap a database in it, and write down what is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--dump", metavar="NAME", help="write tests/database/installed/NAME.sql too"
    )
    asked = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    django.setup()
    # After the set-up, which they need.
    from requests_app.ops import bootstrap
    from requests_app.trial.embedded import postgres, processes
    from tests import conftest, support
    from tests.database import catalogue

    with tempfile.TemporaryDirectory(prefix="countersign-catalogue-") as folder:
        place = Path(folder)
        place.chmod(0o755)
        server = postgres.Postgres(
            place / "postgres", processes.free_port(), support.SUPERUSER_PASSWORD, durable=False
        )
        server.start()
        try:
            support.place.port, support.place.database = server.port, conftest.TEMPLATE
            plan = bootstrap.Plan(server.url(), conftest.TEMPLATE, support.PASSWORDS, kind="trial")
            bootstrap.bootstrap(plan, verbosity=0)
            with support.raw_connection("superuser") as connection:
                catalogue.keep(catalogue.read(connection))
            if asked.dump:
                _fill(server.port, place)
                INSTALLED.mkdir(exist_ok=True)
                (INSTALLED / f"{asked.dump}.sql").write_text(_dump(server), encoding="utf-8")
        finally:
            server.stop()


def _fill(port: int, place: Path) -> None:
    """Let a very small agency work: two administrators, an officer, a draft. Pictures would be large."""
    from django.conf import settings
    from django.db import connections

    from requests_app.common import clock
    from requests_app.trial.demo import configuration, driving, stories
    from requests_app.trial.embedded import secrets
    from tests import conftest, support
    from tests.accounts import agency

    settings.COUNTERSIGN_CONTENT_KEY_FILE = str(secrets.make(place / "secrets").content_key)
    conftest.point_django_at(port, conftest.TEMPLATE)
    with support.connected_as("owner"):
        configuration.register(matcher_url="http://127.0.0.1:1")
        founded = agency.found()
    officer = founded.account("officer")
    answers = stories.answers(1, today=clock.now().date())
    driving.drafted(agency.acting(officer, "officer"), answers, number=1, with_picture=False)
    connections.close_all()


def _dump(server: object) -> str:
    from requests_app.trial.embedded import postgres
    from tests import conftest

    assert isinstance(server, postgres.Postgres)
    done = subprocess.run(
        [
            postgres.binaries() / "pg_dump", "--inserts", "--rows-per-insert=50",
            server.url(conftest.TEMPLATE),
        ],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    lines = (
        line
        for line in done.stdout.splitlines()
        if line and not line.startswith(("--", *NEWER_THAN_15))
    )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
