"""The page on which a request is decided: everything on it, and the record that it was opened.

The record unlocks a decision, so it is written once the page is drawn and about to be sent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID, uuid4

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account
from requests_app.common.errors import CountersignError, PreconditionFailed
from requests_app.dispatch import selectors as dispatch
from requests_app.registry import selectors as registry
from requests_app.registry.models import Gallery, Paper
from requests_app.searches import content, selectors
from requests_app.searches.answers import Answers
from requests_app.searches.models import Claim, Decision, Justification, Reading, SearchRequest
from requests_app.searches.states import Status
from requests_app.workflow import check, gallery_now, permissions, viewing, what_is_read
from requests_app.workflow.reading import alike
from requests_app.workflow.reading.alike import AlikeField
from requests_app.workflow.reading.findings import WordedFinding, of_check
from requests_app.workflow.reading.readable import (
    Changes,
    OpenedReasons,
    answers_of,
    changes_since,
    damage_of_picture,
    reasons_of,
)
from requests_app.workflow.reading.readings import record_reading
from requests_app.workflow.unit_of_work import Work

Drawn = TypeVar("Drawn")


@dataclass(frozen=True, slots=True)
class NamedDocument:
    """A judicial document of the version, by the name it was uploaded under; empty where that is damaged."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class EarlierDecision:
    """One decision on this request, with the words of the person who gave it.

    Attributes:
        reply: what the officer answered in the version after it; empty where nothing, or where it does not open.
    """

    decision: Decision
    reasons: OpenedReasons
    reply: str


@dataclass(frozen=True, slots=True)
class PaperOnRecord:
    """One paper about the gallery or its matcher, as the registry names it.

    Attributes:
        figures: what a report gives for each group of people: `group`, `false_positives`, `false_negatives`.
    """

    kind: str
    title: str
    issuer: str
    engine_version: str
    sha256: str
    dated: date
    valid_until: date
    figures: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """What a decider is shown.

    Attributes:
        reading_id: the record of this opening, which a decision must name.
        digest: of exactly what is read, see `what_is_read`.
        search_request: the request, with its unit, its requester and its probe image.
        version: the frozen version that awaits the decision.
        answers: that version, opened; blank where it is damaged.
        answers_problem: why it does not open.
        picture_problem: why the picture does not open.
        takes_decisions: whether the words of a decision can be kept: the request's key opens.
        papers: what is on record about the gallery and its matcher.
        narrower: the galleries on offer that have fewer images.
        offence_is_serious: whether the agency's list has the offence; None where it has no list.
        gallery_problem: why no search may be made in the gallery now, so that none can be approved.
        read: the marks of what is read, by which a decider is told what changed since.
        findings: what it was submitted with, in the words of the packs that judged.
        alike: its texts that are nearly equal to earlier ones, as far as the reader may know of those.
        documents: its judicial documents.
        changes: what the officer changed since the version before.
        decisions: every decision on this request so far, oldest first.
        earlier: other requests on this case or picture.
        waits: why those of them wait that are approved and held or to be tried again, by their ids.
        started_from: the requester's request from whose answers this one was begun, if any.
        its_search: whether that one's search was made: `made`, `unknown`, or nothing where it was not.
        search_before: the same of the requests from which that one was begun in turn: `made` where one was.
        claim: who has it in hand, if anybody.
        is_mine: whether that is the reader.
        picture_opened: whether the reader has opened the picture of this version.
    """

    reading_id: UUID
    digest: str
    search_request: SearchRequest
    version: Justification
    answers: Answers
    answers_problem: CountersignError | None
    picture_problem: CountersignError | None
    takes_decisions: bool
    papers: tuple[PaperOnRecord, ...]
    narrower: tuple[Gallery, ...]
    offence_is_serious: bool | None
    gallery_problem: CountersignError | None
    read: str
    findings: tuple[WordedFinding, ...]
    alike: tuple[AlikeField, ...]
    documents: tuple[NamedDocument, ...]
    changes: Changes
    decisions: tuple[EarlierDecision, ...]
    earlier: tuple[selectors.Earlier, ...]
    waits: Mapping[UUID, tuple[str, str]]
    started_from: SearchRequest | None
    its_search: str
    search_before: str
    claim: Claim | None
    is_mine: bool
    picture_opened: bool


def show_decision_page(
    *, actor: Actor, search_request_id: UUID, draw: Callable[[DecisionPage], Drawn]
) -> Drawn:
    """Return the drawn page of a waiting request, after its opening was recorded.

    Args:
        actor: the decider.
        search_request_id: the request.
        draw: makes the page; where it fails, nothing counts as read.

    Raises:
        NotPermitted, NotFound: see `permissions.check_may_decide`.
        PreconditionFailed: it does not await a decision.
        StaleRead: what is read changed while it was drawn.
    """
    return viewing.drawn(
        actor=actor,
        action="open",
        search_request_id=search_request_id,
        find=_gathered,
        draw=draw,
        digest_now=lambda work: _readable(work)[2].digest,
        record=_record,
        what=viewing.PAGE,
    )


