"""What stands on a page about a lead: what each examiner concluded, what was searched, how the description agrees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from requests_app.policy.vocabulary import Mode
from requests_app.searches.examined import Comparison
from requests_app.searches.lead import Searched, View, Weighed
from requests_app.web.examined_words import (
    COMPONENTS,
    CONCLUSIONS,
    NO_SELECTION,
    NOT_COMPARED,
    SEEN,
)
from requests_app.web.lead_words import AGREES, ATTRIBUTES, RECALL_GROUNDS, SELECTS
from requests_app.web.questionnaire import words
from requests_app.workflow.reading.lead import LeadSheet


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that is said: under which name; `is_typed` where these are somebody's own words."""

    label: str
    text: Any
    is_typed: bool = False


def views_of(views: Sequence[View]) -> list[dict[str, Any]]:
    """What each examiner concluded, for `components/lead_views.html`; they are told by number, not by name."""
    return [
        {"number": number, "rows": [said for said in _rows(view) if said.text]}
        for number, view in enumerate(views, start=1)
    ]


def _rows(view: View) -> list[Said]:
    outcomes: Mapping[str, Any] = {**CONCLUSIONS, **NO_SELECTION}
    seen = view.comparison.only_what_counts()
    return [
        Said(_("Selected"), SELECTS.get(view.selects, view.selects)),
        Said(_("Conclusion"), outcomes.get(view.outcome, "")),
        Said(_("Of this candidate"), _of_candidate(seen) if view.selects != "this" else ""),
        Said(_("Taken back because"), view.correction, is_typed=True),
        Said(_("Similarities"), seen.similarities, is_typed=True),
        Said(_("Differences"), seen.differences, is_typed=True),
        Said(_("The face, part by part"), _parts(seen), is_typed=True),
        Said(_("The candidate’s picture was taken"), _taken_on(seen)),
        Said(_("Where they were compared"), seen.made_at, is_typed=True),
        Said(_("Quality of the probe image"), view.quality, is_typed=True),
        Said(_("Limitations of the comparisons"), view.limitations, is_typed=True),
    ]


def _of_candidate(seen: Comparison) -> Any:
    if seen.compared is False:
        return NOT_COMPARED.get(seen.not_compared, "")
    return CONCLUSIONS.get(seen.conclusion, "")


def _parts(seen: Comparison) -> str:
    return "; ".join(
        f"{COMPONENTS.get(each.component, each.component)} – {SEEN.get(each.seen, each.seen)}"
        + (f" ({each.words})" if each.words else "")
        for each in seen.features
    )


def _taken_on(seen: Comparison) -> str:
    if seen.picture_taken_on is not None:
        return date_format(seen.picture_taken_on, "DATE_FORMAT")
    return _("Nobody knows") if seen.date_unknown else ""


def weighed_of(weighed: Sequence[Weighed]) -> list[dict[str, Any]]:
    """How each part of the description agrees with what is known of the candidate."""
    return [
        {
            "label": ATTRIBUTES.get(each.attribute, each.attribute),
            "described": each.described,
            "candidate": each.candidate,
            "agrees": AGREES.get(each.agrees, each.agrees),
            "contradicts": each.agrees == "contradicts",
            "resolution": each.resolution,
        }
        for each in weighed
    ]


def sheet_of(opened: LeadSheet) -> dict[str, Any]:
    """What `components/lead_sheet.html` shows of an opened sheet."""
    sheet = opened.sheet
    in_french = (get_language() or "").startswith("fr")
    return {
        "search_request": opened.search_request,
        "sheet": sheet,
        "unit": sheet.unit_fr if in_french else sheet.unit_en,
        "picture_captured_at": _moment(sheet.picture_captured_at),
        "searched": _searched(sheet.searched, in_french=in_french),
        "views": views_of(sheet.views),
        "weighed": weighed_of(sheet.weighed),
        "released_at": _moment(sheet.released_at),
        "expires_at": _moment(sheet.expires_at),
        "has_expired": opened.has_expired,
        "goes_to": sheet.goes_to,
        "digest": opened.digest,
        "reason": opened.reason,
        "recalled": opened.recalled,
        "recalled_because": RECALL_GROUNDS.get(opened.recalled.ground, "")
        if opened.recalled
        else "",
    }


def _searched(searched: Searched, *, in_french: bool) -> dict[str, Any]:
    return {
        "gallery": searched.gallery_fr if in_french else searched.gallery_en,
        "at": _moment(searched.searched_at),
        "engine": f"{searched.engine} {searched.engine_version}",
        "mode": words.label(Mode, searched.mode),
        "threshold": searched.threshold,
        "candidate_limit": searched.candidate_limit,
        "candidates": searched.candidates,
        "search_id": searched.search_id,
        "gallery_digest": searched.gallery_digest,
    }


def _moment(written: str) -> datetime | None:
    """Return a moment that the sheet holds as RFC 3339 writes it, in the agency's zone; None where there is none."""
    return localtime(datetime.fromisoformat(written)) if written else None
