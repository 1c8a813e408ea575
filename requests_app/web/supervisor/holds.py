"""Legal holds: a privacy officer keeps content from being destroyed and reviews that; another person lets it go again.

Shows no case: a hold is named by its request's reference, and its reason is opened on a page of its own.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from requests_app.accounts.roles import Role
from requests_app.common.clock import real_now
from requests_app.common.errors import BadInput, CountersignError
from requests_app.web.access import role_required
from requests_app.web.drawing import render
from requests_app.web.fields import DateField, look
from requests_app.web.http import ActingRequest
from requests_app.web.messages import explain
from requests_app.web.supervisor.access import deciders_page
from requests_app.web.text_fields import LongTextField, TextField
from requests_app.workflow import hold
from requests_app.workflow.reading.holds import (
    holds_of,
    open_hold,
    released_of,
    request_to_hold,
)


def _reason(label: Promise, help_text: Promise) -> LongTextField:
    return look(
        LongTextField(
            label=label,
            help_text=help_text,
            most=2000,
            rows=4,
            required=True,
            error_messages={"required": gettext_lazy("Say why, in your own words")},
        ),
        characters=2000,
        size="s",
    )


def _review_on() -> DateField:
    return look(
        DateField(
            label=gettext_lazy("When must it be reviewed?"),
            help_text=gettext_lazy(
                "At most a year ahead. The hold does not end on that day: the privacy officers and supervisors of the unit "
                "are then asked whether it is still needed."
            ),
            earliest=hold.first_day,
            latest=hold.last_day,
        ),
        size="s",
    )


class SetForm(forms.Form):
    """Which request is to be kept, why, and when that is reviewed."""

    reference = look(
        TextField(
            label=gettext_lazy("Reference of the request"),
            help_text=gettext_lazy("As it stands on its pages, for example CS-2026-000042-X."),
            most=40,
            required=True,
            error_messages={"required": gettext_lazy("Enter the reference of the request")},
        ),
        width=20,
        tabular=True,
    )
    reason = _reason(
        gettext_lazy("Why must its content be kept?"),
        gettext_lazy(
            "Who orders it, on which authority, and until when. At least 40 characters; it is sealed with the "
            "request."
        ),
    )
    review_on = _review_on()


class ReviewForm(forms.Form):
    """Why the content must still be kept, and when that is reviewed again."""

    reason = _reason(
        gettext_lazy("Why must it still be kept?"),
        gettext_lazy("What still orders it, and how you know. At least 40 characters."),
    )
    review_on = _review_on()


class ReleaseForm(forms.Form):
    """Why nothing orders any more that the content be kept."""

    reason = _reason(
        gettext_lazy("Why is the hold released?"),
        gettext_lazy("What ended the duty to keep it. At least 40 characters."),
    )


_PROBLEMS = {
    "too_short": gettext_lazy("Say why in words: at least 40 characters, half of them letters"),
    "not_within_a_year": gettext_lazy("Enter a day from tomorrow to a year from today"),
}


@deciders_page
@require_GET
def listed(request: ActingRequest) -> HttpResponse:
    """The holds on requests of the reader's units: those that stand, and those released last."""
    context = {
        "page": holds_of(request.user, request.GET.get("page")),
        "released": released_of(request.user),
        "may_set": Role.PRIVACY_OFFICER in request.user.roles(),
        "today": localdate(real_now()),
    }
    return render(request, "supervisor/holds.html", context)


@never_cache
@role_required(Role.PRIVACY_OFFICER)
def set_one(request: ActingRequest) -> HttpResponse:
    """Keep the content of one request from being destroyed."""
    form = SetForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _was_set(request, form):
        messages.success(request, _("The hold stands. Another person can release it."))
        return redirect("supervisor:holds")
    status = 400 if form.errors else 200
    return render(request, "supervisor/hold_set.html", {"form": form}, status=status)


def _was_set(request: ActingRequest, form: SetForm) -> bool:
    found = request_to_hold(request.user, form.cleaned_data["reference"])
    if found is None:
        form.add_error("reference", _("No request of your units has this reference: check it"))
        return False
    return _done(
        form,
        lambda: hold.set_hold(
            actor=request.actor,
            search_request_id=found.pk,
            reason=form.cleaned_data["reason"],
            review_on=form.cleaned_data["review_on"],
        ),
    )


@deciders_page
def one(request: ActingRequest, pk: UUID, hold_id: UUID) -> HttpResponse:
    """One hold with its reason, and its release by another person."""
    form = ReleaseForm(request.POST or None)
    named: Any = {"actor": request.actor, "search_request_id": pk, "hold_id": hold_id}
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if _done(form, lambda: hold.release_hold(**named, reason=reason)):
            messages.success(request, _("The hold is released."))
            return redirect("supervisor:holds")
    context = {"opened": open_hold(**named), "form": form}
    return render(request, "supervisor/hold.html", context, status=400 if form.errors else 200)


@never_cache
@role_required(Role.PRIVACY_OFFICER)
def review(request: ActingRequest, pk: UUID, hold_id: UUID) -> HttpResponse:
    """Keep one hold that was looked at, until it is reviewed again."""
    form = ReviewForm(request.POST or None)
    named: Any = {"actor": request.actor, "search_request_id": pk, "hold_id": hold_id}
    if (
        request.method == "POST"
        and form.is_valid()
        and _done(form, lambda: hold.review_hold(**named, **form.cleaned_data))
    ):
        messages.success(request, _("The hold is reviewed, and the content stays."))
        return redirect("supervisor:holds")
    opened = open_hold(**named)
    if not opened.may_review:
        return redirect("supervisor:hold", pk, hold_id)
    context = {"opened": opened, "form": form}
    status = 400 if form.errors else 200
    return render(request, "supervisor/hold_review.html", context, status=status)


def _done(form: forms.Form, act: Any) -> bool:
    """Carry out an act; where it is refused, say so beside the field or above the form."""
    try:
        act()
    except BadInput as refused:
        for name, codes in refused.field_errors.items():
            for code in codes:
                form.add_error(name, str(_PROBLEMS[code]))
    except CountersignError as problem:
        form.add_error(None, explain(problem))
    return not form.errors
