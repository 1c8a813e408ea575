"""Proposing powers for an account and withdrawing them.

A proposal made here changes nothing by itself; another administrator confirms it.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from requests_app.accounts.models import Unit
from requests_app.accounts.roles import Role
from requests_app.web.access import role_required
from requests_app.web.administrator.acts import (
    account_or_404,
    act_page,
    carried_out,
    is_sent,
    posted,
)
from requests_app.web.administrator.forms import (
    ProposeDecideRightForm,
    ProposeRoleForm,
    ReasonForm,
)
from requests_app.web.http import ActingRequest
from requests_app.workflow import administration


def _second_person() -> str:
    return _("Nothing changes until another account administrator has confirmed it.")


def _proposed(request: ActingRequest, account_id: UUID) -> HttpResponse:
    messages.success(
        request, _("Proposed. Ask another account administrator to confirm or refuse it.")
    )
    return redirect("administrator:account", account_id)


@require_http_methods(["GET", "POST"])
@role_required(Role.ACCOUNT_ADMINISTRATOR)
def propose_role(request: ActingRequest, account_id: UUID) -> HttpResponse:
    """Propose a role for this account."""
    shown = account_or_404(account_id)
    form = ProposeRoleForm(posted(request), account=shown)
    if is_sent(request, form) and carried_out(
        form,
        lambda: administration.propose_role(
            actor=request.actor,
            account_id=shown.pk,
            role=form.cleaned_data["role"],
            reason=form.cleaned_data["reason"],
        ),
    ):
        return _proposed(request, shown.pk)
    return act_page(
        request,
        form,
        title=_("Propose a role"),
        submit=_("Propose the role"),
        back=reverse("administrator:account", args=[shown.pk]),
        account=shown,
        says=[_second_person()],
    )


@require_http_methods(["GET", "POST"])
@role_required(Role.ACCOUNT_ADMINISTRATOR)
def propose_decide_right(request: ActingRequest, account_id: UUID) -> HttpResponse:
    """Propose that this account may decide for a unit."""
    shown = account_or_404(account_id)
    form = ProposeDecideRightForm(posted(request))
    if is_sent(request, form) and carried_out(
        form,
        lambda: administration.propose_decide_right(
            actor=request.actor,
            account_id=shown.pk,
            unit_id=UUID(form.cleaned_data["unit"]),
            reason=form.cleaned_data["reason"],
        ),
    ):
        return _proposed(request, shown.pk)
    return act_page(
        request,
        form,
        title=_("Propose a right to decide"),
        submit=_("Propose the right"),
        back=reverse("administrator:account", args=[shown.pk]),
        account=shown,
        says=[_second_person()],
    )


@require_http_methods(["GET", "POST"])
@role_required(Role.ACCOUNT_ADMINISTRATOR)
def propose_reset(request: ActingRequest, account_id: UUID) -> HttpResponse:
    """Propose that the person sets a new password."""
    shown = account_or_404(account_id)
    form = ReasonForm(posted(request))
    if is_sent(request, form) and carried_out(
        form,
        lambda: administration.propose_credential_reset(
            actor=request.actor, account_id=shown.pk, reason=form.cleaned_data["reason"]
        ),
    ):
        return _proposed(request, shown.pk)
    return act_page(
        request,
        form,
        title=_("Propose a credential reset"),
        submit=_("Propose the reset"),
        back=reverse("administrator:account", args=[shown.pk]),
        account=shown,
        says=[
            _second_person(),
            _(
                "Then the present password and second factor stop working, all sessions end, "
                "and the administrator who confirms gets a link for the person."
            ),
        ],
    )


@require_http_methods(["GET", "POST"])
@role_required(Role.ACCOUNT_ADMINISTRATOR)
def withdraw_role(request: ActingRequest, account_id: UUID, role: str) -> HttpResponse:
    """End a role of this account."""
    if role not in Role.values:
        raise Http404
    shown = account_or_404(account_id)
    form = ReasonForm(posted(request))
    if is_sent(request, form) and carried_out(
        form,
        lambda: administration.withdraw_role(
            actor=request.actor,
            account_id=shown.pk,
            role=role,
            reason=form.cleaned_data["reason"],
        ),
    ):
        messages.success(request, _("The role is withdrawn. The account's sessions have ended."))
        return redirect("administrator:account", shown.pk)
    return act_page(
        request,
        form,
        title=_("Withdraw the role “%(role)s”") % {"role": Role(role).label},
        submit=_("Withdraw the role"),
        back=reverse("administrator:account", args=[shown.pk]),
        account=shown,
        says=[_("It ends at once. To grant it again takes two administrators.")],
        danger=True,
    )


@require_http_methods(["GET", "POST"])
@role_required(Role.ACCOUNT_ADMINISTRATOR)
def withdraw_decide_right(request: ActingRequest, account_id: UUID, unit_id: UUID) -> HttpResponse:
    """End a right to decide for a unit."""
    shown = account_or_404(account_id)
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None:
        raise Http404
    form = ReasonForm(posted(request))
    if is_sent(request, form) and carried_out(
        form,
        lambda: administration.withdraw_decide_right(
            actor=request.actor,
            account_id=shown.pk,
            unit_id=unit.pk,
            reason=form.cleaned_data["reason"],
        ),
    ):
        messages.success(request, _("The right is withdrawn. The account's sessions have ended."))
        return redirect("administrator:account", shown.pk)
    return act_page(
        request,
        form,
        title=_("Withdraw the right to decide for %(unit)s") % {"unit": unit.name},
        submit=_("Withdraw the right"),
        back=reverse("administrator:account", args=[shown.pk]),
        account=shown,
        says=[_("It ends at once. To grant it again takes two administrators.")],
        danger=True,
    )
