"""One person's decision on one version: approve, return for information, or refuse.

When every demanded role has approved, the authorisation and its dispatch are made in the same transaction.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.conf import settings

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account
from requests_app.common import clock
from requests_app.common.errors import (
    AlreadyTaken,
    BadInput,
    Contradicts,
    PreconditionFailed,
    StaleRead,
)
from requests_app.policy.visible import length
from requests_app.searches import content, selectors
from requests_app.searches.models import (
    Claim,
    Decision,
    Justification,
    Notice,
    Reading,
    SearchRequest,
)
from requests_app.searches.states import Action
from requests_app.workflow import check, claim, gallery_now, permissions, what_is_read
from requests_app.workflow.authorise import authorise
from requests_app.workflow.notifications import notify
from requests_app.workflow.search_limits import read_limits
from requests_app.workflow.time_open import seconds_open_total
from requests_app.workflow.unit_of_work import Work, unit_of_work

ContentDamaged = content.ContentDamaged

TESTS: tuple[str, ...] = (
    "lawful",
    "necessary",
    "effective",
    "proportionate",
    "least_intrusive",
    "probe",
    "gallery",
)
"""What a decider answers, one by one and in their own words."""

LEAST_REASON = 40
"""Characters of a decider's own reason for each test: fewer are a formula, not a reason."""


@dataclass(frozen=True, slots=True)
class TestAnswer:
    """A decider's own answer to one test."""

    met: bool | None
    reason: str


@dataclass(frozen=True, slots=True)
class Reasons:
    """What a decider says.

    Attributes:
        tests: the answer to each of `TESTS`; all are needed to approve.
        no_conflict: the decider declares to have no conflict of interest.
        message: words for the requester, needed to return or refuse.
        faces: how many faces the decider counts in the picture; needed to approve.
    """

    tests: Mapping[str, TestAnswer]
    no_conflict: bool
    message: str
    faces: int | None = None


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
) -> Decided:
    """Record one person's decision, and what follows from it.

    Args:
        actor: a supervisor or privacy officer with the right to decide for the unit.
        search_request_id: a request that awaits a decision.
        outcome: approve, return or refuse.
        reading_id: the opening of the decision page on which this was decided.
        reasons: the answers in the decider's own words.
        read: the marks of the page on which this was decided, to name what changed since.

    Raises:
        NotPermitted: own request, no right, lapsed training.
        InvalidTransition: the request awaits no decision any more; somebody was first.
        AlreadyTaken: another decider holds the claim, or has decided in this role.
        StaleRead: something changed since the page was drawn; `changes` names what.
        BadInput: an answer is missing.
        PreconditionFailed: the picture was not opened, the gallery is off or changed since the
            submission, or a rule now stops the request.
        ContentDamaged: what would be approved does not open.
    """
    action = {
        "approve": Action.APPROVE,
        "return": Action.RETURN,
        "refuse": Action.REFUSE,
    }.get(outcome)
    if action is None:
        raise BadInput({"outcome": ["unknown"]})
    with unit_of_work(actor=actor, action=outcome, search_request_id=search_request_id) as work:
        row = work.request_row
        account = permissions.check_may_decide(actor, row)
        work.check_may(action)
        current_claim = _check_claim(row, account)
        frozen = selectors.justification(row)
        shown = what_is_read.of(row, frozen)
        reading = _reading(row, account, reading_id, frozen)
        if reading.digest != shown.digest:
            raise StaleRead(shown.changed_since(read) if read else (), version=row.version)
        _check_not_decided(row, account, actor.role)
        if outcome == "approve":
            _check_gallery(frozen)
        _check_reasons(outcome, reasons)
        opened = _opened_probe(row, account, frozen)
        unread: list[str] = []
        if outcome == "approve":
            unread = _check_approvable(work, account, frozen, opened=opened, reasons=reasons)
        decision = _record_decision(
            work,
            account,
            frozen,
            outcome=outcome,
            reading=reading,
            reasons=reasons,
            opened=opened,
            unread=unread,
            current_claim=current_claim,
        )
        return _follow(work, action, frozen, decision, shown.digest)


def _check_claim(row: SearchRequest, account: Account) -> Claim:
    current_claim = selectors.open_claim(row)
    if current_claim is None:
        raise PreconditionFailed("claim_first")
    if current_claim.account_id != account.pk:
        raise AlreadyTaken(holder=current_claim.account.person.full_name, until=current_claim.until)
    return current_claim


