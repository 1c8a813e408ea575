"""Whom the examiners' pages are for, and the way back for whoever cannot be shown what they asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from requests_app.accounts.roles import Role
from requests_app.common.errors import CountersignError
from requests_app.web import kept
from requests_app.web.access import role_required
from requests_app.web.http import ActingRequest, only_reads
from requests_app.web.messages import explain

View = Callable[..., HttpResponseBase]
CAN_BE_MENDED = frozenset({"examination_unopened", "rules_unjudged", "list_withdrawn"})
"""Why a conclusion is refused that can still be drawn, so that its examiner stays on the page."""


def examiners_page(view: View) -> View:
    """For examiners only; never kept by a cache. What is typed there is kept also where it is refused."""
    guarded = role_required(Role.EXAMINER)(view)

    @wraps(guarded)
    def keeping(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return guarded(request, *args, **kwargs)
        except CountersignError:
            if not only_reads(request):
                kept.keep_what_was_refused(request)
            raise

    return never_cache(keeping)


def back_to_results(request: ActingRequest, problem: CountersignError) -> HttpResponse:
    """Return to the list of results, which says what was refused; what was typed is kept."""
    words = explain(problem)
    if kept.keep_what_was_refused(request):
        words = f"{words} {kept.what_became_of_it(None, is_kept=True)}"
    messages.warning(request, words)
    return redirect("examiner:results")
