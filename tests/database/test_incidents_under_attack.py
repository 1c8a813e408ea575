"""Whoever holds the web's login hides no finding, looks into none of their own, and closes nothing that they do not look into.

Each attack is one statement that differs in one thing from one that would pass; the guard that refuses it is named.
"""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from requests_app.searches.models import Incident, SearchRequest
from requests_app.workflow import administration
from tests import examiners, follow_ups, incidents, leads
from tests.builders import InventedAgency
from tests.database import incidents_attacked, leads_attacked
from tests.database.rows_and_events import ELSE, NEW, copied, quoted
from tests.database.test_examinations_under_attack import accepted, refused
from tests.support import raw_connection, sql

NOT_A_DECIDER = "an incident is opened by a decider of the unit who did not ask for the search"
NOT_INDEPENDENT = "an incident is looked into by a decider of the unit who had no part in it"
NOT_THE_OWNER = "an incident is closed by whoever looks into it"


@pytest.fixture
def prepare() -> Any:
    return begun


def begun(agency: InventedAgency) -> dict[str, str]:
    found = incidents_attacked.begun(agency)
    released = follow_ups.released(agency)
    return found | {"released": str(released.pk)}


@pytest.fixture
def held(agency: InventedAgency) -> dict[str, str]:
    found: dict[str, str] = agency.prepared
    return found


def by(agency: InventedAgency, who: str) -> tuple[str, str]:
    account = agency.people[who]
    return str(account.pk), str(account.person_id)


# --- nothing that was found is hidden


@pytest.mark.parametrize("kind", ["passed_on", "report"])
def test_what_has_to_be_looked_into_has_its_incident_at_the_commit(
    agency: InventedAgency, held: dict[str, str], kind: str
) -> None:
    recorded = leads_attacked.followed_up(
        held, *by(agency, "supervisor"), kind, flaws="'{before_release}'"
    )
    named = incidents_attacked.opened(held, *by(agency, "supervisor"), **of_what_was_recorded(held))
    now = "SET CONSTRAINTS flaws_need_an_incident IMMEDIATE"
    assert refused(f"{recorded}; {now}") == "what has to be looked into has no incident"
    accepted(f"{recorded}; {named.replace(NEW, ELSE)}; {now}")


def of_what_was_recorded(held: dict[str, str]) -> dict[str, str]:
    """The columns of the incident of what was recorded just now of the lead that was released."""
    of = quoted(held["released"])
    return {
        "follow_up_id": f"(SELECT id FROM searches_followup WHERE search_request_id = {of})",
        "search_request_id": of,
        "number": "1",
        "ground": "'recorded'",
        "flaws": "'{before_release}'",
        "sealed": "NULL",
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"flaws": "'{expired}'"},
        {"flaws": "'{}'"},
        {"follow_up_id": "NULL"},
        {"sealed": "'x'"},
        {"opened_by_id": "(SELECT id FROM accounts_account WHERE username = 'sergeant')",
         "opened_by_person_id": "(SELECT person_id FROM accounts_account WHERE username = 'sergeant')"},
    ],
    ids=["other flaws", "no flaws", "of nothing", "with words", "by another"],
)  # fmt: skip
def test_an_incident_repeats_what_was_found(
    agency: InventedAgency, held: dict[str, str], changes: dict[str, str]
) -> None:
    recorded = leads_attacked.followed_up(
        held,
        *by(agency, "supervisor"),
        "report",
        flaws="'{before_release}'",
        id="gen_random_uuid()",
    )
    whole = of_what_was_recorded(held)
    accepted(f"{recorded}; {incidents_attacked.opened(held, *by(agency, 'supervisor'), **whole)}")
    assert refused(
        f"{recorded}; {incidents_attacked.opened(held, *by(agency, 'supervisor'), **whole | changes)}"
    )


# --- opened by a person


@pytest.mark.parametrize("who", ["supervisor", "supervisor2", "sergeant", "privacy"])
def test_deciders_of_the_unit_open_one(
    agency: InventedAgency, held: dict[str, str], who: str
) -> None:
    accepted(incidents_attacked.opened(held, *by(agency, who)))


@pytest.mark.parametrize("who", ["officer", "officer2", "supervisor3", "examiner", "auditor"])
def test_nobody_else_opens_one(agency: InventedAgency, held: dict[str, str], who: str) -> None:
    assert refused(incidents_attacked.opened(held, *by(agency, who))) == NOT_A_DECIDER


