"""The outbox: what waits, what is in flight, what failed and why; a retry with a reason; unsent mail.

Shows references, codes and times; no case content ever comes here.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from requests_app.accounts.roles import Role
from requests_app.common.errors import BadInput, InvalidTransition, PreconditionFailed
from requests_app.dispatch.models import Dispatch
from requests_app.dispatch.refusals import may_have_searched
from requests_app.searches.states import Status
from requests_app.web import kept
from requests_app.web.access import role_required
from requests_app.web.drawing import render
from requests_app.web.http import ActingRequest
from requests_app.web.messages import explain
from requests_app.web.operator import words
from requests_app.web.operator.forms import RetryForm
from requests_app.workflow import retry
from requests_app.workflow.notifications.send_again import send_again
from requests_app.workflow.reading.outbox import read_dispatch, read_outbox
from requests_app.workflow.reading.unsent_mail import read_unsent_mail

_NOT_ENDED = frozenset({Dispatch.State.READY, Dispatch.State.CLAIMED, Dispatch.State.HELD})

_operators_page = role_required(Role.OPERATOR)


@_operators_page
@require_GET
def outbox(request: ActingRequest) -> HttpResponse:
    """Everything in the outbox, what needs somebody first."""
    shown = read_outbox(request.GET.get("page"))
    mail = read_unsent_mail()
    context = {
        "rows": [_row(dispatch) for dispatch in shown.page.rows],
        "page": shown.page,
        "counts": [
            {"label": label, "count": shown.counts[state]}
            for state, label in words.STATES.items()
            if state in shown.counts
        ],
        "matchers": shown.matchers,
        "mail": mail,
        "mail_error": words.mail_error_words(mail.last_error),
        "main_width": "full",
    }
    return render(request, "operator/outbox.html", context)


def _row(dispatch: Dispatch) -> dict[str, Any]:
    tone, glyph = words.TONES[dispatch.state]
    return {
        "dispatch": dispatch,
        "reference": dispatch.search_request.reference,
        "state": words.STATES[dispatch.state],
        "tone": tone,
        "glyph": glyph,
        "tries": words.tries(dispatch.attempt, getattr(dispatch, "tries", dispatch.attempt)),
        "error": words.error_words(
            dispatch.last_error, may_search_twice=retry.may_search_twice(dispatch)
        ),
        "can_retry": dispatch.search_request.status == Status.SEARCH_FAILED
        and dispatch.last_error not in retry.FOR_GOOD,
    }


@_operators_page
@require_POST
def mail_again(request: ActingRequest) -> HttpResponse:
    """Have every mail that was given up sent again."""
    try:
        count = send_again(actor=request.actor)
    except PreconditionFailed as problem:
        messages.info(request, explain(problem))
    else:
        said = ngettext(
            "%(count)s mail is sent again within a minute.",
            "%(count)s mails are sent again within a minute.",
            count,
        )
        messages.success(request, said % {"count": count})
    return redirect("operator:outbox")


@_operators_page
@require_http_methods(["GET", "POST"])
def one(request: ActingRequest, pk: UUID) -> HttpResponse:
    """One dispatch with its attempts; a retry where it was given up."""
    opened = read_dispatch(pk)
    if opened is None:
        raise Http404
    dispatch = opened.dispatch
    form = RetryForm(request.POST or None, may_search_twice=retry.may_search_twice(dispatch))
    if request.method == "POST" and form.is_valid():
        try:
            retry.retry(
                actor=request.actor,
                search_request_id=dispatch.search_request_id,
                reason=form.cleaned_data["reason"],
                not_made=form.cleaned_data.get("not_made", False),
            )
        except BadInput as problem:
            if "reason" in problem.field_errors:
                form.add_error("reason", _("Say why it can work now, in at least 20 characters"))
            else:
                form.add_error(
                    "not_made",
                    _("Ask the matcher’s operator first, and confirm that the search was not made"),
                )
        except (InvalidTransition, PreconditionFailed) as problem:
            form.add_error(None, explain(problem))
        else:
            messages.success(request, str(words.put_back(dispatch.authorisation.gallery)))
            return redirect("operator:outbox")
    row = _row(dispatch)
    can_retry = row["can_retry"]
    context = row | {
        "attempts": opened.attempts,
        "searched_in": words.searched_in(dispatch.authorisation.gallery)
        if dispatch.state in _NOT_ENDED or can_retry
        else None,
        "meanings": [
            (code, said)
            for code, searches_twice in {
                attempt.error: not dispatch.authorisation.gallery.matcher.is_idempotent
                and may_have_searched(attempt.error, attempt.http_status)
                for attempt in opened.attempts
                if attempt.error
            }.items()
            # What stands at the top of the page is not said again.
            if str(said := words.error_words(code, may_search_twice=searches_twice))
            != str(row["error"])
        ],
        # Without the form there are no fields to put anything back into, and the page says so.
        "form": form if can_retry or form.is_bound else None,
        "page_form": can_retry,
        "kept_without_field": not can_retry and kept.kept_without_field(request, form),
    }
    return render(request, "operator/one.html", context, status=400 if form.errors else 200)
