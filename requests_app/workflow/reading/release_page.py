"""What a supervisor reads before a lead is released: the list of leads, one with all that is weighed, its picture.

Shows neither rank nor score, and no other candidate: they add nothing to the question that is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account
from requests_app.common.errors import NotFound, PreconditionFailed
from requests_app.policy.engine import Evaluation
from requests_app.searches import candidate_pictures, intake, leads_lists, release
from requests_app.searches.answers import ProbeProvenance
from requests_app.searches.models import LeadDecision, LeadRecall, Probe, Reading, SearchRequest
from requests_app.searches.states import Action
from requests_app.workflow import (
    agreed,
    check,
    decoding,
    gallery_now,
    judged_release,
    permissions,
    viewing,
)
from requests_app.workflow.agreed import Agreed
from requests_app.workflow.reading.candidate_pictures import (
    PictureOnItsWay,
    PictureSource,
    picture_source,
    pictures_of,
)
from requests_app.workflow.reading.findings import WordedFinding, of_check
from requests_app.workflow.reading.pages import ListPage, count_of, count_up_to, list_page
from requests_app.workflow.reading.readable import answers_of
from requests_app.workflow.reading.readings import record_reading
from requests_app.workflow.unit_of_work import Work


@dataclass(frozen=True, slots=True)
class Leads:
    """One page of the leads that await a supervisor, oldest first; `count` as `count_up_to` counts them."""

    page: ListPage[SearchRequest]
    count: int


def leads_for(account: Account, asked: str | None) -> Leads:
    """Return a page of the leads that this supervisor may release. Holds no candidate, so it is no event."""
    waiting = leads_lists.awaiting_release_by(account)
    page = list_page(waiting, asked)
    return Leads(page, count_of(page, waiting))


def leads_awaiting(account: Account) -> int:
    """Return how many leads await this supervisor, counted as `count_up_to` counts."""
    return count_up_to(leads_lists.awaiting_release_by(account))


def awaits_release_by(account: Account, search_request_id: UUID) -> bool:
    """Whether a lead of this request waits for this supervisor."""
    return leads_lists.awaiting_release_by(account).filter(pk=search_request_id).exists()


def decided_leads_of(account: Account, asked: str | None) -> ListPage[LeadDecision]:
    """Return a page of what this supervisor decided on, newest first. Opens nothing, so it is no event."""
    return list_page(leads_lists.decided_by(account), asked)


def released_leads_for(account: Account, asked: str | None) -> ListPage[SearchRequest]:
    """Return a page of the leads released in this person's units, newest first. Opens nothing, so it is no event."""
    return list_page(leads_lists.released_for(account), asked)


@dataclass(frozen=True, slots=True)
class LeadToRecall:
    """A lead that was released, as whoever may recall it knows of it: nothing of the candidate."""

    search_request: SearchRequest
    released_at: datetime
    released_by: str
    expires_at: datetime | None
    is_recalled: bool


def lead_to_recall(*, actor: Actor, search_request_id: UUID) -> LeadToRecall:
    """Return a lead that may be recalled; shows nothing of a case, so it is no event.

    Raises:
        NotPermitted, NotFound: see `permissions.check_may_recall_lead`.
        InvalidTransition: no lead of this request was released.
        PreconditionFailed: its content was destroyed (`content_destroyed`).
    """

    def find(work: Work) -> LeadToRecall:
        row = work.request_row
        permissions.check_may_recall_lead(actor, row)
        work.check_may(Action.RECALL_LEAD)
        if row.content_destroyed_at is not None:
            raise PreconditionFailed("content_destroyed")
        decision = LeadDecision.objects.select_related("decided_by_person").get(search_request=row)
        return LeadToRecall(
            search_request=row,
            released_at=decision.decided_at,
            released_by=decision.decided_by_person.full_name,
            expires_at=decision.expires_at,
            is_recalled=LeadRecall.objects.filter(search_request=row).exists(),
        )

    return viewing.look_up(
        find, actor=actor, action="open_recall", search_request_id=search_request_id, reads=True
    )


