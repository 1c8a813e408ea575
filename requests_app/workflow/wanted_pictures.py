"""Which pictures of candidates are asked for when an examiner takes a result, or asks again.

Must not say in which order the matcher listed the candidates: the outbox fetches them in an order of its own.
"""

from __future__ import annotations

from requests_app.common import clock
from requests_app.dispatch import picture_outbox
from requests_app.searches.models import CandidatePicture, Examination
from requests_app.workflow.unit_of_work import Work


def ask_for_pictures(work: Work, mine: Examination) -> int:
    """Ask for what is neither here nor on its way, within a use case that holds the request.

    Returns:
        how many were asked for; there is no event where there are none.
    """
    row, now = work.request_row, clock.real_now()
    known = {
        each.position: each
        for each in CandidatePicture.objects.filter(search_request=row).defer("sealed")
    }
    asked = {
        "state": CandidatePicture.State.WAITING,
        "attempt": 0,
        "next_attempt_at": now,
        "examination": mine,
        "asked_by": mine.examiner,
        "asked_at": now,
        "ended_at": None,
        "error": "",
    }
    missing = [each for each in known.values() if each.state == CandidatePicture.State.MISSING]
    new = [
        CandidatePicture(search_request=row, position=position, **asked)
        for position in range(1, row.result.candidate_count + 1)
        if position not in known
    ]
    count = len(missing) + len(new)
    if not count:
        return 0
    work.record(
        "candidate_picture.asked",
        object_type="examination",
        object_id=str(mine.pk),
        facts={"count": count, "again": bool(missing)},
    )
    CandidatePicture.objects.bulk_create(new)
    CandidatePicture.objects.filter(pk__in=[each.pk for each in missing]).update(**asked)
    for each in sorted([*missing, *new], key=lambda picture: picture.pk):
        picture_outbox.wake(each.pk)
    return count
