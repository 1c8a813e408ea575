"""A dump of the log, restored into another cluster: it is noticed, and nothing is missed or believed of an old act.

On two real clusters, by pg_dump and psql.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from requests_app.audit.sequencer import OtherCluster, is_in_its_cluster, take_over_cluster
from requests_app.trial.embedded import postgres
from tests.audit import clusters
from tests.audit.bodies import append, body, is_refused, written
from tests.audit.sequencing import an_event, as_sequencer, check_whole, drain
from tests.support import connected_as, raw_connection, sql

BURN_TRANSACTION_IDS = (
    "DO $$ BEGIN FOR i IN 1..20000 LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$"
)


@pytest.fixture
def dumped(database: str, postgres_server: postgres.Postgres, tmp_path: Path) -> Path:
    """A dump of a log of which a part has its leaves and a part has not."""
    with raw_connection("superuser", autocommit=True) as superuser:
        superuser.execute(BURN_TRANSACTION_IDS)
    for _ in range(300):
        an_event()
    with as_sequencer() as sequencer:
        drain(sequencer)
    for _ in range(5):
        an_event()
    return clusters.dump(postgres_server, database, tmp_path / "dump.sql")


@pytest.fixture
def restored(dumped: Path, services_folder: Path) -> Iterator[None]:
    """The dump in a cluster of its own, which the rest of the test works in; its transaction ids are low."""
    with clusters.restored_elsewhere(dumped, services_folder):
        yield


def _highest_transaction() -> int:
    return int(sql("owner", "SELECT max(xid::text::bigint) FROM audit.event")[0][0])


@pytest.mark.usefixtures("restored")
def test_it_is_noticed_swept_and_gone_on_with() -> None:
    with raw_connection("web") as web:
        row = web.execute("SELECT pg_current_xact_id()::text::bigint").fetchone()
    assert row is not None
    assert row[0] < _highest_transaction()  # or this test shows nothing
    with as_sequencer() as sequencer:
        assert not is_in_its_cluster()
        with pytest.raises(OtherCluster):
            sequencer.step()
        new = an_event()  # appended before anybody noticed
        assert take_over_cluster() == 6
        assert is_in_its_cluster()
        with pytest.raises(psycopg.Error):
            sql("sequencer", "SELECT audit.take_over_cluster()")  # not twice
        drain(sequencer)
        later = an_event()
        drain(sequencer)
    ids = check_whole()
    assert ids == sorted(ids)
    assert ids[-3] == new
    assert ids[-1] == later
    said = sql("auditor", "SELECT code, login, convert_from(entry, 'UTF8')::jsonb #> '{body,facts}'"
               " FROM audit.event WHERE id = %s", [ids[-2]])  # fmt: skip
    assert said[0][:2] == ("log.cluster_changed", "countersign_sequencer")
    assert said[0][2]["count"] == 6
    assert said[0][2]["before"] != said[0][2]["after"]


@pytest.mark.usefixtures("restored")
def test_no_old_event_passes_for_one_of_the_transaction_that_has_its_number_now() -> None:
    old = written(body("demo.seeded", facts={"requests": 1}))
    wanted = "SELECT audit.said_now(ARRAY['session.ended'])"
    with connected_as("sequencer"):
        take_over_cluster()
    ((events, kept),) = sql(
        "owner", "SELECT count(*), count(*) FILTER (WHERE xid = '1') FROM audit.event"
    )
    assert kept == events - 1  # all but the one that tells of the new cluster
    with raw_connection("owner") as owner:
        owner.execute("SELECT pg_current_xact_id()")
        assert owner.execute(wanted).fetchone() == (False,)
    assert not is_refused("web", written(body("session.ended", facts={"cause": "x"})))
    assert is_refused("sequencer", old)
    append("web", written(body("session.ended", facts={"cause": "x"})))
