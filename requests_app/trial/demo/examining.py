"""Drives the examiners and supervisors of the trial through results: compared, concluded, released or not.

As `driving`, through the use cases alone. The shapes of the trial are drawn, so what is written of them is too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from requests_app.accounts.actors import Actor, system_actor
from requests_app.policy.vocabulary import (
    ComparisonConclusion,
    Component,
    NoSelection,
    NotCompared,
    Seen,
)
from requests_app.searches import examinations, examined
from requests_app.searches.examined import Comparison, Feature, Statement
from requests_app.searches.models import CandidatePicture, SearchRequest
from requests_app.searches.outcome import (
    Corroboration,
    Disposition,
    Done,
    Evidence,
    Passing,
    Plan,
    Recipient,
    Report,
    Step,
    Taken,
    Whereabouts,
)
from requests_app.searches.release import Agrees, Checked, Outcome, ReleaseAnswers
from requests_app.workflow import (
    check,
    close,
    conclude,
    examine,
    fetch_candidate,
    follow_up,
    release,
)
from requests_app.workflow.reading import candidates, pictures, release_page
from requests_app.workflow.reading.candidate_pictures import open_candidate_picture

_LIKE = Comparison(
    compared=True,
    made_at="The two screens of the examination room",
    date_unknown=True,
    features=(Feature(Component.OUTLINE, Seen.SIMILAR), Feature(Component.MARKS, Seen.SIMILAR)),
    similarities="The same drawn shapes, in the same order and of the same colours.",
    conclusion=ComparisonConclusion.SUPPORT,
)
_UNLIKE = Comparison(
    compared=False,
    not_compared=NotCompared.OTHER_APPEARANCE,
    why="Another drawing: neither its shapes nor their colours are those of the probe.",
)
_QUALITY = "A drawn shape, somewhat blurred and unevenly lit; nothing of it is hidden."
_LIMITATIONS = "A drawing shows no face, so no feature of one can be compared."
_RELEASED = "Both examiners name the same shapes, and nothing that was described speaks against it."
_WITHHELD = (
    "The record of this candidate gives another height and another build than was described."
)


def taken(examiner: Actor, row: SearchRequest) -> None:
    """Take a result and open what is looked at before a conclusion."""
    examine.start(actor=examiner, search_request_id=row.id)
    candidates.open_candidates(actor=examiner, search_request_id=row.id)
    pictures.open_probe(actor=examiner, search_request_id=row.id)


def fetched(row: SearchRequest) -> None:
    """Let the dispatcher fetch the pictures that were asked for; the caller plays its login."""
    waiting = CandidatePicture.objects.filter(search_request=row).order_by("position")
    for picture_id in waiting.values_list("pk", flat=True):
        fetch_candidate.fetch(
            actor=system_actor("dispatcher"), picture_id=picture_id, search_request_id=row.id
        )


def concluded(
    examiner: Actor, row: SearchRequest, *, selected: int | None, with_pictures: bool = False
) -> None:
    """Compare every candidate of a result that was taken, and conclude.

    Args:
        selected: the position of the candidate who is selected; None for nobody.
        with_pictures: open the matcher's pictures, which are here.
    """
    count = row.result.candidate_count
    mine = examinations.of_person(row, examiner.account.person_id) if examiner.account else None
    if mine is None:
        raise ValueError("the result has not been taken")
    for place in range(1, count + 1) if with_pictures else ():
        open_candidate_picture(actor=examiner, search_request_id=row.id, place=place)
    for position in range(1, count + 1):
        examine.save_comparison(
            actor=examiner,
            search_request_id=row.id,
            position=position,
            comparison=_LIKE if position == selected else _UNLIKE,
            based_on=examined.digest_for_page(Comparison(), mine.order_seed),
        )
    revision = examine.save_statement(
        actor=examiner,
        search_request_id=row.id,
        statement=Statement(
            quality=_QUALITY,
            limitations=_LIMITATIONS,
            selected=selected,
            no_selection="" if selected else NoSelection.NO_CANDIDATE_SUPPORTED.value,
        ),
        based_on=examined.digest_for_page(Statement(), mine.order_seed),
    )
    named: Any = {"actor": examiner, "search_request_id": row.id, "revision": revision}
    conclude.conclude(**named, rules_read=check.mark_of(conclude.check(**named)))


def agreed(
    examiners: tuple[Actor, Actor],
    row: SearchRequest,
    *,
    selected: int | None,
    fetch: Callable[[], None] | None = None,
) -> None:
    """Let two examiners conclude alike; `fetch` brings the pictures in between, where they are to be looked at."""
    for examiner in examiners:
        taken(examiner, row)
    if fetch is not None:
        fetch()
    for examiner in examiners:
        concluded(examiner, row, selected=selected, with_pictures=fetch is not None)


def settled_by_a_third(
    examiners: tuple[Actor, Actor, Actor],
    row: SearchRequest,
    *,
    selected: int,
    fetch: Callable[[], None],
) -> None:
    """Let the first examiner select a candidate, the second nobody, and the third the same as the first.

    Args:
        selected: the position of the candidate; fetch: brings the pictures that whoever takes a result asks for.
    """
    for examiner, choice in zip(examiners, (selected, None, selected), strict=True):
        taken(examiner, row)
        fetch()
        concluded(examiner, row, selected=choice, with_pictures=True)


def followed_up(officer: Actor, row: SearchRequest) -> None:
    """Pass a lead on, be stopped at an arrest on it alone, and report what was found besides."""
    today = timezone.localdate()
    named: Any = {"actor": officer, "search_request_id": row.id}
    follow_up.record_passing(
        **named,
        after=0,
        said=Passing(
            Recipient.OTHER_UNIT,
            "The sergeant of the quay patrol",
            today,
            "They know who keeps a boat there, and can ask without showing anybody a picture.",
        ),
    )
    follow_up.record_plan(
        **named,
        after=1,
        said=Plan(
            Step.ARREST,
            words="An arrest on the quay, as soon as the person on the sheet comes back to the boat.",
        ),
    )
    follow_up.record_report(**named, after=2, said=Report(
        corroborations=(Corroboration(
            Evidence.DOCUMENT, "The harbour office’s gate log, kept by the porter for every evening.", today,
            supports=True, is_independent=True, from_line_up=False,
        ),),
        whereabouts=Whereabouts.POSSIBLE, whereabouts_on=today, whereabouts_how="By the same log they went out an hour after the event.",
        done=(Done(Taken.NONE),), line_up_held=False, warrant_sought=False, disposition=Disposition.OPEN,
        words="The gate log was read after the lead came; the porter was not told of a search.",
    ))  # fmt: skip


def closed(officer: Actor, row: SearchRequest) -> None:
    """Report that the candidate was somewhere else, and close the request."""
    today = timezone.localdate()
    named: Any = {"actor": officer, "search_request_id": row.id}
    follow_up.record_report(**named, after=row.follow_ups.count(), said=Report(
        earlier_holds=True, whereabouts=Whereabouts.ELSEWHERE, whereabouts_on=today,
        whereabouts_how="The ferry’s list has them on the other side of the bay that evening.",
        done=(Done(Taken.NONE),), line_up_held=False, warrant_sought=False, disposition=Disposition.EXCLUDED,
        words="The person on the sheet was not at the quay, and nobody approached them.",
    ))  # fmt: skip
    close.close(**named, after=row.follow_ups.count())


def decided(supervisor: Actor, row: SearchRequest, outcome: Outcome) -> None:
    """Open a lead and its pictures, and release it or not."""
    page = release_page.open_release_page(actor=supervisor, search_request_id=row.id)
    pictures.open_probe(actor=supervisor, search_request_id=row.id)
    if page.picture.is_here:
        release_page.open_lead_picture(actor=supervisor, search_request_id=row.id)
    is_released = outcome == Outcome.RELEASE
    speaks_against = () if is_released else ("height", "build")
    release.decide_on_lead(
        actor=supervisor,
        search_request_id=row.id,
        reading_id=page.reading_id,
        rules_read=page.rules_read,
        answers=ReleaseAnswers(
            outcome=outcome,
            checked=tuple(
                Checked(name, "Otherwise, by the record of the picture.", Agrees.CONTRADICTS)
                if name in speaks_against
                else Checked(name, agrees=Agrees.UNKNOWN)
                for name in page.described
            ),
            reason=_RELEASED if is_released else _WITHHELD,
        ),
    )
