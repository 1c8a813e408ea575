"""Turns what use cases refuse into pages: 403, 404, 409, 410, in the reader's words.

The one place where a domain error meets HTTP; it must never let a bare 500 stand for a refusal.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

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
from requests_app.web import kept
from requests_app.web.drawing import render
from requests_app.web.messages import explain
from requests_app.web.sign_in.middleware import sent_without_session

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
        """Answer a domain error; anything else goes on to the server's own error page."""
        if not isinstance(exception, CountersignError):
            return None
        return refusal_page(request, exception)


def refusal_page(request: HttpRequest, problem: CountersignError) -> HttpResponse:
    """Return the page for one refusal."""
    code = next((status for kind, status in _STATUS if isinstance(problem, kind)), 409)
    if problem.code == "content_destroyed":
        code = 410
    if problem.code in _DAMAGED:
        page = {"reason": explain(problem), "own_request_url": _own_request(request)}
        return render(request, "errors/damaged.html", page, status=code)
    reason = "" if code == 404 else explain(problem)
    return render(request, f"errors/{code}.html", {"reason": reason}, status=code)


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

    A database that is away is 503, with the time after which to try again (RFC 9110, 10.2.3).
    """
    if not isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return _without_request("errors/500.html", status=500)
    response = _without_request("errors/503.html", status=503)
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
