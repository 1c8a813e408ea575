"""Pages that belong to no single role: the way in, notices, the language.

They show nothing of a case.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from requests_app.accounts.roles import Role
from requests_app.searches.models import Notice
from requests_app.web.actor import actor_for
from requests_app.web.drawing import render
from requests_app.web.http import SignedInRequest
from requests_app.web.navigation import areas_of
from requests_app.workflow.notifications.mark_read import mark_read
from requests_app.workflow.reading.notices import notices_for


@require_GET
def home(request: SignedInRequest) -> HttpResponse:
    """Send each person to the first area that is theirs, or say that none is yet."""
    areas = areas_of(request.user.roles())
    return redirect(areas[0].url_name) if areas else render(request, "web/no_role.html")


_DECIDERS = frozenset([Role.SUPERVISOR, Role.PRIVACY_OFFICER])
_AUDITORS = frozenset([Role.PRIVACY_AUDITOR, Role.OVERSIGHT])
_INCIDENTS = frozenset(kind for kind in Notice.Kind if kind.startswith("incident_"))
_TOLD_TO_AUDITORS = _INCIDENTS | {Notice.Kind.EXAMINERS_LACKING, Notice.Kind.HOLD_REVIEW_DUE}


def _destination(notice: Notice, roles: frozenset[str]) -> tuple[str, Promise] | None:
    if notice.search_request.requested_by_id == notice.account_id and Role.OFFICER in roles:
        url = reverse("officer:request", args=[notice.search_request_id])
        return url, _("Open the request")
    if notice.kind == Notice.Kind.AWAITING_YOUR_DECISION and roles & _DECIDERS:
        url = reverse("supervisor:from_notice", args=[notice.search_request_id])
        return url, _("Open the request")
    if notice.kind == Notice.Kind.LEAD_AWAITS_RELEASE and Role.SUPERVISOR in roles:
        url = reverse("supervisor:from_notice", args=[notice.search_request_id])
        return url, _("Open the lead")
    if notice.kind == Notice.Kind.LEAD_RECALLED and roles & _DECIDERS:
        return reverse("supervisor:leads"), _("Open the leads")
    if notice.kind == Notice.Kind.REPORT_OVERDUE and Role.SUPERVISOR in roles:
        return reverse("supervisor:leads"), _("Open the leads")
    if notice.kind == Notice.Kind.EXAMINERS_LACKING and roles & _DECIDERS:
        url = reverse("supervisor:unexamined", args=[notice.search_request_id])
        return url, _("Open the result")
    if notice.kind == Notice.Kind.HOLD_REVIEW_DUE and roles & _DECIDERS:
        return reverse("supervisor:holds"), _("Open the legal holds")
    if notice.kind in _INCIDENTS and roles & _DECIDERS:
        return reverse("supervisor:incidents"), _("Open the incidents")
    if notice.kind in _TOLD_TO_AUDITORS and roles & _AUDITORS:
        url = reverse("auditor:timeline", args=[notice.search_request_id])
        return url, _("Open the request’s record")
    if notice.kind == Notice.Kind.RESULT_RECEIVED and Role.EXAMINER in roles:
        return reverse("examiner:results"), _("Open the results")
    if Role.OPERATOR in roles:
        return reverse("operator:outbox"), _("Open the outbox")
    return None


@require_GET
def notices(request: SignedInRequest) -> HttpResponse:
    """What this person should know, newest first."""
    roles = request.user.roles()
    page = notices_for(request.user, request.GET.get("page"))
    rows = [{"notice": notice, "way": _destination(notice, roles)} for notice in page.rows]
    return render(request, "web/notices.html", {"rows": rows, "page": page})


@require_POST
def notices_read(request: SignedInRequest) -> HttpResponse:
    """Mark all notices as read."""
    mark_read(actor=actor_for(request, ""))
    return redirect("notices")
