"""Opening what is sealed: the picture, a document, the candidates.
The event of a view commits before its first byte leaves; where it cannot be recorded, nothing is shown."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account
from requests_app.common import clock
from requests_app.common.errors import NotFound, PreconditionFailed
from requests_app.searches import content, intake, selectors
from requests_app.searches.models import (
    Probe,
    Reading,
    SearchRequest,
    StoredFile,
)
from requests_app.searches.states import Status
from requests_app.workflow import permissions, viewing
from requests_app.workflow.unit_of_work import Work
from requests_app.workflow.viewing import Source


def _note(work: Work, account: Account, *, kind: str, version: int, digest: str) -> Reading:
    return Reading.objects.create(
        search_request=work.request_row,
        version=version,
        kind=kind,
        account=account,
        person=account.person,
        digest=digest,
        opened_at=clock.real_now(),
    )


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
        if permissions.can_decide(actor, row) and row.status != Status.AWAITING_DECISION:
            raise PreconditionFailed("not_awaiting_decision", status=row.status)
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


def _record_probe(work: Work, found: _ProbeSource) -> None:
    work.record(
        "probe.viewed",
        object_type="probe",
        object_id=str(found.probe.id),
        facts={"version": found.version},
    )


def _note_probe(work: Work, found: _ProbeSource) -> None:
    _note(
        work,
        found.account,
        kind=Reading.Kind.PROBE,
        version=found.version,
        digest=found.digest,
    )
    _record_probe(work, found)


def open_probe(*, actor: Actor, search_request_id: UUID) -> bytes:
    """Return a drawing (PNG) of exactly the bytes that the matcher would get; recorded first.

    Raises:
        NotPermitted, NotFound, PreconditionFailed: this person may not see it, or not now.
        StaleRead: the picture was replaced while it was drawn.
    """
    return viewing.drawn(
        actor=actor,
        action="open_probe",
        search_request_id=search_request_id,
        find=_probe_for,
        draw=lambda source: intake.preview(source.data),
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


def _whole(source: _ProbeSource) -> tuple[bytes, int, int]:
    whole = intake.take_in(source.data)
    return intake.preview(whole.transmission), whole.original_width, whole.original_height


def open_original(*, actor: Actor, search_request_id: UUID) -> tuple[bytes, int, int]:
    """Return a drawing (PNG) of the whole, upright original for its uploader, with its size in pixels.

    Only for marking a crop: nobody but the requester is shown what was cut away.
    """
    return viewing.drawn(
        actor=actor,
        action="open_original",
        search_request_id=search_request_id,
        find=_original_for,
        draw=_whole,
        digest_now=lambda work: _original_for(work).digest,
        record=_record_probe,
    )


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A stored document, opened for download."""

    data: bytes
    name: str
    media_type: str


def open_document(*, actor: Actor, search_request_id: UUID, file_id: UUID) -> OpenedFile:
    """Return a judicial document for download; recorded first.

    The requester may open their own, a decider those of the version that awaits them.
    """
    with viewing.viewing(
        actor=actor, action="open_document", search_request_id=search_request_id
    ) as work:
        row = work.request_row
        stored = row.files.filter(id=file_id, kind=StoredFile.Kind.JUDICIAL_DOCUMENT).first()
        permissions.check_may_read_documents(actor, row)
        if not permissions.can_act_as_requester(actor, row):
            if row.status != Status.AWAITING_DECISION:
                raise PreconditionFailed("not_awaiting_decision", status=row.status)
            if stored is not None and stored.id not in selectors.justification(row).documents:
                stored = None
        if stored is None:
            raise NotFound
        opened = OpenedFile(
            data=content.open_file(stored),
            name=content.open_file_name(stored),
            media_type=stored.media_type,
        )
        work.record("document.viewed", object_type="document", object_id=str(stored.id))
    return opened


@dataclass(frozen=True, slots=True)
class OpenedCandidates:
    """A candidate list, opened.

    Attributes:
        search_request: the request, with its result.
        candidates: rank, external_id, score (the engine's own text) and gallery of each, by rank.
    """

    search_request: SearchRequest
    candidates: list[dict[str, str]]


def open_candidates(*, actor: Actor, search_request_id: UUID) -> OpenedCandidates:
    """Return the candidate list for a trained examiner of the unit; recorded first.

    Raises:
        NotPermitted, NotFound: everybody else, the requester and the deciders included.
    """
    with viewing.viewing(
        actor=actor, action="open_candidates", search_request_id=search_request_id
    ) as work:
        row = work.request_row
        account = permissions.check_may_read_candidates(actor, row)
        stored = row.files.get(kind=StoredFile.Kind.CANDIDATES)
        listed = content.open_candidates(stored)
        _note(
            work,
            account,
            kind=Reading.Kind.CANDIDATES,
            version=row.version,
            digest=str(row.result.answer_digest),
        )
        work.record("candidates.viewed", facts={"version": row.version, "count": len(listed)})
    return OpenedCandidates(search_request=row, candidates=listed)
