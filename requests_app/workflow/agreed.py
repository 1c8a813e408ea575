"""The candidate on whom two examiners agree, with everything that a supervisor weighs before a lead is released.

The caller has asked permission, and records what is shown.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from requests_app.common.errors import PreconditionFailed
from requests_app.searches import candidate_pictures, content, examinations, examined, selectors
from requests_app.searches.answers import Description
from requests_app.searches.examined import Examined
from requests_app.searches.lead import Selects, View
from requests_app.searches.models import (
    CandidatePicture,
    Conclusion,
    Justification,
    SearchRequest,
    StoredFile,
)
from requests_app.wire import canonical
from requests_app.wire.shapes import write_time


@dataclass(frozen=True, slots=True)
class Agreed:
    """One candidate on whom two examiners agree.

    Attributes:
        position: in the stored list, from 1; candidate: the engine's name of the person.
        picture: the matcher's picture of them, without its bytes; None where it is not here.
        picture_captured_at: when the matcher says that it was taken, in RFC 3339; empty where it does not say.
        views: of every examiner who concluded, in the order in which they did; conclusions: the rows of these.
        frozen: the version that was searched with; description: what it says of the person sought; goes_to: the unit
            that it names to receive the result, see `lead.Lead`.
        digest: hex SHA-256 of all of this.
    """

    position: int
    candidate: str
    picture: CandidatePicture | None
    picture_captured_at: str
    views: tuple[View, ...]
    conclusions: tuple[Conclusion, ...]
    frozen: Justification
    description: Description
    goes_to: str
    digest: str


def of(search_request: SearchRequest) -> Agreed:
    """Return the candidate of a request on whom two examiners agree.

    Raises:
        PreconditionFailed: there is none (`no_agreed_candidate`), or the content was destroyed (`content_destroyed`).
        ContentDamaged: a part of it does not open.
    """
    so_far = examinations.standing(search_request)
    if not so_far.agreed or so_far.selected is None:
        raise PreconditionFailed("no_agreed_candidate")
    if search_request.content_destroyed_at is not None:
        raise PreconditionFailed("content_destroyed")
    position = so_far.selected
    listed = content.open_candidates(search_request.files.get(kind=StoredFile.Kind.CANDIDATES))
    said = [(each, examinations.opened_conclusion(each)) for each in _standing(search_request)]
    frozen = selectors.justification(search_request)
    answers = content.open_version(frozen)
    picture = candidate_pictures.here(search_request, position)
    return Agreed(
        position=position,
        candidate=listed[position - 1]["external_id"],
        picture=picture,
        picture_captured_at=_captured_at(picture),
        views=tuple(_view(record, position) for _row, record in said),
        conclusions=tuple(row for row, _record in said),
        frozen=frozen,
        description=answers.subject.description,
        goes_to=answers.purpose.result_unit,
        digest=_digest(position, frozen, picture, [(str(row.pk), record) for row, record in said]),
    )


def _standing(search_request: SearchRequest) -> list[Conclusion]:
    """Return the last conclusion of each examiner: three at most."""
    last: dict[object, Conclusion] = {}
    rows = Conclusion.objects.filter(search_request=search_request).select_related("examination")
    for row in rows.order_by("number", "concluded_at"):
        last[row.examination_id] = row
    return sorted(last.values(), key=lambda row: row.examination.seat)


def _view(record: Examined, position: int) -> View:
    statement = record.statement
    selects = Selects.NOBODY if statement.selected is None else Selects.ANOTHER
    return View(
        selects=Selects.THIS if statement.selected == position else selects,
        outcome=record.outcome(),
        quality=statement.quality,
        limitations=statement.limitations,
        correction=statement.correction,
        comparison=record.of(position),
    )


def _captured_at(picture: CandidatePicture | None) -> str:
    if picture is None:
        return ""
    try:
        moment = candidate_pictures.captured_at(picture)
    except (content.ContentDestroyed, content.ContentDamaged):
        return ""  # it cannot be opened, so its lead cannot be released; it can be withheld
    return write_time(moment) if moment else ""


def _digest(
    position: int,
    frozen: Justification,
    picture: CandidatePicture | None,
    said: list[tuple[str, Examined]],
) -> str:
    parts = {
        "position": position,
        "answers": frozen.digest,
        "picture": str(picture.pk) if picture else None,
        "conclusions": [[pk, examined.digest_of(record)] for pk, record in said],
    }
    return hashlib.sha256(canonical.encode(parts)).hexdigest()
