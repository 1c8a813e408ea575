"""The matcher's picture of one candidate, for an examiner who has taken the result: always drawn anew.

Must never serve stored bytes, nor tell anything by which the engine's order could be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from requests_app.accounts.actors import Actor
from requests_app.common.errors import NotFound
from requests_app.searches import candidate_pictures, content, intake
from requests_app.searches.examined import shuffled
from requests_app.searches.models import CandidatePicture, SearchRequest
from requests_app.workflow import decoding, permissions, viewing
from requests_app.workflow.examine import own_examination
from requests_app.workflow.unit_of_work import Work
from requests_app.workflow.viewing import Source


@dataclass(frozen=True, slots=True)
class PictureOnItsWay:
    """How far the picture of one candidate has come.

    Attributes:
        state: as a `CandidatePicture.State`; empty where nobody has asked for it.
        error: why it is missing, or why it takes longer, as a code; empty where nothing went wrong.
        captured_at: when the matcher says that it was taken; None where it does not say, or the picture is not here.
    """

    state: str = ""
    error: str = ""
    captured_at: datetime | None = None

    @property
    def is_here(self) -> bool:
        """Whether it can be opened."""
        return self.state == CandidatePicture.State.HERE

    @property
    def is_coming(self) -> bool:
        """Whether it is being fetched, without anybody asking again."""
        return self.state in {CandidatePicture.State.WAITING, CandidatePicture.State.CLAIMED}


def pictures_of(search_request: SearchRequest) -> dict[int, PictureOnItsWay]:
    """Return how far each picture has come, by the candidate's position in the stored list.

    The caller has asked permission, and records what is shown.
    """
    rows = CandidatePicture.objects.filter(search_request=search_request).defer("sealed")
    return {row.position: _on_its_way(row) for row in rows}


def _on_its_way(row: CandidatePicture) -> PictureOnItsWay:
    if row.state != CandidatePicture.State.HERE:
        return PictureOnItsWay(row.state, row.error)
    try:
        return PictureOnItsWay(row.state, captured_at=candidate_pictures.captured_at(row))
    except (content.ContentDestroyed, content.ContentDamaged) as problem:
        return PictureOnItsWay(CandidatePicture.State.MISSING, problem.code)


@dataclass(frozen=True, slots=True)
class _PictureSource(Source):
    """A candidate's picture, with its row."""

    picture_id: UUID


def _picture_at(work: Work, place: int) -> _PictureSource:
    row = work.request_row
    permissions.check_may_read_candidates(work.actor, row)
    mine = own_examination(work)
    order = shuffled(mine.order_seed, row.result.candidate_count)
    if not 1 <= place <= len(order):
        raise NotFound
    picture = CandidatePicture.objects.filter(
        search_request=row, position=order[place - 1], state=CandidatePicture.State.HERE
    ).first()
    if picture is None:
        raise NotFound
    taken = candidate_pictures.open_picture(picture).taken
    return _PictureSource(data=taken.transmission, digest=taken.sha256, picture_id=picture.pk)


def open_candidate_picture(*, actor: Actor, search_request_id: UUID, place: int) -> bytes:
    """Return a drawing (PNG) of one candidate's picture; recorded first.

    Args:
        actor: an examiner who has taken the result.
        search_request_id: the request.
        place: of the candidate in the examiner's own order, from 1.

    Raises:
        NotPermitted, NotFound: they may not see it, there is no such candidate, or the picture is not here.
        PreconditionFailed: others of their pictures are being decoded.
        ContentDestroyed, ContentDamaged: it does not open.
    """

    def draw(source: _PictureSource) -> bytes:
        with decoding.turn(actor):
            return intake.preview(source.data)

    return viewing.drawn(
        actor=actor,
        action="open_candidate_picture",
        search_request_id=search_request_id,
        find=lambda work: _picture_at(work, place),
        draw=draw,
        digest_now=lambda work: _picture_at(work, place).digest,
        record=_record,
    )


def _record(work: Work, found: _PictureSource) -> None:
    work.record(
        "candidate_picture.viewed",
        object_type="candidate_picture",
        object_id=str(found.picture_id),
    )
