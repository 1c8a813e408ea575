"""The record that a person opened a page, a picture or a list: what a decision or an examination names.

Must be written in the transaction of the view's event, never before what it records was drawn.
"""

from __future__ import annotations

from uuid import UUID, uuid4

from requests_app.accounts.models import Account
from requests_app.common import clock
from requests_app.searches.models import Reading
from requests_app.workflow.unit_of_work import Work


def record_reading(
    work: Work,
    account: Account,
    *,
    kind: str,
    version: int,
    digest: str,
    reading_id: UUID | None = None,
    candidate_picture_id: UUID | None = None,
) -> Reading:
    """Store one reading of the request at hand.

    Args:
        work: the view.
        account: who read.
        kind: a `Reading.Kind`.
        version: the version that was read.
        digest: of exactly what was read.
        reading_id: its id, where a page has already named it.
        candidate_picture_id: of the `CandidatePicture` that was opened; None for anything else.
    """
    return Reading.objects.create(
        id=reading_id or uuid4(),
        search_request=work.request_row,
        version=version,
        kind=kind,
        account=account,
        person=account.person,
        digest=digest,
        opened_at=clock.real_now(),
        candidate_picture_id=candidate_picture_id,
    )
