"""Attacks on where the agency is: proposed, confirmed, refused or withdrawn with no event that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from requests_app.trial.demo.people import say_where
from requests_app.workflow import administration
from tests.builders import InventedAgency
from tests.database.rows_and_events import NEW, Attack, Event, copied, quoted

if TYPE_CHECKING:
    from tests.database.rows_attacked import Held

TABLE = "registry_jurisdictionproposal"


def proposed(agency: InventedAgency) -> dict[str, str]:
    """Bring the agency to a place that holds and another one that is proposed; returns both rows' ids."""
    say_where("ca-qc")
    open_now = administration.propose_jurisdiction(
        actor=agency.actor("policy"), place="ca-on", reason="Moved by an order in council"
    )
    return {"place": str(open_now.pk)}


def settled(held: Held, outcome: str, by: str, reason: str = "") -> str:
    """SQL by which somebody settles the open proposal."""
    account, person = held.people[by]
    return (
        f"UPDATE {TABLE} SET outcome = '{outcome}', settled_at = clock_timestamp(),"
        f" settled_by_id = '{account}', settled_by_person_id = '{person}',"
        f" settled_reason = '{reason}' WHERE id = '{held.place}'"
    )


def on_jurisdiction(held: Held) -> list[Attack]:
    """Attacks on the rows of where the agency is."""
    withdrawn = settled(held, "withdrawn", "policy")
    again = copied(TABLE, "outcome = 'withdrawn'", id=quoted(NEW), outcome="''", settled_at="NULL",
                   settled_by_id="NULL", settled_by_person_id="NULL")  # fmt: skip
    compared = "object account place"
    return [
        # One is open at a time, so the attack makes room first.
        Attack(f"{TABLE}.needs_event", (withdrawn, again),
               event=Event("jurisdiction.proposed", compared, object=NEW, account="policy")),
        Attack(f"{TABLE}.confirmed_needs_event", (settled(held, "confirmed", "policy2"),),
               event=Event("jurisdiction.confirmed", compared, object=held.place, account="policy2")),
        Attack(f"{TABLE}.refused_needs_event", (settled(held, "refused", "policy2", "no"),),
               event=Event("jurisdiction.refused", compared, object=held.place, account="policy2")),
        Attack(f"{TABLE}.withdrawn_needs_event", (withdrawn,),
               event=Event("jurisdiction.withdrawn", compared, object=held.place, account="policy")),
        Attack(f"{TABLE}.settled_stays",
               (f"UPDATE {TABLE} SET settled_reason = '' WHERE outcome = 'confirmed'",)),
    ]  # fmt: skip
