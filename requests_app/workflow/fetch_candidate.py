"""The dispatcher fetches one candidate's picture: check everything anew, mint its grant, call, take in, seal.

No transaction is open during the call, nor while the picture is decoded. A picture that somebody examines no longer is
not fetched, and nothing but the picture is kept of what a matcher says of a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings

from requests_app.accounts.actors import Actor
from requests_app.common import clock
from requests_app.common.errors import PreconditionFailed
from requests_app.dispatch import breaker, picture_outbox
from requests_app.dispatch.errors import (
    BackendError,
    BackendUnavailable,
    ContractViolation,
    OutcomeUnknown,
)
from requests_app.dispatch.models import SearchResult
from requests_app.dispatch.picture_outbox import PictureLease
from requests_app.dispatch.types import FetchedPicture, PictureOrder
from requests_app.registry.models import Gallery
from requests_app.searches import candidate_pictures, content, intake
from requests_app.searches.models import Authorisation, CandidatePicture
from requests_app.searches.states import Status
from requests_app.wire.picture_grant import PictureDetail, mint_picture
from requests_app.wire.shapes import Malformed
from requests_app.wire.signed_token import Grant
from requests_app.workflow import decoding, gallery_now, log_alarm, matcher_client, permissions
from requests_app.workflow.unit_of_work import Asked, Work, unit_of_work

if TYPE_CHECKING:
    from requests_app.dispatch.client import OsiaClient

MARGIN = timedelta(seconds=60)
"""How much longer a lease lasts than the longest call: time to decode and to seal."""


@dataclass(frozen=True, slots=True)
class Fetching:
    """Everything a call needs once its transaction has ended."""

    lease: PictureLease
    order: PictureOrder
    token: Grant
    caller: OsiaClient
    matcher_id: UUID


class _Not(Exception):
    """Why a picture cannot be fetched: not until a moment, or not at all before an examiner asks again."""

    def __init__(self, code: str, *, until: datetime | None = None) -> None:
        super().__init__(code)
        self.code, self.until = code, until


def fetch(*, actor: Actor, picture_id: UUID, search_request_id: UUID) -> str:
    """Fetch one picture, if it is still due and still allowed.

    Args:
        actor: the dispatcher process.
        picture_id: of a `CandidatePicture`.
        search_request_id: its request.

    Returns:
        what happened: here, retry, missing, put_off, stale or not_due.
    """
    if permissions.can_act_as_process(actor, "dispatcher") and not picture_outbox.is_due(
        picture_id
    ):
        return "not_due"
    asked = Asked(actor=actor, action="fetch_candidate", search_request_id=search_request_id)
    fetching = _claim(asked, picture_id)
    if isinstance(fetching, str):
        return fetching
    try:
        if clock.real_now() >= fetching.lease.until - MARGIN:
            raise OutcomeUnknown("not_sent_in_time", sent="no")
        fetched = fetching.caller.fetch_picture(fetching.order, fetching.token)
        taken = _taken_in(fetched, actor)
    except BackendError as problem:
        return _failed(asked, fetching, problem)
    except PreconditionFailed as busy:
        return _not_decoded(asked, fetching, busy)
    return _keep(asked, fetching, candidate_pictures.Opened(taken, fetched.captured_at))


def _taken_in(fetched: FetchedPicture, actor: Actor) -> intake.PreparedProbe:
    """Decode a picture as a probe image is decoded, in its turn and in a process of its own.

    Raises:
        ContractViolation: it is no usable picture.
        PreconditionFailed: others are decoding too many.
    """
    if fetched.not_a_face_recogniser and not settings.COUNTERSIGN_TRIAL:
        # A matcher that says it recognises no faces is worth nothing outside a trial.
        raise ContractViolation("not_a_face_recogniser", http_status=200, sent="yes")
    try:
        with decoding.turn(actor):
            return intake.take_in(fetched.data)
    except intake.ProbeRefused as refused:
        code = f"image_{refused.code}"
    raise ContractViolation(code, http_status=200, sent="yes")


def _claim(asked: Asked, picture_id: UUID) -> Fetching | str:
    with unit_of_work(**asked) as work:
        permissions.check_is_process(asked["actor"], "dispatcher")
        picture = (
            CandidatePicture.objects.defer("sealed")
            .filter(pk=picture_id, search_request=work.request_row)
            .first()
        )
        if picture is None or not picture_outbox.is_due(picture_id):
            # Another worker was first.
            _record(work, "put_off", picture_id, reason="not_due")
            return "not_due"
        try:
            return _prepared(work, picture)
        except _Not as told:
            problem = told
        except (content.ContentDestroyed, content.ContentDamaged):
            problem = _Not("content_damaged")
        if problem.until is not None and picture.state == CandidatePicture.State.WAITING:
            picture_outbox.put_off(picture_id, error=problem.code, until=problem.until)
            _record(work, "put_off", picture_id, reason=problem.code)
            return "put_off"
        return _ended(work, picture_id, picture.attempt, error=problem.code, until=problem.until)


def _prepared(work: Work, picture: CandidatePicture) -> Fetching:
    row, now = work.request_row, clock.real_now()
    if row.status != Status.RESULT_RECEIVED or row.content_destroyed_at is not None:
        raise _Not("no_longer_examined")
    if not row.examinations.filter(ended_at=None).exists():
        raise _Not("nobody_examines")
    result = SearchResult.objects.select_related("candidates").get(search_request=row)
    listed = content.open_candidates(result.candidates)[picture.position - 1]
    authorisation = Authorisation.objects.select_related("gallery__matcher").get(
        search_id=result.dispatch_id
    )
    gallery, matcher = authorisation.gallery, authorisation.gallery.matcher
    _check_gallery(gallery, listed.get("gallery", ""))
    order = PictureOrder(
        search_id=authorisation.search_id,
        gallery=gallery.engine_gallery_id,
        person_id=listed["external_id"],
        encounter_id=listed.get("encounter_id", ""),
    )
    if not order.encounter_id:
        raise _Not("no_encounter")
    try:
        detail = PictureDetail.of(
            search_id=str(order.search_id),
            answer_sha256=result.answer_digest,
            person_id=order.person_id,
            encounter_id=order.encounter_id,
        )
        caller = matcher_client.client_of(matcher)
    except Malformed:
        raise _Not("id_unusable") from None
    except BackendError as problem:
        raise _Not(problem.code) from None
    if not breaker.lets_through(matcher):
        raise _Not("matcher_rests", until=now + breaker.REST)
    token = mint_picture(
        matcher_client.grant_key(),
        detail,
        issuer=settings.COUNTERSIGN_GRANT_ISSUER,
        audience=matcher.audience,
        now=now,
    )
    total = timedelta(seconds=matcher_client.timeouts_of(matcher).total)
    lease = picture_outbox.claim(picture.pk, lease=total + MARGIN)
    _record(
        work,
        "grant_issued",
        picture.pk,
        facts={"search_id": str(order.search_id), "jti": token.jti, "attempt": lease.attempt},
    )
    return Fetching(lease, order, token, caller, matcher.pk)


def _check_gallery(gallery: Gallery, searched: str) -> None:
    """Raise `_Not` for what holds every search too, and for a gallery that is no longer the one that was searched."""
    stopped = log_alarm.why_nothing_is_sent()
    if stopped:
        raise _Not(stopped)
    if not (gallery.is_on_offer and gallery.matcher.is_active):
        raise _Not(gallery_now.OFF)
    if gallery.engine_gallery_id != searched:
        raise _Not(gallery_now.CHANGED)


def _record(work: Work, what: str, picture_id: UUID, **details: object) -> None:
    work.record(
        f"candidate_picture.{what}",
        object_type="candidate_picture",
        object_id=str(picture_id),
        **details,
    )


def _ended(
    work: Work, picture_id: UUID, attempt: int, *, error: str, until: datetime | None
) -> str:
    """End an attempt without a picture: until a moment, or for good."""
    _record(
        work,
        "not_fetched",
        picture_id,
        outcome="error",
        reason=error,
        facts={"attempt": attempt, "retryable": until is not None},
    )
    if until is not None:
        picture_outbox.put_off(picture_id, error=error, until=until)
        return "retry"
    picture_outbox.give_up(picture_id, error=error)
    return "missing"


def _failed(asked: Asked, fetching: Fetching, problem: BackendError) -> str:
    lease = fetching.lease
    with unit_of_work(**asked) as work:
        permissions.check_is_process(asked["actor"], "dispatcher")
        if not picture_outbox.holds(lease):
            return _stale(work, lease)
        if isinstance(problem, BackendUnavailable | OutcomeUnknown):
            # One record that is not as it should be says nothing of the matcher; its silence does.
            breaker.failed(fetching.matcher_id, problem)
        until = None
        if problem.retryable and lease.attempt < picture_outbox.MOST_ATTEMPTS:
            pause = picture_outbox.pause_after(lease.attempt)
            until = clock.real_now() + max(pause, timedelta(seconds=problem.retry_after or 0))
        return _ended(work, lease.picture_id, lease.attempt, error=problem.code, until=until)


def _not_decoded(asked: Asked, fetching: Fetching, busy: PreconditionFailed) -> str:
    """Fetch it again soon: others are decoding pictures, which is no failure of the matcher and ends by itself."""
    lease = fetching.lease
    with unit_of_work(**asked) as work:
        permissions.check_is_process(asked["actor"], "dispatcher")
        if not picture_outbox.holds(lease):
            return _stale(work, lease)
        breaker.succeeded(fetching.matcher_id)
        until = clock.real_now() + picture_outbox.FIRST_PAUSE
        return _ended(work, lease.picture_id, lease.attempt, error=busy.reason, until=until)


def _keep(asked: Asked, fetching: Fetching, opened: candidate_pictures.Opened) -> str:
    lease = fetching.lease
    with unit_of_work(**asked) as work:
        permissions.check_is_process(asked["actor"], "dispatcher")
        if not picture_outbox.holds(lease):
            return _late(work, lease, opened)
        row = work.request_row
        breaker.succeeded(fetching.matcher_id)
        if row.status != Status.RESULT_RECEIVED or row.content_destroyed_at is not None:
            return _ended(
                work, lease.picture_id, lease.attempt, error="no_longer_examined", until=None
            )
        picture = CandidatePicture.objects.defer("sealed").get(pk=lease.picture_id)
        sealed = candidate_pictures.seal(picture, opened)
        picture.state = CandidatePicture.State.HERE
        picture.lease_until, picture.ended_at, picture.error = None, clock.real_now(), ""
        picture.sealed, picture.sealed_key = sealed.sealed, sealed.sealed_key
        picture.sealed_about = sealed.sealed_about
        picture.save(
            update_fields=[
                "state", "lease_until", "ended_at", "error", "sealed", "sealed_key", "sealed_about",
            ]
        )  # fmt: skip
        _record(
            work,
            "fetched",
            picture.pk,
            facts={"search_id": str(fetching.order.search_id), "attempt": lease.attempt},
            commitments={"picture_sha256": opened.taken.original_sha256},
        )
        return "here"


def _late(work: Work, lease: PictureLease, opened: candidate_pictures.Opened) -> str:
    """Drop a picture that came too late; the log says whether it is another one than the picture that is here.

    A matcher that gives two pictures for one encounter is not to be trusted with either: who audits has to know.
    """
    came = opened.taken.original_sha256
    kept = CandidatePicture.objects.defer("sealed").filter(
        pk=lease.picture_id, state=CandidatePicture.State.HERE
    )
    try:
        is_another = any(candidate_pictures.original_sha256(each) != came for each in kept)
    except (content.ContentDestroyed, content.ContentDamaged):
        is_another = False
    _record(
        work,
        "put_off",
        lease.picture_id,
        reason="another_picture" if is_another else "stale",
        commitments={"picture_sha256": came},
    )
    return "stale"


def _stale(work: Work, lease: PictureLease) -> str:
    """Drop what a worker brings whose claim is over: another one has it, or has had it."""
    _record(work, "put_off", lease.picture_id, reason="stale")
    return "stale"
