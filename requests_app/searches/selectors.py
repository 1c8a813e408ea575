"""Reads of search requests, always for somebody: what is mine, what awaits me, what came before.

Returns rows only; whoever calls still asks workflow.permissions before content is opened.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import (
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Sum,
)
from django.utils import timezone

from requests_app.accounts import rights, training
from requests_app.accounts.models import (
    Account,
    Certificate,
    Course,
    DecideRight,
    RoleAssignment,
)
from requests_app.accounts.roles import DECIDING_ROLES
from requests_app.common import clock
from requests_app.common.read_once import read_once
from requests_app.policy.vocabulary import ALWAYS_DEMANDED
from requests_app.searches import alike_pictures
from requests_app.searches.models import (
    ANSWER_BY,
    WAITS_BEHIND_URGENT_ONES,
    CheckRun,
    Claim,
    Decision,
    Justification,
    Notice,
    ProbeFingerprint,
    Reading,
    SearchRequest,
    StoredFile,
)
from requests_app.searches.states import Status


def requested_by(account: Account) -> QuerySet[SearchRequest]:
    """The requests this officer made, the latest change first."""
    return (
        SearchRequest.objects.filter(requested_by=account)
        .select_related("unit", "probe", "started_from")
        .order_by("-status_since", "-created_at", "pk")
    )


def drafts_of_person(person_id: UUID) -> QuerySet[SearchRequest]:
    """What this person has begun, with whichever account, and never submitted nor withdrawn."""
    return SearchRequest.objects.filter(requested_by_person=person_id, status=Status.DRAFT)


def bytes_of(search_request: SearchRequest) -> int:
    """How much all files of a request take that people uploaded, and the copies made of them."""
    return _bytes(StoredFile.objects.filter(search_request=search_request, added_by__isnull=False))


def bytes_added_by(person_id: UUID, *, since: datetime) -> int:
    """How much the files take that this person uploaded since then, and the copies made of them."""
    return _bytes(StoredFile.objects.filter(added_by__person=person_id, added_at__gt=since))


def _bytes(files: QuerySet[StoredFile]) -> int:
    return int(files.aggregate(bytes=Sum("size"))["bytes"] or 0)


def awaiting_decision_of(account: Account, role: str) -> QuerySet[SearchRequest]:
    """What this person may decide on in this role; never a request of their own.

    Urgent ones first, by when their answer is needed; then the oldest.
    """
    decided = Decision.objects.filter(
        search_request=OuterRef("pk"), version=OuterRef("version")
    ).filter(Q(role=role) | Q(decided_by_person=account.person_id))
    waiting = SearchRequest.objects.filter(
        status=Status.AWAITING_DECISION,
        unit__in=rights.decidable_units(account),
    ).exclude(requested_by_person=account.person_id)
    if role != ALWAYS_DEMANDED:
        waiting = waiting.filter(required_roles__contains=[role])
    return (
        waiting.exclude(Exists(decided))
        .select_related("unit")
        .annotate(
            behind=WAITS_BEHIND_URGENT_ONES,
            answer_by=ANSWER_BY,
            # Of what awaits a decision it is never null (`search_version_with_submission_time`).
            handed_in=F("submitted_at"),
        )
        .order_by("behind", "answer_by", "handed_in", "created_at", "pk")
    )


def last_decisions_of(account: Account) -> QuerySet[Decision]:
    """The last decision of this person on each request that they decided on, newest first."""
    later = Decision.objects.filter(
        search_request=OuterRef("search_request"),
        decided_by=account,
        version__gt=OuterRef("version"),
    )
    return (
        Decision.objects.filter(~Exists(later), decided_by=account)
        .select_related("search_request__unit")
        .order_by("-decided_at", "pk")
    )


def decided_on_by(account: Account, search_request_id: UUID) -> SearchRequest | None:
    """A request on which this person recorded a decision, or None."""
    mine = Decision.objects.filter(search_request=OuterRef("pk"), decided_by=account)
    return (
        SearchRequest.objects.filter(Exists(mine), pk=search_request_id)
        .select_related("unit")
        .first()
    )


def claims_that_hold(*, at: datetime | None = None) -> QuerySet[Claim]:
    """The claims that hold now: not ended, within their time, and of somebody who may still decide.

    A certificate ends by its date, with nobody there to end the claim; so the right is asked for anew
    each time, and a claim without one keeps a request from nobody.
    """
    today = timezone.localdate(clock.real_now())
    roles = RoleAssignment.objects.filter(account=OuterRef("account"), withdrawn_at=None)
    may_act = Q()
    for role in DECIDING_ROLES:
        demanded = (
            Q()
            if role.value == ALWAYS_DEMANDED.value
            else Q(search_request__required_roles__contains=[role.value])
        )
        may_act |= demanded & Q(Exists(roles.filter(role=role)))
    right = DecideRight.objects.filter(
        account=OuterRef("account"),
        unit=OuterRef("search_request__unit"),
        unit__is_active=True,
        withdrawn_at=None,
    )
    certificate = Certificate.objects.filter(
        training.counted(today), person=OuterRef("account__person"), course=Course.DECIDING
    )
    return Claim.objects.filter(
        may_act,
        Exists(right),
        Exists(certificate),
        account__is_active=True,
        account__is_superuser=False,
        ended_at=None,
        until__gt=at or clock.real_now(),
    )


def open_claim(search_request: SearchRequest, *, at: datetime | None = None) -> Claim | None:
    """The claim that holds now, if there is one; one past its time or its holder's right holds nothing."""
    held = claims_that_hold(at=at).filter(search_request=search_request)
    return held.select_related("account__person").first()