@pytest.mark.parametrize(
    "changes",
    [
        {"number": "1"},
        {"number": "3"},
        {"unit_id": "(SELECT id FROM accounts_unit WHERE code = 'fraud')"},
        {"ground": "'gossip'"},
        {"flaws": "'{misidentified}'"},
        {"ground": "'misidentified'"},
        {"sealed": "NULL"},
        {"opened_at": "now() - interval '1 day'"},
        {"due_at": "now() + interval '31 days'"},
        {"due_at": "now() - interval '1 day'"},
        {"outcome": "'put_right'"},
        {"opened_by_person_id": "(SELECT person_id FROM accounts_account WHERE username = 'sergeant')"},
    ],
    ids=lambda changes: "-".join(f"{name} {value}" for name, value in changes.items())[:50],
)  # fmt: skip
def test_one_is_opened_whole_now_and_open(
    agency: InventedAgency, held: dict[str, str], changes: dict[str, str]
) -> None:
    assert refused(
        incidents_attacked.opened(held, *by(agency, "privacy"), **changes)
        + "; SET CONSTRAINTS ALL IMMEDIATE"
    )


# --- looked into


@pytest.mark.parametrize("who", ["supervisor", "sergeant", "privacy"])
def test_independent_deciders_take_it(
    agency: InventedAgency, held: dict[str, str], who: str
) -> None:
    accepted(incidents_attacked.taken(held, *by(agency, who)))


@pytest.mark.parametrize(
    "who", ["officer", "supervisor2", "supervisor3", "examiner", "auditor", "operator"]
)
def test_whoever_had_a_part_in_it_or_is_not_of_the_unit_does_not(
    agency: InventedAgency, held: dict[str, str], who: str
) -> None:
    assert refused(incidents_attacked.taken(held, *by(agency, who))) == NOT_INDEPENDENT


@pytest.mark.parametrize(
    "changes",
    [
        {"number": "1"},
        {"number": "3"},
        {"taken_at": "now() - interval '1 day'"},
        {"search_request_id": "(SELECT id FROM searches_searchrequest WHERE id = '{unowned_of}')"},
    ],
    ids=["number 1", "number 3", "yesterday", "of another request"],
)
def test_it_is_taken_now_and_after_whoever_has_it(
    agency: InventedAgency, held: dict[str, str], changes: dict[str, str]
) -> None:
    changes = {name: value.format(**held) for name, value in changes.items()}
    assert refused(
        incidents_attacked.taken(held, *by(agency, "sergeant"), **changes)
        + "; SET CONSTRAINTS ALL IMMEDIATE"
    )


def test_whoever_recorded_anything_of_the_lead_does_not(
    agency: InventedAgency, held: dict[str, str]
) -> None:
    row = SearchRequest.objects.get(pk=held["incident_of"])
    follow_ups.recorded(agency, row, follow_ups.passing(), who="sergeant", role="supervisor")
    assert refused(incidents_attacked.taken(held, *by(agency, "sergeant"))) == NOT_INDEPENDENT


@pytest.mark.parametrize("part", ["asked", "opened it", "examined"])
def test_each_part_in_it_keeps_a_decider_from_taking_it(
    agency: InventedAgency, held: dict[str, str], part: str
) -> None:
    sergeant = by(agency, "sergeant")
    accepted(incidents_attacked.taken(held, *sergeant))
    of, table, columns = {
        "asked": ("id", "searches_searchrequest", ("requested_by_id", "requested_by_person_id")),
        "opened it": ("search_request_id", "searches_incident", ("opened_by_id", "opened_by_person_id")),
        "examined": ("search_request_id", "searches_examination", ("examiner_id", "examiner_person_id")),
    }[part]  # fmt: skip
    with examiners.past_the_guards(table) as administrator:
        administrator.execute(
            f"UPDATE {table} SET {columns[0]} = %s, {columns[1]} = %s WHERE ctid = ("  # type: ignore[arg-type]
            f"SELECT ctid FROM {table} WHERE {of} = %s LIMIT 1)",
            [*sergeant, held["incident_of"]],
        )
    assert refused(incidents_attacked.taken(held, *sergeant)) == NOT_INDEPENDENT
    if part == "asked":
        assert refused(incidents_attacked.opened(held, *sergeant)) == NOT_A_DECIDER


