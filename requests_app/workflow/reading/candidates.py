"""What examiners read: the results that await them, one before it is taken, and the candidates of one they took.

Must reach nobody else: a candidate that nobody examined is no lead. Ranks and scores stay hidden from an examiner
until their own conclusion is recorded, and what others wrote or concluded stays hidden for good.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account
from requests_app.common import clock
from requests_app.common.errors import CountersignError, NotFound, NotPermitted
from requests_app.searches import (
    candidate_pictures,
    content,
    examinations,
    examiners_lists,
    selectors,
)
from requests_app.searches.answers import ProbeProvenance
from requests_app.searches.examined import (
    Comparison,
    Examined,
    problems_of_comparison,
    shuffled,
)
from requests_app.searches.models import (
    Conclusion,
    Examination,
    Probe,
    Reading,
    SearchRequest,
    StoredFile,
)
from requests_app.searches.states import Status
from requests_app.workflow import permissions, viewing
from requests_app.workflow.examine import own_examination
from requests_app.workflow.reading.candidate_pictures import PictureOnItsWay, pictures_of
from requests_app.workflow.reading.pages import ListPage, count_of, list_page
from requests_app.workflow.reading.readable import answers_of
from requests_app.workflow.reading.readings import record_reading
from requests_app.workflow.unit_of_work import Work


@dataclass(frozen=True, slots=True)
class Results:
    """One page of the results that await an examiner, oldest first; `count` as `count_up_to` counts them."""

    page: ListPage[SearchRequest]
    count: int


def results_for(account: Account, asked: str | None) -> Results:
    """Return a page of the results that this examiner took or may take. Holds no candidate, so it is no event."""
    waiting = examiners_lists.awaiting_examination_by(account)
    page = list_page(waiting, asked)
    return Results(page, count_of(page, waiting))


def concluded_for(account: Account, asked: str | None) -> ListPage[Conclusion]:
    """Return a page of what this examiner concluded, newest first. Opens nothing, so it is no event."""
    return list_page(examiners_lists.concluded_by(account), asked)


@dataclass(frozen=True, slots=True)
class Result:
    """One result as an examiner knows of it before anything is opened.

    Attributes:
        examination: their own; None before they have taken it.
        has_concluded: whether they have concluded on it.
    """

    search_request: SearchRequest
    examination: Examination | None
    has_concluded: bool


def result_for(*, actor: Actor, search_request_id: UUID) -> Result:
    """Return one result without its candidates, for the page that leads an examiner to their part of it.

    Raises:
        NotPermitted, NotFound: they may not examine it, or it is settled and they had no part in it.
        ContentDestroyed: there is nothing left to examine.
    """

    def find(work: Work) -> Result:
        row = work.request_row
        account = permissions.check_may_examine(actor, row)
        mine = examinations.of_person(row, account.person_id)
        if mine is not None and mine.examiner_id != account.pk:
            mine = None  # taken under another account of theirs, which taking it tells
        if row.status != Status.RESULT_RECEIVED and mine is None:
            raise NotPermitted("no_result_to_examine")
        if row.content_destroyed_at is not None:
            raise content.ContentDestroyed
        has_concluded = mine is not None and mine.conclusions.exists()
        return Result(row, mine, has_concluded)

    return viewing.look_up(
        find, actor=actor, action="open_result", search_request_id=search_request_id, reads=True
    )


def own_position(*, actor: Actor, search_request_id: UUID, place: int) -> int:
    """Return where the candidate at a place of an examiner's own order stands in the stored list.

    Asks for no certificate: what an examiner has written is saved also on the day after it has lapsed.

    Raises:
        NotPermitted, NotFound: they have no examination of this result, or the list has no such place.
    """

    def find(work: Work) -> int:
        mine = own_examination(work)
        order = shuffled(mine.order_seed, work.request_row.result.candidate_count)
        if not 1 <= place <= len(order):
            raise NotFound
        return order[place - 1]

    return viewing.look_up(
        find, actor=actor, action="save_exam", search_request_id=search_request_id
    )


def next_unfinished(*, actor: Actor, search_request_id: UUID, after: int) -> int | None:
    """Return the place of the next candidate whose record lacks something; None where all are whole.

    Args:
        actor: an examiner who has taken the result and not concluded on it.
        search_request_id: the request.
        after: the place from which it is looked for, on to the end of the list and then from its beginning.

    Raises:
        NotPermitted, NotFound: they have no examination of this result.
    """

    def find(work: Work) -> int | None:
        mine = own_examination(work)
        row = work.request_row
        record, shown = examinations.opened_draft(mine), candidate_pictures.positions_here(row)
        unopened = candidate_pictures.positions_unopened(mine)
        today = timezone.localdate(clock.real_now())
        lacking = [
            place
            for place, position in enumerate(
                shuffled(mine.order_seed, row.result.candidate_count), start=1
            )
            if problems_of_comparison(
                record.of(position),
                today=today,
                is_shown=position in shown,
                is_unopened=position in unopened,
            )
        ]
        return next((place for place in lacking if place > after), next(iter(lacking), None))

    return viewing.look_up(
        find, actor=actor, action="save_exam", search_request_id=search_request_id
    )


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an examiner concluded before they corrected it."""

    concluded_at: datetime
    record: Examined