def open_claims(search_requests: Iterable[SearchRequest]) -> dict[UUID, Claim]:
    """The claims that hold now, by request."""
    claims = claims_that_hold().filter(search_request__in=[row.pk for row in search_requests])
    return {claim.search_request_id: claim for claim in claims.select_related("account__person")}


def justification(search_request: SearchRequest, version: int | None = None) -> Justification:
    """One submitted version; the latest where none is named."""
    return _version_of(search_request.pk, version or search_request.version)


@read_once
def _version_of(search_request_id: UUID, version: int) -> Justification:
    return Justification.objects.select_related("probe", "gallery__matcher").get(
        search_request=search_request_id, version=version
    )


def latest_check(
    search_request: SearchRequest, *, version: int, stage: str | None = None
) -> CheckRun | None:
    """The newest evaluation of a version, with its findings."""
    runs = CheckRun.objects.filter(search_request=search_request, version=version)
    if stage:
        runs = runs.filter(stage=stage)
    return runs.prefetch_related("findings").order_by("-run_at").first()


@read_once
def check_at_submission(frozen: Justification) -> CheckRun | None:
    """The evaluation that a version was submitted with, its findings included."""
    runs = CheckRun.objects.prefetch_related("findings")
    if frozen.check_run_id is not None:
        return runs.get(pk=frozen.check_run_id)
    return (
        runs.filter(search_request=frozen.search_request_id, version=frozen.version, stage="submit")
        .order_by("-run_at")
        .first()
    )


def decisions_on(search_request: SearchRequest) -> QuerySet[Decision]:
    """Every decision on a request, oldest first."""
    return Decision.objects.filter(search_request=search_request).select_related(
        "decided_by__person"
    )


def who_decided() -> QuerySet[Decision]:
    """Every decision without what was written with it: for whoever only asks who decided."""
    return Decision.objects.only("search_request_id", "decided_by_id", "decided_by_person_id")


@dataclass(frozen=True, slots=True)
class Earlier:
    """Another request that shares the case or the picture.

    Attributes:
        search_request: that request.
        same_case: it bears the same case number.
        same_image: it carries the same picture, byte for byte.
        similar_image: it carries a picture that looks the same: another size, crop or quality.
    """

    search_request: SearchRequest
    same_case: bool
    same_image: bool
    similar_image: bool


def earlier_searches(
    search_request: SearchRequest, *, case_lookups: Collection[str], before: datetime | None = None
) -> list[Earlier]:
    """Other submitted requests on the same case, the same picture or one that looks the same, newest first.

    Args:
        case_lookups: the keyed hashes under which its case may be kept; none where it names no case.
        before: leave out what was submitted at this time or later.
    """
    in_time = Q(submitted_at__lt=before) if before else Q()
    same_case = Q(case_lookup__in=case_lookups)
    same_image: set[UUID] = set()
    similar_image: set[UUID] = set()
    fingerprint = ProbeFingerprint.objects.filter(probe=search_request.probe_id).first()
    if fingerprint is not None:
        same_image = set(
            ProbeFingerprint.objects.filter(digest_lookup=fingerprint.digest_lookup)
            .exclude(probe__search_request=search_request)
            .values_list("probe__search_request_id", flat=True)
        )
        similar_image = (
            alike_pictures.requests_alike(fingerprint, own=search_request.pk) - same_image
        )
    found = (
        SearchRequest.objects.filter(
            same_case | Q(pk__in=same_image | similar_image), in_time, version__gt=0
        )
        .exclude(pk=search_request.pk)
        .select_related("unit")
        .order_by("-submitted_at")
    )
    return [
        Earlier(
            search_request=row,
            same_case=row.case_lookup in case_lookups,
            same_image=row.pk in same_image,
            similar_image=row.pk in similar_image,
        )
        for row in found
    ]


def has_opened_picture(search_request: SearchRequest, account: Account) -> bool:
    """Whether this person has opened the picture of the present version."""
    return Reading.objects.filter(
        search_request=search_request,
        kind=Reading.Kind.PROBE,
        person=account.person_id,
        version=search_request.version,
    ).exists()


def files_of(search_request: SearchRequest, ids: Iterable[UUID]) -> QuerySet[StoredFile]:
    """The stored files with these ids, if they are this request's."""
    return StoredFile.objects.filter(search_request=search_request, id__in=list(ids))


def attached_documents(search_request: SearchRequest) -> QuerySet[StoredFile]:
    """The judicial documents that are attached now, in the order in which they were added."""
    return search_request.files.filter(kind=StoredFile.Kind.JUDICIAL_DOCUMENT, removed_at=None)


def unread_notices(account: Account) -> QuerySet[Notice]:
    """What this person has not read yet, newest first."""
    return Notice.objects.filter(account=account, read_at=None).select_related("search_request")


def notices_of(account: Account) -> QuerySet[Notice]:
    """Everything this person was told, newest first."""
    return Notice.objects.filter(account=account).select_related("search_request")


def requests_on_case(case_lookups: Collection[str]) -> QuerySet[SearchRequest]:
    """Requests that bear a case number, found by the keyed hashes of its spellings."""
    return SearchRequest.objects.filter(case_lookup__in=[each for each in case_lookups if each])


def begun_from(row: SearchRequest) -> list[UUID]:
    """Return the ids of the requests from which this one was begun, each from the next; the nearest first."""
    found: list[UUID] = []
    earlier = row.started_from_id
    while earlier is not None and earlier not in found:
        found.append(earlier)
        earlier = SearchRequest.objects.values_list("started_from_id", flat=True).get(pk=earlier)
    return found
