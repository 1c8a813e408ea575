"""The lists of an examiner: results that they may take or have taken, and what they concluded.

Must show no examiner whether another one has concluded, or what; it tells only that an examiner is wanted.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from requests_app.accounts.models import Account
from requests_app.common import clock
from requests_app.searches.models import Conclusion, Decision, Examination, Reading, SearchRequest
from requests_app.searches.states import Status


def awaiting_examination_by(account: Account) -> QuerySet[SearchRequest]:
    """Results this examiner has taken and not concluded, or may take.

    They are their unit's, neither asked for nor decided by them, nor have they read a lead of them. `own` is the examiner's own examination, or None.
    """
    of_request = Examination.objects.filter(search_request=OuterRef("pk"), ended_at=None).alias(
        said=_one(Conclusion.objects.filter(examination=OuterRef("pk")))
    )
    concluded = of_request.filter(said__isnull=False)
    kept = of_request.filter(Q(until__gt=clock.real_now()) | Q(said__isnull=False))
    mine = of_request.filter(examiner_person=account.person_id)
    decided = Decision.objects.filter(
        search_request=OuterRef("pk"), decided_by_person=account.person_id
    )
    read = Reading.objects.filter(
        search_request=OuterRef("pk"), person=account.person_id, kind=Reading.Kind.RELEASE_PAGE
    )
    return (
        SearchRequest.objects.filter(status=Status.RESULT_RECEIVED, unit=account.unit_id)
        .exclude(requested_by_person=account.person_id)
        .exclude(Exists(decided))
        .exclude(Exists(read))
        .annotate(own=_one(mine))
        .alias(own_open=_one(mine.filter(said__isnull=True)), **_seats(concluded, kept))
        .filter(Q(own_open__isnull=False) | (Q(own__isnull=True) & _IS_WANTED))
        .select_related("unit", "result")
        .order_by("status_since")
    )


# An examiner is wanted: two for each result, a third where two have concluded and differ. Who left a result without
# concluding keeps nobody out; whether those who are there may examine still, only taking it tells.
_IS_WANTED = Q(agreed__isnull=True) & (
    Q(kept_1__isnull=True)
    | Q(kept_2__isnull=True)
    | Q(said_1__isnull=False, said_2__isnull=False, kept_3__isnull=True)
)


def _seats(concluded: QuerySet[Any], kept: QuerySet[Any]) -> dict[str, Subquery]:
    """What `_IS_WANTED` asks of one request: its examinations that are concluded, and all that keep their seat."""
    return {
        "agreed": agreed_conclusion(),
        "said_1": _one(concluded.filter(seat=1)),
        "said_2": _one(concluded.filter(seat=2)),
        **{f"kept_{seat}": _one(kept.filter(seat=seat)) for seat in (1, 2, 3)},
    }


def agreed_conclusion() -> Subquery:
    """One of the conclusions of the request around it on which two examiners agree; None where they agree on nobody."""
    later = Conclusion.objects.filter(
        examination=OuterRef("examination"), number__gt=OuterRef("number")
    )
    stands = Conclusion.objects.alias(later=_one(later)).filter(later__isnull=True)
    same = stands.filter(
        search_request=OuterRef("search_request"), selected_position=OuterRef("selected_position")
    ).exclude(examination=OuterRef("examination"))
    agreed = stands.alias(same=_one(same)).filter(search_request=OuterRef("pk"), same__isnull=False)
    return _one(agreed)


def _one(rows: QuerySet[Any]) -> Subquery:
    """One of these rows, by the row around it. `Exists` may be answered by reading the whole table once, this not."""
    return Subquery(rows.order_by().values("pk")[:1])


def concluded_by(account: Account) -> QuerySet[Conclusion]:
    """What this examiner concluded first on each result, the newest first. `stands` is the outcome of the last one."""
    last = Conclusion.objects.filter(examination=OuterRef("examination")).order_by("-number")
    return (
        Conclusion.objects.filter(examiner=account, number=1)
        .annotate(stands=Subquery(last.values("outcome")[:1]))
        .select_related("search_request__unit")
        .order_by("-concluded_at", "pk")
    )
