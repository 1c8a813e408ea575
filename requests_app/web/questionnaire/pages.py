"""The question pages of a request in their order, and which of them are done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from requests_app.searches.answers import Answers
from requests_app.searches.models import SearchRequest
from requests_app.searches.questions import unanswered
from requests_app.web.questionnaire.forms import case, justification, person, probe, reply
from requests_app.web.questionnaire.forms.base import QuestionForm


@dataclass(frozen=True)
class Page:
    """One page of questions. Without a form it has a view of its own, found by its slug."""

    slug: str
    title: Promise
    form: type[QuestionForm] | None = None
    hint: Promise | str = ""

    @property
    def section(self) -> str:
        return self.form.section if self.form else {"means": "means", "image": "probe"}[self.slug]

    def url(self, search_request: SearchRequest) -> str:
        return reverse("officer:question", args=[search_request.pk, self.slug])


GROUPS: tuple[tuple[Promise, tuple[Page, ...]], ...] = (
    (
        _("The case"),
        (
            Page("case", _("Case"), case.CaseForm),
            Page(
                "earlier-recognition", _("Earlier facial recognition"), case.EarlierRecognitionForm
            ),
            Page("purpose", _("Purpose"), case.PurposeForm),
            Page("offence", _("Offence"), case.OffenceForm),
            Page("legal-basis", _("Legal basis and documents"), case.LegalForm),
        ),
    ),
    (
        _("The person sought"),
        (
            Page("person", _("Role and age"), person.PersonForm),
            Page(
                "description",
                _("Description"),
                person.DescriptionForm,
                _("Entered before any search, and locked when you submit"),
            ),
            Page("facts", _("Facts that tie the person to the case"), person.FactsForm),
            Page("protected", _("Protected activity and grounds"), person.ProtectedForm),
        ),
    ),
    (
        _("Why this search"),
        (
            Page("necessity", _("Necessity"), justification.NecessityForm),
            Page("means", _("Less-intrusive means")),
            Page("proportionality", _("Proportionality"), justification.ProportionalityForm),
            Page("urgency", _("Urgency"), justification.UrgencyForm),
        ),
    ),
    (
        _("The probe image"),
        (
            Page("image", _("Image file")),
            Page("image-source", _("Source and custody"), probe.ProbeSourceForm),
            Page("image-content", _("What the image shows"), probe.ProbeViewForm),
            Page("image-edits", _("Changes made to the image"), probe.ProbeEditedForm),
            Page("image-marks", _("Crop and eyes"), probe.MarksForm),
        ),
    ),
    (
        _("The search"),
        (
            Page("gallery", _("Gallery and limits"), justification.GalleryForm),
            Page("effectiveness", _("Effectiveness"), justification.EffectivenessForm),
            Page("mode", _("Way of searching and retention"), justification.ModeForm),
        ),
    ),
)
PAGES: tuple[Page, ...] = tuple(page for _title, pages in GROUPS for page in pages)
PAGES_OF_TEST: Mapping[str, tuple[str, ...]] = {
    "lawful": ("purpose", "offence", "legal-basis", "person", "protected"),
    "necessary": ("case", "necessity", "facts", "urgency"),
    "effective": ("effectiveness",),
    "proportionate": ("proportionality",),
    "least_intrusive": ("means",),
    "probe": ("image-source", "image-content", "image-edits", "description"),
    "gallery": ("gallery", "mode", "earlier-recognition"),
}
"""The pages that a decider reads for each test, and that an officer goes over where one is not met."""
OPTIONAL = frozenset({"image-marks", "reply"})  # a request is complete without them
REPLY = Page(
    "reply",
    _("Your answer to the decider"),
    reply.ReplyForm,
    _("In your own words, beside what you change on the pages"),
)
"""Asked of a request that was returned, and of no other; it stands before all other pages."""
BY_SLUG: Mapping[str, Page] = {page.slug: page for page in (*PAGES, REPLY)}
OF_ROWS: Mapping[str, str] = {"facts": "facts", "means": "means", "edits": "image-edits"}
"""The page on which each list of rows stands."""


def following(slug: str) -> Page | None:
    """The page after this one, or None after the last; none follows the reply to a decider."""
    if slug == REPLY.slug:
        return None
    place = PAGES.index(BY_SLUG[slug]) + 1
    return PAGES[place] if place < len(PAGES) else None


def extra_arguments(page: Page, search_request: SearchRequest) -> dict[str, Any]:
    """What a page's form needs to know besides the answers."""
    if page.form in (probe.MarksForm, probe.ProbeViewForm) and search_request.probe is not None:
        shown = search_request.probe
        return {"size": (shown.original_width, shown.original_height)}
    return {}


def status(page: Page, answers: Answers, search_request: SearchRequest) -> str:
    """Code of how far a page is: completed, in_progress, not_started, optional or cannot_start_yet."""
    if page.slug == "image":
        return "completed" if search_request.probe_id else "not_started"
    if page.slug == "means":
        if not answers.means:
            return "not_started"
        lacking = any(path.startswith("means[") for path in unanswered(answers))
        return "in_progress" if lacking else "completed"
    if page.slug == "image-marks" and not search_request.probe_id:
        return "cannot_start_yet"
    if page.form is None:
        return "not_started"
    value = getattr(answers, page.section)
    if page.form.is_complete(value):
        return "completed"
    if page.form.is_begun(value):
        return "in_progress"
    return "optional" if page.slug in OPTIONAL else "not_started"
