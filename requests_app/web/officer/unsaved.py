"""What an officer typed about a request and has not saved: named before they declare what is saved.

Must not save it, nor take it for an answer: it is sent by its person or dropped.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import Resolver404, resolve

from requests_app.web import kept
from requests_app.web.http import ActingRequest
from requests_app.web.questionnaire import pages
from requests_app.workflow import kept_typing
from requests_app.workflow.kept_typing import Typed
from requests_app.workflow.reading.own_draft import OwnDraft


@dataclass(frozen=True, slots=True)
class Unsaved:
    """One page on which there is text that is not saved.

    Attributes:
        page: the page of questions that it belongs to.
        href: where it is in its fields again: that page, or the one of a row or a document of it.
    """

    page: pages.Page
    href: str


def unsaved(request: ActingRequest, own_draft: OwnDraft) -> list[Unsaved]:
    """Return where something is typed that would not be submitted, in the order of the pages."""
    kept_of_it = kept_typing.kept_about(request.user, own_draft.search_request)
    found = [each for typed in kept_of_it if (each := _unsaved(typed, own_draft)) is not None]
    order = list(pages.BY_SLUG)
    return sorted(found, key=lambda each: order.index(each.page.slug))


def _unsaved(typed: Typed, own_draft: OwnDraft) -> Unsaved | None:
    try:
        match = resolve(typed.place)
    except Resolver404:
        return None
    page = pages.BY_SLUG.get(_slug(match.url_name or "", match.kwargs))
    if page is None:
        return None
    if match.url_name == "question" and page.form is not None:
        row = own_draft.search_request
        saved = getattr(own_draft.answers, page.section)
        form = page.form(value=saved, **pages.extra_arguments(page, row))
        if not kept.holds_more(typed, form):
            return None
    return Unsaved(page, typed.address)


def _slug(name: str, at: dict[str, Any]) -> str:
    """The page of questions that a page of the officer's belongs to; empty where it is none of a request's answers."""
    if name == "question":
        return str(at["slug"])
    if name in {"row", "row_add"}:
        return pages.OF_ROWS.get(at["kind"], "")
    return "legal-basis" if name == "document_add" else ""
