"""Attacks on disclosure packs: asked for, made, filled or ended with no event that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from requests_app.searches.models import DisclosurePart
from tests import disclosures, follow_ups
from tests.builders import InventedAgency
from tests.database.rows_and_events import DIGEST, ELSE, NEW, TIME, Attack, Event, quoted

if TYPE_CHECKING:
    from tests.database.rows_attacked import Held

PACK, PART = "searches_disclosurepack", "searches_disclosurepart"


def begun(agency: InventedAgency) -> dict[str, str]:
    """Bring the agency to a pack with some parts, and to another one whose time is over."""
    row, other = follow_ups.released(agency), follow_ups.released(agency)
    pack, over = disclosures.asked(agency, row), disclosures.asked(agency, other)
    disclosures.one_step(agency, pack)
    disclosures.one_step(agency, over)
    disclosures.days_ago(over, 15)
    there = DisclosurePart.objects.filter(pack=pack)
    return {
        "disclosed_parts": str(there.filter(left_out="").count()),
        "left_out_parts": str(there.exclude(left_out="").count()),
        "disclosure": str(pack.pk),
        "disclosed": str(row.pk),
        "over": str(over.pk),
        "over_of": str(other.pk),
    }


def asked(held: Any, account: str, person: str, **changes: str) -> str:
    """Ask for another pack of the request, as one statement."""
    columns = {
        "id": quoted(NEW),
        "search_request_id": quoted(held["disclosed"]),
        "unit_id": f"(SELECT unit_id FROM searches_searchrequest WHERE id = {quoted(held['disclosed'])})",
        "number": "2",
        "recipient": "'defence'",
        "profile": "'full'",
        "language": "'en'",
        "asked_by_id": quoted(account),
        "asked_by_person_id": quoted(person),
        "asked_at": "now()",
        "expires_at": "now() + interval '14 days'",
        "sealed": "'x'",
        "file_sha256": "''",
    } | changes
    return f"INSERT INTO {PACK} ({', '.join(columns)}) VALUES ({', '.join(columns.values())})"


def added(held: Any, **changes: str) -> str:
    """Add a part to the pack, as one statement."""
    columns = {
        "id": quoted(ELSE),
        "pack_id": quoted(held["disclosure"]),
        "search_request_id": quoted(held["disclosed"]),
        "number": f"(SELECT 1 + count(*) FROM {PART} WHERE pack_id = {quoted(held['disclosure'])})",
        "name": "'log/another.json'",
        "left_out": "''",
        "size": "1",
        "sha256": quoted(DIGEST),
        "sealed": "'x'",
        "sealed_key": "'x'",
    } | changes
    return f"INSERT INTO {PART} ({', '.join(columns)}) VALUES ({', '.join(columns.values())})"


def finished(held: Any, **changes: str) -> str:
    """Say that the pack is whole, as one statement."""
    of = f"SELECT count(*) FROM {PART} WHERE pack_id = {quoted(held['disclosure'])} AND left_out"
    columns = {
        "made_at": "now()",
        "manifest": "'x'",
        "file_sha256": quoted(DIGEST),
        "file_size": "1",
        "parts": f"({of} = '')",
        "left_out": f"({of} <> '')",
    } | changes
    pairs = ", ".join(f"{name} = {value}" for name, value in columns.items())
    return f"UPDATE {PACK} SET {pairs} WHERE id = {quoted(held['disclosure'])}"


def on_disclosures(held: Held) -> list[Attack]:
    """Attacks on the rows of disclosure packs."""
    mine = {"request": held.disclosed, "other_request": held.over_of}
    compared = "request object account"
    made = {
        "number": 1,
        "parts": int(held.disclosed_parts),
        "left_out": int(held.left_out_parts),
        "manifest_digest": DIGEST,
        "file_digest": DIGEST,
    }
    return [
        Attack(f"{PACK}.needs_event", (asked(held.ids, *held.people["privacy"]),), event=Event(
            "disclosure.asked", f"{compared} number recipient profile", **mine, object=NEW, account="privacy",
            role="privacy_officer",
            facts={"number": 2, "recipient": "defence", "profile": "full", "expires_at": TIME})),
        Attack(f"{PART}.needs_event", (added(held.ids),), event=Event(
            "disclosure.continued", "request object", **mine, object=held.disclosure, account="privacy",
            role="privacy_officer", facts={"number": 1, "parts": 1, "left_out": 0})),
        Attack(f"{PACK}.making_needs_event", (finished(held.ids),), event=Event(
            "disclosure.made", "request object number parts left_out file_digest", **mine, object=held.disclosure,
            account="privacy", role="privacy_officer", facts=made)),
        Attack(f"{PACK}.expiring_needs_event", (f"SELECT searches_expire_disclosure({quoted(held.over)})",), "worker",
               event=Event(
            "disclosure.expired", "request object number", request=held.over_of, other_request=held.disclosed,
            object=held.over, facts={"number": 1, "parts": 1})),
    ]  # fmt: skip
