"""Exports of the log: asked for or cancelled by an auditor, made by the worker, taken away by an auditor.

Recorded before the first byte and closed with the digests; a failure says so and can be tried again.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import DatabaseError, transaction
from django.db.models import QuerySet

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account, Person
from requests_app.audit import export as files
from requests_app.audit import selectors
from requests_app.audit.export_rows import Asked, Known
from requests_app.audit.models import Export
from requests_app.audit.selectors import EventFilter
from requests_app.common import clock, private_files
from requests_app.common.errors import BadInput, NotFound, PreconditionFailed
from requests_app.dispatch import broker
from requests_app.registry.selectors import operator_of_keys
from requests_app.searches.models import SearchRequest
from requests_app.workflow import permissions, verifier
from requests_app.workflow.export_folder import (
    close_to_others,
    hand_over,
    lying_there,
    place_of,
    remove,
    unfinished_of,
)
from requests_app.workflow.stated_reason import stated_reason
from requests_app.workflow.unit_of_work import Work, unit_of_work

log = logging.getLogger(__name__)

MAKE_TASK = "requests_app.tasks.exports.make"
LOST_AFTER = timedelta(minutes=10)
NOTHING_KEPT = (Export.State.FAILED, Export.State.CANCELLED)
"""How an export ends of which nothing is kept; it can be started again."""


@dataclass(frozen=True, slots=True)
class Disclosing:
    """That an export opens what its commitments stand for: why, and for which file of the auditor's own."""

    reason: str
    file_reference: str


def request_export(
    *, actor: Actor, wanted: EventFilter, disclosing: Disclosing | None = None
) -> Export:
    """Ask for an export of exactly what fits a filter; the worker makes it.

    Args:
        actor: a privacy auditor, or oversight.
        wanted: the filter.
        disclosing: why what the commitments stand for goes with it; it does not where nothing is said.

    Raises:
        BadInput: the reason or the reference is not enough.
        NotPermitted: the actor is neither privacy auditor nor oversight.
    """
    with unit_of_work(actor=actor, action="export") as work:
        account = permissions.check_is_auditor(actor)
        stated = stated_reason(disclosing.reason, disclosing.file_reference) if disclosing else None
        return _queue(work, account, wanted.as_facts(), stated)


def start_again(*, actor: Actor, export_id: UUID) -> Export:
    """Ask once more for an export that failed or was cancelled, under a number of its own.

    One that opens commitments does so again, for the reason that was given then.

    Raises:
        NotPermitted, NotFound: no auditor, or no such export.
        PreconditionFailed: it did not end so, or the reason that was given is not kept any more.
    """
    with unit_of_work(actor=actor, action="export_again") as work:
        account = permissions.check_is_auditor(actor)
        before = _export(export_id)
        if before.state not in NOTHING_KEPT:
            raise PreconditionFailed("export_not_failed")
        stated = _stated_before(before) if before.discloses else None
        return _queue(work, account, before.filters, stated)


def cancel_export(*, actor: Actor, export_id: UUID) -> None:
    """End an export that waits or is being made; the worker then leaves nothing of it.

    Args:
        actor: a privacy auditor, or oversight; whoever asked for the export.
        export_id: which.

    Raises:
        NotPermitted, NotFound: no auditor, or no such export.
        PreconditionFailed: it had already ended.
    """
    with unit_of_work(actor=actor, action="export_cancel") as work:
        permissions.check_is_auditor(actor)
        row = _export(export_id)
        # One statement asks and changes: of this and the closing by a worker, exactly one finds it going on.
        cancelled = Export.objects.filter(pk=row.id, state__in=Export.GOING_ON).update(
            state=Export.State.CANCELLED  # the database notes when
        )
        if not cancelled:
            raise PreconditionFailed("export_ended")
        work.record(
            "log.export_cancelled",
            object_type="export",
            object_id=str(row.id),
            facts={"export": str(row.id)},
        )


def _stated_before(before: Export) -> dict[str, str]:
    kept = {each.field: each.value for each in selectors.openings(before.requested_event)}
    try:
        return stated_reason(kept.get("reason", ""), kept.get("file_reference", ""))
    except BadInput:
        raise PreconditionFailed("export_reason_gone") from None