@dataclass(frozen=True, slots=True)
class Listed:
    """One candidate as its examiner sees it.

    Attributes:
        place: in this examiner's own order, from 1; position: in the stored list, from 1.
        external_id: the engine's name of the person; empty until the examiner has concluded, but where their picture
            cannot be shown here, so that they have to be compared elsewhere. By it a rank can be looked up.
        rank, score: the engine's own texts; empty until the examiner has concluded.
        comparison: what the examiner recorded of it; is_whole: whether that lacks nothing.
        picture: how far the matcher's picture of the candidate has come.
    """

    place: int
    position: int
    external_id: str
    rank: str
    score: str
    comparison: Comparison
    is_whole: bool
    picture: PictureOnItsWay


@dataclass(frozen=True, slots=True)
class OpenedCandidates:
    """A candidate list, opened for one of its examiners.

    Attributes:
        search_request: the request, with its result.
        examination: the examiner's own; has_concluded: whether they have, so that ranks and scores are shown.
        candidates: in the examiner's own order before they have concluded, by rank afterwards.
        record: what they recorded so far, or concluded last; revision: how often that was saved.
        concluded_at: when they concluded last; earlier: what they concluded before that.
        probe: the picture that was searched with.
        picture_answers: what the officer said of it, the eye centres among it; blank where it is damaged.
        goes_to: the unit that the officer named to receive the result, where the search is about a person at risk;
            empty otherwise. Such a result may not be used to prosecute the person who was searched for.
        answers_problem: why what the officer said does not open.
    """

    search_request: SearchRequest
    examination: Examination
    has_concluded: bool
    candidates: tuple[Listed, ...]
    record: Examined
    revision: int
    concluded_at: datetime | None
    earlier: tuple[Earlier, ...]
    probe: Probe
    picture_answers: ProbeProvenance
    goes_to: str
    answers_problem: CountersignError | None

    def at(self, place: int) -> Listed | None:
        """Return the candidate at a place of the examiner's own order; None where there is none."""
        return next((each for each in self.candidates if each.place == place), None)


def open_candidates(*, actor: Actor, search_request_id: UUID) -> OpenedCandidates:
    """Return the candidate list for an examiner who has taken the result; recorded first.

    Whoever has concluded is shown ranks and scores as well, which is an event of its own.

    Raises:
        NotPermitted, NotFound: everybody else, the requester and the deciders included.
        ContentDestroyed, ContentDamaged: it does not open.
    """
    with viewing.viewing(
        actor=actor, action="open_candidates", search_request_id=search_request_id
    ) as work:
        row = work.request_row
        account = permissions.check_may_read_candidates(actor, row)
        mine = Examination.objects.get(search_request=row, examiner=account, ended_at=None)
        concluded = examinations.conclusion_of(mine)
        stored = content.open_candidates(row.files.get(kind=StoredFile.Kind.CANDIDATES))
        record = (
            examinations.opened_conclusion(concluded)
            if concluded
            else examinations.opened_draft(mine)
        )
        record_reading(
            work,
            account,
            kind=Reading.Kind.CANDIDATES,
            version=row.version,
            digest=str(row.result.answer_digest),
        )
        frozen = selectors.justification(row)
        opened = answers_of(frozen)
        facts = {"version": row.version, "count": len(stored)}
        work.record("candidates.viewed", facts=facts)
        if concluded:
            work.record(
                "candidates.revealed",
                object_type="examination",
                object_id=str(mine.id),
                facts=facts,
            )
    return OpenedCandidates(
        search_request=row,
        examination=mine,
        has_concluded=concluded is not None,
        candidates=_listed(mine, stored, record, pictures_of(row), revealed=concluded is not None),
        record=record,
        revision=examinations.revision_of(mine),
        concluded_at=concluded.concluded_at if concluded else None,
        earlier=_earlier(concluded) if concluded else (),
        probe=frozen.probe,
        picture_answers=opened.answers.probe,
        goes_to=opened.answers.purpose.result_unit,
        answers_problem=opened.problem,
    )


def _earlier(last: Conclusion) -> tuple[Earlier, ...]:
    before = last.examination.conclusions.filter(number__lt=last.number).order_by("-number")
    # One at most: only a selection is corrected, and a correction selects nobody.
    return tuple(
        Earlier(each.concluded_at, examinations.opened_conclusion(each))
        for each in before.select_related("examination")[:1]
    )


def _listed(
    mine: Examination,
    stored: Sequence[dict[str, str]],
    record: Examined,
    pictures: Mapping[int, PictureOnItsWay],
    *,
    revealed: bool,
) -> tuple[Listed, ...]:
    today = timezone.localdate(clock.real_now())
    unopened = frozenset() if revealed else candidate_pictures.positions_unopened(mine)
    own_order = [
        Listed(
            place=place,
            position=position,
            external_id=stored[position - 1]["external_id"]
            if revealed or pictures[position].cannot_be_shown
            else "",
            rank=stored[position - 1]["rank"] if revealed else "",
            score=stored[position - 1]["score"] if revealed else "",
            comparison=record.of(position),
            is_whole=not problems_of_comparison(
                record.of(position),
                today=today,
                is_shown=pictures[position].is_here,
                is_unopened=position in unopened,
            ),
            picture=pictures[position],
        )
        for place, position in enumerate(shuffled(mine.order_seed, len(stored)), start=1)
    ]
    return tuple(sorted(own_order, key=lambda each: each.position) if revealed else own_order)
