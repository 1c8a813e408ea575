"""Figures of a period, made from the log, each with the way to its events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import OperationalError
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from requests_app.audit.figures import (
    ANSWERED,
    CONCLUDED,
    REPORTED,
    WITHOUT_LEAD,
    Duration,
    Figures,
    Outcome,
)
from requests_app.common import clock
from requests_app.common.time_limits import took_too_long
from requests_app.searches.models import EndedUnexamined
from requests_app.web import outcome_words
from requests_app.web.auditor.access import auditor_page
from requests_app.web.auditor.forms import PeriodForm
from requests_app.web.drawing import render
from requests_app.web.http import ActingRequest
from requests_app.web.times import in_words
from requests_app.workflow.conclude import EXAMINERS_DIFFER, NOBODY_SELECTED
from requests_app.workflow.reading.figures import ReadFigures, read_figures

USUAL_DAYS = 90
_SEARCHES: tuple[tuple[str, Promise], ...] = (
    ("search.submitted", _("Requests submitted, each version")),
    ("search.approved", _("Searches approved")),
    ("search.refused", _("Requests refused")),
    (ANSWERED, _("Searches that the matcher answered")),
)
_EXAMINATIONS: tuple[tuple[str, Promise], ...] = (
    (CONCLUDED, _("Conclusions of examiners")),
    ("exam.agreed", _("Results of which two examiners selected the same candidate")),
    ("exam.disagreed", _("Results on which examiners differed")),
)
_ENDED: tuple[tuple[str, Promise], ...] = (
    ("lead.released", _("Leads released")),
    ("lead.withheld", _("Leads that a supervisor did not release")),
    ("lead.none_found", _("Searches that ended without a lead")),
    ("lead.recalled", _("Leads recalled")),
)
_WITHOUT_LEAD: Mapping[str, Promise] = {
    NOBODY_SELECTED: _("Of those without a lead: two examiners selected nobody"),
    EXAMINERS_DIFFER: _("Of those without a lead: three examiners differed"),
    EndedUnexamined.Ground.TOO_FEW_EXAMINERS: _(
        "Of those without a lead: fewer than two examiners concluded, and too few were left"
    ),
    EndedUnexamined.Ground.NO_THIRD_EXAMINER: _(
        "Of those without a lead: two examiners differed, and there was no third"
    ),
}
_AFTERWARDS: tuple[tuple[str, Promise], ...] = (
    ("lead.step_stopped", _("Planned steps that were stopped")),
    (REPORTED, _("Reports on what came of leads")),
    ("followup.overdue", _("Leads whose report was told to be overdue, once or more often")),
    ("incident.opened", _("Incidents opened")),
    ("incident.closed", _("Incidents closed")),
    ("search.closed", _("Requests closed")),
    ("disclosure.taken", _("Downloads of disclosure packs")),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: what it is, its value, and the address of its events; empty where there are none."""

    label: Any
    value: Any
    url: str


@auditor_page
@require_GET
def page(request: ActingRequest) -> HttpResponse:
    """The figures of a period, by default of the last three months."""
    form = PeriodForm(request.GET if request.GET else None, usual=_usual())
    context: dict[str, Any] = {"form": form}
    if form.is_bound and not form.is_valid():
        return render(request, "auditor/figures.html", context, status=400)
    since, until = form.period()
    context |= {"first": since, "last": until}
    try:
        read = read_figures(
            actor=request.actor, since=form.begins(since), until=form.begins(until, after=1)
        )
    except OperationalError as problem:
        if not took_too_long(problem):
            raise
        return render(
            request, "auditor/figures.html", context | {"took_too_long": True}, status=503
        )
    if read.figures is None:
        return render(request, "auditor/figures.html", context | {"too_many": True})
    context["sections"] = list(_sections(read, read.figures, _Period(since, until)))
    return render(request, "auditor/figures.html", context)


def _usual() -> tuple[dt.date, dt.date]:
    today = timezone.localdate(clock.real_now())
    return today - dt.timedelta(days=USUAL_DAYS - 1), today