def described_for(*, actor: Actor, search_request_id: UUID) -> Mapping[str, str]:
    """Return what was said of the person sought, for the form that asks about it; shows nothing, so it is no event.

    Raises:
        As `open_release_page`.
    """
    return viewing.look_up(
        lambda work: release.described(_agreed(work)[1].description),
        actor=actor,
        action="decide_on_lead",
        search_request_id=search_request_id,
    )


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """What a supervisor is shown of a candidate on whom two examiners agree.

    Attributes:
        reading_id: the record of this opening, which the decision must name.
        search_request: the request.
        agreed: the candidate, and what the examiners concluded.
        described: what was said of the person sought before the search, by the part of the description.
        probe: the picture that was searched with; picture_answers: what the officer said of it.
        picture: how far the matcher's picture of the candidate has come.
        goes_to: the unit that is to receive the result, where the search is about a person at risk; empty otherwise.
        at_selection: by the examiner's number, what the rules found when they selected this candidate.
        ruled: what the rules say today of a release; None where they cannot be applied.
        is_withdrawn: whether the gallery that was searched, or its matcher, is off now.
    """

    reading_id: UUID
    search_request: SearchRequest
    agreed: Agreed
    described: Mapping[str, str]
    probe: Probe
    picture_answers: ProbeProvenance
    picture: PictureOnItsWay
    goes_to: str
    at_selection: tuple[tuple[int, tuple[WordedFinding, ...]], ...]
    ruled: Evaluation | None
    is_withdrawn: bool

    @property
    def rules_read(self) -> str:
        """The mark of what the rules find, which a release must name."""
        return check.mark_of(self.ruled)


def open_release_page(*, actor: Actor, search_request_id: UUID) -> ReleasePage:
    """Open a lead that waits for release; recorded first.

    Raises:
        NotPermitted, NotFound: see `permissions.check_may_release_lead`.
        InvalidTransition, PreconditionFailed: there is no lead to release; see `agreed.of`.
        ContentDestroyed, ContentDamaged: a part of it does not open.
    """
    with viewing.viewing(
        actor=actor, action="open_release_page", search_request_id=search_request_id
    ) as work:
        account, found = _agreed(work)
        row = work.request_row
        opened = answers_of(found.frozen).answers
        at_selection, ruled = _at_selection(found), _ruled(actor, row)
        reading = record_reading(
            work,
            account,
            kind=Reading.Kind.RELEASE_PAGE,
            version=found.frozen.version,
            digest=found.digest,
            reading_id=uuid4(),
        )
        work.record(
            "record.viewed",
            facts={
                "version": found.frozen.version,
                "what": "release_page",
                "digest": found.digest,
            },
        )
    return ReleasePage(
        reading_id=reading.pk,
        search_request=row,
        agreed=found,
        described=release.described(found.description),
        probe=found.frozen.probe,
        picture_answers=opened.probe,
        picture=pictures_of(row)[found.position],
        goes_to=found.goes_to,
        at_selection=at_selection,
        ruled=ruled,
        is_withdrawn=gallery_now.is_off(found.frozen),
    )


def _at_selection(found: Agreed) -> tuple[tuple[int, tuple[WordedFinding, ...]], ...]:
    """By the examiner's number, what the rules found when they selected this candidate; what was taken back is left out."""
    chosen = [
        (number, of_check(row.check_run))
        for number, row in enumerate(found.conclusions, start=1)
        if row.selected_position == found.position
    ]
    return tuple((number, findings) for number, findings in chosen if findings)


def _ruled(actor: Actor, search_request: SearchRequest) -> Evaluation | None:
    try:
        return judged_release.judged(search_request, by=actor)
    except PreconditionFailed:  # the operator is told; a lead can be withheld all the same
        return None


def _agreed(work: Work) -> tuple[Account, Agreed]:
    account = permissions.check_may_release_lead(work.actor, work.request_row)
    work.check_may(Action.RELEASE_LEAD)
    return account, agreed.of(work.request_row)


def open_lead_picture(*, actor: Actor, search_request_id: UUID) -> bytes:
    """Return a drawing (PNG) of the candidate's picture for whoever may release the lead; recorded first.

    Raises:
        NotPermitted, NotFound: they may not see it, or the picture is not here.
        InvalidTransition, PreconditionFailed: there is no lead to release, or others of their pictures are being
            decoded.
        ContentDestroyed, ContentDamaged: it does not open.
    """

    def draw(source: PictureSource) -> bytes:
        with decoding.turn(actor):
            return intake.preview(source.data)

    return viewing.drawn(
        actor=actor,
        action="open_lead_picture",
        search_request_id=search_request_id,
        find=_picture,
        draw=draw,
        digest_now=lambda work: _picture(work).digest,
        record=lambda work, found: found.record(work, _agreed(work)[0]),
    )


def _picture(work: Work) -> PictureSource:
    account, found = _agreed(work)
    # Only from the page: whoever has opened that takes no seat of the result any more.
    if found.picture is None or not permissions.has_read_lead(work.request_row, account.person_id):
        raise NotFound
    return picture_source(candidate_pictures.with_bytes(found.picture))
