"""Files of a draft: the probe image in use, and the judicial documents.

A picture is decoded outside every transaction; must not judge whether it suits the case.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import cast
from uuid import UUID, uuid4

from requests_app.accounts.actors import Actor
from requests_app.common import clock
from requests_app.common.errors import NotFound, PreconditionFailed, StaleRead
from requests_app.searches import content, documents, intake, lookups, of_the_picture, selectors
from requests_app.searches.answers import ProbeProvenance
from requests_app.searches.models import Draft, Probe, ProbeFingerprint, StoredFile
from requests_app.workflow import decoding, quotas, viewing
from requests_app.workflow.draft import check_may_edit, keep, open_draft
from requests_app.workflow.unit_of_work import Asked, Work, recording_refusals, unit_of_work

MOST_DOCUMENTS = 10
MOST_PROBES = 30


def _check_room_for_probe(work: Work, size: int) -> None:
    check_may_edit(work)
    if work.request_row.probes.count() >= MOST_PROBES:
        raise PreconditionFailed("too_many_probes")
    quotas.check_room_for_bytes(work, size)


@dataclass(frozen=True, slots=True)
class Marked:
    """What a crop is made from: the original, what is marked on it, and the save that marked it."""

    original: StoredFile
    marks: ProbeProvenance
    revision: int

    @property
    def crop(self) -> intake.Box | None:
        """The part that is sent now; None where it is the whole."""
        held = self.marks
        sides = (held.crop_left, held.crop_top, held.crop_width, held.crop_height)
        numbers = [side for side in sides if side is not None]
        return intake.Box(*numbers) if len(numbers) == len(sides) else None


def _marked(work: Work) -> Marked:
    check_may_edit(work)
    row = work.request_row
    if row.probe is None:
        raise PreconditionFailed("no_probe")
    # The revision first: what is saved in between is then noticed rather than overwritten.
    revision = Draft.objects.values_list("revision", flat=True).get(search_request=row)
    return Marked(row.probe.original, content.open_draft(row).probe, revision)


def _is_another(probe: Probe | None, taken: intake.PreparedProbe) -> bool:
    """Whether a picture is in use that was uploaded with other bytes, be it damaged or not."""
    if probe is None:
        return False
    return probe.fingerprint.digest_lookup != lookups.image_lookup(taken.original_sha256)


def add_probe(*, actor: Actor, search_request_id: UUID, data: bytes, name: str) -> Probe:
    """Take in an uploaded picture as this request's probe image, in place of any earlier one.

    Raises:
        ProbeRefused: the file is no acceptable picture; its code says why. The refusal is recorded.
        PreconditionFailed: there is no room for it (see `quotas`), or others are being decoded (see
            `decoding.turn`).
    """
    asked = Asked(actor=actor, action="add_probe", search_request_id=search_request_id)
    viewing.look_up(lambda work: _check_room_for_probe(work, len(data)), **asked)
    with recording_refusals(**asked), decoding.turn(actor):
        taken = intake.take_in(data)
    with unit_of_work(**asked) as work:
        _check_room_for_probe(work, len(data) + len(taken.transmission))
        replaces_another = _is_another(work.request_row.probe, taken)
        original = _store_file(
            work,
            data,
            name=name,
            kind=StoredFile.Kind.PROBE_ORIGINAL,
            mime=taken.original_mime,
        )
        probe = _store_probe(work, taken, original=original, name=name)
        draft, before = open_draft(work)
        if replaces_another:
            after = of_the_picture.of_another_picture(before)
        else:
            after = dataclasses.replace(before, probe=of_the_picture.uncropped(before.probe))
        keep(work, draft, before, after, section="probe")
        return probe


@dataclass(frozen=True, slots=True)
class Eyes:
    """The centres of both eyes, in pixels of the upright original; none where they cannot be seen."""

    left_eye_x: int | None = None
    left_eye_y: int | None = None
    right_eye_x: int | None = None
    right_eye_y: int | None = None


def mark_probe(
    *,
    actor: Actor,
    search_request_id: UUID,
    crop: intake.Box | None,
    eyes: Eyes,
    revision: int | None = None,
) -> Probe:
    """Mark the picture in use: what of it is sent, and where the eyes are.

    The copy to be sent is made anew from the untouched original where the crop differs.

    Args:
        actor: the requester.
        search_request_id: a draft or a returned request.
        crop: the part that is sent; None sends the whole.
        eyes: where the eyes are.
        revision: the draft's revision when the page was drawn; None marks in any case.

    Raises:
        PreconditionFailed: no picture was uploaded yet, others are being decoded, or there is no
            room for another copy.
        ProbeRefused: the rectangle is not inside the picture, or is too small.
        StaleRead: the marks, or the picture that they were made on, changed elsewhere since.
    """
    asked = Asked(actor=actor, action="mark_probe", search_request_id=search_request_id)
    found = viewing.look_up(_marked, **asked)
    taken = None
    if crop != found.crop:
        with recording_refusals(**asked), decoding.turn(actor):
            taken = intake.take_in(content.open_file(found.original), crop=crop)
    with unit_of_work(**asked) as work:
        draft, before = open_draft(work)
        drawn_from = found.revision if revision is None else revision
        if not drawn_from == found.revision == draft.revision:
            raise StaleRead([viewing.PICTURE], revision=draft.revision)
        probe = work.request_row.probe
        if taken is not None:
            quotas.check_room_for_bytes(work, len(taken.transmission))
            name = content.file_name_to_show(found.original)
            probe = _store_probe(work, taken, original=found.original, name=name)
        marked = dataclasses.replace(
            before.probe,
            crop_left=crop.left if crop else None,
            crop_top=crop.top if crop else None,
            crop_width=crop.width if crop else None,
            crop_height=crop.height if crop else None,
            **dataclasses.asdict(eyes),
        )
        keep(work, draft, before, dataclasses.replace(before, probe=marked), section="probe")
        return cast("Probe", probe)


def _store_file(
    work: Work,
    data: bytes,
    *,
    name: str,
    kind: str,
    mime: str,
    warnings: tuple[str, ...] | None = None,
) -> StoredFile:
    return content.store_file(
        work.request_row,
        data,
        name=name,
        kind=kind,
        media_type=mime,
        added_by=work.actor.account,
        warnings=warnings,
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


def _check_room_for_document(work: Work, size: int) -> None:
    check_may_edit(work)
    if selectors.attached_documents(work.request_row).count() >= MOST_DOCUMENTS:
        raise PreconditionFailed("too_many_documents")
    quotas.check_room_for_bytes(work, size)


def add_document(*, actor: Actor, search_request_id: UUID, data: bytes, name: str) -> StoredFile:
    """Store a judicial document with the request.

    Raises:
        DocumentRefused: not a PDF or picture, too large or damaged; its code says why.
        PreconditionFailed: there is no room for it, or others of this person's files are being read.
    """
    asked = Asked(actor=actor, action="add_document", search_request_id=search_request_id)
    viewing.look_up(lambda work: _check_room_for_document(work, len(data)), **asked)
    with recording_refusals(**asked), decoding.turn(actor):
        document = documents.receive(data, name)
    with unit_of_work(**asked) as work:
        _check_room_for_document(work, document.size)
        draft, before = open_draft(work)
        stored = _store_file(
            work,
            document.data,
            name=document.name,
            kind=StoredFile.Kind.JUDICIAL_DOCUMENT,
            mime=document.mime,
            warnings=document.warnings,
        )
        work.record(
            "document.added",
            object_type="document",
            object_id=str(stored.id),
            commitments={"sha256": document.sha256},
            facts={
                "media_type": document.mime,
                "size": document.size,
                "warnings": list(document.warnings),
            },
        )
        keep(work, draft, before, before, section="legal")
        return stored


def remove_document(*, actor: Actor, search_request_id: UUID, file_id: UUID) -> None:
    """Take a judicial document out of the draft; its bytes stay with the versions that had it."""
    with unit_of_work(
        actor=actor, action="remove_document", search_request_id=search_request_id
    ) as work:
        draft, before = open_draft(work)
        stored = selectors.attached_documents(work.request_row).filter(id=file_id).first()
        if stored is None:
            raise NotFound
        stored.removed_at = clock.now()
        stored.save(update_fields=["removed_at"])
        work.record("document.removed", object_type="document", object_id=str(stored.id))
        keep(work, draft, before, before, section="legal")
