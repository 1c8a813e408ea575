"""Attacks on leads: released or withheld, or their pages opened, with no event that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests import leads, matchers
from tests.builders import InventedAgency
from tests.database.rows_and_events import NEW, Attack, Event, copied, quoted
from tests.support import sql

if TYPE_CHECKING:
    from tests.database.rows_attacked import Held

LEAD = "searches_leaddecision"


def begun(agency: InventedAgency) -> dict[str, str]:
    """Bring the agency to a result on whose candidate two examiners agree, opened by a supervisor."""
    row = matchers.one_result(agency)
    leads.agreed(agency, row)
    page = leads.opened(agency, "supervisor", row)
    return {
        "agreed": str(row.pk),
        "agreed_digest": page.agreed.digest,
        "agreed_requester": str(row.requested_by_person_id),
    }


def decided(held: Any, account: str, person: str, outcome: str = "release", **changes: str) -> str:
    """Decide on the lead that waits, as one statement."""
    is_released = outcome == "release"
    columns = {
        "id": quoted(NEW),
        "search_request_id": quoted(held["agreed"]),
        "requested_by_person_id": quoted(held["agreed_requester"]),
        "outcome": quoted(outcome),
        "selected_position": "1",
        "decided_by_id": quoted(account),
        "decided_by_person_id": quoted(person),
        "decided_at": "now()",
        "expires_at": "now() + interval '30 days'" if is_released else "NULL",
        "digest_read": quoted(held["agreed_digest"]),
        "sealed": "'x'",
        "sealed_lead": "'x'" if is_released else "NULL",
    } | changes
    return f"INSERT INTO {LEAD} ({', '.join(columns)}) VALUES ({', '.join(columns.values())})"


def moved(request: str, status: str) -> str:
    """Move the request on, which a decision on its lead does."""
    return (
        f"UPDATE searches_searchrequest SET status = '{status}', status_since = now()"
        f" WHERE id = '{request}'"
    )


def on_leads(held: Held) -> list[Attack]:
    """Attacks on the rows of leads."""
    account, person = held.people["supervisor"]
    request = held.agreed

    def deciding(outcome: str, trigger: str, status: str) -> Attack:
        code = "lead.released" if outcome == "release" else "lead.withheld"
        facts = {
            "selected_position": 1, "described": 7, "contradictions": 0, "digest": held.agreed_digest,
        } | ({"lead_digest": "d" * 64} if outcome == "release" else {})  # fmt: skip
        return Attack(
            f"{LEAD}.{trigger}",
            (decided(held.ids, account, person, outcome), moved(request, status)),
            event=Event(code, "request object account selected_position digest", request=request,
                        object=NEW, account="supervisor", other_request=held.fresh, facts=facts),
        )  # fmt: skip

    def opened(kind: str) -> str:
        columns = {
            "id": quoted(NEW),
            "kind": quoted(kind),
            "search_request_id": quoted(request),
            "opened_at": "now()",
        }
        return copied("searches_reading", "kind = 'release_page'", **columns)

    ((version, digest),) = sql(
        "owner", "SELECT version, digest FROM searches_reading WHERE kind = 'release_page'"
    )
    mine = {"request": request, "account": "supervisor", "other_request": held.fresh}
    return [
        deciding("release", "needs_event", "LEAD_RELEASED"),
        deciding("withhold", "withholding_needs_event", "NO_LEAD"),
        Attack("searches_reading.release_page_needs_event", (opened("release_page"),), event=Event(
            "record.viewed", "request account version digest", **mine,
            facts={"version": version, "what": "release_page", "digest": digest})),
        Attack("searches_reading.lead_needs_event", (opened("lead"),), event=Event(
            "lead.viewed", "request account digest", **mine, facts={"digest": digest})),
    ]  # fmt: skip
