"""A log that cannot take an event stops the use case: nothing of it commits. And no secret goes in."""

from __future__ import annotations

import hashlib
import hmac
import json

import pytest
from django.db import DatabaseError
from django.test import Client

from requests_app.accounts.actors import system_actor
from requests_app.audit import recorder
from requests_app.dispatch.models import Dispatch
from requests_app.tlog.hashing import leaf_hash
from requests_app.wire import entry as wire_entry
from requests_app.workflow import claim, decide, forward, submit, withdraw
from requests_app.workflow.reading import decision_page, pictures
from tests import builders
from tests.support import connected_as, raw_connection, sql


@pytest.fixture
def failing_log(monkeypatch):
    """A switch that makes the recorder fail for the nth event from then on."""

    def switch(nth: int = 1) -> None:
        real, seen = recorder.record, []

        def record(*args, **kwargs):
            seen.append(1)
            if len(seen) >= nth:
                raise DatabaseError("the log is away")
            return real(*args, **kwargs)

        monkeypatch.setattr(recorder, "record", record)

    return switch


def everything() -> dict[str, list[str]]:
    """Every row of every table but sessions, as text."""
    with raw_connection("superuser") as connection:
        tables = connection.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname IN"
            " ('public', 'audit') AND tablename <> 'django_session' ORDER BY 1"
        ).fetchall()
        return {
            table: [
                row for (row,) in connection.execute(f"SELECT t::text FROM {table} t ORDER BY 1")
            ]
            for (table,) in tables
        }


def _check(act, failing_log, nth=1) -> None:
    before = everything()
    failing_log(nth)
    with pytest.raises(DatabaseError):
        act()
    assert everything() == before


@pytest.mark.parametrize("nth", [1, 2])
def test_submit(agency, failing_log, nth):
    row = builders.drafted(agency)
    actor = agency.actor("officer")
    declared = builders.driving.declared(row)
    _check(
        lambda: submit.submit(actor=actor, search_request_id=row.id, declared=declared),
        failing_log,
        nth,
    )


def test_withdraw(agency, failing_log):
    row = builders.submitted(agency)
    actor = agency.actor("officer")
    _check(lambda: withdraw.withdraw(actor=actor, search_request_id=row.id), failing_log)


@pytest.mark.parametrize("outcome", ["approve", "return", "refuse"])
def test_decide(agency, failing_log, outcome):
    row, actor = builders.submitted(agency), agency.actor("supervisor")
    claim.claim(actor=actor, search_request_id=row.id)
    page = decision_page.open_decision_page(actor=actor, search_request_id=row.id)
    pictures.open_probe(actor=actor, search_request_id=row.id)
    _check(
        lambda: decide.decide(
            actor=actor,
            search_request_id=row.id,
            outcome=outcome,
            reading_id=page.reading_id,
            reasons=builders.reasons(message="Say who took the second statement, and when it was."),
        ),
        failing_log,
    )


@pytest.mark.parametrize("nth", [1, 2])
def test_forward_sends_nothing(agency, matcher, failing_log, nth):
    row = builders.approved(agency)
    before = everything()
    with connected_as("dispatcher"):
        search_id = Dispatch.objects.get(search_request=row).search_id
        failing_log(nth)
        with pytest.raises(DatabaseError):
            forward.forward(
                actor=system_actor("dispatcher"),
                owner="test",
                search_id=search_id,
                search_request_id=row.id,
            )
    after = everything()
    changed = {table for table in after if after[table] != before[table]}
    assert not changed, changed


def test_no_session_key_and_no_address_stands_in_the_log(agency):
    client = Client(REMOTE_ADDR="127.0.0.77")
    client.force_login(
        agency.people["auditor"], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert client.get("/audit/log/").status_code == 200
    key = client.session.session_key
    entries = [
        text for (text,) in sql("auditor", "SELECT convert_from(entry, 'UTF8') FROM audit.event")
    ]
    assert entries
    assert not any(key in text or "127.0.0.77" in text for text in entries)
    body = json.loads(entries[-1])["body"]
    assert len(body["who"]["session"]) == 64
    assert body["who"]["session"] != hashlib.sha256(key.encode()).hexdigest()
    opened = sql(
        "auditor",
        "SELECT key, value FROM audit.opening WHERE field = 'source' ORDER BY event_id DESC LIMIT 1",
    )
    stands_for = hmac.new(bytes(opened[0][0]), opened[0][1].encode(), hashlib.sha256).hexdigest()
    assert body["commitments"]["source"] == stands_for
    assert opened[0][1] == "127.0.0.77"


def test_every_entry_parses_hashes_and_follows_its_forerunner(agency):
    builders.approved(agency)
    last: dict[str, tuple[int, str]] = {}
    rows = sql("auditor", "SELECT id, entry, leaf_hash FROM audit.event ORDER BY id")
    for number, entry, leaf in rows:
        parsed = wire_entry.parse(bytes(entry))
        assert parsed.event_id == number
        assert (
            bytes(leaf) == leaf_hash(bytes(entry)) == hashlib.sha256(b"\0" + bytes(entry)).digest()
        )
        about = parsed.body.request_id
        if about:
            count, before = last.get(about, (0, None))
            assert (parsed.request_seq, parsed.previous) == (count + 1, before)
            last[about] = (parsed.request_seq, bytes(leaf).hex())
    openings = sql("auditor", "SELECT event_id, field, key, value FROM audit.opening")
    stored = {number: wire_entry.parse(bytes(entry)) for number, entry, _leaf in rows}
    for number, field, key, value in openings:
        made = hmac.new(bytes(key), value.encode(), hashlib.sha256).hexdigest()
        assert stored[number].body.commitments[field] == made
