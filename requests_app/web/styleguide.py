"""The style guide: every component on one page, for looking at and for screenshots.

It must not be reachable in production, and shows invented values only.
"""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requests_app.common import clock
from requests_app.policy.sources import Bilingual, Citation, Grounds
from requests_app.web.choice_fields import ChoiceField, MultipleChoiceField
from requests_app.web.drawing import render
from requests_app.web.text_fields import LongTextField, TextField
from requests_app.workflow.reading.pages import ListPage

from .fields import DateField, DateTimeField, look
from .grounds import ShownGrounds, grounds_in_words
from .looks import STATUSES


class SampleForm(forms.Form):
    """One field of each kind."""

    case_number = look(
        TextField(
            label=gettext_lazy("Case number"),
            required=True,
            help_text=gettext_lazy("For example, 2026-104233"),
        ),
        width=20,
        tabular=True,
    )
    necessity = look(
        LongTextField(
            label=gettext_lazy("Why is this search necessary?"),
            required=True,
            rows=5,
            help_text=gettext_lazy("Say what the search is to settle, and why it matters now."),
        ),
        size="m",
        words=300,
        insufficient=gettext_lazy(
            "An answer that would fit any case: “to identify the suspect”.\n\n"
            "An answer that names no fact of this case."
        ),
    )
    purpose = look(
        ChoiceField(
            label=gettext_lazy("Purpose"),
            choices=[
                ("suspect", gettext_lazy("Identify a suspect")),
                ("victim", gettext_lazy("Identify a victim")),
                ("other", gettext_lazy("Another purpose")),
            ],
            widget=forms.RadioSelect,
        ),
        hints={"suspect": gettext_lazy("Reasonable grounds that this person did it.")},
        reveals={"other": "other_purpose"},
    )
    other_purpose = TextField(label=gettext_lazy("Which purpose?"))
    edits = MultipleChoiceField(
        label=gettext_lazy("Edits made to the image"),
        choices=[("crop", gettext_lazy("Cropped")), ("light", gettext_lazy("Lightened"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    happened_on = DateField(
        label=gettext_lazy("Date of the offence"),
        help_text=gettext_lazy("For example, 27 3 2026"),
        latest=lambda: timezone.localdate(clock.now()),
    )
    seen_at = DateTimeField(label=gettext_lazy("When was the image taken?"), required=False)
    gallery = ChoiceField(
        label=gettext_lazy("Gallery"),
        choices=[("", "—"), ("booking", gettext_lazy("Booking photographs"))],
    )
    document = forms.FileField(
        label=gettext_lazy("Judicial document"),
        help_text=gettext_lazy("PDF or image, at most 10 MB"),
    )
    password = forms.CharField(label=gettext_lazy("Password"), widget=forms.PasswordInput)
    faces = look(forms.IntegerField(label=gettext_lazy("Number of faces")), width=3, tabular=True)
    declared = forms.BooleanField(label=gettext_lazy("I have read this again and it is true"))


def _sample_grounds() -> dict[str, ShownGrounds]:
    """One of each kind of authority, as an agency in Ontario would see it."""
    act = _cited("Retrospective Searches Act, s. 4", "Loi sur les recherches, art. 4", "statute")
    guidance = _cited("Guidance for police, para. 61", "Lignes directrices, par. 61", "guidance")
    ours = Bilingual("the second approver", "la seconde approbation")
    samples = {
        "binding": (Grounds((act,)), ("answer",)),
        "guidance": (Grounds((guidance,)), ("threshold",)),
        "design": (Grounds((), ours=ours), ("answer",)),
    }
    return {
        name: grounds_in_words(grounds, judges, place="ca-on")
        for name, (grounds, judges) in samples.items()
    }


def _cited(en: str, fr: str, kind: str) -> Citation:
    return Citation(Bilingual(en, fr), kind, "ca-on", "S2", datetime.date(2026, 11, 22))


def _context() -> dict[str, Any]:
    now = clock.now()
    hours = datetime.timedelta(hours=1)
    return {
        "blank": SampleForm(auto_id="blank_%s"),
        "form": SampleForm(
            {
                "happened_on_day": "31",
                "happened_on_month": "2",
                "happened_on_year": "2026",
                "purpose": "other",
            }
        ),
        "grounds": _sample_grounds(),
        "statuses": list(STATUSES),
        "since": now - 27 * hours,
        "recently": now - datetime.timedelta(minutes=200),
        "page": ListPage((), "before", "after"),
        "navigation": [
            {"url": "#1", "label": _("Decide"), "current": True, "count": 7},
            {"url": "#2", "label": _("My requests"), "current": False, "count": 0},
            {"url": "#3", "label": _("Records"), "current": False, "count": 0},
        ],
        "trial": True,
        "tasks": [
            {"title": _("Case and purpose"), "href": "#", "status": "completed"},
            {
                "title": _("Less-intrusive means"),
                "href": "#",
                "status": "in_progress",
                "hint": _("Two of three are entered"),
            },
            {"title": _("Probe image"), "href": "#", "status": "needs_attention"},
            {"title": _("Check and submit"), "status": "cannot_start_yet"},
        ],
        "rows": [
            {"key": _("Case number"), "value": "2026-104233", "href": "#", "tabular": True},
            {
                "key": _("Necessity"),
                "value": "The person on camera 4 entered the pharmacy at 02:14.\n\nNobody at the scene knew the person.",
                "prose": True,
                "href": "#",
            },
            {"key": _("Judicial document"), "value": "", "href": "#"},
        ],
        "columns": [
            {"label": _("Reference"), "sort": "ascending"},
            {"label": _("Unit")},
            {"label": _("Candidates"), "numeric": True},
        ],
        "table": [
            [
                {"text": "SR-2026-000412", "href": "#", "header": True},
                "Major crime",
                {"text": 12, "numeric": True},
            ],
            [
                {"text": "SR-2026-000398", "href": "#", "header": True},
                "Cold cases",
                {"text": 104, "numeric": True},
            ],
            [
                {"text": "SR-2026-000377", "href": "#", "header": True},
                "Missing persons",
                {"text": 8, "numeric": True},
            ],
        ],
        "means": [
            {
                "method": _("Witness canvass"),
                "tried": True,
                "result": "Six households; nobody knew the person.",
                "why_not_enough": "The street is used by passers-by.",
                "when": "2026-11-20",
                "by_whom": "Constable Example",
                "evidence": "N-114",
            },
            {
                "method": _("Fingerprints"),
                "tried": False,
                "result": "",
                "why_not_enough": "The person wore gloves on the recording.",
                "when": "",
                "by_whom": "",
                "evidence": "",
            },
        ],
        "units": ["Major crime", "Cold cases"],
        "filters": [_("Status: awaiting decision")],
        "chips": [{"text": _("Awaiting decision"), "href": "?"}],
    }


@login_not_required
def show(request: HttpRequest) -> HttpResponse:
    """Draw the page, in a trial or a test only.

    Raises:
        Http404: elsewhere.
    """
    if not getattr(settings, "COUNTERSIGN_TRIAL", False):
        raise Http404
    return render(request, "styleguide/page.html", _context())


@login_not_required
def show_exhibit(request: HttpRequest) -> HttpResponse:
    """Draw a sample exhibit as it prints.

    Raises:
        Http404: outside a trial.
    """
    if not getattr(settings, "COUNTERSIGN_TRIAL", False):
        raise Http404
    context = {
        **_context(),
        "form": None,
        "reference": "SR-2026-000412",
        "printed_by": "A. Example",
        "printed_at": clock.now(),
    }
    return render(request, "styleguide/exhibit.html", context)


urlpatterns = [
    path("", show, name="styleguide"),
    path("exhibit/", show_exhibit, name="styleguide_exhibit"),
]
