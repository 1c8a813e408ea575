"""`events.md`: everything that the log can say, from the registry of events."""

from __future__ import annotations

from requests_app.audit.events import EVENTS, EventType
from requests_app.ops.documents.markdown import code, codes, page, table

_PREFIX = "countersign_"


def _moves(event: EventType) -> list[str]:
    """Return each move, with an arrow; one that only has an end begins the request."""
    return [f"{before} → {after}".strip() for before, after in event.moves]


def text() -> str:
    """Return the document."""
    return page(
        "Events of the log",
        f"The registry `requests_app/audit/events.py` knows {len(EVENTS)} events. An event that is "
        "not listed, one without a fact that it must have, and one with a fact that it does not "
        "know cannot be recorded. The database takes an event only from the logins named with it, "
        "only with these facts, and only where the request stands at the status that its move begins "
        "from. Facts are codes, counts and opaque ids; what "
        "could name a person is in an erasable table, and the log holds a commitment to it.",
        table(
            ["Code", "In words", "Facts", "Further facts it may have", "Logins", "Moves"],
            (
                [
                    code(event.code),
                    str(event.label),
                    codes(event.required),
                    codes(event.optional),
                    ", ".join(sorted(login.removeprefix(_PREFIX) for login in event.logins)),
                    codes(_moves(event)),
                ]
                for event in EVENTS.values()
            ),
        ),
    )
