"""Seals and opens what examiners write, and says where the examination of a result stands.

Must not tell an examiner anything of another one: what stands here is for use cases, and for those who release.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from requests_app.searches import content, examined
from requests_app.searches.examined import Examined
from requests_app.searches.models import (
    MOST_EXAMINERS,
    Conclusion,
    Examination,
    ExaminationDraft,
    SearchRequest,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the examiners of a result have come.

    Attributes:
        concluded: how many have concluded.
        agreed: whether two of them say the same: the same selected candidate, or nobody.
        selected: the position of the candidate on whom two agree; None where they agree on nobody, or not at all.
    """

    concluded: int
    agreed: bool
    selected: int | None

    @property
    def is_without_lead(self) -> bool:
        """Two agree on nobody, or three on nothing."""
        if self.agreed:
            return self.selected is None
        return self.concluded >= MOST_EXAMINERS

    @property
    def seats(self) -> int:
        """How many examiners there may be: a third one only where two have concluded and differ."""
        return MOST_EXAMINERS if self.concluded >= 2 and not self.agreed else 2


def standing(search_request: SearchRequest) -> Standing:
    """Return how far the examiners of a result have come, by the last conclusion of each.

    The database asks the same (`searches_examined`) before it lets a request end.
    """
    rows = Conclusion.objects.filter(search_request=search_request).order_by("number")
    last = dict(rows.values_list("examination_id", "selected_position"))
    for position, examiners in Counter(last.values()).items():
        if examiners >= 2:
            return Standing(concluded=len(last), agreed=True, selected=position)
    return Standing(concluded=len(last), agreed=False, selected=None)


def seal_draft(examination: Examination, record: Examined) -> bytes:
    """Return what an examiner is writing, sealed."""
    part = _draft(examination)
    return content.seal_part(examination.search_request_id, part, examined.encode(record))


def opened_draft(examination: Examination) -> Examined:
    """Return what an examiner was writing; blank where nothing was saved yet.

    Raises:
        ContentDestroyed: the key is gone.
        ContentDamaged: what is stored does not open.
    """
    kept = ExaminationDraft.objects.filter(examination=examination).first()
    if kept is None:
        return Examined()
    part = _draft(examination)
    return _decoded(content.open_part(examination.search_request_id, part, kept.sealed))


def revision_of(examination: Examination) -> int:
    """Return how often an examiner has saved what they are writing."""
    kept = ExaminationDraft.objects.filter(examination=examination)
    return kept.values_list("revision", flat=True).first() or 0


def seal_conclusion(examination: Examination, number: int, record: Examined) -> bytes:
    """Return what an examiner concluded, sealed."""
    part = _conclusion(examination, number)
    return content.seal_part(examination.search_request_id, part, examined.encode(record))


def opened_conclusion(conclusion: Conclusion) -> Examined:
    """Return what an examiner concluded.

    Raises:
        ContentDestroyed: the key is gone.
        ContentDamaged: what is stored does not open.
    """
    return _decoded(stored_conclusion(conclusion))


def stored_conclusion(conclusion: Conclusion) -> bytes:
    """Return the canonical bytes of what an examiner concluded, as they were recorded.

    Raises:
        ContentDestroyed, ContentDamaged: as above.
    """
    part = _conclusion(conclusion.examination, conclusion.number)
    return content.open_part(conclusion.search_request_id, part, conclusion.sealed)


def _decoded(opened: bytes) -> Examined:
    with content.readable():
        return examined.decode(opened)


def _draft(examination: Examination) -> str:
    return f"examination-{examination.id}"


def _conclusion(examination: Examination, number: int) -> str:
    return f"conclusion-{examination.id}-{number}"


def kept_seats(search_request: SearchRequest) -> list[tuple[Examination, bool]]:
    """Return the examinations that have not ended, by seat, each with whether it is concluded."""
    kept = Examination.objects.filter(search_request=search_request, ended_at=None)
    concluded = set(
        Conclusion.objects.filter(search_request=search_request).values_list(
            "examination_id", flat=True
        )
    )
    rows = kept.select_related("examiner__person").order_by("seat")
    return [(each, each.id in concluded) for each in rows]


def of_person(search_request: SearchRequest, person_id: UUID) -> Examination | None:
    """Return the examination that a person has of this result; None where it ended or there is none."""
    return Examination.objects.filter(
        search_request=search_request, examiner_person=person_id, ended_at=None
    ).first()


def conclusion_of(examination: Examination) -> Conclusion | None:
    """Return what an examiner concluded last; None where they have not."""
    return examination.conclusions.select_related("examination").order_by("-number").first()
