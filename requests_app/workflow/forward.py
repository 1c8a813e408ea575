"""The one door to the matcher: claim, check everything anew, mint the grant, send, record.

No transaction is open during the call, and nothing but this module may submit a search.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import transaction

from requests_app.accounts.actors import Actor
from requests_app.common import clock
from requests_app.common.errors import PreconditionFailed
from requests_app.dispatch import breaker, outbox
from requests_app.dispatch.errors import BackendError, NotSentInTime
from requests_app.dispatch.models import Attempt, Dispatch
from requests_app.dispatch.outbox import Lease
from requests_app.dispatch.types import (
    PreparedRequest,
    ProbeImage,
    SearchOrder,
    Timeouts,
)
from requests_app.policy.schema import FactError
from requests_app.searches import content, selectors
from requests_app.searches.models import Authorisation, Notice, SearchRequest
from requests_app.searches.states import Action, Status
from requests_app.wire import approval, grant
from requests_app.workflow import (
    approved,
    check,
    gallery_now,
    keep_trying,
    log_alarm,
    matcher_client,
    permissions,
    record_result,
)
from requests_app.workflow.notifications import notify
from requests_app.workflow.unit_of_work import Work, unit_of_work

if TYPE_CHECKING:
    from requests_app.dispatch.client import OsiaClient

log = logging.getLogger(__name__)

MARGIN = timedelta(seconds=15)
"""How much longer a lease lasts than the longest call. A call begins within it, or not at all."""


@dataclass(frozen=True, slots=True)
class Sending:
    """Everything a call needs once its transaction has ended."""

    lease: Lease
    attempt_id: UUID
    prepared: PreparedRequest
    token: grant.Grant
    caller: OsiaClient
    begin_before: datetime


def forward(*, actor: Actor, owner: str, search_id: UUID, search_request_id: UUID) -> str:
    """Send one approved search, if it is still due and still allowed.

    Args:
        actor: the dispatcher process.
        owner: a name for this worker, for the operator's eyes.
        search_id: the dispatch.
        search_request_id: its request.

    Returns:
        what happened: done, retry, failed, held, ended, or not_due.
    """
    if permissions.can_act_as_process(actor, "dispatcher"):
        _let_its_holder_record(search_id)
    sending = _claim(
        actor=actor,
        owner=owner,
        search_id=search_id,
        search_request_id=search_request_id,
    )
    if isinstance(sending, str):
        return sending
    return _send(actor=actor, search_request_id=search_request_id, sending=sending)


def _send(*, actor: Actor, search_request_id: UUID, sending: Sending) -> str:
    try:
        if clock.real_now() >= sending.begin_before:
            # This worker stood still since it claimed. The call could outlast the lease, or the lease is over:
            # then somebody else may have sent the search, or ended it, and an engine would search again.
            raise NotSentInTime(sent="no")
        outcome = sending.caller.submit(sending.prepared, sending.token)
    except BackendError as problem:
        return record_result.failure(
            actor=actor,
            search_request_id=search_request_id,
            lease=sending.lease,
            attempt_id=sending.attempt_id,
            problem=problem,
        )
    return record_result.answer(
        actor=actor,
        search_request_id=search_request_id,
        lease=sending.lease,
        attempt_id=sending.attempt_id,
        result=outcome.result,
    )


def _let_its_holder_record(search_id: UUID) -> None:
    """Wait before a claim is taken over: its holder may have an answer in hand.

    Where the database was away for longer than the lease, holder and successor come back to it at the same
    moment. The successor waits on a connection that lasts, so the database is there for all that time; a
    holder that lives records in it, and the claim, asked anew, is not due any more. One that died costs
    its search these seconds.
    """
    if outbox.is_taken_over(search_id):
        time.sleep(keep_trying.TAKE_OVER_PAUSE)


def _claim(*, actor: Actor, owner: str, search_id: UUID, search_request_id: UUID) -> Sending | str:
    if permissions.can_act_as_process(actor, "dispatcher") and not _is_due(search_id):
        return "not_due"
    with unit_of_work(actor=actor, action="forward", search_request_id=search_request_id) as work:
        permissions.check_is_process(actor, "dispatcher")
        row = work.request_row
        if not _is_due(search_id):
            # Another worker was first; what it did, or does at this moment, is not ours to end.
            return _skip(work, search_id)
        authorisation = (
            Authorisation.objects.select_related(
                "gallery__matcher", "probe__original", "probe__transmission"
            )
            .filter(search_id=search_id, search_request=row)
            .first()
        )
        if authorisation is None or Status(row.status) not in {
            Status.APPROVED,
            Status.FORWARDING,
        }:
            outbox.cancel(search_request_id, error="not_approved")
            work.record("search.dispatch_cancelled", facts={"search_id": str(search_id)})
            return "ended"
        over, reason = _why_over(row, authorisation)
        if over and row.status == Status.APPROVED:
            return _end(work, reason=reason, error=over)
        if over:  # it was sent before, and nobody knows what became of it
            return record_result.give_up_unclaimed(work, search_id, error=over)
        matcher = authorisation.gallery.matcher
        timeouts = matcher_client.timeouts_of(matcher)
        with transaction.atomic():
            lease = outbox.claim(
                search_id, owner=owner, lease=timedelta(seconds=timeouts.total) + MARGIN
            )
            if lease is not None and not breaker.lets_through(matcher):
                # Another search, claimed at this moment, goes first to a matcher that has rested.
                transaction.set_rollback(True)
                lease = None
        if lease is None:
            return _skip(work, search_id)
        was_lost = record_result.close_lost(work, search_id)
        if was_lost and not matcher.is_idempotent:
            # It may have been searched, and this matcher would search again: people ask its operator.
            return record_result.give_up(work, lease, error=outbox.WORKER_LOST)
        if outbox.is_poisonous(lease):
            return record_result.give_up(work, lease, error="poison")
        try:
            stopped = log_alarm.why_nothing_is_sent() or _why_not(work, authorisation)
        except (content.ContentDestroyed, content.ContentDamaged):
            stopped = "content_damaged"
        except FactError:
            log.exception(
                "facts_cannot_be_judged",
                extra={
                    "search_id": str(search_id),
                    "still_works": "every other search; this one is held and nothing was sent",
                    "what_now": "report the stack below: a rule and the facts do not fit together",
                },
            )
            stopped = "cannot_be_judged"
        if stopped:
            return _hold(work, authorisation, lease, reason=stopped)
        return _prepare(work, authorisation, lease, timeouts)


def _is_due(search_id: UUID) -> bool:
    return Dispatch.objects.filter(outbox.due(clock.real_now()), pk=search_id).exists()


def _skip(work: Work, search_id: UUID) -> str:
    work.record("search.dispatch_skipped", facts={"search_id": str(search_id)})
    return "not_due"


def _why_not(work: Work, authorisation: Authorisation) -> str:
    """Return why an approved search may not be sent now, or nothing."""
    row = work.request_row
    if row.probe_id != authorisation.probe_id:
        return "probe_changed"
    sent = content.open_particulars(authorisation.probe)
    key = content.open_opening(authorisation)
    if not approval.commitment_opens(authorisation.probe_commitment, key, sent.sha256):
        return "probe_changed"
    frozen = selectors.justification(row, authorisation.version)
    wrong = gallery_now.what_is_wrong(frozen)
    if wrong:
        # A change that the log knows has ended the request before it came here.
        return gallery_now.NOT_AS_LOGGED if wrong == gallery_now.CHANGED else wrong
    if authorisation.gallery_digest != frozen.gallery_digest:
        return "not_what_was_approved"
    approvals = row.decisions.filter(version=authorisation.version, outcome="approve")
    if not set(authorisation.roles) <= set(approvals.values_list("role", flat=True)):
        return "not_approved"
    if approvals.filter(decided_by_person=row.requested_by_person_id).exists():
        return "own_request"
    try:
        if not approved.is_as_approved(authorisation, row, frozen):
            return "not_what_was_approved"
    except PreconditionFailed:
        return "not_what_was_approved"
    evaluation = check.evaluate(
        search_request=row,
        answers=content.open_version(frozen),
        stage="forward",
        frozen=frozen,
    ).evaluation
    if evaluation.stops:
        check.store(work, evaluation, stage="forward", version=authorisation.version)
        return "stopped_by_rule"
    if not evaluation.required_roles <= set(authorisation.roles):
        check.store(work, evaluation, stage="forward", version=authorisation.version)
        return "not_approved"
    return ""


def _hold(work: Work, authorisation: Authorisation, lease: Lease, *, reason: str) -> str:
    already = Dispatch.objects.get(pk=lease.search_id).last_error == reason
    outbox.settle(
        lease,
        state=Dispatch.State.HELD,
        next_attempt_at=clock.real_now() + outbox.HELD_RECHECK,
        error=reason,
        costs_attempt=False,
    )
    work.record(
        "search.held",
        reason=reason,
        facts={"search_id": str(authorisation.search_id), "again": already},
    )
    if not already:
        notify.requester(work.request_row, Notice.Kind.SEARCH_HELD)
        notify.operators(work.request_row, Notice.Kind.SEARCH_HELD)
    return "held"


def _why_over(row: SearchRequest, authorisation: Authorisation) -> tuple[str, str]:
    """Return the error and the reason for which this can never be sent; empty where it can.

    A change of the gallery that the log does not know ends nothing: it is held, for people to look at.
    """
    if authorisation.expires_at <= clock.real_now():
        return "expired", "authorisation_expired"
    frozen = selectors.justification(row, authorisation.version)
    if gallery_now.what_is_wrong(frozen) == gallery_now.CHANGED and gallery_now.change_is_in_log(
        frozen
    ):
        return gallery_now.CHANGED, gallery_now.CHANGED
    return "", ""


def _end(work: Work, *, reason: str, error: str) -> str:
    """End what was never sent and no longer can be; a new request can be started from it."""
    row = work.request_row
    outbox.cancel(row.id, error=error)
    work.move(Action.EXPIRE, reason=reason)
    notify.requester(row, Notice.Kind.EXPIRED)
    return "ended"


def _prepare(
    work: Work, authorisation: Authorisation, lease: Lease, timeouts: Timeouts
) -> Sending | str:
    gallery = authorisation.gallery
    sent = content.open_particulars(authorisation.probe)
    order = SearchOrder(
        search_id=authorisation.search_id,
        probe=ProbeImage(
            data=sent.transmission,
            sha256=sent.sha256,
            mime=sent.mime,
            width=sent.width,
            height=sent.height,
        ),
        gallery=gallery.engine_gallery_id,
        max_candidates=authorisation.candidate_limit,
        min_threshold=Decimal(authorisation.threshold) if authorisation.threshold else None,
        mode=authorisation.mode,
    )
    try:
        caller = matcher_client.client_of(gallery.matcher)
        prepared = caller.prepare(order)
    except BackendError as problem:
        # Nothing left this machine, and trying again would end the same way.
        return record_result.give_up(work, lease, error=problem.code)
    token = grant.mint(
        matcher_client.grant_key(),
        prepared.grant_detail(gallery_sha256=authorisation.gallery_digest),
        issuer=settings.COUNTERSIGN_GRANT_ISSUER,
        audience=gallery.matcher.audience,
        now=clock.real_now(),
    )
    attempt = Attempt.objects.create(
        dispatch_id=lease.search_id,
        number=lease.attempt,
        fence=lease.fence,
        grant_jti=token.jti,
        started_at=clock.real_now(),
        bytes_sent=len(prepared.body),
    )
    work.move(
        Action.START_FORWARD,
        facts={
            "search_id": str(lease.search_id),
            "attempt": lease.attempt,
            "matcher": gallery.matcher.code,
        },
    )
    work.record(
        "search.grant_issued",
        facts={
            "search_id": str(lease.search_id),
            "jti": token.jti,
            "attempt": lease.attempt,
            "gallery": order.gallery,
            "candidate_limit": order.max_candidates,
        },
        commitments={
            "body_sha256": prepared.body_sha256,
            "probe_sha256": prepared.probe_sha256,
        },
    )
    return Sending(
        lease=lease,
        attempt_id=attempt.id,
        prepared=prepared,
        token=token,
        caller=caller,
        begin_before=lease.until - timedelta(seconds=timeouts.total),
    )
