"""Whether an authorisation is still what was approved, derived anew from the log and from what is sealed.

Must not trust the authorisation's own row: whoever could write it could write what they liked.
"""

from __future__ import annotations

from requests_app.audit import selectors as audit
from requests_app.searches import content
from requests_app.searches.models import Authorisation, Decision, Justification, SearchRequest
from requests_app.wire import approval
from requests_app.wire.search_filter import EMPTY_FILTER_DIGEST
from requests_app.wire.shapes import Malformed
from requests_app.workflow import what_is_read
from requests_app.workflow.search_limits import read_limits

WEB = "countersign_web"
"""The login under which people decide, and no other."""


def is_as_approved(authorisation: Authorisation, row: SearchRequest, frozen: Justification) -> bool:
    """Say whether log, decisions, sealed answers and authorisation all say the same.

    Args:
        authorisation: what is about to be sent.
        row: its locked request.
        frozen: the version that it is for.

    Raises:
        PreconditionFailed: the limits in the sealed answers cannot be read.
        content.ContentDestroyed, content.ContentDamaged: nothing can be compared.
    """
    decisions = list(
        row.decisions.filter(version=frozen.version, outcome="approve").order_by("decided_at")
    )
    return (
        set(authorisation.roles) == row.roles_demanded == {made.role for made in decisions}
        and {made.digest_read for made in decisions} == {authorisation.decision_digest}
        and _leaf_in_log(authorisation)
        == _leaf_of_what_was_read(authorisation, row, frozen, decisions)
        and _limits_are_the_leafs(authorisation, frozen)
    )


def _leaf_in_log(authorisation: Authorisation) -> approval.ApprovalLeaf | None:
    said = audit.facts_of(
        authorisation.event_id,
        code=approval.EVENT_CODE,
        request_id=authorisation.search_request_id,
        login=WEB,
    )
    if said is None:
        return None
    try:
        return approval.ApprovalLeaf.from_facts(said)
    except Malformed:
        return None


def _leaf_of_what_was_read(
    authorisation: Authorisation,
    row: SearchRequest,
    frozen: Justification,
    decisions: list[Decision],
) -> approval.ApprovalLeaf:
    """The approval as it must stand in the log: from the version and the decisions on it."""
    limits = read_limits(content.open_version(frozen))
    return approval.ApprovalLeaf(
        search_id=str(authorisation.search_id),
        probe_commitment=authorisation.probe_commitment,
        gallery_id=frozen.gallery.engine_gallery_id,
        gallery_digest=frozen.gallery_digest,
        mode=limits.mode,
        candidate_limit=limits.candidate_limit,
        threshold=limits.threshold,
        filter_digest=EMPTY_FILTER_DIGEST,
        purpose_code=limits.purpose,
        requester_person=str(row.requested_by_person_id),
        deciders=tuple(
            approval.Decider(person=str(made.decided_by_person_id), role=made.role)
            for made in decisions
        ),
        decision_digest=what_is_read.of(row, frozen).digest,
        approved_at=authorisation.approved_at,
        expires_at=authorisation.expires_at,
    )


def _limits_are_the_leafs(authorisation: Authorisation, frozen: Justification) -> bool:
    """What the grant is minted from, and what the version says."""
    limits = read_limits(content.open_version(frozen))
    return (
        authorisation.gallery_id,
        authorisation.gallery_digest,
        authorisation.probe_id,
        authorisation.mode,
        authorisation.candidate_limit,
        authorisation.threshold or None,
        authorisation.purpose_code,
    ) == (
        frozen.gallery_id,
        frozen.gallery_digest,
        frozen.probe_id,
        limits.mode,
        limits.candidate_limit,
        limits.threshold,
        limits.purpose,
    )
