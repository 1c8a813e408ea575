"""One person's decision on one version: approve, return for information, or refuse.

When every demanded role has approved, the authorisation and its dispatch are made in the same transaction.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.utils.crypto import salted_hmac

from requests_app.accounts.actors import Actor
from requests_app.common import clock
from requests_app.common.errors import (
    BadInput,
    StaleRead,
)
from requests_app.registry import selectors as registry
from requests_app.searches import content
from requests_app.searches.models import (
    Decision,
    Justification,
    Notice,
    Reading,
    SearchRequest,
)
from requests_app.searches.states import Action
from requests_app.wire import canonical
from requests_app.workflow import before_deciding, claim
from requests_app.workflow.authorise import authorise
from requests_app.workflow.before_deciding import LEAST_REASON as LEAST_REASON
from requests_app.workflow.before_deciding import TESTS as TESTS
from requests_app.workflow.before_deciding import Checked
from requests_app.workflow.before_deciding import Reasons as Reasons
from requests_app.workflow.before_deciding import TestAnswer as TestAnswer
from requests_app.workflow.notifications import notify
from requests_app.workflow.search_limits import SearchLimits, read_limits
from requests_app.workflow.time_open import seconds_open_total
from requests_app.workflow.unit_of_work import Work, unit_of_work

ContentDamaged = content.ContentDamaged


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of the decision.

    Attributes:
        status: the status of the request afterwards.
        still_needed: roles that have still to approve.
    """

    status: str
    still_needed: tuple[str, ...] = ()


def decide(
    *,
    actor: Actor,
    search_request_id: UUID,
    outcome: str,
    reading_id: UUID,
    reasons: Reasons,
    read: str = "",
    confirmed: str = "",
) -> Decided:
    """Record one person's decision, and what follows from it.

    Args:
        actor: a supervisor or privacy officer with the right to decide for the unit.
        search_request_id: a request that awaits a decision.
        outcome: approve, return or refuse.
        reading_id: the opening of the decision page on which this was decided.
        reasons: the answers in the decider's own words.
        read: the marks of the page on which this was decided, to name what changed since.
        confirmed: the mark of what `rehearse` told, where that was read and confirmed.

    Raises:
        NotPermitted: own request, no right, lapsed training.
        InvalidTransition: the request awaits no decision any more; somebody was first.
        AlreadyTaken: another decider holds the claim, or has decided in this role.
        StaleRead: something changed since the page was drawn; `changes` names what. It names
            `WHAT_FOLLOWS` where this decision, or what it brings about, is not what was confirmed.
        BadInput: an answer is missing.
        PreconditionFailed: the picture was not opened, the gallery is off or changed since the
            submission, or a rule now stops the request.
        ContentDamaged: what would be approved does not open.
    """
    action = _action_of(outcome)
    with unit_of_work(actor=actor, action=outcome, search_request_id=search_request_id) as work:
        checked = before_deciding.checked(work, action, reading_id, reasons, read)
        if confirmed and confirmed != _would_follow(work, action, checked, reasons).mark:
            raise StaleRead([WHAT_FOLLOWS], version=checked.frozen.version)
        decision = _record_decision(work, checked, outcome=outcome, reasons=reasons)
        return _follow(work, action, checked.frozen, decision, checked.digest)


@dataclass(frozen=True, slots=True)
class WouldFollow:
    """What a decision that is not made yet would bring about.

    Attributes:
        search_request: the request.
        frozen: the version that would be decided on, with its gallery.
        limits: how the search would run; None where none would.
        hours: for how long its approval would last.
        still_needed: roles that would still have to approve.
        mark: of all this and of the decision itself, for the page that shows it to send back. Keyed, and
            another one for each decider: nobody can confirm what was not shown to them.
    """

    search_request: SearchRequest
    frozen: Justification
    limits: SearchLimits | None
    hours: int
    still_needed: tuple[str, ...]
    mark: str


WHAT_FOLLOWS = "what_follows"
"""What changed, as `StaleRead` names it, where a decision is not as it was confirmed."""


class _Rehearsed(Exception):
    """Leaves the transaction of a decision that is only tried out, so that nothing of it stays."""


def rehearse(
    *,
    actor: Actor,
    search_request_id: UUID,
    outcome: str,
    reading_id: UUID,
    reasons: Reasons,
    read: str = "",
) -> WouldFollow:
    """Say what a decision would bring about, so that it can be read before it is made; keeps nothing.

    Args and Raises:
        As `decide`, whose refusals these are: they are recorded as such.
    """
    action = _action_of(outcome)
    follows: list[WouldFollow] = []
    try:
        with unit_of_work(actor=actor, action=outcome, search_request_id=search_request_id) as work:
            checked = before_deciding.checked(work, action, reading_id, reasons, read)
            follows.append(_would_follow(work, action, checked, reasons))
            raise _Rehearsed
    except _Rehearsed:
        return follows[0]