def open_decision_page(*, actor: Actor, search_request_id: UUID) -> DecisionPage:
    """Return what the page shows, after its opening was recorded.

    Raises:
        As `show_decision_page`.
    """
    return show_decision_page(
        actor=actor, search_request_id=search_request_id, draw=lambda page: page
    )


def _readable(work: Work) -> tuple[Account, Justification, what_is_read.WhatIsRead]:
    """Ask permission; return the reader, the version that awaits a decision and its digest."""
    row = work.request_row
    account = permissions.check_may_decide(work.actor, row)
    if row.status != Status.AWAITING_DECISION:
        raise PreconditionFailed("not_awaiting_decision", status=row.status)
    frozen = selectors.justification(row)
    return account, frozen, what_is_read.of(row, frozen)


def _gathered(work: Work) -> DecisionPage:
    account, frozen, read = _readable(work)
    row = work.request_row
    opened = answers_of(frozen)
    claim = selectors.open_claim(row)
    wrong = gallery_now.what_is_wrong(frozen)
    checked = selectors.check_at_submission(frozen)
    serious = registry.agency().serious_offences
    earlier = () if opened.problem else tuple(check.earlier_searches(row, opened.answers))
    return DecisionPage(
        reading_id=uuid4(),
        digest=read.digest,
        search_request=row,
        version=frozen,
        answers=opened.answers,
        answers_problem=opened.problem,
        picture_problem=damage_of_picture(frozen.probe),
        takes_decisions=content.key_opens(row),
        papers=tuple(_on_record(paper) for paper in registry.papers_about(frozen.gallery)),
        narrower=tuple(registry.narrower_on_offer(frozen.gallery)),
        offence_is_serious=opened.answers.purpose.offence_category in serious if serious else None,
        gallery_problem=PreconditionFailed(wrong) if wrong else None,
        read=read.marks,
        findings=of_check(checked),
        alike=alike.of_check(work.actor, checked),
        documents=tuple(
            NamedDocument(file.pk, content.file_name_to_show(file))
            for file in selectors.files_of(row, frozen.documents)
        ),
        changes=Changes() if opened.problem else _changes(row, frozen, opened.answers),
        decisions=_decisions(row, opened.answers),
        earlier=earlier,
        waits=dispatch.waits_of(other.search_request for other in earlier),
        started_from=row.started_from,
        its_search=dispatch.what_came_of(row.started_from.pk) if row.started_from else "",
        search_before=dispatch.what_came_of(*selectors.begun_from(row)[1:]),
        claim=claim,
        is_mine=claim is not None and claim.account_id == account.pk,
        picture_opened=selectors.has_opened_picture(row, account),
    )


def _on_record(paper: Paper) -> PaperOnRecord:
    return PaperOnRecord(
        kind=paper.kind,
        title=paper.title,
        issuer=paper.issuer,
        engine_version=paper.engine_version,
        sha256=paper.sha256,
        dated=paper.dated,
        valid_until=paper.valid_until,
        figures=tuple(paper.figures),
    )


def _decisions(row: SearchRequest, present: Answers) -> tuple[EarlierDecision, ...]:
    """Every decision so far with the reply to it, which stands in the version that followed the return."""
    made = tuple(selectors.decisions_on(row))
    replies = {present.reply.to_version: present.reply.text}
    for decision in made:
        if decision.outcome == Decision.Outcome.RETURN and decision.version < row.version - 1:
            answered = answers_of(selectors.justification(row, decision.version + 1)).answers
            replies[decision.version] = answered.reply.text
    return tuple(
        EarlierDecision(
            decision,
            reasons_of(decision),
            replies.get(decision.version, "")
            if decision.outcome == Decision.Outcome.RETURN
            else "",
        )
        for decision in made
    )


def _changes(row: SearchRequest, frozen: Justification, answers: Answers) -> Changes:
    before = selectors.justification(row, row.version - 1) if row.version > 1 else None
    return changes_since(before, frozen, answers)


def _record(work: Work, page: DecisionPage) -> None:
    # Permission was asked and the digest compared a moment ago, in this transaction.
    version = page.version.version
    record_reading(
        work,
        permissions.check_is_person(work.actor),
        kind=Reading.Kind.DECISION_PAGE,
        version=version,
        digest=page.digest,
        reading_id=page.reading_id,
    )
    work.record(
        "record.viewed",
        facts={"version": version, "what": "decision_page", "digest": page.digest},
    )
