"""Everything that the summary of a disclosure pack says in words, opened; what does not open is empty there.

Whoever calls has asked permission, and `disclosure.asked` stands in the log.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from requests_app.accounts.models import Certificate
from requests_app.searches import (
    content,
    disclosure_packs,
    examinations,
    follow_ups,
    incidents,
    lacking_examiners,
    lead_decisions,
    selectors,
)
from requests_app.searches.disclosure import Asked
from requests_app.searches.examinations import Standing
from requests_app.searches.examined import Examined
from requests_app.searches.models import (
    Conclusion,
    Decision,
    DisclosurePack,
    EndedUnexamined,
    Examination,
    Incident,
    Justification,
    LeadDecision,
    LeadRecall,
)
from requests_app.searches.release import ReleaseAnswers
from requests_app.workflow import disclosure_examined, disclosure_searched
from requests_app.workflow.reading.readable import (
    OpenedAnswers,
    OpenedReasons,
    answers_of,
    reasons_of,
)
from requests_app.workflow.reading.what_came_of_it import Entry, entry_of

_Row = TypeVar("_Row")
_Opened = TypeVar("_Opened")


@dataclass(frozen=True, slots=True)
class ToldExaminer:
    """One examiner: their place among those who concluded is their number.

    Attributes:
        certificates: by which they could examine; conclusions: each with what it says, None where it does not open.
    """

    examination: Examination
    certificates: tuple[Certificate, ...]
    conclusions: tuple[tuple[Conclusion, Examined | None], ...]


@dataclass(frozen=True, slots=True)
class ToldLead:
    """What a supervisor decided on the candidate on whom two agreed. said, recalled_because: None where they do not open."""

    decision: LeadDecision
    said: ReleaseAnswers | None
    recall: LeadRecall | None
    recalled_because: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """What a summary says.

    Attributes:
        said: who gets the pack and why; None where that does not open.
        frozen: the version that was searched with; answers: what it says. versions: how many were submitted.
        decisions: every decision, oldest first, with its words.
        searched: as `disclosure_searched.searched`; candidates: as `disclosure_searched.candidates_of`, None where the list does
            not open.
        standing: how the examiners stood at last.
        ended: how the examination was ended for want of examiners; None where it was not.
        lead: None where no two examiners agreed on a candidate.
        entries: what was recorded of the lead.
    """

    said: Asked | None
    frozen: Justification
    answers: OpenedAnswers
    versions: int
    decisions: tuple[tuple[Decision, OpenedReasons], ...]
    searched: dict[str, Any]
    candidates: list[dict[str, Any]] | None
    examiners: tuple[ToldExaminer, ...]
    standing: Standing
    ended: EndedUnexamined | None
    lead: ToldLead | None
    entries: tuple[Entry, ...]
    incidents: tuple[Incident, ...]


def told(pack: DisclosurePack) -> Told:
    """Return what the summary of a pack says.

    Raises:
        ContentDestroyed: the key is gone.
    """
    row = pack.search_request
    frozen = selectors.justification(row)
    decision = LeadDecision.objects.filter(search_request=row).first()
    return Told(
        said=disclosure_packs.asked_if_whole(pack),
        frozen=frozen,
        answers=answers_of(frozen),
        versions=row.justifications.count(),
        decisions=tuple((made, reasons_of(made)) for made in selectors.decisions_on(row)),
        searched=disclosure_searched.searched(row),
        candidates=_if_whole(disclosure_searched.candidates_of, pack),
        examiners=tuple(_examiner(each) for each in disclosure_examined.examinations_of(row)),
        standing=examinations.standing(row),
        ended=lacking_examiners.ended(row),
        lead=_lead(decision) if decision is not None else None,
        entries=tuple(entry_of(each) for each in follow_ups.whole(row)),
        incidents=tuple(incidents.of_lead(row).defer("sealed", "sealed_closing")),
    )


def _examiner(examination: Examination) -> ToldExaminer:
    return ToldExaminer(
        examination,
        tuple(disclosure_examined.certificates_of(examination)),
        tuple(
            (said, _if_whole(examinations.opened_conclusion, said))
            for said in examination.conclusions.order_by("number")
        ),
    )


def _lead(decision: LeadDecision) -> ToldLead:
    recalls = LeadRecall.objects.filter(search_request=decision.search_request_id)
    recall = recalls.select_related("recalled_by_person").first()
    return ToldLead(
        decision,
        _if_whole(lead_decisions.open_answers, decision),
        recall,
        _if_whole(lead_decisions.open_recall, recall) if recall is not None else None,
    )


def _if_whole(opened: Callable[[_Row], _Opened], row: _Row) -> _Opened | None:
    try:
        return opened(row)
    except content.ContentDamaged:
        return None
