"""Where a page leads: back to where the officer came from, and on once it is saved."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from requests_app.searches.models import SearchRequest
from requests_app.web.http import ActingRequest
from requests_app.web.officer import stopping
from requests_app.web.questionnaire import pages

FROM_CHECK = "check"
ROW_KINDS = ("facts", "means", "edits")


def came_from(request: HttpRequest) -> str:
    """`check` where the officer came from check-your-answers, else an empty text."""
    origin = request.POST.get("from") or request.GET.get("from")
    return FROM_CHECK if origin == FROM_CHECK else ""


def page_context(request: ActingRequest, row: SearchRequest, slug: str) -> dict[str, Any]:
    """What every page of the request shows around its form."""
    origin = came_from(request)
    back = "officer:check" if origin else "officer:tasks"
    return {
        "search_request": row,
        "page": pages.BY_SLUG[slug],
        "came_from": origin,
        "back_url": reverse(back, args=[row.pk]),
        **stopping.on_page(request, row, slug),
    }


def where_next(request: ActingRequest, row: SearchRequest, slug: str) -> str:
    """On to a row or document to add, to the task list, to check-your-answers, or the next page.

    Once more to this page where something on it stops the request and it has not said so yet.
    """
    adding = request.POST.get("add", "")
    if adding == "document":
        return reverse("officer:document_add", args=[row.pk])
    if adding in ROW_KINDS:
        return reverse("officer:row_add", args=[row.pk, adding])
    if "later" in request.POST:
        return reverse("officer:tasks", args=[row.pk])
    if stopping.news_for(request, row, slug):
        asked = {stopping.ASKED_FOR: "yes", **({"from": FROM_CHECK} if came_from(request) else {})}
        return f"{pages.BY_SLUG[slug].url(row)}?{urlencode(asked)}"
    if slug == pages.REPLY.slug and not came_from(request):
        return reverse("officer:tasks", args=[row.pk])  # where the decider's words are
    following = pages.following(slug)
    if came_from(request) or following is None:
        return reverse("officer:check", args=[row.pk])
    return following.url(row)
