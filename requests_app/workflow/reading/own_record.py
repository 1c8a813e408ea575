"""What a requester reads of their own requests: the list, one request as it stands, one version.

Must not hold candidates or scores: those are for examiners.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account
from requests_app.common import clock
from requests_app.common.errors import NotFound
from requests_app.dispatch import selectors as dispatch
from requests_app.searches import content, lacking_examiners, selectors
from requests_app.searches.answers import Answers
from requests_app.searches.models import (
    CheckRun,
    Claim,
    Decision,
    EndedUnexamined,
    Justification,
    LeadRecall,
    SearchRequest,
)
from requests_app.searches.states import Action, Status, actions_in
from requests_app.workflow import close, owed_reports, permissions
from requests_app.workflow.reading import alike
from requests_app.workflow.reading.alike import AlikeField
from requests_app.workflow.reading.findings import WordedFinding, of_check
from requests_app.workflow.reading.pages import ListPage, list_page
from requests_app.workflow.reading.readable import (
    Changes,
    OpenedReasons,
    answers_of,
    changes_since,
    reasons_of,
)
from requests_app.workflow.reading.timeline import STEPS_WITHOUT_A_STATUS, Step, reason_of, steps_of
from requests_app.workflow.viewing import viewing

ENDED_BY = {Status.EXPIRED: "search.expired", Status.SEARCH_FAILED: "search.forward_failed"}
"""Statuses that come for more than one reason -> the event that gives it."""


@dataclass(frozen=True, slots=True)
class OwnRequests:
    """One page of somebody's own requests, newest first.

    Attributes:
        page: the requests.
        claims: who has them in hand.
        waits: why those wait that are approved and held or to be tried again, see `OwnRecord.waits_because`.
        overdue: requests whose report on what came of the lead is overdue, ten at most.
    """

    page: ListPage[SearchRequest]
    claims: Mapping[UUID, Claim]
    waits: Mapping[UUID, tuple[str, str]]
    overdue: Sequence[SearchRequest]


def list_own_requests(account: Account, number: str | None) -> OwnRequests:
    """Return one page of the requests that this officer made. Holds no content, so it is no event."""
    page = list_page(selectors.requested_by(account), number)
    return OwnRequests(
        page=page,
        claims=selectors.open_claims(page.rows),
        waits=dispatch.waits_of(page.rows),
        overdue=owed_reports.overdue_of(account),
    )


def why_own_waits(row: SearchRequest) -> tuple[str, str]:
    """Return why one's own request waits, for a page that asks about it; see `OwnRecord.waits_because`."""
    return dispatch.waits_because(row)


@dataclass(frozen=True, slots=True)
class DecidersAnswer:
    """What the last decider who did not approve said to the requester.

    Attributes:
        at: when it was decided.
        reasons: in the decider's words, as far as they open.
        version: of what it was said.
        reply: what the requester answered in the version after it; empty where nothing was.
    """

    at: datetime
    reasons: OpenedReasons
    version: int
    reply: str


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """One request as its requester reads it.

    Attributes:
        search_request: the request.
        claim: who has it in hand, if anybody.
        answer_from_decider: what a decider asked last or why one refused, with what was answered; None where
            neither was.
        checked_at: when the rules last judged it; None where they did not.
        findings: what they found, in their words.
        alike: its texts that are nearly equal to earlier ones, as far as its author may know of those.
        ended_because: why it expired or failed, as a code; empty where it did not.
        came_of: whether its search was made, so far as it is known: `made`, `unknown`, or nothing where not.
        waits_because: the state and the error, as codes, of an approved search that is held or waits for
            another try; empty where neither.
        versions: what was submitted, newest first.
        steps: what happened, oldest first.
        lacked_examiners: whether it ended before two examiners had concluded, because too few were left.
        is_recalled: whether its lead was recalled.
        report_due_at: when what came of its lead is to be reported; None where nothing is owed.
        may_close: whether it can be closed: the last report says how it ended, and no incident is open.
        is_report_overdue: whether that is past.
    """

    search_request: SearchRequest
    claim: Claim | None
    answer_from_decider: DecidersAnswer | None
    checked_at: datetime | None
    findings: tuple[WordedFinding, ...]
    alike: tuple[AlikeField, ...]
    ended_because: str
    came_of: str
    waits_because: tuple[str, str]
    versions: tuple[Justification, ...]
    steps: tuple[Step, ...]
    lacked_examiners: bool
    is_recalled: bool
    report_due_at: datetime | None
    is_report_overdue: bool
    may_close: bool

    @property
    def is_open(self) -> bool:
        """Whether answers can still be changed."""
        return Action.EDIT in actions_in(self.search_request.status)


def _check_to_show(row: SearchRequest, *, is_open: bool) -> CheckRun | None:
    """What turned the next version back, where it is being written; else what the present one had."""
    turned_back = is_open and selectors.latest_check(row, version=row.version + 1, stage="submit")
    if turned_back:
        return turned_back
    return selectors.check_at_submission(selectors.justification(row)) if row.version else None


