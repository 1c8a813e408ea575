"""The picture of a request, for its requester, its decider and its examiner: always drawn anew.

Must never serve stored bytes: a browser may read a file otherwise than a matcher does.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account
from requests_app.accounts.roles import DECIDING_ROLES
from requests_app.common.errors import NotFound, PreconditionFailed
from requests_app.searches import content, examinations, intake, selectors
from requests_app.searches.models import Probe, Reading, SearchRequest
from requests_app.searches.states import Status
from requests_app.workflow import decoding, permissions, viewing
from requests_app.workflow.reading.readings import record_reading
from requests_app.workflow.unit_of_work import Work
from requests_app.workflow.viewing import Source


@dataclass(frozen=True, slots=True)
class _ProbeSource(Source):
    """A probe image, with who may see it and as part of which version."""

    account: Account
    probe: Probe
    version: int


def _probe_for(work: Work) -> _ProbeSource:
    """Return who may see which picture: the requester their own, the decider and examiner the frozen one."""
    actor, row = work.actor, work.request_row
    account = permissions.check_may_see_picture(actor, row)
    if permissions.can_act_as_requester(actor, row):
        probe, version = row.probe, row.version
        if probe is None:
            raise NotFound
    else:
        if actor.role in DECIDING_ROLES:
            _refuse_what_does_not_wait(row)
        frozen = selectors.justification(row)
        probe, version = frozen.probe, frozen.version
    particulars = content.open_particulars(probe)
    return _ProbeSource(
        data=particulars.transmission,
        digest=particulars.sha256,
        account=account,
        probe=probe,
        version=version,
    )


def _refuse_what_does_not_wait(row: SearchRequest) -> None:
    """Refuse a decider whom the request does not wait for: neither for a decision nor for the release of a lead."""
    if row.status == Status.RESULT_RECEIVED and examinations.standing(row).selected is not None:
        return
    if row.status != Status.AWAITING_DECISION:
        raise PreconditionFailed("not_awaiting_decision", status=row.status)


def _record_probe(work: Work, found: _ProbeSource) -> None:
    work.record(
        "probe.viewed",
        object_type="probe",
        object_id=str(found.probe.id),
        facts={"version": found.version},
    )


def _note_probe(work: Work, found: _ProbeSource) -> None:
    record_reading(
        work,
        found.account,
        kind=Reading.Kind.PROBE,
        version=found.version,
        digest=found.digest,
    )
    _record_probe(work, found)


def _drawing(source: Source, actor: Actor) -> bytes:
    with decoding.turn(actor):
        return intake.preview(source.data)


def open_probe(*, actor: Actor, search_request_id: UUID) -> bytes:
    """Return a drawing (PNG) of exactly the bytes that the matcher would get; recorded first.

    Raises:
        NotPermitted, NotFound, PreconditionFailed: this person may not see it, or not now; also
            where others of their pictures are being decoded.
        StaleRead: the picture was replaced while it was drawn.
    """
    return viewing.drawn(
        actor=actor,
        action="open_probe",
        search_request_id=search_request_id,
        find=_probe_for,
        draw=lambda source: _drawing(source, actor),
        digest_now=lambda work: _probe_for(work).digest,
        record=_note_probe,
    )


def _original_for(work: Work) -> _ProbeSource:
    row = work.request_row
    account = permissions.check_is_requester(work.actor, row)
    if row.probe is None:
        raise NotFound
    return _ProbeSource(
        data=content.open_file(row.probe.original),
        digest=str(row.probe.original_id),
        account=account,
        probe=row.probe,
        version=row.version,
    )


def _whole(source: Source, actor: Actor) -> tuple[bytes, int, int]:
    with decoding.turn(actor):
        whole = intake.take_in(source.data)
        drawing = intake.preview(whole.transmission)
    return drawing, whole.original_width, whole.original_height


def open_original(*, actor: Actor, search_request_id: UUID) -> tuple[bytes, int, int]:
    """Return a drawing (PNG) of the whole, upright original for its uploader, with its size in pixels.

    Only for marking a crop: nobody but the requester is shown what was cut away.
    """
    return viewing.drawn(
        actor=actor,
        action="open_original",
        search_request_id=search_request_id,
        find=_original_for,
        draw=lambda source: _whole(source, actor),
        digest_now=lambda work: _original_for(work).digest,
        record=_record_probe,
    )
