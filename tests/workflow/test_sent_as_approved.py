"""The dispatcher derives anew what was approved, and sends nothing else, whatever the rows say.

The rows are rewritten by their owner with the guards off: what is tried here is the dispatcher alone.
"""

from __future__ import annotations

from typing import Any

import pytest

from requests_app.dispatch.models import Attempt, Dispatch
from requests_app.searches import selectors
from requests_app.searches.models import CheckRun, SearchRequest
from requests_app.workflow import what_is_read
from tests import builders
from tests.builders import InventedAgency
from tests.database.test_decisions_under_attack import rewritten
from tests.support import connected_as, sql


def approved(agency: InventedAgency) -> SearchRequest:
    return builders.approved(agency)


@pytest.fixture
def prepare() -> Any:
    return approved


def is_held(row: SearchRequest) -> str:
    """Let the dispatcher try, and return why it held the search; nothing may have been sent."""
    assert builders.forwarded(row) == "held"
    assert Attempt.objects.count() == 0
    assert sql("owner", "SELECT count(*) FROM audit.event WHERE code = 'search.grant_issued'") == [
        (0,)
    ]
    held: str = Dispatch.objects.get(search_request=row).last_error
    return held


def test_as_it_was_approved_it_is_sent(agency: InventedAgency) -> None:
    assert builders.forwarded(agency.prepared) in {"retry", "failed"}  # the matcher is away
    assert Attempt.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        "candidate_limit = candidate_limit + 1",
        "threshold = '0.01'",
        "mode = 'real_time'",
        "purpose_code = 'identify_victim'",
        "roles = '{}'",
        "roles = '{supervisor,privacy_officer}'",
        "decision_digest = repeat('0', 64)",
        "expires_at = expires_at + interval '10 years'",
        "approved_at = approved_at - interval '1 second'",
        "event_id = 1",
        "search_id = search_id, event_id = event_id - 1",
    ],
)
def test_an_altered_authorisation_is_held(agency: InventedAgency, change: str) -> None:
    rewritten("searches_authorisation", "keep_rows", f"UPDATE searches_authorisation SET {change}")
    assert is_held(agency.prepared) in {"not_what_was_approved", "not_approved"}


def test_another_probe_commitment_is_held(agency: InventedAgency) -> None:
    change = "UPDATE searches_authorisation SET probe_commitment = repeat('0', 64)"
    rewritten("searches_authorisation", "keep_rows", change)
    assert is_held(agency.prepared) == "probe_changed"


@pytest.mark.parametrize(
    ("table", "guard", "change"),
    [
        ("searches_decision", "keep_rows", "digest_read = repeat('0', 64)"),
        ("searches_decision", "keep_rows", "role = 'privacy_officer'"),
        ("searches_decision", "keep_rows", "outcome = 'refuse'"),
        ("searches_justification", "keep_rows", "documents = ARRAY[gen_random_uuid()]"),
        ("searches_justification", "keep_rows", "digest = repeat('0', 64)"),
        (
            "searches_searchrequest",
            "guard_what_was_submitted",
            "required_roles = '{privacy_officer,supervisor}'",
        ),
    ],
)
def test_what_was_decided_and_read_must_still_be_so(
    agency: InventedAgency, table: str, guard: str, change: str
) -> None:
    rewritten(table, guard, f"UPDATE {table} SET {change}")
    assert is_held(agency.prepared) in {"not_what_was_approved", "not_approved"}


def test_findings_that_nobody_read_hold_it(agency: InventedAgency) -> None:
    sql(
        "owner",
        "INSERT INTO searches_finding (id, check_run_id, position, pack, pack_version, pack_digest,"
        " rule, verb, state) SELECT gen_random_uuid(), check_run_id, 0, 'core', '1', repeat('0', 64),"
        " 'X-1', 'warn', 'fired' FROM searches_justification",
    )
    assert is_held(agency.prepared) == "not_what_was_approved"


@pytest.mark.parametrize(
    "change", ["login = 'countersign_dispatcher'", "code = 'search.retried'", "outcome = 'error'"]
)
def test_the_approval_must_stand_in_the_log(agency: InventedAgency, change: str) -> None:
    rewritten(
        "audit.event",
        "keep_rows",
        f"UPDATE audit.event SET {change} WHERE code = 'search.approved'",
    )
    assert is_held(agency.prepared) == "not_what_was_approved"


def test_a_later_check_hides_no_finding(agency: InventedAgency) -> None:
    row: SearchRequest = agency.prepared
    frozen = selectors.justification(row)
    before = what_is_read.of(row, frozen).digest
    shown = selectors.check_at_submission(frozen)
    assert shown is not None
    sql("owner", "ALTER TABLE searches_checkrun DISABLE TRIGGER guard_checkrun")
    with connected_as("owner"):
        later = CheckRun.objects.get(pk=shown.pk)
        later.pk, later.run_at = None, later.run_at.replace(year=2199)
        later.save(force_insert=True)
    again = selectors.check_at_submission(selectors.justification(row))
    assert again is not None
    assert again.pk == shown.pk
    assert what_is_read.of(row, selectors.justification(row)).digest == before


def test_a_gallery_changed_past_the_log_holds_it(agency: InventedAgency) -> None:
    sql("owner", "UPDATE registry_gallery SET size = size + 1")
    assert is_held(agency.prepared) == "gallery_not_as_logged"
