"""What must hold before one person's decision is recorded: asked under the request's lock, refused in words.

Must not record a decision: `decide` does, and `rehearse` leaves nothing. An approval’s check is stored here, in
their transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from requests_app.accounts.models import Account
from requests_app.common.errors import (
    AlreadyTaken,
    BadInput,
    Contradicts,
    PreconditionFailed,
    StaleRead,
)
from requests_app.common.visible import length
from requests_app.searches import content, selectors
from requests_app.searches.models import Claim, Justification, Reading, SearchRequest
from requests_app.searches.states import Action
from requests_app.workflow import check, gallery_now, permissions, what_is_read
from requests_app.workflow.search_limits import read_limits
from requests_app.workflow.unit_of_work import Work

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
class Checked:
    """A decision that may be recorded, with what was found on the way."""

    account: Account
    frozen: Justification
    reading: Reading
    digest: str
    opened: bool
    unread: list[str]
    claim: Claim


def checked(work: Work, action: Action, reading_id: UUID, reasons: Reasons, read: str) -> Checked:
    """Ask everything that a decision needs, under the request's lock."""
    row = work.request_row
    account = permissions.check_may_decide(work.actor, row)
    work.check_may(action)
    current_claim = _check_claim(row, account)
    frozen = selectors.justification(row)
    shown = what_is_read.of(row, frozen)
    reading = _reading(row, account, reading_id, frozen)
    if reading.digest != shown.digest:
        raise StaleRead(shown.changed_since(read) if read else (), version=row.version)
    _check_not_decided(row, account, work.actor.role)
    approves = action is Action.APPROVE
    if approves:
        _check_gallery(frozen)
    _check_reasons(reasons, approves=approves)
    opened = _opened_probe(row, account, frozen)
    unread = (
        _check_approvable(work, account, frozen, opened=opened, reasons=reasons) if approves else []
    )
    return Checked(account, frozen, reading, shown.digest, opened, unread, current_claim)


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


def _check_reasons(reasons: Reasons, *, approves: bool) -> None:
    errors: dict[str, list[str]] = {}
    if not reasons.no_conflict:
        errors["no_conflict"] = ["required"]
    if approves:
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
    evaluation = check.evaluate_or_refuse(
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
