"""Lets deciders of the trial ask for disclosure packs: what is in them is made by whoever opens their pages."""

from __future__ import annotations

from requests_app.accounts.actors import Actor
from requests_app.searches.disclosure import Asked, Profile, Recipient
from requests_app.searches.models import SearchRequest
from requests_app.workflow import disclose
from requests_app.workflow.disclose import Wanted

_FOR = {
    Recipient.PROSECUTOR: (
        Profile.FULL,
        "Crown counsel of the harbour county",
        "Counsel asked by letter for everything on this search, since a line-up was held.",
    ),
    Recipient.DEFENCE: (
        Profile.OTHERS_UNNAMED,
        "Counsel for the person who was stopped at the quay",
        "Counsel asked how their client came to be stopped; the prosecutor agreed to it.",
    ),
}


def asked(decider: Actor, row: SearchRequest, recipient: Recipient, *, language: str) -> None:
    """Ask for a pack of a request that has ended."""
    profile, name, reason = _FOR[recipient]
    disclose.ask(
        actor=decider,
        search_request_id=row.id,
        wanted=Wanted(recipient, profile, language, Asked(name, "", reason)),
    )
