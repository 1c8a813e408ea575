"""Opening what is sealed: the decision page, the picture, a document, the candidates.
The event of a view commits before its first byte leaves; where it cannot be recorded, nothing is shown."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account
from requests_app.common import clock
from requests_app.common.errors import NotFound, PreconditionFailed
from requests_app.searches import content, intake, selectors
from requests_app.searches.answers import Answers
from requests_app.searches.models import (
    CheckRun,
    Justification,
    Probe,
    Reading,
    SearchRequest,
    StoredFile,
)
from requests_app.searches.states import Status
from requests_app.workflow import permissions, what_is_read
from requests_app.workflow.unit_of_work import Work, unit_of_work


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """What a decider is shown, with the reading that a decision must name.

    Attributes:
        search_request: the request.
        justification: the frozen version.
        answers: that version, opened.
        check: the findings it was submitted with.
        probe: what the intake found, for figures and changes.
        reading: the record of this opening; a decision names it.
    """

    search_request: SearchRequest
    justification: Justification
    answers: Answers
    check: CheckRun | None
    probe: intake.Probe
    reading: Reading


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


def open_decision_page(*, actor: Actor, search_request_id: UUID) -> DecisionPage:
    """Open a waiting request for deciding; recorded first.

    Raises:
        NotPermitted, NotFound: see `permissions.check_may_decide`.
        PreconditionFailed: it does not await a decision.
    """
    with unit_of_work(actor=actor, action="open", search_request_id=search_request_id) as work:
        row = work.request_row
        account = permissions.check_may_decide(actor, row)
        if row.status != Status.AWAITING_DECISION:
            raise PreconditionFailed("not_awaiting_decision", status=row.status)
        frozen = selectors.justification(row)
        shown = what_is_read.of(row, frozen)
        reading = _note(
            work,
            account,
            kind=Reading.Kind.DECISION_PAGE,
            version=frozen.version,
            digest=shown.digest,
        )
        work.record(
            "record.viewed",
            facts={
                "version": frozen.version,
                "what": "decision_page",
                "digest": shown.digest,
            },
        )
        return DecisionPage(
            search_request=row,
            justification=frozen,
            answers=content.open_version(frozen),
            check=selectors.latest_check(row, version=frozen.version, stage="submit"),
            probe=content.open_particulars(frozen.probe),
            reading=reading,
        )


def note_own_record(
    *, actor: Actor, search_request_id: UUID, what: str, version: int | None = None
) -> None:
    """Record that the requester opens their own record, before anything of it is drawn.

    Args:
        actor: the requester.
        search_request_id: their request.
        what: record, version or print.
        version: the version opened; the present one where none is named.
    """
    with unit_of_work(
        actor=actor, action="open_record", search_request_id=search_request_id
    ) as work:
        permissions.check_is_requester(actor, work.request_row)
        work.record(
            "record.viewed",
            facts={"version": version or work.request_row.version, "what": what},
        )


def note_decided_record(*, actor: Actor, search_request_id: UUID) -> None:
    """Record that somebody opens the timeline of a request they decided on."""
    with unit_of_work(
        actor=actor, action="open_record", search_request_id=search_request_id
    ) as work:
        permissions.check_may_read_what_they_decided(actor, work.request_row)
        work.record(
            "record.viewed",
            facts={"version": work.request_row.version, "what": "timeline"},
        )


def _probe_for(work: Work) -> tuple[Account, Probe, int]:
    """Return who may see which picture: the requester their own, the decider and examiner the frozen one."""
    actor, row = work.actor, work.request_row
    account = permissions.check_may_see_picture(actor, row)
    if permissions.can_act_as_requester(actor, row):
        if row.probe is None:
            raise NotFound
        return account, row.probe, row.version
    if permissions.can_decide(actor, row) and row.status != Status.AWAITING_DECISION:
        raise PreconditionFailed("not_awaiting_decision", status=row.status)
    frozen = selectors.justification(row)
    return account, frozen.probe, frozen.version


def open_probe(*, actor: Actor, search_request_id: UUID) -> bytes:
    """Return a drawing (PNG) of exactly the bytes that the matcher would get; recorded first.

    Raises:
        NotPermitted, NotFound, PreconditionFailed: this person may not see it, or not now.
    """
    with unit_of_work(
        actor=actor, action="open_probe", search_request_id=search_request_id
    ) as work:
        account, probe, version = _probe_for(work)
        particulars = content.open_particulars(probe)
        drawn = intake.preview(particulars.transmission)
        _note(
            work,
            account,
            kind=Reading.Kind.PROBE,
            version=version,
            digest=particulars.sha256,
        )
        work.record(
            "probe.viewed",
            object_type="probe",
            object_id=str(probe.id),
            facts={"version": version},
        )
    return drawn


def open_original(*, actor: Actor, search_request_id: UUID) -> tuple[bytes, int, int]:
    """Return a drawing (PNG) of the whole, upright original for its uploader, with its size in pixels.

    Only for marking a crop: nobody but the requester is shown what was cut away.
    """
    with unit_of_work(
        actor=actor, action="open_original", search_request_id=search_request_id
    ) as work:
        permissions.check_is_requester(actor, work.request_row)
        probe = work.request_row.probe
        if probe is None:
            raise NotFound
        whole = intake.take_in(content.open_file(probe.original))
        drawn = intake.preview(whole.transmission)
        work.record(
            "probe.viewed",
            object_type="probe",
            object_id=str(probe.id),
            facts={"version": work.request_row.version},
        )
    return drawn, whole.original_width, whole.original_height


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
    with unit_of_work(
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
    with unit_of_work(
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