def _queue(
    work: Work, account: Account, filters: Mapping[str, Any], stated: Mapping[str, str] | None
) -> Export:
    """Record that somebody asks, and leave it to the worker. `stated`: why commitments are opened, or None."""
    row = Export(
        requested_by=account.pk,
        requested_by_person=account.person_id,
        requested_at=clock.real_now(),
        progress_at=clock.real_now(),
        filters=dict(filters),
        discloses=stated is not None,
    )
    recorded = work.record(
        "log.exported",
        object_type="export",
        object_id=str(row.id),
        facts={"export": str(row.id), "filters": row.filters}
        | ({"disclosures": True} if row.discloses else {}),
        commitments=stated,
    )
    row.requested_event = recorded.event_id
    row.save(force_insert=True)
    transaction.on_commit(lambda: broker.wake(MAKE_TASK, row.id, queue="default"))
    return row


def _export(export_id: UUID) -> Export:
    row = Export.objects.filter(pk=export_id).first()
    if row is None:
        raise NotFound
    return row


# --- the worker's part ---------------------------------------------------------------------------


def waiting_ids() -> list[UUID]:
    """Exports that nobody has begun, oldest first."""
    waiting = Export.objects.filter(state=Export.State.QUEUED).order_by("requested_at")
    return list(waiting.values_list("pk", flat=True))


def make(*, actor: Actor, export_id: UUID) -> bool:
    """Make one export that waits; returns whether it is ready.

    Exactly one worker makes it, however often it is told to. What fails is recorded as failed and
    leaves no file.
    """
    permissions.check_is_process(actor, "worker")
    begun = Export.objects.filter(pk=export_id, state=Export.State.QUEUED).update(
        state=Export.State.RUNNING, progress_at=clock.real_now()
    )
    if not begun:
        return False
    row = Export.objects.get(pk=export_id)
    place, unfinished = place_of(row.id), unfinished_of(row.id)
    try:
        shutil.rmtree(unfinished, ignore_errors=True)
        close_to_others(place.parent)
        unfinished.mkdir(mode=private_files.FOLDER)  # its group is the one that its parent gives
        made = files.write(
            unfinished,
            EventFilter.from_facts(row.filters),
            look_up=_look_up,
            progress=lambda done, total: _note_progress(row.id, done, total),
            now=clock.real_now(),
            export_id=row.id,
            verifier=verifier.as_one_file(),
            discloses=row.discloses,
            operator=operator_of_keys(),
        )
        hand_over(unfinished)
        unfinished.rename(place)
        return _close(actor, row.id, made)
    except PreconditionFailed:
        remove(row.id)  # cancelled or given up as lost meanwhile, which has been recorded
        return False
    except (OSError, DatabaseError, LookupError) as problem:
        remove(row.id)
        if _fail(actor, row.id, "disk" if isinstance(problem, OSError) else "database"):
            log.warning(
                "export_failed",
                extra={
                    "export_id": str(export_id),
                    "problem": type(problem).__name__,
                    "still_works": "the log itself; the auditor is told and can start again",
                    "what_now": "see that the exports' folder has room and the database answers",
                },
            )
        return False
    except BaseException:
        remove(row.id)
        _fail(actor, row.id, "fault")
        raise


def _note_progress(export_id: UUID, done: int, total: int) -> None:
    still_ours = Export.objects.filter(pk=export_id, state=Export.State.RUNNING).update(
        rows_done=done, rows_total=total, progress_at=clock.real_now()
    )
    if not still_ours:
        raise PreconditionFailed("export_given_up")


def _close(actor: Actor, export_id: UUID, made: files.Made) -> bool:
    listed = [file.as_facts() for file in made.files]
    with unit_of_work(actor=actor, action="export_close") as work:
        closed = Export.objects.filter(pk=export_id, state=Export.State.RUNNING).update(
            state=Export.State.DONE,
            rows_done=made.rows,
            rows_total=made.rows,
            progress_at=clock.real_now(),
            finished_at=clock.real_now(),
            files=listed,
        )
        if not closed:
            raise PreconditionFailed("export_given_up")
        work.record(
            "log.export_closed",
            object_type="export",
            object_id=str(export_id),
            facts={
                "export": str(export_id),
                "rows": made.rows,
                "files": listed,
                "first_event": made.first_event,
                "last_event": made.last_event,
                "snapshot": made.snapshot,
            },
        )
    return True


