"""Finding people, their pages, and the acts on an account that one administrator does alone.

No page here grants a power or shows a password.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from requests_app.accounts import selectors
from requests_app.accounts.models import Account, RoleAssignment
from requests_app.accounts.roles import DECIDING_ROLES, Role
from requests_app.web.access import role_required
from requests_app.web.administrator import presenters
from requests_app.web.administrator.acts import (
    account_or_404,
    act_page,
    carried_out,
    is_sent,
    posted,
    uuid_or_none,
)
from requests_app.web.administrator.forms import (
    ConfirmForm,
    NewAccountForm,
    ReasonForm,
    SearchForm,
)
from requests_app.web.http import ActingRequest
from requests_app.workflow import administration, permissions

_A_PAGE = 50


@require_GET
@role_required(Role.ACCOUNT_ADMINISTRATOR)
def people(request: ActingRequest) -> HttpResponse:
    """The list of accounts, filtered by what is asked."""
    form = SearchForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    found = selectors.accounts_found(
        asked.get("q", ""), state=asked.get("state", ""), role=asked.get("role", "")
    )
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    names = _roles_by_account([account.pk for account in page])
    return render(
        request,
        "administrator/people.html",
        {
            "search": form,
            "page": page,
            "rows": [presenters.people_row(account, names.get(account.pk, [])) for account in page],
            "is_filtered": any(asked.values()),
            "main_width": "full",
            "waiting": selectors.open_proposals().count(),
        },
    )


def _roles_by_account(ids: list[UUID]) -> dict[UUID, list[str]]:
    held: dict[UUID, list[str]] = {}
    assignments = RoleAssignment.objects.filter(account__in=ids, withdrawn_at__isnull=True)
    for account_id, role in assignments.values_list("account_id", "role"):
        held.setdefault(account_id, []).append(str(Role(role).label))
    return held


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(Role.ACCOUNT_ADMINISTRATOR)
def create(request: ActingRequest) -> HttpResponse:
    """Make an account; the answer to the form shows its link, once."""
    form = NewAccountForm(posted(request), initial={"language": request.LANGUAGE_CODE[:2]})
    if is_sent(request, form):
        given = {**form.cleaned_data}
        given["unit_id"] = uuid_or_none(given.pop("unit"))
        if carried_out(form, lambda: administration.create_account(actor=request.actor, **given)):
            made: administration.NewAccount = form.outcome
            return handover(request, made.account, made.secret)
    return act_page(
        request,
        form,
        title=_("Make an account"),
        submit=_("Make the account"),
        back=reverse("administrator:people"),
        says=[
            _("The account holds no role at first, and no password that anybody else knows."),
            _("You get a link to hand over, with which the person sets their own password."),
        ],
    )


def handover(request: ActingRequest, account: Account, secret: str) -> HttpResponse:
    """The page that shows a link once, to be printed and handed over."""
    link = selectors.open_link(account)
    response = render(
        request,
        "administrator/handover.html",
        {"account": account, "link": link, "address": administration.link_address(secret)},
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@require_GET
@role_required(Role.ACCOUNT_ADMINISTRATOR)
def account(request: ActingRequest, account_id: UUID) -> HttpResponse:
    """One account: its person, state, powers, certificates, proposals and history."""
    shown = account_or_404(account_id)
    roles = shown.role_assignments.filter(withdrawn_at__isnull=True).select_related("unit")
    rights = shown.decide_rights.filter(withdrawn_at__isnull=True).select_related("unit")
    certificates = shown.person.certificates.select_related(
        "recorded_by__person", "confirmed_by__person"
    )
    return render(
        request,
        "administrator/account.html",
        {
            "account": shown,
            "person": shown.person,
            "others": shown.person.accounts.exclude(pk=shown.pk),
            "state": presenters.state_of(shown),
            "is_own": not permissions.can_administer(request.actor, shown.person_id),
            "roles": [{"held": held, "label": Role(held.role).label} for held in roles],
            "rights": rights,
            "decides": bool(shown.roles() & DECIDING_ROLES),
            "certificates": [
                presenters.certificate_row(row, request.actor) for row in certificates
            ],
            "proposals": [
                presenters.proposal_row(row) for row in selectors.proposals_about(shown)[:20]
            ],
            "link": selectors.open_link(shown),
            "can_reissue": shown.password_set_at is None and not roles and not rights,
            "main_width": "full",
        },
    )


@require_GET
@never_cache
@role_required(Role.ACCOUNT_ADMINISTRATOR)
def history(request: ActingRequest, account_id: UUID) -> HttpResponse:
    """What the log holds about this account."""
    shown = account_or_404(account_id)
    events = administration.read_history(actor=request.actor, account_id=shown.pk)
    return render(
        request,
        "administrator/history.html",
        {"account": shown, "events": presenters.history_rows(events)},
    )


@require_http_methods(["GET", "POST"])
@role_required(Role.ACCOUNT_ADMINISTRATOR)
def disable(request: ActingRequest, account_id: UUID) -> HttpResponse:
    """Shut an account, with a reason."""
    shown = account_or_404(account_id)
    form = ReasonForm(posted(request))
    if is_sent(request, form) and carried_out(
        form,
        lambda: administration.disable_account(
            actor=request.actor, account_id=shown.pk, reason=form.cleaned_data["reason"]
        ),
    ):
        messages.success(request, _("The account is disabled. Its sessions have ended."))
        return redirect("administrator:account", shown.pk)
    return act_page(
        request,
        form,
        title=_("Disable this account"),
        submit=_("Disable the account"),
        back=reverse("administrator:account", args=[shown.pk]),
        account=shown,
        says=[_("The person is signed out at once. What the account holds stays on record.")],
        danger=True,
    )


@require_http_methods(["GET", "POST"])
@role_required(Role.ACCOUNT_ADMINISTRATOR)
def enable(request: ActingRequest, account_id: UUID) -> HttpResponse:
    """Open a disabled account again."""
    shown = account_or_404(account_id)
    form = ConfirmForm(posted(request))
    if is_sent(request, form) and carried_out(
        form,
        lambda: administration.enable_account(actor=request.actor, account_id=shown.pk),
    ):
        messages.success(request, _("The account is in use again."))
        return redirect("administrator:account", shown.pk)
    return act_page(
        request,
        form,
        title=_("Enable this account"),
        submit=_("Enable the account"),
        back=reverse("administrator:account", args=[shown.pk]),
        account=shown,
        says=[_("It will again hold what two administrators had granted it.")],
    )


@require_http_methods(["GET", "POST"])
@role_required(Role.ACCOUNT_ADMINISTRATOR)
def unlock(request: ActingRequest, account_id: UUID) -> HttpResponse:
    """End a lock before it ends by itself."""
    shown = account_or_404(account_id)
    form = ConfirmForm(posted(request))
    if is_sent(request, form) and carried_out(
        form,
        lambda: administration.unlock_account(actor=request.actor, account_id=shown.pk),
    ):
        messages.success(request, _("The account is no longer locked."))
        return redirect("administrator:account", shown.pk)
    return act_page(
        request,
        form,
        title=_("Unlock this account"),
        submit=_("Unlock the account"),
        back=reverse("administrator:account", args=[shown.pk]),
        account=shown,
        says=[_("Too many sign-ins failed. Ask the person first whether it was they who tried.")],
    )


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(Role.ACCOUNT_ADMINISTRATOR)
def reissue(request: ActingRequest, account_id: UUID) -> HttpResponse:
    """Make a new first link for an account that holds nothing yet."""
    shown = account_or_404(account_id)
    form = ConfirmForm(posted(request))
    if is_sent(request, form) and carried_out(
        form,
        lambda: administration.reissue_first_link(actor=request.actor, account_id=shown.pk),
    ):
        return handover(request, shown, form.outcome)
    return act_page(
        request,
        form,
        title=_("Make a new link"),
        submit=_("Make the link"),
        back=reverse("administrator:account", args=[shown.pk]),
        account=shown,
        says=[_("The earlier link stops working.")],
    )