def _would_follow(work: Work, action: Action, checked: Checked, reasons: Reasons) -> WouldFollow:
    row, frozen = work.request_row, checked.frozen
    given = set(
        row.decisions.filter(version=frozen.version, outcome="approve").values_list(
            "role", flat=True
        )
    )
    # Only an approval needs the answers: damaged ones can still be refused.
    limits = read_limits(content.open_version(frozen)) if action is Action.APPROVE else None
    hours = registry.agency().approval_hours
    still_needed = tuple(sorted(row.roles_demanded - given - {work.actor.role}))
    shown = {
        "account": str(checked.account.pk),
        "role": work.actor.role,
        "digest": checked.digest,
        "outcome": action.value,
        "limits": dataclasses.asdict(limits) if limits else None,
        "hours": hours,
        "still_needed": list(still_needed),
        "words": _words(reasons),
        "faces": reasons.faces,
    }
    mark = salted_hmac(__name__, canonical.encode(shown)).hexdigest()
    return WouldFollow(row, frozen, limits, hours, still_needed, mark)


def _words(reasons: Reasons) -> dict[str, Any]:
    """What is kept of what a decider said."""
    return {
        "tests": {name: dataclasses.asdict(answer) for name, answer in reasons.tests.items()},
        "message": reasons.message,
        "no_conflict": reasons.no_conflict,
    }


def _action_of(outcome: str) -> Action:
    action = {
        "approve": Action.APPROVE,
        "return": Action.RETURN,
        "refuse": Action.REFUSE,
    }.get(outcome)
    if action is None:
        raise BadInput({"outcome": ["unknown"]})
    return action


def _record_decision(work: Work, checked: Checked, *, outcome: str, reasons: Reasons) -> Decision:
    account, frozen, reading = checked.account, checked.frozen, checked.reading
    row = work.request_row
    decision_id = uuid4()
    return Decision.objects.create(
        id=decision_id,
        search_request=row,
        version=frozen.version,
        role=work.actor.role,
        outcome=outcome,
        requested_by_person=row.requested_by_person,
        decided_by=account,
        decided_by_person=account.person,
        decided_at=clock.now(),
        digest_read=reading.digest,
        sealed_reasons=content.seal_reasons(row, decision_id, _words(reasons)),
        seconds_open=max(0, int((clock.real_now() - reading.opened_at).total_seconds())),
        seconds_open_total=seconds_open_total(
            list(
                Reading.objects.filter(
                    search_request=row,
                    account=account,
                    version=frozen.version,
                    kind=Reading.Kind.DECISION_PAGE,
                ).values_list("opened_at", flat=True)
            ),
            decided_on=reading.opened_at,
            now=clock.real_now(),
            longest=timedelta(minutes=settings.COUNTERSIGN_IDLE_MINUTES),
        ),
        probe_opened=checked.opened,
        findings_unread=checked.unread,
        claim_via=checked.claim.via,
        faces_confirmed=reasons.faces,
    )


def _decision_facts(decision: Decision) -> dict[str, object]:
    return {
        "decision": str(decision.id),
        "version": decision.version,
        "decision_digest": decision.digest_read,
        "seconds_open": decision.seconds_open,
        "seconds_open_total": decision.seconds_open_total,
        "probe_opened": decision.probe_opened,
        "findings_unread": decision.findings_unread,
        "claim_via": decision.claim_via,
    }


def _follow(
    work: Work, action: Action, frozen: Justification, decision: Decision, digest: str
) -> Decided:
    row = work.request_row
    if action is Action.APPROVE:
        approved = set(
            row.decisions.filter(version=frozen.version, outcome="approve").values_list(
                "role", flat=True
            )
        )
        needed = sorted(row.roles_demanded - approved)
        facts = _decision_facts(decision)
        work.move(Action.RECORD_DECISION, facts=facts | {"outcome": "approve"})
        claim.end_all(row, how="decided")
        if needed:
            return Decided(status=row.status, still_needed=tuple(needed))
        authorise(work, frozen, decision, digest)
        notify.requester(row, Notice.Kind.APPROVED)
        return Decided(status=row.status)
    claim.end_all(row, how="decided")
    work.move(action, facts=_decision_facts(decision))
    kind = Notice.Kind.RETURNED if action is Action.RETURN else Notice.Kind.REFUSED
    notify.requester(row, kind)
    return Decided(status=row.status)
