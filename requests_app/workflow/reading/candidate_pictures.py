"""The matcher's picture of one candidate, for an examiner who has taken the result: always drawn anew.

Must never serve stored bytes, nor tell anything by which the engine's order could be read.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account
from requests_app.common.errors import NotFound
from requests_app.dispatch.refusals import family_of
from requests_app.searches import candidate_pictures, content, intake
from requests_app.searches.examined import shuffled
from requests_app.searches.models import CandidatePicture, Reading, SearchRequest
from requests_app.workflow import decoding, permissions, viewing
from requests_app.workflow.examine import own_examination
from requests_app.workflow.reading.readings import record_reading
from requests_app.workflow.unit_of_work import Work
from requests_app.workflow.viewing import Source


class Missing(StrEnum):
    """Why a picture is not here, as an examiner is told."""

    NOT_ASKED_FOR = "not_asked_for"
    COMING = "coming"
    NOT_REACHED = "not_reached"
    NOT_NAMED = "not_named"
    NOT_OFFERED = "not_offered"
    NOT_KNOWN = "not_known"
    WITHDRAWN = "withdrawn"
    UNUSABLE = "unusable"
    REFUSED = "refused"
    STOPPED = "stopped"
    DAMAGED = "damaged"
    DESTROYED = "destroyed"


_WHY: Mapping[str, Missing] = {
    "no_encounter": Missing.NOT_NAMED,
    "id_unusable": Missing.NOT_NAMED,
    "order_invalid": Missing.NOT_NAMED,
    "pictures_not_offered": Missing.NOT_OFFERED,
    "encounter_unknown": Missing.NOT_KNOWN,
    "picture_withdrawn": Missing.WITHDRAWN,
    "picture_other_gallery": Missing.WITHDRAWN,
    "log_differs": Missing.STOPPED,
    "gallery_off": Missing.STOPPED,
    "gallery_changed": Missing.STOPPED,
    "content_damaged": Missing.DAMAGED,
    "content_destroyed": Missing.DAMAGED,
    "nobody_examines": Missing.NOT_ASKED_FOR,
    "no_longer_examined": Missing.NOT_ASKED_FOR,
    "not_a_face_recogniser": Missing.UNUSABLE,
    "backend_unavailable": Missing.NOT_REACHED,
    "outcome_unknown": Missing.NOT_REACHED,
    "not_sent_in_time": Missing.NOT_REACHED,
    "contract_violation": Missing.UNUSABLE,
}


@dataclass(frozen=True, slots=True)
class PictureOnItsWay:
    """How far the picture of one candidate has come.

    Attributes:
        is_here: whether it can be opened.
        missing: why it cannot; None where it can.
        captured_at: when the matcher says that it was taken; None where it does not say, or the picture is not here.
    """

    is_here: bool = False
    missing: Missing | None = Missing.NOT_ASKED_FOR
    captured_at: datetime | None = None

    @property
    def is_coming(self) -> bool:
        """Whether it is being fetched, without anybody asking again."""
        return self.missing is Missing.COMING

    @property
    def cannot_be_shown(self) -> bool:
        """Whether it is not here and nothing brings it."""
        return not self.is_here and not self.is_coming


def pictures_of(search_request: SearchRequest) -> Mapping[int, PictureOnItsWay]:
    """Return how far each picture has come, by the candidate's position in the stored list.

    The caller has asked permission, and records what is shown.
    """
    rows = CandidatePicture.objects.filter(search_request=search_request).defer("sealed")
    found: defaultdict[int, PictureOnItsWay] = defaultdict(PictureOnItsWay)
    found.update({row.position: _on_its_way(row) for row in rows})
    return found


def _on_its_way(row: CandidatePicture) -> PictureOnItsWay:
    if row.state == CandidatePicture.State.MISSING:
        return PictureOnItsWay(missing=_why(row.error))
    if row.state == CandidatePicture.State.DESTROYED:
        return PictureOnItsWay(missing=Missing.DESTROYED)
    if row.state != CandidatePicture.State.HERE:
        return PictureOnItsWay(missing=Missing.COMING)
    try:
        captured_at = candidate_pictures.captured_at(row)
    except (content.ContentDestroyed, content.ContentDamaged):
        return PictureOnItsWay(missing=Missing.DAMAGED)
    return PictureOnItsWay(is_here=True, missing=None, captured_at=captured_at)


def _why(error: str) -> Missing:
    if error.startswith("image_"):
        return Missing.UNUSABLE
    return _WHY.get(error) or _WHY.get(family_of(error), Missing.REFUSED)


def has_come(*, actor: Actor, search_request_id: UUID, place: int) -> bool:
    """Whether the picture of a candidate is no longer on its way, for a page that waits for it.

    Shows nothing, so it is no event.

    Args:
        actor, search_request_id, place: as in `open_candidate_picture`.

    Raises:
        NotPermitted, NotFound: as there.
    """

    def find(work: Work) -> bool:
        position = _position_at(work, place)
        return not pictures_of(work.request_row)[position].is_coming

    return viewing.look_up(
        find,
        actor=actor,
        action="open_candidate_picture",
        search_request_id=search_request_id,
        reads=True,
    )


@dataclass(frozen=True, slots=True)
class PictureSource(Source):
    """A candidate's picture, with its row and the SHA-256 of what is stored, which tells nothing of the picture."""

    picture_id: UUID
    sealed_sha256: str

    def record(self, work: Work, account: Account) -> None:
        """Record that an account opened it."""
        record_reading(
            work,
            account,
            kind=Reading.Kind.CANDIDATE_PICTURE,
            version=work.request_row.version,
            digest=self.sealed_sha256,
            candidate_picture_id=self.picture_id,
        )
        work.record(
            "candidate_picture.viewed",
            object_type="candidate_picture",
            object_id=str(self.picture_id),
        )


def picture_source(picture: CandidatePicture) -> PictureSource:
    """Return what a candidate's picture is drawn from.

    Raises:
        ContentDestroyed, ContentDamaged: it does not open.
    """
    taken = candidate_pictures.open_picture(picture).taken
    return PictureSource(
        data=taken.transmission,
        digest=taken.sha256,
        picture_id=picture.pk,
        sealed_sha256=hashlib.sha256(bytes(picture.sealed or b"")).hexdigest(),
    )


def _position_at(work: Work, place: int) -> int:
    """Return where the candidate stands in the stored list whom an examiner asks for by their own order."""
    row = work.request_row
    permissions.check_may_read_candidates(work.actor, row)
    order = shuffled(own_examination(work).order_seed, row.result.candidate_count)
    if not 1 <= place <= len(order):
        raise NotFound
    return order[place - 1]


def _picture_at(work: Work, place: int) -> PictureSource:
    picture = CandidatePicture.objects.filter(
        search_request=work.request_row,
        position=_position_at(work, place),
        state=CandidatePicture.State.HERE,
    ).first()
    if picture is None:
        raise NotFound
    return picture_source(picture)


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

    def draw(source: PictureSource) -> bytes:
        with decoding.turn(actor):
            return intake.preview(source.data)

    return viewing.drawn(
        actor=actor,
        action="open_candidate_picture",
        search_request_id=search_request_id,
        find=lambda work: _picture_at(work, place),
        draw=draw,
        digest_now=lambda work: _picture_at(work, place).digest,
        record=lambda work, found: found.record(
            work, permissions.check_may_read_candidates(work.actor, work.request_row)
        ),
    )