@pytest.mark.parametrize("lost", ["right", "role", "account", "unit"])
def test_who_has_lost_what_it_takes_neither_opens_nor_takes_one(
    agency: InventedAgency, held: dict[str, str], lost: str
) -> None:
    administrator = agency.actor("administrator")
    sergeant = agency.people["sergeant"]
    unit = SearchRequest.objects.get(pk=held["incident_of"]).unit_id
    why = "Moved to other duties this morning, as agreed."
    if lost == "right":
        administration.withdraw_decide_right(
            actor=administrator, account_id=sergeant.pk, unit_id=unit, reason=why
        )
    elif lost == "role":
        administration.withdraw_role(
            actor=administrator, account_id=sergeant.pk, role="supervisor", reason=why
        )
    elif lost == "account":
        administration.disable_account(actor=administrator, account_id=sergeant.pk, reason=why)
    else:
        sql("superuser", "UPDATE accounts_unit SET is_active = false WHERE id = %s", [unit])
    assert refused(incidents_attacked.opened(held, *by(agency, "sergeant"))) == NOT_A_DECIDER
    assert refused(incidents_attacked.taken(held, *by(agency, "sergeant"))) == NOT_INDEPENDENT


# --- closed


def test_whoever_looks_into_it_closes_it(agency: InventedAgency, held: dict[str, str]) -> None:
    accepted(incidents_attacked.closed(held, *by(agency, "supervisor")))


@pytest.mark.parametrize(
    ("who", "of"),
    [("sergeant", "incident"), ("privacy", "incident"), ("officer", "incident"), ("supervisor", "unowned")],
)  # fmt: skip
def test_nobody_else_closes_it(
    agency: InventedAgency, held: dict[str, str], who: str, of: str
) -> None:
    said = refused(incidents_attacked.closed(held, *by(agency, who), of))
    assert said == NOT_THE_OWNER or "nobody_closes_an_incident_of_their_own" in said


@pytest.mark.parametrize(
    "changes",
    [
        {"outcome": "'forgotten'"},
        {"outcome": "''"},
        {"undone": "1"},
        {"undone": "NULL"},
        {"not_needed": "NULL"},
        {"closed_at": "now() - interval '1 day'"},
        {"sealed_closing": "NULL"},
        {"flaws": "'{expired}'"},
        {"due_at": "now() + interval '10 days'"},
    ],
    ids=lambda changes: "-".join(f"{name} {value}" for name, value in changes.items())[:50],
)
def test_it_is_closed_whole_and_now_and_nothing_else_changes(
    agency: InventedAgency, held: dict[str, str], changes: dict[str, str]
) -> None:
    with raw_connection("web") as connection:
        with pytest.raises(psycopg.Error):
            connection.execute(
                incidents_attacked.closed(held, *by(agency, "supervisor"), **changes)  # type: ignore[arg-type]
            )
        connection.rollback()


def test_what_is_closed_stays_closed(agency: InventedAgency, held: dict[str, str]) -> None:
    named = Incident.objects.get(pk=held["incident"])
    incidents.closed(agency, named)
    again = incidents_attacked.closed(held, *by(agency, "supervisor"), outcome="'handed_over'")
    assert "was written and stays" in refused(again)
    assert (
        refused(incidents_attacked.taken(held, *by(agency, "sergeant")))
        == "this incident is closed"
    )
    for reset in ("closed_at = NULL", "outcome = ''"):
        assert refused(
            f"UPDATE searches_incident SET {reset} WHERE id = {quoted(held['incident'])}"
        )


def test_after_a_recall_incidents_go_on(agency: InventedAgency, held: dict[str, str]) -> None:
    leads.recalled(agency, SearchRequest.objects.get(pk=held["incident_of"]))
    accepted(incidents_attacked.closed(held, *by(agency, "supervisor")))
    assert sql("owner", "SELECT count(*) FROM searches_incident") == [(2,)]


@pytest.mark.parametrize("kind", ["report_due", "report_overdue", "incident_overdue"])
def test_nobody_but_the_worker_says_that_something_was_told_in_time(
    agency: InventedAgency, held: dict[str, str], kind: str
) -> None:
    written = copied("searches_notice", "true", id="gen_random_uuid()", kind=quoted(kind), created_at="now()",
                     email_next_at="now()", read_at="NULL", emailed_at="NULL", email_attempts="0",
                     email_tried_at="NULL", email_error="''")  # fmt: skip
    for login in ("web", "dispatcher"):
        with raw_connection(login) as connection:
            with pytest.raises(psycopg.Error) as caught:
                connection.execute(written)  # type: ignore[arg-type]
            connection.rollback()
        assert caught.value.diag.message_primary == "a notice begins unread, unsent and due"
    with raw_connection("worker") as connection:
        connection.execute(written)  # type: ignore[arg-type]
        connection.rollback()
