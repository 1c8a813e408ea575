"""What examiners do, for tests: take a result, open it, write of each candidate, conclude."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from uuid import UUID

import psycopg

from requests_app.accounts.actors import Actor, system_actor
from requests_app.accounts.models import Certificate
from requests_app.policy.vocabulary import (
    ComparisonConclusion,
    Component,
    NoSelection,
    NotCompared,
    Seen,
)
from requests_app.searches import examinations, examined
from requests_app.searches.examined import Comparison, Examined, Feature, Statement
from requests_app.searches.models import (
    CandidatePicture,
    Conclusion,
    Examination,
    SearchRequest,
)
from requests_app.searches.states import Status
from requests_app.workflow import administration, check, conclude, examine, fetch_candidate
from requests_app.workflow.reading import candidates, pictures
from tests import builders, matchers
from tests.support import connected_as, raw_connection, sql

if TYPE_CHECKING:
    from tests.builders import InventedAgency

SUPPORTS = Comparison(
    compared=True,
    made_at="The console of the matcher in room 4",
    date_unknown=True,
    features=(
        Feature(Component.EARS, Seen.SIMILAR),
        Feature(Component.NOSE, Seen.SIMILAR, "Both bridges turn to the left."),
    ),
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


def fetched(row: SearchRequest) -> list[str]:
    """Let the dispatcher fetch every picture of a result's candidates; returns what became of each."""
    with connected_as("dispatcher"):
        return [
            fetch_candidate.fetch(
                actor=system_actor("dispatcher"), picture_id=picture_id, search_request_id=row.pk
            )
            for picture_id in CandidatePicture.objects.filter(search_request=row)
            .order_by("position")
            .values_list("pk", flat=True)
        ]


def with_pictures(agency: InventedAgency, who: str) -> SearchRequest:
    """A result that an examiner has taken, whose candidates' pictures are here; its matcher has gone again."""
    with matchers.for_a_while(agency):
        row = builders.search_request_at(agency, Status.RESULT_RECEIVED)
        took(agency, who, row)
        assert set(fetched(row)) == {"here"}
    return row


@contextmanager
def past_the_guards(table: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection that changes what no login of ours may change in one table; its guards are put back afterwards."""
    with raw_connection("superuser") as administrator:
        administrator.execute("SET session_replication_role = replica")
        guards = administrator.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal",
            [table],
        ).fetchall()
        administrator.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")  # type: ignore[arg-type]
        yield administrator
        for (guard,) in guards:
            administrator.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {guard}")  # type: ignore[arg-type]


def with_missing_pictures(agency: InventedAgency, who: str) -> SearchRequest:
    """A result that an examiner has taken, whose candidates' pictures could not be fetched."""
    row = matchers.one_result(agency)
    took(agency, who, row)
    sql("owner", "UPDATE registry_gallery SET allow_listed = false")
    assert set(fetched(row)) == {"missing"}
    sql("owner", "UPDATE registry_gallery SET allow_listed = true")
    return row


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
    named: Any = {"actor": actor, "search_request_id": row.id, "revision": revision}
    return conclude.conclude(**named, rules_read=check.mark_of(conclude.check(**named)))


def concluded(
    agency: InventedAgency, who: str, row: SearchRequest, *, selected: int | None
) -> Conclusion:
    """Let an examiner take a result, write a whole record and conclude."""
    took(agency, who, row)
    wrote(agency, who, row, record_of(selected, row.result.candidate_count))
    return concluded_saved(agency, who, row)


def lapse(agency: InventedAgency, who: str) -> None:
    """Take an examiner's certificate away, as an administrator does."""
    held = Certificate.objects.get(person=agency.people[who].person_id, course="examining")
    administration.withdraw_certificate(
        actor=agency.actor("administrator"),
        certificate_id=held.pk,
        reason="The course was not the one that it should have been.",
    )


def nobody_left(agency: InventedAgency) -> SearchRequest:
    """A result on which two examiners differ, and of whose unit nobody else may examine."""
    row = matchers.one_result(agency)
    concluded(agency, "examiner", row, selected=2)
    concluded(agency, "examiner3", row, selected=None)
    lapse(agency, "examiner4")
    return row
