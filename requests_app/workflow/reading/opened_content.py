"""An auditor opens what is sealed: the answers of one version, the deciders' reasons, the picture.

Only with a reason and a file reference, both committed to in the log before the first byte leaves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from requests_app.accounts.actors import Actor
from requests_app.audit import selectors as log
from requests_app.common import clock
from requests_app.common.errors import (
    CountersignError,
    NotFound,
    PreconditionFailed,
)
from requests_app.dispatch import selectors as dispatch
from requests_app.searches import content, intake, selectors
from requests_app.searches.answers import Answers
from requests_app.searches.models import Decision, Justification, SearchRequest
from requests_app.workflow import decoding, permissions, viewing
from requests_app.workflow.reading.readable import (
    OpenedReasons,
    answers_of,
    damage_of_picture,
    reasons_of,
)
from requests_app.workflow.stated_reason import stated_reason
from requests_app.workflow.unit_of_work import Work
from requests_app.workflow.viewing import Source

PICTURE_WITHIN = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class OpenedDecision:
    """One decision with the words of the person who gave it."""

    decision: Decision
    reasons: OpenedReasons


@dataclass(frozen=True, slots=True)
class OpenedContent:
    """The sealed content of one version of a request; never its candidates.

    Attributes:
        search_request, justification, answers: what was asked; no answers where they are damaged.
        waits_because: the state and the error of its sending, where it is held or waits for another try.
        answers_problem: why they do not open.
        decisions: what each decider answered on this version.
        picture_problem: why the picture, which is `open_picture`, does not open.
        event_id: the event under which it was opened.
    """

    search_request: SearchRequest
    waits_because: tuple[str, str]
    justification: Justification
    answers: Answers
    answers_problem: CountersignError | None
    decisions: list[OpenedDecision]
    picture_problem: CountersignError | None
    event_id: int


def submitted(search_request_id: UUID, version: int) -> SearchRequest | None:
    """Return a request that has this submitted version, or None: what an auditor is asked a reason for."""
    return SearchRequest.objects.filter(
        pk=search_request_id, justifications__version=version
    ).first()


def open_content(
    *, actor: Actor, search_request_id: UUID, version: int, reason: str, file_reference: str
) -> OpenedContent:
    """Open one submitted version for an auditor; recorded first.

    Args:
        actor: a privacy auditor, or oversight.
        search_request_id: any request.
        version: which of its submitted versions.
        reason: why, in at least 20 characters; the log keeps a commitment to it.
        file_reference: the auditor's own file; a commitment too.

    Raises:
        BadInput: the reason or the reference is not enough.
        NotPermitted, NotFound: no auditor, or no such version.
        ContentDestroyed: the key of this request is gone.
    """
    with viewing.viewing(
        actor=actor, action="open_content", search_request_id=search_request_id
    ) as work:
        permissions.check_is_auditor(actor)
        stated = stated_reason(reason, file_reference)
        row = work.request_row
        frozen = row.justifications.filter(version=version).exists() and selectors.justification(
            row, version
        )
        if not frozen:
            raise NotFound
        recorded = work.record(
            "content.opened",
            object_type="version",
            object_id=str(frozen.id),
            facts={"version": version, "what": "answers_decisions_picture"},
            commitments=stated,
        )
        opened = answers_of(frozen)
        return OpenedContent(
            search_request=row,
            waits_because=dispatch.waits_because(row),
            justification=frozen,
            answers=opened.answers,
            answers_problem=opened.problem,
            decisions=[
                OpenedDecision(decision, reasons_of(decision))
                for decision in selectors.decisions_on(row).filter(version=version)
            ],
            picture_problem=damage_of_picture(frozen.probe),
            event_id=recorded.event_id,
        )


@dataclass(frozen=True, slots=True)
class _PictureSource(Source):
    """The picture of one version."""

    frozen: Justification


def _picture_for(work: Work, version: int) -> _PictureSource:
    account = permissions.check_is_auditor(work.actor)
    row = work.request_row
    frozen = row.justifications.select_related("probe").filter(version=version).first()
    if frozen is None:
        raise NotFound
    opened_by_them = log.timeline(row.id).filter(
        code="content.opened",
        account_id=account.pk,
        object_id=str(frozen.id),
        recorded_at__gt=clock.real_now() - PICTURE_WITHIN,
    )
    if not opened_by_them.exists():
        raise PreconditionFailed("open_content_first")
    particulars = content.open_particulars(frozen.probe)
    return _PictureSource(data=particulars.transmission, digest=particulars.sha256, frozen=frozen)


def _record_picture(work: Work, found: _PictureSource) -> None:
    work.record(
        "probe.viewed",
        object_type="probe",
        object_id=str(found.frozen.probe_id),
        facts={"version": found.frozen.version},
    )


def _drawing(source: Source, actor: Actor) -> bytes:
    with decoding.turn(actor):
        return intake.preview(source.data)


def open_picture(*, actor: Actor, search_request_id: UUID, version: int) -> bytes:
    """Return a drawing (PNG) of the copy that was to be sent; recorded first.

    Only for the auditor who has just opened this version with a reason.

    Raises:
        NotPermitted, NotFound: no auditor, or no such version.
        PreconditionFailed: this person has not opened the version within the last minutes.
    """
    return viewing.drawn(
        actor=actor,
        action="open_picture",
        search_request_id=search_request_id,
        find=lambda work: _picture_for(work, version),
        draw=lambda source: _drawing(source, actor),
        digest_now=lambda work: _picture_for(work, version).digest,
        record=_record_picture,
    )
