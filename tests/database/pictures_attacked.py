"""Attacks on candidates' pictures: asked for, claimed, brought, given up, put off or destroyed with no event of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.database.rows_and_events import NEW, Attack, Event, copied, quoted
from tests.support import sql

if TYPE_CHECKING:
    from tests.database.rows_attacked import Held

PICTURE = "searches_candidatepicture"
WAITING, MISSING, CLAIMED, ABSENT, HERE = 1, 2, 3, 4, 5
"""Which candidate's picture of the result that is being examined stands where."""


def arranged(request: str, withheld: str = NEW) -> tuple[str, ...]:
    """What a dispatcher whose matcher was away would have left; nobody has asked for one picture.

    Args:
        request: a result that is being examined.
        withheld: one whose lead was withheld, if there is one; then with one picture of a candidate who was not selected.
    """
    came = "state = 'here', attempt = 1, fence = 1, ended_at = now(), sealed = 'x', sealed_key = 'x', sealed_about = 'x'"
    of = f"search_request_id = '{request}' AND position"
    return (
        f"ALTER TABLE {PICTURE} DISABLE TRIGGER guard_candidatepicture",
        f"ALTER TABLE {PICTURE} DISABLE TRIGGER keep_rows",
        f"UPDATE {PICTURE} SET state = 'missing', error = 'http_503', ended_at = now() WHERE {of} = {MISSING}",
        f"UPDATE {PICTURE} SET state = 'claimed', attempt = 1, fence = 1,"
        f" lease_until = now() + interval '1 hour' WHERE {of} = {CLAIMED}",
        f"DELETE FROM {PICTURE} WHERE {of} = {ABSENT}",
        f"UPDATE {PICTURE} SET {came} WHERE {of} = {HERE}",
        f"UPDATE {PICTURE} SET {came} WHERE search_request_id = '{withheld}' AND position = {HERE}",
        "SET CONSTRAINTS ALL IMMEDIATE",
        f"ALTER TABLE {PICTURE} ENABLE ALWAYS TRIGGER keep_rows",
        f"ALTER TABLE {PICTURE} ENABLE ALWAYS TRIGGER guard_candidatepicture",
    )


def picture(request: str, position: int) -> str:
    """The id of a picture."""
    ((found,),) = sql(
        "owner",
        f"SELECT id FROM {PICTURE} WHERE search_request_id = %s AND position = %s",
        [request, position],
    )
    return str(found)


def opened(request: str, place: int = HERE, **changes: str) -> str:
    """Open a picture, as a supervisor, who may not: that is for the event to say, and for the use case to refuse."""
    columns = {
        "id": quoted(NEW),
        "kind": "'candidate_picture'",
        "search_request_id": quoted(request),
        "candidate_picture_id": quoted(picture(request, place)),
        "opened_at": "now()",
    }
    return copied("searches_reading", "kind = 'decision_page'", **columns | changes)


def asked(request: str, position: int = ABSENT, **changes: str) -> str:
    """Ask for the one picture that nobody asked for."""
    columns = {
        "id": quoted(NEW),
        "position": str(position),
        "asked_at": "now()",
        "next_attempt_at": "now()",
    }
    where = f"search_request_id = '{request}' AND position = {WAITING}"
    return copied(PICTURE, where, **columns | changes)


ASK_AGAIN = "state = 'waiting', attempt = 0, error = '', ended_at = NULL, asked_at = now(), next_attempt_at = now()"
CLAIM = "state = 'claimed', attempt = attempt + 1, fence = fence + 1, lease_until = now() + interval '5 minutes'"
BRING = "state = 'here', lease_until = NULL, ended_at = now(), sealed = 'x', sealed_key = 'x', sealed_about = 'x'"
GIVE_UP = "state = 'missing', lease_until = NULL, ended_at = now(), error = 'http_404'"
PUT_OFF = "state = 'waiting', lease_until = NULL, error = 'http_503', next_attempt_at = now()"


def on_pictures(held: Held) -> list[Attack]:
    """Attacks on the rows of candidates' pictures."""
    request = held.examined
    ids = {place: picture(request, place) for place in (WAITING, MISSING, CLAIMED)}

    def change(what: str, place: int) -> tuple[str, ...]:
        return (f"UPDATE {PICTURE} SET {what} WHERE id = '{ids[place]}'",)

    asking = Event(
        "candidate_picture.asked", "request object account", request=request, object=held.examination,
        account="examiner", role="examiner", other_request=held.fresh,
    )  # fmt: skip

    def by_dispatcher(code: str, place: int, attempt: int | None) -> Event:
        compared = "request object" if attempt is None else "request object attempt"
        return Event(
            f"candidate_picture.{code}", compared, request=request, object=ids[place],
            other_request=held.fresh, facts={} if attempt is None else {"attempt": attempt},
        )  # fmt: skip

    sender = "dispatcher"
    return [
        Attack(f"{PICTURE}.needs_event", (asked(request),), event=asking),
        Attack(f"{PICTURE}.asking_again_needs_event", change(ASK_AGAIN, MISSING), event=asking),
        Attack(f"{PICTURE}.claiming_needs_event", change(CLAIM, WAITING), sender,
               by_dispatcher("grant_issued", WAITING, 1)),
        Attack(f"{PICTURE}.arriving_needs_event", change(BRING, CLAIMED), sender,
               by_dispatcher("fetched", CLAIMED, 1)),
        Attack(f"{PICTURE}.failing_needs_event", change(GIVE_UP, CLAIMED), sender,
               by_dispatcher("not_fetched", CLAIMED, 1)),
        Attack(f"{PICTURE}.failing_needs_event", change(PUT_OFF, CLAIMED), sender,
               by_dispatcher("not_fetched", CLAIMED, 1)),
        Attack(f"{PICTURE}.failing_needs_event", change(GIVE_UP, WAITING), sender,
               by_dispatcher("not_fetched", WAITING, 0)),
        Attack(f"{PICTURE}.putting_off_needs_event", change(PUT_OFF, WAITING), sender,
               by_dispatcher("put_off", WAITING, None)),
        Attack(f"{PICTURE}.destroying_needs_event", (f"SELECT searches_destroy_pictures('{held.withheld}')",), "worker",
               Event("candidate_picture.destroyed", "request object position", request=held.withheld,
                     object=picture(held.withheld, HERE), other_request=held.fresh, facts={"position": HERE})),
        Attack("searches_reading.candidate_picture_needs_event", (opened(request),), event=Event(
            "candidate_picture.viewed", "request object account", request=request,
            object=picture(request, HERE), account="supervisor", other_request=held.fresh)),
    ]  # fmt: skip
