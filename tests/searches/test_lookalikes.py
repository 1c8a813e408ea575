"""Pictures that look the same are found by indexes: all within 20 bits and no other, without reading the table.

What is to be found is counted here by comparing each hash with each; no band or order of ours is read.
"""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from psycopg import errors

from requests_app.ops import bootstrap, logins
from requests_app.searches import alike_pictures
from requests_app.searches.models import ProbeFingerprint
from requests_app.trial.embedded.postgres import Postgres
from tests import support
from tests.database.test_catalogue import DUMPS
from tests.support import raw_connection, sql

FARTHEST = 20
STEP = 125
"""The n-th bit of the stored order is this times n, modulo 256, of the hash: as `searches` 0020 says."""
BANDS = (23, 23, 23, 24, 23, 23, 23, 24, 23, 23, 24)
"""How many bits of the stored order are in each band, by the same migration."""

Hashes = dict[uuid.UUID, int]

STORE = """
INSERT INTO searches_probefingerprint (probe_id, digest_lookup, perceptual_hash)
SELECT * FROM unnest(%s::uuid[], %s::text[], %s::text[])
"""
GUARDS = """
SELECT tgname FROM pg_trigger
WHERE tgrelid = 'searches_probefingerprint'::regclass AND NOT tgisinternal AND tgenabled = 'A'
"""


def as_stored(value: int) -> str:
    return f"{value:064x}"


def store(hashes: Hashes, connected: psycopg.Connection[Any] | None = None) -> None:
    """Store fingerprints that belong to no probe, past every guard."""
    with connected or raw_connection("superuser") as connection:
        connection.execute("SET session_replication_role = replica")
        guards = connection.execute(GUARDS).fetchall()
        for (guard,) in guards:
            connection.execute(f"ALTER TABLE searches_probefingerprint DISABLE TRIGGER {guard}")
        values = [as_stored(value) for value in hashes.values()]
        connection.execute(STORE, [list(hashes), values, values])
        for (guard,) in guards:
            connection.execute(
                f"ALTER TABLE searches_probefingerprint ENABLE ALWAYS TRIGGER {guard}"
            )


def named(values: Iterable[int]) -> Hashes:
    return {uuid.uuid4(): value for value in values}


def apart(one: int, other: int) -> int:
    return bin(one ^ other).count("1")


def differing(value: int, places: Iterable[int]) -> int:
    """The hash with these bits turned, counted from the first."""
    for place in places:
        value ^= 1 << 255 - place
    return value


def of_portrait(chance: random.Random) -> int:
    """A hash like that of a face before a flat background: whole runs of bits are equal, the middle is not."""
    side = chance.choice("01")
    rows = []
    for row in range(16):
        left, right = sorted(chance.sample(range(3, 14), 2)) if 2 < row < 14 else (8, 8)
        middle = "".join(chance.choice("01") for _ in range(right - left))
        rows.append(side * left + middle + side * (16 - right))
    return int("".join(rows), 2)


def alike(value: int) -> set[uuid.UUID]:
    """What the search finds for a hash that is stored."""
    stored = ProbeFingerprint.objects.filter(perceptual_hash=as_stored(value)).first()
    assert stored is not None
    return alike_pictures.probes_alike(stored.spread_bits)


def found_by_comparing_all(hashes: Hashes, value: int) -> set[uuid.UUID]:
    return {probe for probe, each in hashes.items() if apart(value, each) <= FARTHEST}


def test_what_is_found_is_what_a_comparison_with_every_hash_finds(database: str) -> None:
    chance = random.Random(20)
    strangers = [chance.getrandbits(256) for _ in range(300)]
    portraits = [of_portrait(chance) for _ in range(1500)]
    flat = [0, 2**256 - 1]
    centres = [*strangers[:6], *portraits[:12], *flat]
    near = [
        differing(centre, chance.sample(range(256), distance))
        for centre in centres
        for distance in range(25)
        for _ in range(3)
    ]
    hashes = named([*strangers, *portraits, *flat, *near])
    store(hashes)
    at_the_edge = 0
    for value in [*centres, *chance.sample(near, 60), *chance.sample(portraits, 30)]:
        expected = found_by_comparing_all(hashes, value)
        at_the_edge += sum(apart(value, hashes[each]) == FARTHEST for each in expected)
        assert alike(value) == expected
    assert at_the_edge > 50


