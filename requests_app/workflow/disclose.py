"""A disclosure pack: asked for by a decider, made in steps by whoever watches it, and ended by the clock.

Made by the web, which alone holds the keys of content; each step is a short transaction of its own, so nothing is lost
where one fails. What belongs into it, `disclosure_parts` knows; `disclosure_making` makes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import connection

from requests_app.accounts.actors import Actor
from requests_app.common import clock
from requests_app.common.errors import BadInput, NotFound, PreconditionFailed, StaleRead
from requests_app.common.read_once import reading_once
from requests_app.policy.vocabulary import PURPOSES_AT_RISK
from requests_app.registry import selectors as registry
from requests_app.searches import content, disclosure, disclosure_packs, selectors
from requests_app.searches.disclosure import Asked, Manifest, Recipient
from requests_app.searches.models import DisclosurePack, DisclosurePart, SearchRequest
from requests_app.searches.states import WITH_LEAD, Status
from requests_app.wire.shapes import write_time
from requests_app.workflow import disclosure_log, disclosure_searched, permissions
from requests_app.workflow import disclosure_making as making
from requests_app.workflow.examine import LONGEST_TEXT
from requests_app.workflow.unit_of_work import Work, recording_refusals, unit_of_work
from requests_app.workflow.viewing import look_up

DISCLOSED = frozenset({Status.NO_LEAD, *WITH_LEAD})
"""Where a request has ended in a lead or without one: before, no examiner may learn what another one concluded."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for.

    Attributes:
        recipient: a `disclosure.Recipient`; profile: a `disclosure.Profile`; language: of its papers, `en` or `fr`.
        said: who gets it, and why.
    """

    recipient: str
    profile: str
    language: str
    said: Asked


def check_is_disclosed(search_request: SearchRequest) -> None:
    """Refuse a request that has not ended in a lead or without one, or whose content was destroyed."""
    if search_request.status not in DISCLOSED:
        raise PreconditionFailed("not_disclosed_yet")
    if search_request.content_destroyed_at is not None:
        raise PreconditionFailed("content_destroyed")


def ask(*, actor: Actor, search_request_id: UUID, wanted: Wanted) -> DisclosurePack:
    """Ask for a disclosure pack; nothing of the request is opened yet.

    Args:
        actor: a supervisor or privacy officer for the unit who neither asked nor examined.
        search_request_id: a request that ended in a lead or without one.
        wanted: what is asked for; who gets it and why is sealed with the request's key.

    Raises:
        NotPermitted, NotFound: see `permissions.check_may_disclose`.
        PreconditionFailed: it has not ended so (`not_disclosed_yet`), its content was destroyed (`content_destroyed`), or it
            is about a person at risk and goes to a party of a prosecution (`not_for_a_prosecution`).
        BadInput: an answer is missing, or is too long.
    """
    with unit_of_work(
        actor=actor, action="ask_disclosure", search_request_id=search_request_id
    ) as work:
        row = work.request_row
        account = permissions.check_may_disclose(actor, row)
        check_is_disclosed(row)
        _refuse_unanswered(wanted)
        _refuse_prosecution(row, wanted.recipient)
        now, pack_id = clock.real_now(), uuid4()
        pack = DisclosurePack.objects.create(
            id=pack_id,
            search_request=row,
            unit_id=row.unit_id,
            number=1 + row.disclosure_packs.count(),
            recipient=wanted.recipient,
            profile=wanted.profile,
            language=wanted.language,
            asked_by=account,
            asked_by_person=account.person,
            asked_at=now,
            expires_at=now + timedelta(days=registry.agency().disclosure_days),
            sealed=disclosure_packs.seal_asked(row.pk, pack_id, wanted.said),
        )
        _record(
            work,
            "disclosure.asked",
            pack,
            recipient=pack.recipient,
            profile=pack.profile,
            expires_at=write_time(pack.expires_at),
            commitments={"disclosure_sha256": disclosure.digest_of(wanted.said)},
        )
        return pack


def _refuse_unanswered(wanted: Wanted) -> None:
    problems = disclosure.problems_of(wanted.said, wanted.recipient, wanted.profile)
    if wanted.language not in ("en", "fr"):
        problems["language"] = ["required"]
    for name in ("name", "court_file", "reason"):
        if len(getattr(wanted.said, name)) > LONGEST_TEXT:
            problems[name] = ["too_long"]
    if problems:
        raise BadInput(problems)


def _refuse_prosecution(row: SearchRequest, recipient: str) -> None:
    """Refuse a search about a person at risk to the parties: its result may not be used to prosecute them; a court may order it."""
    purpose = selectors.justification(row).purpose_code
    if recipient in (Recipient.PROSECUTOR, Recipient.DEFENCE) and purpose in PURPOSES_AT_RISK:
        raise PreconditionFailed("not_for_a_prosecution")


# --- making it -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a pack is: as it is now, how many parts are in it, and how many were left out."""

    pack: DisclosurePack
    parts: int
    left_out: int


