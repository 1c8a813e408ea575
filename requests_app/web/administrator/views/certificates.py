"""Recording, confirming and withdrawing training certificates.

A certificate is never changed here; a new course makes a new one.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from requests_app.accounts.models import Certificate, Course
from requests_app.accounts.roles import Role
from requests_app.web.access import role_required
from requests_app.web.administrator.acts import (
    account_or_404,
    act_page,
    carried_out,
    is_sent,
    posted,
)
from requests_app.web.administrator.forms import CertificateForm, ConfirmForm, ReasonForm
from requests_app.web.http import ActingRequest
from requests_app.workflow import administration


@require_http_methods(["GET", "POST"])
@role_required(Role.ACCOUNT_ADMINISTRATOR)
def record(request: ActingRequest, account_id: UUID) -> HttpResponse:
    """Record a certificate of the person behind this account."""
    shown = account_or_404(account_id)
    form = CertificateForm(posted(request))
    if is_sent(request, form) and carried_out(
        form,
        lambda: administration.record_certificate(
            actor=request.actor, person_id=shown.person_id, **form.cleaned_data
        ),
    ):
        messages.success(request, _("The certificate is recorded and counts from now."))
        return redirect("administrator:account", shown.pk)
    return act_page(
        request,
        form,
        title=_("Record a certificate"),
        submit=_("Record the certificate"),
        back=reverse("administrator:account", args=[shown.pk]),
        account=shown,
        says=[_("Another account administrator is asked to look at it as well.")],
    )


def _certificate(account_id: UUID, certificate_id: UUID) -> Certificate:
    shown = Certificate.objects.filter(pk=certificate_id, person__accounts__pk=account_id).first()
    if shown is None:
        raise Http404
    return shown


@require_http_methods(["GET", "POST"])
@role_required(Role.ACCOUNT_ADMINISTRATOR)
def confirm(request: ActingRequest, account_id: UUID, certificate_id: UUID) -> HttpResponse:
    """A second administrator has seen the certificate too."""
    shown = _certificate(account_id, certificate_id)
    form = ConfirmForm(posted(request))
    if is_sent(request, form) and carried_out(
        form,
        lambda: administration.confirm_certificate(actor=request.actor, certificate_id=shown.pk),
    ):
        messages.success(request, _("The certificate is confirmed."))
        return redirect("administrator:account", account_id)
    return act_page(
        request,
        form,
        title=_("Confirm this certificate"),
        submit=_("Confirm the certificate"),
        back=reverse("administrator:account", args=[account_id]),
        account=account_or_404(account_id),
        says=[
            Course(shown.course).label,
            _("Confirm it only if you have seen the proof of the course yourself."),
        ],
    )


@require_http_methods(["GET", "POST"])
@role_required(Role.ACCOUNT_ADMINISTRATOR)
def withdraw(request: ActingRequest, account_id: UUID, certificate_id: UUID) -> HttpResponse:
    """End a certificate before its time."""
    shown = _certificate(account_id, certificate_id)
    form = ReasonForm(posted(request))
    if is_sent(request, form) and carried_out(
        form,
        lambda: administration.withdraw_certificate(
            actor=request.actor,
            certificate_id=shown.pk,
            reason=form.cleaned_data["reason"],
        ),
    ):
        messages.success(request, _("The certificate is withdrawn."))
        return redirect("administrator:account", account_id)
    return act_page(
        request,
        form,
        title=_("Withdraw this certificate"),
        submit=_("Withdraw the certificate"),
        back=reverse("administrator:account", args=[account_id]),
        account=account_or_404(account_id),
        says=[
            Course(shown.course).label,
            _("Without another current one the person can no longer do what it was for."),
        ],
        danger=True,
    )
