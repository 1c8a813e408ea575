"""Attacks on legal holds: set, reviewed or released with no event that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from requests_app.workflow import hold, withdraw
from tests import builders
from tests.builders import InventedAgency
from tests.database.rows_and_events import NEW, Attack, Event, quoted
from tests.legal_holds import in_days

if TYPE_CHECKING:
    from tests.database.rows_attacked import Held

TABLE, REVIEW = "searches_legalhold", "searches_holdreview"
DAY = in_days(40).isoformat()
WHY = "The court asked on 3 March for the file, and for all that is kept of it."


def held(agency: InventedAgency) -> dict[str, str]:
    """Bring the agency to an ended request under a hold, and another that has ended."""
    ended, other = builders.submitted(agency), builders.submitted(agency)
    for row in (ended, other):
        withdraw.withdraw(actor=agency.actor("officer"), search_request_id=row.id)
    stands = hold.set_hold(
        actor=agency.actor("privacy"), search_request_id=ended.id, reason=WHY, review_on=in_days(90)
    )
    return {"ended": str(ended.pk), "other_ended": str(other.pk), "hold": str(stands.pk)}


def reviewed(agency: InventedAgency) -> None:
    """Leave the agency with a hold that was reviewed."""
    row = builders.drafted(agency)
    of_row = {"actor": agency.actor("privacy"), "search_request_id": row.id, "reason": WHY}
    stands = hold.set_hold(**of_row, review_on=in_days(30))
    hold.review_hold(**of_row, hold_id=stands.pk, review_on=in_days(60))


def on_holds(held: Held) -> list[Attack]:
    """Attacks on the rows of holds."""
    by, person = held.people["privacy"]
    another, other_person = held.people["supervisor"]

    def insert(account: str, of: str) -> tuple[str, ...]:
        return (
            f"INSERT INTO {TABLE} (id, search_request_id, sealed_reason, set_by_id, set_by_person_id, set_at, review_on)"
            f" VALUES ({quoted(NEW)}, '{held.ended}', 'x', '{account}', '{of}', now(), '{DAY}')",
        )

    def release(account: str, of: str) -> tuple[str, ...]:
        return (
            f"UPDATE {TABLE} SET released_by_id = '{account}', sealed_release = 'x',"
            f" released_by_person_id = '{of}', released_at = now() WHERE id = '{held.hold}'",
        )

    def review(account: str, of: str) -> tuple[str, ...]:
        return (
            f"INSERT INTO {REVIEW} (id, search_request_id, hold_id, sealed_reason, reviewed_by_id, reviewed_by_person_id,"
            f" reviewed_at, review_on) VALUES ({quoted(NEW)}, '{held.ended}', '{held.hold}', 'x', '{account}', '{of}',"
            f" now(), '{DAY}')",
        )

    compared = "request object account"
    return [
        Attack(f"{TABLE}.needs_event",
               insert(by, person),
               event=Event("retention.hold_set", f"{compared} review_on", facts={"review_on": DAY}, request=held.ended, object=NEW,
                           account="privacy", role="privacy_officer", other_request=held.other_ended)),
        Attack(f"{REVIEW}.needs_event",
               review(by, person),
               event=Event("retention.hold_reviewed", f"{compared} hold review_on", request=held.ended, object=NEW,
                           facts={"hold": held.hold, "review_on": DAY},
                           account="privacy", role="privacy_officer", other_request=held.other_ended)),
        Attack(f"{TABLE}.release_needs_event",
               release(another, other_person),
               event=Event("retention.hold_released", compared, request=held.ended, object=held.hold,
                           account="supervisor", role="supervisor", other_request=held.other_ended)),
    ]  # fmt: skip