def go_on(
    *, actor: Actor, search_request_id: UUID, pack_id: UUID, summary: making.Summary
) -> Progress:
    """Make the next parts of a pack, or finish it where nothing is lacking; return how far it is then.

    Args:
        actor: as for `ask`; not only whoever asked.
        search_request_id: its request; pack_id: one that is being made.
        summary: makes the last part. It is called outside every transaction.

    Raises:
        NotPermitted, NotFound: see `permissions.check_may_disclose`; there is no such pack of this request.
        PreconditionFailed: it is made (`disclosure_made`), has expired (`disclosure_expired`), or the content was
            destroyed (`content_destroyed`).
        StaleRead: somebody else went on at the same time (`disclosure`); what they made is there.
    """
    action = "make_disclosure"
    pack = look_up(
        lambda work: _being_made(work, pack_id),
        actor=actor,
        action=action,
        search_request_id=search_request_id,
    )
    with (
        recording_refusals(actor=actor, action=action, search_request_id=search_request_id),
        reading_once(),
    ):
        parts = tuple(disclosure_packs.listed_parts(pack))
        destroyed = disclosure_searched.pictures_destroyed(pack.search_request)
        try:
            rows = list(making.next_parts(pack, parts, summary))
            made = None if rows else making.finished(pack, parts)
        except content.ContentDestroyed as gone:
            raise PreconditionFailed("content_destroyed") from gone
    with unit_of_work(actor=actor, action=action, search_request_id=search_request_id) as work:
        now = _being_made(work, pack_id)
        # Also a picture that was destroyed while its copy was made: it is not stored again.
        if (
            DisclosurePart.objects.filter(pack=now).count() != len(parts)
            or disclosure_searched.pictures_destroyed(work.request_row) != destroyed
        ):
            raise StaleRead(["disclosure"])
        DisclosurePart.objects.bulk_create(rows)
        every = (*parts, *rows)
        left_out = sum(bool(each.left_out) for each in every)
        count = len(every) - left_out
        if made is None:
            _record(work, "disclosure.continued", now, parts=count, left_out=left_out)
        else:
            _finish(work, now, made)
        return Progress(now, count, left_out)


def _being_made(work: Work, pack_id: UUID) -> DisclosurePack:
    row = work.request_row
    permissions.check_may_disclose(work.actor, row)
    pack = find(row, pack_id)
    check_is_disclosed(row)
    if pack.expired_at is not None or pack.expires_at <= clock.real_now():
        raise PreconditionFailed("disclosure_expired")
    if pack.made_at is not None:
        raise PreconditionFailed("disclosure_made")
    return pack


def find(search_request: SearchRequest, pack_id: UUID) -> DisclosurePack:
    """Return a pack of a request.

    Raises:
        NotFound: there is none of this request.
    """
    packs = DisclosurePack.objects.select_related("asked_by_person")
    found = packs.filter(search_request=search_request, pk=pack_id).first()
    if found is None:
        raise NotFound
    found.search_request = search_request
    return found


def _finish(work: Work, pack: DisclosurePack, made: making.Made) -> None:
    filled = {
        "made_at": made.at,
        "manifest": disclosure.encode(made.manifest),
        "file_sha256": made.file_sha256,
        "file_size": made.file_size,
        "parts": len(made.manifest.entries),
        "left_out": len(made.manifest.absent),
    }
    for name, value in filled.items():
        setattr(pack, name, value)
    pack.save(update_fields=list(filled))
    _record(
        work,
        "disclosure.made",
        pack,
        parts=pack.parts,
        left_out=pack.left_out,
        manifest_digest=disclosure.digest_of(made.manifest),
        file_digest=pack.file_sha256,
    )


