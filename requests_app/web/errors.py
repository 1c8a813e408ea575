"""Turns what use cases refuse into pages: 403, 404, 409, 410, in the reader's words.

The one place where a domain error meets HTTP; it must never let a bare 500 stand for a refusal.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from requests_app.accounts.sign_in_events import ACCOUNT_ITSELF
from requests_app.common.errors import (
    AlreadyTaken,
    BadInput,
    CountersignError,
    InvalidTransition,
    NotFound,
    NotPermitted,
    PreconditionFailed,
    StaleRead,
)
from requests_app.common.time_limits import took_too_long
from requests_app.web import kept
from requests_app.web.actor import actor_for
from requests_app.web.drawing import render
from requests_app.web.http import only_reads, page_action
from requests_app.web.messages import explain
from requests_app.web.sign_in.middleware import sent_without_session
from requests_app.workflow.unit_of_work import record_refusal

_STATUS: tuple[tuple[type[CountersignError], int], ...] = (
    (NotFound, 404),
    (NotPermitted, 403),
    (InvalidTransition, 409),
    (AlreadyTaken, 409),
    (StaleRead, 409),
    (PreconditionFailed, 409),
    (BadInput, 400),
)
_DAMAGED = {"content_damaged", "wrong_wrapping_key"}
_TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


class DomainErrors:
    """Middleware that answers a refusal with an explained page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a domain error, and record what no use case has recorded before it came here.

        Anything else goes on to the server's own error pages.
        """
        refusal = _as_refusal(exception)
        if refusal is None:
            return None
        if not refusal.is_recorded and request.user.is_authenticated:
            _record(request, refusal)
        return refusal_page(request, refusal) if refusal is exception else None


def _as_refusal(exception: Exception) -> CountersignError | None:
    """What a view was refused with: by a use case, by the view itself, or by a library's view."""
    if isinstance(exception, CountersignError):
        return exception
    if isinstance(exception, Http404):
        return NotFound()
    if isinstance(exception, PermissionDenied):
        return NotPermitted("page_refused")
    return None


def _record(request: HttpRequest, refusal: CountersignError) -> None:
    match = request.resolver_match
    asked_about = match.kwargs.get("pk") if match else None
    record_refusal(
        actor=getattr(request, "actor", None) or actor_for(request, ACCOUNT_ITSELF),
        action=page_action(request),
        refusal=refusal,
        search_request_id=asked_about if isinstance(asked_about, UUID) else None,
        reads=only_reads(request),
    )


def refusal_page(request: HttpRequest, problem: CountersignError) -> HttpResponse:
    """Return the page for one refusal."""
    code = next((status for kind, status in _STATUS if isinstance(problem, kind)), 409)
    if problem.code == "content_destroyed":
        code = 410
    if problem.code in _DAMAGED:
        page = {"reason": explain(problem), "own_request_url": _own_request(request)}
        return render(request, "errors/damaged.html", page, status=code)
    shown: dict[str, object] = {
        "reason": "" if code == 404 else explain(problem),
        # Whoever only opens a page has read nothing before that could have changed meanwhile.
        "has_changed": isinstance(problem, StaleRead) or not only_reads(request),
    }
    return render(request, f"errors/{code}.html", shown, status=code)


def _own_request(request: HttpRequest) -> str:
    """The page of an officer's own request, which opens without its content; else nothing."""
    match = request.resolver_match
    if match is None or match.namespace != "officer" or "pk" not in match.kwargs:
        return ""
    return reverse("officer:request", args=[match.kwargs["pk"]])


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler404: the same page whether a thing is not there or is not theirs."""
    return render(request, "errors/404.html", status=404)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler403."""
    return render(request, "errors/403.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400: a request that no page of ours would send, or one that is too large."""
    code = 413 if isinstance(exception, _TOO_LARGE) else 400
    return _without_request(f"errors/{code}.html", status=code)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500: says what to do, and nothing of what went wrong.

    A database that is away, or that takes longer for an answer than it may, is 503, with the time after which to try
    again (RFC 9110, 10.2.3).
    """
    problem = sys.exc_info()[1]
    if not isinstance(problem, (OperationalError, InterfaceError)):
        return _without_request("errors/500.html", status=500)
    page = "errors/too_long.html" if took_too_long(problem) else "errors/503.html"
    response = _without_request(page, status=503)
    response["Retry-After"] = "60"
    return response


def _without_request(template: str, *, status: int) -> HttpResponse:
    """Render a page that must come out whatever is broken: nobody's name, no session, no query."""
    return HttpResponse(
        render_to_string(template, {"trial": settings.COUNTERSIGN_TRIAL}), status=status
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Answer a form whose token is missing or old: what it carries is kept for whoever it was drawn for.

    Without the signed mark of a page of ours it is a forged form, or the browser takes no cookies.
    """
    sent = kept.read_mark(request)
    if sent is None:
        return render(request, "errors/csrf.html", status=403)
    if not request.user.is_authenticated:
        return sent_without_session(request, _("You were no longer signed in."))
    is_kept = kept.keep(request, sent)
    became = kept.what_became_of_it(sent, is_kept=is_kept)
    if request.user.pk != sent.account:
        why = _("That page was drawn for somebody else, who was signed in here before.")
        messages.warning(request, f"{why} " + _("Nothing of it was saved or done."))
        return redirect("home")
    why = _("You have signed in again since that page was opened, so it was not received.")
    messages.warning(request, f"{why} {became}")
    return redirect(sent.address)