def bands() -> list[list[int]]:
    """The places in the hash of the bits of each band."""
    order = [STEP * place % 256 for place in range(256)]
    cut = iter(order)
    return [[next(cut) for _ in range(length)] for length in BANDS]


def spread_evenly(many: int) -> list[int]:
    """As many places, one of each band in turn."""
    each = bands()
    return [each[turn % 11][turn // 11] for turn in range(many)]


def two_of_each_but(spared: int) -> list[int]:
    """Twenty places: two of each band but one, so that no other band is nearly equal."""
    return [place for band, of in enumerate(bands()) if band != spared for place in of[3:5]]


LAID_OUT = {
    "beside each other": list(range(100, 121)),
    "the first": list(range(21)),
    "the last": list(range(235, 256)),
    "a column": [*range(5, 256, 16), *range(6, 80, 16)],
    "one of each band in turn": spread_evenly(21),
} | {
    f"two of each band but band {spared + 1}": [*two_of_each_but(spared), bands()[spared][7]]
    for spared in range(11)
} | {f"all in band {number + 1}": of[:21] for number, of in enumerate(bands())}  # fmt: skip


@pytest.mark.parametrize("places", LAID_OUT.values(), ids=LAID_OUT)
def test_twenty_bits_are_found_and_twenty_one_are_not_wherever_they_lie(
    lookalikes_of: dict[str, Any], places: list[int]
) -> None:
    assert len(set(places)) == FARTHEST + 1
    for value in lookalikes_of["centres"]:
        found = {lookalikes_of["hashes"][each] for each in alike(value)}
        assert differing(value, places[:FARTHEST]) in found
        assert differing(value, places) not in found


@pytest.fixture
def lookalikes_of(database: str) -> dict[str, Any]:
    """Every layout of bits around three hashes, stored."""
    chance = random.Random(21)
    centres = [0, of_portrait(chance), chance.getrandbits(256)]
    values = {
        differing(value, places[:many])
        for value in centres
        for places in LAID_OUT.values()
        for many in (0, FARTHEST, FARTHEST + 1)
    }
    hashes = named(values)
    store(hashes)
    return {"centres": centres, "hashes": hashes}


@pytest.mark.parametrize("vacuumed", [True, False], ids=["vacuumed", "analysed only"])
def test_the_indexes_are_asked_and_the_table_is_not_read(database: str, vacuumed: bool) -> None:
    chance = random.Random(22)
    crowd = of_portrait(chance)
    values = [of_portrait(chance) for _ in range(20_000)]
    values += [differing(crowd, chance.sample(range(256), 30)) for _ in range(4_000)]
    store(named([*values, crowd]))
    with raw_connection("superuser", autocommit=True) as administrator:
        # The cluster of the tests commits before it writes; a row is known to all only once it is written.
        administrator.execute("CHECKPOINT")
        administrator.execute(f"{'VACUUM' if vacuumed else ''} ANALYZE searches_probefingerprint")
    for value in (crowd, values[0]):
        bits = ProbeFingerprint.objects.get(perceptual_hash=as_stored(value)).spread_bits
        with CaptureQueriesContext(connection) as asked:
            alike_pictures.probes_alike(bits)
        (statement,) = [each["sql"] for each in asked.captured_queries]
        ((plan,),) = sql("web", "EXPLAIN (FORMAT JSON) " + statement.replace("%", "%%"))
        nodes = list(parts(json.loads(plan) if isinstance(plan, str) else plan))
        reads = [node for node in nodes if "Relation Name" in node or "Index Name" in node]
        assert {node["Node Type"] for node in reads} <= {
            "Index Only Scan", "Index Scan", "Bitmap Index Scan", "Bitmap Heap Scan",
        }  # fmt: skip
        assert {node["Index Name"] for node in reads if "Index Name" in node} == {
            f"fingerprint_band_{band:02d}" for band in range(1, 12)
        }
        if vacuumed:
            assert {node["Node Type"] for node in reads} == {"Index Only Scan"}


def parts(plan: Any) -> Iterator[dict[str, Any]]:
    """Every node of a plan."""
    if isinstance(plan, list):
        for each in plan:
            yield from parts(each)
    elif "Plan" in plan:
        yield from parts(plan["Plan"])
    else:
        yield plan
        yield from parts(plan.get("Plans", []))


def in_stored_order(value: int) -> str:
    """The bits of a hash in the order in which they are stored."""
    bits = f"{value:0256b}"
    return "".join(bits[STEP * place % 256] for place in range(256))


def test_a_process_cannot_write_bits_that_do_not_fit_the_hash(database: str) -> None:
    value = of_portrait(random.Random(23))
    store(named([value]))
    assert sql("web", "SELECT spread_bits::text FROM searches_probefingerprint") == [
        (in_stored_order(value),)
    ]
    columns = "probe_id, digest_lookup, perceptual_hash"
    fits = f"gen_random_uuid(), 'd', '{as_stored(value)}'"
    for login in ("web", "owner", "superuser"):
        with pytest.raises(errors.GeneratedAlways):
            sql(login, f"INSERT INTO searches_probefingerprint ({columns}, spread_bits)"
                       f" VALUES ({fits}, repeat('0', 256)::bit(256))")  # fmt: skip
    change = "UPDATE searches_probefingerprint SET {} = {}"
    with pytest.raises(errors.InsufficientPrivilege):
        sql("web", change.format("perceptual_hash", "repeat('0', 64)"))
    for login in ("owner", "superuser"):
        with pytest.raises(errors.GeneratedAlways):
            sql(login, change.format("spread_bits", "repeat('0', 256)::bit(256)"))


@pytest.mark.parametrize("broken", ["", "0" * 63, "0" * 63 + "g", "A" * 64, "0" * 60 + "  00"])
def test_a_hash_of_other_than_256_bits_is_refused(database: str, broken: str) -> None:
    with pytest.raises((errors.CheckViolation, errors.InvalidTextRepresentation)):
        sql("web", "INSERT INTO searches_probefingerprint (probe_id, digest_lookup, perceptual_hash)"
                   " VALUES (gen_random_uuid(), 'd', %s)", [broken])  # fmt: skip


def test_a_fingerprint_that_goes_is_no_longer_found(database: str) -> None:
    value = of_portrait(random.Random(24))
    other = differing(value, [3, 4])
    hashes = named([value, other])
    store(hashes)
    assert alike(value) == set(hashes)
    gone = next(probe for probe, each in hashes.items() if each == other)
    sql("superuser", "DELETE FROM searches_probefingerprint WHERE probe_id = %s", [gone])
    assert alike(value) == set(hashes) - {gone}


def test_fingerprints_of_an_installed_database_are_found_after_its_upgrade(
    postgres_server: Postgres, migrated_template: str, django_db_blocker: Any
) -> None:
    chance = random.Random(25)
    centre = of_portrait(chance)
    near = [differing(centre, chance.sample(range(256), distance)) for distance in range(25)]
    hashes = named([of_portrait(chance) for _ in range(50)] + near)
    name = "test_upgraded_fingerprints"
    with psycopg.connect(postgres_server.url(), autocommit=True) as administrator:
        administrator.execute(f"CREATE DATABASE {name} OWNER {logins.OWNER} TEMPLATE template0")
        try:
            with psycopg.connect(postgres_server.url(name), autocommit=True) as installed:
                installed.execute(DUMPS[-1].read_text(encoding="utf-8"))
            # The dump empties the search path of its own connection.
            store(hashes, psycopg.connect(postgres_server.url(name)))
            plan = bootstrap.Plan(postgres_server.url(), name, support.PASSWORDS, kind="trial")
            with django_db_blocker.unblock():
                bootstrap.bootstrap(plan, verbosity=0)
                with logins.connected(**bootstrap.as_owner(plan)):
                    found = alike(centre)
                    stored = dict(
                        ProbeFingerprint.objects.values_list("perceptual_hash", "spread_bits")
                    )
        finally:
            connections.close_all()
            administrator.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    assert found == found_by_comparing_all(hashes, centre)
    assert len(found) == 21
    assert stored == {as_stored(value): in_stored_order(value) for value in hashes.values()}
