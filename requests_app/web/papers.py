"""The papers about a gallery and its matcher, in words: what each is, until when it holds, what it measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from requests_app.registry.papers import PaperKind
from requests_app.workflow.reading.decision_page import PaperOnRecord

KINDS: Mapping[str, Any] = {
    PaperKind.LEGAL_REVIEW: _("Legal review of the gallery"),
    PaperKind.IMPACT_ASSESSMENT: _("Impact assessment"),
    PaperKind.COLLECTION: _("Source and lawfulness of the images"),
    PaperKind.REGULATOR_DISCLOSURE: _("Disclosure to a regulator"),
    PaperKind.ACCURACY_REPORT: _("Report on accuracy"),
    PaperKind.DIFFERENTIAL_REPORT: _("Report on errors by group of people"),
    PaperKind.PROBE_RETENTION: _("What the matcher keeps of a probe image"),
    PaperKind.CONTRACT: _("Contract"),
}


def paper_rows(papers: Iterable[PaperOnRecord], *, today: date) -> list[dict[str, Any]]:
    """Return every kind of paper with what is recorded of it; `paper` is None where nothing is.

    Args:
        papers: those that are recorded.
        today: the agency's day.
    """
    held = {paper.kind: paper for paper in papers}
    return [
        {
            "kind": label,
            "paper": held.get(kind),
            "has_lapsed": kind in held and not held[kind].dated <= today <= held[kind].valid_until,
        }
        for kind, label in KINDS.items()
        if kind in held or kind != PaperKind.REGULATOR_DISCLOSURE
    ]
