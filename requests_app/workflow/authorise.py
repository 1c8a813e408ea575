"""What follows when every role that was demanded has approved: the approval in the log and leave for one search.

Must not judge: who called it has asked all that there is to ask.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from uuid import uuid4

from requests_app.common import clock
from requests_app.dispatch import outbox
from requests_app.registry import selectors as registry
from requests_app.searches import content
from requests_app.searches.models import Authorisation, Decision, Justification
from requests_app.searches.states import Action
from requests_app.wire import approval
from requests_app.wire.search_filter import EMPTY_FILTER_DIGEST
from requests_app.workflow.search_limits import read_limits
from requests_app.workflow.unit_of_work import Work


def authorise(work: Work, frozen: Justification, decision: Decision, digest: str) -> None:
    """Record the approval, make its authorisation and queue its search, inside the last decision's use case.

    Args:
        work: the use case of the decision that completes the approval.
        frozen: the version that was approved.
        decision: the last one.
        digest: of exactly what the deciders read.

    Raises:
        PreconditionFailed: the limits in the sealed answers cannot be read.
    """
    row = work.request_row
    limits = read_limits(content.open_version(frozen))
    particulars = content.open_particulars(frozen.probe)
    now = clock.real_now()
    key = secrets.token_bytes(32)
    search_id = uuid4()
    leaf = approval.ApprovalLeaf(
        search_id=str(search_id),
        probe_commitment=approval.probe_commitment(key, particulars.sha256),
        gallery_id=frozen.gallery.engine_gallery_id,
        gallery_digest=frozen.gallery_digest,
        mode=limits.mode,
        candidate_limit=limits.candidate_limit,
        threshold=limits.threshold,
        filter_digest=EMPTY_FILTER_DIGEST,
        purpose_code=frozen.purpose_code,
        requester_person=str(row.requested_by_person_id),
        deciders=tuple(
            approval.Decider(person=str(made.decided_by_person_id), role=made.role)
            for made in row.decisions.filter(version=frozen.version, outcome="approve").order_by(
                "decided_at"
            )
        ),
        decision_digest=digest,
        approved_at=now,
        expires_at=now + timedelta(hours=registry.agency().approval_hours),
    )
    event = work.move(Action.APPROVE, update={"lapses_at": leaf.expires_at}, facts=leaf.to_facts())
    authorisation = Authorisation.objects.create(
        search_id=search_id,
        search_request=row,
        version=frozen.version,
        requested_by_person=row.requested_by_person,
        completed_by_person=decision.decided_by_person,
        roles=sorted(row.roles_demanded),
        decision_digest=digest,
        probe=frozen.probe,
        probe_commitment=leaf.probe_commitment,
        sealed_opening=content.seal_opening(row, search_id, key),
        gallery=frozen.gallery,
        gallery_digest=frozen.gallery_digest,
        mode=leaf.mode,
        purpose_code=leaf.purpose_code,
        candidate_limit=leaf.candidate_limit,
        threshold=leaf.threshold or "",
        approved_at=leaf.approved_at,
        expires_at=leaf.expires_at,
        event_id=event.event_id,
    )
    outbox.enqueue(authorisation)
