"""Records how an attempt ended: an answer, a failure to try again, or the end of trying.

Only the newest fence may record; a late worker's word is dropped and logged as stale.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from requests_app.accounts.actors import Actor
from requests_app.common import clock
from requests_app.common.errors import NotFound, NotPermitted, class_and_place
from requests_app.dispatch import breaker, outbox
from requests_app.dispatch.errors import BackendError, ContractViolation
from requests_app.dispatch.models import Attempt, Dispatch, SearchResult
from requests_app.dispatch.outbox import Lease
from requests_app.dispatch.refusals import may_have_searched
from requests_app.dispatch.types import MatcherAnswer
from requests_app.registry.models import Matcher
from requests_app.searches import content
from requests_app.searches.models import Authorisation, Notice
from requests_app.searches.states import Action
from requests_app.workflow import keep_trying, permissions
from requests_app.workflow.notifications import notify
from requests_app.workflow.unit_of_work import Asked, Work, unit_of_work

log = logging.getLogger(__name__)


def _end_attempt(
    attempt_id: UUID, *, outcome: str, error: str = "", http_status: int | None = None
) -> None:
    Attempt.objects.filter(id=attempt_id, outcome="").update(
        ended_at=clock.real_now(), outcome=outcome, error=error, http_status=http_status
    )


def _stale(work: Work, lease: Lease, attempt_id: UUID) -> str:
    _end_attempt(attempt_id, outcome="stale")
    work.record(
        "search.attempt_stale",
        outcome="error",
        facts={"search_id": str(lease.search_id), "fence": lease.fence},
    )
    return "stale"


def answer(
    *,
    actor: Actor,
    search_request_id: UUID,
    lease: Lease,
    attempt_id: UUID,
    result: MatcherAnswer,
) -> str:
    """Record the matcher's answer: candidates sealed, figures in the clear, examiners told.

    An answer that cannot be recorded is quarantined as its digest: the search has been made, and
    nothing may make it again by itself. While the database is away it is kept in hand (`keep_trying`).

    Returns:
        done, stale (somebody else holds the row now) or failed (quarantined).
    """
    asked = Asked(actor=actor, action="record_result", search_request_id=search_request_id)
    try:
        return keep_trying.recording(
            lambda: _record(asked, lease, attempt_id, result),
            lease=lease,
            recorded_before=lambda: _recorded_before(attempt_id),
        )
    except (NotPermitted, NotFound):
        raise
    except Exception as problem:  # noqa: BLE001  whatever it is, the search must not go out again
        _tell("answer_not_recorded", problem, lease)
    return keep_trying.recording(
        lambda: _quarantine_unrecorded(asked, lease, attempt_id, result),
        lease=lease,
        recorded_before=lambda: _recorded_before(attempt_id),
    )


def _recorded_before(attempt_id: UUID) -> str:
    """Return what has been recorded of this attempt already, in the words of `answer` and `failure`."""
    row = Attempt.objects.select_related("dispatch").get(id=attempt_id)
    failed = "retry" if row.dispatch.state == Dispatch.State.READY else "failed"
    # Of one that nobody ended, or that somebody else gave up as lost, nothing is recorded yet.
    return {"answered": "done", "stale": "stale", "failed": failed}.get(row.outcome, "")


def _record(asked: Asked, lease: Lease, attempt_id: UUID, result: MatcherAnswer) -> str:
    with unit_of_work(**asked) as work:
        permissions.check_is_process(asked["actor"], "dispatcher")
        if result.not_a_face_recogniser and not settings.COUNTERSIGN_TRIAL:
            # An answer that says it recognises no faces is worth nothing outside a trial.
            return _quarantine(work, lease, attempt_id, result, reason="not_a_face_recogniser")
        if not outbox.settle(lease, state=Dispatch.State.DONE):
            return _stale(work, lease, attempt_id)
        _end_attempt(attempt_id, outcome="answered", http_status=200)
        _keep(work, lease, result)
        breaker.succeeded(_matcher(lease).id)
    return "done"


def _quarantine_unrecorded(
    asked: Asked, lease: Lease, attempt_id: UUID, result: MatcherAnswer
) -> str:
    with unit_of_work(**asked) as work:
        return _quarantine(work, lease, attempt_id, result, reason="answer_not_recorded")


def _tell(event: str, problem: Exception, lease: Lease) -> None:
    """Write one line for the operator: the error's class and place, for its text may quote an answer."""
    log.error(
        event,
        extra={
            **class_and_place(problem),
            "search_id": str(lease.search_id),
            "still_works": "every other search; this one has failed and is not sent again by itself",
            "what_now": "report the class and the place, then let an operator retry the search",
        },
    )


