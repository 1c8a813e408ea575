"""What comes of a lead, recorded by the officer who asked."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from requests_app.web import kept
from requests_app.web.closing_pages import closed
from requests_app.web.http import ActingRequest
from requests_app.web.officer.access import officer_page
from requests_app.web.outcome_pages import Area, recorded, shown

_AREA = Area("officer", lambda pk: reverse("officer:request", args=[pk]), _("Your request"))


@officer_page
@require_GET
def page(request: ActingRequest, pk: UUID) -> HttpResponse:
    """What was recorded of the lead so far."""
    return shown(request, pk, _AREA)


@kept.until_done
@officer_page
@require_http_methods(["GET", "POST"])
def passing(request: ActingRequest, pk: UUID) -> HttpResponse:
    """Record to whom the lead was passed on."""
    return recorded(request, pk, _AREA, "passing")


@kept.until_done
@officer_page
@require_http_methods(["GET", "POST"])
def plan(request: ActingRequest, pk: UUID) -> HttpResponse:
    """Ask whether a step may be taken."""
    return recorded(request, pk, _AREA, "plan")


@kept.until_done
@officer_page
@require_http_methods(["GET", "POST"])
def report(request: ActingRequest, pk: UUID) -> HttpResponse:
    """Report what came of the lead."""
    return recorded(request, pk, _AREA, "report")


@officer_page
@require_http_methods(["GET", "POST"])
def close(request: ActingRequest, pk: UUID) -> HttpResponse:
    """Close the request, once its lead was followed to its end."""
    return closed(request, pk, _AREA)
