"""Figures of a period, counted from the log alone: how many, how long, and how it ended.

Must count nothing that the log does not hold, nor hold anything back: where a period has too many events to be counted at
once, it says so and counts none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connections

from requests_app.audit.id_ranges import of_period
from requests_app.audit.selectors import AUDITOR

MOST_EVENTS = 100_000
"""So many events of the codes below are counted for one page."""
ANSWERED, CONCLUDED, REPORTED = "search.result_received", "exam.concluded", "followup.recorded"
WITHOUT_LEAD = "lead.none_found"
ENDS = ("lead.released", "lead.withheld", WITHOUT_LEAD)
"""How a search ends that was answered."""
CODES = (
    "search.submitted",
    "search.approved",
    "search.refused",
    ANSWERED,
    CONCLUDED,
    "exam.agreed",
    "exam.disagreed",
    *ENDS,
    "lead.recalled",
    "lead.step_stopped",
    REPORTED,
    "followup.overdue",
    "incident.opened",
    "incident.closed",
    "search.closed",
    "disclosure.taken",
)
"""What is counted."""
MOST_NAMED = 80
"""So many requests of one figure are named, so that its link leads to their events alone."""


@dataclass(frozen=True, slots=True)
class Duration:
    """How long something took: of how many, the middle one, nine tenths, and the longest; None where there is none.

    `requests` are the first of them, by how long it took, the longest first.
    """

    count: int
    middle: timedelta | None
    nine_tenths: timedelta | None
    longest: timedelta | None
    requests: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of how many requests something is so by their last event of the period, and the first of them."""

    count: int
    requests: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """What the log says of a period.

    Attributes:
        events: how many there are of each code; one that is not there has none.
        requests: how many requests these are of.
        first_conclusion: from the answer of the matcher until an examiner concluded first, of those of the period.
        end: from the answer until the search ended in a lead or without one, of those that ended in the period.
        outcomes: how leads stand, by the disposition that their last report of the period says.
        without_lead: why searches ended without a lead, by the ground: that two selected nobody, three differ,
            or that it lacked examiners.
    """

    events: Mapping[str, int]
    requests: Mapping[str, int]
    first_conclusion: Duration
    end: Duration
    outcomes: Mapping[str, Outcome]
    without_lead: Mapping[str, Outcome]

    @property
    def named(self) -> frozenset[UUID]:
        """The requests that figures name, so that their links lead to the events of those alone."""
        grouped = (*self.outcomes.values(), *self.without_lead.values())
        named = [each for one in grouped for each in one.requests]
        return frozenset((*named, *self.first_conclusion.requests, *self.end.requests))

    @property
    def counted(self) -> int:
        """How many events were counted."""
        return sum(self.events.values())


# Each of these names the codes and the range of ids, along which the index by code is read.
_OF_PERIOD = """
  SELECT id, code, request_id, recorded_at FROM audit.event
  WHERE code = ANY(%(codes)s) AND id >= %(least)s AND id < %(beyond)s
    AND recorded_at >= %(since)s AND recorded_at < %(until)s AND outcome = 'success'
"""
_HOW_MANY = f"""
WITH counted AS ({_OF_PERIOD} LIMIT %(most)s + 1)
SELECT code, count(*), count(DISTINCT request_id) FROM counted GROUP BY code
"""  # noqa: S608
_HOW_LONG = f"""
WITH ended AS (
  SELECT request_id, min(recorded_at) AS at FROM ({_OF_PERIOD} LIMIT %(most)s) AS of_period GROUP BY request_id
), took AS (
  SELECT ended.request_id, ended.at - began.at AS time FROM ended CROSS JOIN LATERAL (
    SELECT min(recorded_at) AS at FROM audit.event
    WHERE request_id = ended.request_id AND code = %(from)s AND outcome = 'success'
  ) AS began
  -- What was first reached in an earlier period is that one's.
  WHERE began.at IS NOT NULL AND NOT EXISTS (
    SELECT FROM audit.event AS before
    WHERE before.request_id = ended.request_id AND before.code = ANY(%(codes)s) AND before.recorded_at < %(since)s
  )
)
SELECT count(*), percentile_disc(0.5) WITHIN GROUP (ORDER BY time), percentile_disc(0.9) WITHIN GROUP (ORDER BY time), max(time),
  (array_agg(request_id ORDER BY time DESC, request_id))[1:%(named)s]
FROM took
"""  # noqa: S608
_BY_FACT = f"""
WITH last AS (
  SELECT DISTINCT ON (request_id) request_id, id FROM ({_OF_PERIOD} LIMIT %(most)s) AS of_period
  ORDER BY request_id, id DESC
), said AS (
  SELECT last.request_id, convert_from(event.entry, 'UTF8')::jsonb #>> ARRAY['body', 'facts', %(fact)s] AS fact
  FROM last JOIN audit.event AS event ON event.id = last.id
)
SELECT fact, count(*), (array_agg(request_id ORDER BY request_id))[1:%(named)s] FROM said GROUP BY fact
"""  # noqa: S608


def of(since: datetime, until: datetime) -> Figures | None:
    """Return the figures of a period; None where it has more events than are counted at once.

    Args:
        since, until: recorded at or after, and before.
    """
    place = of_period(since, until)
    asked: dict[str, Any] = {
        "since": since,
        "until": until,
        "least": place.least,
        "beyond": place.beyond,
        "most": MOST_EVENTS,
        "named": MOST_NAMED,
        "from": ANSWERED,
    }
    with connections[AUDITOR].cursor() as cursor:
        cursor.execute(_HOW_MANY, asked | {"codes": list(CODES)})
        rows = cursor.fetchall()
        if sum(count for _code, count, _requests in rows) > MOST_EVENTS:
            return None
        first_conclusion = _how_long(cursor, asked | {"codes": [CONCLUDED]})
        end = _how_long(cursor, asked | {"codes": list(ENDS)})
        outcomes, without_lead = (
            _by_fact(cursor, asked | {"codes": [code], "fact": fact})
            for code, fact in ((REPORTED, "disposition"), (WITHOUT_LEAD, "ground"))
        )
    return Figures(
        events={code: count for code, count, _requests in rows},
        requests={code: requests for code, _count, requests in rows},
        first_conclusion=first_conclusion,
        end=end,
        outcomes=outcomes,
        without_lead=without_lead,
    )


def _how_long(cursor: Any, asked: Mapping[str, Any]) -> Duration:
    cursor.execute(_HOW_LONG, asked)
    count, middle, nine_tenths, longest, named = cursor.fetchone()
    return Duration(count, middle, nine_tenths, longest, tuple(named or ()))


def _by_fact(cursor: Any, asked: Mapping[str, Any]) -> dict[str, Outcome]:
    cursor.execute(_BY_FACT, asked)
    return {said: Outcome(count, tuple(named)) for said, count, named in cursor.fetchall()}