def open_own_record(*, actor: Actor, search_request_id: UUID) -> OwnRecord:
    """Open one's own request; recorded first.

    Raises:
        NotPermitted, NotFound: see `permissions.check_is_requester`.
    """
    with viewing(actor=actor, action="open_record", search_request_id=search_request_id) as work:
        row = work.request_row
        permissions.check_is_requester(actor, row)
        work.record("record.viewed", facts={"version": row.version, "what": "record"})
        is_open = Action.EDIT in actions_in(row.status)
        run = _check_to_show(row, is_open=is_open)
        due_at = owed_reports.due_of(row) if _owes_report(row) else None
        return OwnRecord(
            search_request=row,
            claim=selectors.open_claim(row),
            answer_from_decider=_answer_from_decider(row),
            checked_at=run.run_at if run else None,
            findings=of_check(run),
            alike=alike.of_check(actor, run),
            ended_because=_ended_because(row),
            came_of=dispatch.what_came_of(row.pk),
            waits_because=dispatch.waits_because(row),
            versions=tuple(row.justifications.order_by("-version")),
            steps=steps_of(row.id, besides=STEPS_WITHOUT_A_STATUS),
            lacked_examiners=_lacked_examiners(row),
            is_recalled=LeadRecall.objects.filter(search_request=row).exists(),
            report_due_at=due_at,
            is_report_overdue=due_at is not None and due_at < clock.real_now(),
            may_close=close.may_be_closed(row),
        )


def _owes_report(row: SearchRequest) -> bool:
    return row.status == Status.LEAD_RELEASED and row.content_destroyed_at is None


def _lacked_examiners(row: SearchRequest) -> bool:
    """Not where two have concluded: that they differ would say that there is a candidate."""
    ended = lacking_examiners.ended(row)
    return ended is not None and ended.ground == EndedUnexamined.Ground.TOO_FEW_EXAMINERS


def _ended_because(row: SearchRequest) -> str:
    code = ENDED_BY.get(Status(row.status))
    return reason_of(row.id, code) if code else ""


def _answer_from_decider(row: SearchRequest) -> DecidersAnswer | None:
    telling = selectors.decisions_on(row).exclude(outcome=Decision.Outcome.APPROVE)
    last = list(telling)[-1:]
    if not last:
        return None
    (decision,) = last
    following = row.justifications.filter(version=decision.version + 1).first()
    reply = answers_of(following).answers.reply.text if following else ""
    return DecidersAnswer(decision.decided_at, reasons_of(decision), decision.version, reply)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the decider asks of a request that was returned.

    Attributes:
        answer: the decider's words.
        changed: paths of the answers that differ by now from what was returned, as `answers.changes` names them.
    """

    answer: DecidersAnswer
    changed: tuple[str, ...]


def open_what_is_asked(*, actor: Actor, search_request_id: UUID) -> Asked | None:
    """Open what a decider asked when the request was returned; recorded first. None where nothing is asked.

    Raises:
        NotPermitted, NotFound: see `permissions.check_is_requester`.
    """
    with viewing(actor=actor, action="open_record", search_request_id=search_request_id) as work:
        row = work.request_row
        permissions.check_is_requester(actor, row)
        answer = _answer_from_decider(row) if row.status == Status.RETURNED else None
        work.record("record.viewed", facts={"version": row.version, "what": "asked"})
        if answer is None:
            return None
        returned = selectors.justification(row)
        found = changes_since(returned, returned, content.open_draft(row))
        attached = set(selectors.attached_documents(row).values_list("pk", flat=True))
        others = ("documents",) if attached != set(returned.documents) else ()
        return Asked(answer, (*(change.path for change in found.rows), *others))


@dataclass(frozen=True, slots=True)
class OwnVersion:
    """One submitted version, and what differs from the one before; no changes on the first."""

    search_request: SearchRequest
    waits_because: tuple[str, str]
    version: Justification
    answers: Answers
    is_first: bool
    changes: Changes


def open_own_version(*, actor: Actor, search_request_id: UUID, number: int) -> OwnVersion:
    """Open one submitted version of one's own request; recorded first.

    Raises:
        NotPermitted, NotFound: not theirs, or no such version.
    """
    with viewing(actor=actor, action="open_record", search_request_id=search_request_id) as work:
        row = work.request_row
        permissions.check_is_requester(actor, row)
        versions = {
            version.version: version
            for version in row.justifications.filter(version__in=[number - 1, number])
        }
        if number not in versions:
            raise NotFound
        work.record("record.viewed", facts={"version": number, "what": "version"})
        answers = content.open_version(versions[number])
        before = versions.get(number - 1)
        return OwnVersion(
            search_request=row,
            waits_because=dispatch.waits_because(row),
            version=versions[number],
            answers=answers,
            is_first=before is None,
            changes=changes_since(before, versions[number], answers),
        )
