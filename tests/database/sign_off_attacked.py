"""Attacks on legal sign-offs of packs: proposed, confirmed, refused or withdrawn with no event that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests import sign_offs
from tests.builders import InventedAgency
from tests.database.rows_and_events import NEW, Attack, Event, copied, quoted

if TYPE_CHECKING:
    from tests.database.rows_attacked import Held

TABLE = "registry_packsignoff"


def proposed(agency: InventedAgency) -> dict[str, str]:
    """Bring the agency to a sign-off that holds and a proposal to end it; returns the latter's id."""
    with sign_offs.pack_here():
        sign_offs.confirm(agency, sign_offs.propose(agency))
        return {"sign_off": str(sign_offs.propose_end(agency).pk)}


def settled(held: Held, outcome: str, by: str, reason: str = "") -> str:
    """SQL by which somebody settles the open proposal."""
    account, person = held.people[by]
    return (
        f"UPDATE {TABLE} SET outcome = '{outcome}', settled_at = clock_timestamp(),"
        f" settled_by_id = '{account}', settled_by_person_id = '{person}',"
        f" settled_reason = '{reason}' WHERE id = '{held.sign_off}'"
    )


def on_sign_offs(held: Held) -> list[Attack]:
    """Attacks on the rows of legal sign-offs."""
    withdrawn = settled(held, "withdrawn", "policy")
    again = copied(TABLE, "outcome = 'withdrawn'", id=quoted(NEW), outcome="''", settled_at="NULL",
                   settled_by_id="NULL", settled_by_person_id="NULL")  # fmt: skip
    compared = "object account pack pack_version digest kind"
    facts = {"digest": sign_offs.DIGEST, "kind": "withdrawal"}

    def event(how: str, about: str, by: str) -> Event:
        return Event(f"pack.sign_off_{how}", compared, object=about, account=by, facts=facts)

    return [
        # One is open at a time, so the attack makes room first.
        Attack(f"{TABLE}.needs_event", (withdrawn, again), event=event("proposed", NEW, "policy")),
        Attack(f"{TABLE}.confirmed_needs_event", (settled(held, "confirmed", "policy2"),),
               event=event("confirmed", held.sign_off, "policy2")),
        Attack(f"{TABLE}.refused_needs_event", (settled(held, "refused", "policy2", "no"),),
               event=event("refused", held.sign_off, "policy2")),
        Attack(f"{TABLE}.withdrawn_needs_event", (withdrawn,),
               event=event("withdrawn", held.sign_off, "policy")),
        Attack(f"{TABLE}.settled_stays",
               (f"UPDATE {TABLE} SET settled_reason = '' WHERE outcome = 'confirmed'",)),
    ]  # fmt: skip