def _is_newest(lease: Lease) -> bool:
    return Dispatch.objects.filter(
        pk=lease.search_id, fence=lease.fence, state=Dispatch.State.CLAIMED
    ).exists()


def _quarantine(
    work: Work, lease: Lease, attempt_id: UUID, result: MatcherAnswer, *, reason: str
) -> str:
    if not _is_newest(lease):
        return _stale(work, lease, attempt_id)
    _end_attempt(attempt_id, outcome="failed", error=reason, http_status=200)
    work.record(
        "search.result_quarantined",
        outcome="error",
        reason=reason,
        facts={
            "search_id": str(lease.search_id),
            "attempt": lease.attempt,
            "sent": "yes",
            "retryable": False,
            "answer_digest": result.raw_sha256,
        },
    )
    return give_up(work, lease, error=reason)


def _matcher(lease: Lease) -> Matcher:
    return Matcher.objects.get(
        id=Authorisation.objects.values("gallery__matcher_id").get(search_id=lease.search_id)[
            "gallery__matcher_id"
        ]
    )


def _keep(work: Work, lease: Lease, result: MatcherAnswer) -> None:
    row = work.request_row
    authorisation = Authorisation.objects.select_related("gallery__matcher").get(
        search_id=lease.search_id
    )
    listed = [
        {
            "rank": str(candidate.rank),
            "external_id": candidate.external_id,
            # The record of this person that was compared: its picture can be asked for by it.
            "encounter_id": candidate.encounter_id or "",
            "score": str(candidate.score),
            "gallery": authorisation.gallery.engine_gallery_id,
        }
        for candidate in result.candidates
    ]
    stored = content.store_candidates(row, listed)
    work.move(
        Action.RECORD_RESULT,
        facts={
            "search_id": str(lease.search_id),
            "attempt": lease.attempt,
            "candidate_count": len(listed),
            "engine": result.engine,
            "engine_version": result.engine_version,
            "mode": result.mode,
            "gallery": authorisation.gallery.engine_gallery_id,
            "replayed": result.replayed,
        },
        commitments={"answer_sha256": result.raw_sha256},
    )
    SearchResult.objects.create(
        dispatch_id=lease.search_id,
        search_request=row,
        candidates=stored,
        received_at=clock.now(),
        engine=result.engine[:80],
        engine_version=result.engine_version[:40],
        score_scale=authorisation.gallery.matcher.score_scale,
        lower_is_better=authorisation.gallery.matcher.lower_is_better,
        mode=result.mode,
        threshold_applied=authorisation.threshold,
        candidate_limit=authorisation.candidate_limit,
        candidate_count=len(listed),
        answer_digest=result.raw_sha256,
        not_a_face_recogniser=result.not_a_face_recogniser,
        replayed=result.replayed,
    )
    notify.requester(row, Notice.Kind.RESULT_RECEIVED)
    notify.examiners(row)


