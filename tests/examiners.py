"""What examiners do, for tests: take a result, open it, write of each candidate, conclude."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from uuid import UUID

from requests_app.accounts.actors import Actor
from requests_app.policy.vocabulary import (
    ComparisonConclusion,
    Component,
    NoSelection,
    NotCompared,
    Seen,
)
from requests_app.searches import examinations, examined
from requests_app.searches.examined import Comparison, Examined, Feature, Statement
from requests_app.searches.models import Conclusion, Examination, SearchRequest
from requests_app.workflow import conclude, examine
from requests_app.workflow.reading import candidates, pictures

if TYPE_CHECKING:
    from tests.builders import InventedAgency

SUPPORTS = Comparison(
    compared=True,
    made_at="The console of the matcher in room 4",
    date_unknown=True,
    features=(Feature(Component.EARS, Seen.SIMILAR), Feature(Component.NOSE, Seen.SIMILAR)),
    similarities="Both ears show the same fold of the helix and a detached lobe.",
    conclusion=ComparisonConclusion.SUPPORT,
)
EXCLUDES = dataclasses.replace(
    SUPPORTS,
    features=(Feature(Component.EARS, Seen.DIFFERENCE_UNEXPLAINED),),
    similarities="",
    differences="The lobe is attached in one picture and detached in the other.",
    conclusion=ComparisonConclusion.EXCLUSION,
)
NOT_COMPARED = Comparison(
    compared=False,
    not_compared=NotCompared.PICTURE_UNUSABLE,
    why="The candidate's picture is turned away and out of focus.",
)
STATEMENT = Statement(
    quality="The face is near frontal, lit from above and about 90 pixels wide.",
    limitations="The left ear is hidden, and the hairline is covered by a cap.",
)


def took(agency: InventedAgency, who: str, row: SearchRequest) -> Examination:
    """Let an examiner take a result and open its pages."""
    actor = agency.actor(who)
    taken = examine.start(actor=actor, search_request_id=row.id)
    candidates.open_candidates(actor=actor, search_request_id=row.id)
    pictures.open_probe(actor=actor, search_request_id=row.id)
    return taken


def record_of(selected: int | None, count: int) -> Examined:
    """A whole record: one candidate is supported and selected, all others excluded; or nobody."""
    record = Examined()
    for position in range(1, count + 1):
        comparison = SUPPORTS if position == selected else EXCLUDES
        record = record.with_comparison(position, comparison)
    none = "" if selected else NoSelection.NO_CANDIDATE_SUPPORTED.value
    statement = dataclasses.replace(STATEMENT, selected=selected, no_selection=none)
    return dataclasses.replace(record, statement=statement)


def wrote(agency: InventedAgency, who: str, row: SearchRequest, record: Examined) -> None:
    """Let an examiner save a record, a page after the other."""
    actor = agency.actor(who)
    mine = Examination.objects.get(search_request=row, examiner=actor.account, ended_at=None)
    for placed in record.comparisons:
        before = examinations.opened_draft(mine)
        examine.save_comparison(
            actor=actor,
            search_request_id=row.id,
            position=placed.position,
            comparison=placed.comparison,
            based_on=examined.digest_for_page(before.of(placed.position), mine.order_seed),
        )
    examine.save_statement(
        actor=actor,
        search_request_id=row.id,
        statement=record.statement,
        based_on=examined.digest_for_page(
            examinations.opened_draft(mine).statement, mine.order_seed
        ),
    )


def blank_page(actor: Actor, search_request_id: UUID) -> str:
    """The mark of a page of a candidate of whom nothing is recorded yet, for whoever has taken the result."""
    mine = Examination.objects.filter(
        search_request=search_request_id, examiner=actor.account, ended_at=None
    ).first()
    return examined.digest_for_page(Comparison(), mine.order_seed if mine else "")


def concluded_saved(agency: InventedAgency, who: str, row: SearchRequest) -> Conclusion:
    """Let an examiner conclude from what they saved."""
    actor = agency.actor(who)
    mine = Examination.objects.get(search_request=row, examiner=actor.account, ended_at=None)
    revision = examinations.revision_of(mine)
    return conclude.conclude(actor=actor, search_request_id=row.id, revision=revision)


def concluded(
    agency: InventedAgency, who: str, row: SearchRequest, *, selected: int | None
) -> Conclusion:
    """Let an examiner take a result, write a whole record and conclude."""
    took(agency, who, row)
    wrote(agency, who, row, record_of(selected, row.result.candidate_count))
    return concluded_saved(agency, who, row)
