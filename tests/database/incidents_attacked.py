"""Attacks on incidents: opened, taken or closed with no event that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests import follow_ups, incidents
from tests.builders import InventedAgency
from tests.database.rows_and_events import NEW, TIME, Attack, Event, quoted

if TYPE_CHECKING:
    from tests.database.rows_attacked import Held

INCIDENT, OWNER = "searches_incident", "searches_incidentowner"


def begun(agency: InventedAgency) -> dict[str, str]:
    """Bring the agency to an incident into which a supervisor looks, and another into which nobody does."""
    row, other = follow_ups.released(agency), follow_ups.released(agency)
    named, unowned = incidents.of_a_report(agency, row), incidents.of_a_report(agency, other)
    incidents.taken(agency, named, who="supervisor")
    return {
        "incident": str(named.pk),
        "incident_of": str(row.pk),
        "unowned": str(unowned.pk),
        "unowned_of": str(other.pk),
    }


def opened(held: Any, account: str, person: str, **changes: str) -> str:
    """Open an incident of the request that has one, as one statement."""
    columns = {
        "id": quoted(NEW),
        "search_request_id": quoted(held["incident_of"]),
        "unit_id": f"(SELECT unit_id FROM searches_searchrequest WHERE id = {quoted(held['incident_of'])})",
        "number": "2",
        "ground": "'complaint'",
        "flaws": "'{}'",
        "opened_by_id": quoted(account),
        "opened_by_person_id": quoted(person),
        "opened_at": "now()",
        "due_at": "now() + interval '30 days'",
        "sealed": "'x'",
        "outcome": "''",
    } | changes
    return f"INSERT INTO {INCIDENT} ({', '.join(columns)}) VALUES ({', '.join(columns.values())})"


def taken(held: Any, account: str, person: str, **changes: str) -> str:
    """Take the incident into which somebody looks, as one statement."""
    columns = {
        "id": quoted(NEW),
        "incident_id": quoted(held["incident"]),
        "search_request_id": quoted(held["incident_of"]),
        "number": "2",
        "owner_id": quoted(account),
        "owner_person_id": quoted(person),
        "taken_at": "now()",
    } | changes
    return f"INSERT INTO {OWNER} ({', '.join(columns)}) VALUES ({', '.join(columns.values())})"


def closed(held: Any, account: str, person: str, of: str = "incident", **changes: str) -> str:
    """Close an incident, as one statement."""
    columns = {
        "outcome": "'put_right'",
        "undone": "0",
        "not_needed": "0",
        "closed_by_id": quoted(account),
        "closed_by_person_id": quoted(person),
        "closed_at": "now()",
        "sealed_closing": "'x'",
    } | changes
    pairs = ", ".join(f"{name} = {value}" for name, value in columns.items())
    return f"UPDATE {INCIDENT} SET {pairs} WHERE id = {quoted(held[of])}"


def on_incidents(held: Held) -> list[Attack]:
    """Attacks on the rows of incidents."""
    mine = {"request": held.incident_of, "other_request": held.unowned_of}
    compared = "request object account"
    return [
        Attack(f"{INCIDENT}.needs_event", (opened(held.ids, *held.people["privacy"]),), event=Event(
            "incident.opened", f"{compared} number ground flaws", **mine, object=NEW, account="privacy",
            role="privacy_officer",
            facts={"number": 2, "ground": "complaint", "flaws": [], "due_at": TIME, "may_look_into": 1})),
        Attack(f"{OWNER}.needs_event", (taken(held.ids, *held.people["sergeant"]),), event=Event(
            "incident.taken", compared, **mine, object=held.incident, account="sergeant", role="supervisor",
            facts={"number": 1})),
        Attack(f"{INCIDENT}.closing_needs_event", (closed(held.ids, *held.people["supervisor"]),), event=Event(
            "incident.closed", f"{compared} number outcome undone not_needed", **mine, object=held.incident,
            account="supervisor", role="supervisor",
            facts={"number": 1, "outcome": "put_right", "undone": 0, "not_needed": 0})),
    ]  # fmt: skip
