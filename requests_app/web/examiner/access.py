"""Whom the examiners' pages are for, and the way back for whoever cannot be shown what they asked for."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from requests_app.accounts.roles import Role
from requests_app.common.errors import CountersignError
from requests_app.web import kept
from requests_app.web.access import role_required
from requests_app.web.http import ActingRequest
from requests_app.web.messages import explain

View = Callable[..., HttpResponseBase]


def examiners_page(view: View) -> View:
    """For examiners only; never kept by a cache."""
    return never_cache(role_required(Role.EXAMINER)(view))


def back_to_results(request: ActingRequest, problem: CountersignError) -> HttpResponse:
    """Return to the list of results, which says what was refused; what was typed is kept."""
    words = explain(problem)
    if kept.keep_what_was_refused(request):
        words = f"{words} {kept.what_became_of_it(None, is_kept=True)}"
    messages.warning(request, words)
    return redirect("examiner:results")
