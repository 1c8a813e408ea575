"""Writing a request: start it, save a page of answers, add the picture and the documents.

Judges nothing: a draft may be as wrong as its author likes until it is submitted.
"""

from __future__ import annotations

import dataclasses
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from requests_app.accounts.actors import Actor
from requests_app.common import clock
from requests_app.common.errors import BadInput, NotFound, PreconditionFailed, StaleRead
from requests_app.common.references import format_reference
from requests_app.searches import answers as answers_module
from requests_app.searches import content, documents, intake, lookups
from requests_app.searches.answers import Answers, Declaration
from requests_app.searches.models import (
    Draft,
    Probe,
    ProbeFingerprint,
    SearchRequest,
    StoredFile,
)
from requests_app.searches.states import RESTARTABLE, Action, Status
from requests_app.workflow import permissions, viewing
from requests_app.workflow.unit_of_work import Asked, Work, recording_refusals, unit_of_work

MOST_DOCUMENTS = 10
MOST_PROBES = 30
ContentDamaged = content.ContentDamaged
"""What is stored of the request does not open; see `searches.content`."""
LONGEST_TEXT = 20_000
"""Characters in one answer, far above any honest one; forms set their own, shorter limits."""


def _next_reference(year: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('searches_reference_number')")
        (number,) = cursor.fetchone()
    return format_reference(year, number)


def start(*, actor: Actor, started_from: UUID | None = None) -> SearchRequest:
    """Begin a draft, blank or from the answers of a request that ended.

    Args:
        actor: the officer.
        started_from: their own refused, withdrawn or expired request; its answers are copied, its
            picture, documents and declaration are not, since each search stands on its own.

    Raises:
        NotPermitted: the actor is no officer in use.
        NotFound: the earlier request is not theirs.
        PreconditionFailed: they belong to no unit in use, or the earlier request has not ended.
    """
    with unit_of_work(actor=actor, action="start") as work:
        account = permissions.check_is_officer(actor)
        if account.unit is None or not account.unit.is_active:
            raise PreconditionFailed("no_unit")
        earlier, answers = None, Answers()
        if started_from is not None:
            earlier = SearchRequest.objects.filter(id=started_from).first()
            if earlier is None:
                raise NotFound
            permissions.check_is_requester(actor, earlier)
            if Status(earlier.status) not in RESTARTABLE:
                raise PreconditionFailed("not_ended")
            answers = dataclasses.replace(content.open_draft(earlier), declaration=Declaration())
        now = clock.now()
        work.search_request = SearchRequest.objects.create(
            reference=_next_reference(clock.real_now().year),
            unit=account.unit,
            requested_by=account,
            requested_by_person=account.person,
            created_at=now,
            status_since=now,
            started_from=earlier,
        )
        content.create_key(work.search_request)
        Draft.objects.create(
            search_request=work.search_request,
            sealed=content.seal_draft(work.search_request, answers),
            saved_at=now,
        )
        work.record(
            "search.drafted",
            status_after=Status.DRAFT.value,
            facts={"started_from": str(started_from) if started_from else None},
        )
        return work.search_request


def _check_may_edit(work: Work) -> None:
    permissions.check_is_requester(work.actor, work.request_row)
    work.check_may(Action.EDIT)


def _open_draft(work: Work) -> tuple[Draft, Answers]:
    _check_may_edit(work)
    draft = Draft.objects.select_for_update().get(search_request=work.request_row)
    return draft, content.open_draft(work.request_row)


def _save(work: Work, draft: Draft, before: Answers, after: Answers, *, section: str) -> None:
    row = work.request_row
    draft.sealed = content.seal_draft(row, after)
    draft.revision += 1
    draft.saved_at = clock.now()
    draft.save()
    update: dict[str, Any] = {}
    looked_up = lookups.case_lookup(after.case.case_number)
    if looked_up != row.case_lookup:
        update["case_lookup"] = looked_up
    if after.urgency.urgency != row.urgency:
        update["urgency"] = after.urgency.urgency[:30]
    work.move(
        Action.EDIT,
        update=update,
        facts={
            "section": section,
            "revision": draft.revision,
            "fields": [change.path for change in answers_module.changes(before, after)],
        },
    )


def _check_sizes(value: Any) -> None:
    plain = answers_module.to_plain(value)
    texts = [plain]
    while texts:
        item = texts.pop()
        if isinstance(item, str) and len(item) > LONGEST_TEXT:
            raise BadInput({"answers": ["too_long"]})
        if isinstance(item, str) and "\x00" in item:
            raise BadInput({"answers": ["control_characters"]})
        if isinstance(item, dict):
            texts += item.values()
        elif isinstance(item, list | tuple):
            texts += item


def save_section(
    *,
    actor: Actor,
    search_request_id: UUID,
    section: str,
    value: Any,
    revision: int | None = None,
) -> Draft:
    """Save one page of answers.

    Args:
        actor: the requester.
        search_request_id: a draft or a returned request.
        section: a name in `answers.SECTIONS`.
        value: the section's dataclass (a tuple of rows for `means`).
        revision: the draft's revision when the page was drawn; None saves in any case.

    Raises:
        StaleRead: this section was changed elsewhere since; `changes` names what differs.
        PreconditionFailed: the description is locked since the first submission.
        BadInput: a text is longer than any answer can be, or holds NUL.
    """
    if section not in answers_module.SECTIONS:
        raise BadInput({"section": ["unknown"]})
    _check_sizes(value)
    with unit_of_work(actor=actor, action="edit", search_request_id=search_request_id) as work:
        draft, before = _open_draft(work)
        after = dataclasses.replace(before, **{section: value})
        changed = answers_module.changes(before, after)
        if revision is not None and revision != draft.revision and changed:
            raise StaleRead([change.path for change in changed], revision=draft.revision)
        if (
            work.request_row.description_locked_at is not None
            and after.subject.description != before.subject.description
        ):
            raise PreconditionFailed("description_locked")
        _save(work, draft, before, after, section=section)
        return draft


def _check_room_for_probe(work: Work) -> None:
    _check_may_edit(work)
    if work.request_row.probes.count() >= MOST_PROBES:
        raise PreconditionFailed("too_many_probes")


def _original_to_crop(work: Work) -> StoredFile:
    _check_may_edit(work)
    if work.request_row.probe is None:
        raise PreconditionFailed("no_probe")
    return work.request_row.probe.original


def add_probe(*, actor: Actor, search_request_id: UUID, data: bytes, name: str) -> Probe:
    """Take in an uploaded picture as this request's probe image, in place of any earlier one.

    Raises:
        ProbeRefused: the file is no acceptable picture; its code says why. The refusal is recorded.
    """
    asked = Asked(actor=actor, action="add_probe", search_request_id=search_request_id)
    viewing.look_up(_check_room_for_probe, **asked)
    with recording_refusals(**asked):
        taken = intake.take_in(data)
    with unit_of_work(**asked) as work:
        _check_room_for_probe(work)
        original = _store_file(
            work,
            data,
            name=name,
            kind=StoredFile.Kind.PROBE_ORIGINAL,
            mime=taken.original_mime,
        )
        probe = _store_probe(work, taken, original=original, name=name)
        draft, before = _open_draft(work)
        cleared = dataclasses.replace(
            before.probe,
            crop_left=None,
            crop_top=None,
            crop_width=None,
            crop_height=None,
            left_eye_x=None,
            left_eye_y=None,
            right_eye_x=None,
            right_eye_y=None,
        )
        _save(
            work,
            draft,
            before,
            dataclasses.replace(before, probe=cleared),
            section="probe",
        )
        return probe


def crop_probe(*, actor: Actor, search_request_id: UUID, crop: intake.Box | None) -> Probe:
    """Make the transmission copy anew from the untouched original, cropped or whole.

    Raises:
        PreconditionFailed: no picture was uploaded yet.
        ProbeRefused: the rectangle is not inside the picture, or is too small.
    """
    asked = Asked(actor=actor, action="crop_probe", search_request_id=search_request_id)
    source = viewing.look_up(_original_to_crop, **asked)
    with recording_refusals(**asked):
        taken = intake.take_in(content.open_file(source), crop=crop)
    with unit_of_work(**asked) as work:
        if _original_to_crop(work).id != source.id:
            raise StaleRead([viewing.PICTURE])
        draft, before = _open_draft(work)
        name = content.file_name_to_show(source)
        probe = _store_probe(work, taken, original=source, name=name)
        marked = dataclasses.replace(
            before.probe,
            crop_left=crop.left if crop else None,
            crop_top=crop.top if crop else None,
            crop_width=crop.width if crop else None,
            crop_height=crop.height if crop else None,
        )
        _save(
            work,
            draft,
            before,
            dataclasses.replace(before, probe=marked),
            section="probe",
        )
        return probe


def _store_file(work: Work, data: bytes, *, name: str, kind: str, mime: str) -> StoredFile:
    return content.store_file(
        work.request_row,
        data,
        name=name,
        kind=kind,
        media_type=mime,
        added_by=work.actor.account,
    )


def _store_probe(
    work: Work, taken: intake.PreparedProbe, *, original: StoredFile, name: str
) -> Probe:
    row = work.request_row
    transmission = _store_file(
        work,
        taken.transmission,
        name=name,
        kind=StoredFile.Kind.PROBE_TRANSMISSION,
        mime=taken.mime,
    )
    probe_id = uuid4()
    probe = Probe.objects.create(
        id=probe_id,
        search_request=row,
        original=original,
        transmission=transmission,
        sealed_particulars=content.seal_particulars(row, probe_id, taken),
        width=taken.width,
        height=taken.height,
        original_width=taken.original_width,
        original_height=taken.original_height,
        transformations=[step.as_json() for step in taken.transformations],
        metadata_removed=list(taken.metadata_removed),
        warnings=list(taken.warnings),
        screening=taken.screening.as_json(),
        added_at=clock.now(),
        added_by=row.requested_by,
    )
    ProbeFingerprint.objects.create(
        probe=probe,
        digest_lookup=lookups.image_lookup(taken.original_sha256),
        perceptual_hash=taken.difference_hash,
    )
    row.probe = probe
    row.save(update_fields=["probe"])
    work.record(
        "probe.ingested",
        object_type="probe",
        object_id=str(probe.id),
        commitments={
            "original_sha256": taken.original_sha256,
            "sent_sha256": taken.sha256,
        },
        facts={
            "media_type": taken.mime,
            "width": taken.width,
            "height": taken.height,
            "transformations": [step.code for step in taken.transformations],
            "metadata_removed": list(taken.metadata_removed),
            "warnings": list(taken.warnings),
        },
    )
    return probe


def _check_room_for_document(work: Work) -> None:
    _check_may_edit(work)
    attached = work.request_row.files.filter(
        kind=StoredFile.Kind.JUDICIAL_DOCUMENT, removed_at=None
    )
    if attached.count() >= MOST_DOCUMENTS:
        raise PreconditionFailed("too_many_documents")


def add_document(*, actor: Actor, search_request_id: UUID, data: bytes, name: str) -> StoredFile:
    """Store a judicial document with the request.

    Raises:
        DocumentRefused: not a PDF or picture, too large or damaged; its code says why.
    """
    asked = Asked(actor=actor, action="add_document", search_request_id=search_request_id)
    viewing.look_up(_check_room_for_document, **asked)
    with recording_refusals(**asked):
        document = documents.receive(data, name)
    with unit_of_work(**asked) as work:
        _check_room_for_document(work)
        draft, before = _open_draft(work)
        stored = _store_file(
            work,
            document.data,
            name=document.name,
            kind=StoredFile.Kind.JUDICIAL_DOCUMENT,
            mime=document.mime,
        )
        work.record(
            "document.added",
            object_type="document",
            object_id=str(stored.id),
            commitments={"sha256": document.sha256},
            facts={"media_type": document.mime, "size": document.size},
        )
        _save(work, draft, before, before, section="legal")
        return stored


def remove_document(*, actor: Actor, search_request_id: UUID, file_id: UUID) -> None:
    """Take a judicial document out of the draft; its bytes stay with the versions that had it."""
    with unit_of_work(
        actor=actor, action="remove_document", search_request_id=search_request_id
    ) as work:
        draft, before = _open_draft(work)
        stored = work.request_row.files.filter(
            id=file_id, kind=StoredFile.Kind.JUDICIAL_DOCUMENT, removed_at=None
        ).first()
        if stored is None:
            raise NotFound
        stored.removed_at = clock.now()
        stored.save(update_fields=["removed_at"])
        work.record("document.removed", object_type="document", object_id=str(stored.id))
        _save(work, draft, before, before, section="legal")
