"""What one kind of event is, and how it is listed. The list itself is `events.py`."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

WEB = "countersign_web"
WORKER = "countersign_worker"
DISPATCHER = "countersign_dispatcher"
SEQUENCER = "countersign_sequencer"
OWNER = "countersign_owner"
ANY_PROCESS = frozenset({WEB, WORKER, DISPATCHER, OWNER})


@dataclass(frozen=True, slots=True)
class EventType:
    """One kind of event.

    Attributes:
        code: object.past_tense, stable for ever.
        label: a short clause for people.
        required: facts that must be given.
        optional: facts that may be given; no others may.
        logins: the database logins that may append it.
        moves: from which status of a request to which it may lead, both the same where it leaves
            the request where it is; empty for events that say nothing of a status. From none
            means that the request begins with it.
        outcomes: how it may end: success, refused or error.
        anonymous: whether the web may append it without saying whose act it is.
    """

    code: str
    label: Promise
    required: frozenset[str]
    optional: frozenset[str]
    logins: frozenset[str]
    moves: frozenset[tuple[str, str]]
    outcomes: frozenset[str]
    anonymous: bool


EVENTS: dict[str, EventType] = {}


def event(
    code: str,
    label: Promise,
    required: str = "",
    *,
    optional: str = "",
    logins: frozenset[str] | None = None,
    moves: str = "",
    outcomes: str = "success",
    anonymous: bool = False,
) -> None:
    """List one kind of event; see `EventType` for what each argument says, blanks between several.

    Raises:
        ValueError: the code is listed already.
    """
    if code in EVENTS:
        raise ValueError(f"{code} is listed twice")
    EVENTS[code] = EventType(
        code=code,
        label=label,
        required=frozenset(required.split()),
        optional=frozenset(optional.split()),
        logins=logins or frozenset({WEB}),
        moves=frozenset(_move(move) for move in moves.split()),
        outcomes=frozenset(outcomes.split()),
        anonymous=anonymous,
    )


def _move(written: str) -> tuple[str, str]:
    before, _arrow, after = written.partition(">")
    return before, after