def _reading(
    row: SearchRequest, account: Account, reading_id: UUID, frozen: Justification
) -> Reading:
    reading = Reading.objects.filter(
        id=reading_id,
        search_request=row,
        account=account,
        kind=Reading.Kind.DECISION_PAGE,
    ).first()
    if reading is None:
        raise PreconditionFailed("page_not_opened")
    if reading.version != frozen.version:
        raise StaleRead(["version"], version=row.version)
    return reading


def _check_gallery(frozen: Justification) -> None:
    """First of all that an approval needs: no answer of a decider could mend it."""
    wrong = gallery_now.what_is_wrong(frozen)
    if wrong:
        raise PreconditionFailed(wrong)


def _check_not_decided(row: SearchRequest, account: Account, role: str) -> None:
    made = row.decisions.filter(version=row.version)
    if made.filter(role=role).exists():
        raise AlreadyTaken(role=role)
    if made.filter(decided_by_person=account.person_id).exists():
        raise PreconditionFailed("one_decision_each")


def _check_reasons(outcome: str, reasons: Reasons) -> None:
    errors: dict[str, list[str]] = {}
    if not reasons.no_conflict:
        errors["no_conflict"] = ["required"]
    if outcome == "approve":
        for test in TESTS:
            answer = reasons.tests.get(test)
            if answer is None or answer.met is None:
                errors[f"{test}_met"] = ["required"]
            elif not answer.met:
                errors[f"{test}_met"] = ["not_met"]
            if answer is None or length(answer.reason) < LEAST_REASON:
                errors[f"{test}_reason"] = ["too_short"]
        if reasons.faces is None:
            errors["faces"] = ["required"]
    elif length(reasons.message) < LEAST_REASON:
        errors["message"] = ["too_short"]
    if errors:
        raise BadInput(errors)


def _opened_probe(row: SearchRequest, account: Account, frozen: Justification) -> bool:
    try:
        sent = content.open_particulars(frozen.probe).sha256
    except content.ContentDamaged:
        return False  # nobody can have seen it; it can still be returned or refused
    return row.readings.filter(
        kind=Reading.Kind.PROBE,
        person=account.person_id,
        version=frozen.version,
        digest=sent,
    ).exists()


def _check_approvable(
    work: Work,
    account: Account,
    frozen: Justification,
    *,
    opened: bool,
    reasons: Reasons,
) -> list[str]:
    """The picture was seen, its faces agree, and no rule stops the request today.

    Returns:
        the rules that find something today and that the page did not show.
    """
    row = work.request_row
    # First, so that whatever is damaged is told as damaged: nothing else could be done about it.
    answers = content.open_version(frozen)
    content.open_particulars(frozen.probe)
    if not opened:
        raise PreconditionFailed("probe_not_opened")
    check.refuse_unanswered(answers)
    threshold = read_limits(answers).threshold or ""
    if frozen.gallery.threshold_for(threshold) != threshold:
        raise PreconditionFailed("threshold_below_the_gallerys")
    cropped = any(step["code"] == "cropped" for step in frozen.probe.transformations)
    faces_shown = 1 if cropped else answers.probe.faces_declared
    if reasons.faces != faces_shown:
        raise Contradicts({"faces": ["disagrees"]})
    evaluation = check.evaluate(
        search_request=row,
        answers=answers,
        stage="approve",
        frozen=frozen,
        decider=account,
        decider_role=work.actor.role,
    ).evaluation
    if evaluation.stops:
        stopping = [finding.rule for finding in evaluation.stopping]
        raise PreconditionFailed("stopped_by_rule", rules=stopping)
    lacking = set(evaluation.required_roles) - row.roles_demanded
    if lacking:
        raise PreconditionFailed("more_roles_needed", roles=sorted(lacking))
    check.store(work, evaluation, stage="approve", version=frozen.version)
    run = selectors.check_at_submission(frozen)
    shown = {finding.rule for finding in run.findings.all()} if run else set()
    return sorted({finding.rule for finding in evaluation.findings} - shown)


def _record_decision(
    work: Work,
    account: Account,
    frozen: Justification,
    *,
    outcome: str,
    reading: Reading,
    reasons: Reasons,
    opened: bool,
    unread: list[str],
    current_claim: Claim,
) -> Decision:
    row = work.request_row
    decision_id = uuid4()
    words = {
        "tests": {name: dataclasses.asdict(answer) for name, answer in reasons.tests.items()},
        "message": reasons.message,
        "no_conflict": reasons.no_conflict,
    }
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
        sealed_reasons=content.seal_reasons(row, decision_id, words),
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
        probe_opened=opened,
        findings_unread=unread,
        claim_via=current_claim.via,
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
