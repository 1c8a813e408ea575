"""What on each page stops the request as it is answered, told where it can be mended and once at a time.

Must not hold anybody on a page: who has been told goes on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from requests_app.common.errors import PreconditionFailed
from requests_app.searches.models import SearchRequest
from requests_app.web.findings import live_findings
from requests_app.web.http import ActingRequest
from requests_app.web.questionnaire.places import place_of
from requests_app.workflow import submit as submitting

ASKED_FOR = "stopped"
"""The parameter with which a page is opened to say what on it stops the request."""


def by_page(request: ActingRequest, row: SearchRequest) -> Mapping[str, list[dict[str, Any]]]:
    """Return the findings that stop this draft as it is, by the slug of the page that would mend them.

    What cannot be judged yet stops it too, but nobody has answered anything wrongly: it is left out. Nor does a pack that
    is broken keep anybody from writing: that it is, “Check your answers” says.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    try:
        evaluation = submitting.preview(actor=request.actor, search_request=row)
    except PreconditionFailed:
        return found
    for finding in submitting.stops_before_declaring(evaluation):
        place = place_of(finding.rule, finding.field)
        if finding.state != "fired" or place is None:
            continue
        (shown,) = live_findings([finding], row)
        href = f"#{place.anchor}" if place.anchor else ""
        found.setdefault(place.slug, []).append(shown | {"href": href})
    return found


def told_already(request: HttpRequest) -> frozenset[str]:
    """The rules that the page said of itself before it was sent."""
    return frozenset(request.POST.get("told", "").split(","))


def news_for(request: ActingRequest, row: SearchRequest, slug: str) -> bool:
    """Whether something on this page stops the request that the page has not said yet."""
    rules = {finding["rule"] for finding in by_page(request, row).get(slug, ())}
    return not rules <= told_already(request)


def on_page(request: ActingRequest, row: SearchRequest, slug: str) -> dict[str, Any]:
    """What the page says of itself, where it was opened to say it."""
    told = told_already(request) - {""}
    if ASKED_FOR not in request.GET and not told:
        return {}
    stops = by_page(request, row).get(slug, [])
    return {"stops_here": stops, "told": ",".join(sorted({row["rule"] for row in stops} | told))}
