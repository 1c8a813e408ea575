"""One page of the log that fits a filter, newest first, found by the log's indexes however long the log is.

Must not leave out an event for speed's sake: where it is not certain that a range of ids holds a period, all are read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

from requests_app.audit.id_ranges import IdRange, of_period
from requests_app.audit.models import Event
from requests_app.audit.selectors import AUDITOR, EventFilter

MOST_ACCOUNTS = 200
"""So many accounts of a filter are asked for one by one; where there are more, much of the log is theirs."""
COMMON_ROLES = frozenset({"officer", "system"})
"""In these most is done, and the index of roles leaves them out (`audit` 0017)."""


@dataclass(frozen=True, slots=True)
class LogPage:
    """Some events, newest first.

    Attributes:
        rows: the events, without their entry bytes.
        older: give this as `before` for the next page; None on the last one.
        newer: give this as `after` for the page before; None on the first one.
    """

    rows: list[Event]
    older: int | None
    newer: int | None


def page(
    wanted: EventFilter, *, before: int | None = None, after: int | None = None, size: int = 50
) -> LogPage:
    """One page by key, not by offset, so that new events never shift what is read.

    Args:
        wanted: the filter.
        before: only events older than this id.
        after: only events newer than this id; the ones next to it.
        size: how many at most.
    """
    place = of_period(wanted.since, wanted.until)
    if after is not None:
        rows = _nearest(wanted, place.after(after), "", size + 1)
        more_newer, more_older = len(rows) > size, True
        rows = rows[:size][::-1]
    else:
        rows = _nearest(wanted, place.before(before), "-", size + 1)
        more_newer, more_older = before is not None, len(rows) > size
        rows = rows[:size]
    return LogPage(
        rows=rows,
        older=rows[-1].id if rows and more_older else None,
        newer=rows[0].id if rows and more_newer else None,
    )


def _nearest(wanted: EventFilter, place: IdRange, sign: str, most: int) -> list[Event]:
    """The first events that fit, by their ids; `sign` is a minus for the newest first."""
    fitting = Event.objects.using(AUDITOR).filter(wanted.condition())
    if wanted.requests is not None:
        # A request has few events: all of them are read, and not the log until enough of theirs are met.
        ids = _found(_of_requests(fitting, place), "uuid", wanted.requests)
    elif driver := _narrowest(wanted):
        along = _along(fitting, driver.column, place, sign)[:most]
        ids = _found(along, driver.type, driver.values)
    else:
        rows = fitting.filter(id__gte=place.least, id__lt=place.beyond)
        return list(rows.defer("entry", "leaf_hash").order_by(f"{sign}id")[:most])
    found = Event.objects.using(AUDITOR).filter(pk__in=ids).defer("entry", "leaf_hash")
    return list(found.order_by(f"{sign}id")[:most])


class _Driver(NamedTuple):
    """The column whose index is read, its type, and the values that are asked for."""

    column: str
    type: str
    values: Sequence[Any]


def _narrowest(wanted: EventFilter) -> _Driver | None:
    """What of a filter is likely to narrow most, where an index of the log serves it."""
    if wanted.people is not None:
        accounts = _accounts_of(wanted.people)
        if len(accounts) <= MOST_ACCOUNTS:
            return _Driver("account_id", "uuid", accounts)
    if wanted.codes:
        return _Driver("code", "text", wanted.codes)
    if wanted.outcome not in ("", "success"):
        return _Driver("outcome", "text", [wanted.outcome])
    if wanted.role and wanted.role not in COMMON_ROLES:
        return _Driver("role", "text", [wanted.role])
    return None


def _accounts_of(people: Sequence[UUID]) -> list[UUID]:
    """The accounts among some ids, and those of the persons among them. An account is one person's for good."""
    with connections[AUDITOR].cursor() as cursor:
        cursor.execute(
            "SELECT id FROM accounts_account WHERE id = ANY(%s) OR person_id = ANY(%s)",
            [list(people), list(people)],
        )
        return [account for (account,) in cursor.fetchall()]


def _of_requests(fitting: QuerySet[Event], place: IdRange) -> QuerySet[Event]:
    return fitting.filter(id__gte=place.least, id__lt=place.beyond).extra(
        where=['"audit"."event"."request_id" = one_of.value']
    )


def _along(fitting: QuerySet[Event], column: str, place: IdRange, sign: str) -> QuerySet[Event]:
    """Those of one value, along the index of the value and the id.

    The value and the id are compared and sorted as a pair. Of a value that is only equal PostgreSQL guesses that it is
    met soon, and would read the log from its end until it has met enough.
    """
    pair = f'("audit"."event"."{column}", "audit"."event"."id")'
    # The column is one of those above, and never what somebody typed.
    along = fitting.extra(  # noqa: S610
        where=[
            f"{pair} >= (one_of.value, %s) AND {pair} < (one_of.value, %s)",
            *_ALSO.get(column, ()),
        ],
        params=[place.least, place.beyond],
    )
    return along.order_by(f"{sign}{column}", f"{sign}id")


_ALSO = {
    "account_id": ("account_id IS NOT NULL",),
    "role": ("role NOT IN ('officer', 'system')",),
    "outcome": ("outcome <> 'success'",),
}
"""What PostgreSQL must be told, to see that the index holds all that is asked for."""


def _found(each: QuerySet[Event], type_of: str, values: Sequence[Any]) -> set[int]:
    """The ids that a query finds for each of some values, which it calls `one_of.value`."""
    try:
        statement, given = each.values("id").query.get_compiler(AUDITOR).as_sql()
    except EmptyResultSet:
        return set()
    with connections[AUDITOR].cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM unnest(%s::{type_of}[]) AS one_of(value)"  # noqa: S608
            f" CROSS JOIN LATERAL ({statement}) AS found",
            [list(values), *given],
        )
        return {event_id for (event_id,) in cursor.fetchall()}
