"""Units: the list, making one, renaming, closing and opening.

Closing a unit takes nothing away from the record.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from requests_app.accounts import selectors
from requests_app.accounts.models import Unit
from requests_app.accounts.roles import Role
from requests_app.web.access import role_required
from requests_app.web.administrator.acts import act_page, carried_out, is_sent, posted
from requests_app.web.administrator.forms import ConfirmForm, NewUnitForm, UnitNamesForm
from requests_app.web.http import ActingRequest
from requests_app.workflow import administration


@require_GET
@role_required(Role.ACCOUNT_ADMINISTRATOR)
def units(request: ActingRequest) -> HttpResponse:
    """All units, with how many people are in them and how many can decide for them."""
    listed = Unit.objects.annotate(
        people=Count("accounts", filter=Q(accounts__is_active=True), distinct=True)
    )
    rows = [
        {
            "unit": unit,
            "deciders": selectors.people_who_could_decide(unit, exclude_person=None).count(),
        }
        for unit in listed
    ]
    return render(
        request,
        "administrator/units.html",
        {
            "rows": rows,
            "main_width": "full",
            "waiting": selectors.open_proposals().count(),
        },
    )


@require_http_methods(["GET", "POST"])
@role_required(Role.ACCOUNT_ADMINISTRATOR)
def create(request: ActingRequest) -> HttpResponse:
    """Make a unit."""
    form = NewUnitForm(posted(request))
    if is_sent(request, form) and carried_out(
        form, lambda: administration.create_unit(actor=request.actor, **form.cleaned_data)
    ):
        messages.success(request, _("The unit is made."))
        return redirect("administrator:units")
    return act_page(
        request,
        form,
        title=_("Make a unit"),
        submit=_("Make the unit"),
        back=reverse("administrator:units"),
    )


def _unit(unit_id: UUID) -> Unit:
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None:
        raise Http404
    return unit


@require_http_methods(["GET", "POST"])
@role_required(Role.ACCOUNT_ADMINISTRATOR)
def rename(request: ActingRequest, unit_id: UUID) -> HttpResponse:
    """Change a unit's names."""
    unit = _unit(unit_id)
    initial = {"name_en": unit.name_en, "name_fr": unit.name_fr}
    form = UnitNamesForm(posted(request), initial=initial)
    if is_sent(request, form) and carried_out(
        form,
        lambda: administration.rename_unit(
            actor=request.actor, unit_id=unit.pk, **form.cleaned_data
        ),
    ):
        messages.success(request, _("The unit is renamed."))
        return redirect("administrator:units")
    return act_page(
        request,
        form,
        title=_("Rename the unit %(code)s") % {"code": unit.code},
        submit=_("Save the names"),
        back=reverse("administrator:units"),
    )


@require_http_methods(["GET", "POST"])
@role_required(Role.ACCOUNT_ADMINISTRATOR)
def close(request: ActingRequest, unit_id: UUID) -> HttpResponse:
    """Close a unit that nobody belongs to any more."""
    unit = _unit(unit_id)
    form = ConfirmForm(posted(request))
    if is_sent(request, form) and carried_out(
        form,
        lambda: administration.deactivate_unit(actor=request.actor, unit_id=unit.pk),
    ):
        messages.success(request, _("The unit is closed."))
        return redirect("administrator:units")
    return act_page(
        request,
        form,
        title=_("Close the unit %(unit)s") % {"unit": unit.name},
        submit=_("Close the unit"),
        back=reverse("administrator:units"),
        says=[_("No account joins it any more, and nobody decides for it. Its record stays.")],
        danger=True,
    )


@require_http_methods(["GET", "POST"])
@role_required(Role.ACCOUNT_ADMINISTRATOR)
def reopen(request: ActingRequest, unit_id: UUID) -> HttpResponse:
    """Open a closed unit again."""
    unit = _unit(unit_id)
    form = ConfirmForm(posted(request))
    if is_sent(request, form) and carried_out(
        form,
        lambda: administration.activate_unit(actor=request.actor, unit_id=unit.pk),
    ):
        messages.success(request, _("The unit is open again."))
        return redirect("administrator:units")
    return act_page(
        request,
        form,
        title=_("Open the unit %(unit)s again") % {"unit": unit.name},
        submit=_("Open the unit"),
        back=reverse("administrator:units"),
    )