@dataclass(frozen=True, slots=True)
class _Period:
    first: dt.date
    last: dt.date

    def events(self, code: str, references: Iterable[str] = ()) -> str:
        """The address of the log with the events of a code in this period."""
        asked = [("code", code)]
        for name, day in (("since", self.first), ("until", self.last)):
            asked += [
                (f"{name}_{part}", str(getattr(day, part))) for part in ("day", "month", "year")
            ]
        named = ",".join(references)
        return (
            f"{reverse('auditor:log')}?{urlencode(asked + ([('request', named)] if named else []))}"
        )


def _sections(read: ReadFigures, found: Figures, period: _Period) -> Iterator[dict[str, Any]]:
    yield {"title": _("Searches"), "rows": _counts(_SEARCHES, found, period)}
    yield {
        "title": _("How long it took"),
        "rows": [
            *_times(
                found.first_conclusion,
                partial(_named, found.first_conclusion, CONCLUDED, read, period),
                _("From the answer to the first conclusion: the middle one"),
                _("Nine of ten took at most"),
                _("The longest"),
            ),
            *_times(
                found.end,
                partial(_named, found.end, "lead.*", read, period),
                _("From the answer to its end, with a lead or without: the middle one"),
                _("Nine of ten took at most"),
                _("The longest"),
            ),
        ],
    }
    yield {"title": _("Examinations"), "rows": _counts(_EXAMINATIONS, found, period)}
    yield {
        "title": _("How searches ended"),
        "rows": [
            *_counts(_ENDED, found, period),
            *_grouped(found.without_lead, WITHOUT_LEAD, _WITHOUT_LEAD, read, period),
        ],
    }
    yield {
        "title": _("How leads stand, by their last report of the period"),
        "rows": list(_grouped(found.outcomes, REPORTED, outcome_words.DISPOSITIONS, read, period)),
    }
    yield {"title": _("What came of leads"), "rows": _counts(_AFTERWARDS, found, period)}


def _grouped(
    found: Mapping[str, Outcome],
    code: str,
    words: Mapping[Any, Any],
    read: ReadFigures,
    period: _Period,
) -> Iterator[Row]:
    """How many requests there are of each kind, the most first; each leads to their events alone, where few enough."""
    for said, each in sorted(found.items(), key=lambda one: -one[1].count):
        yield Row(words.get(said, said), each.count, _named(each, code, read, period))


def _named(
    each: Outcome | Duration,
    code: str,
    read: ReadFigures,
    period: _Period,
    *,
    most: int | None = None,
) -> str:
    """The address of the events of those requests alone, where few enough are named; otherwise of all of the code.

    Args:
        most: how many of those that took longest are meant; all where it is not given.
    """
    asked = each.requests if most is None else each.requests[:most]
    is_whole = len(asked) == (each.count if most is None else most)
    references = sorted(read.references[one] for one in asked if one in read.references)
    return period.events(code, references if is_whole else ())


_BY_REQUEST = frozenset({"followup.overdue"})
"""What is told again while it lasts: its requests are counted and not its events."""


def _counts(named: Iterable[tuple[str, Promise]], found: Figures, period: _Period) -> list[Row]:
    rows = []
    for code, label in named:
        counted = found.requests if code in _BY_REQUEST else found.events
        count = counted.get(code, 0)
        rows.append(Row(label, count, period.events(code) if count else ""))
    return rows


def _times(
    took: Duration, url: Callable[..., str], middle: Any, most: Any, longest: Any
) -> list[Row]:
    """The middle, nine tenths and the longest; this one leads to the request that it is of."""
    if not took.count:
        return [Row(middle, "–", "")]
    values = (
        (middle, took.middle, url()),
        (most, took.nine_tenths, url()),
        (longest, took.longest, url(most=1)),
    )
    return [
        Row(label, in_words(value), place) for label, value, place in values if value is not None
    ]
