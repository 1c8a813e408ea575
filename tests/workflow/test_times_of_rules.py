"""What a rule keeps is kept, and a decision that it wants soon lapses soon: from the pack to the database.

Days pass by moving the day on which a request ended, as nobody but the database's superuser can.
"""

from __future__ import annotations

import hashlib
import html
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.test import override_settings

from requests_app.common.errors import PreconditionFailed
from requests_app.registry import selectors as registry
from requests_app.searches import content
from requests_app.searches.models import CheckRun, SearchRequest
from requests_app.workflow import destroy
from tests import builders
from tests.builders import InventedAgency
from tests.policy.test_times_of_rules import pack, rule
from tests.signed_in import browser
from tests.support import connected_as, raw_connection, sql
from tests.workflow.test_destroying_content import (
    WORKER,
    certificate,
    ended_before,
    periods,
    refused,
    sweep,
)

PACK = pack(
    "one",
    rule("ONE-01", "keep_days: 100"),
    rule("ONE-02", "within_hours: 5"),
    rule("ONE-03", "keep_days: 60"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "2026.11.0.yaml").write_bytes(PACK)
    with override_settings(COUNTERSIGN_PACK_FOLDER=str(tmp_path)):
        yield tmp_path


@pytest.fixture
def _signed_off(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    digest = hashlib.sha256(PACK).hexdigest()
    monkeypatch.setattr(registry, "signed_off", lambda: frozenset({digest}))


def said(row: SearchRequest) -> dict[str, Any]:
    ((entry,),) = sql(
        "auditor",
        "SELECT entry FROM audit.event WHERE request_id = %s AND code = 'search.checked'",
        [row.pk],
    )
    facts: dict[str, Any] = json.loads(bytes(entry))["body"]["facts"]
    return facts


@pytest.mark.usefixtures("_signed_off")
def test_content_is_kept_as_long_as_the_rules_want_and_no_process_can_hurry_it(
    agency: InventedAgency,
) -> None:
    periods(refused=30)
    row = refused(agency)
    ended_before(row, 99.9)
    sweep()
    assert content.open_version(row.justifications.get())
    with pytest.raises(PreconditionFailed) as early, connected_as("worker"):
        destroy.destroy(actor=WORKER, search_request_id=row.pk)
    assert early.value.reason == "content_not_due"
    ended_before(row, 100.1)
    sweep()
    with pytest.raises(content.ContentDestroyed):
        content.open_version(row.justifications.get())
    assert (certificate(row)["ground"], certificate(row)["days"]) == ("refused", 100)


@pytest.mark.usefixtures("_signed_off")
def test_a_longer_period_of_the_agency_stays(agency: InventedAgency) -> None:
    periods(refused=400)
    row = refused(agency)
    due = destroy.due_of(row.pk)
    assert due is not None
    assert due.days == 400


@pytest.mark.usefixtures("_signed_off")
def test_where_nothing_ends_by_itself_a_rule_ends_nothing_either(agency: InventedAgency) -> None:
    periods(withdrawn=5)
    assert destroy.due_of(refused(agency).pk) is None


@pytest.mark.usefixtures("_signed_off")
def test_a_request_lapses_at_the_soonest_hour_that_a_rule_wants(agency: InventedAgency) -> None:
    row = builders.submitted(agency)
    row.refresh_from_db()
    assert row.submitted_at is not None
    assert row.lapses_at == row.submitted_at + timedelta(hours=5)
    run = CheckRun.objects.get(search_request=row)
    assert run.keep_days == 100
    assert (said(row)["keep_days"], said(row)["within_hours"]) == (100, 5)


@pytest.mark.usefixtures("folder")
def test_advice_keeps_nothing_and_hurries_nothing(agency: InventedAgency) -> None:
    row = builders.submitted(agency)
    row.refresh_from_db()
    assert row.submitted_at is not None
    assert row.lapses_at == row.submitted_at + timedelta(days=registry.agency().decision_days)
    assert CheckRun.objects.get(search_request=row).keep_days == 0
    assert not {"keep_days", "within_hours"} & set(said(row))


def test_a_rule_never_gives_more_time_than_the_agency(
    agency: InventedAgency, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = pack("one", rule("ONE-01", "within_hours: 8760"))
    (folder / "one" / "2026.11.0.yaml").write_bytes(slow)
    digest = hashlib.sha256(slow).hexdigest()
    monkeypatch.setattr(registry, "signed_off", lambda: frozenset({digest}))
    row = builders.submitted(agency)
    row.refresh_from_db()
    assert row.submitted_at is not None
    assert row.lapses_at == row.submitted_at + timedelta(days=registry.agency().decision_days)


@pytest.mark.usefixtures("_signed_off")
def test_a_check_that_was_turned_back_keeps_nothing(agency: InventedAgency) -> None:
    """No submission points to its check; here the superuser adds one."""
    periods(refused=30)
    row = refused(agency)
    days = "SELECT days FROM searches_content_due(%s)"
    assert sql("superuser", days, [row.pk]) == [(100,)]
    turned_back = (
        "INSERT INTO searches_checkrun (id, search_request_id, version, stage, run_at, verdict, packs, inputs_digest, "
        "place, keep_days) SELECT gen_random_uuid(), search_request_id, version, stage, run_at, 'blocked', packs, "
        "inputs_digest, place, 9000 FROM searches_checkrun WHERE search_request_id = %s AND stage = 'submit'"
    )
    guard = "ALTER TABLE searches_checkrun {} TRIGGER guard_checkrun"
    with raw_connection("superuser") as connection:
        for statement, values in (
            (guard.format("DISABLE"), None),
            (turned_back, [row.pk]),
            (guard.format("ENABLE ALWAYS"), None),
        ):
            connection.execute(statement, values)
            connection.commit()
    assert sql("superuser", days, [row.pk]) == [(100,)]


@pytest.mark.usefixtures("_signed_off")
@pytest.mark.parametrize(
    ("language", "keeps", "wants"),
    [
        (
            "en",
            "Rule ONE-01 of the pack “Pack one” keeps the content of the request for at least 100 days after its end.",
            "Rule ONE-02 of the pack “Pack one” asks for the decision within 5 hours of the submission; without one "
            "the request ends.",
        ),
        (
            "fr",
            "La règle ONE-01 du jeu de règles « Règles one » conserve le contenu de la demande pendant au moins 100 jours après "
            "sa fin.",
            "La règle ONE-02 du jeu de règles « Règles one » exige la décision dans les 5 heures suivant l’envoi; sans décision, "
            "la demande prend fin.",
        ),
    ],
)
def test_officer_and_decider_read_which_rule_keeps_and_which_hurries(
    agency: InventedAgency, language: str, keeps: str, wants: str
) -> None:
    draft, row = builders.drafted(agency), builders.submitted(agency)
    check = browser(agency, "officer", language=language).get(f"/requests/{draft.pk}/check/")
    supervisor = browser(agency, "supervisor", language=language)
    decision = f"/decisions/supervisor/{row.pk}/"
    supervisor.post(f"{decision}claim/", {"via": "page"})
    for page in (check, supervisor.get(decision)):
        text = " ".join(html.unescape(page.content.decode()).replace("\u00a0", " ").split())
        assert keeps in text
        assert wants in text
        assert "ONE-03 of the pack" not in text


@pytest.mark.usefixtures("_signed_off")
@pytest.mark.parametrize("stage", ["submit", "approve"])
def test_what_has_ended_is_checked_no_more(agency: InventedAgency, stage: str) -> None:
    """A check with a keeping of a hundred years, written after the end by the login of the pages."""
    row = refused(agency)
    with pytest.raises(psycopg.errors.CheckViolation, match="is not checked at the stage"):
        sql(
            "web",
            "INSERT INTO searches_checkrun (id, search_request_id, version, stage, run_at, verdict, packs,"
            " inputs_digest, place, keep_days) VALUES (gen_random_uuid(), %s, 1, %s, now(), 'passed', '[]', '', '',"
            " 36500)",
            [row.pk, stage],
        )
