"""How long the candidates of one text take among 100,000 of its unit, as a ratio to one row by its key.

Starts a throw-away PostgreSQL, makes the rows by SQL, prints, and leaves nothing; sets no threshold.
"""

from __future__ import annotations

import os
import secrets
import shutil
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"

import django
import psycopg

django.setup()

from django.db import connection  # noqa: E402

from requests_app.common import clock  # noqa: E402
from requests_app.ops import bootstrap, logins  # noqa: E402
from requests_app.searches import alike, signatures  # noqa: E402
from requests_app.searches.models import SearchRequest  # noqa: E402
from requests_app.trial.embedded import postgres, processes  # noqa: E402

ROWS = int(os.environ.get("BENCH_ROWS", "100000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "15"))
PASSWORDS = {login: f"password-of-{login}" for login in logins.LOGINS}
DATABASE = "bench"
MANY = 10_000
"""So many texts are equal to one that is asked for, and as many nearly equal to another."""

# A row takes each band from one text that is asked for with a chance of its own, and else at random.
FILL = """
INSERT INTO searches_textsignature
  (id, search_request_id, version, field, submitted_at, words, bands)
SELECT gen_random_uuid(), gen_random_uuid(), 1, 'objective', now() - random() * interval '364 days',
  CASE WHEN %(words)s <> '' THEN %(words)s ELSE md5(random()::text) || md5(random()::text) END,
  (SELECT array_agg(CASE WHEN random() < %(share)s AND n > 0 THEN theirs
                         ELSE (random() * 9e18)::bigint END ORDER BY place)
   FROM unnest(%(bands)s::bigint[]) WITH ORDINALITY AS one_of(theirs, place))
FROM generate_series(1, %(rows)s) AS n
"""
CONTROL = "SELECT search_request_id, version FROM searches_textsignature WHERE id = %s"


def asked_for() -> signatures.Signature:
    """The signature of some text."""
    text = f"A text that nobody wrote before, made for this measurement alone: {secrets.token_hex(200)}"
    made = signatures.signature(uuid.uuid4(), "objective", text)
    if made is None:
        raise RuntimeError("the text is too short")
    return made


def median(work: Callable[[], object]) -> float:
    """Milliseconds that it takes, the first turns left out."""
    took = []
    for turn in range(ROUNDS + 3):
        begun = time.perf_counter()
        work()
        if turn >= 3:
            took.append((time.perf_counter() - begun) * 1000)
    return statistics.median(took)


def main() -> None:
    """Fill the table for each kind of text, ask for it, and print medians beside the control's."""
    folder = Path(tempfile.mkdtemp(prefix="countersign-bench-"))
    folder.chmod(0o755)
    server = postgres.Postgres(
        folder / "postgres",
        port=processes.free_port(),
        password="bench",  # noqa: S106
    )
    try:
        server.start()
        plan = bootstrap.Plan(server.url(), DATABASE, PASSWORDS, kind="trial")
        bootstrap.bootstrap(plan, verbosity=0)
        # What is asked for -> in how many rows, with which share of its bands, and whether its words.
        kinds = {
            "unrelated texts": (asked_for(), 0, 0.0, False),
            "one in a hundred shares a band": (asked_for(), ROWS, 0.00016, False),
            "stock phrases: one in three does": (asked_for(), ROWS, 0.0063, False),
            f"{MANY} nearly equal": (asked_for(), MANY, 0.4, False),
            f"{MANY} equal": (asked_for(), MANY, 1.0, True),
        }
        for name, (signature, rows, share, equal) in kinds.items():
            with psycopg.connect(server.url(), dbname=DATABASE, autocommit=True) as filling:
                filling.execute("SET session_replication_role = replica")
                filling.execute("ALTER TABLE searches_textsignature DISABLE TRIGGER USER")
                filling.execute("TRUNCATE searches_textsignature")
                filling.execute("DROP INDEX text_bands")  # made again when all rows are there
                for many, part, same in ((rows, share, equal), (ROWS - rows, 0.0, False)):
                    filling.execute(
                        FILL,
                        {"rows": many, "share": part, "bands": list(signature.bands),
                         "words": signature.words if same else ""},
                    )  # fmt: skip
                filling.execute(
                    "CREATE INDEX text_bands ON searches_textsignature"
                    " USING gin (bands) WITH (fastupdate = off)"
                )
                filling.execute("VACUUM ANALYZE searches_textsignature")
                ((some,),) = filling.execute(
                    "SELECT id FROM searches_textsignature LIMIT 1"
                ).fetchall()
                ((size,),) = filling.execute(
                    "SELECT pg_size_pretty(pg_total_relation_size('searches_textsignature'))"
                ).fetchall()
            row, before = SearchRequest(id=uuid.uuid4()), clock.now() + timedelta(days=1)
            with logins.connected(**bootstrap.as_owner(plan)):

                def control() -> None:
                    with connection.cursor() as cursor:
                        cursor.execute(CONTROL, [some])  # noqa: B023
                        cursor.fetchall()

                def ask() -> None:
                    alike.candidates(row, signature, before=before)  # noqa: B023

                beside, asked = median(control), median(ask)
            print(
                f"{ROWS} texts ({size}), {name:34} {asked:7.1f} ms"
                f"  {asked / beside:6.1f} of one row by its key ({beside:.2f} ms)"
            )
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
