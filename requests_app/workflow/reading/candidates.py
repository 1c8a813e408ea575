"""What examiners read: the results that await them, and the candidates of one.

Must reach nobody else: a candidate that nobody examined is no lead.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account
from requests_app.common.errors import CountersignError
from requests_app.searches import content, selectors
from requests_app.searches.answers import ProbeProvenance
from requests_app.searches.models import Probe, Reading, SearchRequest, StoredFile
from requests_app.workflow import permissions, viewing
from requests_app.workflow.reading.pages import ListPage, count_of, list_page
from requests_app.workflow.reading.readable import answers_of
from requests_app.workflow.reading.readings import record_reading


@dataclass(frozen=True, slots=True)
class Results:
    """One page of the results that await an examiner, oldest first; `count` as `count_up_to` counts them."""

    page: ListPage[SearchRequest]
    count: int


def results_for(account: Account, asked: str | None) -> Results:
    """Return a page of the results that this examiner may open. Holds no candidate, so it is no event."""
    waiting = selectors.awaiting_examination_by(account)
    page = list_page(waiting, asked)
    return Results(page, count_of(page, waiting))


@dataclass(frozen=True, slots=True)
class OpenedCandidates:
    """A candidate list, opened.

    Attributes:
        search_request: the request, with its result.
        candidates: rank, external_id, score (the engine's own text) and gallery of each, by rank.
        probe: the picture that was searched with.
        picture_answers: what the officer said of it, the eye centres among it; blank where it is damaged.
        goes_to: the unit that the officer named to receive the result, where the search is about a person at risk;
            empty otherwise. Such a result may not be used to prosecute the person who was searched for.
        answers_problem: why what the officer said does not open.
    """

    search_request: SearchRequest
    candidates: list[dict[str, str]]
    probe: Probe
    picture_answers: ProbeProvenance
    goes_to: str
    answers_problem: CountersignError | None


def open_candidates(*, actor: Actor, search_request_id: UUID) -> OpenedCandidates:
    """Return the candidate list for a trained examiner of the unit; recorded first.

    Raises:
        NotPermitted, NotFound: everybody else, the requester and the deciders included.
    """
    with viewing.viewing(
        actor=actor, action="open_candidates", search_request_id=search_request_id
    ) as work:
        row = work.request_row
        account = permissions.check_may_read_candidates(actor, row)
        stored = row.files.get(kind=StoredFile.Kind.CANDIDATES)
        listed = content.open_candidates(stored)
        record_reading(
            work,
            account,
            kind=Reading.Kind.CANDIDATES,
            version=row.version,
            digest=str(row.result.answer_digest),
        )
        frozen = selectors.justification(row)
        opened = answers_of(frozen)
        work.record("candidates.viewed", facts={"version": row.version, "count": len(listed)})
    return OpenedCandidates(
        search_request=row,
        candidates=listed,
        probe=frozen.probe,
        picture_answers=opened.answers.probe,
        goes_to=opened.answers.purpose.result_unit,
        answers_problem=opened.problem,
    )
