"""Every part of a request opens as it was sealed, in its own place, and nowhere else.

The names are written out here by hand: with other bytes no stored row would open any more.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from requests_app.common import clock
from requests_app.searches import answers as answers_module
from requests_app.searches import content, envelope
from requests_app.searches.models import (
    Authorisation,
    ContentKey,
    Decision,
    Draft,
    Justification,
    Probe,
    SearchRequest,
    StoredFile,
)
from requests_app.trial.demo import stories
from tests import builders
from tests.builders import InventedAgency
from tests.support import connected_as

REASONS = {
    "tests": {"lawful": {"met": True, "reason": "Précis."}},
    "message": "",
    "no_conflict": True,
}
CANDIDATES = [{"rank": "1", "external_id": "SYN-0007", "score": "0.93", "gallery": "booking"}]
OPENING = bytes(range(32))


def stored(row: SearchRequest, data: bytes = b"%PDF-1.7", name: str = "mandat é.pdf") -> StoredFile:
    """A document that was stored for this request."""
    with connected_as("owner"):  # the web stores one together with its event only
        return content.store_file(
            row,
            data,
            name=name,
            kind=StoredFile.Kind.JUDICIAL_DOCUMENT,
            media_type="application/pdf",
            added_by=row.requested_by,
        )


# --- what was sealed is what opens ---------------------------------------------------------------


def test_a_draft_opens_as_it_was_sealed(agency: InventedAgency) -> None:
    row = builders.drafted(agency, with_probe=False)
    written = stories.answers(3, today=timezone.localdate(clock.now()))
    with connected_as("owner"):
        Draft.objects.filter(search_request=row).update(sealed=content.seal_draft(row, written))
    assert content.open_draft(row) == written


def test_a_version_opens_as_it_was_sealed(agency: InventedAgency) -> None:
    row = builders.drafted(agency, with_probe=False)
    written = stories.answers(4, today=timezone.localdate(clock.now()))
    sealed = content.seal_version(row, 2, written)
    assert content.open_version(Justification(search_request=row, version=2, sealed=sealed)) == (
        written
    )


def test_a_file_and_its_name_open_as_they_were_stored(agency: InventedAgency) -> None:
    row = builders.drafted(agency, with_probe=False)
    kept = StoredFile.objects.get(pk=stored(row).pk)
    assert content.open_file(kept) == b"%PDF-1.7"
    assert content.open_file_name(kept) == "mandat é.pdf"
    assert (kept.search_request_id, kept.kind, kept.media_type) == (
        row.id,
        "judicial_document",
        "application/pdf",
    )
    assert (kept.size, kept.added_by_id) == (8, row.requested_by_id)


def test_a_long_file_name_is_cut_after_a_whole_character(agency: InventedAgency) -> None:
    row = builders.drafted(agency, with_probe=False)
    assert content.open_file_name(stored(row, name="n" * 401)) == "n" * 116 + ".pdf"
    assert content.open_file_name(stored(row, name="😀" * 110)) == "😀" * 99 + ".pdf"


def test_candidates_open_as_they_were_stored(agency: InventedAgency) -> None:
    row = builders.drafted(agency, with_probe=False)
    with connected_as("owner"):
        kept = content.store_candidates(row, CANDIDATES)
    assert content.open_candidates(kept) == CANDIDATES
    assert content.open_file_name(kept) == "candidates.json"
    assert (kept.kind, kept.media_type) == ("candidates", "application/json")
    assert (kept.size, kept.added_by_id) == (len(kept.sealed), None)


def test_particulars_open_as_they_were_sealed(agency: InventedAgency) -> None:
    row = builders.drafted(agency)
    taken = content.open_particulars(row.probe)
    assert taken.transmission == content.open_file(row.probe.transmission)
    probe_id = uuid4()
    changed = dataclasses.replace(taken, warnings=("low_light",))
    probe = Probe(
        id=probe_id,
        search_request=row,
        transmission=row.probe.transmission,
        sealed_particulars=content.seal_particulars(row, probe_id, changed),
    )
    assert content.open_particulars(probe) == changed


def test_reasons_open_as_they_were_sealed(agency: InventedAgency) -> None:
    row = builders.drafted(agency, with_probe=False)
    decision_id = uuid4()
    sealed = content.seal_reasons(row, decision_id, REASONS)
    made = Decision(id=decision_id, search_request=row, sealed_reasons=sealed)
    assert content.open_reasons(made) == REASONS


def test_an_opening_opens_as_it_was_sealed(agency: InventedAgency) -> None:
    row = builders.drafted(agency, with_probe=False)
    search_id = uuid4()
    sealed = content.seal_opening(row, search_id, OPENING)
    made = Authorisation(search_id=search_id, search_request=row, sealed_opening=sealed)
    assert content.open_opening(made) == OPENING


# --- a part opens in its own place only ----------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Parts:
    """One sealed part of each kind, all with the same id and number, so that only the kind differs."""

    row: SearchRequest
    same_id: UUID
    sealed: dict[str, bytes]

    @classmethod
    def of(cls, row: SearchRequest) -> Parts:
        kept = stored(row)
        written = stories.answers(1, today=timezone.localdate(clock.now()))
        taken = content.open_particulars(row.probe)
        sealed = {
            "draft": content.seal_draft(row, written),
            "version": content.seal_version(row, 1, written),
            "file": bytes(kept.sealed),
            "file name": bytes(kept.sealed_name),
            "particulars": content.seal_particulars(row, kept.id, taken),
            "reasons": content.seal_reasons(row, kept.id, REASONS),
            "opening": content.seal_opening(row, kept.id, OPENING),
        }
        return cls(row, kept.id, sealed)


def open_as(kind: str, row: SearchRequest, same_id: UUID, sealed: bytes) -> Any:
    """Put sealed bytes where a part of this kind has its place, and open that."""
    at: dict[str, Any] = {"search_request": row}
    if kind == "draft":
        with connected_as("owner"):
            Draft.objects.filter(search_request=row).update(sealed=sealed)
    openers: dict[str, Callable[[], Any]] = {
        "draft": lambda: content.open_draft(row),
        "version": lambda: content.open_version(Justification(**at, version=1, sealed=sealed)),
        "file": lambda: content.open_file(StoredFile(**at, id=same_id, sealed=sealed)),
        "file name": lambda: content.open_file_name(
            StoredFile(**at, id=same_id, sealed_name=sealed)
        ),
        "particulars": lambda: content.open_particulars(
            Probe(
                **at,
                id=same_id,
                transmission=row.probe and row.probe.transmission,
                sealed_particulars=sealed,
            )
        ),
        "reasons": lambda: content.open_reasons(Decision(**at, id=same_id, sealed_reasons=sealed)),
        "opening": lambda: content.open_opening(
            Authorisation(**at, search_id=same_id, sealed_opening=sealed)
        ),
    }
    return openers[kind]()


def test_a_part_opens_as_no_other_kind(agency: InventedAgency) -> None:
    parts = Parts.of(builders.drafted(agency))
    for kind, sealed in parts.sealed.items():
        for place in parts.sealed:
            if place == kind:
                assert open_as(place, parts.row, parts.same_id, sealed)
                continue
            with pytest.raises(content.ContentDamaged):
                open_as(place, parts.row, parts.same_id, sealed)


def test_a_part_opens_under_no_other_request(agency: InventedAgency) -> None:
    parts = Parts.of(builders.drafted(agency))
    other = builders.drafted(agency)
    for kind, sealed in parts.sealed.items():
        with pytest.raises(content.ContentDamaged):
            open_as(kind, other, parts.same_id, sealed)


def test_even_the_same_key_does_not_open_a_part_under_another_request(
    agency: InventedAgency,
) -> None:
    parts = Parts.of(builders.drafted(agency))
    key = data_key(parts.row)
    other = builders.drafted(agency)
    with pytest.raises(content.ContentDamaged):
        envelope.unseal(
            key,
            parts.sealed["draft"],
            context=f"countersign/content/1/{other.id}/draft".encode(),
        )


def test_a_part_opens_under_no_other_id_or_number(agency: InventedAgency) -> None:
    parts = Parts.of(builders.drafted(agency))
    for kind in ("file", "file name", "particulars", "reasons", "opening"):
        with pytest.raises(content.ContentDamaged):
            open_as(kind, parts.row, uuid4(), parts.sealed[kind])
    later = Justification(search_request=parts.row, version=2, sealed=parts.sealed["version"])
    with pytest.raises(content.ContentDamaged):
        content.open_version(later)


# --- the names -----------------------------------------------------------------------------------


def data_key(row: SearchRequest) -> bytes:
    """The data key of a request, unwrapped under the name that it has."""
    wrapping = envelope.WrappingKey.from_file(Path(settings.COUNTERSIGN_CONTENT_KEY_FILE))
    wrapped = ContentKey.objects.get(search_request=row).wrapped
    return envelope.unwrap(
        bytes(wrapped), wrapping, context=f"countersign/content/1/{row.id}/key".encode()
    )


def test_each_name_has_the_bytes_it_always_had(agency: InventedAgency) -> None:
    parts = Parts.of(builders.drafted(agency))
    names = {
        "draft": "countersign/content/1/{request}/draft",
        "version": "countersign/content/1/{request}/version-1",
        "file": "countersign/content/1/{request}/file-{id}",
        "file name": "countersign/content/1/{request}/name-{id}",
        "particulars": "countersign/content/1/{request}/probe-{id}",
        "reasons": "countersign/content/1/{request}/decision-{id}",
        "opening": "countersign/content/1/{request}/opening-{id}",
    }
    assert names.keys() == parts.sealed.keys()
    key = data_key(parts.row)
    for kind, name in names.items():
        spelt = name.format(request=str(parts.row.id), id=str(parts.same_id))
        assert envelope.unseal(key, parts.sealed[kind], context=spelt.encode("ascii"))


def test_the_bytes_of_candidates_are_those_of_a_file(agency: InventedAgency) -> None:
    row = builders.drafted(agency, with_probe=False)
    with connected_as("owner"):
        kept = content.store_candidates(row, [{"rank": "1", "external_id": "é"}])
    plain = envelope.unseal(
        data_key(row),
        bytes(kept.sealed),
        context=f"countersign/content/1/{row.id}/file-{kept.id}".encode(),
    )
    assert plain == '[{"rank": "1", "external_id": "é"}]'.encode()


def test_answers_are_sealed_as_their_canonical_bytes(agency: InventedAgency) -> None:
    row = builders.drafted(agency, with_probe=False)
    written = stories.answers(2, today=timezone.localdate(clock.now()))
    plain = envelope.unseal(
        data_key(row),
        content.seal_version(row, 12, written),
        context=f"countersign/content/1/{row.id}/version-12".encode(),
    )
    assert plain == answers_module.encode(written)


def test_nothing_opens_once_the_key_is_destroyed(agency: InventedAgency) -> None:
    parts = Parts.of(builders.drafted(agency))
    with connected_as("owner"), transaction.atomic():
        ContentKey.objects.filter(search_request=parts.row).update(
            wrapped=None, destroyed_at=clock.now()
        )
        erase = "SELECT audit.erase_openings(%s, 'retention_over')"
        with connection.cursor() as cursor:
            cursor.execute(erase, [parts.row.pk])
    for kind in parts.sealed.keys() - {"draft"}:
        with pytest.raises(content.ContentDestroyed):
            open_as(kind, parts.row, parts.same_id, parts.sealed[kind])
    with pytest.raises(content.ContentDestroyed):
        content.open_draft(parts.row)