def _record(
    work: Work,
    code: str,
    pack: DisclosurePack,
    *,
    commitments: dict[str, str] | None = None,
    **facts: object,
) -> None:
    work.record(
        code,
        object_type="disclosure",
        object_id=str(pack.pk),
        facts={"number": pack.number, **facts},
        commitments=commitments or {},
    )


# --- taking it away ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Taken:
    """A pack's one file. name: without its ending; size: in bytes; pieces: of it, in turn."""

    name: str
    size: int
    pieces: Iterator[bytes]


def take(*, actor: Actor, search_request_id: UUID, pack_id: UUID) -> Taken:
    """Hand out a pack; recorded before its first byte.

    Raises:
        NotPermitted, NotFound: see `permissions.check_may_disclose`; there is no such pack of this request.
        PreconditionFailed: it is not made yet (`disclosure_not_made`), has expired (`disclosure_expired`), or the content
            was destroyed (`content_destroyed`).
        ContentDamaged: its manifest does not say what its parts are, or the log does not say the same of it.
    """
    with unit_of_work(
        actor=actor, action="take_disclosure", search_request_id=search_request_id
    ) as work:
        row = work.request_row
        permissions.check_may_disclose(actor, row)
        pack = find(row, pack_id)
        check_is_disclosed(row)
        if pack.expired_at is not None or pack.expires_at <= clock.real_now():
            raise PreconditionFailed("disclosure_expired")
        manifest = manifest_of(pack)
        if manifest is None:
            raise PreconditionFailed("disclosure_not_made")
        parts = tuple(disclosure_packs.listed_parts(pack))
        if (
            disclosure_packs.entries_of(parts) != manifest.entries
            or disclosure_packs.absent_of(parts) != manifest.absent
            or not disclosure_log.is_as_logged(
                row.pk,
                pack.pk,
                manifest=disclosure.digest_of(manifest),
                file=pack.file_sha256,
            )
        ):
            raise content.ContentDamaged
        _record(work, "disclosure.taken", pack, file_digest=pack.file_sha256)
    return Taken(
        f"disclosure-{row.reference}-{pack.number}",
        pack.file_size or 0,
        making.file_of(manifest, parts),
    )


def manifest_of(pack: DisclosurePack) -> Manifest | None:
    """Return the manifest of a pack; None where it is not made yet.

    Raises:
        ContentDamaged: it does not read.
    """
    if pack.manifest is None:
        return None
    with content.readable():
        return disclosure.decode_manifest(bytes(pack.manifest))


# --- its end -------------------------------------------------------------------------------------

_DUE = """
SELECT pack.search_request_id, pack.id FROM searches_disclosurepack AS pack
  JOIN searches_searchrequest AS disclosed ON disclosed.id = pack.search_request_id
 WHERE pack.expired_at IS NULL AND (pack.expires_at <= now() OR disclosed.content_destroyed_at IS NOT NULL)
   AND NOT EXISTS (SELECT FROM searches_legalhold AS held
                   WHERE held.search_request_id = disclosed.id AND held.released_at IS NULL)
 ORDER BY pack.expires_at LIMIT %s
"""


def due_ids(*, most: int = 200) -> list[tuple[UUID, UUID]]:
    """Return the request and the id of each pack whose time is over and that no legal hold keeps, the oldest first.

    Args:
        most: how many at once.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DUE, [most])
        return [(request_id, pack_id) for request_id, pack_id in cursor.fetchall()]


def expire(*, actor: Actor, search_request_id: UUID, pack_id: UUID) -> None:
    """Destroy the parts of a pack whose time is over. Its manifest and its digests stay.

    Args:
        actor: the worker.
        search_request_id: its request; pack_id: the pack.

    Raises:
        NotFound: there is no such pack of this request.
        PreconditionFailed: its time is not over, a legal hold stands, or it was done before (`disclosure_not_due`).
    """
    with unit_of_work(
        actor=actor, action="expire_disclosure", search_request_id=search_request_id
    ) as work:
        permissions.check_is_process(actor, "worker")
        pack = find(work.request_row, pack_id)
        with connection.cursor() as cursor:
            cursor.execute("SELECT searches_expire_disclosure(%s)", [pack.pk])
            (gone,) = cursor.fetchone() or (None,)
        if gone is None:
            raise PreconditionFailed("disclosure_not_due")
        _record(work, "disclosure.expired", pack, parts=gone)
