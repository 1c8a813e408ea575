"""Disclosure packs for tests: asked for, made step by step, and taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from requests_app.searches.disclosure import Asked
from requests_app.searches.models import DisclosurePack, DisclosurePart, SearchRequest
from requests_app.workflow import disclose, disclosure_parts
from requests_app.workflow.disclose import Wanted
from tests import examiners

if TYPE_CHECKING:
    from tests.builders import InventedAgency

REASON = "Crown counsel asked for the file of this search by letter."
_STEPS = 40


def wanted(**changes: Any) -> Wanted:
    """A pack with everything for the prosecutor."""
    whole = {
        "recipient": "prosecutor",
        "profile": "full",
        "language": "en",
        "said": Asked("Crown counsel, the county office", "26-1234", REASON),
    }
    return Wanted(**(whole | changes))


def summary(pack: DisclosurePack, parts: tuple[DisclosurePart, ...]) -> bytes:
    """A summary that is no PDF, for what is not about its words."""
    return f"{pack.number}: {len(parts)}".encode()


def asked(
    agency: InventedAgency, row: SearchRequest, who: str = "privacy", **changes: Any
) -> DisclosurePack:
    """Let a decider ask for a pack."""
    return disclose.ask(
        actor=actor(agency, who), search_request_id=row.pk, wanted=wanted(**changes)
    )


def actor(agency: InventedAgency, who: str) -> Any:
    """A decider in the role that they hold."""
    return agency.actor(who, "privacy_officer" if who == "privacy" else "supervisor")


def one_step(agency: InventedAgency, pack: DisclosurePack, who: str = "privacy") -> DisclosurePack:
    """Let a decider go on with a pack."""
    return disclose.go_on(
        actor=actor(agency, who),
        search_request_id=pack.search_request_id,
        pack_id=pack.pk,
        summary=summary,
    ).pack


def made(agency: InventedAgency, pack: DisclosurePack) -> DisclosurePack:
    """Let a decider go on with a pack until it is finished."""
    for _step in range(_STEPS):
        pack = one_step(agency, pack)
        if pack.made_at is not None:
            return pack
    raise AssertionError("it was never finished")


def taken(agency: InventedAgency, pack: DisclosurePack, who: str = "privacy") -> bytes:
    """Let a decider take a pack away."""
    found = disclose.take(
        actor=actor(agency, who), search_request_id=pack.search_request_id, pack_id=pack.pk
    )
    return b"".join(found.pieces)


def days_ago(pack: DisclosurePack, days: int) -> None:
    """Let a pack have been asked for so many days earlier."""
    with examiners.past_the_guards("searches_disclosurepack") as administrator:
        administrator.execute(
            "UPDATE searches_disclosurepack SET asked_at = asked_at - make_interval(days => %s),"
            " expires_at = expires_at - make_interval(days => %s) WHERE id = %s",
            [days, days, pack.pk],
        )


def made_until_summary(agency: InventedAgency, pack: DisclosurePack) -> None:
    """Let a decider go on with a pack until only its summary is lacking."""
    while True:
        expected = [part.name for part in disclosure_parts.expected(_with_request(pack))]
        if DisclosurePart.objects.filter(pack=pack).count() >= len(expected):
            return
        one_step(agency, pack)


def _with_request(pack: DisclosurePack) -> DisclosurePack:
    return DisclosurePack.objects.select_related("search_request").get(pk=pack.pk)