def failure(
    *,
    actor: Actor,
    search_request_id: UUID,
    lease: Lease,
    attempt_id: UUID,
    problem: BackendError,
) -> str:
    """Record a failed attempt: try again later where that can help, give up where it cannot.

    An answer that broke the contract ends here too, and its search must not go out again either: while
    the database is away it is kept in hand like any answer.

    Returns:
        retry, failed or stale.
    """
    asked = Asked(actor=actor, action="record_failure", search_request_id=search_request_id)
    return keep_trying.recording(
        lambda: _record_failure(asked, lease, attempt_id, problem),
        lease=lease,
        recorded_before=lambda: _recorded_before(attempt_id),
    )


def _record_failure(asked: Asked, lease: Lease, attempt_id: UUID, problem: BackendError) -> str:
    with unit_of_work(**asked) as work:
        permissions.check_is_process(asked["actor"], "dispatcher")
        if not _is_newest(lease):
            return _stale(work, lease, attempt_id)
        row = Dispatch.objects.get(pk=lease.search_id)
        _end_attempt(
            attempt_id,
            outcome="failed",
            error=problem.code,
            http_status=problem.http_status,
        )
        code = (
            "search.result_quarantined"
            if isinstance(problem, ContractViolation)
            else "search.attempt_failed"
        )
        work.record(
            code,
            outcome="error",
            reason=problem.code,
            facts={
                "search_id": str(lease.search_id),
                "attempt": lease.attempt,
                "sent": problem.sent,
                "retryable": problem.retryable,
                "answer_digest": problem.answer_sha256,
            },
        )
        matcher = _matcher(lease)
        breaker.failed(matcher.id, problem)
        searched = may_have_searched(problem.code, problem.http_status)
        next_at = clock.real_now() + outbox.backoff(lease.attempt)
        if problem.retry_after:
            wait = timedelta(seconds=min(problem.retry_after, 3600))
            next_at = max(next_at, clock.real_now() + wait)
        if (
            problem.retryable
            and (matcher.is_idempotent or not searched)
            and lease.attempt < outbox.MOST_ATTEMPTS
            and next_at < row.deadline_at
        ):
            outbox.settle(
                lease,
                state=Dispatch.State.READY,
                next_attempt_at=next_at,
                error=problem.code,
            )
            return "retry"
        return give_up(work, lease, error=problem.code)


def give_up(work: Work, lease: Lease, *, error: str) -> str:
    """Stop trying: the request has failed, and an operator may retry with a reason."""
    outbox.settle(lease, state=Dispatch.State.DEAD, error=error)
    return _failed(work, lease, error=error)


def give_up_unclaimed(work: Work, search_id: UUID, *, error: str) -> str:
    """Stop trying what was sent before and that nobody has in hand: it can never be sent again."""
    close_lost(work, search_id)
    return _failed(work, outbox.abandon(search_id, error=error), error=error)


def close_lost(work: Work, search_id: UUID) -> bool:
    """End the attempts whose worker was never heard of again, each with its own cause and event.

    The caller has just taken the search over, or ends it; an answer that comes after all is stale.

    Returns:
        whether there were any.
    """
    lost = list(Attempt.objects.filter(dispatch_id=search_id, outcome="").order_by("fence"))
    for attempt in lost:
        _end_attempt(attempt.id, outcome="lost", error=outbox.WORKER_LOST)
        work.record(
            "search.attempt_failed",
            outcome="error",
            reason=outbox.WORKER_LOST,
            facts={
                "search_id": str(search_id),
                "attempt": attempt.number,
                "sent": "unknown",
                "retryable": True,
                "answer_digest": None,
            },
        )
    return bool(lost)


def _failed(work: Work, lease: Lease, *, error: str) -> str:
    work.move(
        Action.RECORD_FAILURE,
        reason=error,
        facts={"search_id": str(lease.search_id), "attempt": lease.attempt},
    )
    try:
        with transaction.atomic():
            notify.requester(work.request_row, Notice.Kind.SEARCH_FAILED)
            notify.operators(work.request_row, Notice.Kind.SEARCH_FAILED)
    except Exception as problem:  # noqa: BLE001  a failure that cannot be told has happened all the same
        _tell("notices_not_left", problem, lease)
    return "failed"