def _fail(actor: Actor, export_id: UUID, failure: str) -> bool:
    """Record that an export failed; returns whether it did, or else had ended otherwise meanwhile."""
    still_ours = Export.objects.filter(pk=export_id, state=Export.State.RUNNING)
    if not still_ours.exists():
        return False  # cancelled or given up as lost meanwhile, which has been recorded
    with (
        suppress(PreconditionFailed),  # somebody cancelled it in this very moment
        unit_of_work(actor=actor, action="export_fail") as work,
    ):
        failed = still_ours.update(
            state=Export.State.FAILED, failure=failure, finished_at=clock.real_now()
        )
        if not failed:
            raise PreconditionFailed("export_not_running")
        work.record(
            "log.export_failed",
            object_type="export",
            object_id=str(export_id),
            outcome="error",
            reason=failure,
            facts={"export": str(export_id)},
        )
        return True
    return False


def fail_lost(*, actor: Actor) -> int:
    """Say of every export whose maker has gone silent that it was interrupted; returns how many.

    What lies about of exports that ended without being closed goes as well, whoever ended them.
    """
    permissions.check_is_process(actor, "worker")
    silent = Export.objects.filter(
        state=Export.State.RUNNING, progress_at__lt=clock.real_now() - LOST_AFTER
    )
    lost = list(silent.values_list("pk", flat=True))
    for export_id in lost:
        _fail(actor, export_id, "interrupted")  # if its maker did not close it in this very moment
    _remove_leftovers()
    return len(lost)


def _remove_leftovers() -> None:
    """Remove the files of exports that are not to be had: their maker may have been killed over them."""
    found = lying_there()
    if not found:
        return
    ended = Export.objects.filter(pk__in=found, state__in=NOTHING_KEPT)
    for export_id in ended.values_list("pk", flat=True):
        remove(export_id)


def _look_up(alias: str, asked: Asked) -> Known:
    """Names for a piece of the log, from the same snapshot: at most one statement for each kind of name."""

    def named(found: QuerySet[Any], ids: Collection[str], name: str) -> dict[str, str]:
        wanted = found.using(alias).filter(pk__in=ids).values_list("pk", name) if ids else ()
        return {str(key): text for key, text in wanted}

    return Known(
        people=named(Person.objects.all(), asked.people, "full_name"),
        accounts=named(Account.objects.all(), asked.accounts, "username"),
        references=named(SearchRequest.objects.all(), asked.requests, "reference"),
    )


# --- taking it away ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Download:
    """The files of a finished export, checked against their digests."""

    export: Export
    paths: tuple[Path, ...]


def download(*, actor: Actor, export_id: UUID) -> Download:
    """Hand out a finished export; recorded first, and only if its files are what they were.

    Raises:
        NotPermitted, NotFound: no auditor, or no such export.
        PreconditionFailed: it is not ready, or its files are gone or were changed.
    """
    with unit_of_work(actor=actor, action="export_download") as work:
        permissions.check_is_auditor(actor)
        row = _export(export_id)
        if row.state != Export.State.DONE:
            raise PreconditionFailed("export_not_ready")
        if not {file["name"] for file in row.files} <= files.NAMES:
            raise PreconditionFailed("export_damaged")
        paths = tuple(place_of(row.id) / file["name"] for file in row.files)
        if not all(
            path.is_file() and _sha256(path) == file["sha256"]
            for path, file in zip(paths, row.files, strict=True)
        ):
            raise PreconditionFailed("export_damaged")
        work.record(
            "log.export_downloaded",
            object_type="export",
            object_id=str(row.id),
            facts={"export": str(row.id), "file": "zip"},
        )
    return Download(row, paths)


def read_manifest(*, actor: Actor, export_id: UUID) -> tuple[Export, str]:
    """Return an export and, once it is ready, the text of its manifest.

    Raises:
        NotPermitted, NotFound: no auditor, or no such export.
    """
    permissions.check_is_auditor(actor)
    row = _export(export_id)
    path = place_of(row.id) / files.MANIFEST_NAME
    ready = row.state == Export.State.DONE and path.is_file()
    return row, path.read_text(encoding="utf-8") if ready else ""


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
