"""Where a page leads: back to where the officer came from, and on once it is saved."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from requests_app.searches.models import SearchRequest
from requests_app.web.questionnaire import pages

FROM_CHECK = "check"
ROW_KINDS = ("facts", "means", "edits")


def came_from(request: HttpRequest) -> str:
    """`check` where the officer came from check-your-answers, else an empty text."""
    origin = request.POST.get("from") or request.GET.get("from")
    return FROM_CHECK if origin == FROM_CHECK else ""


def page_context(request: HttpRequest, row: SearchRequest, slug: str) -> dict[str, Any]:
    """What every page of the request shows around its form."""
    origin = came_from(request)
    back = "officer:check" if origin else "officer:tasks"
    return {
        "search_request": row,
        "page": pages.BY_SLUG[slug],
        "came_from": origin,
        "back_url": reverse(back, args=[row.pk]),
    }


def where_next(request: HttpRequest, row: SearchRequest, slug: str) -> str:
    """On to a row or document to add, to the task list, to check-your-answers, or the next page."""
    adding = request.POST.get("add", "")
    if adding == "document":
        return reverse("officer:document_add", args=[row.pk])
    if adding in ROW_KINDS:
        return reverse("officer:row_add", args=[row.pk, adding])
    if "later" in request.POST:
        return reverse("officer:tasks", args=[row.pk])
    following = pages.following(slug)
    if came_from(request) or following is None:
        return reverse("officer:check", args=[row.pk])
    return following.url(row)
